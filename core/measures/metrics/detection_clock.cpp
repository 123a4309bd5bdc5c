#include "core/measures/metrics/detection_clock.h"

namespace attune {

void DetectionClock::saw(bool unwanted, std::uint32_t item) {
    if (stopped_ > 0) return;
    if (run_ == unwanted_run) {
        if (runs()) ++seen_;
        return;
    }
    if (!unwanted) {
        run_ = 0;
        return;
    }
    if (run_ == 0) {
        first_ = item;
        noticed_ = on_ ? item : 0;
        seen_ = 0;
    } else if (runs()) {
        ++seen_;
    }
    ++run_;
}

void DetectionClock::noticed(bool on, std::uint32_t item) {
    on_ = on;
    if (runs() && on && run_ > 0) noticed_ = item;
}

void DetectionClock::stop(std::uint32_t item) {
    if (stopped_ == 0) stopped_ = item;
}

std::optional<Wait> DetectionClock::wait(std::uint32_t item) const {
    if (run_ < unwanted_run) return std::nullopt;
    if (noticed_ > 0) return Wait{static_cast<double>(noticed_ - first_), WaitEnd::reached};
    const std::uint32_t until = stopped_ > 0 ? stopped_ : item;
    return Wait{static_cast<double>(until - first_), WaitEnd::waiting};
}

std::optional<Wait> DetectionClock::wait_of_category() const {
    if (run_ < unwanted_run) return std::nullopt;
    return Wait{static_cast<double>(seen_), noticed_ > 0 ? WaitEnd::reached : WaitEnd::waiting};
}

} // namespace attune
