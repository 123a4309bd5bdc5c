// Runs numbered pieces of work on a fixed number of threads. Pieces must not share anything they write; then
// the result cannot depend on the number of threads. oneTBB balances them; under ThreadSanitizer, which
// cannot see into oneTBB, plain threads take them in turn.
#pragma once

#include <functional>

namespace attune {

/// Calls work(piece, worker) for every piece in [0, pieces). `worker` is in [0, threads) and never used by
/// two threads at once: an index for scratch memory. threads >= 1.
void for_each_piece(int pieces, int threads, const std::function<void(int piece, int worker)>& work);

} // namespace attune
