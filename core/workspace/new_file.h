// A file that is made under another name and takes its own only when it is complete.
#pragma once

#include "core/base/result.h"

#include <string>
#include <utility>

namespace attune {

class NewFile {
public:
    /// Chooses an unused name in the folder of `target`. ErrorCode::not_found if there is no such folder.
    static Result<NewFile> beside(const std::string& target);

    NewFile(NewFile&& other) noexcept
        : target_(std::move(other.target_))
        , path_(std::exchange(other.path_, {})) {}
    NewFile& operator=(NewFile&&) = delete;
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    /// Removes the file and its journal unless it was published.
    ~NewFile();

    /// Where to write it.
    const std::string& path() const { return path_; }
    /// Makes it, empty and for its owner alone.
    Status make_private() const;
    /// Brings what was written to the disk.
    Status sync() const;
    /// Gives it its name, on the disk too. Never replaces a file: false if one has appeared meanwhile; that
    /// one stays, a complete file from whoever was faster.
    Result<bool> publish();
    /// Gives it its name in place of the workspace that has it, if there is one.
    Status publish_over();

private:
    NewFile(std::string target, std::string path)
        : target_(std::move(target))
        , path_(std::move(path)) {}
    Status take_name();

    std::string target_;
    std::string path_; ///< empty once there is nothing to remove
};

} // namespace attune
