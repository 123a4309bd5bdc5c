// What the commands about the consent matrix share: what they are asked, who asks, and what may be done.
#pragma once

#include "app/cli/commands.h"
#include "core/consent/matrix_diff.h"
#include "simulations/study/matrix_saving.h"

#include <cstdint>
#include <string>
#include <vector>

namespace attune::cli {

struct AskedMatrix {
    std::string file, before, after, scenario, policy = "default", role, author, reason;
    std::int64_t version = -1;
    bool ask_anew = false;
};

/// The workspace must be named.
Status must_have_file(const Common& common);
/// What somebody may not, before anything is opened for writing.
Status may_write(const Common& common, const AskedMatrix& asked, StaffAct act);
/// Once may_write() has agreed.
MatrixNote note_of(const AskedMatrix& asked);

Json changes_json(const std::vector<MatrixChange>& changes);

/// --role and --author, and --reason where one is needed.
void add_who(CLI::App* command, AskedMatrix& asked, bool with_reason);

/// `matrix history`, `rollback` and `sign`.
void add_matrix_versions(CLI::App& family, Session& session);

} // namespace attune::cli
