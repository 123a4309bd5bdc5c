// How much exposure a slate can give to provider groups: for every set of groups, the most their items fill
// from the top under the category cap. Reachable exposures form the base of a polymatroid (a growing concave
// function of a matroid's rank), so these numbers say exactly which floors and caps can be kept together
// (Edmonds 1970; Frank and Tardos 1988 for both at once).
#pragma once

#include "core/catalogue/catalogue.h"
#include "core/catalogue/exposure_weight.h"

#include <array>
#include <cstdint>

namespace attune {

using GroupExposure =
    std::array<std::int64_t, max_provider_groups>; ///< in 1/65536 of the top rank's exposure

/// Exposure of a rank (0 = top) in 1/65536 of the top rank's.
inline std::int64_t rank_exposure(int rank) {
    return exposure_weight_q16(static_cast<std::size_t>(rank));
}

class ReachableExposure {
public:
    ReachableExposure() = default;
    ReachableExposure(const Catalogue& catalogue, int category_cap, int slate_length);

    /// The most these groups (one bit each) can get together on a slate.
    std::int64_t most(std::uint32_t groups) const { return most_[groups & all_]; }
    /// The least they get together, since the others can fill only so much of it.
    std::int64_t least(std::uint32_t groups) const { return most_[all_] - most_[all_ & ~groups]; }
    /// All groups of the catalogue, one bit each.
    std::uint32_t all() const { return all_; }

    /// Whether slates can give every group at least its floor and at most its cap (0 = none).
    bool fits(const GroupExposure& floor, const GroupExposure& cap) const;
    /// The first set of groups whose floors ask for more than the set can get; 0 = none.
    std::uint32_t crowded(const GroupExposure& floor) const;
    /// The first set of groups, all with caps, that cannot get as little as these allow; 0 = none.
    std::uint32_t overfull(const GroupExposure& cap) const;

private:
    std::uint32_t all_ = 0;
    std::array<std::int64_t, 1U << max_provider_groups> most_{};
};

} // namespace attune
