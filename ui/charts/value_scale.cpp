#include "ui/charts/value_scale.h"

#include <algorithm>

namespace attune::ui {

void ValueScale::fit(const Extent& extent, NumberKind kind, bool frozen, int most) {
    ValueRange range = chart_range(extent.low, extent.high, kind == NumberKind::share);
    if (frozen && fitted_) {
        if (range.low >= ticks_.low() && range.high <= ticks_.high()) return;
        range.low = std::min(range.low, ticks_.low());
        range.high = std::max(range.high, ticks_.high());
    }
    ticks_ = nice_ticks(range.low, range.high, most);
    // Three lines say little about heights between them; one more than wanted is better.
    if (ticks_.at.size() < 4)
        if (Ticks finer = nice_ticks(range.low, range.high, most + 1); finer.at.size() > ticks_.at.size())
            ticks_ = std::move(finer);
    fitted_ = true;
}

} // namespace attune::ui
