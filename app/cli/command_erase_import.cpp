// erase-import: takes an import out of a workspace with all that was made of it.
#include "app/cli/commands.h"
#include "app/cli/named_workspace.h"
#include "app/cli/usage.h"
#include "core/audit/verify.h"
#include "core/workspace/import_erasure.h"
#include "simulations/report/number_text.h"
#include "simulations/study/trail_key.h"

namespace attune::cli {
namespace {

Result<ErasedImport> erase(const Common& common, const std::string& name) {
    auto key = user_signing_key();
    if (!key) return pass_on(key);
    auto workspace = Workspace::open(common.workspace, OpenMode::existing);
    if (!workspace) return pass_on(workspace);
    return erase_import(*workspace, name, std::move(*key), now());
}

/// "calm, version 2"; the matrix has no name.
std::string name_of(const PreviewLeft& left) {
    const std::string version = std::to_string(left.version);
    if (left.policy.empty()) return words("erase_import.left.matrix", {{"version", version}});
    return words("erase_import.left.policy", {{"policy", left.policy}, {"version", version}});
}

/// What stays although the import is gone.
void say_left(const Common& common, const ErasedImport& erased) {
    for (const PreviewLeft& left : erased.left)
        say(common, left.people > 0 ? words("erase_import.left",
                                            {{"what", name_of(left)},
                                             {"people", count_text(static_cast<double>(left.people))}})
                                    : words("erase_import.left.unknown", {{"what", name_of(left)}}));
}

Json left_document(const ErasedImport& erased) {
    Json all = Json::array();
    for (const PreviewLeft& left : erased.left)
        all.push_back({{"what", left.policy.empty() ? "consent_matrix" : "policy"},
                       {"name", left.policy},
                       {"version", left.version},
                       {"people", left.people}});
    return all;
}

Json document(const std::string& name, const ErasedImport& erased, bool verified) {
    Json made = {{"scenario", name},
                 {"runs", erased.runs},
                 {"comparisons", erased.comparisons},
                 {"runs_in_trail", erased.trailed_runs},
                 {"keys_destroyed", erased.keys},
                 {"previews_left", left_document(erased)},
                 {"trail_fault", erased.trail_fault},
                 {"verify", verified ? "passed" : "failed"}};
    if (erased.head) made["head"] = parse_json(erased.head->json, "head").value_or(Json());
    return made;
}

int erase_import_command(Session& session, const std::string& name) {
    const Common& common = session.common;
    if (common.workspace.empty())
        return report({ErrorCode::bad_input, words("error.erase_import_needs_workspace"), "--workspace",
                       words("error.erase_import_needs_workspace.remedy")});
    {
        auto workspace = read_workspace(common);
        if (!workspace) return report(workspace.error());
        // What is not there makes no key.
        if (auto there = import_to_erase(**workspace, name); !there) return report(there.error());
    }
    session.interrupt->only_ask_from_now();
    const auto erased = erase(common, name);
    if (!erased) return report(erased.error());
    const auto verified = verify_file(common.workspace);
    if (!verified) return report(verified.error());
    const int code = verified->passed() && erased->trail_fault.empty() ? 0 : exit_code(ErrorCode::failed);
    if (common.json) {
        print({{"erased", document(name, *erased, verified->passed())}});
        return code;
    }
    const auto count = [](std::int64_t n) { return count_text(static_cast<double>(n)); };
    say(common,
        words("erase_import.done",
              {{"name", name}, {"runs", count(erased->runs)}, {"comparisons", count(erased->comparisons)}}));
    if (erased->trailed_runs > 0)
        say(common, words("erase_import.trail",
                          {{"runs", count(erased->trailed_runs)}, {"keys", count(erased->keys)}}));
    if (!erased->trail_fault.empty())
        say(common, words("erase_import.unsigned", {{"fault", erased->trail_fault}}));
    say_left(common, *erased);
    say(common, words("erase_import.copies"));
    say(common, words(verified->passed() ? "person.still_whole" : "person.not_whole"));
    return code;
}

} // namespace

void add_erase_import(CLI::App& app, Session& session) {
    auto name = std::make_shared<std::string>();
    CLI::App* command = add_command(app, session, "erase-import");
    command->add_option("NAME", *name, words("option.erase_import"))
        ->type_name("")
        ->required()
        ->check(not_empty());
    command->callback([&session, name] {
        session.chosen = [&session, name] { return erase_import_command(session, *name); };
    });
}

} // namespace attune::cli
