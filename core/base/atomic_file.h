// A file that is either written whole or not at all: bytes go to a neighbour that takes the name only when all of
// them are on the disk.
#pragma once

#include "core/base/result.h"

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace attune {

class AtomicFile {
public:
    /// Opens a neighbour of `path`. Errors: not_found if the folder does not exist, bad_input for a folder, io.
    static Result<AtomicFile> open(const std::string& path);

    AtomicFile(AtomicFile&&) noexcept = default;
    AtomicFile& operator=(AtomicFile&&) = delete;
    /// Without commit() the neighbour is removed and `path` stays as it was.
    ~AtomicFile();

    /// Failures are kept and told by commit().
    void write(std::string_view bytes);
    /// Brings everything to the disk and takes the name.
    Status commit();

private:
    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    AtomicFile(std::string path, std::string temporary, std::FILE* file)
        : path_(std::move(path)), temporary_(std::move(temporary)), file_(file) {}

    std::string path_;
    std::string temporary_;
    std::unique_ptr<std::FILE, Close> file_;
    int failure_ = 0; ///< errno of the first failed write
};

/// The whole file at once.
Status write_file(const std::string& path, std::string_view bytes);

} // namespace attune
