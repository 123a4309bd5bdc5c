// Cells of a table whose digits stand in columns: the text of a view's item painted with tabular figures.
#pragma once

#include <QStyledItemDelegate>

class QTableView;

namespace attune::ui {

class FigureDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// A table of cells in words and figures, small and without a grid: to be read row by row, never edited.
void dress_cells(QTableView& table);

} // namespace attune::ui
