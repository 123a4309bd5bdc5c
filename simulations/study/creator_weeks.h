// Exposure by provider or by topic, week by week, of a run and its twin: what answering people takes from
// those who make what they rejected (de-escalation proposal, section 9, CRE), and from the topic.
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
    enum class Of { provider, topic };
    /// Somebody who has lost for sure more than is fine, in one week.
    struct Alarm {
        Of of = Of::provider;
        std::uint32_t which = 0;
        int week = 0; ///< from 0
        double loss = 0, lower = 0;
    };

    /// In places at the top of a slate: a provider with less in a week without the mechanism is not judged.
    static constexpr std::uint64_t least_exposure = 100;

    /// Whole weeks only: what comes after the last one is not counted.
    CreatorWeeks(const Catalogue& catalogue, int users, int days, Of of = Of::provider);

    /// The events of the run with the mechanism, or of its twin without.
    void take(std::span<const LoggedEvent> events, bool twin);

    /// The largest loss of share of any provider in any week, with the interval of all of them together.
    Estimate largest_loss() const;
    /// All whose loss in a week is above `most` with the lower end of its interval, where the intervals of
    /// all of them hold at once; the largest first.
    std::vector<Alarm> alarms(double most) const;
    /// How many weeks of providers could be judged.
    int judged() const;
    /// How unevenly exposure is spread over providers, over the weeks: Gini coefficient with the mechanism,
    /// without it, and the difference of the two over the same people.
    Estimate gini_with() const;
    Estimate gini_without() const;
    Estimate gini_change() const;
    std::size_t providers() const { return providers_; }

private:
    std::vector<ExposureWeek> whole() const;
    std::vector<std::vector<double>> losses_left_out(const std::vector<ExposureWeek>& all) const;

    const Catalogue* catalogue_;
    Of of_;
    std::size_t providers_;                           ///< or topics
    std::vector<std::vector<ExposureWeek>> clusters_; ///< by cluster of people and week
};

} // namespace attune
