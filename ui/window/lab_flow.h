// From a lever to a picture: what is run when the lab changes, which picture is shown, and what the run bar
// and the status line say about it. A drag is answered by previews and its end by the full run; opening
// something by a preview first. Pictures that were there before (after undo, after a drag that was taken
// back) are shown again without a run. At most twenty pictures a second.
#pragma once

#include "ui/session/lab.h"
#include "ui/session/run_controller.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <deque>
#include <memory>
#include <optional>

namespace attune::ui {

class Actions;
class ChangesPanel;
class LabPage;
class RunBar;
class StatusLine;

/// Whether two setups make the same comparison, whatever their objects are.
bool same_setup(const LabSetup& a, const LabSetup& b);

class LabFlow : public QObject {
    Q_OBJECT
public:
    struct Places {
        LabPage& page;
        ChangesPanel& changes;
        RunBar& bar;
        StatusLine& status;
        Actions& actions;
    };
    LabFlow(Lab& lab, RunController& runs, Places places, QObject* parent = nullptr);

    /// Before Lab::open(): a stored comparison may be found for it, so nothing runs until begin() or
    /// show_kept().
    void hold();
    /// A preview and then the full run of what is open.
    void begin();
    /// A picture that was made before.
    void show_kept(const LabOutcome& outcome);
    /// The full run, whatever is on screen.
    void run();
    void stop();

    /// What is on screen; null for nothing.
    const LabOutcome* shown() const { return shown_ ? &*shown_ : nullptr; }
    /// Whether that is the full run of what the levers say; otherwise it is a preview, or of earlier levers.
    bool shown_fits() const { return shown_fits_; }
    /// Whether it is, and nothing is running.
    bool settled() const;

Q_SIGNALS:
    void run_started(); ///< the processor is needed
    void picture_shown();
    void settled_now();
    void run_failed(const attune::Error& error);

private:
    void opened();
    void changed();
    void dragged();
    void preview();
    void drop_what_waits();
    void take(const LabOutcome& outcome);
    void show_waiting();
    void show(const LabOutcome& outcome);
    void show_state();
    bool show_again(); ///< the picture of the present setup, if it is remembered
    void failed(const Error& error);

    Lab& lab_;
    RunController& runs_;
    Places places_;
    std::optional<LabOutcome> shown_;
    bool shown_fits_ = false; ///< shown_ is the full run of the present setup
    std::optional<LabOutcome> waiting_;
    QElapsedTimer since_shown_;
    QTimer next_;
    double full_seconds_ = 0; ///< what the last full run took
    bool held_ = false;
    bool full_after_preview_ = false;
    bool drag_seen_ = false;
    bool preview_flies_ = false; ///< asked for, and no picture of it yet
    bool drag_waits_ = false;    ///< the lever moved on meanwhile
    struct Remembered {
        LabSetup setup;
        LabOutcome outcome;
    };
    std::deque<Remembered> remembered_; ///< newest first
    std::optional<LabSetup> running_;   ///< the setup of the job
};

} // namespace attune::ui
