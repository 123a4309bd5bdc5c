#include "simulations/engine/event_log.h"

#include "core/base/json.h"

#include <array>

namespace attune {

std::string to_json_line(const LoggedEvent& event) {
    constexpr std::array<const char*, 8> kinds = {"consent", "session", "impression", "feedback", "prompt", "answer", "opt_out", "conversion"};
    Json row = {{"event", kinds[static_cast<std::size_t>(event.kind)]}, {"user", event.user.value}, {"hours", event.hours}};
    switch (event.kind) {
    case LoggedKind::consent:
        for (int p = 1; p < purpose_count; ++p)
            row[std::string(name(static_cast<Purpose>(p)))] = ConsentState{event.consent}.has(static_cast<Purpose>(p));
        return row.dump();
    case LoggedKind::session:
        row["visit"] = event.visit;
        row["slates"] = event.slates;
        row["minutes"] = event.value;
        return row.dump();
    case LoggedKind::impression:
        row["visit"] = event.visit;
        row["slate"] = event.slate;
        row["item"] = event.item.value;
        row["rank"] = event.rank;
        row["score"] = event.score;
        row["model"] = event.model_version;
        return row.dump();
    case LoggedKind::feedback:
        row["visit"] = event.visit;
        row["slate"] = event.slate;
        row["item"] = event.item.value;
        row["kind"] = name(event.feedback);
        row["value"] = event.value;
        row["key"] = event.key;
        return row.dump();
    case LoggedKind::prompt:
    case LoggedKind::answer:
        row["visit"] = event.visit;
        row["slate"] = event.slate;
        row["item"] = event.item.value;
        if (event.kind == LoggedKind::answer) row["kind"] = name(event.feedback);
        return row.dump();
    case LoggedKind::conversion:
        row["visit"] = event.visit;
        row["item"] = event.item.value;
        return row.dump();
    case LoggedKind::opt_out:
        row["visit"] = event.visit;
        return row.dump();
    }
    return row.dump();
}

} // namespace attune
