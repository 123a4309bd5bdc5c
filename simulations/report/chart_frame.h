// What all charts share: the drawn heading of a picture that stands alone, the empty state, and where the
// plot begins below them.
#pragma once

#include "simulations/report/chart_style.h"
#include "simulations/report/svg_chart.h"
#include "simulations/report/svg_writer.h"

#include <cmath>

namespace attune {

/// White space around a picture that stands alone.
inline double margin_of(const ChartHead& head) {
    return head.show_heading ? 16 : 0;
}

/// The subtitle in at most two lines.
inline std::vector<std::string> subtitle_lines(const ChartHead& head, double width) {
    return wrapped(head.subtitle, width, 12, 2);
}

/// The finding in at most four lines: a sentence that says how sure it is at its end must not be cut.
inline std::vector<std::string> finding_lines(const ChartHead& head, double width) {
    return wrapped(head.finding, width, 13, 4);
}

inline double heading_height(const ChartHead& head, double width) {
    if (!head.show_heading) return 0;
    const std::size_t findings = finding_lines(head, width).size();
    return 38 + 16 * static_cast<double>(subtitle_lines(head, width).size()) +
           (findings > 0 ? 6 + 18 * static_cast<double>(findings) : 0);
}

inline void draw_heading(SvgWriter& svg, const ChartHead& head, double width) {
    if (!head.show_heading) return;
    svg.text(0, 16, fitting(head.question, width, 15, true),
             {.size = 15, .colour = style::text, .bold = true});
    double y = 36;
    for (const std::string& line : subtitle_lines(head, width)) {
        svg.text(0, y, line, {.size = 12, .colour = style::text_muted});
        y += 16;
    }
    y += 6;
    for (const std::string& line : finding_lines(head, width)) {
        svg.text(0, y, line, {.size = 13, .colour = style::text});
        y += 18;
    }
}

/// A hatched box with words: nothing to draw, and not zero either.
inline void draw_empty(SvgWriter& svg, std::string_view words, double x, double y, double width,
                       double height) {
    svg.hatched(x, y, width, height);
    const std::string shown = fitting(words, width - 40, 13);
    const double half = text_width(shown, 13) / 2 + 10;
    svg.rect(x + width / 2 - half, y + height / 2 - 13, 2 * half, 26, style::card, 4);
    svg.text(x + width / 2, y + height / 2 + 4.5, shown,
             {.size = 13, .colour = style::text_secondary, .anchor = Anchor::middle});
}

/// A number a chart can place: finite, and small enough that ranges do not overflow.
inline bool drawable(double value) {
    return std::isfinite(value) && std::fabs(value) < 1e300;
}

} // namespace attune
