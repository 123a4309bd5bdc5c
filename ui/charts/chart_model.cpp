#include "ui/charts/chart_model.h"

#include "ui/theme/words.h"

namespace attune::ui {

void ChartModel::show_table(const DataTable& table) {
    beginResetModel();
    table_ = table;
    endResetModel();
}

int ChartModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(table_.rows.size());
}

int ChartModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(table_.head.size());
}

QVariant ChartModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
    // The first cell of a row is its name, all others are figures.
    const Qt::Alignment side = index.column() == 0 ? Qt::AlignLeft : Qt::AlignRight;
    switch (role) {
    case Qt::DisplayRole: {
        const auto& row = table_.rows[static_cast<std::size_t>(index.row())];
        const auto column = static_cast<std::size_t>(index.column());
        return column < row.size() ? from_core(row[column]) : QString();
    }
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(side | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant ChartModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    switch (role) {
    case Qt::DisplayRole:
        return from_core(table_.head[static_cast<std::size_t>(section)]);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((section == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    default:
        return {};
    }
}

} // namespace attune::ui
