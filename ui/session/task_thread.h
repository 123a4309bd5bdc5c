// A thread that does one thing after the other, in the order they are asked for. What it is asked to save is
// saved before it ends; the window's thread never waits for it while it runs.
#pragma once

#include "ui/session/gentle_thread.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace attune::ui {

class TaskThread {
public:
    using Task = std::function<void(const std::stop_token& stop)>;

    TaskThread()
        : thread_([this](const std::stop_token& stop) { run(stop); }) {}
    /// Does what is left, with `stop` requested, and joins.
    ~TaskThread() = default;
    TaskThread(const TaskThread&) = delete;
    TaskThread& operator=(const TaskThread&) = delete;

    void ask(Task task) {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
        wake_.notify_one();
    }

private:
    void run(const std::stop_token& stop) {
        give_way_to_the_window();
        while (true) {
            Task task;
            {
                std::unique_lock lock(mutex_);
                wake_.wait(lock, stop, [this] { return !tasks_.empty(); });
                if (tasks_.empty()) return;
                task = std::move(tasks_.front());
                tasks_.pop_front();
            }
            task(stop);
        }
    }

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::deque<Task> tasks_;
    std::jthread thread_; ///< last: it uses all above
};

} // namespace attune::ui
