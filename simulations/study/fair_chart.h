// What was measured of fairness as charts of the lab, each with the lever that acts on it.
#pragma once

#include "simulations/study/fair_figures.h"
#include "simulations/study/measured_chart.h"

#include <string>
#include <vector>

namespace attune {

struct FairChart {
    LabChart chart;
    std::string lever; ///< key; empty: none acts on it alone
    std::string costs; ///< one sentence: what moving it costs whom
};

/// "fair_people", "fair_lorenz", "fair_liking", "fair_ratio", "fair_cost", and with limits "fair_push".
std::vector<FairChart> fair_charts(const FairFigures& figures, const MeasuredFor& world, const Text& text);

} // namespace attune
