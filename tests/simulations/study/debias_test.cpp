// FB-95: what was tried, weighted by how likely it was, is nearer the truth than the plain mean; what the
// weights cost is said as an effective sample size.
#include "core/base/random.h"
#include "simulations/study/debias_table.h"
#include "tests/simulations/study/small_scenario.h"
#include "tests/support/test.h"

#include <array>
#include <cmath>
#include <vector>

using namespace attune;
using namespace attune::test;

namespace {

Policy trying() {
    Policy policy;
    policy.exploration = static_cast<int>(Exploration::thompson);
    policy.exploration_share = 0.3;
    return policy;
}

} // namespace

class Debias_test : public QObject {
    Q_OBJECT
private slots:
    void equal_chances_weigh_equally() {
        TrySums sums;
        double liked = 0;
        for (int k = 0; k < 40; ++k) {
            const double liking = 0.02 * k;
            liked += liking / 40;
            sums.add(0.125, liking, 0.3);
        }
        QVERIFY(std::abs(sums.plain() - liked) < 1e-12 && std::abs(sums.weighted() - liked) < 1e-12);
        QVERIFY(std::abs(sums.effective() - 40) < 1e-9);
        QVERIFY(std::abs(sums.in_truth() - 0.3) < 1e-12);
        QCOMPARE(sums.clipped, 0.0);
        QVERIFY(std::isnan(TrySums{}.plain()) && std::isnan(TrySums{}.weighted()));
    }

    // Items of known worth, drawn with known chances: the mean of all is what the weighted one must find.
    void weighted_mean_finds_what_a_preference_among_tries_hides() {
        constexpr std::array<double, 4> worth = {0.9, 0.5, 0.2, 0.1};
        constexpr std::array<double, 4> chance = {0.7, 0.2, 0.06, 0.04};
        TrySums sums;
        std::vector<double> weights;
        std::uint64_t dice = 5;
        for (int k = 0; k < 20000; ++k) {
            dice = mix64(dice);
            double u = static_cast<double>(dice >> 11U) * 0x1p-53;
            std::size_t item = 0;
            while (item < 3 && u >= chance[item])
                u -= chance[item++];
            sums.add(chance[item], worth[item], 0.425);
            weights.push_back(1 / chance[item]);
        }
        QVERIFY(std::abs(sums.plain() - 0.746) < 0.01);
        QVERIFY(std::abs(sums.weighted() - 0.425) < 0.02);
        double sum = 0, squares = 0;
        for (const double w : weights) {
            sum += w;
            squares += w * w;
        }
        QVERIFY(std::abs(sums.effective() - sum * sum / squares) < 1e-6);
        QVERIFY(sums.effective() < 0.6 * sums.tries);
    }

    void weights_are_cut_and_counted() {
        TrySums sums;
        sums.add(0.001, 1, 0.5);
        sums.add(0.5, 0, 0.5);
        QCOMPARE(sums.clipped, 1.0);
        QVERIFY(std::abs(sums.weighted() - largest_weight / (largest_weight + 2)) < 1e-12);
        TrySums rest = sums;
        TrySums first;
        first.add(0.001, 1, 0.5);
        rest -= first;
        QVERIFY(std::abs(rest.weighted()) < 1e-9 && rest.tries == 1);
    }

    void weighted_estimate_is_nearer_the_truth() {
        SimulateOptions options;
        options.replications = 2;
        const auto figures = measure_debias(small_scenario(600, 20, 300), trying(), options);
        VERIFY_OK(figures);
        const DebiasRow& all = figures->rows.front();
        QVERIFY(all.sums.tries > 5000);
        const QByteArray told = QStringLiteral("plain %1 (%2 to %3), weighted %4 (%5 to %6)")
                                    .arg(all.plain_off.value)
                                    .arg(all.plain_off.lower)
                                    .arg(all.plain_off.upper)
                                    .arg(all.weighted_off.value)
                                    .arg(all.weighted_off.lower)
                                    .arg(all.weighted_off.upper)
                                    .toUtf8();
        QVERIFY2(all.plain_off.lower > 0, told);
        QVERIFY2(std::abs(all.weighted_off.value) < 0.5 * all.plain_off.value, told);
        QVERIFY(all.sums.effective() < all.sums.tries);
        QVERIFY(debias_table(*figures, Text::english()).rows.size() == figures->rows.size());
        QVERIFY(debias_csv(*figures).starts_with("topic,tries,effective"));
        for (const std::string& sentence : debias_sentences(*figures, Text::english()))
            QVERIFY2(sentence.find('{') == std::string::npos, sentence.c_str());
    }

    void policy_without_propensities_is_refused() {
        const auto figures = measure_debias(small_scenario(100, 5, 300), Policy{}, SimulateOptions{});
        QVERIFY(!figures && figures.error().code == ErrorCode::bad_input && !figures.error().remedy.empty());
    }
};

ATTUNE_TEST(Debias_test);
#include "debias_test.moc"
