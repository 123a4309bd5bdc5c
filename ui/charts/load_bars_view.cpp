#include "ui/charts/load_bars_view.h"

#include "simulations/report/chart_frame.h"
#include "ui/charts/plot_style.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QEvent>
#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>

namespace attune::ui {
namespace {

constexpr qreal row_height = 21;
constexpr qreal bar_height = 12;
constexpr qreal tick_height = 18;
constexpr qreal tick_width = 2.5;
constexpr qreal name_gap = 8;
constexpr qreal value_gap = 7;
constexpr qreal least_ends = 6; ///< length of a whisker that has ends
constexpr qreal most_name_share = 0.35;

} // namespace

LoadBarsView::LoadBarsView(QWidget* parent)
    : QWidget(parent)
    , cursor_([this] { update(); }, [this](std::size_t row) { speak(row_words(data_.rows[row])); }) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void LoadBarsView::show_plot(const Plot& plot, const PictureState&, bool frozen) {
    data_ = std::get<LoadBars>(plot);
    double high = 0;
    for (const LoadRow& row : data_.rows)
        for (const double value : {row.value, row.upper, row.baseline.value_or(0)})
            if (drawable(value)) high = std::max(high, value);
    if (high <= 0) high = 1;
    // A twentieth more, so that the longest bar does not look like all there is.
    high *= 1.05;
    high_ = frozen && fitted_ ? std::max(high_, high) : high;
    fitted_ = true;
    cursor_.set_rows(data_.rows.size());
    updateGeometry();
    update();
}

bool LoadBarsView::empty() const {
    return data_.rows.empty();
}

QSize LoadBarsView::sizeHint() const {
    return {qRound(grown(376)), minimumSizeHint().height()};
}

QSize LoadBarsView::minimumSizeHint() const {
    const qreal tall = std::max(grown(row_height), QFontMetricsF(label_font(true)).height() + 4);
    return {qRound(grown(200)),
            qCeil(tall * static_cast<qreal>(std::max<std::size_t>(data_.rows.size(), 4)))};
}

LoadBarsView::Columns LoadBarsView::columns() const {
    qreal name = 0;
    qreal value = 0;
    for (const LoadRow& row : data_.rows) {
        name = std::max(name, figures_width(label_font(false), from_core(row.name)));
        value = std::max(value, figures_width(label_font(true), from_core(row.value_words)));
    }
    const qreal left = std::min(name, width() * most_name_share) + name_gap;
    return {left, std::max(width() - value - value_gap - 2, left + 10)};
}

QRectF LoadBarsView::row_place(std::size_t row) const {
    const qreal tall = height() / static_cast<qreal>(std::max<std::size_t>(data_.rows.size(), 1));
    return {0, tall * static_cast<qreal>(row), static_cast<qreal>(width()), tall};
}

qreal LoadBarsView::x_of(double value) const {
    const Columns c = columns();
    return c.left + (c.right - c.left) * std::clamp(value / high_, 0.0, 1.0);
}

QRectF LoadBarsView::bar_place(std::size_t row) const {
    const double value = data_.rows[row].value;
    const qreal middle = row_place(row).center().y();
    const qreal tall = grown(bar_height);
    const qreal right = drawable(value) ? std::max(x_of(value), columns().left + 1) : columns().right;
    return {columns().left, middle - tall / 2, right - columns().left, tall};
}

void LoadBarsView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (empty()) {
        draw_hatched(painter, rect(), true);
        draw_hatched_words(painter, rect(), from_core(data_.no_data));
        return;
    }
    for (std::size_t i = 0; i < data_.rows.size(); ++i)
        paint_row(painter, i);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(theme().data.axis, 1));
    const qreal left = columns().left;
    painter.drawLine(QPointF(left, 0), QPointF(left, height()));
}

void LoadBarsView::paint_row(QPainter& painter, std::size_t i) const {
    const Theme& t = theme();
    const LoadRow& row = data_.rows[i];
    const QRectF place = row_place(i);
    const qreal middle = place.center().y();
    if (cursor_.row() == i) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.surface.selected);
        painter.drawRoundedRect(place.adjusted(-2, 0, 2, 0), sizes().radius_control, sizes().radius_control);
    }
    const QRectF bar = bar_place(i);
    painter.setFont(label_font(false));
    painter.setPen(t.data.axis_text);
    if (cursor_.row() == i) painter.setPen(t.text.primary);
    const QString name = from_core(row.name);
    const QRectF name_place(0, place.top(), bar.left() - name_gap, place.height());
    if (figures_width(painter.font(), name) <= name_place.width() + 0.5)
        draw_figures(painter, name_place, Qt::AlignRight | Qt::AlignVCenter, name);
    else
        painter.drawText(name_place, Qt::AlignRight | Qt::AlignVCenter,
                         QFontMetricsF(painter.font()).elidedText(name, Qt::ElideRight, name_place.width()));

    const bool known = drawable(row.value);
    const QString value = from_core(row.value_words);
    qreal end = bar.right();
    if (known) {
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.fillRect(bar, t.data.candidate);
        painter.setRenderHint(QPainter::Antialiasing);
    } else {
        // The words first, then the hatching as far as the scale goes.
        end = bar.left();
        draw_hatched(painter, bar.adjusted(figures_width(label_font(false), value) + 2 * value_gap, 0, 0, 0));
    }
    if (known && drawable(row.lower) && drawable(row.upper) && row.upper > row.lower) {
        const qreal from = x_of(row.lower);
        const qreal to = x_of(row.upper);
        const auto whisker = [&](const QRectF& inside, const QColor& colour) {
            painter.save();
            painter.setClipRect(inside);
            painter.setPen(QPen(colour, 1.25, Qt::SolidLine, Qt::FlatCap));
            painter.drawLine(QPointF(from, middle), QPointF(to, middle));
            // Ends that nearly touch would only be a blot.
            if (to - from < least_ends) return painter.restore();
            for (const qreal x : {from, to})
                painter.drawLine(QPointF(x, middle - 3.5), QPointF(x, middle + 3.5));
            painter.restore();
        };
        // Light on the bar, dark beyond it.
        whisker(QRectF(0, place.top(), bar.right(), place.height()), t.surface.card);
        whisker(QRectF(bar.right(), place.top(), width() - bar.right(), place.height()), t.data.truth);
        end = std::max(end, to);
    }
    painter.setFont(label_font(true));
    const qreal room = figures_width(painter.font(), value) + value_gap + 4;
    if (row.baseline && drawable(*row.baseline)) {
        const qreal x = x_of(*row.baseline);
        const qreal tall = grown(tick_height);
        const QRectF tick(x - tick_width / 2, middle - tall / 2, tick_width, tall);
        painter.fillRect(tick.adjusted(-1, 0, 1, 0),
                         cursor_.row() == i ? t.surface.selected : t.surface.card);
        painter.fillRect(tick, t.data.baseline);
        // The value steps over a tick that stands where it would be written.
        if (x > end && x < end + room) end = x;
    }
    const QRectF words(end + value_gap, place.top(), room, place.height());
    if (!known) painter.setFont(label_font(false));
    painter.setPen(known ? t.text.primary : t.text.secondary);
    draw_figures(painter, words, Qt::AlignLeft | Qt::AlignVCenter, value);
}

QString LoadBarsView::row_words(const LoadRow& row) const {
    if (!drawable(row.value))
        return words("charts.row.unknown",
                     {{"name", from_core(row.name)}, {"value", from_core(row.value_words)}});
    const QString value = point_words({0, row.value, row.lower, row.upper}, data_.kind);
    if (!row.baseline || !drawable(*row.baseline))
        return words("charts.row", {{"name", from_core(row.name)}, {"value", value}});
    const NumberStyle style = style_for(data_.kind, row.value, row.lower, row.upper);
    return words("charts.row.against",
                 {{"name", from_core(row.name)},
                  {"value", value},
                  {"baseline", from_core(value_text(*row.baseline, style, Text::english()))}});
}

QString LoadBarsView::latest_words() const {
    QStringList all;
    for (const LoadRow& row : data_.rows)
        all.append(row_words(row));
    return all.isEmpty() ? from_core(data_.no_data) : all.join(QStringLiteral("; "));
}

void LoadBarsView::keyPressEvent(QKeyEvent* event) {
    if (!cursor_.press(*event)) QWidget::keyPressEvent(event);
}

void LoadBarsView::mouseMoveEvent(QMouseEvent* event) {
    for (std::size_t i = 0; i < data_.rows.size(); ++i)
        if (row_place(i).contains(event->position())) return cursor_.point_at(i);
}

void LoadBarsView::leaveEvent(QEvent* event) {
    QWidget::leaveEvent(event);
    cursor_.point_at(std::nullopt);
}

void LoadBarsView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    cursor_.point_at(std::nullopt);
}

void LoadBarsView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange) {
        updateGeometry();
        update();
    }
}

} // namespace attune::ui
