// What stands before one answered person in a state of the answer, part by part, as a phone would show it.
#pragma once

#include "core/base/text.h"
#include "core/recommender/deescalation/wording.h"
#include "simulations/study/adjusted_people.h"

#include <string>
#include <vector>

namespace attune {

struct ScreenParts {
    OnScreen what = OnScreen::nothing;
    std::string words;                ///< what is said; where nothing stands, that it does
    std::vector<std::string> buttons; ///< in the order in which they stand: choices first, ways out last
};

/// As on_screen() has it for the state. The log does not tell whether another topic could come instead and
/// whether the provider may rest: both are offered. What is not known of a change is not said either.
ScreenParts screen_parts(LoopState state, const AdjustedTold& told, const AdjustedPerson& person,
                         const Text& text);

} // namespace attune
