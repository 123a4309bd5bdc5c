// The events people's feedback arrives as, and the weighted signals it leaves as.
#pragma once

#include "core/base/ids.h"
#include "core/consent/matrix.h"
#include "core/recommender/feedback/annotation.h"

#include <cstdint>
#include <string_view>

namespace attune {

/// What one feedback event says. `value` means: for consumed the depth in [0, 1]; for stars (stars - 1) / 4;
/// for reason and own_words the number of the Reason / 8; otherwise 0.
enum class FeedbackKind : std::uint8_t {
    picked,
    consumed,
    thumb_up,
    thumb_down,
    not_interested,
    stars,
    reason,
    muted,    ///< the item's provider, for this visit
    own_words ///< the reason the device read from what was written; the words stay there
};
constexpr int feedback_kind_count = 9;
constexpr float value_of_stars(int stars) {
    return static_cast<float>(stars - 1) / 4.0F;
}
constexpr int stars_of_value(float value) {
    return static_cast<int>(value * 4.0F + 1.5F);
}
constexpr float value_of_reason(Reason reason) {
    return static_cast<float>(reason) / 8.0F;
}
constexpr Reason reason_of_value(float value) {
    return static_cast<Reason>(static_cast<int>(value * 8.0F + 0.5F));
}
std::string_view name(FeedbackKind kind);
constexpr Signal signal_of(FeedbackKind kind) {
    switch (kind) {
    case FeedbackKind::picked:
        return Signal::pick;
    case FeedbackKind::consumed:
        return Signal::depth;
    case FeedbackKind::thumb_up:
    case FeedbackKind::thumb_down:
        return Signal::thumb;
    case FeedbackKind::not_interested:
        return Signal::not_interested;
    case FeedbackKind::stars:
        return Signal::stars;
    case FeedbackKind::reason:
        return Signal::reason;
    case FeedbackKind::muted:
        return Signal::source_pause;
    case FeedbackKind::own_words:
        return Signal::free_text;
    }
    return Signal::pick;
}

/// One event as a client sends it: hostile until cleaned. `slate` counts the slates a user was shown, from 0.
struct FeedbackEvent {
    std::uint64_t key = 0; ///< chosen by the client; the same key is the same event, however often it arrives
    UserId user;
    ItemId item;
    std::uint32_t slate = 0;
    FeedbackKind kind = FeedbackKind::picked;
    float value = 0;
    double hours = 0; ///< simulated time
    bool operator==(const FeedbackEvent&) const = default;
};

/// One shown item, kept by the recommender: what feedback is joined to.
struct Impression {
    UserId user;
    ItemId item;
    std::uint32_t slate = 0;
    std::uint8_t rank = 0; ///< 0 = top
    std::uint32_t model_version = 0;
    double hours = 0;
    bool operator==(const Impression&) const = default;
};

/// An accepted event, joined to the impression and model version that caused it, with its weight.
struct WeightedFeedback {
    FeedbackEvent event;
    std::uint8_t rank = 0;
    std::uint32_t model_version = 0;
    float weight = 0; ///< recency x frequency x confidence, in [0, 1]
    bool operator==(const WeightedFeedback&) const = default;
};

/// Why an event was not used. Every refused event has exactly one reason.
enum class Quarantine : std::uint8_t {
    none,
    unknown_user,
    unknown_item,
    unknown_kind,
    value_not_finite,
    value_out_of_range,
    time_not_finite,
    time_negative,
    time_in_future, ///< after the time of arrival
    too_late,       ///< older than the pipeline's window
    duplicate_key,
    burst,             ///< same user, item and kind within 5 s of an accepted one
    contradictory_key, ///< same key, different content
    orphan,            ///< no impression of that item on that slate
    before_impression, ///< earlier than the impression it claims
    no_consent,        ///< no purpose that keeps a profile was granted when it happened and when it arrived
    other_user,        ///< sent by one person in the name of another
};
constexpr int quarantine_count = 17;
/// The stable word of a reason, also its text key "quarantine.<word>"; of kinds "feedback.<word>".
std::string_view name(Quarantine reason);

} // namespace attune
