// The rules a run says it follows, read from its first event: matrix, notices, limits on asking. Everything
// else in the trail is judged by them.
#pragma once

#include "core/audit/trail_hash.h"
#include "core/audit/trail_reading.h"

#include <unordered_set>

namespace attune::audit::trail {

enum class Basis : std::uint8_t { contract, consent, legitimate_interest };
enum class Form : std::uint8_t { pseudonymous, on_device, aggregate };

/// Whose word may count when a choice and a device that asks everyone not to share disagree.
enum class Source : std::uint8_t {
    informed_choice, ///< made while the device asked, in the settings or on a notice that mentions it
    global_signal,   ///< the device asks
    plain_choice,    ///< any other choice
    standard         ///< nobody has said anything: no
};
constexpr std::size_t source_count = 4;

constexpr std::int64_t day_ms = 86'400'000;
constexpr std::int64_t day_of(std::int64_t time_ms) {
    return time_ms >= 0 ? time_ms / day_ms : -((-time_ms + day_ms - 1) / day_ms);
}

struct Cell {
    std::uint16_t modules = 0; ///< one bit each; none: not in the matrix
    Form form = Form::pseudonymous;
    int days = 0;
    bool there() const { return modules != 0; }
    bool has(Module module) const { return ((modules >> static_cast<unsigned>(module)) & 1U) != 0; }
};

struct Terms {
    Basis basis = Basis::consent;
    int validity_days = 0;     ///< 0: without an end
    bool heeds_signal = false; ///< "do not share" is about this purpose
    std::array<Cell, signal_count> cells{};
};

struct NoticeRule {
    std::string id;
    std::int64_t version = 0;
    std::string sha256;
    bool true_to_hash = false; ///< the notice is the one whose hash is stated
    std::uint16_t purposes = 0;
    bool mentions_signal = false; ///< it says that a device can ask everyone not to share
};

struct AskingRule {
    std::int64_t session_cap = 0, weekly_cap = 0;
    bool enabled = true;
};

struct RunRules {
    std::array<Terms, purpose_count> purposes{};
    /// How many of the other sources each one beats; nothing where the matrix does not say.
    std::optional<std::array<int, source_count>> strength;
    std::optional<std::uint32_t> rows_kept; ///< of one person at most; nothing: rows cannot be followed
    std::vector<NoticeRule> notices;
    std::optional<AskingRule> asking;
    std::optional<std::int64_t> people;
    std::int64_t watched = -1;         ///< how many; -1: all
    std::string run, scenario, policy; ///< what it is called; empty where it does not say

    bool everybody_watched() const { return watched < 0 || watched == people; }
    bool beats(Source one, Source other) const {
        return strength &&
               (*strength)[static_cast<std::size_t>(one)] > (*strength)[static_cast<std::size_t>(other)];
    }
    const Terms& terms(Purpose purpose) const { return purposes[static_cast<std::size_t>(purpose)]; }
    const Cell& cell(Purpose purpose, Signal signal) const {
        return terms(purpose).cells[static_cast<std::size_t>(signal)];
    }
};

/// Reads the text of a `begin` event. Errors: bad_input, in words that complete "the rules of event 1 cannot
/// be read: ...".
Result<RunRules> read_rules(std::string_view text, Hasher& hasher);

} // namespace attune::audit::trail
