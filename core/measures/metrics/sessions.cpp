#include "core/measures/metrics/sessions.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace attune {

Tallies session_tallies(std::span<const VisitRow> visits, std::span<const ConsumptionRow> consumptions) {
    Tallies tallies;
    std::vector<VisitRow> ordered(visits.begin(), visits.end());
    std::sort(ordered.begin(), ordered.end(), [](const VisitRow& a, const VisitRow& b) {
        return std::tie(a.user, a.visit, a.minutes) < std::tie(b.user, b.visit, b.minutes);
    });
    for (const VisitRow& visit : ordered) {
        tallies[Tally::sessions] += 1;
        tallies[Tally::slates] += visit.slates;
        tallies[Tally::minutes] += visit.minutes;
    }
    std::vector<ConsumptionRow> by_visit(consumptions.begin(), consumptions.end());
    std::sort(by_visit.begin(), by_visit.end(), [](const ConsumptionRow& a, const ConsumptionRow& b) {
        return std::tie(a.user, a.visit, a.minutes) < std::tie(b.user, b.visit, b.minutes);
    });
    for (const ConsumptionRow& consumption : by_visit) {
        tallies[Tally::consumed] += 1;
        if (consumption.enjoyment > 0)
            tallies[Tally::enjoyed] += 1;
        else
            tallies[Tally::regretted_minutes] += consumption.minutes;
    }
    return tallies;
}

} // namespace attune
