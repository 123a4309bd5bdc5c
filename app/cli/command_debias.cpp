// debias: what tries say of items in general, plainly and weighted by how likely each was.
#include "app/cli/measured.h"
#include "simulations/study/debias_table.h"

namespace attune::cli {
namespace {

struct Asked : AskedScenario {
    std::string csv;
};

int debias_command(Session& session, const Asked& asked) {
    const Common& common = session.common;
    if (auto distinct = check_distinct({{"--workspace", common.workspace}, {"--csv", asked.csv}}); !distinct)
        return report(distinct.error());
    auto ready = asked.prepare(session);
    if (!ready) return report(ready.error());
    const auto figures = measured(
        session, *ready, asked.csv, words("progress.debias"),
        [&] { return measure_debias(ready->scenario, ready->policy, ready->options); }, debias_csv);
    if (!figures) return report(figures.error());
    if (common.json) {
        print(debias_document(*figures));
        return 0;
    }
    const Text& text = Text::english();
    say_head(common, "debias.head", *ready);
    const DataTable told = debias_table(*figures, text);
    say_table(common, told, 1, told.head.size());
    for (const std::string& sentence : debias_sentences(*figures, text))
        say(common, sentence);
    return 0;
}

} // namespace

void add_debias(CLI::App& app, Session& session) {
    auto asked = std::make_shared<Asked>();
    CLI::App* command = add_command(app, session, "debias", Simulates::yes);
    asked->add_to(command);
    asked->sizes.add_to(command);
    command->add_option("--csv", asked->csv, words("option.csv_debias"))
        ->type_name("FILE")
        ->check(not_empty());
    command->callback([&session, asked] {
        session.chosen = [&session, asked] { return debias_command(session, *asked); };
    });
}

} // namespace attune::cli
