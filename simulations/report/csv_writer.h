// The long CSV: one row per run, metric, group and day. RFC 4180, C locale, UTF-8, lines end in CR LF.
#pragma once

#include "simulations/report/report_input.h"

#include <functional>
#include <string>
#include <string_view>

namespace attune {

/// A text cell: quoted where needed; text that a spreadsheet would take for a formula (first sign = + - @,
/// tab or line break) gets an apostrophe before it. Numbers never pass through here.
std::string csv_cell(std::string_view text);

/// A number cell: the shortest text that reads back as the same double; empty for NaN and infinities.
std::string csv_cell(double value);

/// "run,policy,metric,group,day,value,lower,upper,n" and its line end.
std::string csv_head();

/// The rows of a run without the head: its figures over the whole run (day empty), then its daily series.
std::string csv_rows(const RunRecord& run);

/// Head and rows of everything in the records: baseline, run, then the paired differences under the id of the
/// comparison, with the policy written "candidate minus baseline".
std::string csv(const ReportInput& input);

/// Whether the rows of a metric and group are wanted.
using CsvChoice = std::function<bool(const std::string& metric, const std::string& group)>;
/// The same with the rows that are wanted, in the same order.
std::string csv(const ReportInput& input, const CsvChoice& wanted);

} // namespace attune
