// What must not be in an export is found, whatever the file looks like; what may be in it is not taken for
// it; and what the program exports of imported people has none of it.
#include "core/base/random.h"
#include "core/base/text.h"
#include "core/workspace/workspace.h"
#include "simulations/report/csv_writer.h"
#include "simulations/report/html_report.h"
#include "simulations/report/json_writer.h"
#include "simulations/report/small_groups.h"
#include "simulations/study/export_scan.h"
#include "simulations/study/simulate.h"
#include "simulations/study/trail_person_words.h"
#include "simulations/study/trail_run.h"
#include "tests/simulations/study/small_scenario.h"

#include <QFile>
#include <QTemporaryDir>

#include <array>
#include <cmath>

using namespace attune;
using namespace attune::test;

class Export_scan_test : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

    std::string file(const QString& name, const std::string& text) {
        QFile made(folder_.filePath(name));
        if (!made.open(QIODevice::WriteOnly) || made.write(QByteArray::fromStdString(text)) < 0) return {};
        return made.fileName().toStdString();
    }
    ExportScan scanned(const std::vector<std::string>& files) {
        const auto scan = scan_exports(files);
        return scan ? *scan : ExportScan{.files = -1};
    }

private slots:
    void rows_of_people_are_found_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("personal");
        QTest::addColumn<int>("small");
        QTest::addColumn<int>("marked");
        const auto row = [](const char* name, const char* text, int personal, int small, int marked = 0) {
            QTest::newRow(name) << QByteArray(text) << personal << small << marked;
        };
        row("a table with people", "day,person,state\n1,3,given\n1,4,given\n", 2, 0);
        row("a table with users", "user_id,item\r\n3,5\r\n", 1, 0);
        row("a table with nobody", "day,person,state\n1,,given\n1,all,given\n", 0, 0);
        row("a table that is marked", "personal_data,person\nyes,3\nyes,4\n", 0, 0, 1);
        row("figures of groups", "run,group,day,value,n\nr,all,,1,4\nr,age=16-24,,1,10\n", 0, 0);
        row("a group that is too small", "run,group,day,value,n\nr,age=16-24,,1,9\nr,age=25-39,,,0\n", 0, 1);
        row("a sentence in a table", "section,value\ncases,Event 7: a read about person 12\n", 1, 0);
        row("JSON with a person", R"({"people":5,"cases":[{"event":7,"person":12}]})", 1, 0);
        row("JSON without one", R"({"people":{"covered":20},"person":"nobody"})", 0, 0);
        row("JSON that is marked", R"({"personal_data":true,"person":3})", 0, 0, 1);
        row("JSON that says it is not", R"({"personal_data":false,"events":[{"user":3}]})", 1, 0);
        row("JSON with a small group", R"([{"group":"age=16-24","people":9},{"group":"all","people":9}])", 0,
            1);
        row("lines of a log", "{\"event\":\"session\",\"user\":3}\n{\"event\":\"session\",\"user\":4}\n", 2,
            0);
        row("a page", "<html><p>Event 9: a slate for Person 4</p>\n<p>a salesperson 4</p></html>", 1, 0);
        row("a page about people", "<html><p>One person in 10, 3 people, per person 4.</p></html>", 0, 0);
        row("a page of figures", "<html><p>10 people, person by person</p></html>", 0, 0);
    }
    void rows_of_people_are_found() {
        QFETCH(QByteArray, text);
        QFETCH(int, personal);
        QFETCH(int, small);
        QFETCH(int, marked);
        const ExportScan scan = scanned({file("export", text.toStdString())});
        QCOMPARE(scan.files, 1);
        QCOMPARE(scan.personal_rows, personal);
        QCOMPARE(scan.small_groups, small);
        QCOMPARE(scan.marked, marked);
        QCOMPARE(scan.first.empty(), personal + small == 0);
        QCOMPARE(scan.leaks(true), personal + small);
        QCOMPARE(scan.leaks(false), personal);
    }

    void a_file_that_is_not_there_is_told() { QVERIFY(!scan_exports(std::vector<std::string>{"none"})); }

    // The same run as if its people had been imported and as made up.
    void exports_of_imported_people_have_no_small_group() {
        LoadedScenario loaded = small_scenario(60, 6, 60, 4);
        const auto run = simulate_run(loaded, {}, {});
        VERIFY_OK(run);
        const auto exports = [&](const RunRecord& record, const QString& of) {
            return scanned(
                {file(of + ".csv", csv({.comparison = {}, .baseline = {}, .run = record})),
                 file(of + "-rows.csv", csv_head() + csv_rows(record)),
                 file(of + ".json", json_text(run_document(record))),
                 file(of + ".html", html_report({.comparison = {}, .baseline = {}, .run = record}))});
        };
        const ExportScan made_up = exports(*run, "made-up");
        QCOMPARE(made_up.personal_rows, 0);
        QVERIFY(made_up.small_groups > 20); // there is something to leave out
        RunRecord imported = *run;
        Json scenario = Json::parse(imported.scenario_json);
        scenario["imported"] = true;
        imported.scenario_json = scenario.dump();
        QVERIFY(about_real_people(imported) && !about_real_people(*run));
        const ExportScan real = exports(imported, "real");
        QVERIFY2(real.personal_rows == 0 && real.small_groups == 0, real.first.c_str());
        // What is large enough is told as before.
        const RunRecord told = without_small_groups(imported);
        QCOMPARE(told.metrics.size(), run->metrics.size());
        int kept = 0;
        for (std::size_t i = 0; i < told.metrics.size(); ++i) {
            if (told.metrics[i].n == 0) continue;
            ++kept;
            QVERIFY(told.metrics[i].value == run->metrics[i].value || std::isnan(run->metrics[i].value));
        }
        QVERIFY(kept > 50);
    }

    void a_group_of_nine_people_is_left_out_whole() {
        RunRecord run;
        run.scenario_json = R"({"imported":true})";
        run.days = 30;
        run.replications = 2;
        run.metrics = {{"satisfaction_true", "age=16-24", 1, 1, 1, 9 * 60.0},
                       {"satisfaction_true", "device=phone", 1, 1, 1, 10 * 60.0},
                       {"prompts_per_visit", "age=16-24", 1, 1, 1, 900},
                       {"prompts_per_visit", "device=phone", 1, 1, 1, 900}};
        const RunRecord told = without_small_groups(run);
        QVERIFY(told.metrics[0].n == 0 && told.metrics[2].n == 0 && std::isnan(told.metrics[2].value));
        QVERIFY(told.metrics[1].n > 0 && told.metrics[3].n == 900 && told.metrics[3].value == 1);
    }

    /// Totals count everybody on every day.
    void a_small_group_is_found_by_its_totals_alone_data() {
        QTest::addColumn<double>("people");
        QTest::addColumn<int>("small");
        QTest::newRow("nine people") << 9.0 << 1;
        QTest::newRow("ten people") << 10.0 << 0;
    }
    void a_small_group_is_found_by_its_totals_alone() {
        QFETCH(double, people);
        QFETCH(int, small);
        RunRecord run;
        run.id = "r-1";
        run.scenario_json = "{}"; // of people who are made up nothing is left out
        run.days = 30;
        run.replications = 2;
        run.metrics = {{"satisfaction_true", "all", 1, 1, 1, 60 * 60.0},
                       {"satisfaction_true", "age=16-24", 1, 1, 1, people * 60},
                       {"prompts_per_visit", "age=16-24", 1, 1, 1, people * 60}};
        QCOMPARE(scanned({file("totals.json", json_text(run_document(run)))}).small_groups, small);
        const std::vector<std::string> table{file("totals.csv", csv_head() + csv_rows(run))};
        const auto known = scan_exports(table, {{"r-1", {30, 2}}});
        VERIFY_OK(known);
        QCOMPARE(known->small_groups, small);
        // A table that goes on over the days says itself how many there are.
        run.replications = 1;
        for (MetricValue& value : run.metrics)
            value.n /= 2;
        run.series = {{"prompts_per_visit", "all", 29, 1, 1, 1, 60}};
        QCOMPARE(scanned({file("days.csv", csv_head() + csv_rows(run))}).small_groups, small);
    }

    /// Whoever has everybody and all groups but one has that one too.
    void what_is_left_out_is_not_the_difference_of_the_rest_data() {
        QTest::addColumn<QList<double>>("people"); // by age, from the youngest on
        QTest::addColumn<QList<bool>>("told");
        QTest::newRow("one is small")
            << QList<double>{3, 20, 30, 40} << QList<bool>{false, false, true, true};
        QTest::newRow("two are small and enough")
            << QList<double>{5, 6, 30, 40} << QList<bool>{false, false, true, true};
        QTest::newRow("two are small and too few")
            << QList<double>{40, 4, 30, 5} << QList<bool>{true, false, false, false};
        QTest::newRow("nobody is no secret")
            << QList<double>{0, 20, 30, 40} << QList<bool>{false, true, true, true};
    }
    void what_is_left_out_is_not_the_difference_of_the_rest() {
        QFETCH(QList<double>, people);
        QFETCH(QList<bool>, told);
        constexpr std::array ages = {"age=16-24", "age=25-39", "age=40-59", "age=60_plus"};
        RunRecord run;
        run.scenario_json = R"({"imported":true})";
        run.days = 30;
        double all = 0;
        for (std::size_t i = 0; i < ages.size(); ++i) {
            const double n = people[static_cast<qsizetype>(i)];
            all += n;
            run.metrics.push_back({"satisfaction_true", ages[i], 0.5, 0.4, 0.6, n * 30});
            run.series.push_back({"satisfaction_true", ages[i], 4, 0.5, 0.4, 0.6, n});
        }
        run.metrics.push_back({"satisfaction_true", "all", 0.5, 0.4, 0.6, all * 30});
        run.series.push_back({"satisfaction_true", "all", 4, 0.5, 0.4, 0.6, all});
        const RunRecord after = without_small_groups(run);
        double rest = after.metrics.back().n / 30, of_day = after.series.back().n;
        for (std::size_t i = 0; i < ages.size(); ++i) {
            QCOMPARE(after.metrics[i].n > 0, told[static_cast<qsizetype>(i)]);
            QCOMPARE(after.series[i].n > 0, told[static_cast<qsizetype>(i)]);
            rest -= after.metrics[i].n / 30;
            of_day -= after.series[i].n;
        }
        QVERIFY(rest == 0 || rest >= least_people);
        QVERIFY(of_day == 0 || of_day >= least_people);
    }

    /// A day on which a large group did little.
    void few_things_seen_are_hidden_too() {
        RunRecord run;
        run.scenario_json = R"({"imported":true})";
        run.days = 1;
        run.series = {{"prompts_per_visit", "all", 4, 1, 1, 1, 105},
                      {"prompts_per_visit", "taste=niche", 4, 1, 1, 1, 5},
                      {"prompts_per_visit", "taste=mainstream", 4, 1, 1, 1, 100},
                      {"prompts_per_visit", "age=16-24", 4, 1, 1, 1, 105},
                      {"prompts_per_visit", "taste=niche", 5, 1, 1, 1, 50}};
        const RunRecord told = without_small_groups(run);
        QVERIFY(told.series[1].n == 0 && told.series[2].n == 0);
        QVERIFY(told.series[0].n > 0 && told.series[3].n > 0 && told.series[4].n > 0);
    }

    /// One side and the difference are the other side.
    void a_difference_does_not_tell_what_a_side_leaves_out() {
        RunRecord run;
        run.scenario_json = R"({"imported":true})";
        run.days = 1;
        run.metrics = {{"prompts_per_visit", "taste=niche", 2, 1, 3, 50},
                       {"prompts_per_visit", "taste=mainstream", 2, 1, 3, 50}};
        RunRecord few = run;
        few.metrics[0].n = 5;
        ComparisonRecord difference;
        difference.difference = run.metrics;
        const ReportInput told =
            without_small_groups({.comparison = difference, .baseline = few, .run = run});
        QVERIFY(told.run.metrics[0].n == 50);
        QVERIFY(told.baseline->metrics[0].n == 0 && told.comparison->difference[0].n == 0);
        QVERIFY(std::isnan(told.comparison->difference[1].value));
    }

    void the_document_of_a_person_is_marked() {
        const std::string path = folder_.filePath("w.attune").toStdString();
        auto trailed = TrailedRun::open(path, SigningKey::ephemeral(), {});
        VERIFY_OK(trailed);
        const auto run = trailed->simulate(small_scenario(20, 4, 60, 3), {}, {}, 20);
        VERIFY_OK(run);
        VERIFY_OK(trailed->keep(*run, "2024-05-06T07:08:09Z"));
        const auto workspace = Workspace::open(path, OpenMode::read_only);
        VERIFY_OK(workspace);
        const auto person = person_trail(*workspace, UserId(3), "");
        VERIFY_OK(person);
        const auto document = person_document(*workspace, *person, Text::english());
        VERIFY_OK(document);
        const ExportScan scan = scanned({file("p.json", document->dump(2))});
        QCOMPARE(scan, (ExportScan{.files = 1, .marked = 1}));
        // Without its mark it would be seen.
        Json bare = *document;
        bare.erase("personal_data");
        QVERIFY(scanned({file("p.json", bare.dump(2))}).personal_rows > 20);
    }
};

ATTUNE_TEST(Export_scan_test);

#include "export_scan_test.moc"
