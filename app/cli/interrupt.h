// Ctrl+C and its like. A program that has written nothing yet ends at once; one that has begun to write is
// asked to stop, does so at its next stopping point, and leaves nothing half-written.
#pragma once

#include <mutex>
#include <stop_token>
#include <thread>

namespace attune::cli {

class Interrupt {
public:
    /// Takes over SIGINT, SIGTERM and SIGHUP for the life of the program, except those that whoever started
    /// it had it ignore (as nohup does).
    Interrupt();
    /// From here on a signal only asks to stop; before, it ends the program at once with exit code 130.
    void only_ask_from_now();
    std::stop_token token() const { return source_.get_token(); }

private:
    std::stop_source source_;
    std::mutex mutex_;
    bool only_ask_ = false;
    std::jthread watcher_; ///< waits for the signals, so that no handler has to be careful
};

} // namespace attune::cli
