#include "core/consent/status.h"

#include "core/base/named.h"

namespace attune {
namespace {

constexpr std::array<std::string_view, consent_status_count> status_names = {
    "unknown", "requested", "deferred",  "refused",    "given",
    "renewed", "expired",   "withdrawn", "terminated", "invalidated"};
constexpr std::array<std::string_view, consent_entity_count> entity_names = {"person", "service", "time",
                                                                             "global_signal"};
constexpr std::array<std::string_view, consent_method_count> method_names = {"notice", "settings", "signal",
                                                                             "lapse", "notice_change"};

bool by_person(ConsentStatus from, ConsentStatus to, ConsentMethod method) {
    using S = ConsentStatus;
    if (method == ConsentMethod::settings) {
        // Whoever goes there unasked may say yes or no, whatever was said before.
        if (permits(from)) return to == S::withdrawn;
        return to == S::given || (to == S::refused && from != S::refused && from != S::withdrawn);
    }
    if (method != ConsentMethod::notice) return false;
    if (from == S::requested) return to == S::given || to == S::refused || to == S::deferred;
    return permits(from) && (to == S::renewed || to == S::withdrawn);
}

bool by_service(ConsentStatus from, ConsentStatus to, ConsentMethod method) {
    using S = ConsentStatus;
    if (to == S::requested) return method == ConsentMethod::notice && from != S::requested && !permits(from);
    if (to == S::terminated) return permits(from) && method == ConsentMethod::settings;
    return to == S::invalidated && permits(from) && method == ConsentMethod::notice_change;
}

} // namespace

std::string_view name(ConsentStatus status) {
    return name_in(status_names, status);
}

std::optional<ConsentStatus> consent_status_named(std::string_view name) {
    return find_named<ConsentStatus>(status_names, name);
}

std::string_view name(ConsentEntity entity) {
    return name_in(entity_names, entity);
}

std::string_view name(ConsentMethod method) {
    return name_in(method_names, method);
}

bool may_change(ConsentStatus from, ConsentStatus to, ConsentEntity entity, ConsentMethod method) {
    using S = ConsentStatus;
    switch (entity) {
    case ConsentEntity::person:
        return by_person(from, to, method);
    case ConsentEntity::service:
        return by_service(from, to, method);
    case ConsentEntity::time:
        return to == S::expired && permits(from) && method == ConsentMethod::lapse;
    case ConsentEntity::global_signal:
        if (method != ConsentMethod::signal) return false;
        return permits(from) ? to == S::withdrawn
                             : to == S::refused && from != S::refused && from != S::withdrawn;
    }
    return false;
}

} // namespace attune
