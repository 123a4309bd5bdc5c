// The looks of pages: colours and fonts as the charts have them, and the rules of
// resources/styles/report.css.
#pragma once

#include <string>

namespace attune {

std::string style_sheet();

} // namespace attune
