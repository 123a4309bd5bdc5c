#include "core/audit/reader.h"

#include <sqlite3.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace attune::audit {
namespace {

constexpr int patience_ms = 5000;

} // namespace

bool Row::is_null(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Row::integer(int column) const {
    return sqlite3_column_int64(statement_, column);
}

double Row::real(int column) const {
    return sqlite3_column_double(statement_, column);
}

std::string Row::text(int column) const {
    const std::vector<std::uint8_t> all = bytes(column);
    return {all.begin(), all.end()};
}

std::vector<std::uint8_t> Row::bytes(int column) const {
    const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
    const int size = sqlite3_column_bytes(statement_, column);
    return data ? std::vector<std::uint8_t>(data, data + size) : std::vector<std::uint8_t>();
}

void Reader::Closer::operator()(sqlite3* connection) const {
    sqlite3_close_v2(connection);
}

Reader::TemporaryFolder::~TemporaryFolder() {
    std::error_code code;
    std::filesystem::remove_all(path, code);
}

Error Reader::error(int code) const {
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::io, "another program is writing to this workspace", path_,
                "Wait until it has finished and try again"};
    case SQLITE_IOERR:
    case SQLITE_FULL:
    case SQLITE_NOMEM:
        return {ErrorCode::io,
                std::string("the file cannot be read to its end (") + sqlite3_errstr(code) + ")", path_,
                "Check the disk and try again"};
    default:
        return {ErrorCode::unreadable,
                std::string("the file is damaged (") +
                    (connection_ ? sqlite3_errmsg(connection_.get()) : sqlite3_errstr(code)) + ")",
                path_, "Restore it from a copy; it was not changed"};
    }
}

Status Reader::connect(const std::string& file, int flags) {
    std::error_code code;
    const std::filesystem::path absolute = std::filesystem::absolute(file, code); // never read as a URI
    sqlite3* raw = nullptr;
    const int opened = sqlite3_open_v2(absolute.c_str(), &raw, flags | SQLITE_OPEN_EXRESCODE, nullptr);
    connection_.reset(raw);
    if (opened != SQLITE_OK) return tl::unexpected<Error>(error(opened));
    sqlite3_busy_timeout(raw, patience_ms);
    for (const char* sql : {"PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON", "BEGIN",
                            "SELECT 1 FROM sqlite_schema"}) {
        const int code_of_step = sqlite3_exec(raw, sql, nullptr, nullptr, nullptr);
        if (code_of_step == SQLITE_READONLY_ROLLBACK) return copy_and_roll_back();
        if (code_of_step != SQLITE_OK) return tl::unexpected<Error>(error(code_of_step));
    }
    return {};
}

Status Reader::copy_and_roll_back() {
    if (copy_) return tl::unexpected<Error>(error(SQLITE_IOERR));
    connection_.reset();
    std::error_code code;
    std::string folder = (std::filesystem::temp_directory_path(code) / "attune-verify-XXXXXX").string();
    if (code || !::mkdtemp(folder.data()))
        return fail(ErrorCode::io, "no temporary folder can be made to put a half-written workspace right",
                    path_, "Check the folder for temporary files");
    copy_ = std::make_unique<TemporaryFolder>(folder);
    const std::string copy = folder + "/copy";
    // SQLite looks for the journal beside the file a link leads to.
    const std::filesystem::path real = std::filesystem::canonical(path_, code);
    for (const char* suffix : {"", "-journal"})
        if (!code) std::filesystem::copy_file(real.string() + suffix, copy + suffix, code);
    if (code)
        return fail(ErrorCode::io, "the workspace cannot be copied to check it (" + code.message() + ")",
                    path_, "Check the space in the folder for temporary files");
    return connect(copy, SQLITE_OPEN_READWRITE);
}

Result<Reader> Reader::open(const std::string& path) {
    Reader reader(path);
    Status connected = reader.connect(path, SQLITE_OPEN_READONLY);
    if (!connected) return pass_on(connected);
    return reader;
}

Status Reader::each(const std::string& sql, const std::function<void(const Row&)>& use) const {
    return each_bound(sql, nullptr, use);
}

Status Reader::each(const std::string& sql, std::int64_t parameter,
                    const std::function<void(const Row&)>& use) const {
    return each_bound(sql, &parameter, use);
}

Status Reader::each_bound(const std::string& sql, const std::int64_t* parameter,
                          const std::function<void(const Row&)>& use) const {
    sqlite3_stmt* raw = nullptr;
    int code = sqlite3_prepare_v2(connection_.get(), sql.c_str(), -1, &raw, nullptr);
    const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement(raw, sqlite3_finalize);
    if (code == SQLITE_OK && parameter) code = sqlite3_bind_int64(raw, 1, *parameter);
    if (code != SQLITE_OK) return tl::unexpected<Error>(error(code));
    const Row row(raw);
    while ((code = sqlite3_step(raw)) == SQLITE_ROW)
        use(row);
    if (code != SQLITE_DONE) return tl::unexpected<Error>(error(code));
    return {};
}

Result<std::int64_t> Reader::integer(const std::string& sql) const {
    std::int64_t value = 0;
    Status read = each(sql, [&](const Row& row) { value = row.integer(0); });
    if (!read) return pass_on(read);
    return value;
}

} // namespace attune::audit
