// cadence: what asking more often, or at other moments, buys and costs.
#include "app/cli/measured.h"
#include "simulations/report/number_text.h"
#include "simulations/study/asking_table.h"
#include "simulations/study/cadence_table.h"

namespace attune::cli {
namespace {

struct Asked : AskedScenario {
    std::string csv;
    bool surface = false;
};

/// What was measured, in the three forms it is told in.
struct Told {
    Json document;
    std::string csv;
    DataTable table;
    std::vector<std::string> sentences;
};

Result<Told> eight_ways(const ReadyScenario& ready) {
    auto outcomes = measure_cadence(ready.scenario, ready.policy, ready.options);
    if (!outcomes) return pass_on(outcomes);
    const Text& text = Text::english();
    return Told{cadence_document(*outcomes),
                cadence_csv(*outcomes),
                cadence_table(*outcomes, text),
                {cadence_sentence(*outcomes, text)}};
}

Result<Told> surface(const ReadyScenario& ready) {
    auto outcomes = measure_asking_surface(ready.scenario, ready.policy, ready.options);
    if (!outcomes) return pass_on(outcomes);
    const Text& text = Text::english();
    Told told{asking_document(*outcomes), asking_csv(*outcomes), asking_table(*outcomes, text), {}};
    for (const AskingMeasure& measure : asking_measures)
        told.sentences.push_back(asking_sentence(*outcomes, measure, text).all());
    return told;
}

int cadence_command(Session& session, const Asked& asked) {
    const Common& common = session.common;
    if (auto distinct = check_distinct({{"--workspace", common.workspace}, {"--csv", asked.csv}}); !distinct)
        return report(distinct.error());
    auto ready = asked.prepare(session);
    if (!ready) return report(ready.error());
    auto told = measured(
        session, *ready, asked.csv, words("progress.cadence"),
        [&] { return asked.surface ? surface(*ready) : eight_ways(*ready); },
        [](const Told& made) { return made.csv; });
    if (!told) return report(told.error());
    if (common.json) {
        print(told->document);
        return 0;
    }
    const Scenario& scenario = ready->scenario.scenario;
    say(common, words("cadence.head", {{"policy", ready->policy.name},
                                       {"scenario", scenario.name},
                                       {"people", count_text(scenario.users)},
                                       {"days", count_text(scenario.days)},
                                       {"repetitions", count_text(ready->options.replications)}}));
    Table table(told->table.head);
    for (std::size_t column = 1; column < told->table.head.size(); ++column)
        table.right(column);
    for (const auto& row : told->table.rows)
        table.add(row);
    say(common, table.text());
    for (const std::string& sentence : told->sentences)
        if (!sentence.empty()) say(common, sentence);
    return 0;
}

} // namespace

void add_cadence(CLI::App& app, Session& session) {
    auto asked = std::make_shared<Asked>();
    CLI::App* command = add_command(app, session, "cadence", Simulates::yes);
    asked->add_to(command);
    asked->sizes.add_to(command);
    command->add_flag("--surface", asked->surface, words("option.surface"));
    command->add_option("--csv", asked->csv, words("option.csv_cadence"))
        ->type_name("FILE")
        ->check(not_empty());
    command->callback([&session, asked] {
        session.chosen = [&session, asked] { return cadence_command(session, *asked); };
    });
}

} // namespace attune::cli
