#include "simulations/study/trail_evidence.h"

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/policy/parameters.h"
#include "core/workspace/trail_writer.h"

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

} // namespace

Result<std::string> run_to_prove(const Workspace& workspace, const Scenario& scenario, const Policy& policy) {
    const Text& text = Text::english();
    auto size = workspace.trail().size();
    if (!size) return pass_on(size);
    if (*size == 0)
        return fail(ErrorCode::bad_input, text.get("cli.error.no_trail_yet"), workspace.path(),
                    text.get("cli.error.no_trail_yet.remedy"));
    const auto trailed = runs_in_trail(workspace);
    if (!trailed) return pass_on(trailed);
    const auto runs = workspace.runs().list();
    if (!runs) return pass_on(runs);
    const std::string values = policy_to_json(policy);
    const auto newest = std::find_if(runs->rbegin(), runs->rend(), [&](const RunRecord& run) {
        return trailed->contains(run.id) && run.policy_name == policy.name && run.policy_json == values &&
               is_of(run, scenario);
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
    auto trail = workspace.write_trail(std::move(key));
    if (!trail) return pass_on(trail);
    const std::array events = {TrailEvent{.kind = TrailKind::evidence,
                                          .text = Json{{"check", "parity"},
                                                       {"runs", Json::array({*run})},
                                                       {"scenario", scenario.name},
                                                       {"policy", policy.name},
                                                       {"people", people},
                                                       {"different", different}}
                                                      .dump()}};
    if (auto appended = trail->append(events); !appended) return pass_on(appended);
    return trail->commit(HeadReason::audit, made);
}

} // namespace attune
