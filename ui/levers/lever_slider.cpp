#include "ui/levers/lever_slider.h"

#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScopedValueRollback>
#include <QStyle>
#include <QStyleOptionSlider>

#include <cmath>

namespace attune::ui {
namespace {

constexpr qreal inset = 8; ///< of the groove, so that handle and ring stay inside
constexpr qreal groove = 3;
constexpr qreal handle_edge = 1.5; ///< in the colour behind, so that the handle stands free
constexpr qreal ring_reach = 2;
constexpr qreal triangle_width = 7, triangle_height = 5;
constexpr qreal tick_width = 1.5, tick_height = 4;
constexpr qreal mark_gap = 2; ///< from the middle of the groove to a mark
constexpr int least_width = 80;

} // namespace

LeverSlider::LeverSlider(const ParameterSpec& spec, QWidget* parent)
    : QSlider(Qt::Horizontal, parent)
    , scale_(spec) {
    setRange(0, scale_.last());
    setSingleStep(1);
    setPageStep(scale_.page());
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    connect(this, &QSlider::valueChanged, this, [this](int position) {
        if (!showing_) Q_EMIT stepped(scale_.value_at(position));
    });
}

void LeverSlider::show_values(double value, double baseline, double standard) {
    const QScopedValueRollback showing(showing_, true);
    value_ = value;
    baseline_ = baseline;
    standard_ = standard;
    setValue(scale_.nearest(value));
    update();
}

QSize LeverSlider::sizeHint() const {
    return minimumSizeHint();
}

QSize LeverSlider::minimumSizeHint() const {
    return {least_width, style()->pixelMetric(QStyle::PM_SliderThickness, nullptr, this)};
}

qreal LeverSlider::x_of(double value) const {
    const qreal share = scale_.share(value);
    return inset + (isRightToLeft() ? 1 - share : share) * (width() - 2 * inset);
}

void LeverSlider::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QStyleOptionSlider option;
    initStyleOption(&option);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const qreal y = height() / 2.0;
    const qreal x = x_of(value_), from = x_of(baseline_), tick = x_of(standard_);

    painter.setBrush(t.border.normal);
    painter.drawRoundedRect(QRectF(inset, y - groove / 2, width() - 2 * inset, groove), groove / 2,
                            groove / 2);
    if (value_ != baseline_)
        painter.fillRect(
            QRectF(QPointF(std::min(x, from), y - groove / 2), QSizeF(std::abs(x - from), groove)),
            t.data.candidate);
    painter.fillRect(QRectF(tick - tick_width / 2, y + mark_gap + 1.5, tick_width, tick_height),
                     t.text.muted);
    QPainterPath triangle(QPointF(from, y - mark_gap));
    triangle.lineTo(from - triangle_width / 2, y - mark_gap - triangle_height);
    triangle.lineTo(from + triangle_width / 2, y - mark_gap - triangle_height);
    triangle.closeSubpath();
    painter.fillPath(triangle, t.data.baseline);

    const qreal radius = style()->pixelMetric(QStyle::PM_SliderLength, &option, this) / 2.0;
    const bool ring = held_ || (option.state.testFlag(QStyle::State_HasFocus) &&
                                option.state.testFlag(QStyle::State_KeyboardFocusChange));
    if (ring) {
        painter.setPen(QPen(t.focus.ring, sizes().focus_ring));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(x, y), radius + ring_reach, radius + ring_reach);
    }
    const bool hot = option.state.testFlag(QStyle::State_MouseOver);
    painter.setPen(QPen(palette().color(QPalette::Window), handle_edge));
    painter.setBrush(!isEnabled() ? t.text.disabled : hot || held_ ? t.accent.hover : t.accent.base);
    painter.drawEllipse(QPointF(x, y), radius, radius);
}

void LeverSlider::move_to(qreal x) {
    const qreal length = std::max<qreal>(1, width() - 2 * inset);
    const qreal share = (x - grip_ - inset) / length;
    const int place = scale_.nearest_to_share(isRightToLeft() ? 1 - share : share);
    if (place == asked_) return;
    asked_ = place;
    Q_EMIT moved(scale_.value_at(place));
}

void LeverSlider::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || held_) return event->ignore();
    event->accept();
    held_ = true;
    const qreal x = event->position().x();
    const qreal radius = style()->pixelMetric(QStyle::PM_SliderLength, nullptr, this) / 2.0;
    // On the handle it stays where it is until the hand moves; elsewhere it comes to the hand.
    const qreal off = x - x_of(value_);
    grip_ = std::abs(off) <= radius + ring_reach ? off : 0;
    asked_ = grip_ != 0 || off == 0 ? scale_.nearest(value_) : -1;
    if (asked_ < 0) move_to(x);
    update();
}

void LeverSlider::mouseMoveEvent(QMouseEvent* event) {
    if (!held_) return event->ignore();
    event->accept();
    move_to(event->position().x());
}

void LeverSlider::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !held_) return event->ignore();
    event->accept();
    let_go(true);
}

void LeverSlider::let_go(bool keep) {
    if (!held_) return;
    held_ = false;
    update();
    if (keep)
        Q_EMIT released();
    else
        Q_EMIT cancelled();
}

bool LeverSlider::event(QEvent* event) {
    // While the hand holds the handle, Escape means the drag and nothing else in the window.
    if (event->type() == QEvent::ShortcutOverride && held_ &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QSlider::event(event);
}

void LeverSlider::keyPressEvent(QKeyEvent* event) {
    if (held_) {
        if (event->key() == Qt::Key_Escape) let_go(false);
        return event->accept();
    }
    QSlider::keyPressEvent(event);
}

void LeverSlider::wheelEvent(QWheelEvent* event) {
    if (!hasFocus() || held_) return event->ignore(); // the dock scrolls
    QSlider::wheelEvent(event);
}

void LeverSlider::hideEvent(QHideEvent* event) {
    let_go(false);
    QSlider::hideEvent(event);
}

} // namespace attune::ui
