// What is saved is found again, bit for bit; what does not make sense is not saved; what is erased is gone.
#include "core/audit/verify.h"
#include "core/workspace/workspace.h"
#include "tests/core/workspace/example_records.h"
#include "tests/core/workspace/file_tools.h"
#include "tests/support/test.h"

#include <QTemporaryDir>

#include <cmath>
#include <limits>

using namespace attune;
using namespace attune::test;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

template <typename T>
ErrorCode code_of(const Result<T>& result) {
    if (result) qFatal("this should have failed");
    return result.error().code;
}

} // namespace

class Store_test : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<Workspace> workspace_;
    std::string path_;

    void reopen(OpenMode mode) {
        workspace_.reset();
        Result<Workspace> opened = Workspace::open(path_, mode, {{}, "2024-05-06T07:08:09Z", "0.1.0"});
        if (!opened) qFatal("%s", to_line(opened.error()).c_str());
        workspace_ = std::make_unique<Workspace>(std::move(*opened));
    }

private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath("w.attune").toStdString();
        reopen(OpenMode::create);
    }
    void cleanup() {
        // Whatever a test did, the file it leaves is one the verifier accepts.
        workspace_.reset();
        const Result<VerifyReport> report = verify_file(path_);
        VERIFY_OK(report);
        QVERIFY(report->passed());
        QCOMPARE(report->checks.size(), verify_checks().size());
        folder_.reset();
    }

    void runs_come_back_bit_for_bit_data() {
        QTest::addColumn<int>("number");
        QTest::addColumn<int>("points");
        QTest::newRow("no series") << 1 << 0;
        QTest::newRow("small") << 2 << 24;
        QTest::newRow("seed above 2^63, series over many pages") << 3 << 20000;
    }
    void runs_come_back_bit_for_bit() {
        QFETCH(int, number);
        QFETCH(int, points);
        const RunRecord run = example_run(static_cast<std::uint32_t>(number), points);
        VERIFY_OK(workspace_->runs().save(run));
        for (const OpenMode mode : {OpenMode::existing, OpenMode::create_or_open, OpenMode::read_only}) {
            reopen(mode);
            const Result<RunRecord> found = workspace_->runs().find(run.id);
            VERIFY_OK(found);
            QCOMPARE(difference(*found, run), std::string());
        }
    }

    void extreme_numbers_come_back_bit_for_bit() {
        RunRecord run = example_run(1, 0);
        const double extremes[] = {0.0,
                                   std::numeric_limits<double>::denorm_min(),
                                   std::numeric_limits<double>::min(),
                                   std::numeric_limits<double>::max(),
                                   -std::numeric_limits<double>::max(),
                                   9007199254740993.0,
                                   -9223372036854775808.0,
                                   0.1,
                                   1.0 / 3.0,
                                   1e300};
        for (const double value : extremes) {
            run.metrics.push_back({"ctr", "all", value, value, value, 1e15});
            run.series.push_back({"ctr", "all", 29, value, none, none, 0});
        }
        run.metrics.push_back({"nobody_asked", "all", none, none, none, 0});
        run.seed = std::numeric_limits<std::uint64_t>::max();
        run.scenario_json = std::string("{\"a\":\"nul \0 inside, Größe, 日本\"}", 37);
        VERIFY_OK(workspace_->runs().save(run));
        reopen(OpenMode::existing);
        QCOMPARE(difference(*workspace_->runs().find(run.id), run), std::string());
        // The text with a NUL is no JSON; take the run out again for the check at the end.
        workspace_.reset();
        QVERIFY(!verify_file(path_)->passed());
        run_sql(path_, "DELETE FROM run_metric; DELETE FROM run_series; DELETE FROM run");
    }

    void minus_zero_is_zero() {
        RunRecord run = example_run(1, 0);
        run.metrics[0].value = -0.0;
        run.metrics[0].lower = -0.0;
        run.metrics[0].upper = -0.0;
        VERIFY_OK(workspace_->runs().save(run));
        QVERIFY(!std::signbit(workspace_->runs().find(run.id)->metrics[0].value));
        VERIFY_OK(workspace_->runs().save(run));
    }

    void other_records_come_back_bit_for_bit() {
        const RunRecord a = example_run(0);
        const RunRecord b = example_run(1);
        VERIFY_OK(workspace_->runs().save(a));
        VERIFY_OK(workspace_->runs().save(b));
        ComparisonRecord comparison = example_comparison(5, a.id, b.id);
        comparison.guardrails[2].more_needed = infinite;
        comparison.guardrails[0].more_needed = none;
        const PolicyVersion policy = example_policy(3);
        const ScenarioRecord scenario = example_scenario(2, 0);
        const ScenarioRecord world = example_scenario(7, 300000);
        const ImportRecord import = example_import(7);
        VERIFY_OK(workspace_->comparisons().save(comparison));
        VERIFY_OK(workspace_->policies().save(policy));
        VERIFY_OK(workspace_->scenarios().save(scenario));
        VERIFY_OK(workspace_->imports().save(import, world));
        for (const OpenMode mode : {OpenMode::existing, OpenMode::read_only}) {
            reopen(mode);
            QCOMPARE(difference(*workspace_->comparisons().find(comparison.id), comparison), std::string());
            QCOMPARE(difference(*workspace_->policies().find(policy.name), policy), std::string());
            QCOMPARE(difference(*workspace_->scenarios().find(scenario.name), scenario), std::string());
            QCOMPARE(difference(*workspace_->scenarios().find(world.name), world), std::string());
            QCOMPARE(difference(*workspace_->imports().find(import.scenario_name), import), std::string());
        }
    }

    void lists_are_in_the_order_of_saving_and_light() {
        for (const std::uint32_t number : {9U, 2U, 5U}) {
            VERIFY_OK(workspace_->runs().save(example_run(number)));
            VERIFY_OK(workspace_->policies().save(example_policy(number)));
            VERIFY_OK(workspace_->imports().save(example_import(number), example_scenario(number, 100)));
        }
        VERIFY_OK(
            workspace_->comparisons().save(example_comparison(1, example_run(9).id, example_run(5).id)));
        PolicyVersion second = example_policy(2); // of the policy saved in the middle: it keeps its place
        second.json = R"({"attune":"policy","name":"policy-2"})";
        second.parent = 1;
        VERIFY_OK(workspace_->policies().save(second));
        second.number = 2;
        const auto runs = workspace_->runs().list();
        const auto policies = workspace_->policies().list();
        const auto scenarios = workspace_->scenarios().list();
        const auto imports = workspace_->imports().list();
        const auto comparisons = workspace_->comparisons().list();
        VERIFY_OK(runs);
        VERIFY_OK(policies);
        VERIFY_OK(scenarios);
        VERIFY_OK(imports);
        VERIFY_OK(comparisons);
        const std::uint32_t order[] = {9, 2, 5};
        QCOMPARE(runs->size(), std::size_t{3});
        for (std::size_t i = 0; i < 3; ++i) {
            RunRecord head = example_run(order[i]);
            head.metrics.clear();
            head.series.clear();
            QCOMPARE(difference(runs->at(i), head), std::string());
            QCOMPARE(difference(policies->at(i), order[i] == 2 ? second : example_policy(order[i])),
                     std::string());
            ScenarioRecord light = example_scenario(order[i], 100);
            light.world.clear();
            QCOMPARE(difference(scenarios->at(i), light), std::string());
            ImportRecord counts = example_import(order[i]);
            counts.quarantined.clear();
            QCOMPARE(difference(imports->at(i), counts), std::string());
        }
        QCOMPARE(comparisons->size(), std::size_t{1});
        QCOMPARE(comparisons->at(0).candidate_run, example_run(5).id);
    }

    void saving_a_run_again_is_fine_and_changes_nothing() {
        RunRecord run = example_run(4);
        VERIFY_OK(workspace_->runs().save(run));
        const std::string left = dump(path_);
        VERIFY_OK(workspace_->runs().save(run));
        run.created = "2030-01-01";
        run.wall_seconds = 99;
        VERIFY_OK(workspace_->runs().save(run));
        QCOMPARE(dump(path_), left);
    }

    void another_run_under_the_same_id_is_refused_data() {
        QTest::addColumn<int>("what");
        const char* names[] = {"seed",     "users",  "policy", "version",       "value",
                               "interval", "series", "order",  "missing metric"};
        for (int i = 0; i < 9; ++i)
            QTest::newRow(names[i]) << i;
    }
    void another_run_under_the_same_id_is_refused() {
        QFETCH(int, what);
        RunRecord run = example_run(4);
        VERIFY_OK(workspace_->runs().save(run));
        const std::string left = dump(path_);
        switch (what) {
        case 0:
            run.seed ^= 1;
            break;
        case 1:
            ++run.users;
            break;
        case 2:
            run.policy_json += " ";
            break;
        case 3:
            run.program_version = "0.2.0";
            break;
        case 4:
            run.metrics[0].value = std::nextafter(run.metrics[0].value, 10);
            break;
        case 5:
            run.metrics[1].lower = run.metrics[1].upper = none;
            break;
        case 6:
            run.series.back().value = std::nextafter(run.series.back().value, 1e7);
            break;
        case 7:
            std::swap(run.metrics[0], run.metrics[3]);
            break;
        default:
            run.metrics.pop_back();
            break;
        }
        QCOMPARE(code_of(workspace_->runs().save(run)), ErrorCode::refused);
        QCOMPARE(dump(path_), left);
    }

    void nonsense_is_not_saved_data() {
        QTest::addColumn<int>("what");
        const char* names[] = {"no id",
                               "no metrics",
                               "value not a number",
                               "infinite value",
                               "half an interval",
                               "outside its interval",
                               "day too late",
                               "day before the first",
                               "no policy",
                               "no version",
                               "no users",
                               "infinite time",
                               "n not a number"};
        for (int i = 0; i < 13; ++i)
            QTest::newRow(names[i]) << i;
    }
    void nonsense_is_not_saved() {
        QFETCH(int, what);
        RunRecord run = example_run(4);
        switch (what) {
        case 0:
            run.id.clear();
            break;
        case 1:
            run.metrics.clear();
            break;
        case 2:
            run.metrics[1].value = none;
            break;
        case 3:
            run.series[0].value = infinite;
            break;
        case 4:
            run.metrics[1].upper = none;
            break;
        case 5:
            run.series[1].upper = run.series[1].value - 1;
            break;
        case 6:
            run.series[3].day = run.days;
            break;
        case 7:
            run.series[3].day = -1;
            break;
        case 8:
            run.policy_json.clear();
            break;
        case 9:
            run.program_version.clear();
            break;
        case 10:
            run.users = 0;
            break;
        case 11:
            run.wall_seconds = infinite;
            break;
        default:
            run.metrics[0].n = none;
            break;
        }
        const std::string left = dump(path_);
        const Status saved = workspace_->runs().save(run);
        QCOMPARE(code_of(saved), ErrorCode::bad_input);
        QVERIFY(saved.error().where.starts_with(path_));
        QCOMPARE(dump(path_), left);
    }

    void comparison_needs_both_runs() {
        VERIFY_OK(workspace_->runs().save(example_run(0)));
        const std::string left = dump(path_);
        QCOMPARE(code_of(workspace_->comparisons().save(
                     example_comparison(1, example_run(0).id, example_run(1).id))),
                 ErrorCode::not_found);
        ComparisonRecord late = example_comparison(1, example_run(0).id, example_run(0).id);
        late.series[0].day = 30;
        QCOMPARE(code_of(workspace_->comparisons().save(late)), ErrorCode::bad_input);
        late = example_comparison(1, example_run(0).id, example_run(0).id);
        late.guardrails[0].limit = none;
        QCOMPARE(code_of(workspace_->comparisons().save(late)), ErrorCode::bad_input);
        QCOMPARE(dump(path_), left);
        ComparisonRecord good = example_comparison(1, example_run(0).id, example_run(0).id);
        VERIFY_OK(workspace_->comparisons().save(good));
        VERIFY_OK(workspace_->comparisons().save(good));
        good.guardrails[0].verdict = Verdict::broken;
        QCOMPARE(code_of(workspace_->comparisons().save(good)), ErrorCode::refused);
    }

    void what_is_not_there_is_not_found() {
        QCOMPARE(code_of(workspace_->runs().find("r-1")), ErrorCode::not_found);
        QCOMPARE(code_of(workspace_->comparisons().find("")), ErrorCode::not_found);
        QCOMPARE(code_of(workspace_->policies().find("x' OR 1=1 --")), ErrorCode::not_found);
        QCOMPARE(code_of(workspace_->scenarios().find("none")), ErrorCode::not_found);
        QCOMPARE(code_of(workspace_->imports().find("none")), ErrorCode::not_found);
        QCOMPARE(code_of(workspace_->imports().remove("none")), ErrorCode::not_found);
    }

    void imports_guard_their_scenario_and_their_counts() {
        const ScenarioRecord world = example_scenario(7, 500);
        ImportRecord import = example_import(7);
        VERIFY_OK(workspace_->imports().save(import, world));
        VERIFY_OK(workspace_->imports().save(import, world));
        QCOMPARE(code_of(workspace_->scenarios().save(world)), ErrorCode::refused);
        ScenarioRecord other = world;
        other.world[3] ^= 1;
        QCOMPARE(code_of(workspace_->imports().save(import, other)), ErrorCode::refused);
        ++import.rows_kept;
        QCOMPARE(code_of(workspace_->imports().save(import, world)), ErrorCode::bad_input);
        ++import.rows_read;
        QCOMPARE(code_of(workspace_->imports().save(import, world)), ErrorCode::refused);
        import = example_import(8);
        QCOMPARE(code_of(workspace_->imports().save(import, world)), ErrorCode::bad_input);
        VERIFY_OK(workspace_->scenarios().save(example_scenario(8, 10)));
        QCOMPARE(code_of(workspace_->imports().save(import, example_scenario(8, 10))), ErrorCode::refused);
    }

    void header_says_whether_data_is_of_real_people() {
        QCOMPARE(workspace_->header()->created, std::string("2024-05-06T07:08:09Z"));
        QCOMPARE(workspace_->header()->program_version, std::string("0.1.0"));
        QVERIFY(!workspace_->header()->personal_data);
        ScenarioRecord plain = example_scenario(1, 0);
        plain.personal_data = false;
        VERIFY_OK(workspace_->scenarios().save(plain));
        QVERIFY(!workspace_->header()->personal_data);
        VERIFY_OK(workspace_->imports().save(example_import(2), example_scenario(2, 10)));
        QVERIFY(workspace_->header()->personal_data);
        reopen(OpenMode::read_only);
        QVERIFY(workspace_->header()->personal_data);
        reopen(OpenMode::existing);
        VERIFY_OK(workspace_->imports().remove("scenario-2"));
        QVERIFY(!workspace_->header()->personal_data);
    }

    void drafts_come_back_and_the_newest_stays() {
        DraftRecord other = example_draft(9);
        other.key = "compare";
        VERIFY_OK(workspace_->drafts().save(example_draft(1)));
        VERIFY_OK(workspace_->drafts().save(other));
        VERIFY_OK(workspace_->drafts().save(example_draft(2)));
        for (const OpenMode mode : {OpenMode::existing, OpenMode::read_only}) {
            reopen(mode);
            QCOMPARE(difference(*workspace_->drafts().find("lab"), example_draft(2)), std::string());
            const auto all = workspace_->drafts().list();
            VERIFY_OK(all);
            QCOMPARE(all->size(), std::size_t{2});
            QCOMPARE(difference(all->at(0), other), std::string());
        }
        QCOMPARE(code_of(workspace_->drafts().find("none")), ErrorCode::not_found);
    }

    void an_unchanged_draft_changes_no_byte() {
        VERIFY_OK(workspace_->drafts().save(example_draft(1)));
        const std::string left = state_of(path_);
        DraftRecord later = example_draft(1);
        later.saved = "2030-01-01";
        VERIFY_OK(workspace_->drafts().save(later));
        QVERIFY(state_of(path_) == left);
    }

    void draft_that_says_nothing_is_not_saved() {
        VERIFY_OK(workspace_->drafts().save(example_draft(1)));
        const std::string left = dump(path_);
        QCOMPARE(code_of(workspace_->drafts().save({"", "{}", ""})), ErrorCode::bad_input);
        QCOMPARE(code_of(workspace_->drafts().save({"lab", "", ""})), ErrorCode::bad_input);
        QCOMPARE(dump(path_), left);
    }

    void draft_that_is_set_aside_is_kept_under_another_key() {
        VERIFY_OK(workspace_->drafts().save_and_set_aside(example_draft(1), "lab-unread"));
        QCOMPARE(workspace_->drafts().list()->size(), std::size_t{1});
        VERIFY_OK(workspace_->drafts().save_and_set_aside(example_draft(2), "lab-unread"));
        QCOMPARE(workspace_->drafts().find("lab-unread")->json, example_draft(1).json);
        QCOMPARE(difference(*workspace_->drafts().find("lab"), example_draft(2)), std::string());
    }

    void comparison_is_saved_with_its_runs_or_not_at_all() {
        const RunRecord a = example_run(0);
        const RunRecord b = example_run(1);
        const ComparisonRecord good = example_comparison(1, a.id, b.id);
        const std::string empty = dump(path_);
        ComparisonRecord bad = good;
        bad.guardrails[0].limit = none;
        QCOMPARE(code_of(workspace_->comparisons().save_with_runs(a, b, bad)), ErrorCode::bad_input);
        QCOMPARE(dump(path_), empty);
        RunRecord hollow = b;
        hollow.metrics.clear();
        QCOMPARE(code_of(workspace_->comparisons().save_with_runs(a, hollow, good)), ErrorCode::bad_input);
        QCOMPARE(dump(path_), empty);
        QCOMPARE(code_of(workspace_->comparisons().save_with_runs(a, example_run(2), good)),
                 ErrorCode::not_found);
        QCOMPARE(dump(path_), empty);
        VERIFY_OK(workspace_->comparisons().save_with_runs(a, b, good));
        const std::string whole = dump(path_);
        VERIFY_OK(workspace_->comparisons().save_with_runs(a, b, good));
        QCOMPARE(dump(path_), whole);
        QCOMPARE(difference(*workspace_->comparisons().find(good.id), good), std::string());
        QCOMPARE(difference(*workspace_->runs().find(a.id), a), std::string());
        QCOMPARE(difference(*workspace_->runs().find(b.id), b), std::string());
    }

    void removing_a_comparison_takes_the_runs_that_nothing_else_needs() {
        RunRecord marked = example_run(2, 3000);
        for (SeriesPoint& point : marked.series)
            point.group = "MARKER-OF-A-FORGOTTEN-RUN";
        const RunRecord shared = example_run(0);
        const RunRecord other = example_run(1);
        const ComparisonRecord gone = example_comparison(1, shared.id, marked.id);
        const ComparisonRecord stays = example_comparison(2, shared.id, other.id);
        const ComparisonRecord itself = example_comparison(3, other.id, other.id);
        VERIFY_OK(workspace_->comparisons().save_with_runs(shared, other, stays));
        VERIFY_OK(workspace_->comparisons().save(itself));
        const std::string before = dump(path_, false);
        VERIFY_OK(workspace_->comparisons().save_with_runs(shared, marked, gone));
        VERIFY_OK(workspace_->comparisons().remove(gone.id));
        QCOMPARE(dump(path_, false), before);
        QVERIFY(bytes_of(path_).find("MARKER-OF-A-FORGOTTEN-RUN") == std::string::npos);
        QCOMPARE(code_of(workspace_->comparisons().remove(gone.id)), ErrorCode::not_found);
        VERIFY_OK(workspace_->comparisons().remove(itself.id));
        VERIFY_OK(workspace_->runs().find(other.id));
        VERIFY_OK(workspace_->comparisons().remove(stays.id));
        QVERIFY(workspace_->runs().list()->empty());
    }

    void removing_an_import_erases_all_that_came_of_it() {
        // Run 7 is of scenario-1, run 3 of scenario-0, the others of a shipped scenario.
        const std::string marker = "MARKER-OF-A-REAL-PERSON";
        VERIFY_OK(workspace_->imports().save(example_import(0), example_scenario(0, 5000, "KEPT-WORLD")));
        ImportRecord import = example_import(1);
        import.quarantined[0].reason = marker + "-in-quarantine";
        VERIFY_OK(workspace_->imports().save(import, example_scenario(1, 40000, marker)));
        RunRecord fitted = example_run(7, 3000);
        for (SeriesPoint& point : fitted.series)
            point.group = marker;
        fitted.scenario_json = "{\"" + marker + "\":1}";
        for (const RunRecord& run : {example_run(0), example_run(3), fitted, example_run(8)})
            VERIFY_OK(workspace_->runs().save(run));
        const std::string a = example_run(0).id;
        const std::string b = example_run(3).id;
        VERIFY_OK(workspace_->comparisons().save(example_comparison(1, a, b)));
        VERIFY_OK(workspace_->comparisons().save(example_comparison(2, a, fitted.id)));
        VERIFY_OK(workspace_->comparisons().save(example_comparison(3, fitted.id, b)));
        QVERIFY(bytes_of(path_).find(marker) != std::string::npos);

        VERIFY_OK(workspace_->imports().remove("scenario-1"));

        QVERIFY(bytes_of(path_).find(marker) == std::string::npos);
        QVERIFY(bytes_of(path_).find("KEPT-WORLD") != std::string::npos);
        QCOMPARE(code_of(workspace_->imports().find("scenario-1")), ErrorCode::not_found);
        QCOMPARE(code_of(workspace_->scenarios().find("scenario-1")), ErrorCode::not_found);
        QCOMPARE(code_of(workspace_->runs().find(fitted.id)), ErrorCode::not_found);
        QCOMPARE(code_of(workspace_->comparisons().find(example_comparison(2, a, b).id)),
                 ErrorCode::not_found);
        QCOMPARE(code_of(workspace_->comparisons().find(example_comparison(3, a, b).id)),
                 ErrorCode::not_found);
        QCOMPARE(difference(*workspace_->imports().find("scenario-0"), example_import(0)), std::string());
        QCOMPARE(difference(*workspace_->comparisons().find(example_comparison(1, a, b).id),
                            example_comparison(1, a, b)),
                 std::string());
        for (const std::uint32_t kept : {0U, 3U, 8U})
            QCOMPARE(difference(*workspace_->runs().find(example_run(kept).id), example_run(kept)),
                     std::string());
        QVERIFY(workspace_->header()->personal_data);
    }

    void read_only_workspace_refuses_to_save() {
        reopen(OpenMode::read_only);
        const std::string left = state_of(path_);
        QCOMPARE(code_of(workspace_->runs().save(example_run(0))), ErrorCode::io);
        QCOMPARE(code_of(workspace_->policies().save(example_policy(0))), ErrorCode::io);
        QVERIFY(state_of(path_) == left);
    }
};

ATTUNE_TEST(Store_test);

#include "store_test.moc"
