// What LineChartView paints itself, below and above the series of Qt Charts.
#include "simulations/report/chart_frame.h"
#include "ui/charts/line_chart_view.h"
#include "ui/charts/plot_style.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QGraphicsItem>

#include <algorithm>
#include <cmath>

namespace attune::ui {

void LineChartView::paint_under(QPainter& painter) const {
    const Theme& t = theme();
    if (extent_.empty()) {
        const QRectF all = under_->boundingRect().adjusted(0, grown(4), 0, -grown(4));
        draw_hatched(painter, all, true);
        draw_hatched_words(painter, all, from_core(data_.no_data));
        return;
    }
    const QRectF plot = plot_place();
    const QRectF not_run = not_run_place();
    draw_hatched(painter, not_run, true);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(t.data.grid, 1));
    const std::vector<double>& ticks = scale_.ticks().at;
    for (std::size_t i = 1; i < ticks.size(); ++i) {
        const qreal y = std::round(area_.y(ticks[i]));
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    }
    painter.setPen(QPen(t.data.axis, 1));
    painter.drawLine(QPointF(plot.left(), plot.bottom()), QPointF(plot.right(), plot.bottom()));
    painter.setRenderHint(QPainter::Antialiasing);
    if (data_.reference && drawable(data_.reference->value))
        draw_reference(painter, plot, area_.y(data_.reference->value), data_.reference->hard);
}

void LineChartView::paint_over(QPainter& painter) const {
    if (extent_.empty()) return;
    const Theme& t = theme();
    const QFont font = label_font(false);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    painter.setPen(t.data.axis_text);
    for (qsizetype i = 0; i < tick_words_.size(); ++i) {
        const qreal y = area_.y(scale_.ticks().at[static_cast<std::size_t>(i)]);
        draw_figures(painter, QRectF(0, y - metrics.height() / 2, area_.left - tick_gap, metrics.height()),
                     Qt::AlignRight | Qt::AlignVCenter, tick_words_[i]);
    }
    paint_days(painter);
    paint_marks(painter);
    paint_reference_words(painter);
    // Where single values were measured, each has its mark.
    if (!lone_places(data_).empty())
        for (const ChartLine& line : data_.lines)
            for (const ChartPoint& point : line.points)
                if (has_value(point) && !is_beyond(line.role))
                    draw_mark(painter, line.role, {area_.x(point.day), area_.y(point.value)}, 3);

    for (const EndLabel& label : words_.labels) {
        draw_mark(painter, label.role, label.dot, label.role == LineRole::candidate ? 3.5 : 3);
        const QPointF words_at(label.place.left() - 3, label.place.center().y());
        if (!label.on_hatching &&
            (std::fabs(words_at.y() - label.dot.y()) > 3 || words_at.x() - label.dot.x() > 12)) {
            // A thread from the dot to its words where they had to move away.
            painter.setPen(QPen(line_colour(label.role), 0.75));
            painter.drawLine(label.dot + QPointF(5, 0), words_at);
        }
        if (label.on_hatching) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(t.surface.card);
            painter.drawRoundedRect(label.place.adjusted(-4, 0, 4, 0), sizes().radius_control,
                                    sizes().radius_control);
        }
        const bool bold = label.role == LineRole::candidate;
        painter.setFont(label_font(bold));
        painter.setPen(bold ? t.text.primary : t.text.secondary);
        draw_figures(painter, label.place, Qt::AlignLeft | Qt::AlignVCenter, label.text);
    }
    paint_not_run_words(painter);
}

/// In the middle of the hatching, or above or below where other words or the reference line stand.
void LineChartView::paint_not_run_words(QPainter& painter) const {
    QRectF free = not_run_place();
    if (free.isEmpty()) return;
    std::vector<QRectF> taken;
    if (data_.reference && drawable(data_.reference->value)) {
        const qreal line = area_.y(data_.reference->value);
        taken.emplace_back(area_.left, line - 1, area_.right - area_.left, 2);
        taken.push_back(words_.reference_place);
    }
    for (const EndLabel& label : words_.labels)
        if (label.on_hatching) free.setLeft(std::max(free.left(), label.place.right() + 4));
    const qreal tall = QFontMetricsF(label_font(false)).height() + grown(8);
    for (const double share : {0.5, 0.0, 1.0, 0.25, 0.75}) {
        const QRectF row(free.left(), free.top() + share * std::max(free.height() - tall, 0.0), free.width(),
                         tall);
        if (std::any_of(taken.begin(), taken.end(),
                        [&](const QRectF& words) { return words.intersects(row); }))
            continue;
        draw_hatched_words(painter, row,
                           data_.not_run.empty() ? words("charts.not_run") : from_core(data_.not_run));
        return;
    }
}

void LineChartView::paint_days(QPainter& painter) const {
    const QFont font = label_font(false);
    const QFontMetricsF metrics(font);
    const int most = std::clamp(static_cast<int>((area_.right - area_.left) / grown(50)), 2, 6);
    const std::vector<int> days = named_days(data_, area_.first, area_.last, most);
    const auto name = [&](std::size_t i) {
        return i == 0 && !data_.first_day.empty() ? from_core(data_.first_day)
                                                  : from_core(day_name(data_, days[i]));
    };
    const qreal last_left = area_.x(days.back()) - figures_width(font, name(days.size() - 1)) / 2;
    qreal taken = -1e9;
    for (std::size_t i = 0; i < days.size(); ++i) {
        const bool end = i + 1 == days.size();
        const qreal half = figures_width(font, name(i)) / 2;
        const qreal x = area_.x(days[i]);
        if (i > 0 && (x - half < taken + 6 || (!end && x + half > last_left - 6))) continue;
        painter.setPen(QPen(theme().data.axis, 1));
        painter.drawLine(QPointF(x, area_.bottom), QPointF(x, area_.bottom + tick_length));
        painter.setPen(theme().data.axis_text);
        draw_figures(painter, QRectF(x - half, area_.bottom + tick_length + 1, 2 * half, metrics.height()),
                     Qt::AlignHCenter | Qt::AlignTop, name(i));
        taken = x + half;
    }
}

/// Upright lines; each name stands a row below the one to its left, so that none meets another.
void LineChartView::paint_marks(QPainter& painter) const {
    if (data_.marks.empty()) return;
    const QFont font = label_font(false);
    const qreal tall = QFontMetricsF(font).height();
    QPen pen(theme().data.threshold, 1.25, Qt::SolidLine, Qt::FlatCap);
    pen.setDashPattern({2 / 1.25, 2 / 1.25});
    painter.setPen(pen);
    for (const DayMark& mark : data_.marks)
        painter.drawLine(QPointF(area_.x(mark.day), area_.top), QPointF(area_.x(mark.day), area_.bottom));
    QColor ground = theme().surface.card;
    ground.setAlphaF(0.8F);
    qreal top = area_.top;
    for (const DayMark& mark : data_.marks) {
        const QString name = from_core(mark.label);
        const qreal x = area_.x(mark.day), wide = figures_width(font, name);
        const bool right = x + 6 + wide <= area_.right;
        const QRectF place(right ? x + 6 : std::max(x - 6 - wide, area_.left), top, wide, tall);
        painter.setPen(Qt::NoPen);
        painter.setBrush(ground);
        painter.drawRect(place.adjusted(-2, 0, 2, 0));
        painter.setFont(font);
        painter.setPen(theme().text.secondary);
        draw_figures(painter, place, Qt::AlignLeft | Qt::AlignVCenter, name);
        top += tall;
    }
}

void LineChartView::paint_reference_words(QPainter& painter) const {
    if (words_.reference_place.isEmpty()) return;
    const bool hatched = words_.reference_place.intersects(not_run_place());
    QColor ground = theme().surface.card;
    ground.setAlphaF(hatched ? 1.0F : 0.8F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(words_.reference_place.adjusted(-4, 0, 4, 0), sizes().radius_control,
                            sizes().radius_control);
    painter.setFont(label_font(false));
    painter.setPen(theme().text.secondary);
    draw_figures(painter, words_.reference_place, Qt::AlignLeft | Qt::AlignVCenter, words_.reference);
}

void LineChartView::paint_cursor(QPainter& painter) const {
    const std::optional<int> day = extent_.empty() ? std::nullopt : cursor_.day();
    if (!day) return;
    const qreal x = area_.x(*day);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(theme().data.cursor, 1));
    painter.drawLine(QPointF(x, area_.top), QPointF(x, area_.bottom));
    painter.setRenderHint(QPainter::Antialiasing);
    for (auto line = data_.lines.rbegin(); line != data_.lines.rend(); ++line)
        if (const ChartPoint* p = point_of(line->points, *day); p && !is_beyond(line->role))
            draw_mark(painter, line->role, {x, area_.y(p->value)},
                      line->role == LineRole::candidate ? 3.5 : 3);
    draw_flag(painter, x, plot_place(), named_day(*day));
}

} // namespace attune::ui
