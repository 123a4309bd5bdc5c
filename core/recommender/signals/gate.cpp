#include "core/recommender/signals/gate.h"

#include <algorithm>

namespace attune {
namespace {

float rounded(float x) {
    return (x + 12582912.0F) - 12582912.0F;
}

} // namespace

GateCounts& GateCounts::operator+=(const GateCounts& other) {
    for (std::size_t m = 0; m < module_count; ++m)
        for (std::size_t p = 0; p < purpose_count; ++p) {
            allowed[m][p] += other.allowed[m][p];
            refused[m][p] += other.refused[m][p];
            gaps[m][p] += other.gaps[m][p];
        }
    captured += other.captured;
    capture_refused += other.capture_refused;
    return *this;
}

Gate::Gate(int users)
    : records_(static_cast<std::size_t>(users)) {}

void Gate::set_consent(UserId user, ConsentState consent) {
    UserRecord& record = records_[user.value];
    record.consent = consent;
    if (!consent.has(Purpose::adjust_my_recommendations)) {
        record.derived = DerivedState{};
        record.cut_guess = 0; // left by scores made with it
    }
    if (!consent.has(Purpose::adjust_my_recommendations) && !consent.has(Purpose::improve_models)) {
        record.history = {};
        record.feedback = {};
        record.history_size = 0;
        record.history_next = 0;
    }
}

bool Gate::capture(UserId user, Signal signal, ItemId item, int day, float target, float weight,
                   GateCounts& counts) {
    UserRecord& record = records_[user.value];
    // Kept rows are used for the two profile purposes only, so one of these must allow the signal; what
    // deliver_service allows is for the moment and never kept.
    if (decide(Purpose::adjust_my_recommendations, signal, record.consent) != Decision::allowed &&
        decide(Purpose::improve_models, signal, record.consent) != Decision::allowed) {
        ++counts.capture_refused;
        return false;
    }
    ++counts.captured;
    HistoryEntry& entry = record.history[record.history_next];
    entry.item_and_signal = item.value | static_cast<std::uint32_t>(signal) << 24U;
    entry.day = static_cast<std::uint16_t>(day);
    entry.target = static_cast<std::int8_t>(rounded(std::clamp(target, -3.9F, 3.9F) * 32.0F));
    entry.weight = static_cast<std::uint8_t>(rounded(std::clamp(weight, 0.0F, 3.9F) * 64.0F));
    record.history_next =
        static_cast<std::uint16_t>(record.history_next + 1 == history_length ? 0 : record.history_next + 1);
    if (record.history_size < history_length) ++record.history_size;
    return true;
}

bool Gate::read(UserId user, Signal signal, Purpose purpose, Module module, GateCounts& counts) const {
    const Decision decision = decide(purpose, signal, records_[user.value].consent);
    count(decision, purpose, module, counts);
    return decision == Decision::allowed;
}

} // namespace attune
