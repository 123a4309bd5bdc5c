#include "core/audit/trail_words.h"

#include "core/audit/trail_rules.h"

namespace attune::audit::trail {

std::string sentence(const Finding& finding, const Text& text) {
    const auto named = [&](const char* key, std::string_view word) {
        return text.get(std::string(key) + std::string(word));
    };
    return text.get("audit.reason." + std::string(word(finding.reason)),
                    {{"event", std::to_string(finding.seq)},
                     {"person", std::to_string(finding.person)},
                     {"what", named("audit.kind.", word(kind_words(), finding.kind))},
                     {"module", named("audit.module.", word(module_words(), finding.module))},
                     {"purpose", named("consent.purpose_short.", word(purpose_words(), finding.purpose))},
                     {"signal", named("consent.signal_short.", word(signal_words(), finding.signal))},
                     {"visit", std::to_string(finding.visit)},
                     {"day", std::to_string(day_of(finding.time_ms))},
                     {"found", std::to_string(finding.found)},
                     {"allowed", std::to_string(finding.allowed)},
                     {"name", finding.name}});
}

std::vector<std::string> limits_of(const ChainReport* chain, const TrailVerdict* verdict) {
    std::vector<std::string> limits;
    if (!chain) {
        limits.emplace_back("lines");
    } else {
        if (!chain->key_given) limits.emplace_back("no_key");
        limits.emplace_back(chain->earlier_given ? "since_head" : "no_head");
    }
    limits.emplace_back("gate");
    if (verdict && verdict->of(Invariant::retention).partly) limits.emplace_back("unseen_rows");
    limits.emplace_back("understood");
    return limits;
}

} // namespace attune::audit::trail
