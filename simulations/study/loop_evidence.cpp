#include "simulations/study/loop_evidence.h"

#include <algorithm>

namespace attune {
namespace {

constexpr int most_blocks = 100;

/// Where a step begins, as the policy compares it.
float begin_of(int step) {
    return static_cast<float>(static_cast<double>(step) / LoopEvidence::steps);
}

int step_of(float belief) {
    int step = std::clamp(static_cast<int>(belief * LoopEvidence::steps), 0, LoopEvidence::steps - 1);
    while (step > 0 && belief < begin_of(step))
        --step;
    while (step + 1 < LoopEvidence::steps && belief >= begin_of(step + 1))
        ++step;
    return step;
}

} // namespace

void LoopEvidence::next_block() {
    blocks_.emplace_back();
}

void LoopEvidence::add(float belief, bool unwanted) {
    blocks_.back()[unwanted ? 1 : 0][static_cast<std::size_t>(step_of(belief))] += 1;
}

double LoopEvidence::pairs(int step, bool unwanted) const {
    double all = 0;
    for (const Counts& block : blocks_)
        all += block[unwanted ? 1 : 0][static_cast<std::size_t>(step)];
    return all;
}

double LoopEvidence::pairs(bool unwanted) const {
    double all = 0;
    for (int step = 0; step < steps; ++step)
        all += pairs(step, unwanted);
    return all;
}

Estimate LoopEvidence::share_from(int step, bool unwanted) const {
    std::vector<Fraction> fractions;
    fractions.reserve(blocks_.size());
    for (const Counts& block : blocks_) {
        Fraction& one = fractions.emplace_back();
        const auto& counts = block[unwanted ? 1 : 0];
        for (int s = 0; s < steps; ++s) {
            one.denominator += counts[static_cast<std::size_t>(s)];
            if (s >= step) one.numerator += counts[static_cast<std::size_t>(s)];
        }
    }
    Estimate share =
        jackknife(std::span<const Fraction>(fractions), [](const Fraction& f) { return f.value(); });
    share.lower = std::max(share.lower, 0.0);
    share.upper = std::min(share.upper, 1.0);
    return share;
}

LoopEvidence evidence_of(const Simulation& run, int users, int categories, float below) {
    LoopEvidence evidence;
    const int block_people = (users + most_blocks - 1) / most_blocks;
    for (int u = 0; u < users; ++u) {
        if (u % block_people == 0) evidence.next_block();
        const UserId user(static_cast<std::uint32_t>(u));
        const Person& person = run.person(user);
        if (person.role != Role::genuine || !person.consent.has(Purpose::adjust_my_recommendations)) continue;
        for (int c = 0; c < categories; ++c) {
            const auto category = static_cast<std::uint32_t>(c);
            if (const auto belief = run.recommender().belief(user, CategoryId(category)))
                evidence.add(*belief, person.taste[category] < below);
        }
    }
    return evidence;
}

} // namespace attune
