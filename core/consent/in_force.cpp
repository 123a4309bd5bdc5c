#include "core/consent/in_force.h"

#include "core/consent/disclosure.h"
#include "core/consent/matrix_edit.h"

#include <sodium/crypto_hash_sha256.h>
#include <sodium/utils.h>

#include <array>
#include <cassert>

namespace attune {

std::string matrix_hash(const std::string& json) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(json.data()), json.size());
    std::array<char, 2 * crypto_hash_sha256_BYTES + 1> hex{};
    sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
    return hex.data();
}

Result<std::shared_ptr<const MatrixInForce>> put_in_force(int version, const std::string& json,
                                                          const std::string& where) {
    auto matrix = parse_matrix(json, where);
    if (!matrix) return pass_on(matrix);
    std::string canonical = matrix_to_json(*matrix);
    std::string hash = matrix_hash(canonical);
    std::vector<Notice> notices = publish(*matrix, shipped_notices(), Text::english());
    ConsentRules rules(*matrix, notices);
    return std::make_shared<const MatrixInForce>(MatrixInForce{version, std::move(hash), std::move(canonical),
                                                               std::move(*matrix), std::move(notices),
                                                               std::move(rules)});
}

const std::shared_ptr<const MatrixInForce>& shipped_in_force() {
    static const std::shared_ptr<const MatrixInForce> shipped = [] {
        auto made = put_in_force(0, matrix_to_json(shipped_matrix()), "consent/matrix.json");
        assert(made && "the shipped matrix must be read again");
        return made ? *made : nullptr;
    }();
    return shipped;
}

} // namespace attune
