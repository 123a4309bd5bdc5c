#include "ui/session/gentle_thread.h"

#include <sys/resource.h>
#include <unistd.h>

namespace attune::ui {
namespace {

/// Steps of the scale of "nice": enough that the scheduler wakes the window at once, little enough that a run
/// on a busy machine is not starved.
constexpr int steps = 5;

} // namespace

void give_way_to_the_window() {
    // On Linux each thread has a priority of its own, which threads that it starts inherit.
    (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), steps);
}

} // namespace attune::ui
