#include "app/cli/interrupt.h"

#include "app/cli/console.h"

#include <pthread.h>
#include <unistd.h>

#include <csignal>
#include <ctime>

namespace attune::cli {
namespace {

/// The signals to take over.
sigset_t our_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction before = {};
        if (::sigaction(signal, nullptr, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaddset(&signals, signal);
    }
    return signals;
}

} // namespace

Interrupt::Interrupt() {
    const sigset_t signals = our_signals();
    // Blocked before any other thread starts, so that only the watcher receives them.
    ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    watcher_ = std::jthread([this, signals](const std::stop_token& end) {
        const timespec patience{0, 50'000'000};
        while (!end.stop_requested()) {
            if (::sigtimedwait(&signals, nullptr, &patience) <= 0) continue;
            const std::lock_guard lock(mutex_);
            if (!only_ask_) ::_exit(report({ErrorCode::cancelled, words("error.stopped"), {}, {}}));
            source_.request_stop();
        }
    });
}

void Interrupt::only_ask_from_now() {
    const std::lock_guard lock(mutex_);
    only_ask_ = true;
}

} // namespace attune::cli
