// why: one person's list, taken apart.
#include "app/cli/measured.h"
#include "simulations/report/number_text.h"
#include "simulations/study/why_words.h"

namespace attune::cli {
namespace {

struct Asked : AskedScenario {
    std::optional<std::int64_t> day, person;
    std::string csv;
};

int why_command(Session& session, const Asked& asked) {
    const Common& common = session.common;
    if (auto distinct = check_distinct({{"--workspace", common.workspace}, {"--csv", asked.csv}}); !distinct)
        return report(distinct.error());
    auto ready = asked.prepare(session);
    if (!ready) return report(ready.error());
    WhyAsked which;
    if (asked.day) which.day = static_cast<int>(*asked.day);
    if (asked.person) which.person = static_cast<std::uint32_t>(*asked.person);
    auto slate = measured(
        session, *ready, asked.csv, words("progress.why"),
        [&] { return why_slate(ready->scenario, ready->policy, which, ready->options); }, why_csv);
    if (!slate) return report(slate.error());
    const int code = slate->switched_off.moved() != 0 ? exit_code(ErrorCode::failed) : 0;
    if (common.json) {
        print(why_document(*slate));
        return code;
    }
    const Text& text = Text::english();
    say(common, words("why.head", {{"policy", ready->policy.name},
                                   {"scenario", ready->scenario.scenario.name},
                                   {"person", std::to_string(slate->person)},
                                   {"day", count_text(slate->day)},
                                   {"candidates", count_text(slate->now.candidates)}}));
    say_table(common, why_table(slate->now, text), 0, 1);
    for (const std::string& sentence : why_sentences(*slate, text))
        say(common, sentence);
    return code;
}

} // namespace

void add_why(CLI::App& app, Session& session) {
    auto asked = std::make_shared<Asked>();
    CLI::App* command = add_command(app, session, "why", Simulates::yes);
    asked->add_to(command);
    asked->sizes.add_once_to(command);
    command->add_option("--day", asked->day, words("option.why_day"))
        ->type_name("N")
        ->check(whole_number(1, days_limit().most));
    command->add_option("--person", asked->person, words("option.why_person"))
        ->type_name("N")
        ->check(whole_number(0, users_limit().most - 1));
    command->add_option("--csv", asked->csv, words("option.csv_why"))->type_name("FILE")->check(not_empty());
    command->callback(
        [&session, asked] { session.chosen = [&session, asked] { return why_command(session, *asked); }; });
}

} // namespace attune::cli
