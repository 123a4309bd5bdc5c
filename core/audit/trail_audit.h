// The audit of a trail: every event once, all invariants at once, no more in memory than what stands about
// each person. It judges by the events alone and knows nothing of the program that made them.
#pragma once

#include "core/audit/trail_chain.h"
#include "core/audit/trail_judge.h"

#include <functional>

namespace attune::audit::trail {

class TrailAudit {
public:
    TrailAudit();

    /// The next event, with its number. Whether it breaks an invariant and was kept as an example. Errors:
    /// bad_input where the rules of a run cannot be read; see pass_over().
    Result<bool> take(const Event& event);

    /// The rules of the run that begins here cannot be read: that is a broken I10, and nothing is judged
    /// until the next run begins.
    void pass_over(const Event& begin, const std::string& why);

    /// A gap or a repetition in the numbers of a file of lines: expected was `expected`.
    void out_of_order(const Event& event, std::uint64_t expected);

    /// What came of it. `chain`: what checking the workspace found, or null for a file of lines, which has no
    /// chain. With it, examples get their inclusion proofs.
    TrailVerdict finish(const ChainReport* chain);

private:
    PersonState& person(std::uint32_t number);
    Status begin(const Event& event);
    void rows_left();
    void end_of_run();
    void move(PersonState& person, const Event& event);
    void turn_signal(PersonState& person, const Event& event);
    void lose(PersonState& person, Purpose purpose, const Event& event);
    bool informed(const PersonState& person, const Event& event);
    void about_person(PersonState& person, const Event& event);

    TrailVerdict verdict_;
    Notes notes_;
    Hasher hasher_;
    RunRules rules_;
    bool begun_ = false;
    bool passing_over_ = false; ///< a run whose rules cannot be read
    bool followed_ = true;      ///< every run says how many rows it keeps
    Event newest_;              ///< of the run, without its text; its time is the newest
    std::unordered_map<std::uint32_t, PersonState> people_;
    std::uint32_t last_ = nobody; ///< person whose place is known
    PersonState* last_person_ = nullptr;
    TrainingJudge training_;
    EvidenceJudge evidence_;
    SaidJudge said_;
    std::unordered_map<std::string, std::string> published_; ///< hash of each notice and version
};

/// The trail of a workspace, with its chain.
struct WorkspaceAudit {
    TrailVerdict verdict;
    ChainReport chain;
    bool recovered = false; ///< the last writer was stopped half-way; a copy was put right and audited
};
/// Audits it; the file is only read. `stop` is asked now and then. Errors: not_found where the workspace has
/// no trail, unreadable, io, cancelled.
Result<WorkspaceAudit> audit_workspace(const std::string& path, const Anchor& anchor,
                                       const std::function<bool()>& stop = {});

} // namespace attune::audit::trail
