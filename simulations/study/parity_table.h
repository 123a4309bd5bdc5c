// Whether opting out costs anything, as people read it and as JSON.
#pragma once

#include "core/base/json.h"
#include "core/base/text.h"
#include "simulations/report/svg_chart.h"
#include "simulations/study/parity.h"

#include <string>

namespace attune {

/// One row per way of opting out: people who count, questions and offers to their twins, slates compared,
/// slates that differ, the verdict.
DataTable parity_table(const Parity& parity, const Text& text);
/// What was found, and where the first difference is; what it means; and what follows when people are left to
/// themselves, which need not be equal. One line each.
std::string parity_sentences(const Parity& parity, const Text& text);
/// {"verdict", "users", "days", "least_people", "withdrawn_from", "opt_outs": [{opt_out, people, prompts,
/// offers, learned_for, slates, different, would_differ, verdict, first_difference,
/// satisfaction_left_alone}]}; what is not known is null.
Json parity_document(const Parity& parity);

} // namespace attune
