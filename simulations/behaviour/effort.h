// What a question takes of a person's time, by the keystroke-level model (Card, Moran and Newell, The
// Psychology of Human-Computer Interaction, 1983, chapter 8): reading, deciding, pointing and pressing. How
// many words a question has, and that half of a question passed by is read, is our choice (grade D).
#pragma once

#include "core/recommender/prompting/prompt.h"

namespace attune {

struct Effort {
    int taps = 0;
    float seconds = 0;
};

/// One question met at a break; `why` says that "why?" followed, `reason` that it was answered. `slowness` is
/// how many times the usual time the person needs; `written` is how many words were typed to say why.
Effort effort_of(const Prompt& prompt, bool answered, bool why, bool reason, float slowness, int written = 0);

/// A tour on which so many items got a thumb.
Effort tour_effort(int thumbs, float slowness);

} // namespace attune
