// The appendix on what a scenario assumes: how many assumptions nobody has measured and which, which differ
// from their defaults, and all of them with range, grade and source. Well-formed XHTML.
#pragma once

#include "core/base/text.h"
#include "simulations/scenario/scenario.h"

#include <string>

namespace attune {

std::string html_assumptions(const Scenario& scenario, const Text& text);

} // namespace attune
