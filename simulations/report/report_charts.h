// The charts of a report with what stands around them: the question, what is drawn, sentences that say what
// changed and how sure that is, and the table of the data behind the picture.
#pragma once

#include "simulations/report/report_view.h"
#include "simulations/report/svg_chart.h"

#include <string>
#include <vector>

namespace attune {

struct ChartCard {
    std::string name; ///< also the file's name without .svg
    std::string question;
    std::string subtitle;
    std::vector<std::string> sentences;
    std::string svg;
    DataTable table;
    bool wide = false;
};

/// All charts the records can fill. `standalone` draws question and subtitle into the pictures.
std::vector<ChartCard> chart_cards(const ReportView& view, bool standalone);

/// The metrics and verdicts of the comparison as rows, guardrails first.
ChartCard difference_card(const ReportView& view, bool standalone);

/// The light of a guardrail's verdict or, for other metrics, of a claim.
Light light_of(Verdict verdict);
Light light_of(Claim claim);

} // namespace attune
