// parity: proof that opting out costs people nothing.
#include "app/cli/asked_scenario.h"
#include "app/cli/outputs.h"
#include "app/cli/usage.h"
#include "simulations/report/number_text.h"
#include "simulations/study/parity_table.h"

namespace attune::cli {
namespace {

/// Where the command line does not say otherwise: enough for every scenario that ships. What limits it is how
/// seldom anybody is offered something; in 'sparse-signals' that is about one person in eight.
constexpr int usual_people = 4500, usual_days = 60;

int parity_command(Session& session, const AskedScenario& asked) {
    const Common& common = session.common;
    auto ready = asked.prepare(session);
    if (!ready) return report(ready.error());
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
    command->callback([&session, asked] {
        session.chosen = [&session, asked] { return parity_command(session, *asked); };
    });
}

} // namespace attune::cli
