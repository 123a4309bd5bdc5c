// What a run says about itself as its trail begins: the rules that everything after is judged by.
#pragma once

#include "core/base/ids.h"
#include "core/consent/notice.h"
#include "core/policy/policy.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace attune {

struct TrailBeginning {
    std::string run; ///< id of its record
    std::string scenario, policy;
    std::uint64_t seed = 0;
    int people = 0;
    std::span<const UserId> watched;              ///< ascending
    std::string_view matrix = {};                 ///< the file in force; empty: the one that ships
    const std::vector<Notice>* notices = nullptr; ///< in force; null: those that ship
};

/// The text of the event `begin`, in one line: the matrix and notices with what `policy` sets of them,
/// and its limits on asking.
std::string trail_begin_text(const TrailBeginning& beginning, const Policy& policy);

} // namespace attune
