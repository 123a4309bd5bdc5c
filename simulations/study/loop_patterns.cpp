#include "simulations/study/loop_patterns.h"

namespace attune {
namespace {

// De-escalation proposal, section 3, as the product asks for it.
constexpr double least_right = 0.75, least_recall = 0.6;

} // namespace

void LoopPatterns::add(const LoopRuns& runs) {
    for (const PatternTable& table : runs.patterns.tables()) {
        blocks_.next_block();
        int caused = 0;
        for (std::size_t p = 0; p < pattern_count; ++p) {
            const int all = table.of(p);
            caused += all;
            blocks_[static_cast<Count>(static_cast<std::size_t>(Count::disinterest) + p)] +=
                {static_cast<double>(table.count[p][p]), static_cast<double>(all)};
        }
        const int nothing = table.of(PatternTable::nothing);
        blocks_[Count::right] += {static_cast<double>(table.right()), static_cast<double>(caused)};
        blocks_[Count::nothing] += {static_cast<double>(nothing), static_cast<double>(nothing + caused)};
    }
}

void LoopPatterns::write(std::vector<LoopMeasure>& measures) const {
    const auto with_aim = [&](const char* key, Count what, double least) {
        LoopMeasure measure = blocks_.measure(key, LoopUnit::share, what);
        measure.least = least;
        measures.push_back(measure);
    };
    with_aim("pattern_right", Count::right, least_right);
    with_aim("pattern_disinterest", Count::disinterest, least_recall);
    with_aim("pattern_frustration", Count::frustration, least_recall);
    with_aim("pattern_misalignment", Count::misalignment, least_recall);
    measures.push_back(blocks_.measure("pattern_nothing", LoopUnit::share, Count::nothing));
}

} // namespace attune
