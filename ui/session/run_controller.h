// Runs the lab in the background: one worker thread, numbered jobs, the latest request wins. A preview starts
// at once and grows while the hand rests; a full run follows on release. The window's thread only takes
// finished pictures.
#pragma once

#include "simulations/report/lab_picture.h"
#include "simulations/study/lab_study.h"

#include <QObject>

#include <memory>

namespace attune::ui {

/// A finished picture with the records it was made from; shared and never changed.
struct LabOutcome {
    quint64 job = 0;
    std::shared_ptr<const ReportInput> input;
    std::shared_ptr<const LabPicture> picture;
    double seconds = 0;
};

class RunController : public QObject {
    Q_OBJECT
public:
    explicit RunController(int threads, QObject* parent = nullptr);
    /// Stops and joins.
    ~RunController() override;

    enum class State { idle, previewing, running };
    State state() const { return state_; }

    /// Each request makes the running job stale: it is stopped and its result dropped.
    quint64 preview(const LabSetup& setup);
    quint64 run(const LabSetup& setup);
    /// Answers at once: the state is idle when this returns, the worker ends by itself.
    void cancel();

    /// How many jobs were started, by kind; for tests and the watchdog.
    quint64 previews_started() const;
    quint64 runs_started() const;

Q_SIGNALS:
    void state_changed(attune::ui::RunController::State state);
    /// Share done and seconds left (negative: not known yet); at most 20 a second.
    void progressed(double done, double seconds_left);
    void finished(const attune::ui::LabOutcome& outcome);
    void failed(const attune::Error& error);
    void cancelled();

private:
    struct Worker;
    std::unique_ptr<Worker> worker_;
    State state_ = State::idle;
};

} // namespace attune::ui
