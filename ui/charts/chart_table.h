// The table behind a chart, in the place of its plot: dense, read-only, digits in columns, Tab leaves it.
#pragma once

#include "simulations/report/svg_chart.h"

#include <QTableView>

namespace attune::ui {

class ChartModel;

class ChartTable : public QTableView {
    Q_OBJECT
public:
    explicit ChartTable(QWidget* parent = nullptr);
    void show_table(const DataTable& table);

protected:
    void changeEvent(QEvent* event) override;

private:
    void size_cells();

    ChartModel* cells_ = nullptr;
};

} // namespace attune::ui
