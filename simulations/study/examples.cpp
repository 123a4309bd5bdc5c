#include "simulations/study/examples.h"

#include "core/base/resources.h"
#include "core/policy/parameters.h"

#include <algorithm>
#include <cassert>

namespace attune {
namespace {

constexpr int example_version = 1;

/// The keys an object may have, and that it is one.
Status check_keys(const Json& object, const std::vector<std::string>& known, const std::string& what,
                  std::string_view text, const std::string& file) {
    if (!object.is_object()) return fail(ErrorCode::bad_input, "this is not " + what, file);
    for (const auto& [key, value] : object.items())
        if (std::find(known.begin(), known.end(), key) == known.end())
            return fail(ErrorCode::bad_input, what + " has no '" + excerpt(key) + "'",
                        at_key(file, text, key));
    return {};
}

Result<std::string> name_in(const Json& object, const char* key, std::string_view text,
                            const std::string& file) {
    const Json name = object.value(key, Json());
    if (!name.is_string() || name.get<std::string>().empty())
        return fail(ErrorCode::bad_input, std::string("'") + key + "' is missing or no name",
                    at_key(file, text, key));
    return name.get<std::string>();
}

template <typename Named>
Result<Named> shipped(const std::vector<Named>& all, const std::string& name, const char* kind,
                      const std::string& where) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Named& one) { return one.name == name; });
    if (found == all.end())
        return fail(ErrorCode::not_found,
                    std::string("no ") + kind + " '" + excerpt(name) + "' ships with the program", where);
    return *found;
}

Result<Policy> policy_of(const Json& document, const char* side, std::string_view text,
                         const std::string& file) {
    const Json object = document.value(side, Json());
    if (auto sound = check_keys(object, {"policy", "name", "values"}, "a policy of an example", text, file);
        !sound)
        return pass_on(sound);
    auto start = name_in(object, "policy", text, file);
    if (!start) return pass_on(start);
    auto policy = shipped(shipped_policies(), *start, "policy", at_key(file, text, side));
    if (!policy) return policy;
    if (object.contains("name")) {
        auto name = name_in(object, "name", text, file);
        if (!name) return pass_on(name);
        policy->name = *name;
    }
    if (object.contains("values"))
        if (auto applied = policy_parameters().apply(*policy, object["values"], file, text); !applied)
            return pass_on(applied);
    if (auto sound = check_policy(*policy); !sound) return pass_on(sound);
    return policy;
}

Result<int> whole_number(const Json& document, const char* key, std::int64_t least, std::int64_t most,
                         std::string_view text, const std::string& file) {
    const Json number = document.value(key, Json());
    if (!number.is_number_integer() || number.get<std::int64_t>() < least ||
        number.get<std::int64_t>() > most)
        return fail(ErrorCode::bad_input,
                    std::string("'") + key + "' must be a whole number between " + std::to_string(least) +
                        " and " + std::to_string(most),
                    at_key(file, text, key));
    return number.get<int>();
}

} // namespace

Result<Example> example_from_json(std::string_view text, const std::string& file) {
    auto document = parse_json(text, file);
    if (!document) return pass_on(document);
    if (auto sound = check_keys(
            *document,
            {"attune", "version", "name", "order", "scenario", "replications", "baseline", "candidate"},
            "an example", text, file);
        !sound)
        return pass_on(sound);
    if (document->value("attune", Json()) != "example")
        return fail(ErrorCode::bad_input, "this is not an example", file,
                    R"(It must say "attune": "example")");
    if (auto version = whole_number(*document, "version", 1, example_version, text, file); !version)
        return pass_on(version);
    auto name = name_in(*document, "name", text, file);
    if (!name) return pass_on(name);
    auto order = whole_number(*document, "order", 1, 1000, text, file);
    if (!order) return pass_on(order);
    auto replications = whole_number(*document, "replications", replications_limit().least,
                                     replications_limit().most, text, file);
    if (!replications) return pass_on(replications);
    auto scenario_name = name_in(*document, "scenario", text, file);
    if (!scenario_name) return pass_on(scenario_name);
    auto scenario = shipped(shipped_scenarios(), *scenario_name, "scenario", at_key(file, text, "scenario"));
    if (!scenario) return pass_on(scenario);
    auto baseline = policy_of(*document, "baseline", text, file);
    if (!baseline) return pass_on(baseline);
    auto candidate = policy_of(*document, "candidate", text, file);
    if (!candidate) return pass_on(candidate);
    return Example{
        *name, *order,
        LabSetup{std::make_shared<const LoadedScenario>(LoadedScenario{std::move(*scenario), std::nullopt}),
                 std::move(*baseline), std::move(*candidate), *replications}};
}

const std::vector<Example>& examples() {
    static const std::vector<Example> sorted = [] {
        std::vector<Example> all;
        for (const Resource& resource : resources()) {
            if (!resource.path.starts_with("examples/")) continue;
            auto example = example_from_json(resource.bytes, std::string(resource.path));
            assert(example && "a shipped example must parse");
            if (example) all.push_back(std::move(*example));
        }
        std::sort(all.begin(), all.end(),
                  [](const Example& a, const Example& b) { return a.order < b.order; });
        return all;
    }();
    return sorted;
}

const Example* find_example(const std::string& name) {
    const auto found = std::find_if(examples().begin(), examples().end(),
                                    [&](const Example& example) { return example.name == name; });
    return found == examples().end() ? nullptr : &*found;
}

} // namespace attune
