// policy, scenario, parameters and metrics: what there is, in words.
#include "app/cli/commands.h"
#include "app/cli/named_workspace.h"
#include "app/cli/usage.h"
#include "core/measures/metrics/metric.h"
#include "core/policy/parameters.h"
#include "simulations/report/number_text.h"
#include "simulations/study/library.h"
#include "simulations/study/people.h"

#include <map>
#include <optional>

namespace attune::cli {
namespace {

const Workspace* pointer(const std::optional<Workspace>& workspace) {
    return workspace ? &*workspace : nullptr;
}

std::string name_of(const ParameterSpec& spec) {
    return Text::english().get(spec.text_key());
}

std::string range_of(const ParameterSpec& spec) {
    if (spec.kind == ParameterKind::boolean) return "true, false";
    if (spec.kind == ParameterKind::choice) {
        std::string all;
        for (const std::string& choice : spec.choices)
            all += (all.empty() ? "" : ", ") + choice;
        return all;
    }
    return format_value(spec, spec.minimum) + " .. " + format_value(spec, spec.maximum) +
           (spec.unit == "-" ? "" : " " + spec.unit);
}

const char* kind_name(ParameterKind kind) {
    constexpr const char* names[] = {"real", "integer", "boolean", "choice"};
    return names[static_cast<std::size_t>(kind)];
}

const char* grade_name(Grade grade) {
    constexpr const char* names[] = {"A", "B", "C", "D"};
    return names[static_cast<std::size_t>(grade)];
}

Json spec_json(const ParameterSpec& spec) {
    Json row = {{"key", spec.key},
                {"name", name_of(spec)},
                {"why", Text::english().get(spec.text_key() + ".why")},
                {"kind", kind_name(spec.kind)},
                {"group", spec.group},
                {"unit", spec.unit},
                {"default", value_to_json(spec, spec.standard)}};
    if (spec.kind == ParameterKind::choice)
        row["choices"] = spec.choices;
    else if (spec.kind != ParameterKind::boolean) {
        row["minimum"] = spec.minimum;
        row["maximum"] = spec.maximum;
        row["step"] = spec.step;
        row["scale"] = spec.scale == Scale::log ? "log" : "linear";
    }
    row["acts"] = spec.acts == Acts::now ? "now" : "next_start";
    row["grade"] = grade_name(spec.grade);
    row["source"] = spec.source;
    return row;
}

template <typename T>
int print_parameters(Session& session, const ParameterTable<T>& table) {
    if (session.common.json) {
        Json rows = Json::array();
        for (const auto& entry : table.entries())
            rows.push_back(spec_json(entry.spec));
        print({{"parameters", rows}});
        return 0;
    }
    std::string group;
    for (const auto& entry : table.entries()) {
        const ParameterSpec& spec = entry.spec;
        if (spec.group != group) {
            group = spec.group;
            say(session.common, (group == table.entries().front().spec.group ? "" : "\n") +
                                    Text::english().get("group." + group));
        }
        say(session.common,
            "  " + spec.key + " = " + format_value(spec, spec.standard) + "   (" + range_of(spec) + ")");
        say(session.common, "      " + Text::english().get(spec.text_key() + ".why"));
        say(session.common, "      " + words("parameters.source",
                                             {{"grade", grade_name(spec.grade)}, {"source", spec.source}}));
    }
    return 0;
}

int metrics_command(Session& session) {
    constexpr const char* better[] = {"higher", "lower", "neither"};
    constexpr const char* seen[] = {"truth", "answers", "behaviour"};
    if (session.common.json) {
        Json rows = Json::array();
        for (const MetricSpec& spec : metric_specs()) {
            Json row = {{"key", spec.key},
                        {"name", Text::english().get("metric." + spec.key)},
                        {"why", Text::english().get("metric." + spec.key + ".why")},
                        {"unit", spec.unit},
                        {"better", better[static_cast<std::size_t>(spec.better)]},
                        {"seen", seen[static_cast<std::size_t>(spec.seen)]},
                        {"sentiment", spec.sentiment},
                        {"long_term", spec.long_term},
                        {"source", spec.source}};
            row["guardrail"] = spec.guardrail ? Json(*spec.guardrail) : Json(nullptr);
            rows.push_back(std::move(row));
        }
        print({{"metrics", rows}});
        return 0;
    }
    for (const MetricSpec& spec : metric_specs()) {
        say(session.common,
            spec.key + "  (" + Text::english().get("unit." + spec.unit) + ", " +
                words(std::string("better.") + better[static_cast<std::size_t>(spec.better)]) + ", " +
                words(std::string("seen.") + seen[static_cast<std::size_t>(spec.seen)]) + ")");
        say(session.common, "    " + Text::english().get("metric." + spec.key + ".why"));
    }
    return 0;
}

int policy_list(Session& session) {
    auto workspace = read_workspace(session.common);
    if (!workspace) return report(workspace.error());
    auto policies = all_policies(pointer(*workspace));
    if (!policies) return report(policies.error());
    std::map<std::string, int> newest; // of the workspace's own
    if (*workspace) {
        const auto own = (*workspace)->policies().list();
        if (!own) return report(own.error());
        for (const PolicyVersion& version : *own)
            newest[version.name] = version.number;
    }
    Json rows = Json::array();
    Table table({words("table.policy"), words("table.version"), words("table.changes")});
    for (const Policy& policy : *policies) {
        const auto version = newest.find(policy.name);
        const bool own = version != newest.end();
        const auto changes = policy_parameters().diff(Policy{}, policy);
        std::string summary;
        for (const ParameterChange& change : changes)
            summary +=
                (summary.empty() ? "" : ", ") + change.key + " = " + format_value(*change.spec, change.to);
        table.add({policy.name, own ? std::to_string(version->second) : words("policy.shipped"),
                   summary.empty() ? words("policy.defaults") : summary});
        rows.push_back({{"name", policy.name},
                        {"changes", changes.size()},
                        {"version", own ? Json(version->second) : Json()}});
    }
    if (session.common.json) print({{"policies", rows}});
    say(session.common, table.text());
    return 0;
}

int policy_show(Session& session, const std::string& name) {
    auto workspace = read_workspace(session.common);
    if (!workspace) return report(workspace.error());
    auto policy = find_policy(name, pointer(*workspace));
    if (!policy) return report(policy.error());
    if (session.common.json) {
        auto document = parse_json(policy_to_json(*policy), name);
        print(*document);
        return 0;
    }
    say(session.common, policy->name);
    Table table({words("table.lever"), words("table.value"), words("table.range"), words("table.name")});
    for (const auto& [key, entry] : policy_parameters().keys(*policy))
        table.add({key, format_value(entry->spec, policy_parameters().get(*policy, *entry, key)),
                   range_of(entry->spec), name_of(entry->spec)});
    say(session.common, table.text());
    return 0;
}

int policy_diff(Session& session, const std::string& before, const std::string& after) {
    auto workspace = read_workspace(session.common);
    if (!workspace) return report(workspace.error());
    auto first = find_policy(before, pointer(*workspace));
    if (!first) return report(first.error());
    auto second = find_policy(after, pointer(*workspace));
    if (!second) return report(second.error());
    Json rows = Json::array();
    Table table({words("table.lever"), first->name, second->name, words("table.name")});
    for (const ParameterChange& change : policy_parameters().diff(*first, *second)) {
        rows.push_back({{"key", change.key},
                        {"from", value_to_json(*change.spec, change.from)},
                        {"to", value_to_json(*change.spec, change.to)}});
        table.add({change.key, format_value(*change.spec, change.from), format_value(*change.spec, change.to),
                   name_of(*change.spec)});
    }
    if (session.common.json) print({{"from", first->name}, {"to", second->name}, {"changes", rows}});
    say(session.common,
        rows.empty() ? words("policy.same", {{"a", first->name}, {"b", second->name}}) : table.text());
    return 0;
}

int scenario_list(Session& session) {
    auto workspace = read_workspace(session.common);
    if (!workspace) return report(workspace.error());
    auto scenarios = all_scenarios(pointer(*workspace));
    if (!scenarios) return report(scenarios.error());
    Json rows = Json::array();
    for (const Scenario& scenario : *scenarios) {
        rows.push_back({{"name", scenario.name},
                        {"purpose", scenario.purpose},
                        {"users", scenario.users},
                        {"days", scenario.days},
                        {"items", scenario.items},
                        {"imported", scenario.imported}});
        say(session.common, scenario.name + "\n    " + scenario.purpose);
    }
    if (session.common.json) print({{"scenarios", rows}});
    return 0;
}

int scenario_show(Session& session, const std::string& name) {
    auto workspace = read_workspace(session.common);
    if (!workspace) return report(workspace.error());
    auto loaded = find_scenario(name, pointer(*workspace));
    if (!loaded) return report(loaded.error());
    const Scenario& scenario = loaded->scenario;
    if (session.common.json) {
        auto document = parse_json(scenario_to_json(scenario), name);
        print(*document);
        return 0;
    }
    say(session.common, scenario.name + "\n" + scenario.purpose + "\n");
    say(session.common, words("scenario.size", {{"users", std::to_string(scenario.users)},
                                                {"days", std::to_string(scenario.days)},
                                                {"items", std::to_string(scenario.items)},
                                                {"seed", std::to_string(scenario.seed)}}));
    Table table({words("table.assumption"), words("table.value"), words("table.range"), words("table.name")});
    for (const auto& entry : world_parameters().entries())
        table.add(
            {entry.spec.key,
             format_value(entry.spec, world_parameters().get(scenario.assumptions, entry, entry.spec.key)),
             range_of(entry.spec), name_of(entry.spec)});
    say(session.common, table.text());
    return 0;
}

std::string listed(const std::vector<std::string>& items) {
    std::string text;
    for (const std::string& item : items)
        text += (text.empty() ? "" : ", ") + item;
    return text.empty() ? "-" : text;
}

int scenario_people(Session& session, const std::string& name, int count) {
    auto workspace = read_workspace(session.common);
    if (!workspace) return report(workspace.error());
    auto loaded = find_scenario(name, pointer(*workspace));
    if (!loaded) return report(loaded.error());
    const std::vector<PersonSketch> people = sketch_people(*loaded, count);
    if (session.common.json) {
        Json rows = Json::array();
        for (const PersonSketch& person : people)
            rows.push_back({{"name", person.name},
                            {"visits_per_day", person.visits},
                            {"likes", person.likes},
                            {"dislikes", person.dislikes},
                            {"groups", person.groups},
                            {"knows_controls", person.knows_controls},
                            {"adjust_my_recommendations", person.lets_adjust},
                            {"improve_models", person.lets_improve}});
        print({{"scenario", loaded->scenario.name}, {"people", rows}});
        return 0;
    }
    const auto answer = [&](bool yes) { return words(yes ? "people.yes" : "people.no"); };
    Table table({words("people.name"), words("people.visits"), words("people.likes"),
                 words("people.dislikes"), words("people.controls"), words("people.adjust"),
                 words("people.improve"), words("people.groups")});
    for (const PersonSketch& person : people)
        table.add({person.name, fixed_number(person.visits, 2), listed(person.likes), listed(person.dislikes),
                   answer(person.knows_controls), answer(person.lets_adjust), answer(person.lets_improve),
                   listed(person.groups)});
    say(session.common, table.text());
    return 0;
}

} // namespace

void add_policy(CLI::App& app, Session& session) {
    CLI::App* command = add_family(app, "policy");
    auto first = std::make_shared<std::string>();
    auto second = std::make_shared<std::string>();
    add_command(*command, session, "list")->callback([&session] {
        session.chosen = [&session] { return policy_list(session); };
    });
    CLI::App* show = add_command(*command, session, "show");
    show->add_option("NAME", *first, words("option.policy"))->required()->type_name("")->check(not_empty());
    show->callback(
        [&session, first] { session.chosen = [&session, first] { return policy_show(session, *first); }; });
    CLI::App* diff = add_command(*command, session, "diff");
    diff->add_option("BEFORE", *first, words("option.before"))->required()->type_name("")->check(not_empty());
    diff->add_option("AFTER", *second, words("option.after"))->required()->type_name("")->check(not_empty());
    diff->callback([&session, first, second] {
        session.chosen = [&session, first, second] { return policy_diff(session, *first, *second); };
    });
    add_policy_versions(*command, session);
    add_policy_lint(*command, session);
    add_policy_publish(*command, session);
}

void add_scenario(CLI::App& app, Session& session) {
    CLI::App* command = add_family(app, "scenario");
    auto name = std::make_shared<std::string>();
    add_command(*command, session, "list")->callback([&session] {
        session.chosen = [&session] { return scenario_list(session); };
    });
    CLI::App* show = add_command(*command, session, "show");
    show->add_option("NAME", *name, words("option.scenario"))->required()->type_name("")->check(not_empty());
    show->callback(
        [&session, name] { session.chosen = [&session, name] { return scenario_show(session, *name); }; });
    auto count = std::make_shared<int>(24);
    CLI::App* people = add_command(*command, session, "people");
    people->add_option("NAME", *name, words("option.scenario"))
        ->required()
        ->type_name("")
        ->check(not_empty());
    people->add_option("--users", *count, words("option.people_count"))
        ->check(CLI::Range(1, 10000))
        ->type_name("N");
    people->callback([&session, name, count] {
        session.chosen = [&session, name, count] { return scenario_people(session, *name, *count); };
    });
}

void add_parameters(CLI::App& app, Session& session) {
    auto assumptions = std::make_shared<bool>(false);
    CLI::App* command = add_command(app, session, "parameters");
    command->add_flag("--assumptions", *assumptions, words("option.assumptions"));
    command->callback([&session, assumptions] {
        session.chosen = [&session, assumptions] {
            return *assumptions ? print_parameters(session, world_parameters())
                                : print_parameters(session, policy_parameters());
        };
    });
}

void add_metrics(CLI::App& app, Session& session) {
    add_command(app, session, "metrics")->callback([&session] {
        session.chosen = [&session] { return metrics_command(session); };
    });
}

} // namespace attune::cli
