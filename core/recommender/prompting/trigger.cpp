#include "core/recommender/prompting/trigger.h"

namespace attune {

std::string_view name(Trigger trigger) {
    constexpr std::array<std::string_view, trigger_count> names = {"conversion", "pause", "fruitless",
                                                                   "random", "tour"};
    return names[static_cast<std::size_t>(trigger)];
}

Triggers::Triggers(const Policy& policy)
    : conversion_(policy.ask_after_conversion)
    , pause_(policy.ask_at_pause)
    , fruitless_(policy.ask_when_fruitless)
    , tour_(policy.tour_items > 0)
    , random_(static_cast<float>(policy.ask_at_random)) {}

std::optional<Trigger> Triggers::at(const AskMoment& moment, float lot) const {
    switch (moment.kind) {
    case AskMoment::Kind::under_way:
        if (lot < random_) return Trigger::random;
        break;
    case AskMoment::Kind::item_over:
        if (moment.converted && conversion_) return Trigger::conversion;
        if (pause_) return Trigger::pause;
        break;
    case AskMoment::Kind::first_slate:
        if (tour_) return Trigger::tour;
        break;
    case AskMoment::Kind::slate_over:
        if (fruitless_ && moment.fruitless >= fruitless_slates) return Trigger::fruitless;
        break;
    }
    return std::nullopt;
}

} // namespace attune
