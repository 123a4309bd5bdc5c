// monitors: whether a recommender narrows, to whom it does good, and who answers.
#include "app/cli/measured.h"
#include "simulations/study/monitors_table.h"

namespace attune::cli {
namespace {

struct Asked : AskedScenario {
    std::string csv;
};

int monitors_command(Session& session, const Asked& asked) {
    const Common& common = session.common;
    if (auto distinct = check_distinct({{"--workspace", common.workspace}, {"--csv", asked.csv}}); !distinct)
        return report(distinct.error());
    auto ready = asked.prepare(session);
    if (!ready) return report(ready.error());
    auto monitors = measured(
        session, *ready, asked.csv, words("progress.monitors"),
        [&] { return measure_monitors(ready->scenario, ready->policy, ready->options); }, monitors_csv);
    if (!monitors) return report(monitors.error());
    const int code = monitors->narrows() ? exit_code(ErrorCode::failed) : 0;
    if (common.json) {
        print(monitors_document(*monitors));
        return code;
    }
    const Text& text = Text::english();
    say_head(common, "monitors.head", *ready);
    for (const DataTable& told : {monitors_table(*monitors, text), respondents_table(*monitors, text)})
        say_table(common, told, 1, told.head.size() - 1);
    const DataTable mix = mix_table(monitors->mix, text);
    say_table(common, mix, 1, mix.head.size());
    for (const std::string& sentence : monitors_sentences(*monitors, text))
        say(common, sentence);
    return code;
}

} // namespace

void add_monitors(CLI::App& app, Session& session) {
    auto asked = std::make_shared<Asked>();
    CLI::App* command = add_command(app, session, "monitors", Simulates::yes);
    asked->add_to(command);
    asked->sizes.add_to(command);
    command->add_option("--csv", asked->csv, words("option.csv_monitors"))
        ->type_name("FILE")
        ->check(not_empty());
    command->callback([&session, asked] {
        session.chosen = [&session, asked] { return monitors_command(session, *asked); };
    });
}

} // namespace attune::cli
