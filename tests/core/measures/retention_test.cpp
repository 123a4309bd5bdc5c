// Retention, churn hazard and Kaplan-Meier against hand-made logs, a published data set and oracles that work
// in another way.
#include "core/measures/metrics/retention.h"
#include "tests/core/measures/draws.h"
#include "tests/support/test.h"

#include <functional>

using namespace attune;
using attune::test::Draws;

namespace {

VisitRow on_day(std::uint32_t user, int day) {
    return {.user = user, .day = day};
}

struct Log {
    std::vector<PersonRow> people;
    std::vector<VisitRow> visits;
};

Log random_log(Draws& draws) {
    Log log;
    const int last = 20 + draws.number(30);
    const int users = 2 + draws.number(40);
    for (int i = 0; i < users; ++i) {
        PersonRow person{.user = static_cast<std::uint32_t>(i), .enrolled_day = draws.number(15)};
        person.last_day = person.enrolled_day + draws.number(last);
        if (draws.chance(0.5)) person.exit_day = person.enrolled_day + draws.number(last);
        person.consented = draws.chance(0.6);
        person.opted_out = draws.chance(0.1);
        log.people.push_back(person);
        std::uint32_t visit = 0;
        for (int day = 0; day < 60; ++day)
            while (draws.chance(0.3))
                log.visits.push_back({.user = person.user, .visit = visit++, .day = day, .slates = 1});
    }
    draws.shuffle(log.people);
    draws.shuffle(log.visits);
    return log;
}

/// Efron's "redistribute to the right" (1967): everyone starts with mass 1/n; whoever is censored hands their
/// mass in equal parts to all who are still there later; what departures carry away is 1 - survival.
double survival_by_redistribution(const std::vector<PersonRow>& people, int days) {
    struct Life {
        int length;
        bool left;
        double mass;
    };
    std::vector<Life> lives;
    for (const auto& p : people) {
        const bool left = p.exit_day.has_value() && *p.exit_day <= p.last_day;
        lives.push_back({(left ? *p.exit_day : p.last_day) - p.enrolled_day, left,
                         1.0 / static_cast<double>(people.size())});
    }
    double gone = 0;
    for (int day = 0; day < days; ++day) {
        for (auto& life : lives)
            if (life.length == day && life.left) gone += life.mass;
        for (auto& life : lives) {
            if (life.length != day || life.left) continue;
            const auto later =
                std::count_if(lives.begin(), lives.end(), [&](const Life& o) { return o.length > day; });
            if (later == 0) return day + 1 < days ? std::nan("") : 1 - gone;
            for (auto& other : lives)
                if (other.length > day) other.mass += life.mass / static_cast<double>(later);
        }
    }
    return 1 - gone;
}

} // namespace

class Retention_test : public QObject {
    Q_OBJECT
private slots:
    // FB-65
    void a_hand_made_log_gives_the_worked_retention() {
        // Five people, watched for days 0 to 40; the last enrols on day 20, so their day 30 was never
        // watched.
        //   0: comes on days 0, 1, 7, 30        1: days 0, 1, twice on day 1, leaves on day 3
        //   2: days 0, 8                        3: days 1, 7 - enrolled on day 0 without a visit that day
        //   4: enrols on day 20, comes on days 20, 21, 27
        const std::vector<PersonRow> people = {
            {.user = 0, .last_day = 40},
            {.user = 1, .last_day = 40, .exit_day = 3, .opted_out = true},
            {.user = 2, .last_day = 40, .consented = true},
            {.user = 3, .last_day = 40},
            {.user = 4, .enrolled_day = 20, .last_day = 40, .consented = true}};
        std::vector<VisitRow> visits;
        for (const int day : {0, 1, 7, 30})
            visits.push_back(on_day(0, day));
        for (const int day : {0, 1, 1})
            visits.push_back(on_day(1, day));
        for (const int day : {0, 8})
            visits.push_back(on_day(2, day));
        for (const int day : {1, 7})
            visits.push_back(on_day(3, day));
        for (const int day : {20, 21, 27})
            visits.push_back(on_day(4, day));
        const Tallies tallies = retention_tallies(people, visits);
        QCOMPARE(ratio_value("retention_1d", tallies), 4.0 / 5.0); // all but person 2
        QCOMPARE(ratio_value("retention_7d", tallies), 3.0 / 5.0); // 0, 3, 4; day 8 is not day 7
        QCOMPARE(ratio_value("retention_30d", tallies),
                 1.0 / 4.0); // 0; person 1 left and still counts below the line
        QCOMPARE(tallies[Tally::person_days], 4 * 41.0 + 21);
        // Active days: 4 + 2 (day 1 once) + 2 + 2 + 3.
        QCOMPARE(ratio_value("active_share", tallies), 13.0 / 185.0);
        // At risk: 41 + 4 (days 0 to 3) + 41 + 41 + 21 = 148 person-days, one departure.
        QCOMPARE(ratio_value("churn_hazard", tallies), 1.0 / 148.0);
        QCOMPARE(ratio_value("opt_out_rate", tallies), 1.0 / 5.0);
        QCOMPARE(ratio_value("consent_share", tallies), 2.0 / 5.0);
    }

    void a_run_too_short_for_a_day_has_no_value_for_it() {
        const std::vector<PersonRow> people = {{.user = 0, .last_day = 29}};
        const std::vector<VisitRow> visits = {on_day(0, 7), on_day(0, 30)};
        const Tallies tallies = retention_tallies(people, visits);
        QCOMPARE(ratio_value("retention_7d", tallies), 1.0);
        QVERIFY(std::isnan(ratio_value("retention_30d", tallies))); // days 0 to 29 hold no day 30
    }

    // FB-65
    void kaplan_meier_equals_the_worked_table() {
        // Ten people. Departures on days 1, 1, 3; watching ends early on day 2 for two; the rest are watched
        // to day 4.
        //   day 0: 10 at risk            S = 1
        //   day 1: 10 at risk, 2 leave   S = 8/10
        //   day 2:  8 at risk, 2 censored after it
        //   day 3:  6 at risk, 1 leaves  S = 8/10 x 5/6 = 2/3
        //   day 4:  5 at risk
        std::vector<PersonRow> people;
        for (std::uint32_t user = 0; user < 10; ++user)
            people.push_back({.user = user, .last_day = 4});
        people[0].exit_day = 1;
        people[1].exit_day = 1;
        people[2].last_day = 2;
        people[3].last_day = 2;
        people[4].exit_day = 3;
        people[5].exit_day = 9; // after watching ended: nobody saw it
        const RiskTable table = risk_table(people);
        const double at_risk[] = {10, 10, 8, 6, 5};
        const double left[] = {0, 2, 0, 1, 0};
        QCOMPARE(table.days.size(), std::size_t{5});
        for (std::size_t day = 0; day < 5; ++day) {
            QCOMPARE(table.days[day].at_risk, at_risk[day]);
            QCOMPARE(table.days[day].left, left[day]);
        }
        const double survival[] = {1, 1, 0.8, 0.8, 2.0 / 3.0, 2.0 / 3.0};
        for (int days = 0; days <= 5; ++days)
            VERIFY_NEAR(survival_after(table, days), survival[days], 1e-12);
        VERIFY_NEAR(churn_after(table, 5), 1.0 / 3.0, 1e-12);
        QVERIFY(std::isnan(survival_after(table, 6)));
        // Three departures in 39 person-days at risk.
        QCOMPARE(ratio_value("churn_hazard", retention_tallies(people, {})), 3.0 / 39.0);
    }

    // FB-65
    void kaplan_meier_equals_the_published_remission_times() {
        // Freireich et al., Blood 1963, 6-mercaptopurine arm as printed in Gehan, Biometrika 1965; + is
        // censored. Published survival: 6 wk .857, 7 .807, 10 .753, 13 .690, 16 .627, 22 .538, 23 .448.
        const int times[] = {6, 6, 6, 7, 10, 13, 16, 22, 23};
        const int censored[] = {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35};
        std::vector<PersonRow> people;
        for (const int week : times)
            people.push_back({.last_day = 40, .exit_day = week});
        for (const int week : censored)
            people.push_back({.last_day = week});
        const RiskTable table = risk_table(people);
        const std::pair<int, double> published[] = {{6, .857},  {7, .807},  {10, .753}, {13, .690},
                                                    {16, .627}, {22, .538}, {23, .448}};
        for (const auto& [week, survival] : published)
            VERIFY_NEAR(survival_after(table, week + 1), survival, 5e-4);
        VERIFY_NEAR(survival_after(table, 36), .448, 5e-4);
        QVERIFY(std::isnan(survival_after(table, 37)));
    }

    // FB-65
    void survival_equals_redistribution_to_the_right() {
        for (int repetition = 0; repetition < test::sized(200, 5000); ++repetition) {
            Draws draws(165, repetition);
            const Log log = random_log(draws);
            const RiskTable table = risk_table(log.people);
            for (const int days : {1, 7, 15, 30, 45}) {
                const double expected = survival_by_redistribution(log.people, days);
                const double actual = survival_after(table, days);
                QCOMPARE(std::isnan(actual), std::isnan(expected));
                if (!std::isnan(actual)) VERIFY_NEAR(actual, expected, 1e-9);
            }
        }
    }

    // FB-65
    void tallies_equal_brute_force_on_random_logs() {
        for (int repetition = 0; repetition < test::sized(100, 3000); ++repetition) {
            Draws draws(166, repetition);
            const Log log = random_log(draws);
            const auto came = [&](const PersonRow& p, int day) {
                return std::any_of(log.visits.begin(), log.visits.end(),
                                   [&](const VisitRow& v) { return v.user == p.user && v.day == day; });
            };
            const auto count = [&](const std::function<bool(const PersonRow&, int)>& holds) {
                double n = 0;
                for (const auto& p : log.people)
                    for (int day = p.enrolled_day; day <= p.last_day; ++day)
                        n += holds(p, day) ? 1 : 0;
                return n;
            };
            const auto still_here = [](const PersonRow& p, int day) {
                return !p.exit_day || *p.exit_day >= day;
            };
            const Tallies tallies = retention_tallies(log.people, log.visits);
            QCOMPARE(tallies[Tally::person_days], count([](const PersonRow&, int) { return true; }));
            QCOMPARE(tallies[Tally::active_users], count(came));
            QCOMPARE(tallies[Tally::at_risk], count(still_here));
            QCOMPARE(tallies[Tally::churned],
                     count([](const PersonRow& p, int day) { return p.exit_day && *p.exit_day == day; }));
            const auto age = [&](int days, bool visited) {
                return count([&](const PersonRow& p, int day) {
                    return day - p.enrolled_day == days && (!visited || came(p, day));
                });
            };
            QCOMPARE(tallies[Tally::due_1d], age(1, false));
            QCOMPARE(tallies[Tally::retained_1d], age(1, true));
            QCOMPARE(tallies[Tally::due_7d], age(7, false));
            QCOMPARE(tallies[Tally::retained_7d], age(7, true));
            QCOMPARE(tallies[Tally::due_30d], age(30, false));
            QCOMPARE(tallies[Tally::retained_30d], age(30, true));
        }
    }

    void order_of_users_does_not_matter() {
        Draws draws(167, 0);
        Log log = random_log(draws);
        const Tallies before = retention_tallies(log.people, log.visits);
        const double survival = survival_after(risk_table(log.people), 10);
        draws.shuffle(log.people);
        draws.shuffle(log.visits);
        QVERIFY(retention_tallies(log.people, log.visits) == before);
        QCOMPARE(survival_after(risk_table(log.people), 10), survival);
    }

    void life_tables_add_up_over_people_and_come_from_daily_tallies_too() {
        Draws draws(168, 0);
        std::vector<PersonRow> people;
        for (std::uint32_t user = 0; user < 200; ++user) {
            PersonRow person{.user = user, .last_day = 34};
            if (draws.chance(0.4)) person.exit_day = draws.number(35);
            people.push_back(person);
        }
        const RiskTable whole = risk_table(people);
        RiskTable sum = risk_table(std::span(people).first(77));
        const RiskTable rest = risk_table(std::span(people).subspan(77));
        sum += rest;
        std::vector<Tallies> by_day(35);
        for (const auto& person : people)
            for (int day = 0; day <= person.exit_day.value_or(34); ++day) {
                by_day[static_cast<std::size_t>(day)][Tally::at_risk] += 1;
                if (person.exit_day == day) by_day[static_cast<std::size_t>(day)][Tally::churned] += 1;
            }
        const RiskTable daily = risk_table(by_day);
        for (int days = 0; days <= 35; ++days) {
            QCOMPARE(survival_after(sum, days), survival_after(whole, days));
            QCOMPARE(survival_after(daily, days), survival_after(whole, days));
        }
        sum -= rest;
        QCOMPARE(survival_after(sum, 30), survival_after(risk_table(std::span(people).first(77)), 30));
        sum -= risk_table(std::span(people).first(77));
        QVERIFY(sum.empty());
    }

    void nobody_left_is_a_known_survival_of_zero() {
        const std::vector<PersonRow> people = {{.user = 0, .last_day = 50, .exit_day = 2}};
        QCOMPARE(survival_after(risk_table(people), 30), 0.0);
        QVERIFY(std::isnan(survival_after(RiskTable{}, 1)));
        QCOMPARE(survival_after(RiskTable{}, 0), 1.0);
    }
};

ATTUNE_TEST(Retention_test);
#include "retention_test.moc"
