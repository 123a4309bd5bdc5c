#include "ui/session/one_job.h"

#include "ui/session/gentle_thread.h"

#include <QMetaObject>

#include <utility>

namespace attune::ui {
namespace {

constexpr std::chrono::milliseconds between_progress(50);

} // namespace

OneJob::~OneJob() {
    stop_all();
}

void OneJob::stop_all() {
    for (std::jthread& thread : threads_)
        thread.request_stop();
}

void OneJob::start(Work work) {
    stop_all();
    const quint64 job = job_ = ++last_job_;
    Say say = [this, job](std::function<void()> what) {
        QMetaObject::invokeMethod(
            &owner_,
            [this, job, what = std::move(what)] {
                if (job == job_) what();
            },
            Qt::QueuedConnection);
    };
    threads_.emplace_back([say = std::move(say), work = std::move(work)](const std::stop_token& stop) {
        give_way_to_the_window();
        work(stop, say);
    });
}

bool OneJob::cancel() {
    stop_all();
    return std::exchange(job_, 0) != 0;
}

JobProgress::JobProgress(double known_after, Tell tell)
    : known_after_(known_after)
    , tell_(std::move(tell))
    , last_(begin_ - between_progress) {}

void JobProgress::operator()(double done) {
    const auto now = Clock::now();
    if (now - last_ < between_progress) return;
    last_ = now;
    const double passed = std::chrono::duration<double>(now - begin_).count();
    tell_(done, passed < known_after_ || done <= 0 ? -1 : passed * (1 - done) / done);
}

} // namespace attune::ui
