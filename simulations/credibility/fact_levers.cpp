// Every lever and every assumption changes something. A knob that does nothing would make what it promises
// untrue.
#include "simulations/credibility/dead_levers.h"
#include "simulations/credibility/facts.h"

namespace attune {
namespace {

constexpr std::size_t left_alone = 3; ///< moves of the control

Result<Sample> measure(const Trial& trial) {
    const std::vector<LeverMove> moves = lever_moves();
    auto dead = dead_levers(trial, moves);
    if (!dead) return pass_on(dead);
    // Moves that move nothing: all of them must be found, or the search could find nothing at all.
    std::vector<LeverMove> unmoved;
    for (std::size_t m = 0; m < moves.size() && unmoved.size() < left_alone; ++m)
        if (unmoved.empty() || unmoved.back().key != moves[m].key)
            unmoved.push_back({moves[m].key, moves[m].stands, moves[m].stands});
    Trial silent = trial;
    silent.progress = {};
    auto still = dead_levers(silent, unmoved);
    if (!still) return pass_on(still);
    return Sample{{{static_cast<double>(dead->size()), static_cast<double>(still->size())}}, *dead};
}

} // namespace

FactSpec levers_fact() {
    return {.id = "levers",
            .source = "Our own rule: no lever without an effect",
            .checks = {{.id = "dead",
                        .unit = "levers",
                        .expected = {0, 0},
                        .without_cause = {static_cast<double>(left_alone), static_cast<double>(left_alone)}}},
            .arms = {},
            .quick = {.seeds = 1, .users = 256, .days = 22, .items = 150},
            .full = {.seeds = 1, .users = 900, .days = 30, .items = 200},
            .measure = measure,
            .weight = 30};
}

} // namespace attune
