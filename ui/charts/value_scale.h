// The value axis of a chart through time: fitted to its data, or, while a lever is dragged, only growing, so
// that the picture does not jump under the reader's eyes.
#pragma once

#include "simulations/report/axis.h"
#include "simulations/report/line_plot.h"
#include "simulations/report/svg_chart.h"

namespace attune::ui {

class ValueScale {
public:
    /// `most` ticks (4 or more). Frozen, the range before is kept inside the new one.
    void fit(const Extent& extent, NumberKind kind, bool frozen, int most);
    const Ticks& ticks() const { return ticks_; }
    void forget() { fitted_ = false; }

private:
    Ticks ticks_{.step = 1, .decimals = 0, .at = {0, 1}};
    bool fitted_ = false;
};

} // namespace attune::ui
