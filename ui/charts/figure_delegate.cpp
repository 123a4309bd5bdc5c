#include "ui/charts/figure_delegate.h"

#include "ui/theme/figures.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPainter>

#include <algorithm>

namespace attune::ui {
namespace {

constexpr int side = 6; ///< padding left and right of a cell

} // namespace

void FigureDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const {
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    const QString text = cell.text;
    cell.text.clear();
    const QStyle* style = cell.widget ? cell.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &cell, painter, cell.widget);
    const bool selected = cell.state.testFlag(QStyle::State_Selected);
    painter->save();
    painter->setFont(cell.font);
    painter->setPen(
        cell.palette.color(QPalette::Active, selected ? QPalette::HighlightedText : QPalette::Text));
    draw_figures(*painter, QRectF(cell.rect).adjusted(side, 0, -side, 0), cell.displayAlignment, text);
    painter->restore();
}

QSize FigureDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    QStyleOptionViewItem cell = option;
    initStyleOption(&cell, index);
    return {qCeil(figures_width(cell.font, cell.text)) + 2 * side,
            std::max(sizes().min_target, QFontMetrics(cell.font).height() + side)};
}

} // namespace attune::ui
