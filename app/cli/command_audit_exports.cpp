// audit scan-exports: makes every file that can leave the workspace, looks through them, and signs what was
// found into the trail.
#include "app/cli/command_audit_trail.h"
#include "app/cli/named_workspace.h"
#include "app/cli/usage.h"
#include "simulations/report/number_text.h"
#include "simulations/study/exported_files.h"
#include "simulations/study/trail_evidence.h"
#include "simulations/study/trail_key.h"

namespace attune::cli {
namespace {

Json scan_json(const ExportScan& scan, bool real_people) {
    return {{"exports",
             {{"files", scan.files},
              {"marked", scan.marked},
              {"personal_rows", scan.personal_rows},
              {"small_groups", scan.small_groups},
              {"real_people", real_people},
              {"first", scan.first}}}};
}

int scan_command(Session& session) {
    const Common& common = session.common;
    if (common.workspace.empty())
        return report({ErrorCode::bad_input, words("error.trail_needs_workspace"), "--workspace",
                       words("error.trail_needs_workspace.remedy")});
    auto workspace = open_to_save(common);
    if (!workspace) return report(workspace.error());
    const auto events = workspace->trail().size();
    if (!events) return report(events.error());
    if (*events == 0)
        return report({ErrorCode::bad_input, words("error.no_trail_yet"), common.workspace,
                       words("error.no_trail_yet.remedy")});
    const auto real_people = has_real_people(*workspace);
    if (!real_people) return report(real_people.error());
    const auto scan = scan_all_exports(*workspace, session.interrupt->token(), Text::english());
    if (!scan) return report(scan.error());
    session.interrupt->only_ask_from_now();
    auto key = user_signing_key();
    if (!key) return report(key.error());
    const auto head = write_export_evidence(*workspace, std::move(*key), *scan, *real_people, now());
    if (!head) return report(head.error());
    const std::int64_t leaks = scan->leaks(*real_people);
    const int code = leaks == 0 ? 0 : exit_code(ErrorCode::failed);
    if (common.json) {
        print(scan_json(*scan, *real_people));
        return code;
    }
    const auto count = [](std::int64_t n) { return count_text(static_cast<double>(n)); };
    say(common,
        words("audit.exports.scanned", {{"files", count(scan->files)}, {"marked", count(scan->marked)}}));
    say(common, leaks == 0 ? words("audit.exports.clean")
                           : words("audit.exports.leaks", {{"rows", count(scan->personal_rows)},
                                                           {"groups", count(scan->small_groups)},
                                                           {"first", scan->first}}));
    say(common, words("audit.exports.evidence", {{"file", common.workspace}}));
    return code;
}

} // namespace

void add_audit_exports(CLI::App& audit, Session& session) {
    CLI::App* command = add_command(audit, session, "scan-exports");
    command->callback([&session] { session.chosen = [&session] { return scan_command(session); }; });
}

} // namespace attune::cli
