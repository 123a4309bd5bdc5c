#include "simulations/report/style_sheet.h"

#include "core/base/resources.h"
#include "simulations/report/chart_style.h"

namespace attune {

std::string style_sheet() {
    std::string out = ":root{";
    for (const auto& [name, colour] : style::properties)
        out += "--" + std::string(name) + ":" + std::string(colour) + ";";
    out += "font-family:" + std::string(style::fonts) + "}\n";
    return out + std::string(find_resource("styles/report.css").value_or(""));
}

} // namespace attune
