#include "simulations/study/trail_evidence.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/policy/parameters.h"
#include "core/workspace/trail_writer.h"
#include "simulations/study/library.h"

#include <algorithm>
#include <array>
#include <set>

namespace attune {
namespace {

/// Ids of the runs that the trail tells of.
Result<std::set<std::string>> runs_in_trail(const Workspace& workspace) {
    std::set<std::string> ids;
    auto read = workspace.trail().each_event([&](std::uint64_t, const TrailEvent& event) -> Status {
        if (event.kind != TrailKind::begin) return {};
        const auto text = parse_json(event.text, workspace.path());
        if (!text) return pass_on(text);
        ids.insert(text->value("run", std::string()));
        return {};
    });
    if (!read) return pass_on(read);
    return ids;
}

/// Whether the run is of this world. How many people are compared for how long is the proof's own affair.
bool is_of(const RunRecord& run, Scenario scenario) {
    scenario.users = run.users;
    scenario.days = run.days;
    return run.scenario_name == scenario.name && run.scenario_json == scenario_to_json(scenario);
}

/// Errors: bad_input for a workspace without a trail.
Status check_trail(const Workspace& workspace) {
    const Text& text = Text::english();
    const auto size = workspace.trail().size();
    if (!size) return pass_on(size);
    if (*size == 0)
        return fail(ErrorCode::bad_input, text.get("cli.error.no_trail_yet"), workspace.path(),
                    text.get("cli.error.no_trail_yet.remedy"));
    return {};
}

/// Appends one event of evidence and signs.
Result<SignedHead> write_evidence(Workspace& workspace, SigningKey key, const Json& evidence,
                                  const std::string& made) {
    auto trail = workspace.write_trail(std::move(key));
    if (!trail) return pass_on(trail);
    const std::array events = {TrailEvent{.kind = TrailKind::evidence, .text = evidence.dump()}};
    if (auto appended = trail->append(events); !appended) return pass_on(appended);
    return trail->commit(HeadReason::audit, made);
}

} // namespace

Result<std::string> run_to_prove(const Workspace& workspace, const Scenario& scenario, const Policy& policy) {
    const Text& text = Text::english();
    if (const Status there = check_trail(workspace); !there) return pass_on(there);
    const auto trailed = runs_in_trail(workspace);
    if (!trailed) return pass_on(trailed);
    const auto runs = workspace.runs().list();
    if (!runs) return pass_on(runs);
    // A proof is made under the matrix in force; a run under another one is none it speaks for. Older
    // programs did not say.
    const auto matrix = matrix_in_force(&workspace);
    if (!matrix) return pass_on(matrix);
    const std::string& rules = in_force(*matrix).sha256;
    const std::string values = policy_to_json(policy);
    const auto newest = std::find_if(runs->rbegin(), runs->rend(), [&](const RunRecord& run) {
        return trailed->contains(run.id) && run.policy_name == policy.name && run.policy_json == values &&
               (run.matrix_sha256.empty() || run.matrix_sha256 == rules) && is_of(run, scenario);
    });
    if (newest == runs->rend())
        return fail(
            ErrorCode::bad_input,
            text.get("cli.error.no_run_to_prove", {{"scenario", scenario.name}, {"policy", policy.name}}),
            workspace.path(), text.get("cli.error.no_run_to_prove.remedy"));
    return newest->id;
}

Result<SignedHead> write_parity_evidence(Workspace& workspace, SigningKey key, const Parity& parity,
                                         const Scenario& scenario, const Policy& policy,
                                         const std::string& made) {
    const Text& text = Text::english();
    const bool enough = std::none_of(parity.rows.begin(), parity.rows.end(), [](const ParityRow& row) {
        return row.verdict == ParityVerdict::too_few_people;
    });
    if (!enough)
        return fail(ErrorCode::bad_input, text.get("cli.error.parity_too_few"), "--evidence",
                    text.get("cli.error.parity_too_few.remedy"));
    const auto run = run_to_prove(workspace, scenario, policy);
    if (!run) return pass_on(run);
    // As many as prove it for each way of opting out.
    int people = parity.rows.front().people;
    std::int64_t different = 0;
    for (const ParityRow& row : parity.rows) {
        people = std::min(people, row.people);
        different += row.different;
    }
    return write_evidence(workspace, std::move(key),
                          {{"check", "parity"},
                           {"runs", Json::array({*run})},
                           {"scenario", scenario.name},
                           {"policy", policy.name},
                           {"people", people},
                           {"different", different}},
                          made);
}

Result<SignedHead> write_export_evidence(Workspace& workspace, SigningKey key, const ExportScan& scan,
                                         bool real_people, const std::string& made) {
    if (scan.files == 0)
        return fail(ErrorCode::bad_input, Text::english().get("cli.error.nothing_exported"),
                    workspace.path());
    if (const Status there = check_trail(workspace); !there) return pass_on(there);
    return write_evidence(
        workspace, std::move(key),
        {{"check", "export_scan"}, {"files", scan.files}, {"personal_rows", scan.leaks(real_people)}}, made);
}

Result<SignedHead> write_effort_evidence(Workspace& workspace, SigningKey key, const WithdrawalEffort& effort,
                                         const std::string& made) {
    if (effort.rows.empty())
        return fail(ErrorCode::bad_input, Text::english().get("screens.effort.nothing"), workspace.path());
    if (const Status there = check_trail(workspace); !there) return pass_on(there);
    return write_evidence(workspace, std::move(key), effort_evidence(effort), made);
}

} // namespace attune
