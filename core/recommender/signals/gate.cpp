#include "core/recommender/signals/gate.h"

#include <algorithm>
#include <limits>
#include <map>

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

/// No row that lasts is kept for fewer days than this.
int shortest_days(const MatrixRules& matrix) {
    int shortest = std::numeric_limits<int>::max();
    for (const Purpose purpose : HistoryEntry::purposes)
        for (int s = 0; s < signal_count; ++s)
            if (matrix.has(purpose, static_cast<Signal>(s)))
                shortest = std::min(shortest, matrix.days(purpose, static_cast<Signal>(s)));
    return shortest;
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
    , records_(static_cast<std::size_t>(users))
    , picks_((static_cast<std::size_t>(users) + block_size - 1) / block_size)
    , shortest_days_(shortest_days(rules_.matrix())) {
    const PersonConsent fresh = rules_.fresh();
    for (UserRecord& record : records_)
        record.consent = fresh;
}

void Gate::follow(const ConsentRules& rules) {
    rules_ = rules;
    shortest_days_ = shortest_days(rules_.matrix());
    for (std::uint32_t user = 0; user < records_.size(); ++user) {
        const ConsentState before = records_[user].consent.state;
        rules_.settle(records_[user].consent);
        settle(UserId(user), before);
    }
}

/// Erases what rested on permissions that are gone. `ended`: purposes whose consent has ended, also where
/// something else had kept it from counting.
void Gate::settle(UserId user, ConsentState before, std::uint16_t ended) {
    UserRecord& record = records_[user.value];
    remember_before_change(user, before);
    if (planted(PlantedFault::nothing_erased)) return;
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
    std::uint32_t gone = purge ? drop_rows_of_nobody(record) : 0;
    if (lost(Purpose::improve_models)) gone += drop_picks(user);
    if ((before.granted & kept_purposes) != 0 && (now.granted & kept_purposes) == 0) record.feedback = {};
    Witness* writes = witness(user);
    if (writes == nullptr) return;
    if (now != before) writes->read_anew(user);
    const auto lapsed = static_cast<std::uint16_t>((before.granted & ~now.granted) | ended);
    if (lapsed != 0) writes->write(user, {.kind = TrailKind::forgotten, .purposes = lapsed, .rows = gone});
}

/// Rows that are kept for no purpose any more go; how many did.
std::uint32_t Gate::drop_rows_of_nobody(UserRecord& record) {
    std::array<HistoryEntry, history_length> left{};
    std::size_t count = 0;
    for_each_entry(record, [&](const HistoryEntry& entry) {
        if (entry.kept_for_any()) left[count++] = entry;
    });
    const auto gone = static_cast<std::uint32_t>(record.history_size - count);
    record.history = left;
    record.history_size = static_cast<std::uint16_t>(count);
    record.history_next = static_cast<std::uint16_t>(count % history_length);
    return gone;
}

/// Picks of this person that wait go; how many did.
std::uint32_t Gate::drop_picks(UserId user) {
    return static_cast<std::uint32_t>(
        std::erase_if(picks_of(user), [&](const WaitingPick& pick) { return pick.user == user; }));
}

float Gate::sweep(UserId user, int day) {
    UserRecord& record = records_[user.value];
    if (day - oldest_day(record) <= shortest_days_ || planted(PlantedFault::no_sweep)) return 0;
    std::array<std::array<RowsRead, signal_count>, HistoryEntry::purposes.size()> swept{};
    int learned = 0, gone = 0; // rows of the own model, and those of them that go
    for (HistoryEntry& entry : record.history)
        for (std::size_t p = 0; p < swept.size(); ++p) {
            const Purpose purpose = HistoryEntry::purposes[p];
            if (!entry.kept_for(purpose)) continue;
            const bool own = purpose == Purpose::adjust_my_recommendations;
            learned += own ? 1 : 0;
            if (day - entry.day <= rules_.matrix().days(purpose, entry.signal())) continue;
            entry.keep_for(purpose, false);
            gone += own ? 1 : 0;
            RowsRead& rows = swept[p][static_cast<std::size_t>(entry.signal())];
            rows.oldest_day = rows.rows == 0 ? entry.day : std::min(rows.oldest_day, entry.day);
            rows.rows += 1;
        }
    drop_rows_of_nobody(record);
    if (Witness* writes = witness(user)) {
        writes->read_anew(user);
        for (std::size_t p = 0; p < swept.size(); ++p)
            for (std::size_t s = 0; s < signal_count; ++s)
                if (swept[p][s].rows != 0)
                    writes->write(user, {.kind = TrailKind::swept,
                                         .purpose = HistoryEntry::purposes[p],
                                         .signal = static_cast<Signal>(s),
                                         .rows = swept[p][s].rows,
                                         .oldest_day = swept[p][s].oldest_day});
    }
    return learned == 0 ? 0.0F : static_cast<float>(gone) / static_cast<float>(learned);
}

void Gate::sweep_picks(int day) {
    const int days = rules_.matrix().days(Purpose::improve_models, Signal::pick);
    if (planted(PlantedFault::no_sweep)) return;
    for (std::vector<WaitingPick>& waiting : picks_) {
        const auto due = std::find_if(waiting.begin(), waiting.end(),
                                      [&](const WaitingPick& pick) { return day - pick.day <= days; });
        for (auto pick = waiting.begin(); pick != due; ++pick)
            if (Witness* writes = witness(pick->user))
                writes->write(pick->user, {.kind = TrailKind::swept,
                                           .purpose = Purpose::improve_models,
                                           .signal = Signal::pick,
                                           .rows = 1,
                                           .oldest_day = pick->day});
        waiting.erase(waiting.begin(), due);
    }
}

/// Counts and writes down what take_picks() is about to hand out, or not, person by person.
void Gate::count_picks_read(GateCounts& counts) const {
    for (const std::vector<WaitingPick>& waiting : picks_) {
        std::map<std::uint32_t, RowsRead> people;
        for (const WaitingPick& pick : waiting) {
            RowsRead& rows = people[pick.user.value];
            if (rows.rows++ == 0) rows.oldest_day = pick.day;
            rows.newest_day = pick.day;
        }
        for (const auto& [user, rows] : people) {
            const Decision decision =
                decide(UserId(user), Signal::pick, Purpose::improve_models, Module::training);
            ++cell(decision, Module::training, Purpose::improve_models,
                   counts)[static_cast<std::size_t>(Signal::pick)];
            if (Witness* writes = witness(UserId(user)))
                writes->read(UserId(user), Module::training, Purpose::improve_models, Signal::pick, decision,
                             decision == Decision::allowed ? rows : RowsRead{});
        }
    }
}

bool Gate::read_into_state(UserId user, Signal signal, Purpose purpose, Module module,
                           GateCounts& counts) const {
    const Decision decision = decide(user, signal, purpose, module);
    ++cell(decision, module, purpose, counts)[static_cast<std::size_t>(signal)];
    if (Witness* writes = witness(user); writes != nullptr &&
                                         writes->read(user, module, purpose, signal, decision) &&
                                         decision == Decision::allowed)
        writes->write(user, {.kind = TrailKind::derived,
                             .module = module,
                             .purpose = purpose,
                             .mask = 1U << static_cast<std::uint32_t>(signal)});
    return decision == Decision::allowed;
}

/// What read_history() is about to hand out, signal by signal.
void Gate::write_history_read(UserId user, Purpose purpose, Module module) const {
    const UserRecord& record = records_[user.value];
    const bool permitted = may_use_rows(record.consent.state, purpose);
    const std::uint32_t in_matrix = rules_.matrix().usable(module, purpose);
    std::array<RowsRead, signal_count> kept{};
    std::uint32_t seen = 0, withheld = 0;
    for_each_entry(record, [&](const HistoryEntry& entry) {
        const auto s = static_cast<std::size_t>(entry.signal());
        if (!kept_for(entry, purpose)) {
            withheld |= 1U << s;
            return;
        }
        seen |= 1U << s;
        RowsRead& rows = kept[s];
        rows.oldest_day = rows.rows == 0 ? entry.day : std::min(rows.oldest_day, entry.day);
        rows.newest_day = std::max(rows.newest_day, entry.day);
        rows.rows += 1;
    });
    Witness* writes = witness(user);
    for (std::uint32_t rest = seen | withheld; rest != 0; rest &= rest - 1) {
        const auto s = static_cast<std::size_t>(std::countr_zero(rest));
        const bool known = (in_matrix >> s & 1U) != 0;
        const bool handed_out = known && permitted && (seen >> s & 1U) != 0;
        writes->read(user, module, purpose, static_cast<Signal>(s),
                     !known       ? Decision::gap
                     : handed_out ? Decision::allowed
                                  : Decision::refused,
                     handed_out ? kept[s] : RowsRead{});
    }
}

void Gate::write_derived(UserId user, Purpose purpose, Module module) const {
    Witness* writes = witness(user);
    if (writes == nullptr) return;
    std::uint32_t mask = 0;
    for_each_entry(records_[user.value], [&](const HistoryEntry& entry) {
        if (entry.kept_for(purpose)) mask |= 1U << static_cast<std::uint32_t>(entry.signal());
    });
    writes->write(user, {.kind = TrailKind::derived,
                         .module = module,
                         .purpose = purpose,
                         .mask = mask & rules_.matrix().usable(module, purpose)});
}

ConsentVerdict Gate::change_consent(UserId user, const ConsentEvent& event) {
    UserRecord& record = records_[user.value];
    const ConsentState before = record.consent.state;
    const ConsentStatus from = record.consent.of(event.purpose).status;
    const ConsentVerdict verdict = rules_.apply(record.consent, event);
    const ConsentStatus to = record.consent.of(event.purpose).status;
    if (Witness* writes = witness(user); writes != nullptr && verdict == ConsentVerdict::accepted) {
        writes->at(user, event.hours);
        writes->write(user, {.kind = TrailKind::consent,
                             .purpose = event.purpose,
                             .from = from,
                             .to = to,
                             .entity = event.entity,
                             .method = event.method,
                             .notice = event.notice});
    }
    const std::uint16_t ended = permits(from) && !permits(to) ? bit_of(event.purpose) : std::uint16_t{0};
    if (record.consent.state != before || ended != 0) settle(user, before, ended);
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

void Gate::set_global_signal(UserId user, bool on, double hours) {
    UserRecord& record = records_[user.value];
    if (record.consent.signal == on) return;
    const ConsentState before = record.consent.state;
    if (Witness* writes = witness(user)) {
        writes->at(user, hours);
        writes->write(user, {.kind = TrailKind::privacy_signal, .number = on ? 1U : 0U});
    }
    rules_.set_signal(record.consent, on);
    settle(user, before);
}

std::uint16_t Gate::lapse(UserId user, double hours) {
    UserRecord& record = records_[user.value];
    const ConsentState before = record.consent.state;
    const PersonConsent was = record.consent;
    const std::uint16_t lapsed = rules_.lapse(record.consent, hours);
    if (lapsed == 0) return lapsed;
    if (Witness* writes = witness(user)) {
        writes->at(user, hours);
        for_each_purpose(lapsed, [&](Purpose purpose) {
            writes->write(user, {.kind = TrailKind::consent,
                                 .purpose = purpose,
                                 .from = was.of(purpose).status,
                                 .to = record.consent.of(purpose).status,
                                 .entity = ConsentEntity::time,
                                 .method = ConsentMethod::lapse,
                                 .notice = was.of(purpose).notice});
        });
    }
    settle(user, before, lapsed);
    return lapsed;
}

void Gate::forget_visit(UserId user) {
    UserRecord& record = records_[user.value];
    if (record.consent.state.has(Purpose::adjust_my_recommendations)) return;
    if (!record.consent.state.has(Purpose::adjust_this_session)) return;
    if (planted(PlantedFault::visit_kept)) return;
    record.derived = DerivedState{};
    record.cut_guess = 0;
    if ((record.consent.state.granted & kept_purposes) == 0) record.feedback = {};
    if (Witness* writes = witness(user)) writes->write(user, {.kind = TrailKind::forgotten});
}

void Gate::capture_pick(UserId user, ItemId item, int day, GateCounts& counts) {
    const ConsentState now =
        planted(PlantedFault::stale_consent) ? state_before_change(user, consent(user)) : consent(user);
    const bool kept = planted(PlantedFault::unchecked_module) ||
                      rules_.matrix().keepers(Signal::pick, bit_of(Purpose::improve_models), now) != 0;
    ++(kept ? counts.captured : counts.capture_refused)[static_cast<std::size_t>(Signal::pick)];
    if (Witness* writes = witness(user)) {
        if (kept)
            writes->write(user, {.kind = TrailKind::captured,
                                 .signal = Signal::pick,
                                 .purposes = bit_of(Purpose::improve_models),
                                 .rows = 1,
                                 .newest_day = static_cast<std::uint16_t>(day)});
        else
            writes->write(user, {.kind = TrailKind::capture_refused, .signal = Signal::pick});
    }
    if (kept) picks_of(user).push_back({user, item, static_cast<std::uint16_t>(day)});
}

bool Gate::capture(UserId user, Signal signal, ItemId item, int day, float target, float weight,
                   GateCounts& counts) {
    UserRecord& record = records_[user.value];
    // Kept rows are used for the two profile purposes only, so one of these must allow the signal; what
    // deliver_service allows is for the moment and never kept.
    const ConsentState now = record.consent.state;
    const std::uint16_t keepers =
        planted(PlantedFault::early_capture)
            ? kept_purposes
            : rules_.matrix().keepers(signal, kept_purposes,
                                      planted(PlantedFault::late_capture) ? state_before_change(user, now)
                                                                          : now);
    if (keepers == 0) {
        ++counts.capture_refused[static_cast<std::size_t>(signal)];
        if (Witness* writes = witness(user))
            writes->write(user, {.kind = TrailKind::capture_refused, .signal = signal});
        return false;
    }
    ++counts.captured[static_cast<std::size_t>(signal)];
    if (Witness* writes = witness(user))
        writes->write(user, {.kind = TrailKind::captured,
                             .signal = signal,
                             .purposes = keepers,
                             .rows = 1,
                             .newest_day = static_cast<std::uint16_t>(day)});
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
