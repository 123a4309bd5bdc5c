// How much of a topic stays on the first slate after somebody has scrubbed it out: a scripted person who taps
// "not interested" on items of one topic again and again, and does nothing else, as audits of real services
// do it (topic-share reduction, de-escalation proposal, section 9, TSR). It is shown beside what a single tap
// changes, because the same recommender can score little by one and much by the other.
#pragma once

#include "core/recommender/recommender.h"
#include "simulations/population/world_data.h"

#include <cstdint>
#include <span>
#include <vector>

namespace attune {

/// The first slate of one scripted person before and after.
struct Scrubbed {
    std::uint32_t category = 0;
    int taps = 0;
    double items_before = 0, topic_before = 0; ///< items on it, and those of the topic
    double items_after = 0, topic_after = 0;
};

struct TopicScrub {
    static constexpr int taps = 14; ///< scrubs
    static constexpr int slates_a_visit = 5;
    static constexpr int most_visits = 14; ///< for a topic that hardly comes any more

    const WorldData* world = nullptr;
    const LearningRecord* learned = nullptr; ///< what the recommender knows of the items
    const ConsentRules* consent = nullptr;   ///< matrix and notices in force; null: those that ship
    std::uint64_t seed = 1;
    int day = 0; ///< on which it begins; what was learned up to then is known

    /// One scripted person for each that is given, who starts with what the recommender keeps about that one.
    /// On the first day they only look: the topic is the category they are shown most. Before is the first
    /// slate of the second day, on which the scrubbing begins; after is that of the day after the last tap.
    /// Offers are not answered. Prices of fairness start anew.
    Result<std::vector<Scrubbed>> operator()(const Policy& policy, std::span<const KeptPerson> people) const;
};

} // namespace attune
