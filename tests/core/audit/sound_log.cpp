#include "tests/core/audit/trail_faults.h"

namespace attune::test {

using namespace trail;

namespace {
using P = Purpose;
using S = State;
constexpr P mine = P::adjust_my_recommendations;
} // namespace

Log sound_log() {
    Person anna(3), ben(4);
    anna.at(0).in(1);
    ben.at(0).in(1);
    const auto asked = [](const Person& who, P purpose) {
        return who.consent(purpose, S::unknown, S::requested, Entity::service);
    };
    const auto chosen = [](const Person& who, P purpose) {
        return who.consent(purpose, S::unknown, S::given, Entity::person, Method::settings);
    };
    Log log = {begin_event(),
               anna.visit(),
               asked(anna, mine),
               anna.consent(mine, S::requested, S::given),
               asked(anna, P::improve_models),
               anna.consent(P::improve_models, S::requested, S::given),
               chosen(anna, P::keep_my_comments),
               chosen(anna, P::fairness_audit),
               anna.captured(Signal::thumb, {mine, P::improve_models}),
               anna.captured(Signal::free_text, {P::keep_my_comments}),
               anna.read(Module::ranking, P::deliver_service, Signal::impression, 0, 0),
               anna.read(Module::preference, mine, Signal::thumb, 0, 0),
               anna.derived(Module::preference, mine, {Signal::thumb}),
               anna.slate(mine),
               anna.event(Kind::adjusted),
               anna.question(),
               anna.event(Kind::answer),
               anna.read(Module::integrity, P::quality_and_safety, Signal::thumb, 0, 0),
               anna.read(Module::measurement, P::fairness_audit, Signal::demographic_group, 0, 0),
               anna.read(Module::comments, P::keep_my_comments, Signal::free_text, 0, 0),
               ben.visit(),
               chosen(ben, mine),
               ben.slate(mine),
               ben.at(1).in(2).visit(),
               ben.consent(mine, S::given, S::withdrawn, Entity::person, Method::settings),
               ben.forgotten({mine}),
               ben.slate(P::deliver_service),
               ben.opted(Kind::opted_out, form_everything),
               anna.read(Module::training, P::improve_models, Signal::thumb, 0, 0)};
    log[14].purpose = mine;
    Event trained;
    trained.kind = Kind::trained;
    trained.number = trained.rows = 1;
    trained.relies_on = newest_consent;
    log.push_back(trained);
    log.push_back(anna.at(90).in(2).swept(mine, Signal::impression, 0));
    for (
        const char* text :
        {R"({"check":"budget","scope":"figures","op":"reserve","amount":60,"cap":100})",
         R"({"check":"budget","scope":"figures","op":"commit","amount":50,"cap":100})",
         R"({"check":"budget","scope":"figures","op":"abort","amount":10,"cap":100})",
         R"({"check":"parity","runs":["by hand"],"scenario":"none","policy":"default","people":500,"different":0})",
         R"({"check":"withdrawal_effort","purposes":[{"purpose":"improve_models","give":2,"withdraw":1}]})",
         R"({"check":"export_scan","files":3,"personal_rows":0})"})
        log.push_back(evidence(text));
    log.push_back(end_event());
    return log;
}

std::size_t place(const Log& log, Kind kind, std::size_t n) {
    for (std::size_t i = 0; i < log.size(); ++i)
        if (log[i].kind == kind && n-- == 0) return i;
    qFatal("there is no such event");
    return 0;
}
std::size_t insert(Log& log, std::size_t at, Event event) {
    log.insert(log.begin() + static_cast<std::ptrdiff_t>(at), std::move(event));
    return at;
}
std::size_t before_end(Log& log, Event event) {
    return insert(log, log.size() - 1, std::move(event));
}
std::size_t renew_rules(Log& log, const std::function<void(Json&)>& edit) {
    log[0].text = begin_text(edit);
    return 0;
}

Person ben_later() {
    Person ben(4);
    ben.at(1).in(2);
    return ben;
}

} // namespace attune::test
