#include "simulations/study/audit_changes.h"

#include "core/base/json.h"
#include "simulations/study/audit_words.h"

#include <algorithm>
#include <map>

namespace attune {
namespace {

std::string count(std::int64_t n) {
    return count_text(static_cast<double>(n));
}

std::string outcome_of(const RecordedInvariant& one, const Text& text) {
    const bool in_part = one.outcome == audit::trail::Outcome::passed && !one.complete;
    return text.get(in_part ? "audit.outcome.passed_in_part"
                            : "audit.outcome." + std::string(audit::trail::word(one.outcome)));
}

/// What stands in the trail behind an event.
struct Behind {
    std::vector<std::string> runs; ///< scenario, policy
    std::int64_t events = 0, models = 0, erased = 0, evidence = 0;
    int matrix_before = 0, matrix_now = 0;      ///< versions; 0: none
    std::map<std::string, std::string> notices; ///< hash by id and version, up to the event
    std::vector<std::string> new_notices;
};

void take_begin(Behind& behind, const Json& run, bool after) {
    const int version = run.contains("matrix") ? run["matrix"].value("version", 0) : 0;
    if (after)
        behind.runs.push_back(run.value("scenario", "") + ", " + run.value("policy", ""));
    else
        behind.matrix_before = version;
    behind.matrix_now = version;
    if (!run.contains("notices")) return;
    for (const Json& notice : run["notices"]) {
        const std::string name = notice.value("id", "") + ", " + std::to_string(notice.value("version", 0));
        const std::string hash = notice.value("sha256", "");
        const auto [known, fresh] = behind.notices.try_emplace(name, hash);
        if (after && (fresh || known->second != hash)) behind.new_notices.push_back(name);
        known->second = hash;
    }
}

Result<Behind> behind(const TrailStore& trail, std::uint64_t through) {
    Behind found;
    Status read = trail.each_event([&](std::uint64_t seq, const TrailEvent& event) -> Status {
        const bool after = seq > through;
        found.events += after ? 1 : 0;
        if (event.kind == TrailKind::begin) {
            const auto run = parse_json(event.text, "the trail");
            if (run && run->is_object()) take_begin(found, *run, after);
        }
        if (!after) return {};
        found.models += event.kind == TrailKind::trained ? 1 : 0;
        found.erased += event.kind == TrailKind::erased ? 1 : 0;
        found.evidence += event.kind == TrailKind::evidence ? 1 : 0;
        return {};
    });
    if (!read) return pass_on(read);
    return found;
}

} // namespace

const InTrail<AuditRecord>* audit_before(const AuditBook& book) {
    const auto& all = book.audits;
    if (all.empty()) return nullptr;
    if (all.back().entry.through < book.newest_judged) return &all.back();
    return all.size() > 1 ? &all[all.size() - 2] : nullptr;
}

std::vector<std::string> verdict_changes(const AuditRecord& before, const AuditRecord& now,
                                         const Text& text) {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < now.invariants.size(); ++i) {
        const std::string was = outcome_of(before.invariants[i], text);
        const std::string is = outcome_of(now.invariants[i], text);
        if (was == is) continue;
        const std::string id(audit::trail::id(static_cast<audit::trail::Invariant>(i)));
        all.push_back(text.get(
            "verdict.changed",
            {{"invariant", id + " " + text.get("audit.invariant." + id)}, {"was", was}, {"is", is}}));
    }
    return all;
}

Result<AuditSection> changes_section(const Workspace& workspace, const audit::trail::WorkspaceAudit& audit,
                                     const AuditBook& book, const Text& text) {
    AuditSection section = begin_section("changes", {"what", "value"}, text);
    const auto* before = audit_before(book);
    if (!before) {
        section.sentences = {text.get("audit_report.changes.first")};
        return section;
    }
    const auto found = behind(workspace.trail(), before->entry.through);
    if (!found) return pass_on(found);
    const auto row = [&](const char* key, std::string value) {
        section.table.rows.push_back(
            {text.get("audit_report.changes." + std::string(key)), std::move(value)});
    };
    const AuditRecord now = record_of(audit);
    section.sentences = {
        text.get("audit_report.changes.since", {{"made", before->entry.made},
                                                {"event", count(static_cast<std::int64_t>(before->seq))},
                                                {"root", before->entry.root}})};
    const auto changed = verdict_changes(before->entry, now, text);
    if (changed.empty()) section.sentences.push_back(text.get("audit_report.changes.same_verdicts"));
    for (const std::string& one : changed)
        row("verdict", one);
    row("events", count(found->events));
    for (const std::string& run : found->runs)
        row("run", run);
    if (found->matrix_before != found->matrix_now)
        row("matrix",
            text.get("audit_report.changes.from_to", {{"from", std::to_string(found->matrix_before)},
                                                      {"to", std::to_string(found->matrix_now)}}));
    for (const std::string& notice : found->new_notices)
        row("notice", notice);
    row("models", count(found->models));
    row("erased", people_told(found->erased, text));
    if (found->evidence > 0) row("evidence", count(found->evidence));
    const auto policies = workspace.policies().list();
    if (!policies) return pass_on(policies);
    for (const PolicyVersion& newest : *policies) {
        const auto versions = workspace.policies().versions(newest.name);
        if (!versions) return pass_on(versions);
        for (const PolicyVersion& version : *versions)
            if (version.created > before->entry.made)
                row("policy", text.get("audit_report.changes.version", {{"name", version.name},
                                                                        {"n", std::to_string(version.number)},
                                                                        {"author", version.author},
                                                                        {"reason", version.reason}}));
    }
    for (const auto& one : book.published)
        if (one.seq > before->entry.through)
            row("published",
                text.get("audit_report.changes.version", {{"name", one.entry.policy},
                                                          {"n", std::to_string(one.entry.version)},
                                                          {"author", one.entry.by.name},
                                                          {"reason", one.entry.reason}}));
    for (const auto& one : book.calendars)
        if (one.seq > before->entry.through) row("calendar", calendar_words(one.entry.calendar, text));
    return section;
}

} // namespace attune
