// Where the words of a line chart stand: name and value at the end of each line, and the words of the
// reference line, so that none meets another and little data is covered.
#pragma once

#include "simulations/report/line_plot.h"
#include "simulations/report/svg_chart.h"

#include <QRectF>
#include <QString>

#include <vector>

namespace attune::ui {

/// A label at the end of a line.
struct EndLabel {
    LineRole role;
    QString text;
    ChartPoint last; ///< of its line
    QRectF place;
    bool on_hatching = false; ///< it stands beside its dot, over days that were not run
    QPointF dot;
};

/// Room between a line's end and its words.
inline constexpr qreal label_gap = 8;

/// A label of that text for a line that has a value; its place has only a size yet.
EndLabel sized_label(const ChartLine& line, const QString& text);
/// Names so that "name value" stays within `width`. Where the name of one policy is too long, both are called
/// by the letter that stands beside their names in the run bar; other names are cut.
QStringList fitting_names(const std::vector<ChartLine>& lines, qreal width);

struct LineWords {
    std::vector<EndLabel> labels;
    QString reference;      ///< cut to the plot
    QRectF reference_place; ///< empty without a reference line
};

/// Labels at least 14 px apart beside the plot, or beside their dots where the lines end early.
LineWords place_words(const LineChart& chart, const PlotArea& area, std::vector<EndLabel> labels);

} // namespace attune::ui
