// The guardrails of the picture on screen, as a list: light, name and value, below them state and limit.
#pragma once

#include "simulations/report/lab_picture.h"
#include "ui/levers/row_list.h"

#include <QAbstractListModel>

#include <vector>

namespace attune::ui {

class GuardrailModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { state_role = Qt::UserRole, value_role, limit_role };

    using QAbstractListModel::QAbstractListModel;
    void take(const std::vector<GuardrailRow>& rows);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

private:
    std::vector<GuardrailRow> rows_;
};

class GuardrailDelegate : public RowDelegate {
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;
    int row_height(const QModelIndex& index, int width) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

} // namespace attune::ui
