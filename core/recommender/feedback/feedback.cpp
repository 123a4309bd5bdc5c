#include "core/recommender/feedback/feedback.h"

#include <array>

namespace attune {

std::string_view name(FeedbackKind kind) {
    constexpr std::array<std::string_view, feedback_kind_count> names = {
        "picked", "consumed", "thumb_up", "thumb_down", "not_interested",
        "stars",  "reason",   "muted",    "own_words"};
    const auto index = static_cast<std::size_t>(kind);
    return index < names.size() ? names[index] : "unknown";
}

std::string_view name(Quarantine reason) {
    constexpr std::array<std::string_view, quarantine_count> names = {"none",
                                                                      "unknown_user",
                                                                      "unknown_item",
                                                                      "unknown_kind",
                                                                      "value_not_finite",
                                                                      "value_out_of_range",
                                                                      "time_not_finite",
                                                                      "time_negative",
                                                                      "time_in_future",
                                                                      "too_late",
                                                                      "duplicate_key",
                                                                      "burst",
                                                                      "contradictory_key",
                                                                      "orphan",
                                                                      "before_impression",
                                                                      "no_consent",
                                                                      "other_user"};
    const auto index = static_cast<std::size_t>(reason);
    return index < names.size() ? names[index] : "unknown";
}

} // namespace attune
