// What a guardrail says of a measured difference.
#pragma once

#include <string>

namespace attune {

enum class Verdict { holds, broken, undecided };

struct GuardrailVerdict {
    std::string key; ///< of a metric, or "coercion.<trait>" (core/policy/coercion.h)
    std::string group = "all";
    double difference = 0, lower = 0, upper = 0; ///< candidate minus baseline
    double limit = 0;                            ///< the largest accepted change for the worse
    Verdict verdict = Verdict::undecided;
    double more_needed = 0; ///< for an undecided one: how many times as many people or seeds would settle it
};

} // namespace attune
