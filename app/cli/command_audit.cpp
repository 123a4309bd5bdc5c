// audit: whether a log keeps to what the policy allows, or a trail to all invariants.
#include "app/cli/command_audit_trail.h"
#include "app/cli/commands.h"
#include "app/cli/named_workspace.h"
#include "app/cli/usage.h"
#include "core/policy/parameters.h"
#include "simulations/report/number_text.h"
#include "simulations/study/asking_audit.h"
#include "simulations/study/library.h"
#include "simulations/study/trail_audit.h"

namespace attune::cli {
namespace {

struct Asked {
    std::string trail, policy;
    std::vector<std::string> settings;
    AskedProof proof;
    AskedReport report;
    AskedBook book;
};

Result<Policy> policy_of(const Asked& asked, const Common& common) {
    auto workspace = read_workspace(common);
    if (!workspace) return pass_on(workspace);
    auto policy =
        find_policy(asked.policy.empty() ? "default" : asked.policy, *workspace ? &**workspace : nullptr);
    if (!policy) return policy;
    Scenario unused;
    for (const std::string& setting : asked.settings) {
        // A log has its people; there is no world to change.
        if (setting.starts_with("world."))
            return fail(ErrorCode::bad_input, words("error.world_of_log"), setting,
                        words("error.world_of_log.remedy"));
        if (auto applied = apply_setting(setting, *policy, unused); !applied) return pass_on(applied);
    }
    if (auto sound = check_policy(*policy); !sound) return pass_on(sound);
    return policy;
}

Table examples_of(const audit::AskingVerdict& verdict) {
    const Text& text = Text::english();
    Table table({words("audit.limit"), words("audit.person"), words("audit.visit"), words("audit.hours"),
                 words("audit.found"), words("audit.allowed")});
    for (std::size_t column = 1; column < 6; ++column)
        table.right(column);
    const NumberStyle style = style_as_set(NumberKind::plain, 0.25);
    for (const audit::BrokenLimit& one : verdict.examples)
        table.add({text.get("asking_audit.limit." + std::string(name(one.limit))),
                   count_text(static_cast<double>(one.user)), count_text(static_cast<double>(one.visit)),
                   value_text(one.hours, style, text), value_text(one.found, style, text),
                   value_text(one.allowed, style, text)});
    return table;
}

int audit_log_command(Session& session, const Asked& asked) {
    const Common& common = session.common;
    auto policy = policy_of(asked, common);
    if (!policy) return report(policy.error());
    session.interrupt->only_ask_from_now();
    auto audit = [&] {
        Progress progress(common, words("progress.audit"));
        return audit_asking(
            asked.trail, *policy, [&](double done) { progress(done); }, session.interrupt->token());
    }();
    if (!audit) return report(audit.error());
    const audit::AskingVerdict& verdict = audit->verdict;
    const int code = verdict.held() ? 0 : exit_code(ErrorCode::failed);
    if (common.json) {
        print(asking_audit_document(verdict));
        return code;
    }
    const Text& text = Text::english();
    say(common, words("audit.head", {{"file", asked.trail},
                                     {"lines", count_text(static_cast<double>(audit->lines))},
                                     {"policy", policy->name}}));
    const DataTable told = asking_audit_table(verdict, text);
    Table table(told.head);
    table.right(1);
    table.right(2);
    for (const auto& row : told.rows)
        table.add(row);
    say(common, table.text());
    if (!verdict.examples.empty()) say(common, words("audit.examples") + "\n" + examples_of(verdict).text());
    say(common, asking_audit_sentence(verdict, text));
    return code;
}

int audit_command(Session& session, const Asked& asked) {
    const bool in_lines = !asked.trail.empty() && holds_trail(asked.trail);
    if (asked.trail.empty() && session.common.workspace.empty())
        return report({ErrorCode::bad_input,
                       words("error.audit_needs_file"),
                       {},
                       words("error.audit_needs_file.remedy")});
    if ((in_lines || asked.trail.empty()) && (!asked.policy.empty() || !asked.settings.empty()))
        return report({ErrorCode::bad_input, words("error.policy_of_trail"),
                       asked.policy.empty() ? "--set" : "--policy", words("error.policy_of_trail.remedy")});
    if (auto sound = check_book(asked.book); !sound) return report(sound.error());
    if (asked.trail.empty() && (asked.book.history || asked.book.due || !asked.book.calendar.empty()))
        return audit_book_command(session, asked.proof, asked.report, asked.book);
    if (asked.trail.empty()) return audit_workspace_command(session, asked.proof, asked.report, asked.book);
    if (asked.book.wanted())
        return report(
            {ErrorCode::bad_input, words("error.of_lines"), "--trail", words("error.of_lines.remedy")});
    if (asked.report.wanted())
        return report({ErrorCode::bad_input, words("error.report_of_lines"), "--report",
                       words("error.report_of_lines.remedy")});
    if (!asked.proof.key.empty() || !asked.proof.head.empty())
        return report({ErrorCode::bad_input, words("error.anchor_of_lines"),
                       asked.proof.key.empty() ? "--head" : "--key", words("error.anchor_of_lines.remedy")});
    return in_lines ? audit_trail_lines_command(session, asked.trail) : audit_log_command(session, asked);
}

} // namespace

void add_audit(CLI::App& app, Session& session) {
    auto asked = std::make_shared<Asked>();
    CLI::App* command = add_command(app, session, "audit");
    command->require_subcommand(0, 1);
    command->add_option("--trail", asked->trail, words("option.trail"))
        ->type_name("FILE")
        ->check(not_empty());
    add_proof_options(*command, asked->proof);
    add_report_options(*command, asked->report);
    add_book_options(*command, asked->book);
    command->add_option("--policy", asked->policy, words("option.policy_audit"))
        ->type_name("NAME")
        ->check(not_empty());
    command->add_option("--set", asked->settings, words("option.set"))
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false)
        ->check(not_empty());
    command->callback([&session, asked] {
        if (!session.chosen) session.chosen = [&session, asked] { return audit_command(session, *asked); };
    });
    add_audit_convert(*command, session);
    add_audit_exports(*command, session);
}

} // namespace attune::cli
