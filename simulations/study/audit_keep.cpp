#include "simulations/study/audit_keep.h"

#include "core/base/text.h"
#include "core/consent/staff_role.h"
#include "core/policy/coercion.h"
#include "core/policy/parameters.h"
#include "core/workspace/trail_hash.h"
#include "simulations/report/number_text.h"
#include "simulations/study/simulate.h"

#include <array>

namespace attune {
namespace {

std::string count(std::uint64_t n) {
    return count_text(static_cast<double>(n));
}

tl::unexpected<Error> refuse(ErrorCode code, const std::string& key, std::string where,
                             std::initializer_list<std::pair<std::string_view, std::string>> values = {}) {
    const Text& text = Text::english();
    return fail(code, text.get("verdict.refused." + key, values), std::move(where),
                text.get("verdict.refused." + key + ".remedy", values));
}

struct Appended {
    std::uint64_t seq = 0;
    SignedHead head;
};

/// Writes one event `audited`. `expected`: how many events there must be before it; 0: as many as there are.
Result<Appended> append(const std::string& path, SigningKey key, std::string text, HeadReason reason,
                        const std::string& made, std::uint64_t expected = 0) {
    const auto workspace = Workspace::open(path, OpenMode::existing);
    if (!workspace) return pass_on(workspace);
    auto writer = workspace->write_trail(std::move(key));
    if (!writer) return pass_on(writer);
    if (writer->size() == 0) return refuse(ErrorCode::bad_input, "no_trail", path);
    if (expected != 0 && writer->size() != expected) return refuse(ErrorCode::refused, "grown", path);
    const std::array events = {TrailEvent{.kind = TrailKind::audited, .text = std::move(text)}};
    if (auto appended = writer->append(events); !appended) return pass_on(appended);
    const std::uint64_t seq = writer->size();
    auto head = writer->commit(reason, made);
    if (!head) return pass_on(head);
    return Appended{seq, std::move(*head)};
}

/// Nothing is put into force, and no calendar set, by nobody in particular.
Status check_named(const AuditSigner& by) {
    if (by.name.empty()) return refuse(ErrorCode::bad_input, "no_name", "name");
    if (by.role.empty()) return refuse(ErrorCode::bad_input, "no_role", "role");
    return {};
}

/// A name is a line; a role must be one that may do this.
Status check_signer(const AuditSigner& by, StaffAct act) {
    if (!by.name.empty())
        if (auto sound = check_line("author", by.name, policy_text_limits.author); !sound) return sound;
    if (by.role.empty()) return {};
    const auto role = staff_role_named(by.role);
    if (!role) return refuse(ErrorCode::bad_input, "role", by.role);
    return check_may(*role, act);
}

/// "I1 Used only with consent (since 2026-05-06, first at event 12)".
std::string broken_words(const BrokenSince& broken, const Text& text) {
    const std::string id(audit::trail::id(broken.invariant));
    return text.get(broken.first > 0 ? "verdict.broken" : "verdict.broken.head",
                    {{"invariant", id + " " + text.get("audit.invariant." + id)},
                     {"since", broken.since.substr(0, 10)},
                     {"event", count(broken.first)}});
}

} // namespace

Result<KeptAudit> keep_audit(const std::string& path, SigningKey key, audit::trail::WorkspaceAudit audit,
                             const AuditNote& note) {
    if (auto sound = check_signer(note.by, StaffAct::sign_audit); !sound) return pass_on(sound);
    AuditRecord record = record_of(audit);
    record.made = note.made;
    record.program = program_version();
    record.trigger = note.trigger;
    record.by = note.by;
    auto appended =
        append(path, std::move(key), text_of(record), HeadReason::audit, note.made, record.through);
    if (!appended) return pass_on(appended);
    return KeptAudit{std::move(audit), std::move(record), appended->seq, std::move(appended->head)};
}

Result<KeptAudit> audit_and_keep(const std::string& path, SigningKey key, const audit::trail::Anchor& anchor,
                                 const AuditNote& note, const std::function<bool()>& stop) {
    auto audit = audit::trail::audit_workspace(path, anchor, stop);
    if (!audit) return pass_on(audit);
    return keep_audit(path, std::move(key), std::move(*audit), note);
}

Result<SignedHead> keep_calendar(const std::string& path, SigningKey key, const AuditCalendar& calendar,
                                 const AuditSigner& by, const std::string& made) {
    if (calendar.every_days < 0 || calendar.every_days > longest_audit_gap_days)
        return refuse(ErrorCode::bad_input, "days", std::to_string(calendar.every_days),
                      {{"most", std::to_string(longest_audit_gap_days)}});
    if (auto sound = check_named(by); !sound) return pass_on(sound);
    if (auto sound = check_signer(by, StaffAct::sign_audit); !sound) return pass_on(sound);
    auto appended =
        append(path, std::move(key), text_of(CalendarChange{made, by, calendar}), HeadReason::audit, made);
    if (!appended) return pass_on(appended);
    return std::move(appended->head);
}

std::optional<Error> refusal_of(const PublishingBlock& block, const Text& text) {
    using Why = PublishingBlock::Why;
    if (block.why == Why::none) return std::nullopt;
    constexpr std::array<const char*, 5> keys = {"", "never", "broken", "uncovered", "overdue"};
    const std::string key = std::string("verdict.blocked.") + keys[static_cast<std::size_t>(block.why)];
    std::vector<std::string> broken;
    for (const BrokenSince& one : block.broken)
        broken.push_back(broken_words(one, text));
    return Error{ErrorCode::failed,
                 text.get(key, {{"broken", text.listed(broken)}, {"since", block.due.since.substr(0, 10)}}),
                 {},
                 text.get(key + ".remedy")};
}

Result<Published> publish_policy(const std::string& path, SigningKey key, const PublishRequest& request,
                                 const std::function<bool()>& stop) {
    if (auto sound = check_named(request.by); !sound) return pass_on(sound);
    if (auto sound = check_signer(request.by, StaffAct::put_policy_in_force); !sound) return pass_on(sound);
    if (auto sound = check_line("reason", request.reason, policy_text_limits.reason); !sound)
        return pass_on(sound);
    Published made;
    Policy measured;
    {
        const auto workspace = Workspace::open(path, OpenMode::read_only);
        if (!workspace) return pass_on(workspace);
        auto version = request.version > 0 ? workspace->policies().find(request.policy, request.version)
                                           : workspace->policies().find(request.policy);
        if (!version) return pass_on(version);
        made.version = std::move(*version);
        const auto book = read_audit_book(workspace->trail());
        if (!book) return pass_on(book);
        const std::string number = std::to_string(made.version.number);
        const auto* in_force = book->in_force(request.policy);
        if (in_force && in_force->entry.version == made.version.number)
            return refuse(ErrorCode::refused, "in_force", request.policy, {{"n", number}});
        auto policy = policy_from_json(made.version.json, request.policy);
        if (!policy) return pass_on(policy);
        measured = std::move(*policy);
        if (const auto traits = coercive_traits(measured); !traits.empty())
            return fail(ErrorCode::refused,
                        Text::english().get("coercion.never." + std::string(traits.front().key)),
                        request.policy, Text::english().get("verdict.refused.coercive.remedy"));
        if (book->newest_run == 0) return refuse(ErrorCode::failed, "no_trail", path);
    }
    // A verdict that stands in the trail is somebody's word; the trail itself is judged anew.
    auto audit = audit_and_keep(path, key, {},
                                {.made = request.now,
                                 .trigger = AuditTrigger::publishing,
                                 .by = {.name = request.by.name, .role = {}}},
                                stop);
    if (!audit) return pass_on(audit);
    made.audit = std::move(*audit);
    const auto workspace = Workspace::open(path, OpenMode::read_only);
    if (!workspace) return pass_on(workspace);
    const auto book = read_audit_book(workspace->trail());
    if (!book) return pass_on(book);
    if (auto refusal = refusal_of(publishing_block(*book, request.now), Text::english()))
        return tl::unexpected<Error>(std::move(*refusal));
    // Nothing was written since, by this program or another.
    if (book->audits.back().seq != made.audit.seq || book->last != made.audit.seq)
        return refuse(ErrorCode::refused, "grown", path);
    auto fairness = check_fairness(*workspace, measured, request.exceptions, request.threads, stop);
    if (!fairness) return pass_on(fairness);
    made.publication = {.made = request.now,
                        .by = request.by,
                        .reason = request.reason,
                        .policy = request.policy,
                        .version = made.version.number,
                        .sha256 = to_hex(TrailHasher()(bytes_of_text(made.version.json))),
                        .audit = made.audit.seq,
                        .watched = made.audit.record.watched,
                        .people = made.audit.record.people,
                        .not_evaluated = made.audit.record.not_evaluated(),
                        .fairness = std::move(*fairness)};
    auto appended =
        append(path, std::move(key), text_of(made.publication), HeadReason::policy, request.now, book->last);
    if (!appended) return pass_on(appended);
    made.head = std::move(appended->head);
    return made;
}

} // namespace attune
