// The consent matrices of a workspace: every version that was ever saved, and who stands by it. Versions are
// only added: going back to an older one is a newer one with its rules. A file without any obeys the matrix
// that ships with the program.
#pragma once

#include "core/workspace/database.h"
#include "core/workspace/records.h"
#include "core/workspace/signing_key.h"
#include "core/workspace/version_text.h"

#include <optional>
#include <string>
#include <vector>

namespace attune {

class MatrixStore {
public:
    explicit MatrixStore(const Database& database)
        : database_(&database) {}

    /// Adds the next version and gives it as stored; number and parent are the store's. `follows`: the
    /// version it was made from, 0 for what ships; nothing: whatever is the newest. What the author's role
    /// may do is asked before (staff_role.h). Errors: bad_input for an author or reason that check_line()
    /// refuses, texts that are too long, and for the rules of the newest version; refused for somebody who is
    /// no privacy officer, and where the newest version is not the one it follows.
    Result<MatrixVersion> save(MatrixVersion version, std::optional<int> follows = {}) const;
    /// The newest version; nothing if none was ever saved.
    Result<std::optional<MatrixVersion>> newest() const;
    /// ErrorCode::not_found if there is no such version.
    Result<MatrixVersion> find(int number) const;
    /// All versions, oldest first.
    Result<std::vector<MatrixVersion>> versions() const;

    /// Signs a version, which others may have signed with their keys. Errors: not_found; refused if this key
    /// has signed it already; those of check_line().
    Result<MatrixSignature> sign(int number, const std::string& author, const std::string& role,
                                 const std::string& made, const SigningKey& key) const;
    /// By version, and those of one version in the order of their time.
    Result<std::vector<MatrixSignature>> signatures_made() const;

private:
    const Database* database_;
};

/// Whether the signature is one of this version's, by the key it names.
bool signature_fits(const MatrixVersion& version, const MatrixSignature& signature);

/// The bytes that are signed: one line each for what it is, the version, its checksum in hexadecimal digits,
/// author, role and time.
std::string signed_words(const MatrixVersion& version, const MatrixSignature& signature);

/// Takes all versions and signatures of `present` over into `copy`, in place of its own: what was in force
/// has been in force.
Status replace_matrices(const Database& copy, const Database& present);

} // namespace attune
