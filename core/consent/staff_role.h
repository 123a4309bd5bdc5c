// Who works with the program, and what their part in it lets them change. A role is chosen by whoever sits
// there: it keeps people from doing another's work by mistake, and proves nothing. Only a signature does.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace attune {

enum class StaffRole : std::uint8_t {
    product, ///< product manager: moves levers, decides about policies
    officer  ///< privacy officer: says what may be used for what, and judges it
};
constexpr int staff_role_count = 2;
/// "product_manager", "privacy_officer"; text keys "role.<name>".
std::string_view name(StaffRole role);
std::optional<StaffRole> staff_role_named(std::string_view name);

enum class StaffAct : std::uint8_t {
    save_matrix,         ///< a version of the matrix of purposes and signals, also going back to an older one
    sign_matrix,         ///< a saved version of it
    sign_audit,          ///< that an audit was read and accepted
    put_policy_in_force, ///< what people then meet
    save_policy          ///< a version of a policy, as a proposal
};
constexpr int staff_act_count = 5;
std::string_view name(StaffAct act);

bool may_do(StaffRole role, StaffAct act);

/// ErrorCode::refused where the role may not: why, and who can. Words: "role.refused.<act>".
Status check_may(StaffRole role, StaffAct act);

} // namespace attune
