// The numbers of a product that a team may know, one row for each metric that pins an assumption: its value,
// and how many it was counted over. All may stay empty but one.
#pragma once

#include "simulations/fit/targets.h"

#include <QWidget>

#include <vector>

class QLabel;
class QLineEdit;

namespace attune::ui {

class FitForm : public QWidget {
    Q_OBJECT
public:
    explicit FitForm(QWidget* parent = nullptr);

    /// Metrics that a run of so many days cannot have are closed, and say so.
    void set_days(int days);
    /// What was typed. Errors: bad_input naming the row, which gets the focus; also when nothing was typed.
    Result<std::vector<Target>> targets();

Q_SIGNALS:
    void wanted(); ///< Enter in a field

private:
    struct Row {
        std::string metric;
        bool percent = false; ///< typed as percent
        QLineEdit* value = nullptr;
        QLineEdit* counted = nullptr;
        QLabel* unit = nullptr; ///< or why the row is closed
    };
    Result<Target> target_of(const Row& row) const;

    std::vector<Row> rows_;
};

} // namespace attune::ui
