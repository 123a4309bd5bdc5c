#include "simulations/report/readable_name.h"

#include <algorithm>

namespace attune {

std::string readable_name(std::string_view name) {
    std::string words(name);
    std::replace(words.begin(), words.end(), '-', ' ');
    if (!words.empty() && words.front() >= 'a' && words.front() <= 'z')
        words.front() = static_cast<char>(words.front() - 'a' + 'A');
    return words;
}

} // namespace attune
