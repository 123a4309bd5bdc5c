#include "core/recommender/fairness/exposure_controller.h"

#include <algorithm>

namespace attune {
namespace {

constexpr double highest_price = 8.0; ///< nat; far above any difference of scores

} // namespace

ExposureDay& ExposureDay::operator+=(const ExposureDay& other) {
    for (std::size_t g = 0; g < proposed.size(); ++g) {
        proposed[g] += other.proposed[g];
        shown[g] += other.shown[g];
    }
    slates += other.slates;
    guarded += other.guarded;
    guard_missed += other.guard_missed;
    return *this;
}

Result<ExposureController> ExposureController::start(const Policy& policy, const Catalogue& catalogue, int slate_length) {
    ExposureController controller;
    controller.groups_ = static_cast<int>(catalogue.provider_groups.size());
    controller.step_ = policy.price_step;
    for (int rank = 0; rank < slate_length; ++rank) controller.slate_exposure_ += rank_exposure(rank);
    controller.debt_limit_ = static_cast<std::int64_t>(policy.debt_limit * static_cast<double>(controller.slate_exposure_));
    for (const auto& [name, floor] : policy.exposure_floor) {
        const auto found = std::find(catalogue.provider_groups.begin(), catalogue.provider_groups.end(), name);
        if (found == catalogue.provider_groups.end()) {
            std::string known;
            for (const std::string& group : catalogue.provider_groups) known += (known.empty() ? "" : ", ") + group;
            if (floor == 0) continue;
            return fail(ErrorCode::bad_input, "the policy '" + policy.name + "' sets a floor for the provider group '" + name + "', which this catalogue does not have",
                        "fairness.floor." + name, "It has: " + known);
        }
        if (floor <= 0) continue;
        const auto group = static_cast<std::size_t>(found - catalogue.provider_groups.begin());
        // A slate is filled from the group's own items at best; the category cap limits them too.
        std::array<int, max_categories> per_category{};
        for (std::uint32_t i = 0; i < catalogue.items.size(); ++i)
            if (catalogue.group_of(ItemId(i)).value == group) ++per_category[catalogue.items[i].category.value];
        int fillable = 0;
        for (int count : per_category) fillable += std::min(count, policy.category_cap);
        fillable = std::min(fillable, slate_length);
        std::int64_t reachable = 0;
        for (int rank = 0; rank < fillable; ++rank) reachable += rank_exposure(rank);
        const auto wanted = static_cast<std::int64_t>(floor * static_cast<double>(controller.slate_exposure_)) + 1;
        if (wanted > reachable)
            return fail(ErrorCode::bad_input,
                        "the floor of the provider group '" + name + "' cannot be met: it has too few items to fill that share of a slate",
                        "fairness.floor." + name,
                        "The most it can reach is " + std::to_string(static_cast<double>(reachable) / static_cast<double>(controller.slate_exposure_)));
        controller.floor_[group] = floor;
        controller.floor_per_slate_[group] = wanted;
        controller.active_ = true;
    }
    return controller;
}

bool ExposureController::end_day(const ExposureDay& day) {
    if (!active_ || day.slates == 0) return false;
    bool changed = false;
    const double total = static_cast<double>(day.slates * slate_exposure_);
    for (int i = 0; i < groups_; ++i) {
        const auto g = static_cast<std::size_t>(i);
        if (floor_per_slate_[g] == 0) continue;
        const double missing = floor_[g] - static_cast<double>(day.proposed[g]) / total;
        const double next = std::clamp(price_[g] + step_ * missing, 0.0, highest_price);
        changed = changed || next != price_[g];
        price_[g] = next;
    }
    return changed;
}

} // namespace attune
