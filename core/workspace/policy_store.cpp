#include "core/workspace/policy_store.h"

#include "core/workspace/checksum.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace attune {
namespace {

const char* const columns = "SELECT name, json, created, author, reason, preview, ifnull(parent, 0), "
                            "ifnull(restores, 0), version FROM policy_version ";

constexpr std::int64_t most_versions = 1'000'000'000;

Result<std::vector<PolicyVersion>> read_versions(Statement& rows) {
    std::vector<PolicyVersion> versions;
    while (true) {
        const Result<bool> row = rows.next();
        if (!row) return pass_on(row);
        if (!*row) return versions;
        for (const int column : {6, 7, 8})
            if (rows.integer(column) < 0 || rows.integer(column) > most_versions)
                return fail(ErrorCode::unreadable,
                            "the policy '" + rows.text(0) + "' has a version that cannot be counted", {},
                            "Verify the file, and restore it from a copy");
        versions.push_back({.name = rows.text(0),
                            .json = rows.text(1),
                            .created = rows.text(2),
                            .author = rows.text(3),
                            .reason = rows.text(4),
                            .preview = rows.text(5),
                            .parent = static_cast<int>(rows.integer(6)),
                            .restores = static_cast<int>(rows.integer(7)),
                            .number = static_cast<int>(rows.integer(8))});
    }
}

} // namespace

Result<PolicyVersion> PolicyStore::save(PolicyVersion version) const {
    version.restores = 0;
    Result<Transaction> transaction = Transaction::begin(*database_, Transaction::Kind::write);
    if (!transaction) return pass_on(transaction);
    auto stored = add(std::move(version));
    if (!stored) return stored;
    if (auto done = transaction->commit(); !done) return pass_on(done);
    return stored;
}

Result<PolicyVersion> PolicyStore::roll_back(const std::string& name, int number, const std::string& author,
                                             const std::string& reason, const std::string& created) const {
    Result<Transaction> transaction = Transaction::begin(*database_, Transaction::Kind::write);
    if (!transaction) return pass_on(transaction);
    auto version = find(name, number);
    if (!version) return version;
    version->restores = number;
    version->preview.clear(); // it was shown for another step
    version->parent = 0;
    version->author = author;
    version->reason = reason;
    version->created = created;
    auto stored = add(std::move(*version));
    if (!stored) return stored;
    if (auto done = transaction->commit(); !done) return pass_on(done);
    return stored;
}

/// In the caller's transaction.
Result<PolicyVersion> PolicyStore::add(PolicyVersion version) const {
    const PolicyTextLimits& most = policy_text_limits;
    for (const Status& checked :
         {check_line("name", version.name, most.name), check_line("author", version.author, most.author),
          check_line("reason", version.reason, most.reason),
          check_text_size("policy", version.json, most.json),
          check_text_size("preview", version.preview, most.preview)})
        if (!checked) return pass_on(checked);
    const auto newest = find(version.name);
    if (!newest && newest.error().code != ErrorCode::not_found) return newest;
    if (newest && newest->json == version.json)
        return fail(ErrorCode::bad_input,
                    "version " + std::to_string(newest->number) + " of '" + version.name +
                        "' has these values already",
                    version.name, "Change a lever first");
    version.number = newest ? newest->number + 1 : 1;
    if (version.parent == 0 && newest) version.parent = newest->number;
    if (version.parent < 0 || version.parent >= version.number)
        return fail(ErrorCode::bad_input,
                    "'" + version.name + "' has no version " + std::to_string(version.parent), version.name);
    Result<Statement> insert =
        database_->prepare("INSERT INTO policy_version (name, version, parent, restores, author, reason, "
                           "created, json, preview, "
                           "checksum) VALUES (?, ?, nullif(?, 0), nullif(?, 0), ?, ?, ?, ?, ?, ?)");
    if (!insert) return pass_on(insert);
    Status put = insert->execute(version.name, version.number, version.parent, version.restores,
                                 version.author, version.reason, version.created, version.json,
                                 version.preview, Bytes(checksum_of(version)));
    if (!put) return pass_on(put);
    return version;
}

Result<PolicyVersion> PolicyStore::find(const std::string& name) const {
    auto rows = database_->prepare(std::string(columns) + "WHERE name = ? ORDER BY version DESC LIMIT 1");
    if (!rows) return pass_on(rows);
    rows->query(name);
    auto found = read_versions(*rows);
    if (!found) return pass_on(found);
    if (found->empty())
        return fail(ErrorCode::not_found, "there is no policy '" + name + "' in this workspace",
                    database_->path());
    return std::move(found->front());
}

Result<PolicyVersion> PolicyStore::find(const std::string& name, int number) const {
    auto rows = database_->prepare(std::string(columns) + "WHERE name = ? AND version = ?");
    if (!rows) return pass_on(rows);
    rows->query(name, number);
    auto found = read_versions(*rows);
    if (!found) return pass_on(found);
    if (!found->empty()) return std::move(found->front());
    const auto newest = find(name);
    if (!newest) return newest;
    return fail(ErrorCode::not_found,
                "'" + name + "' has no version " + std::to_string(number) + "; its newest is " +
                    std::to_string(newest->number),
                database_->path());
}

Result<std::vector<PolicyVersion>> PolicyStore::versions(const std::string& name) const {
    auto rows = database_->prepare(std::string(columns) + "WHERE name = ? ORDER BY version");
    if (!rows) return pass_on(rows);
    rows->query(name);
    auto found = read_versions(*rows);
    if (!found || !found->empty()) return found;
    return fail(ErrorCode::not_found, "there is no policy '" + name + "' in this workspace",
                database_->path());
}

Result<std::vector<PolicyVersion>> PolicyStore::list() const {
    auto rows = database_->prepare(
        std::string(columns) +
        "AS newest WHERE version = (SELECT max(version) FROM policy_version AS other WHERE other.name = "
        "newest.name) ORDER BY (SELECT min(number) FROM policy_version AS other WHERE other.name = "
        "newest.name)");
    if (!rows) return pass_on(rows);
    return read_versions(*rows);
}

} // namespace attune
