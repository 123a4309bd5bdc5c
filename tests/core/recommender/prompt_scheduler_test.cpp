// Prompts never exceed their limits, judged by a list of all prompts ever shown and nothing else.
#include "core/recommender/prompting/prompt_scheduler.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/support/test.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

using namespace attune;
using attune::test::Dice;

namespace {

struct Shown {
    double hours;
    int session;
};

struct Limits {
    int session_cap;
    int weekly_cap;
    double gap;
};

int day_of(double hours) {
    return static_cast<int>(std::floor(hours / 24.0));
}

/// What is wrong with a list of prompts; empty if nothing is. Every session, every seven consecutive calendar
/// days, every pair.
std::string broken_limit(const std::vector<Shown>& shown, const Limits& limits) {
    for (const Shown& a : shown) {
        int session = 0;
        int week = 0;
        for (const Shown& b : shown) {
            session += b.session == a.session ? 1 : 0;
            const int days_later = day_of(b.hours) - day_of(a.hours);
            week += days_later >= 0 && days_later < 7 ? 1 : 0;
            if (&a != &b && std::abs(a.hours - b.hours) < limits.gap) return "gap";
        }
        if (session > limits.session_cap) return "session";
        if (week > limits.weekly_cap) return "week";
    }
    return "";
}

/// Whether one more prompt would be within the limits; `slack` hours are added to the gap.
bool would_fit(std::vector<Shown> shown, Shown next, Limits limits, double slack) {
    shown.push_back(next);
    limits.gap += limits.gap > 0 ? slack : 0;
    return broken_limit(shown, limits).empty();
}

Policy policy_of(const Limits& limits) {
    Policy policy;
    policy.session_cap = limits.session_cap;
    policy.weekly_cap = limits.weekly_cap;
    policy.gap_hours = limits.gap;
    return policy;
}

Limits random_limits(Dice& dice) {
    constexpr double gaps[] = {0, 0, 0.05, 6, 24, 24.1, 48, 72, 168, 720};
    return {static_cast<int>(dice.below(4)), static_cast<int>(dice.below(dice.chance(0.8) ? 8 : 51)),
            gaps[dice.below(std::size(gaps))]};
}

/// Hours from the start of one session to the start of the next, from minutes to months, often a whole number
/// of hours so that limits are met exactly.
double pause(Dice& dice) {
    const double hours = std::exp(-2.0 + 8.0 * static_cast<double>(uniform(dice.word())));
    return dice.chance(0.3) ? std::ceil(hours) : hours;
}

} // namespace

class Prompt_scheduler_test : public QObject {
    Q_OBJECT

private slots:
    // FB-14, DE-67
    void random_sessions_never_exceed_a_limit() {
        const int sessions = test::sized(100000, 1000000);
        constexpr int sessions_each = 50;
        std::int64_t asked = 0;
        std::int64_t refused = 0;
        for (int person = 0; person * sessions_each < sessions; ++person) {
            Dice dice(41, static_cast<std::uint32_t>(person));
            const Limits limits = random_limits(dice);
            const PromptScheduler scheduler(policy_of(limits));
            PromptRecord record;
            std::vector<Shown> shown;
            double start = 24.0 * static_cast<double>(uniform(dice.word()));
            // Some people's next visit starts before the last one has ended; the others show that nothing is
            // refused without need.
            const bool overlapping = dice.chance(0.3);
            for (int session = 0; session < sessions_each && start < 9000; ++session) {
                double hours = start;
                int here = 0;
                for (std::uint32_t tries = 1 + dice.below(6); tries > 0; --tries) {
                    if (scheduler.may_ask(record, hours, here)) {
                        scheduler.book(record, hours);
                        shown.push_back({hours, session});
                        ++here;
                        ++asked;
                    } else {
                        ++refused;
                        // But for the rounding of the last time, to 4 seconds.
                        QVERIFY(overlapping || !would_fit(shown, {hours, session}, limits, 0.002));
                    }
                    hours += dice.chance(0.2) ? 0.0 : 2.0 * static_cast<double>(uniform(dice.word()));
                }
                start += pause(dice);
                if (!overlapping) start = std::max(start, hours);
            }
            const std::string broken = broken_limit(shown, limits);
            QVERIFY2(broken.empty(), (broken + ", person " + std::to_string(person)).c_str());
        }
        QVERIFY2(asked > sessions / 20 && refused > sessions / 20,
                 qPrintable(QString("%1 %2").arg(asked).arg(refused)));
    }

    // DE-67: questions and offers share the caps of a visit and a week; offers have one of their own beside
    // it, wait for no gap, and nothing comes while somebody rests.
    void offers_and_questions_share_the_limits() {
        std::int64_t offered = 0, asked = 0;
        for (int person = 0; person < test::sized(1000, 10000); ++person) {
            Dice dice(43, static_cast<std::uint32_t>(person));
            const Limits limits = random_limits(dice);
            Policy policy = policy_of(limits);
            policy.offers_a_week = static_cast<int>(dice.below(4));
            const PromptScheduler scheduler(policy);
            PromptRecord record;
            struct Came {
                int day;
                double hours;
                bool offer;
            };
            std::vector<Came> came;
            const auto in_week = [&](int today, bool offers_alone) {
                return std::count_if(came.begin(), came.end(), [&](const Came& one) {
                    return one.day > today - 7 && (one.offer || !offers_alone);
                });
            };
            double hours = 0;
            for (int session = 0; session < 60; ++session) {
                int here = 0;
                for (int tries = 0; tries < 4; ++tries) {
                    const bool offer = dice.chance(0.5);
                    const int today = static_cast<int>(hours / 24);
                    const bool may = offer ? scheduler.may_offer(record, hours, here)
                                           : scheduler.may_ask(record, hours, here);
                    const bool resting = hours < static_cast<double>(record.quiet_until);
                    const bool room = here < limits.session_cap &&
                                      in_week(today, false) < limits.weekly_cap && !resting &&
                                      (!offer || in_week(today, true) < policy.offers_a_week);
                    if (offer) QCOMPARE(may, room);
                    if (may) {
                        QVERIFY(room);
                        if (!offer && !came.empty()) QVERIFY(hours - came.back().hours >= limits.gap - 0.002);
                        if (offer)
                            scheduler.book_offer(record, hours);
                        else
                            scheduler.book(record, hours);
                        came.push_back({today, hours, offer});
                        ++here;
                        ++(offer ? offered : asked);
                    }
                    hours += 0.2;
                }
                if (dice.chance(0.05)) record.quiet_until = static_cast<float>(hours + 100);
                hours += pause(dice);
            }
            record.offers_off = true;
            QVERIFY(!scheduler.may_offer(record, hours + 1000, 0));
        }
        QVERIFY2(offered > 1000 && asked > 1000, qPrintable(QString("%1 %2").arg(offered).arg(asked)));
    }

    // DE-67: prompts that somebody else books in the same record count, and the list would show a scheduler
    // that keeps a record of its own.
    void a_second_scheduler_is_seen() {
        const Limits limits = {1, 2, 12};
        const PromptScheduler scheduler(policy_of(limits));
        int caught = 0;
        for (std::uint32_t person = 0; person < 200; ++person) {
            Dice dice(42, person);
            PromptRecord record;
            PromptRecord of_the_second;
            std::vector<Shown> both;
            std::vector<Shown> honest;
            PromptRecord shared;
            double hours = 0;
            for (int session = 0; session < 30; ++session) {
                hours += pause(dice);
                if (scheduler.may_ask(record, hours, 0)) {
                    scheduler.book(record, hours);
                    both.push_back({hours, session});
                }
                if (scheduler.may_ask(of_the_second, hours + 0.5, 0)) {
                    scheduler.book(of_the_second, hours + 0.5);
                    both.push_back({hours + 0.5, session});
                }
                int here = 0;
                for (const double at : {hours, hours + 0.5})
                    if (scheduler.may_ask(shared, at, here)) {
                        scheduler.book(shared, at);
                        honest.push_back({at, session});
                        ++here;
                    }
            }
            caught += broken_limit(both, limits).empty() ? 0 : 1;
            QVERIFY(broken_limit(honest, limits).empty());
        }
        QCOMPARE(caught, 200);
    }

    // FB-14: each limit at its edge.
    void limits_hold_at_their_edges_data() {
        QTest::addColumn<double>("first");
        QTest::addColumn<double>("second");
        QTest::addColumn<double>("gap");
        QTest::addColumn<int>("weekly_cap");
        QTest::addColumn<bool>("asked");
        QTest::newRow("just before the gap has passed") << 10.0 << 81.99 << 72.0 << 9 << false;
        QTest::newRow("when the gap has passed") << 10.0 << 82.0 << 72.0 << 9 << true;
        QTest::newRow("half a second early, far into the year")
            << 8700.12345 << 8772.1233 << 72.0 << 9 << false;
        QTest::newRow("a few seconds late, far into the year")
            << 8700.12345 << 8772.1255 << 72.0 << 9 << true;
        QTest::newRow("no gap, the same moment") << 10.0 << 10.0 << 0.0 << 9 << true;
        QTest::newRow("the sixth day after is the same week") << 3.0 << 6 * 24.0 + 23.9 << 0.0 << 1 << false;
        QTest::newRow("the seventh is the next one") << 23.9 << 7 * 24.0 << 0.0 << 1 << true;
        QTest::newRow("weeks do not start on a fixed day")
            << 4 * 24.0 << 10 * 24.0 + 23.0 << 0.0 << 1 << false;
        QTest::newRow("a whole month later") << 4 * 24.0 << 40 * 24.0 << 0.0 << 1 << true;
        QTest::newRow("never, with a weekly cap of none") << 4 * 24.0 << 40 * 24.0 << 0.0 << 0 << false;
    }
    void limits_hold_at_their_edges() {
        QFETCH(double, first);
        QFETCH(double, second);
        QFETCH(double, gap);
        QFETCH(int, weekly_cap);
        QFETCH(bool, asked);
        const PromptScheduler scheduler(policy_of({3, weekly_cap, gap}));
        PromptRecord record;
        QCOMPARE(scheduler.may_ask(record, first, 0), weekly_cap > 0);
        scheduler.book(record, first);
        QCOMPARE(scheduler.may_ask(record, second, 0), asked);
    }

    void a_session_has_its_own_cap() {
        const PromptScheduler scheduler(policy_of({2, 50, 0}));
        const PromptRecord record;
        QVERIFY(scheduler.may_ask(record, 5, 0));
        QVERIFY(scheduler.may_ask(record, 5, 1));
        QVERIFY(!scheduler.may_ask(record, 5, 2));
        QVERIFY(!scheduler.may_ask(record, 5, 3));
        QVERIFY(!PromptScheduler(policy_of({0, 50, 0})).may_ask(record, 5, 0));
    }

    // FB-49
    void an_opt_out_is_for_good() {
        const PromptScheduler scheduler(policy_of({3, 50, 0}));
        PromptRecord record;
        QVERIFY(scheduler.may_ask(record, 1, 0));
        scheduler.book(record, 1);
        record.opted_out = true;
        for (double hours = 1; hours < 400 * 24; hours += 7.3)
            QVERIFY(!scheduler.may_ask(record, hours, 0));
    }

    void switched_off_nobody_is_asked() {
        Policy policy = policy_of({3, 50, 0});
        policy.prompts = false;
        QVERIFY(!PromptScheduler(policy).may_ask(PromptRecord{}, 1, 0));
    }

    // FB-14: silence makes the next question wait longer, an answer ends that.
    void every_unanswered_prompt_in_a_row_makes_the_gap_longer_data() {
        QTest::addColumn<double>("gap");
        QTest::addColumn<double>("backoff");
        QTest::newRow("usual") << 72.0 << 1.5;
        QTest::newRow("off") << 72.0 << 1.0;
        QTest::newRow("steep") << 24.0 << 4.0;
        QTest::newRow("no gap to grow") << 0.0 << 2.0;
        QTest::newRow("longer than the longest") << 720.0 << 2.0;
    }
    void every_unanswered_prompt_in_a_row_makes_the_gap_longer() {
        QFETCH(double, gap);
        QFETCH(double, backoff);
        Policy policy;
        policy.session_cap = 3;
        policy.weekly_cap = 50;
        policy.gap_hours = gap;
        policy.backoff = backoff;
        const PromptScheduler scheduler(policy);
        PromptRecord record;
        double hours = 10;
        Dice dice(51, 1);
        int silent = 0;
        for (int n = 0; n < 200 && hours < 9000; ++n) {
            scheduler.book(record, hours);
            const bool answered = dice.chance(0.15);
            silent = answered ? 0 : std::min(silent + 1, 8);
            scheduler.heard(record, answered);
            const double wait = std::max(gap, std::min(gap * std::pow(backoff, silent), 28 * 24.0));
            // The time of a prompt is kept to a few seconds.
            if (wait > 0) QVERIFY(!scheduler.may_ask(record, hours + wait - 0.01, 0));
            QVERIFY(scheduler.may_ask(record, hours + wait + 0.01, 0));
            hours += std::max(wait, 4.0) + 0.01;
        }
    }
};

ATTUNE_TEST(Prompt_scheduler_test);
#include "prompt_scheduler_test.moc"
