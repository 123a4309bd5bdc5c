// The report of a run or a comparison: one HTML page with everything inside, made from stored records only.
// It is well-formed XML, has no scripts and loads nothing; the same records give the same bytes.
#pragma once

#include "core/base/text.h"
#include "simulations/report/report_input.h"

#include <string>
#include <vector>

namespace attune {

/// The whole page. Reads no clock and no file; the time a run took is left out.
std::string html_report(const ReportInput& input, const Text& text = Text::english());

struct ChartFile {
    std::string name; ///< "satisfaction.svg"
    std::string svg;
};

/// The charts of the page as pictures that stand alone, to be written beside it.
std::vector<ChartFile> chart_files(const ReportInput& input, const Text& text = Text::english());

} // namespace attune
