// All assumptions about the simulated people as rows under the names of their groups, as the lab's scenario
// has them now; a search and two filters leave rows out.
#pragma once

#include "ui/session/lab.h"

#include <QAbstractListModel>
#include <QStringList>

#include <string>
#include <vector>

namespace attune::ui {

struct AssumptionFilter {
    QStringList searched;    ///< each must be in the name, key, explanation, source, unit or group
    bool unmeasured = false; ///< only grade D
    bool changed = false;    ///< only those that are not their default, or not what the scenario says
    bool any() const { return !searched.isEmpty() || unmeasured || changed; }
};

class AssumptionModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role {
        key_role = Qt::UserRole, ///< empty for the name of a group
        value_role,              ///< with its unit
        range_role,
        grade_role,       ///< the Grade as a number
        grade_words_role, ///< in a word or two
        note_role,        ///< what it differs from, or that it is not used; often empty
        changed_role,
        used_role
    };

    explicit AssumptionModel(QObject* parent = nullptr);
    /// What the lab holds, as far as the filter lets it through. Nothing if nothing is open.
    void take(const Lab& lab, const AssumptionFilter& filter);

    int shown() const { return shown_; }     ///< assumptions, without the names of groups
    int changed() const { return changed_; } ///< of all, filter or not
    QModelIndex find(const QString& key) const;
    QModelIndex first() const; ///< assumption that is shown, or none

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    /// What never changes of one assumption.
    struct Fixed {
        const AssumptionTable::Entry* entry = nullptr;
        QString key, name, why, source, range, group, grade;
        QString searched; ///< folded
    };
    struct Row {
        const Fixed* fixed = nullptr; ///< null for the name of a group
        QString group, value, note;
        bool changed = false, used = true;
        bool operator==(const Row&) const = default;
    };
    Row row_of(const Fixed& fixed, const Scenario& scenario, const Assumptions& own) const;

    std::vector<Fixed> all_;
    std::vector<Row> rows_;
    int shown_ = 0, changed_ = 0;
};

} // namespace attune::ui
