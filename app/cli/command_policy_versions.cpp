// policy history and policy rollback: who changed a policy of the workspace, why, and the way back.
#include "app/cli/commands.h"
#include "app/cli/named_workspace.h"
#include "app/cli/usage.h"
#include "core/policy/parameters.h"
#include "simulations/study/effect_table.h"

#include <cstdint>
#include <limits>
#include <map>
#include <optional>

namespace attune::cli {
namespace {

/// The workspace, which must be named.
Result<std::string> named_file(const Common& common) {
    if (!common.workspace.empty()) return common.workspace;
    return fail(ErrorCode::bad_input, words("error.no_workspace"), "--workspace",
                words("error.no_workspace.remedy"));
}

std::string numbered(int number) {
    return number > 0 ? std::to_string(number) : words("policy.no_parent");
}

/// The changes of a version against the one it came from; all its own against the defaults for a first one.
std::vector<ParameterChange> changes_of(const PolicyVersion& version, const std::map<int, Policy>& policies) {
    const auto policy = policies.find(version.number);
    const auto parent = policies.find(version.parent);
    return policy_parameters().diff(parent == policies.end() ? Policy{} : parent->second, policy->second);
}

Json changes_json(const std::vector<ParameterChange>& changes) {
    Json rows = Json::array();
    for (const ParameterChange& change : changes)
        rows.push_back({{"key", change.key},
                        {"from", value_to_json(*change.spec, change.from)},
                        {"to", value_to_json(*change.spec, change.to)}});
    return rows;
}

std::string changes_words(const std::vector<ParameterChange>& changes) {
    std::string all;
    for (const ParameterChange& change : changes)
        all += (all.empty() ? "" : ", ") + change.key + " " + format_value(*change.spec, change.from) +
               " \u2192 " + format_value(*change.spec, change.to);
    return all.empty() ? words("policy.no_change") : all;
}

Json version_json(const PolicyVersion& version) {
    return {{"number", version.number},
            {"parent", version.parent > 0 ? Json(version.parent) : Json()},
            {"restores", version.restores > 0 ? Json(version.restores) : Json()},
            {"author", version.author},
            {"reason", version.reason},
            {"created", version.created}};
}

/// What was shown before it was saved; null where nothing was, or where it cannot be read.
Json preview_json(const PolicyVersion& version) {
    if (version.preview.empty()) return nullptr;
    const auto parsed = parse_json(version.preview, version.name);
    return parsed ? *parsed : Json(nullptr);
}

void say_preview(const Common& common, const PolicyVersion& version) {
    if (version.preview.empty()) return;
    const Text& text = Text::english();
    const auto effect = effect_from_json(version.preview, version.name);
    if (!effect) return say(common, "    " + words("policy.preview_unread"));
    say(common, "    " + effect_about(*effect, text));
    for (const EffectRow& row : effect_rows(*effect, text))
        say(common, "    " + words("policy.effect",
                                   {{"name", row.name},
                                    {"before", row.before},
                                    {"after", row.after},
                                    {"verdict",
                                     row.change.empty() ? row.verdict : row.change + ", " + row.verdict}}));
}

int history_command(Session& session, const std::string& name) {
    const Common& common = session.common;
    if (auto file = named_file(common); !file) return report(file.error());
    auto workspace = read_workspace(common);
    if (!workspace) return report(workspace.error());
    const auto versions = (*workspace)->policies().versions(name);
    if (!versions) return report(versions.error());
    std::map<int, Policy> policies;
    for (const PolicyVersion& version : *versions) {
        auto policy =
            policy_from_json(version.json, words("policy.version_of",
                                                 {{"name", name}, {"n", std::to_string(version.number)}}));
        if (!policy) return report(policy.error());
        policies.emplace(version.number, std::move(*policy));
    }
    Json rows = Json::array();
    for (const PolicyVersion& version : *versions) {
        const auto changes = changes_of(version, policies);
        Json row = version_json(version);
        row["changes"] = changes_json(changes);
        row["preview"] = preview_json(version);
        rows.push_back(std::move(row));
        say(common, words(version.author.empty() ? "policy.version_unsigned" : "policy.version",
                          {{"n", std::to_string(version.number)},
                           {"parent", numbered(version.parent)},
                           {"author", version.author},
                           {"created", version.created},
                           {"reason", version.reason}}));
        say(common, "    " + changes_words(changes));
        say_preview(common, version);
    }
    if (common.json) print({{"policy", name}, {"versions", rows}});
    return 0;
}

struct AskedRollback {
    std::string name;
    std::int64_t number = 0;
    std::string author;
    std::string reason;
};

int rollback_command(Session& session, const AskedRollback& asked) {
    const Common& common = session.common;
    const auto file = named_file(common);
    if (!file) return report(file.error());
    // A file that is not there is not made: there would be nothing to go back to.
    if (auto there = read_workspace(common); !there) return report(there.error());
    const auto workspace = Workspace::open(*file, OpenMode::existing);
    if (!workspace) return report(workspace.error());
    const std::string number = std::to_string(asked.number);
    if (auto sound = check_line("reason", asked.reason, policy_text_limits.reason); !sound)
        return report(sound.error());
    const auto stored = workspace->policies().roll_back(
        asked.name, static_cast<int>(asked.number), asked.author,
        Text::english().get("policy.rollback.reason", {{"n", number}, {"reason", asked.reason}}), now());
    if (!stored) return report(stored.error());
    if (common.json) print({{"policy", asked.name}, {"version", version_json(*stored)}});
    say(common, words("policy.rolled_back",
                      {{"name", asked.name}, {"n", std::to_string(stored->number)}, {"old", number}}));
    return 0;
}

} // namespace

void add_policy_versions(CLI::App& family, Session& session) {
    auto name = std::make_shared<std::string>();
    CLI::App* history = add_command(family, session, "history");
    history->add_option("NAME", *name, words("option.policy_stored"))
        ->required()
        ->type_name("")
        ->check(not_empty());
    history->callback(
        [&session, name] { session.chosen = [&session, name] { return history_command(session, *name); }; });
    auto asked = std::make_shared<AskedRollback>();
    CLI::App* rollback = add_command(family, session, "rollback");
    rollback->add_option("NAME", asked->name, words("option.policy_stored"))
        ->required()
        ->type_name("")
        ->check(not_empty());
    rollback->add_option("VERSION", asked->number, words("option.version_back"))
        ->required()
        ->type_name("")
        ->check(whole_number(1, std::numeric_limits<int>::max()));
    rollback->add_option("--author", asked->author, words("option.author"))
        ->required()
        ->type_name("NAME")
        ->check(not_empty());
    rollback->add_option("--reason", asked->reason, words("option.reason"))
        ->required()
        ->type_name("TEXT")
        ->check(not_empty());
    rollback->callback([&session, asked] {
        session.chosen = [&session, asked] { return rollback_command(session, *asked); };
    });
}

} // namespace attune::cli
