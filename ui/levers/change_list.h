// The levers that differ from the baseline, or between two policies, as a list: name, from and to.
#pragma once

#include "ui/levers/row_list.h"
#include "ui/session/lab.h"

#include <QAbstractListModel>

#include <vector>

namespace attune::ui {

class ChangeModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { key_role = Qt::UserRole, from_role, to_role };

    using QAbstractListModel::QAbstractListModel;
    /// What differs in the lab now.
    void take(const Lab& lab);
    /// What differs between two policies, wherever they are; a row leads nowhere.
    void take(const Policy& before, const Policy& after);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    struct Row {
        QString key, name, from, to;
        bool operator==(const Row&) const = default;
    };
    void take(std::vector<Row> rows, bool lead_somewhere);

    std::vector<Row> rows_;
    bool lead_somewhere_ = true; ///< a click on a row shows its lever
};

/// Name at the left, "2 → 1" at the right, or below the name where there is little room.
class ChangeDelegate : public RowDelegate {
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;
    int row_height(const QModelIndex& index, int width) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

} // namespace attune::ui
