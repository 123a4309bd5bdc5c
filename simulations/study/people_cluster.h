// Which cluster a person belongs to, for what is summed up beside the engine.
#pragma once

#include "simulations/engine/run.h"

#include <cstddef>
#include <cstdint>

namespace attune {

/// The cluster of a person, as the engine gathers blocks.
inline std::size_t cluster_of(std::uint32_t user, int users) {
    const auto blocks = static_cast<std::size_t>(block_count(users));
    const auto clusters = static_cast<std::size_t>(cluster_count(users));
    const std::size_t block = user / block_size;
    std::size_t c = block * clusters / blocks;
    while (c + 1 < clusters && (c + 1) * blocks / clusters <= block)
        ++c;
    return c;
}

} // namespace attune
