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

CreatorWeeks::CreatorWeeks(const Catalogue& catalogue, int users, int days, Of of)
    : catalogue_(&catalogue)
    , of_(of)
    , providers_(of == Of::provider ? catalogue.providers.size() : catalogue.categories.size())
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
        const Item& item = catalogue_->items[event.item.value];
        const std::uint32_t which = of_ == Of::provider ? item.provider.value : item.category.value;
        (twin ? weeks[week].without : weeks[week].with)[which] += exposure_weight_q16(event.rank);
    }
}

std::vector<ExposureWeek> CreatorWeeks::whole() const {
    std::vector<ExposureWeek> all = clusters_[0];
    for (std::size_t c = 1; c < clusters_.size(); ++c)
        for (std::size_t w = 0; w < all.size(); ++w)
            all[w] += clusters_[c][w];
    return all;
}

std::vector<std::vector<double>> CreatorWeeks::losses_left_out(const std::vector<ExposureWeek>& all) const {
    std::vector<std::vector<double>> left_out;
    for (const std::vector<ExposureWeek>& cluster : clusters_) {
        std::vector<ExposureWeek> rest = all;
        for (std::size_t w = 0; w < rest.size(); ++w)
            rest[w] -= cluster[w];
        left_out.push_back(losses_of(rest));
    }
    return left_out;
}

Estimate CreatorWeeks::largest_loss() const {
    if (clusters_.empty() || clusters_[0].empty()) return {};
    const std::vector<ExposureWeek> all = whole();
    return largest_of(losses_of(all), losses_left_out(all));
}

std::vector<CreatorWeeks::Alarm> CreatorWeeks::alarms(double most) const {
    std::vector<Alarm> alarms;
    if (clusters_.empty() || clusters_[0].empty()) return alarms;
    const std::vector<ExposureWeek> all = whole();
    const std::vector<double> losses = losses_of(all);
    const std::vector<std::vector<double>> left_out = losses_left_out(all);
    const int looked_at = judged();
    std::vector<double> without(left_out.size());
    for (std::size_t i = 0; i < losses.size(); ++i) {
        if (!(losses[i] > most)) continue;
        for (std::size_t b = 0; b < left_out.size(); ++b)
            without[b] = left_out[b][i];
        const Estimate one = jackknife_interval(losses[i], without);
        if (std::isnan(one.lower)) continue;
        const double lower = losses[i] - reach_for_choice(one.degrees, looked_at) * (losses[i] - one.lower);
        if (lower <= most) continue;
        alarms.push_back({.of = of_,
                          .which = static_cast<std::uint32_t>(i % providers_),
                          .week = static_cast<int>(i / providers_),
                          .loss = losses[i],
                          .lower = lower});
    }
    std::stable_sort(alarms.begin(), alarms.end(),
                     [](const Alarm& a, const Alarm& b) { return a.loss > b.loss; });
    return alarms;
}

int CreatorWeeks::judged() const {
    const std::vector<double> losses = losses_of(whole());
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
