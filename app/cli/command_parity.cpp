// parity: proof that opting out costs people nothing.
#include "app/cli/asked_scenario.h"
#include "app/cli/named_workspace.h"
#include "app/cli/outputs.h"
#include "app/cli/usage.h"
#include "simulations/report/number_text.h"
#include "simulations/study/parity_table.h"
#include "simulations/study/trail_evidence.h"
#include "simulations/study/trail_key.h"

namespace attune::cli {
namespace {

/// Where the command line does not say otherwise: enough for every scenario that ships. What limits it is how
/// seldom anybody is offered something; in 'sparse-signals' that is about one person in eight.
constexpr int usual_people = 4500, usual_days = 60;

/// That evidence has a run to be about, before anything is simulated or made.
Status has_run(const Common& common, const ReadyScenario& ready) {
    auto workspace = read_workspace(common);
    if (!workspace) return pass_on(workspace);
    const auto run = run_to_prove(**workspace, ready.scenario.scenario, ready.policy);
    if (!run) return pass_on(run);
    return {};
}

/// Puts what came out into the trail of the workspace.
Status keep_evidence(const Common& common, const Parity& parity, const ReadyScenario& ready) {
    auto workspace = open_to_save(common);
    if (!workspace) return pass_on(workspace);
    auto key = user_signing_key();
    if (!key) return pass_on(key);
    auto head = write_parity_evidence(*workspace, std::move(*key), parity, ready.scenario.scenario,
                                      ready.policy, now());
    if (!head) return pass_on(head);
    say(common, words("parity.evidence", {{"file", common.workspace}}));
    return {};
}

int parity_command(Session& session, const AskedScenario& asked, bool evidence) {
    const Common& common = session.common;
    if (evidence && common.workspace.empty())
        return report(Error{ErrorCode::bad_input, words("error.trail_needs_workspace"), "--evidence",
                            words("error.trail_needs_workspace.remedy")});
    auto ready = asked.prepare(session);
    if (!ready) return report(ready.error());
    if (evidence)
        if (auto there = has_run(common, *ready); !there) return report(there.error());
    Scenario& scenario = ready->scenario.scenario;
    if (!asked.sizes.users) scenario.users = usual_people;
    if (!asked.sizes.days) scenario.days = usual_days;
    session.interrupt->only_ask_from_now();
    auto parity = [&] {
        Progress progress(common, words("progress.parity"));
        ready->options.progress = [&](double done) { progress(done); };
        return measure_parity(ready->scenario, ready->policy, ready->options);
    }();
    if (!parity) return report(parity.error());
    if (evidence)
        if (auto kept = keep_evidence(common, *parity, *ready); !kept) return report(kept.error());
    const int code = parity->proven() ? 0 : exit_code(ErrorCode::failed);
    if (common.json) {
        print(parity_document(*parity));
        return code;
    }
    const Text& text = Text::english();
    say(common, words("parity.head", {{"policy", ready->policy.name},
                                      {"scenario", scenario.name},
                                      {"people", count_text(scenario.users)},
                                      {"days", count_text(scenario.days)}}));
    const DataTable told = parity_table(*parity, text);
    Table table(told.head);
    for (std::size_t column = 1; column + 1 < told.head.size(); ++column)
        table.right(column);
    for (const auto& row : told.rows)
        table.add(row);
    say(common, table.text());
    say(common, parity_sentences(*parity, text));
    return code;
}

} // namespace

void add_parity(CLI::App& app, Session& session) {
    auto asked = std::make_shared<AskedScenario>();
    CLI::App* command = add_command(app, session, "parity", Simulates::yes);
    asked->add_to(command);
    asked->sizes.add_once_to(command);
    auto evidence = std::make_shared<bool>(false);
    command->add_flag("--evidence", *evidence, words("option.evidence"));
    command->callback([&session, asked, evidence] {
        session.chosen = [&session, asked, evidence] { return parity_command(session, *asked, *evidence); };
    });
}

} // namespace attune::cli
