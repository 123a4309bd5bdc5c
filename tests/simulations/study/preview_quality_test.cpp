// Whether a preview tells the truth: for many lever moves, the interval of the first preview is held against
// the full run over the same days, which is made as a scenario of just those days (a full run is the same as
// simulate_comparison(), another test says). In the short test the full run has fewer people and days; at
// full size it is the shipped scenario.
#include "simulations/engine/run.h"
#include "simulations/population/synthetic.h"
#include "simulations/study/lab_study.h"
#include "simulations/study/measure.h"
#include "tests/simulations/study/small_scenario.h"

#include <array>
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
constexpr Watched watched[] = {
    {"satisfaction_true", "all"}, {"exposure_share", "provider=small"}, {"prompts_per_user_week", "all"}};

double width(const MetricValue& value) {
    return value.upper - value.lower;
}

} // namespace

class Preview_quality_test : public QObject {
    Q_OBJECT

    LabSetup setup_;
    SimulateOptions options_;
    LabStudy study_;
    std::shared_ptr<const LoadedScenario> first_days_; ///< only the days of the first preview
    LabStudy first_days_study_;
    std::array<int, std::size(watched)> held_{};
    int moved_ = 0;
    QString story_;

private slots:
    void initTestCase() {
        LoadedScenario loaded;
        for (const Scenario& scenario : shipped_scenarios())
            if (scenario.name == "calm-baseline") loaded.scenario = scenario;
        loaded.scenario.users = sized(320, loaded.scenario.users);
        loaded.scenario.days = sized(preview_stages().front().days, loaded.scenario.days);
        setup_ = {std::make_shared<const LoadedScenario>(loaded), Policy{}, Policy{}, 4};
        loaded.scenario.days = preview_stages().front().days;
        first_days_ = std::make_shared<const LoadedScenario>(loaded);
        options_.threads = 2;
        options_.replications = setup_.replications;
        VERIFY_OK(study_.full(setup_, options_));
        VERIFY_OK(study_.learn_chance(setup_, options_));
    }

    void a_preview_against_the_full_run_data() {
        QTest::addColumn<QString>("lever");
        QTest::addColumn<QString>("value");
        for (const Move& move : moves)
            QTest::addRow("%s = %s", move.lever, move.value) << move.lever << move.value;
    }
    void a_preview_against_the_full_run() {
        QFETCH(QString, lever);
        QFETCH(QString, value);
        LabSetup setup = setup_;
        VERIFY_OK(policy_parameters().set_text(setup.candidate, lever.toStdString(), value.toStdString()));
        const auto preview = study_.preview(setup, preview_stages().front(), options_);
        VERIFY_OK(preview);
        QVERIFY(preview->state.preview);
        QVERIFY(preview->state.people * preview->state.replications >= 200);
        QVERIFY(preview->state.days >= 28);
        setup.scenario = first_days_;
        const auto full = first_days_study_.full(setup, options_);
        VERIFY_OK(full);
        QVERIFY(full->comparison.baseline.fingerprint != full->comparison.candidate.fingerprint);
        QString line = QString("%1 = %2:").arg(lever, value);
        for (std::size_t w = 0; w < std::size(watched); ++w) {
            const MetricValue& said =
                value_of(preview->comparison.record.difference, watched[w].metric, watched[w].group);
            const MetricValue& truth =
                value_of(full->comparison.record.difference, watched[w].metric, watched[w].group);
            const bool holds = said.lower <= truth.value && truth.value <= said.upper;
            held_[w] += holds ? 1 : 0;
            line += QString(" %1 %2 [%3, %4]%5;")
                        .arg(truth.value, 0, 'f', 4)
                        .arg(said.value, 0, 'f', 4)
                        .arg(said.lower, 0, 'f', 4)
                        .arg(said.upper, 0, 'f', 4)
                        .arg(holds ? "" : " missed");
        }
        story_ += line + "\n";
        ++moved_;
    }

    /// After all moves: at least 18 of 20 must hold.
    void previews_hold_what_full_runs_say() {
        if (moved_ == 0) QSKIP("no move was made");
        QVERIFY(std::size(moves) >= 20);
        for (std::size_t w = 0; w < std::size(watched); ++w)
            story_ += QString("%1: held in %2 of %3\n").arg(watched[w].metric).arg(held_[w]).arg(moved_);
        qInfo("full run, preview and its interval, by metric:\n%s", qPrintable(story_));
        for (std::size_t w = 0; w < std::size(watched); ++w)
            QVERIFY2(10 * held_[w] >= 9 * moved_, watched[w].metric);
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
        // Widths of so few people vary; eight pairs of arms say what is usual.
        std::vector<Measured> arms;
        for (std::uint64_t seed = 11; seed < 27; ++seed)
            arms.push_back(measure(arm(seed % 2 == 1 ? setup.baseline : setup.candidate, seed)));
        struct Least {
            const char* metric;
            double times;
        };
        // What people are like decides how often they come and are asked; what they are shown decides how
        // content they are, and that is drawn anew wherever slates differ; with back-off, whether they happen
        // to answer decides when they are asked next, and what questions take of their time how often they
        // come: of how often people are asked, pairing says hardly more.
        for (const auto& [key, times] :
             {Least{"satisfaction_true", 1.5}, Least{"active_share", 4}, Least{"prompts_per_user_week", 1}}) {
            double squares = 0;
            for (const Measured& one : arms)
                squares += std::pow(width(value_of(one.values, key)), 2);
            const double apart = std::sqrt(2 * squares / static_cast<double>(arms.size()));
            const double said = width(value_of(preview->comparison.record.difference, key));
            qInfo("%s: paired %.4f, unpaired %.4f", key, said, apart);
            QVERIFY2(apart > times * said, key);
        }
    }
};
ATTUNE_TEST(Preview_quality_test);

#include "preview_quality_test.moc"
