#include "core/workspace/policy_store.h"

#include "core/workspace/checksum.h"

namespace attune {

Status PolicyStore::save(const PolicyRecord& record) const {
    if (record.name.empty()) return fail(ErrorCode::bad_input, "a policy needs a name", database_->path());
    Result<Transaction> transaction = Transaction::begin(*database_, Transaction::Kind::write);
    if (!transaction) return pass_on(transaction);
    Result<Statement> insert = database_->prepare(
        "INSERT INTO policy (name, json, created, checksum) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE "
        "SET json = excluded.json, created = excluded.created, checksum = excluded.checksum");
    if (!insert) return pass_on(insert);
    Status put = insert->execute(record.name, record.json, record.created, Bytes(checksum_of(record)));
    if (!put) return put;
    return transaction->commit();
}

Result<PolicyRecord> PolicyStore::find(const std::string& name) const {
    Result<Statement> rows = database_->prepare("SELECT name, json, created FROM policy WHERE name = ?");
    if (!rows) return pass_on(rows);
    rows->query(name);
    const Result<bool> row = rows->next();
    if (!row) return pass_on(row);
    if (!*row)
        return fail(ErrorCode::not_found, "there is no policy '" + name + "' in this workspace",
                    database_->path());
    return PolicyRecord{rows->text(0), rows->text(1), rows->text(2)};
}

Result<std::vector<PolicyRecord>> PolicyStore::list() const {
    Result<Statement> rows = database_->prepare("SELECT name, json, created FROM policy ORDER BY number");
    if (!rows) return pass_on(rows);
    std::vector<PolicyRecord> records;
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return records;
        records.push_back({rows->text(0), rows->text(1), rows->text(2)});
    }
}

} // namespace attune
