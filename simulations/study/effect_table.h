// What a change of policy does to stored people, in words and figures: the same in the window, on the command
// line and in what is kept with a version.
#pragma once

#include "core/base/text.h"
#include "simulations/study/effect_preview.h"

#include <string>
#include <vector>

namespace attune {

/// One measure as it is read.
struct EffectRow {
    /// How a change stands to what is wanted. A change whose interval covers zero is `not_shown`.
    enum class Says { better, worse, less, more, not_shown, unknown };

    std::string name;                            ///< "False acknowledgement (FAL)"
    std::string meaning;                         ///< one sentence
    std::string before, after;                   ///< the value, or what there is too little of
    std::string before_interval, after_interval; ///< "19 % to 33 %"; empty where there is none
    std::string change;                          ///< "−4 points (−9 to +1)"; empty where it is unknown
    std::string verdict;                         ///< "less", "a difference is not shown" ...
    Says says = Says::unknown;
};

std::vector<EffectRow> effect_rows(const EffectPreview& preview, const Text& text);
/// Who they are: "500 people of Calm baseline over 60 days, one run ..."
std::string effect_about(const EffectPreview& preview, const Text& text);
/// One sentence for all: what is better and what is worse, or that no difference is shown.
std::string effect_sentence(const EffectPreview& preview, const Text& text);

} // namespace attune
