// One lever of the dock: its name, when it acts, a way back to the baseline, and what changes it - a number
// with a slider, a box to tick, or a list of choices. Made from the lever's ParameterSpec alone.
#pragma once

#include "ui/session/lab.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace attune::ui {

class LeverSlider;
class NumberBox;

class LeverRow : public QWidget {
    Q_OBJECT
public:
    /// Object names: "lever.<key>" and below it ".name", ".reset", ".number", ".slider", ".switch",
    /// ".choice", ".error".
    LeverRow(Lab& lab, const Lab::Lever& lever, QWidget* parent);

    const Lab::Lever& lever() const { return lever_; }
    /// Shows what the lab holds; an error shown before is over.
    void refresh();
    /// Whether name, explanation, unit or key hold all of the words.
    bool matches(const QStringList& searched) const;
    QWidget* editor() const; ///< number, box or list
    /// Reset, editor, slider: the order of Tab.
    std::vector<QWidget*> stops() const;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// The key "?" was pressed in it.
    void about_wanted();

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void make_number();
    void make_switch();
    void make_choice();
    void arrange();
    int lines_of_name(int room) const;
    void set(double value);
    void drag(double value);
    void reset();
    void show(const Status& done);
    void describe();

    Lab& lab_;
    Lab::Lever lever_;
    QString name_text_;
    QString searched_text_;
    QVBoxLayout* column_ = nullptr;
    QHBoxLayout* head_ = nullptr;
    QLabel* name_ = nullptr;
    QWidget* clock_ = nullptr;
    QToolButton* reset_ = nullptr;
    NumberBox* number_ = nullptr;
    LeverSlider* slider_ = nullptr;
    QCheckBox* switch_ = nullptr;
    QComboBox* choice_ = nullptr;
    QLabel* error_ = nullptr;
    bool name_pressed_ = false;
    bool stacked_ = false; ///< the editor stands below the name
};

} // namespace attune::ui
