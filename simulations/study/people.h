// Who the people of a scenario are, one line each: for workshops and for looking over a population before
// anything is tried on it.
#pragma once

#include "simulations/study/simulate.h"

#include <string>
#include <vector>

namespace attune {

/// One simulated person, in the words of a casting list. This is the truth, not what a service would know.
struct PersonSketch {
    std::string name;                  ///< from the scenario, or "person 17"
    double visits = 0;                 ///< usual visits per day
    std::vector<std::string> likes;    ///< favourite categories, most liked first
    std::vector<std::string> dislikes; ///< least liked first
    std::vector<std::string> groups;   ///< "device=phone" ...
    bool knows_controls = false;
    bool lets_adjust = false;  ///< grants "adjust my recommendations"
    bool lets_improve = false; ///< grants "improve models"
};

/// The first `count` people of the scenario, as they are before day 0.
std::vector<PersonSketch> sketch_people(const LoadedScenario& loaded, int count);

} // namespace attune
