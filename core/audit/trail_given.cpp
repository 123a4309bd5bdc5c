// I11: people agreed to a notice that was published, with these words, for this purpose. I12: nobody's
// consent comes from silence. And I10: a consent moves on from where it stood.
#include "core/audit/trail_judge.h"

namespace attune::audit::trail {
namespace {

void judge_notice(const RunRules& rules, const Event& event, Notes& notes) {
    constexpr Invariant i11 = Invariant::true_notices;
    if (rules.notices.empty()) return notes.not_evaluated(i11);
    notes.checked(i11);
    if (event.notice >= rules.notices.size())
        return notes.broken(i11, Reason::no_such_notice, event, event.notice);
    const NoticeRule& notice = rules.notices[event.notice];
    Finding found = finding(i11, Reason::notice_hash, event, notice.version);
    found.name = notice.id;
    if (!notice.true_to_hash) notes.broken(found);
    found.reason = Reason::not_in_notice;
    if (!has(notice.purposes, event.purpose)) notes.broken(std::move(found));
}

} // namespace

void judge_given(const RunRules& rules, const PersonState& person, const Event& event, Notes& notes) {
    if (event.kind != Kind::consent) return;
    constexpr Invariant i12 = Invariant::no_silence;
    const Standing& standing = person.of(event.purpose);
    if (standing.seq != 0 && standing.state != event.from)
        notes.broken(Invariant::whole_trail, Reason::history_gap, event,
                     static_cast<std::int64_t>(standing.seq));
    const bool from_the_start =
        standing.seq == 0 && permits(event.from) && rules.terms(event.purpose).basis == Basis::consent;
    if (from_the_start) notes.broken(i12, Reason::given_from_the_start, event);
    if (!permits(event.to)) return;
    notes.checked(i12);
    if (event.entity != Entity::person) notes.broken(i12, Reason::not_by_the_person, event);
    if (event.method != Method::notice && event.method != Method::settings)
        return notes.broken(i12, Reason::not_by_choice, event);
    // In the settings nobody has to have been asked; which notice stood there, 0 leaves open.
    if (event.method == Method::settings) {
        if (event.notice == 0) return notes.left_out(Invariant::true_notices);
        return judge_notice(rules, event, notes);
    }
    if (event.from != State::requested && !permits(event.from)) notes.broken(i12, Reason::unasked, event);
    judge_notice(rules, event, notes);
}

} // namespace attune::audit::trail
