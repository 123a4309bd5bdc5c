// Expected failure as a value: what was tried, where, and what the reader can do about it.
// Not for our own mistakes: those are assertions.
#pragma once

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace attune {

/// Why something could not be done. The command line maps these to its exit codes.
enum class ErrorCode {
    bad_input,  ///< the caller's arguments or a file's content are wrong (exit 2)
    not_found,  ///< a named thing does not exist (exit 2)
    refused,    ///< possible, but a rule forbids it (exit 3)
    failed,     ///< a check was made and did not hold (exit 3)
    unreadable, ///< a workspace is damaged, foreign, newer than this program or cannot be read (exit 4)
    io,         ///< the disk or the system refused (exit 4)
    cancelled,  ///< the user stopped it (exit 130)
};

/// A failure in words a user can act on. `where` names a file and line, a key, or is empty.
struct Error {
    ErrorCode code = ErrorCode::failed;
    std::string what;
    std::string where;
    std::string remedy;

    bool operator==(const Error&) const = default;
};

template <typename T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> fail(ErrorCode code, std::string what, std::string where = {},
                                  std::string remedy = {}) {
    return tl::unexpected<Error>(Error{code, std::move(what), std::move(where), std::move(remedy)});
}

/// Passes an error on unchanged: `if (!r) return pass_on(r);`
template <typename T>
tl::unexpected<Error> pass_on(const Result<T>& result) {
    return tl::unexpected<Error>(result.error());
}

/// "where: what. remedy" on one line, as the command line prints it.
std::string to_line(const Error& error);

} // namespace attune
