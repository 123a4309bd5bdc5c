// I15: a shared model says up to where it has seen the trail, learned from nobody without consent, and from
// nothing that was taken back before or that nobody handed it.
#include "core/audit/trail_judge.h"

namespace attune::audit::trail {

void TrainingJudge::read(const RunRules& rules, PersonState& person, const Event& event, Notes& notes) {
    if (event.kind != Kind::read || event.module != Module::training || event.decision != Decision::allowed)
        return;
    constexpr Invariant i15 = Invariant::known_training;
    const Standing& standing = person.of(Purpose::improve_models);
    const Terms& terms = rules.terms(Purpose::improve_models);
    notes.checked(i15);
    if (event.purpose != Purpose::improve_models || !served(rules, person, Purpose::improve_models) ||
        run_out(terms, standing, event.time_ms))
        notes.broken(i15, Reason::trained_without_consent, event);
    // A read without rows counted something that was just seen; the model learns from rows.
    if (event.rows > 0) person.trained_on = event.seq;
    rows_ += event.rows;
}

void TrainingJudge::ended(const PersonState& person, const Event& event) {
    if (person.trained_on > last_) since_last_.push_back({event.person, person.trained_on, event.seq});
}

void TrainingJudge::trained(const RunRules& rules, const Event& event, Notes& notes) {
    constexpr Invariant i15 = Invariant::known_training;
    notes.checked(i15);
    if (event.relies_on == 0 || event.relies_on >= event.seq)
        notes.broken(i15, Reason::no_cut_off, event, static_cast<std::int64_t>(event.relies_on));
    // Of people who are not watched nobody knows what was read.
    if (rules.everybody_watched() && event.rows > rows_)
        notes.broken(i15, Reason::more_than_read, event, event.rows, rows_);
    for (const Withdrawn& one : since_last_) {
        if (one.ended > event.relies_on) continue;
        Finding found = finding(i15, Reason::withdrawn_before, event, static_cast<std::int64_t>(one.read),
                                static_cast<std::int64_t>(one.ended));
        found.person = one.person;
        notes.broken(std::move(found));
    }
    since_last_.clear();
    last_ = event.seq;
    rows_ = 0;
}

} // namespace attune::audit::trail
