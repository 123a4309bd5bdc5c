#include "simulations/report/line_plot.h"

#include <algorithm>
#include <array>

namespace attune {
namespace {

constexpr double width = 1080;
constexpr double head_height = 26;
constexpr double row_height = 40;
constexpr double lane = 11; ///< between the marks of a row
constexpr double most_name_width = 200;
constexpr double column_gap = 22;
constexpr double sign_width = 18;

/// One of the three marks: what it stands for decides its shape and colour.
struct Look {
    Seen seen;
    VoiceMark VoiceRow::*mark;
    double lane_at;
};
constexpr std::array<Look, 3> looks = {{{Seen::answers, &VoiceRow::say, -lane},
                                        {Seen::behaviour, &VoiceRow::act, 0},
                                        {Seen::truth, &VoiceRow::feel, lane}}};

std::string_view colour_of(Seen seen) {
    return seen == Seen::answers ? style::answers : seen == Seen::truth ? style::truth : style::baseline;
}

void draw_mark(SvgWriter& svg, Seen seen, double x, double y) {
    switch (seen) {
    case Seen::truth:
        return svg.circle(x, y, 4, style::truth);
    case Seen::answers:
        return svg.diamond(x, y, 4.5, style::card, style::answers);
    case Seen::behaviour:
        return svg.rect(x - 3.5, y - 3.5, 7, 7, style::baseline);
    }
}

/// The widest of a column's words, its head included.
double column_width(const VoiceDots& chart, const std::string& head, std::string VoiceRow::*cell) {
    double widest = text_width(head, style::label_size, true);
    for (const VoiceRow& row : chart.rows)
        widest = std::max(widest, text_width(row.*cell, 13, true));
    return widest;
}

void draw_warning(SvgWriter& svg, double x, double y) {
    const auto at = [](double px, double py) { return coordinate(px) + "," + coordinate(py); };
    svg.raw("<polygon points=\"" + at(x, y - 5.5) + " " + at(x + 6, y + 5) + " " + at(x - 6, y + 5) +
            "\" fill=\"" + std::string(style::caution) + "\"/>\n");
}

} // namespace

std::string draw(const VoiceDots& chart) {
    const double heading = heading_height(chart.head, width);
    const double rows = std::max(row_height * static_cast<double>(chart.rows.size()), 160.0);
    const double top = heading + head_height;
    const double bottom = top + rows;
    SvgWriter svg(chart.head.id, width, bottom + 26, chart.head.question, chart.head.description,
                  margin_of(chart.head));
    draw_heading(svg, chart.head, width);
    Extent extent;
    double name_width = 0;
    for (const VoiceRow& row : chart.rows) {
        name_width = std::max(name_width, text_width(row.name, 13));
        for (const Look& look : looks)
            for (const double value :
                 {(row.*look.mark).value, (row.*look.mark).lower, (row.*look.mark).upper})
                extent.take(value);
    }
    if (!(extent.low <= extent.high)) {
        draw_empty(svg, chart.no_data, 0, heading + 8, width, rows);
        return svg.finish();
    }
    name_width = std::min(name_width, most_name_width);
    const double heard_left =
        width - std::max(column_width(chart, chart.heard, &VoiceRow::heard), 30.0) - sign_width;
    const double answers_right = heard_left - column_gap;
    const double people_right =
        answers_right - column_width(chart, chart.answers, &VoiceRow::answers) - column_gap;
    const double left = name_width + 20;
    const double right = people_right - column_width(chart, chart.people, &VoiceRow::people) - column_gap;
    const ValueRange range = chart_range(extent.low, extent.high, true);
    const Ticks ticks = nice_ticks(range.low, range.high, 8);
    const auto x_of = [&](double value) {
        return left + (right - left) * ((value - ticks.low()) / (ticks.high() - ticks.low()));
    };

    const double head_line = heading + 16;
    double x = left;
    for (const auto& [look, words] :
         {std::pair{&looks[0], &chart.say}, {&looks[1], &chart.act}, {&looks[2], &chart.feel}}) {
        draw_mark(svg, look->seen, x + 5, head_line - 4);
        svg.text(x + 15, head_line, *words, {.size = style::label_size, .colour = style::text_secondary});
        x += 15 + text_width(*words, style::label_size) + 18;
    }
    const auto head = [&](double at, const std::string& words, Anchor anchor) {
        svg.text(
            at, head_line, words,
            {.size = style::label_size, .colour = style::text_secondary, .anchor = anchor, .bold = true});
    };
    head(people_right, chart.people, Anchor::end);
    head(answers_right, chart.answers, Anchor::end);
    head(heard_left, chart.heard, Anchor::start);

    const std::vector<std::string> names = tick_names(ticks, NumberKind::share);
    double taken = 0;
    for (std::size_t i = 0; i < ticks.at.size(); ++i) {
        const double at = x_of(ticks.at[i]);
        svg.line(at, top, at, bottom, style::grid, 1);
        const double half = text_width(names[i], style::axis_size) / 2;
        if (at - half < taken || at + half > width) continue;
        svg.text(at, bottom + 18, names[i],
                 {.size = style::axis_size, .colour = style::axis_text, .anchor = Anchor::middle});
        taken = at + half + 6;
    }
    for (std::size_t i = 0; i < chart.rows.size(); ++i) {
        const VoiceRow& row = chart.rows[i];
        const double y = top + row_height * (static_cast<double>(i) + 0.5);
        svg.line(0, y - row_height / 2, width, y - row_height / 2, style::border_subtle, 1);
        svg.text(0, y + 4.5, fitting(row.name, name_width, 13), {.size = 13, .colour = style::text});
        for (const Look& look : looks) {
            const VoiceMark& mark = row.*look.mark;
            if (!drawable(mark.value)) continue;
            const double at = y + look.lane_at;
            if (drawable(mark.lower) && drawable(mark.upper))
                svg.line(x_of(mark.lower), at, x_of(mark.upper), at, colour_of(look.seen), 1.5);
            draw_mark(svg, look.seen, x_of(mark.value), at);
        }
        const Lettering figures{.size = 13, .colour = style::text, .anchor = Anchor::end};
        svg.text(people_right, y + 4.5, row.people, figures);
        svg.text(answers_right, y + 4.5, row.answers, figures);
        if (row.under_covered) draw_warning(svg, heard_left + 6, y);
        svg.text(heard_left + sign_width, y + 4.5, row.heard,
                 {.size = 13,
                  .colour = row.under_covered ? style::caution_text : style::text_secondary,
                  .bold = row.under_covered});
    }
    svg.line(0, bottom, width, bottom, style::border_subtle, 1);
    return svg.finish();
}

} // namespace attune
