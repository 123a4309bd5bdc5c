#include "simulations/study/creator_weeks.h"

#include "core/catalogue/exposure_weight.h"
#include "core/measures/metrics/exposure.h"
#include "core/measures/statistics/jackknife.h"
#include "core/measures/statistics/largest.h"
#include "simulations/engine/run.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr std::uint64_t top_place = 65536; ///< exposure of the first place
constexpr double hours_per_week = 168;

std::vector<double> losses_of(std::span<const ExposureWeek> weeks) {
    std::vector<double> losses;
    for (const ExposureWeek& week : weeks) {
        const std::vector<double> one = weekly_losses(week, CreatorWeeks::least_exposure * top_place);
        losses.insert(losses.end(), one.begin(), one.end());
    }
    return losses;
}

/// All weeks of one cluster as one.
std::vector<ExposureWeek> whole_runs(std::span<const std::vector<ExposureWeek>> clusters) {
    std::vector<ExposureWeek> runs;
    for (const std::vector<ExposureWeek>& weeks : clusters) {
        runs.emplace_back();
        for (const ExposureWeek& week : weeks)
            runs.back() += week;
    }
    return runs;
}

} // namespace

CreatorWeeks::CreatorWeeks(const Catalogue& catalogue, int users, int days)
    : catalogue_(&catalogue)
    , providers_(catalogue.providers.size())
    , clusters_(static_cast<std::size_t>(cluster_count(users))) {
    const ExposureWeek none{std::vector<std::uint64_t>(providers_), std::vector<std::uint64_t>(providers_)};
    for (std::vector<ExposureWeek>& weeks : clusters_)
        weeks.assign(static_cast<std::size_t>(days / 7), none);
}

void CreatorWeeks::take(std::span<const LoggedEvent> events, bool twin) {
    for (const LoggedEvent& event : events) {
        if (event.kind != LoggedKind::impression) continue;
        std::vector<ExposureWeek>& weeks = clusters_[event.user.value / block_size % clusters_.size()];
        const auto week = static_cast<std::size_t>(event.hours / hours_per_week);
        if (week >= weeks.size()) continue;
        (twin ? weeks[week].without : weeks[week].with)[catalogue_->items[event.item.value].provider.value] +=
            exposure_weight_q16(event.rank);
    }
}

Estimate CreatorWeeks::largest_loss() const {
    if (clusters_.empty() || clusters_[0].empty()) return {};
    std::vector<ExposureWeek> all = clusters_[0];
    for (std::size_t c = 1; c < clusters_.size(); ++c)
        for (std::size_t w = 0; w < all.size(); ++w)
            all[w] += clusters_[c][w];
    std::vector<std::vector<double>> left_out;
    for (const std::vector<ExposureWeek>& cluster : clusters_) {
        std::vector<ExposureWeek> rest = all;
        for (std::size_t w = 0; w < rest.size(); ++w)
            rest[w] -= cluster[w];
        left_out.push_back(losses_of(rest));
    }
    return largest_of(losses_of(all), left_out);
}

int CreatorWeeks::judged() const {
    std::vector<ExposureWeek> all = clusters_[0];
    for (std::size_t c = 1; c < clusters_.size(); ++c)
        for (std::size_t w = 0; w < all.size(); ++w)
            all[w] += clusters_[c][w];
    const std::vector<double> losses = losses_of(all);
    return static_cast<int>(
        std::count_if(losses.begin(), losses.end(), [](double loss) { return !std::isnan(loss); }));
}

Estimate CreatorWeeks::gini_with() const {
    const std::vector<ExposureWeek> runs = whole_runs(clusters_);
    return jackknife(std::span<const ExposureWeek>(runs),
                     [](const ExposureWeek& run) { return gini(run.with); });
}

Estimate CreatorWeeks::gini_without() const {
    const std::vector<ExposureWeek> runs = whole_runs(clusters_);
    return jackknife(std::span<const ExposureWeek>(runs),
                     [](const ExposureWeek& run) { return gini(run.without); });
}

Estimate CreatorWeeks::gini_change() const {
    const std::vector<ExposureWeek> runs = whole_runs(clusters_);
    return jackknife(std::span<const ExposureWeek>(runs),
                     [](const ExposureWeek& run) { return gini(run.with) - gini(run.without); });
}

} // namespace attune
