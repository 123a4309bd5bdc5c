#include "simulations/engine/event_log.h"

#include "core/base/json.h"

#include <array>

namespace attune {

std::string to_json_line(const LoggedEvent& event) {
    constexpr std::array<const char*, 19> kinds = {
        "consent",    "session", "impression", "feedback",  "prompt",    "answer", "opt_out",
        "conversion", "opt_in",  "mute",       "search",    "complaint", "reason", "own_words",
        "offer",      "promise", "episode",    "direction", "basis"};
    using K = LoggedKind;
    Json row = {{"event", kinds[static_cast<std::size_t>(event.kind)]},
                {"user", event.user.value},
                {"hours", event.hours}};
    if (event.kind == K::consent) {
        row["method"] = name(event.consent.method);
        row["notice"] = event.consent.notice;
        std::string conflicts;
        for (int p = 1; p < purpose_count; ++p)
            if (has_purpose(event.consent.conflicts, static_cast<Purpose>(p)))
                conflicts += (conflicts.empty() ? "" : " ") + std::string(name(static_cast<Purpose>(p)));
        row["conflicts"] = conflicts;
        for (int p = 1; p < purpose_count; ++p)
            row[std::string(name(static_cast<Purpose>(p)))] =
                name(event.consent.status[static_cast<std::size_t>(p)]);
        return row.dump();
    }
    const bool on_slate = event.kind == K::impression || event.kind == K::feedback ||
                          event.kind == K::prompt || event.kind == K::answer || event.kind == K::mute ||
                          event.kind == K::reason || event.kind == K::own_words || event.kind == K::offer ||
                          event.kind == K::basis;
    if (event.kind == K::opt_in) return row.dump();
    row["visit"] = event.visit;
    if (on_slate || event.kind == K::search || event.kind == K::complaint || event.kind == K::direction)
        row["slate"] = event.slate;
    if ((on_slate && event.item != no_item) || event.kind == K::conversion) row["item"] = event.item.value;
    if (event.kind == K::session) {
        row["slates"] = event.slates;
        row["minutes"] = event.value;
    } else if (event.kind == K::impression) {
        row["rank"] = event.rank;
        row["score"] = event.score;
        row["model"] = event.model_version;
        if (event.propensity > 0) row["propensity"] = event.propensity;
    } else if (event.kind == K::feedback) {
        row["kind"] = name(event.feedback);
        row["value"] = event.value;
        row["key"] = event.key;
    } else if (event.kind == K::prompt) {
        row["trigger"] = name(event.trigger);
        row["form"] = name(event.channel);
    } else if (event.kind == K::answer || event.kind == K::reason) {
        row["kind"] = name(event.response);
        row["annotation"] = shipped_annotation().version;
    } else if (event.kind == K::own_words) {
        row["kind"] = event.understood ? name(event.response) : "unclear";
        if (event.understood) row["annotation"] = shipped_annotation().version;
    } else if (event.kind == K::offer) {
        row["category"] = event.category.value;
        row["pattern"] = name(event.pattern);
        row["choice"] = name(event.choice);
        row["promised"] = event.value;
        row["visits"] = event.slates;
    } else if (event.kind == K::complaint) {
        row["kind"] = event.understood ? name(event.pattern) : "unclear";
    } else if (event.kind == K::direction) {
        row["choice"] = name(event.choice);
    } else if (event.kind == K::basis) {
        row["category"] = event.category.value;
        row["sign"] = name(event.evidence);
        row["nats"] = event.value;
    } else if (event.kind == K::promise) {
        row["category"] = event.category.value;
        row["pattern"] = name(event.pattern);
        row["kept"] = event.kept;
        row["share"] = event.value;
    } else if (event.kind == K::episode) {
        row["category"] = event.category.value;
        row["from"] = name(event.from);
        row["to"] = name(event.to);
    } else if (event.kind == K::opt_out) {
        row["form"] = event.all_forms ? "all" : name(event.channel);
    }
    return row.dump();
}

} // namespace attune
