// Threads of the window end in an error that is shown, never in the end of the program: what throws becomes
// an Error. Our own code does not throw for what can be expected; memory that is not there does.
#pragma once

#include "core/base/result.h"

#include <utility>

namespace attune::ui {

/// The error of the exception that is being handled; call it in a catch block only.
Error error_of_exception();

/// What `work` returns, a Result or a Status; if it throws, the error of that.
template <typename Work>
auto guarded(Work&& work) -> decltype(work()) {
    try {
        return std::forward<Work>(work)();
    } catch (...) {
        return tl::unexpected<Error>(error_of_exception());
    }
}

} // namespace attune::ui
