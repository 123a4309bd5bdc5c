#include "core/audit/trail_audit.h"

#include "core/audit/trail_stored.h"

#include <algorithm>

namespace attune::audit::trail {
namespace {

bool ends(State state) {
    return state == State::expired || state == State::withdrawn || state == State::terminated ||
           state == State::invalidated;
}

void add(InvariantVerdict& to, const InvariantVerdict& from) {
    to.checked += from.checked;
    to.failures += from.failures;
    for (const Finding& one : from.findings)
        if (to.findings.size() < most_findings) to.findings.push_back(one);
}

/// Gives every example the proof of its event.
void add_proofs(TrailVerdict& verdict, const std::vector<Proof>& proofs) {
    for (InvariantVerdict& invariant : verdict.invariants)
        for (Finding& found : invariant.findings) {
            const auto proof =
                std::lower_bound(proofs.begin(), proofs.end(), found.seq,
                                 [](const Proof& one, std::uint64_t seq) { return one.seq < seq; });
            if (proof != proofs.end() && proof->seq == found.seq) found.path = proof->path;
        }
}

} // namespace

TrailAudit::TrailAudit()
    : notes_(verdict_) {
    for (const Invariant invariant : {Invariant::free_opting_out, Invariant::easy_withdrawal})
        notes_.not_evaluated(invariant);
}

PersonState& TrailAudit::person(std::uint32_t number) {
    if (!last_person_ || last_ != number) {
        last_person_ = &people_[number]; // elements stay where they are
        last_ = number;
    }
    return *last_person_;
}

void TrailAudit::end_of_run() {
    if (!begun_) return;
    const auto seen = static_cast<std::int64_t>(people_.size());
    const std::int64_t people = rules_.people.value_or(seen);
    verdict_.people += people;
    verdict_.watched += rules_.watched >= 0 ? rules_.watched : people;
    verdict_.seen += seen;
    people_.clear();
    last_person_ = nullptr;
}

Status TrailAudit::begin(const Event& event) {
    end_of_run();
    auto rules = read_rules(event.text, hasher_);
    if (!rules)
        return fail(ErrorCode::bad_input,
                    "the rules of the run that begins with event " + std::to_string(event.seq) +
                        " cannot be read: " + rules.error().what,
                    {}, "What they must say stands in resources/trail/schema.md");
    rules_ = std::move(*rules);
    evidence_.begun(rules_);
    training_ = {}; // people are numbered anew
    begun_ = true;
    passing_over_ = false;
    ++verdict_.runs;
    for (const NoticeRule& notice : rules_.notices) {
        const std::string name = notice.id + " " + std::to_string(notice.version);
        const auto [known, is_new] = published_.try_emplace(name, notice.sha256);
        if (is_new || known->second == notice.sha256) continue;
        Finding found = finding(Invariant::true_notices, Reason::notice_rewritten, event, notice.version);
        found.name = notice.id;
        notes_.broken(std::move(found));
    }
    return {};
}

/// A consent has moved.
void TrailAudit::move(PersonState& person, const Event& event) {
    const Basis basis = rules_.terms(event.purpose).basis;
    Standing& standing = person.of(event.purpose);
    const bool was = permitted(basis, standing.seq != 0 ? standing.state : event.from);
    const bool ended = basis != Basis::contract && ((was && !permitted(basis, event.to)) ||
                                                    (ends(event.to) && !permitted(basis, event.to)));
    standing.seq = event.seq;
    standing.state = event.to;
    standing.since_ms = event.time_ms;
    if (!ended) return;
    standing.ended = event.seq;
    notes_.checked(Invariant::nothing_after_end);
    if (was) {
        const auto bit = static_cast<std::uint16_t>(1U << static_cast<unsigned>(event.purpose));
        person.to_forget = static_cast<std::uint16_t>(person.to_forget | bit);
        person.to_show = static_cast<std::uint16_t>(person.to_show | bit);
    }
    if (event.purpose == Purpose::improve_models) training_.ended(person, event);
}

void TrailAudit::about_person(PersonState& person, const Event& event) {
    switch (event.kind) {
    case Kind::read:
        judge_use(rules_, person, event, notes_);
        judge_kept(rules_, person, event, notes_);
        if (event.module == Module::training) training_.read(rules_, person, event, notes_);
        break;
    case Kind::derived:
    case Kind::adjusted:
        judge_use(rules_, person, event, notes_);
        judge_kept(rules_, person, event, notes_);
        break;
    case Kind::slate:
        judge_use(rules_, person, event, notes_);
        judge_kept(rules_, person, event, notes_);
        break;
    case Kind::captured:
    case Kind::swept:
    case Kind::forgotten:
        judge_kept(rules_, person, event, notes_);
        break;
    case Kind::consent:
        judge_given(rules_, person, event, notes_);
        move(person, event);
        break;
    case Kind::question:
    case Kind::opted_out:
    case Kind::opted_in:
        judge_asked(rules_, person, event, notes_);
        break;
    case Kind::visit:
        judge_kept(rules_, person, event, notes_);
        person.visit = event.visit;
        person.visit_began_ms = event.time_ms;
        break;
    default:
        break;
    }
}

Result<bool> TrailAudit::take(const Event& event) {
    ++verdict_.events;
    ++verdict_.by_kind[static_cast<std::size_t>(event.kind)];
    if (event.kind == Kind::read) ++verdict_.reads[static_cast<std::size_t>(event.decision)];
    notes_.take_kept();
    if (event.kind == Kind::begin) {
        if (auto begun = begin(event); !begun) return pass_on(begun);
    } else if (event.kind == Kind::evidence) {
        evidence_.take(event, notes_);
    } else if (event.kind == Kind::audited || passing_over_) {
        return false; // says nothing that could be broken
    } else if (!begun_) {
        notes_.broken(Invariant::whole_trail, Reason::not_begun, event);
    } else if (event.kind == Kind::trained) {
        training_.trained(rules_, event, notes_);
    } else if (event.kind == Kind::end) {
        const std::int64_t watched = rules_.watched >= 0
                                         ? rules_.watched
                                         : rules_.people.value_or(static_cast<std::int64_t>(people_.size()));
        if (event.rows != watched)
            notes_.broken(Invariant::whole_trail, Reason::end_count, event, event.rows, watched);
    } else if (event.person != nobody && event.kind != Kind::erased) {
        // Who is erased may be of an earlier run.
        about_person(person(event.person), event);
    }
    return notes_.take_kept();
}

void TrailAudit::pass_over(const Event& begin, const std::string& why) {
    Finding found = finding(Invariant::whole_trail, Reason::unreadable, begin);
    found.name = why;
    notes_.broken(std::move(found));
    evidence_.begun({});
    passing_over_ = true;
    begun_ = false;
}

void TrailAudit::out_of_order(const Event& event, std::uint64_t expected) {
    const bool gap = event.seq > expected;
    notes_.broken({.invariant = Invariant::whole_trail,
                   .reason = gap ? Reason::missing : Reason::twice,
                   .seq = gap ? expected : event.seq,
                   .found = static_cast<std::int64_t>(gap ? event.seq - 1 : event.seq)});
}

TrailVerdict TrailAudit::finish(const ChainReport* chain) {
    end_of_run();
    begun_ = false;
    verdict_.of(Invariant::no_leak).partly = !evidence_.scanned();
    verdict_.of(Invariant::free_opting_out).left_out = evidence_.unproven();
    verdict_.of(Invariant::free_opting_out).partly = evidence_.unproven() > 0;
    // Rows that nobody reads and that make room for newer ones leave nothing in the trail.
    verdict_.of(Invariant::retention).partly = true;
    verdict_.of(Invariant::true_notices).partly = verdict_.of(Invariant::true_notices).left_out > 0;
    InvariantVerdict& whole = verdict_.of(Invariant::whole_trail);
    if (!chain) {
        whole.checked = verdict_.events;
        whole.evaluated = false;
        return verdict_;
    }
    for (const InvariantVerdict* part : {&chain->order, &chain->chain, &chain->signed_heads, &chain->earlier})
        add(whole, *part);
    return verdict_;
}

Result<WorkspaceAudit> audit_workspace(const std::string& path, const Anchor& anchor,
                                       const std::function<bool()>& stop) {
    const auto reader = Reader::open(path);
    if (!reader) return pass_on(reader);
    const auto there = has_trail(*reader);
    if (!there) return pass_on(there);
    if (!*there)
        return fail(ErrorCode::not_found, "this workspace has no trail", path,
                    "A run that is saved with a trail writes one");
    TrailAudit audit;
    StoredJudge stored;
    auto chain = check_chain(*reader, anchor, [&](const Event& event) -> Result<bool> {
        if (stop && event.seq % 4096 == 0 && stop())
            return fail(ErrorCode::cancelled, "stopped while the trail was read");
        const auto taken = audit.take(event);
        if (!taken) audit.pass_over(event, taken.error().what);
        return stored.take(event) || taken.value_or(true);
    });
    if (!chain) return pass_on(chain);
    const auto kept = stored.finish(*reader);
    if (!kept) return pass_on(kept);
    WorkspaceAudit made;
    made.verdict = audit.finish(&*chain);
    add(made.verdict.of(Invariant::whole_trail), *kept);
    add_proofs(made.verdict, chain->proofs);
    made.chain = std::move(*chain);
    made.recovered = reader->from_copy();
    return made;
}

} // namespace attune::audit::trail
