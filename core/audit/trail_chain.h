// Is the trail of a workspace whole and as it was written? One pass over the segments, a segment at a time in
// memory: numbers without gaps, the chain, the tree, and every head with its signature. Invariant I10.
#pragma once

#include "core/audit/trail_heads.h"
#include "core/audit/trail_verdict.h"

#include <functional>

namespace attune::audit::trail {

/// Gets every event that can be read, in order; says whether an inclusion proof of it is wanted.
using EventSink = std::function<Result<bool>(const Event&)>;

struct ChainReport {
    bool present = false;     ///< the workspace has a trail
    std::uint64_t events = 0; ///< highest number
    std::int64_t segments = 0, heads = 0;
    InvariantVerdict order;                        ///< numbers, and events that can be read
    InvariantVerdict chain;                        ///< chain values
    InvariantVerdict signed_heads;                 ///< heads
    InvariantVerdict earlier;                      ///< the exported head, where one was given
    std::vector<std::vector<std::uint8_t>> keys{}; ///< that signed, each once, in their order
    bool key_given = false, earlier_given = false;
    Hash root{};                 ///< of all events
    std::vector<Proof> proofs{}; ///< those that were asked for; none where the order is broken
    bool passed() const;
};

/// Whether the workspace has a trail with anything in it.
Result<bool> has_trail(const Reader& reader);

/// Errors: those of the reader, and whatever `use` fails with.
Result<ChainReport> check_chain(const Reader& reader, const Anchor& anchor, const EventSink& use);

} // namespace attune::audit::trail
