// Each invariant has a trail that keeps it, and planted faults that are named: which invariant, why, and with
// which event. Nothing else is accused.
#include "core/audit/trail_words.h"
#include "core/base/random.h"
#include "tests/core/audit/trail_faults.h"
#include "tests/support/test.h"

#include <algorithm>

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
        std::vector<Fault> every = faults_of_use();
        for (const auto& more : {faults_of_promises(), faults_of_rows()})
            every.insert(every.end(), more.begin(), more.end());
        return every;
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
        Log log = fault.sound();
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
        QVERIFY(verdict.of(I::retention).partly); // rows that nobody reads leave nothing
    }

    // The same number of a visit a season later is another visit; within it, it is the same.
    void a_visit_is_remembered_for_a_month_data() {
        QTest::addColumn<int>("later");
        QTest::addColumn<int>("broken");
        QTest::newRow("a month") << 30 << 1;
        QTest::newRow("a day more") << 31 << 0;
    }
    void a_visit_is_remembered_for_a_month() {
        QFETCH(int, later);
        QFETCH(int, broken);
        Log log = {begin_event(), Person(3).at(1).in(7).question(), Person(3).at(1 + later).in(7).question()};
        number(log);
        QCOMPARE(judge(log).of(I::asking_caps).failures, broken);
    }

    // What was tried out speaks for the runs it was tried out for.
    void a_parity_counts_for_the_runs_it_names_data() {
        QTest::addColumn<QByteArray>("changed");
        QTest::addColumn<Outcome>("outcome");
        QTest::newRow("as it was made") << QByteArray("{}") << Outcome::passed;
        QTest::newRow("of no run") << QByteArray(R"({"runs":null})") << Outcome::not_evaluated;
        QTest::newRow("of another run") << QByteArray(R"({"runs":["r-1"]})") << Outcome::not_evaluated;
        QTest::newRow("of another scenario") << QByteArray(R"({"scenario":"x"})") << Outcome::not_evaluated;
        QTest::newRow("of another policy") << QByteArray(R"({"policy":"x"})") << Outcome::not_evaluated;
        QTest::newRow("of too few people") << QByteArray(R"({"people":499})") << Outcome::not_evaluated;
        QTest::newRow("a difference elsewhere")
            << QByteArray(R"({"runs":["r-1"],"different":7})") << Outcome::not_evaluated;
    }
    void a_parity_counts_for_the_runs_it_names() {
        QFETCH(QByteArray, changed);
        QFETCH(Outcome, outcome);
        Log log = sound_log();
        Event& parity = log[place(log, Kind::evidence, 3)];
        Json text = Json::parse(parity.text);
        text.merge_patch(Json::parse(changed.toStdString()));
        parity.text = text.dump();
        number(log);
        const TrailVerdict verdict = judge(log);
        QCOMPARE(verdict.of(I::free_opting_out).outcome(), outcome);
        QCOMPARE(verdict.of(I::free_opting_out).partly, outcome != Outcome::passed);
        // A run that begins afterwards is not covered.
        log.push_back(begin_event(begin_text([](Json& begin) { begin["run"] = "another"; })));
        number(log);
        QVERIFY(judge(log).of(I::free_opting_out).partly);
        QCOMPARE(judge(log).of(I::free_opting_out).left_out, outcome == Outcome::passed ? 1 : 2);
    }

    // What the workspace says about itself breaks nothing where it is true.
    void a_policy_rests_on_an_audit_before_it() {
        Log log = sound_log();
        log.push_back(said(audit_text(log.size())));
        log.push_back(said({{"what", "published"}, {"audit", log.size()}}));
        log.push_back(said({{"what", "something else"}}));
        number(log);
        QVERIFY(judge(log).passed());
    }

    // How something is now: the newest evidence decides, for better and for worse.
    void the_newest_evidence_decides_data() {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        QTest::addColumn<int>("invariant");
        QTest::addColumn<int>("failures");
        const auto row = [](const char* name, const char* first, const char* second, I invariant,
                            int failures) {
            QTest::newRow(name) << QByteArray(first) << QByteArray(second) << static_cast<int>(invariant)
                                << failures;
        };
        const char* hard =
            R"({"check":"withdrawal_effort","purposes":[{"purpose":"experiments","give":1,"withdraw":2}]})";
        const char* easy =
            R"({"check":"withdrawal_effort","purposes":[{"purpose":"experiments","give":1,"withdraw":1}]})";
        const char* leaks = R"({"check":"export_scan","files":3,"personal_rows":7})";
        const char* clean = R"({"check":"export_scan","files":3,"personal_rows":0})";
        const char* none = R"({"check":"export_scan","files":0,"personal_rows":0})";
        row("the way out was put right", hard, easy, I::easy_withdrawal, 0);
        row("the way out got longer", easy, hard, I::easy_withdrawal, 1);
        row("a leak was closed", leaks, clean, I::no_leak, 0);
        row("a leak was opened", clean, leaks, I::no_leak, 1);
        row("nothing was looked through since", leaks, none, I::no_leak, 1);
    }
    void the_newest_evidence_decides() {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, second);
        QFETCH(int, invariant);
        QFETCH(int, failures);
        Log log = sound_log();
        before_end(log, evidence(first.toStdString()));
        const std::size_t at = before_end(log, evidence(second.toStdString()));
        // What exports show takes nothing back of what was done inside.
        renew_rules(log, [](Json& begin) {
            begin["matrix"]["purposes"]["adjust_my_recommendations"]["signals"]["free_text"]["form"] =
                "pseudonymous";
        });
        const std::size_t raw =
            before_end(log, ben_later().read(Module::deescalation, mine, Signal::free_text, 0, 0));
        number(log);
        const TrailVerdict verdict = judge(log);
        const InvariantVerdict& one = verdict.invariants[static_cast<std::size_t>(invariant)];
        const bool also_raw = static_cast<I>(invariant) == I::no_leak;
        QCOMPARE(one.failures, failures + (also_raw ? 1 : 0));
        QCOMPARE(one.findings.size(), static_cast<std::size_t>(one.failures));
        QVERIFY(one.checked > 0);
        for (const Finding& found : one.findings)
            QVERIFY(found.seq == at + 1 || found.seq == at || found.seq == raw + 1);
    }

    // Evidence speaks for what stands before it.
    void evidence_is_stale_when_a_run_has_begun_since() {
        Log log = sound_log();
        Json every = {{"check", "withdrawal_effort"}, {"purposes", Json::array()}};
        const Json matrix = Json::parse(log.front().text)["matrix"]["purposes"];
        for (const auto& [purpose, terms] : matrix.items())
            if (terms["basis"] == "consent")
                every["purposes"].push_back({{"purpose", purpose}, {"give", 1}, {"withdraw", 1}});
        QVERIFY(every["purposes"].size() > 1);
        number(log);
        QVERIFY2(judge(log).of(I::easy_withdrawal).partly, "it names one purpose of many");
        before_end(log, evidence(every.dump()));
        number(log);
        QVERIFY(!judge(log).of(I::easy_withdrawal).partly);
        QVERIFY(!judge(log).of(I::no_leak).partly);
        log.push_back(begin_event());
        log.push_back(end_event());
        number(log);
        const TrailVerdict later = judge(log);
        for (const I invariant : {I::easy_withdrawal, I::no_leak}) {
            QCOMPARE(later.of(invariant).outcome(), Outcome::passed);
            QVERIFY(later.of(invariant).partly);
            QVERIFY(Text::english().has("audit.partly." + std::string(id(invariant))));
        }
    }

    void a_scan_of_no_files_is_none() {
        Log log = sound_log();
        log[place(log, Kind::evidence, 5)].text = R"({"check":"export_scan","files":0,"personal_rows":0})";
        number(log);
        QVERIFY(judge(log).of(I::no_leak).partly);
    }

    // A switch says nothing of what stood beside it, unless it names a notice.
    void a_yes_in_the_settings_is_held_against_its_notice() {
        Log log = sound_log();
        number(log);
        QCOMPARE(judge(log).of(I::true_notices).left_out, 3);
        QVERIFY(judge(log).of(I::true_notices).partly);
        for (Event& event : log)
            if (event.kind == Kind::consent && event.method == Method::settings) event.notice = 1;
        const TrailVerdict verdict = judge(log);
        QVERIFY(!verdict.of(I::true_notices).partly);
        QVERIFY(verdict.of(I::true_notices).checked > judge(sound_log()).of(I::true_notices).checked);
    }

    // A visit that is over leaves nothing, or what may last meanwhile.
    void what_is_made_for_a_visit_may_last_only_with_leave_data() {
        QTest::addColumn<bool>("erased");
        QTest::addColumn<bool>("permitted");
        QTest::newRow("erased") << true << false;
        QTest::newRow("permitted meanwhile") << false << true;
    }
    void what_is_made_for_a_visit_may_last_only_with_leave() {
        QFETCH(bool, erased);
        QFETCH(bool, permitted);
        Log log = sound_log();
        Person cleo(5);
        const auto chosen = [&](P purpose) {
            return cleo.in(1).consent(purpose, S::unknown, S::given, Entity::person, Method::settings);
        };
        before_end(log, cleo.in(1).visit());
        before_end(log, chosen(P::adjust_this_session));
        before_end(log, cleo.derived(Module::ranking, P::adjust_this_session, {Signal::thumb}));
        if (erased) before_end(log, cleo.forgotten({}));
        if (permitted) before_end(log, chosen(mine));
        before_end(log, cleo.in(2).visit());
        number(log);
        QVERIFY(judge(log).passed());
    }

    // Of people who are not watched nobody knows what was read.
    void a_model_of_others_is_not_held_against_what_was_read() {
        Log log = sound_log();
        log[place(log, Kind::trained)].rows = 50;
        log.back().rows = 2;
        renew_rules(log, [](Json& begin) { begin["watched"] = {3, 4}; });
        number(log);
        QVERIFY(judge(log).passed());
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
        QTest::newRow("a circle of precedence") << "/matrix/precedence/standard"
                                                << R"(["informed_choice"])"
                                                << "goes in a circle";
        QTest::newRow("a precedence that leaves something open") << "/matrix/precedence/plain_choice"
                                                                 << "[]"
                                                                 << "leaves something open";
        QTest::newRow("a precedence of nobody") << "/matrix/precedence/luck"
                                                << "[]"
                                                << "'luck' is not known";
        QTest::newRow("a purpose that heeds perhaps") << "/matrix/purposes/experiments/heeds_global_signal"
                                                      << "\"perhaps\""
                                                      << "heeds a global signal";
        QTest::newRow("no room for rows") << "/rows_kept"
                                          << "0"
                                          << "how many rows";
        QTest::newRow("more rows than can be followed") << "/rows_kept"
                                                        << "4097"
                                                        << "how many rows";
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
