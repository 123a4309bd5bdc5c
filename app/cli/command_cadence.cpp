// cadence: what asking more often, or at other moments, buys and costs.
#include "app/cli/commands.h"
#include "app/cli/named_workspace.h"
#include "app/cli/outputs.h"
#include "app/cli/sizes.h"
#include "app/cli/usage.h"
#include "core/policy/parameters.h"
#include "simulations/report/number_text.h"
#include "simulations/study/asking_table.h"
#include "simulations/study/cadence_table.h"
#include "simulations/study/library.h"

namespace attune::cli {
namespace {

struct Asked {
    std::string scenario, policy = "default", csv;
    std::vector<std::string> settings;
    bool surface = false;
    Sizes sizes;
};

struct Prepared {
    LoadedScenario scenario;
    Policy policy;
};

Result<Prepared> prepare(Session& session, const Asked& asked) {
    const Common& common = session.common;
    if (auto distinct = check_distinct({{"--workspace", common.workspace}, {"--csv", asked.csv}}); !distinct)
        return pass_on(distinct);
    auto workspace = read_workspace(common);
    if (!workspace) return pass_on(workspace);
    const Workspace* open = *workspace ? &**workspace : nullptr;
    auto scenario = find_scenario(asked.scenario, open);
    if (!scenario) return pass_on(scenario);
    auto policy = find_policy(asked.policy, open);
    if (!policy) return pass_on(policy);
    Scenario& given = scenario->scenario;
    for (const std::string& setting : asked.settings)
        if (auto applied = apply_setting(setting, *policy, given); !applied) return pass_on(applied);
    if (auto sound = check_policy(*policy); !sound) return pass_on(sound);
    if (auto applied = asked.sizes.apply(common, given); !applied) return pass_on(applied);
    return Prepared{std::move(*scenario), std::move(*policy)};
}

/// What was measured, in the three forms it is told in.
struct Told {
    Json document;
    std::string csv;
    DataTable table;
    std::vector<std::string> sentences;
};

Result<Told> eight_ways(const Prepared& ready, const SimulateOptions& options) {
    auto outcomes = measure_cadence(ready.scenario, ready.policy, options);
    if (!outcomes) return pass_on(outcomes);
    const Text& text = Text::english();
    return Told{cadence_document(*outcomes),
                cadence_csv(*outcomes),
                cadence_table(*outcomes, text),
                {cadence_sentence(*outcomes, text)}};
}

Result<Told> surface(const Prepared& ready, const SimulateOptions& options) {
    auto outcomes = measure_asking_surface(ready.scenario, ready.policy, options);
    if (!outcomes) return pass_on(outcomes);
    const Text& text = Text::english();
    Told told{asking_document(*outcomes), asking_csv(*outcomes), asking_table(*outcomes, text), {}};
    for (const AskingMeasure& measure : asking_measures)
        told.sentences.push_back(asking_sentence(*outcomes, measure, text).all());
    return told;
}

int cadence_command(Session& session, const Asked& asked) {
    const Common& common = session.common;
    auto ready = prepare(session, asked);
    if (!ready) return report(ready.error());
    session.interrupt->only_ask_from_now();
    Outputs outputs;
    AtomicFile* csv = nullptr;
    if (!asked.csv.empty()) {
        auto file = outputs.open(asked.csv);
        if (!file) return report(file.error());
        csv = *file;
    }
    SimulateOptions options;
    options.replications = static_cast<int>(asked.sizes.replications.value_or(1));
    options.threads = common.threads;
    options.stop = session.interrupt->token();
    auto told = [&] {
        Progress progress(common, words("progress.cadence"));
        options.progress = [&](double done) { progress(done); };
        return asked.surface ? surface(*ready, options) : eight_ways(*ready, options);
    }();
    if (!told) return report(told.error());
    if (csv) csv->write(told->csv);
    if (auto complete = outputs.complete(); !complete) return report(complete.error());
    if (auto written = outputs.commit(); !written) return report(written.error());
    if (common.json) {
        print(told->document);
        return 0;
    }
    const Scenario& scenario = ready->scenario.scenario;
    say(common, words("cadence.head", {{"policy", ready->policy.name},
                                       {"scenario", scenario.name},
                                       {"people", count_text(scenario.users)},
                                       {"days", count_text(scenario.days)},
                                       {"repetitions", count_text(options.replications)}}));
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
    command->add_option("--scenario", asked->scenario, words("option.scenario"))
        ->type_name("NAME")
        ->required()
        ->check(not_empty());
    command->add_option("--policy", asked->policy, words("option.policy"))
        ->type_name("NAME")
        ->check(not_empty());
    command->add_option("--set", asked->settings, words("option.set"))
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false)
        ->check(not_empty());
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
