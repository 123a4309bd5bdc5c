// The verifier's own read-only view of a SQLite file. It shares nothing with the code that writes workspaces:
// a mistake there must not hide itself here.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace attune::audit {

/// One row of a result, valid inside the callback that gets it. Columns count from 0.
class Row {
public:
    explicit Row(sqlite3_stmt* statement)
        : statement_(statement) {}

    bool is_null(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string text(int column) const;
    std::vector<std::uint8_t> bytes(int column) const;

private:
    sqlite3_stmt* statement_;
};

class Reader {
public:
    /// Opens the file for reading only, in one unchanging view. What a stopped writer left half-way is rolled
    /// back in a temporary copy, never in the file. ErrorCode::unreadable if SQLite cannot read it, io if the
    /// disk refuses or another program holds it too long.
    static Result<Reader> open(const std::string& path);

    /// Calls `use` for each row of a query with at most one parameter.
    Status each(const std::string& sql, const std::function<void(const Row&)>& use) const;
    Status each(const std::string& sql, std::int64_t parameter,
                const std::function<void(const Row&)>& use) const;
    /// The first column of the first row, 0 without one.
    Result<std::int64_t> integer(const std::string& sql) const;

    /// Whether the file itself still waits for a rollback.
    bool from_copy() const { return copy_ != nullptr; }

private:
    struct Closer {
        void operator()(sqlite3* connection) const;
    };
    struct TemporaryFolder {
        explicit TemporaryFolder(std::string folder)
            : path(std::move(folder)) {}
        TemporaryFolder(const TemporaryFolder&) = delete;
        TemporaryFolder& operator=(const TemporaryFolder&) = delete;
        ~TemporaryFolder();
        std::string path;
    };
    explicit Reader(std::string path)
        : path_(std::move(path)) {}

    Status connect(const std::string& file, int flags);
    Status copy_and_roll_back();
    Status each_bound(const std::string& sql, const std::int64_t* parameter,
                      const std::function<void(const Row&)>& use) const;
    Error error(int code) const;

    std::string path_;
    std::unique_ptr<TemporaryFolder> copy_; ///< outlives the connection into it
    std::unique_ptr<sqlite3, Closer> connection_;
};

} // namespace attune::audit
