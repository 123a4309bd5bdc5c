// Looks through files that were exported for what must not be in them: rows about single people, and figures
// of groups that are too small. Two kinds of files may carry rows of people, and both are marked: what one
// person gets about themselves, and the officer's extract of the ledger.
//
// A file is marked if it says so where a program looks first: JSON by "personal_data": true in its outermost
// object, a table by a column "personal_data".
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>

namespace attune {

constexpr int least_people = 10; ///< in a group that is told of

struct ExportScan {
    std::int64_t files = 0;         ///< looked through
    std::int64_t marked = 0;        ///< of them, that say they are personal; they are looked at no further
    std::int64_t personal_rows = 0; ///< rows, objects and lines about one person, in the others
    std::int64_t small_groups = 0;  ///< figures of a group with fewer than least_people
    std::string first = {};         ///< where the first of either was found: file and line

    /// For the evidence: groups of people who are made up may be small.
    std::int64_t leaks(bool real_people) const { return personal_rows + (real_people ? small_groups : 0); }
    bool operator==(const ExportScan&) const = default;
};

/// How often everybody was counted in one run.
struct RunLength {
    double days = 1, replications = 1;
};
using RunLengths = std::map<std::string, RunLength>; ///< by the id of the run

/// Looks at JSON, lines of JSON, tables with commas, and pages or any other text, told apart by what is in
/// them. A person is a number under "person", "user" or "user_id", or behind the word "person" in a text.
///
/// Totals that count everybody on every day are divided by the days, to see how many people they are of. A
/// report as JSON says how many days; a table is taken by `lengths`, or else by the days that are in it.
/// Errors: those of opening a file.
Result<ExportScan> scan_exports(std::span<const std::string> files, const RunLengths& lengths = {});

} // namespace attune
