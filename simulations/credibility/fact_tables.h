// Results of the checks for other programs: a JSON document, and a table.
#pragma once

#include "core/base/json.h"
#include "simulations/credibility/fact.h"

#include <span>

namespace attune {

/// "holds", "fails", "undecided", "not_judged".
const char* name_of(FactVerdict verdict);
/// "outside", "control_stays" ...
const char* name_of(FactReason reason);

/// {"facts": [{"id", "expected", "observed", "lower", "upper", "verdict" ...}]}: on top of a fact stands the
/// check that decides it; "checks" has all of them. Ends of bands at infinity are null.
Json facts_document(std::span<const FactResult> results);

/// One row per check: fact,check,unit,expected_lower,expected_upper,observed,lower,upper,control,
/// control_lower,control_upper,verdict,reason,source.
std::string facts_csv(std::span<const FactResult> results);

} // namespace attune
