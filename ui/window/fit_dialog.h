// Fits the people of the lab to numbers that a team knows: typed in, fitted while one waits or goes on, shown
// with what they pin and what they leave open, and taken into the lab as one step that can be undone.
#pragma once

#include "ui/session/lab.h"
#include "ui/window/fit_run.h"

#include <QDialog>

#include <optional>

class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTableWidget;

namespace attune::ui {

class Banner;
class FitForm;

class FitDialog : public QDialog {
    Q_OBJECT
public:
    /// `lab` outlives the dialog. Object name "fit".
    FitDialog(Lab& lab, int threads, QWidget* parent);

    FitRun& run() { return *run_; }
    /// Fewer people and repetitions than usual, for tests.
    void set_sizes(int people, int replications);

protected:
    void reject() override;

private:
    QWidget* make_typing();
    QWidget* make_results();
    void follow_lab();
    void fit();
    void show_result(const FitResult& result);
    void show_busy(bool busy);
    void apply();

    Lab& lab_;
    int threads_;
    int people_ = 0;
    int replications_ = 0; ///< 0: as usual
    FitRun* run_;
    std::optional<FitResult> result_;
    std::string found_under_; ///< name of the policy of the fit
    FitForm* form_ = nullptr;
    Banner* banner_ = nullptr;
    QLabel* told_ = nullptr; ///< under which policy and scenario
    QStackedWidget* pages_ = nullptr;
    QTableWidget* estimates_ = nullptr;
    QTableWidget* figures_ = nullptr;
    QLabel* reasons_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QPushButton* fit_ = nullptr;
    QPushButton* back_ = nullptr;
    QPushButton* apply_ = nullptr;
    QPushButton* close_ = nullptr;
};

} // namespace attune::ui
