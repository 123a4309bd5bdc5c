// I5 to I9, I11 to I15, and the history of consents.
#include "tests/core/audit/trail_faults.h"

namespace attune::test {

using namespace trail;

namespace {

using I = Invariant;
using R = Reason;
using P = Purpose;
using S = State;
constexpr P mine = P::adjust_my_recommendations;

/// An audit of all that stands before it, but for what is changed.
std::size_t audit_but(Log& log, const char* changed) {
    Json text = audit_text(log.size());
    text.merge_patch(Json::parse(changed));
    log.push_back(said(text));
    return log.size() - 1;
}

/// A policy put into force on an event.
std::size_t published_on(Log& log, std::size_t audit) {
    log.push_back(said({{"what", "published"}, {"policy", "mine"}, {"audit", audit}}));
    return log.size() - 1;
}

std::size_t budget(Log& log, const char* text) {
    return before_end(log, evidence(text));
}
} // namespace

std::vector<Fault> faults_of_promises() {
    return {
        {"a budget overspent", I::budget, R::budget_over,
         [](Log& log) {
             return budget(log,
                           R"({"check":"budget","scope":"figures","op":"reserve","amount":51,"cap":100})");
         }},
        {"a negative spend", I::budget, R::budget_unreadable,
         [](Log& log) {
             return budget(log,
                           R"({"check":"budget","scope":"figures","op":"reserve","amount":-9,"cap":100})");
         }},
        {"a spend that is no number", I::budget, R::budget_unreadable,
         [](Log& log) {
             return budget(log,
                           R"({"check":"budget","scope":"figures","op":"reserve","amount":"NaN","cap":100})");
         }},
        {"a spend of a part", I::budget, R::budget_unreadable,
         [](Log& log) {
             return budget(log,
                           R"({"check":"budget","scope":"figures","op":"reserve","amount":0.5,"cap":100})");
         }},
        {"nearly all there is", I::budget, R::budget_over,
         [](Log& log) {
             return budget(
                 log,
                 R"({"check":"budget","scope":"figures","op":"reserve","amount":9223372036854775807,"cap":100})");
         }},
        {"a spend beyond all numbers", I::budget, R::budget_unreadable,
         [](Log& log) {
             return budget(
                 log,
                 R"({"check":"budget","scope":"figures","op":"reserve","amount":9223372036854775808,"cap":100})");
         }},
        {"committed twice", I::budget, R::budget_not_reserved,
         [](Log& log) {
             return budget(log,
                           R"({"check":"budget","scope":"figures","op":"commit","amount":50,"cap":100})");
         }},
        {"a cap raised in silence", I::budget, R::budget_changed,
         [](Log& log) {
             return budget(log,
                           R"({"check":"budget","scope":"figures","op":"reserve","amount":1,"cap":900})");
         }},
        {"the same people under another name", I::budget, R::budget_over,
         [](Log& log) {
             budget(log,
                    R"({"check":"budget","scope":"a","people":"all","op":"reserve","amount":60,"cap":100})");
             return budget(
                 log,
                 R"({"check":"budget","scope":"b","people":"all","op":"reserve","amount":60,"cap":100})");
         }},
        {"two schedulers", I::asking_caps, R::visit_cap,
         [](Log& log) { return insert(log, place(log, Kind::answer) + 1, Person(3).in(1).question(1)); }},
        {"a session split by the clock", I::asking_caps, R::weekly_cap,
         [](Log& log) {
             before_end(log, Person(3).at(3).in(5).question());
             return before_end(log, Person(3).at(6).in(6).question());
         }},
        {"asked after opting out", I::asking_caps, R::opted_out,
         [](Log& log) { return before_end(log, ben_later().question()); }},
        {"an offer after opting out of offers", I::asking_caps, R::opted_out,
         [](Log& log) {
             Person anna(3);
             anna.at(1).in(7);
             before_end(log, anna.opted(Kind::opted_out, form_offer));
             return before_end(log, anna.question(form_direction));
         }},
        {"asked although asking is off", I::asking_caps, R::asking_off,
         [](Log& log) {
             renew_rules(log, [](Json& begin) { begin["asking"]["enabled"] = false; });
             return place(log, Kind::question);
         }},
        {"a hidden feature", I::free_opting_out, R::parity_differs,
         [](Log& log) {
             log[place(log, Kind::evidence, 3)].text =
                 R"({"check":"parity","runs":["by hand"],"scenario":"none","policy":"default","people":500,"different":1})";
             return place(log, Kind::evidence, 3);
         }},
        {"a difference among few people", I::free_opting_out, R::parity_differs,
         [](Log& log) {
             return budget(
                 log,
                 R"({"check":"parity","runs":["by hand"],"scenario":"none","policy":"default","people":9,"different":2})");
         }},
        {"a parity without people", I::free_opting_out, R::evidence_unreadable,
         [](Log& log) { return budget(log, R"({"check":"parity","people":0,"different":0})"); }},
        {"a verdict on events to come", I::whole_trail, R::audit_elsewhere,
         [](Log& log) { return audit_but(log, R"({"through":9999})"); }},
        {"a verdict on a part", I::whole_trail, R::audit_elsewhere,
         [](Log& log) { return audit_but(log, R"({"through":3})"); }},
        {"a verdict of fewer invariants", I::whole_trail, R::audit_unreadable,
         [](Log& log) { return audit_but(log, R"({"invariants":[]})"); }},
        {"a verdict that does not agree with itself", I::whole_trail, R::audit_unreadable,
         [](Log& log) { return audit_but(log, R"({"verdict":"failed"})"); }},
        {"a verdict without a root", I::whole_trail, R::audit_unreadable,
         [](Log& log) { return audit_but(log, R"({"root":"00"})"); }},
        {"cases in a verdict that passed", I::whole_trail, R::audit_unreadable,
         [](Log& log) {
             const std::size_t at = audit_but(log, "{}");
             Json text = Json::parse(log[at].text);
             text["invariants"][0]["failures"] = 3;
             log[at].text = text.dump();
             return at;
         }},
        {"a policy on no audit", I::whole_trail, R::published_unaudited,
         [](Log& log) { return published_on(log, 3); }},
        {"a policy on an audit to come", I::whole_trail, R::published_unaudited,
         [](Log& log) {
             const std::size_t at = published_on(log, log.size() + 2);
             audit_but(log, "{}");
             return at;
         }},
        {"a policy on an audit that failed", I::whole_trail, R::published_unaudited,
         [](Log& log) {
             Json text = audit_text(log.size());
             text["verdict"] = text["invariants"][0]["verdict"] = "failed";
             text["invariants"][0]["failures"] = 3;
             log.push_back(said(text));
             return published_on(log, log.size());
         }},
        {"one more step to leave", I::easy_withdrawal, R::harder_to_leave,
         [](Log& log) {
             return budget(
                 log,
                 R"({"check":"withdrawal_effort","purposes":[{"purpose":"experiments","give":1,"withdraw":2}]})");
         }},
        {"a weight cached in the visit", I::prompt_effect, R::not_forgotten,
         [](Log& log) {
             log.erase(log.begin() + static_cast<std::ptrdiff_t>(place(log, Kind::forgotten)));
             return place(log, Kind::slate, 2);
         }},
        {"erased for another purpose", I::prompt_effect, R::not_forgotten,
         [](Log& log) {
             log[place(log, Kind::forgotten)].purposes = 1U << static_cast<unsigned>(P::improve_models);
             return place(log, Kind::slate, 2);
         }},
        {"erased only after the next slate", I::prompt_effect, R::not_forgotten,
         [](Log& log) {
             const std::size_t at = place(log, Kind::forgotten);
             std::swap(log[at], log[at + 1]);
             return at;
         }},
        {"a visit's profile kept for the next", I::prompt_effect, R::visit_not_forgotten,
         [](Log& log) {
             Person cleo(5);
             const auto session = P::adjust_this_session;
             before_end(log, cleo.in(1).visit());
             before_end(log, cleo.consent(session, S::unknown, S::given, Entity::person, Method::settings));
             before_end(log, cleo.derived(Module::ranking, session, {Signal::thumb}));
             // Erased for something else only.
             before_end(log, cleo.forgotten({P::improve_models}));
             return before_end(log, cleo.in(2).visit());
         }},
        {"a consent event left out", I::whole_trail, R::history_gap,
         [](Log& log) {
             const std::size_t at = place(log, Kind::consent);
             log.erase(log.begin() + static_cast<std::ptrdiff_t>(at));
             log[at].from = S::unknown;
             log[at].method = Method::settings;
             const Event renewed =
                 Person(3).in(1).consent(mine, S::deferred, S::given, Entity::person, Method::settings);
             return insert(log, at + 1, renewed);
         }},
        {"an end that counts other people", I::whole_trail, R::end_count,
         [](Log& log) {
             log.back().rows = 9;
             return log.size() - 1;
         }},
        {"words of a notice edited", I::true_notices, R::notice_hash,
         [](Log& log) {
             renew_rules(log, [](Json& begin) { begin["notices"][0]["text"][1] = "Just say yes."; });
             return place(log, Kind::consent, 1);
         }},
        {"a notice that does not ask for it", I::true_notices, R::not_in_notice,
         [](Log& log) {
             Person ben = ben_later();
             before_end(log, ben.consent(P::quality_and_safety, S::unknown, S::requested, Entity::service));
             return before_end(log, ben.consent(P::quality_and_safety, S::requested, S::given));
         }},
        {"a notice that is not there", I::true_notices, R::no_such_notice,
         [](Log& log) {
             log[place(log, Kind::consent, 1)].notice = 200;
             return place(log, Kind::consent, 1);
         }},
        {"a switch beside a notice that is not there", I::true_notices, R::no_such_notice,
         [](Log& log) {
             const std::size_t at = place(log, Kind::consent, 4);
             log[at].notice = 200;
             return at;
         }},
        {"other words under the same version", I::true_notices, R::notice_rewritten,
         [](Log& log) {
             return before_end(log, begin_event(begin_text([](Json& begin) {
                                   begin["notices"][0]["sha256"] = std::string(64, '0');
                               })));
         }},
        {"an import that ticks for people", I::no_silence, R::not_by_the_person,
         [](Log& log) {
             return before_end(log, ben_later().consent(P::experiments, S::unknown, S::given, Entity::service,
                                                        Method::settings));
         }},
        {"silence taken for a yes", I::no_silence, R::not_by_choice,
         [](Log& log) {
             return before_end(log, ben_later().consent(P::experiments, S::unknown, S::given, Entity::person,
                                                        Method::lapse));
         }},
        {"a yes on a notice that nobody was shown", I::no_silence, R::unasked,
         [](Log& log) { return before_end(log, ben_later().consent(P::experiments, S::unknown, S::given)); }},
        {"ticked before anybody came", I::no_silence, R::given_from_the_start,
         [](Log& log) {
             return before_end(log, ben_later().consent(P::experiments, S::given, S::withdrawn,
                                                        Entity::person, Method::settings));
         }},
        {"raw text leaves the device", I::no_leak, R::raw_read,
         [](Log& log) {
             renew_rules(log, [](Json& begin) {
                 begin["matrix"]["purposes"]["adjust_my_recommendations"]["signals"]["free_text"]["form"] =
                     "pseudonymous";
             });
             return insert(log, place(log, Kind::slate),
                           Person(3).in(1).read(Module::deescalation, mine, Signal::free_text, 0, 0));
         }},
        {"groups person by person", I::no_leak, R::raw_read,
         [](Log& log) {
             renew_rules(log, [](Json& begin) {
                 begin["matrix"]["purposes"]["fairness_audit"]["signals"]["demographic_group"]["form"] =
                     "pseudonymous";
             });
             return place(log, Kind::read, 3);
         }},
        {"voice kept as a profile", I::no_leak, R::raw_kept,
         [](Log& log) {
             renew_rules(log, [](Json& begin) {
                 begin["matrix"]["purposes"]["adjust_my_recommendations"]["signals"]["voice"]["form"] =
                     "pseudonymous";
             });
             return insert(log, place(log, Kind::slate), Person(3).in(1).captured(Signal::voice, {mine}));
         }},
        {"raw text in an export", I::no_leak, R::export_leaks,
         [](Log& log) { return budget(log, R"({"check":"export_scan","files":1,"personal_rows":4})"); }},
        {"the ranking uses what is for the defence",
         I::defence_only,
         R::other_module,
         [](Log& log) {
             return before_end(log,
                               ben_later().read(Module::ranking, P::quality_and_safety, Signal::thumb, 0, 1));
         },
         {I::consent_at_use}},
        {"a slate made by the defence", I::defence_only, R::other_module,
         [](Log& log) { return before_end(log, ben_later().slate(P::quality_and_safety)); }},
        {"a model without a cut-off", I::known_training, R::no_cut_off,
         [](Log& log) {
             log[place(log, Kind::trained)].relies_on = 0;
             return place(log, Kind::trained);
         }},
        {"a model that has seen the future", I::known_training, R::no_cut_off,
         [](Log& log) {
             log[place(log, Kind::trained)].relies_on = 1000;
             return place(log, Kind::trained);
         }},
        {"learned from somebody who never agreed",
         I::known_training,
         R::trained_without_consent,
         [](Log& log) {
             return before_end(log,
                               ben_later().read(Module::training, P::improve_models, Signal::thumb, 0, 1));
         },
         {I::consent_at_use}},
        {"rows that nobody handed out", I::known_training, R::more_than_read,
         [](Log& log) {
             log[place(log, Kind::trained)].rows = 2;
             return place(log, Kind::trained);
         }},
        {"trained on a stale export", I::known_training, R::withdrawn_before,
         [](Log& log) {
             const std::size_t at = place(log, Kind::trained);
             Person anna(3);
             anna.at(1).in(2);
             insert(
                 log, at,
                 anna.consent(P::improve_models, S::given, S::withdrawn, Entity::person, Method::settings));
             return at + 1;
         }},
    };
}

} // namespace attune::test
