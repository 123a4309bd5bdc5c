#include "core/workspace/comparison_store.h"

#include "core/workspace/checksum.h"
#include "core/workspace/measured_values.h"
#include "core/workspace/run_store.h"
#include "core/workspace/stored_record.h"

#include <algorithm>

namespace attune {
namespace {

constexpr const char* head_columns =
    "SELECT c.id, b.id, q.id, c.created, c.number FROM comparison AS c "
    "JOIN run AS b ON b.number = c.baseline JOIN run AS q ON q.number = c.candidate ";
constexpr int number_column = 4;

ComparisonRecord read_head(const Statement& row) {
    ComparisonRecord comparison;
    comparison.id = row.text(0);
    comparison.baseline_run = row.text(1);
    comparison.candidate_run = row.text(2);
    comparison.created = row.text(3);
    return comparison;
}

tl::unexpected<Error> not_there(const std::string& id, const std::string& path) {
    return fail(ErrorCode::not_found, "there is no comparison '" + id + "' in this workspace", path);
}

struct RunKey {
    std::int64_t number = 0;
    int days = 0;
};

Result<RunKey> key_of_run(const Database& database, const std::string& id) {
    Result<Statement> rows = database.prepare("SELECT number, days FROM run WHERE id = ?");
    if (!rows) return pass_on(rows);
    rows->query(id);
    const Result<bool> row = rows->next();
    if (!row) return pass_on(row);
    if (!*row)
        return fail(ErrorCode::not_found, "the compared run '" + id + "' is not in this workspace",
                    database.path(), "Save both runs before their comparison");
    return RunKey{rows->integer(0), static_cast<int>(rows->integer(1))};
}

/// In the caller's transaction.
Status write_comparison(const Database& database, const ComparisonRecord& comparison) {
    if (comparison.id.empty()) return fail(ErrorCode::bad_input, "a comparison needs an id", database.path());
    const std::string place = database.path() + " (comparison '" + comparison.id + "')";
    const Checksum checksum = checksum_of(comparison);
    const Result<bool> stored = already_stored(database, "comparison", "id", comparison.id, checksum);
    if (!stored) return pass_on(stored);
    if (*stored) return {};
    const Result<RunKey> baseline = key_of_run(database, comparison.baseline_run);
    if (!baseline) return pass_on(baseline);
    const Result<RunKey> candidate = key_of_run(database, comparison.candidate_run);
    if (!candidate) return pass_on(candidate);
    for (const Status& checked :
         {check_values(comparison.difference, place),
          check_series(comparison.series, std::min(baseline->days, candidate->days), place),
          check_guardrails(comparison.guardrails, place)})
        if (!checked) return checked;
    Result<Statement> insert = database.prepare(
        "INSERT INTO comparison (id, baseline, candidate, created, checksum) VALUES (?, ?, ?, ?, ?)");
    if (!insert) return pass_on(insert);
    Status head = insert->execute(comparison.id, baseline->number, candidate->number, comparison.created,
                                  Bytes(checksum));
    if (!head) return head;
    const std::int64_t number = database.last_row();
    Status values = write_values(database, "comparison", number, comparison.difference);
    if (!values) return values;
    Status series = write_series(database, "comparison", number, comparison.series);
    if (!series) return series;
    return write_guardrails(database, number, comparison.guardrails);
}

} // namespace

Status ComparisonStore::save(const ComparisonRecord& comparison) const {
    Result<Transaction> transaction = Transaction::begin(*database_, Transaction::Kind::write);
    if (!transaction) return pass_on(transaction);
    Status written = write_comparison(*database_, comparison);
    if (!written) return written;
    return transaction->commit();
}

Status ComparisonStore::save_with_runs(const RunRecord& baseline, const RunRecord& candidate,
                                       const ComparisonRecord& comparison) const {
    Result<Transaction> transaction = Transaction::begin(*database_, Transaction::Kind::write);
    if (!transaction) return pass_on(transaction);
    for (const RunRecord* run : {&baseline, &candidate}) {
        Status written = write_run(*database_, *run);
        if (!written) return written;
    }
    Status written = write_comparison(*database_, comparison);
    if (!written) return written;
    return transaction->commit();
}

Status ComparisonStore::remove(const std::string& id) const {
    Result<Transaction> transaction = Transaction::begin(*database_, Transaction::Kind::write);
    if (!transaction) return pass_on(transaction);
    std::int64_t runs[2] = {};
    {
        Result<Statement> rows =
            database_->prepare("SELECT baseline, candidate FROM comparison WHERE id = ?");
        if (!rows) return pass_on(rows);
        rows->query(id);
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return not_there(id, database_->path());
        runs[0] = rows->integer(0);
        runs[1] = rows->integer(1);
    }
    // What belongs to a comparison or a run follows its owner (ON DELETE CASCADE).
    Result<Statement> erase = database_->prepare("DELETE FROM comparison WHERE id = ?");
    if (!erase) return pass_on(erase);
    Status erased = erase->execute(id);
    if (!erased) return erased;
    erase = database_->prepare("DELETE FROM run WHERE number = ?1 AND NOT EXISTS "
                               "(SELECT 1 FROM comparison WHERE ?1 IN (baseline, candidate))");
    if (!erase) return pass_on(erase);
    for (const std::int64_t run : runs) {
        erased = erase->execute(run);
        if (!erased) return erased;
    }
    return transaction->commit();
}

Result<ComparisonRecord> ComparisonStore::find(const std::string& id) const {
    const Result<Transaction> view = Transaction::begin(*database_, Transaction::Kind::read);
    if (!view) return pass_on(view);
    Result<Statement> rows = database_->prepare(std::string(head_columns) + "WHERE c.id = ?");
    if (!rows) return pass_on(rows);
    rows->query(id);
    const Result<bool> row = rows->next();
    if (!row) return pass_on(row);
    if (!*row) return not_there(id, database_->path());
    ComparisonRecord comparison = read_head(*rows);
    const std::int64_t number = rows->integer(number_column);
    Result<std::vector<MetricValue>> values = read_values(*database_, "comparison", number);
    if (!values) return pass_on(values);
    comparison.difference = std::move(*values);
    Result<std::vector<SeriesPoint>> series = read_series(*database_, "comparison", number);
    if (!series) return pass_on(series);
    comparison.series = std::move(*series);
    Result<std::vector<GuardrailVerdict>> guardrails = read_guardrails(*database_, number);
    if (!guardrails) return pass_on(guardrails);
    comparison.guardrails = std::move(*guardrails);
    return comparison;
}

Result<std::vector<ComparisonRecord>> ComparisonStore::list() const {
    Result<Statement> rows = database_->prepare(std::string(head_columns) + "ORDER BY c.number");
    if (!rows) return pass_on(rows);
    std::vector<ComparisonRecord> comparisons;
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return comparisons;
        comparisons.push_back(read_head(*rows));
    }
}

} // namespace attune
