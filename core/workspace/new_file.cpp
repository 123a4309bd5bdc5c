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

Status NewFile::make_private() const {
    const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return refuse(target_);
    ::close(file);
    return {};
}

Status NewFile::sync() const {
    const int file = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    const bool synced = file >= 0 && ::fsync(file) == 0;
    const Status status = synced ? Status() : refuse(target_);
    if (file >= 0) ::close(file);
    return status;
}

Result<bool> NewFile::publish() {
    // SQLite would take a journal beside the name for the new file's own, and "put it back" with it.
    std::error_code code;
    const std::string journal = target_ + "-journal";
    if (std::filesystem::exists(journal, code) && !std::filesystem::exists(target_, code))
        return fail(ErrorCode::bad_input, "beside this name lies what is left of another workspace", journal,
                    "Move it away, or choose another name");
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, target_.c_str(), RENAME_NOREPLACE) != 0) {
        if (errno == EEXIST) return false;
        // Some file systems know no such rename; theirs are not shared by two programs that race.
        if (errno != EINVAL && errno != ENOSYS) return pass_on(refuse(target_));
        if (std::filesystem::exists(target_, code)) return false;
        if (::rename(path_.c_str(), target_.c_str()) != 0) return pass_on(refuse(target_));
    }
    const Status taken = take_name();
    if (!taken) return pass_on(taken);
    return true;
}

Status NewFile::publish_over() {
    // The old file goes, and its journal must go before it, see publish().
    std::error_code code;
    std::filesystem::remove(target_ + "-journal", code);
    if (code) return refuse(target_);
    if (::rename(path_.c_str(), target_.c_str()) != 0) return refuse(target_);
    return take_name();
}

Status NewFile::take_name() {
    path_.clear();
    const int folder = ::open(folder_of(target_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = folder >= 0 && (::fsync(folder) == 0 || errno == EINVAL);
    const Status status = synced ? Status() : refuse(target_);
    if (folder >= 0) ::close(folder);
    return status;
}

} // namespace attune
