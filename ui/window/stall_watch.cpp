#include "ui/window/stall_watch.h"

#include <algorithm>
#include <ctime>

namespace attune::ui {
namespace {

constexpr int beat_ms = 10;

/// Processor time this thread has used, in milliseconds.
double work_done() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

} // namespace

StallWatch::StallWatch(QObject* parent)
    : QObject(parent) {
    timer_.setTimerType(Qt::PreciseTimer);
    timer_.setInterval(beat_ms);
    connect(&timer_, &QTimer::timeout, this, &StallWatch::beat);
}

void StallWatch::start() {
    late_.clear();
    longest_work_ = 0;
    worked_ = work_done();
    clock_.start();
    timer_.start();
}

void StallWatch::stop() {
    timer_.stop();
}

double StallWatch::since_last() const {
    return std::max(0.0, static_cast<double>(clock_.nsecsElapsed()) / 1e6 - beat_ms);
}

void StallWatch::beat() {
    late_.push_back(since_last());
    clock_.restart();
    const double work = work_done();
    longest_work_ = std::max(longest_work_, work - worked_);
    worked_ = work;
}

double StallWatch::longest_stall() const {
    const double now = timer_.isActive() ? since_last() : 0.0;
    return late_.empty() ? now : std::max(now, *std::max_element(late_.begin(), late_.end()));
}

int StallWatch::stalls_over(double milliseconds) const {
    return static_cast<int>(
        std::count_if(late_.begin(), late_.end(), [&](double late) { return late > milliseconds; }));
}

} // namespace attune::ui
