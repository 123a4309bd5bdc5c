// Exposure by provider, week by week, of a run and its twin: what answering people takes from those who make
// what they rejected (de-escalation proposal, section 9, CRE).
#pragma once

#include "core/catalogue/catalogue.h"
#include "core/measures/metrics/weekly_loss.h"
#include "core/measures/statistics/intervals.h"
#include "simulations/engine/event_log.h"

#include <span>
#include <vector>

namespace attune {

class CreatorWeeks {
public:
    /// In places at the top of a slate: a provider with less in a week without the mechanism is not judged.
    static constexpr std::uint64_t least_exposure = 100;

    /// Whole weeks only: what comes after the last one is not counted.
    CreatorWeeks(const Catalogue& catalogue, int users, int days);

    /// The events of the run with the mechanism, or of its twin without.
    void take(std::span<const LoggedEvent> events, bool twin);

    /// The largest loss of share of any provider in any week, with the interval of all of them together.
    Estimate largest_loss() const;
    /// How many weeks of providers could be judged.
    int judged() const;
    /// How unevenly exposure is spread over providers, over the weeks: Gini coefficient with the mechanism,
    /// without it, and the difference of the two over the same people.
    Estimate gini_with() const;
    Estimate gini_without() const;
    Estimate gini_change() const;
    std::size_t providers() const { return providers_; }

private:
    const Catalogue* catalogue_;
    std::size_t providers_;
    std::vector<std::vector<ExposureWeek>> clusters_; ///< by cluster of people and week
};

} // namespace attune
