#include "simulations/report/lowest_group.h"

#include "core/measures/statistics/intervals.h"
#include "simulations/report/series.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

/// Degrees of freedom behind the intervals of a run: over its repetitions, or over its blocks of people.
double degrees_of(const ReportInput& input) {
    if (input.run.replications > 1) return input.run.replications - 1;
    const int blocks = (input.run.users + people_in_block - 1) / people_in_block;
    return std::clamp(blocks, 2, most_blocks) - 1;
}

} // namespace

std::vector<Figure> group_differences(const ReportView& view) {
    std::vector<Figure> figures;
    for (const std::string& group : person_groups(view))
        if (Figure figure = view.figure("satisfaction_true", group);
            figure.difference && std::isfinite(figure.difference->value))
            figures.push_back(std::move(figure));
    return figures;
}

std::optional<LowestGroup> lowest_group(const ReportView& view, const std::vector<Figure>& figures) {
    if (figures.empty()) return std::nullopt;
    const auto lowest =
        std::min_element(figures.begin(), figures.end(), [](const Figure& a, const Figure& b) {
            return a.difference->value < b.difference->value;
        });
    LowestGroup found{*lowest, static_cast<int>(figures.size())};
    MetricValue& difference = *found.figure.difference;
    const double wider = reach_for_choice(degrees_of(view.input), found.of);
    difference.lower = difference.value - wider * (difference.value - difference.lower);
    difference.upper = difference.value + wider * (difference.upper - difference.value);
    found.figure.claim =
        claim_of(difference, found.figure.spec ? found.figure.spec->better : Better::neither);
    return found;
}

} // namespace attune
