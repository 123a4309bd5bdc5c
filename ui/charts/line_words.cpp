#include "ui/charts/line_words.h"

#include "simulations/report/chart_frame.h"
#include "ui/charts/plot_style.h"
#include "ui/theme/figures.h"
#include "ui/theme/words.h"

#include <QFontMetricsF>

#include <algorithm>
#include <limits>
#include <optional>

namespace attune::ui {
namespace {

constexpr qreal least_label_step = 14;

QString fitted(const QString& text, const QFont& font, qreal width) {
    if (figures_width(font, text) <= width) return text;
    return QFontMetricsF(font).elidedText(text, Qt::ElideRight, width);
}

/// spread() above and below something that stays where it is, at `fixed`; nothing if there is no room.
std::optional<std::vector<double>> spread_around(const std::vector<double>& wanted, double gap, double low,
                                                 double high, double fixed) {
    std::vector<double> above, below;
    for (const double w : wanted)
        (w <= fixed ? above : below).push_back(w);
    const auto fits = [&](const std::vector<double>& part, double from, double to) {
        return part.empty() || to - from >= gap * static_cast<double>(part.size() - 1);
    };
    if (!fits(above, low, fixed - gap) || !fits(below, fixed + gap, high)) return std::nullopt;
    above = spread(above, gap, low, fixed - gap);
    below = spread(below, gap, fixed + gap, high);
    std::vector<double> placed;
    auto next_above = above.begin();
    auto next_below = below.begin();
    for (const double w : wanted)
        placed.push_back(w <= fixed ? *next_above++ : *next_below++);
    return placed;
}

/// Where the words cover the least data: left, middle or right, above or below their line.
QRectF free_reference_place(const LineChart& chart, const PlotArea& area, const LineWords& words) {
    const qreal tall = QFontMetricsF(label_font(false)).height();
    const qreal width = figures_width(label_font(false), words.reference);
    const qreal line = area.y(chart.reference->value);
    QRectF best;
    int fewest = std::numeric_limits<int>::max();
    for (const double share : {0.0, 0.5, 1.0})
        for (const bool above : {true, false}) {
            const QRectF place(area.left + 5 + share * std::max(area.right - area.left - width - 10, 0.0),
                               above ? line - tall - 1 : line + 1, width, tall);
            if (place.top() < area.top - 6 || place.bottom() > area.bottom) continue;
            int covered = 0;
            for (const ChartLine& line_of_chart : chart.lines)
                for (const ChartPoint& p : line_of_chart.points)
                    if (has_value(p) && place.adjusted(-3, -2, 3, 2).contains(area.x(p.day), area.y(p.value)))
                        ++covered;
            for (const EndLabel& label : words.labels)
                if (label.on_hatching && place.intersects(label.place.adjusted(-6, -3, 6, 3)))
                    covered += 1000;
            if (covered < fewest) {
                fewest = covered;
                best = place;
            }
        }
    return best;
}

} // namespace

QStringList fitting_names(const std::vector<ChartLine>& lines, qreal width) {
    bool all = true;
    const auto room = [width](const ChartLine& line) {
        const QFont font = label_font(line.role == LineRole::candidate);
        return width - figures_width(font, QStringLiteral(" ") + from_core(line.last_value));
    };
    for (const ChartLine& line : lines)
        all = all &&
              figures_width(label_font(line.role == LineRole::candidate), from_core(line.name)) <= room(line);
    QStringList names;
    for (const ChartLine& line : lines) {
        const char* letter = line.role == LineRole::candidate  ? "ui.candidate.letter"
                             : line.role == LineRole::baseline ? "ui.baseline.letter"
                                                               : nullptr;
        names.push_back(!all && letter ? words(letter)
                                       : fitted(from_core(line.name), label_font(false), room(line)));
    }
    return names;
}

EndLabel sized_label(const ChartLine& line, const QString& text) {
    const QFont font = label_font(line.role == LineRole::candidate);
    const QSizeF size(figures_width(font, text), QFontMetricsF(label_font(false)).height());
    return {line.role, text, *last_point(line.points), QRectF(QPointF(), size), false, {}};
}

LineWords place_words(const LineChart& chart, const PlotArea& area, std::vector<EndLabel> labels) {
    const QFontMetricsF metrics(label_font(false));
    const qreal step = std::max(least_label_step, metrics.height() - 1);
    const double low = area.top + 2;
    const double high = std::max(low, area.bottom - step / 2);
    // Labels of lines that end early stand beside their dots where there is room, all in one column; the
    // others stand beside the plot.
    qreal early = area.left;
    qreal widest = 0;
    for (EndLabel& label : labels) {
        label.dot = {area.x(label.last.day), area.y(label.last.value)};
        if (label.dot.x() >= area.right - 1) continue;
        early = std::max(early, label.dot.x());
        widest = std::max(widest, label.place.width());
    }
    const bool room = early + 2 * label_gap + widest + 4 < area.right;
    std::vector<double> inside, outside;
    for (EndLabel& label : labels) {
        label.on_hatching = room && label.dot.x() < area.right - 1;
        (label.on_hatching ? inside : outside).push_back(label.dot.y());
    }
    // The words of a reference line join the column of the early ones, or else find a place of their own.
    LineWords words;
    const bool referenced = chart.reference && drawable(chart.reference->value);
    if (referenced) {
        const qreal most = area.right - area.left - 10;
        QString whole = from_core(chart.reference->label);
        if (!chart.reference->brief.empty() && figures_width(label_font(false), whole) > most)
            whole = from_core(chart.reference->brief);
        words.reference = fitted(whole, label_font(false), most);
    }
    const qreal reference_width = figures_width(label_font(false), words.reference);
    const qreal column = early + label_gap;
    std::optional<std::vector<double>> around;
    double reference_middle = 0;
    if (!inside.empty() && referenced && column + reference_width + 4 < area.right) {
        reference_middle = area.y(chart.reference->value) - metrics.height() / 2 - 1;
        around = spread_around(inside, step, low, high, reference_middle);
    }
    inside = around ? *around : spread(inside, step, low, high);
    outside = spread(outside, step, low, high);
    auto next_inside = inside.begin();
    auto next_outside = outside.begin();
    for (EndLabel& label : labels) {
        label.place.moveLeft(label.on_hatching ? column : area.right + label_gap);
        label.place.moveTop((label.on_hatching ? *next_inside++ : *next_outside++) -
                            label.place.height() / 2);
    }
    words.labels = std::move(labels);
    if (around)
        words.reference_place =
            QRectF(column, reference_middle - metrics.height() / 2, reference_width, metrics.height());
    else if (referenced)
        words.reference_place = free_reference_place(chart, area, words);
    return words;
}

} // namespace attune::ui
