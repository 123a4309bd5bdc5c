#include "ui/session/run_controller.h"

#include "ui/session/gentle_thread.h"
#include "ui/session/guarded.h"

#include <QMetaObject>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace attune::ui {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double between_progress = 0.05; ///< seconds
constexpr double known_after = 0.4;       ///< seconds until the rate says how long it will take

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

struct Job {
    quint64 number = 0;
    RunController::State kind = RunController::State::idle;
    LabSetup setup;
};

struct Progress {
    double done = 0;
    double seconds_left = -1;
};

/// What waits to be taken by the window's thread; of each kind only the newest.
struct Outbox {
    quint64 job = 0;
    std::optional<Progress> progress;
    std::optional<LabOutcome> outcome;
    std::optional<Error> error;
    bool last = false; ///< nothing more follows of this job
};

} // namespace

struct RunController::Worker {
    Worker(RunController& controller, int thread_count, LabStudy own_study)
        : owner(controller)
        , threads(std::max(1, thread_count))
        , study(std::move(own_study))
        , thread([this](const std::stop_token& end) { work(end); }) {}

    ~Worker() {
        thread.request_stop();
        stop_job();
        thread.join();
    }

    void submit(Job job) {
        {
            const std::lock_guard lock(mutex);
            wanted = job.number;
            waiting = std::move(job);
            idle_work.reset();
            outbox = {};
            running.request_stop();
        }
        wake.notify_one();
    }

    /// Forgets what waits, and the running job's results.
    void stop_job() {
        const std::lock_guard lock(mutex);
        wanted = 0;
        waiting.reset();
        idle_work.reset();
        outbox = {};
        running.request_stop();
    }

    Outbox take() {
        const std::lock_guard lock(mutex);
        wake_up_queued = false;
        return std::exchange(outbox, {});
    }

private:
    void work(const std::stop_token& end) {
        give_way_to_the_window();
        while (!end.stop_requested()) {
            std::optional<Job> job;
            std::optional<LabSetup> idle;
            std::stop_token stop;
            {
                std::unique_lock lock(mutex);
                wake.wait(lock, end, [this] { return waiting || idle_work; });
                if (end.stop_requested()) return;
                job = std::exchange(waiting, std::nullopt);
                if (!job) idle = std::exchange(idle_work, std::nullopt);
                running = std::stop_source();
                stop = running.get_token();
            }
            const quint64 number = job ? job->number : 0;
            try {
                if (idle)
                    learn_chance(*idle, stop);
                else if (job->kind == State::running)
                    full(*job, stop);
                else
                    preview(*job, stop);
            } catch (...) {
                give(
                    number, [](Outbox& box) { box.error = error_of_exception(); }, true);
            }
        }
    }

    SimulateOptions options(const std::stop_token& stop) const {
        SimulateOptions all;
        all.threads = threads;
        all.stop = stop;
        return all;
    }

    void full(const Job& job, const std::stop_token& stop) {
        const auto begin = Clock::now();
        auto last = begin - std::chrono::seconds(1);
        SimulateOptions how = options(stop);
        how.progress = [&](double done) {
            if (seconds_since(last) < between_progress) return;
            last = Clock::now();
            const double passed = seconds_since(begin);
            const double left = passed < known_after || done <= 0 ? -1 : passed * (1 - done) / done;
            give(
                job.number,
                [&](Outbox& box) {
                    box.progress = Progress{done, left};
                },
                false);
        };
        show(job, study.full(job.setup, how), begin, true);
        work_when_idle(job);
    }

    void preview(const Job& job, const std::stop_token& stop) {
        const auto begin = Clock::now();
        const std::vector<PreviewStage> stages = preview_stages(job.setup);
        for (const PreviewStage& stage : stages)
            if (!show(job, study.preview(job.setup, stage, options(stop)), begin, stage == stages.back()))
                return;
        work_when_idle(job);
    }

    void learn_chance(const LabSetup& setup, const std::stop_token& stop) {
        SimulateOptions how = options(stop);
        how.threads = std::max(1, threads - 1);
        // Nobody waits for this; what goes wrong here shows when it is asked for.
        (void)study.learn_chance(setup, how);
    }

    void work_when_idle(const Job& job) {
        const std::lock_guard lock(mutex);
        if (wanted == job.number) idle_work = job.setup;
    }

    /// False if the job is over.
    bool show(const Job& job, Result<LabResult> result, Clock::time_point begin, bool last) {
        if (!result) {
            // A stop was asked for by whoever made the job stale.
            if (result.error().code != ErrorCode::cancelled)
                give(
                    job.number, [&](Outbox& box) { box.error = result.error(); }, true);
            return false;
        }
        auto input = std::make_shared<ReportInput>();
        input->comparison = std::move(result->comparison.record);
        input->baseline = std::move(result->comparison.baseline);
        input->run = std::move(result->comparison.candidate);
        auto picture =
            std::make_shared<const LabPicture>(make_lab_picture(*input, result->state, Text::english()));
        LabOutcome outcome{job.number, std::move(input), std::move(picture), seconds_since(begin)};
        return give(
            job.number, [&](Outbox& box) { box.outcome = std::move(outcome); }, last);
    }

    /// Puts something into the outbox if the job is still wanted; at most one wake-up is on its way.
    template <typename Put>
    bool give(quint64 number, const Put& put, bool last) {
        const std::lock_guard lock(mutex);
        if (number == 0 || number != wanted) return false;
        outbox.job = number;
        put(outbox);
        outbox.last = last;
        if (!std::exchange(wake_up_queued, true))
            QMetaObject::invokeMethod(
                &owner, [this] { owner.deliver(); }, Qt::QueuedConnection);
        return true;
    }

    RunController& owner;
    const int threads;
    LabStudy study; ///< of the worker thread alone

    std::mutex mutex; ///< for all that follows
    std::condition_variable_any wake;
    quint64 wanted = 0; ///< the job whose results count; 0: none
    std::optional<Job> waiting;
    std::optional<LabSetup> idle_work;
    std::stop_source running; ///< of what the worker does now
    Outbox outbox;
    bool wake_up_queued = false;

    std::jthread thread; ///< last: it uses all of the above
};

RunController::RunController(int threads, QObject* parent)
    : RunController(threads, LabStudy(), parent) {}

RunController::RunController(int threads, LabStudy study, QObject* parent)
    : QObject(parent)
    , worker_(std::make_unique<Worker>(*this, threads, std::move(study))) {}

RunController::~RunController() = default;

quint64 RunController::preview(const LabSetup& setup) {
    ++previews_;
    return begin(setup, State::previewing);
}

quint64 RunController::run(const LabSetup& setup) {
    ++runs_;
    return begin(setup, State::running);
}

quint64 RunController::begin(const LabSetup& setup, State state) {
    const quint64 number = ++last_job_;
    job_ = number;
    worker_->submit({number, state, setup});
    set_state(state);
    return number;
}

void RunController::cancel() {
    job_ = 0;
    worker_->stop_job();
    if (state_ == State::idle) return;
    set_state(State::idle);
    Q_EMIT cancelled();
}

void RunController::set_state(State state) {
    if (std::exchange(state_, state) != state) Q_EMIT state_changed(state);
}

void RunController::deliver() {
    const Outbox box = worker_->take();
    if (box.job == 0 || box.job != job_) return;
    if (box.last) set_state(State::idle);
    // Whoever listens may have made another request or cancelled by now; then this is stale.
    const auto current = [&] { return box.job == job_; };
    if (box.progress && !box.last && current())
        Q_EMIT progressed(box.progress->done, box.progress->seconds_left);
    if (box.outcome && current()) Q_EMIT finished(*box.outcome);
    if (box.error && current()) Q_EMIT failed(*box.error);
}

} // namespace attune::ui
