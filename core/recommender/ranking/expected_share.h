// How large a part of the slates a category can be expected to have, before any slate is drawn: for promises.
#pragma once

#include "core/recommender/ranking/candidates.h"

namespace attune {

/// The expected share in [0, 1] of slots that go to `category` if its scores moved by `shift` (nat). Sampling
/// with Gumbel noise takes item j with probability 1 - exp(-c exp(s_j / temperature)), with the c that fills
/// a slate (the Poisson approximation to Gumbel top-k, Kool, van Hoof and Welling 2019, section 4.2,
/// threshold form); a share `exploration` of the slots goes to random candidates. The cap on a category is
/// left out. What is hidden does not count, what was shown does. 0 without candidates.
double expected_share(const Candidates& candidates, CategoryId category, float shift, float temperature,
                      float exploration);

} // namespace attune
