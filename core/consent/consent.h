// Who may use which signal for which purpose: pure rules, no store. Purposes and signals have names, and the
// matrix below is executed, not documented: a triple that is not in it is a gap, a missing consent a refusal.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace attune {

enum class Purpose : std::uint8_t {
    deliver_service,           ///< no consent needed, no profile is kept
    adjust_my_recommendations, ///< use my feedback for my own ranking
    improve_models,            ///< train the shared model
};
constexpr int purpose_count = 3;

enum class Signal : std::uint8_t {
    impression,     ///< what was shown, at which rank
    pick,           ///< what was chosen
    depth,          ///< how far it was consumed
    thumb,          ///< answer to a thumb prompt
    not_interested, ///< the tap "not interested"
    prompt_event,   ///< shown, answered, dismissed: for caps and opt-outs only
};
constexpr int signal_count = 6;

/// The consents of one person, one bit per purpose; what is not granted is not granted.
struct ConsentState {
    std::uint8_t granted = 0;

    constexpr bool has(Purpose p) const {
        return p == Purpose::deliver_service || ((granted >> static_cast<int>(p)) & 1U) != 0;
    }
    constexpr void set(Purpose p, bool on) {
        const auto bit = static_cast<std::uint8_t>(1U << static_cast<int>(p));
        granted = static_cast<std::uint8_t>(on ? granted | bit : granted & ~bit);
    }
    bool operator==(const ConsentState&) const = default;
};

enum class Decision : std::uint8_t { allowed, refused, gap };

/// Version of the matrix; every change of a cell raises it.
constexpr int matrix_version = 1;

/// Whether the matrix has a cell for this purpose and signal at all.
constexpr bool in_matrix(Purpose purpose, Signal signal) {
    switch (purpose) {
    case Purpose::deliver_service:
        // A tap hides that item for this session; prompt events keep the caps; impressions keep no-repeat.
        return signal == Signal::not_interested || signal == Signal::prompt_event ||
               signal == Signal::impression;
    case Purpose::adjust_my_recommendations:
    case Purpose::improve_models:
        return signal != Signal::prompt_event;
    }
    return false;
}

constexpr Decision decide(Purpose purpose, Signal signal, ConsentState state) {
    if (!in_matrix(purpose, signal)) return Decision::gap;
    return state.has(purpose) ? Decision::allowed : Decision::refused;
}

/// Capture needs at least one purpose that allows the signal now.
constexpr Decision decide_capture(Signal signal, ConsentState state) {
    bool cell = false;
    for (int p = 0; p < purpose_count; ++p) {
        const Decision one = decide(static_cast<Purpose>(p), signal, state);
        if (one == Decision::allowed) return one;
        cell = cell || one == Decision::refused;
    }
    return cell ? Decision::refused : Decision::gap;
}

/// Names in code, files and events: "adjust_my_recommendations".
std::string_view name(Purpose purpose);
std::string_view name(Signal signal);

} // namespace attune
