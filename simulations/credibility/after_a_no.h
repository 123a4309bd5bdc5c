// People by day: who has never said no, who has, and whose no was answered, how satisfied they are and
// whether they are still there. Read from the log of a run and from how people felt in it.
#pragma once

#include "simulations/engine/event_log.h"
#include "simulations/engine/felt.h"
#include "simulations/population/population.h"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace attune {

enum class Standing : std::uint8_t {
    never_failed, ///< has not said no yet
    failed,       ///< has, and nothing has come of it
    recovered     ///< what the last no was about has been resolved
};

/// One person at the end of a day; who has left keeps standing and satisfaction.
struct PersonDay {
    Standing standing = Standing::never_failed;
    bool here = true;       ///< has not left
    bool counts = true;     ///< a genuine person, not somebody who manipulates
    float satisfaction = 0; ///< S
};
using Days = std::vector<std::vector<PersonDay>>; ///< by day, by person

class AfterANo {
public:
    AfterANo(const Catalogue& catalogue, std::span<const Person> people);

    /// Of one block on one day, in this order.
    void feel(std::span<const Felt> felt);
    void take(std::span<const LoggedEvent> events);
    void end_day() { days_.push_back(now_); }

    const Days& days() const { return days_; }

private:
    const Catalogue* catalogue_;
    std::vector<PersonDay> now_;
    std::vector<std::uint32_t> category_; ///< by person: of the last no
    Days days_;
};

/// People whose no was answered beside those who never said one.
struct BesideNeverFailed {
    double satisfaction = std::numeric_limits<double>::quiet_NaN(); ///< S, difference
    double leaving = std::numeric_limits<double>::quiet_NaN();      ///< per person and day, difference
};

/// Recovered by `standing`, but as they fared in `fared`, which may be another run of the same people; never
/// failed by `fared`. Both are compared day by day, so that neither is seen at another time than the other;
/// a day counts as often as it has recovered people. NaN where there are none.
BesideNeverFailed beside_never_failed(const Days& standing, const Days& fared);

} // namespace attune
