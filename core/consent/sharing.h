// How far somebody shares, in four steps from nothing to the model for everyone. Each step permits all that
// the one before it permits, and more; what that lets be read follows from the matrix.
#pragma once

#include "core/consent/matrix.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace attune {

enum class SharingLevel : std::uint8_t {
    none,        ///< nothing beyond what running the service takes
    session,     ///< adapts the visit under way
    history,     ///< also remembered from visit to visit, for one's own recommendations
    shared_model ///< also used to improve the model for everyone
};
constexpr int sharing_level_count = 4;

/// "none", "session", "history", "shared_model"; words: "sharing.level.<name>".
std::string_view name(SharingLevel level);

/// What somebody on this level permits: exactly this.
ConsentState permitted_at(SharingLevel level);
/// The same as a list, in the order of Purpose.
std::vector<Purpose> purposes_at(SharingLevel level);

/// The signals that may be read because of this level, in the order of Signal. What running the service and
/// the search for abuse read without consent is not among them.
std::vector<Signal> signals_at(const ConsentMatrix& matrix, SharingLevel level);
/// Days that the longest kept of them is kept; 0 = until the visit ends.
int days_kept_at(const ConsentMatrix& matrix, SharingLevel level);

} // namespace attune
