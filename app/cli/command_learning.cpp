// learning: what each kind of feedback teaches; with --calendar, how often to update; with --silence, what a
// group's voice does to itself and to others.
#include "app/cli/measured.h"
#include "simulations/study/learning.h"
#include "simulations/study/silenced_group.h"
#include "simulations/study/update_calendar.h"

namespace attune::cli {
namespace {

struct Asked : AskedScenario {
    std::string csv, silenced;
    bool calendar = false;
};

/// What was measured, in the forms it is told in.
struct Told {
    Json document;
    std::string csv;
    std::vector<DataTable> tables;
    std::vector<std::string> sentences;
};

Result<Told> by_source(const ReadyScenario& ready) {
    const auto outcome = measure_learning(ready.scenario, ready.policy, ready.options);
    if (!outcome) return pass_on(outcome);
    const Text& text = Text::english();
    return Told{learning_document(*outcome),
                learning_csv(*outcome),
                {learning_table(*outcome, text), learning_groups_table(*outcome, text)},
                learning_sentences(*outcome, text)};
}

Result<Told> by_calendar(const ReadyScenario& ready) {
    const auto outcome = measure_calendar(ready.scenario, ready.policy, ready.options);
    if (!outcome) return pass_on(outcome);
    const Text& text = Text::english();
    return Told{calendar_document(*outcome),
                calendar_csv(*outcome),
                {calendar_table(*outcome, text)},
                calendar_sentences(*outcome, text)};
}

Result<Told> by_voice(const ReadyScenario& ready, const std::string& silenced) {
    const auto group = voice_group(silenced);
    if (!group) return pass_on(group);
    const auto outcome = measure_voice(ready.scenario, ready.policy, *group, ready.options);
    if (!outcome) return pass_on(outcome);
    const Text& text = Text::english();
    return Told{voice_document(*outcome),
                voice_csv(*outcome),
                {voice_table(*outcome, text)},
                voice_sentences(*outcome, text)};
}

int learning_command(Session& session, const Asked& asked) {
    const Common& common = session.common;
    if (auto distinct = check_distinct({{"--workspace", common.workspace}, {"--csv", asked.csv}}); !distinct)
        return report(distinct.error());
    auto ready = asked.prepare(session);
    if (!ready) return report(ready.error());
    const auto told = measured(
        session, *ready, asked.csv, words("progress.learning"),
        [&] {
            return asked.calendar           ? by_calendar(*ready)
                   : asked.silenced.empty() ? by_source(*ready)
                                            : by_voice(*ready, asked.silenced);
        },
        [](const Told& made) { return made.csv; });
    if (!told) return report(told.error());
    if (common.json) {
        print(told->document);
        return 0;
    }
    say_head(common,
             asked.calendar           ? "learning.head.calendar"
             : asked.silenced.empty() ? "learning.head"
                                      : "learning.head.voice",
             *ready);
    for (const DataTable& table : told->tables)
        say_table(common, table, 1, table.head.size());
    for (const std::string& sentence : told->sentences)
        say(common, sentence);
    return 0;
}

} // namespace

void add_learning(CLI::App& app, Session& session) {
    auto asked = std::make_shared<Asked>();
    CLI::App* command = add_command(app, session, "learning", Simulates::yes);
    asked->add_to(command);
    asked->sizes.add_to(command);
    CLI::Option* calendar =
        command->add_flag("--calendar", asked->calendar, words("option.learning_calendar"));
    command->add_option("--silence", asked->silenced, words("option.learning_silence"))
        ->type_name("GROUP")
        ->check(not_empty())
        ->excludes(calendar);
    command->add_option("--csv", asked->csv, words("option.csv_learning"))
        ->type_name("FILE")
        ->check(not_empty());
    command->callback([&session, asked] {
        session.chosen = [&session, asked] { return learning_command(session, *asked); };
    });
}

} // namespace attune::cli
