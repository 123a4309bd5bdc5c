// run and compare.
#include "app/cli/asked_trail.h"
#include "app/cli/commands.h"
#include "app/cli/guardrail_table.h"
#include "app/cli/named_workspace.h"
#include "app/cli/outputs.h"
#include "app/cli/sizes.h"
#include "app/cli/usage.h"
#include "core/measures/metrics/metric.h"
#include "core/policy/parameters.h"
#include "simulations/report/assumption_words.h"
#include "simulations/report/csv_writer.h"
#include "simulations/report/json_writer.h"
#include "simulations/report/number_text.h"
#include "simulations/study/library.h"

#include <algorithm>
#include <chrono>
#include <optional>

namespace attune::cli {
namespace {

/// What a simulation is asked for, by both commands.
struct Asked {
    std::string scenario;
    std::vector<std::string> settings;
    Sizes sizes;
    std::string csv;
    std::string log;  ///< of run alone: two runs in one log could not be told apart
    AskedTrail trail; ///< likewise
    bool groups = false;
};

void add_name(CLI::App* command, const std::string& option, std::string& into, const std::string& key) {
    command->add_option(option, into, words(key))->type_name("NAME")->check(not_empty());
}

void add_options(CLI::App* command, Asked& asked, const std::string& set_key) {
    command->add_option("--set", asked.settings, words(set_key))
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false)
        ->check(not_empty());
    asked.sizes.add_to(command);
    command->add_option("--csv", asked.csv, words("option.csv"))->type_name("FILE")->check(not_empty());
    command->add_flag("--groups", asked.groups, words("option.groups"));
}

/// Everything a simulation needs, found and checked.
struct Prepared {
    LoadedScenario scenario;
    std::vector<Policy> policies;
    std::vector<PolicyVersion> own; ///< those of them that are the user's own, as they are in their files
    SimulateOptions options;
    Outputs outputs;
    AtomicFile* csv = nullptr; ///< one of the outputs
};

std::string changed(const std::string& name) {
    return words("changed", {{"name", name}});
}

/// Whether a shipped policy has this name and other values.
bool passes_for_shipped(const Policy& policy) {
    const auto& shipped = shipped_policies();
    return std::any_of(shipped.begin(), shipped.end(),
                       [&](const Policy& s) { return s.name == policy.name && s != policy; });
}

bool is_shipped(const std::string& name) {
    const auto& shipped = shipped_policies();
    return std::any_of(shipped.begin(), shipped.end(), [&](const Policy& s) { return s.name == name; });
}

/// Finds one policy and applies `settings`: levers to it, assumptions to the scenario. Whatever is not what
/// its name says is called "(changed)", so that its figures never pass for those of the shipped or stored
/// one.
Status add_policy_to(Prepared& ready, const std::string& name, const std::vector<std::string>& settings,
                     const Workspace* workspace) {
    auto policy = find_policy(name, workspace);
    if (!policy) return pass_on(policy);
    const Policy found = *policy;
    for (const std::string& setting : settings)
        if (auto applied = apply_setting(setting, *policy, ready.scenario.scenario); !applied) return applied;
    if (auto sound = check_policy(*policy); !sound) return sound;
    if (*policy != found || passes_for_shipped(found))
        policy->name = changed(found.name);
    else if (names_a_file(name) && !is_shipped(found.name)) {
        if (auto sound = check_line("name", found.name, policy_text_limits.name); !sound) return sound;
        ready.own.push_back({.name = found.name,
                             .json = policy_to_json(found),
                             .created = ready.options.created,
                             .author = words("policy.from_file.author"),
                             .reason = words("policy.from_file.reason")});
    }
    ready.policies.push_back(std::move(*policy));
    return {};
}

/// `policies` are names or files; levers given by --set change the last of them. Opens the files to write as
/// the last thing, when nothing can be wrong any more.
Result<Prepared> prepare(Session& session, const Asked& asked, const std::vector<std::string>& policies) {
    const Common& common = session.common;
    if (auto distinct =
            check_distinct({{"--workspace", common.workspace}, {"--csv", asked.csv}, {"--log", asked.log}});
        !distinct)
        return pass_on(distinct);
    if (auto sound = asked.trail.check(common); !sound) return pass_on(sound);
    auto workspace = look_before_saving(common);
    if (!workspace) return pass_on(workspace);
    const Workspace* open = *workspace ? &**workspace : nullptr;
    Prepared ready;
    ready.options.created = now();
    auto scenario = find_scenario(asked.scenario, open);
    if (!scenario) return pass_on(scenario);
    ready.scenario = std::move(*scenario);
    for (const std::string& name : policies) {
        const bool last = &name == &policies.back();
        if (auto added = add_policy_to(ready, name, last ? asked.settings : std::vector<std::string>{}, open);
            !added)
            return pass_on(added);
    }
    Scenario& plan = ready.scenario.scenario;
    if (plan.imported && !asked.log.empty())
        return fail(ErrorCode::bad_input, words("error.log_of_import"), "--log",
                    words("error.log_of_import.remedy"));
    if (auto applied = asked.sizes.apply(common, plan); !applied) return pass_on(applied);
    ready.options.replications = static_cast<int>(asked.sizes.replications.value_or(1));
    ready.options.threads = common.threads;
    ready.options.stop = session.interrupt->token();
    session.interrupt->only_ask_from_now();
    if (!asked.log.empty()) {
        auto log = ready.outputs.open(asked.log);
        if (!log) return pass_on(log);
        ready.options.log = [file = *log](std::span<const LoggedEvent> events) {
            for (const LoggedEvent& event : events)
                file->write(to_json_line(event) + "\n");
        };
    }
    if (!asked.csv.empty()) {
        auto file = ready.outputs.open(asked.csv);
        if (!file) return pass_on(file);
        ready.csv = *file;
    }
    return ready;
}

/// Saves what policies of the user's own were run, unless they are there as they are.
Status save_own(const Workspace& workspace, const std::vector<PolicyVersion>& own) {
    for (const PolicyVersion& policy : own) {
        const auto newest = workspace.policies().find(policy.name);
        if (newest && newest->json == policy.json) continue;
        if (auto saved = workspace.policies().save(policy); !saved) return pass_on(saved);
    }
    return {};
}

Status complete_files(Prepared& ready, const ReportInput& results) {
    if (ready.csv) ready.csv->write(csv(results));
    return ready.outputs.complete();
}

/// Saves runs and their comparison, and the files with them: the files are complete on the disk before the
/// workspace says that all is done, and take their names after it.
Status keep(const Common& common, Prepared& ready, const ReportInput& results) {
    if (auto done = complete_files(ready, results); !done) return done;
    if (!common.workspace.empty()) {
        auto workspace = open_to_save(common);
        if (!workspace) return pass_on(workspace);
        if (auto saved = save_own(*workspace, ready.own); !saved) return saved;
        auto saved =
            results.comparison && results.baseline
                ? workspace->comparisons().save_with_runs(*results.baseline, results.run, *results.comparison)
                : workspace->runs().save(results.run);
        if (!saved) return saved;
    }
    return ready.outputs.commit();
}

/// The same for a run with its trail.
Result<SignedHead> keep(TrailedRun& trailed, Prepared& ready, const RunRecord& run) {
    if (auto done = complete_files(ready, {.comparison = {}, .baseline = {}, .run = run}); !done)
        return pass_on(done);
    if (auto saved = save_own(trailed.workspace(), ready.own); !saved) return pass_on(saved);
    auto head = trailed.keep(run, now());
    if (!head) return head;
    if (auto done = ready.outputs.commit(); !done) return pass_on(done);
    return head;
}

std::string unit_of(const std::string& key) {
    const MetricSpec* spec = find_metric(key);
    return spec ? spec->unit : "";
}

NumberStyle style_of(const MetricValue& value) {
    return style_for(kind_of(unit_of(value.key)), value.value, value.lower, value.upper);
}

std::string label(const std::string& key) {
    return Text::english().get("metric." + key);
}

/// What the tables show unless --groups is given: everyone, and what each group of providers gets.
bool shown(const MetricValue& value, const Asked& asked) {
    return asked.groups || value.group == "all" || value.group.starts_with("provider=");
}

std::string counted(const std::string& key, int count) {
    return words(count == 1 ? key + ".one" : key + ".many", {{"count", count_text(count)}});
}

std::string sizes(const RunRecord& run) {
    return words("sizes", {{"users", counted("people", run.users)},
                           {"days", counted("days", run.days)},
                           {"replications", counted("repetitions", run.replications)}});
}

void say_kept(const Common& common, const Asked& asked) {
    if (!asked.groups) say(common, words("more_groups"));
    for (const std::string& file : {asked.csv, asked.log})
        if (!file.empty()) say(common, words("written", {{"file", file}}));
    say(common, common.workspace.empty() ? words("not_saved") : words("saved", {{"file", common.workspace}}));
}

/// How much of it nobody has measured.
void say_leaning(const Common& common, const RunRecord& run) {
    if (const auto leaning = leaning_of(run))
        say(common, words("leaning", {{"sentence", leaning_sentence(*leaning, Text::english())}}));
}

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

int run_command(Session& session, const Asked& asked, const std::string& policy) {
    const Common& common = session.common;
    auto ready = prepare(session, asked, {policy});
    if (!ready) return report(ready.error());
    std::optional<TrailedRun> trailed;
    if (asked.trail.wanted) {
        auto begun = asked.trail.begin(common);
        if (!begun) return report(begun.error());
        trailed.emplace(std::move(*begun));
    }
    const int users = ready->scenario.scenario.users;
    const auto start = std::chrono::steady_clock::now();
    Result<RunRecord> run = [&] {
        Progress progress(common, words("progress.run"));
        ready->options.progress = [&](double done) { progress(done); };
        return trailed ? trailed->simulate(ready->scenario, ready->policies[0], ready->options,
                                           asked.trail.watched(users))
                       : simulate_run(ready->scenario, ready->policies[0], ready->options);
    }();
    if (!run) return report(run.error());
    run->wall_seconds = seconds_since(start);
    std::optional<SignedHead> head;
    if (trailed) {
        auto kept = keep(*trailed, *ready, *run);
        if (!kept) return report(kept.error());
        head = std::move(*kept);
    } else if (auto kept = keep(common, *ready, {.comparison = {}, .baseline = {}, .run = *run}); !kept) {
        return report(kept.error());
    }
    if (common.json) {
        Json document = run_document(*run);
        if (head) document["trail"] = trail_document(*trailed, *run, *head);
        print(document);
        return 0;
    }
    say(common,
        words("run.head",
              {{"policy", run->policy_name}, {"scenario", run->scenario_name}, {"sizes", sizes(*run)}}));
    Table table({words("table.metric"), words("table.group"), words("table.value"), words("table.interval")});
    table.right(2);
    for (const MetricValue& value : run->metrics)
        if (shown(value, asked))
            table.add({label(value.key), value.group,
                       value_text(value.value, style_of(value), Text::english()),
                       interval_text(value.lower, value.upper, style_of(value), Text::english())});
    say(common, table.text());
    say_leaning(common, *run);
    say(common, words("run.foot", {{"id", run->id}, {"fingerprint", run->fingerprint}}));
    if (head) say_trail(common, *trailed, *run, *head);
    say_kept(common, asked);
    return 0;
}

Table difference_table(const ComparisonRecord& record, const Asked& asked) {
    Table table(
        {words("table.metric"), words("table.group"), words("table.difference"), words("table.interval")});
    table.right(2);
    for (const MetricValue& value : record.difference)
        if (shown(value, asked))
            table.add({label(value.key), value.group,
                       difference_text(value.value, style_of(value), Text::english()),
                       difference_interval_text(value.lower, value.upper, style_of(value), Text::english())});
    return table;
}

int compare_command(Session& session, const Asked& asked, const std::string& baseline,
                    const std::string& candidate) {
    const Common& common = session.common;
    auto ready = prepare(session, asked, {baseline, candidate});
    if (!ready) return report(ready.error());
    const auto start = std::chrono::steady_clock::now();
    Result<Comparison> comparison = [&] {
        Progress progress(common, words("progress.compare"));
        ready->options.progress = [&](double done) { progress(done); };
        return simulate_comparison(ready->scenario, ready->policies[0], ready->policies[1], ready->options);
    }();
    if (!comparison) return report(comparison.error());
    comparison->baseline.wall_seconds = comparison->candidate.wall_seconds = seconds_since(start) / 2;
    const ComparisonRecord& record = comparison->record;
    const RunRecord& run = comparison->candidate;
    if (auto kept =
            keep(common, *ready, {.comparison = record, .baseline = comparison->baseline, .run = run});
        !kept)
        return report(kept.error());
    const bool broken = std::any_of(record.guardrails.begin(), record.guardrails.end(),
                                    [](const GuardrailVerdict& g) { return g.verdict == Verdict::broken; });
    const int code = broken ? exit_code(ErrorCode::failed) : 0;
    if (common.json) {
        print(compare_document(record, comparison->baseline, run));
        return code;
    }
    say(common, words("compare.head", {{"candidate", run.policy_name},
                                       {"baseline", comparison->baseline.policy_name},
                                       {"scenario", run.scenario_name},
                                       {"sizes", sizes(run)}}));
    say(common, difference_table(record, asked).text());
    say(common, guardrail_table(record, run.days).text());
    say_leaning(common, run);
    say(common, words("compare.foot", {{"id", record.id}}));
    say_kept(common, asked);
    return code;
}

} // namespace

void add_run(CLI::App& app, Session& session) {
    auto asked = std::make_shared<Asked>();
    auto policy = std::make_shared<std::string>("default");
    CLI::App* command = add_command(app, session, "run", Simulates::yes);
    add_name(command, "--scenario", asked->scenario, "option.scenario");
    command->get_option("--scenario")->required();
    add_name(command, "--policy", *policy, "option.policy_run");
    add_options(command, *asked, "option.set");
    command->add_option("--log", asked->log, words("option.log"))->type_name("FILE")->check(not_empty());
    asked->trail.add_to(command);
    command->callback([&session, asked, policy] {
        session.chosen = [&session, asked, policy] { return run_command(session, *asked, *policy); };
    });
}

void add_compare(CLI::App& app, Session& session) {
    auto asked = std::make_shared<Asked>();
    auto baseline = std::make_shared<std::string>();
    auto candidate = std::make_shared<std::string>();
    CLI::App* command = add_command(app, session, "compare", Simulates::yes);
    add_name(command, "--scenario", asked->scenario, "option.scenario");
    add_name(command, "--baseline", *baseline, "option.baseline");
    add_name(command, "--candidate", *candidate, "option.candidate");
    for (const char* option : {"--scenario", "--baseline", "--candidate"})
        command->get_option(option)->required();
    add_options(command, *asked, "option.set_compare");
    command->callback([&session, asked, baseline, candidate] {
        session.chosen = [&session, asked, baseline, candidate] {
            return compare_command(session, *asked, *baseline, *candidate);
        };
    });
}

} // namespace attune::cli
