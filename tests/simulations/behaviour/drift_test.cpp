// Tastes over time: behaviour model 3.2.
#include "simulations/behaviour/drift.h"
#include "tests/simulations/behaviour/one_person.h"
#include "tests/simulations/behaviour/statistics.h"
#include "tests/support/test.h"

#include <algorithm>
#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

constexpr std::uint64_t seed = 21;
constexpr std::size_t categories = 20;

/// Nothing moves unless a test says so.
Assumptions still() {
    Assumptions a;
    a.drift_sd = 0;
    a.life_event_rate = 0;
    a.season_amplitude = 0;
    a.drift_by_consumption = 0;
    return a;
}

Person person_at(float lasting, float now) {
    Person person;
    person.lasting_taste.fill(lasting);
    person.taste.fill(now);
    return person;
}

} // namespace

class Drift_test : public QObject {
    Q_OBJECT
    const WorldData world_ = make_synthetic_world(Assumptions{}, 100, seed);

private slots:
    void tastes_wander_as_an_ornstein_uhlenbeck_process_data() {
        QTest::addColumn<int>("steps");
        QTest::newRow("whole days") << 1;
        QTest::newRow("half days") << 2;
    }
    void tastes_wander_as_an_ornstein_uhlenbeck_process() {
        QFETCH(int, steps);
        Assumptions a = still();
        a.drift_sd = 0.1;
        a.drift_keep = 0.9;
        const Drift drift(a, world_, seed, steps);
        // After n days from 2 nat off: mean 2 x 0.9^n, variance 0.1^2 (1 - 0.9^2n) / (1 - 0.9^2).
        constexpr int days = 5;
        double sum = 0, squares = 0, n = 0;
        for (std::uint32_t u = 0; u < 4000; ++u) {
            Person person = person_at(0, 2);
            for (int day = 0; day < days; ++day)
                for (int step = 0; step < steps; ++step)
                    drift.pass(person, stream_key(seed, u), day, step);
            for (std::size_t c = 0; c < categories; ++c) {
                sum += static_cast<double>(person.taste[c]);
                squares += static_cast<double>(person.taste[c] * person.taste[c]);
                n += 1;
            }
        }
        const double mean = 2 * std::pow(0.9, days);
        const double sd = 0.1 * std::sqrt((1 - std::pow(0.9, 2 * days)) / (1 - 0.81));
        QVERIFY2(std::abs(sum / n - mean) < 4.5 * sd / std::sqrt(n), qPrintable(QString::number(sum / n)));
        const double found = std::sqrt(squares / n - sum / n * sum / n);
        QVERIFY2(std::abs(found / sd - 1) < 0.02, qPrintable(QString::number(found)));
    }

    void people_start_as_far_from_their_lasting_tastes_as_they_stay() {
        Assumptions a = still();
        a.drift_sd = 0.05;
        a.drift_keep = 0.98;
        const Stage stage(a, 200, 2000, seed);
        const Drift drift(a, world_, seed, 1);
        const auto spread = [&](const std::vector<Person>& people) {
            double squares = 0;
            for (const Person& person : people)
                for (std::size_t c = 0; c < categories; ++c) {
                    const auto off = static_cast<double>(person.taste[c] - person.lasting_taste[c]);
                    squares += off * off;
                }
            return std::sqrt(squares / static_cast<double>(people.size() * categories));
        };
        const double expected = 0.05 / std::sqrt(1 - 0.98 * 0.98);
        std::vector<Person> people = stage.population.people;
        QVERIFY(std::abs(spread(people) / expected - 1) < 0.02);
        for (std::uint32_t u = 0; u < people.size(); ++u)
            for (int day = 0; day < 60; ++day)
                drift.pass(people[u], stream_key(seed, u), day, 0);
        QVERIFY2(std::abs(spread(people) / expected - 1) < 0.02, qPrintable(QString::number(spread(people))));
    }

    void without_drift_nothing_moves() {
        const Drift drift(still(), world_, seed, 1);
        Person person = person_at(0.7F, 0.7F);
        for (int day = 0; day < 100; ++day)
            drift.pass(person, stream_key(seed, 1), day, 0);
        for (std::size_t c = 0; c < categories; ++c) {
            QVERIFY(std::abs(person.taste[c] - 0.7F) < 1e-5F);
            QCOMPARE(drift.season(c, 50), 0.0F);
        }
    }

    void lives_take_turns_at_the_rate_assumed() {
        Assumptions a = still();
        a.life_event_rate = 0.02;
        const Drift drift(a, world_, seed, 1);
        int turns = 0;
        double liked = 0, disliked = 0;
        constexpr int people = 500, days = 100;
        for (std::uint32_t u = 0; u < people; ++u) {
            Person person = person_at(10, 10);
            for (int day = 0; day < days; ++day) {
                const auto before = person.lasting_taste;
                drift.pass(person, stream_key(seed, u), day, 0);
                for (std::size_t c = 0; c < categories; ++c) {
                    if (person.lasting_taste[c] == before[c]) continue;
                    ++turns;
                    liked += person.lasting_taste[c] > 0.9F ? 1 : 0;
                    disliked += person.lasting_taste[c] < -1.75F ? 1 : 0;
                }
            }
        }
        QVERIFY2(distance_from(0.02, turns, people * days) < 4.5, qPrintable(QString::number(turns)));
        QVERIFY2(std::abs(liked / turns - 0.2 * 0.84) < 0.05, qPrintable(QString::number(liked / turns)));
        QVERIFY2(std::abs(disliked / turns - 0.125 * 0.93) < 0.05,
                 qPrintable(QString::number(disliked / turns)));
    }

    void lives_that_take_turns_leave_each_category_as_many_friends_data() {
        QTest::addColumn<double>("niche_share");
        QTest::newRow("mainstream") << 0.0;
        QTest::newRow("niche") << 1.0;
    }
    // Otherwise a majority of taste would come or go in every long run.
    void lives_that_take_turns_leave_each_category_as_many_friends() {
        QFETCH(double, niche_share);
        Assumptions a = still();
        a.liked_mean = 4;
        a.majority = 1;
        a.niche_share = niche_share;
        a.life_event_rate = 0.9;
        const int people = sized(4000, 40000);
        const Stage stage(a, 1000, people, seed);
        const Drift drift(a, stage.world, seed, 1);
        std::array<double, categories> before{}, after{};
        for (std::uint32_t u = 0; u < static_cast<std::uint32_t>(people); ++u) {
            Person person = stage.population.people[u];
            for (std::size_t c = 0; c < categories; ++c)
                before[c] += person.lasting_taste[c] > 2.5F ? 1 : 0;
            for (int day = 0; day < 150; ++day)
                drift.pass(person, stream_key(seed, u), day, 0);
            for (std::size_t c = 0; c < categories; ++c)
                after[c] += person.lasting_taste[c] > 2.5F ? 1 : 0;
        }
        for (std::size_t c = 0; c < categories; ++c)
            QVERIFY2(std::abs(after[c] - before[c]) / people < 0.045,
                     qPrintable(QStringLiteral("category %1: %2, then %3")
                                    .arg(c)
                                    .arg(before[c] / people)
                                    .arg(after[c] / people)));
        QVERIFY(*std::max_element(before.begin(), before.end()) > 0.4 * people);
    }

    void seasons_rise_and_fall_in_their_period() {
        Assumptions a = still();
        a.season_amplitude = 0.5;
        a.season_share = 0.5;
        a.season_period = 8;
        int seasonal = 0;
        for (std::uint64_t other = 0; other < 20 * categories; ++other) {
            const std::size_t c = other % categories;
            const Drift drift(a, world_, seed + other / categories, 1);
            float highest = 0, sum = 0;
            for (int day = 0; day < 8; ++day) {
                highest = std::max(highest, drift.season(c, day));
                sum += drift.season(c, day);
                QCOMPARE(drift.season(c, day), drift.season(c, day + 16));
            }
            if (highest == 0) continue;
            ++seasonal;
            QVERIFY(std::abs(sum) < 1e-4F);
            QVERIFY(highest > 0.46F && highest <= 0.5001F); // within a sixteenth of a turn of the crest
        }
        QVERIFY(distance_from(0.5, seasonal, 400) < 4.5);
    }

    void a_shock_gives_as_much_to_enjoy_elsewhere() {
        Assumptions a = still();
        a.shock_day = 5;
        a.shock_share = 0.5;
        const Stage stage(a, 200, 1000, seed);
        const Drift drift(a, world_, seed, 1);
        int hit = 0;
        for (std::uint32_t u = 0; u < 1000; ++u) {
            Person person = stage.population.people[u];
            const Person before = person;
            for (int day = 0; day < 10; ++day) {
                drift.pass(person, stream_key(seed, u), day, 0);
                if (day == 4) QVERIFY(person.lasting_taste == before.lasting_taste);
            }
            if (person.lasting_taste == before.lasting_taste) continue;
            ++hit;
            auto was = before.lasting_taste, is = person.lasting_taste;
            std::sort(was.begin(), was.end());
            std::sort(is.begin(), is.end());
            QVERIFY(was == is);
        }
        QVERIFY2(distance_from(0.5, hit, 1000) < 4.5, qPrintable(QString::number(hit)));
    }

    // RecSim interest evolution, scaled: alpha(x) = k 0.3 (1 - |x|), towards with probability (1 + x) / 2.
    void consuming_moves_a_taste_towards_what_is_liked() {
        Assumptions a = still();
        a.drift_by_consumption = 0.5;
        const Drift drift(a, world_, seed, 1);
        Person person = person_at(0, 1.5F);
        drift.consumed(person, 3, 0.74F); // interest 0.5: towards below 0.75
        QVERIFY(std::abs(person.taste[3] - (1.5F + 3 * 0.5F * 0.3F * 0.5F)) < 1e-5F);
        person.taste[3] = 1.5F;
        drift.consumed(person, 3, 0.76F);
        QVERIFY(std::abs(person.taste[3] - (1.5F - 3 * 0.5F * 0.3F * 0.5F)) < 1e-5F);
        QCOMPARE(person.taste[4], 1.5F);
        person.taste[3] = 4; // beyond any interest nothing moves
        drift.consumed(person, 3, 0.5F);
        QCOMPARE(person.taste[3], 4.0F);
    }
};
ATTUNE_TEST(Drift_test);

#include "drift_test.moc"
