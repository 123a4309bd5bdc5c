// Behaviour model, section 3.7.
#pragma once

namespace attune {

constexpr float loss_per_gain = 3.0F; ///< trust: losses weigh three times as much as gains

} // namespace attune
