#include "ui/charts/line_chart_view.h"

#include "simulations/report/chart_frame.h"
#include "ui/charts/plot_style.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QEvent>
#include <QGraphicsItem>
#include <QGraphicsLayout>
#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace attune::ui {
namespace {

constexpr qreal tick_gap = 8;  ///< between a tick's words and the plot
constexpr qreal label_gap = 8; ///< between a line's end and its words
constexpr qreal least_label_step = 14;
constexpr qreal most_label_share = 0.36; ///< of the width, for the words at the lines' ends
constexpr qreal tick_length = 4;
constexpr qreal lone_day = 0.25; ///< half the length of a stretch of one day

/// Layers between and above those of Qt Charts, whose plot ground has 0 and whose series have 4.
constexpr qreal under_series = 1.5;
constexpr qreal over_series = 50;
constexpr qreal over_all = 51;

constexpr std::array<LineRole, 3> draw_order = {LineRole::answers, LineRole::baseline, LineRole::candidate};

QString fitted(const QString& text, const QFont& font, qreal width) {
    if (figures_width(font, text) <= width) return text;
    return QFontMetricsF(font).elidedText(text, Qt::ElideRight, width);
}

QList<QPointF> at_days(const std::vector<ChartPoint>& points, double ChartPoint::*value) {
    QList<QPointF> at;
    at.reserve(static_cast<qsizetype>(points.size()) + 1);
    for (const ChartPoint& p : points)
        at.append(QPointF(p.day, p.*value));
    if (at.size() == 1) {
        const QPointF lone = at.front();
        at = {lone - QPointF(lone_day, 0), lone + QPointF(lone_day, 0)};
    }
    return at;
}

/// Whether the scale of everything would leave so little of the rest's own that nobody could see it move.
bool hides(const Extent& all, Extent rest, const std::optional<ReferenceLine>& reference) {
    if (rest.empty()) return false;
    take_reference(rest, reference);
    constexpr double most_times = 2;
    return std::max(all.high, rest.high) - std::min(all.low, rest.low) > most_times * (rest.high - rest.low);
}

} // namespace

/// One of the layers of our own.
class LineChartLayer : public QGraphicsItem {
public:
    using Painting = void (LineChartView::*)(QPainter&) const;
    LineChartLayer(const LineChartView& view, Painting painting, QGraphicsItem* parent, qreal z)
        : QGraphicsItem(parent)
        , view_(view)
        , painting_(painting) {
        setZValue(z);
        setAcceptedMouseButtons(Qt::NoButton);
    }
    void resize(const QRectF& place) {
        prepareGeometryChange();
        place_ = place;
    }
    QRectF boundingRect() const override { return place_; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override {
        (view_.*painting_)(*painter);
    }

private:
    const LineChartView& view_;
    Painting painting_;
    QRectF place_;
};

LineChartView::LineChartView(QWidget* parent)
    : QChartView(parent)
    , cursor_([this] { move_cursor(); }, [this] { speak(cursor_words()); }) {
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setRubberBand(NoRubberBand);
    setRenderHint(QPainter::Antialiasing);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    viewport()->setAutoFillBackground(false);
    viewport()->setMouseTracking(true);
    chart()->setBackgroundVisible(false);
    chart()->setPlotAreaBackgroundVisible(false);
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->legend()->hide();
    chart()->setMargins(QMargins());
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    days_ = new QValueAxis(this);
    values_ = new QValueAxis(this);
    chart()->addAxis(days_, Qt::AlignBottom);
    chart()->addAxis(values_, Qt::AlignLeft);
    for (QValueAxis* axis : {days_, values_})
        axis->setVisible(false);
    under_ = new LineChartLayer(*this, &LineChartView::paint_under, chart(), under_series);
    over_ = new LineChartLayer(*this, &LineChartView::paint_over, chart(), over_series);
    cursor_item_ = new LineChartLayer(*this, &LineChartView::paint_cursor, chart(), over_all);
}

QSize LineChartView::sizeHint() const {
    return {qRound(grown(376)), qRound(grown(164))};
}

QSize LineChartView::minimumSizeHint() const {
    return {qRound(grown(200)), qRound(grown(128))};
}

void LineChartView::show_plot(const Plot& plot, const PictureState& state, bool frozen) {
    data_ = std::get<LineChart>(plot);
    frozen_ = frozen;
    extent_ = {};
    run_ = {};
    Extent with_answers;
    for (const ChartLine& line : data_.lines) {
        if (line.role != LineRole::answers) extent_.take(line.points);
        with_answers.take(line.points);
        if (line.role == LineRole::candidate) run_.take(line.points);
    }
    if (!frozen || !drawn_before_) answers_beyond_ = hides(with_answers, extent_, data_.reference);
    drawn_before_ = true;
    if (!answers_beyond_) extent_ = with_answers;
    if (!extent_.empty()) {
        last_day_ = std::max({extent_.last, data_.last_day, extent_.first + state.horizon - 1});
        cursor_.set_days(extent_.first, extent_.last, last_day_);
        take_reference(extent_, data_.reference);
        scale_.fit(extent_, data_.kind, frozen, 5);
        tick_words_ = tick_words(scale_.ticks(), data_.kind);
    } else {
        cursor_.set_days(0, -1, -1);
    }
    fill();
    lay_out();
}

/// Refills the series. New ones are made only when a line falls into more stretches than ever before.
void LineChartView::fill() {
    struct Filling {
        std::vector<std::vector<ChartPoint>> strokes, bands;
    };
    std::array<Filling, 3> fillings;
    bool more = false;
    for (const ChartLine& line : data_.lines) {
        if (is_beyond(line.role)) continue;
        Filling& filling = fillings[static_cast<std::size_t>(line.role)];
        for (auto& stretch : line_stretches(line.points))
            filling.strokes.push_back(std::move(stretch));
        for (auto& stretch : band_stretches(line.points))
            filling.bands.push_back(std::move(stretch));
    }
    for (const LineRole role : draw_order) {
        const Filling& filling = fillings[static_cast<std::size_t>(role)];
        Pool& pool = this->pool(role);
        while (pool.strokes.size() < filling.strokes.size()) {
            pool.strokes.push_back(new QLineSeries(this));
            more = true;
        }
        while (pool.bands.size() < filling.bands.size()) {
            auto* band = new QAreaSeries(new QLineSeries(this), new QLineSeries(this));
            band->setParent(this);
            pool.bands.push_back(band);
            more = true;
        }
    }
    if (more) {
        // Qt Charts draws in the order of adding: all bands first, the candidate last.
        const QList<QAbstractSeries*> there = chart()->series();
        for (QAbstractSeries* series : there)
            chart()->removeSeries(series);
        std::vector<QAbstractSeries*> ordered;
        for (const LineRole role : draw_order)
            ordered.insert(ordered.end(), pool(role).bands.begin(), pool(role).bands.end());
        for (const LineRole role : draw_order)
            ordered.insert(ordered.end(), pool(role).strokes.begin(), pool(role).strokes.end());
        for (QAbstractSeries* series : ordered) {
            chart()->addSeries(series);
            series->attachAxis(days_);
            series->attachAxis(values_);
        }
        dress();
    }
    if (!extent_.empty()) {
        // A chart of one day stands in the middle.
        const bool lone = extent_.first == last_day_;
        days_->setRange(extent_.first - (lone ? 1 : 0), last_day_ + (lone ? 1 : 0));
        values_->setRange(scale_.ticks().low(), scale_.ticks().high());
    }
    for (const LineRole role : draw_order) {
        const Filling& filling = fillings[static_cast<std::size_t>(role)];
        Pool& pool = this->pool(role);
        for (std::size_t i = 0; i < pool.strokes.size(); ++i) {
            const bool used = i < filling.strokes.size();
            pool.strokes[i]->setVisible(used);
            pool.strokes[i]->replace(used ? at_days(filling.strokes[i], &ChartPoint::value)
                                          : QList<QPointF>());
        }
        for (std::size_t i = 0; i < pool.bands.size(); ++i) {
            const bool used = i < filling.bands.size();
            pool.bands[i]->setVisible(used);
            pool.bands[i]->upperSeries()->replace(used ? at_days(filling.bands[i], &ChartPoint::upper)
                                                       : QList<QPointF>());
            pool.bands[i]->lowerSeries()->replace(used ? at_days(filling.bands[i], &ChartPoint::lower)
                                                       : QList<QPointF>());
        }
    }
}

/// Colours of the theme in use, without touching the data.
void LineChartView::dress() {
    setBackgroundBrush(theme().surface.card);
    for (const LineRole role : draw_order) {
        for (QLineSeries* stroke : pool(role).strokes)
            stroke->setPen(line_pen(role));
        for (QAreaSeries* band : pool(role).bands) {
            band->setPen(Qt::NoPen);
            band->setBrush(band_colour(role));
        }
    }
}

void LineChartView::lay_out() {
    const QRectF all = chart()->rect();
    for (QGraphicsItem* layer : {under_, over_, cursor_item_})
        static_cast<LineChartLayer*>(layer)->resize(all);
    const QFont font = label_font(false);
    const QFontMetricsF metrics(font);
    qreal left = 0;
    for (const QString& words : tick_words_)
        left = std::max(left, figures_width(font, words));
    qreal widest = 0;
    labels_.clear();
    const qreal most = all.width() * most_label_share;
    for (const ChartLine& line : data_.lines) {
        if (!last_point(line.points)) continue;
        const QFont own = label_font(line.role == LineRole::candidate);
        const QString value = from_core(line.last_value);
        const QString name =
            fitted(from_core(line.name), own, most - figures_width(own, QStringLiteral(" ") + value));
        const bool above = last_point(line.points)->value > extent_.high;
        const QString text = words(!is_beyond(line.role) ? "charts.end"
                                   : above               ? "charts.end_above"
                                                         : "charts.end_below",
                                   {{"name", name}, {"value", value}});
        const qreal width = figures_width(own, text);
        widest = std::max(widest, width);
        labels_.push_back({line.role, text, {}, QRectF(0, 0, width, metrics.height()), false});
    }
    left = std::max(left + tick_gap, figures_width(font, from_core(data_.first_day)) / 2);
    qreal right = std::max(widest + label_gap + 4, figures_width(font, QString::number(last_day_)) / 2);
    if (frozen_) {
        left = std::max(left, left_);
        right = std::max(right, right_);
    }
    left_ = left;
    right_ = right;
    const qreal top = std::max(grown(8), metrics.height() / 2);
    const qreal bottom = metrics.height() + tick_length + 6;
    const QRectF plot(left, top, std::max(all.width() - left - right, 10.0),
                      std::max(all.height() - top - bottom, 10.0));
    chart()->setPlotArea(plot);
    area_ = {.left = plot.left(),
             .right = plot.right(),
             .top = plot.top(),
             .bottom = plot.bottom(),
             .first = extent_.empty() ? 0 : extent_.first,
             .last = extent_.empty() ? 1 : last_day_,
             .low = scale_.ticks().low(),
             .high = scale_.ticks().high()};
    if (!extent_.empty()) place_labels();
    for (QGraphicsItem* layer : {under_, over_, cursor_item_})
        layer->update();
}

void LineChartView::place_labels() {
    const QFontMetricsF metrics(label_font(false));
    const qreal step = std::max(least_label_step, metrics.height() - 1);
    std::vector<double> wanted;
    std::size_t i = 0;
    for (const ChartLine& line : data_.lines) {
        const ChartPoint* last = last_point(line.points);
        if (!last) continue;
        labels_[i].dot = {area_.x(last->day), area_.y(last->value)};
        wanted.push_back(labels_[i].dot.y());
        ++i;
    }
    // Labels of a picture that stopped early stand beside their dots where there is room, all in one column.
    qreal ends = area_.left;
    qreal widest = 0;
    for (const EndLabel& label : labels_) {
        ends = std::max(ends, label.dot.x());
        widest = std::max(widest, label.place.width());
    }
    const bool inside = ends + 2 * label_gap + widest + 4 < area_.right;
    const qreal column = (inside ? ends : area_.right) + label_gap;
    // The words of a reference line join that column, or else find a place of their own.
    reference_place_ = {};
    const bool referenced = data_.reference && drawable(data_.reference->value);
    const qreal reference_width = referenced ? figures_width(label_font(false), reference_words()) : 0;
    const bool joined = inside && referenced && column + reference_width + 4 < area_.right;
    if (joined) wanted.push_back(area_.y(data_.reference->value) - metrics.height() / 2 - 1);
    const std::vector<double> placed =
        spread(wanted, step, area_.top + 2, std::max(area_.top + 2, area_.bottom - step / 2));
    for (std::size_t n = 0; n < labels_.size(); ++n) {
        EndLabel& label = labels_[n];
        label.on_hatching = inside;
        label.place.moveLeft(column);
        label.place.moveTop(placed[n] - label.place.height() / 2);
    }
    if (joined)
        reference_place_ =
            QRectF(column, placed.back() - metrics.height() / 2, reference_width, metrics.height());
    else if (referenced)
        reference_place_ = free_reference_place();
}

std::vector<QLineSeries*> LineChartView::visible_lines(LineRole role) const {
    std::vector<QLineSeries*> shown;
    for (QLineSeries* stroke : pools_[static_cast<std::size_t>(role)].strokes)
        if (stroke->isVisible()) shown.push_back(stroke);
    return shown;
}

QRectF LineChartView::plot_place() const {
    return {QPointF(area_.left, area_.top), QPointF(area_.right, area_.bottom)};
}

QRectF LineChartView::not_run_place() const {
    if (extent_.empty() || run_.empty() || run_.last >= last_day_) return {};
    return {QPointF(area_.x(run_.last), area_.top), QPointF(area_.right, area_.bottom)};
}

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
    paint_reference_words(painter);

    for (const EndLabel& label : labels_) {
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
        taken.push_back(reference_place_);
    }
    for (const EndLabel& label : labels_)
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
    const std::vector<int> days = day_ticks(area_.first, area_.last, most);
    const auto name = [&](std::size_t i) {
        return i == 0 && !data_.first_day.empty() ? from_core(data_.first_day) : QString::number(days[i]);
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

QString LineChartView::reference_words() const {
    return fitted(from_core(data_.reference->label), label_font(false), area_.right - area_.left - 10);
}

/// Where the words cover the least data: left, middle or right, above or below their line.
QRectF LineChartView::free_reference_place() const {
    const qreal tall = QFontMetricsF(label_font(false)).height();
    const qreal width = figures_width(label_font(false), reference_words());
    const qreal line = area_.y(data_.reference->value);
    QRectF best;
    int fewest = std::numeric_limits<int>::max();
    for (const double share : {0.0, 0.5, 1.0})
        for (const bool above : {true, false}) {
            const QRectF place(area_.left + 5 + share * std::max(area_.right - area_.left - width - 10, 0.0),
                               above ? line - tall - 1 : line + 1, width, tall);
            if (place.top() < area_.top - 6 || place.bottom() > area_.bottom) continue;
            int covered = 0;
            for (const ChartLine& chart_line : data_.lines)
                for (const ChartPoint& p : chart_line.points)
                    if (has_value(p) &&
                        place.adjusted(-3, -2, 3, 2).contains(area_.x(p.day), area_.y(p.value)))
                        ++covered;
            for (const EndLabel& label : labels_)
                if (label.on_hatching && place.intersects(label.place.adjusted(-6, -3, 6, 3)))
                    covered += 1000;
            if (covered < fewest) {
                fewest = covered;
                best = place;
            }
        }
    return best;
}

void LineChartView::paint_reference_words(QPainter& painter) const {
    if (reference_place_.isEmpty()) return;
    const bool hatched = reference_place_.intersects(not_run_place());
    QColor ground = theme().surface.card;
    ground.setAlphaF(hatched ? 1.0F : 0.8F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(reference_place_.adjusted(-4, 0, 4, 0), sizes().radius_control,
                            sizes().radius_control);
    painter.setFont(label_font(false));
    painter.setPen(theme().text.secondary);
    draw_figures(painter, reference_place_, Qt::AlignLeft | Qt::AlignVCenter, reference_words());
}

/// Only the strip it leaves and the one it comes to are painted again.
void LineChartView::move_cursor() {
    if (!cursor_item_) return;
    const std::optional<int> day = extent_.empty() ? std::nullopt : cursor_.day();
    std::array<QRectF, 2> places;
    if (day) {
        const qreal x = area_.x(*day);
        places = {QRectF(x - 6, area_.top - 6, 12, area_.bottom - area_.top + 12),
                  flag_place(x, plot_place(), flag_words(*day, cursor_.locked())).adjusted(-2, -2, 2, 2)};
    }
    // An empty place would mean all of it.
    for (const auto& group : {cursor_places_, places})
        for (const QRectF& place : group)
            if (!place.isEmpty()) cursor_item_->update(place);
    cursor_places_ = places;
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
    draw_flag(painter, x, plot_place(), flag_words(*day, cursor_.locked()));
}

QString LineChartView::cursor_words() const {
    const std::optional<int> day = cursor_.day();
    if (!day) return {};
    QStringList values;
    for (const ChartLine& line : data_.lines)
        if (const ChartPoint* p = point_of(line.points, *day))
            values.append(words("charts.end",
                                {{"name", from_core(line.name)}, {"value", point_words(*p, data_.kind)}}));
    const QString named = flag_words(*day, cursor_.locked());
    if (!values.isEmpty())
        return words("charts.spoken", {{"day", named}, {"values", values.join(QStringLiteral(", "))}});
    return words(!run_.empty() && *day > run_.last ? "charts.spoken.not_run" : "charts.spoken.unknown",
                 {{"day", named}});
}

QString LineChartView::latest_words() const {
    QStringList values;
    for (const ChartLine& line : data_.lines)
        if (last_point(line.points))
            values.append(
                words("charts.end", {{"name", from_core(line.name)}, {"value", from_core(line.last_value)}}));
    return values.isEmpty() ? from_core(data_.no_data) : values.join(QStringLiteral(", "));
}

void LineChartView::resizeEvent(QResizeEvent* event) {
    QChartView::resizeEvent(event);
    lay_out();
}

void LineChartView::changeEvent(QEvent* event) {
    QChartView::changeEvent(event);
    switch (event->type()) {
    case QEvent::PaletteChange:
    case QEvent::StyleChange:
        if (under_) dress();
        break;
    case QEvent::FontChange:
    case QEvent::ApplicationFontChange:
        if (under_) {
            updateGeometry();
            lay_out();
        }
        break;
    default:
        break;
    }
}

void LineChartView::keyPressEvent(QKeyEvent* event) {
    if (!cursor_.press(*event)) event->ignore();
}

void LineChartView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    if (extent_.empty() || at.x() < area_.left - 4 || at.x() > area_.right + 4) {
        cursor_.point_at(std::nullopt);
        return;
    }
    const double share = (at.x() - area_.left) / std::max(area_.right - area_.left, 1.0);
    const double day = area_.first + share * (area_.last - area_.first);
    cursor_.point_at(std::clamp(static_cast<int>(std::lround(day)), area_.first, area_.last));
}

void LineChartView::leaveEvent(QEvent* event) {
    QChartView::leaveEvent(event);
    cursor_.point_at(std::nullopt);
}

} // namespace attune::ui
