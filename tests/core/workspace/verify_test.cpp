// Each check of the verifier is shown to find the fault it is for.
#include "core/audit/verify.h"
#include "core/base/text.h"
#include "core/workspace/workspace.h"
#include "tests/core/workspace/example_records.h"
#include "tests/core/workspace/file_tools.h"
#include "tests/support/test.h"

#include <QTemporaryDir>

#include <set>

using namespace attune;
using namespace attune::test;

namespace {

void make_workspace(const std::string& path) {
    const Result<Workspace> workspace = Workspace::open(path, OpenMode::create, {{}, "2024-05-06", "0.1.0"});
    if (!workspace) qFatal("%s", to_line(workspace.error()).c_str());
    for (const Status& done :
         {workspace->runs().save(example_run(0)), workspace->runs().save(example_run(1)),
          workspace->comparisons().save(example_comparison(1, example_run(0).id, example_run(1).id)),
          workspace->imports().save(example_import(1), example_scenario(1, 500)),
          workspace->scenarios().save(example_scenario(9, 0)), workspace->drafts().save(example_draft(1))})
        if (!done) qFatal("%s", to_line(done.error()).c_str());
    for (const std::uint32_t number : {1U, 2U, 3U}) { // three versions of one policy
        PolicyVersion policy = example_policy(number);
        policy.name = "mine";
        if (const auto saved = workspace->policies().save(policy); !saved)
            qFatal("%s", to_line(saved.error()).c_str());
    }
    const MatrixVersion matrix{.json = R"({"attune":"consent-matrix"})",
                               .created = "2024-05-06",
                               .author = "Ines",
                               .role = "privacy_officer",
                               .reason = "First"};
    if (const auto saved = workspace->matrices().save(matrix); !saved)
        qFatal("%s", to_line(saved.error()).c_str());
    const auto made = workspace->matrices().sign(1, "Ines", "privacy_officer", "", SigningKey::ephemeral());
    if (!made) qFatal("%s", to_line(made.error()).c_str());
}

/// SQL that changes rows which a trigger keeps, and puts the trigger back: what an owner of the file can do.
QString past_trigger(const QString& trigger, const QString& table, const QString& says,
                     const QString& change) {
    return QStringLiteral(
               "DROP TRIGGER %1; %4; CREATE TRIGGER %1 BEFORE UPDATE ON %2 BEGIN SELECT raise(ABORT, "
               "'%3'); END")
        .arg(trigger, table, says, change);
}

std::set<std::string> failed_checks(const VerifyReport& report) {
    std::set<std::string> failed;
    for (const VerifyCheck& check : report.checks)
        if (!check.passed) failed.insert(check.check);
    return failed;
}

} // namespace

class Verify_test : public QObject {
    Q_OBJECT

private slots:
    void good_file_passes_every_check() {
        QTemporaryDir folder;
        const std::string path = folder.filePath("w.attune").toStdString();
        make_workspace(path);
        const std::string left = state_of(path);
        const Result<VerifyReport> report = verify_file(path);
        VERIFY_OK(report);
        QVERIFY(report->passed());
        QCOMPARE(report->checks.size(), verify_checks().size());
        for (std::size_t i = 0; i < report->checks.size(); ++i) {
            const VerifyCheck& check = report->checks[i];
            QCOMPARE(check.check, verify_checks()[i]);
            // Nothing passes for want of anything to look at.
            QVERIFY2(check.passed && check.checked > 0 && check.failures == 0 &&
                         check.counter_examples.empty(),
                     check.check.c_str());
        }
        QVERIFY(state_of(path) == left);
    }

    void every_check_has_words() {
        for (const std::string& check : verify_checks())
            QVERIFY2(Text::english().has("verify." + check), check.c_str());
    }

    /// What is done to a good file, and which checks must fail; that the stored checksum no longer fits comes
    /// with every change of content.
    void planted_fault_is_found_data() {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QString>("check");
        QTest::addColumn<bool>("content"); // whether the checksums notice as well
        const auto row = [](const char* name, const char* check, const char* sql, bool content = true) {
            QTest::newRow(name) << QString::fromUtf8(sql) << QString(check) << content;
        };
        row("table missing", "schema", "DROP TABLE import_quarantine", false);
        row("table not strict", "schema",
            "DROP TABLE workspace; CREATE TABLE workspace (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT "
            "NULL) WITHOUT ROWID",
            false);
        row("column added", "schema", "ALTER TABLE run ADD COLUMN note TEXT", false);
        row("column renamed", "schema", "ALTER TABLE run_series RENAME COLUMN day TO week", false);
        row("view added", "schema", "CREATE VIEW v AS SELECT 1", false);
        row("trigger added", "schema", "CREATE TRIGGER t AFTER INSERT ON run BEGIN SELECT 1; END", false);
        row("foreign table", "schema", "CREATE TABLE shopping (list TEXT)", false);
        row("index dropped", "schema", "DROP INDEX run_by_scenario", false);
        row("metric without run", "foreign_keys",
            "INSERT INTO run_metric VALUES (99, 0, 'ctr', 'all', 0.5, NULL, NULL, 1)", false);
        row("guardrail without comparison", "foreign_keys",
            "INSERT INTO comparison_guardrail VALUES (99, 0, 'ctr', 'all', 0, NULL, NULL, 0, 'holds', 0)",
            false);
        row("import without scenario", "foreign_keys", "DELETE FROM scenario WHERE name = 'scenario-1'",
            false);
        row("header fact missing", "header", "DELETE FROM workspace WHERE key = 'created'", false);
        row("header fact unknown", "header", "INSERT INTO workspace VALUES ('owner', 'me')", false);
        row("personal data denied", "personal_data",
            "UPDATE workspace SET value = 'no' WHERE key = 'personal_data'", false);
        row("verdict of another word", "known_words",
            "PRAGMA ignore_check_constraints = ON; UPDATE comparison_guardrail SET verdict = 'maybe' WHERE "
            "position = 1");
        row("flag of another value", "known_words",
            "PRAGMA ignore_check_constraints = ON; UPDATE scenario SET personal_data = 2 WHERE name = "
            "'scenario-1'");
        row("run without metrics", "run_metrics", "DELETE FROM run_metric WHERE run = 1");
        row("policy cut short", "run_parameters",
            "UPDATE run SET policy_json = substr(policy_json, 1, 20) WHERE number = 2");
        row("policy empty", "run_parameters", "UPDATE run SET policy_json = '{}'");
        row("scenario is a list", "run_parameters", "UPDATE run SET scenario_json = '[1]' WHERE number = 1");
        row("scenario is no JSON", "run_parameters",
            "UPDATE run SET scenario_json = 'calm' WHERE number = 1");
        row("program version missing", "run_parameters",
            "UPDATE run SET program_version = '' WHERE number = 1");
        row("fingerprint missing", "run_parameters", "UPDATE run SET fingerprint = '' WHERE number = 1");
        row("no people", "run_parameters", "UPDATE run SET users = 0 WHERE number = 1");
        row("no policy name", "run_parameters", "UPDATE run SET policy_name = '' WHERE number = 1");
        row("day after the last", "series_days",
            "UPDATE run_series SET day = 30 WHERE run = 1 AND position = 3");
        row("day before the first", "series_days",
            "UPDATE run_series SET day = -1 WHERE run = 2 AND position = 3");
        row("compared day after the last", "series_days",
            "UPDATE comparison_series SET day = 30 WHERE position = 0");
        row("infinite metric", "finite_values",
            "UPDATE run_metric SET value = 9e999, upper = NULL, lower = NULL WHERE run = 1 AND position = 1");
        row("infinite series value", "finite_values",
            "UPDATE run_series SET value = -9e999, upper = NULL, lower = NULL WHERE run = 1 AND position = "
            "1");
        row("infinite end of an interval", "finite_values",
            "UPDATE comparison_metric SET upper = 9e999 WHERE position = 1");
        row("infinite difference", "finite_values",
            "UPDATE comparison_series SET value = 9e999 WHERE position = 1");
        row("infinite limit", "finite_values",
            "UPDATE comparison_guardrail SET \"limit\" = 9e999 WHERE position = 1");
        row("value missing though measured", "finite_values",
            "UPDATE run_metric SET value = NULL, lower = NULL, upper = NULL WHERE run = 1 AND position = 1");
        row("negative count", "finite_values", "UPDATE run_metric SET n = -1 WHERE run = 1 AND position = 1");
        row("value below its interval", "intervals",
            "UPDATE run_metric SET value = lower - 1 WHERE run = 1 AND position = 1");
        row("value above its interval", "intervals",
            "UPDATE run_series SET value = upper + 1e9 WHERE run = 1 AND position = 1");
        row("half an interval", "intervals",
            "UPDATE run_metric SET lower = NULL WHERE run = 1 AND position = 1");
        row("compared value outside", "intervals",
            "UPDATE comparison_metric SET value = 1e6 WHERE position = 2");
        row("compared day outside", "intervals",
            "UPDATE comparison_series SET lower = 1e6, upper = 2e6 WHERE position = 2");
        row("guardrail outside", "intervals",
            "UPDATE comparison_guardrail SET lower = upper + 1 WHERE position = 2");
        row("compared run gone", "comparison_runs",
            "DELETE FROM run_series WHERE run = 2; DELETE FROM run_metric WHERE run = 2; DELETE FROM run "
            "WHERE number = 2");
        row("quarantined row gone", "import_counts", "DELETE FROM import_quarantine WHERE position = 1");
        row("kept rows changed", "import_counts", "UPDATE import SET rows_kept = rows_kept + 1");
        row("draft is no JSON", "drafts", "UPDATE draft SET json = 'lab'");
        row("draft is a list", "drafts", "UPDATE draft SET json = '[]'");
        row("draft without a key", "drafts", "UPDATE draft SET key = ''");
        row("version gone", "policy_versions",
            "UPDATE policy_version SET parent = 1 WHERE version = 3; DELETE FROM policy_version WHERE "
            "version "
            "= 2");
        row("version without an author", "policy_versions",
            "UPDATE policy_version SET author = '' WHERE version = 2");
        row("version without a reason", "policy_versions",
            "UPDATE policy_version SET reason = '' WHERE version = 1");
        row("version of itself", "policy_versions",
            "UPDATE policy_version SET parent = version WHERE version = 2");
        row("version of nothing", "policy_versions",
            "UPDATE policy_version SET parent = NULL WHERE version = 3");
        row("version from the future", "policy_versions",
            "UPDATE policy_version SET restores = 3 WHERE version = 2");
        row("version with no values", "policy_versions",
            "UPDATE policy_version SET json = 'none' WHERE version = 3");
        row("preview cut short", "policy_versions",
            "UPDATE policy_version SET preview = '{' WHERE version = 1");
        const auto matrix_row = [&](const char* name, const char* check, const char* change, bool content) {
            QTest::newRow(name) << past_trigger("consent_matrix_stays", "consent_matrix",
                                                "a version of the matrix is never changed", change)
                                << QString(check) << content;
        };
        matrix_row("matrix saved by another role", "matrix_versions",
                   "UPDATE consent_matrix SET role = 'product_manager'", true);
        matrix_row("matrix without a reason", "matrix_versions", "UPDATE consent_matrix SET reason = ''",
                   true);
        matrix_row("matrix from the future", "matrix_versions", "UPDATE consent_matrix SET parent = 1", true);
        matrix_row("matrix of something else", "matrix_versions", "UPDATE consent_matrix SET json = '{}'",
                   true);
        matrix_row("matrix edited", "checksums", "UPDATE consent_matrix SET author = 'Eve'", true);
        QTest::newRow("signature of another")
            << past_trigger("matrix_signature_stays", "matrix_signature", "a signature is never changed",
                            "UPDATE matrix_signature SET author = 'Eve'")
            << QString("matrix_signatures") << false;
        row("run of a matrix that is not here", "matrix_of_runs",
            "UPDATE run SET matrix_version = 7 WHERE number = 1", false);
        row("author edited", "checksums", "UPDATE policy_version SET author = 'Eve' WHERE version = 2");
        row("why edited", "checksums", "UPDATE policy_version SET reason = 'none' WHERE version = 2");
        row("preview edited", "checksums", "UPDATE policy_version SET preview = '{}' WHERE version = 1");
        row("parent edited", "checksums", "UPDATE policy_version SET parent = 1 WHERE version = 3");
        row("restored by the way", "checksums", "UPDATE policy_version SET restores = 1 WHERE version = 3");
        row("draft edited", "checksums", "UPDATE draft SET json = '{\"attune\":\"lab\",\"seed\":2}'");
        row("policy edited", "checksums", "UPDATE policy_version SET json = '{\"a\":1}'");
        row("world edited", "checksums",
            "UPDATE scenario SET world = zeroblob(500) WHERE name = 'scenario-1'");
        row("seed edited", "checksums", "UPDATE run SET seed = seed + 1 WHERE number = 1");
        row("value edited by one bit", "checksums",
            "UPDATE run_series SET value = value * 1.0000000000000003 WHERE run = 1 AND position = 0");
        row("series shortened", "checksums", "DELETE FROM run_series WHERE run = 1 AND position = 23");
        row("verdict turned", "checksums",
            "UPDATE comparison_guardrail SET verdict = 'holds' WHERE verdict = 'broken'");
        row("sides swapped", "checksums", "UPDATE comparison SET baseline = candidate, candidate = baseline");
        row("reason edited", "checksums", "UPDATE import_quarantine SET reason = 'none' WHERE position = 0");
    }
    void planted_fault_is_found() {
        QFETCH(QString, sql);
        QFETCH(QString, check);
        QFETCH(bool, content);
        QTemporaryDir folder;
        const std::string path = folder.filePath("w.attune").toStdString();
        make_workspace(path);
        run_sql(path, sql.toStdString());
        const std::string left = state_of(path);
        const Result<VerifyReport> report = verify_file(path);
        VERIFY_OK(report);
        QVERIFY(!report->passed());
        const std::set<std::string> failed = failed_checks(*report);
        std::set<std::string> wanted = {check.toStdString()};
        if (content) wanted.insert("checksums");
        if (check == "comparison_runs") wanted.insert("foreign_keys");
        std::string list;
        for (const std::string& name : failed)
            list += name + " ";
        QVERIFY2(failed == wanted, list.c_str());
        for (const VerifyCheck& found : report->checks)
            if (!found.passed)
                QVERIFY(found.failures > 0 && !found.counter_examples.empty() &&
                        !found.counter_examples[0].empty());
        QVERIFY(state_of(path) == left);
    }

    void counter_examples_are_few_and_all_are_counted() {
        QTemporaryDir folder;
        const std::string path = folder.filePath("w.attune").toStdString();
        make_workspace(path);
        run_sql(path, "UPDATE run_series SET day = 400");
        const Result<VerifyReport> report = verify_file(path);
        VERIFY_OK(report);
        for (const VerifyCheck& check : report->checks)
            if (check.check == "series_days") {
                QCOMPARE(check.failures, std::int64_t{48});
                QCOMPARE(check.counter_examples.size(), std::size_t{5});
                QVERIFY(check.counter_examples[0].find("day 400") != std::string::npos);
            }
        QVERIFY(!report->passed());
    }

    void an_index_that_does_not_fit_its_table_is_damage() {
        QTemporaryDir folder;
        const std::string path = folder.filePath("w.attune").toStdString();
        make_workspace(path);
        run_sql(path,
                "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'run_by_scenario'");
        const std::string left = state_of(path);
        const Result<VerifyReport> report = verify_file(path);
        QVERIFY(!report);
        QCOMPARE(report.error().code, ErrorCode::unreadable);
        QVERIFY(state_of(path) == left);
    }

    void a_verdict_that_is_none_is_not_taken_for_one() {
        QTemporaryDir folder;
        const std::string path = folder.filePath("w.attune").toStdString();
        make_workspace(path);
        run_sql(path, "PRAGMA ignore_check_constraints = ON; UPDATE comparison_guardrail SET verdict = "
                      "'maybe' WHERE position = 1");
        const Result<Workspace> workspace = Workspace::open(path, OpenMode::read_only);
        VERIFY_OK(workspace);
        const Result<ComparisonRecord> found =
            workspace->comparisons().find(workspace->comparisons().list()->at(0).id);
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::unreadable);
    }
};

ATTUNE_TEST(Verify_test);

#include "verify_test.moc"
