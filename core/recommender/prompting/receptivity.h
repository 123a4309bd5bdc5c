// Is this a moment at which a person is open to a question? Judged by what every service sees, without a
// profile. De-escalation proposal, section 5; the screen's size is left out, since it is not seen here.
#pragma once

#include "core/recommender/prompting/trigger.h"
#include "core/recommender/signals/user_store.h"

namespace attune {

/// Estimated receptivity in (0, 1): higher at a break and right after something was settled, lower in the
/// middle of an item, after a recent question, and for every question left unanswered in a row within two
/// weeks.
float receptivity(const AskMoment& moment, const PromptRecord& record, double hours);

/// From here on a person is asked.
constexpr float receptive_from = 0.55F;

} // namespace attune
