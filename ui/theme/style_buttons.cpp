#include "ui/theme/style_paint.h"
#include "ui/theme/style_parts.h"

#include <QIcon>
#include <QVariant>
#include <QWidget>

namespace attune::ui::style {
namespace {

constexpr int button_side = 11; ///< between the border and the text
constexpr int flat_side = 7;
constexpr int icon_gap = 6;
constexpr int arrow_size = 8;
constexpr int arrow_room = 18; ///< for the arrow of a button with a menu

/// Colours of a button in one state; an invalid colour is not painted.
struct Look {
    QColor ground, border, ink;
    bool bold = false;
};

QIcon::Mode icon_mode(const QStyleOption& option) {
    return enabled(option) ? QIcon::Normal : QIcon::Disabled;
}

QIcon::State icon_state(const QStyleOption& option) {
    return has(option, QStyle::State_On) ? QIcon::On : QIcon::Off;
}

QColor button_ink(const QStyleOption& option) {
    return option.palette.color(enabled(option) ? QPalette::Active : QPalette::Disabled,
                                QPalette::ButtonText);
}

bool is_primary(const QStyleOptionButton& option) {
    return option.features.testFlag(QStyleOptionButton::DefaultButton) &&
           !option.features.testFlag(QStyleOptionButton::Flat);
}

bool is_primary(const QWidget* tool_button) {
    return tool_button && tool_button->property("primary").toBool();
}

/// Framed buttons of both classes.
Look framed_look(const QStyleOption& option, bool primary) {
    const Theme& t = theme();
    if (!enabled(option)) return {{}, t.border.normal, t.text.disabled, primary};
    if (primary) {
        const QColor ground = pressed(option)   ? t.accent.pressed
                              : hovered(option) ? t.accent.hover
                                                : t.accent.base;
        return {ground, ground, t.text.on_accent, true};
    }
    if (has(option, QStyle::State_On)) return {t.accent.soft, t.accent.base, t.accent.on_soft};
    const QColor ground = pressed(option)   ? t.surface.selected
                          : hovered(option) ? t.surface.hover
                                            : t.surface.card;
    return {ground, hovered(option) ? t.border.strong : t.border.control, button_ink(option)};
}

/// Buttons without a frame until the hand is near.
Look flat_look(const QStyleOption& option) {
    const Theme& t = theme();
    if (!enabled(option)) return {{}, {}, t.text.disabled};
    if (pressed(option)) return {t.surface.selected, t.border.normal, button_ink(option)};
    if (has(option, QStyle::State_On)) return {t.accent.soft, {}, t.accent.on_soft};
    if (hovered(option)) return {t.surface.hover, t.border.normal, button_ink(option)};
    return {{}, {}, button_ink(option)};
}

void draw_panel(QPainter& painter, const QStyleOption& option, const Look& look) {
    const qreal radius = sizes().radius_control;
    const QRectF place(option.rect);
    if (!keyboard_focus(option)) return draw_box(painter, place, radius, look.ground, look.border);
    const QRectF rest = draw_focus_ring(painter, place, radius);
    draw_box(painter, rest, 1, look.ground);
}

/// Icon and text side by side, as a group in the middle (or from the left) of `place`.
void draw_label(QPainter& painter, const QStyleOption& option, const QRect& place, const QIcon& icon,
                QSize icon_size, const QString& text, const Look& look, bool centred = true) {
    const Painting painting(painter);
    if (look.bold) painter.setFont(strong(painter.font()));
    painter.setPen(look.ink);
    const QFontMetrics metrics(painter.font());
    const int text_width = metrics.size(Qt::TextSingleLine | Qt::TextHideMnemonic, text).width();
    const int icon_width = icon.isNull() ? 0 : icon_size.width();
    const int gap = icon_width > 0 && !text.isEmpty() ? icon_gap : 0;
    const int width = std::min(place.width(), icon_width + gap + text_width);
    QRect group = place;
    if (centred) group.setLeft(place.left() + (place.width() - width) / 2);
    group.setWidth(width);
    group = QStyle::visualRect(option.direction, place, group);
    const bool mirrored = option.direction == Qt::RightToLeft;
    if (icon_width > 0) {
        QRect icon_place(0, 0, icon_size.width(), icon_size.height());
        icon_place.moveCenter(group.center());
        if (mirrored)
            icon_place.moveRight(group.right());
        else
            icon_place.moveLeft(group.left());
        icon.paint(&painter, icon_place, Qt::AlignCenter, icon_mode(option), icon_state(option));
    }
    const int before = icon_width + gap;
    const QRect text_place = mirrored ? group.adjusted(0, 0, -before, 0) : group.adjusted(before, 0, 0, 0);
    draw_text(painter, text_place, Qt::AlignVCenter | (mirrored ? Qt::AlignRight : Qt::AlignLeft),
              metrics.elidedText(text, Qt::ElideRight, text_place.width() + 1, Qt::TextShowMnemonic),
              look.ink);
}

} // namespace

void draw_push_button(QPainter& painter, const QStyleOptionButton& option) {
    const bool flat = option.features.testFlag(QStyleOptionButton::Flat);
    const Look look = flat ? flat_look(option) : framed_look(option, is_primary(option));
    draw_panel(painter, option, look);
    QRect place = option.rect.adjusted(flat_side, 0, -flat_side, 0);
    if (option.features.testFlag(QStyleOptionButton::HasMenu)) {
        QRect arrow = place;
        arrow.setLeft(place.right() - arrow_size);
        draw_chevron(painter, QStyle::visualRect(option.direction, option.rect, arrow), Qt::DownArrow,
                     look.ink, scaled(arrow_size));
        place = QStyle::visualRect(option.direction, option.rect, place.adjusted(0, 0, -arrow_room, 0));
    }
    draw_label(painter, option, place, option.icon, option.iconSize, option.text, look);
}

QSize push_button_size(const QStyleOptionButton& option, const QSize&) {
    // The button's own guess uses the plain weight and gaps of other styles.
    const QFontMetrics& metrics = option.fontMetrics;
    const bool flat = option.features.testFlag(QStyleOptionButton::Flat);
    int width = 2 * (flat ? flat_side : button_side);
    width += metrics.size(Qt::TextSingleLine | Qt::TextHideMnemonic, option.text).width();
    if (!option.icon.isNull()) width += option.iconSize.width() + (option.text.isEmpty() ? 0 : icon_gap);
    if (option.features.testFlag(QStyleOptionButton::HasMenu)) width += arrow_room;
    const int height = std::max(control_height(metrics), option.iconSize.height() + 8);
    return {std::max(width, height), height};
}

void draw_tool_button(QPainter& painter, const QStyleOptionToolButton& option, const QWidget* widget) {
    const bool flat = has(option, QStyle::State_AutoRaise);
    const bool primary = is_primary(widget);
    const Look look = flat && !primary ? flat_look(option) : framed_look(option, primary);
    draw_panel(painter, option, look);
    QRect place = option.rect;
    if (option.arrowType != Qt::NoArrow && option.icon.isNull() && option.text.isEmpty())
        return draw_chevron(painter, place, option.arrowType, look.ink, scaled(arrow_size));
    // A button that is nothing but a menu needs no arrow: three dots say it.
    if (option.features.testFlag(QStyleOptionToolButton::HasMenu) && !option.text.isEmpty() &&
        option.toolButtonStyle != Qt::ToolButtonIconOnly) {
        const QRect arrow(place.right() - arrow_room, place.top(), arrow_room, place.height());
        draw_chevron(painter, QStyle::visualRect(option.direction, option.rect, arrow), Qt::DownArrow,
                     look.ink, scaled(arrow_size));
        place.setRight(arrow.left());
        place = QStyle::visualRect(option.direction, option.rect, place);
    }
    const bool shows_text = option.toolButtonStyle != Qt::ToolButtonIconOnly || option.icon.isNull();
    const bool shows_icon = option.toolButtonStyle != Qt::ToolButtonTextOnly;
    draw_label(painter, option, place, shows_icon ? option.icon : QIcon(), option.iconSize,
               shows_text ? option.text : QString(), look);
}

QSize tool_button_size(const QStyleOptionToolButton& option, const QSize& contents, const QWidget* widget) {
    const QFontMetrics& metrics = option.fontMetrics;
    const int text_width = metrics.size(Qt::TextSingleLine | Qt::TextHideMnemonic, option.text).width();
    const bool primary = is_primary(widget);
    const bool flat = has(option, QStyle::State_AutoRaise) && !primary;
    const bool shows_text =
        !option.text.isEmpty() && (option.toolButtonStyle != Qt::ToolButtonIconOnly || option.icon.isNull());
    const int least = scaled(flat ? sizes().min_target : sizes().control_height);
    if (option.toolButtonStyle == Qt::ToolButtonTextUnderIcon)
        return {std::max(least, contents.width() + flat_side),
                std::max(least, contents.height() + flat_side)};
    if (!shows_text)
        return {std::max(least, option.iconSize.width() + 8), std::max(least, option.iconSize.height() + 8)};
    int width = text_width + 2 * (flat ? flat_side : button_side);
    if (!option.icon.isNull() && option.toolButtonStyle == Qt::ToolButtonTextBesideIcon)
        width += option.iconSize.width() + icon_gap;
    if (option.features.testFlag(QStyleOptionToolButton::HasMenu)) width += arrow_room - 4;
    if (primary) width += strong_excess(option.font, option.text);
    return {width, flat ? std::max(least, metrics.height() + 8) : control_height(metrics)};
}

void draw_check_mark(QPainter& painter, const QStyleOption& option) {
    const Theme& t = theme();
    const bool on = has(option, QStyle::State_On);
    const bool partly = has(option, QStyle::State_NoChange);
    const QRectF place(option.rect);
    QColor border = hovered(option) ? t.border.strong : t.border.control;
    QColor ground = pressed(option) ? t.surface.selected : t.surface.card;
    if (on || partly) {
        ground = pressed(option) ? t.accent.pressed : hovered(option) ? t.accent.hover : t.accent.base;
        border = ground;
    }
    if (!enabled(option)) {
        border = t.text.disabled;
        ground = QColor();
    }
    draw_box(painter, place, 3, ground, border);
    if (!on && !partly) return;
    const Painting painting(painter);
    painter.translate(place.topLeft());
    painter.scale(place.width() / 16, place.height() / 16);
    painter.setPen(QPen(enabled(option) ? t.text.on_accent : t.text.disabled, 1.75, Qt::SolidLine,
                        Qt::RoundCap, Qt::RoundJoin));
    if (partly)
        painter.drawLine(QPointF(4.5, 8), QPointF(11.5, 8));
    else
        painter.drawPolyline(QPolygonF{{4, 8.4}, {6.8, 11.2}, {12, 5.2}});
}

void draw_radio_mark(QPainter& painter, const QStyleOption& option) {
    const Theme& t = theme();
    const bool on = has(option, QStyle::State_On);
    const QRectF place(option.rect);
    const QColor accent = pressed(option)   ? t.accent.pressed
                          : hovered(option) ? t.accent.hover
                                            : t.accent.base;
    QColor border = on ? accent : hovered(option) ? t.border.strong : t.border.control;
    if (!enabled(option)) border = t.text.disabled;
    draw_box(painter, place, place.width() / 2,
             !enabled(option)  ? QColor()
             : pressed(option) ? t.surface.selected
                               : t.surface.card,
             border, on ? 1.5 : 1);
    if (!on) return;
    const Painting painting(painter);
    painter.setPen(Qt::NoPen);
    painter.setBrush(enabled(option) ? accent : t.text.disabled);
    const qreal radius = place.width() / 4;
    painter.drawEllipse(place.center(), radius, radius);
}

void draw_mark_label(QPainter& painter, const QStyleOptionButton& option) {
    const QColor ink =
        option.palette.color(enabled(option) ? QPalette::Active : QPalette::Disabled, QPalette::WindowText);
    draw_label(painter, option, option.rect, option.icon, option.iconSize, option.text, {{}, {}, ink}, false);
}

} // namespace attune::ui::style
