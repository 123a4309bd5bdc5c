#include "core/workspace/workspace.h"

#include "core/workspace/file_check.h"
#include "core/workspace/new_file.h"
#include "core/workspace/schema.h"

#include <filesystem>

namespace attune {
namespace {

/// What every connection to a workspace needs. synchronous = FULL: a save is on the disk when it returns.
/// secure_delete: what is erased is overwritten, so that a removed import is gone from the bytes too.
/// trusted_schema, cell_size_check: the file may come from anywhere.
constexpr const char* settings =
    "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; "
    "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON";

Result<Database> connect(const std::string& path, Database::Access access, const OpenOptions& options) {
    Result<Database> database = Database::open(path, access, options.vfs, options.patience_ms);
    if (!database) return database;
    Status set = database->run(settings);
    if (!set) return pass_on(set);
    return database;
}

Status migrate_file(const Database& database) {
    Result<Transaction> transaction = Transaction::begin(database, Transaction::Kind::write);
    if (!transaction) return pass_on(transaction);
    Status migrated = migrate(database, current_version());
    if (!migrated) return migrated;
    return transaction->commit();
}

/// A new workspace appears under its name only when it is complete: a program that is stopped while making
/// one leaves no half of it.
Status create_file(const std::string& path, const OpenOptions& options) {
    Result<NewFile> file = NewFile::beside(path);
    if (!file) return pass_on(file);
    {
        const Result<Database> database = connect(file->path(), Database::Access::create, options);
        if (!database) return pass_on(database);
        Result<Transaction> transaction = Transaction::begin(*database, Transaction::Kind::write);
        if (!transaction) return pass_on(transaction);
        Status migrated = migrate(*database, current_version());
        if (!migrated) return migrated;
        Result<Statement> insert = database->prepare("INSERT INTO workspace VALUES (?, ?)");
        if (!insert) return pass_on(insert);
        const std::pair<const char*, std::string> facts[] = {{"created", options.created},
                                                             {"program_version", options.program_version},
                                                             {"personal_data", "no"}};
        for (const auto& [key, value] : facts) {
            Status put = insert->execute(std::string_view(key), value);
            if (!put) return put;
        }
        Status committed = transaction->commit();
        if (!committed) return committed;
    }
    return file->publish();
}

/// An older file, read as it is: the copy in memory is brought up to date, the file stays.
Result<Database> current_copy(const Database& older) {
    Result<Database> copy = Database::in_memory(older.path());
    if (!copy) return copy;
    Status copied = older.copy_into(*copy);
    if (!copied) return pass_on(copied);
    Status migrated = migrate_file(*copy);
    if (!migrated) return pass_on(migrated);
    return copy;
}

} // namespace

Result<Workspace> Workspace::open(const std::string& path, OpenMode mode, const OpenOptions& options) {
    if (path.empty() || path.find('\0') != std::string::npos)
        return fail(ErrorCode::bad_input, "a workspace needs a file name", path);
    std::error_code code;
    const bool there = std::filesystem::exists(std::filesystem::symlink_status(path, code));
    if (there && mode == OpenMode::create)
        return fail(ErrorCode::bad_input, "there is already a file of that name", path,
                    "Choose another name, or open it");
    if (!there && (mode == OpenMode::create || mode == OpenMode::create_or_open)) {
        Status created = create_file(path, options);
        if (!created) return pass_on(created);
    }
    const Result<int> version = check_file(path, options.vfs, options.patience_ms);
    if (!version) return pass_on(version);
    const bool writes = mode != OpenMode::read_only;
    Result<Database> database =
        connect(path, writes ? Database::Access::write : Database::Access::read, options);
    if (!database) return pass_on(database);
    if (!writes) {
        if (*version == current_version()) return Workspace(std::move(*database));
        Result<Database> copy = current_copy(*database);
        if (!copy) return pass_on(copy);
        return Workspace(std::move(*copy));
    }
    if (database->write_protected())
        return fail(ErrorCode::io, "the workspace is write protected", path,
                    "Allow writing to the file and its folder, or copy it elsewhere");
    if (*version < current_version()) {
        Status migrated = migrate_file(*database);
        if (!migrated) return pass_on(migrated);
    }
    return Workspace(std::move(*database));
}

Result<WorkspaceHeader> Workspace::header() const {
    Result<Statement> rows = database_->prepare("SELECT key, value FROM workspace");
    if (!rows) return pass_on(rows);
    WorkspaceHeader header;
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return header;
        const std::string key = rows->text(0);
        if (key == "created") header.created = rows->text(1);
        if (key == "program_version") header.program_version = rows->text(1);
        if (key == "personal_data") header.personal_data = rows->text(1) == "yes";
    }
}

} // namespace attune
