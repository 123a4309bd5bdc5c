#include "core/offline/correlation.h"

#include <algorithm>
#include <cmath>

namespace attune::offline {
namespace {

/// Sums over rows, of distances from a middle so that little is lost by rounding.
struct Sums {
    double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;

    void add(double dx, double dy) {
        n += 1;
        x += dx;
        y += dy;
        xx += dx * dx;
        yy += dy * dy;
        xy += dx * dy;
    }
    Sums without(const Sums& other) const {
        return {n - other.n, x - other.x, y - other.y, xx - other.xx, yy - other.yy, xy - other.xy};
    }
    double coefficient() const {
        constexpr double nothing = 1e-12; // of a variance that is rounding alone
        if (n < 2) return Estimate::none;
        const double vx = xx / n - x / n * x / n;
        const double vy = yy / n - y / n * y / n;
        if (!(vx > nothing * (xx / n)) || !(vy > nothing * (yy / n))) return Estimate::none;
        return std::clamp((xy / n - x / n * y / n) / std::sqrt(vx * vy), -1.0, 1.0);
    }
};

} // namespace

Measured correlation(std::span<const TwoRatings> rows, std::size_t people) {
    double middle_x = 0, middle_y = 0;
    for (const TwoRatings& row : rows) {
        middle_x += row.x / static_cast<double>(rows.size());
        middle_y += row.y / static_cast<double>(rows.size());
    }
    Sums all;
    std::vector<Sums> of(people);
    for (const TwoRatings& row : rows) {
        all.add(row.x - middle_x, row.y - middle_y);
        of[row.person].add(row.x - middle_x, row.y - middle_y);
    }
    Measured measured{"correlation", all.coefficient(), {}};
    for (const Sums& own : of)
        if (own.n > 0) measured.left_out.push_back(all.without(own).coefficient());
    return measured;
}

} // namespace attune::offline
