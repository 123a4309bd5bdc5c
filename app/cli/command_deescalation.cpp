// deescalation: what the answer to dissatisfaction reaches, beside the same people without one.
#include "app/cli/asked_scenario.h"
#include "app/cli/outputs.h"
#include "app/cli/usage.h"
#include "simulations/report/number_text.h"
#include "simulations/study/loop_table.h"
#include "simulations/study/loop_targets.h"

#include <algorithm>

namespace attune::cli {
namespace {

int deescalation_command(Session& session, const AskedScenario& asked) {
    const Common& common = session.common;
    auto ready = asked.prepare(session);
    if (!ready) return report(ready.error());
    session.interrupt->only_ask_from_now();
    auto measures = [&] {
        Progress progress(common, words("progress.deescalation"));
        ready->options.progress = [&](double done) { progress(done); };
        return measure_loop(ready->scenario, ready->policy, ready->options);
    }();
    if (!measures) return report(measures.error());
    const bool missed = std::any_of(measures->begin(), measures->end(), [](const LoopMeasure& measure) {
        return measure.reached == Reached::missed;
    });
    const int code = missed ? 3 : 0;
    if (common.json) {
        print(loop_document(*measures));
        return code;
    }
    const Scenario& scenario = ready->scenario.scenario;
    const Text& text = Text::english();
    say(common, words("deescalation.head", {{"policy", ready->policy.name},
                                            {"scenario", scenario.name},
                                            {"people", count_text(scenario.users)},
                                            {"days", count_text(scenario.days)},
                                            {"repetitions", count_text(ready->options.replications)}}));
    const DataTable told = loop_table(*measures, text);
    Table table(told.head);
    for (std::size_t column = 1; column < 5; ++column)
        table.right(column);
    for (const auto& row : told.rows)
        table.add(row);
    say(common, table.text());
    say(common, loop_sentence(*measures, text));
    return code;
}

} // namespace

void add_deescalation(CLI::App& app, Session& session) {
    auto asked = std::make_shared<AskedScenario>();
    CLI::App* command = add_command(app, session, "deescalation", Simulates::yes);
    asked->add_to(command);
    asked->sizes.add_to(command);
    command->callback([&session, asked] {
        session.chosen = [&session, asked] { return deescalation_command(session, *asked); };
    });
}

} // namespace attune::cli
