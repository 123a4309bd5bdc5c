// The only door to what is kept about people. Capture needs consent at capture, use needs consent at use;
// both ask the executed matrix of core/consent. A refusal returns nothing, so the caller has nothing to use.
#pragma once

#include "core/recommender/signals/user_store.h"

#include <memory>
#include <span>

namespace attune {

/// Who reads: named in every count, later in every trail event.
enum class Module : std::uint8_t { preference, training, deescalation, prompting, ranking };
constexpr int module_count = 5;

/// What the gate decided, counted by module and purpose. One per worker; integer addition makes the total
/// independent of threads.
struct GateCounts {
    using ByPurpose = std::array<std::int64_t, purpose_count>;
    std::array<ByPurpose, module_count> allowed{};
    std::array<ByPurpose, module_count> refused{};
    std::array<ByPurpose, module_count> gaps{};
    std::int64_t captured = 0;
    std::int64_t capture_refused = 0;

    GateCounts& operator+=(const GateCounts& other);
};

/// Everything kept about one person, sealed: only a Gate can look inside. For taking a run back to an earlier
/// moment; nobody's withdrawal is undone by it inside one run.
class KeptPerson {
    friend class Gate;
    UserRecord record_;
};

class Gate {
public:
    explicit Gate(int users);

    int users() const { return static_cast<int>(records_.size()); }

    /// Sets a person's consents. Withdrawing erases at once what rested on them: derived state without
    /// adjust_my_recommendations, the kept history when neither purpose is left.
    void set_consent(UserId user, ConsentState consent);
    ConsentState consent(UserId user) const { return records_[user.value].consent; }

    /// Keeps one learned-from event if a purpose allows the signal now.
    bool capture(UserId user, Signal signal, ItemId item, int day, float target, float weight,
                 GateCounts& counts);

    /// Decides whether `signal` may be used for `purpose` now, and counts the answer. `module` is who asks.
    bool read(UserId user, Signal signal, Purpose purpose, Module module, GateCounts& counts) const;

    /// Calls use(entry) for every kept event that may be used for the purpose, oldest first.
    template <typename Use>
    void read_history(UserId user, Purpose purpose, Module module, GateCounts& counts, Use&& use) const {
        const UserRecord& record = records_[user.value];
        std::array<bool, signal_count> open{};
        bool any = false;
        for (int s = 0; s < signal_count; ++s) {
            open[static_cast<std::size_t>(s)] =
                decide(purpose, static_cast<Signal>(s), record.consent) == Decision::allowed;
            any = any || open[static_cast<std::size_t>(s)];
        }
        count(any ? Decision::allowed : Decision::refused, purpose, module, counts);
        if (!any) return;
        const int size = record.history_size;
        int at = size < history_length ? 0 : record.history_next;
        for (int i = 0; i < size; ++i) {
            const HistoryEntry& entry = record.history[static_cast<std::size_t>(at)];
            if (open[static_cast<std::size_t>(entry.signal())]) use(entry);
            at = at + 1 == history_length ? 0 : at + 1;
        }
    }

    /// State derived under adjust_my_recommendations, or null without that consent.
    DerivedState* derived(UserId user) {
        UserRecord& record = records_[user.value];
        return record.consent.has(Purpose::adjust_my_recommendations) ? &record.derived : nullptr;
    }
    const DerivedState* derived(UserId user) const {
        const UserRecord& record = records_[user.value];
        return record.consent.has(Purpose::adjust_my_recommendations) ? &record.derived : nullptr;
    }

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
    static void count(Decision decision, Purpose purpose, Module module, GateCounts& counts) {
        auto& kind = decision == Decision::allowed   ? counts.allowed
                     : decision == Decision::refused ? counts.refused
                                                     : counts.gaps;
        ++kind[static_cast<std::size_t>(module)][static_cast<std::size_t>(purpose)];
    }

    std::vector<UserRecord> records_;
};

} // namespace attune
