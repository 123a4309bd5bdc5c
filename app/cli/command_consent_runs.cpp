// consent receipt and consent levels: what the rules come to for people, found by running a scenario.
#include "app/cli/commands.h"
#include "app/cli/named_workspace.h"
#include "app/cli/sizes.h"
#include "app/cli/usage.h"
#include "core/policy/parameters.h"
#include "simulations/report/number_text.h"
#include "simulations/study/library.h"
#include "simulations/study/receipt.h"
#include "simulations/study/sharing_table.h"

namespace attune::cli {
namespace {

struct Asked {
    std::string scenario, policy = "default";
    std::vector<std::string> settings;
    std::int64_t user = 0;
    Sizes sizes;
};

struct Prepared {
    LoadedScenario scenario;
    Policy policy;
    SimulateOptions options;
};

Result<Prepared> prepare(Session& session, const Asked& asked) {
    const Common& common = session.common;
    auto workspace = read_workspace(common);
    if (!workspace) return pass_on(workspace);
    const Workspace* open = *workspace ? &**workspace : nullptr;
    auto scenario = find_scenario(asked.scenario, open);
    if (!scenario) return pass_on(scenario);
    auto policy = find_policy(asked.policy, open);
    if (!policy) return pass_on(policy);
    for (const std::string& setting : asked.settings)
        if (auto applied = apply_setting(setting, *policy, scenario->scenario); !applied)
            return pass_on(applied);
    if (auto sound = check_policy(*policy); !sound) return pass_on(sound);
    if (auto applied = asked.sizes.apply(common, scenario->scenario); !applied) return pass_on(applied);
    Prepared ready{std::move(*scenario), std::move(*policy), {}};
    ready.options.replications = static_cast<int>(asked.sizes.replications.value_or(1));
    ready.options.threads = common.threads;
    ready.options.stop = session.interrupt->token();
    session.interrupt->only_ask_from_now();
    return ready;
}

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
    auto ready = prepare(session, asked);
    if (!ready) return report(ready.error());
    const std::string person = "person-" + std::to_string(asked.user);
    auto history = [&] {
        Progress progress(common, words("progress.run"));
        ready->options.progress = [&](double done) { progress(done); };
        return consent_history(ready->scenario, ready->policy, UserId(static_cast<std::uint32_t>(asked.user)),
                               ready->options);
    }();
    if (!history) return report(history.error());
    const Json receipt =
        consent_record(shipped_matrix(), shipped_notices(), person, *history, Text::english());
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
    auto ready = prepare(session, asked);
    if (!ready) return report(ready.error());
    auto outcomes = [&] {
        Progress progress(common, words("progress.levels"));
        ready->options.progress = [&](double done) { progress(done); };
        return measure_sharing(ready->scenario, ready->policy, ready->options);
    }();
    if (!outcomes) return report(outcomes.error());
    const Text& text = Text::english();
    if (common.json) {
        print(sharing_document(shipped_matrix(), *outcomes));
        return 0;
    }
    const Scenario& scenario = ready->scenario.scenario;
    say(common, words("consent.levels.head", {{"policy", ready->policy.name},
                                              {"scenario", scenario.name},
                                              {"people", count_text(scenario.users)},
                                              {"days", count_text(scenario.days)},
                                              {"repetitions", count_text(ready->options.replications)}}));
    for (const std::string& sentence : sharing_sentences(shipped_matrix(), text))
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

std::shared_ptr<Asked> add_scenario_options(CLI::App* command) {
    auto asked = std::make_shared<Asked>();
    command->add_option("--scenario", asked->scenario, words("option.scenario"))
        ->type_name("NAME")
        ->required()
        ->check(not_empty());
    command->add_option("--policy", asked->policy, words("option.policy_run"))
        ->type_name("NAME")
        ->check(not_empty());
    command->add_option("--set", asked->settings, words("option.set"))
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false)
        ->check(not_empty());
    return asked;
}

} // namespace

void add_consent_runs(CLI::App& family, Session& session) {
    CLI::App* receipt = add_command(family, session, "receipt", Simulates::yes);
    const auto of_person = add_scenario_options(receipt);
    receipt->add_option("--user", of_person->user, words("option.receipt_user"))
        ->type_name("N")
        ->required()
        ->check(whole_number(0, users_limit().most - 1));
    of_person->sizes.add_once_to(receipt);
    receipt->callback([&session, of_person] {
        session.chosen = [&session, of_person] { return receipt_command(session, *of_person); };
    });
    CLI::App* levels = add_command(family, session, "levels", Simulates::yes);
    const auto of_levels = add_scenario_options(levels);
    of_levels->sizes.add_to(levels);
    levels->callback([&session, of_levels] {
        session.chosen = [&session, of_levels] { return levels_command(session, *of_levels); };
    });
}

} // namespace attune::cli
