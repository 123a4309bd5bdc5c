// One cell of the matrix as fields: whether the signal may be used for the purpose, in which form, how
// exactly, how long, by whom; and how long a consent to the purpose holds.
#pragma once

#include "core/consent/matrix.h"

#include <QWidget>

#include <array>

class QCheckBox;
class QComboBox;
class QLabel;
class QSpinBox;

namespace attune::ui {

class MatrixCellForm : public QWidget {
    Q_OBJECT
public:
    /// Object names "matrix.allowed", ".form", ".precision", ".days", ".module.<name>", ".validity".
    explicit MatrixCellForm(QWidget* parent = nullptr);

    void show_cell(const ConsentMatrix& matrix, Purpose purpose, Signal signal);
    /// For keys: to the first field.
    void enter();

Q_SIGNALS:
    /// The matrix as it would be; `step` names the change for undoing.
    void edited(const attune::ConsentMatrix& matrix, const QString& step);

private:
    QComboBox* add_choice(const char* name, int count);
    QSpinBox* add_days(const char* name);
    void change_cell(const QString& step);
    QString step_words(const char* what) const;

    ConsentMatrix matrix_;
    Purpose purpose_ = Purpose::adjust_my_recommendations;
    Signal signal_ = Signal::thumb;
    QLabel* title_ = nullptr;
    QLabel* why_ = nullptr;
    QCheckBox* allowed_ = nullptr;
    QComboBox* form_ = nullptr;
    QComboBox* precision_ = nullptr;
    QSpinBox* days_ = nullptr;
    QSpinBox* validity_ = nullptr;
    QLabel* basis_ = nullptr;
    QWidget* modules_part_ = nullptr;
    std::array<QCheckBox*, module_count> modules_{};
};

} // namespace attune::ui
