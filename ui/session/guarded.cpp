#include "ui/session/guarded.h"

#include "ui/theme/words.h"

#include <exception>
#include <new>

namespace attune::ui {
namespace {

Error unexpected(const char* what) {
    return {ErrorCode::failed, to_core(words("run.unexpected")), what,
            to_core(words("run.unexpected.remedy"))};
}

} // namespace

Error error_of_exception() {
    try {
        throw;
    } catch (const std::bad_alloc&) {
        return {ErrorCode::io, to_core(words("run.no_memory")), {}, to_core(words("run.no_memory.remedy"))};
    } catch (const std::exception& problem) {
        return unexpected(problem.what());
    } catch (...) {
        return unexpected("");
    }
}

} // namespace attune::ui
