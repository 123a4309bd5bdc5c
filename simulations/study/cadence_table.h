// The table of ways of asking as people read it, as JSON and as CSV.
#pragma once

#include "core/base/json.h"
#include "core/base/text.h"
#include "simulations/report/svg_chart.h"
#include "simulations/study/cadence.h"

#include <span>

namespace attune {

/// One row per way of asking.
DataTable cadence_table(std::span<const CadenceOutcome> outcomes, const Text& text);
/// What more asking buys and costs, from the row "day" to the row "visit"; empty without answers in one of
/// them.
std::string cadence_sentence(std::span<const CadenceOutcome> outcomes, const Text& text);

/// {"rows": [{row, prompts_per_user_week, response_rate, first_week, last_week, nonresponse_bias,
/// opt_out_rate, answers_per_user_week}]}; measured ones as {value, lower, upper}, what is not known as null.
Json cadence_document(std::span<const CadenceOutcome> outcomes);
std::string cadence_csv(std::span<const CadenceOutcome> outcomes);

} // namespace attune
