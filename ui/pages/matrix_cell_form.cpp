#include "ui/pages/matrix_cell_form.h"

#include "core/consent/matrix_edit.h"
#include "ui/theme/dress.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>

#include <algorithm>

namespace attune::ui {
namespace {

constexpr int longest_days = 3660; ///< that a matrix file may say
constexpr int module_columns = 3;

QString signal_name(Signal of) {
    return words("consent.signal_short." + std::string(attune::name(of)));
}

QString purpose_name(Purpose of) {
    return words("consent.purpose_short." + std::string(attune::name(of)));
}

} // namespace

MatrixCellForm::MatrixCellForm(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("matrix.cell"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(sizes().space);
    title_ = new QLabel(this);
    title_->setObjectName(QStringLiteral("matrix.cell.title"));
    title_->setWordWrap(true);
    set_type(*title_, Type::section);
    column->addWidget(title_);
    allowed_ = new QCheckBox(words("matrix_edit.allowed"), this);
    allowed_->setObjectName(QStringLiteral("matrix.allowed"));
    column->addWidget(allowed_);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(sizes().space);
    grid->setVerticalSpacing(sizes().space / 2);
    grid->setColumnStretch(1, 1);
    const auto row = [&](int at, const char* name, QWidget* field) {
        auto* label = new QLabel(words(std::string("matrix_edit.") + name), this);
        label->setBuddy(field);
        grid->addWidget(label, at, 0);
        grid->addWidget(field, at, 1);
    };
    form_ = add_choice("form", signal_form_count);
    precision_ = add_choice("precision", precision_count);
    days_ = add_days("days");
    days_->setSpecialValueText(words("matrix_edit.days.visit"));
    row(0, "form", form_);
    row(1, "precision", precision_);
    row(2, "days", days_);
    validity_ = add_days("validity");
    validity_->setRange(1, longest_days);
    row(3, "validity", validity_);
    column->addLayout(grid);
    modules_part_ = new QWidget(this);
    auto* modules = new QGridLayout(modules_part_);
    modules->setContentsMargins(0, 0, 0, 0);
    modules->setVerticalSpacing(sizes().space / 4);
    modules->setHorizontalSpacing(sizes().space / 2);
    auto* used_by = new QLabel(words("matrix_edit.modules"), modules_part_);
    modules->addWidget(used_by, 0, 0, 1, module_columns);
    for (int m = 0; m < module_count; ++m) {
        const std::string_view word = attune::name(static_cast<Module>(m));
        auto* box = new QCheckBox(words("matrix_edit.module." + std::string(word)), modules_part_);
        box->setObjectName(QStringLiteral("matrix.module.") +
                           QString::fromUtf8(word.data(), static_cast<int>(word.size())));
        box->setAccessibleName(
            words("matrix_edit.module.full", {{"module", words("consent.module." + std::string(word))}}));
        box->setToolTip(box->accessibleName());
        modules->addWidget(box, 1 + m / module_columns, m % module_columns);
        modules_[static_cast<std::size_t>(m)] = box;
        connect(box, &QCheckBox::clicked, this, [this, m](bool on) {
            Q_EMIT edited(with_module(matrix_, purpose_, signal_, static_cast<Module>(m), on),
                          step_words("modules"));
        });
    }
    column->addWidget(modules_part_);
    why_ = new QLabel(this);
    why_->setWordWrap(true);
    set_type(*why_, Type::caption);
    set_ink(*why_, Ink::secondary);
    column->addWidget(why_);
    basis_ = new QLabel(this);
    basis_->setWordWrap(true);
    set_type(*basis_, Type::caption);
    set_ink(*basis_, Ink::secondary);
    column->addWidget(basis_);

    connect(allowed_, &QCheckBox::clicked, this, [this](bool on) {
        Q_EMIT edited(on ? with_cell(matrix_, purpose_, new_cell(matrix_, purpose_, signal_))
                         : without_cell(matrix_, purpose_, signal_),
                      step_words(on ? "allow" : "deny"));
    });
    connect(form_, &QComboBox::activated, this, [this] { change_cell(step_words("form")); });
    connect(precision_, &QComboBox::activated, this, [this] { change_cell(step_words("precision")); });
    connect(days_, &QSpinBox::valueChanged, this, [this] { change_cell(step_words("days")); });
    connect(validity_, &QSpinBox::valueChanged, this, [this](int days) {
        Q_EMIT edited(with_validity(matrix_, purpose_, days),
                      words("matrix_edit.step.validity", {{"purpose", purpose_name(purpose_)}}));
    });
}

QComboBox* MatrixCellForm::add_choice(const char* name, int count) {
    auto* box = new QComboBox(this);
    box->setObjectName(QStringLiteral("matrix.") + QLatin1String(name));
    box->setAccessibleName(words(std::string("matrix_edit.") + name + ".full"));
    const bool form = std::string_view(name) == "form";
    for (int i = 0; i < count; ++i) {
        const std::string_view word =
            form ? attune::name(static_cast<SignalForm>(i)) : attune::name(static_cast<Precision>(i));
        box->addItem(words(std::string("consent.") + name + "." + std::string(word)));
    }
    box->setMinimumContentsLength(12);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    return box;
}

QSpinBox* MatrixCellForm::add_days(const char* name) {
    auto* box = new QSpinBox(this);
    box->setObjectName(QStringLiteral("matrix.") + QLatin1String(name));
    box->setAccessibleName(words(std::string("matrix_edit.") + name + ".full"));
    box->setRange(0, longest_days);
    box->setSuffix(u' ' + words("matrix_edit.days.unit"));
    box->setKeyboardTracking(false);
    return box;
}

QString MatrixCellForm::step_words(const char* what) const {
    return words(std::string("matrix_edit.step.") + what,
                 {{"purpose", purpose_name(purpose_)}, {"signal", signal_name(signal_)}});
}

void MatrixCellForm::change_cell(const QString& step) {
    const MatrixCell* there = matrix_.cell(purpose_, signal_);
    if (!there) return;
    MatrixCell cell = *there;
    cell.form = static_cast<SignalForm>(form_->currentIndex());
    cell.precision = static_cast<Precision>(precision_->currentIndex());
    cell.days = days_->value();
    if (!(cell == *there)) Q_EMIT edited(with_cell(matrix_, purpose_, cell), step);
}

void MatrixCellForm::show_cell(const ConsentMatrix& matrix, Purpose purpose, Signal signal) {
    matrix_ = matrix;
    purpose_ = purpose;
    signal_ = signal;
    const QSignalBlocker quiet_days(days_), quiet_validity(validity_);
    const MatrixCell* cell = matrix.cell(purpose, signal);
    const PurposeTerms& terms = matrix.terms(purpose);
    QString title = words("matrix_edit.cell.title",
                          {{"signal", signal_name(signal)}, {"purpose", purpose_name(purpose)}});
    title[0] = title[0].toUpper();
    title_->setText(title);
    allowed_->setChecked(cell != nullptr);
    for (QWidget* field : std::initializer_list<QWidget*>{form_, precision_, days_})
        field->setEnabled(cell != nullptr);
    modules_part_->setEnabled(cell != nullptr);
    form_->setCurrentIndex(cell ? static_cast<int>(cell->form) : 0);
    precision_->setCurrentIndex(cell ? static_cast<int>(cell->precision) : 0);
    days_->setValue(cell ? cell->days : 0);
    for (int m = 0; m < module_count; ++m) {
        const auto module = static_cast<Module>(m);
        modules_[static_cast<std::size_t>(m)]->setChecked(
            cell && std::find(cell->modules.begin(), cell->modules.end(), module) != cell->modules.end());
    }
    why_->setText(cell ? from_core(cell->why) : QString());
    why_->setVisible(cell && !cell->why.empty());
    const bool consent = terms.basis == LawfulBasis::consent;
    validity_->setEnabled(consent);
    validity_->setValue(std::max(terms.validity_days, 1));
    basis_->setText(words("consent.basis." + std::string(attune::name(terms.basis))));
    basis_->setVisible(!consent);
}

void MatrixCellForm::enter() {
    allowed_->setFocus(Qt::OtherFocusReason);
}

} // namespace attune::ui
