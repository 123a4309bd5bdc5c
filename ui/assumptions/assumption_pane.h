// One assumption in full: what it means, its value to change and to reset, range, default, what the scenario
// says, grade, source and key.
#pragma once

#include "ui/session/lab.h"

#include <QScrollArea>

#include <string>

class QBoxLayout;
class QComboBox;
class QLabel;
class QToolButton;

namespace attune::ui {

class NumberBox;

class AssumptionPane : public QScrollArea {
    Q_OBJECT
public:
    explicit AssumptionPane(Lab& lab, QWidget* parent = nullptr);

    /// Empty: none.
    void show_assumption(const std::string& key);
    void refresh(); ///< the lab has changed
    QWidget* editor() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void make_editor();
    void set(double value);
    void show(const Status& done);
    QString facts() const;

    Lab& lab_;
    const AssumptionTable::Entry* entry_ = nullptr;
    QWidget* sheet_ = nullptr;
    QLabel* name_ = nullptr;
    QBoxLayout* row_ = nullptr;
    NumberBox* number_ = nullptr; ///< for numbers, else null
    QComboBox* choice_ = nullptr; ///< for switches and choices, else null
    QLabel* unit_ = nullptr;
    QToolButton* reset_ = nullptr;
    QLabel* error_ = nullptr;
    QLabel* why_ = nullptr;
    QLabel* facts_ = nullptr;
    QLabel* key_ = nullptr;
};

} // namespace attune::ui
