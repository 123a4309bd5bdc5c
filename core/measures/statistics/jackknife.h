// Intervals from blocks of people: leave each block out once and see how much the value moves. Blocks are the
// clusters, so what one person does many times is not taken for many people. Works for any value that is a
// function of added-up blocks; two runs over the same people are compared block by block (common random
// numbers).
#pragma once

#include "core/measures/statistics/intervals.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <span>
#include <vector>

namespace attune {

/// Numerator and denominator of a ratio in one block.
struct Fraction {
    double numerator = 0;
    double denominator = 0;

    Fraction& operator+=(const Fraction& other) {
        numerator += other.numerator;
        denominator += other.denominator;
        return *this;
    }
    Fraction& operator-=(const Fraction& other) {
        numerator -= other.numerator;
        denominator -= other.denominator;
        return *this;
    }
    bool empty() const { return numerator == 0 && denominator == 0; }
    /// NaN where the denominator is 0.
    double value() const { return denominator == 0 ? Estimate::none : numerator / denominator; }
};

/// The same block of people in two runs.
template <typename Block>
struct Twin {
    Block baseline;
    Block candidate;

    Twin& operator+=(const Twin& other) {
        baseline += other.baseline;
        candidate += other.candidate;
        return *this;
    }
    Twin& operator-=(const Twin& other) {
        baseline -= other.baseline;
        candidate -= other.candidate;
        return *this;
    }
    bool empty() const { return baseline.empty() && candidate.empty(); }
};

/// `value(total)` with its interval. A block has +=, -= and empty(); an empty one has no say. Blocks are
/// added in their order, so equal blocks give equal bits.
template <typename Block, typename Value>
Estimate jackknife(std::span<const Block> blocks, Value value) {
    if (blocks.empty()) return {};
    Block total = blocks[0];
    for (std::size_t i = 1; i < blocks.size(); ++i)
        total += blocks[i];
    std::vector<double> left_out;
    left_out.reserve(blocks.size());
    for (const Block& block : blocks) {
        if (block.empty()) continue;
        Block rest = total;
        rest -= block;
        left_out.push_back(value(rest));
    }
    return jackknife_interval(value(total), left_out);
}

/// value(candidate) - value(baseline), paired by block.
template <typename Block, typename Value>
Estimate paired_jackknife(std::span<const Block> baseline, std::span<const Block> candidate, Value value) {
    assert(baseline.size() == candidate.size());
    std::vector<Twin<Block>> twins;
    twins.reserve(baseline.size());
    for (std::size_t i = 0; i < baseline.size(); ++i)
        twins.push_back({baseline[i], candidate[i]});
    return jackknife(std::span<const Twin<Block>>(twins),
                     [&](const Twin<Block>& twin) { return value(twin.candidate) - value(twin.baseline); });
}

} // namespace attune
