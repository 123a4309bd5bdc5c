// The groups of invariants. Each looks at every event once, with the rules of the run and the person as they
// stood before it, and notes what breaks an invariant.
#pragma once

#include "core/audit/trail_person.h"
#include "core/audit/trail_verdict.h"
#include "core/base/json.h"

#include <string>
#include <unordered_map>
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
    /// Whether a case was kept since the last call.
    bool take_kept() { return std::exchange(kept_, false); }

private:
    TrailVerdict& verdict_;
    bool kept_ = false;
};

// Use of what is known about a person: I1, I2, I13, I14.
void judge_use(const RunRules& rules, const PersonState& person, const Event& event, Notes& notes);
// What is kept, for how long, and what is erased: I3, I4, I9. Changes what is still to come.
void judge_kept(const RunRules& rules, PersonState& person, const Event& event, Notes& notes);
// How consents come about: I11, I12, and whether their history is without gaps (I10).
void judge_given(const RunRules& rules, const PersonState& person, const Event& event, Notes& notes);
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
    /// Whether exports were looked through.
    bool scanned() const { return scanned_; }
    /// Runs for which nobody has tried out whether opting out costs anything.
    std::int64_t unproven() const;

private:
    struct Run {
        std::string id, scenario, policy;
        bool proven = false;
    };
    void judge_parity(const Json& json, const Event& event, Notes& notes);

    struct Budget {
        std::int64_t cap = 0, reserved = 0, committed = 0;
    };
    std::unordered_map<std::string, Budget> budgets_;
    std::vector<Run> runs_;
    bool scanned_ = false;
};

} // namespace attune::audit::trail
