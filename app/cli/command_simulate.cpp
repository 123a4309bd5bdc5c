// run and compare.
#include "app/cli/commands.h"

#include "core/base/atomic_file.h"
#include "core/measures/metrics/metric.h"
#include "core/policy/parameters.h"
#include "simulations/report/csv_writer.h"
#include "simulations/report/json_writer.h"
#include "simulations/report/number_text.h"
#include "simulations/study/library.h"

#include <chrono>
#include <cmath>
#include <optional>

namespace attune::cli {
namespace {

/// What a simulation is asked for, by both commands.
struct Asked {
    std::string scenario;
    std::vector<std::string> settings;
    std::optional<std::int64_t> users, days, items, replications, seed;
    std::string csv;
    std::string log;
};

void add_options(CLI::App* command, Session& session, Asked& asked) {
    command->add_option("--scenario", asked.scenario, words("option.scenario"))->required()->type_name("NAME");
    command->add_option("--set", asked.settings, words("option.set"))->type_name("KEY=VALUE");
    command->add_option("--users", asked.users, words("option.users"))->type_name("N");
    command->add_option("--days", asked.days, words("option.days"))->type_name("N");
    command->add_option("--items", asked.items, words("option.items"))->type_name("N");
    command->add_option("--replications", asked.replications, words("option.replications"))->type_name("N");
    command->add_option("--seed", asked.seed, words("option.seed"))->type_name("N")->check(CLI::NonNegativeNumber);
    command->add_option("--csv", asked.csv, words("option.csv"))->type_name("FILE");
    command->add_option("--log", asked.log, words("option.log"))->type_name("FILE");
    command->add_option("--threads", session.common.threads, words("option.threads"))->type_name("N")->check(CLI::Range(1, 256));
    command->add_option("--simd", session.common.simd, words("option.simd"))->check(CLI::IsMember({"sse2", "avx2"}));
}

Result<std::optional<Workspace>> open_workspace(const Common& common) {
    if (common.workspace.empty()) return std::optional<Workspace>{};
    OpenOptions options;
    options.created = now();
    options.program_version = program_version();
    auto workspace = Workspace::open(common.workspace, OpenMode::create_or_open, options);
    if (!workspace) return pass_on(workspace);
    return std::optional<Workspace>(std::move(*workspace));
}

Status size_from(const std::optional<std::int64_t>& value, const SizeLimit& limit, int& into) {
    if (!value) return {};
    if (auto fits = check_size(limit, *value); !fits) {
        Error error = fits.error();
        error.where = std::string("--") + limit.key;
        return tl::unexpected<Error>(std::move(error));
    }
    into = static_cast<int>(*value);
    return {};
}

/// Everything a simulation needs, found and checked.
struct Prepared {
    std::optional<Workspace> workspace;
    LoadedScenario scenario;
    std::vector<Policy> policies;
    SimulateOptions options;
    std::unique_ptr<AtomicFile> log;
};

Result<Prepared> prepare(Session& session, const Asked& asked, const std::vector<std::string>& policies) {
    Prepared ready;
    auto workspace = open_workspace(session.common);
    if (!workspace) return pass_on(workspace);
    ready.workspace = std::move(*workspace);
    const Workspace* open = ready.workspace ? &*ready.workspace : nullptr;
    auto scenario = find_scenario(asked.scenario, open);
    if (!scenario) return pass_on(scenario);
    ready.scenario = std::move(*scenario);
    for (const std::string& name : policies) {
        auto policy = find_policy(name, open);
        if (!policy) return pass_on(policy);
        const Policy before = *policy;
        for (const std::string& setting : asked.settings)
            if (auto applied = apply_setting(setting, *policy, ready.scenario.scenario); !applied) return pass_on(applied);
        if (auto sound = check_policy(*policy); !sound) return pass_on(sound);
        if (*policy != before) policy->name += " (changed)";
        ready.policies.push_back(std::move(*policy));
    }
    Scenario& plan = ready.scenario.scenario;
    if (auto r = size_from(asked.users, users_limit(), plan.users); !r) return pass_on(r);
    if (auto r = size_from(asked.days, days_limit(), plan.days); !r) return pass_on(r);
    if (asked.items && plan.imported)
        return fail(ErrorCode::bad_input, words("error.items_imported"), "--items", words("error.items_imported.remedy"));
    if (auto r = size_from(asked.items, items_limit(), plan.items); !r) return pass_on(r);
    if (auto r = size_from(asked.replications, replications_limit(), ready.options.replications); !r) return pass_on(r);
    if (asked.seed) plan.seed = static_cast<std::uint64_t>(*asked.seed);
    ready.options.threads = session.common.threads;
    ready.options.stop = session.stop;
    ready.options.created = now();
    if (!asked.log.empty()) {
        auto file = AtomicFile::open(asked.log);
        if (!file) return pass_on(file);
        ready.log = std::make_unique<AtomicFile>(std::move(*file));
        ready.options.log = [log = ready.log.get()](std::span<const LoggedEvent> events) {
            for (const LoggedEvent& event : events) log->write(to_json_line(event) + "\n");
        };
    }
    return ready;
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

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

Status store_policies(const Prepared& ready) {
    for (const Policy& policy : ready.policies)
        if (auto saved = ready.workspace->policies().save({policy.name, policy_to_json(policy), ready.options.created}); !saved) return saved;
    return {};
}

/// Writes the log and the CSV, then the workspace: files first, since a stored run says that all is done.
Status write_outputs(const Prepared& ready, const Asked& asked, const ReportInput& input) {
    if (ready.log)
        if (auto done = ready.log->commit(); !done) return done;
    if (!asked.csv.empty())
        if (auto done = write_file(asked.csv, csv(input)); !done) return done;
    return {};
}

int run_command(Session& session, const Asked& asked, const std::string& policy) {
    auto ready = prepare(session, asked, {policy});
    if (!ready) return report(ready.error());
    const auto start = std::chrono::steady_clock::now();
    Result<RunRecord> run = [&] {
        Progress progress(session.common, words("progress.run"));
        ready->options.progress = [&](double done) { progress(done); };
        return simulate_run(ready->scenario, ready->policies[0], ready->options);
    }();
    if (!run) return report(run.error());
    run->wall_seconds = seconds_since(start);
    if (auto done = write_outputs(*ready, asked, {.comparison = {}, .baseline = {}, .run = *run}); !done) return report(done.error());
    if (ready->workspace) {
        if (auto saved = store_policies(*ready); !saved) return report(saved.error());
        if (auto saved = ready->workspace->runs().save(*run); !saved) return report(saved.error());
    }
    if (session.common.json) {
        print(run_document(*run));
        return 0;
    }
    say(session.common, words("run.head", {{"policy", run->policy_name}, {"scenario", run->scenario_name}, {"users", std::to_string(run->users)},
                                           {"days", std::to_string(run->days)}, {"replications", std::to_string(run->replications)}}));
    Table table({words("table.metric"), words("table.group"), words("table.value"), words("table.interval")});
    table.right(2);
    for (const MetricValue& value : run->metrics)
        table.add({label(value.key), value.group, value_text(value.value, style_of(value), Text::english()),
                   interval_text(value.lower, value.upper, style_of(value), Text::english())});
    say(session.common, table.text());
    say(session.common, words("run.foot", {{"id", run->id}, {"fingerprint", run->fingerprint}}));
    if (ready->workspace) say(session.common, words("saved", {{"file", session.common.workspace}}));
    return 0;
}

int compare_command(Session& session, const Asked& asked, const std::string& baseline, const std::string& candidate) {
    auto ready = prepare(session, asked, {baseline, candidate});
    if (!ready) return report(ready.error());
    const auto start = std::chrono::steady_clock::now();
    Result<Comparison> comparison = [&] {
        Progress progress(session.common, words("progress.compare"));
        ready->options.progress = [&](double done) { progress(done); };
        return simulate_comparison(ready->scenario, ready->policies[0], ready->policies[1], ready->options);
    }();
    if (!comparison) return report(comparison.error());
    comparison->baseline.wall_seconds = comparison->candidate.wall_seconds = seconds_since(start) / 2;
    const ComparisonRecord& record = comparison->record;
    if (auto done = write_outputs(*ready, asked, {.comparison = record, .baseline = comparison->baseline, .run = comparison->candidate}); !done)
        return report(done.error());
    if (ready->workspace) {
        if (auto saved = store_policies(*ready); !saved) return report(saved.error());
        for (const RunRecord* run : {&comparison->baseline, &comparison->candidate})
            if (auto saved = ready->workspace->runs().save(*run); !saved) return report(saved.error());
        if (auto saved = ready->workspace->comparisons().save(record); !saved) return report(saved.error());
    }
    bool broken = false;
    for (const GuardrailVerdict& guardrail : record.guardrails) broken = broken || guardrail.verdict == Verdict::broken;
    if (session.common.json) {
        print(compare_document(record, comparison->baseline, comparison->candidate));
        return broken ? 3 : 0;
    }
    say(session.common, words("compare.head", {{"candidate", comparison->candidate.policy_name}, {"baseline", comparison->baseline.policy_name},
                                               {"scenario", comparison->candidate.scenario_name}, {"users", std::to_string(comparison->candidate.users)},
                                               {"days", std::to_string(comparison->candidate.days)}, {"replications", std::to_string(comparison->candidate.replications)}}));
    Table table({words("table.metric"), words("table.group"), words("table.difference"), words("table.interval")});
    table.right(2);
    for (const MetricValue& value : record.difference)
        table.add({label(value.key), value.group, difference_text(value.value, style_of(value), Text::english()),
                   difference_interval_text(value.lower, value.upper, style_of(value), Text::english())});
    say(session.common, table.text());
    Table guardrails({words("table.guardrail"), words("table.verdict"), words("table.difference"), words("table.limit")});
    guardrails.right(2);
    guardrails.right(3);
    for (const GuardrailVerdict& g : record.guardrails) {
        const std::string verdict = g.verdict == Verdict::holds ? words("verdict.holds") : g.verdict == Verdict::broken ? words("verdict.broken")
                                                                                         : words("verdict.undecided", {{"times", significant_number(g.more_needed, 2)}});
        const NumberStyle style = style_for(kind_of(unit_of(g.key)), g.difference, g.lower, g.upper);
        guardrails.add({label(g.key), verdict, difference_text(g.difference, style, Text::english()), value_text(g.limit, style, Text::english())});
    }
    say(session.common, guardrails.text());
    say(session.common, words("compare.foot", {{"id", record.id}}));
    if (ready->workspace) say(session.common, words("saved", {{"file", session.common.workspace}}));
    return broken ? 3 : 0;
}

} // namespace

void add_run(CLI::App& app, Session& session) {
    auto asked = std::make_shared<Asked>();
    auto policy = std::make_shared<std::string>("default");
    CLI::App* command = add_command(app, session, "run");
    add_options(command, session, *asked);
    command->add_option("--policy", *policy, words("option.policy"))->type_name("NAME");
    command->callback([&session, asked, policy] { session.chosen = [&session, asked, policy] { return run_command(session, *asked, *policy); }; });
}

void add_compare(CLI::App& app, Session& session) {
    auto asked = std::make_shared<Asked>();
    auto baseline = std::make_shared<std::string>();
    auto candidate = std::make_shared<std::string>();
    CLI::App* command = add_command(app, session, "compare");
    add_options(command, session, *asked);
    command->add_option("--baseline", *baseline, words("option.baseline"))->required()->type_name("NAME");
    command->add_option("--candidate", *candidate, words("option.candidate"))->required()->type_name("NAME");
    command->callback([&session, asked, baseline, candidate] {
        session.chosen = [&session, asked, baseline, candidate] { return compare_command(session, *asked, *baseline, *candidate); };
    });
}

} // namespace attune::cli
