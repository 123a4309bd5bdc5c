// The files a command writes: all of them appear, each whole, or none does.
#pragma once

#include "core/base/atomic_file.h"

#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

namespace attune::cli {

class Outputs {
public:
    /// Opens one more file. Errors: those of AtomicFile::open.
    Result<AtomicFile*> open(const std::string& path);
    /// One more file with all its bytes.
    Status add(const std::string& path, std::string_view bytes);
    /// Brings all bytes to the disk; what can fail for lack of room fails here, before a file has its name.
    Status complete();
    /// Gives all files their names; the one opened first comes last, as the sign that all are there.
    Status commit();

private:
    std::vector<std::unique_ptr<AtomicFile>> files_;
};

/// Options with the files they name: bad_input if two of them name the same file, for one would destroy the
/// other. Empty names are left out.
Status check_distinct(std::initializer_list<std::pair<const char*, std::string>> options);

} // namespace attune::cli
