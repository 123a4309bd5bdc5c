// Session length in slates and minutes, with the regretted part, and conversion per visit and person.
#include "core/measures/metrics/conversion.h"
#include "core/measures/metrics/retention.h"
#include "core/measures/metrics/sessions.h"
#include "tests/core/measures/draws.h"
#include "tests/support/test.h"

#include <map>
#include <set>

using namespace attune;
using attune::test::Draws;

namespace {

struct Log {
    std::vector<PersonRow> people;
    std::vector<VisitRow> visits;
    std::vector<ConsumptionRow> consumptions;
};

/// Ann visits twice, Ben once, Cleo never.
///   Ann 0: 5 slates, 20 min; 6 min enjoyed (y 1.2), 4 min regretted (y -0.3)
///   Ann 1: 1 slate, 3 min; 2 min regretted (y exactly 0 is not enjoyed)
///   Ben 0: 6 slates, 17 min; 10 min enjoyed (y 0.1, buys), 1 min enjoyed (y 2, buys again)
Log hand_made() {
    return {.people = {{.user = 0}, {.user = 1}, {.user = 2}},
            .visits = {{.user = 0, .visit = 0, .day = 0, .slates = 5, .minutes = 20},
                       {.user = 0, .visit = 1, .day = 3, .slates = 1, .minutes = 3},
                       {.user = 1, .visit = 0, .day = 0, .slates = 6, .minutes = 17}},
            .consumptions = {{.user = 0, .visit = 0, .minutes = 6, .enjoyment = 1.2},
                             {.user = 0, .visit = 0, .minutes = 4, .enjoyment = -0.3},
                             {.user = 0, .visit = 1, .minutes = 2, .enjoyment = 0},
                             {.user = 1, .visit = 0, .minutes = 10, .enjoyment = 0.1, .converted = true},
                             {.user = 1, .visit = 0, .minutes = 1, .enjoyment = 2, .converted = true}}};
}

Log random_log(Draws& draws) {
    Log log;
    const int users = 1 + draws.number(12);
    for (int i = 0; i < users; ++i) {
        const auto user = static_cast<std::uint32_t>(i);
        log.people.push_back({.user = user});
        const auto visits = static_cast<std::uint32_t>(draws.number(6));
        for (std::uint32_t visit = 0; visit < visits; ++visit) {
            double minutes = draws.uniform() / 3;
            for (int left = draws.number(5); left > 0; --left) {
                const double taken = 10 * draws.uniform() / 3; // a third: sums must round
                minutes += taken;
                log.consumptions.push_back({user, visit, taken, draws.normal(), draws.chance(0.1)});
            }
            log.visits.push_back(
                {user, visit, static_cast<int>(visit), static_cast<std::uint32_t>(draws.number(9)), minutes});
        }
    }
    return log;
}

Tallies all_tallies(const Log& log) {
    Tallies tallies = retention_tallies(log.people, log.visits);
    tallies += session_tallies(log.visits, log.consumptions);
    tallies += conversion_tallies(log.consumptions);
    return tallies;
}

} // namespace

class Sessions_test : public QObject {
    Q_OBJECT
private slots:
    // FB-66
    void a_hand_made_log_gives_the_worked_lengths() {
        const Tallies tallies = all_tallies(hand_made());
        QCOMPARE(ratio_value("session_length", tallies), 4.0); // 12 slates in 3 visits
        QCOMPARE(ratio_value("session_minutes", tallies), 40.0 / 3.0);
        QCOMPARE(tallies[Tally::regretted_minutes], 6.0);          // 4 + 2
        QCOMPARE(ratio_value("regretted_minutes", tallies), 0.15); // 6 of 40
        QCOMPARE(ratio_value("enjoyed_true", tallies), 0.6);       // 3 of 5
    }

    // FB-67
    void a_hand_made_log_gives_the_worked_conversion() {
        const Tallies tallies = all_tallies(hand_made());
        QCOMPARE(tallies[Tally::conversions], 2.0);
        QCOMPARE(ratio_value("conversion_session", tallies), 1.0 / 3.0); // Ben's two buys are one visit
        QCOMPARE(ratio_value("conversion_user", tallies),
                 1.0 / 3.0); // Cleo, who never came, counts below the line
        Log twice = hand_made();
        twice.consumptions[0].converted = true;
        twice.consumptions[2].converted = true; // Ann in both of her visits
        const Tallies more = all_tallies(twice);
        QCOMPARE(ratio_value("conversion_session", more), 1.0);
        QCOMPARE(ratio_value("conversion_user", more), 2.0 / 3.0);
    }

    void no_visits_have_no_length() {
        const Tallies tallies = all_tallies({.people = {{.user = 0}}, .visits = {}, .consumptions = {}});
        for (const char* key :
             {"session_length", "session_minutes", "regretted_minutes", "enjoyed_true", "conversion_session"})
            QVERIFY2(std::isnan(ratio_value(key, tallies)), key);
        QCOMPARE(ratio_value("conversion_user", tallies), 0.0);
    }

    // FB-66 FB-67
    void equals_brute_force_on_random_logs() {
        for (int repetition = 0; repetition < test::sized(200, 5000); ++repetition) {
            Draws draws(66, repetition);
            const Log log = random_log(draws);
            if (log.visits.empty()) continue;
            // Person by person, visit by visit.
            double slates = 0, minutes = 0, good = 0, bad = 0, buying_visits = 0, buyers = 0, liked = 0;
            for (const auto& person : log.people) {
                bool bought = false;
                for (const auto& visit : log.visits) {
                    if (visit.user != person.user) continue;
                    slates += visit.slates;
                    double idle = visit.minutes;
                    bool bought_now = false;
                    for (const auto& c : log.consumptions) {
                        if (c.user != visit.user || c.visit != visit.visit) continue;
                        idle -= c.minutes;
                        (c.enjoyment > 0 ? good : bad) += c.minutes;
                        liked += c.enjoyment > 0 ? 1 : 0;
                        bought_now = bought_now || c.converted;
                    }
                    minutes += idle;
                    buying_visits += bought_now ? 1 : 0;
                    bought = bought || bought_now;
                }
                buyers += bought ? 1 : 0;
            }
            minutes += good + bad;
            const double visits = static_cast<double>(log.visits.size());
            const Tallies tallies = all_tallies(log);
            VERIFY_NEAR(ratio_value("session_length", tallies), slates / visits, 1e-12);
            VERIFY_NEAR(ratio_value("session_minutes", tallies), minutes / visits, 1e-9);
            VERIFY_NEAR(ratio_value("regretted_minutes", tallies), bad / minutes, 1e-9);
            VERIFY_NEAR(ratio_value("conversion_session", tallies), buying_visits / visits, 1e-12);
            VERIFY_NEAR(ratio_value("conversion_user", tallies),
                        buyers / static_cast<double>(log.people.size()), 1e-12);
            if (log.consumptions.empty()) continue;
            VERIFY_NEAR(ratio_value("enjoyed_true", tallies),
                        liked / static_cast<double>(log.consumptions.size()), 1e-12);
        }
    }

    void order_of_rows_does_not_reach_the_last_bit() {
        Draws draws(67, 1);
        Log log = random_log(draws);
        while (log.consumptions.size() < 60)
            log = random_log(draws);
        const Tallies before = all_tallies(log);
        for (int i = 0; i < 20; ++i) {
            draws.shuffle(log.people);
            draws.shuffle(log.visits);
            draws.shuffle(log.consumptions);
            QVERIFY(all_tallies(log) == before);
        }
    }
};

ATTUNE_TEST(Sessions_test);
#include "sessions_test.moc"
