#include "ui/theme/style_paint.h"
#include "ui/theme/style_parts.h"

#include <QTabBar>

namespace attune::ui::style {
namespace {

constexpr int underline = 2;
constexpr int tab_side = 10;
constexpr int tab_height = 34;
constexpr int icon_gap = 6;
constexpr int separator_length = 24;
constexpr int dock_side = 12;

/// The edge of a tab (or of the whole bar) that touches its page, `width` thick.
QRect page_edge(const QRect& place, QTabBar::Shape shape, int width) {
    switch (shape) {
    case QTabBar::RoundedSouth:
    case QTabBar::TriangularSouth:
        return {place.left(), place.top(), place.width(), width};
    case QTabBar::RoundedWest:
    case QTabBar::TriangularWest:
        return {place.right() + 1 - width, place.top(), width, place.height()};
    case QTabBar::RoundedEast:
    case QTabBar::TriangularEast:
        return {place.left(), place.top(), width, place.height()};
    default:
        return {place.left(), place.bottom() + 1 - width, place.width(), width};
    }
}

bool upright(QTabBar::Shape shape) {
    return shape == QTabBar::RoundedWest || shape == QTabBar::TriangularWest ||
           shape == QTabBar::RoundedEast || shape == QTabBar::TriangularEast;
}

} // namespace

void draw_tab(QPainter& painter, const QStyleOptionTab& option) {
    const Theme& t = theme();
    const bool chosen = has(option, QStyle::State_Selected);
    if (hovered(option) && !chosen)
        draw_box(painter, QRectF(option.rect).adjusted(2, 4, -2, -4), sizes().radius_control,
                 t.surface.hover);
    if (keyboard_focus(option))
        draw_box(painter, QRectF(option.rect).adjusted(2, 2, -2, -4), sizes().radius_control, {},
                 t.focus.ring, sizes().focus_ring);
    if (chosen)
        painter.fillRect(page_edge(option.rect, option.shape, underline),
                         enabled(option) ? t.accent.base : t.text.disabled);
}

void draw_tab_label(QPainter& painter, const QStyleOptionTab& option, const QRect& place) {
    const Theme& t = theme();
    const Painting painting(painter);
    const bool chosen = has(option, QStyle::State_Selected);
    if (chosen) painter.setFont(strong(painter.font()));
    const QColor ink = !enabled(option) ? t.text.disabled : chosen ? t.text.primary : t.text.secondary;
    painter.setPen(ink);
    QRect text = place;
    if (upright(option.shape)) {
        painter.translate(place.center());
        painter.rotate(option.shape == QTabBar::RoundedWest || option.shape == QTabBar::TriangularWest ? -90
                                                                                                       : 90);
        text = QRect(-place.height() / 2, -place.width() / 2, place.height(), place.width());
    }
    if (!option.icon.isNull()) {
        QRect icon(text.topLeft(), option.iconSize);
        icon.moveTop(text.center().y() - option.iconSize.height() / 2 + 1);
        option.icon.paint(&painter, icon, Qt::AlignCenter, enabled(option) ? QIcon::Normal : QIcon::Disabled);
        text.setLeft(icon.right() + 1 + icon_gap);
    }
    draw_text(
        painter, text, Qt::AlignCenter,
        painter.fontMetrics().elidedText(option.text, Qt::ElideRight, text.width() + 1, Qt::TextShowMnemonic),
        ink);
}

QSize tab_size(const QStyleOptionTab& option, const QSize& contents, const QWidget* widget) {
    // Room for the heavier letters of the chosen tab, or the row would move with the choice.
    const int excess = strong_excess(widget ? widget->font() : QFont(), option.text);
    const int thick = std::max(tab_height, option.fontMetrics.height() + 16);
    return upright(option.shape)
               ? QSize(std::max(thick, contents.width()), contents.height() + excess)
               : QSize(contents.width() + excess, std::max(thick, option.iconSize.height() + 12));
}

void draw_tab_frame(QPainter& painter, const QStyleOptionTabWidgetFrame& option) {
    const QRect place = option.rect;
    QRect line(place.left(), place.top(), place.width(), 1);
    if (option.shape == QTabBar::RoundedSouth || option.shape == QTabBar::TriangularSouth)
        line.moveBottom(place.bottom());
    if (upright(option.shape)) {
        line = QRect(place.left(), place.top(), 1, place.height());
        if (option.shape == QTabBar::RoundedEast || option.shape == QTabBar::TriangularEast)
            line.moveRight(place.right());
    }
    painter.fillRect(line, theme().border.normal);
}

void draw_tab_base(QPainter& painter, const QStyleOptionTabBarBase& option) {
    painter.fillRect(page_edge(option.rect, option.shape, 1), theme().border.normal);
}

void draw_dock_title(QPainter& painter, const QStyleOptionDockWidget& option, const QRect& text_place) {
    const Theme& t = theme();
    painter.fillRect(option.rect, t.surface.window);
    painter.fillRect(page_edge(option.rect, QTabBar::RoundedNorth, 1), t.border.subtle);
    const Painting painting(painter);
    painter.setFont(ui::font(Type::section));
    const QRect place(option.rect.left() + dock_side, option.rect.top(),
                      text_place.right() - option.rect.left() - dock_side, option.rect.height());
    draw_text(
        painter, QStyle::visualRect(option.direction, option.rect, place),
        QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(option.title, Qt::ElideRight, place.width(), Qt::TextShowMnemonic),
        t.text.primary);
}

void draw_tool_bar(QPainter& painter, const QStyleOptionToolBar& option) {
    const Theme& t = theme();
    const QRect place = option.rect;
    painter.fillRect(place, t.surface.window);
    QRect line(place.left(), place.bottom(), place.width(), 1);
    if (option.toolBarArea == Qt::BottomToolBarArea) line.moveTop(place.top());
    if (option.toolBarArea == Qt::LeftToolBarArea)
        line = QRect(place.right(), place.top(), 1, place.height());
    if (option.toolBarArea == Qt::RightToolBarArea)
        line = QRect(place.left(), place.top(), 1, place.height());
    painter.fillRect(line, t.border.normal);
}

void draw_tool_bar_separator(QPainter& painter, const QStyleOption& option) {
    const QRect place = option.rect;
    const bool level = has(option, QStyle::State_Horizontal);
    const int length = std::min(scaled(separator_length), level ? place.height() : place.width());
    const QRect line = level ? QRect(place.center().x(), place.center().y() - length / 2 + 1, 1, length)
                             : QRect(place.center().x() - length / 2 + 1, place.center().y(), length, 1);
    painter.fillRect(line, theme().border.normal);
}

void draw_status_bar(QPainter& painter, const QStyleOption& option) {
    painter.fillRect(option.rect, theme().surface.window);
    painter.fillRect(QRect(option.rect.topLeft(), QSize(option.rect.width(), 1)), theme().border.normal);
}

} // namespace attune::ui::style
