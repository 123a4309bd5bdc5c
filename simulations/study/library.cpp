#include "simulations/study/library.h"

#include "core/policy/parameters.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace attune {
namespace {

template <typename Named>
tl::unexpected<Error> unknown(const char* kind, const char* command, const std::string& name,
                              const std::vector<Named>& all) {
    std::vector<std::string> names;
    for (const Named& one : all)
        names.push_back(one.name);
    const std::string nearest = nearest_key(name, names);
    return fail(ErrorCode::not_found, std::string("there is no ") + kind + " '" + name + "'", {},
                nearest.empty() ? std::string("'attune-cli ") + command + " list' shows them"
                                : "Did you mean '" + nearest + "'?");
}

/// "mine@2" as "mine" and 2; 0 where no version is named.
std::pair<std::string, int> version_named(const std::string& name) {
    const std::size_t at = name.rfind('@');
    if (at == std::string::npos) return {name, 0};
    int number = 0;
    const char* const end = name.data() + name.size();
    const auto [last, code] = std::from_chars(name.data() + at + 1, end, number);
    if (code != std::errc{} || last != end || number < 1) return {name, 0};
    return {name.substr(0, at), number};
}

Result<LoadedScenario> from_record(const ScenarioRecord& record) {
    auto scenario = scenario_from_json(record.json, "scenario '" + record.name + "' of the workspace");
    if (!scenario) return pass_on(scenario);
    LoadedScenario loaded{std::move(*scenario), std::nullopt};
    if (!record.world.empty()) {
        auto world = world_from_bytes(record.world);
        if (!world) return pass_on(world);
        loaded.world = std::move(*world);
    }
    return loaded;
}

} // namespace

bool names_a_file(const std::string& name) {
    return name.ends_with(".json") || name.find('/') != std::string::npos;
}

Result<std::vector<Policy>> all_policies(const Workspace* workspace) {
    std::vector<Policy> all = shipped_policies();
    if (!workspace) return all;
    auto records = workspace->policies().list();
    if (!records) return pass_on(records);
    for (const PolicyVersion& record : *records) {
        auto policy = policy_from_json(record.json, "policy '" + record.name + "' of the workspace");
        if (!policy) return pass_on(policy);
        const auto same =
            std::find_if(all.begin(), all.end(), [&](const Policy& p) { return p.name == policy->name; });
        if (same == all.end())
            all.push_back(std::move(*policy));
        else
            *same = std::move(*policy);
    }
    return all;
}

Result<std::vector<Scenario>> all_scenarios(const Workspace* workspace) {
    std::vector<Scenario> all = shipped_scenarios();
    if (!workspace) return all;
    auto records = workspace->scenarios().list();
    if (!records) return pass_on(records);
    for (const ScenarioRecord& record : *records) {
        auto scenario = scenario_from_json(record.json, "scenario '" + record.name + "' of the workspace");
        if (!scenario) return pass_on(scenario);
        all.push_back(std::move(*scenario));
    }
    return all;
}

Result<Policy> find_policy(const std::string& name, const Workspace* workspace) {
    if (names_a_file(name)) {
        auto text = read_file(name);
        if (!text) return pass_on(text);
        return policy_from_json(*text, name);
    }
    auto all = all_policies(workspace);
    if (!all) return pass_on(all);
    const auto found =
        std::find_if(all->begin(), all->end(), [&](const Policy& p) { return p.name == name; });
    if (found != all->end()) return *found;
    if (const auto [of, number] = version_named(name); workspace && number > 0) {
        auto version = workspace->policies().find(of, number);
        if (!version && version.error().code == ErrorCode::not_found && !workspace->policies().find(of))
            return unknown("policy", "policy", of, *all);
        if (!version) return pass_on(version);
        auto policy = policy_from_json(version->json, "policy '" + name + "' of the workspace");
        if (policy) policy->name = name; // the figures of an older version are not the newest one's
        return policy;
    }
    return unknown("policy", "policy", name, *all);
}

namespace {

Result<LoadedScenario> scenario_named(const std::string& name, const Workspace* workspace) {
    if (names_a_file(name)) {
        auto text = read_file(name);
        if (!text) return pass_on(text);
        auto scenario = scenario_from_json(*text, name);
        if (!scenario) return pass_on(scenario);
        if (scenario->imported)
            return fail(ErrorCode::bad_input,
                        "the world of this scenario was imported and is not in the file", name,
                        "Run it by its name, with --workspace");
        return LoadedScenario{std::move(*scenario), std::nullopt};
    }
    if (workspace) {
        auto record = workspace->scenarios().find(name);
        if (record) return from_record(*record);
        if (record.error().code != ErrorCode::not_found) return pass_on(record);
    }
    const auto& shipped = shipped_scenarios();
    const auto found =
        std::find_if(shipped.begin(), shipped.end(), [&](const Scenario& s) { return s.name == name; });
    if (found != shipped.end()) return LoadedScenario{*found, std::nullopt};
    auto all = all_scenarios(workspace);
    if (!all) return pass_on(all);
    return unknown("scenario", "scenario", name, *all);
}

Result<std::shared_ptr<const MatrixInForce>> put_version_in_force(const MatrixVersion& version) {
    const std::string where = "version " + std::to_string(version.number) + " of the matrix";
    auto made = put_in_force(version.number, version.json, where);
    if (made) return made;
    return fail(ErrorCode::unreadable, "it is no consent matrix to this program: " + made.error().what,
                made.error().where, "Open the file with the program that saved it");
}

} // namespace

Result<LoadedScenario> find_scenario(const std::string& name, const Workspace* workspace) {
    auto found = scenario_named(name, workspace);
    if (!found) return found;
    auto matrix = matrix_in_force(workspace);
    if (!matrix) return pass_on(matrix);
    found->consent = std::move(*matrix);
    return found;
}

Result<std::shared_ptr<const MatrixInForce>> matrix_in_force(const Workspace* workspace) {
    if (!workspace) return std::shared_ptr<const MatrixInForce>();
    const auto newest = workspace->matrices().newest();
    if (!newest) return pass_on(newest);
    if (!*newest) return std::shared_ptr<const MatrixInForce>();
    return put_version_in_force(**newest);
}

Result<std::shared_ptr<const MatrixInForce>> matrix_version(const Workspace* workspace, int number) {
    if (number == 0) return std::shared_ptr<const MatrixInForce>(shipped_in_force());
    if (!workspace)
        return fail(ErrorCode::not_found, "the matrix has no version " + std::to_string(number), {},
                    "Versions are those of a workspace");
    const auto version = workspace->matrices().find(number);
    if (!version) return pass_on(version);
    return put_version_in_force(*version);
}

Status apply_setting(const std::string& setting, Policy& policy, Scenario& scenario) {
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos || equals == 0)
        return fail(ErrorCode::bad_input, "'" + setting + "' is not of the form key=value", "--set");
    const std::string key = setting.substr(0, equals);
    const std::string value = setting.substr(equals + 1);
    auto applied = key.starts_with("world.") ? world_parameters().set_text(scenario.assumptions, key, value)
                                             : policy_parameters().set_text(policy, key, value);
    if (!applied) {
        Error error = applied.error();
        error.where = "--set " + setting;
        return tl::unexpected<Error>(std::move(error));
    }
    return {};
}

} // namespace attune
