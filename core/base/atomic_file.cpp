#include "core/base/atomic_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace attune {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> refused(const std::string& path, int code) {
    return fail(ErrorCode::io, std::string("cannot be written (") + std::strerror(code) + ")", path,
                "Choose another place or make room");
}

fs::path folder_of(const fs::path& target) {
    return target.has_parent_path() ? target.parent_path() : fs::path(".");
}

/// A name that nobody has: the process and a count, and a further count where a stopped process left its own.
int open_neighbour(const std::string& path, ::mode_t mode, std::string& name) {
    static std::atomic<unsigned> count = 0;
    while (true) {
        name = path + ".part-" + std::to_string(::getpid()) + "-" + std::to_string(count++);
        const int descriptor = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (descriptor >= 0 || errno != EEXIST) return descriptor;
    }
}

} // namespace

Result<AtomicFile> AtomicFile::open(const std::string& path, Readers readers) {
    std::error_code code;
    fs::path target(path);
    if (path.empty()) return fail(ErrorCode::bad_input, "the name of the file to write is empty");
    if (fs::is_symlink(target, code)) {
        target = fs::canonical(target, code);
        if (code)
            return fail(ErrorCode::bad_input, "this is a link that leads nowhere", path,
                        "Name an ordinary file");
    }
    const fs::file_status status = fs::status(target, code);
    if (fs::is_directory(status) || path.back() == '/')
        return fail(ErrorCode::bad_input, "this is a folder, not a file", path, "Name a file inside it");
    if (fs::exists(status) && !fs::is_regular_file(status))
        return fail(ErrorCode::bad_input, "this is a device or a pipe, not a file", path,
                    "Name an ordinary file");
    if (!fs::is_directory(folder_of(target), code))
        return fail(ErrorCode::not_found, "the folder to write into does not exist", path,
                    "Make the folder first");

    std::string temporary;
    const int descriptor =
        open_neighbour(target.string(), readers == Readers::owner ? 0600 : 0666, temporary);
    if (descriptor < 0) return refused(path, errno);
    const int kept = fs::exists(status) && readers == Readers::everyone
                         ? ::fchmod(descriptor, static_cast<::mode_t>(status.permissions()) & 0777U)
                         : 0;
    std::FILE* file = kept == 0 ? ::fdopen(descriptor, "wb") : nullptr;
    if (!file) {
        const int reason = errno;
        ::close(descriptor);
        ::unlink(temporary.c_str());
        return refused(path, reason);
    }
    return AtomicFile(target.string(), std::move(temporary), file);
}

AtomicFile::~AtomicFile() {
    file_.reset();
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void AtomicFile::write(std::string_view bytes) {
    assert(file_ && "a complete file takes no more");
    if (failure_ == 0 && std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size())
        failure_ = errno != 0 ? errno : EIO;
}

Status AtomicFile::complete() {
    if (file_) {
        if (failure_ == 0 && (std::fflush(file_.get()) != 0 || ::fsync(::fileno(file_.get())) != 0))
            failure_ = errno;
        if (std::fclose(file_.release()) != 0 && failure_ == 0) failure_ = errno;
    }
    if (failure_ != 0) return refused(path_, failure_);
    return {};
}

Status AtomicFile::commit() {
    if (auto done = complete(); !done) return done;
    if (std::rename(temporary_.c_str(), path_.c_str()) != 0) {
        failure_ = errno;
        return refused(path_, failure_);
    }
    temporary_.clear();
    // The new name too is to survive a power cut; a file system that cannot promise that is no reason to
    // fail.
    const int folder = ::open(folder_of(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        ::fsync(folder);
        ::close(folder);
    }
    return {};
}

Status write_file(const std::string& path, std::string_view bytes, Readers readers) {
    auto file = AtomicFile::open(path, readers);
    if (!file) return pass_on(file);
    file->write(bytes);
    return file->commit();
}

} // namespace attune
