// Proves what can be proved about a workspace file: that it is ours, whole, shaped as it should be, and that
// its content makes sense. The program that writes workspaces does not verify itself: this part has its own
// reader, its own list of tables and its own hashing, and never writes to the file.
#pragma once

#include "core/audit/trail_chain.h"
#include "core/base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attune {

/// One check and what came of it.
struct VerifyCheck {
    std::string check; ///< a stable word, text key "verify.<check>"
    bool passed = true;
    std::int64_t checked = 0;                  ///< how many things were looked at
    std::int64_t failures = 0;                 ///< how many of them were wrong
    std::vector<std::string> counter_examples; ///< the first few, as plain sentences
};

/// Who stands by a version of the consent matrix, as the file says.
struct MatrixSigner {
    std::int64_t version = 0;
    std::string author, role;
    std::string key;           ///< hexadecimal digits, as they stand in the file
    std::optional<bool> given; ///< whether it is the key that was given; nothing if none was
};

struct VerifyReport {
    int version = 0;        ///< the format of the file
    bool recovered = false; ///< the last writer was stopped half-way; a copy was put right and checked
    std::vector<VerifyCheck> checks;
    std::vector<MatrixSigner> matrix_signers;       ///< by version
    std::optional<audit::trail::ChainReport> trail; ///< where there is one

    /// Whether every check passed.
    bool passed() const;
};

/// All checks that verify_file() makes of every workspace, in its order.
const std::vector<std::string>& verify_checks();

/// Those it adds where the workspace has a trail.
const std::vector<std::string>& trail_checks();

/// Verifies the workspace at `path`, its trail and the signatures under its matrix by what `anchor` gives to
/// check them with. Where the tables are not as expected, the checks of their content are left out of the
/// report. Errors: ErrorCode::not_found, unreadable (a folder, an empty, foreign, newer or damaged file), io.
Result<VerifyReport> verify_file(const std::string& path, const audit::trail::Anchor& anchor = {});

} // namespace attune
