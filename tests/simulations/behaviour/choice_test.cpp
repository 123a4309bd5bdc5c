#include "tests/simulations/behaviour/one_person.h"
#include "tests/simulations/behaviour/statistics.h"
#include "tests/support/test.h"

#include <algorithm>
#include <numeric>

using namespace attune;
using namespace attune::test;

namespace {

constexpr std::uint32_t user = 7;

} // namespace

class Choice_test : public QObject {
    Q_OBJECT
private slots:
    // Behaviour model 3.3: P(j) = eta^(j-1) e^v_j / (e^v_0 + sum_l eta^(l-1) e^v_l)
    void picks_follow_the_multinomial_logit_with_position_bias_data() {
        QTest::addColumn<double>("decay");
        QTest::addColumn<double>("no_choice");
        QTest::addColumn<double>("satiation");
        QTest::addColumn<int>("count");
        QTest::newRow("as shipped") << 0.9 << 2.9 << 0.0 << 10;
        QTest::newRow("steep attention") << 0.5 << 2.0 << 0.0 << 10;
        QTest::newRow("no position bias") << 1.0 << 2.9 << 0.0 << 10;
        QTest::newRow("had enough of half the categories") << 0.9 << 1.0 << 2.5 << 10;
        QTest::newRow("nearly always nothing") << 0.9 << 5.0 << 0.0 << 10;
        QTest::newRow("a short slate") << 0.9 << 1.5 << 0.0 << 4;
        QTest::newRow("an empty slate") << 0.9 << 1.5 << 0.0 << 0;
    }
    void picks_follow_the_multinomial_logit_with_position_bias() {
        QFETCH(double, decay);
        QFETCH(double, no_choice);
        QFETCH(double, satiation);
        QFETCH(int, count);
        Assumptions assumptions;
        assumptions.examination_decay = decay;
        assumptions.no_choice = no_choice;
        assumptions.satiation_cost = 0.8;
        const Stage stage(assumptions);
        Person person = stage.population.people[user];
        for (std::size_t c = 0; c < 20; c += 2)
            person.satiation[c] = static_cast<float>(satiation);
        const Slate slate = slate_of(stage.world, spread_items(stage.world, static_cast<std::size_t>(count)));

        std::vector<double> expected;
        double place = 1;
        for (int rank = 0; rank < count; ++rank, place *= decay)
            expected.push_back(
                place * std::exp(stage.pull(person, user, slate.item[static_cast<std::size_t>(rank)])));
        expected.push_back(std::exp(no_choice));
        const double all = std::accumulate(expected.begin(), expected.end(), 0.0);
        const int visits = sized(40000, 400000);
        for (double& e : expected)
            e *= visits / all;

        std::vector<double> observed(expected.size());
        for (int visit = 0; visit < visits; ++visit) {
            Person again = person;
            const SlateOutcome outcome =
                react(stage.behaviour, again, user, static_cast<std::uint32_t>(visit), 0, slate);
            observed[outcome.picked_rank < 0 ? static_cast<std::size_t>(count)
                                             : static_cast<std::size_t>(outcome.picked_rank)] += 1;
        }
        if (count == 0) {
            QCOMPARE(observed[0], static_cast<double>(visits));
            return;
        }
        const ChiSquare fit = chi_square(observed, expected);
        QVERIFY2(fit.value < highest_chi_square(fit.degrees),
                 qPrintable(QString("%1 with %2 degrees").arg(fit.value).arg(fit.degrees)));
        QVERIFY(distance_from(expected.back() / visits, observed.back(), visits) < 4.5);
    }

    // The same draws at another address are as good: visits of other people, later slates of one visit.
    void every_address_draws_alike_data() {
        QTest::addColumn<bool>("people");
        QTest::newRow("slates of one visit") << false;
        QTest::newRow("people") << true;
    }
    void every_address_draws_alike() {
        QFETCH(bool, people);
        Assumptions assumptions;
        assumptions.latent_sd = 0;
        assumptions.match_sd = 0; // the same worth for everyone
        const Stage stage(assumptions);
        const Person person = stage.population.people[user];
        const Slate slate = slate_of(stage.world, spread_items(stage.world, 10));
        std::vector<double> expected;
        double place = 1;
        for (std::size_t rank = 0; rank < 10; ++rank, place *= 0.9) {
            Person plain = person;
            plain.factors.fill(0);
            expected.push_back(place * std::exp(stage.pull(plain, user, slate.item[rank])));
        }
        expected.push_back(std::exp(assumptions.no_choice));
        const double all = std::accumulate(expected.begin(), expected.end(), 0.0);
        const int draws = 40000;
        for (double& e : expected)
            e *= draws / all;
        std::vector<double> observed(11);
        for (std::uint32_t k = 0; k < draws; ++k) {
            Person again = person;
            again.factors.fill(0);
            const int rank = people ? react(stage.behaviour, again, k, 3, 0, slate).picked_rank
                                    : react(stage.behaviour, again, user, 3, k, slate).picked_rank;
            observed[rank < 0 ? 10 : static_cast<std::size_t>(rank)] += 1;
        }
        const ChiSquare fit = chi_square(observed, expected);
        QVERIFY2(fit.value < highest_chi_square(fit.degrees), qPrintable(QString::number(fit.value)));
    }

    void an_items_luck_goes_with_the_item_not_with_its_place() {
        Assumptions assumptions;
        assumptions.examination_decay = 1;
        assumptions.no_choice = 1;
        const Stage stage(assumptions);
        const Person person = stage.population.people[user];
        std::vector<std::uint32_t> items = spread_items(stage.world, 10);
        const Slate slate = slate_of(stage.world, items);
        std::reverse(items.begin(), items.end());
        const Slate reversed = slate_of(stage.world, items);
        int picks = 0;
        for (std::uint32_t visit = 0; visit < 500; ++visit) {
            Person one = person;
            Person other = person;
            const SlateOutcome a = react(stage.behaviour, one, user, visit, 0, slate);
            const SlateOutcome b = react(stage.behaviour, other, user, visit, 0, reversed);
            QCOMPARE(a.picked_rank < 0, b.picked_rank < 0);
            if (a.picked_rank < 0) continue;
            ++picks;
            QCOMPARE(b.picked_rank, 9 - a.picked_rank);
        }
        QVERIFY(picks > 100);
    }

    void people_look_three_places_beyond_their_pick() {
        Assumptions assumptions;
        assumptions.no_choice = 1.5;
        const Stage stage(assumptions);
        const std::vector<std::uint32_t> items = spread_items(stage.world, 10);
        std::vector<int> seen(10);
        int nothing = 0;
        for (const std::size_t length : {10U, 6U, 2U}) {
            const Slate slate =
                slate_of(stage.world, {items.begin(), items.begin() + static_cast<std::ptrdiff_t>(length)});
            for (std::uint32_t visit = 0; visit < 2000; ++visit) {
                Person person = stage.population.people[user];
                const SlateOutcome outcome = react(stage.behaviour, person, user, visit, 0, slate);
                if (outcome.picked_rank < 0) {
                    ++nothing;
                    QCOMPARE(outcome.examined, static_cast<int>(length));
                } else {
                    ++seen[static_cast<std::size_t>(outcome.picked_rank)];
                    QCOMPARE(outcome.examined, std::min(static_cast<int>(length), outcome.picked_rank + 4));
                }
                QVERIFY(outcome.unwanted_examined <= outcome.examined);
                QCOMPARE(outcome.tapped_ranks >> outcome.examined,
                         0U); // nobody rejects what they did not see
            }
        }
        QVERIFY(nothing > 0 && *std::min_element(seen.begin(), seen.end()) > 0);
    }

    void unwanted_is_a_category_felt_below_the_limit() {
        const Stage stage(Assumptions{});
        const Slate slate = slate_of(stage.world, spread_items(stage.world, 10));
        int unwanted = 0;
        for (std::uint32_t u = 0; u < 20; ++u)
            for (std::uint32_t visit = 0; visit < 50; ++visit) {
                Person person = stage.population.people[u];
                const SlateOutcome outcome = react(stage.behaviour, person, u, visit, 0, slate);
                int expected = 0;
                for (int rank = 0; rank < outcome.examined; ++rank)
                    expected +=
                        stage.population.people[u].taste[slate.category[static_cast<std::size_t>(rank)]] <
                                -1.2F
                            ? 1
                            : 0;
                QCOMPARE(outcome.unwanted_examined, expected);
                unwanted += expected;
            }
        QVERIFY(unwanted > 100);
    }

    // Behaviour model 3.8: the tap rate of those who know how on unwanted items, slips of the hand on all.
    void taps_come_at_the_rates_assumed_data() {
        QTest::addColumn<bool>("aware");
        QTest::newRow("knows the control") << true;
        QTest::newRow("does not") << false;
    }
    void taps_come_at_the_rates_assumed() {
        QFETCH(bool, aware);
        Assumptions assumptions;
        assumptions.tap_rate = 0.1;
        assumptions.mistap_rate = 0.01;
        assumptions.complaint_burst = 0;
        assumptions.no_choice = 30; // nobody picks, so that all ranks are seen
        const Stage stage(assumptions);
        Person person = stage.population.people[user];
        person.complaint_scale = aware ? 1.0F : 0.0F;
        person.slip_scale = 1;
        person.watch.effects = person.watch.duds = 1; // half-way believing, so that the rate counts as it is
        for (std::size_t c = 0; c < 20; ++c)
            person.taste[c] = c < 10 ? -5.0F : 1.0F;
        const Slate slate = slate_of(stage.world, spread_items(stage.world, 10));
        double unwanted = 0, unwanted_taps = 0, fine = 0, fine_taps = 0;
        for (std::uint32_t visit = 0; visit < 20000; ++visit) {
            Person again = person;
            const SlateOutcome outcome = react(stage.behaviour, again, user, visit, 0, slate);
            for (int rank = 0; rank < outcome.examined; ++rank) {
                const bool bad = person.taste[slate.category[static_cast<std::size_t>(rank)]] < -1.2F;
                const double tapped = ((outcome.tapped_ranks >> rank) & 1U) != 0 ? 1 : 0;
                (bad ? unwanted : fine) += 1;
                (bad ? unwanted_taps : fine_taps) += tapped;
            }
        }
        QVERIFY(unwanted > 20000 && fine > 20000);
        // Seeing something unwanted adds 0.12 to the grudge before the tap.
        QVERIFY2(distance_from(aware ? 0.01 + 0.1 * 1.12 : 0.01, unwanted_taps, unwanted) < 4.5,
                 qPrintable(QString::number(unwanted_taps / unwanted)));
        QVERIFY2(distance_from(0.01, fine_taps, fine) < 4.5, qPrintable(QString::number(fine_taps / fine)));
    }

    void what_is_picked_is_not_rejected_at_once() {
        Assumptions assumptions;
        assumptions.mistap_rate = 0.5;
        assumptions.no_choice = 1;
        const Stage stage(assumptions);
        const Slate slate = slate_of(stage.world, spread_items(stage.world, 10));
        int picks = 0;
        for (std::uint32_t visit = 0; visit < 1000; ++visit) {
            Person person = stage.population.people[user];
            const SlateOutcome outcome = react(stage.behaviour, person, user, visit, 0, slate);
            if (outcome.picked_rank < 0) continue;
            ++picks;
            QVERIFY(((outcome.tapped_ranks >> outcome.picked_rank) & 1U) == 0);
        }
        QVERIFY(picks > 200);
    }

    void worth_is_stable() {
        const Stage stage(Assumptions{});
        const Behaviour again(stage.assumptions, stage.world, 15);
        const Behaviour other(stage.assumptions, stage.world, 16);
        int changed = 0;
        for (std::uint32_t i = 0; i < 200; ++i) {
            const Person& person = stage.population.people[user];
            QCOMPARE(again.worth(person, user, i), stage.behaviour.worth(person, user, i));
            changed += other.worth(person, user, i) == stage.behaviour.worth(person, user, i) ? 0 : 1;
        }
        QVERIFY(changed > 150);
    }
};
ATTUNE_TEST(Choice_test);

#include "choice_test.moc"
