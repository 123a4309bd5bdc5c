#include "core/recommender/fairness/exposure_stream.h"

#include "core/catalogue/exposure_weight.h"

#include <algorithm>

namespace attune {
namespace {

constexpr double past_a_tie = 1e-12; ///< a raised item stands before the one it was raised to
constexpr double rounding = 1e-9;    ///< of sums of exposure

} // namespace

ExposureStream::ExposureStream(ExposureLimits limits, StreamSettings settings, std::size_t groups)
    : limits_(std::move(limits))
    , settings_(std::move(settings))
    , floor_price_(groups)
    , cap_price_(groups)
    , price_(groups)
    , debt_(groups)
    , surplus_(groups)
    , bonus_(groups)
    , shown_(groups) {
    for (int rank = 0; rank < limits_.places; ++rank)
        whole_ += exposure_weight(static_cast<std::size_t>(rank));
    for (std::size_t g = 0; g < std::min(groups, settings_.first_price.size()); ++g) {
        floor_price_[g] = std::max(0.0, settings_.first_price[g]);
        cap_price_[g] = std::max(0.0, -settings_.first_price[g]);
        price_[g] = settings_.first_price[g];
    }
    totals_.exposure.resize(groups);
}

void ExposureStream::rank(const RankedRequest& request) {
    worth_.assign(request.score.begin(), request.score.end());
    for (std::size_t i = 0; i < worth_.size(); ++i)
        worth_[i] += price_[request.group[i]] + bonus_[request.group[i]];
    best_slate(worth_, request.category, limits_.places, limits_.category_cap, order_);
    std::fill(shown_.begin(), shown_.end(), 0.0);
    for (std::size_t rank = 0; rank < order_.size(); ++rank)
        shown_[request.group[order_[rank]]] += exposure_weight(rank);
}

void ExposureStream::press(const RankedRequest& request, std::size_t g, double wanted, bool up) {
    const auto holds = [&] { return up ? shown_[g] >= wanted - rounding : shown_[g] <= wanted + rounding; };
    // Exposure grows with the price and changes only where an item of the group passes another one.
    const double before = bonus_[g];
    const auto worth = [&](std::size_t i) {
        return request.score[i] + price_[request.group[i]] +
               (request.group[i] == g ? before : bonus_[request.group[i]]);
    };
    steps_.clear();
    for (std::size_t a = 0; a < request.score.size(); ++a)
        for (std::size_t b = 0; b < request.score.size(); ++b) {
            if (request.group[a] == g || request.group[b] != g) continue;
            const double step = up ? worth(a) - worth(b) : worth(b) - worth(a);
            if (step >= 0) steps_.push_back(step + past_a_tie);
        }
    std::sort(steps_.begin(), steps_.end());
    const auto holds_at = [&](double step) {
        bonus_[g] = before + (up ? step : -step);
        rank(request);
        return holds();
    };
    const auto first =
        std::partition_point(steps_.begin(), steps_.end(), [&](double step) { return !holds_at(step); });
    if (first != steps_.end())
        holds_at(*first);
    else if (!steps_.empty())
        holds_at(steps_.back());
}

bool ExposureStream::hold(const RankedRequest& request) {
    const bool alone = settings_.rule == StreamRule::each_alone;
    const auto least = [&](std::size_t g) {
        return floor_of(g) + (alone ? 0.0 : debt_[g] - settings_.debt_limit);
    };
    const auto most = [&](std::size_t g) {
        return cap_of(g) - (alone ? 0.0 : surplus_[g] - settings_.debt_limit);
    };
    bool changed = false;
    for (int round = 0; round < 2; ++round)
        for (std::size_t g = 0; g < shown_.size(); ++g) {
            const bool low = floor_of(g) > 0 && shown_[g] < least(g) - rounding;
            if (!low && !(cap_of(g) > 0 && shown_[g] > most(g) + rounding)) continue;
            press(request, g, low ? least(g) : most(g), low);
            changed = true;
        }
    return changed;
}

void ExposureStream::learn(const std::vector<double>& shown) {
    if (settings_.rule == StreamRule::each_alone) return;
    for (std::size_t g = 0; g < price_.size(); ++g) {
        const bool all = settings_.rule == StreamRule::fairco;
        if (floor_of(g) > 0)
            floor_price_[g] =
                std::max(0.0, all ? settings_.rate * debt_[g]
                                  : floor_price_[g] + settings_.rate * (floor_of(g) - shown[g]));
        if (cap_of(g) > 0)
            cap_price_[g] = std::max(0.0, all ? settings_.rate * surplus_[g]
                                              : cap_price_[g] + settings_.rate * (shown[g] - cap_of(g)));
        price_[g] = floor_price_[g] - cap_price_[g];
    }
}

std::span<const std::uint32_t> ExposureStream::next(const RankedRequest& request) {
    std::fill(bonus_.begin(), bonus_.end(), 0.0);
    rank(request);
    const std::vector<double> proposed = shown_;
    if (settings_.rule != StreamRule::fairco && hold(request)) ++totals_.guarded;
    bool beyond = false;
    for (std::size_t g = 0; g < shown_.size(); ++g) {
        totals_.exposure[g] += shown_[g];
        if (floor_of(g) > 0) debt_[g] += floor_of(g) - shown_[g];
        if (cap_of(g) > 0) surplus_[g] += shown_[g] - cap_of(g);
        const double owed = std::max(debt_[g], surplus_[g]);
        totals_.largest_debt = std::max(totals_.largest_debt, owed);
        beyond = beyond || owed > settings_.debt_limit + rounding;
    }
    totals_.missed += beyond ? 1 : 0;
    for (std::size_t rank = 0; rank < order_.size(); ++rank)
        totals_.utility += exposure_weight(rank) * request.score[order_[rank]];
    ++totals_.requests;
    learn(settings_.learns_from_proposal ? proposed : shown_);
    return order_;
}

} // namespace attune
