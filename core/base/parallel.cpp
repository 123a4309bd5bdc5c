#include "core/base/parallel.h"

#ifdef ATTUNE_BLOCKS_ON_JTHREAD
#include <atomic>
#include <thread>
#include <vector>
#else
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>
#endif

namespace attune {
namespace {

#ifndef ATTUNE_BLOCKS_ON_JTHREAD
/// More threads than processors are allowed where they are asked for; the library would complain otherwise.
/// It starts none before an arena wants it.
void allow_many_threads() {
    static const tbb::global_control allowed(tbb::global_control::max_allowed_parallelism, 1024);
}
#endif

} // namespace

void for_each_piece(int pieces, int threads, const std::function<void(int, int)>& work) {
    if (threads <= 1 || pieces <= 1) {
        for (int piece = 0; piece < pieces; ++piece)
            work(piece, 0);
        return;
    }
#ifdef ATTUNE_BLOCKS_ON_JTHREAD
    std::atomic<int> next{0};
    std::vector<std::jthread> team;
    for (int worker = 0; worker < threads; ++worker)
        team.emplace_back([&, worker] {
            for (int piece = next++; piece < pieces; piece = next++)
                work(piece, worker);
        });
#else
    allow_many_threads();
    tbb::task_arena arena(threads);
    arena.execute([&] {
        tbb::parallel_for(0, pieces,
                          [&](int piece) { work(piece, tbb::this_task_arena::current_thread_index()); });
    });
#endif
}

} // namespace attune
