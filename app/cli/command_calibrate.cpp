// calibrate: assumptions about people, fitted to an event log or to a few numbers.
#include "app/cli/commands.h"
#include "app/cli/named_workspace.h"
#include "app/cli/outputs.h"
#include "app/cli/usage.h"
#include "simulations/fit/fit_words.h"
#include "simulations/fit/pins.h"
#include "simulations/report/number_text.h"
#include "simulations/study/library.h"

#include <map>

namespace attune::cli {
namespace {

struct Asked {
    std::string log, targets, write;
    std::vector<std::string> target, fit, settings;
    std::string scenario, policy;
    std::optional<std::int64_t> users, replications;
    bool only_fitted = false;
};

constexpr std::int64_t fewest_people = 2, fewest_replications = 2;
constexpr double reading = 0.1; ///< share of the work that reading a log is taken for

/// Everything a fit needs, found and checked.
struct Prepared {
    FitRequest request;
    Outputs outputs;
    AtomicFile* written = nullptr;
};

/// The typed numbers: those of the file, then those of the command line.
Result<TargetsFile> typed(const Asked& asked) {
    TargetsFile all;
    if (!asked.targets.empty()) {
        auto text = read_file(asked.targets);
        if (!text) return pass_on(text);
        auto read = targets_from_json(*text, asked.targets);
        if (!read) return pass_on(read);
        all = std::move(*read);
    }
    for (const std::string& one : asked.target) {
        auto target = target_from_text(one);
        if (!target) return pass_on(target);
        all.targets.push_back(std::move(*target));
    }
    if (auto sound = check_targets(all.targets); !sound) return pass_on(sound);
    return all;
}

std::string first_of(const std::string& a, const std::string& b, const std::string& c) {
    return !a.empty() ? a : !b.empty() ? b : c;
}

Result<Prepared> prepare(Session& session, const Asked& asked) {
    const Common& common = session.common;
    const bool numbers = !asked.targets.empty() || !asked.target.empty();
    if (asked.log.empty() == !numbers)
        return fail(ErrorCode::bad_input, words("calibrate.one_source"), {},
                    words("calibrate.one_source.remedy"));
    if (auto distinct = check_distinct({{"--log", asked.log},
                                        {"--targets", asked.targets},
                                        {"--write", asked.write},
                                        {"--workspace", common.workspace}});
        !distinct)
        return pass_on(distinct);
    auto workspace = read_workspace(common);
    if (!workspace) return pass_on(workspace);
    const Workspace* open = *workspace ? &**workspace : nullptr;
    auto file = typed(asked);
    if (!file) return pass_on(file);
    auto scenario = find_scenario(first_of(asked.scenario, file->scenario, "calm-baseline"), open);
    if (!scenario) return pass_on(scenario);
    auto policy = find_policy(first_of(asked.policy, file->policy, "default"), open);
    if (!policy) return pass_on(policy);
    for (const std::string& setting : asked.settings)
        if (auto applied = apply_setting(setting, *policy, scenario->scenario); !applied)
            return pass_on(applied);
    if (common.seed) scenario->scenario.seed = static_cast<std::uint64_t>(*common.seed);
    if (scenario->scenario.imported && !asked.write.empty())
        return fail(ErrorCode::bad_input, words("calibrate.imported"), "--write",
                    words("calibrate.imported.remedy"));
    Prepared ready;
    ready.request.scenario = std::make_shared<const LoadedScenario>(std::move(*scenario));
    ready.request.policy = std::move(*policy);
    ready.request.targets = std::move(file->targets);
    ready.request.also = asked.fit;
    ready.request.look_around = !asked.only_fitted;
    ready.request.people = static_cast<int>(asked.users.value_or(0));
    ready.request.replications = static_cast<int>(asked.replications.value_or(ready.request.replications));
    ready.request.threads = common.threads;
    ready.request.stop = session.interrupt->token();
    session.interrupt->only_ask_from_now();
    if (!asked.write.empty()) {
        auto written = ready.outputs.open(asked.write);
        if (!written) return pass_on(written);
        ready.written = *written;
    }
    return ready;
}

Result<FitResult> fit(Prepared& ready, const Asked& asked, const Common& common) {
    Progress progress(common, words("progress.calibrate"));
    const double before = asked.log.empty() ? 0 : reading;
    if (!asked.log.empty()) {
        auto log = read_event_log(
            asked.log, [&](double done) { progress(reading * done); }, ready.request.stop);
        if (!log) return pass_on(log);
        ready.request.log = std::move(*log);
    }
    ready.request.progress = [&](double done) { progress(before + (1 - before) * done); };
    return fit_people(ready.request);
}

std::string fitted_scenario(const FitRequest& request, const FitResult& result) {
    Scenario scenario = request.scenario->scenario;
    scenario.assumptions = result.assumptions;
    scenario.purpose =
        words("calibrate.purpose", {{"scenario", scenario.name}, {"policy", request.policy.name}});
    scenario.name += "-fitted";
    return scenario_to_json(scenario);
}

std::string count(std::int64_t n) {
    return count_text(static_cast<double>(n));
}

void say_source(const Common& common, const FitRequest& request, const Asked& asked) {
    if (request.log) {
        say(common, words("calibrate.log", {{"file", asked.log},
                                            {"lines", count(request.log->lines)},
                                            {"people", count(request.log->people)},
                                            {"days", count(request.log->days)},
                                            {"prompts", count(request.log->prompts)}}));
        // The model has everybody there from the first day.
        if (request.log->late * 20 > request.log->people)
            say(common, words("calibrate.late", {{"late", count(request.log->late)}}));
    } else if (std::any_of(request.targets.begin(), request.targets.end(),
                           [](const Target& t) { return !t.n && !t.lower; }))
        say(common, words("calibrate.no_n", {{"people", count(request.scenario->scenario.users)}}));
}

Table estimates_table(const FitResult& result) {
    const Text& text = Text::english();
    Table table({words("table.assumption"), words("calibrate.before"), words("calibrate.fitted"),
                 words("table.interval"), words("calibrate.says")});
    table.right(1);
    table.right(2);
    for (const FittedAssumption& one : result.estimates) {
        const NumberStyle style =
            style_for(kind_of(world_parameters().find(one.key)->spec.unit), one.value, one.lower, one.upper);
        table.add({assumption_name(one.key, text), value_text(one.before, style, text),
                   value_text(one.value, style, text), interval_text(one.lower, one.upper, style, text),
                   words(one.finding == Finding::pinned ? "calibrate.pinned" : "calibrate.not_pinned")});
    }
    return table;
}

Table figures_table(const FitResult& result) {
    const Text& text = Text::english();
    Table table({words("calibrate.figure"), words("calibrate.wanted"), words("table.interval"),
                 words("calibrate.reached"), words("table.verdict")});
    table.right(1);
    table.right(3);
    std::vector<FittedFigure> rows = result.figures;
    if (result.asked) rows.push_back(*result.asked);
    for (const FittedFigure& figure : rows) {
        const NumberStyle style =
            style_for(kind_of(figure_unit(figure.key)), figure.wanted, figure.lower, figure.upper);
        table.add({figure_name(figure.key, text), value_text(figure.wanted, style, text),
                   interval_text(figure.lower, figure.upper, style, text),
                   value_text(figure.reached, style, text), verdict(figure, text)});
    }
    return table;
}

/// What cannot be told, reason by reason.
void say_unknown(const Common& common, const FitResult& result) {
    const Text& text = Text::english();
    for (const FittedAssumption& one : result.estimates) {
        say(common,
            words("calibrate.line", {{"name", assumption_name(one.key, text)}, {"why", why(one, text)}}));
        if (!one.given.empty()) say(common, words("calibrate.rests", {{"rests", rests_on(one, text)}}));
    }
    std::map<Finding, std::vector<std::string>> held;
    for (const HeldAssumption& one : result.held)
        held[one.finding].push_back(one.finding == Finding::open ? one.key : assumption_name(one.key, text));
    if (!held.empty()) say(common, words("calibrate.held"));
    for (const auto& [finding, key] :
         {std::pair{Finding::same_as, "calibrate.same_as"}, std::pair{Finding::unseen, "calibrate.unseen"},
          std::pair{Finding::open, "calibrate.open"}})
        if (const auto found = held.find(finding); found != held.end())
            say(common, words(key, {{"names", text.listed(found->second)},
                                    {"count", count(static_cast<int>(found->second.size()))}}));
    if (!result.left_out.empty()) {
        std::vector<std::string> names;
        for (const std::string& key : result.left_out)
            names.push_back(figure_name(key, text));
        say(common, words("calibrate.left_out", {{"names", text.listed(names)}}));
    }
    if (result.asked && !result.asked->met) say(common, words("calibrate.other_policy"));
}

int calibrate_command(Session& session, const Asked& asked) {
    const Common& common = session.common;
    auto ready = prepare(session, asked);
    if (!ready) return report(ready.error());
    auto result = fit(*ready, asked, common);
    if (!result) return report(result.error());
    if (ready->written) {
        ready->written->write(fitted_scenario(ready->request, *result));
        if (auto kept = ready->outputs.commit(); !kept) return report(kept.error());
    }
    const int code = result->all_met() ? 0 : exit_code(ErrorCode::failed);
    if (common.json) {
        print(fit_document(*result, Text::english()));
        return code;
    }
    say_source(common, ready->request, asked);
    say(common, words("calibrate.head", {{"scenario", ready->request.scenario->scenario.name},
                                         {"policy", ready->request.policy.name},
                                         {"people", count(result->people)},
                                         {"days", count(result->days)},
                                         {"repetitions", count(result->replications)}}));
    say(common, estimates_table(*result).text());
    say(common, figures_table(*result).text());
    say_unknown(common, *result);
    if (!asked.write.empty()) say(common, words("written", {{"file", asked.write}}));
    return code;
}

void add_text(CLI::App* command, const std::string& option, std::string& into, const std::string& key,
              const char* type) {
    command->add_option(option, into, words(key))->type_name(type)->check(not_empty());
}

void add_list(CLI::App* command, const std::string& option, std::vector<std::string>& into,
              const std::string& key, const char* type) {
    command->add_option(option, into, words(key))
        ->type_name(type)
        ->allow_extra_args(false)
        ->check(not_empty());
}

} // namespace

void add_calibrate(CLI::App& app, Session& session) {
    auto asked = std::make_shared<Asked>();
    CLI::App* command = add_command(app, session, "calibrate", Simulates::yes);
    add_text(command, "--log", asked->log, "option.calibrate_log", "FILE");
    add_text(command, "--targets", asked->targets, "option.targets", "FILE");
    add_list(command, "--target", asked->target, "option.target", "METRIC=VALUE[/N]");
    add_text(command, "--scenario", asked->scenario, "option.calibrate_scenario", "NAME");
    add_text(command, "--policy", asked->policy, "option.calibrate_policy", "NAME");
    add_list(command, "--fit", asked->fit, "option.fit", "KEY");
    add_list(command, "--set", asked->settings, "option.set", "KEY=VALUE");
    add_text(command, "--write", asked->write, "option.write_scenario", "FILE");
    command->add_option("--users", asked->users, words("option.calibrate_users"))
        ->type_name("N")
        ->check(whole_number(fewest_people, users_limit().most));
    command->add_option("--replications", asked->replications, words("option.calibrate_replications"))
        ->type_name("N")
        ->check(whole_number(fewest_replications, replications_limit().most));
    command->add_flag("--only-fitted", asked->only_fitted, words("option.only_fitted"));
    command->callback([&session, asked] {
        session.chosen = [&session, asked] { return calibrate_command(session, *asked); };
    });
}

} // namespace attune::cli
