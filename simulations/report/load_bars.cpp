#include "simulations/report/svg_chart.h"

namespace attune {

/// Bars of load are bars of shares without floors: one way of drawing serves both.
std::string draw(const LoadBars& bars) {
    ShareChart chart;
    chart.head = bars.head;
    chart.kind = bars.kind;
    chart.no_data = bars.no_data;
    for (const LoadRow& row : bars.rows)
        chart.rows.push_back({.name = row.name,
                              .value = row.value,
                              .lower = row.lower,
                              .upper = row.upper,
                              .value_words = row.value_words,
                              .baseline = row.baseline,
                              .floor = std::nullopt,
                              .floor_words = {}});
    return draw(chart);
}

} // namespace attune
