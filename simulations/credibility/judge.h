// From readings over seeds to a verdict. A value is judged by its whole 95 % interval: inside the band it
// holds, outside it fails, across an end it is undecided; and an effect that stays without its cause fails.
#pragma once

#include "simulations/credibility/fact.h"

#include <span>

namespace attune {

/// `readings` are those of one check, one per seed; a single one is taken as exact.
CheckResult judge(const FactCheck& check, std::span<const Reading> readings);

/// The worst: fails, then undecided, then holds; not_judged where there is none.
FactVerdict worst_of(std::span<const CheckResult> checks);

} // namespace attune
