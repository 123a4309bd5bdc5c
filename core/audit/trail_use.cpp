// I1: used only under the consent of that purpose, and a step only where something was read for it. I2:
// nothing used after a consent has ended. I13: own words, voice and groups in no other form than the matrix
// allows. I14: what is for the defence serves nothing else.
#include "core/audit/trail_judge.h"

namespace attune::audit::trail {
namespace {

bool is_use(const Event& event) {
    switch (event.kind) {
    case Kind::read:
        return event.decision == Decision::allowed;
    case Kind::derived:
    case Kind::adjusted:
    case Kind::slate:
        return true;
    default:
        return false;
    }
}

/// Signals that the event says were used.
std::uint32_t signals_of(const Event& event) {
    if (event.kind == Kind::read) return 1U << static_cast<unsigned>(event.signal);
    return event.kind == Kind::derived ? event.mask : 0;
}

bool in_matrix(const RunRules& rules, const Event& event) {
    for (std::size_t s = 0; s < signal_count; ++s)
        if (has(signals_of(event), static_cast<Signal>(s)) &&
            !rules.cell(event.purpose, static_cast<Signal>(s)).has(event.module))
            return false;
    return true;
}

/// When the use counts as made; training is judged at its own time.
std::int64_t used_at(const PersonState& person, const Event& event) {
    return event.module == Module::training ? event.time_ms : counts_at(person, event.visit, event.time_ms);
}

/// Whether the event names the consent it rests on: the newest one of this person and purpose.
bool names_its_consent(Basis basis, const Standing& standing, const Event& event) {
    const std::uint64_t newest = permits(standing.state) ? standing.seq : 0;
    if (basis == Basis::consent) return event.relies_on == newest;
    return event.relies_on == 0 || event.relies_on == newest;
}

void judge_consent(const RunRules& rules, const PersonState& person, const Event& event, Notes& notes) {
    constexpr Invariant i1 = Invariant::consent_at_use;
    const Terms& terms = rules.terms(event.purpose);
    const Standing& standing = person.of(event.purpose);
    notes.checked(i1);
    if (!in_matrix(rules, event)) notes.broken(i1, Reason::not_in_matrix, event);
    const bool against = outweighed(rules, person, event.purpose);
    const auto signal = static_cast<std::int64_t>(person.signal_seq);
    if (!permitted(terms.basis, standing.state)) {
        notes.broken(i1, Reason::no_consent, event);
    } else if (against) {
        notes.broken(i1, Reason::against_signal, event, signal);
    } else if (terms.basis == Basis::consent && run_out(terms, standing, used_at(person, event))) {
        notes.broken(i1, Reason::consent_over, event, (event.time_ms - standing.since_ms) / day_ms,
                     terms.validity_days);
    } else if (!names_its_consent(terms.basis, standing, event)) {
        notes.broken(i1, Reason::other_consent, event, static_cast<std::int64_t>(event.relies_on),
                     static_cast<std::int64_t>(standing.seq));
    }
    // What was agreed to before the device began to ask has counted until then.
    if (against && permits(standing.state) && standing.seq < person.signal_seq)
        notes.broken(Invariant::nothing_after_end, Reason::after_signal, event, signal);
    if (standing.ended == 0 || terms.basis == Basis::contract) return;
    const auto ended = static_cast<std::int64_t>(standing.ended);
    if (!permitted(terms.basis, standing.state))
        notes.broken(Invariant::nothing_after_end, Reason::after_end, event, ended);
    else if (event.relies_on != 0 && event.relies_on < standing.ended)
        notes.broken(Invariant::nothing_after_end, Reason::rests_on_ended, event,
                     static_cast<std::int64_t>(event.relies_on), ended);
}

void judge_form(const RunRules& rules, const Event& event, Notes& notes) {
    for (const Signal signal : {Signal::free_text, Signal::voice, Signal::demographic_group}) {
        if (!has(signals_of(event), signal)) continue;
        notes.checked(Invariant::no_leak);
        if (form_allows(rules, event.purpose, signal)) continue;
        Finding found = finding(Invariant::no_leak, Reason::raw_read, event);
        found.signal = signal;
        notes.broken(std::move(found));
    }
}

std::uint16_t bit_of(Purpose purpose) {
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(purpose));
}

/// A step is applied on the strength of something that was read for it in this visit.
void judge_step(const PersonState& person, const Event& event, Notes& notes) {
    if (!has(person.read_for, event.purpose))
        notes.broken(Invariant::consent_at_use, Reason::step_unread, event);
}

/// A step can be taken back where there is something that was made for the person's own lists.
void judge_undone(const PersonState& person, const Event& event, Notes& notes) {
    constexpr auto own =
        static_cast<std::uint16_t>(1U << static_cast<unsigned>(Purpose::adjust_this_session) |
                                   1U << static_cast<unsigned>(Purpose::adjust_my_recommendations));
    if ((bit_of(event.purpose) & own) == 0 || (person.made_for & own) == 0)
        notes.broken(Invariant::whole_trail, Reason::step_unknown, event);
}

} // namespace

bool form_allows(const RunRules& rules, Purpose purpose, Signal signal) {
    const Cell& cell = rules.cell(purpose, signal);
    if (!cell.there()) return false;
    if (signal == Signal::demographic_group) return cell.form == Form::aggregate;
    return cell.form == Form::on_device ||
           (cell.form == Form::pseudonymous && purpose == Purpose::keep_my_comments);
}

void judge_use(const RunRules& rules, PersonState& person, const Event& event, Notes& notes) {
    if (event.kind == Kind::read && event.decision != Decision::allowed) {
        if (event.rows > 0) notes.broken(Invariant::consent_at_use, Reason::rows_without_leave, event);
        return;
    }
    if (event.kind == Kind::undone) judge_undone(person, event, notes);
    if (!is_use(event)) return;
    judge_consent(rules, person, event, notes);
    judge_form(rules, event, notes);
    if (event.kind == Kind::adjusted) judge_step(person, event, notes);
    std::uint16_t* noted = event.kind == Kind::read    ? &person.read_for
                           : event.kind == Kind::slate ? nullptr
                                                       : &person.made_for;
    if (noted != nullptr) *noted = static_cast<std::uint16_t>(*noted | bit_of(event.purpose));
    if (event.purpose != Purpose::quality_and_safety) return;
    notes.checked(Invariant::defence_only);
    const bool by_defence =
        (event.kind == Kind::read || event.kind == Kind::derived) && event.module == Module::integrity;
    if (!by_defence) notes.broken(Invariant::defence_only, Reason::other_module, event);
}

} // namespace attune::audit::trail
