#include "ui/theme/style_paint.h"
#include "ui/theme/style_parts.h"

#include <QIcon>

namespace attune::ui::style {
namespace {

constexpr int side = 10;
constexpr int sign_room = 24;    ///< for the check mark or the icon, left of the text
constexpr int shortcut_gap = 32; ///< between text and shortcut
constexpr int arrow_room = 16;
constexpr int separator_height = 9;
constexpr int row_room = 10; ///< above and below the text together
constexpr int bar_side = 9;

int row_height(const QFontMetrics& metrics) {
    return metrics.height() + row_room;
}

void draw_check_sign(QPainter& painter, const QStyleOptionMenuItem& option, const QRectF& place) {
    const Painting painting(painter);
    const QColor ink = enabled(option) ? theme().text.primary : theme().text.disabled;
    painter.translate(place.center());
    painter.scale(scaled(16) / 16.0, scaled(16) / 16.0);
    if (option.checkType == QStyleOptionMenuItem::Exclusive) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawEllipse(QPointF(), 3, 3);
        return;
    }
    painter.setPen(QPen(ink, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(QPolygonF{{-4.2, 0.4}, {-1.2, 3.4}, {4.4, -3.2}});
}

/// A line across the menu; with words it heads a section.
void draw_separator(QPainter& painter, const QStyleOptionMenuItem& option) {
    const QRect place = option.rect;
    if (option.text.isEmpty())
        return painter.fillRect(QRect(place.left(), place.center().y(), place.width(), 1),
                                theme().border.subtle);
    painter.setFont(strong(option.font));
    draw_text(painter, place.adjusted(side, 0, -side, 0),
              QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter, option.text,
              theme().text.muted);
}

} // namespace

void draw_menu_panel(QPainter& painter, const QRect& place) {
    painter.fillRect(place, theme().surface.raised);
    painter.setPen(theme().border.normal);
    painter.drawRect(place.adjusted(0, 0, -1, -1));
}

void draw_menu_item(QPainter& painter, const QStyleOptionMenuItem& option) {
    const Painting painting(painter);
    const Theme& t = theme();
    const QRect all = option.rect;
    painter.fillRect(all, t.surface.raised);
    if (option.menuItemType == QStyleOptionMenuItem::Separator) return draw_separator(painter, option);
    if (has(option, QStyle::State_Selected)) {
        if (enabled(option))
            painter.fillRect(all, t.surface.selected);
        else
            draw_box(painter, QRectF(all).adjusted(1, 1, -1, -1), 2, {}, t.border.normal);
    }
    const QColor ink = enabled(option) ? t.text.primary : t.text.disabled;
    const auto mirrored = [&](const QRect& rect) { return QStyle::visualRect(option.direction, all, rect); };
    const int signs = scaled(sign_room);
    const QRect sign(all.left() + side / 2, all.top(), signs, all.height());
    painter.setPen(ink);
    if (option.checked)
        draw_check_sign(painter, option, mirrored(sign));
    else if (!option.icon.isNull()) {
        QRect place(0, 0, scaled(sizes().icon), scaled(sizes().icon));
        place.moveCenter(sign.center());
        option.icon.paint(&painter, mirrored(place), Qt::AlignCenter,
                          enabled(option) ? QIcon::Normal : QIcon::Disabled);
    }
    painter.setFont(option.menuItemType == QStyleOptionMenuItem::DefaultItem ? strong(option.font)
                                                                             : option.font);
    const QRect text = mirrored(all.adjusted(side + signs, 0, -side - arrow_room, 0));
    const QStringList parts = option.text.split(u'\t');
    draw_text(painter, text, QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter,
              parts.value(0), ink);
    draw_text(painter, text, QStyle::visualAlignment(option.direction, Qt::AlignRight) | Qt::AlignVCenter,
              parts.value(1), enabled(option) ? t.text.muted : t.text.disabled);
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        draw_chevron(painter, mirrored(QRect(all.right() - side - 8, all.top(), 8, all.height())),
                     option.direction == Qt::RightToLeft ? Qt::LeftArrow : Qt::RightArrow, ink, scaled(8));
}

QSize menu_item_size(const QStyleOptionMenuItem& option, const QSize&) {
    const QFontMetrics metrics(option.font);
    if (option.menuItemType == QStyleOptionMenuItem::Separator)
        return {10, option.text.isEmpty() ? separator_height : row_height(metrics)};
    const auto width = [&](const QString& text) {
        return metrics.size(Qt::TextSingleLine | Qt::TextHideMnemonic, text).width();
    };
    const QStringList parts = option.text.split(u'\t');
    int wide = 2 * side + scaled(sign_room) + arrow_room + width(parts.value(0));
    if (parts.size() > 1) wide += shortcut_gap + width(parts.value(1));
    if (option.menuItemType == QStyleOptionMenuItem::DefaultItem)
        wide += strong_excess(option.font, parts.value(0));
    return {wide, std::max(row_height(metrics), scaled(sizes().icon) + 8)};
}

void draw_menu_bar_item(QPainter& painter, const QStyleOptionMenuItem& option) {
    const Theme& t = theme();
    painter.fillRect(option.rect, t.surface.window);
    const bool open = has(option, QStyle::State_Sunken);
    if (enabled(option) && (open || has(option, QStyle::State_Selected)))
        draw_box(painter, QRectF(option.rect).adjusted(0, 2, 0, -2), sizes().radius_control,
                 open ? t.surface.selected : t.surface.hover, open ? QColor() : t.border.normal);
    draw_text(painter, option.rect, Qt::AlignCenter, option.text,
              enabled(option) ? t.text.primary : t.text.disabled);
}

QSize menu_bar_item_size(const QStyleOptionMenuItem& option, const QSize&) {
    const QFontMetrics& metrics = option.fontMetrics;
    return {metrics.size(Qt::TextSingleLine | Qt::TextHideMnemonic, option.text).width() + 2 * bar_side,
            std::max(sizes().menu_bar, metrics.height() + row_room)};
}

} // namespace attune::ui::style
