// DE-67: limits on asking hold in the log of every run, and a log in which they do not hold is found out.
#include "core/recommender/prompting/prompt_scheduler.h"
#include "simulations/study/asking_audit.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/simulations/example_run.h"

using namespace attune;
using namespace attune::test;
using audit::AskingAudit;
using audit::AskingEvent;
using audit::AskingLimit;
using audit::AskingRow;
using audit::AskingVerdict;

namespace {

AskingVerdict verdict_on(const Policy& policy, const std::vector<AskingRow>& rows) {
    AskingAudit audit(policy);
    for (const AskingRow& row : rows)
        audit.take(row);
    return audit.verdict();
}

std::int64_t broken(const AskingVerdict& verdict, AskingLimit limit) {
    return verdict.limits[static_cast<std::size_t>(limit)].broken;
}

QString told(const AskingVerdict& verdict) {
    return QString::fromStdString(asking_audit_document(verdict).dump(1));
}

/// People who may be asked by one or by two schedulers that know nothing of each other.
AskingVerdict with_schedulers(int count) {
    Policy policy;
    policy.session_cap = 1;
    policy.weekly_cap = 2;
    policy.gap_hours = 24;
    policy.backoff = 1;
    AskingAudit audit(policy);
    for (std::uint32_t person = 0; person < 200; ++person) {
        Dice dice(77, person);
        const PromptScheduler scheduler(policy);
        std::vector<PromptRecord> records(static_cast<std::size_t>(count));
        double hours = 0;
        for (std::uint32_t visit = 0; visit < 30; ++visit) {
            hours += 1 + 40 * static_cast<double>(uniform(dice.word()));
            for (PromptRecord& record : records) {
                if (!scheduler.may_ask(record, hours, 0)) continue;
                scheduler.book(record, hours);
                audit.take({.user = person, .visit = visit, .hours = hours});
            }
        }
    }
    return audit.verdict();
}

constexpr AskingEvent question = AskingEvent::question, answer = AskingEvent::answer,
                      offer = AskingEvent::offer_taken;

} // namespace

class Asking_audit_test : public QObject {
    Q_OBJECT
private slots:
    void every_run_keeps_its_limits_data() {
        QTest::addColumn<Policy>("policy");
        const auto row = [](const char* title, auto&& change) {
            Policy policy;
            change(policy);
            QTest::newRow(title) << policy;
        };
        row("default", [](Policy&) {});
        row("three a visit", [](Policy& p) {
            p.session_cap = 3;
            p.weekly_cap = 20;
            p.gap_hours = 0;
        });
        row("half a day apart, growing", [](Policy& p) {
            p.weekly_cap = 20;
            p.gap_hours = 12;
            p.backoff = 2;
        });
        row("forms rest", [](Policy& p) {
            p.session_cap = 2;
            p.weekly_cap = 20;
            p.gap_hours = 0;
            p.template_rest = 60;
        });
        row("many offers", [](Policy& p) {
            p.acknowledge_at = 0.5;
            p.offers_a_week = 3;
            p.weekly_cap = 5;
            p.cool_down = 2;
        });
        row("offers alone", [](Policy& p) { p.prompts = false; });
    }
    void every_run_keeps_its_limits() {
        QFETCH(Policy, policy);
        Assumptions assumptions;
        assumptions.visit_rate = 1.5;
        assumptions.opt_out_rate = 0.01;
        assumptions.churn_rate = 0;
        const WorldData world = make_synthetic_world(assumptions, 100, 4);
        const LoggedRun run = observe_with_log(request_over(world, assumptions, policy, 400, 30, 4));
        AskingAudit audit(policy);
        std::int64_t questions = 0, offers = 0;
        for (const LoggedEvent& event : run.log) {
            if (const auto row = asking_row(event)) audit.take(*row);
            questions += event.kind == LoggedKind::prompt ? 1 : 0;
            offers += event.kind == LoggedKind::offer || event.kind == LoggedKind::direction ? 1 : 0;
        }
        const AskingVerdict& verdict = audit.verdict();
        QVERIFY2(verdict.held(), qPrintable(told(verdict)));
        QCOMPARE(verdict.questions, questions);
        QCOMPARE(verdict.offers, offers);
        QVERIFY(questions + offers > 50);
        QCOMPARE(questions == 0, !policy.prompts);
        // The same log, judged by half of what was allowed, does not pass.
        Policy stricter = policy;
        stricter.weekly_cap = 1;
        stricter.offers_a_week = 0;
        AskingAudit strict(stricter);
        for (const LoggedEvent& event : run.log)
            if (const auto row = asking_row(event)) strict.take(*row);
        QVERIFY(!strict.verdict().held());
    }

    void a_second_scheduler_is_caught() {
        const AskingVerdict one = with_schedulers(1);
        QVERIFY2(one.held() && one.questions > 500, qPrintable(told(one)));
        const AskingVerdict two = with_schedulers(2);
        for (const AskingLimit limit : {AskingLimit::per_visit, AskingLimit::per_week, AskingLimit::gap})
            QVERIFY2(broken(two, limit) > 100, qPrintable(told(two)));
        QVERIFY(!two.examples.empty() && two.examples.size() <= 20);
    }

    void each_limit_is_found_broken_and_none_beside_it_data() {
        QTest::addColumn<Policy>("policy");
        QTest::addColumn<std::vector<AskingRow>>("kept");
        QTest::addColumn<AskingRow>("last");
        QTest::addColumn<AskingRow>("too_much");
        QTest::addColumn<AskingLimit>("limit");
        Policy base;
        base.session_cap = 3;
        base.weekly_cap = 20;
        base.gap_hours = 0;
        base.backoff = 1;
        base.offers_a_week = 10;
        const auto row = [&](AskingLimit limit, auto&& change, const std::vector<AskingRow>& kept,
                             const AskingRow& last, const AskingRow& too_much) {
            Policy policy = base;
            change(policy);
            QTest::newRow(std::string(name(limit)).c_str()) << policy << kept << last << too_much << limit;
        };
        const auto nothing = [](Policy&) {};
        row(AskingLimit::switched_off, [](Policy& p) { p.prompts = false; }, {{1, offer, 0, 1, 5}},
            {1, offer, 0, 2, 9}, {1, question, 0, 2, 9});
        row(AskingLimit::per_visit, nothing,
            {{1, question, 0, 1, 5}, {1, answer, 0, 1, 5}, {1, question, 0, 1, 6}, {2, offer, 0, 1, 6}},
            {1, offer, 0, 1, 7}, {1, offer, 0, 1, 7});
        row(AskingLimit::per_week, [](Policy& p) { p.weekly_cap = 2; },
            {{1, question, 0, 1, 30}, {1, offer, 0, 2, 60}}, {1, question, 0, 3, 24 * 8.0},
            {1, question, 0, 3, 24 * 8.0 - 0.01});
        row(AskingLimit::gap, [](Policy& p) { p.gap_hours = 48; }, {{1, question, 0, 1, 30}, {1, answer}},
            {1, question, 0, 2, 78}, {1, question, 0, 2, 77.9});
        row(AskingLimit::back_off,
            [](Policy& p) {
                p.gap_hours = 10;
                p.backoff = 2;
            },
            {{1, question, 0, 1, 30}, {1, question, 0, 2, 50}}, {1, question, 0, 3, 90},
            {1, question, 0, 3, 89});
        row(AskingLimit::form_rest, [](Policy& p) { p.template_rest = 100; },
            {{1, question, 1, 1, 30}, {1, question, 0, 2, 90}}, {1, question, 1, 3, 130},
            {1, question, 1, 3, 129});
        row(AskingLimit::offers, [](Policy& p) { p.offers_a_week = 1; }, {{1, offer, 0, 1, 30}},
            {1, question, 0, 2, 60}, {1, offer, 0, 2, 60});
        row(AskingLimit::quiet, [](Policy& p) { p.cool_down = 3; },
            {{1, AskingEvent::offer_refused, 0, 1, 30}}, {1, question, 0, 2, 174}, {1, question, 0, 2, 173});
        row(AskingLimit::opted_out, nothing, {{1, AskingEvent::opt_out, 0, 1, 30}, {2, question, 0, 1, 31}},
            {3, question, 0, 2, 90}, {1, question, 0, 2, 90});
        row(AskingLimit::form_opted_out, nothing, {{1, AskingEvent::form_opt_out, 1, 1, 30}},
            {1, question, 0, 2, 90}, {1, question, 1, 2, 90});
    }
    void each_limit_is_found_broken_and_none_beside_it() {
        QFETCH(Policy, policy);
        QFETCH(std::vector<AskingRow>, kept);
        QFETCH(AskingRow, last);
        QFETCH(AskingRow, too_much);
        QFETCH(AskingLimit, limit);
        auto rows = kept;
        rows.push_back(last);
        QVERIFY2(verdict_on(policy, rows).held(), qPrintable(told(verdict_on(policy, rows))));
        // One more of a visit's, or the one that comes too soon.
        if (limit != AskingLimit::per_visit) rows.pop_back();
        rows.push_back(too_much);
        const AskingVerdict verdict = verdict_on(policy, rows);
        for (std::size_t l = 0; l < audit::asking_limit_count; ++l) {
            const auto one = static_cast<AskingLimit>(l);
            // Whoever is asked sooner than backing off allows may keep the plain gap; the rest is of its own.
            QVERIFY2(broken(verdict, one) == (one == limit ? 1 : 0), qPrintable(told(verdict)));
        }
        QCOMPARE(verdict.examples.size(), 1U);
        QVERIFY(verdict.examples.front().limit == limit);
        QCOMPARE(verdict.examples.front().user, too_much.user);
        QVERIFY(verdict.examples.front().hours == too_much.hours);
    }

    void opting_in_again_and_an_answer_lift_what_they_lift() {
        Policy policy;
        policy.gap_hours = 10;
        policy.backoff = 4;
        policy.weekly_cap = 20;
        const std::vector<AskingRow> rows = {
            {1, AskingEvent::opt_out, 0, 1, 1},
            {1, AskingEvent::opt_in, 0, 0, 5},
            {1, question, 0, 2, 10},
            {1, answer, 0, 2, 10},
            {1, question, 0, 3, 20}, // an answer: no back-off
        };
        QVERIFY2(verdict_on(policy, rows).held(), qPrintable(told(verdict_on(policy, rows))));
        auto ignored = rows;
        ignored.erase(ignored.begin() + 3);
        QCOMPARE(broken(verdict_on(policy, ignored), AskingLimit::back_off), 1);
        auto still_out = rows;
        still_out.erase(still_out.begin() + 1);
        QCOMPARE(broken(verdict_on(policy, still_out), AskingLimit::opted_out), 2);
        // "Don't ask again" is about offers alone.
        const std::vector<AskingRow> stopped = {
            {1, AskingEvent::offers_off, 0, 1, 1}, {1, question, 0, 2, 1000}, {1, offer, 0, 3, 2000}};
        QCOMPARE(broken(verdict_on(policy, stopped), AskingLimit::opted_out), 1);
    }
};

ATTUNE_TEST(Asking_audit_test);

#include "asking_audit_test.moc"
