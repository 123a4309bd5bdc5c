// How long until something that not everybody gets to: the cumulative incidence of Aalen and Johansen (1978).
// Who leaves or declines before can no longer get there; who still waits when watching ends is censored. A
// mean over those who got there would count only the quick.
#pragma once

#include "core/measures/statistics/intervals.h"

#include <cstdint>
#include <span>
#include <vector>

namespace attune {

enum class WaitEnd : std::uint8_t {
    reached,   ///< what was waited for came
    ruled_out, ///< something else came that rules it out
    waiting    ///< watched no longer: censored
};

/// One wait: how long it lasted, in any unit, and how it ended.
struct Wait {
    double time = 0;
    WaitEnd end = WaitEnd::waiting;
};

/// The share of all waits that are over because what was waited for came, as a function of time. What ends at
/// the same time was at risk together, and before those whose watching ended then.
class Incidence {
public:
    explicit Incidence(std::span<const Wait> waits);

    /// Share by `time`, that time included. NaN for no waits, and where some go on beyond the last time
    /// anyone was watched.
    double by(double time) const;
    /// The first time by which a half has got there; NaN where it never does.
    double median() const;
    /// Times at which the share rises, ascending.
    const std::vector<double>& times() const { return times_; }

private:
    std::vector<double> times_, shares_;
    double watched_ = -1;    ///< the last time anyone was watched
    bool all_ended_ = false; ///< nobody was left then
};

/// The share by `time` with its interval; waits by block of people (jackknife.h). Blocks without waits have
/// no say.
Estimate share_reached(std::span<const std::vector<Wait>> blocks, double time);

/// The median with its interval: the times at which the interval of the share still holds one half
/// (Brookmeyer and Crowley, Biometrics 1982). Both bounds are NaN where either is never reached.
Estimate median_wait(std::span<const std::vector<Wait>> blocks);

} // namespace attune
