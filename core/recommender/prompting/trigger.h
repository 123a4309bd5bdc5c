// Why a question comes: the moments of a visit at which a person can be asked, and which of them a policy
// uses. Whether a person may be asked at all is the scheduler's (prompt_scheduler.h).
#pragma once

#include "core/policy/policy.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace attune {

/// What makes a question come.
enum class Trigger : std::uint8_t {
    conversion, ///< something was just bought, booked, subscribed to
    pause,      ///< a natural break: an item is over
    fruitless,  ///< slates in a row without a pick
    random,     ///< any slate, by lot: the only one that does not choose its moment, so its answers are those
                ///< of an average moment
    tour        ///< the first visit, as part of being shown around
};
constexpr int trigger_count = 5;
/// The stable word of a trigger, as event logs have it.
std::string_view name(Trigger trigger);

/// What a service sees of the moment at which it could ask.
struct AskMoment {
    enum class Kind : std::uint8_t {
        under_way, ///< the person is busy with the slate or with an item
        item_over,
        slate_over, ///< nothing was picked
        first_slate ///< the first slate ever, before anything was done with it
    };
    Kind kind = Kind::item_over;
    bool converted = false; ///< item_over: with a conversion
    bool objected = false;  ///< something was said no to, just now
    int fruitless = 0;      ///< slate_over: slates in a row without a pick, this one included
};

/// How many slates without a pick make a moment to ask what is missing.
constexpr int fruitless_slates = 2;

class Triggers {
public:
    explicit Triggers(const Policy& policy);

    /// Whether the lot can decide at this moment; where not, none need be drawn.
    bool by_lot(const AskMoment& moment) const {
        return moment.kind == AskMoment::Kind::under_way && random_ > 0;
    }
    /// What makes a question come now, if anything; `lot` is uniform and decides about random moments.
    std::optional<Trigger> at(const AskMoment& moment, float lot) const;

private:
    bool conversion_, pause_, fruitless_, tour_;
    float random_;
};

} // namespace attune
