#include "core/workspace/scenario_store.h"

#include "core/workspace/checksum.h"

namespace attune {

Status write_scenario(const Database& database, const ScenarioRecord& record) {
    if (record.name.empty()) return fail(ErrorCode::bad_input, "a scenario needs a name", database.path());
    Result<Statement> insert = database.prepare(
        "INSERT INTO scenario (name, json, personal_data, created, checksum, world) VALUES (?, ?, ?, ?, ?, "
        "?) "
        "ON CONFLICT (name) DO UPDATE SET json = excluded.json, personal_data = excluded.personal_data, "
        "created = excluded.created, checksum = excluded.checksum, world = excluded.world");
    if (!insert) return pass_on(insert);
    Status put = insert->execute(record.name, record.json, record.personal_data ? 1 : 0, record.created,
                                 Bytes(checksum_of(record)), Bytes(record.world));
    if (!put) return put;
    return note_personal_data(database);
}

Status note_personal_data(const Database& database) {
    return database.run(
        "INSERT OR REPLACE INTO workspace (key, value) SELECT 'personal_data', "
        "CASE WHEN EXISTS (SELECT 1 FROM scenario WHERE personal_data) THEN 'yes' ELSE 'no' END");
}

Status ScenarioStore::save(const ScenarioRecord& record) const {
    Result<Transaction> transaction = Transaction::begin(*database_, Transaction::Kind::write);
    if (!transaction) return pass_on(transaction);
    const Result<bool> found = database_->any("SELECT 1 FROM import WHERE scenario_name = ?", record.name);
    if (!found) return pass_on(found);
    if (*found)
        return fail(ErrorCode::refused, "the scenario '" + record.name + "' was made by an import",
                    database_->path(), "Choose another name, or remove the import first");
    Status put = write_scenario(*database_, record);
    if (!put) return put;
    return transaction->commit();
}

Result<ScenarioRecord> ScenarioStore::find(const std::string& name) const {
    Result<Statement> rows =
        database_->prepare("SELECT name, json, world, personal_data, created FROM scenario WHERE name = ?");
    if (!rows) return pass_on(rows);
    rows->query(name);
    const Result<bool> row = rows->next();
    if (!row) return pass_on(row);
    if (!*row)
        return fail(ErrorCode::not_found, "there is no scenario '" + name + "' in this workspace",
                    database_->path());
    return ScenarioRecord{rows->text(0), rows->text(1), rows->blob(2), rows->integer(3) != 0, rows->text(4)};
}

Result<std::vector<ScenarioRecord>> ScenarioStore::list() const {
    Result<Statement> rows =
        database_->prepare("SELECT name, json, personal_data, created FROM scenario ORDER BY number");
    if (!rows) return pass_on(rows);
    std::vector<ScenarioRecord> records;
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return records;
        records.push_back({rows->text(0), rows->text(1), {}, rows->integer(2) != 0, rows->text(3)});
    }
}

} // namespace attune
