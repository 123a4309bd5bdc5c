// How data is drawn: pens, bands, hatching, marks and flags, the same in every chart and in the tiles. All in
// the theme in use, at the text size in use.
#pragma once

#include "simulations/report/axis.h"
#include "simulations/report/lab_picture.h"

#include <QColor>
#include <QPainter>
#include <QPen>
#include <QString>

#include <vector>

namespace attune::ui {

/// Lines of a role: width and dash as in the tokens; `thin` for small multiples.
QPen line_pen(LineRole role, bool thin = false);
QColor line_colour(LineRole role);
QColor band_colour(LineRole role);
/// Only the candidate's words are bold.
QFont label_font(bool bold);

/// A length of the design at 100 % text, grown with larger text, never shrunk.
qreal grown(qreal pixels);

/// "We do not know": 45 degrees, 6 px apart, at any scale. Quieter on large areas.
void draw_hatched(QPainter& painter, const QRectF& place, bool large = false);
/// Words on a hatched place, on a plate in its middle; nothing if they do not fit.
void draw_hatched_words(QPainter& painter, const QRectF& place, const QString& words);

/// The sign of a role: a dot, for answers a diamond. `radius` of the dot.
void draw_mark(QPainter& painter, LineRole role, QPointF at, qreal radius);
void draw_diamond(QPainter& painter, QPointF at, qreal radius, const QColor& colour, qreal width);

/// Where the flag of the crosshair stands: beside its line at x, inside `plot`.
QRectF flag_place(qreal x, const QRectF& plot, const QString& words);
void draw_flag(QPainter& painter, qreal x, const QRectF& plot, const QString& words);
/// What it says: "day 58", "day 58, locked".
QString flag_words(int day, bool locked);

/// A reference line across `plot` at height y: solid red for a limit, dotted amber for a goal.
void draw_reference(QPainter& painter, const QRectF& plot, qreal y, bool hard);

/// Points that can be drawn, cut where one is missing; long lines are thinned to at most 400 points.
std::vector<std::vector<ChartPoint>> line_stretches(const std::vector<ChartPoint>& points);
/// The same for bands: only points with an interval.
std::vector<std::vector<ChartPoint>> band_stretches(const std::vector<ChartPoint>& points);

/// The words at the ticks of a value axis: "0.60", "18 %".
QStringList tick_words(const Ticks& ticks, NumberKind kind);

/// "0.62 (0.60 to 0.64)": a point in words, with no more digits than its interval supports.
QString point_words(const ChartPoint& point, NumberKind kind);
/// The point of a day; none where there is no value.
const ChartPoint* point_of(const std::vector<ChartPoint>& points, int day);
/// The last point with a value.
const ChartPoint* last_point(const std::vector<ChartPoint>& points);

} // namespace attune::ui
