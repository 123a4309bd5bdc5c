#include "core/recommender/fairness/offline_bound.h"

#include "core/catalogue/exposure_weight.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace attune {
namespace {

constexpr int most_steps = 6000;     ///< of the search for prices
constexpr double accuracy = 1e-9;    ///< of the bound, relative to the scores
constexpr double furthest = 1 << 20; ///< prices beyond so many times the range of scores: nothing fits

/// The bound at some prices and its slope in each of them.
using Bound = std::function<double(std::span<const double> price, std::span<double> slope)>;

struct Minimum {
    double value = 0;
    std::vector<double> price;
    double gap = 0;
};

/// One price: the tangents on both sides of the minimum meet below it; where they meet is looked at next.
/// The bound is made of straight pieces, so this ends exactly.
Minimum least_of_one(const Bound& bound, double range, double tolerance) {
    struct Point {
        double x = 0, y = 0, slope = 0;
    };
    const auto at = [&](double x) {
        Point p{.x = x};
        p.y = bound(std::span(&p.x, 1), std::span(&p.slope, 1));
        return p;
    };
    Point left = at(0);
    if (left.slope >= 0) return {left.y, {0.0}, 0.0};
    Point right = at(range);
    while (right.slope < 0 && right.x < range * furthest) {
        left = right;
        right = at(2 * right.x);
    }
    if (right.slope < 0) return {right.y, {right.x}, std::numeric_limits<double>::infinity()};
    double gap = 0;
    for (int step = 0; step < most_steps; ++step) {
        const double meet = right.slope == left.slope
                                ? left.x
                                : (left.y - right.y + right.slope * right.x - left.slope * left.x) /
                                      (right.slope - left.slope);
        const double lower = left.y + left.slope * (meet - left.x);
        gap = std::min(left.y, right.y) - lower;
        if (gap <= tolerance || meet <= left.x || meet >= right.x) break;
        const Point middle = at(meet);
        (middle.slope < 0 ? left : right) = middle;
    }
    const Point& best = left.y < right.y ? left : right;
    return {best.y, {best.x}, std::max(0.0, gap)};
}

/// Several prices: the ellipsoid method (Yudin and Nemirovski 1976), whose ellipsoid around what is left also
/// says how much lower the least bound can be.
Minimum least_of_many(const Bound& bound, std::size_t prices, double range, double tolerance) {
    const auto n = static_cast<double>(prices);
    std::vector<double> x(prices, range / 4);
    // The ellipsoid is what this matrix makes of a ball; kept as a factor, since rounding would dent it.
    std::vector<double> shape(prices * prices);
    for (std::size_t i = 0; i < prices; ++i)
        shape[i * prices + i] = 2 * range * std::sqrt(n);
    std::vector<double> slope(prices);
    std::vector<double> pull(prices);
    Minimum best{std::numeric_limits<double>::infinity(), x, 0};
    double lower = -std::numeric_limits<double>::infinity();
    for (int step = 0; step < most_steps; ++step) {
        const auto outside = std::min_element(x.begin(), x.end());
        const bool inside = *outside >= 0;
        double value = 0;
        if (inside) {
            value = bound(x, slope);
            if (value < best.value) best = {value, x, 0};
        } else {
            std::fill(slope.begin(), slope.end(), 0.0);
            slope[static_cast<std::size_t>(outside - x.begin())] = -1;
        }
        double width = 0;
        for (std::size_t j = 0; j < prices; ++j) {
            pull[j] = 0;
            for (std::size_t i = 0; i < prices; ++i)
                pull[j] += shape[i * prices + j] * slope[i];
            width += pull[j] * pull[j];
        }
        width = std::sqrt(width);
        if (inside) lower = std::max(lower, value - width);
        if (width <= 0 || best.value - lower <= tolerance) break;
        const double shrink = std::sqrt((n - 1) / (n + 1)) - 1;
        const double grow = n / std::sqrt(n * n - 1);
        for (std::size_t i = 0; i < prices; ++i) {
            double along = 0;
            for (std::size_t j = 0; j < prices; ++j)
                along += shape[i * prices + j] * pull[j] / width;
            x[i] -= along / (n + 1);
            for (std::size_t j = 0; j < prices; ++j)
                shape[i * prices + j] = grow * (shape[i * prices + j] + shrink * along * pull[j] / width);
        }
    }
    best.gap = std::max(0.0, best.value - lower);
    return best;
}

Minimum least(const Bound& bound, std::size_t prices, double range) {
    const double tolerance = accuracy * range;
    if (prices == 0) return {bound({}, {}), {}, 0.0};
    if (prices == 1) return least_of_one(bound, range, tolerance);
    Minimum found;
    // Where the least bound lies at prices far out, look further.
    for (double reach = range; reach <= range * 4096; reach *= 16) {
        found = least_of_many(bound, prices, reach, tolerance);
        if (*std::max_element(found.price.begin(), found.price.end()) < reach) break;
    }
    return found;
}

struct Extremes {
    double low = 0, high = 0;
    void take(std::span<const double> scores) {
        for (const double s : scores) {
            low = std::min(low, s);
            high = std::max(high, s);
        }
    }
};

double full(int places) {
    double sum = 0;
    for (int rank = 0; rank < places; ++rank)
        sum += exposure_weight(static_cast<std::size_t>(rank));
    return sum;
}

Status sound(std::size_t requests, int places) {
    if (requests == 0) return fail(ErrorCode::bad_input, "there are no requests");
    if (places < 1 || places > static_cast<int>(exposure_ranks))
        return fail(ErrorCode::bad_input, "a slate of " + std::to_string(places) + " places has no weights");
    return {};
}

tl::unexpected<Error> out_of_reach() {
    return fail(ErrorCode::refused, "no slates of these requests can keep the limits", "",
                "Lower a floor or raise a cap");
}

} // namespace

void best_slate(std::span<const double> worth, std::span<const std::uint8_t> category, int places,
                int category_cap, std::vector<std::uint32_t>& order) {
    order.resize(worth.size());
    std::iota(order.begin(), order.end(), 0U);
    const auto before = [&](std::uint32_t a, std::uint32_t b) {
        return worth[a] != worth[b] ? worth[a] > worth[b] : a < b;
    };
    const auto most = std::min(order.size(), static_cast<std::size_t>(places));
    if (category_cap <= 0 || category.empty()) {
        std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(most), order.end(),
                          before);
        order.resize(most);
        return;
    }
    std::sort(order.begin(), order.end(), before);
    std::array<int, 256> taken{};
    std::size_t count = 0;
    for (std::size_t k = 0; k < order.size() && count < most; ++k)
        if (taken[category[order[k]]]++ < category_cap) order[count++] = order[k];
    order.resize(count);
}

Result<OfflineBound> offline_bound(std::span<const RankedRequest> requests, const ExposureLimits& limits) {
    if (auto ok = sound(requests.size(), limits.places); !ok) return pass_on(ok);
    std::size_t groups = std::max(limits.floor.size(), limits.cap.size());
    Extremes scores;
    for (const RankedRequest& request : requests) {
        scores.take(request.score);
        for (const std::uint8_t g : request.group)
            groups = std::max(groups, std::size_t{g} + 1);
    }
    const double whole = full(limits.places);
    struct Demand {
        std::size_t group = 0;
        double sign = 1, least = 0;
    };
    std::vector<Demand> demands;
    for (std::size_t g = 0; g < groups; ++g) {
        if (g < limits.floor.size() && limits.floor[g] > 0)
            demands.push_back({g, 1, limits.floor[g] * whole});
        if (g < limits.cap.size() && limits.cap[g] > 0) demands.push_back({g, -1, -limits.cap[g] * whole});
    }
    const auto count = static_cast<double>(requests.size());
    std::vector<double> by_group(groups);
    std::vector<double> exposure(groups);
    std::vector<double> worth;
    std::vector<std::uint32_t> order;
    const Bound bound = [&](std::span<const double> price, std::span<double> slope) {
        std::fill(by_group.begin(), by_group.end(), 0.0);
        std::fill(exposure.begin(), exposure.end(), 0.0);
        for (std::size_t d = 0; d < price.size(); ++d)
            by_group[demands[d].group] += demands[d].sign * price[d];
        double sum = 0;
        for (const RankedRequest& request : requests) {
            worth.assign(request.score.begin(), request.score.end());
            for (std::size_t i = 0; i < worth.size(); ++i)
                worth[i] += by_group[request.group[i]];
            best_slate(worth, request.category, limits.places, limits.category_cap, order);
            for (std::size_t rank = 0; rank < order.size(); ++rank) {
                sum += exposure_weight(rank) * worth[order[rank]];
                exposure[request.group[order[rank]]] += exposure_weight(rank);
            }
        }
        double value = sum / count;
        for (std::size_t d = 0; d < price.size(); ++d) {
            value -= price[d] * demands[d].least;
            slope[d] = demands[d].sign * exposure[demands[d].group] / count - demands[d].least;
        }
        return value;
    };
    OfflineBound result;
    result.free_utility = bound({}, {});
    for (const double e : exposure)
        result.free_share.push_back(e / count / whole);
    const Minimum found = least(bound, demands.size(), std::max(scores.high - scores.low, 1e-9));
    if (found.value < scores.low * whole - accuracy * (1 + std::abs(scores.low))) return out_of_reach();
    result.best_utility = found.value;
    result.certificate_gap = found.gap;
    result.price.resize(groups);
    for (std::size_t d = 0; d < demands.size(); ++d)
        result.price[demands[d].group] += demands[d].sign * found.price[d];
    return result;
}

Result<DualBound> dual_bound(std::span<const WeightedRequest> requests, std::span<const double> least_of,
                             int places) {
    if (auto ok = sound(requests.size(), places); !ok) return pass_on(ok);
    Extremes scores;
    for (const WeightedRequest& request : requests)
        scores.take(request.score);
    const auto count = static_cast<double>(requests.size());
    std::vector<double> worth;
    std::vector<std::uint32_t> order;
    const Bound bound = [&](std::span<const double> price, std::span<double> slope) {
        std::fill(slope.begin(), slope.end(), 0.0);
        double sum = 0;
        for (const WeightedRequest& request : requests) {
            const std::size_t items = request.score.size();
            worth.assign(request.score.begin(), request.score.end());
            for (std::size_t d = 0; d < price.size(); ++d)
                for (std::size_t i = 0; i < items; ++i)
                    worth[i] += price[d] * request.weight[d * items + i];
            best_slate(worth, {}, places, 0, order);
            for (std::size_t rank = 0; rank < order.size(); ++rank) {
                sum += exposure_weight(rank) * worth[order[rank]];
                for (std::size_t d = 0; d < price.size(); ++d)
                    slope[d] += exposure_weight(rank) * request.weight[d * items + order[rank]];
            }
        }
        double value = sum / count;
        for (std::size_t d = 0; d < price.size(); ++d) {
            value -= price[d] * least_of[d];
            slope[d] = slope[d] / count - least_of[d];
        }
        return value;
    };
    DualBound result;
    result.free_utility = bound({}, {});
    const Minimum found = least(bound, least_of.size(), std::max(scores.high - scores.low, 1e-9));
    if (found.value < scores.low * full(places) - accuracy * (1 + std::abs(scores.low)))
        return out_of_reach();
    result.best_utility = found.value;
    result.price = found.price;
    result.certificate_gap = found.gap;
    return result;
}

} // namespace attune
