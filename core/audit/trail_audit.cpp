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

/// What nothing has erased when the run is over.
void TrailAudit::rows_left() {
    std::vector<std::uint32_t> numbers;
    for (const auto& [number, state] : people_)
        if (state.rows) numbers.push_back(number);
    std::sort(numbers.begin(), numbers.end()); // the first cases are always the same
    for (const std::uint32_t number : numbers) {
        newest_.person = number;
        judge_rows_left(rules_, people_[number], newest_, notes_);
        people_[number].rows.reset();
    }
}

void TrailAudit::end_of_run() {
    if (!begun_) return;
    rows_left();
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
    newest_ = {};
    followed_ = followed_ && rules_.rows_kept.has_value();
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

/// A choice made while the device asks everyone not to share is informed if the person saw that it does. What
/// a notice says that the run does not tell is left open.
bool TrailAudit::informed(const PersonState& person, const Event& event) {
    if (!person.signal || event.entity != Entity::person) return false;
    if (event.method == Method::settings) return true;
    if (event.method != Method::notice) return false;
    if (event.notice < rules_.notices.size()) return rules_.notices[event.notice].mentions_signal;
    if (rules_.notices.empty() && permits(event.to) && rules_.terms(event.purpose).heeds_signal)
        notes_.left_out(Invariant::consent_at_use);
    return rules_.notices.empty();
}

/// The purpose may be served no longer: what rests on it is to be erased before the next slate.
void TrailAudit::lose(PersonState& person, Purpose purpose, const Event& event) {
    const auto bit = static_cast<std::uint16_t>(1U << static_cast<unsigned>(purpose));
    person.of(purpose).lost = event.seq;
    person.to_forget = static_cast<std::uint16_t>(person.to_forget | bit);
    person.to_show = static_cast<std::uint16_t>(person.to_show | bit);
    person.read_for = static_cast<std::uint16_t>(person.read_for & ~bit);
}

/// A consent has moved.
void TrailAudit::move(PersonState& person, const Event& event) {
    const Basis basis = rules_.terms(event.purpose).basis;
    Standing& standing = person.of(event.purpose);
    const bool was = permitted(basis, standing.seq != 0 ? standing.state : event.from);
    const bool was_served = served(rules_, person, event.purpose);
    const bool ended = basis != Basis::contract && ((was && !permitted(basis, event.to)) ||
                                                    (ends(event.to) && !permitted(basis, event.to)));
    standing.seq = event.seq;
    standing.state = event.to;
    standing.since_ms = event.time_ms;
    standing.informed = informed(person, event);
    const bool hushed = was_served && outweighed(rules_, person, event.purpose);
    if (!ended && !hushed) return;
    if (ended) standing.ended = event.seq;
    if (ended) notes_.checked(Invariant::nothing_after_end);
    if (was || hushed) lose(person, event.purpose, event);
    if (event.purpose == Purpose::improve_models) training_.ended(person, event);
}

/// The device begins to ask everyone not to share, or no longer does: whatever was chosen before was chosen
/// without it.
void TrailAudit::turn_signal(PersonState& person, const Event& event) {
    const bool on = event.number != 0;
    if (on == person.signal) return;
    std::array<bool, purpose_count> was{};
    bool heeded = false;
    for (std::size_t p = 0; p < purpose_count; ++p) {
        was[p] = served(rules_, person, static_cast<Purpose>(p));
        heeded = heeded || rules_.purposes[p].heeds_signal;
    }
    person.signal = on;
    person.signal_seq = event.seq;
    for (Standing& standing : person.standing)
        standing.informed = false;
    if (heeded && on && !rules_.strength) notes_.left_out(Invariant::consent_at_use);
    for (std::size_t p = 0; p < purpose_count; ++p) {
        const auto purpose = static_cast<Purpose>(p);
        if (!was[p] || served(rules_, person, purpose)) continue;
        notes_.checked(Invariant::nothing_after_end);
        lose(person, purpose, event);
        if (purpose == Purpose::improve_models) training_.ended(person, event);
    }
}

void TrailAudit::about_person(PersonState& person, const Event& event) {
    judge_rows(rules_, person, event, notes_);
    switch (event.kind) {
    case Kind::read:
        judge_use(rules_, person, event, notes_);
        judge_kept(rules_, person, event, notes_);
        if (event.module == Module::training) training_.read(rules_, person, event, notes_);
        break;
    case Kind::derived:
    case Kind::adjusted:
    case Kind::slate:
        judge_use(rules_, person, event, notes_);
        judge_kept(rules_, person, event, notes_);
        break;
    case Kind::undone:
        judge_use(rules_, person, event, notes_);
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
    case Kind::privacy_signal:
        turn_signal(person, event);
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
        person.read_for = 0;
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
    if (begun_ && event.kind != Kind::begin && event.kind != Kind::evidence && event.kind != Kind::audited &&
        event.kind != Kind::erased) {
        newest_.seq = event.seq;
        newest_.kind = event.kind;
        newest_.time_ms = std::max(newest_.time_ms, event.time_ms);
    }
    if (event.kind == Kind::begin) {
        if (auto begun = begin(event); !begun) return pass_on(begun);
    } else if (event.kind == Kind::evidence) {
        evidence_.take(event, notes_);
    } else if (event.kind == Kind::audited) {
        said_.take(event, notes_);
    } else if (passing_over_) {
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
        rows_left();
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
    // Said only where something was tried out at all.
    verdict_.of(Invariant::easy_withdrawal).partly =
        verdict_.of(Invariant::easy_withdrawal).evaluated && !evidence_.way_out_tried();
    verdict_.of(Invariant::free_opting_out).left_out = evidence_.unproven();
    verdict_.of(Invariant::free_opting_out).partly = evidence_.unproven() > 0;
    // Rows that nobody reads and that make room for newer ones leave nothing in a trail that does not say how
    // many are kept.
    verdict_.of(Invariant::retention).partly = !followed_ || verdict_.runs == 0;
    verdict_.of(Invariant::consent_at_use).partly = verdict_.of(Invariant::consent_at_use).left_out > 0;
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
