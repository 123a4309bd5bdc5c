#include "core/policy/coercion.h"

#include "core/consent/notice.h"
#include "core/policy/prompt_place.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace attune {
namespace {

constexpr std::array traits = {
    CoerciveTrait{"second_click",
                  [](const Policy& p) { return p.notice == static_cast<int>(NoticeDesign::second_click); }},
    CoerciveTrait{"covering_prompts",
                  [](const Policy& p) { return p.prompt_place == static_cast<int>(PromptPlace::window); }},
    CoerciveTrait{"forced_prompts",
                  [](const Policy& p) { return p.prompt_place == static_cast<int>(PromptPlace::forced); }},
};

} // namespace

std::span<const CoerciveTrait> all_coercive_traits() {
    return traits;
}

std::vector<CoerciveTrait> coercive_traits(const Policy& policy) {
    std::vector<CoerciveTrait> found;
    std::copy_if(traits.begin(), traits.end(), std::back_inserter(found),
                 [&](const CoerciveTrait& trait) { return trait.has(policy); });
    return found;
}

} // namespace attune
