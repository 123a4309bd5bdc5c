#include "core/consent/trail_event.h"

#include "core/base/named.h"

namespace attune {

std::string_view name(TrailKind kind) {
    constexpr std::array<std::string_view, trail_kind_count> names = {
        "none",      "begin",     "consent",  "captured", "capture_refused", "read",
        "derived",   "forgotten", "swept",    "slate",    "question",        "answer",
        "opted_out", "opted_in",  "adjusted", "undone",   "trained",         "visit",
        "erased",    "evidence",  "audited",  "end",      "privacy_signal"};
    return name_in(names, kind);
}

} // namespace attune
