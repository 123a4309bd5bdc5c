// I3: kept only for purposes that are permitted. I4: for no longer than the matrix says. I9: what rested on a
// consent that has ended is erased before the next slate, and what was made for one visit before the next.
#include "core/audit/trail_judge.h"

namespace attune::audit::trail {
namespace {

constexpr std::int64_t late_days = 1; ///< that a sweep may be late

template <typename Use>
void for_each_purpose(std::uint32_t purposes, Use&& use) {
    for (std::size_t p = 0; p < purpose_count; ++p)
        if (has(purposes, static_cast<Purpose>(p))) use(static_cast<Purpose>(p));
}

Finding of_purpose(Invariant invariant, Reason reason, const Event& event, Purpose purpose,
                   std::int64_t found = 0) {
    Finding made = finding(invariant, reason, event, found);
    made.purpose = purpose;
    return made;
}

bool is_sensitive(Signal signal) {
    return signal == Signal::free_text || signal == Signal::voice || signal == Signal::demographic_group;
}

void captured(const RunRules& rules, const PersonState& person, const Event& event, Notes& notes) {
    constexpr Invariant i3 = Invariant::consent_at_capture;
    notes.checked(i3);
    if (event.purposes == 0) notes.broken(i3, Reason::kept_for_nothing, event);
    for_each_purpose(event.purposes, [&](Purpose purpose) {
        const Terms& terms = rules.terms(purpose);
        const Standing& standing = person.of(purpose);
        const std::int64_t at = counts_at(person, event.visit, event.time_ms);
        if (!rules.cell(purpose, event.signal).there())
            notes.broken(of_purpose(i3, Reason::kept_outside_matrix, event, purpose));
        else if (!permitted(terms.basis, standing.state) || run_out(terms, standing, at))
            notes.broken(of_purpose(i3, Reason::kept_without_consent, event, purpose));
        else if (outweighed(rules, person, purpose))
            notes.broken(of_purpose(i3, Reason::kept_against_signal, event, purpose,
                                    static_cast<std::int64_t>(person.signal_seq)));
        if (is_sensitive(event.signal)) {
            notes.checked(Invariant::no_leak);
            if (!form_allows(rules, purpose, event.signal))
                notes.broken(of_purpose(Invariant::no_leak, Reason::raw_kept, event, purpose));
        }
    });
    // A row that pretends to be younger than it is would outlive its time.
    const std::int64_t today = day_of(event.time_ms);
    notes.checked(Invariant::retention);
    if (event.newest_day > today + late_days || event.newest_day + late_days < today)
        notes.broken(Invariant::retention, Reason::row_of_another_day, event, event.newest_day, today);
}

void too_old(const Event& event, std::int64_t days, Reason reason, Notes& notes) {
    notes.checked(Invariant::retention);
    const std::int64_t age = day_of(event.time_ms) - event.oldest_day;
    if (age > days + late_days) notes.broken(Invariant::retention, reason, event, age, days);
}

bool lasts(const RunRules& rules, const PersonState& person) {
    return served(rules, person, Purpose::adjust_my_recommendations);
}

/// What was made for the visit alone, where nothing may last.
void made(const RunRules& rules, PersonState& person, const Event& event) {
    if (event.purpose == Purpose::adjust_this_session && !lasts(rules, person))
        person.made_for_visit = event.seq;
}

constexpr auto visit_bit =
    static_cast<std::uint16_t>(1U << static_cast<unsigned>(Purpose::adjust_this_session));
constexpr auto lasting_bit =
    static_cast<std::uint16_t>(1U << static_cast<unsigned>(Purpose::adjust_my_recommendations));

void forgotten(const RunRules& rules, PersonState& person, const Event& event, Notes& notes) {
    person.to_forget = static_cast<std::uint16_t>(person.to_forget & ~event.purposes);
    const bool of_visit = event.purposes == 0 || has(event.purposes, Purpose::adjust_this_session) ||
                          has(event.purposes, Purpose::adjust_my_recommendations);
    // What was made for the visit goes on under the permission that lets it last.
    if ((person.made_for & visit_bit) != 0 && lasts(rules, person))
        person.made_for = static_cast<std::uint16_t>(person.made_for | lasting_bit);
    person.made_for = static_cast<std::uint16_t>(
        person.made_for & ~(event.purposes == 0 ? visit_bit | lasting_bit : event.purposes));
    if (!of_visit || person.made_for_visit == 0) return;
    notes.checked(Invariant::prompt_effect);
    person.made_for_visit = 0;
}

/// A visit begins: nothing that was made for an earlier one alone is left, unless it may last meanwhile.
void next_visit(const RunRules& rules, PersonState& person, const Event& event, Notes& notes) {
    if (person.made_for_visit == 0) return;
    notes.checked(Invariant::prompt_effect);
    if (!lasts(rules, person))
        notes.broken(of_purpose(Invariant::prompt_effect, Reason::visit_not_forgotten, event,
                                Purpose::adjust_this_session,
                                static_cast<std::int64_t>(person.made_for_visit)));
    person.made_for_visit = 0;
}

void slate(const RunRules& rules, PersonState& person, const Event& event, Notes& notes) {
    constexpr Invariant i9 = Invariant::prompt_effect;
    for_each_purpose(person.to_show, [&](Purpose purpose) {
        notes.checked(i9);
        const Standing& standing = person.of(purpose);
        const auto ended = static_cast<std::int64_t>(standing.lost);
        if (has(person.to_forget, purpose))
            notes.broken(of_purpose(i9, Reason::not_forgotten, event, purpose, ended));
        else if (event.purpose == purpose && !served(rules, person, purpose))
            notes.broken(of_purpose(i9, Reason::still_adapted, event, purpose, ended));
    });
    person.to_show = person.to_forget = 0;
}

} // namespace

void judge_kept(const RunRules& rules, PersonState& person, const Event& event, Notes& notes) {
    switch (event.kind) {
    case Kind::captured:
        captured(rules, person, event, notes);
        break;
    case Kind::read:
        if (event.decision == Decision::allowed && event.rows > 0 &&
            rules.cell(event.purpose, event.signal).there())
            too_old(event, rules.cell(event.purpose, event.signal).days, Reason::read_too_old, notes);
        break;
    case Kind::swept:
        too_old(event, rules.cell(event.purpose, event.signal).days, Reason::swept_too_late, notes);
        break;
    case Kind::forgotten:
        forgotten(rules, person, event, notes);
        break;
    case Kind::derived:
    case Kind::adjusted:
        made(rules, person, event);
        break;
    case Kind::visit:
        next_visit(rules, person, event, notes);
        break;
    case Kind::slate:
        slate(rules, person, event, notes);
        break;
    default:
        break;
    }
}

} // namespace attune::audit::trail
