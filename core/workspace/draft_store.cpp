#include "core/workspace/draft_store.h"

#include "core/workspace/checksum.h"

namespace attune {
namespace {

/// In the caller's transaction.
Status write_draft(const Database& database, const DraftRecord& record) {
    if (record.key.empty() || record.json.empty())
        return fail(ErrorCode::bad_input, "a draft needs a key and a content", database.path());
    // An unchanged draft keeps its time, and the disk its rest.
    Result<Statement> put = database.prepare(
        "INSERT INTO draft (key, json, saved, checksum) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE "
        "SET json = excluded.json, saved = excluded.saved, checksum = excluded.checksum "
        "WHERE checksum <> excluded.checksum OR json <> excluded.json");
    if (!put) return pass_on(put);
    return put->execute(record.key, record.json, record.saved, Bytes(checksum_of(record)));
}

Result<std::vector<DraftRecord>> read_drafts(Statement& rows) {
    std::vector<DraftRecord> records;
    while (true) {
        const Result<bool> row = rows.next();
        if (!row) return pass_on(row);
        if (!*row) return records;
        records.push_back({rows.text(0), rows.text(1), rows.text(2)});
    }
}

} // namespace

Status DraftStore::save(const DraftRecord& record) const {
    Result<Transaction> transaction = Transaction::begin(*database_, Transaction::Kind::write);
    if (!transaction) return pass_on(transaction);
    Status written = write_draft(*database_, record);
    if (!written) return written;
    return transaction->commit();
}

Status DraftStore::save_and_set_aside(const DraftRecord& record, const std::string& aside) const {
    Result<Transaction> transaction = Transaction::begin(*database_, Transaction::Kind::write);
    if (!transaction) return pass_on(transaction);
    Result<DraftRecord> replaced = find(record.key);
    if (!replaced && replaced.error().code != ErrorCode::not_found) return pass_on(replaced);
    if (replaced) {
        replaced->key = aside;
        Status kept = write_draft(*database_, *replaced);
        if (!kept) return kept;
    }
    Status written = write_draft(*database_, record);
    if (!written) return written;
    return transaction->commit();
}

Result<DraftRecord> DraftStore::find(const std::string& key) const {
    Result<Statement> rows = database_->prepare("SELECT key, json, saved FROM draft WHERE key = ?");
    if (!rows) return pass_on(rows);
    rows->query(key);
    const Result<std::vector<DraftRecord>> found = read_drafts(*rows);
    if (!found) return pass_on(found);
    if (found->empty())
        return fail(ErrorCode::not_found, "there is no draft '" + key + "' in this workspace",
                    database_->path());
    return found->front();
}

Result<std::vector<DraftRecord>> DraftStore::list() const {
    Result<Statement> rows = database_->prepare("SELECT key, json, saved FROM draft ORDER BY key");
    if (!rows) return pass_on(rows);
    return read_drafts(*rows);
}

} // namespace attune
