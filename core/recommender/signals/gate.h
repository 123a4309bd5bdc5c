// The only door to what is kept about people. Capture needs consent at capture, use needs consent at use and
// at capture; both ask the executed matrix of core/consent. A refusal returns nothing, so the caller has
// nothing to use.
#pragma once

#include "core/recommender/signals/planted_fault.h"
#include "core/recommender/signals/user_store.h"
#include "core/recommender/witness.h"

#include <limits>
#include <memory>
#include <span>

namespace attune {

/// What the gate decided, counted. One per worker; integer addition makes the total independent of threads.
struct GateCounts {
    using BySignal = std::array<std::int64_t, signal_count>;
    /// By module, purpose and signal.
    using Reads = std::array<std::array<BySignal, purpose_count>, module_count>;
    Reads allowed{};
    Reads refused{}; ///< in the matrix, but the person does not permit it
    Reads gaps{};    ///< not in the matrix
    BySignal captured{};
    BySignal capture_refused{};

    GateCounts& operator+=(const GateCounts& other);
    static std::int64_t total(const Reads& reads);
    static std::int64_t total(const BySignal& counts);
};

/// Everything kept about one person, sealed: only a Gate can look inside. For taking a run back to an earlier
/// moment; nobody's withdrawal is undone by it inside one run.
class KeptPerson {
    friend class Gate;
    UserRecord record_;
};

class Gate {
public:
    /// Under the rules that ship with the program, if no others are given.
    explicit Gate(int users, const ConsentRules& rules = shipped_consent_rules());

    int users() const { return static_cast<int>(records_.size()); }
    const ConsentRules& rules() const { return rules_; }
    /// Other rules from now on. What has lapsed under them does so before the next visit.
    void follow(const ConsentRules& rules);

    /// Writes down from now on what is done with the data of those whom `witness` watches; null: nobody. It
    /// is there as long as the gate, and changes nothing.
    void attach(Witness* witness) { witness_ = witness; }
    /// Whoever writes about this person, or null.
    Witness* witness(UserId user) const {
        return witness_ != nullptr && witness_->watches(user) ? witness_ : nullptr;
    }
    Witness* witness() const { return witness_; }

    /// Changes one consent as the rules allow. What rested on a permission that is gone is erased at once:
    /// derived state without adjust_my_recommendations, every kept row for the purpose it may no longer
    /// serve, and the row itself when none is left.
    ConsentVerdict change_consent(UserId user, const ConsentEvent& event);
    /// The person goes to the settings and leaves every switch as in `wanted`.
    void set_consent(UserId user, ConsentState wanted, double hours = 0);
    /// The person's device begins or stops asking everyone not to share.
    void set_global_signal(UserId user, bool on, double hours = 0);
    /// Lets consents lapse that have run out; one bit per purpose that did.
    std::uint16_t lapse(UserId user, double hours);

    ConsentState consent(UserId user) const { return records_[user.value].consent.state; }
    const PersonConsent& person_consent(UserId user) const { return records_[user.value].consent; }

    /// Keeps one learned-from event for the purposes that allow the signal now, if there are any.
    bool capture(UserId user, Signal signal, ItemId item, int day, float target, float weight,
                 GateCounts& counts);

    /// Keeps a pick, for improve_models alone, until what is popular is counted the next time.
    void capture_pick(UserId user, ItemId item, int day, GateCounts& counts);
    /// Hands out the picks that have waited, block by block in the order in which they came, of those who
    /// still permit it; then none waits any more. Not while visits are open. Calls use(item).
    template <typename Use>
    void take_picks(GateCounts& counts, Use&& use) {
        count_picks_read(counts);
        for (std::vector<WaitingPick>& waiting : picks_) {
            for (const WaitingPick& pick : waiting)
                if (decide(pick.user, Signal::pick, Purpose::improve_models, Module::training) ==
                    Decision::allowed)
                    use(pick.item);
            waiting.clear();
        }
    }

    /// Decides whether `module` may use `signal` for `purpose` now, and counts the answer.
    bool read(UserId user, Signal signal, Purpose purpose, Module module, GateCounts& counts) const {
        if (planted(PlantedFault::guard_for_ranking) && module == Module::ranking &&
            purpose == Purpose::deliver_service)
            purpose = Purpose::quality_and_safety;
        const Decision decision = decide(user, signal, purpose, module);
        ++cell(decision, module, purpose, counts)[static_cast<std::size_t>(signal)];
        if (Witness* writes = witness(user)) writes->read(user, module, purpose, signal, decision);
        return decision == Decision::allowed;
    }
    /// As read(); what is allowed goes into state made of the person's signals.
    bool read_into_state(UserId user, Signal signal, Purpose purpose, Module module,
                         GateCounts& counts) const;

    /// Calls use(entry) for every kept event that `module` may use for the purpose, oldest first. Counts one
    /// answer for each signal among the events kept.
    template <typename Use>
    void read_history(UserId user, Purpose purpose, Module module, GateCounts& counts, Use&& use) const {
        const UserRecord& record = records_[user.value];
        const std::uint32_t in_matrix = rules_.matrix().usable(module, purpose);
        const bool permitted = may_use_rows(record.consent.state, purpose);
        if (witness(user) != nullptr) write_history_read(user, purpose, module);
        std::uint32_t seen = 0;
        std::uint32_t withheld = 0; ///< signals of events that are kept for another purpose alone
        for_each_entry(record, [&](const HistoryEntry& entry) {
            const std::uint32_t bit = 1U << static_cast<std::uint32_t>(entry.signal());
            const bool kept = kept_for(entry, purpose);
            (kept ? seen : withheld) |= bit;
            if (kept && permitted && (in_matrix & bit) != 0) use(entry);
        });
        count(permitted ? Decision::allowed : Decision::refused, seen & in_matrix, module, purpose, counts);
        count(Decision::refused, withheld & ~seen & in_matrix, module, purpose, counts);
        count(Decision::gap, (seen | withheld) & ~in_matrix, module, purpose, counts);
    }

    /// The purpose under which a person's signals may change their own slates: for good, or for this visit;
    /// none without either.
    std::optional<Purpose> adapts_under(UserId user) const {
        const ConsentState state = consent(user);
        if (state.has(Purpose::adjust_my_recommendations)) return Purpose::adjust_my_recommendations;
        if (state.has(Purpose::adjust_this_session)) return Purpose::adjust_this_session;
        return std::nullopt;
    }
    /// State derived under that purpose, or null without.
    DerivedState* derived(UserId user) {
        return adapts_under(user) ? &records_[user.value].derived : nullptr;
    }
    const DerivedState* derived(UserId user) const {
        return adapts_under(user) ? &records_[user.value].derived : nullptr;
    }
    /// The visit is over: what was permitted for the visit alone goes.
    void forget_visit(UserId user);
    /// The day before `day` is over: rows that have been kept for as long as the matrix allows go, for each
    /// purpose when its time is over. The share of the rows that the person's own model learns from that
    /// went, 0 to 1.
    float sweep(UserId user, int day);
    /// The same for picks that wait, of everybody.
    void sweep_picks(int day);
    /// State of this purpose was made anew of all rows kept for it.
    void write_derived(UserId user, Purpose purpose, Module module) const;

    KeptPerson kept(UserId user) const {
        KeptPerson kept;
        kept.record_ = records_[user.value];
        return kept;
    }
    void put_back(UserId user, const KeptPerson& kept) { records_[user.value] = kept.record_; }

    // Kept to deliver the service (no consent needed, no profile): caps, idempotency keys, slate numbers.
    PromptRecord& prompts(UserId user) { return records_[user.value].prompts; }
    PerUserFeedbackState& feedback(UserId user) { return records_[user.value].feedback; }
    std::uint32_t& slates_shown(UserId user) { return records_[user.value].slates_shown; }
    std::int32_t& cut_guess(UserId user) { return records_[user.value].cut_guess; }

    /// Bytes kept per person.
    static constexpr std::size_t bytes_per_user() { return sizeof(UserRecord); }

private:
    Decision decide(UserId user, Signal signal, Purpose purpose, Module module) const {
        if (planted(PlantedFault::unchecked_module) && module == Module::training) return Decision::allowed;
        if (planted(PlantedFault::guard_for_ranking) && purpose == Purpose::quality_and_safety)
            return Decision::allowed;
        const ConsentState now = records_[user.value].consent.state;
        return rules_.matrix().decide(module, purpose, signal,
                                      planted(PlantedFault::stale_consent) && module == Module::training
                                          ? state_before_change(user, now)
                                          : now);
    }
    template <typename Use>
    static void for_each_entry(const UserRecord& record, Use&& use) {
        const int size = record.history_size;
        int at = size < history_length ? 0 : record.history_next;
        for (int i = 0; i < size; ++i) {
            use(record.history[static_cast<std::size_t>(at)]);
            at = at + 1 == history_length ? 0 : at + 1;
        }
    }
    /// Of the rows kept; a day that is never over without rows.
    static int oldest_day(const UserRecord& record) {
        if (record.history_size == 0) return std::numeric_limits<int>::max() / 2;
        return record.history[record.history_size < history_length ? 0 : record.history_next].day;
    }
    static GateCounts::BySignal& cell(Decision decision, Module module, Purpose purpose, GateCounts& counts) {
        auto& kind = decision == Decision::allowed   ? counts.allowed
                     : decision == Decision::refused ? counts.refused
                                                     : counts.gaps;
        return kind[static_cast<std::size_t>(module)][static_cast<std::size_t>(purpose)];
    }
    static void count(Decision decision, std::uint32_t which, Module module, Purpose purpose,
                      GateCounts& counts) {
        GateCounts::BySignal& to = cell(decision, module, purpose, counts);
        for (; which != 0; which &= which - 1)
            ++to[static_cast<std::size_t>(std::countr_zero(which))];
    }
    static bool kept_for(const HistoryEntry& entry, Purpose purpose) {
        return entry.kept_for(purpose) ||
               (planted(PlantedFault::stale_export) && purpose == Purpose::improve_models);
    }
    static bool may_use_rows(ConsentState state, Purpose purpose) {
        return state.has(purpose) ||
               (planted(PlantedFault::stale_export) && purpose == Purpose::improve_models);
    }
    void write_history_read(UserId user, Purpose purpose, Module module) const;
    void settle(UserId user, ConsentState before, std::uint16_t ended = 0);
    std::uint32_t drop_rows_of_nobody(UserRecord& record);
    std::uint32_t drop_picks(UserId user);
    void count_picks_read(GateCounts& counts) const;
    std::vector<WaitingPick>& picks_of(UserId user) { return picks_[user.value / block_size]; }

    ConsentRules rules_;
    std::vector<UserRecord> records_;
    std::vector<std::vector<WaitingPick>> picks_; ///< by block of people, oldest first
    int shortest_days_;
    Witness* witness_ = nullptr;
};

} // namespace attune
