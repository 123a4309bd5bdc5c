#include "app/cli/asked_matrix.h"

#include "app/cli/usage.h"
#include "core/base/text.h"

namespace attune::cli {
namespace {

Result<StaffRole> role_of(const AskedMatrix& asked) {
    if (const auto role = staff_role_named(asked.role)) return *role;
    return fail(ErrorCode::bad_input, words("error.no_role", {{"role", excerpt(asked.role)}}), "--role",
                words("error.no_role.remedy"));
}

} // namespace

Status must_have_file(const Common& common) {
    if (!common.workspace.empty()) return {};
    return fail(ErrorCode::bad_input, words("error.no_workspace"), "--workspace",
                words("error.no_workspace.remedy"));
}

Status may_write(const Common& common, const AskedMatrix& asked, StaffAct act) {
    if (auto file = must_have_file(common); !file) return file;
    const auto role = role_of(asked);
    if (!role) return pass_on(role);
    return check_may(*role, act);
}

MatrixNote note_of(const AskedMatrix& asked) {
    return {.author = asked.author,
            .reason = asked.reason,
            .role = staff_role_named(asked.role).value_or(StaffRole::product),
            .created = now(),
            .ask_anew = asked.ask_anew};
}

Json changes_json(const std::vector<MatrixChange>& changes) {
    Json rows = Json::array();
    for (const MatrixChange& change : changes)
        rows.push_back({{"kind", name(change.kind)},
                        {"way", name(change.way)},
                        {"purpose", change.purpose ? Json(name(*change.purpose)) : Json()},
                        {"signal", change.signal ? Json(name(*change.signal)) : Json()},
                        {"before", change.before},
                        {"after", change.after},
                        {"sentence", change_sentence(change, Text::english())}});
    return rows;
}

void add_who(CLI::App* command, AskedMatrix& asked, bool with_reason) {
    command->add_option("--role", asked.role, words("option.role"))
        ->required()
        ->type_name("ROLE")
        ->check(not_empty());
    command->add_option("--author", asked.author, words("option.author"))
        ->required()
        ->type_name("NAME")
        ->check(not_empty());
    if (with_reason)
        command->add_option("--reason", asked.reason, words("option.reason"))
            ->required()
            ->type_name("TEXT")
            ->check(not_empty());
}

} // namespace attune::cli
