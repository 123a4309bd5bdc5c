#include "core/workspace/run_store.h"

#include "core/workspace/checksum.h"
#include "core/workspace/measured_values.h"
#include "core/workspace/stored_record.h"

#include <cmath>

namespace attune {
namespace {

constexpr const char* head_columns =
    "SELECT id, scenario_name, scenario_json, policy_name, policy_json, seed, users, days, "
    "items, replications, fingerprint, program_version, created, wall_seconds, matrix_version, "
    "matrix_sha256, number FROM run ";
constexpr int number_column = 16;

RunRecord read_head(const Statement& row) {
    RunRecord run;
    run.id = row.text(0);
    run.scenario_name = row.text(1);
    run.scenario_json = row.text(2);
    run.policy_name = row.text(3);
    run.policy_json = row.text(4);
    run.seed = static_cast<std::uint64_t>(row.integer(5));
    run.users = static_cast<int>(row.integer(6));
    run.days = static_cast<int>(row.integer(7));
    run.items = static_cast<int>(row.integer(8));
    run.replications = static_cast<int>(row.integer(9));
    run.fingerprint = row.text(10);
    run.program_version = row.text(11);
    run.created = row.text(12);
    run.wall_seconds = row.real(13);
    run.matrix_version = static_cast<int>(row.integer(14));
    run.matrix_sha256 = row.text(15);
    return run;
}

/// What a run must have to be repeatable; the verifier asks for the same in its own words.
Status check_run(const RunRecord& run, const std::string& path) {
    const std::string place = path + " (run '" + run.id + "')";
    if (run.id.empty()) return fail(ErrorCode::bad_input, "a run needs an id", path);
    if (run.scenario_name.empty() || run.scenario_json.empty() || run.policy_name.empty() ||
        run.policy_json.empty() || run.fingerprint.empty() || run.program_version.empty() || run.users < 1 ||
        run.days < 1 || run.items < 1 || run.replications < 1)
        return fail(ErrorCode::bad_input, "a run is saved only with everything needed to repeat it", place);
    if (run.matrix_version < 0 || (run.matrix_version > 0 && run.matrix_sha256.empty()))
        return fail(ErrorCode::bad_input, "the consent matrix it obeyed is not said", place);
    if (run.metrics.empty()) return fail(ErrorCode::bad_input, "a run without metrics says nothing", place);
    if (!std::isfinite(run.wall_seconds))
        return fail(ErrorCode::bad_input, "the time it took is not a number", place);
    Status values = check_values(run.metrics, place);
    if (!values) return values;
    return check_series(run.series, run.days, place);
}

} // namespace

Status write_run(const Database& database, const RunRecord& run) {
    Status checked = check_run(run, database.path());
    if (!checked) return checked;
    const Checksum checksum = checksum_of(run);
    const Result<bool> stored = already_stored(database, "run", "id", run.id, checksum);
    if (!stored) return pass_on(stored);
    if (*stored) return {};
    Result<Statement> insert =
        database.prepare("INSERT INTO run (id, scenario_name, scenario_json, policy_name, policy_json, "
                         "seed, users, days, items, "
                         "replications, fingerprint, program_version, created, wall_seconds, checksum, "
                         "matrix_version, matrix_sha256) "
                         "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!insert) return pass_on(insert);
    Status head =
        insert->execute(run.id, run.scenario_name, run.scenario_json, run.policy_name, run.policy_json,
                        static_cast<std::int64_t>(run.seed), run.users, run.days, run.items, run.replications,
                        run.fingerprint, run.program_version, run.created, run.wall_seconds, Bytes(checksum),
                        run.matrix_version, run.matrix_sha256);
    if (!head) return head;
    const std::int64_t number = database.last_row();
    Status values = write_values(database, "run", number, run.metrics);
    if (!values) return values;
    return write_series(database, "run", number, run.series);
}

Status RunStore::save(const RunRecord& run) const {
    Result<Transaction> transaction = Transaction::begin(*database_, Transaction::Kind::write);
    if (!transaction) return pass_on(transaction);
    Status written = write_run(*database_, run);
    if (!written) return written;
    return transaction->commit();
}

Result<RunRecord> RunStore::find(const std::string& id) const {
    const Result<Transaction> view = Transaction::begin(*database_, Transaction::Kind::read);
    if (!view) return pass_on(view);
    Result<Statement> rows = database_->prepare(std::string(head_columns) + "WHERE id = ?");
    if (!rows) return pass_on(rows);
    rows->query(id);
    const Result<bool> row = rows->next();
    if (!row) return pass_on(row);
    if (!*row)
        return fail(ErrorCode::not_found, "there is no run '" + id + "' in this workspace",
                    database_->path());
    RunRecord run = read_head(*rows);
    const std::int64_t number = rows->integer(number_column);
    Result<std::vector<MetricValue>> values = read_values(*database_, "run", number);
    if (!values) return pass_on(values);
    run.metrics = std::move(*values);
    Result<std::vector<SeriesPoint>> series = read_series(*database_, "run", number);
    if (!series) return pass_on(series);
    run.series = std::move(*series);
    return run;
}

Result<std::vector<RunRecord>> RunStore::list() const {
    Result<Statement> rows = database_->prepare(std::string(head_columns) + "ORDER BY number");
    if (!rows) return pass_on(rows);
    std::vector<RunRecord> runs;
    while (true) {
        const Result<bool> row = rows->next();
        if (!row) return pass_on(row);
        if (!*row) return runs;
        runs.push_back(read_head(*rows));
    }
}

} // namespace attune
