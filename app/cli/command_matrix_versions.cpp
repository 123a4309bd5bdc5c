// matrix history, rollback and sign: who changed the consent matrix of a workspace and why, the way back, and
// who stands by a version.
#include "app/cli/asked_matrix.h"
#include "app/cli/named_workspace.h"
#include "app/cli/usage.h"
#include "core/workspace/trail_hash.h"
#include "simulations/study/library.h"
#include "simulations/study/matrix_words.h"
#include "simulations/study/trail_key.h"

#include <limits>

namespace attune::cli {
namespace {

int history_command(Session& session) {
    const Common& common = session.common;
    if (auto file = must_have_file(common); !file) return report(file.error());
    auto workspace = read_workspace(common);
    if (!workspace) return report(workspace.error());
    const MatrixStore store = (*workspace)->matrices();
    const auto versions = store.versions();
    if (!versions) return report(versions.error());
    const auto made = store.signatures_made();
    if (!made) return report(made.error());
    if (versions->empty()) say(common, words("matrix.no_versions"));
    Json rows = Json::array();
    for (const MatrixVersion& version : *versions) {
        const auto before = matrix_version(&**workspace, version.parent);
        const auto after = matrix_version(&**workspace, version.number);
        if (!before || !after) return report(before ? after.error() : before.error());
        say(common, words("matrix.version", {{"n", std::to_string(version.number)},
                                             {"parent", matrix_name(version.parent, Text::english())},
                                             {"author", version.author},
                                             {"role", Text::english().get("role." + version.role)},
                                             {"created", version.created},
                                             {"reason", version.reason}}));
        const auto changes = matrix_changes((*before)->matrix, (*after)->matrix);
        for (const MatrixChange& change : changes)
            say(common, "    " + change_sentence(change, Text::english()));
        Json row = {{"number", version.number},
                    {"parent", version.parent},
                    {"restores", version.restores ? Json(*version.restores) : Json()},
                    {"author", version.author},
                    {"role", version.role},
                    {"reason", version.reason},
                    {"created", version.created},
                    {"sha256", (*after)->sha256},
                    {"changes", changes_json(changes)},
                    {"signatures", Json::array()}};
        for (const MatrixSignature& signature : *made) {
            if (signature.version != version.number) continue;
            const bool fits = signature_fits(version, signature);
            const std::string key = to_hex(signature.key);
            say(common, words("matrix.signature", {{"author", signature.author},
                                                   {"role", Text::english().get("role." + signature.role)},
                                                   {"made", signature.made},
                                                   {"key", key},
                                                   {"state", fits ? "" : words("matrix.signature.broken")}}));
            row["signatures"].push_back({{"author", signature.author},
                                         {"role", signature.role},
                                         {"made", signature.made},
                                         {"key", key},
                                         {"fits", fits}});
        }
        rows.push_back(std::move(row));
    }
    if (common.json) print({{"versions", std::move(rows)}});
    return 0;
}

int rollback_command(Session& session, const AskedMatrix& asked) {
    const Common& common = session.common;
    if (auto may = may_write(common, asked, StaffAct::save_matrix); !may) return report(may.error());
    // A file that is not there is not made: there would be nothing to go back to.
    if (auto there = read_workspace(common); !there) return report(there.error());
    const auto workspace = Workspace::open(common.workspace, OpenMode::existing);
    if (!workspace) return report(workspace.error());
    const int number = static_cast<int>(asked.version);
    const auto stored = restore_matrix(*workspace, number, note_of(asked));
    if (!stored) return report(stored.error());
    if (common.json) print({{"version", stored->number}, {"restores", number}});
    say(common, words("matrix.rolled_back", {{"old", matrix_name(number, Text::english())},
                                             {"n", std::to_string(stored->number)}}));
    return 0;
}

int sign_command(Session& session, const AskedMatrix& asked) {
    const Common& common = session.common;
    if (auto may = may_write(common, asked, StaffAct::sign_matrix); !may) return report(may.error());
    if (auto there = read_workspace(common); !there) return report(there.error());
    const auto workspace = Workspace::open(common.workspace, OpenMode::existing);
    if (!workspace) return report(workspace.error());
    const auto key = user_signing_key();
    if (!key) return report(key.error());
    const auto made =
        workspace->matrices().sign(static_cast<int>(asked.version), asked.author, asked.role, now(), *key);
    if (!made) return report(made.error());
    const std::string digits = to_hex(made->key);
    if (common.json) print({{"version", made->version}, {"key", digits}, {"made", made->made}});
    say(common, words("matrix.signed", {{"n", std::to_string(made->version)}, {"key", digits}}));
    return 0;
}

void add_version(CLI::App* command, AskedMatrix& asked, int least) {
    command->add_option("VERSION", asked.version, words("option.matrix_version"))
        ->required()
        ->type_name("")
        ->check(whole_number(least, std::numeric_limits<int>::max()));
}

} // namespace

void add_matrix_versions(CLI::App& family, Session& session) {
    const auto add = [&](const char* name, int (*run)(Session&, const AskedMatrix&)) {
        auto asked = std::make_shared<AskedMatrix>();
        CLI::App* command = add_command(family, session, name);
        command->callback([&session, asked, run] {
            session.chosen = [&session, asked, run] { return run(session, *asked); };
        });
        return std::pair(command, asked);
    };
    add("history", [](Session& of, const AskedMatrix&) { return history_command(of); });
    const auto [rollback, taken_back] = add("rollback", rollback_command);
    add_version(rollback, *taken_back, 0);
    add_who(rollback, *taken_back, true);
    rollback->add_flag("--ask-anew", taken_back->ask_anew, words("option.ask_anew"));
    const auto [sign, to_sign] = add("sign", sign_command);
    add_version(sign, *to_sign, 1);
    add_who(sign, *to_sign, false);
}

} // namespace attune::cli
