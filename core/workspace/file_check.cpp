#include "core/workspace/file_check.h"

#include "core/workspace/database.h"
#include "core/workspace/schema.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace attune {
namespace {

// Byte offsets from https://www.sqlite.org/fileformat.html, 1.3 "The Database Header".
constexpr std::size_t header_bytes = 100;
constexpr std::string_view magic{"SQLite format 3\0", 16};
constexpr std::size_t write_version_at = 18;
constexpr std::size_t read_version_at = 19;
constexpr std::size_t user_version_at = 60;
constexpr std::size_t application_id_at = 68;
constexpr char rollback_journal = 1;

std::int32_t big_endian(const std::array<char, header_bytes>& header, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = value << 8U | static_cast<std::uint8_t>(header[at + i]);
    return static_cast<std::int32_t>(value);
}

Status unreadable(std::string what, const std::string& path, std::string remedy) {
    return fail(ErrorCode::unreadable, std::move(what), path, std::move(remedy));
}

Status damaged(const std::string& path) {
    return unreadable("the file is damaged", path, "Restore it from a copy; it was not changed");
}

/// A file that SQLite cannot make sense of, for whatever reason of its own, is damaged; a refusing disk is
/// not.
Error as_damage(const Error& error) {
    if (error.code == ErrorCode::io || error.code == ErrorCode::unreadable) return error;
    return damaged(error.where).error();
}

Status check_inside(const Database& database, int version) {
    Result<Statement> rows = database.prepare("PRAGMA quick_check(1)");
    if (!rows) return pass_on(rows);
    const Result<bool> row = rows->next();
    if (!row) return pass_on(row);
    if (!*row) return damaged(database.path());
    const std::string found = rows->text(0);
    // A page that the disk refuses to give is reported like a page that is wrong.
    if (found.find("unable to get the page") != std::string::npos ||
        found.find("failed to get page") != std::string::npos)
        return fail(ErrorCode::io, "the disk refused to read", database.path(),
                    "Check the disk and try again");
    if (found != "ok") return damaged(database.path());
    const Result<std::vector<std::string>> schema = schema_of(database);
    if (!schema) return pass_on(schema);
    const Result<std::vector<std::string>> expected = expected_schema(version);
    if (!expected) return pass_on(expected);
    if (*schema != *expected)
        return unreadable("the tables in the file are not those of a workspace", database.path(),
                          "Restore it from a copy; it was not changed");
    return {};
}

} // namespace

Status check_file_header(const std::string& path) {
    std::error_code code;
    const std::filesystem::file_status status = std::filesystem::status(path, code);
    if (status.type() == std::filesystem::file_type::not_found)
        return fail(ErrorCode::not_found, "there is no such file", path, "Check the name");
    if (status.type() == std::filesystem::file_type::directory)
        return unreadable("this is a folder, not a workspace", path, "Name a file inside it");
    if (status.type() != std::filesystem::file_type::regular)
        return unreadable("this is not a file" +
                              (code ? " that can be read (" + code.message() + ")" : std::string()),
                          path, "Name a workspace file");
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return unreadable(std::string("the file cannot be read (") + std::strerror(errno) + ")", path,
                          "Check that you may read it");
    std::array<char, header_bytes> header = {};
    in.read(header.data(), header.size());
    if (in.bad())
        return fail(ErrorCode::io, "the disk refused to read", path, "Check the disk and try again");
    if (in.gcount() == 0)
        return unreadable("the file is empty, so it is no workspace", path,
                          "Choose another file, or delete this one");
    const char* const other_file = "Choose a file that was made by Attune";
    if (static_cast<std::size_t>(in.gcount()) < header_bytes ||
        std::string_view(header.data(), magic.size()) != magic)
        return unreadable("this is not a workspace", path, other_file);
    if (big_endian(header, application_id_at) != workspace_application_id)
        return unreadable("this is a database of another program, not a workspace", path, other_file);
    const int version = big_endian(header, user_version_at);
    if (version > current_version())
        return unreadable("this workspace was made by a newer program (format " + std::to_string(version) +
                              ", known here up to " + std::to_string(current_version()) + ")",
                          path, "Open it with the newer Attune");
    if (version < 1) return damaged(path);
    if (header[write_version_at] != rollback_journal || header[read_version_at] != rollback_journal)
        return unreadable(
            "the file is damaged, or was switched to another kind of journal by another program", path,
            "Switch it back with: PRAGMA journal_mode = DELETE");
    return {};
}

Result<int> check_file(const std::string& path, const std::string& vfs, int patience_ms) {
    Status header = check_file_header(path);
    if (!header) return pass_on(header);
    Result<Database> database = Database::open(path, Database::Access::read, vfs, patience_ms);
    if (!database) return pass_on(database);
    if (database->needs_rollback()) {
        // The first read through a connection that may write rolls back what the stopped writer had begun.
        database = Database::open(path, Database::Access::write, vfs, patience_ms);
        if (!database) return pass_on(database);
        if (database->needs_rollback())
            return fail(ErrorCode::io,
                        "the last program that wrote this workspace was stopped half-way, and it cannot be "
                        "put right here",
                        path, "Allow writing to the file and its folder once");
    }
    Result<int> version = version_of(*database);
    if (!version) return tl::unexpected<Error>(as_damage(version.error()));
    if (*version < 1 || *version > current_version()) return pass_on(damaged(path));
    Status inside = check_inside(*database, *version);
    if (!inside) return tl::unexpected<Error>(as_damage(inside.error()));
    return version;
}

} // namespace attune
