// Round numbers for axes: where the ticks stand and how many decimals they need.
#pragma once

#include <vector>

namespace attune {

/// Ticks at multiples of `step`, first <= lowest value, last >= highest value
/// (within a billionth of a step).
struct Ticks {
    double step = 1;
    int decimals = 0; ///< enough to write every tick without rounding
    std::vector<double> at;

    double low() const { return at.front(); }
    double high() const { return at.back(); }
};

/// Ticks with a step of 1, 2, 2.5 or 5 times a power of ten, the smallest step that needs at most `most`
/// ticks (most >= 3). Equal bounds are widened first. Bounds must lie within +-1e300.
Ticks nice_ticks(double low, double high, int most);

/// A value range for a line chart: starts at zero where that costs little, is never empty, and stays within
/// 0..1 for shares whose data do.
struct ValueRange {
    double low = 0;
    double high = 1;
};
ValueRange chart_range(double low, double high, bool share);

/// Days to be named: the first, the last and round days between, at most `most` (most >= 2); steps are 1, 2,
/// 5 or 7 or 14 and so on, as weeks and tens go.
std::vector<int> day_ticks(int first, int last, int most);

} // namespace attune
