// Whether those who stand by versions of the consent matrix stand by what is in the file.
#pragma once

#include "core/audit/reader.h"
#include "core/audit/verify.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace attune::audit {

/// Formats from this one on have versions of the matrix.
constexpr int first_with_matrices = 6;

/// Adds who signed to `signers`. What a signature does not prove is whose key it is: with a key given, all
/// signatures must be by this one.
Result<VerifyCheck> check_matrix_signatures(const Reader& reader,
                                            const std::optional<std::vector<std::uint8_t>>& given,
                                            std::vector<MatrixSigner>& signers);

} // namespace attune::audit
