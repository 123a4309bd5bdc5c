#include "simulations/study/loop_targets.h"

#include "core/base/named.h"
#include "core/measures/statistics/jackknife.h"
#include "core/recommender/deescalation/promise.h"
#include "simulations/population/population.h"
#include "simulations/study/rejections.h"
#include "simulations/study/replication.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace attune {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double liked_from = 0.2; ///< nat, section 9 (OVR)
constexpr double least_shown =
    30; ///< items of a category in the twin's window, for a loss to be told from chance
constexpr double overcorrected = 0.5; ///< of what the twin was shown

/// What the measures are made of, for one block of people.
struct LoopBlock {
    Fraction bad, bad_twin, over, floor, answered, answered_twin, back, back_twin, kept, kept_twin;

    template <typename Change>
    void each(const LoopBlock& other, const Change& change) {
        for (Fraction LoopBlock::*one :
             {&LoopBlock::bad, &LoopBlock::bad_twin, &LoopBlock::over, &LoopBlock::floor,
              &LoopBlock::answered, &LoopBlock::answered_twin, &LoopBlock::back, &LoopBlock::back_twin,
              &LoopBlock::kept, &LoopBlock::kept_twin})
            change(this->*one, other.*one);
    }
    LoopBlock& operator+=(const LoopBlock& other) {
        each(other, [](Fraction& a, const Fraction& b) { a += b; });
        return *this;
    }
    LoopBlock& operator-=(const LoopBlock& other) {
        each(other, [](Fraction& a, const Fraction& b) { a -= b; });
        return *this;
    }
    bool empty() const {
        return bad.empty() && bad_twin.empty() && answered.empty() && answered_twin.empty() && kept.empty() &&
               kept_twin.empty();
    }
};

/// A share; its interval ends where shares end. A reduction can be below `least` = 0.
MetricValue as_metric(const std::string& key, const Estimate& estimate, double n, double least = 0) {
    return {.key = key,
            .value = estimate.value,
            .lower = std::isnan(estimate.lower) ? none : std::max(estimate.lower, least),
            .upper = std::isnan(estimate.upper) ? none : std::min(estimate.upper, 1.0),
            .n = n};
}

MetricValue value_of(const std::vector<MetricValue>& values, const char* key) {
    for (const MetricValue& value : values)
        if (value.key == key && value.group == "all") return value;
    return {.key = key, .value = none, .lower = none, .upper = none};
}

/// Whether a category that the person likes has lost more than half; nothing where none was shown often
/// enough to tell.
std::optional<bool> lost_something(const Rejection& person, const Rejection& twin, const Person& truth) {
    std::optional<bool> lost;
    for (std::size_t c = 0; c < max_categories; ++c)
        if (static_cast<double>(truth.taste[c]) > liked_from && twin.shown[c] >= least_shown &&
            twin.pairs > 0)
            lost = lost.value_or(false) ||
                   person.shown[c] * twin.pairs < overcorrected * twin.shown[c] * person.pairs;
    return lost;
}

void add_person(const Rejection& person, const Rejection& twin, const Person& truth,
                const Rejections::Judged& judged, const Rejections::Judged& by_twin, LoopBlock& block) {
    block.answered += {person.answered, person.taps};
    block.answered_twin += {twin.answered, twin.taps};
    block.kept += {judged.kept, judged.due};
    block.kept_twin += {by_twin.kept, by_twin.due};
    if (truth.role != Role::genuine) return;
    // By what became of everyone who rejected something, in either run.
    block.bad += {person.bad, person.pairs};
    block.bad_twin += {twin.bad, twin.pairs};
    block.back += {person.back ? 1.0 : 0.0, person.hours >= 0 ? 1.0 : 0.0};
    block.back_twin += {twin.back ? 1.0 : 0.0, twin.hours >= 0 ? 1.0 : 0.0};
    block.floor += {person.with_category, person.slates};
    if (person.hours < 0 || twin.hours != person.hours) return;
    if (const auto lost = lost_something(person, twin, truth)) block.over += {*lost ? 1.0 : 0.0, 1.0};
}

void judge(LoopMeasure& measure) {
    const double at = measure.value.value;
    if (!measure.least && !measure.most) return;
    measure.reached = Reached::unknown;
    if (std::isnan(at)) return;
    measure.reached = Reached::undecided;
    const double lower = measure.value.lower, upper = measure.value.upper;
    if (std::isnan(lower) || std::isnan(upper)) return; // too few people
    if (measure.least)
        measure.reached = lower >= *measure.least  ? Reached::reached
                          : upper < *measure.least ? Reached::missed
                                                   : Reached::undecided;
    // A promise that would have come true anyway is none.
    if (measure.key == "pkp" && !(measure.twin.value < hollow_from)) measure.reached = Reached::missed;
    if (measure.most)
        measure.reached = upper <= *measure.most  ? Reached::reached
                          : lower > *measure.most ? Reached::missed
                                                  : Reached::undecided;
}

} // namespace

std::string_view name(Reached reached) {
    constexpr std::array<std::string_view, 5> names = {"no_aim", "reached", "missed", "undecided", "unknown"};
    return name_in(names, reached);
}

Policy without_answer(Policy policy) {
    policy.deescalation = false;
    policy.conversation = false;
    policy.item_days = policy.pause_days = 0;
    policy.answer_tap = 0;
    return policy;
}

Result<std::vector<LoopMeasure>> measure_loop(const LoadedScenario& scenario, const Policy& policy,
                                              const SimulateOptions& options) {
    std::vector<LoopBlock> blocks;
    std::vector<Measured> values, differences;
    const double all_days = 2.0 * scenario.scenario.days * options.replications;
    int days_done = 0;
    double rejecting = 0, tapped = 0, watched = 0;
    for (int r = 0; r < options.replications; ++r) {
        const std::uint64_t seed = seed_of(scenario.scenario, r);
        const auto world = world_of(scenario, seed);
        LearningRecord learned;
        std::vector<Observation> observed;
        std::vector<Rejections> seen;
        for (const bool twin : {false, true}) {
            RunRequest request =
                request_for(scenario, twin ? without_answer(policy) : policy, *world, seed, options);
            Rejections& rejections = seen.emplace_back(*world, request.users, !twin);
            if (twin) rejections.watch(seen.front().promises());
            request.log = [&rejections](std::span<const LoggedEvent> events) { rejections.take(events); };
            if (twin)
                request.borrowed = &learned;
            else
                request.learned = &learned;
            request.after_day = [&](int) {
                ++days_done;
                if (options.progress) options.progress(static_cast<double>(days_done) / all_days);
            };
            auto observation = run_to_the_end(run_policy, request);
            if (!observation) return pass_on(observation);
            observed.push_back(std::move(*observation));
        }
        values.push_back(measure(observed[0]));
        differences.push_back(measure_difference(observed[1], observed[0]));
        const RunRequest request = request_for(scenario, policy, *world, seed, options);
        const Population population = make_population(request.assumptions, *world, request.users, seed);
        for (std::size_t u = 0; u < population.people.size(); ++u) {
            if (u % 64 == 0) blocks.emplace_back();
            const Rejection& person = seen[0].people()[u];
            add_person(person, seen[1].people()[u], population.people[u], seen[0].judged()[u],
                       seen[1].judged()[u], blocks.back());
            rejecting += person.hours >= 0 ? 1 : 0;
            tapped += person.taps;
            watched += seen[0].judged()[u].due;
        }
    }
    const Measured value = over_replications(values, false);
    const Measured difference = over_replications(differences, true);
    const std::span<const LoopBlock> all(blocks);
    const auto share = [&](const char* key, Fraction LoopBlock::*of, double n) {
        return as_metric(key, jackknife(all, [of](const LoopBlock& block) { return (block.*of).value(); }),
                         n);
    };
    const MetricValue unknown{.key = "", .value = none, .lower = none, .upper = none};
    std::vector<LoopMeasure> measures;
    const auto add = [&](const char* key, const MetricValue& with, const MetricValue& without,
                         std::optional<double> least, std::optional<double> most) {
        LoopMeasure& measure = measures.emplace_back();
        measure = {.key = key, .value = with, .twin = without, .least = least, .most = most};
        judge(measure);
    };
    add("answered_next", share("answered_next", &LoopBlock::answered, tapped),
        share("answered_next", &LoopBlock::answered_twin, tapped), 0.95, std::nullopt);
    add("item_back", share("item_back", &LoopBlock::back, rejecting),
        share("item_back", &LoopBlock::back_twin, rejecting), std::nullopt, std::nullopt);
    add("urr",
        as_metric(
            "urr",
            jackknife(all,
                      [](const LoopBlock& block) { return 1 - block.bad.value() / block.bad_twin.value(); }),
            rejecting, -std::numeric_limits<double>::infinity()),
        unknown, 0.40, std::nullopt);
    add("ovr", share("ovr", &LoopBlock::over, rejecting), unknown, std::nullopt, 0.05);
    add("floor", share("floor", &LoopBlock::floor, rejecting), unknown, 0.02, std::nullopt);
    add("fal", value_of(value.values, "fal"), unknown, std::nullopt, 0.30);
    add("promised", value_of(value.values, "promised"), unknown, 0.95, std::nullopt);
    add("pkp", share("pkp", &LoopBlock::kept, watched), share("pkp", &LoopBlock::kept_twin, watched), 0.90,
        std::nullopt);
    for (const char* key : {"trust_true", "satisfaction_true"}) {
        const MetricValue with = value_of(value.values, key);
        MetricValue change = value_of(difference.values, key);
        MetricValue without = with;
        without.value -= change.value;
        without.lower = without.upper = none;
        add(key, with, without, std::nullopt, std::nullopt);
        add(key == std::string("trust_true") ? "trust_change" : "satisfaction_change", change, unknown,
            std::nullopt, std::nullopt);
    }
    return measures;
}

} // namespace attune
