// Thompson sampling: what is known of a taste against dense algebra, the chance of every draw against many
// draws, and a service that tries what it does not know and says how likely each try was.
#include "core/base/random.h"
#include "core/recommender/preference/taste_posterior.h"
#include "core/recommender/ranking/thompson.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/core/recommender/platform.h"
#include "tests/support/test.h"

#include <Eigen/Dense>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

using namespace attune;
using namespace attune::test;

namespace {

constexpr std::uint32_t ann = 3;

std::vector<TrainingRow> some_rows(int count) {
    Dice dice(31, static_cast<std::uint32_t>(count));
    std::vector<TrainingRow> rows;
    for (int k = 0; k < count; ++k)
        rows.push_back({dice.below(40), 2.0F * uniform(dice.word()) - 1.0F, 0.25F + uniform(dice.word())});
    return rows;
}

/// Teaches a model: everybody likes items as their number says.
FactorModel taught(double regularisation) {
    FactorModel model(40, regularisation, 7);
    std::vector<std::uint32_t> offsets{0};
    std::vector<TrainingRow> rows;
    Dice dice(32, 0);
    for (int person = 0; person < 60; ++person) {
        for (std::uint32_t item = 0; item < 30; ++item) // ten are never met
            if (dice.below(3) == 0)
                rows.push_back({item, 0.05F * static_cast<float>(item) + uniform(dice.word()), 1.0F});
        offsets.push_back(static_cast<std::uint32_t>(rows.size()));
    }
    model.update(offsets, rows, 3, 1);
    return model;
}

Policy thompson() {
    Policy policy;
    policy.exploration = static_cast<int>(Exploration::thompson);
    policy.exploration_share = 0.5;
    return policy;
}

} // namespace

class Thompson_test : public QObject {
    Q_OBJECT
private slots:
    void what_is_known_of_a_taste_is_the_posterior_of_dense_algebra_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<double>("regularisation");
        for (const int rows : {0, 1, 7, 48})
            for (const double regularisation : {0.5, 4.0})
                QTest::addRow("%d rows, %g", rows, regularisation) << rows << regularisation;
    }
    void what_is_known_of_a_taste_is_the_posterior_of_dense_algebra() {
        QFETCH(int, rows);
        QFETCH(double, regularisation);
        const FactorModel model = taught(regularisation);
        const auto kept = some_rows(rows);
        const TastePosterior posterior(model, kept);
        Eigen::MatrixXd precision = regularisation * Eigen::MatrixXd::Identity(factor_count, factor_count);
        const auto vector_of = [&](std::uint32_t item) {
            Eigen::VectorXd q(factor_count);
            for (int k = 0; k < factor_count; ++k)
                q[k] = static_cast<double>(model.vector(item)[k]);
            return q;
        };
        for (const TrainingRow& row : kept)
            precision +=
                static_cast<double>(row.weight) * vector_of(row.item) * vector_of(row.item).transpose();
        const Eigen::MatrixXd covariance = precision.inverse();
        for (std::uint32_t item = 0; item < 40; ++item) {
            const Eigen::VectorXd q = vector_of(item);
            const double variance = static_cast<double>(model.noise_variance()) *
                                    (q.dot(covariance * q) +
                                     1.0 / (regularisation + static_cast<double>(model.item_weight(item))));
            QVERIFY(std::abs(static_cast<double>(posterior.spread(item)) - std::sqrt(variance)) < 1e-4);
        }
        const double known = 1 - covariance.trace() * regularisation / factor_count;
        QVERIFY(std::abs(static_cast<double>(posterior.known()) - known) < 1e-5);
        QCOMPARE(rows == 0, posterior.known() < 1e-6F);
    }

    void items_that_nobody_met_are_the_least_known() {
        const FactorModel model = taught(4.0);
        const TastePosterior nobody(model, {});
        // What is not known of a bias, beside what is not known of the taste.
        const auto of_bias = [&](std::uint32_t item) {
            const float prior = std::inner_product(model.vector(item), model.vector(item) + factor_count,
                                                   model.vector(item), 0.0F) /
                                model.regularisation();
            return nobody.spread(item) * nobody.spread(item) - model.noise_variance() * prior;
        };
        for (std::uint32_t met = 0; met < 30; ++met)
            for (std::uint32_t never = 30; never < 40; ++never) {
                QVERIFY(model.item_weight(met) > 0 && model.item_weight(never) == 0);
                QVERIFY(of_bias(met) < of_bias(never));
            }
        // What the update left unexplained: uniform noise has a variance of a twelfth.
        QVERIFY(model.noise_variance() > 0.03F && model.noise_variance() < 0.12F);
    }

    void chance_of_a_draw_is_how_often_it_wins_data() {
        QTest::addColumn<QVector<float>>("means");
        QTest::addColumn<QVector<float>>("spreads");
        QTest::newRow("equal") << QVector<float>{1, 1, 1, 1} << QVector<float>{0.5F, 0.5F, 0.5F, 0.5F};
        QTest::newRow("one alone") << QVector<float>{-2} << QVector<float>{0.3F};
        QTest::newRow("one far ahead") << QVector<float>{5, 0, 0} << QVector<float>{0.5F, 0.5F, 0.5F};
        QTest::newRow("one little known") << QVector<float>{0, 0, 0, 0, 0, 0, 0, 0}
                                          << QVector<float>{0.3F, 0.3F, 0.3F, 0.9F, 0.3F, 0.3F, 0.3F, 0.3F};
        QTest::newRow("all kinds") << QVector<float>{0.2F, -0.4F, 0.9F, 0.0F, 0.5F, -1.0F, 0.3F, 0.1F}
                                   << QVector<float>{0.4F, 0.9F, 0.3F, 0.6F, 0.35F, 1.0F, 0.5F, 0.7F};
    }
    void chance_of_a_draw_is_how_often_it_wins() {
        QFETCH(QVector<float>, means);
        QFETCH(QVector<float>, spreads);
        const std::span m(means.constData(), static_cast<std::size_t>(means.size()));
        const std::span s(spreads.constData(), static_cast<std::size_t>(spreads.size()));
        std::vector<double> won(m.size());
        constexpr std::uint32_t draws = 40000;
        for (std::uint32_t k = 0; k < draws; ++k) {
            const ThompsonDraw drawn = draw_thompson(m, s, {stream_key(11, k / 50), k % 50}, k % 7);
            won[drawn.which] += 1;
            QCOMPARE(drawn.chance, chance_largest(m, s, drawn.which));
        }
        double all = 0;
        for (std::size_t k = 0; k < m.size(); ++k) {
            const double chance = static_cast<double>(chance_largest(m, s, k));
            all += chance;
            const double sd = std::sqrt(chance * (1 - chance) / draws);
            QVERIFY2(std::abs(won[k] / draws - chance) < 4 * sd + 2e-3,
                     qPrintable(QString("%1: %2 won, %3 told").arg(k).arg(won[k] / draws).arg(chance)));
        }
        QVERIFY(std::abs(all - 1) < 2e-3);
    }

    // FB-95: every try says how likely it was; nothing else claims to know.
    void tries_carry_their_propensity_and_nothing_else_does() {
        Platform platform(thompson());
        platform.recommender().set_consent(UserId(ann), consent_to(true, true));
        int tries = 0;
        for (int day = 0; day < 20; ++day) {
            for (const Slate& slate : platform.visit(ann, day, 3, test::first))
                for (std::size_t r = 0; r < static_cast<std::size_t>(slate.count); ++r) {
                    const bool tried = ((slate.tries >> r) & 1U) != 0;
                    tries += tried ? 1 : 0;
                    QCOMPARE(slate.propensity[r] > 0, tried);
                    QVERIFY(slate.propensity[r] <= 1);
                }
            platform.end_day(day);
        }
        QVERIFY(tries > 100);
        Policy scored = thompson();
        scored.exploration = static_cast<int>(Exploration::scored);
        Platform plain(scored);
        for (const Slate& slate : plain.visit(ann, 0, 3, test::first))
            for (const float chance : slate.propensity)
                QCOMPARE(chance, 0.0F);
    }

    // Weighted by one over its propensity, every candidate comes to one in the mean: what makes estimates
    // from tries unbiased.
    void propensities_make_every_try_count_once() {
        Policy policy = thompson();
        policy.category_cap = 10;
        Platform platform(policy);
        platform.recommender().set_consent(UserId(ann), consent_to(true, true));
        double first_tries = 0, weighted = 0, left = 0;
        for (int day = 0; day < 400; ++day) {
            for (const Slate& slate : platform.visit(ann, day, 1, test::first)) {
                if ((slate.tries & 1U) == 0) continue; // on the top rank all are left
                first_tries += 1;
                weighted += 1 / static_cast<double>(slate.propensity[0]);
                left += platform.worker().visits[0].candidates.exploration_count;
            }
            platform.end_day(day);
        }
        QVERIFY(first_tries > 120);
        QVERIFY2(std::abs(weighted / left - 1) < 0.25, qPrintable(QString::number(weighted / left)));
    }

    void how_well_a_taste_is_known_grows_with_what_was_said_under_consent() {
        Platform platform(Policy{});
        auto& recommender = platform.recommender();
        QVERIFY(!recommender.taste_known(UserId(ann), 0).has_value());
        recommender.set_consent(UserId(ann), consent_to(true, true));
        QCOMPARE(recommender.taste_known(UserId(ann), 0).value_or(1.0F), 0.0F);
        const std::uint32_t bob = 4;
        recommender.set_consent(UserId(bob), consent_to(true, true));
        const auto by_topic = [](const Slate& slate, int) {
            std::vector<Said> said;
            for (int rank = 0; rank < slate.count && rank < 4; ++rank)
                said.push_back({rank,
                                slate.category[static_cast<std::size_t>(rank)] % 2 == 0
                                    ? FeedbackKind::thumb_up
                                    : FeedbackKind::thumb_down,
                                0});
            return said;
        };
        for (int day = 0; day < 3; ++day) {
            platform.visit(ann, day, 3, by_topic);
            if (day == 2) platform.visit(bob, day, 1, by_topic);
            platform.end_day(day);
        }
        // The same items now; an update may change how much a row says of a taste.
        const float little = recommender.taste_known(UserId(bob), 60).value_or(0);
        const float more = recommender.taste_known(UserId(ann), 60).value_or(0);
        QVERIFY2(little > 0 && more > 1.5F * little && more < 1,
                 qPrintable(QString("%1, %2").arg(little).arg(more)));
        recommender.set_consent(UserId(ann), consent_to(false, true));
        QVERIFY(!recommender.taste_known(UserId(ann), 80).has_value());
    }

    // FB-82: the floor holds whatever anybody says of the item later, and only sure knowledge counts.
    void quality_floor_keeps_off_every_slate_what_people_surely_do_not_like_data() {
        QTest::addColumn<bool>("floor");
        QTest::addColumn<int>("exploration");
        QTest::addColumn<bool>("fairness");
        QTest::newRow("without a floor") << false << 0 << false;
        QTest::newRow("with it") << true << 0 << false;
        QTest::newRow("with it, Thompson") << true << 1 << false;
        QTest::newRow("with it, beside a floor of exposure") << true << 0 << true;
    }
    void quality_floor_keeps_off_every_slate_what_people_surely_do_not_like() {
        QFETCH(bool, floor);
        QFETCH(int, exploration);
        QFETCH(bool, fairness);
        Policy policy;
        policy.least_liked = floor ? 0.4 : 0;
        policy.exploration = exploration;
        policy.exploration_share = 0.3;
        if (fairness) policy.exposure_floor = {{"group 0", 0.3}};
        policy.item_days = 0; // what one says no to comes again
        policy.deescalation = false;
        Platform platform(policy);
        const auto poor = [](std::uint32_t item) { return item % 5 == 0; };
        const auto says = [&](const Slate& slate, int) {
            std::vector<Said> said;
            for (int rank = 0; rank < slate.count; ++rank)
                if (poor(slate.item[static_cast<std::size_t>(rank)]))
                    said.push_back({rank, FeedbackKind::thumb_down, 0});
                else if (said.size() < 2)
                    said.push_back({rank, FeedbackKind::thumb_up, 0});
            return said;
        };
        for (std::uint32_t user = 0; user < 60; ++user)
            platform.recommender().set_consent(UserId(user), consent_to(true, true));
        for (int day = 0; day < 6; ++day) {
            for (std::uint32_t user = 0; user < 60; ++user)
                platform.visit(user, day, 3, says);
            platform.end_day(day);
        }
        int out = 0;
        for (std::uint32_t item = 0; item < platform.catalogue().items.size(); ++item) {
            const bool left_out = platform.recommender().left_out(ItemId(item));
            out += left_out ? 1 : 0;
            QVERIFY(!left_out || poor(item));
        }
        QCOMPARE(out > 3, floor);
        // From here on somebody loves them: the floor is not hers to lift.
        const auto loves = [&](const Slate& slate, int) {
            std::vector<Said> said;
            for (int rank = 0; rank < slate.count; ++rank)
                if (poor(slate.item[static_cast<std::size_t>(rank)]))
                    said.push_back({rank, FeedbackKind::thumb_up, 0});
            return said;
        };
        int poor_shown = 0, shown = 0;
        for (int visit = 0; visit < 30; ++visit)
            for (const Slate& slate : platform.visit(ann, 6 + visit, 4, loves))
                for (std::size_t r = 0; r < static_cast<std::size_t>(slate.count); ++r) {
                    ++shown;
                    poor_shown += platform.recommender().left_out(ItemId(slate.item[r])) ? 1 : 0;
                }
        QVERIFY(shown > 600);
        QCOMPARE(poor_shown, 0);
    }
};

ATTUNE_TEST(Thompson_test);
#include "thompson_test.moc"
