// What charts share that are measured on demand, for one policy and scenario: what they were measured for,
// and the views to choose from.
#pragma once

#include "core/base/text.h"
#include "simulations/report/lab_picture.h"

#include <string>

namespace attune {

/// What the outcomes were measured for, in words and numbers.
struct MeasuredFor {
    std::string policy, scenario;
    int people = 0, days = 0;
    bool earlier = false; ///< levers have moved since; the subtitle says so
};

/// The words of `key` with all of that in it.
std::string measured_subtitle(const MeasuredFor& what, const std::string& key, const Text& text);

/// Gives every view its head, and shows the first one.
void show_first_view(LabChart& card);

} // namespace attune
