// The trade of a lever of de-escalation as people read it: a table, a sentence, JSON and CSV.
#pragma once

#include "core/base/json.h"
#include "core/base/text.h"
#include "simulations/report/lab_picture.h"
#include "simulations/study/loop_curve.h"

#include <string>

namespace attune {

/// One row per value: every measure with its interval, and the offers that FAL counts. The value nearest to
/// `present` is marked if it is `present`.
DataTable curve_table(const LoopCurve& curve, double present, const Text& text);

/// What the highest value buys and costs against the lowest, as far as the same people side by side tell it
/// from chance; then each measure at both ends with the interval of the difference, those that may be chance
/// apart, and where the two ends' own intervals overlap all the same.
Sentence curve_sentence(const LoopCurve& curve, const Text& text);

/// {"lever", "present", "points": [{"value", "offers", "urr", "fal", "ovr", "pkp"}], "change": {"urr" ...}},
/// each measure as {value, lower, upper}; what is not known is null. `change`: highest value less lowest.
Json curve_document(const LoopCurve& curve);

/// lever,value,present,offers,urr,urr_lower,urr_upper,fal ... pkp_upper
std::string curve_csv(const LoopCurve& curve);

} // namespace attune
