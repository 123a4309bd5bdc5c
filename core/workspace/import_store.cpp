#include "core/workspace/import_store.h"

#include "core/base/json.h"
#include "core/workspace/checksum.h"
#include "core/workspace/scenario_store.h"
#include "core/workspace/stored_record.h"
#include "core/workspace/trail_store.h"

#include <set>

namespace attune {
namespace {

constexpr const char* head_columns =
    "SELECT id, scenario_name, created, rows_read, rows_kept, number FROM import ";
constexpr int number_column = 5;

ImportRecord read_head(const Statement& row) {
    return {row.text(0), row.text(1), row.text(2), row.integer(3), row.integer(4), {}};
}

Status check_import(const ImportRecord& record, const ScenarioRecord& scenario, const std::string& path) {
    if (record.id.empty()) return fail(ErrorCode::bad_input, "an import needs an id", path);
    if (record.scenario_name.empty() || record.scenario_name != scenario.name)
        return fail(ErrorCode::bad_input, "an import and its scenario must have the same name", path);
    if (record.rows_kept < 0 ||
        record.rows_read != record.rows_kept + static_cast<std::int64_t>(record.quarantined.size()))
        return fail(ErrorCode::bad_input,
                    "the rows of an import do not add up: read must be kept plus quarantined",
                    path + " (import '" + record.scenario_name + "')");
    return {};
}

Status write_quarantine(const Database& database, std::int64_t number,
                        const std::vector<QuarantinedRow>& quarantined) {
    Result<Statement> insert = database.prepare("INSERT INTO import_quarantine VALUES (?, ?, ?, ?, ?)");
    if (!insert) return pass_on(insert);
    std::int64_t position = 0;
    for (const QuarantinedRow& row : quarantined) {
        Status put = insert->execute(number, position++, row.file, row.line, row.reason);
        if (!put) return put;
    }
    return {};
}

Result<std::vector<QuarantinedRow>> read_quarantine(const Database& database, std::int64_t number) {
    Result<Statement> rows = database.prepare(
        "SELECT file, line, reason FROM import_quarantine WHERE import = ? ORDER BY position");
    if (!rows) return pass_on(rows);
    rows->query(number);
    std::vector<QuarantinedRow> quarantined;
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return quarantined;
        quarantined.push_back({rows->text(0), rows->integer(1), rows->text(2)});
    }
}

Result<std::set<std::string>> runs_of(const Database& database, const std::string& scenario) {
    Result<Statement> rows = database.prepare("SELECT id FROM run WHERE scenario_name = ?");
    if (!rows) return pass_on(rows);
    rows->query(scenario);
    std::set<std::string> ids;
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return ids;
        ids.insert(rows->text(0));
    }
}

/// Whether a run of the trail certainly has nothing to do with an import. What cannot be read any more might;
/// a wrong byte is in the name of the scenario or in that of the run, not in both.
bool is_of_others(const Database& database, std::uint64_t run, const std::string& scenario,
                  const std::set<std::string>& ids) {
    const Result<TrailEvent> event = TrailStore(database).find(run);
    if (!event || event->kind != TrailKind::begin) return false;
    const Result<Json> text = parse_json(event->text, database.path());
    if (!text || !text->is_object()) return false;
    const auto of = text->find("scenario"), id = text->find("run");
    if (of == text->end() || !of->is_string() || id == text->end() || !id->is_string()) return false;
    return *of != scenario && !ids.contains(id->get<std::string>());
}

/// All keys to values of the people of an import, whatever the trail looks like.
Status destroy_keys(const Database& database, const std::string& scenario) {
    const Result<std::set<std::string>> ids = runs_of(database, scenario);
    if (!ids) return pass_on(ids);
    Result<Statement> rows = database.prepare("SELECT DISTINCT run FROM trail_key");
    if (!rows) return pass_on(rows);
    std::vector<std::int64_t> runs;
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) break;
        runs.push_back(rows->integer(0));
    }
    for (const std::int64_t run : runs) {
        if (is_of_others(database, static_cast<std::uint64_t>(run), scenario, *ids)) continue;
        Result<Statement> erase = database.prepare("DELETE FROM trail_key WHERE run = ?");
        if (!erase) return pass_on(erase);
        if (Status erased = erase->execute(run); !erased) return erased;
    }
    return {};
}

} // namespace

Status ImportStore::save(const ImportRecord& record, const ScenarioRecord& scenario) const {
    Status checked = check_import(record, scenario, database_->path());
    if (!checked) return checked;
    const Checksum checksum = checksum_of(record);
    const Checksum world_checksum = checksum_of(scenario);
    Result<Transaction> transaction = Transaction::begin(*database_, Transaction::Kind::write);
    if (!transaction) return pass_on(transaction);
    const Result<bool> stored = already_stored(*database_, "import", "id", record.id, checksum);
    if (!stored) return pass_on(stored);
    const Result<bool> same_world =
        already_stored(*database_, "scenario", "name", scenario.name, world_checksum);
    if (!same_world) return pass_on(same_world);
    if (*stored && *same_world) return {};
    if (*same_world)
        return fail(ErrorCode::refused, "there is already a scenario '" + scenario.name + "'",
                    database_->path(), "Import under another name, or remove that one first");
    Status world = write_scenario(*database_, scenario);
    if (!world) return world;
    Result<Statement> insert =
        database_->prepare("INSERT INTO import (id, scenario_name, created, rows_read, rows_kept, checksum) "
                           "VALUES (?, ?, ?, ?, ?, ?)");
    if (!insert) return pass_on(insert);
    Status head = insert->execute(record.id, record.scenario_name, record.created, record.rows_read,
                                  record.rows_kept, Bytes(checksum));
    if (!head) return head;
    Status rows = write_quarantine(*database_, database_->last_row(), record.quarantined);
    if (!rows) return rows;
    return transaction->commit();
}

Result<ImportRecord> ImportStore::find(const std::string& scenario_name) const {
    const Result<Transaction> view = Transaction::begin(*database_, Transaction::Kind::read);
    if (!view) return pass_on(view);
    Result<Statement> rows = database_->prepare(std::string(head_columns) + "WHERE scenario_name = ?");
    if (!rows) return pass_on(rows);
    rows->query(scenario_name);
    const Result<bool> row = rows->next();
    if (!row) return pass_on(row);
    if (!*row)
        return fail(ErrorCode::not_found, "there is no import '" + scenario_name + "' in this workspace",
                    database_->path());
    ImportRecord record = read_head(*rows);
    Result<std::vector<QuarantinedRow>> quarantined =
        read_quarantine(*database_, rows->integer(number_column));
    if (!quarantined) return pass_on(quarantined);
    record.quarantined = std::move(*quarantined);
    return record;
}

Result<std::vector<ImportRecord>> ImportStore::list() const {
    Result<Statement> rows = database_->prepare(std::string(head_columns) + "ORDER BY number");
    if (!rows) return pass_on(rows);
    std::vector<ImportRecord> records;
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return records;
        records.push_back(read_head(*rows));
    }
}

Status ImportStore::remove(const std::string& scenario_name) const {
    // A TrailWriter whose transaction this is part of destroys the keys and tells of each.
    const bool alone = !database_->in_transaction();
    Result<Transaction> transaction = Transaction::begin(*database_, Transaction::Kind::write);
    if (!transaction) return pass_on(transaction);
    const Result<bool> found = database_->any("SELECT 1 FROM import WHERE scenario_name = ?", scenario_name);
    if (!found) return pass_on(found);
    if (!*found)
        return fail(ErrorCode::not_found, "there is no import '" + scenario_name + "' in this workspace",
                    database_->path());
    if (alone)
        if (Status destroyed = destroy_keys(*database_, scenario_name); !destroyed) return destroyed;
    // Metrics, series, comparisons and the quarantine follow their owners (ON DELETE CASCADE).
    for (const std::string_view sql :
         {"DELETE FROM run WHERE scenario_name = ?", "DELETE FROM import WHERE scenario_name = ?",
          "DELETE FROM scenario WHERE name = ?"}) {
        Result<Statement> erase = database_->prepare(sql);
        if (!erase) return pass_on(erase);
        Status erased = erase->execute(scenario_name);
        if (!erased) return erased;
    }
    Status noted = note_personal_data(*database_);
    if (!noted) return noted;
    return transaction->commit();
}

} // namespace attune
