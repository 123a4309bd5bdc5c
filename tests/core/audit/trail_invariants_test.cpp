// Each invariant has a trail that keeps it, and planted faults that are named: which invariant, why, and with
// which event. Nothing else is accused.
#include "core/audit/trail_words.h"
#include "core/base/random.h"
#include "tests/core/audit/trail_faults.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;
using namespace attune::audit::trail;

namespace {

using P = Purpose;
using S = State;
using I = Invariant;
using R = Reason;
constexpr P mine = P::adjust_my_recommendations;

const std::vector<Fault>& faults() {
    static const std::vector<Fault> all = [] {
        std::vector<Fault> both = faults_of_use();
        for (Fault& fault : faults_of_promises())
            both.push_back(std::move(fault));
        return both;
    }();
    return all;
}

} // namespace

class Trail_invariants_test : public QObject {
    Q_OBJECT

private slots:
    void a_sound_trail_keeps_every_invariant() {
        Log log = sound_log();
        number(log);
        const TrailVerdict verdict = judge(log);
        for (std::size_t i = 0; i < invariant_count; ++i) {
            const InvariantVerdict& one = verdict.invariants[i];
            const auto invariant = static_cast<Invariant>(i);
            const std::string told =
                std::string(id(invariant)) + " " +
                (one.findings.empty() ? std::string() : sentence(one.findings[0], Text::english()));
            QVERIFY2(one.checked > 0, told.c_str());
            // Lines have no chain.
            const Outcome wanted = invariant == I::whole_trail ? Outcome::not_evaluated : Outcome::passed;
            QVERIFY2(one.outcome() == wanted, told.c_str());
        }
        QVERIFY(verdict.passed());
        QVERIFY(!verdict.of(I::no_leak).partly);
        QCOMPARE(verdict.people, 10);
        QCOMPARE(verdict.watched, 10);
        QCOMPARE(verdict.seen, 2);
    }

    void a_planted_fault_is_named_data() {
        QTest::addColumn<int>("number");
        std::set<Reason> planted;
        for (std::size_t i = 0; i < faults().size(); ++i) {
            QTest::newRow(faults()[i].name) << static_cast<int>(i);
            planted.insert(faults()[i].reason);
        }
        // Every reason of I1 to I9 and I11 to I15 has a fault; those of the chain have a test of their own.
        for (std::size_t r = 0; r < reason_count; ++r) {
            const auto reason = static_cast<Reason>(r);
            const bool of_chain = reason >= R::missing && reason <= R::earlier_head_signature;
            const bool seldom = reason == R::still_adapted || reason == R::evidence_unreadable;
            if (!of_chain && !seldom) QVERIFY2(planted.contains(reason), std::string(word(reason)).c_str());
        }
    }
    void a_planted_fault_is_named() {
        QFETCH(int, number);
        const Fault& fault = faults()[static_cast<std::size_t>(number)];
        Log log = sound_log();
        const std::size_t at = fault.plant(log);
        test::number(log);
        const TrailVerdict verdict = judge(log);
        QVERIFY(!verdict.passed());
        const InvariantVerdict& broken = verdict.of(fault.broken);
        bool named = false;
        for (const Finding& one : broken.findings)
            named = named || (one.reason == fault.reason && one.seq == at + 1);
        QVERIFY2(named, broken.findings.empty() ? "nothing was found"
                                                : sentence(broken.findings[0], Text::english()).c_str());
        for (std::size_t i = 0; i < invariant_count; ++i) {
            const auto other = static_cast<Invariant>(i);
            const bool accused = verdict.invariants[i].failures > 0;
            const bool expected = other == fault.broken || fault.also.contains(other);
            QVERIFY2(accused == expected || (other == I::whole_trail && fault.broken == I::true_notices),
                     std::string(id(other)).c_str());
        }
    }

    void a_trail_that_says_nothing_of_it_is_not_judged() {
        Log log = {begin_event()};
        number(log);
        const TrailVerdict verdict = judge(log);
        QVERIFY(verdict.passed());
        for (std::size_t i = 0; i < invariant_count; ++i) {
            const auto invariant = static_cast<Invariant>(i);
            const bool needs_execution = invariant == I::free_opting_out || invariant == I::easy_withdrawal ||
                                         invariant == I::whole_trail;
            QVERIFY2(verdict.invariants[i].outcome() ==
                         (needs_execution ? Outcome::not_evaluated : Outcome::nothing_to_check),
                     std::string(id(invariant)).c_str());
        }
        QVERIFY(verdict.of(I::no_leak).partly);
    }

    void a_new_run_numbers_people_anew() {
        Log log = sound_log();
        log.push_back(begin_event());
        log.push_back(Person(3).in(1).slate(mine));
        number(log);
        const TrailVerdict verdict = judge(log);
        QCOMPARE(verdict.of(I::consent_at_use).failures, 1);
        QCOMPARE(verdict.of(I::consent_at_use).findings.at(0).reason, R::no_consent);
        QCOMPARE(verdict.of(I::nothing_after_end).failures, 0);
        QCOMPARE(verdict.people, 20);
        QCOMPARE(verdict.runs, 2);
    }

    void without_notices_and_limits_these_are_not_evaluated() {
        Log log = sound_log();
        renew_rules(log, [](Json& begin) {
            begin.erase("notices");
            begin.erase("asking");
        });
        number(log);
        const TrailVerdict verdict = judge(log);
        QVERIFY(verdict.passed());
        QCOMPARE(verdict.of(I::true_notices).outcome(), Outcome::not_evaluated);
        QCOMPARE(verdict.of(I::asking_caps).outcome(), Outcome::not_evaluated);
    }

    void opting_in_again_ends_opting_out() {
        Log log = sound_log();
        before_end(log, ben_later().opted(Kind::opted_in, form_everything));
        before_end(log, ben_later().question());
        number(log);
        QVERIFY(judge(log).passed());
    }

    void somebody_who_objects_is_not_looked_at_for_abuse() {
        Log log = sound_log();
        Person ben = ben_later();
        const auto look = ben.read(Module::integrity, P::quality_and_safety, Signal::thumb, 0, 1);
        before_end(log, look);
        before_end(log, ben.consent(P::quality_and_safety, S::unknown, S::refused, Entity::person,
                                    Method::settings));
        const std::size_t at = before_end(log, look);
        number(log);
        const TrailVerdict verdict = judge(log);
        QCOMPARE(verdict.of(I::consent_at_use).failures, 1);
        QCOMPARE(verdict.of(I::nothing_after_end).failures, 1);
        QCOMPARE(verdict.of(I::consent_at_use).findings.at(0).seq, at + 1);
    }

    void a_consent_holds_until_the_end_of_the_visit() {
        Log log = sound_log();
        Person anna(3);
        before_end(log, anna.at(364, day_ms - 1).in(9).visit());
        before_end(log, anna.at(365, 600'000).slate(mine)); // ten minutes later, past the year
        const std::size_t next = before_end(log, anna.in(10).visit());
        const std::size_t late = before_end(log, anna.slate(mine));
        number(log);
        const TrailVerdict verdict = judge(log);
        QVERIFY(next < late);
        QCOMPARE(verdict.of(I::consent_at_use).failures, 1);
        QCOMPARE(verdict.of(I::consent_at_use).findings.at(0).seq, late + 1);
    }

    void the_first_cases_are_kept_and_all_are_counted() {
        Log log = sound_log();
        for (int i = 0; i < 50; ++i)
            before_end(log, ben_later().captured(Signal::thumb, {}));
        number(log);
        const TrailVerdict verdict = judge(log);
        QCOMPARE(verdict.of(I::consent_at_capture).failures, 50);
        QCOMPARE(verdict.of(I::consent_at_capture).findings.size(), most_findings);
    }

    void rules_that_are_none_are_refused_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("told");
        QTest::newRow("no matrix") << "/matrix"
                                   << "7"
                                   << "the matrix";
        QTest::newRow("unknown purpose") << "/matrix/purposes/sell_it"
                                         << "{}"
                                         << "no purpose 'sell_it'";
        QTest::newRow("unknown signal") << "/matrix/purposes/experiments/signals/smell"
                                        << "{}"
                                        << "no signal 'smell'";
        QTest::newRow("unknown module") << "/matrix/purposes/experiments/signals/thumb/modules"
                                        << R"(["sales"])"
                                        << "the modules of thumb";
        QTest::newRow("days below zero") << "/matrix/purposes/experiments/signals/thumb/days"
                                         << "-1"
                                         << "the days of thumb";
        QTest::newRow("endless days") << "/matrix/purposes/experiments/signals/thumb/days"
                                      << "99999999999"
                                      << "the days of thumb";
        QTest::newRow("unknown basis") << "/matrix/purposes/experiments/basis"
                                       << "\"none\""
                                       << "the basis";
        QTest::newRow("a notice without a version") << "/notices/0/version"
                                                    << "null"
                                                    << "no version";
        QTest::newRow("limits without a cap") << "/asking/weekly_cap"
                                              << "\"two\""
                                              << "limits on asking";
        QTest::newRow("somebody watched twice") << "/watched"
                                                << "[1, 1]"
                                                << "one twice";
        QTest::newRow("people without number") << "/people"
                                               << "-3"
                                               << "number of people";
    }
    void rules_that_are_none_are_refused() {
        QFETCH(QString, path);
        QFETCH(QString, value);
        QFETCH(QString, told);
        Event begin = begin_event(begin_text([&](Json& json) {
            json[Json::json_pointer(path.toStdString())] = Json::parse(value.toStdString());
        }));
        begin.seq = 1;
        const auto taken = TrailAudit().take(begin);
        QVERIFY(!taken);
        QCOMPARE(taken.error().code, ErrorCode::bad_input);
        QVERIFY2(taken.error().what.find(told.toStdString()) != std::string::npos,
                 taken.error().what.c_str());
    }

    void every_case_has_words() {
        for (std::size_t r = 0; r < reason_count; ++r) {
            const std::string key = "audit.reason." + std::string(word(static_cast<Reason>(r)));
            QVERIFY2(Text::english().has(key), key.c_str());
        }
        for (std::size_t i = 0; i < invariant_count; ++i)
            for (const char* key : {"audit.invariant.", "audit.says."})
                QVERIFY(Text::english().has(key + std::string(id(static_cast<Invariant>(i)))));
        Log log = sound_log();
        before_end(log, ben_later().slate(mine));
        number(log);
        const TrailVerdict verdict = judge(log);
        const std::string told = sentence(verdict.of(I::nothing_after_end).findings.at(0), Text::english());
        QVERIFY2(told.find("Event 38") != std::string::npos && told.find("person 4") != std::string::npos &&
                     told.find('{') == std::string::npos,
                 told.c_str());
    }
};

ATTUNE_TEST(Trail_invariants_test);

#include "trail_invariants_test.moc"
