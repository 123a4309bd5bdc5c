#include "core/measures/metrics/clicks.h"

#include "core/measures/metrics/exposure.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace attune {

Tallies click_tallies(std::span<const ImpressionRow> rows) {
    Tallies tallies;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> slates;
    slates.reserve(rows.size());
    for (const ImpressionRow& row : rows) {
        slates.emplace_back(row.user, row.slate);
        tallies[Tally::impressions] += 1;
        tallies[Tally::expected_clicks] += examination_weight(row.rank);
        if (row.examined) tallies[Tally::examined] += 1;
        if (row.examined && row.unwanted) tallies[Tally::unwanted_examined] += 1;
        if (row.picked) tallies[Tally::picks] += 1;
    }
    std::sort(slates.begin(), slates.end());
    slates.erase(std::unique(slates.begin(), slates.end()), slates.end());
    tallies[Tally::slates] = static_cast<double>(slates.size());
    return tallies;
}

} // namespace attune
