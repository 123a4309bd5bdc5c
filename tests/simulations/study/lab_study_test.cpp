#include "core/measures/statistics/summary.h"
#include "simulations/engine/run.h"
#include "simulations/population/synthetic.h"
#include "simulations/study/lab_study.h"
#include "tests/simulations/study/small_scenario.h"

#include <atomic>
#include <bit>
#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

LabSetup small_setup(int replications = 2) {
    return {std::make_shared<const LoadedScenario>(small_scenario(100, 33, 60)), Policy{},
            shipped_policy("ask-every-session"), replications};
}

LabSetup with_candidate(LabSetup setup, const Policy& candidate) {
    setup.candidate = candidate;
    return setup;
}

LabSetup with_scenario(LabSetup setup, const std::function<void(Scenario&)>& change) {
    LoadedScenario changed = *setup.scenario;
    change(changed.scenario);
    setup.scenario = std::make_shared<const LoadedScenario>(std::move(changed));
    return setup;
}

SimulateOptions options_for(const LabSetup& setup, int threads = 2) {
    SimulateOptions options;
    options.replications = setup.replications;
    options.threads = threads;
    return options;
}

/// Every bit of a value, and one for all that is not a number.
std::string bits(double value) {
    return std::isnan(value) ? "-" : std::to_string(std::bit_cast<std::uint64_t>(value));
}

std::string digest(const std::vector<MetricValue>& values) {
    std::string all;
    for (const MetricValue& v : values)
        all += v.key + ' ' + v.group + ' ' + bits(v.value) + ' ' + bits(v.lower) + ' ' + bits(v.upper) + ' ' +
               bits(v.n) + '\n';
    return all;
}
std::string digest(const std::vector<SeriesPoint>& points) {
    std::string all;
    for (const SeriesPoint& p : points)
        all += p.metric + ' ' + p.group + ' ' + std::to_string(p.day) + ' ' + bits(p.value) + ' ' +
               bits(p.lower) + ' ' + bits(p.upper) + ' ' + bits(p.n) + '\n';
    return all;
}
std::string digest(const RunRecord& run) {
    return run.id + run.scenario_name + run.scenario_json + run.policy_name + run.policy_json +
           std::to_string(run.seed) + ' ' + std::to_string(run.users) + ' ' + std::to_string(run.days) + ' ' +
           std::to_string(run.items) + ' ' + std::to_string(run.replications) + run.fingerprint +
           run.program_version + run.created + digest(run.metrics) + digest(run.series);
}
std::string digest(const Comparison& comparison) {
    const ComparisonRecord& record = comparison.record;
    std::string all = digest(comparison.baseline) + digest(comparison.candidate) + record.id +
                      record.baseline_run + record.candidate_run + record.created +
                      digest(record.difference) + digest(record.series);
    for (const GuardrailVerdict& verdict : record.guardrails)
        all += verdict.key + std::to_string(static_cast<int>(verdict.verdict)) + bits(verdict.difference) +
               bits(verdict.more_needed);
    return all;
}

/// The engine, and what was asked of it.
struct Counted {
    std::atomic<int> runs{0};
    std::atomic<int> borrowed{0};
    std::atomic<int> twins{0}; ///< runs with another chance
    LabStudy::Runner runner() {
        return [this](const RunRequest& request) {
            ++runs;
            borrowed += request.borrowed ? 1 : 0;
            twins += request.chance != 0 ? 1 : 0;
            if (on_run) on_run();
            return run_policy(request);
        };
    }
    std::function<void()> on_run;
    int take() { return runs.exchange(0); }
};

Comparison oracle(const LabSetup& setup) {
    auto result = simulate_comparison(*setup.scenario, setup.baseline, setup.candidate, options_for(setup));
    if (!result) throw std::runtime_error(to_line(result.error()));
    return *result;
}

LabResult full(LabStudy& study, const LabSetup& setup, int threads = 2) {
    auto result = study.full(setup, options_for(setup, threads));
    if (!result) throw std::runtime_error(to_line(result.error()));
    return std::move(*result);
}

LabResult preview(LabStudy& study, const LabSetup& setup, const PreviewStage& stage = {}, int threads = 2) {
    auto result = study.preview(setup, stage, options_for(setup, threads));
    if (!result) throw std::runtime_error(to_line(result.error()));
    return std::move(*result);
}

void learn_chance(LabStudy& study, const LabSetup& setup) {
    if (auto done = study.learn_chance(setup, options_for(setup)); !done)
        throw std::runtime_error(to_line(done.error()));
}

} // namespace

class Lab_study_test : public QObject {
    Q_OBJECT
private slots:
    void a_full_run_is_a_comparison_bit_for_bit_data() {
        QTest::addColumn<int>("threads");
        QTest::newRow("one thread") << 1;
        QTest::newRow("two threads") << 2;
    }
    void a_full_run_is_a_comparison_bit_for_bit() {
        QFETCH(int, threads);
        LabStudy study;
        const LabSetup first = small_setup();
        const LabSetup moved = with_candidate(first, shipped_policy("content-only"));
        LabSetup rebased = moved;
        rebased.baseline = shipped_policy("careful");
        LabSetup longer = rebased;
        longer.replications = 3;
        LabSetup equal = longer;
        equal.candidate = equal.baseline;
        equal.candidate.name = "the same by another name";
        for (const LabSetup& setup : {first, moved, rebased, longer, equal, first}) {
            const LabResult result = full(study, setup, threads);
            QCOMPARE(digest(result.comparison), digest(oracle(setup)));
            QCOMPARE(result.state.preview, false);
            QCOMPARE(result.state.people, 100);
            QCOMPARE(result.state.replications, setup.replications);
            QCOMPARE(result.state.days, 33);
            QCOMPARE(result.state.horizon, 33);
        }
    }

    void the_baseline_is_simulated_only_when_something_of_it_changed() {
        Counted counted;
        LabStudy study(counted.runner());
        LabSetup setup = small_setup(3);
        const auto runs_of = [&](const LabSetup& next) {
            full(study, next);
            return counted.take();
        };
        QCOMPARE(runs_of(setup), 6);
        QCOMPARE(runs_of(with_candidate(setup, shipped_policy("popularity"))), 3);
        setup.baseline.name = "renamed";
        QCOMPARE(runs_of(setup), 3);
        setup = with_scenario(setup, [](Scenario& s) {
            s.name = "renamed as well";
            s.purpose = "another";
        });
        QCOMPARE(runs_of(setup), 3);
        QCOMPARE(runs_of(with_candidate(setup, setup.baseline)), 0); // equal: both are known
        setup.baseline.weekly_cap = 1;
        QCOMPARE(runs_of(setup), 6);
        setup = with_scenario(setup, [](Scenario& s) { s.seed = 9; });
        QCOMPARE(runs_of(setup), 6);
        setup = with_scenario(setup, [](Scenario& s) { s.assumptions.tap_rate *= 2; });
        QCOMPARE(runs_of(setup), 6);
        setup.replications = 2;
        QCOMPARE(runs_of(setup), 4);
        QCOMPARE(runs_of(setup), 2);
    }

    void a_cancelled_full_run_leaves_what_is_kept() {
        Counted counted;
        LabStudy study(counted.runner());
        const LabSetup setup = small_setup();
        full(study, setup);
        LabSetup other = setup;
        other.baseline = shipped_policy("firm");
        for (const double at : {0.1, 0.6, 1.0}) {
            std::stop_source source;
            SimulateOptions options = options_for(other);
            options.stop = source.get_token();
            options.progress = [&](double done) {
                if (done >= at) source.request_stop();
            };
            const auto stopped = study.full(other, options);
            QVERIFY(!stopped);
            QCOMPARE(stopped.error().code, ErrorCode::cancelled);
        }
        counted.take();
        const LabSetup moved = with_candidate(setup, shipped_policy("random"));
        QCOMPARE(digest(full(study, moved).comparison), digest(oracle(moved)));
        QCOMPARE(counted.take(), 2);
    }

    void progress_rises_to_one_over_what_is_simulated() {
        LabStudy study;
        const LabSetup setup = small_setup();
        for (const int days : {4 * 33, 2 * 33}) {
            std::vector<double> seen;
            SimulateOptions options = options_for(setup);
            options.progress = [&](double done) { seen.push_back(done); };
            VERIFY_OK(study.full(setup, options));
            QCOMPARE(static_cast<int>(seen.size()), days);
            QVERIFY(std::is_sorted(seen.begin(), seen.end()));
            QCOMPARE(seen.back(), 1.0);
        }
    }

    void a_policy_that_does_not_fit_is_refused() {
        LabStudy study;
        LabSetup setup = small_setup();
        setup.candidate.exposure_floor["nobody"] = 0.3;
        const auto refused = study.full(setup, options_for(setup));
        const auto preview = study.preview(setup, {}, options_for(setup));
        QVERIFY(!refused && !preview);
        QCOMPARE(refused.error().code, ErrorCode::bad_input);
        QCOMPARE(preview.error(), refused.error());
    }

    void stages_have_enough_people_and_days_and_grow() {
        QVERIFY(preview_stages().size() >= 3);
        for (const PreviewStage& stage : preview_stages()) {
            QVERIFY(stage.people >= 200);
            QVERIFY(stage.days == 0 || stage.days >= 28);
        }
        const auto people_of = [](int users, int days, int replications) {
            LabSetup setup = small_setup(replications);
            setup = with_scenario(setup, [&](Scenario& s) {
                s.users = users;
                s.days = days;
            });
            std::vector<int> people;
            for (const PreviewStage& stage : preview_stages(setup))
                people.push_back(stage.people);
            return people;
        };
        QCOMPARE(people_of(2000, 60, 4), (std::vector<int>{256, 512, 1024, 2048}));
        QCOMPARE(people_of(100000, 60, 1), (std::vector<int>{256, 512, 1024, 2048}));
        QCOMPARE(people_of(128, 60, 4), (std::vector<int>{256, 512}));
        QCOMPARE(people_of(200, 20, 1), (std::vector<int>{256}));
        QCOMPARE(people_of(200, 60, 1), (std::vector<int>{256, 512})); // the same people, all days
    }

    void a_preview_without_a_full_run_stands_for_itself() {
        LabStudy study;
        const LabSetup setup = small_setup(4);
        const LabResult result = preview(study, setup);
        QCOMPARE(result.state.preview, true);
        QCOMPARE(result.state.people, 64);
        QCOMPARE(result.state.replications, 4);
        QCOMPARE(result.state.days, 31);
        QCOMPARE(result.state.horizon, 33);
        // The oracle: each seed's few people as a scenario of their own; sums over seeds, not means of
        // shares.
        LoadedScenario few = small_scenario(64, 31, 60);
        double prompts = 0;
        for (int seed = 1; seed <= 4; ++seed) {
            few.scenario.seed = static_cast<std::uint64_t>(seed);
            const auto alone = simulate_run(few, setup.candidate, {});
            VERIFY_OK(alone);
            prompts += value_of(alone->metrics, "prompts_per_user_week").value / 4;
        }
        QVERIFY(std::abs(value_of(result.comparison.candidate.metrics, "prompts_per_user_week").value -
                         prompts) < 1e-9);
        for (const MetricValue& d : result.comparison.record.difference)
            QVERIFY(std::abs(d.value - (value_of(result.comparison.candidate.metrics, d.key, d.group).value -
                                        value_of(result.comparison.baseline.metrics, d.key, d.group).value)) <
                    1e-9);
    }

    void what_a_preview_can_say_and_what_not() {
        LabStudy study;
        const LabSetup setup = small_setup(4);
        for (int turn = 0; turn < 2; ++turn) {
            const LabResult result = preview(study, setup);
            // Long-term and short-term, behaviour and sentiment answer in the first stage already.
            for (const char* key : {"satisfaction_true", "satisfaction_answers", "retention_30d", "churn_30d",
                                    "ctr", "weeks_asked_twice", "opt_out_rate"}) {
                QVERIFY2(has_value(result.comparison.record.difference, key), key);
                QVERIFY2(has_value(result.comparison.candidate.metrics, key), key);
            }
            // How much of the catalogue is seen at all depends on how many look.
            for (const char* key : {"coverage", "exposure_gini"}) {
                QVERIFY2(!has_value(result.comparison.record.difference, key), key);
                QVERIFY2(!has_value(result.comparison.candidate.metrics, key), key);
            }
            if (turn == 0) full(study, setup);
        }
    }

    void a_preview_never_moves_the_baseline() {
        LabStudy study;
        const LabSetup setup = small_setup(3);
        const LabResult whole = full(study, setup);
        LabSetup begun = with_scenario(setup, [](Scenario& s) { s.days = 31; });
        const Comparison first_days = oracle(begun);
        for (const bool known : {false, true}) {
            if (known) learn_chance(study, setup);
            for (const Policy& candidate : {shipped_policy("ask-every-session"), shipped_policy("careful")}) {
                const LabResult early = preview(study, with_candidate(setup, candidate));
                QCOMPARE(digest(early.comparison.baseline.series), digest(whole.comparison.baseline.series));
                for (const MetricValue& value : early.comparison.baseline.metrics)
                    QCOMPARE(value.value,
                             value_of(first_days.baseline.metrics, value.key, value.group).value);
                const LabResult late = preview(study, with_candidate(setup, candidate), {512, 0});
                QCOMPARE(digest(late.comparison.baseline.metrics), digest(whole.comparison.baseline.metrics));
                QCOMPARE(digest(late.comparison.baseline.series), digest(whole.comparison.baseline.series));
                QCOMPARE(late.state.days, 33);
            }
        }
    }

    void the_candidate_is_baseline_plus_difference_within_its_range() {
        LabStudy study;
        LabSetup setup = small_setup(4);
        setup.candidate.prompts = false;
        full(study, setup);
        const LabResult result = preview(study, setup);
        QVERIFY(result.comparison.record.difference.size() > 80);
        for (const MetricValue& d : result.comparison.record.difference) {
            const MetricValue& base = value_of(result.comparison.baseline.metrics, d.key, d.group);
            const MetricValue& shown = value_of(result.comparison.candidate.metrics, d.key, d.group);
            QVERIFY2(std::abs(shown.value - (base.value + d.value)) < 1e-12, d.key.c_str());
            QVERIFY2(shown.value >= lowest_value(*find_metric(d.key)), d.key.c_str());
            if (find_metric(d.key)->unit == "share") QVERIFY2(shown.value <= 1, d.key.c_str());
            if (!std::isnan(d.lower))
                QVERIFY2(shown.lower <= shown.value && shown.value <= shown.upper, d.key.c_str());
        }
        // Nobody is asked: that is no small number but nothing.
        QCOMPARE(value_of(result.comparison.candidate.metrics, "prompts_per_user_week").value, 0.0);
        QCOMPARE(value_of(result.comparison.candidate.metrics, "weeks_unasked").value, 1.0);
        for (const SeriesPoint& point : result.comparison.candidate.series) {
            QVERIFY(point.day < 31);
            // A small group may have got no prompt on a day of the preview's own baseline either.
            if (point.metric == "prompts_per_user_week" && point.group == "all") QCOMPARE(point.value, 0.0);
        }
    }

    void equal_policies_differ_by_nothing_in_a_preview() {
        LabStudy study;
        LabSetup setup = small_setup(4);
        setup.candidate = setup.baseline;
        for (int turn = 0; turn < 3; ++turn) {
            const LabResult result = preview(study, setup);
            QVERIFY(result.comparison.record.difference.size() > 80);
            for (const MetricValue& d : result.comparison.record.difference)
                QVERIFY2(d.value == 0 && d.lower == 0 && d.upper == 0, d.key.c_str());
            if (turn == 0) full(study, setup);
            if (turn == 1) learn_chance(study, setup);
        }
    }

    void a_preview_is_the_same_for_any_number_of_threads() {
        std::vector<std::string> seen;
        for (const int threads : {1, 2, 3}) {
            LabStudy study;
            const LabSetup setup = small_setup(4);
            std::string all = digest(preview(study, setup, {}, threads).comparison);
            full(study, setup, threads);
            learn_chance(study, setup);
            all += digest(preview(study, setup, {}, threads).comparison);
            all += digest(preview(study, setup, {512, 0}, threads).comparison);
            seen.push_back(all);
        }
        QCOMPARE(seen[1], seen[0]);
        QCOMPARE(seen[2], seen[0]);
    }

    void a_preview_simulates_the_baseline_once_for_each_stage() {
        Counted counted;
        LabStudy study(counted.runner());
        LabSetup setup = small_setup(4);
        const auto runs_of = [&](const LabSetup& next, const PreviewStage& stage) {
            preview(study, next, stage);
            return counted.take();
        };
        QCOMPARE(runs_of(setup, {}), 8);
        QCOMPARE(runs_of(with_candidate(setup, shipped_policy("popularity")), {}), 4);
        QCOMPARE(runs_of(setup, {512, 0}), 8);
        QCOMPARE(runs_of(setup, {512, 0}), 4);
        setup.baseline.weekly_cap = 1;
        QCOMPARE(runs_of(setup, {}), 8);
        setup = with_scenario(setup, [](Scenario& s) { s.seed = 4; });
        QCOMPARE(runs_of(setup, {}), 8);
        full(study, setup);
        counted.take();
        QCOMPARE(runs_of(setup, {}), 8); // laid on the full run's baseline from now on, measured anew
        QCOMPARE(runs_of(setup, {}), 4);
    }

    void learning_is_borrowed_where_it_is_the_same() {
        Counted counted;
        LabStudy study(counted.runner());
        LabSetup setup = small_setup(4);
        const auto borrowed_by = [&](const Policy& candidate) {
            preview(study, with_candidate(setup, setup.baseline)); // the baseline's own part
            counted.borrowed = 0;
            preview(study, with_candidate(setup, candidate));
            return counted.borrowed.exchange(0);
        };
        const Policy asking = shipped_policy("ask-every-session");
        QCOMPARE(borrowed_by(asking), 0); // nothing is kept
        full(study, setup);
        QCOMPARE(borrowed_by(asking), 0); // chance is not known yet: intervals could not hold it
        learn_chance(study, setup);
        QCOMPARE(borrowed_by(asking), 4);
        Policy learns_otherwise = asking;
        learns_otherwise.regularisation = 9;
        counted.take();
        preview(study, with_candidate(setup, learns_otherwise), {512, 0});
        QCOMPARE(counted.borrowed.load(), 0); // neither side
        QCOMPARE(counted.take(), 8);
        full(study, with_candidate(setup, learns_otherwise));
        learns_otherwise.weekly_cap = 1;
        QCOMPARE(borrowed_by(learns_otherwise), 4); // from the candidate that was run
    }

    void chance_is_learned_once_and_what_was_learned_before_a_stop_is_kept() {
        Counted counted;
        LabStudy study(counted.runner());
        const LabSetup setup = small_setup(2);
        learn_chance(study, setup);
        QCOMPARE(counted.take(), 0); // of what?
        full(study, setup);
        counted.take();
        std::stop_source source;
        SimulateOptions options = options_for(setup);
        options.stop = source.get_token();
        counted.on_run = [&] {
            if (counted.twins == 3) source.request_stop();
        };
        const auto stopped = study.learn_chance(setup, options);
        QVERIFY(!stopped);
        QCOMPARE(stopped.error().code, ErrorCode::cancelled);
        QCOMPARE(counted.take(), 3); // two of them to the end
        learn_chance(study, setup);
        QCOMPARE(counted.take(), 6);
        QCOMPARE(counted.twins.load(), 9);
        learn_chance(study, setup);
        QCOMPARE(counted.take(), 0);
        // Another candidate asks the same of chance; another baseline asks anew.
        full(study, with_candidate(setup, shipped_policy("careful")));
        counted.take();
        learn_chance(study, setup);
        QCOMPARE(counted.take(), 0);
        LabSetup rebased = setup;
        rebased.baseline.weekly_cap = 1;
        full(study, rebased);
        counted.take();
        learn_chance(study, rebased);
        QCOMPARE(counted.take(), 8);
    }

    void an_interval_holds_chance_as_well() {
        // One seed, so that the preview's own interval speaks of people alone.
        LabStudy study;
        LabSetup setup = small_setup(1);
        full(study, setup);
        learn_chance(study, setup);
        const LabResult with_chance = preview(study, setup);
        const MetricValue& share =
            value_of(with_chance.comparison.record.difference, "exposure_share", "provider=small");
        // The oracle: eight more runs of the baseline, which differ from it by the recommender's chance.
        const auto world = make_synthetic_world(Assumptions{}, 60, 1);
        RunRequest request;
        request.world = &world;
        request.users = 100;
        request.days = 31;
        const auto small_share = [&] {
            const auto observation = run_policy(request);
            double small = 0;
            double all = 0;
            for (const Cluster& cluster : observation->clusters)
                for (const GroupExposure& day : cluster.exposure)
                    for (std::size_t g = 0; g < observation->provider_groups.size(); ++g) {
                        all += static_cast<double>(day[g]);
                        if (observation->provider_groups[g] == "small") small += static_cast<double>(day[g]);
                    }
            return small / all;
        };
        const double base = small_share();
        double squares = 0;
        for (int chance = 1; chance <= 8; ++chance) {
            request.chance = static_cast<std::uint64_t>(chance);
            squares += std::pow(small_share() - base, 2) / 8;
        }
        const double reach = 3.2394546 * std::sqrt(squares); // t, 95 %, 8 / (1 + 7/4) degrees of freedom
        QVERIFY(reach > 0);
        QVERIFY(share.upper - share.value >= reach * 0.999);
        QVERIFY(share.upper - share.value < 4 * reach + 0.1);
    }

    void a_stopped_preview_is_cancelled() {
        LabStudy study;
        const LabSetup setup = small_setup(4);
        std::stop_source source;
        SimulateOptions options = options_for(setup);
        options.stop = source.get_token();
        source.request_stop();
        const auto result = study.preview(setup, {}, options);
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::cancelled);
        preview(study, setup); // and the next one is not
    }
};
ATTUNE_TEST(Lab_study_test);

#include "lab_study_test.moc"
