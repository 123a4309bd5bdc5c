#include "ui/theme/style_paint.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>
#include <QVariant>
#include <QWidget>

#include <algorithm>

namespace attune::ui::style {

bool is_input(const QWidget* widget) {
    return qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QAbstractSpinBox*>(widget) ||
           qobject_cast<const QComboBox*>(widget);
}

bool is_text_area(const QWidget* widget) {
    return qobject_cast<const QTextEdit*>(widget) || qobject_cast<const QPlainTextEdit*>(widget);
}

bool is_inner(const QWidget* edit) {
    return edit && is_input(edit->parentWidget());
}

bool in_error(const QWidget* widget) {
    return widget && widget->property("error").toBool();
}

int control_height(const QFontMetrics& metrics) {
    constexpr int room = 12;
    return std::max(sizes().control_height, metrics.height() + room);
}

void draw_box(QPainter& painter, const QRectF& place, qreal radius, const QColor& ground,
              const QColor& border, qreal width) {
    const Painting painting(painter);
    painter.setPen(border.isValid() ? QPen(border, width) : QPen(Qt::NoPen));
    painter.setBrush(ground.isValid() ? QBrush(ground) : QBrush(Qt::NoBrush));
    const qreal half = border.isValid() ? width / 2 : 0;
    const qreal inner = std::max(0.0, radius - half);
    painter.drawRoundedRect(place.adjusted(half, half, -half, -half), inner, inner);
}

QRectF draw_focus_ring(QPainter& painter, const QRectF& place, qreal radius) {
    const qreal ring = sizes().focus_ring;
    const qreal inset = ring + sizes().focus_gap;
    draw_box(painter, place, radius, theme().focus.gap, theme().focus.ring, ring);
    return place.adjusted(inset, inset, -inset, -inset);
}

void draw_field(QPainter& painter, const QStyleOption& option, const QWidget* widget, bool focused) {
    const Theme& t = theme();
    const qreal radius = sizes().radius_control;
    const bool wrong = in_error(widget);
    const QColor border = wrong              ? t.danger.mark
                          : !enabled(option) ? t.border.normal
                          : hovered(option)  ? t.border.strong
                                             : t.border.control;
    const QColor ground = enabled(option) ? t.surface.card : QColor(Qt::transparent);
    const QRectF place(option.rect);
    if (!focused) return draw_box(painter, place, radius, ground, border);
    const QRectF rest = draw_focus_ring(painter, place, radius);
    draw_box(painter, rest, 1, ground, wrong ? border : QColor());
}

void draw_chevron(QPainter& painter, const QRectF& place, Qt::ArrowType direction, const QColor& colour,
                  qreal size) {
    const Painting painting(painter);
    painter.translate(place.center());
    switch (direction) {
    case Qt::UpArrow:
        painter.rotate(180);
        break;
    case Qt::LeftArrow:
        painter.rotate(90);
        break;
    case Qt::RightArrow:
        painter.rotate(-90);
        break;
    default:
        break;
    }
    painter.setPen(QPen(colour, size / 6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const qreal half = size / 2;
    painter.drawPolyline(QPolygonF{{-half, -half / 2}, {0, half / 2}, {half, -half / 2}});
}

void draw_text(QPainter& painter, const QRect& place, Qt::Alignment alignment, const QString& text,
               const QColor& colour) {
    const QPen before = painter.pen();
    painter.setPen(colour);
    painter.drawText(place, static_cast<int>(alignment) | Qt::TextSingleLine | Qt::TextHideMnemonic, text);
    painter.setPen(before);
}

QFont strong(QFont font) {
    font.setWeight(QFont::DemiBold);
    return font;
}

int strong_excess(const QFont& font, const QString& text) {
    const auto width = [&text](const QFont& f) {
        return QFontMetrics(f).size(Qt::TextSingleLine | Qt::TextHideMnemonic, text).width();
    };
    return std::max(0, width(strong(font)) - width(font));
}

} // namespace attune::ui::style
