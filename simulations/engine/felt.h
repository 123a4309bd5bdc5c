// How people are while they use the service: the truth, which no server sees. Handed out after each day like
// the log and never written to a file; only measures that set what is seen beside what is felt read it.
#pragma once

#include "core/base/ids.h"
#include "core/recommender/deescalation/episode.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

namespace attune {

struct Felt {
    enum class Moment : std::uint8_t {
        slate_over, ///< one of each slate, in the order of the person's slates
        left,       ///< for good, as it seems
        came_back   ///< after having left
    };
    Moment moment = Moment::slate_over;
    UserId user{};
    double hours = 0;
    float satisfaction = 0;     ///< S, as it is afterwards
    std::uint32_t unwanted = 0; ///< categories the person does not want just now, one bit each; of a slate
    std::uint32_t slate = 0;    ///< of this person, from 0
    std::optional<Pattern> cause = {}; ///< what the dissatisfaction was about that showed on it, if any did
    float trust = 0;                   ///< T, as it is afterwards
};

using FeltSink = std::function<void(std::span<const Felt>)>;

} // namespace attune
