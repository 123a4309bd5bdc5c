// How the command line speaks: tables on stdout, errors and progress on stderr, exit codes.
#pragma once

#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/text.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attune::cli {

/// Options every command has.
struct Common {
    std::string workspace;
    bool json = false;
    bool quiet = false;
    int threads = 0;                  ///< 0: as many as the machine has
    std::string simd;                 ///< "", "sse2" or "avx2"
    std::optional<std::int64_t> seed; ///< instead of the scenario's
};

/// Exit codes: 0 done, 2 bad usage or input, 3 a check failed, 4 file unreadable, 130 cancelled.
int exit_code(ErrorCode code);

/// Prints an error to stderr and gives its exit code.
int report(const Error& error);

/// "cli.<key>" of the English text.
std::string words(const std::string& key);
std::string words(const std::string& key,
                  std::initializer_list<std::pair<std::string_view, std::string>> values);

/// Prints one line to stdout unless --quiet or --json.
void say(const Common& common, const std::string& line);
/// Prints the JSON document to stdout.
void print(const Json& document);

/// A table with aligned columns; the first is left aligned, the others by `right`.
class Table {
public:
    explicit Table(std::vector<std::string> head) { rows_.push_back(std::move(head)); }
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    void right(std::size_t column) { right_.push_back(column); }
    std::string text() const;

private:
    std::vector<std::vector<std::string>> rows_;
    std::vector<std::size_t> right_;
};

/// A progress line on stderr: only on a terminal, never with --quiet.
class Progress {
public:
    explicit Progress(const Common& common, std::string what);
    ~Progress();
    void operator()(double done);

private:
    bool shown_;
    int last_ = -1;
    std::string what_;
};

/// The time now, ISO 8601 UTC.
std::string now();

} // namespace attune::cli
