// Where a question stands. At a break below the items is the only place in which it covers nothing and needs
// no answer; the others can be simulated, to see what they bring and cost, and are never put into force.
#pragma once

#include <cstdint>

namespace attune {

enum class PromptPlace : std::uint8_t {
    below,  ///< under the items of the slate, passed by without a tap
    window, ///< over the items, with a button to close it
    forced  ///< over the items until answered
};

} // namespace attune
