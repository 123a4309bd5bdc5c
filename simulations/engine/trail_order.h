// The trail of a run in its final order: numbers the lines that were written during a day, block by block,
// and says which consent each rests on.
#pragma once

#include "core/consent/trail_event.h"
#include "core/recommender/witness.h"

#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <unordered_map>
#include <vector>

namespace attune {

/// Gets the lines of a day, numbered on from the ones before.
using TrailSink = std::function<void(std::span<const TrailEvent>)>;

class TrailOrder {
public:
    /// The next line has this number. What it relied on before is known as before.
    void number_from(std::uint64_t first) { next_ = first; }

    /// Takes what was written since the last call and hands it on.
    void hand_on(Witness& witness, const TrailSink& sink);
    std::uint64_t next() const { return next_; }

private:
    void settle(TrailEvent& event);

    std::uint64_t next_ = 1;
    /// By person: the number of the consent that permits each purpose now, 0 without.
    std::unordered_map<std::uint32_t, std::array<std::uint64_t, purpose_count>> permits_;
};

} // namespace attune
