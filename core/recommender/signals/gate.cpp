#include "core/recommender/signals/gate.h"

#include <algorithm>

namespace attune {
namespace {

float rounded(float x) {
    return (x + 12582912.0F) - 12582912.0F;
}

constexpr std::uint16_t kept_purposes = EntryTerms::lasting;

void add(GateCounts::BySignal& to, const GateCounts::BySignal& from) {
    for (std::size_t s = 0; s < to.size(); ++s)
        to[s] += from[s];
}

void add(GateCounts::Reads& to, const GateCounts::Reads& from) {
    for (std::size_t m = 0; m < to.size(); ++m)
        for (std::size_t p = 0; p < to[m].size(); ++p)
            add(to[m][p], from[m][p]);
}

} // namespace

GateCounts& GateCounts::operator+=(const GateCounts& other) {
    add(allowed, other.allowed);
    add(refused, other.refused);
    add(gaps, other.gaps);
    add(captured, other.captured);
    add(capture_refused, other.capture_refused);
    return *this;
}

std::int64_t GateCounts::total(const BySignal& counts) {
    std::int64_t sum = 0;
    for (const std::int64_t n : counts)
        sum += n;
    return sum;
}

std::int64_t GateCounts::total(const Reads& reads) {
    std::int64_t sum = 0;
    for (const auto& module : reads)
        for (const BySignal& purpose : module)
            sum += total(purpose);
    return sum;
}

Gate::Gate(int users, const ConsentRules& rules)
    : rules_(rules)
    , records_(static_cast<std::size_t>(users)) {
    const PersonConsent fresh = rules_.fresh();
    for (UserRecord& record : records_)
        record.consent = fresh;
}

void Gate::follow(const ConsentRules& rules) {
    rules_ = rules;
    for (UserRecord& record : records_) {
        const ConsentState before = record.consent.state;
        rules_.settle(record.consent);
        settle(record, before);
    }
}

/// Erases what rested on permissions that are gone.
void Gate::settle(UserRecord& record, ConsentState before) {
    const ConsentState now = record.consent.state;
    const auto lost = [&](Purpose purpose) { return before.has(purpose) && !now.has(purpose); };
    const bool adapts = now.has(Purpose::adjust_my_recommendations) || now.has(Purpose::adjust_this_session);
    // How far what is said now is trusted must not rest on what was said then, whoever else may train on it.
    if (lost(Purpose::adjust_my_recommendations)) record.feedback = {};
    if (lost(Purpose::adjust_my_recommendations) || (lost(Purpose::adjust_this_session) && !adapts)) {
        record.derived = DerivedState{};
        record.cut_guess = 0; // left by scores made with it
    }
    bool purge = false;
    for (const Purpose purpose : HistoryEntry::purposes) {
        if (!lost(purpose)) continue;
        purge = true;
        for (HistoryEntry& entry : record.history)
            entry.keep_for(purpose, false);
    }
    if (purge) {
        std::array<HistoryEntry, history_length> left{};
        std::size_t count = 0;
        for_each_entry(record, [&](const HistoryEntry& entry) {
            if (entry.kept_for_any()) left[count++] = entry;
        });
        record.history = left;
        record.history_size = static_cast<std::uint16_t>(count);
        record.history_next = static_cast<std::uint16_t>(count % history_length);
    }
    if ((before.granted & kept_purposes) != 0 && (now.granted & kept_purposes) == 0) record.feedback = {};
}

ConsentVerdict Gate::change_consent(UserId user, const ConsentEvent& event) {
    UserRecord& record = records_[user.value];
    const ConsentState before = record.consent.state;
    const ConsentVerdict verdict = rules_.apply(record.consent, event);
    if (record.consent.state != before) settle(record, before);
    return verdict;
}

void Gate::set_consent(UserId user, ConsentState wanted, double hours) {
    for (int p = 1; p < purpose_count; ++p) {
        const auto purpose = static_cast<Purpose>(p);
        const ConsentStatus status = person_consent(user).of(purpose).status;
        const bool on = wanted.has(purpose);
        const bool is_on = permits(status) || consent(user).has(purpose);
        if (on == is_on) continue;
        change_consent(user, {.purpose = purpose,
                              .to = on                ? ConsentStatus::given
                                    : permits(status) ? ConsentStatus::withdrawn
                                                      : ConsentStatus::refused,
                              .entity = ConsentEntity::person,
                              .method = ConsentMethod::settings,
                              .hours = hours});
    }
}

void Gate::set_global_signal(UserId user, bool on) {
    UserRecord& record = records_[user.value];
    const ConsentState before = record.consent.state;
    rules_.set_signal(record.consent, on);
    settle(record, before);
}

std::uint16_t Gate::lapse(UserId user, double hours) {
    UserRecord& record = records_[user.value];
    const ConsentState before = record.consent.state;
    const std::uint16_t lapsed = rules_.lapse(record.consent, hours);
    if (lapsed != 0) settle(record, before);
    return lapsed;
}

void Gate::forget_visit(UserId user) {
    UserRecord& record = records_[user.value];
    if (record.consent.state.has(Purpose::adjust_my_recommendations)) return;
    if (!record.consent.state.has(Purpose::adjust_this_session)) return;
    record.derived = DerivedState{};
    record.cut_guess = 0;
    if ((record.consent.state.granted & kept_purposes) == 0) record.feedback = {};
}

bool Gate::capture(UserId user, Signal signal, ItemId item, int day, float target, float weight,
                   GateCounts& counts) {
    UserRecord& record = records_[user.value];
    // Kept rows are used for the two profile purposes only, so one of these must allow the signal; what
    // deliver_service allows is for the moment and never kept.
    const std::uint16_t keepers = rules_.matrix().keepers(signal, kept_purposes, record.consent.state);
    if (keepers == 0) {
        ++counts.capture_refused[static_cast<std::size_t>(signal)];
        return false;
    }
    ++counts.captured[static_cast<std::size_t>(signal)];
    HistoryEntry& entry = record.history[record.history_next];
    entry = HistoryEntry(item.value, signal);
    for (const Purpose purpose : HistoryEntry::purposes)
        entry.keep_for(purpose, ((keepers >> static_cast<int>(purpose)) & 1U) != 0);
    entry.day = static_cast<std::uint16_t>(day);
    entry.target = static_cast<std::int8_t>(rounded(std::clamp(target, -3.9F, 3.9F) * 32.0F));
    entry.weight = static_cast<std::uint8_t>(rounded(std::clamp(weight, 0.0F, 3.9F) * 64.0F));
    record.history_next =
        static_cast<std::uint16_t>(record.history_next + 1 == history_length ? 0 : record.history_next + 1);
    if (record.history_size < history_length) ++record.history_size;
    return true;
}

} // namespace attune
