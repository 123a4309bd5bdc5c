#include "core/audit/matrix_signatures.h"

#include "core/audit/counter_examples.h"
#include "core/audit/trail_hash.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

namespace attune::audit {
namespace {

/// What was signed, a line each; the checksum is checked elsewhere.
std::string signed_text(const Row& row) {
    return "attune consent matrix\nversion " + std::to_string(row.integer(0)) + "\nchecksum " +
           trail::hex(row.bytes(1)) + "\nauthor " + row.text(2) + "\nrole " + row.text(3) + "\nmade " +
           row.text(4) + "\n";
}

} // namespace

Result<VerifyCheck> check_matrix_signatures(const Reader& reader,
                                            const std::optional<std::vector<std::uint8_t>>& given,
                                            std::vector<MatrixSigner>& signers) {
    VerifyCheck check{"matrix_signatures", true, 0, 0, {}};
    const Status read = reader.each(
        "SELECT s.version, m.checksum, s.author, s.role, s.made, s.key, s.signature FROM matrix_signature AS "
        "s "
        "JOIN consent_matrix AS m USING (version) ORDER BY s.version, s.made, s.key",
        [&](const Row& row) {
            ++check.checked;
            const std::string text = signed_text(row);
            const std::span message(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
            if (!trail::signature_fits(message, row.bytes(6), row.bytes(5)))
                note(check, "the signature under version " + std::to_string(row.integer(0)) +
                                " of the matrix does not fit it");
            const auto key = row.bytes(5);
            MatrixSigner signer{row.integer(0), row.text(2), row.text(3), trail::hex(key), {}};
            if (given) signer.given = std::ranges::equal(*given, key);
            if (!signer.given.value_or(true))
                note(check, "version " + std::to_string(signer.version) + " of the matrix is signed by '" +
                                signer.author + "' with a key that was not given: " + signer.key);
            signers.push_back(std::move(signer));
        });
    if (!read) return pass_on(read);
    return check;
}

} // namespace attune::audit
