#include "simulations/study/asset_registry.h"

#include "core/base/json.h"
#include "core/base/resources.h"
#include "core/policy/parameters.h"
#include "simulations/report/readable_name.h"
#include "simulations/study/audit_record.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <set>

namespace attune {
namespace {

constexpr std::array<std::string_view, 2> rules_names = {"matrix", "notices"};
constexpr std::array<std::string_view, 4> kinds = {"signal", "model", "policy", "rules"};

using Named = std::map<std::string, std::string, std::less<>>;

Status read_owners(const Json& json, const char* part, Named& into, const std::string& text,
                   const std::string& file, const std::function<bool(std::string_view)>& known) {
    const auto refuse = [&](const std::string& key) {
        return fail(ErrorCode::bad_input, Text::english().get("registry.bad_owner", {{"name", key}}),
                    at_key(file, text, key));
    };
    const auto found = json.find(part);
    if (found == json.end() || !found->is_object()) return refuse(part);
    for (const auto& [key, owner] : found->items()) {
        if (!known(key) || !owner.is_string() || owner.get_ref<const std::string&>().empty())
            return refuse(key);
        into.emplace(key, owner.get<std::string>());
    }
    return {};
}

std::string owner_in(const Named& owners, std::string_view name) {
    const auto found = owners.find(name);
    return found == owners.end() ? std::string() : found->second;
}

/// Names of the policies that runs of the trail were of.
Result<std::set<std::string>> policies_run(const Workspace& workspace) {
    std::set<std::string> names;
    Status read = workspace.trail().each_event([&](std::uint64_t, const TrailEvent& event) -> Status {
        if (event.kind != TrailKind::begin) return {};
        const auto json = parse_json(event.text, workspace.path());
        if (json && json->is_object()) names.insert(json->value("policy", std::string()));
        return {};
    });
    if (!read) return pass_on(read);
    names.erase(std::string());
    return names;
}

Status add_policies(const Workspace* workspace, const AssetOwners& owners, const Text& text,
                    std::vector<Asset>& assets) {
    std::set<std::string> known;
    const auto add = [&](const std::string& name, std::string owner, std::string note) {
        known.insert(name);
        assets.push_back({.kind = Asset::Kind::policy,
                          .name = name,
                          .title = readable_name(name),
                          .owner = std::move(owner),
                          .note = std::move(note)});
    };
    for (const Policy& policy : shipped_policies())
        add(policy.name, owners.shipped_policies, text.get("registry.note.shipped"));
    if (!workspace) return {};
    const auto saved = workspace->policies().list();
    if (!saved) return pass_on(saved);
    const auto book = read_audit_book(workspace->trail());
    if (!book) return pass_on(book);
    for (const PolicyVersion& version : *saved) {
        if (known.contains(version.name)) continue;
        const auto* in_force = book->in_force(version.name);
        const bool by_program = version.author == text.get("cli.policy.from_file.author");
        add(version.name,
            in_force     ? in_force->entry.by.name
            : by_program ? std::string()
                         : version.author,
            in_force ? text.get("registry.note.in_force", {{"n", std::to_string(version.number)},
                                                           {"force", std::to_string(in_force->entry.version)},
                                                           {"since", in_force->entry.made.substr(0, 10)}})
                     : text.get("registry.note.version", {{"n", std::to_string(version.number)}}));
    }
    const auto run = policies_run(*workspace);
    if (!run) return pass_on(run);
    for (const std::string& name : *run)
        if (!known.contains(name)) add(name, {}, text.get("registry.note.unsaved"));
    return {};
}

} // namespace

std::string_view name(Asset::Kind kind) {
    return kinds[static_cast<std::size_t>(kind)];
}

Result<AssetOwners> parse_owners(std::string_view text, const std::string& file) {
    const auto json = parse_json(text, file);
    if (!json) return pass_on(json);
    const auto refuse = [&](const std::string& key) {
        return fail(ErrorCode::bad_input, Text::english().get("registry.bad_owner", {{"name", key}}),
                    at_key(file, text, key));
    };
    if (!json->is_object() || json->value("attune", Json()) != Json("asset-owners")) return refuse("attune");
    constexpr std::array<std::string_view, 6> keys = {"attune", "version",          "signals",
                                                      "models", "shipped_policies", "rules"};
    for (const auto& [key, value] : json->items())
        if (std::find(keys.begin(), keys.end(), key) == keys.end()) return refuse(key);
    AssetOwners owners;
    const Json version = json->value("version", Json());
    if (!version.is_number_integer()) return refuse("version");
    owners.version = version.get<int>();
    const std::string whole(text);
    const auto in = [](const auto& names) {
        return [&names](std::string_view word) {
            return std::find(names.begin(), names.end(), word) != names.end();
        };
    };
    if (auto read = read_owners(*json, "signals", owners.of_signals, whole, file,
                                [](std::string_view word) { return signal_named(word).has_value(); });
        !read)
        return pass_on(read);
    if (auto read = read_owners(*json, "models", owners.of_models, whole, file, in(model_names)); !read)
        return pass_on(read);
    if (auto read = read_owners(*json, "rules", owners.of_rules, whole, file, in(rules_names)); !read)
        return pass_on(read);
    const Json shipped = json->value("shipped_policies", Json(""));
    if (!shipped.is_string()) return refuse("shipped_policies");
    owners.shipped_policies = shipped.get<std::string>();
    return owners;
}

const AssetOwners& shipped_owners() {
    static const AssetOwners owners = [] {
        constexpr std::string_view path = "consent/owners.json";
        const auto text = find_resource(path);
        assert(text && "the owners must ship");
        auto read = parse_owners(text.value_or(""), std::string(path));
        assert(read && "the shipped owners must parse");
        return read ? std::move(*read) : AssetOwners{};
    }();
    return owners;
}

Result<std::vector<Asset>> asset_registry(const Workspace* workspace, const AssetOwners& owners,
                                          const Text& text) {
    std::vector<Asset> assets;
    for (int s = 0; s < signal_count; ++s) {
        const std::string word(name(static_cast<Signal>(s)));
        assets.push_back({.kind = Asset::Kind::signal,
                          .name = word,
                          .title = text.get("consent.signal_short." + word),
                          .owner = owner_in(owners.of_signals, word),
                          .note = {}});
    }
    for (const std::string_view model : model_names)
        assets.push_back({.kind = Asset::Kind::model,
                          .name = std::string(model),
                          .title = text.get("registry.model." + std::string(model)),
                          .owner = owner_in(owners.of_models, model),
                          .note = text.get("registry.model." + std::string(model) + ".says")});
    for (const std::string_view rules : rules_names)
        assets.push_back({.kind = Asset::Kind::rules,
                          .name = std::string(rules),
                          .title = text.get("registry.rules." + std::string(rules)),
                          .owner = owner_in(owners.of_rules, rules),
                          .note = {}});
    if (auto added = add_policies(workspace, owners, text, assets); !added) return pass_on(added);
    return assets;
}

DataTable registry_table(const std::vector<Asset>& assets, const Text& text) {
    DataTable table;
    for (const char* column : {"kind", "asset", "owner", "note"})
        table.head.push_back(text.get("registry.table." + std::string(column)));
    for (const Asset& asset : assets)
        table.rows.push_back({text.get("registry.kind." + std::string(name(asset.kind))), asset.title,
                              asset.ownerless() ? text.get("registry.nobody") : asset.owner,
                              asset.note.empty() ? text.get("report.none") : asset.note});
    return table;
}

std::string registry_sentence(const std::vector<Asset>& assets, const Text& text) {
    std::vector<std::string> without;
    for (const Asset& asset : assets)
        if (asset.ownerless()) without.push_back(asset.title);
    return text.get(without.empty() ? "registry.owned" : "registry.ownerless",
                    {{"count", std::to_string(assets.size())}, {"assets", text.listed(without)}});
}

Result<AuditSection> registry_section(const Workspace& workspace, const Text& text) {
    const auto assets = asset_registry(&workspace, shipped_owners(), text);
    if (!assets) return pass_on(assets);
    AuditSection section = begin_section("registry", {}, text);
    section.sentences = {registry_sentence(*assets, text)};
    section.table = registry_table(*assets, text);
    return section;
}

} // namespace attune
