// What was measured of fairness as people read it: tables, sentences, JSON and CSV.
#pragma once

#include "core/base/json.h"
#include "core/base/text.h"
#include "simulations/report/svg_chart.h"
#include "simulations/study/fair_figures.h"

#include <string>
#include <vector>

namespace attune {

struct FairTable {
    std::string title;
    DataTable table;
    std::string sentence; ///< what the table says, and which lever acts on it; may be empty
};

/// Groups of providers, definitions, limits (where there are any), unevenness, people.
std::vector<FairTable> fair_tables(const FairFigures& figures, const Text& text);

/// What holding the limits takes beside the least possible.
std::string fair_cost_sentence(const FairFigures& figures, const Text& text);

/// {"limited", "groups", "unevenness", "people", "cost", "weekly_loss", "guarded_per_1000", "guard_missed"};
/// measured ones as {value, lower, upper}, what is not known as null.
Json fair_document(const FairFigures& figures);
/// measure,of,value,lower,upper
std::string fair_csv(const FairFigures& figures);

} // namespace attune
