#include "core/measures/metrics/conversion.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace attune {

Tallies conversion_tallies(std::span<const ConsumptionRow> consumptions) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> visits;
    for (const ConsumptionRow& row : consumptions)
        if (row.converted) visits.emplace_back(row.user, row.visit);

    Tallies tallies;
    tallies[Tally::conversions] = static_cast<double>(visits.size());
    std::sort(visits.begin(), visits.end());
    visits.erase(std::unique(visits.begin(), visits.end()), visits.end());
    tallies[Tally::sessions_with_conversion] = static_cast<double>(visits.size());
    const auto same_user = [](const auto& a, const auto& b) { return a.first == b.first; };
    visits.erase(std::unique(visits.begin(), visits.end(), same_user), visits.end());
    tallies[Tally::users_with_conversion] = static_cast<double>(visits.size());
    return tallies;
}

} // namespace attune
