// Counting what is wrong and keeping the first few cases in words.
#pragma once

#include "core/audit/verify.h"

#include <cstddef>
#include <string>
#include <utility>

namespace attune::audit {

/// Enough to see a pattern; the count says how many there are.
inline constexpr std::size_t most_counter_examples = 5;

inline void note(VerifyCheck& check, std::string counter_example) {
    check.passed = false;
    ++check.failures;
    if (check.counter_examples.size() < most_counter_examples)
        check.counter_examples.push_back(std::move(counter_example));
}

} // namespace attune::audit
