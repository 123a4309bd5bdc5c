#include "tests/support/faulty_vfs.h"

#include <sqlite3.h>
#include <unistd.h>

#include <csignal>
#include <cstring>

namespace attune::test {

struct FaultyVfs::State {
    sqlite3_vfs vfs = {};
    sqlite3_vfs* real = nullptr;
    Question question;
};

namespace {

using Call = FaultyVfs::Call;
using Answer = FaultyVfs::Answer;

/// SQLite gives room for this and the real file behind it.
struct File {
    sqlite3_file base;
    FaultyVfs::Question* question;
    sqlite3_file* real;
};

File& file_of(sqlite3_file* file) {
    return *reinterpret_cast<File*>(file);
}

[[noreturn]] void die() {
    ::kill(::getpid(), SIGKILL);
    while (true)
        ::pause();
}

template <typename Do>
int answered(FaultyVfs::Question& question, Call call, Do&& pass_on) {
    const Answer answer = question ? question(call) : Answer{};
    if (answer.death == Answer::Death::before) die();
    if (answer.code != SQLITE_OK) return answer.code;
    const int code = pass_on();
    if (answer.death == Answer::Death::after) die();
    return code;
}

int close_file(sqlite3_file* file) {
    return file_of(file).real->pMethods->xClose(file_of(file).real);
}

int read_file_part(sqlite3_file* file, void* bytes, int size, sqlite3_int64 at) {
    File& f = file_of(file);
    bool refused = true;
    const int code = answered(*f.question, Call::read, [&] {
        refused = false;
        return f.real->pMethods->xRead(f.real, bytes, size, at);
    });
    // The contract of a short read: what is missing is zero.
    if (refused && code == SQLITE_IOERR_SHORT_READ) std::memset(bytes, 0, static_cast<std::size_t>(size));
    return code;
}

int write_file_part(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    File& f = file_of(file);
    const Answer answer = *f.question ? (*f.question)(Call::write) : Answer{};
    const auto* methods = f.real->pMethods;
    if (answer.half) methods->xWrite(f.real, bytes, size / 2, at);
    if (answer.death == Answer::Death::before) die();
    if (answer.code != SQLITE_OK) return answer.code;
    const int code = methods->xWrite(f.real, bytes, size, at);
    if (answer.death == Answer::Death::after) die();
    return code;
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    File& f = file_of(file);
    return answered(*f.question, Call::truncate, [&] { return f.real->pMethods->xTruncate(f.real, size); });
}

int sync_file(sqlite3_file* file, int flags) {
    File& f = file_of(file);
    return answered(*f.question, Call::sync, [&] { return f.real->pMethods->xSync(f.real, flags); });
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    return file_of(file).real->pMethods->xFileSize(file_of(file).real, size);
}

int lock_file(sqlite3_file* file, int level) {
    return file_of(file).real->pMethods->xLock(file_of(file).real, level);
}

int unlock_file(sqlite3_file* file, int level) {
    return file_of(file).real->pMethods->xUnlock(file_of(file).real, level);
}

int check_reserved(sqlite3_file* file, int* reserved) {
    return file_of(file).real->pMethods->xCheckReservedLock(file_of(file).real, reserved);
}

int file_control(sqlite3_file* file, int what, void* argument) {
    return file_of(file).real->pMethods->xFileControl(file_of(file).real, what, argument);
}

int sector_size(sqlite3_file* file) {
    return file_of(file).real->pMethods->xSectorSize(file_of(file).real);
}

int characteristics(sqlite3_file* file) {
    return file_of(file).real->pMethods->xDeviceCharacteristics(file_of(file).real);
}

// Version 1: no shared memory and no mapping, so that no byte gets past us.
const sqlite3_io_methods file_methods = {
    1,         close_file,  read_file_part, write_file_part, truncate_file, sync_file,       file_size,
    lock_file, unlock_file, check_reserved, file_control,    sector_size,   characteristics, nullptr,
    nullptr,   nullptr,     nullptr,        nullptr,         nullptr};

} // namespace

FaultyVfs::FaultyVfs(const std::string& name)
    : name_(name)
    , state_(std::make_unique<State>()) {
    sqlite3_initialize();
    State& state = *state_;
    state.real = sqlite3_vfs_find(nullptr);
    state.vfs = *state.real;
    state.vfs.pNext = nullptr;
    state.vfs.zName = name_.c_str();
    state.vfs.pAppData = &state;
    state.vfs.szOsFile = static_cast<int>(sizeof(File)) + state.real->szOsFile;
    state.vfs.xOpen = [](sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out) {
        State& own = *static_cast<State*>(vfs->pAppData);
        File& f = file_of(file);
        f.base.pMethods = nullptr;
        f.question = &own.question;
        f.real = reinterpret_cast<sqlite3_file*>(&f + 1);
        const int code = answered(own.question, Call::open,
                                  [&] { return own.real->xOpen(own.real, path, f.real, flags, out); });
        if (code == SQLITE_OK) f.base.pMethods = &file_methods;
        return code;
    };
    state.vfs.xDelete = [](sqlite3_vfs* vfs, const char* path, int sync_folder) {
        State& own = *static_cast<State*>(vfs->pAppData);
        return answered(own.question, Call::remove,
                        [&] { return own.real->xDelete(own.real, path, sync_folder); });
    };
    // The remaining calls are copies of the real ones, which look at nothing but their own arguments and, in
    // xOpen alone, at the registered object.
    sqlite3_vfs_register(&state.vfs, 0);
}

FaultyVfs::~FaultyVfs() {
    sqlite3_vfs_unregister(&state_->vfs);
}

void FaultyVfs::ask(Question question) {
    state_->question = std::move(question);
}

} // namespace attune::test
