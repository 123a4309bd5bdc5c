// Whether people see that their feedback works: after an objection they notice how often its category still
// comes. Perceived efficacy F is the mean of Beta(effects, duds). Behaviour model 3.7.
#pragma once

#include "simulations/population/population.h"

namespace attune {

struct WatchRules {
    int items = 40;       ///< how many items are compared before and after, at most longest_watch
    float notice = 0.30F; ///< share by which the category must have become rarer to be noticed
    float shown = 0;      ///< what a smaller fall counts where people are shown it; 0: they are not
};

/// The person looks at an item of the category.
void look_at(Watch& watch, std::size_t category, const WatchRules& rules);
/// The person objected to something of the category, and starts to watch unless still watching another.
void start_watching(Watch& watch, std::size_t category, const WatchRules& rules);

} // namespace attune
