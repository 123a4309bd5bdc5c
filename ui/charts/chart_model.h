// The data behind a chart as a table model: the words of the picture, cell by cell.
#pragma once

#include "simulations/report/svg_chart.h"

#include <QAbstractTableModel>

namespace attune::ui {

class ChartModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void show_table(const DataTable& table);
    const DataTable& table() const { return table_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    DataTable table_;
};

} // namespace attune::ui
