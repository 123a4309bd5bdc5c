// The runs whose fingerprints are recorded: whoever runs them, on whatever processor, threads, instruction
// set or compiler, gets the same digits.
#pragma once

#include <string>
#include <vector>

namespace attune::test {

/// Names of the fixed runs, in order.
const std::vector<std::string>& fixed_runs();

/// Runs one of them; 32 hexadecimal digits. An unknown name or a refused policy gives an empty text.
std::string fixed_fingerprint(const std::string& name, int threads);

} // namespace attune::test
