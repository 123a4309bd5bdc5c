// consent receipt and consent levels: what the rules come to for people, found by running a scenario.
#include "app/cli/asked_scenario.h"
#include "app/cli/usage.h"
#include "simulations/report/number_text.h"
#include "simulations/study/receipt.h"
#include "simulations/study/sharing_table.h"

namespace attune::cli {
namespace {

struct Asked : AskedScenario {
    std::int64_t user = 0;
};

/// Every event of the receipt in words, purpose by purpose.
Table receipt_table(const Json& receipt) {
    constexpr double hours_in_day = 24;
    Table table({words("consent.receipt.purpose"), words("consent.receipt.day"),
                 words("consent.receipt.state"), words("consent.receipt.by"), words("consent.receipt.how"),
                 words("consent.receipt.notice")});
    table.right(1);
    const auto word = [](const char* kind, const Json& key) {
        return words(std::string("consent.receipt.") + kind + "." + key.get<std::string>());
    };
    for (const Json& record : receipt["records"]) {
        std::string purpose = Text::english().get("consent.purpose_short." +
                                                  record["processing"]["purpose"].get<std::string>());
        for (const Json& event : record["events"]) {
            const std::string notice =
                event.contains("notice")
                    ? words("consent.receipt.notice_version",
                            {{"id", event["notice"]["id"].get<std::string>()},
                             {"version", std::to_string(event["notice"]["version"].get<int>())}})
                    : Text::english().get("report.none");
            table.add({purpose, fixed_number(event["hours"].get<double>() / hours_in_day, 2),
                       word("state", event["state"]), word("entity", event["entity"]),
                       word("method", event["type"]), notice});
            purpose.clear();
        }
    }
    return table;
}

int receipt_command(Session& session, const Asked& asked) {
    const Common& common = session.common;
    auto ready = asked.prepare(session);
    if (!ready) return report(ready.error());
    session.interrupt->only_ask_from_now();
    const std::string person = "person-" + std::to_string(asked.user);
    auto history = [&] {
        Progress progress(common, words("progress.run"));
        ready->options.progress = [&](double done) { progress(done); };
        return consent_history(ready->scenario, ready->policy, UserId(static_cast<std::uint32_t>(asked.user)),
                               ready->options);
    }();
    if (!history) return report(history.error());
    const MatrixInForce& rules = in_force(ready->scenario.consent);
    const Json receipt = consent_record(rules.matrix, rules.notices, person, *history, Text::english());
    if (common.json) {
        print(receipt);
        return 0;
    }
    if (history->empty()) {
        say(common, words("consent.receipt.nothing", {{"person", person}}));
        return 0;
    }
    say(common, words("consent.receipt.head", {{"person", person},
                                               {"policy", ready->policy.name},
                                               {"scenario", ready->scenario.scenario.name}}));
    say(common, receipt_table(receipt).text());
    say(common, words("consent.receipt.foot"));
    return 0;
}

int levels_command(Session& session, const Asked& asked) {
    const Common& common = session.common;
    auto ready = asked.prepare(session);
    if (!ready) return report(ready.error());
    session.interrupt->only_ask_from_now();
    auto outcomes = [&] {
        Progress progress(common, words("progress.levels"));
        ready->options.progress = [&](double done) { progress(done); };
        return measure_sharing(ready->scenario, ready->policy, ready->options);
    }();
    if (!outcomes) return report(outcomes.error());
    const Text& text = Text::english();
    const ConsentMatrix& matrix = in_force(ready->scenario.consent).matrix;
    if (common.json) {
        print(sharing_document(matrix, *outcomes));
        return 0;
    }
    const Scenario& scenario = ready->scenario.scenario;
    say(common, words("consent.levels.head", {{"policy", ready->policy.name},
                                              {"scenario", scenario.name},
                                              {"people", count_text(scenario.users)},
                                              {"days", count_text(scenario.days)},
                                              {"repetitions", count_text(ready->options.replications)}}));
    for (const std::string& sentence : sharing_sentences(matrix, text))
        say(common, sentence);
    say(common, "");
    const DataTable shown = sharing_table(*outcomes, text);
    Table table(shown.head);
    for (const std::size_t numbers : {2U, 4U})
        table.right(numbers);
    for (const auto& row : shown.rows)
        table.add(row);
    say(common, table.text());
    return 0;
}

} // namespace

void add_consent_runs(CLI::App& family, Session& session) {
    CLI::App* receipt = add_command(family, session, "receipt", Simulates::yes);
    auto of_person = std::make_shared<Asked>();
    of_person->add_to(receipt);
    receipt->add_option("--user", of_person->user, words("option.receipt_user"))
        ->type_name("N")
        ->required()
        ->check(whole_number(0, users_limit().most - 1));
    of_person->sizes.add_once_to(receipt);
    receipt->callback([&session, of_person] {
        session.chosen = [&session, of_person] { return receipt_command(session, *of_person); };
    });
    CLI::App* levels = add_command(family, session, "levels", Simulates::yes);
    auto of_levels = std::make_shared<Asked>();
    of_levels->add_to(levels);
    of_levels->sizes.add_to(levels);
    levels->callback([&session, of_levels] {
        session.chosen = [&session, of_levels] { return levels_command(session, *of_levels); };
    });
}

} // namespace attune::cli
