#include "simulations/study/fair_gate.h"

#include "core/base/text.h"
#include "core/workspace/version_text.h"
#include "core/workspace/workspace.h"
#include "simulations/report/number_text.h"
#include "simulations/report/readable_name.h"
#include "simulations/study/library.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stop_token>

namespace attune {
namespace {

constexpr int most_people = 600;
constexpr int most_days = 42;
constexpr int replications = 2;
constexpr std::string_view of_providers = "providers=";

/// What the ratio is surely below four fifths of; nothing where it may be equal.
bool surely_below(double upper) {
    return std::isfinite(upper) && upper < least_fair_ratio;
}

bool has_floor(const Policy& policy, const std::string& group) {
    const auto floor = policy.exposure_floor.find(group);
    return policy.merit_share > 0 || (floor != policy.exposure_floor.end() && floor->second > 0);
}

tl::unexpected<Error> refuse(ErrorCode code, const std::string& key,
                             std::initializer_list<std::pair<std::string_view, std::string>> values) {
    const Text& text = Text::english();
    return fail(code, text.get("fair.gate." + key, values), "fairness",
                text.get("fair.gate." + key + ".remedy", values));
}

std::string group_words(const std::string& group) {
    const Text& text = Text::english();
    if (group.starts_with(of_providers))
        return text.get("fair.gate.providers", {{"group", group.substr(of_providers.size())}});
    return text.get("report.group." + group);
}

/// The scenario of the newest run that can still be found.
Result<LoadedScenario> scenario_of(const Workspace& workspace) {
    const auto runs = workspace.runs().list();
    if (!runs) return pass_on(runs);
    for (auto run = runs->rbegin(); run != runs->rend(); ++run)
        if (auto found = find_scenario(run->scenario_name, &workspace)) return found;
    return find_scenario(Scenario{}.name, &workspace);
}

} // namespace

Result<FairException> fair_exception(const std::string& text) {
    const auto colon = text.find(':');
    FairException made;
    if (colon != std::string::npos) {
        made.group = text.substr(0, colon);
        const auto begin = text.find_first_not_of(' ', colon + 1);
        if (begin != std::string::npos) made.reason = text.substr(begin);
    }
    if (made.group.find('=') == std::string::npos || made.reason.empty())
        return refuse(ErrorCode::bad_input, "exception", {{"text", text}});
    if (auto sound = check_line("reason", made.reason, policy_text_limits.reason); !sound)
        return pass_on(sound);
    return made;
}

std::vector<FairBreach> fair_breaches(const FairFigures& figures, const Policy& policy,
                                      std::span<const FairException> exceptions) {
    std::vector<FairBreach> breaches;
    const auto add = [&](std::string group, double ratio, double lower, double upper, bool limited) {
        if (!surely_below(upper)) return;
        FairBreach breach{std::move(group), ratio, lower, upper};
        if (limited) breach.cover = BreachCover::limit;
        const auto given = std::find_if(exceptions.begin(), exceptions.end(),
                                        [&](const FairException& one) { return one.group == breach.group; });
        if (!limited && given != exceptions.end()) {
            breach.cover = BreachCover::exception;
            breach.reason = given->reason;
        }
        breaches.push_back(std::move(breach));
    };
    for (const FairGroup& group : figures.groups) {
        const MetricValue& ratio =
            group.disparity[static_cast<std::size_t>(FairDefinition::treatment_true)].ratio;
        add(std::string(of_providers) + group.name, ratio.value, ratio.lower, ratio.upper,
            has_floor(policy, group.name) && group.floor_state == LimitState::held);
    }
    for (const ServedGroup& group : figures.people) {
        // The interval of the difference: what both have in common is no doubt about their ratio.
        const double everybody = group.satisfaction.value - group.beside_all.value;
        if (!group.ranked() || !(everybody > 0)) continue;
        add(group.group, 1 + group.beside_all.value / everybody, 1 + group.beside_all.lower / everybody,
            1 + group.beside_all.upper / everybody, false);
    }
    return breaches;
}

Result<FairnessCheck> check_fairness(const Workspace& workspace, const Policy& policy,
                                     std::span<const FairException> exceptions, int threads,
                                     const std::function<bool()>& stop) {
    auto scenario = scenario_of(workspace);
    if (!scenario) return pass_on(scenario);
    Scenario& smaller = scenario->scenario;
    // People of an imported world are whom the file tells of.
    if (!smaller.imported) smaller.users = std::min(smaller.users, most_people);
    smaller.days = std::min(smaller.days, most_days);
    std::stop_source stopping;
    SimulateOptions options;
    options.replications = replications;
    options.threads = threads;
    options.stop = stopping.get_token();
    options.progress = [&](double) {
        if (stop && stop()) stopping.request_stop();
    };
    const auto figures = measure_fairness(*scenario, policy, options);
    if (!figures) return pass_on(figures);
    FairnessCheck check{smaller.name, smaller.users, smaller.days, replications,
                        fair_breaches(*figures, policy, exceptions)};
    for (const FairGroup& group : figures->groups)
        if (group.floor_state == LimitState::broken || group.cap_state == LimitState::broken)
            return refuse(ErrorCode::failed, "limit_broken",
                          {{"group", group_words(std::string(of_providers) + group.name)}});
    for (const FairException& one : exceptions)
        if (std::none_of(check.breaches.begin(), check.breaches.end(),
                         [&](const FairBreach& breach) { return breach.group == one.group; }))
            return refuse(ErrorCode::bad_input, "needless", {{"group", one.group}});
    std::vector<std::string> open, named;
    for (const FairBreach& breach : check.breaches)
        if (breach.cover == BreachCover::none) {
            open.push_back(breach_words(breach));
            named.push_back(breach.group);
        }
    if (open.empty()) return check;
    return refuse(ErrorCode::failed, "blocked",
                  {{"groups", Text::english().listed(open)}, {"first", named.front()}});
}

std::string breach_words(const FairBreach& breach) {
    constexpr std::array<const char*, 3> covers = {"none", "limit", "exception"};
    return Text::english().get("fair.gate.breach." +
                                   std::string(covers[static_cast<std::size_t>(breach.cover)]),
                               {{"group", group_words(breach.group)},
                                {"ratio", fixed_number(breach.ratio, 2)},
                                {"lower", fixed_number(breach.lower, 2)},
                                {"upper", fixed_number(breach.upper, 2)},
                                {"reason", breach.reason}});
}

std::string fairness_words(const FairnessCheck& check) {
    const Text& text = Text::english();
    if (check.scenario.empty()) return text.get("fair.gate.not_measured");
    std::vector<std::string> all;
    for (const FairBreach& breach : check.breaches)
        all.push_back(breach_words(breach));
    return text.get(all.empty() ? "fair.gate.passed" : "fair.gate.covered",
                    {{"scenario", readable_name(check.scenario)},
                     {"people", count_text(check.people)},
                     {"days", count_text(check.days)},
                     {"times", count_text(check.replications)},
                     {"groups", text.listed(all)}});
}

} // namespace attune
