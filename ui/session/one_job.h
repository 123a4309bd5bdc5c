// One long job at a time beside the window's thread, the newest one wanted. A job that was cancelled goes on
// until its next stopping point, beside the one that came after it; what it says no longer counts.
#pragma once

#include <QObject>

#include <chrono>
#include <functional>
#include <thread>
#include <vector>

namespace attune::ui {

class OneJob {
public:
    /// Called from the job's thread: what is done on the owner's thread, only while the job is the wanted
    /// one.
    using Say = std::function<void(std::function<void()> what)>;
    using Work = std::function<void(const std::stop_token& stop, const Say& say)>;

    /// `owner` lives longer than this; calls come from its thread.
    explicit OneJob(QObject& owner)
        : owner_(owner) {}
    /// Stops and joins.
    ~OneJob();
    OneJob(const OneJob&) = delete;
    OneJob& operator=(const OneJob&) = delete;

    bool running() const { return job_ != 0; }
    /// Ends the job before, if there is one. The work says at its end what came of it, with end() first.
    void start(Work work);
    /// The wanted job is over; call it on the owner's thread.
    void end() { job_ = 0; }
    /// Answers at once. Whether there was a job.
    bool cancel();

private:
    void stop_all();

    QObject& owner_;
    quint64 last_job_ = 0;
    quint64 job_ = 0; ///< whose results count; 0: none
    std::vector<std::jthread> threads_;
};

/// Lets through what is said often at most 20 times a second, and says how long the rest will take. One per
/// job, used by one thread at a time.
class JobProgress {
public:
    using Tell = std::function<void(double done, double seconds_left)>;
    /// Seconds are known after `known_after` of them; until then they are negative.
    JobProgress(double known_after, Tell tell);
    void operator()(double done);

private:
    using Clock = std::chrono::steady_clock;
    double known_after_;
    Tell tell_;
    Clock::time_point begin_ = Clock::now();
    Clock::time_point last_;
};

} // namespace attune::ui
