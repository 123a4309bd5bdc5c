#include "simulations/study/consent_audit.h"

#include "core/audit/trail_heads.h"
#include "core/audit/trail_words.h"
#include "simulations/report/number_text.h"
#include "simulations/study/trail_audit.h"

#include <algorithm>

namespace attune {
namespace {

using audit::trail::Invariant;
using audit::trail::InvariantVerdict;
using audit::trail::Outcome;

constexpr double events_between_looks = 4096; ///< of an audit, between two looks whether to stop

std::string id_of(std::size_t invariant) {
    return std::string(audit::trail::id(static_cast<Invariant>(invariant)));
}

AuditLight light_of(Outcome outcome) {
    if (outcome == Outcome::passed) return AuditLight::passed;
    return outcome == Outcome::failed ? AuditLight::failed : AuditLight::open;
}

/// Where the command line says which option to add, the window says what to do.
std::string limit_words(const std::string& limit, const Text& text) {
    const bool own = limit == "no_key" || limit == "no_head";
    return text.get((own ? "consent_page.audit.limit." : "audit.limit.") + limit);
}

} // namespace

std::vector<AuditRow> audit_rows(const Text& text) {
    std::vector<AuditRow> rows;
    for (std::size_t i = 0; i < audit::trail::invariant_count; ++i)
        rows.push_back({.id = id_of(i),
                        .title = text.get("audit.invariant." + id_of(i)),
                        .says = text.get("audit.says." + id_of(i)),
                        .verdict = {}});
    return rows;
}

Result<AuditPicture> audit_picture(const std::string& path, std::uint64_t events, const AuditAnchor& anchor,
                                   const std::function<void(double done)>& progress,
                                   const std::stop_token& stop, const Text& text) {
    const auto held = audit::trail::read_anchor(anchor.key, anchor.head);
    if (!held) return pass_on(held);
    double looks = 0;
    auto found = audit::trail::audit_workspace(path, *held, [&] {
        if (progress)
            progress(std::min(1.0, ++looks * events_between_looks /
                                       std::max(static_cast<double>(events), events_between_looks)));
        return stop.stop_requested();
    });
    if (!found) return pass_on(found);
    const audit::trail::TrailVerdict& verdict = found->verdict;
    AuditPicture made{.passed = verdict.passed(),
                      .sentence = trail_audit_sentence(verdict, text),
                      .people = verdict.people,
                      .watched = verdict.watched,
                      .events = verdict.events,
                      .runs = verdict.runs,
                      .rows = audit_rows(text),
                      .cases = {},
                      .partly = {},
                      .limits = {},
                      .keys = {},
                      .held = {},
                      .found = {}};
    for (std::size_t i = 0; i < made.rows.size(); ++i) {
        const InvariantVerdict& one = verdict.invariants[i];
        made.rows[i].light = light_of(one.outcome());
        made.rows[i].verdict = outcome_words(one, text);
        made.rows[i].checked = one.checked;
        for (const audit::trail::Finding& finding : one.findings)
            made.cases.push_back(id_of(i) + "  " + audit::trail::sentence(finding, text));
    }
    made.partly = partly_sentences(verdict, text);
    for (const std::string& limit : audit::trail::limits_of(&found->chain, &verdict))
        made.limits.push_back(limit_words(limit, text));
    for (const auto& key : found->chain.keys)
        made.keys.push_back(audit::trail::hex(key));
    made.found = std::make_shared<const audit::trail::WorkspaceAudit>(std::move(*found));
    // What did not fit is a broken I10, and says so there.
    const bool whole = verdict.of(audit::trail::Invariant::whole_trail).outcome() == Outcome::passed;
    if (whole && held->head)
        made.held.push_back(text.get(
            "consent_page.anchor.held.head",
            {{"events", count_text(static_cast<double>(held->head->size))}, {"made", held->head->made}}));
    if (whole && held->key) made.held.push_back(text.get("consent_page.anchor.held.key"));
    return made;
}

} // namespace attune
