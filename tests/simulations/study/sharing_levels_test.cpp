// Levels of sharing as they are measured: everybody stays on the level, and the figures are those of the
// runs.
#include "core/consent/notice.h"
#include "simulations/study/sharing_chart.h"
#include "simulations/study/sharing_levels.h"
#include "simulations/study/sharing_table.h"
#include "tests/simulations/study/small_scenario.h"

#include <cmath>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

constexpr std::array levels = {SharingLevel::none, SharingLevel::session, SharingLevel::history,
                               SharingLevel::shared_model};

LoadedScenario at(SharingLevel level, LoadedScenario scenario) {
    scenario.scenario.assumptions = everybody_at(level, scenario.scenario.assumptions);
    return scenario;
}

const SharingFigure& figure(const SharingOutcome& outcome, const std::string& key) {
    for (const SharingFigure& one : outcome.figures)
        if (one.value.key == key) return one;
    throw std::runtime_error("no figure " + key);
}

} // namespace

class Sharing_levels_test : public QObject {
    Q_OBJECT
private slots:
    // Whoever has seen a notice permits exactly the level, at the end as at the start, also where consents
    // run out, people are upset, and the notice pushes or deters.
    void everybody_is_on_the_level_and_stays_there_data() {
        QTest::addColumn<int>("level");
        QTest::addColumn<int>("notice");
        for (const SharingLevel level : levels)
            for (const int notice : {0, 1, 3})
                QTest::addRow("%s, notice %d", std::string(name(level)).c_str(), notice)
                    << static_cast<int>(level) << notice;
    }
    void everybody_is_on_the_level_and_stays_there() {
        QFETCH(int, level);
        QFETCH(int, notice);
        LoadedScenario scenario = small_scenario(80, 40, 60);
        scenario.scenario.assumptions.withdrawal_rate = 0.2;
        scenario.scenario.assumptions.breach_day = 5;
        Policy policy;
        policy.notice = notice;
        policy.consent_days = 10;
        SimulateOptions options;
        std::set<std::uint32_t> asked;
        int lapsed = 0;
        bool all_on_it = true;
        const ConsentState permitted = permitted_at(static_cast<SharingLevel>(level));
        options.log = [&](std::span<const LoggedEvent> events) {
            for (const LoggedEvent& event : events) {
                if (event.kind != LoggedKind::consent) continue;
                lapsed += event.consent.method == ConsentMethod::lapse ? 1 : 0;
                if (event.consent.method != ConsentMethod::notice) continue;
                asked.insert(event.user.value);
                for (const Purpose purpose : shipped_notices()[0].purposes)
                    all_on_it = all_on_it && event.consent.permits(purpose) == permitted.has(purpose);
            }
        };
        const auto run = simulate_run(at(static_cast<SharingLevel>(level), scenario), policy, options);
        VERIFY_OK(run);
        QVERIFY(all_on_it);
        QVERIFY(asked.size() > 70);
        QCOMPARE(lapsed > 0, level > 0);
        QCOMPARE(value_of(run->metrics, "withdrawals_per_1000").value, 0.0);
    }

    // The figures are those of four runs of their own, and the differences are paired.
    void figures_are_those_of_the_runs() {
        const LoadedScenario scenario = small_scenario(150, 10, 80);
        SimulateOptions options;
        options.replications = 2;
        std::vector<double> done;
        options.progress = [&](double share) { done.push_back(share); };
        const auto outcomes = measure_sharing(scenario, Policy{}, options);
        VERIFY_OK(outcomes);
        QCOMPARE(outcomes->size(), levels.size());
        QVERIFY(std::is_sorted(done.begin(), done.end()) && std::abs(done.back() - 1) < 1e-9);
        SimulateOptions own;
        own.replications = 2;
        const auto nothing = simulate_run(at(SharingLevel::none, scenario), Policy{}, own);
        VERIFY_OK(nothing);
        for (std::size_t l = 0; l < levels.size(); ++l) {
            QCOMPARE((*outcomes)[l].level, levels[l]);
            const auto run = simulate_run(at(levels[l], scenario), Policy{}, own);
            VERIFY_OK(run);
            for (const char* key : sharing_measures) {
                const SharingFigure& told = figure((*outcomes)[l], key);
                const MetricValue& due = value_of(run->metrics, key);
                QCOMPARE(told.value.value, due.value);
                QCOMPARE(told.value.lower, due.lower);
                QCOMPARE(told.value.upper, due.upper);
                const double change = due.value - value_of(nothing->metrics, key).value;
                QVERIFY(std::abs(told.difference.value - change) < 1e-9);
                QCOMPARE(told.difference.value == 0 && told.difference.lower == 0 &&
                             told.difference.upper == 0,
                         levels[l] == SharingLevel::none);
            }
        }
    }

    // FB-90: what sharing gives. The visit under way helps, history helps more, and what people did not want
    // falls. A shared model has something to learn from only where somebody shares it.
    void sharing_more_serves_people_better() {
        SimulateOptions options;
        options.threads = 2;
        const auto outcomes = measure_sharing(small_scenario(sized(1200, 4000), 60, 300), Policy{}, options);
        VERIFY_OK(outcomes);
        const SharingOutcome& history = (*outcomes)[2];
        const SharingOutcome& shared = (*outcomes)[3];
        for (const SharingOutcome* outcome : {&history, &shared}) {
            QVERIFY2(figure(*outcome, "satisfaction_true").difference.lower > 0,
                     std::string(name(outcome->level)).c_str());
            QVERIFY(figure(*outcome, "unwanted_share").difference.upper < 0);
        }
        QVERIFY(figure(shared, "ctr").difference.lower > 0);
        QVERIFY(figure(shared, "satisfaction_true").value.lower >
                figure(history, "satisfaction_true").value.upper);
    }

    void table_and_document_say_the_same() {
        const auto outcomes = measure_sharing(small_scenario(80, 3, 60), Policy{}, {});
        VERIFY_OK(outcomes);
        const DataTable table = sharing_table(*outcomes, Text::english());
        const Json document = sharing_document(shipped_matrix(), *outcomes);
        QCOMPARE(table.rows.size(), levels.size() * sharing_measures.size());
        QCOMPARE(document["levels"].size(), levels.size());
        for (const auto& row : table.rows) {
            QCOMPARE(row.size(), table.head.size());
            for (const std::string& cell : row)
                QVERIFY2(!cell.empty() && cell.front() != '[', cell.c_str());
        }
        for (std::size_t l = 0; l < levels.size(); ++l) {
            const Json& one = document["levels"][l];
            QCOMPARE(one["level"].get<std::string>(), std::string(name(levels[l])));
            QCOMPARE(one["purposes"].size(), purposes_at(levels[l]).size());
            QCOMPARE(one["signals"].size(), signals_at(shipped_matrix(), levels[l]).size());
            QCOMPARE(one["measures"].size(), sharing_measures.size());
            for (std::size_t m = 0; m < sharing_measures.size(); ++m) {
                const Json& measure = one["measures"][m];
                QCOMPARE(measure["key"].get<std::string>(), std::string(sharing_measures[m]));
                QCOMPARE(measure["value"].get<double>(), (*outcomes)[l].figures[m].value.value);
                QCOMPARE(measure["difference"].is_null(), levels[l] == SharingLevel::none);
                if (levels[l] != SharingLevel::none)
                    QCOMPARE(measure["difference"]["lower"].get<double>(),
                             (*outcomes)[l].figures[m].difference.lower);
            }
        }
        const std::vector<std::string> sentences = sharing_sentences(shipped_matrix(), Text::english());
        QCOMPARE(sentences.size(), levels.size());
        for (std::size_t l = 1; l < levels.size(); ++l)
            QVERIFY2(sentences[l].find(" " + std::to_string(signals_at(shipped_matrix(), levels[l]).size()) +
                                       " ") != std::string::npos,
                     sentences[l].c_str());
    }

    // FB-90: in the window, a view per measure with the figures of the table, and the level that differs most
    // named with what it lets be read; nothing is claimed that chance could have made.
    void the_chart_shows_what_each_level_gives_and_reads() {
        std::vector<SharingOutcome> outcomes;
        for (const SharingLevel level : levels) {
            SharingOutcome& one = outcomes.emplace_back();
            one.level = level;
            const double l = static_cast<double>(level);
            for (std::size_t m = 0; m < sharing_measures.size(); ++m) {
                const double change = m == 2 ? 0.0 : (m == 0 ? 0.02 : -0.03) * l; // picks stay
                one.figures[m] = {{sharing_measures[m], "all", 0.4 + change, 0.36 + change, 0.44 + change},
                                  {sharing_measures[m], "all", change, change - 0.01, change + 0.01}};
            }
        }
        const MeasuredFor world{"calm-policy", "calm-baseline", 1500, 60, false};
        const LabChart chart = sharing_chart(shipped_matrix(), outcomes, world, Text::english());
        QVERIFY(chart.subtitle.starts_with("Calm policy in Calm baseline, 1,500 people over 60 days"));
        QCOMPARE(chart.views.size(), sharing_measures.size());
        const auto said = [&](std::size_t m) {
            return QString::fromStdString(chart.views[m].sentence->all()).replace(QChar(0xA0), ' ');
        };
        const auto signals_read = signals_at(shipped_matrix(), SharingLevel::shared_model).size();
        QVERIFY2(said(0).contains(
                     QStringLiteral(": +0.060 if everybody shares their history for everyone\u2019s model "
                                    "(interval +0.050 to +0.070)")) &&
                     said(0).contains(QStringLiteral(" %1 kinds of signals").arg(signals_read)),
                 qPrintable(said(0)));
        QVERIFY2(said(2).endsWith(
                     QStringLiteral("no level of sharing differs from sharing nothing beyond chance.")),
                 qPrintable(said(2)));
        QVERIFY2(said(1).contains(QStringLiteral(": −9.0 points")), qPrintable(said(1)));
        const DataTable table = sharing_table(outcomes, Text::english());
        for (std::size_t m = 0; m < chart.views.size(); ++m) {
            const auto& bars = std::get<LoadBars>(chart.views[m].plot);
            QCOMPARE(bars.rows.size(), levels.size());
            QCOMPARE(bars.kind == NumberKind::share, std::string(sharing_measures[m]) != "satisfaction_true");
            for (std::size_t l = 0; l < levels.size(); ++l) {
                QCOMPARE(bars.rows[l].value, outcomes[l].figures[m].value.value);
                QCOMPARE(bars.rows[l].value_words, table.rows[m * levels.size() + l][2]);
            }
        }
        // So few people that there are no intervals: nothing is said of chance.
        std::vector<SharingOutcome> few = outcomes;
        for (SharingOutcome& one : few)
            for (SharingFigure& figure : one.figures)
                figure.difference.lower = figure.difference.upper = std::nan("");
        const LabChart open = sharing_chart(shipped_matrix(), few, world, Text::english());
        for (const LabView& view : open.views)
            QVERIFY(view.sentence->all().find("cannot be judged yet") != std::string::npos);
        QCOMPARE(QByteArray::fromStdString(chart.own_csv).count('\n'), 1 + 12);
        QVERIFY(chart.own_csv.find("\nhistory,satisfaction_true,0.44,") != std::string::npos);
    }

    void it_can_be_stopped() {
        std::stop_source stop;
        SimulateOptions options;
        options.stop = stop.get_token();
        options.progress = [&](double done) {
            if (done > 0.3) stop.request_stop();
        };
        const auto outcomes = measure_sharing(small_scenario(80, 10, 60), Policy{}, options);
        QVERIFY(!outcomes && outcomes.error().code == ErrorCode::cancelled);
    }
};
ATTUNE_TEST(Sharing_levels_test);
#include "sharing_levels_test.moc"
