// I6: no more questions and offers in a visit and in a week than the policy allows, and none after opting
// out.
#include "core/audit/trail_judge.h"

namespace attune::audit::trail {
namespace {

constexpr std::int64_t week = 7;    ///< days
constexpr std::int64_t memory = 30; ///< days; visits can overlap, so events are not quite in order of time

bool is_offer(std::uint8_t form) {
    return form == form_offer || form == form_direction;
}

void opt(Asked& asked, std::uint8_t form, bool out) {
    if (form == form_everything) asked.out = out;
    if (form == form_offer) asked.offers_out = out;
    if (form < asked.form_out.size()) asked.form_out[form] = out;
    // Coming back to everything is coming back to each.
    if (form == form_everything && !out) asked.form_out.fill(false);
}

void question(const AskingRule& rule, Asked& asked, const Event& event, Notes& notes) {
    constexpr Invariant i6 = Invariant::asking_caps;
    notes.checked(i6);
    const std::int64_t today = day_of(event.time_ms);
    // No visit goes on for so long: its number would be another visit's.
    std::erase_if(asked.in_visit, [&](const auto& one) { return today - one.second.newest_day > memory; });
    Asked::InVisit& here = asked.in_visit[event.visit];
    here.newest_day = today;
    if (++here.questions > rule.session_cap)
        notes.broken(i6, Reason::visit_cap, event, here.questions, rule.session_cap);
    ++asked.on_day[today];
    std::int64_t in_week = 0;
    for (auto one = asked.on_day.upper_bound(today - week); one != asked.on_day.end() && one->first <= today;
         ++one)
        in_week += one->second;
    if (in_week > rule.weekly_cap) notes.broken(i6, Reason::weekly_cap, event, in_week, rule.weekly_cap);
    asked.on_day.erase(asked.on_day.begin(), asked.on_day.lower_bound(today - memory));
    const bool offer = is_offer(event.form);
    if (!rule.enabled && !offer) notes.broken(i6, Reason::asking_off, event);
    if (asked.out || (offer ? asked.offers_out : asked.form_out[event.form]))
        notes.broken(i6, Reason::opted_out, event);
}

} // namespace

void judge_asked(const RunRules& rules, PersonState& person, const Event& event, Notes& notes) {
    if (event.kind != Kind::question && event.kind != Kind::opted_out && event.kind != Kind::opted_in) return;
    if (!person.asked) person.asked = std::make_unique<Asked>();
    if (event.kind != Kind::question)
        opt(*person.asked, event.form, event.kind == Kind::opted_out);
    else if (rules.asking)
        question(*rules.asking, *person.asked, event, notes);
    else
        notes.not_evaluated(Invariant::asking_caps);
}

} // namespace attune::audit::trail
