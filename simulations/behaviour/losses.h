// Behaviour model, section 3.7.
#pragma once

namespace attune {

constexpr float usual_trust = 0.6F;   ///< 3.9: what willingness to answer counts trust from
constexpr float loss_per_gain = 3.0F; ///< trust: losses weigh three times as much as gains

} // namespace attune
