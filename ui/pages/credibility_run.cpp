#include "ui/pages/credibility_run.h"

#include "ui/session/gentle_thread.h"
#include "ui/session/guarded.h"

#include <QMetaObject>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <thread>
#include <utility>

namespace attune::ui {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double between_progress = 0.05; ///< seconds
constexpr double known_after = 2;         ///< seconds until the rate says how long it will take

double seconds_since(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

} // namespace

/// A run that was cancelled goes on until its next stopping point, beside the one that came after it, so each
/// has a thread of its own.
struct CredibilityRun::Worker {
    std::vector<std::jthread> threads;

    ~Worker() {
        for (std::jthread& thread : threads)
            thread.request_stop();
    }
    void stop_all() {
        for (std::jthread& thread : threads)
            thread.request_stop();
    }
};

CredibilityRun::CredibilityRun(int threads, Work work, QObject* parent)
    : QObject(parent)
    , threads_(std::max(1, threads))
    , work_(std::move(work))
    , worker_(std::make_unique<Worker>()) {}

CredibilityRun::~CredibilityRun() = default;

void CredibilityRun::start(bool quick) {
    worker_->stop_all();
    const quint64 job = ++last_job_;
    job_ = job;
    // What is done on this object's thread counts only while the job is the wanted one.
    const auto say = [this, job](auto what) {
        QMetaObject::invokeMethod(
            this,
            [this, job, what] {
                if (job == job_) what();
            },
            Qt::QueuedConnection);
    };
    worker_->threads.emplace_back([this, quick, say](const std::stop_token& stop) {
        give_way_to_the_window();
        const auto begin = Clock::now();
        auto last = begin - std::chrono::seconds(1);
        std::mutex speaking;
        FactOptions options;
        options.quick = quick;
        options.threads = threads_;
        options.stop = stop;
        options.progress = [&](double done) {
            const std::lock_guard lock(speaking);
            if (seconds_since(last) < between_progress) return;
            last = Clock::now();
            const double passed = seconds_since(begin);
            const double left = passed < known_after || done <= 0 ? -1 : passed * (1 - done) / done;
            say([this, done, left] { Q_EMIT progressed(done, left); });
        };
        Result<std::vector<FactResult>> results = guarded([&] { return work_(options); });
        say([this, quick, results = std::move(results)] {
            job_ = 0;
            if (results)
                Q_EMIT finished(*results, quick);
            else if (results.error().code == ErrorCode::cancelled)
                Q_EMIT cancelled();
            else
                Q_EMIT failed(results.error());
        });
    });
    Q_EMIT started();
}

void CredibilityRun::cancel() {
    worker_->stop_all();
    if (std::exchange(job_, 0) != 0) Q_EMIT cancelled();
}

} // namespace attune::ui
