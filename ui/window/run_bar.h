// The run bar: whom a policy is tried on, the proposal against the baseline, run and stop, how the run
// stands, seed, replications and guardrails. Its buttons never change place.
#pragma once

#include "ui/session/lab.h"
#include "ui/session/run_controller.h"
#include "ui/window/marked_combo.h"

#include <QWidget>

class QLabel;
class QMenu;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QStackedWidget;
class QToolButton;

namespace attune::ui {

class Actions;
class ElidedLabel;
class GuardrailCountsLabel;
class StateChip;

class RunBar : public QWidget {
    Q_OBJECT
public:
    RunBar(Actions& actions, QWidget* parent = nullptr);

    /// The names to choose from.
    void set_choices(const std::vector<Scenario>& scenarios, const std::vector<Policy>& policies);
    /// What the lab holds now; null when nothing is open.
    void show_setup(const LabSetup* setup);

    void show_idle(const QString& words);
    void show_progress(bool preview, double done, double seconds_left);
    /// `earlier`: it is of levers that have moved since.
    void show_done(const LabOutcome& outcome, bool earlier);
    void show_counts(const GuardrailCounts* counts);

Q_SIGNALS:
    void scenario_chosen(const QString& name);
    void candidate_chosen(const QString& name);
    void baseline_chosen(const QString& name);
    void replications_chosen(int replications);
    void cancel_wanted();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fill(MarkedCombo& combo, const std::vector<QString>& names, const QString& current, bool edited);
    void fit();

    std::vector<QString> scenarios_;
    std::vector<Policy> policies_;
    MarkedCombo* scenario_ = nullptr;
    MarkedCombo* candidate_ = nullptr;
    QLabel* against_ = nullptr;
    MarkedCombo* baseline_ = nullptr;
    QPushButton* run_ = nullptr;
    QToolButton* stop_ = nullptr;
    QStackedWidget* forms_ = nullptr;
    QLabel* idle_ = nullptr;
    StateChip* chip_ = nullptr;
    ElidedLabel* done_ = nullptr;
    QLabel* doing_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QPushButton* cancel_ = nullptr;
    QWidget* settings_ = nullptr; ///< seed and replications
    QToolButton* lock_ = nullptr;
    QLabel* seed_ = nullptr;
    QToolButton* copy_ = nullptr;
    QSpinBox* replications_ = nullptr;
    GuardrailCountsLabel* counts_ = nullptr;
    std::optional<GuardrailCounts> shown_counts_;
};

} // namespace attune::ui
