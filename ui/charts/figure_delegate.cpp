#include "ui/charts/figure_delegate.h"

#include "ui/theme/dress.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QHeaderView>
#include <QPainter>
#include <QTableView>

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

void dress_cells(QTableView& table) {
    table.setItemDelegate(new FigureDelegate(&table));
    set_type(table, Type::caption);
    set_type(*table.horizontalHeader(), Type::caption);
    table.setFrameShape(QFrame::NoFrame);
    table.verticalHeader()->hide();
    table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table.verticalHeader()->setMinimumSectionSize(1);
    table.horizontalHeader()->setMinimumSectionSize(1);
    table.horizontalHeader()->setHighlightSections(false);
    table.setShowGrid(false);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setTabKeyNavigation(false);
    table.setWordWrap(false);
}

} // namespace attune::ui
