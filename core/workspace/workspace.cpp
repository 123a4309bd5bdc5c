#include "core/workspace/workspace.h"

#include "core/workspace/file_check.h"
#include "core/workspace/new_file.h"
#include "core/workspace/schema.h"

#include <filesystem>
#include <map>

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
    const Result<bool> published = file->publish();
    if (!published) return pass_on(published);
    return {};
}

/// An older file, read as it is: the copy in memory is brought up to date, the file stays.
Result<Database> current_copy(const Database& older) {
    Result<Database> copy = Database::in_memory(older.path());
    if (!copy) return copy;
    Status copied = older.copy_into(*copy);
    if (!copied) return pass_on(copied);
    Status set = copy->run(settings);
    if (!set) return pass_on(set);
    Status migrated = migrate_file(*copy);
    if (!migrated) return pass_on(migrated);
    return copy;
}

/// The same error, told of the file that a person knows.
template <typename T>
tl::unexpected<Error> told_of(const Result<T>& result, const std::string& path) {
    Error error = result.error();
    error.where = path;
    return tl::unexpected<Error>(std::move(error));
}

/// Checksums of all imports and of their scenarios, by the scenario's name.
Result<std::map<std::string, Checksum>> import_contents(const Database& database) {
    Result<Statement> rows = database.prepare("SELECT i.scenario_name, i.checksum, s.checksum FROM import AS "
                                              "i JOIN scenario AS s ON s.name = i.scenario_name");
    if (!rows) return pass_on(rows);
    std::map<std::string, Checksum> contents;
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return contents;
        Checksum both = rows->blob(1);
        const Checksum scenario = rows->blob(2);
        both.insert(both.end(), scenario.begin(), scenario.end());
        contents.emplace(rows->text(0), std::move(both));
    }
}

/// Takes out of `copy` every import that `present` has not.
Status erase_withdrawn(const Database& copy, const Database& present) {
    const auto before = import_contents(copy);
    if (!before) return pass_on(before);
    const auto now = import_contents(present);
    if (!now) return pass_on(now);
    for (const auto& [name, content] : *before) {
        const auto same = now->find(name);
        if (same != now->end() && same->second == content) continue;
        Status removed = ImportStore(copy).remove(name);
        if (!removed) return removed;
    }
    return {};
}

constexpr const char* all_checksums =
    "SELECT 'policy ' || version || ' ' || name, checksum FROM policy_version UNION ALL SELECT 'scenario ' "
    "|| name, checksum FROM "
    "scenario UNION ALL SELECT 'run ' || id, checksum FROM run UNION ALL SELECT 'comparison ' || id, "
    "checksum FROM comparison UNION ALL SELECT 'import ' || id, checksum FROM import UNION ALL SELECT "
    "'draft ' || key, checksum FROM draft UNION ALL SELECT 'matrix ' || version, checksum FROM "
    "consent_matrix ORDER BY 1";

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

Status Workspace::copy_to(const std::string& path, IfThere there) const {
    namespace fs = std::filesystem;
    if (path.empty() || path.find('\0') != std::string::npos)
        return fail(ErrorCode::bad_input, "a copy needs a file name", path);
    std::error_code code;
    if (fs::equivalent(path, this->path(), code))
        return fail(ErrorCode::bad_input, "this is the workspace itself", path, "Choose another name");
    const fs::file_status found = fs::status(path, code);
    if (fs::exists(found) && !fs::is_regular_file(found))
        return fail(ErrorCode::bad_input, "this is a folder or a device, not a file", path,
                    "Choose another name");
    if (fs::exists(found) && there == IfThere::refuse)
        return fail(ErrorCode::bad_input, "there is already a file of that name", path,
                    "Choose another name, or replace it");
    // A link stays one: the file it points to is replaced.
    const std::string target = fs::exists(found) ? fs::canonical(path, code).string() : path;
    Result<NewFile> file = NewFile::beside(target);
    if (!file) return told_of(file, path);
    Status made = file->make_private();
    if (!made) return made;
    Result<Statement> vacuum = database_->prepare("VACUUM INTO ?");
    if (!vacuum) return pass_on(vacuum);
    // Absolute, so that it cannot be taken for a URI.
    Status written = vacuum->execute(fs::absolute(file->path(), code).string());
    if (!written) return told_of(written, path);
    const fs::file_status like = fs::exists(found) ? found : fs::status(this->path(), code);
    if (fs::exists(like)) fs::permissions(file->path(), like.permissions(), code);
    Status synced = file->sync();
    if (!synced) return synced;
    if (there == IfThere::replace) return file->publish_over();
    const Result<bool> published = file->publish();
    if (!published) return pass_on(published);
    if (!*published)
        return fail(ErrorCode::bad_input, "there is already a file of that name", path,
                    "Choose another name, or replace it");
    return {};
}

Status Workspace::restore(const std::string& path) const {
    const OpenOptions options;
    const Result<int> version = check_file(path, options.vfs, options.patience_ms);
    if (!version) return pass_on(version);
    const Result<Database> source = connect(path, Database::Access::read, options);
    if (!source) return pass_on(source);
    const Result<Database> copy = current_copy(*source);
    if (!copy) return pass_on(copy);
    Status erased = erase_withdrawn(*copy, *database_);
    if (!erased) return erased;
    const Result<std::uint64_t> events = trail().size();
    if (!events) return pass_on(events);
    if (*events > 0)
        if (Status kept = replace_trail(*copy, *database_); !kept) return kept;
    if (Status kept = replace_matrices(*copy, *database_); !kept) return kept;
    // SQLite's backup writes through the journal like any save: a stop leaves the file as it was.
    Status restored = copy->copy_into(*database_);
    if (!restored) return told_of(restored, this->path());
    return {};
}

Result<Checksum> Workspace::content() const {
    Result<Statement> rows = database_->prepare(all_checksums);
    if (!rows) return pass_on(rows);
    std::vector<std::pair<std::string, Checksum>> records;
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return checksum_of(records);
        records.emplace_back(rows->text(0), rows->blob(1));
    }
}

} // namespace attune
