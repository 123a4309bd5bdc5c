#include "ui/charts/chart_table.h"

#include "ui/charts/chart_model.h"
#include "ui/charts/figure_delegate.h"
#include "ui/theme/theme.h"

#include <QEvent>
#include <QHeaderView>

#include <algorithm>

namespace attune::ui {

ChartTable::ChartTable(QWidget* parent)
    : QTableView(parent)
    , cells_(new ChartModel(this)) {
    setModel(cells_);
    dress_cells(*this);
    // It takes the plot's place and does not ask for one of its own.
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Ignored);
}

void ChartTable::show_table(const DataTable& table) {
    cells_->show_table(table);
    size_cells();
}

void ChartTable::size_cells() {
    // As many days as possible in the place of a plot.
    const int row = std::max(sizes().min_target, QFontMetrics(font()).height() + sizes().space);
    verticalHeader()->setDefaultSectionSize(row);
    resizeColumnsToContents();
}

void ChartTable::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange && cells_) size_cells();
}

} // namespace attune::ui
