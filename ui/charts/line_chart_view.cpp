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

constexpr qreal most_label_share = 0.36; ///< of the width, for the words at the lines' ends
constexpr qreal lone_day = 0.25;         ///< half the length of a stretch of one day

/// Layers between and above those of Qt Charts, whose plot ground has 0 and whose series have 4.
constexpr qreal under_series = 1.5;
constexpr qreal over_series = 50;
constexpr qreal over_all = 51;

constexpr std::array<LineRole, 3> draw_order = {LineRole::answers, LineRole::baseline, LineRole::candidate};

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
    rest.take(reference);
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
        cursor_.set_places(lone_places(data_));
        extent_.take(data_.reference);
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
    std::vector<EndLabel> labels;
    const QStringList names = fitting_names(data_.lines, all.width() * most_label_share);
    for (std::size_t i = 0; i < data_.lines.size(); ++i) {
        const ChartLine& line = data_.lines[i];
        if (!last_point(line.points)) continue;
        const bool above = last_point(line.points)->value > extent_.high;
        const QString text =
            words(!is_beyond(line.role) ? "charts.end"
                  : above               ? "charts.end_above"
                                        : "charts.end_below",
                  {{"name", names[static_cast<qsizetype>(i)]}, {"value", from_core(line.last_value)}});
        labels.push_back(sized_label(line, text));
        widest = std::max(widest, labels.back().place.width());
    }
    left = std::max(left + tick_gap, figures_width(font, from_core(data_.first_day)) / 2);
    qreal right =
        std::max(widest + label_gap + 4, figures_width(font, from_core(day_name(data_, last_day_))) / 2);
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
    words_ = extent_.empty() ? LineWords() : place_words(data_, area_, std::move(labels));
    for (QGraphicsItem* layer : {under_, over_, cursor_item_})
        layer->update();
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
    // Where the lower axis has no days, nothing was left to run.
    if (data_.hundredths || extent_.empty() || run_.empty() || run_.last >= last_day_) return {};
    return {QPointF(area_.x(run_.last), area_.top), QPointF(area_.right, area_.bottom)};
}

/// Only the strip it leaves and the one it comes to are painted again.
void LineChartView::move_cursor() {
    if (!cursor_item_) return;
    const std::optional<int> day = extent_.empty() ? std::nullopt : cursor_.day();
    std::array<QRectF, 2> places;
    if (day) {
        const qreal x = area_.x(*day);
        places = {QRectF(x - 6, area_.top - 6, 12, area_.bottom - area_.top + 12),
                  flag_place(x, plot_place(), named_day(*day)).adjusted(-2, -2, 2, 2)};
    }
    // An empty place would mean all of it.
    for (const auto& group : {cursor_places_, places})
        for (const QRectF& place : group)
            if (!place.isEmpty()) cursor_item_->update(place);
    cursor_places_ = places;
}

QString LineChartView::named_day(int day) const {
    return data_.hundredths ? from_core(day_name(data_, day)) : flag_words(day, cursor_.locked());
}

QString LineChartView::cursor_words() const {
    const std::optional<int> day = cursor_.day();
    if (!day) return {};
    QStringList values;
    for (const ChartLine& line : data_.lines)
        if (const ChartPoint* p = point_of(line.points, *day))
            values.append(words("charts.end",
                                {{"name", from_core(line.name)}, {"value", point_words(*p, data_.kind)}}));
    const QString named = named_day(*day);
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

int LineChartView::day_at(qreal x) const {
    const double share = (x - area_.left) / std::max(area_.right - area_.left, 1.0);
    const double day = area_.first + share * (area_.last - area_.first);
    return std::clamp(static_cast<int>(std::lround(day)), area_.first, area_.last);
}

const DayMark* LineChartView::mark_at(const QPointF& at) const {
    constexpr qreal reach = 6; // a hand's width either side
    if (!on_mark_moved || at.y() < area_.top || at.y() > area_.bottom) return nullptr;
    const DayMark* nearest = nullptr;
    for (const DayMark& mark : data_.marks) {
        const qreal away = std::fabs(area_.x(mark.day) - at.x());
        if (mark.lever.empty() || away > reach) continue;
        if (!nearest || away < std::fabs(area_.x(nearest->day) - at.x())) nearest = &mark;
    }
    return nearest;
}

/// Shift with an arrow moves the mark that is nearest to the cursor by one place.
void LineChartView::keyPressEvent(QKeyEvent* event) {
    const int by = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (on_mark_moved && by != 0 && (event->modifiers() & Qt::ShiftModifier)) {
        const int from = cursor_.day().value_or(area_.first);
        const DayMark* nearest = nullptr;
        for (const DayMark& mark : data_.marks)
            if (!mark.lever.empty() &&
                (!nearest || std::abs(mark.day - from) < std::abs(nearest->day - from)))
                nearest = &mark;
        if (nearest) {
            const std::string lever = nearest->lever; // the marks are replaced meanwhile
            on_mark_moved(lever, nearest->day + by, true);
            return;
        }
    }
    if (!cursor_.press(*event)) event->ignore();
}

void LineChartView::mousePressEvent(QMouseEvent* event) {
    const DayMark* mark = event->button() == Qt::LeftButton ? mark_at(event->position()) : nullptr;
    if (!mark) {
        QChartView::mousePressEvent(event);
        return;
    }
    held_ = mark->lever;
    held_at_ = mark->day;
    held_from_ = day_at(event->position().x());
    event->accept();
}

void LineChartView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    if (!(event->buttons() & Qt::LeftButton)) held_.clear(); // let go where nobody saw it
    if (!held_.empty()) {
        const int to = held_at_ + day_at(at.x()) - held_from_;
        if (to != held_at_ || held_moved_) on_mark_moved(held_, to, false);
        held_moved_ = held_moved_ || to != held_at_;
        return;
    }
    viewport()->setCursor(mark_at(at) ? Qt::SplitHCursor : Qt::ArrowCursor);
    if (extent_.empty() || at.x() < area_.left - 4 || at.x() > area_.right + 4) {
        cursor_.point_at(std::nullopt);
        return;
    }
    cursor_.point_at(cursor_.nearest(day_at(at.x())));
}

void LineChartView::mouseReleaseEvent(QMouseEvent* event) {
    if (held_.empty() || event->button() != Qt::LeftButton) {
        QChartView::mouseReleaseEvent(event);
        return;
    }
    const std::string lever = std::exchange(held_, {});
    const int to = held_at_ + day_at(event->position().x()) - held_from_;
    // A click beside a mark is no move.
    if (std::exchange(held_moved_, false) || to != held_at_) on_mark_moved(lever, to, true);
}

void LineChartView::leaveEvent(QEvent* event) {
    QChartView::leaveEvent(event);
    cursor_.point_at(std::nullopt);
}

} // namespace attune::ui
