#include "core/consent/consent.h"

namespace attune {

std::string_view name(Purpose purpose) {
    constexpr std::array<std::string_view, purpose_count> names = {
        "deliver_service", "adjust_my_recommendations", "improve_models"};
    return names[static_cast<std::size_t>(purpose)];
}

std::string_view name(Signal signal) {
    constexpr std::array<std::string_view, signal_count> names = {
        "impression", "pick", "depth", "thumb", "not_interested", "prompt_event"};
    return names[static_cast<std::size_t>(signal)];
}

} // namespace attune
