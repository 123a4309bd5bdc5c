// Ctrl+C as a stop token: the work ends at its next stopping point and nothing half-written stays.
#pragma once

#include <stop_token>
#include <thread>

namespace attune::cli {

class Interrupt {
public:
    /// Takes over SIGINT and SIGTERM for the life of the program.
    Interrupt();
    std::stop_token token() const { return source_.get_token(); }

private:
    std::stop_source source_;
    std::jthread watcher_; ///< waits for the signals, so that no handler has to be careful
};

} // namespace attune::cli
