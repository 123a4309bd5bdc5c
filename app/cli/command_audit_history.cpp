// audit --record, --history, --due and --calendar: audits that are kept in the trail, and when they are due.
#include "app/cli/command_audit_trail.h"
#include "app/cli/named_workspace.h"
#include "app/cli/usage.h"
#include "core/consent/staff_role.h"
#include "core/workspace/trail_export.h"
#include "simulations/study/audit_words.h"
#include "simulations/study/trail_key.h"

#include <charconv>
#include <optional>

namespace attune::cli {
namespace {

/// "days=30,run" or "none".
std::optional<AuditCalendar> calendar_of(const std::string& text) {
    AuditCalendar calendar;
    if (text == "none") return calendar;
    constexpr std::string_view days = "days=";
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find(',', at), text.size());
        const std::string_view part = std::string_view(text).substr(at, end - at);
        if (part == "run") {
            calendar.after_run = true;
        } else if (part.starts_with(days)) {
            const std::string_view number = part.substr(days.size());
            const auto [stop, error] =
                std::from_chars(number.data(), number.data() + number.size(), calendar.every_days);
            if (error != std::errc{} || stop != number.data() + number.size() || calendar.every_days < 1)
                return std::nullopt;
        } else {
            return std::nullopt;
        }
        at = end + 1;
    }
    return calendar;
}

AuditSigner signer_of(const AskedBook& asked) {
    return {.name = asked.by, .role = asked.role};
}

Result<AuditBook> book_of(const Common& common) {
    auto workspace = read_workspace(common);
    if (!workspace) return pass_on(workspace);
    return read_audit_book((*workspace)->trail());
}

/// 3 while the newest audit stands broken.
int code_of(const AuditBook& book) {
    return standing_broken(book).empty() ? 0 : exit_code(ErrorCode::failed);
}

int say_book(const Common& common, const AuditBook& book) {
    const Text& text = Text::english();
    const int code = code_of(book);
    if (common.json) {
        Json document = {{"history", {{"file", common.workspace}}}};
        document["history"].update(audit_book_document(book, now(), text));
        print(document);
        return code;
    }
    const auto rows = audit_history(book, text);
    if (rows.empty()) {
        say(common, words("audit.no_history"));
    } else {
        const DataTable told = audit_history_table(rows, text);
        Table table(told.head);
        table.right(1);
        for (const auto& row : told.rows)
            table.add(row);
        say(common, table.text());
    }
    for (const auto& one : book.published) {
        say(common, words("audit.published", {{"made", one.entry.made},
                                              {"policy", one.entry.policy},
                                              {"n", std::to_string(one.entry.version)},
                                              {"who", signer_words(one.entry.by, text)},
                                              {"reason", one.entry.reason}}));
        say(common, fairness_words(one.entry.fairness));
    }
    const PublishingBlock block = publishing_block(book, now());
    say(common, calendar_words(book.calendar(), text) + " " + due_words(block.due, text));
    say(common, publishing_words(block, text));
    return code;
}

int calendar_command(const Common& common, const AskedBook& asked) {
    const auto calendar = calendar_of(asked.calendar);
    if (!calendar)
        return report({ErrorCode::bad_input, words("error.audit_calendar", {{"text", asked.calendar}}),
                       "--calendar", words("error.audit_calendar.remedy")});
    if (auto there = read_workspace(common); !there) return report(there.error());
    auto key = user_signing_key();
    if (!key) return report(key.error());
    const auto head = keep_calendar(common.workspace, std::move(*key), *calendar, signer_of(asked), now());
    if (!head) return report(head.error());
    if (common.json)
        print({{"calendar", {{"every_days", calendar->every_days}, {"after_run", calendar->after_run}}}});
    say(common, words("audit.calendar_kept", {{"calendar", calendar_words(*calendar, Text::english())}}));
    return 0;
}

} // namespace

void add_book_options(CLI::App& command, AskedBook& asked) {
    command.add_flag("--record", asked.record, words("option.audit_record"));
    command.add_option("--by", asked.by, words("option.audit_by"))->type_name("NAME")->check(not_empty());
    command.add_option("--role", asked.role, words("option.audit_role"))
        ->type_name("ROLE")
        ->check(not_empty());
    command.add_flag("--history", asked.history, words("option.audit_history"));
    command.add_flag("--due", asked.due, words("option.audit_due"));
    command.add_option("--calendar", asked.calendar, words("option.audit_calendar"))
        ->type_name("WHEN")
        ->check(not_empty());
    command.add_option("--dpia", asked.dpia, words("option.audit_dpia"))
        ->type_name("DIR")
        ->check(not_empty());
}

Status check_book(const AskedBook& asked) {
    const int things = (asked.history ? 1 : 0) + (asked.due ? 1 : 0) + (asked.calendar.empty() ? 0 : 1);
    if (things > 1 || (things == 1 && asked.record) || (things == 1 && !asked.due && !asked.dpia.empty()))
        return fail(ErrorCode::bad_input, words("error.audit_one_thing"), "--history, --due, --calendar",
                    words("error.audit_one_thing.remedy"));
    if (!asked.role.empty() && !staff_role_named(asked.role))
        return fail(ErrorCode::bad_input, words("error.audit_role", {{"text", asked.role}}), "--role",
                    words("error.audit_role.remedy"));
    return {};
}

Status keep_audit_of(const Common& common, const audit::trail::WorkspaceAudit& audit, const AskedBook& asked,
                     Json& document) {
    auto key = user_signing_key();
    if (!key) return pass_on(key);
    const AuditNote note{.made = now(),
                         .trigger = asked.due ? AuditTrigger::calendar : AuditTrigger::asked,
                         .by = signer_of(asked)};
    const auto kept = keep_audit(common.workspace, std::move(*key), audit, note);
    if (!kept) return pass_on(kept);
    document["kept"] = {{"event", kept->seq}};
    document["kept"].update(parse_json(text_of(kept->record), "trail").value_or(Json::object()));
    document["kept"]["signed_head"] =
        parse_json(signed_head_to_json(kept->head), "trail").value_or(Json::object());
    return {};
}

int audit_book_command(Session& session, const AskedProof& proof, const AskedReport& files,
                       const AskedBook& asked) {
    const Common& common = session.common;
    if (!asked.calendar.empty()) return calendar_command(common, asked);
    const auto book = book_of(common);
    if (!book) return report(book.error());
    if (asked.history) return say_book(common, *book);
    if (audit_due(*book, now()).due()) {
        AskedBook kept = asked;
        kept.record = true;
        return audit_workspace_command(session, proof, files, kept);
    }
    // Nothing is due; what stands broken stays an alarm.
    return say_book(common, *book);
}

} // namespace attune::cli
