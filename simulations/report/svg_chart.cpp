#include "simulations/report/svg_chart.h"

#include "simulations/report/chart_style.h"
#include "simulations/report/svg_writer.h"

#include <algorithm>
#include <numeric>

namespace attune {

std::vector<double> spread(const std::vector<double>& wanted, double gap, double low, double high) {
    std::vector<std::size_t> order(wanted.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
    std::vector<double> placed(wanted.size());
    if (wanted.empty()) return placed;
    const double room = high - low;
    const double used = gap * static_cast<double>(wanted.size() - 1);
    if (used > room) {
        for (std::size_t i = 0; i < order.size(); ++i)
            placed[order[i]] = low + room * static_cast<double>(i) / static_cast<double>(order.size() - 1);
        return placed;
    }
    double least = low;
    for (const std::size_t i : order) {
        placed[i] = std::max(std::min(wanted[i], high), least);
        least = placed[i] + gap;
    }
    double most = high;
    for (auto i = order.rbegin(); i != order.rend(); ++i) {
        placed[*i] = std::min(placed[*i], most);
        most = placed[*i] - gap;
    }
    return placed;
}

std::string light_sign(Light light, double x, double y) {
    const auto at = [](double px, double py) { return coordinate(px) + "," + coordinate(py); };
    const auto triangle = [&](double tip, std::string_view fill, std::string_view stroke) {
        return "<polygon points=\"" + at(x, y - tip) + " " + at(x + 5.5, y + tip * 0.8) + " " +
               at(x - 5.5, y + tip * 0.8) + "\" fill=\"" + std::string(fill) + "\" stroke=\"" +
               std::string(stroke) + "\" stroke-width=\"1.5\" stroke-linejoin=\"round\"/>\n";
    };
    const std::string centre = "cx=\"" + coordinate(x) + "\" cy=\"" + coordinate(y) + "\"";
    switch (light) {
    case Light::held:
        return "<circle " + centre + " r=\"5\" fill=\"" + std::string(style::success) + "\"/>\n";
    case Light::broken:
        return "<rect x=\"" + coordinate(x - 5) + "\" y=\"" + coordinate(y - 5) +
               "\" width=\"10\" height=\"10\" fill=\"" + std::string(style::danger) + "\"/>\n";
    case Light::unknown:
        return "<circle " + centre + " r=\"4.5\" fill=\"none\" stroke=\"" + std::string(style::nodata) +
               "\" stroke-width=\"1.5\" stroke-dasharray=\"2.5 2\"/>\n";
    case Light::better:
        return triangle(5, style::success, style::success);
    case Light::worse:
        return triangle(-5, "none", style::danger);
    case Light::none:
        return "<line x1=\"" + coordinate(x - 5) + "\" y1=\"" + coordinate(y) + "\" x2=\"" +
               coordinate(x + 5) + "\" y2=\"" + coordinate(y) + "\" stroke=\"" + std::string(style::nodata) +
               "\" stroke-width=\"1.5\"/>\n";
    }
    return {};
}

} // namespace attune
