#include "tests/simulations/behaviour/one_person.h"
#include "tests/simulations/behaviour/statistics.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;

namespace {

/// A person in a given state, on whom nothing decays before the first day asked about.
Person in_state(double experience, double trust, double frustration) {
    Person person;
    person.experience = static_cast<float>(experience);
    person.trust = static_cast<float>(trust);
    person.frustration = static_cast<float>(frustration);
    return person;
}

} // namespace

class Visits_test : public QObject {
    Q_OBJECT
private slots:
    // Behaviour model 3.11: a Poisson number of visits with rate lambda (0.4 + 1.2 S)(0.6 + 0.8 T), here cut
    // at three.
    void visits_are_poisson_at_the_rate_that_satisfaction_and_trust_give_data() {
        QTest::addColumn<double>("rate");
        QTest::addColumn<double>("experience");
        QTest::addColumn<double>("trust");
        QTest::newRow("middling") << 0.9 << 0.0 << 0.5;
        QTest::newRow("satisfied") << 0.9 << 2.0 << 0.9;
        QTest::newRow("dissatisfied") << 0.9 << -2.0 << 0.1;
        QTest::newRow("rare") << 0.1 << 0.0 << 0.6;
        QTest::newRow("often") << 3.0 << 0.0 << 0.6;
    }
    void visits_are_poisson_at_the_rate_that_satisfaction_and_trust_give() {
        QFETCH(double, rate);
        QFETCH(double, experience);
        QFETCH(double, trust);
        Assumptions assumptions;
        assumptions.churn_rate = 0;
        const Stage stage(assumptions);
        const double mean = rate * (0.4 + 1.2 * logistic(experience)) * (0.6 + 0.8 * trust);
        const int draws = sized(40000, 400000);
        std::vector<double> observed(4);
        for (int k = 0; k < draws; ++k) {
            Person person = in_state(experience, trust, 0);
            person.visit_rate = static_cast<float>(rate);
            const DayPlan day =
                stage.behaviour.begin_day(person, static_cast<std::uint32_t>(k % 400), k / 400);
            QVERIFY(day.visits >= 0 && day.visits <= 3 && !day.left && !day.returned);
            observed[static_cast<std::size_t>(day.visits)] += 1;
        }
        std::vector<double> expected;
        double term = std::exp(-mean);
        double rest = draws;
        for (int v = 0; v < 3; ++v) {
            expected.push_back(draws * term);
            rest -= expected.back();
            term *= mean / (v + 1);
        }
        expected.push_back(rest);
        const ChiSquare fit = chi_square(observed, expected);
        QVERIFY2(fit.value < highest_chi_square(fit.degrees), qPrintable(QString::number(fit.value)));
    }

    void visits_of_a_day_come_in_order_and_as_many_at_night_as_assumed() {
        Assumptions assumptions;
        assumptions.night_share = 0.3;
        const Stage stage(assumptions);
        int several = 0;
        double night = 0, n = 0;
        for (std::uint32_t u = 0; u < 400; ++u)
            for (int day = 0; day < 20; ++day) {
                Person person = in_state(1, 0.8, 0);
                person.visit_rate = 3;
                const DayPlan plan = stage.behaviour.begin_day(person, u, day);
                float last = 0;
                for (int v = 0; v < plan.visits; ++v) {
                    const float hour = plan.hour[static_cast<std::size_t>(v)];
                    QVERIFY(hour >= last && hour < 24);
                    last = hour;
                    night += hour < 7 || hour >= 23 ? 1 : 0;
                    n += 1;
                }
                several += plan.visits > 1 ? 1 : 0;
            }
        QVERIFY(several > 1000);
        QVERIFY2(distance_from(0.3, night, n) < 4.5, qPrintable(QString::number(night / n)));
    }

    void the_hours_of_the_day_are_where_the_shares_say_data() {
        QTest::addColumn<double>("night");
        for (const double night : {0.0, 0.08, 0.5})
            QTest::addRow("%g", night) << night;
    }
    void the_hours_of_the_day_are_where_the_shares_say() {
        QFETCH(double, night);
        Assumptions assumptions;
        assumptions.night_share = night;
        const Attendance attendance(assumptions, 1);
        for (int k = 1; k < 200; ++k) {
            const float p = static_cast<float>(k) / 200;
            QVERIFY(std::abs(attendance.share_before(attendance.hour_at(p)) - p) < 1e-5F);
        }
        QVERIFY(std::abs(attendance.share_before(24) - 1) < 1e-6F);
        QVERIFY(std::abs(static_cast<double>(attendance.share_before(23) - attendance.share_before(7)) -
                         (1 - night)) < 1e-6);
    }

    // Behaviour model 8.10: two halves of a day are a whole one.
    void half_days_bring_as_many_visits_departures_and_returns() {
        Assumptions assumptions;
        assumptions.churn_rate = 0.05;
        assumptions.return_rate = 0.1;
        const WorldData world = make_synthetic_world(assumptions, 100, 15);
        std::array<double, 2> visits{}, left{}, returned{};
        const int draws = sized(40000, 400000);
        for (int steps = 1; steps <= 2; ++steps) {
            const Behaviour behaviour(assumptions, world, 15, steps);
            const auto s = static_cast<std::size_t>(steps - 1);
            for (int k = 0; k < draws; ++k) {
                const auto u = static_cast<std::uint32_t>(k % 1000);
                const int day = 3 + k / 1000;
                Person here = in_state(0.5, 0.6, 0);
                Person away = here;
                away.left_on = static_cast<std::int16_t>(day - 2);
                int before = 0;
                for (int step = 0; step < steps; ++step) {
                    const DayPlan plan = behaviour.begin_day(here, u, day, step, before);
                    before += plan.visits;
                    left[s] += plan.left ? 1 : 0;
                    returned[s] += behaviour.begin_day(away, u, day, step).returned ? 1 : 0;
                    QVERIFY(steps == 1 || plan.visits == 0 || (plan.hour[0] < 12) == (step == 0));
                }
                QVERIFY(before <= most_visits);
                visits[s] += before;
            }
        }
        const auto apart = [&](const std::array<double, 2>& n) {
            return std::abs(n[0] - n[1]) / std::sqrt(n[0] + n[1]);
        };
        QVERIFY(left[0] > 500 && returned[0] > 500);
        QVERIFY2(apart(visits) < 4, qPrintable(QString("%1 %2").arg(visits[0]).arg(visits[1])));
        QVERIFY2(apart(left) < 4, qPrintable(QString("%1 %2").arg(left[0]).arg(left[1])));
        QVERIFY2(apart(returned) < 4, qPrintable(QString("%1 %2").arg(returned[0]).arg(returned[1])));
    }

    void a_breach_costs_trust_on_its_day_and_for_those_who_notice() {
        Assumptions assumptions;
        assumptions.breach_day = 4;
        assumptions.breach_share = 0.5;
        const Stage stage(assumptions);
        int hit = 0;
        for (std::uint32_t u = 0; u < 1000; ++u) {
            Person person = in_state(0, 0.6, 0);
            stage.behaviour.begin_day(person, u, 3);
            QCOMPARE(person.trust, 0.6F);
            stage.behaviour.begin_day(person, u, 4);
            if (person.trust == 0.6F) continue;
            QVERIFY(std::abs(person.trust - 0.6F * 0.7F) < 1e-6F);
            ++hit;
        }
        QVERIFY(distance_from(0.5, hit, 1000) < 4.5);
    }

    // Behaviour model 3.9: 0.2 % a week, with trust above 0.7.
    void people_who_trust_turn_prompts_on_again() {
        Assumptions assumptions;
        assumptions.opt_in_rate = 0.07;
        assumptions.churn_rate = 0;
        const Stage stage(assumptions);
        for (const auto& [trust, rate] : {std::pair{0.8, 0.01}, {0.6, 0.0}}) {
            const int draws = sized(40000, 400000);
            double back = 0;
            for (int k = 0; k < draws; ++k) {
                Person person = in_state(0, trust, 0);
                person.opted_out = true;
                const DayPlan plan =
                    stage.behaviour.begin_day(person, static_cast<std::uint32_t>(k % 1000), k / 1000);
                QCOMPARE(plan.opted_in, !person.opted_out);
                back += plan.opted_in ? 1 : 0;
            }
            QVERIFY(rate == 0 ? back == 0 : distance_from(rate, back, draws) < 4.5);
        }
    }

    // Behaviour model 3.11: h0 exp(-2 (S - 0.5) - 2 (T - 0.6) + 0.5 f) per day.
    void people_leave_at_the_hazard_of_their_state_data() {
        QTest::addColumn<double>("experience");
        QTest::addColumn<double>("trust");
        QTest::addColumn<double>("frustration");
        QTest::newRow("middling") << 0.0 << 0.6 << 0.0;
        QTest::newRow("content") << 2.0 << 0.9 << 0.0;
        QTest::newRow("dissatisfied") << -2.0 << 0.6 << 0.0;
        QTest::newRow("distrusting") << 0.0 << 0.1 << 0.0;
        QTest::newRow("frustrated") << 0.0 << 0.6 << 3.0;
        QTest::newRow("all of it") << -2.0 << 0.1 << 3.0;
    }
    void people_leave_at_the_hazard_of_their_state() {
        QFETCH(double, experience);
        QFETCH(double, trust);
        QFETCH(double, frustration);
        Assumptions assumptions;
        assumptions.churn_rate = 0.01;
        const Stage stage(assumptions);
        const double hazard =
            0.01 * std::exp(-2 * (logistic(experience) - 0.5) - 2 * (trust - 0.6) + 0.5 * frustration);
        double left = 0;
        const int draws = sized(60000, 600000);
        for (int k = 0; k < draws; ++k) {
            const int day = 1 + k / 500;
            Person person = in_state(experience, trust, frustration);
            person.state_hours = static_cast<float>(day) * 24; // frustration as it stands now
            const DayPlan plan = stage.behaviour.begin_day(person, static_cast<std::uint32_t>(k % 500), day);
            left += plan.left ? 1 : 0;
            QCOMPARE(plan.left, person.left_on == day);
            if (plan.left) QCOMPARE(plan.visits, 0);
        }
        QVERIFY2(distance_from(hazard, left, draws) < 4.5,
                 qPrintable(QString("%1 for %2").arg(left / draws).arg(hazard)));
    }

    void frustration_that_has_faded_drives_nobody_away() {
        Assumptions assumptions;
        assumptions.churn_rate = 0.01;
        assumptions.frustration_half_life = 12;
        const Stage stage(assumptions);
        double left = 0;
        const int draws = 40000;
        for (int k = 0; k < draws; ++k) {
            Person person = in_state(0, 0.6, 4);
            person.state_hours = 24; // two half-lives before day 2
            left += stage.behaviour.begin_day(person, static_cast<std::uint32_t>(k), 2).left ? 1 : 0;
        }
        QVERIFY(distance_from(0.01 * std::exp(0.5 * 1.0), left, draws) < 4.5);
    }

    void nobody_leaves_on_the_day_they_enrol() {
        Assumptions assumptions;
        assumptions.churn_rate = 0.05;
        const Stage stage(assumptions);
        for (std::uint32_t u = 0; u < 5000; ++u) {
            Person person = in_state(-5, 0, 0);
            QVERIFY(!stage.behaviour.begin_day(person, u, 0).left);
        }
    }

    // Behaviour model 3.11: q0 2^(-days / 21) per day, with T = 0.8 T + 0.1 and no fatigue left.
    void people_return_at_a_rate_that_halves_in_three_weeks_data() {
        QTest::addColumn<int>("away");
        for (const int away : {1, 7, 21, 63})
            QTest::addRow("%d days", away) << away;
    }
    void people_return_at_a_rate_that_halves_in_three_weeks() {
        QFETCH(int, away);
        Assumptions assumptions;
        assumptions.return_rate = 0.05;
        const Stage stage(assumptions);
        double back = 0;
        const int draws = sized(40000, 400000);
        for (int k = 0; k < draws; ++k) {
            Person person = in_state(0, 0.4, 0);
            person.fatigue = 2;
            person.left_on = 10;
            const DayPlan plan = stage.behaviour.begin_day(person, static_cast<std::uint32_t>(k), 10 + away);
            QCOMPARE(plan.returned, person.left_on < 0);
            if (!plan.returned) {
                QCOMPARE(plan.visits, 0);
                QCOMPARE(person.trust, 0.4F);
                continue;
            }
            back += 1;
            QVERIFY(std::abs(person.trust - 0.42F) < 1e-6F);
            QCOMPARE(person.fatigue, 0.0F);
        }
        QVERIFY2(distance_from(0.05 * std::exp2(-away / 21.0), back, draws) < 4.5,
                 qPrintable(QString::number(back / draws)));
    }

    // Behaviour model 3.11: 2 + Exp(7) slates, stretched by 0.7 + 0.6 S; here cut at 40.
    void patience_has_the_distribution_assumed_data() {
        QTest::addColumn<double>("slates");
        QTest::addColumn<double>("experience");
        QTest::newRow("as shipped") << 7.0 << 0.0;
        QTest::newRow("satisfied") << 7.0 << 2.0;
        QTest::newRow("dissatisfied") << 7.0 << -2.0;
        QTest::newRow("long") << 20.0 << 0.0;
        QTest::newRow("short") << 1.0 << 0.0;
    }
    void patience_has_the_distribution_assumed() {
        QFETCH(double, slates);
        QFETCH(double, experience);
        Assumptions assumptions;
        assumptions.visit_slates = slates;
        const Stage stage(assumptions);
        const Person person = in_state(experience, 0.6, 0);
        const double stretch = 0.7 + 0.6 * logistic(experience);
        const auto at_least = [&](int k) {
            return k > 40 ? 0.0 : k <= 2 * stretch ? 1.0 : std::exp(-(k / stretch - 2) / slates);
        };
        const int draws = 40000;
        std::vector<double> observed(41);
        for (int k = 0; k < draws; ++k) {
            const int patience = stage.behaviour.patience(person, static_cast<std::uint32_t>(k % 100),
                                                          static_cast<std::uint32_t>(k / 100));
            QVERIFY(patience >= 1 && patience <= 40);
            observed[static_cast<std::size_t>(patience)] += 1;
        }
        std::vector<double> expected(41);
        for (int k = 0; k <= 40; ++k)
            expected[static_cast<std::size_t>(k)] = draws * (at_least(k) - at_least(k + 1));
        const ChiSquare fit = chi_square(observed, expected);
        QVERIFY2(fit.value < highest_chi_square(fit.degrees),
                 qPrintable(QString("%1 with %2").arg(fit.value).arg(fit.degrees)));
    }

    // Behaviour model 3.11: a visit ends after each slate with sigma(-4 + 1.3 f + 0.8 [nothing picked]).
    void frustration_and_empty_slates_end_visits_data() {
        QTest::addColumn<double>("frustration");
        for (const double f : {0.0, 1.0, 3.0})
            QTest::addRow("%g", f) << f;
    }
    void frustration_and_empty_slates_end_visits() {
        QFETCH(double, frustration);
        Assumptions assumptions;
        assumptions.no_choice = 1;
        const Stage stage(assumptions);
        const Slate slate = slate_of(stage.world, spread_items(stage.world, 10));
        double expected = 0, variance = 0, ended = 0;
        for (std::uint32_t visit = 0; visit < 30000; ++visit) {
            Person person = stage.population.people[3];
            person.frustration = static_cast<float>(frustration);
            const SlateOutcome outcome = react(stage.behaviour, person, 3, visit, 0, slate);
            const double p = logistic(-4 + 1.3 * static_cast<double>(person.frustration) +
                                      (outcome.picked_rank < 0 ? 0.8 : 0));
            expected += p;
            variance += p * (1 - p);
            ended += outcome.goes_on ? 0 : 1;
        }
        QVERIFY2(std::abs(ended - expected) < 4.5 * std::sqrt(variance),
                 qPrintable(QString("%1 for %2").arg(ended).arg(expected)));
    }
};
ATTUNE_TEST(Visits_test);

#include "visits_test.moc"
