#include "core/consent/staff_role.h"

#include "core/base/named.h"
#include "core/base/text.h"

#include <array>

namespace attune {
namespace {

constexpr std::array<std::string_view, staff_role_count> role_names = {"product_manager", "privacy_officer"};
constexpr std::array<std::string_view, staff_act_count> act_names = {
    "save_matrix", "sign_matrix", "sign_audit", "put_policy_in_force", "save_policy"};

struct Rights {
    bool product, officer;
};
/// By act.
constexpr std::array<Rights, staff_act_count> rights = {
    {{false, true}, {false, true}, {false, true}, {true, false}, {true, true}}};

} // namespace

std::string_view name(StaffRole role) {
    return name_in(role_names, role);
}

std::optional<StaffRole> staff_role_named(std::string_view name) {
    return find_named<StaffRole>(role_names, name);
}

std::string_view name(StaffAct act) {
    return name_in(act_names, act);
}

bool may_do(StaffRole role, StaffAct act) {
    const Rights& of = rights[static_cast<std::size_t>(act)];
    return role == StaffRole::product ? of.product : of.officer;
}

Status check_may(StaffRole role, StaffAct act) {
    if (may_do(role, act)) return {};
    const Text& text = Text::english();
    const std::string key = "role.refused." + std::string(name(act));
    return fail(ErrorCode::refused, text.get(key), {}, text.get(key + ".remedy"));
}

} // namespace attune
