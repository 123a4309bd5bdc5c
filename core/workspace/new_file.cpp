#include "core/workspace/new_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace attune {
namespace {

std::filesystem::path folder_of(const std::string& path) {
    const std::filesystem::path parent = std::filesystem::path(path).parent_path();
    return parent.empty() ? "." : parent;
}

Status refuse(const std::string& path) {
    return fail(ErrorCode::io, std::string("the file cannot be made (") + std::strerror(errno) + ")", path,
                "Check that you may write to its folder");
}

} // namespace

Result<NewFile> NewFile::beside(const std::string& target) {
    const std::filesystem::path folder = folder_of(target);
    std::error_code code;
    if (!std::filesystem::is_directory(folder, code))
        return fail(ErrorCode::not_found, "there is no folder to put the file in", target,
                    "Make the folder first");
    // The process and a count make the name ours alone; a leftover of a stopped process with our number is
    // free.
    static std::atomic<unsigned> count = 0;
    const std::string name = ".attune-" + std::to_string(::getpid()) + "-" + std::to_string(count++) + ".new";
    const std::string path = (folder / name).string();
    for (const char* suffix : {"", "-journal"})
        std::filesystem::remove(path + suffix, code);
    return NewFile(target, path);
}

NewFile::~NewFile() {
    if (path_.empty()) return;
    std::error_code code;
    for (const char* suffix : {"", "-journal"})
        std::filesystem::remove(path_ + suffix, code);
}

Status NewFile::publish() {
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, target_.c_str(), RENAME_NOREPLACE) != 0) {
        if (errno == EEXIST) return {};
        // Some file systems know no such rename; theirs are not shared by two programs that race.
        if (errno != EINVAL && errno != ENOSYS) return refuse(target_);
        std::error_code code;
        if (std::filesystem::exists(target_, code)) return {};
        if (::rename(path_.c_str(), target_.c_str()) != 0) return refuse(target_);
    }
    path_.clear();
    const int folder = ::open(folder_of(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = folder >= 0 && (::fsync(folder) == 0 || errno == EINVAL);
    if (folder >= 0) ::close(folder);
    return synced ? Status() : refuse(target_);
}

} // namespace attune
