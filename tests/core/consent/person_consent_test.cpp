// One person's consents: the ten states, waiting times, validity, a global signal.
#include "core/base/random.h"
#include "core/consent/person_consent.h"
#include "tests/support/test.h"

#include <map>
#include <set>

using namespace attune;
using S = ConsentStatus;
using E = ConsentEntity;
using M = ConsentMethod;

namespace {

constexpr auto improve = Purpose::improve_models;
constexpr double day = 24;

/// Every change the rules allow, written down once more.
bool allowed(S from, S to, E by, M how) {
    const std::set<S> on = {S::given, S::renewed};
    const bool is_on = on.contains(from);
    const std::set<S> said_no = {S::refused, S::withdrawn};
    switch (by) {
    case E::person:
        if (how == M::settings && is_on) return to == S::withdrawn;
        if (how == M::settings) return to == S::given || (to == S::refused && !said_no.contains(from));
        if (how == M::notice && from == S::requested)
            return to == S::given || to == S::refused || to == S::deferred;
        if (how == M::notice && is_on) return to == S::renewed || to == S::withdrawn;
        return false;
    case E::service:
        if (to == S::requested) return how == M::notice && !is_on && from != S::requested;
        if (to == S::terminated) return how == M::settings && is_on;
        return to == S::invalidated && how == M::notice_change && is_on;
    case E::time:
        return to == S::expired && how == M::lapse && is_on;
    case E::global_signal:
        return how == M::signal && (is_on ? to == S::withdrawn : to == S::refused && !said_no.contains(from));
    }
    return false;
}

PersonConsent in_state(S status) {
    PersonConsent person = shipped_consent_rules().fresh();
    person.purposes[static_cast<std::size_t>(improve)].status = status;
    return person;
}

ConsentEvent change(S to, double hours, E by = E::person, M how = M::settings) {
    return {.purpose = improve, .to = to, .entity = by, .method = how, .hours = hours};
}

} // namespace

class Person_consent_test : public QObject {
    Q_OBJECT
private slots:
    // FB-36: all ten states against all ten, by everybody and in every way.
    void consents_move_only_as_written_down() {
        const ConsentRules& rules = shipped_consent_rules();
        int moves = 0;
        for (int from = 0; from < consent_status_count; ++from)
            for (int to = 0; to < consent_status_count; ++to)
                for (int by = 0; by < consent_entity_count; ++by)
                    for (int how = 0; how < consent_method_count; ++how) {
                        PersonConsent person = in_state(static_cast<S>(from));
                        const PersonConsent before = person;
                        const ConsentVerdict verdict =
                            rules.apply(person, change(static_cast<S>(to), 9999 * day, static_cast<E>(by),
                                                       static_cast<M>(how)));
                        const bool moves_here = allowed(static_cast<S>(from), static_cast<S>(to),
                                                        static_cast<E>(by), static_cast<M>(how));
                        QCOMPARE(verdict == ConsentVerdict::accepted, moves_here);
                        if (!moves_here) QVERIFY(person == before);
                        if (moves_here) {
                            ++moves;
                            QCOMPARE(person.of(improve).status, static_cast<S>(to));
                            QCOMPARE(person.state.has(improve),
                                     static_cast<S>(to) == S::given || static_cast<S>(to) == S::renewed);
                        }
                    }
        QVERIFY(moves > 30);
    }

    // I12: only a person brings a consent about, and never by saying nothing.
    void nobody_but_the_person_says_yes() {
        for (int from = 0; from < consent_status_count; ++from)
            for (const E by : {E::service, E::time, E::global_signal})
                for (int how = 0; how < consent_method_count; ++how)
                    for (const S to : {S::given, S::renewed})
                        QVERIFY(!may_change(static_cast<S>(from), to, by, static_cast<M>(how)));
        const PersonConsent fresh = shipped_consent_rules().fresh();
        for (const Purpose purpose : {Purpose::adjust_this_session, Purpose::adjust_my_recommendations,
                                      Purpose::improve_models, Purpose::experiments, Purpose::fairness_audit,
                                      Purpose::keep_my_comments, Purpose::share_aggregates})
            QVERIFY(!fresh.state.has(purpose));
        QVERIFY(fresh.state.has(Purpose::deliver_service));
    }

    // I8: withdrawing takes as many steps as giving: one, from any state that permits, at any time.
    void taking_back_is_as_easy_as_giving() {
        const ConsentRules& rules = shipped_consent_rules();
        for (const S from : {S::given, S::renewed}) {
            PersonConsent person = in_state(from);
            QCOMPARE(rules.apply(person, change(S::withdrawn, 0)), ConsentVerdict::accepted);
            QVERIFY(!person.state.has(improve));
            QCOMPARE(rules.apply(person, change(S::given, 0)), ConsentVerdict::accepted);
            QVERIFY(person.state.has(improve));
        }
    }

    void who_said_no_is_left_alone_for_the_quiet_time_data() {
        QTest::addColumn<int>("state");
        QTest::addColumn<int>("days");
        QTest::newRow("refused") << static_cast<int>(S::refused) << 180;
        QTest::newRow("withdrawn") << static_cast<int>(S::withdrawn) << 180;
        QTest::newRow("deferred") << static_cast<int>(S::deferred) << 30;
        QTest::newRow("expired") << static_cast<int>(S::expired) << 0;
        QTest::newRow("unknown") << static_cast<int>(S::unknown) << 0;
    }
    void who_said_no_is_left_alone_for_the_quiet_time() {
        QFETCH(int, state);
        QFETCH(int, days);
        const ConsentRules& rules = shipped_consent_rules();
        const auto ask = [&](double hours) {
            PersonConsent person = in_state(static_cast<S>(state));
            person.next_due = 0;
            person.purposes[static_cast<std::size_t>(improve)].since = 1000;
            const ConsentVerdict verdict =
                rules.apply(person, change(S::requested, hours, E::service, M::notice));
            const bool open = (rules.may_request(person, 0, hours) >> static_cast<int>(improve) & 1) != 0;
            return std::pair{verdict, open};
        };
        QCOMPARE(ask(1000 + days * day).first, ConsentVerdict::accepted);
        if (days == 0) return;
        QCOMPARE(ask(1000 + days * day - 1).first, ConsentVerdict::too_soon);
        QVERIFY(!ask(1000 + days * day - 1).second);
    }

    void a_consent_lapses_after_a_year_and_not_before() {
        const ConsentRules& rules = shipped_consent_rules();
        PersonConsent person = rules.fresh();
        QCOMPARE(rules.apply(person, change(S::given, 48)), ConsentVerdict::accepted);
        QCOMPARE(int{rules.lapse(person, 48 + 365 * day - 1)}, 0);
        QVERIFY(person.state.has(improve));
        QCOMPARE(int{rules.lapse(person, 48 + 365 * day)}, 1 << static_cast<int>(improve));
        QCOMPARE(person.of(improve).status, S::expired);
        QVERIFY(!person.state.has(improve));
        QCOMPARE(int{rules.lapse(person, 48 + 366 * day)}, 0);
    }

    void an_objection_ends_what_needs_no_consent() {
        const ConsentRules& rules = shipped_consent_rules();
        PersonConsent person = rules.fresh();
        QVERIFY(person.state.has(Purpose::quality_and_safety));
        ConsentEvent objection = change(S::refused, 5);
        objection.purpose = Purpose::quality_and_safety;
        QCOMPARE(rules.apply(person, objection), ConsentVerdict::accepted);
        QVERIFY(!person.state.has(Purpose::quality_and_safety));
        objection.purpose = Purpose::deliver_service;
        QCOMPARE(rules.apply(person, objection), ConsentVerdict::not_a_consent);
    }

    void a_global_signal_overrules_a_choice_made_without_it() {
        const ConsentRules& rules = shipped_consent_rules();
        constexpr auto share = Purpose::share_aggregates;
        ConsentEvent yes = change(S::given, 10);
        yes.purpose = share;
        PersonConsent person = rules.fresh();
        QCOMPARE(rules.apply(person, yes), ConsentVerdict::accepted);
        rules.set_signal(person, true);
        QVERIFY(!person.state.has(share)); // given without knowing of the signal
        QVERIFY(rules.conflict(person, share));
        rules.apply(person, change(S::given, 10));
        QVERIFY(person.state.has(improve)); // the signal is not about this one
        // Chosen again, on a screen that mentions it.
        ConsentEvent no = yes;
        no.to = S::withdrawn;
        no.hours = 20;
        QCOMPARE(rules.apply(person, no), ConsentVerdict::accepted);
        yes.hours = 30;
        QCOMPARE(rules.apply(person, yes), ConsentVerdict::accepted);
        QVERIFY(person.state.has(share));
        QVERIFY(rules.conflict(person, share));
        rules.set_signal(person, false);
        QVERIFY(person.state.has(share));
        QVERIFY(!rules.conflict(person, share));
    }

    // Signal before, in the middle and after, and a screen that does not mention it (the second design).
    void a_screen_that_does_not_mention_the_signal_does_not_overrule_it() {
        const ConsentRules& rules = shipped_consent_rules();
        constexpr auto share = Purpose::share_aggregates;
        for (const std::uint8_t notice : {std::uint8_t{0}, std::uint8_t{1}}) {
            PersonConsent person = rules.fresh();
            rules.set_signal(person, true);
            ConsentEvent ask = {share, S::requested, E::service, M::notice, notice, 1};
            QCOMPARE(rules.apply(person, ask), ConsentVerdict::accepted);
            ask.to = S::given;
            ask.entity = E::person;
            QCOMPARE(rules.apply(person, ask), ConsentVerdict::accepted);
            QCOMPARE(person.state.has(share), shipped_notices()[notice].mentions_global_signal);
        }
    }

    void what_is_wrong_with_an_event_is_said() {
        const ConsentRules& rules = shipped_consent_rules();
        PersonConsent person = rules.fresh();
        ConsentEvent wrong = change(S::requested, 1, E::service, M::notice);
        wrong.notice = 99;
        QCOMPARE(rules.apply(person, wrong), ConsentVerdict::unknown_notice);
        wrong = change(S::requested, 1, E::service, M::notice);
        wrong.purpose = Purpose::quality_and_safety;
        QCOMPARE(rules.apply(person, wrong), ConsentVerdict::not_in_notice);
        QCOMPARE(rules.apply(person, change(S::given, 100)), ConsentVerdict::accepted);
        QCOMPARE(rules.apply(person, change(S::withdrawn, 99)), ConsentVerdict::before_last_change);
        QVERIFY(person.state.has(improve));
    }

    // T9-like: random histories against a plain model that keeps every purpose on its own.
    void random_histories_match_a_plain_model() {
        const ConsentRules& rules = shipped_consent_rules();
        const int rounds = test::sized(300, 3000);
        for (int round = 0; round < rounds; ++round) {
            PersonConsent person = rules.fresh();
            std::map<int, std::pair<S, double>> model;
            double now = 0;
            for (std::uint32_t step = 0; step < 60; ++step) {
                const Words words = words_at({7, static_cast<std::uint32_t>(round)}, Stream::resample, step);
                now += static_cast<double>(below(words[0], 200)) * day / 10;
                for (auto& [p, state] : model)
                    if ((state.first == S::given || state.first == S::renewed) &&
                        now >= state.second + 365 * day)
                        state = {S::expired, state.second + 365 * day};
                rules.lapse(person, now);
                const int p = 1 + static_cast<int>(below(words[1], purpose_count - 1));
                if (static_cast<Purpose>(p) == Purpose::quality_and_safety) continue;
                const auto to = static_cast<S>(below(words[2], consent_status_count));
                const E by = below(words[3], 2) == 0 ? E::person : E::service;
                const M how = below(words[3] * 977U, 2) == 0 ? M::settings : M::notice;
                const std::pair<S, double> before = model.contains(p) ? model[p] : std::pair{S::unknown, 0.0};
                const std::map<S, double> quiet = {
                    {S::refused, 180 * day}, {S::withdrawn, 180 * day}, {S::deferred, 30 * day}};
                const double wait = quiet.contains(before.first) ? quiet.at(before.first) : 0;
                const bool moves =
                    allowed(before.first, to, by, how) && !(to == S::requested && now < before.second + wait);
                if (moves) model[p] = {to, now};
                const ConsentVerdict verdict =
                    rules.apply(person, {static_cast<Purpose>(p), to, by, how, 0, now});
                QCOMPARE(verdict == ConsentVerdict::accepted, moves);
                for (const auto& [purpose, state] : model)
                    QCOMPARE(person.state.has(static_cast<Purpose>(purpose)),
                             state.first == S::given || state.first == S::renewed);
            }
        }
    }
};
ATTUNE_TEST(Person_consent_test);
#include "person_consent_test.moc"
