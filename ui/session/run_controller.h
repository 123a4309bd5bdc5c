// Runs the lab in the background: one worker thread, numbered jobs, the latest request wins. A preview starts
// at once and grows while the hand rests; a full run follows on release. The window's thread only takes
// finished pictures. When a full run is done and nothing else is wanted, the worker measures in the
// background what previews need to know of chance (LabStudy::learn_chance), on one thread less.
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
    double seconds = 0; ///< since the job was begun
};

class RunController : public QObject {
    Q_OBJECT
public:
    explicit RunController(int threads, QObject* parent = nullptr);
    /// With a study of one's own: tests watch what it does. It is used by the worker thread alone.
    RunController(int threads, LabStudy study, QObject* parent = nullptr);
    /// Stops and joins.
    ~RunController() override;

    enum class State { idle, previewing, running };
    State state() const { return state_; }

    /// Each request makes the running job stale: it is stopped and its result dropped. The answer is the
    /// number of the job, from 1 on. A preview goes on stage by stage until it has shown all of them.
    quint64 preview(const LabSetup& setup);
    quint64 run(const LabSetup& setup);
    /// Answers at once: the state is idle when this returns, the worker ends by itself.
    void cancel();

    /// How many jobs were started, by kind; for tests and the watchdog.
    quint64 previews_started() const { return previews_; }
    quint64 runs_started() const { return runs_; }

Q_SIGNALS:
    void state_changed(attune::ui::RunController::State state);
    /// Of a full run: share done and seconds left (negative: not known yet); at most 20 a second.
    void progressed(double done, double seconds_left);
    /// A stage of a preview or the full run. Stages that come faster than they are taken are left out, never
    /// the last one. The state is what it will be until the next request: idle after the last.
    void finished(const attune::ui::LabOutcome& outcome);
    void failed(const attune::Error& error);
    void cancelled();

private:
    struct Worker;

    quint64 begin(const LabSetup& setup, State state);
    void set_state(State state);
    void deliver();

    State state_ = State::idle;
    quint64 last_job_ = 0; ///< the newest number given
    quint64 job_ = 0;      ///< whose results count; 0: none
    quint64 previews_ = 0;
    quint64 runs_ = 0;
    std::unique_ptr<Worker> worker_;
};

} // namespace attune::ui
