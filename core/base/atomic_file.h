// A file that is either written whole or not at all: bytes go to a neighbour that takes the name only when
// all of them are on the disk. Several files that belong together are each completed first and then take
// their names.
#pragma once

#include "core/base/result.h"

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace attune {

/// Who may read a new file, within what the user allows new files. A file that is replaced keeps its rights.
enum class Readers { everyone, owner };

class AtomicFile {
public:
    /// Opens a neighbour of `path`, called `path` + ".part-" and numbers. A link is followed: the file it
    /// points to is replaced. Errors: not_found if the folder does not exist; bad_input for a folder, a
    /// device or a pipe, which cannot be replaced; io if the disk refuses.
    static Result<AtomicFile> open(const std::string& path, Readers readers = Readers::everyone);

    AtomicFile(AtomicFile&& other) noexcept
        : path_(std::move(other.path_))
        , temporary_(std::exchange(other.temporary_, {}))
        , file_(std::move(other.file_))
        , failure_(other.failure_) {}
    AtomicFile& operator=(AtomicFile&&) = delete;
    /// Without commit() the neighbour is removed and `path` stays as it was.
    ~AtomicFile();

    /// As given to open(), or where the link points to.
    const std::string& path() const { return path_; }
    /// Failures are kept and told by complete() and commit().
    void write(std::string_view bytes);
    /// Brings everything to the disk; nothing can be written afterwards. io if it, or an earlier write,
    /// failed.
    Status complete();
    /// complete() if that was not done yet, then takes the name.
    Status commit();

private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    AtomicFile(std::string path, std::string temporary, std::FILE* file)
        : path_(std::move(path))
        , temporary_(std::move(temporary))
        , file_(file) {}

    std::string path_;
    std::string temporary_;                  ///< empty once there is nothing to remove
    std::unique_ptr<std::FILE, Close> file_; ///< null once complete
    int failure_ = 0;                        ///< errno of the first failure
};

/// The whole file at once.
Status write_file(const std::string& path, std::string_view bytes, Readers readers = Readers::everyone);

} // namespace attune
