// A disk that fails on request: a SQLite file system that passes every call on to the real one, after asking
// a test what should happen to it. With it a write can be refused, done by half, or be the last thing the
// program ever does.
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace attune::test {

class FaultyVfs {
public:
    enum class Call { open, read, write, sync, truncate, remove };

    struct Answer {
        int code = 0;      ///< 0 lets the call through; otherwise what SQLite is told
        bool half = false; ///< a write that fails or dies has written its first half
        enum class Death {
            none,
            before,
            after
        } death = Death::none; ///< SIGKILL, at once or when the call is done
    };
    using Question = std::function<Answer(Call)>;

    /// Registers a file system of that name for as long as this lives; at first it lets everything through.
    explicit FaultyVfs(const std::string& name);
    ~FaultyVfs();
    FaultyVfs(const FaultyVfs&) = delete;
    FaultyVfs& operator=(const FaultyVfs&) = delete;

    const std::string& name() const { return name_; }
    void ask(Question question);

private:
    struct State;
    std::string name_;
    std::unique_ptr<State> state_;
};

} // namespace attune::test
