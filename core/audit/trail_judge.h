// The groups of invariants. Each looks at every event once, with the rules of the run and the person as they
// stood before it, and notes what breaks an invariant.
#pragma once

#include "core/audit/trail_person.h"
#include "core/audit/trail_verdict.h"
#include "core/base/json.h"

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace attune::audit::trail {

/// Collects what is found while one event is looked at.
class Notes {
public:
    explicit Notes(TrailVerdict& verdict)
        : verdict_(verdict) {}
    void checked(Invariant invariant, std::int64_t times = 1) { verdict_.of(invariant).checked += times; }
    void broken(Finding finding) { kept_ = verdict_.of(finding.invariant).note(std::move(finding)) || kept_; }
    void broken(Invariant invariant, Reason reason, const Event& event, std::int64_t found = 0,
                std::int64_t allowed = 0) {
        broken(finding(invariant, reason, event, found, allowed));
    }
    void not_evaluated(Invariant invariant) { verdict_.of(invariant).evaluated = false; }
    /// A case that cannot be evaluated.
    void left_out(Invariant invariant) { ++verdict_.of(invariant).left_out; }
    void evaluated(Invariant invariant) { verdict_.of(invariant).evaluated = true; }
    /// What the event `seq` had found counts no longer: something newer decides.
    void take_back(Invariant invariant, std::uint64_t seq, std::int64_t checked, std::int64_t failures) {
        InvariantVerdict& verdict = verdict_.of(invariant);
        verdict.checked -= checked;
        verdict.failures -= failures;
        std::erase_if(verdict.findings, [&](const Finding& one) { return one.seq == seq; });
    }
    const InvariantVerdict& so_far(Invariant invariant) const { return verdict_.of(invariant); }
    /// Whether a case was kept since the last call.
    bool take_kept() { return std::exchange(kept_, false); }

private:
    TrailVerdict& verdict_;
    bool kept_ = false;
};

// Use of what is known about a person: I1, I2, I13, I14. Changes what was read and made for what.
void judge_use(const RunRules& rules, PersonState& person, const Event& event, Notes& notes);
// What is kept, for how long, and what is erased: I3, I4, I9. Changes what is still to come.
void judge_kept(const RunRules& rules, PersonState& person, const Event& event, Notes& notes);
// How consents come about: I11, I12, and whether their history is without gaps (I10).
void judge_given(const RunRules& rules, const PersonState& person, const Event& event, Notes& notes);
// Every row that is kept, from its capture until it goes: I4, and I9 where rows outlive their permission.
// Only of runs that say how many rows of a person they keep.
void judge_rows(const RunRules& rules, PersonState& person, const Event& event, Notes& notes);
/// The run is over; `last`: its last event. Rows of this person that nothing has erased in time.
void judge_rows_left(const RunRules& rules, PersonState& person, const Event& last, Notes& notes);
// Questions: I6.
void judge_asked(const RunRules& rules, PersonState& person, const Event& event, Notes& notes);

/// What has the form of reading own words, voice or groups may be used in: I13.
bool form_allows(const RunRules& rules, Purpose purpose, Signal signal);

/// Shared models: I15.
class TrainingJudge {
public:
    void read(const RunRules& rules, PersonState& person, const Event& event, Notes& notes);
    /// A consent to improve models has ended.
    void ended(const PersonState& person, const Event& event);
    void trained(const RunRules& rules, const Event& event, Notes& notes);

private:
    struct Withdrawn {
        std::uint32_t person;
        std::uint64_t read, ended;
    };
    std::vector<Withdrawn> since_last_; ///< read for training since the last model, then ended
    std::uint64_t last_ = 0;            ///< model
    std::int64_t rows_ = 0;             ///< read for training since then
};

/// What cannot be seen in the trail and was tried out: I5, I7, I8, and the exports of I13.
class EvidenceJudge {
public:
    /// A run begins; one that says nothing of itself has rules without names.
    void begun(const RunRules& rules);
    void take(const Event& event, Notes& notes);
    /// Whether exports were looked through since the newest run began.
    bool scanned() const { return exports_.seq > 0 && !exports_.stale; }
    /// Whether the way out was tried since the newest run began, for every purpose that runs so far ask
    /// consent for.
    bool way_out_tried() const { return effort_.seq > 0 && !effort_.stale && (asked_for_ & ~tried_) == 0; }
    /// Runs for which nobody has tried out whether opting out costs anything.
    std::int64_t unproven() const;

private:
    struct Run {
        std::string id, scenario, policy;
        bool proven = false;
    };
    /// Evidence of how something is now: the newest decides, earlier ones are history.
    struct Newest {
        Invariant invariant{};
        std::uint64_t seq = 0; ///< of its event; 0: there is none
        std::int64_t checked = 0, failures = 0;
        bool stale = false; ///< a run has begun since
    };
    template <typename Judge>
    void judge_newest(Newest& newest, const Event& event, Notes& notes, Judge&& judge);
    void judge_parity(const Json& json, const Event& event, Notes& notes);
    void judge_effort(const Json& json, const Event& event, Notes& notes);

    struct Budget {
        std::int64_t cap = 0, reserved = 0, committed = 0;
    };
    std::unordered_map<std::string, Budget> budgets_;
    std::vector<Run> runs_;
    Newest effort_{.invariant = Invariant::easy_withdrawal}, exports_{.invariant = Invariant::no_leak};
    std::uint16_t asked_for_ = 0; ///< purposes that rest on consent in the matrix of a run, one bit each
    std::uint16_t tried_ = 0;     ///< purposes that the newest evidence of I8 names
};

/// What the workspace says about itself, in events `audited`: I10.
class SaidJudge {
public:
    void take(const Event& event, Notes& notes);

private:
    std::unordered_set<std::uint64_t> passed_; ///< events of audits that found nothing broken
};

} // namespace attune::audit::trail
