#include "simulations/engine/event_log.h"

#include "core/base/json.h"

#include <array>

namespace attune {

std::string to_json_line(const LoggedEvent& event) {
    constexpr std::array<const char*, 12> kinds = {"consent", "session", "impression", "feedback",
                                                   "prompt",  "answer",  "opt_out",    "conversion",
                                                   "opt_in",  "mute",    "search",     "complaint"};
    using K = LoggedKind;
    Json row = {{"event", kinds[static_cast<std::size_t>(event.kind)]},
                {"user", event.user.value},
                {"hours", event.hours}};
    if (event.kind == K::consent) {
        for (int p = 1; p < purpose_count; ++p)
            row[std::string(name(static_cast<Purpose>(p)))] =
                ConsentState{event.consent}.has(static_cast<Purpose>(p));
        return row.dump();
    }
    const bool on_slate = event.kind == K::impression || event.kind == K::feedback ||
                          event.kind == K::prompt || event.kind == K::answer || event.kind == K::mute;
    if (event.kind == K::opt_in) return row.dump();
    row["visit"] = event.visit;
    if (on_slate || event.kind == K::search || event.kind == K::complaint) row["slate"] = event.slate;
    if ((on_slate && event.item != no_item) || event.kind == K::conversion) row["item"] = event.item.value;
    if (event.kind == K::session) {
        row["slates"] = event.slates;
        row["minutes"] = event.value;
    } else if (event.kind == K::impression) {
        row["rank"] = event.rank;
        row["score"] = event.score;
        row["model"] = event.model_version;
    } else if (event.kind == K::feedback) {
        row["kind"] = name(event.feedback);
        row["value"] = event.value;
        row["key"] = event.key;
    } else if (event.kind == K::prompt) {
        row["trigger"] = name(event.trigger);
    } else if (event.kind == K::answer) {
        row["kind"] = name(event.feedback);
    }
    return row.dump();
}

} // namespace attune
