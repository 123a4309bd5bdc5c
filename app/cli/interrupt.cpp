#include "app/cli/interrupt.h"

#include <csignal>
#include <ctime>
#include <pthread.h>

namespace attune::cli {

Interrupt::Interrupt() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    // Blocked before any other thread starts, so that only the watcher receives them.
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    watcher_ = std::jthread([this, signals](const std::stop_token& end) {
        const timespec patience{0, 50'000'000};
        while (!end.stop_requested())
            if (sigtimedwait(&signals, nullptr, &patience) > 0) source_.request_stop();
    });
}

} // namespace attune::cli
