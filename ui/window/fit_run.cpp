#include "ui/window/fit_run.h"

#include "ui/session/gentle_thread.h"
#include "ui/session/guarded.h"

#include <QMetaObject>

#include <chrono>
#include <utility>

namespace attune::ui {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds between_progress(50);

} // namespace

FitRun::FitRun(QObject* parent)
    : QObject(parent) {}

FitRun::~FitRun() {
    for (std::jthread& thread : threads_)
        thread.request_stop();
}

void FitRun::start(FitRequest request) {
    for (std::jthread& thread : threads_)
        thread.request_stop();
    const quint64 job = job_ = ++last_job_;
    // What is done on this object's thread counts only while the job is the wanted one.
    const auto say = [this, job](auto what) {
        QMetaObject::invokeMethod(
            this,
            [this, job, what = std::move(what)] {
                if (job == job_) what();
            },
            Qt::QueuedConnection);
    };
    threads_.emplace_back([this, say, request = std::move(request)](const std::stop_token& stop) mutable {
        give_way_to_the_window();
        auto last = Clock::now() - between_progress;
        request.stop = stop;
        request.progress = [&](double done) {
            if (Clock::now() - last < between_progress) return;
            last = Clock::now();
            say([this, done] { Q_EMIT progressed(done); });
        };
        Result<FitResult> result = guarded([&] { return fit_people(request); });
        say([this, result = std::move(result)] {
            job_ = 0;
            if (result)
                Q_EMIT finished(*result);
            else if (result.error().code == ErrorCode::cancelled)
                Q_EMIT cancelled();
            else
                Q_EMIT failed(result.error());
        });
    });
}

void FitRun::cancel() {
    for (std::jthread& thread : threads_)
        thread.request_stop();
    if (std::exchange(job_, 0) != 0) Q_EMIT cancelled();
}

} // namespace attune::ui
