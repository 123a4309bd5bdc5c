#include "ui/charts/plot_style.h"

#include "simulations/report/line_plot.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace attune::ui {
namespace {

constexpr qreal hatch_gap = 6;
constexpr qreal hatch_width = 1.25;
/// Of the hatching's ink on large areas, which would otherwise speak louder than the data.
constexpr qreal quiet_ink = 0.45;

/// A line needs no more points than it has pixels, and Qt Charts pays for each.
constexpr std::size_t most_points = 400;

/// Every n-th point and the last of each stretch, so that all together stay under the limit.
void thin_out(std::vector<std::vector<ChartPoint>>& stretches) {
    std::size_t count = 0;
    for (const auto& stretch : stretches)
        count += stretch.size();
    if (count <= most_points) return;
    const std::size_t ends = 2 * stretches.size();
    const std::size_t room = most_points > ends ? most_points - ends : 1;
    const std::size_t step = (count + room - 1) / room;
    for (auto& stretch : stretches) {
        std::vector<ChartPoint> kept;
        for (std::size_t i = 0; i < stretch.size(); i += step)
            kept.push_back(stretch[i]);
        if (kept.back().day != stretch.back().day) kept.push_back(stretch.back());
        stretch = std::move(kept);
    }
}

template <typename Good>
std::vector<std::vector<ChartPoint>> stretches(const std::vector<ChartPoint>& points, Good good) {
    std::vector<std::vector<ChartPoint>> all;
    bool open = false;
    for (const ChartPoint& point : points) {
        if (!good(point)) {
            open = false;
            continue;
        }
        if (!open) all.emplace_back();
        open = true;
        all.back().push_back(point);
    }
    thin_out(all);
    return all;
}

bool has_point(const ChartPoint& p) {
    return drawable(p.value);
}

} // namespace

QColor line_colour(LineRole role) {
    const Theme::Data& data = theme().data;
    switch (role) {
    case LineRole::candidate:
        return data.candidate;
    case LineRole::baseline:
        return data.baseline;
    case LineRole::answers:
        return data.answers;
    }
    return data.candidate;
}

QColor band_colour(LineRole role) {
    const Theme::Data& data = theme().data;
    switch (role) {
    case LineRole::candidate:
        return data.candidate_band;
    case LineRole::baseline:
        return data.baseline_band;
    case LineRole::answers: {
        // As strong as the baseline's: answers stand beside the truth, not before it.
        QColor band = data.answers;
        band.setAlpha(data.baseline_band.alpha());
        return band;
    }
    }
    return data.candidate_band;
}

QPen line_pen(LineRole role, bool thin) {
    qreal width = thin ? 1.9 : 2.25;
    QList<qreal> dash;
    if (role == LineRole::baseline) {
        width = thin ? 1.25 : 1.5;
        dash = thin ? QList<qreal>{4, 2} : QList<qreal>{5, 3};
    } else if (role == LineRole::answers) {
        width = thin ? 1.5 : 2;
        dash = {8, 3};
    }
    QPen pen(line_colour(role), width, Qt::SolidLine, dash.isEmpty() ? Qt::RoundCap : Qt::FlatCap,
             Qt::RoundJoin);
    if (!dash.isEmpty()) {
        // Qt counts dashes in widths of the pen.
        for (qreal& part : dash)
            part /= width;
        pen.setDashPattern(dash);
    }
    return pen;
}

QFont label_font(bool bold) {
    QFont made = font(Type::axis);
    if (bold) made.setWeight(QFont::DemiBold);
    return made;
}

qreal grown(qreal pixels) {
    return pixels * std::max(1.0, text_zoom());
}

void draw_hatched(QPainter& painter, const QRectF& place, bool large) {
    if (place.isEmpty()) return;
    painter.save();
    painter.setClipRect(place, Qt::IntersectClip);
    painter.fillRect(place, theme().data.hatch_ground);
    QColor ink = theme().data.hatch_ink;
    if (large) ink.setAlphaF(static_cast<float>(quiet_ink));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(ink, hatch_width));
    const qreal step = hatch_gap * std::sqrt(2.0);
    QList<QLineF> lines;
    for (qreal x = place.left() + step / 2; x < place.right() + place.height(); x += step)
        lines.append(QLineF(x, place.top(), x - place.height(), place.bottom()));
    painter.drawLines(lines);
    painter.restore();
}

void draw_hatched_words(QPainter& painter, const QRectF& place, const QString& words) {
    const QFont font = label_font(false);
    const QSizeF plate(figures_width(font, words) + grown(14), QFontMetricsF(font).height() + grown(4));
    if (words.isEmpty() || plate.width() > place.width() || plate.height() > place.height()) return;
    QRectF at(QPointF(), plate);
    at.moveCenter(place.center());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().surface.card);
    painter.drawRoundedRect(at, sizes().radius_control, sizes().radius_control);
    painter.setPen(theme().text.secondary);
    painter.setFont(font);
    draw_figures(painter, at, Qt::AlignCenter, words);
    painter.restore();
}

void draw_diamond(QPainter& painter, QPointF at, qreal radius, const QColor& colour, qreal width) {
    painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    painter.setBrush(theme().surface.card);
    painter.drawPolygon(QPolygonF{{at.x(), at.y() - radius},
                                  {at.x() + radius, at.y()},
                                  {at.x(), at.y() + radius},
                                  {at.x() - radius, at.y()}});
}

void draw_mark(QPainter& painter, LineRole role, QPointF at, qreal radius) {
    if (role == LineRole::answers) {
        draw_diamond(painter, at, radius + 0.8, line_colour(role), 1.6);
        return;
    }
    painter.setPen(QPen(theme().surface.card, 1));
    painter.setBrush(line_colour(role));
    painter.drawEllipse(at, radius, radius);
}

QRectF flag_place(qreal x, const QRectF& plot, const QString& words) {
    const QFont font = label_font(false);
    const QSizeF size(figures_width(font, words) + grown(16), QFontMetricsF(font).height() + grown(2));
    // Left of the line as long as there is room.
    const qreal left = x - size.width() - 4;
    return {QPointF(left < plot.left() ? x + 4 : left, plot.top()), size};
}

void draw_flag(QPainter& painter, qreal x, const QRectF& plot, const QString& words) {
    const QRectF flag = flag_place(x, plot, words);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme().surface.inverse);
    painter.drawRoundedRect(flag, 3, 3);
    painter.setPen(theme().text.on_inverse);
    painter.setFont(label_font(false));
    draw_figures(painter, flag, Qt::AlignCenter, words);
    painter.restore();
}

QString flag_words(int day, bool locked) {
    return words(locked ? "charts.day.locked" : "charts.day", {{"day", QString::number(day)}});
}

void draw_reference(QPainter& painter, const QRectF& plot, qreal y, bool hard) {
    const Theme::Data& data = theme().data;
    QPen pen(hard ? data.limit : data.threshold, 1.25, Qt::SolidLine, Qt::FlatCap);
    if (!hard) pen.setDashPattern({2 / 1.25, 2 / 1.25});
    painter.setPen(pen);
    painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
}

std::vector<std::vector<ChartPoint>> line_stretches(const std::vector<ChartPoint>& points) {
    return stretches(points, has_point);
}

std::vector<std::vector<ChartPoint>> band_stretches(const std::vector<ChartPoint>& points) {
    return stretches(points, [](const ChartPoint& p) {
        return has_point(p) && drawable(p.lower) && drawable(p.upper) && p.lower <= p.upper;
    });
}

QStringList tick_words(const Ticks& ticks, NumberKind kind) {
    QStringList all;
    for (const std::string& name : tick_names(ticks, kind))
        all.append(from_core(name));
    return all;
}

QString point_words(const ChartPoint& point, NumberKind kind) {
    const Text& text = Text::english();
    const NumberStyle style = style_for(kind, point.value, point.lower, point.upper);
    const QString value = from_core(value_text(point.value, style, text));
    if (!drawable(point.lower) || !drawable(point.upper)) return value;
    return words(
        "charts.point",
        {{"value", value}, {"interval", from_core(interval_text(point.lower, point.upper, style, text))}});
}

const ChartPoint* point_of(const std::vector<ChartPoint>& points, int day) {
    const auto at = std::lower_bound(points.begin(), points.end(), day,
                                     [](const ChartPoint& p, int wanted) { return p.day < wanted; });
    return at != points.end() && at->day == day && has_point(*at) ? &*at : nullptr;
}

const ChartPoint* last_point(const std::vector<ChartPoint>& points) {
    const auto last = std::find_if(points.rbegin(), points.rend(), has_point);
    return last == points.rend() ? nullptr : &*last;
}

} // namespace attune::ui
