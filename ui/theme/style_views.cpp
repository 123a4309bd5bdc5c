#include "ui/theme/style_paint.h"
#include "ui/theme/style_parts.h"

namespace attune::ui::style {
namespace {

constexpr int sort_sign = 8;

} // namespace

void draw_header_section(QPainter& painter, const QStyleOptionHeader& option) {
    const Theme& t = theme();
    const QRect place = option.rect;
    painter.fillRect(place, pressed(option)   ? t.surface.selected
                            : hovered(option) ? t.surface.hover
                                              : t.surface.sunken);
    if (option.orientation == Qt::Horizontal)
        painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), t.border.normal);
    else
        painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), t.border.subtle);
}

void draw_header_rest(QPainter& painter, const QStyleOption& option) {
    const QRect place = option.rect;
    painter.fillRect(place, theme().surface.sunken);
    if (has(option, QStyle::State_Horizontal))
        painter.fillRect(QRect(place.left(), place.bottom(), place.width(), 1), theme().border.normal);
}

int sort_sign_room(const QStyleOptionHeader& option) {
    return option.sortIndicator == QStyleOptionHeader::None ? 0 : scaled(sort_sign) + 8;
}

void draw_header_label(QPainter& painter, const QStyleOptionHeader& option, const QRect& place) {
    const Painting painting(painter);
    painter.setFont(strong(ui::font(Type::caption)));
    QRect text = place;
    const QColor ink = enabled(option) ? theme().text.secondary : theme().text.disabled;
    if (option.sortIndicator != QStyleOptionHeader::None) {
        const int room = sort_sign_room(option);
        const bool left_of_text = option.textAlignment.testFlag(Qt::AlignRight);
        const QRect sign = left_of_text ? QRect(text.left(), text.top(), room, text.height())
                                        : QRect(text.right() - room, text.top(), room, text.height());
        draw_chevron(painter, sign,
                     option.sortIndicator == QStyleOptionHeader::SortDown ? Qt::DownArrow : Qt::UpArrow, ink,
                     scaled(sort_sign));
        text = left_of_text ? text.adjusted(room, 0, 0, 0) : text.adjusted(0, 0, -room, 0);
    }
    painter.setPen(ink);
    const Qt::Alignment alignment = (option.textAlignment & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter;
    painter.drawText(text, static_cast<int>(alignment),
                     painter.fontMetrics().elidedText(option.text, Qt::ElideRight, text.width() + 1));
}

void draw_item_ground(QPainter& painter, const QStyleOptionViewItem& option) {
    if (option.backgroundBrush.style() != Qt::NoBrush) painter.fillRect(option.rect, option.backgroundBrush);
    if (has(option, QStyle::State_Selected))
        painter.fillRect(option.rect, option.palette.color(QPalette::Active, QPalette::Highlight));
    else if (hovered(option))
        painter.fillRect(option.rect, theme().surface.hover);
}

void draw_branch(QPainter& painter, const QStyleOption& option) {
    if (!has(option, QStyle::State_Children)) return;
    const Qt::ArrowType closed = option.direction == Qt::RightToLeft ? Qt::LeftArrow : Qt::RightArrow;
    draw_chevron(painter, option.rect, has(option, QStyle::State_Open) ? Qt::DownArrow : closed,
                 theme().text.muted, scaled(8));
}

} // namespace attune::ui::style
