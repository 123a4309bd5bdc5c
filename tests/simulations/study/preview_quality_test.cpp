// Whether a preview tells the truth: for many lever moves, the interval of the first preview is held against
// the full run over the same days, which is made as a scenario of just those days (a full run is the same as
// simulate_comparison(), another test says). In the short test the full run has fewer people and days; at
// full size it is the shipped scenario.
#include "simulations/engine/run.h"
#include "simulations/population/synthetic.h"
#include "simulations/study/lab_study.h"
#include "simulations/study/measure.h"
#include "tests/simulations/study/small_scenario.h"

#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

struct Move {
    const char* lever;
    const char* value;
};

/// Every group of levers, up and down, in moderate and large steps.
constexpr Move moves[] = {
    {"ranking.temperature", "0.1"},       {"ranking.temperature", "0.9"},
    {"ranking.candidates", "48"},         {"ranking.category_quota", "0"},
    {"ranking.category_cap", "1"},        {"ranking.exploration_share", "0"},
    {"ranking.exploration_share", "0.3"}, {"model.update_days", "10"},
    {"model.regularisation", "15"},       {"model.recency_half_life", "8"},
    {"fairness.floor.small", "0.3"},      {"fairness.floor.small", "0.5"},
    {"prompt.enabled", "false"},          {"prompt.weekly_cap", "1"},
    {"prompt.gap_hours", "12"},           {"prompt.gap_hours", "168"},
    {"deescalation.enabled", "false"},    {"deescalation.step", "0.3"},
    {"deescalation.step", "1.5"},         {"deescalation.acknowledge_at", "0.85"},
    {"deescalation.lowest_weight", "-1"}, {"deescalation.prior", "0.2"},
};

struct Watched {
    const char* metric;
    const char* group;
    int held = 0;
};

double width(const MetricValue& value) {
    return value.upper - value.lower;
}

} // namespace

class Preview_quality_test : public QObject {
    Q_OBJECT

    LabSetup setup_;
    SimulateOptions options_;
    LabStudy study_;

private slots:
    void initTestCase() {
        LoadedScenario loaded;
        for (const Scenario& scenario : shipped_scenarios())
            if (scenario.name == "calm-baseline") loaded.scenario = scenario;
        loaded.scenario.users = sized(320, loaded.scenario.users);
        loaded.scenario.days = sized(preview_stages().front().days, loaded.scenario.days);
        setup_ = {std::make_shared<const LoadedScenario>(loaded), Policy{}, Policy{}, 4};
        options_.threads = 2;
        options_.replications = setup_.replications;
        VERIFY_OK(study_.full(setup_, options_));
        VERIFY_OK(study_.learn_chance(setup_, options_));
    }

    void previews_hold_what_the_full_run_says() {
        Watched watched[] = {{"satisfaction_true", "all"},
                             {"exposure_share", "provider=small"},
                             {"prompts_per_user_week", "all"}};
        LoadedScenario first_days = *setup_.scenario;
        first_days.scenario.days = preview_stages().front().days;
        const auto begun = std::make_shared<const LoadedScenario>(first_days);
        LabStudy other;
        int moved = 0;
        QString story;
        for (const Move& move : moves) {
            LabSetup setup = setup_;
            VERIFY_OK(policy_parameters().set_text(setup.candidate, move.lever, move.value));
            const auto preview = study_.preview(setup, preview_stages().front(), options_);
            VERIFY_OK(preview);
            QVERIFY(preview->state.preview);
            QVERIFY(preview->state.people * preview->state.replications >= 200);
            QVERIFY(preview->state.days >= 28);
            setup.scenario = begun;
            const auto full = other.full(setup, options_);
            VERIFY_OK(full);
            moved += full->comparison.baseline.fingerprint != full->comparison.candidate.fingerprint ? 1 : 0;
            story += QString("%1 = %2:").arg(move.lever, move.value);
            for (Watched& one : watched) {
                const MetricValue& said =
                    value_of(preview->comparison.record.difference, one.metric, one.group);
                const double truth =
                    value_of(full->comparison.record.difference, one.metric, one.group).value;
                const bool holds = said.lower <= truth && truth <= said.upper;
                one.held += holds ? 1 : 0;
                story += QString(" %1 %2 [%3, %4]%5")
                             .arg(truth, 0, 'f', 4)
                             .arg(said.value, 0, 'f', 4)
                             .arg(said.lower, 0, 'f', 4)
                             .arg(said.upper, 0, 'f', 4)
                             .arg(holds ? "" : " missed");
            }
            story += "\n";
        }
        QVERIFY(std::size(moves) >= 20);
        QCOMPARE(moved, static_cast<int>(std::size(moves)));
        const int enough = static_cast<int>(std::ceil(0.9 * static_cast<double>(std::size(moves))));
        for (const Watched& one : watched) {
            story += QString("%1: held in %2 of %3\n").arg(one.metric).arg(one.held).arg(std::size(moves));
            if (one.held < enough) qWarning("%s", qPrintable(story));
            QVERIFY2(one.held >= enough, one.metric);
        }
        if (full_size()) qInfo("%s", qPrintable(story));
    }

    // The control arm: without the same people on both sides nothing could be said so early.
    void other_people_on_the_two_sides_would_say_much_less() {
        LabSetup setup = setup_;
        setup.candidate.gap_hours = 24;
        const auto preview = study_.preview(setup, preview_stages().front(), options_);
        VERIFY_OK(preview);
        // As many people in each arm, from the same catalogue, but other ones: Welch's interval over
        // clusters.
        const WorldData world = make_synthetic_world(Assumptions{}, 1000, 1);
        const auto arm = [&](const Policy& policy, std::uint64_t seed) {
            RunRequest request;
            request.world = &world;
            request.policy = policy;
            request.seed = seed;
            request.users = 256;
            request.days = preview_stages().front().days;
            auto observation = run_policy(request);
            if (!observation) throw std::runtime_error(to_line(observation.error()));
            return std::move(*observation);
        };
        const Observation base = arm(setup.baseline, 11);
        const Measured paired = measure_difference(base, arm(setup.candidate, 11));
        const Measured one = measure(base);
        const Measured other = measure(arm(setup.candidate, 12));
        for (const char* key : {"satisfaction_true", "active_share", "prompts_per_user_week"}) {
            const double apart =
                std::hypot(width(value_of(one.values, key)), width(value_of(other.values, key)));
            const double said = width(value_of(preview->comparison.record.difference, key));
            const double together = width(value_of(paired.values, key));
            qInfo("%s: paired preview %.4f, paired by the same clusters %.4f, unpaired %.4f", key, said,
                  together, apart);
            QVERIFY2(apart > 2 * said, key);
        }
    }
};
ATTUNE_TEST(Preview_quality_test);

#include "preview_quality_test.moc"
