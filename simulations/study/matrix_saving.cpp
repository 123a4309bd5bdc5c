#include "simulations/study/matrix_saving.h"

#include "core/base/text.h"
#include "core/consent/matrix_diff.h"
#include "core/consent/matrix_edit.h"
#include "simulations/study/library.h"

#include <utility>

namespace attune {
namespace {

std::string names_of(std::uint16_t purposes, const Text& text) {
    std::vector<std::string> names;
    for_each_purpose(purposes, [&](Purpose purpose) {
        names.push_back("“" + text.get("consent.purpose_short." + std::string(name(purpose))) + "”");
    });
    return text.listed(names);
}

Result<MatrixVersion> save(const Workspace& workspace, const ConsentMatrix& edited, const MatrixNote& note,
                           std::optional<int> restores) {
    const auto newest = matrix_in_force(&workspace);
    if (!newest) return pass_on(newest);
    const MatrixInForce& before = in_force(*newest);
    if (auto may = check_saving(before, edited, note); !may) return pass_on(may);
    // Somebody else may save between what was just looked at and this; the store looks again.
    return workspace.matrices().save({.json = matrix_to_json(as_next_version(before.matrix, edited)),
                                      .created = note.created,
                                      .author = note.author,
                                      .role = std::string(name(note.role)),
                                      .reason = note.reason,
                                      .preview = note.preview,
                                      .restores = restores},
                                     before.version);
}

} // namespace

Status check_saving(const MatrixInForce& before, const ConsentMatrix& edited, const MatrixNote& note) {
    const Text& text = Text::english();
    if (auto may = check_may(note.role, StaffAct::save_matrix); !may) return may;
    const auto changes = matrix_changes(before.matrix, edited);
    if (changes.empty())
        return fail(ErrorCode::bad_input, text.get("matrix.same"), "matrix", text.get("matrix.same.remedy"));
    const std::uint16_t anew = asked_anew(changes, before.matrix);
    if (anew != 0 && !note.ask_anew)
        return fail(ErrorCode::refused, text.get("matrix.loosens", {{"purposes", names_of(anew, text)}}),
                    "matrix", text.get("matrix.loosens.remedy"));
    if (auto author = check_line("author", note.author, policy_text_limits.author); !author) return author;
    if (auto reason = check_line("reason", note.reason, policy_text_limits.reason); !reason) return reason;
    const auto sound = checked_matrix(as_next_version(before.matrix, edited), "matrix");
    if (!sound) return pass_on(sound);
    return {};
}

Result<MatrixVersion> save_matrix(const Workspace& workspace, const ConsentMatrix& edited,
                                  const MatrixNote& note) {
    return save(workspace, edited, note, std::nullopt);
}

Result<MatrixVersion> restore_matrix(const Workspace& workspace, int number, const MatrixNote& note) {
    const auto older = matrix_version(&workspace, number);
    if (!older) return pass_on(older);
    const Text& text = Text::english();
    if (auto said = check_line("reason", note.reason, policy_text_limits.reason); !said) return pass_on(said);
    MatrixNote back = note;
    back.reason = text.get(number == 0 ? "matrix.rollback.reason.shipped" : "matrix.rollback.reason",
                           {{"n", std::to_string(number)}, {"reason", note.reason}});
    return save(workspace, (*older)->matrix, back, number);
}

} // namespace attune
