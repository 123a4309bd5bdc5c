// The matrix that runs obey: the one that ships, or the newest version of a workspace, with the notices it
// demands and the rules made of both. Never changed once it is made; everybody holds the same one.
#pragma once

#include "core/consent/matrix.h"
#include "core/consent/notice.h"
#include "core/consent/person_consent.h"

#include <memory>
#include <string>
#include <vector>

namespace attune {

struct MatrixInForce {
    int version = 0;    ///< of the workspace, from 1; 0: the one that ships
    std::string sha256; ///< of `json`, 64 hexadecimal digits
    std::string json;   ///< the file form, as matrix_to_json() gives it
    ConsentMatrix matrix;
    std::vector<Notice> notices; ///< as many as ship, with the words that this matrix demands
    ConsentRules rules;
};

/// What a matrix file puts into force. Errors: those of parse_matrix().
Result<std::shared_ptr<const MatrixInForce>> put_in_force(int version, const std::string& json,
                                                          const std::string& where);

/// The one that ships.
const std::shared_ptr<const MatrixInForce>& shipped_in_force();

/// `given`, or the one that ships where there is none.
inline const MatrixInForce& in_force(const std::shared_ptr<const MatrixInForce>& given) {
    return given ? *given : *shipped_in_force();
}

/// Whether both let the same be done, whatever objects they are.
inline bool same_matrix(const std::shared_ptr<const MatrixInForce>& a,
                        const std::shared_ptr<const MatrixInForce>& b) {
    return a == b || in_force(a).sha256 == in_force(b).sha256;
}

/// SHA-256 of the bytes, 64 hexadecimal digits.
std::string matrix_hash(const std::string& json);

} // namespace attune
