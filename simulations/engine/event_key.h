// The key that a client gives an event of feedback, so that the same event sent twice is known as one.
#pragma once

#include "core/base/random.h"
#include "core/recommender/feedback/feedback.h"

#include <cstdint>

namespace attune {

/// Its own content, mixed.
inline std::uint64_t event_key(UserId user, std::uint32_t slate, std::uint32_t item, FeedbackKind kind) {
    return mix64(mix64((static_cast<std::uint64_t>(user.value) << 32U) | slate) ^
                 ((static_cast<std::uint64_t>(item) << 4U) | static_cast<std::uint64_t>(kind)));
}

} // namespace attune
