// The table of ways of asking: what its rows are, that its figures are those of the runs, and its order.
#include "core/policy/parameters.h"
#include "simulations/study/cadence.h"
#include "simulations/study/cadence_table.h"
#include "simulations/study/library.h"
#include "tests/support/test.h"

#include <numeric>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

LoadedScenario calm(int users, int days, int items = 300) {
    auto scenario = find_scenario("calm-baseline", nullptr);
    if (!scenario) qFatal("no scenario");
    scenario->scenario.users = users;
    scenario->scenario.days = days;
    scenario->scenario.items = items;
    return *scenario;
}

const CadenceOutcome& row(const std::vector<CadenceOutcome>& outcomes, std::string_view key) {
    for (const CadenceOutcome& one : outcomes)
        if (one.key == key) return one;
    qFatal("no such row");
}

} // namespace

class Cadence_test : public QObject {
    Q_OBJECT
private slots:
    void rows_differ_in_when_and_how_often_alone() {
        Policy policy;
        policy.exposure_floor["small"] = 0.2;
        policy.temperature = 0.5;
        policy.ask_at_random = 0.4;
        std::set<std::string> keys;
        for (const CadenceRow& one : cadence_rows(policy)) {
            VERIFY_OK(check_policy(one.policy));
            QVERIFY(keys.insert(one.key).second);
            QVERIFY(Text::english().has("cadence.row." + one.key));
            QCOMPARE(one.policy.backoff, 1.0);
            for (const auto& change : policy_parameters().diff(policy, one.policy))
                QVERIFY2(change.key.starts_with("prompt."), change.key.c_str());
        }
        QCOMPARE(keys.size(), 8U);
        // Where a policy chooses its moments, its choice is kept.
        policy.ask_at_pause = false;
        policy.ask_when_fruitless = true;
        QVERIFY(!cadence_rows(policy)[0].policy.ask_at_pause &&
                cadence_rows(policy)[0].policy.ask_when_fruitless);
    }

    void figures_are_those_of_the_runs() {
        const LoadedScenario scenario = calm(150, 14, 100);
        SimulateOptions options;
        std::vector<double> done;
        options.progress = [&](double share) { done.push_back(share); };
        const auto outcomes = measure_cadence(scenario, Policy{}, options);
        VERIFY_OK(outcomes);
        const auto rows = cadence_rows(Policy{});
        QCOMPARE(outcomes->size(), rows.size());
        QVERIFY(std::is_sorted(done.begin(), done.end()) && std::abs(done.back() - 1) < 1e-9);
        for (std::size_t r = 0; r < rows.size(); ++r) {
            std::array<double, 14> prompts{}, answers{};
            double all_prompts = 0, all_answers = 0;
            std::set<std::uint32_t> out;
            SimulateOptions logged;
            logged.log = [&](std::span<const LoggedEvent> events) {
                for (const LoggedEvent& event : events) {
                    const auto day = std::min<std::size_t>(13, static_cast<std::size_t>(event.hours / 24));
                    if (event.kind == LoggedKind::prompt) prompts[day] += 1, all_prompts += 1;
                    if (event.kind == LoggedKind::answer) answers[day] += 1, all_answers += 1;
                    if (event.kind == LoggedKind::opt_out) out.insert(event.user.value);
                    if (event.kind == LoggedKind::opt_in) out.erase(event.user.value);
                }
            };
            VERIFY_OK(simulate_run(scenario, rows[r].policy, logged));
            const CadenceOutcome& one = (*outcomes)[r];
            QCOMPARE(one.key, rows[r].key);
            QVERIFY(std::abs(one.prompts.value - all_prompts / 150 / 2) < 1e-9);
            QVERIFY(std::abs(one.response.value - all_answers / all_prompts) < 1e-9);
            const auto week = [](const auto& days, std::ptrdiff_t from) {
                return std::accumulate(days.begin() + from, days.begin() + from + 7, 0.0);
            };
            QVERIFY(std::abs(one.first_week - week(answers, 0) / week(prompts, 0)) < 1e-9);
            QVERIFY(std::abs(one.last_week - week(answers, 7) / week(prompts, 7)) < 1e-9);
            QVERIFY(std::abs(one.answers.value - all_answers / 150 / 2) < 1e-9);
            QVERIFY(std::abs(one.opt_out.value - static_cast<double>(out.size()) / 150) < 1e-9);
        }
    }

    // Behaviour model 6.2: what more asking buys and costs. FB-14
    void asking_more_is_answered_less_and_turned_off_more() {
        SimulateOptions options;
        options.threads = 2;
        const auto outcomes = measure_cadence(calm(sized(2500, 5000), 60), Policy{}, options);
        VERIFY_OK(outcomes);
        const std::vector<std::string> faster = {"two_weeks", "week", "three_days", "day", "visit", "thrice"};
        for (std::size_t n = 1; n < faster.size(); ++n) {
            const CadenceOutcome& slow = row(*outcomes, faster[n - 1]);
            const CadenceOutcome& fast = row(*outcomes, faster[n]);
            QVERIFY2(fast.response.value < slow.response.value, faster[n].c_str());
            QVERIFY2(fast.opt_out.value >= slow.opt_out.value, faster[n].c_str());
            // Three times a visit so many turn prompts off that fewer are shown in the end.
            if (faster[n] != "thrice") QVERIFY(fast.prompts.value > slow.prompts.value);
        }
        const CadenceOutcome& random = row(*outcomes, "day_random");
        const CadenceOutcome& day = row(*outcomes, "day");
        QVERIFY(random.answers.value < day.answers.value);
        // At about equal numbers of prompts the intervals do not meet.
        QVERIFY(random.response.upper < day.response.lower);
        const CadenceOutcome& any = row(*outcomes, "any");
        for (const CadenceOutcome& other : *outcomes)
            if (other.key != "any")
                QVERIFY2(any.response.value < other.response.value && any.opt_out.value > other.opt_out.value,
                         other.key.c_str());
        // It wears off within a run where people are asked at every visit, and hardly where they are not.
        QVERIFY(row(*outcomes, "visit").last_week < 0.8 * row(*outcomes, "visit").first_week);
        // Who answers is more satisfied than who does not.
        QVERIFY(row(*outcomes, "day").bias.lower > 0);
    }

    void table_csv_and_document_say_the_same() {
        const auto outcomes = measure_cadence(calm(80, 3, 60), Policy{}, {});
        VERIFY_OK(outcomes);
        const DataTable table = cadence_table(*outcomes, Text::english());
        const Json document = cadence_document(*outcomes);
        const QList<QByteArray> lines = QByteArray::fromStdString(cadence_csv(*outcomes)).split('\n');
        QCOMPARE(table.rows.size(), outcomes->size());
        QCOMPARE(document["rows"].size(), outcomes->size());
        QCOMPARE(lines.size(), static_cast<qsizetype>(outcomes->size()) + 2);
        for (std::size_t r = 0; r < outcomes->size(); ++r) {
            QCOMPARE(table.rows[r].size(), table.head.size());
            const QList<QByteArray> cells = lines[static_cast<qsizetype>(r) + 1].split(',');
            QCOMPARE(cells.size(), lines[0].split(',').size());
            QCOMPARE(cells[0].toStdString(), (*outcomes)[r].key);
            const Json& value = document["rows"][r]["response_rate"]["value"];
            QCOMPARE(value.is_null(), cells[2].isEmpty());
            if (!value.is_null()) QCOMPARE(cells[2].toDouble(), value.get<double>());
        }
    }

    void it_can_be_stopped() {
        std::stop_source stop;
        SimulateOptions options;
        options.stop = stop.get_token();
        options.progress = [&](double done) {
            if (done > 0.3) stop.request_stop();
        };
        const auto outcomes = measure_cadence(calm(80, 10, 60), Policy{}, options);
        QVERIFY(!outcomes);
        QVERIFY(outcomes.error().code == ErrorCode::cancelled);
    }
};
ATTUNE_TEST(Cadence_test);

#include "cadence_test.moc"
