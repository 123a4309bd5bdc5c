#include "core/recommender/fairness/exposure_controller.h"

#include "core/policy/parameters.h"

#include <algorithm>
#include <bit>
#include <string>

namespace attune {
namespace {

constexpr double highest_price = 8.0; ///< nat; far above any difference of scores

/// The most exposure a slate can give these groups (one bit each) together: filled from their items alone,
/// from the top, under the category cap. Reachable exposures form a polymatroid (a growing concave function
/// of a matroid's rank), so floors can be met together exactly if this holds for every set of groups (Edmonds
/// 1970).
std::int64_t reachable(const Catalogue& catalogue, std::uint32_t groups, int category_cap, int slate_length) {
    std::array<int, max_categories> per_category{};
    for (std::uint32_t i = 0; i < catalogue.items.size(); ++i)
        if (((groups >> catalogue.group_of(ItemId(i)).value) & 1U) != 0)
            ++per_category[catalogue.items[i].category.value];
    int fillable = 0;
    for (const int count : per_category)
        fillable += std::min(count, category_cap);
    fillable = std::min(fillable, slate_length);
    std::int64_t exposure = 0;
    for (int rank = 0; rank < fillable; ++rank)
        exposure += rank_exposure(rank);
    return exposure;
}

/// A share as files and the command line write it and as a percentage, cut to thousandths, so that it can be
/// set.
std::string floor_text(std::int64_t part, std::int64_t whole) {
    const std::int64_t thousandths = part * 1000 / whole;
    return format_value(policy_parameters().find("fairness.floor.all")->spec,
                        static_cast<double>(thousandths) / 1000.0) +
           " (" + std::to_string(thousandths / 10) + "." + std::to_string(thousandths % 10) + " %)";
}

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

Result<ExposureController> ExposureController::start(const Policy& policy, const Catalogue& catalogue,
                                                     int slate_length) {
    ExposureController controller;
    controller.groups_ = static_cast<int>(catalogue.provider_groups.size());
    controller.step_ = policy.price_step;
    for (int rank = 0; rank < slate_length; ++rank)
        controller.slate_exposure_ += rank_exposure(rank);
    controller.debt_limit_ =
        static_cast<std::int64_t>(policy.debt_limit * static_cast<double>(controller.slate_exposure_));
    std::uint32_t floored = 0; ///< one bit per group
    for (const auto& [name, floor] : policy.exposure_floor) {
        const auto found =
            std::find(catalogue.provider_groups.begin(), catalogue.provider_groups.end(), name);
        if (found == catalogue.provider_groups.end()) {
            std::string known;
            for (const std::string& group : catalogue.provider_groups)
                known += (known.empty() ? "" : ", ") + group;
            if (floor == 0) continue;
            return fail(ErrorCode::bad_input,
                        "the policy '" + policy.name + "' sets a floor for the provider group '" + name +
                            "', which this catalogue does not have",
                        "fairness.floor." + name, "It has: " + known);
        }
        if (floor <= 0) continue;
        const auto group = static_cast<std::size_t>(found - catalogue.provider_groups.begin());
        controller.floor_[group] = floor;
        controller.floor_per_slate_[group] =
            static_cast<std::int64_t>(floor * static_cast<double>(controller.slate_exposure_)) + 1;
        controller.active_ = true;
        floored |= 1U << group;
    }
    controller.guard_limit_ = controller.debt_limit_;
    if (std::popcount(floored) > 1)
        controller.guard_limit_ -= std::min(controller.debt_limit_ / 2, rank_exposure(0));
    // Groups share categories, so what any few of them ask for must fit together.
    for (std::uint32_t some = 1; some <= floored; ++some) {
        if ((some & floored) != some) continue;
        std::int64_t wanted = 0;
        std::string names;
        for (std::size_t g = 0; g < catalogue.provider_groups.size(); ++g) {
            if (((some >> g) & 1U) == 0) continue;
            wanted += controller.floor_per_slate_[g];
            names += (names.empty() ? "'" : ", '") + catalogue.provider_groups[g] + "'";
        }
        const std::int64_t most = reachable(catalogue, some, policy.category_cap, slate_length);
        if (wanted <= most) continue;
        const bool one = std::has_single_bit(some);
        return fail(ErrorCode::bad_input,
                    one ? "the floor of the provider group " + names +
                              " cannot be met: it has too few items to fill that share of a slate"
                        : "the floors of the provider groups " + names +
                              " cannot be met together: their items leave too few places on a slate",
                    one ? "fairness.floor." +
                              catalogue.provider_groups[static_cast<std::size_t>(std::countr_zero(some))]
                        : "fairness.floor",
                    "The most " + std::string(one ? "it" : "they") + " can reach is " +
                        floor_text(most, controller.slate_exposure_));
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
