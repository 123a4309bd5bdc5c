#include "simulations/study/loop_reliability.h"

#include "core/recommender/deescalation/wording.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr int most_blocks = 100;
constexpr double most_error = 0.10; ///< our choice: a tenth is what three words for it can tell apart

} // namespace

LoopReliability::Block& LoopReliability::Block::operator+=(const Block& other) {
    for (std::size_t b = 0; b < bins; ++b) {
        said[b] += other.said[b];
        so[b] += other.so[b];
        pairs[b] += other.pairs[b];
    }
    return *this;
}

LoopReliability::Block& LoopReliability::Block::operator-=(const Block& other) {
    for (std::size_t b = 0; b < bins; ++b) {
        said[b] -= other.said[b];
        so[b] -= other.so[b];
        pairs[b] -= other.pairs[b];
    }
    return *this;
}

bool LoopReliability::Block::empty() const {
    return std::all_of(pairs.begin(), pairs.end(), [](double n) { return n == 0; });
}

double LoopReliability::Block::error() const {
    double apart = 0, all = 0;
    for (std::size_t b = 0; b < bins; ++b) {
        apart += std::abs(said[b] - so[b]);
        all += pairs[b];
    }
    return all == 0 ? Estimate::none : apart / all;
}

void LoopReliability::add(double said, bool so) {
    Block& block = blocks_.back();
    const auto bin = static_cast<std::size_t>(std::clamp(static_cast<int>(said * bins), 0, bins - 1));
    block.said[bin] += said;
    block.so[bin] += so ? 1 : 0;
    block.pairs[bin] += 1;
}

void LoopReliability::add(const LoopReliability& other) {
    blocks_.insert(blocks_.end(), other.blocks_.begin(), other.blocks_.end());
}

std::vector<LoopReliability::Bin> LoopReliability::diagram() const {
    std::vector<Bin> diagram;
    for (std::size_t b = 0; b < bins; ++b) {
        Bin bin;
        std::vector<Fraction> shares;
        for (const Block& block : blocks_) {
            bin.said += block.said[b];
            bin.pairs += block.pairs[b];
            shares.push_back({block.so[b], block.pairs[b]});
        }
        if (bin.pairs == 0) continue;
        bin.said /= bin.pairs;
        bin.so = jackknife(std::span<const Fraction>(shares), [](const Fraction& f) { return f.value(); });
        bin.so.lower = std::max(bin.so.lower, 0.0);
        bin.so.upper = std::min(bin.so.upper, 1.0);
        diagram.push_back(bin);
    }
    return diagram;
}

Estimate LoopReliability::error() const {
    return jackknife(std::span<const Block>(blocks_), [](const Block& block) { return block.error(); });
}

double LoopReliability::pairs() const {
    double all = 0;
    for (const Block& block : blocks_)
        for (const double n : block.pairs)
            all += n;
    return all;
}

LoopReliability reliability_of(const Simulation& run, int users, int categories, float from) {
    LoopReliability reliability;
    const int block_people = (users + most_blocks - 1) / most_blocks;
    for (int u = 0; u < users; ++u) {
        if (u % block_people == 0) reliability.next_block();
        const UserId user(static_cast<std::uint32_t>(u));
        const Person& person = run.person(user);
        if (person.role != Role::genuine || !person.consent.has(Purpose::adjust_my_recommendations)) continue;
        for (int c = 0; c < categories; ++c) {
            const auto category = static_cast<std::uint32_t>(c);
            const auto said = run.recommender().confidence(user, CategoryId(category));
            if (said && *said > 0)
                reliability.add(static_cast<double>(match_chance(*said)), person.taste[category] >= from);
        }
    }
    return reliability;
}

LoopMeasure reliability_measure(const LoopReliability& reliability) {
    return {.key = "confidence_error",
            .value = value_of(reliability.error(), reliability.pairs(), 0, 1),
            .most = most_error};
}

} // namespace attune
