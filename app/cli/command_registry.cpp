// registry: who answers for each signal, model, policy and set of rules.
#include "app/cli/commands.h"
#include "app/cli/named_workspace.h"
#include "simulations/study/asset_registry.h"

namespace attune::cli {
namespace {

int registry_command(Session& session) {
    const Common& common = session.common;
    const auto workspace = read_workspace(common);
    if (!workspace) return report(workspace.error());
    const Text& text = Text::english();
    const auto assets = asset_registry(*workspace ? &**workspace : nullptr, shipped_owners(), text);
    if (!assets) return report(assets.error());
    Json rows = Json::array(), ownerless = Json::array();
    for (const Asset& asset : *assets) {
        rows.push_back({{"kind", name(asset.kind)},
                        {"name", asset.name},
                        {"title", asset.title},
                        {"owner", asset.ownerless() ? Json() : Json(asset.owner)},
                        {"note", asset.note.empty() ? Json() : Json(asset.note)}});
        if (asset.ownerless()) ownerless.push_back(asset.name);
    }
    const int code = ownerless.empty() ? 0 : exit_code(ErrorCode::failed);
    if (common.json) print({{"registry", {{"assets", rows}, {"ownerless", ownerless}}}});
    const DataTable told = registry_table(*assets, text);
    Table table(told.head);
    for (const auto& row : told.rows)
        table.add(row);
    say(common, table.text());
    say(common, registry_sentence(*assets, text));
    return code;
}

} // namespace

void add_registry(CLI::App& app, Session& session) {
    CLI::App* command = add_command(app, session, "registry");
    command->callback([&session] { session.chosen = [&session] { return registry_command(session); }; });
}

} // namespace attune::cli
