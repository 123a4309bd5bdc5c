#include "core/base/atomic_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace attune {
namespace {

tl::unexpected<Error> refused(const std::string& path, int code) {
    return fail(ErrorCode::io, std::string("cannot be written (") + std::strerror(code) + ")", path, "Choose another place or make room");
}

} // namespace

Result<AtomicFile> AtomicFile::open(const std::string& path) {
    std::error_code code;
    const std::filesystem::path target(path);
    if (std::filesystem::is_directory(target, code))
        return fail(ErrorCode::bad_input, "this is a folder, not a file", path, "Name a file inside it");
    const std::filesystem::path folder = target.parent_path();
    if (!folder.empty() && !std::filesystem::is_directory(folder, code))
        return fail(ErrorCode::not_found, "the folder to write into does not exist", path, "Make the folder first");
    std::string temporary = path + ".part-XXXXXX";
    const int descriptor = ::mkstemp(temporary.data());
    if (descriptor < 0) return refused(path, errno);
    ::fchmod(descriptor, 0644);
    std::FILE* file = ::fdopen(descriptor, "wb");
    if (!file) {
        const int reason = errno;
        ::close(descriptor);
        ::unlink(temporary.c_str());
        return refused(path, reason);
    }
    return AtomicFile(path, std::move(temporary), file);
}

AtomicFile::~AtomicFile() {
    if (!file_) return;
    file_.reset();
    ::unlink(temporary_.c_str());
}

void AtomicFile::write(std::string_view bytes) {
    if (failure_ == 0 && std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) failure_ = errno != 0 ? errno : EIO;
}

Status AtomicFile::commit() {
    if (failure_ == 0 && (std::fflush(file_.get()) != 0 || ::fsync(::fileno(file_.get())) != 0)) failure_ = errno;
    if (failure_ == 0 && std::rename(temporary_.c_str(), path_.c_str()) != 0) failure_ = errno;
    if (failure_ != 0) return refused(path_, failure_);
    file_.reset();
    return {};
}

Status write_file(const std::string& path, std::string_view bytes) {
    auto file = AtomicFile::open(path);
    if (!file) return pass_on(file);
    file->write(bytes);
    return file->commit();
}

} // namespace attune
