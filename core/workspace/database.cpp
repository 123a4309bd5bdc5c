#include "core/workspace/database.h"

#include <sqlite3.h>

#include <cstring>
#include <filesystem>
#include <limits>

namespace attune {
namespace {

/// What a result code means to a person. `detail` is SQLite's own sentence, for the codes that have no better
/// one.
Error error_of(int code, const std::string& detail, const std::string& path) {
    // What is saved now would be saved where nobody finds it.
    if (code == SQLITE_READONLY_DBMOVED)
        return {ErrorCode::io, "the file was moved or removed while it was open", path,
                "Put it back, or save a copy elsewhere and go on there"};
    switch (code & 0xFF) {
    case SQLITE_FULL:
        return {ErrorCode::io, "the disk is full", path,
                "Free some space and try again; what was saved before is safe"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::io, "another program is writing to this workspace", path,
                "Wait until it has finished, or close it, and try again"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return {ErrorCode::io, "the workspace is write protected", path,
                "Allow writing to the file and its folder, or copy it elsewhere"};
    case SQLITE_CANTOPEN:
        return {ErrorCode::io, "the file cannot be opened", path,
                "Check that you may read and write it and its folder"};
    case SQLITE_IOERR:
        return {ErrorCode::io, "the disk refused to read or write", path,
                "Check the disk and try again; what was saved before is safe"};
    case SQLITE_NOMEM:
        return {ErrorCode::io, "there is not enough memory", path, "Close other programs and try again"};
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
        return {ErrorCode::unreadable, "the file is damaged", path,
                "Restore it from a copy; it was not changed"};
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
        return {ErrorCode::bad_input, "the values cannot be stored (" + detail + ")", path, {}};
    default:
        return {ErrorCode::failed, "the workspace could not do this (" + detail + ")", path, {}};
    }
}

Error error_of(sqlite3* connection, int code, const std::string& path) {
    return error_of(code, connection ? sqlite3_errmsg(connection) : sqlite3_errstr(code), path);
}

} // namespace

void Statement::Finalizer::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

void Statement::bind(int index, std::int64_t value) {
    const int code = sqlite3_bind_int64(handle_.get(), index, value);
    if (code != SQLITE_OK && refused_ == SQLITE_OK) refused_ = code;
}

void Statement::bind(int index, double value) {
    const int code = sqlite3_bind_double(handle_.get(), index, value);
    if (code != SQLITE_OK && refused_ == SQLITE_OK) refused_ = code;
}

void Statement::bind(int index, std::string_view value) {
    // A null pointer would bind NULL instead of an empty text.
    const int code = sqlite3_bind_text64(handle_.get(), index, value.empty() ? "" : value.data(),
                                         value.size(), SQLITE_STATIC, SQLITE_UTF8);
    if (code != SQLITE_OK && refused_ == SQLITE_OK) refused_ = code;
}

void Statement::bind(int index, Bytes value) {
    const int code =
        value.empty() ? sqlite3_bind_zeroblob(handle_.get(), index, 0)
                      : sqlite3_bind_blob64(handle_.get(), index, value.data(), value.size(), SQLITE_STATIC);
    if (code != SQLITE_OK && refused_ == SQLITE_OK) refused_ = code;
}

void Statement::reset() {
    sqlite3_reset(handle_.get());
    sqlite3_clear_bindings(handle_.get());
    refused_ = SQLITE_OK;
}

Status Statement::finish() {
    const Result<bool> row = next();
    if (!row) return pass_on(row);
    reset();
    return {};
}

Result<bool> Statement::next() {
    int code = refused_;
    if (code == SQLITE_OK) code = sqlite3_step(handle_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    Error error = error_of(sqlite3_db_handle(handle_.get()), code, path_);
    reset();
    return tl::unexpected<Error>(std::move(error));
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(handle_.get(), column);
}

double Statement::real(int column) const {
    if (sqlite3_column_type(handle_.get(), column) == SQLITE_NULL)
        return std::numeric_limits<double>::quiet_NaN();
    return sqlite3_column_double(handle_.get(), column);
}

std::string Statement::text(int column) const {
    const std::vector<std::uint8_t> bytes = blob(column);
    return {bytes.begin(), bytes.end()};
}

std::vector<std::uint8_t> Statement::blob(int column) const {
    const void* data = sqlite3_column_blob(handle_.get(), column);
    const int size = sqlite3_column_bytes(handle_.get(), column);
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
    if (size > 0 && data) std::memcpy(bytes.data(), data, bytes.size());
    return bytes;
}

void Database::Closer::operator()(sqlite3* connection) const {
    sqlite3_close_v2(connection);
}

Result<Database> Database::open(const std::string& path, Access access, const std::string& vfs,
                                int patience_ms) {
    int flags = SQLITE_OPEN_EXRESCODE;
    switch (access) {
    case Access::read:
        flags |= SQLITE_OPEN_READONLY;
        break;
    case Access::write:
        flags |= SQLITE_OPEN_READWRITE;
        break;
    case Access::create:
        flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
        break;
    }
    // Only an absolute path is safe from being read as a URI: Debian's library takes "file:..." for one.
    std::error_code code;
    const std::filesystem::path absolute = std::filesystem::absolute(path, code);
    if (code) return fail(ErrorCode::io, "the folder cannot be read (" + code.message() + ")", path);
    sqlite3* raw = nullptr;
    const int opened = sqlite3_open_v2(absolute.c_str(), &raw, flags, vfs.empty() ? nullptr : vfs.c_str());
    Database database(raw, path);
    if (opened != SQLITE_OK) return tl::unexpected<Error>(error_of(raw, opened, path));
    sqlite3_busy_timeout(raw, patience_ms);
    return database;
}

Result<Database> Database::in_memory(const std::string& name) {
    sqlite3* raw = nullptr;
    const int opened = sqlite3_open_v2(
        ":memory:", &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_EXRESCODE, nullptr);
    Database database(raw, name);
    if (opened != SQLITE_OK) return tl::unexpected<Error>(error_of(raw, opened, name));
    return database;
}

Status Database::run(const std::string& sql) const {
    const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return tl::unexpected<Error>(error_of(handle_.get(), code, path_));
    return {};
}

Result<Statement> Database::prepare(std::string_view sql) const {
    sqlite3_stmt* raw = nullptr;
    const int code =
        sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
    if (code != SQLITE_OK) return tl::unexpected<Error>(error_of(handle_.get(), code, path_));
    return Statement(raw, path_);
}

Result<bool> Database::any(std::string_view sql, const std::string& value) const {
    Result<Statement> rows = prepare(sql);
    if (!rows) return pass_on(rows);
    rows->query(value);
    return rows->next();
}

Result<std::int64_t> Database::integer(std::string_view sql) const {
    Result<Statement> statement = prepare(sql);
    if (!statement) return pass_on(statement);
    const Result<bool> row = statement->next();
    if (!row) return pass_on(row);
    if (!*row) return fail(ErrorCode::failed, "the workspace did not answer", path_);
    return statement->integer(0);
}

bool Database::needs_rollback() const {
    // Any read takes the shared lock, and with it SQLite looks for the journal of a stopped writer.
    const int code = sqlite3_exec(handle_.get(), "SELECT 1 FROM sqlite_schema", nullptr, nullptr, nullptr);
    return code == SQLITE_READONLY_ROLLBACK;
}

bool Database::write_protected() const {
    return sqlite3_db_readonly(handle_.get(), "main") != 0;
}

bool Database::in_transaction() const {
    return sqlite3_get_autocommit(handle_.get()) == 0;
}

std::int64_t Database::last_row() const {
    return sqlite3_last_insert_rowid(handle_.get());
}

Status Database::copy_into(const Database& target) const {
    sqlite3_backup* backup = sqlite3_backup_init(target.handle_.get(), "main", handle_.get(), "main");
    if (!backup)
        return tl::unexpected<Error>(
            error_of(target.handle_.get(), sqlite3_errcode(target.handle_.get()), path_));
    const int stepped = sqlite3_backup_step(backup, -1);
    const int finished = sqlite3_backup_finish(backup);
    if (stepped != SQLITE_DONE)
        return tl::unexpected<Error>(error_of(stepped, sqlite3_errstr(stepped), path_));
    if (finished != SQLITE_OK)
        return tl::unexpected<Error>(error_of(finished, sqlite3_errstr(finished), path_));
    return {};
}

Result<Transaction> Transaction::begin(const Database& database, Kind kind) {
    const bool part = database.in_transaction();
    Status begun = database.run(part ? "SAVEPOINT part" : kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
    if (!begun) return pass_on(begun);
    return Transaction(database, part);
}

Transaction::~Transaction() {
    // After some failures SQLite has rolled back by itself.
    if (database_ && database_->in_transaction())
        static_cast<void>(database_->run(part_ ? "ROLLBACK TO part; RELEASE part" : "ROLLBACK"));
}

Status Transaction::commit() {
    Status committed = database_->run(part_ ? "RELEASE part" : "COMMIT");
    if (committed) database_ = nullptr;
    return committed;
}

} // namespace attune
