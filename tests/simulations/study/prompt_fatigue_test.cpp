// Fatigue from being asked, as a measure: what questions of the log have left by the end of a day. FB-14
#include "simulations/study/library.h"
#include "tests/simulations/study/small_scenario.h"
#include "tests/support/test.h"

#include <cmath>
#include <vector>

using namespace attune;
using namespace attune::test;

namespace {

constexpr int people = 300, days = 12;

LoadedScenario scenario_of(double half_life) {
    LoadedScenario loaded = small_scenario(people, days, 100);
    // Every question weighs the same, whoever gets it.
    loaded.scenario.assumptions.fatigue_per_dismissal = 0;
    loaded.scenario.assumptions.young_fatigue = 1;
    loaded.scenario.assumptions.fatigue_half_life = half_life;
    return loaded;
}

Policy asking(bool prompts) {
    Policy policy;
    policy.prompts = prompts;
    policy.gap_hours = 0;
    policy.weekly_cap = 50;
    return policy;
}

/// Mean of a metric over everyone on a day.
double on_day(const RunRecord& run, const std::string& metric, int day) {
    for (const SeriesPoint& point : run.series)
        if (point.metric == metric && point.group == "all" && point.day == day) return point.value;
    throw std::runtime_error("no such day");
}

} // namespace

class Prompt_fatigue_test : public QObject {
    Q_OBJECT
private slots:
    void it_is_what_the_questions_so_far_have_left_data() {
        QTest::addColumn<double>("half_life");
        QTest::newRow("a day") << 24.0;
        QTest::newRow("as shipped") << Assumptions{}.fatigue_half_life;
        QTest::newRow("a month") << 720.0;
    }
    void it_is_what_the_questions_so_far_have_left() {
        QFETCH(double, half_life);
        const LoadedScenario scenario = scenario_of(half_life);
        const Assumptions& assumed = scenario.scenario.assumptions;
        struct Question {
            double hours;
            bool answered;
        };
        std::vector<Question> asked;
        SimulateOptions options;
        options.log = [&](std::span<const LoggedEvent> events) {
            for (const LoggedEvent& event : events) {
                if (event.kind == LoggedKind::prompt) asked.push_back({event.hours, false});
                if (event.kind == LoggedKind::answer) asked.back().answered = true;
            }
        };
        const auto run = simulate_run(scenario, asking(true), options);
        VERIFY_OK(run);
        QVERIFY(asked.size() > people);
        double before = 0;
        for (const int day : {0, 4, days - 1}) {
            const double until = 24.0 * (day + 1);
            double left = 0;
            for (const Question& question : asked)
                if (question.hours < until)
                    left += assumed.fatigue_per_prompt * (question.answered ? 0.7 : 1.0) *
                            std::exp2(-(until - question.hours) / half_life);
            left /= people;
            const double measured = on_day(*run, "prompt_fatigue", day);
            // Within a visit time stands still for it, and who returns after leaving begins rested.
            QVERIFY2(std::abs(measured - left) < 0.04 * left,
                     qPrintable(QString("day %1: %2, by the log %3").arg(day).arg(measured).arg(left)));
            before = std::max(before, measured);
        }
        QVERIFY(before > 0.01);
    }

    void who_is_never_asked_is_rested() {
        Policy silent = asking(false);
        silent.conversation = false;
        const auto run = simulate_run(scenario_of(168), silent, {});
        VERIFY_OK(run);
        QCOMPARE(value_of(run->metrics, "prompt_fatigue").value, 0.0);
    }
};
ATTUNE_TEST(Prompt_fatigue_test);

#include "prompt_fatigue_test.moc"
