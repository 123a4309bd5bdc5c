#include "ui/theme/style_paint.h"
#include "ui/theme/style_parts.h"

#include <QPainterPath>
#include <QStyle>

namespace attune::ui::style {
namespace {

constexpr qreal groove = 3;
constexpr qreal handle_edge = 1.5; ///< in the colour behind, so that the handle stands free of the groove
constexpr qreal focus_reach = 2;
constexpr qreal progress_height = 6;
constexpr qreal bar_inset = 3; ///< of a scroll bar's handle
constexpr int least_handle = 28;

} // namespace

void draw_slider(QPainter& painter, const QStyleOptionSlider& option, const QRect& handle) {
    const Theme& t = theme();
    const Painting painting(painter);
    const QRectF all(option.rect);
    const QPointF centre = QRectF(handle).center();
    const qreal radius = std::min(handle.width(), handle.height()) / 2.0;
    painter.setPen(Qt::NoPen);
    if (option.subControls.testFlag(QStyle::SC_SliderGroove)) {
        painter.setBrush(t.border.normal);
        const QRectF line = option.orientation == Qt::Horizontal
                                ? QRectF(all.left(), centre.y() - groove / 2, all.width(), groove)
                                : QRectF(centre.x() - groove / 2, all.top(), groove, all.height());
        painter.drawRoundedRect(line, groove / 2, groove / 2);
    }
    if (!option.subControls.testFlag(QStyle::SC_SliderHandle)) return;
    if (keyboard_focus(option) ||
        (pressed(option) && option.activeSubControls.testFlag(QStyle::SC_SliderHandle))) {
        painter.setPen(QPen(t.focus.ring, sizes().focus_ring));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(centre, radius + focus_reach, radius + focus_reach);
    }
    const bool hot = hovered(option) && option.activeSubControls.testFlag(QStyle::SC_SliderHandle);
    painter.setPen(QPen(option.palette.color(QPalette::Window), handle_edge));
    painter.setBrush(!enabled(option) ? t.text.disabled : hot ? t.accent.hover : t.accent.base);
    painter.drawEllipse(centre, radius, radius);
}

void draw_scroll_bar(QPainter& painter, const QStyleOptionSlider& option) {
    const Theme& t = theme();
    if (option.maximum <= option.minimum) return;
    const QRectF handle = scroll_bar_part(option, QStyle::SC_ScrollBarSlider);
    const bool hot =
        option.activeSubControls.testFlag(QStyle::SC_ScrollBarSlider) && (hovered(option) || pressed(option));
    const QRectF body = handle.adjusted(bar_inset, bar_inset, -bar_inset, -bar_inset);
    draw_box(painter, body, std::min(body.width(), body.height()) / 2,
             hot ? t.border.strong : t.border.control);
}

QRect scroll_bar_part(const QStyleOptionSlider& option, QStyle::SubControl part) {
    const QRect all = option.rect;
    const bool level = option.orientation == Qt::Horizontal;
    const int length = level ? all.width() : all.height();
    const int range = option.maximum - option.minimum;
    int handle = length;
    if (range > 0) {
        const double shown =
            static_cast<double>(option.pageStep) / (static_cast<double>(range) + option.pageStep);
        handle = std::clamp(qRound(length * shown), std::min(least_handle, length), length);
    }
    const int start = QStyle::sliderPositionFromValue(option.minimum, option.maximum, option.sliderPosition,
                                                      length - handle, option.upsideDown);
    const auto stretch = [&](int from, int size) {
        const QRect place = level ? QRect(all.left() + from, all.top(), size, all.height())
                                  : QRect(all.left(), all.top() + from, all.width(), size);
        return QStyle::visualRect(option.direction, all, place);
    };
    switch (part) {
    case QStyle::SC_ScrollBarGroove:
        return all;
    case QStyle::SC_ScrollBarSlider:
        return stretch(start, handle);
    case QStyle::SC_ScrollBarSubPage:
        return stretch(0, start);
    case QStyle::SC_ScrollBarAddPage:
        return stretch(start + handle, length - start - handle);
    default:
        return {};
    }
}

void draw_progress(QPainter& painter, const QStyleOptionProgressBar& option) {
    const Theme& t = theme();
    const Painting painting(painter);
    const QRectF all(option.rect);
    const QRectF bar(all.left(), all.center().y() - progress_height / 2, all.width(), progress_height);
    QPainterPath shape;
    shape.addRoundedRect(bar, progress_height / 2, progress_height / 2);
    painter.setClipPath(shape);
    painter.fillRect(bar, t.border.normal);
    const qint64 range = static_cast<qint64>(option.maximum) - option.minimum;
    if (range <= 0) {
        // Nobody knows how much there is to do: hatched, and still.
        return painter.fillRect(bar, QBrush(t.accent.base, Qt::BDiagPattern));
    }
    const qint64 done = std::clamp<qint64>(static_cast<qint64>(option.progress) - option.minimum, 0, range);
    QRectF part = bar;
    part.setWidth(bar.width() * static_cast<double>(done) / static_cast<double>(range));
    if ((option.direction == Qt::RightToLeft) != option.invertedAppearance) part.moveRight(bar.right());
    painter.fillRect(part, enabled(option) ? t.accent.base : t.text.disabled);
}

} // namespace attune::ui::style
