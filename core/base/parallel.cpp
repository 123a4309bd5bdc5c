#include "core/base/parallel.h"

#ifdef ATTUNE_BLOCKS_ON_JTHREAD
#include <atomic>
#include <thread>
#include <vector>
#else
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <memory>
#include <mutex>
#endif

namespace attune {
namespace {

#ifndef ATTUNE_BLOCKS_ON_JTHREAD
/// More threads than processors are allowed where they are asked for; the library would complain otherwise.
/// No more than that, for it would start them.
void allow(int threads) {
    static std::mutex mutex;
    static std::unique_ptr<tbb::global_control> control;
    static int allowed =
        static_cast<int>(tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism));
    const std::lock_guard lock(mutex);
    if (threads <= allowed) return;
    control.reset(); // of several the smallest would count
    control = std::make_unique<tbb::global_control>(tbb::global_control::max_allowed_parallelism,
                                                    static_cast<std::size_t>(threads));
    allowed = threads;
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
    allow(threads);
    tbb::task_arena arena(threads);
    arena.execute([&] {
        tbb::parallel_for(0, pieces,
                          [&](int piece) { work(piece, tbb::this_task_arena::current_thread_index()); });
    });
#endif
}

} // namespace attune
