#include "simulations/study/loop_rejected.h"

#include <optional>

namespace attune {
namespace {

constexpr double liked_from = 0.2; ///< nat, section 9 (OVR)
constexpr double least_shown =
    30; ///< items of a category in the twin's window, for a loss to be told from chance
constexpr double overcorrected = 0.5; ///< of what the twin was shown

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

} // namespace

MetricValue value_for_all(const Measured& measured, const char* key) {
    for (const MetricValue& value : measured.values)
        if (value.key == key && value.group == "all") return value;
    return unknown_value();
}

void LoopRejected::add(const LoopRuns& runs) {
    for (std::size_t user = 0; user < runs.population.people.size(); ++user) {
        if (user % block_size == 0) blocks_.next_block();
        add_person(runs, user);
    }
    measured_.push_back(runs.measured);
}

void LoopRejected::add_person(const LoopRuns& runs, std::size_t user) {
    const Rejection& person = runs.rejections.people()[user];
    const Rejection& twin = runs.twin_rejections.people()[user];
    const Rejections::Judged& judged = runs.rejections.judged()[user];
    const Rejections::Judged& by_twin = runs.twin_rejections.judged()[user];
    rejecting_ += person.hours >= 0 ? 1 : 0;
    blocks_[Count::answered] += {person.answered, person.taps};
    blocks_[Count::answered_twin] += {twin.answered, twin.taps};
    blocks_[Count::kept] += {judged.kept, judged.due};
    blocks_[Count::kept_twin] += {by_twin.kept, by_twin.due};
    if (!runs.genuine(user)) return;
    // By what became of everyone who rejected something, in either run.
    blocks_[Count::bad] += {person.bad, person.pairs};
    blocks_[Count::bad_twin] += {twin.bad, twin.pairs};
    if (person.allowed) {
        blocks_[Count::allowed] += {person.bad, person.pairs};
        blocks_[Count::allowed_twin] += {twin.bad, twin.pairs};
    }
    blocks_[Count::back] += {person.back ? 1.0 : 0.0, person.hours >= 0 ? 1.0 : 0.0};
    blocks_[Count::back_twin] += {twin.back ? 1.0 : 0.0, twin.hours >= 0 ? 1.0 : 0.0};
    blocks_[Count::floor] += {person.with_category, person.slates};
    if (person.hours < 0 || twin.hours != person.hours) return;
    if (const auto lost = lost_something(person, twin, runs.population.people[user]))
        blocks_[Count::over] += {*lost ? 1.0 : 0.0, 1.0};
}

LoopRejected::Parts LoopRejected::parts() const {
    return {blocks_.column(Count::bad), blocks_.column(Count::bad_twin), blocks_.column(Count::over),
            blocks_.column(Count::kept)};
}

void LoopRejected::write(std::vector<LoopMeasure>& measures) const {
    const auto add = [&](LoopMeasure measure, std::optional<double> least,
                         std::optional<double> most = std::nullopt) {
        measure.least = least;
        measure.most = most;
        measures.push_back(std::move(measure));
    };
    const Measured measured = over_replications(measured_, false);
    const auto metric = [&](const char* key) {
        return LoopMeasure{.key = key, .value = value_for_all(measured, key)};
    };
    constexpr LoopUnit share = LoopUnit::share;
    add(blocks_.measure("answered_next", share, Count::answered, Count::answered_twin), 0.95);
    add(blocks_.measure("item_back", share, Count::back, Count::back_twin), std::nullopt);
    LoopMeasure urr = blocks_.reduction("urr", Count::bad, Count::bad_twin);
    urr.value.n = rejecting_;
    add(urr, 0.40);
    add(blocks_.reduction("urr_allowed", Count::allowed, Count::allowed_twin), std::nullopt);
    add(blocks_.measure("ovr", share, Count::over), std::nullopt, 0.05);
    add(blocks_.measure("floor", share, Count::floor), 0.02);
    add(metric("fal"), std::nullopt, 0.30);
    add(metric("promised"), 0.95);
    add(blocks_.measure("pkp", share, Count::kept, Count::kept_twin), 0.90);
}

} // namespace attune
