// A disk that is full for as long as a test wants.
#pragma once

#include "tests/support/faulty_vfs.h"

#include <sqlite3.h>

#include <atomic>

namespace attune::test {

/// All connections go through a disk that fails on request, for as long as this lives.
class FailingDisk {
public:
    FailingDisk() { sqlite3_vfs_register(sqlite3_vfs_find("failing"), 1); }
    void fill() {
        full_ = true;
        vfs_.ask([this](FaultyVfs::Call call) {
            FaultyVfs::Answer answer;
            if (full_ && call == FaultyVfs::Call::write) answer.code = SQLITE_FULL;
            return answer;
        });
    }
    void empty() { full_ = false; }
    FaultyVfs& vfs() { return vfs_; }

private:
    FaultyVfs vfs_{"failing"};
    std::atomic<bool> full_ = false;
};

} // namespace attune::test
