// The audit of a trail as tables, sentences and a document, and of a trail in a file of lines.
#pragma once

#include "core/audit/trail_audit.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/text.h"
#include "simulations/report/svg_chart.h"

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace attune {

/// Whether the first line of the file says that it is a trail; false also for what cannot be read.
bool holds_trail(const std::string& path);

/// Judges a file of lines. Errors: bad_input with file and line for what is no event, those of LineReader,
/// cancelled.
Result<audit::trail::TrailVerdict> audit_trail_lines(const std::string& path,
                                                     const std::function<void(double done)>& progress,
                                                     const std::stop_token& stop);

/// One row per invariant.
DataTable trail_audit_table(const audit::trail::TrailVerdict& verdict, const Text& text);
/// "passed", "passed in part", "not evaluated".
std::string outcome_words(const audit::trail::InvariantVerdict& verdict, const Text& text);
/// What could not be judged of each invariant that was judged in part; where a limit of every proof says so,
/// nothing here.
std::vector<std::string> partly_sentences(const audit::trail::TrailVerdict& verdict, const Text& text);
/// What came out, in a sentence.
std::string trail_audit_sentence(const audit::trail::TrailVerdict& verdict, const Text& text);
/// Verdict, coverage, counts, invariants with their first cases, and the limits of the proof. `chain`: null
/// for a file of lines.
Json trail_audit_document(const audit::trail::TrailVerdict& verdict, const audit::trail::ChainReport* chain,
                          const Text& text);

/// What is proved of the chain and the heads alone, and the limits of that.
Json trail_proof_document(const audit::trail::ChainReport& chain, const Text& text);

} // namespace attune
