// The row above what is measured on demand: the button, what the last measuring was for, and while one runs
// how far it is, how long it will take, and the way out.
#pragma once

#include "ui/pages/measure_run.h"

#include <QWidget>

#include <string>

class QLabel;
class QProgressBar;
class QPushButton;

namespace attune::ui {

class MeasureRow : public QWidget {
    Q_OBJECT
public:
    /// Parts are named "<name>.measure", ".cancel", ".state" and ".progress"; words are those of `key`.
    MeasureRow(const QString& name, std::string key, MeasureRun& run, QWidget* parent = nullptr);

    /// Whether there is something to measure.
    void set_open(bool open);
    /// Nothing has been measured.
    void show_nothing();
    /// What was measured, and whether it is what the levers say now.
    void show_measured(const MeasureSubject& of, bool fits);

Q_SIGNALS:
    void measure_wanted();
    /// For the status line: that it was stopped.
    void spoke(const QString& words);

private:
    void follow();
    QPushButton* add_button(QWidget* parent, const QString& name, const char* what, const char* icon_name);

    std::string key_;
    MeasureRun& run_;
    bool open_ = false;
    QPushButton* measure_ = nullptr;
    QLabel* state_ = nullptr;
    QWidget* running_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QLabel* left_ = nullptr;
};

} // namespace attune::ui
