// The appendices of the HTML report: every metric, the policies' settings, the scenario's assumptions and how
// to repeat the run. Each function returns well-formed XHTML; all record text is escaped.
#pragma once

#include "simulations/report/report_charts.h"

#include <string>

namespace attune {

/// A table with a caption (may be empty), column heads and row heads.
std::string html_table(const DataTable& table, const std::string& caption, const std::string& css_class);

std::string html_metric_table(const ReportView& view);
std::string html_policy_section(const ReportView& view);
std::string html_scenario_section(const ReportView& view);
std::string html_repeat_section(const ReportView& view);

/// Sign and word for truth, answers or behaviour.
std::string html_seen(Seen seen, const Text& text);

/// The command that makes the same records again, as a POSIX shell reads it.
std::string repeat_command(const ReportInput& input);

} // namespace attune
