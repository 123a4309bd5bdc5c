// How likely each candidate is to stand on a slate, before any slate is drawn.
#pragma once

#include "core/recommender/ranking/candidates.h"

namespace attune {

/// Candidates that a shift of their category leaves where they are.
using Spared = std::array<bool, max_candidates>;

/// One chance in [0, 1] per candidate.
struct Inclusion {
    std::array<float, max_candidates> chance{};
    float places = 0; ///< their sum: about slate_length, or how many candidates there are
};

/// The chances if the scores of `category` moved by `shift` (nat). Sampling with Gumbel noise takes item j
/// with probability 1 - exp(-c exp(s_j / temperature)), with the c that fills a slate (the Poisson
/// approximation to Gumbel top-k, Kool, van Hoof and Welling 2019, section 4.2, threshold form). The cap on a
/// category and places for random candidates are left out. What is hidden does not count, what was shown
/// does. Candidates in `spared` do not move.
Inclusion inclusion(const Candidates& candidates, CategoryId category, float shift, float temperature,
                    const Spared* spared = nullptr);

} // namespace attune
