#include "simulations/scenario/scenario.h"

#include "core/base/resources.h"

#include <cassert>
#include <set>

namespace attune {
namespace {

constexpr int scenario_version = 1;
constexpr std::size_t longest_name = 40;

/// Reads one whole number of the scenario, if it is there.
template <typename T>
Status read_number(const Json& document, const SizeLimit& limit, const std::string& file,
                   std::string_view text, T& into) {
    const auto found = document.find(limit.key);
    if (found == document.end()) return {};
    const std::string where = at_key(file, text, limit.key);
    if (!found->is_number_integer())
        return fail(ErrorCode::bad_input, "'" + std::string(limit.key) + "' must be a whole number", where);
    if (auto fits = check_size(limit, found->get<std::int64_t>()); !fits) {
        Error error = fits.error();
        error.where = where;
        return tl::unexpected<Error>(std::move(error));
    }
    into = static_cast<T>(found->get<std::int64_t>());
    return {};
}

/// Reads the names of the people, if there are any.
Status read_names(const Json& document, const std::string& file, std::string_view text, Scenario& into) {
    const auto found = document.find("names");
    if (found == document.end()) return {};
    const std::string where = at_key(file, text, "names");
    const auto wrong = [&](const std::string& what) {
        return fail(ErrorCode::bad_input, what, where,
                    "Give every one of the people a name of their own, or leave 'names' out");
    };
    if (!found->is_array()) return wrong("'names' must be a list");
    std::set<std::string> seen;
    for (const Json& name : *found) {
        if (!name.is_string() || name.get<std::string>().empty() ||
            name.get<std::string>().size() > longest_name)
            return wrong("a name must be text of 1 to " + std::to_string(longest_name) + " bytes");
        if (!seen.insert(name.get<std::string>()).second)
            return wrong("two people are called '" + excerpt(name.get<std::string>()) + "'");
        into.names.push_back(name.get<std::string>());
    }
    if (!into.names.empty() && into.names.size() != static_cast<std::size_t>(into.users))
        return wrong("there are " + std::to_string(into.users) + " people and " +
                     std::to_string(into.names.size()) + " names");
    return {};
}

} // namespace

const SizeLimit& users_limit() {
    static const SizeLimit limit{"users", 1, 2'000'000};
    return limit;
}
const SizeLimit& days_limit() {
    static const SizeLimit limit{"days", 1, 400};
    return limit;
}
const SizeLimit& items_limit() {
    static const SizeLimit limit{"items", 10, 1'000'000};
    return limit;
}
const SizeLimit& replications_limit() {
    static const SizeLimit limit{"replications", 1, 200};
    return limit;
}

Status check_size(const SizeLimit& limit, std::int64_t value) {
    if (value >= limit.least && value <= limit.most) return {};
    return fail(ErrorCode::bad_input, "'" + std::string(limit.key) + "' cannot be " + std::to_string(value),
                {}, "It lies between " + std::to_string(limit.least) + " and " + std::to_string(limit.most));
}

Result<Scenario> scenario_from_json(std::string_view text, const std::string& file) {
    auto document = parse_json(text, file);
    if (!document) return pass_on(document);
    if (!document->is_object() || document->value("attune", Json()) != "scenario")
        return fail(ErrorCode::bad_input, "this is not a scenario", file,
                    R"(It must say "attune": "scenario")");
    static const std::vector<std::string> known = {"attune",   "version", "name",       "purpose",
                                                   "users",    "days",    "items",      "seed",
                                                   "imported", "names",   "assumptions"};
    for (const auto& [key, value] : document->items())
        if (std::find(known.begin(), known.end(), key) == known.end()) {
            const std::string nearest = nearest_key(key, known);
            return fail(ErrorCode::bad_input, "a scenario has no '" + excerpt(key) + "'",
                        at_key(file, text, key), nearest.empty() ? "" : "Did you mean '" + nearest + "'?");
        }
    const Json version = document->value("version", Json());
    if (!version.is_number_integer() || version.get<std::int64_t>() < 1)
        return fail(ErrorCode::bad_input, "the version of the scenario is missing or not a whole number",
                    at_key(file, text, "version"));
    if (version.get<std::int64_t>() > scenario_version)
        return fail(ErrorCode::bad_input,
                    "the scenario is of version " + version.dump() + ", this program knows up to " +
                        std::to_string(scenario_version),
                    at_key(file, text, "version"), "Use a newer Attune");
    Scenario scenario;
    const Json name = document->value("name", Json());
    if (!name.is_string() || name.get<std::string>().empty())
        return fail(ErrorCode::bad_input, "the scenario has no name", at_key(file, text, "name"));
    scenario.name = name.get<std::string>();
    if (const Json purpose = document->value("purpose", Json("")); purpose.is_string())
        scenario.purpose = purpose.get<std::string>();
    else
        return fail(ErrorCode::bad_input, "'purpose' must be text", at_key(file, text, "purpose"));
    if (auto r = read_number(*document, users_limit(), file, text, scenario.users); !r) return pass_on(r);
    if (auto r = read_number(*document, days_limit(), file, text, scenario.days); !r) return pass_on(r);
    if (auto r = read_number(*document, items_limit(), file, text, scenario.items); !r) return pass_on(r);
    if (const Json seed = document->value("seed", Json(scenario.seed)); seed.is_number_unsigned())
        scenario.seed = seed.get<std::uint64_t>();
    else
        return fail(ErrorCode::bad_input, "'seed' must be a whole number from 0 up",
                    at_key(file, text, "seed"));
    if (const Json imported = document->value("imported", Json(false)); imported.is_boolean())
        scenario.imported = imported.get<bool>();
    else
        return fail(ErrorCode::bad_input, "'imported' must be true or false", at_key(file, text, "imported"));
    if (auto r = read_names(*document, file, text, scenario); !r) return pass_on(r);
    if (document->contains("assumptions"))
        if (auto applied =
                world_parameters().apply(scenario.assumptions, (*document)["assumptions"], file, text);
            !applied)
            return pass_on(applied);
    return scenario;
}

std::string scenario_to_json(const Scenario& scenario) {
    Json document = {
        {"attune", "scenario"},          {"version", scenario_version},
        {"name", scenario.name},         {"purpose", scenario.purpose},
        {"users", scenario.users},       {"days", scenario.days},
        {"items", scenario.items},       {"seed", scenario.seed},
        {"imported", scenario.imported}, {"assumptions", world_parameters().to_json(scenario.assumptions)}};
    if (!scenario.names.empty()) document["names"] = scenario.names;
    return document.dump(2) + "\n";
}

const std::vector<Scenario>& shipped_scenarios() {
    static const std::vector<Scenario> scenarios = [] {
        std::vector<Scenario> all;
        for (const Resource& resource : resources()) {
            if (!resource.path.starts_with("scenarios/")) continue;
            auto scenario = scenario_from_json(resource.bytes, std::string(resource.path));
            assert(scenario && "a shipped scenario must parse");
            if (scenario) all.push_back(std::move(*scenario));
        }
        return all;
    }();
    return scenarios;
}

} // namespace attune
