// Why a person's list is as it is: one slate of a running system, asked of a copy of its recommender, each
// item with what every thing that is known has added, with its place now and without the person's feedback,
// and with what sets it above the next one. Beside it the same person's slate of a run in which feedback is
// not used; nothing may be attributed to it there.
#pragma once

#include "core/recommender/ranking/why_item.h"
#include "simulations/study/simulate.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// "popularity", "taste" ... as in files.
std::string_view name(WhyPart part);

/// Places that the person's feedback has moved an item up (below 0: down) among the visit's candidates.
inline int attributed(const WhyItem& why) {
    return why.place_without_feedback - why.place;
}

struct WhyListed {
    std::string title; ///< empty where the catalogue has none
    std::string topic, provider;
    WhyItem why;
    /// What sets it above the next item of the slate, in score units; sums to the difference of their keys.
    /// Nothing for the last one.
    std::optional<std::array<std::int32_t, why_parts>> above_next{};
};

/// What the person's feedback does to a topic.
struct WhyTopic {
    std::string name;
    float weight = 0; ///< nat, below 0: comes less often
};

struct WhyList {
    std::vector<WhyListed> items; ///< by place on the slate
    int candidates = 0;           ///< considered for it, without those that are kept away
    std::vector<WhyTopic> topics; ///< whose weight is not 0, the strongest first
    int items_away = 0;           ///< that the person said no to, and that do not come for now
    int providers_paused = 0;

    /// Places moved by feedback, summed over the items without their sign.
    int moved() const;
};

struct WhyAsked {
    int day = 0;                           ///< days that have passed; 0: all of the scenario's
    std::optional<std::uint32_t> person{}; ///< nobody: whoever has the list that feedback moved most
};

struct WhySlate {
    std::uint32_t person = 0;
    int day = 0;                  ///< days that have passed
    std::optional<int> looked_at; ///< people whose lists were looked at to choose one; empty: was named
    WhyList now;
    WhyList switched_off; ///< of a run with the same people in which feedback is not used
};

/// The most people who are looked at to choose one: those with the strongest feedback.
constexpr std::size_t most_looked_at = 24;

/// The first replication's people; the slate is the one of the evening after `asked.day` days. Errors:
/// bad_input for a day or a person that the scenario does not have; those of the simulation.
Result<WhySlate> why_slate(const LoadedScenario& scenario, const Policy& policy, const WhyAsked& asked,
                           const SimulateOptions& options);

} // namespace attune
