// How a changed matrix becomes a version of a workspace: who may, what must be said, what consents given
// before do not cover.
#pragma once

#include "core/consent/in_force.h"
#include "core/consent/staff_role.h"
#include "core/workspace/workspace.h"

#include <optional>
#include <string>

namespace attune {

/// What is said with a version of the matrix.
struct MatrixNote {
    std::string author, reason; ///< a line each
    StaffRole role = StaffRole::product;
    std::string created;      ///< ISO 8601 UTC; empty in tests
    std::string preview = {}; ///< the impact that was shown, as JSON; empty: none was
    bool ask_anew = false;    ///< people whose consents do not cover the change are asked anew
};

/// Whether save_matrix() would take it in place of `before`; its errors but those of the store.
Status check_saving(const MatrixInForce& before, const ConsentMatrix& edited, const MatrixNote& note);

/// Saves `edited` as the next version, numbered on, with new versions of the purposes that it loosens.
/// Errors: refused for a role that may not and for what loosens without ask_anew; bad_input where nothing
/// differs and for what the rules of a matrix refuse; those of MatrixStore::save().
Result<MatrixVersion> save_matrix(const Workspace& workspace, const ConsentMatrix& edited,
                                  const MatrixNote& note);

/// Saves a version with the rules of an older one, 0 for what ships. Errors as above, and not_found.
Result<MatrixVersion> restore_matrix(const Workspace& workspace, int number, const MatrixNote& note);

} // namespace attune
