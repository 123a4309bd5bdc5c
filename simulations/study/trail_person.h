// What the trail of a workspace says about one person: what was kept of them, who used it under which
// consent, what they agreed to, what they were asked.
#pragma once

#include "core/base/json.h"
#include "core/workspace/workspace.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace attune {

/// Rows of one signal.
struct SignalKept {
    std::int64_t kept = 0, refused = 0;
    std::array<std::int64_t, purpose_count> swept{}; ///< rows whose time for a purpose was over
    int first_day = 0, last_day = 0;                 ///< of those kept
    std::uint16_t purposes = 0;                      ///< for which, one bit each

    bool any() const {
        return kept + refused > 0 ||
               std::any_of(swept.begin(), swept.end(), [](auto rows) { return rows > 0; });
    }
};

/// What one module asked of one signal for one purpose. A read is noted once a visit, for training every
/// time.
struct SignalUse {
    Module module{};
    Purpose purpose{};
    Signal signal{};
    std::int64_t allowed = 0, refused = 0, gaps = 0;
    std::int64_t rows = 0;                       ///< handed out
    int first_day = 0, last_day = 0;             ///< of the reads
    std::map<std::uint64_t, std::int64_t> rests; ///< allowed reads by the consent event named; 0: none needed
};

struct PersonEvent {
    std::uint64_t seq = 0;
    TrailEvent event;
    std::optional<std::string> values; ///< what was sealed, while the key is there
};

/// Why visits passed without a question, as far as the trail can tell.
struct VisitsAsked {
    std::int64_t visits = 0;
    std::int64_t with_question = 0;
    std::int64_t asking_off = 0;
    std::int64_t opted_out = 0; ///< of everything
    std::int64_t week_full = 0; ///< as many in the last seven days as the policy allows
    std::int64_t no_moment = 0; ///< none of these: no moment was right, or the wait was not over
    std::int64_t questions = 0, answers = 0;
};

/// A run in which values of a person with that number can be read.
struct ReadableRun {
    std::uint64_t begun = 0; ///< sequence number of its `begin`
    std::string run, scenario;
    std::string seed;         ///< as it is written
    std::int64_t last_ms = 0; ///< simulated time of its newest event
};

struct PersonTrail {
    UserId user{};
    std::uint64_t begun = 0; ///< sequence number of the `begin` of the run
    Json rules;              ///< its text
    std::array<SignalKept, signal_count> collected{};
    std::vector<SignalUse> uses; ///< by purpose, module, signal
    std::vector<PersonEvent> events;
    VisitsAsked asked;
    std::int64_t slates = 0;
    std::int64_t sealed = 0, readable = 0; ///< values
    std::uint64_t erased = 0;              ///< the event that says so; 0: not erased
    std::int64_t last_ms = 0;              ///< simulated time of the newest event about anybody in the run
    /// Runs of the same scenario and seed have the same people: what an erasure reaches.
    std::vector<ReadableRun> same_person;
    /// In the others the number is somebody else's.
    std::vector<ReadableRun> others;

    /// For TrailWriter::erase.
    std::vector<PeopleOfRun> to_erase() const;
};

/// Errors: not_found where there is no trail, no such run in it (`run` empty: the newest), or nothing about
/// this person; bad_input for a person that there is not; those of TrailStore.
Result<PersonTrail> person_trail(const Workspace& workspace, UserId user, const std::string& run);

} // namespace attune
