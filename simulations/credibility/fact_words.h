// Facts and their results in words: one place for the window, the command line and the tables.
#pragma once

#include "core/base/text.h"
#include "simulations/credibility/fact.h"

#include <string>
#include <vector>

namespace attune {

std::string fact_title(std::string_view fact, const Text& text);
/// What was found in the field, what is done here, how to read it.
std::string fact_found(std::string_view fact, const Text& text);
std::string fact_done(const FactResult& result, const Text& text);
std::string fact_reading(std::string_view fact, const Text& text);

std::string verdict_word(FactVerdict verdict, const Text& text);

/// One check in words; figures carry their unit.
struct CheckWords {
    std::string name;
    std::string expected;
    std::string observed;
    std::string interval; ///< empty where the number is exact
    std::string control;  ///< what is switched off and what is then left; empty without a control
    std::string verdict;
};
CheckWords check_words(std::string_view fact, const CheckResult& check, const Text& text);

/// A value of a check with its unit.
std::string check_value(const CheckResult& check, double value, const Text& text);

/// Why a fact does not hold, is undecided or is not judged, a sentence or two each; empty where it holds.
std::vector<std::string> why_lines(const FactResult& result, const Text& text);

} // namespace attune
