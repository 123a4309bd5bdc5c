// fairness: who gets shown and who is served, and what the limits of a policy cost.
#include "app/cli/measured.h"
#include "simulations/study/fair_table.h"

namespace attune::cli {
namespace {

struct Asked : AskedScenario {
    std::string csv;
};

void print_tables(const Common& common, const FairFigures& figures) {
    const Text& text = Text::english();
    for (const FairTable& told : fair_tables(figures, text)) {
        say(common, told.title);
        say_table(common, told.table, 0, 0);
        if (!told.sentence.empty()) say(common, told.sentence + "\n");
    }
    say(common, fair_cost_sentence(figures, text));
}

int fairness_command(Session& session, const Asked& asked) {
    const Common& common = session.common;
    if (auto distinct = check_distinct({{"--workspace", common.workspace}, {"--csv", asked.csv}}); !distinct)
        return report(distinct.error());
    auto ready = asked.prepare(session);
    if (!ready) return report(ready.error());
    auto figures = measured(
        session, *ready, asked.csv, words("progress.fairness"),
        [&] { return measure_fairness(ready->scenario, ready->policy, ready->options); }, fair_csv);
    if (!figures) return report(figures.error());
    if (common.json) {
        print(fair_document(*figures));
        return 0;
    }
    say_head(common, "fairness.head", *ready);
    print_tables(common, *figures);
    return 0;
}

} // namespace

void add_fairness(CLI::App& app, Session& session) {
    auto asked = std::make_shared<Asked>();
    CLI::App* command = add_command(app, session, "fairness", Simulates::yes);
    asked->add_to(command);
    asked->sizes.add_to(command);
    command->add_option("--csv", asked->csv, words("option.csv_fairness"))
        ->type_name("FILE")
        ->check(not_empty());
    command->callback([&session, asked] {
        session.chosen = [&session, asked] { return fairness_command(session, *asked); };
    });
}

} // namespace attune::cli
