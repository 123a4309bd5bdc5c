// What an episode or a tag rests on, in words: the signs with what each kind has come to.
#pragma once

#include "core/base/text.h"
#include "core/recommender/deescalation/evidence.h"

#include <span>
#include <string>

namespace attune {

/// "not interested 1.2; passed over 0.4", in nats; a dash for nothing.
std::string basis_words(std::span<const Sign> basis, const Text& text);
/// "not_interested 1.2183 passed_over 0.375": for files, every digit.
std::string basis_cell(std::span<const Sign> basis);

} // namespace attune
