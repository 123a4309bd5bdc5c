// Keeps one exposure floor per provider group: a price per group, moved once a day by the missing share, and
// a debt guard per block of people that makes the floor hard. The price learns from the slates as they were
// before the guard changed them. Algorithms document, section 5.3 (dual price controller with debt guard).
#pragma once

#include "core/base/result.h"
#include "core/catalogue/catalogue.h"
#include "core/catalogue/exposure_weight.h"
#include "core/policy/policy.h"

#include <array>
#include <cstdint>
#include <vector>

namespace attune {

using GroupExposure =
    std::array<std::int64_t, max_provider_groups>; ///< in 1/65536 of the top rank's exposure

/// What one block owes each group; positive means the group got less than its floor so far.
struct ExposureLedger {
    GroupExposure debt{};
};

/// What happened on one day, in integers, so that the sum over workers does not depend on their number.
struct ExposureDay {
    GroupExposure proposed{};
    GroupExposure shown{};
    std::int64_t slates = 0;
    std::int64_t guarded = 0;      ///< slates the guard had to change
    std::int64_t guard_missed = 0; ///< slates that left a debt above its limit: too few candidates of a group

    ExposureDay& operator+=(const ExposureDay& other);
};

class ExposureController {
public:
    /// For slates of `slate_length` items. Refuses floors for unknown groups and floors that the groups'
    /// items cannot fill, alone or together.
    static Result<ExposureController> start(const Policy& policy, const Catalogue& catalogue,
                                            int slate_length);

    bool active() const { return active_; }
    bool has_floor(std::size_t group) const { return floor_per_slate_[group] > 0; }
    /// Nat added to every item of the group.
    double price(std::size_t group) const { return price_[group]; }
    double floor(std::size_t group) const { return floor_[group]; }

    /// The least exposure the next slate should give the group so that the debt stays within the limit. With
    /// several floors the guard starts a little earlier, since not every slate can be split exactly.
    std::int64_t required(const ExposureLedger& ledger, std::size_t group) const {
        return ledger.debt[group] + floor_per_slate_[group] - guard_limit_;
    }
    /// Books one shown slate.
    void book(ExposureLedger& ledger, const GroupExposure& shown) const {
        for (std::size_t g = 0; g < ledger.debt.size(); ++g)
            ledger.debt[g] += floor_per_slate_[g] - shown[g];
    }
    /// The largest debt a block may have, in 1/65536 of the top rank's exposure.
    std::int64_t debt_limit() const { return debt_limit_; }

    /// Moves the prices by the day's missing shares; true if any changed.
    bool end_day(const ExposureDay& day);

private:
    bool active_ = false;
    int groups_ = 0;
    double step_ = 0;
    std::int64_t debt_limit_ = 0;
    std::int64_t guard_limit_ = 0;
    std::int64_t slate_exposure_ = 0;
    std::array<double, max_provider_groups> floor_{};
    std::array<double, max_provider_groups> price_{};
    GroupExposure floor_per_slate_{};
};

/// Exposure of a rank (0 = top) in 1/65536 of the top rank's.
inline std::int64_t rank_exposure(int rank) {
    return exposure_weight_q16(static_cast<std::size_t>(rank));
}

} // namespace attune
