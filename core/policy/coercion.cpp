#include "core/policy/coercion.h"

#include "core/consent/notice.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace attune {
namespace {

constexpr std::array traits = {
    CoerciveTrait{"second_click",
                  [](const Policy& p) { return p.notice == static_cast<int>(NoticeDesign::second_click); }},
    CoerciveTrait{"coercive_prompts", [](const Policy& p) { return p.coercive_prompts; }},
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
