// Keeps exposure floors and caps of provider groups: a price per group, moved once a day by the missing (or
// surplus) share, and a debt guard per block of people that makes both hard. The price learns from the slates
// as they were before the guard changed them. Algorithms document, section 5.3 (dual price controller with
// debt guard); without the guard and with the shortfall of all days it is FairCo (Morik and others 2020).
#pragma once

#include "core/base/result.h"
#include "core/catalogue/catalogue.h"
#include "core/catalogue/exposure_weight.h"
#include "core/policy/policy.h"
#include "core/recommender/fairness/reachable_exposure.h"

#include <array>
#include <cstdint>
#include <limits>
#include <span>

namespace attune {

/// What one block owes each group, in 1/65536 of the top rank's exposure.
struct ExposureLedger {
    GroupExposure debt{};    ///< positive: the group got less than its floor so far
    GroupExposure surplus{}; ///< positive: the group got more than its cap so far
};

/// What happened on one day, in integers, so that the sum over workers does not depend on their number.
struct ExposureDay {
    GroupExposure proposed{};
    GroupExposure shown{};
    GroupExposure merit{}; ///< of what people were predicted to like, in 1/65536 of a slate's request
    std::int64_t slates = 0;
    std::int64_t guarded = 0;      ///< slates the guard had to change
    std::int64_t guard_missed = 0; ///< slates beyond a limit: too few candidates of a group, or outside it
    std::int64_t merit_cut = 0;    ///< groups whose floor by merit could not be reached and was lowered

    ExposureDay& operator+=(const ExposureDay& other);
};

/// One day of the controller, for charts of prices and debts over time.
struct FairnessDay {
    int day = 0;
    std::array<double, max_provider_groups> price{}; ///< nat, as it was in force on the day
    std::array<double, max_provider_groups> floor{}; ///< share in force on the day; 0 = none
    std::array<double, max_provider_groups> cap{};   ///< likewise
    /// The largest over blocks at the day's end, in 1/65536 of the top rank's exposure; 0 without a floor
    /// (or a cap), negative where every block is ahead.
    GroupExposure largest_debt{};
    GroupExposure largest_surplus{};
    std::int64_t slate_exposure = 0; ///< of a full slate, in the same unit
    ExposureDay exposure;
};

class ExposureController {
public:
    /// For slates of `slate_length` items. Refuses floors and caps for unknown groups and those that no
    /// slates can keep, alone or together.
    static Result<ExposureController> start(const Policy& policy, const Catalogue& catalogue,
                                            int slate_length);

    bool active() const { return active_; }
    /// Whether limits are hard; FairCo has the price alone.
    bool guarded() const { return guarded_; }
    /// Whether floors follow merit, so that slates must count it.
    bool follows_merit() const { return merit_share_ > 0; }
    bool has_floor(std::size_t group) const { return floor_per_slate_[group] > 0; }
    bool has_cap(std::size_t group) const { return cap_per_slate_[group] > 0; }
    bool has_caps() const { return caps_; }
    /// Nat added to every item of the group; negative where a cap presses.
    double price(std::size_t group) const { return floor_price_[group] - cap_price_[group]; }
    double floor(std::size_t group) const { return floor_[group]; }
    double cap(std::size_t group) const { return cap_[group]; }

    /// The least exposure the next slate should give the group so that the debt stays within the limit. With
    /// several limits the guard starts a little earlier, since not every slate can be split exactly.
    std::int64_t required(const ExposureLedger& ledger, std::size_t group) const {
        return ledger.debt[group] + floor_per_slate_[group] - guard_limit_;
    }
    /// The most the next slate should give the group so that the surplus stays within the limit.
    std::int64_t allowed(const ExposureLedger& ledger, std::size_t group) const {
        return cap_per_slate_[group] + guard_limit_ - ledger.surplus[group];
    }
    /// Books one shown slate. Without a floor (or cap) a group owes nothing and has nothing to its credit.
    void book(ExposureLedger& ledger, const GroupExposure& shown) const {
        for (std::size_t g = 0; g < ledger.debt.size(); ++g) {
            if (has_floor(g)) ledger.debt[g] += floor_per_slate_[g] - shown[g];
            if (has_cap(g)) ledger.surplus[g] += shown[g] - cap_per_slate_[g];
        }
    }
    /// Whether the block is beyond the limit with any group.
    bool beyond(const ExposureLedger& ledger) const;
    /// The largest debt or surplus a block may have, in 1/65536 of the top rank's exposure.
    std::int64_t debt_limit() const { return debt_limit_; }
    /// Exposure of a full slate, in the same unit.
    std::int64_t slate_exposure() const { return slate_exposure_; }
    /// How many of today's floors by merit were lowered to what can be reached.
    int merit_cut() const { return merit_cut_; }

    /// What the day looks like from here, before its end moves anything.
    FairnessDay record(int day, const ExposureDay& exposure, std::span<const ExposureLedger> ledgers) const;
    /// Moves the prices by the day's missing shares, and the floors by merit; true if any price changed.
    bool end_day(const ExposureDay& day);

private:
    Status set_limits(const Policy& policy, const Catalogue& catalogue);
    Status check_limits(const Catalogue& catalogue) const;
    bool move(double& price, double& so_far, double missing) const;
    void follow_merit(const ExposureDay& day);

    bool active_ = false;
    bool guarded_ = true;
    bool caps_ = false;
    int groups_ = 0;
    int merit_cut_ = 0;
    double step_ = 0;
    double merit_share_ = 0;
    std::int64_t debt_limit_ = 0;
    std::int64_t guard_limit_ = 0;
    std::int64_t slate_exposure_ = 0;
    std::array<double, max_provider_groups> floor_{};
    std::array<double, max_provider_groups> cap_{};
    std::array<double, max_provider_groups> floor_price_{}; ///< nat, never negative
    std::array<double, max_provider_groups> cap_price_{};   ///< likewise; taken off
    std::array<double, max_provider_groups> shortfall_{};   ///< of all days, in shares of a day; for FairCo
    std::array<double, max_provider_groups> excess_{};      ///< likewise, above the cap
    GroupExposure floor_per_slate_{};
    GroupExposure cap_per_slate_{};
    GroupExposure named_floor_{}; ///< the policy's own, per slate; floors by merit are never below
    ReachableExposure reachable_;
};

} // namespace attune
