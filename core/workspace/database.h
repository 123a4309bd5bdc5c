// Move-only wrappers of a SQLite connection, its statements and a transaction: handles close themselves, and
// every refusal is a Result that names the file. They know nothing of what a workspace holds, and a
// connection belongs to one thread.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace attune {

using Bytes = std::span<const std::uint8_t>;

/// A prepared statement. Parameters are numbered by their order, columns from 0.
class Statement {
public:
    /// Binds all parameters, runs a statement that returns no rows, and makes it ready for the next values.
    template <typename... Values>
    Status execute(const Values&... values) {
        int index = 0;
        (bind(++index, values), ...);
        return finish();
    }
    /// Binds all parameters (text and bytes must live until the last row is read); next() then gives the
    /// rows.
    template <typename... Values>
    void query(const Values&... values) {
        reset();
        int index = 0;
        (bind(++index, values), ...);
    }
    /// Goes to the next row; false after the last one.
    Result<bool> next();

    std::int64_t integer(int column) const;
    /// NULL is NaN.
    double real(int column) const;
    std::string text(int column) const;
    std::vector<std::uint8_t> blob(int column) const;

private:
    friend class Database;
    struct Finalizer {
        void operator()(sqlite3_stmt* statement) const;
    };
    Statement(sqlite3_stmt* statement, std::string path)
        : handle_(statement)
        , path_(std::move(path)) {}

    void bind(int index, std::int64_t value);
    void bind(int index, int value) { bind(index, std::int64_t{value}); }
    void bind(int index, double value); ///< NaN is NULL
    void bind(int index, std::string_view value);
    void bind(int index, const std::string& value) { bind(index, std::string_view(value)); }
    void bind(int index, Bytes value);
    Status finish();
    void reset();

    std::unique_ptr<sqlite3_stmt, Finalizer> handle_;
    std::string path_;
    int refused_ = 0; ///< the first result code of a bind that did not work
};

/// One connection to one file.
class Database {
public:
    enum class Access {
        read,   ///< never writes, not even to roll back what a stopped writer left
        write,  ///< the file must exist
        create, ///< made if it is missing
    };

    /// Opens the file at `path` (any bytes the file system takes; it is never read as a URI). `vfs` names a
    /// registered SQLite file system, empty for the usual one. While another program holds the file, calls
    /// wait up to `patience_ms` before they fail.
    static Result<Database> open(const std::string& path, Access access, const std::string& vfs,
                                 int patience_ms);
    /// An empty database without a file; `name` stands in its errors.
    static Result<Database> in_memory(const std::string& name);

    /// One or more statements without parameters and without rows.
    Status run(const std::string& sql) const;
    Result<Statement> prepare(std::string_view sql) const;
    /// Whether the query, with one text parameter, has a row.
    Result<bool> any(std::string_view sql, const std::string& value) const;
    /// The first column of the first row.
    Result<std::int64_t> integer(std::string_view sql) const;

    /// A writer was stopped half-way, and this connection may only read: opening for writing repairs it.
    bool needs_rollback() const;
    bool write_protected() const;
    bool in_transaction() const;
    std::int64_t last_row() const;
    /// Makes `target` hold what this holds, and nothing else, in one transaction.
    Status copy_into(const Database& target) const;

    const std::string& path() const { return path_; }

private:
    struct Closer {
        void operator()(sqlite3* connection) const;
    };
    Database(sqlite3* connection, std::string path)
        : handle_(connection)
        , path_(std::move(path)) {}

    std::unique_ptr<sqlite3, Closer> handle_;
    std::string path_;
};

/// All or nothing: what was not committed when this goes out of scope did not happen. Inside another one of
/// the same connection it is a part of that, which decides about both in the end.
class Transaction {
public:
    enum class Kind {
        read,  ///< one unchanging view over several statements
        write, ///< takes the write lock at once, so that it cannot fail half-way for want of it
    };
    static Result<Transaction> begin(const Database& database, Kind kind);

    Transaction(Transaction&& other) noexcept
        : database_(std::exchange(other.database_, nullptr))
        , part_(other.part_) {}
    Transaction& operator=(Transaction&&) = delete;
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

    /// When this returns without an error, the changes are on the disk, or done within the one around it.
    Status commit();

private:
    Transaction(const Database& database, bool part)
        : database_(&database)
        , part_(part) {}

    const Database* database_; ///< nullptr when there is nothing left to decide
    bool part_;                ///< of another transaction
};

} // namespace attune
