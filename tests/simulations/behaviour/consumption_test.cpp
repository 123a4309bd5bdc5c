#include "tests/simulations/behaviour/one_person.h"
#include "tests/simulations/behaviour/statistics.h"
#include "tests/simulations/example_run.h"

#include <algorithm>
#include <array>

using namespace attune;
using namespace attune::test;

namespace {

constexpr std::uint32_t user = 4;

/// The outcomes of one person meeting one item over and over, always fresh; nearly all of them pick it.
template <typename Each>
void meet(const Stage& stage, const Person& person, std::uint32_t item, int visits, const Each& each) {
    const Slate slate = slate_of(stage.world, {item});
    for (int visit = 0; visit < visits; ++visit) {
        Person again = person;
        const SlateOutcome outcome =
            react(stage.behaviour, again, user, static_cast<std::uint32_t>(visit), 0, slate);
        if (outcome.picked_rank == 0) each(outcome, again);
    }
}

/// Shares of consumptions left within 5 s, within 30 s and before the end.
struct Left {
    std::array<double, 3> everyone{}, phone{}, desktop{};
};

Left left_by(Ranker ranker, const Assumptions& assumptions = {}) {
    Policy policy;
    policy.ranker = static_cast<int>(ranker);
    const WorldData world = make_synthetic_world(assumptions, 1000, 2);
    const int users = sized(800, 4000);
    const LoggedRun run = observe_with_log(request_over(world, assumptions, policy, users, 60, 2));
    const Population population = make_population(assumptions, world, users, 2);
    Left left;
    double all = 0, on_phone = 0, on_desktop = 0;
    for (const LoggedEvent& event : run.log) {
        if (event.kind != LoggedKind::feedback || event.feedback != FeedbackKind::consumed) continue;
        const Device device = population.people[event.user.value].device;
        const auto count = [&](double& n, std::array<double, 3>& share) {
            n += 1;
            share[0] += event.value < 0.1F ? 1 : 0;
            share[1] += event.value < 0.5F ? 1 : 0;
            share[2] += event.value < 1 ? 1 : 0;
        };
        count(all, left.everyone);
        if (device == Device::phone) count(on_phone, left.phone);
        if (device == Device::desktop) count(on_desktop, left.desktop);
    }
    for (std::size_t k = 0; k < 3; ++k) {
        left.everyone[k] /= all;
        left.phone[k] /= on_phone;
        left.desktop[k] /= on_desktop;
    }
    qInfo("%s: left within 5 s %.3f (measured 0.241), within 30 s %.3f (0.351), before the end %.3f (0.486), "
          "of %.0f; on phones %.3f, at desktops %.3f (0.511 and 0.401)",
          ranker == Ranker::factors ? "factors" : "random", left.everyone[0], left.everyone[1],
          left.everyone[2], all, left.phone[2], left.desktop[2]);
    return left;
}

} // namespace

class Consumption_test : public QObject {
    Q_OBJECT
private slots:
    // Behaviour model 3.5: y = b - regret x clickbait - cost x satiation + N(0, 0.5), depth score y + N(0,
    // 0.9).
    void enjoyment_and_depth_follow_worth_data() {
        QTest::addColumn<double>("taste");
        for (const double taste : {-2.0, -0.5, 0.0, 0.6, 2.0})
            QTest::addRow("%g", taste) << taste;
    }
    void enjoyment_and_depth_follow_worth() {
        QFETCH(double, taste);
        Assumptions assumptions;
        assumptions.no_choice = -20;
        const Stage stage(assumptions);
        Person person = stage.population.people[user];
        person.taste.fill(static_cast<float>(taste));
        person.satiation.fill(0.7F);
        person.depth_shift = -0.25F;
        const std::uint32_t item = 33;
        // Seeing the item already tires a little before it is consumed.
        const double mean = static_cast<double>(stage.behaviour.worth(person, user, item)) -
                            0.9 * static_cast<double>(stage.world.truth.clickbait[item]) -
                            0.45 * (0.7 + 0.05);
        double n = 0, sum = 0, squares = 0;
        std::vector<double> depths(4);
        meet(stage, person, item, 30000, [&](const SlateOutcome& outcome, const Person&) {
            const double y = static_cast<double>(outcome.enjoyment);
            n += 1;
            sum += y;
            squares += (y - mean) * (y - mean);
            depths[outcome.depth < 0.1F ? 0 : outcome.depth < 0.5F ? 1 : outcome.depth < 0.9F ? 2 : 3] += 1;
            QCOMPARE(outcome.minutes, outcome.depth * 4);
        });
        QCOMPARE(n, 30000.0);
        QVERIFY2(std::abs(sum / n - mean) < 4.5 * 0.5 / std::sqrt(n),
                 qPrintable(QString::number(sum / n - mean)));
        QVERIFY(std::abs(std::sqrt(squares / n) / 0.5 - 1) < 0.03);
        const double spread = std::sqrt(0.5 * 0.5 + 0.9 * 0.9);
        std::vector<double> expected;
        double below = 0;
        for (const double limit :
             {assumptions.left_at_once, assumptions.left_early, assumptions.left_before_end, 1e9}) {
            const double now = normal_below((limit - mean + 0.25) / spread);
            expected.push_back(n * (now - below));
            below = now;
        }
        const ChiSquare fit = chi_square(depths, expected);
        QVERIFY2(fit.value < highest_chi_square(fit.degrees), qPrintable(QString::number(fit.value)));
    }

    // Behaviour model E16 and 8.1: 24.14 % left within 5 s, 35.05 % within 30 s, 48.6 % before the end.
    void skips_are_as_frequent_as_measured_and_fewer_where_taste_is_learned() {
        const std::array<double, 3> measured = {0.2414, 0.3505, 0.486};
        const Left unlearned = left_by(Ranker::random);
        const Left learned = left_by(Ranker::factors);
        for (std::size_t k = 0; k < 3; ++k) {
            QVERIFY2(std::abs(learned.everyone[k] - measured[k]) < 0.03,
                     qPrintable(QString::number(learned.everyone[k])));
            QVERIFY2(learned.everyone[k] < unlearned.everyone[k] - 0.01,
                     qPrintable(QString::number(learned.everyone[k])));
        }
    }

    // Behaviour model E16 and 8.1: before the end, 51.1 % on phones and 40.1 % at desktops.
    void phones_are_left_earlier_because_of_their_depth_alone() {
        const Left left = left_by(Ranker::factors);
        const double gap = left.phone[2] - left.desktop[2];
        QVERIFY2(std::abs(gap - 0.11) < 0.04, qPrintable(QString::number(gap)));
        Assumptions same;
        same.phone_depth = same.large_screen_depth = 0;
        const Left control = left_by(Ranker::factors, same);
        const double none = control.phone[2] - control.desktop[2];
        QVERIFY2(std::abs(none) < 0.02, qPrintable(QString::number(none)));
    }

    void satiation_halves_in_its_half_life() {
        Assumptions assumptions;
        assumptions.satiation_half_life = 30;
        assumptions.frustration_half_life = 10;
        assumptions.fatigue_half_life = 100;
        const Stage stage(assumptions);
        const auto after = [&](std::initializer_list<float> hours) {
            Person person;
            person.satiation.fill(4);
            person.frustration = 2;
            person.fatigue = 3;
            for (const float hour : hours)
                stage.behaviour.begin_visit(person, user, 0, static_cast<double>(hour));
            return person;
        };
        const auto near = [](float a, double b) {
            return std::abs(static_cast<double>(a) - b) < 1e-5 * std::max(1.0, b);
        };
        QVERIFY(near(after({30}).satiation[0], 2));
        QVERIFY(near(after({30}).satiation[19], 2));
        QVERIFY(near(after({10}).frustration, 1));
        QVERIFY(near(after({100}).fatigue, 1.5));
        QVERIFY(near(after({50}).satiation[3], 4 * std::exp2(-50.0 / 30)));
        // Behaviour model 8.10: any steps come to the same.
        const Person whole = after({48});
        for (const Person& stepped :
             {after({24, 48}), after({1, 2, 3, 40, 48}), after({0, 0, 12, 24, 36, 48, 48})}) {
            QVERIFY(near(stepped.satiation[0], static_cast<double>(whole.satiation[0])));
            QVERIFY(near(stepped.frustration, static_cast<double>(whole.frustration)));
            QVERIFY(near(stepped.fatigue, static_cast<double>(whole.fatigue)));
        }
        // Time that runs backwards between overlapping visits undoes nothing.
        QVERIFY(near(after({48, 40}).satiation[0], static_cast<double>(whole.satiation[0])));
    }

    void looking_and_consuming_tire_of_the_category_alone() {
        Assumptions assumptions;
        assumptions.no_choice = -20;
        const Stage stage(assumptions);
        const std::vector<std::uint32_t> items = spread_items(stage.world, 10);
        const Slate slate = slate_of(stage.world, items);
        for (std::uint32_t visit = 0; visit < 200; ++visit) {
            Person person = stage.population.people[user];
            const SlateOutcome outcome = react(stage.behaviour, person, user, visit, 0, slate);
            std::array<double, max_categories> expected{};
            for (int rank = 0; rank < outcome.examined; ++rank)
                expected[slate.category[static_cast<std::size_t>(rank)]] += 0.05;
            expected[slate.category[static_cast<std::size_t>(outcome.picked_rank)]] += 0.5;
            for (std::size_t c = 0; c < max_categories; ++c)
                QVERIFY(std::abs(static_cast<double>(person.satiation[c]) - expected[c]) < 1e-6);
        }
    }

    void experience_follows_the_two_speed_rule() {
        Assumptions assumptions;
        assumptions.no_choice = -20;
        const Stage stage(assumptions);
        Person person = stage.population.people[user];
        person.experience = -0.4F;
        person.taste.fill(0.5F);
        double n = 0, sum = 0, squares = 0;
        meet(stage, person, 50, 20000, [&](const SlateOutcome& outcome, const Person& after) {
            const double expected =
                0.85 * -0.4 + 0.15 * 2.2 * std::tanh(static_cast<double>(outcome.enjoyment) / 1.2);
            const double rest = static_cast<double>(after.experience) - expected;
            n += 1;
            sum += rest;
            squares += rest * rest;
        });
        QVERIFY(std::abs(sum / n) < 4.5 * 0.05 / std::sqrt(n));
        QVERIFY(std::abs(std::sqrt(squares / n) / 0.05 - 1) < 0.03);
    }

    void trust_grows_slowly_and_falls_three_times_as_fast() {
        Assumptions assumptions;
        assumptions.no_choice = -20;
        assumptions.trust_gain = 0.02;
        assumptions.disappointment = 0;
        const Stage stage(assumptions);
        Person person = stage.population.people[user];
        person.trust = 0.4F;
        int good = 0, bad = 0;
        person.taste.fill(0);
        // A taste at which item 50 is now enjoyed, now bad, and now neither.
        person.taste.fill(0.9F * stage.world.truth.clickbait[50] - 0.4F -
                          stage.behaviour.worth(person, user, 50));
        int neither = 0;
        meet(stage, person, 50, 2000, [&](const SlateOutcome& outcome, const Person& after) {
            const double expected = outcome.enjoyment > 0       ? 0.4 + 0.02 * 0.3 * 0.6
                                    : outcome.enjoyment < -0.8F ? 0.4 - 0.02 * 3 * 0.3 * 0.4
                                                                : 0.4;
            ++(outcome.enjoyment > 0 ? good : outcome.enjoyment < -0.8F ? bad : neither);
            QVERIFY(std::abs(static_cast<double>(after.trust) - expected) < 1e-6);
        });
        QVERIFY(good > 100 && bad > 100 && neither > 100);
    }

    void state_stays_in_range_whatever_happens_data() {
        QTest::addColumn<double>("taste");
        QTest::addColumn<double>("trust_gain");
        QTest::newRow("loves everything") << 6.0 << 0.05;
        QTest::newRow("hates everything") << -6.0 << 0.05;
        QTest::newRow("lukewarm") << 0.0 << 0.05;
    }
    void state_stays_in_range_whatever_happens() {
        QFETCH(double, taste);
        QFETCH(double, trust_gain);
        Assumptions assumptions;
        assumptions.no_choice = -20;
        assumptions.trust_gain = trust_gain;
        assumptions.satisfaction_gain = 4;
        assumptions.opt_out_rate = 0;
        const Stage stage(assumptions);
        Person person = stage.population.people[user];
        person.taste.fill(static_cast<float>(taste));
        const Slate slate = slate_of(stage.world, spread_items(stage.world, 10));
        // No quantile of 24 bits lies beyond 5.5, so the noise cannot carry experience further than this.
        const float limit = 4.0F + 0.05F * 5.5F / 0.15F;
        double hours = 0;
        for (std::uint32_t visit = 0; visit < 3000; ++visit) {
            hours += 12;
            VisitMood mood = stage.behaviour.begin_visit(person, user, visit, hours);
            const SlateOutcome outcome = stage.behaviour.react(person, user, visit, visit % 7, slate, mood);
            stage.behaviour.answer(person, outcome, mood, Trigger::pause);
            QVERIFY(person.trust >= 0 && person.trust <= 1);
            QVERIFY(std::abs(person.experience) <= limit);
            const float s = stage.behaviour.satisfaction(person);
            QVERIFY(s > 0 && s < 1);
            QVERIFY(person.frustration >= 0 && std::isfinite(person.frustration));
            QVERIFY(person.fatigue >= 0 && std::isfinite(person.fatigue));
            for (const float satiation : person.satiation)
                QVERIFY(satiation >= 0 && std::isfinite(satiation));
            QVERIFY(outcome.depth >= 0 && outcome.depth <= 1);
        }
        if (taste > 0) QVERIFY(stage.behaviour.satisfaction(person) > 0.9F);
        if (taste < 0) QVERIFY(person.trust < 0.1F && stage.behaviour.satisfaction(person) < 0.1F);
    }

    // Behaviour model 3.8: what annoys, and by how much.
    void frustration_counts_unwanted_items_bad_consumption_and_empty_hands() {
        Assumptions assumptions;
        assumptions.no_choice = 1.5;
        assumptions.disappointment = 0;
        assumptions.tap_rate = 0; // seeing again what one has objected to annoys more
        const Stage stage(assumptions);
        const Slate slate = slate_of(stage.world, spread_items(stage.world, 10));
        int empty = 0, bad = 0, unwanted = 0;
        for (std::uint32_t u = 0; u < 20; ++u)
            for (std::uint32_t visit = 0; visit < 200; ++visit) {
                Person person = stage.population.people[u];
                const SlateOutcome outcome = react(stage.behaviour, person, u, visit, 0, slate);
                const bool was_bad = outcome.picked_rank >= 0 && outcome.enjoyment < -0.8F;
                const double expected = 0.03 * outcome.unwanted_examined +
                                        (outcome.picked_rank < 0 ? 0.02 : 0) + (was_bad ? 0.15 : 0);
                QVERIFY(std::abs(static_cast<double>(person.frustration) - expected) < 1e-6);
                empty += outcome.picked_rank < 0 ? 1 : 0;
                bad += was_bad ? 1 : 0;
                unwanted += outcome.unwanted_examined;
            }
        QVERIFY(empty > 50 && bad > 50 && unwanted > 50);
    }

    // Behaviour model 3.12: sigma(base + 0.9 y + 1.2 intent), intent in 15 % of visits.
    void conversions_follow_enjoyment_and_intent_data() {
        QTest::addColumn<double>("taste");
        QTest::addColumn<bool>("intent");
        for (const double taste : {-1.0, 1.0, 3.0})
            for (const bool intent : {false, true})
                QTest::addRow("%g%s", taste, intent ? ", with something in mind" : "") << taste << intent;
    }
    void conversions_follow_enjoyment_and_intent() {
        QFETCH(double, taste);
        QFETCH(bool, intent);
        Assumptions assumptions;
        assumptions.no_choice = -20;
        assumptions.conversion_base = -3;
        const Stage stage(assumptions);
        Person person = stage.population.people[user];
        person.taste.fill(static_cast<float>(taste));
        double converted = 0, expected = 0, variance = 0;
        const Slate slate = slate_of(stage.world, {50});
        double intents = 0;
        for (std::uint32_t visit = 0; visit < 20000; ++visit) {
            Person again = person;
            intents += stage.behaviour.begin_visit(again, user, visit, 0).intent ? 1 : 0;
            VisitMood mood;
            mood.intent = intent;
            const SlateOutcome outcome = stage.behaviour.react(again, user, visit, 0, slate, mood);
            if (outcome.picked_rank < 0) continue;
            const double p =
                logistic(-3 + 0.9 * static_cast<double>(outcome.enjoyment) + (intent ? 1.2 : 0.0));
            converted += outcome.converted ? 1 : 0;
            expected += p;
            variance += p * (1 - p);
        }
        QVERIFY(std::abs(intents / 20000 - 0.15) < 4.5 * std::sqrt(0.15 * 0.85 / 20000));
        QVERIFY2(std::abs(converted - expected) < 4.5 * std::sqrt(variance),
                 qPrintable(QString("%1 for %2").arg(converted).arg(expected)));
    }
};
ATTUNE_TEST(Consumption_test);

#include "consumption_test.moc"
