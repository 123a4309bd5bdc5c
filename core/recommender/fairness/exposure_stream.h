// The controller of exposure for single requests, one after the other: a price per group that follows the
// shortfall, and a debt guard that makes the limits hard after every request (algorithms document, 5.3). The
// product's own controller moves its prices by day; this one replays recorded requests and the reference
// stream.
#pragma once

#include "core/recommender/fairness/offline_bound.h"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace attune {

enum class StreamRule {
    price,      ///< moves by the shortfall of each request (dual descent)
    fairco,     ///< rate x the shortfall of all requests so far
    each_alone, ///< no price; every request must keep the limits by itself
};

struct StreamSettings {
    StreamRule rule = StreamRule::price;
    double rate = 0.01; ///< of the price, in units of score per unit of exposure
    /// The largest debt, in exposures of the top rank; none by default.
    double debt_limit = std::numeric_limits<double>::infinity();
    std::vector<double> first_price = {}; ///< by group; may be shorter
    bool learns_from_proposal = true;
};

struct StreamTotals {
    double utility = 0;           ///< sum over requests
    std::vector<double> exposure; ///< by group
    double largest_debt = 0;      ///< after any request, below a floor or above a cap
    std::int64_t requests = 0;
    std::int64_t guarded = 0; ///< requests the guard had to change
    std::int64_t missed = 0;  ///< requests that left a debt beyond the limit
};

class ExposureStream {
public:
    ExposureStream(ExposureLimits limits, StreamSettings settings, std::size_t groups);

    /// The slate for the next request: indices of its items, best first.
    std::span<const std::uint32_t> next(const RankedRequest& request);

    const StreamTotals& totals() const { return totals_; }
    const std::vector<double>& price() const { return price_; }
    /// Exposure of a full slate.
    double slate_exposure() const { return whole_; }

private:
    double floor_of(std::size_t g) const { return g < limits_.floor.size() ? limits_.floor[g] * whole_ : 0; }
    double cap_of(std::size_t g) const { return g < limits_.cap.size() ? limits_.cap[g] * whole_ : 0; }
    void rank(const RankedRequest& request);
    bool hold(const RankedRequest& request);
    void press(const RankedRequest& request, std::size_t g, double wanted, bool up);
    void learn(const std::vector<double>& shown);

    ExposureLimits limits_;
    StreamSettings settings_;
    double whole_ = 0;
    std::vector<double> floor_price_, cap_price_, price_;
    std::vector<double> debt_, surplus_; ///< of what was shown
    std::vector<double> bonus_;          ///< of this request, by group
    std::vector<double> shown_;          ///< of this request, by group
    std::vector<double> worth_, steps_;
    std::vector<std::uint32_t> order_;
    StreamTotals totals_;
};

} // namespace attune
