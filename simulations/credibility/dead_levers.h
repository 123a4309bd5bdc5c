// Looks for levers and assumptions that change nothing, by running the world with each of them moved.
#pragma once

#include "simulations/credibility/trial.h"

#include <span>

namespace attune {

/// One lever or assumption before and after it is moved, with everything set that it needs to act on.
struct LeverMove {
    std::string key;
    ArmSetup stands;
    ArmSetup moved;
};

/// Every lever of a policy and every assumption, towards both ends of its range where it is not there
/// already, in a world in which everything the tables speak of happens.
std::vector<LeverMove> lever_moves();

/// Keys of the moves after which every event and every measured value is as before. A lever may need others
/// of its group to stand elsewhere: it is dead only if it changes nothing with any of them moved either.
Result<std::vector<std::string>> dead_levers(const Trial& trial, std::span<const LeverMove> moves);

} // namespace attune
