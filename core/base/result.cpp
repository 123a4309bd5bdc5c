#include "core/base/result.h"

namespace attune {

std::string to_line(const Error& error) {
    std::string line = error.where.empty() ? error.what : error.where + ": " + error.what;
    if (!error.remedy.empty()) line += ". " + error.remedy;
    return line;
}

} // namespace attune
