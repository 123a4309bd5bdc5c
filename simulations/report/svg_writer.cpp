#include "simulations/report/svg_writer.h"

#include "simulations/report/chart_style.h"
#include "simulations/report/markup.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace attune {
namespace {

/// Widest advance in em of a character in Inter, Noto Sans and DejaVu Sans, by rough classes.
double advance(const std::string& character) {
    if (character.size() > 1) {
        if (character == "\xE2\x88\x92") return 0.84; // minus sign
        if (character == "\xE2\x80\xA6") return 1.0;  // ellipsis
        if (character == "\xC2\xA0") return 0.36;     // no-break space
        return character.size() == 2 ? 0.86 : 1.1;
    }
    constexpr std::string_view narrow = "ijlI.,:;'|! ";
    constexpr std::string_view slim = "ftr()[]/\\-\"";
    constexpr std::string_view wide = "mwMWO@%QNGHDU";
    constexpr std::string_view widest = "mwMW@%&";
    const char c = character.front();
    if (widest.find(c) != std::string_view::npos) return 1.02;
    if (wide.find(c) != std::string_view::npos) return 0.82;
    if (narrow.find(c) != std::string_view::npos) return 0.41;
    if (slim.find(c) != std::string_view::npos) return 0.47;
    if ((c >= 'A' && c <= 'Z') || c == '+' || c == '=' || c == '<' || c == '>' || c == '#' || c == '~' ||
        c == '^')
        return 0.85;
    return 0.66;
}

std::string attribute(std::string_view name, std::string_view value) {
    return " " + std::string(name) + "=\"" + escaped(value) + "\"";
}
std::string attribute(std::string_view name, double value) {
    return " " + std::string(name) + "=\"" + coordinate(value) + "\"";
}

/// Widths keep two decimals: 1.25 and 2.25 are design values.
std::string stroke_width(double width) {
    std::array<char, 32> buffer{};
    const auto [end, code] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), width, std::chars_format::fixed, 2);
    return attribute("stroke-width",
                     std::string_view(buffer.data(), static_cast<std::size_t>(end - buffer.data())));
}

std::string path_points(const std::vector<std::pair<double, double>>& points) {
    std::string out;
    for (const auto& [x, y] : points)
        out += (out.empty() ? "" : " ") + coordinate(x) + "," + coordinate(y);
    return out;
}

} // namespace

double text_width(std::string_view text, double size, bool bold) {
    double width = 0;
    for (const std::string& character : characters(text))
        width += advance(character);
    return width * size * (bold ? 1.12 : 1.0);
}

std::string fitting(std::string_view text, double width, double size, bool bold) {
    const std::string whole = visible_text(text);
    if (text_width(whole, size, bold) <= width) return whole;
    std::size_t most = characters(whole).size();
    while (most > 1 && text_width(shortened(whole, most), size, bold) > width)
        --most;
    return shortened(whole, most);
}

std::vector<std::string> wrapped(std::string_view text, double width, double size, std::size_t most_lines) {
    std::vector<std::string> lines;
    std::string rest = visible_text(text);
    while (!rest.empty() && lines.size() + 1 < most_lines && text_width(rest, size) > width) {
        std::size_t cut = std::string::npos;
        for (std::size_t space = rest.find(' '); space != std::string::npos;
             space = rest.find(' ', space + 1))
            if (text_width(std::string_view(rest).substr(0, space), size) <= width) cut = space;
        if (cut == std::string::npos) break;
        lines.push_back(rest.substr(0, cut));
        rest.erase(0, cut + 1);
    }
    if (!rest.empty()) lines.push_back(fitting(rest, width, size));
    return lines;
}

std::string coordinate(double value) {
    std::array<char, 400> buffer{};
    const auto [end, code] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, 1);
    std::string out(buffer.data(), end);
    if (out.ends_with(".0")) out.resize(out.size() - 2);
    return out == "-0" ? "0" : out;
}

SvgWriter::SvgWriter(std::string_view id, double width, double height, std::string_view title,
                     std::string_view description, double margin)
    : id_(id) {
    const std::string box = coordinate(-margin) + " " + coordinate(-margin) + " " +
                            coordinate(width + 2 * margin) + " " + coordinate(height + 2 * margin);
    if (margin > 0) rect(-margin, -margin, width + 2 * margin, height + 2 * margin, style::card);
    head_ = "<svg xmlns=\"http://www.w3.org/2000/svg\"" + attribute("viewBox", box) + " role=\"img\"" +
            attribute("aria-labelledby", id_ + "-title " + id_ + "-desc") +
            attribute("font-family", style::fonts) + " font-variant-numeric=\"tabular-nums\">\n<title" +
            attribute("id", id_ + "-title") + ">" + escaped(title) + "</title>\n<desc" +
            attribute("id", id_ + "-desc") + ">" + escaped(description) + "</desc>\n";
}

void SvgWriter::text(double x, double y, std::string_view words, const Lettering& look) {
    if (words.empty()) return;
    constexpr std::array<std::string_view, 3> anchors = {"start", "middle", "end"};
    body_ += "<text" + attribute("x", x) + attribute("y", y) +
             attribute("font-size", std::max(look.size, style::smallest_text)) +
             attribute("fill", look.colour);
    if (look.anchor != Anchor::start)
        body_ += attribute("text-anchor", anchors[static_cast<std::size_t>(look.anchor)]);
    if (look.bold) body_ += " font-weight=\"600\"";
    if (look.halo)
        body_ += attribute("stroke", style::card) +
                 " stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"";
    body_ += ">" + escaped(words) + "</text>\n";
}

void SvgWriter::line(double x1, double y1, double x2, double y2, std::string_view colour, double width,
                     std::string_view dash) {
    body_ += "<line" + attribute("x1", x1) + attribute("y1", y1) + attribute("x2", x2) + attribute("y2", y2) +
             attribute("stroke", colour);
    body_ += stroke_width(width);
    if (!dash.empty()) body_ += attribute("stroke-dasharray", dash);
    body_ += "/>\n";
}

void SvgWriter::rect(double x, double y, double width, double height, std::string_view fill, double radius) {
    body_ += "<rect" + attribute("x", x) + attribute("y", y) + attribute("width", std::max(width, 0.0)) +
             attribute("height", std::max(height, 0.0)) + attribute("fill", fill);
    if (radius > 0) body_ += attribute("rx", radius);
    body_ += "/>\n";
}

void SvgWriter::frame(double x, double y, double width, double height, std::string_view colour, double line) {
    body_ += "<rect" + attribute("x", x + line / 2) + attribute("y", y + line / 2) +
             attribute("width", std::max(width - line, 0.0)) +
             attribute("height", std::max(height - line, 0.0)) + " fill=\"none\"" +
             attribute("stroke", colour) + attribute("stroke-width", line) + "/>\n";
}

void SvgWriter::circle(double x, double y, double radius, std::string_view fill, std::string_view stroke) {
    body_ += "<circle" + attribute("cx", x) + attribute("cy", y) + attribute("r", radius) +
             attribute("fill", fill);
    if (!stroke.empty()) body_ += attribute("stroke", stroke) + " stroke-width=\"1.5\"";
    body_ += "/>\n";
}

void SvgWriter::diamond(double x, double y, double radius, std::string_view fill, std::string_view stroke) {
    body_ += "<polygon" +
             attribute("points", std::string_view(path_points(
                                     {{x, y - radius}, {x + radius, y}, {x, y + radius}, {x - radius, y}}))) +
             attribute("fill", fill) + attribute("stroke", stroke) + " stroke-width=\"1.5\"/>\n";
}

void SvgWriter::polyline(const std::vector<std::pair<double, double>>& points, std::string_view colour,
                         double width, std::string_view dash) {
    body_ += "<polyline" + attribute("points", std::string_view(path_points(points))) +
             " fill=\"none\" stroke-linejoin=\"round\"" + attribute("stroke", colour) + stroke_width(width);
    if (!dash.empty()) body_ += attribute("stroke-dasharray", dash);
    body_ += "/>\n";
}

void SvgWriter::area(const std::vector<std::pair<double, double>>& outline, std::string_view fill,
                     std::string_view opacity) {
    body_ += "<polygon" + attribute("points", std::string_view(path_points(outline))) +
             attribute("fill", fill) + attribute("fill-opacity", opacity) + "/>\n";
}

void SvgWriter::hatched(double x, double y, double width, double height) {
    hatch_used_ = true;
    rect(x, y, width, height, "url(#" + id_ + "-hatch)");
}

std::string SvgWriter::finish() {
    std::string hatch;
    if (hatch_used_)
        hatch = "<defs><pattern" + attribute("id", id_ + "-hatch") +
                " width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
                "<rect width=\"6\" height=\"6\"" +
                attribute("fill", style::hatch_ground) + "/><line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\"" +
                attribute("stroke", style::hatch_ink) + " stroke-width=\"1.25\"/></pattern></defs>\n";
    return head_ + hatch + body_ + "</svg>\n";
}

} // namespace attune
