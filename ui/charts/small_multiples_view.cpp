#include "ui/charts/small_multiples_view.h"

#include "simulations/report/chart_frame.h"
#include "ui/charts/plot_style.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPaintEvent>

#include <algorithm>
#include <cmath>

namespace attune::ui {
namespace {

constexpr qreal cell_gap = 16;
constexpr qreal row_gap = 8;
constexpr qreal least_cell = 120;
constexpr qreal plot_height = 62;
constexpr qreal own_plot_height = 86; ///< with numbers at the lines of the grid
constexpr qreal tick_gap = 6;
constexpr qreal label_gap = 6;
constexpr qreal most_label_share = 0.45;
constexpr qreal baseline_opacity = 0.8;

void draw_band(QPainter& painter, const PlotArea& area, LineRole role,
               const std::vector<ChartPoint>& points) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(band_colour(role));
    for (const auto& stretch : band_stretches(points)) {
        QPolygonF outline;
        for (const ChartPoint& p : stretch)
            outline.append(QPointF(area.x(p.day), area.y(p.upper)));
        for (auto p = stretch.rbegin(); p != stretch.rend(); ++p)
            outline.append(QPointF(area.x(p->day), area.y(p->lower)));
        painter.drawPolygon(outline);
    }
}

void draw_line(QPainter& painter, const PlotArea& area, LineRole role,
               const std::vector<ChartPoint>& points) {
    painter.setBrush(Qt::NoBrush);
    for (const auto& stretch : line_stretches(points)) {
        if (stretch.size() == 1) {
            draw_mark(painter, role, {area.x(stretch[0].day), area.y(stretch[0].value)}, 2.5);
            continue;
        }
        QPolygonF line;
        for (const ChartPoint& p : stretch)
            line.append(QPointF(area.x(p.day), area.y(p.value)));
        painter.setPen(line_pen(role, true));
        painter.drawPolyline(line);
    }
}

} // namespace

SmallMultiplesView::SmallMultiplesView(QWidget* parent)
    : QWidget(parent)
    , cursor_([this] { move_cursor(); }, [this] { speak(cursor_words()); }) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void SmallMultiplesView::show_plot(const Plot& plot, const PictureState& state, bool frozen) {
    data_ = std::get<SmallMultiples>(plot);
    extent_ = {};
    for (const GroupLines& group : data_.groups) {
        extent_.take(group.candidate);
        extent_.take(group.baseline);
    }
    if (extent_.empty()) {
        cursor_.set_days(0, -1, -1);
    } else {
        last_day_ = std::max(extent_.last, extent_.first + state.horizon - 1);
        cursor_.set_days(extent_.first, extent_.last, last_day_);
    }
    fit_scales(frozen);
    pointed_ = std::min(pointed_, data_.groups.empty() ? 0 : data_.groups.size() - 1);
    arrange();
    update();
}

void SmallMultiplesView::fit_scales(bool frozen) {
    const std::size_t count = data_.own_scales ? data_.groups.size() : 1;
    if (count != scales_.size()) scales_.assign(count, ValueScale());
    if (extent_.empty()) return;
    if (!data_.own_scales) {
        extent_.take(data_.reference);
        scales_[0].fit(extent_, data_.kind, frozen, 4);
        return;
    }
    for (std::size_t i = 0; i < count; ++i) {
        Extent own;
        own.take(data_.groups[i].candidate);
        own.take(data_.groups[i].baseline);
        if (!own.empty()) scales_[i].fit(own, data_.groups[i].kind, frozen, 4);
    }
}

NumberKind SmallMultiplesView::kind_of_group(const GroupLines& group) const {
    return data_.own_scales ? group.kind : data_.kind;
}

/// As many columns as are wide enough, in rows of equal length; rows depend on the width alone.
void SmallMultiplesView::arrange() {
    label_width_ = tick_width_ = 0;
    for (std::size_t i = 0; data_.own_scales && i < data_.groups.size(); ++i)
        for (const QString& tick : tick_words(ticks(i), data_.groups[i].kind))
            tick_width_ = std::max(tick_width_, figures_width(label_font(false), tick) + tick_gap);
    for (const GroupLines& group : data_.groups) {
        label_width_ =
            std::max({label_width_, figures_width(label_font(true), from_core(group.candidate_words)),
                      figures_width(label_font(false), from_core(group.baseline_words))});
    }
    const int count = std::max<int>(static_cast<int>(data_.groups.size()), 1);
    const qreal wanted = std::max(grown(least_cell), label_width_ / most_label_share) + tick_width_;
    const int most = std::clamp(static_cast<int>((width() + cell_gap) / (wanted + cell_gap)), 1, count);
    const int rows = (count + most - 1) / most;
    columns_ = (count + rows - 1) / rows;
    if (rows != rows_) {
        rows_ = rows;
        updateGeometry();
    }
}

qreal SmallMultiplesView::name_height() const {
    return QFontMetricsF(label_font(true)).height() + 4 + tick_overhang();
}

/// Half of the number at the uppermost line of the grid, and of that at the lowest.
qreal SmallMultiplesView::tick_overhang() const {
    return data_.own_scales ? QFontMetricsF(label_font(false)).height() / 2 : 0;
}

int SmallMultiplesView::height_of(int rows) const {
    const qreal plot = grown(data_.own_scales ? own_plot_height : plot_height);
    return qCeil(rows * (name_height() + plot + 4 + tick_overhang()) + (rows - 1) * row_gap);
}

QSize SmallMultiplesView::sizeHint() const {
    return {qRound(grown(5 * least_cell)), height_of(rows_)};
}

QSize SmallMultiplesView::minimumSizeHint() const {
    return {qRound(grown(least_cell)), height_of(rows_)};
}

QRectF SmallMultiplesView::cell_of(std::size_t group) const {
    const qreal step = (width() + cell_gap) / columns_;
    const qreal tall = (height() + row_gap) / rows_;
    const int at = static_cast<int>(group);
    return {step * (at % columns_), tall * (at / columns_), step - cell_gap, tall - row_gap};
}

PlotArea SmallMultiplesView::area_of(std::size_t group) const {
    const QRectF cell = cell_of(group);
    return {.left = cell.left() + tick_width_ + 1,
            .right = std::max(cell.right() - label_width_ - label_gap, cell.left() + 10),
            .top = cell.top() + name_height(),
            .bottom = cell.bottom() - 4 - tick_overhang(),
            .first = extent_.first,
            .last = last_day_,
            .low = ticks(group).low(),
            .high = ticks(group).high()};
}

std::vector<QRectF> SmallMultiplesView::plot_places() const {
    std::vector<QRectF> all;
    for (std::size_t i = 0; i < data_.groups.size(); ++i) {
        const PlotArea area = area_of(i);
        all.emplace_back(QPointF(area.left, area.top), QPointF(area.right, area.bottom));
    }
    return all;
}

std::vector<QRectF> SmallMultiplesView::value_places(std::size_t group) const {
    const PlotArea area = area_of(group);
    const qreal tall = QFontMetricsF(label_font(false)).height();
    const GroupLines& lines = data_.groups[group];
    const ChartPoint* candidate = last_point(lines.candidate);
    const ChartPoint* baseline = last_point(lines.baseline);
    std::vector<double> wanted;
    for (const ChartPoint* p : {candidate, baseline})
        wanted.push_back(p ? area.y(p->value) : area.bottom);
    const std::vector<double> placed =
        spread(wanted, std::max(14.0, tall - 1), area.top, std::max(area.top, area.bottom - 2));
    std::vector<QRectF> places;
    for (const double middle : placed)
        places.emplace_back(area.right + label_gap, middle - tall / 2, label_width_, tall);
    return places;
}

/// Only the strips it leaves and those it comes to are painted again, and the cell with the flag.
void SmallMultiplesView::move_cursor() {
    const std::optional<int> day = extent_.empty() ? std::nullopt : cursor_.day();
    QRegion places;
    for (std::size_t i = 0; day && i < data_.groups.size(); ++i) {
        const PlotArea area = area_of(i);
        places += QRectF(area.x(*day) - 6, area.top - 6, 12, area.bottom - area.top + 12).toAlignedRect();
        if (i == pointed_) places += cell_of(i).adjusted(-4, 0, 4, 0).toAlignedRect();
    }
    update(places + cursor_places_);
    cursor_places_ = places;
}

void SmallMultiplesView::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (extent_.empty()) {
        draw_hatched(painter, rect(), true);
        draw_hatched_words(painter, rect(), from_core(data_.no_data));
        return;
    }
    for (std::size_t i = 0; i < data_.groups.size(); ++i)
        if (event->region().intersects(cell_of(i).toAlignedRect())) paint_group(painter, i);
    paint_cursor(painter);
}

void SmallMultiplesView::paint_group(QPainter& painter, std::size_t i) const {
    const Theme& t = theme();
    const GroupLines& group = data_.groups[i];
    const QRectF cell = cell_of(i);
    const PlotArea area = area_of(i);
    const QRectF plot(QPointF(area.left, area.top), QPointF(area.right, area.bottom));

    painter.setFont(label_font(true));
    painter.setPen(t.text.primary);
    painter.drawText(
        QRectF(cell.left(), cell.top(), cell.width(), name_height()),
        Qt::AlignLeft | Qt::AlignTop | Qt::TextSingleLine,
        QFontMetricsF(painter.font()).elidedText(from_core(group.name), Qt::ElideRight, cell.width()));

    Extent own;
    own.take(group.candidate);
    own.take(group.baseline);
    if (own.empty()) {
        draw_hatched(painter, plot, true);
        draw_hatched_words(painter, plot, from_core(data_.no_data));
        return;
    }
    Extent run;
    run.take(group.candidate);
    if (!run.empty() && run.last < last_day_) {
        const QRectF not_run(QPointF(area.x(run.last), plot.top()), plot.bottomRight());
        draw_hatched(painter, not_run, true);
        draw_hatched_words(painter, not_run, words("charts.not_run"));
    }
    paint_grid(painter, i);
    draw_band(painter, area, LineRole::baseline, group.baseline);
    draw_band(painter, area, LineRole::candidate, group.candidate);
    if (!data_.own_scales && data_.reference && drawable(data_.reference->value))
        draw_reference(painter, plot, area.y(data_.reference->value), data_.reference->hard);
    painter.setOpacity(baseline_opacity);
    draw_line(painter, area, LineRole::baseline, group.baseline);
    painter.setOpacity(1);
    draw_line(painter, area, LineRole::candidate, group.candidate);

    const std::vector<QRectF> places = value_places(i);
    painter.setFont(label_font(true));
    painter.setPen(t.text.primary);
    draw_figures(painter, places[0], Qt::AlignLeft | Qt::AlignVCenter, from_core(group.candidate_words));
    painter.setFont(label_font(false));
    painter.setPen(t.text.muted);
    draw_figures(painter, places[1], Qt::AlignLeft | Qt::AlignVCenter, from_core(group.baseline_words));
}

void SmallMultiplesView::paint_grid(QPainter& painter, std::size_t i) const {
    const PlotArea area = area_of(i);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(theme().data.grid, 1));
    for (const double tick : ticks(i).at) {
        const qreal y = std::round(area.y(tick));
        painter.drawLine(QPointF(area.left, y), QPointF(area.right, y));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    if (!data_.own_scales) return;
    painter.setFont(label_font(false));
    painter.setPen(theme().data.axis_text);
    const QStringList names = tick_words(ticks(i), data_.groups[i].kind);
    const qreal tall = QFontMetricsF(painter.font()).height();
    for (qsizetype n = 0; n < names.size(); ++n) {
        const qreal y = area.y(ticks(i).at[static_cast<std::size_t>(n)]);
        draw_figures(painter, QRectF(area.left - tick_width_, y - tall / 2, tick_width_ - tick_gap, tall),
                     Qt::AlignRight | Qt::AlignVCenter, names[n]);
    }
}

void SmallMultiplesView::paint_cursor(QPainter& painter) const {
    const std::optional<int> day = cursor_.day();
    if (!day) return;
    for (std::size_t i = 0; i < data_.groups.size(); ++i) {
        const PlotArea area = area_of(i);
        const qreal x = area.x(*day);
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(QPen(theme().data.cursor, 1));
        painter.drawLine(QPointF(x, area.top), QPointF(x, area.bottom));
        painter.setRenderHint(QPainter::Antialiasing);
        if (const ChartPoint* p = point_of(data_.groups[i].baseline, *day))
            draw_mark(painter, LineRole::baseline, {x, area.y(p->value)}, 2.5);
        if (const ChartPoint* p = point_of(data_.groups[i].candidate, *day))
            draw_mark(painter, LineRole::candidate, {x, area.y(p->value)}, 3);
    }
    if (pointed_ >= data_.groups.size()) return;
    const PlotArea area = area_of(pointed_);
    const QRectF cell = cell_of(pointed_);
    draw_flag(painter, area.x(*day), QRectF(cell.left(), area.top - 2, cell.width(), cell.height()),
              flag_words(*day, cursor_.locked()));
}

QString SmallMultiplesView::cursor_words() const {
    const std::optional<int> day = cursor_.day();
    if (!day) return {};
    QStringList values;
    for (const GroupLines& group : data_.groups) {
        const ChartPoint* candidate = point_of(group.candidate, *day);
        const ChartPoint* baseline = point_of(group.baseline, *day);
        if (!candidate) continue;
        const NumberKind kind = kind_of_group(group);
        values.append(baseline ? words("charts.group.against", {{"group", from_core(group.name)},
                                                                {"value", point_words(*candidate, kind)},
                                                                {"baseline", point_words(*baseline, kind)}})
                               : words("charts.end", {{"name", from_core(group.name)},
                                                      {"value", point_words(*candidate, kind)}}));
    }
    const QString named = flag_words(*day, cursor_.locked());
    if (!values.isEmpty())
        return words("charts.spoken", {{"day", named}, {"values", values.join(QStringLiteral("; "))}});
    return words(*day > extent_.last ? "charts.spoken.not_run" : "charts.spoken.unknown", {{"day", named}});
}

QString SmallMultiplesView::latest_words() const {
    QStringList values;
    for (const GroupLines& group : data_.groups)
        if (last_point(group.candidate))
            values.append(last_point(group.baseline)
                              ? words("charts.group.against", {{"group", from_core(group.name)},
                                                               {"value", from_core(group.candidate_words)},
                                                               {"baseline", from_core(group.baseline_words)}})
                              : words("charts.end", {{"name", from_core(group.name)},
                                                     {"value", from_core(group.candidate_words)}}));
    return values.isEmpty() ? from_core(data_.no_data) : values.join(QStringLiteral("; "));
}

void SmallMultiplesView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void SmallMultiplesView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) {
        arrange();
        updateGeometry();
        update();
    }
}

void SmallMultiplesView::keyPressEvent(QKeyEvent* event) {
    if (!cursor_.press(*event)) QWidget::keyPressEvent(event);
}

void SmallMultiplesView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    const std::vector<QRectF> plots = extent_.empty() ? std::vector<QRectF>() : plot_places();
    for (std::size_t i = 0; i < plots.size(); ++i) {
        if (!plots[i].adjusted(-4, -name_height(), 4, 4).contains(at)) continue;
        if (pointed_ != i) {
            pointed_ = i;
            update();
        }
        const double share = (at.x() - plots[i].left()) / std::max(plots[i].width(), 1.0);
        const auto day = static_cast<int>(std::lround(extent_.first + share * (last_day_ - extent_.first)));
        cursor_.point_at(std::clamp(day, extent_.first, last_day_));
        return;
    }
    cursor_.point_at(std::nullopt);
}

void SmallMultiplesView::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    cursor_.point_at(std::nullopt);
}

} // namespace attune::ui
