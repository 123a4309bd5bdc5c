// The largest of several values and its interval: alone it is the usual one, and among many it covers the
// largest true value.
#include "core/measures/statistics/largest.h"
#include "tests/core/measures/draws.h"
#include "tests/support/test.h"

using namespace attune;
using attune::test::Draws;

namespace {

constexpr int blocks = 30;

/// Means of noisy blocks around true values, and the same with each block left out.
struct Noisy {
    std::vector<double> values;
    std::vector<std::vector<double>> left_out;
};

Noisy noisy(Draws& draws, const std::vector<double>& truth) {
    Noisy made;
    std::vector<std::vector<double>> all(blocks);
    for (auto& block : all)
        for (const double value : truth)
            block.push_back(value + draws.normal());
    for (int left = -1; left < blocks; ++left) {
        std::vector<double> means(truth.size());
        for (int b = 0; b < blocks; ++b)
            for (std::size_t i = 0; b != left && i < truth.size(); ++i)
                means[i] += all[static_cast<std::size_t>(b)][i] / (left < 0 ? blocks : blocks - 1);
        if (left < 0)
            made.values = means;
        else
            made.left_out.push_back(means);
    }
    return made;
}

} // namespace

class Largest_test : public QObject {
    Q_OBJECT
private slots:
    void one_value_has_the_usual_interval() {
        Draws draws(341, 0);
        const Noisy one = noisy(draws, {3});
        std::vector<double> left_out;
        for (const auto& values : one.left_out)
            left_out.push_back(values[0]);
        const Estimate usual = jackknife_interval(one.values[0], left_out);
        const Estimate largest = largest_of(one.values, one.left_out);
        VERIFY_NEAR(largest.value, usual.value, 1e-12);
        VERIFY_NEAR(largest.lower, usual.lower, 1e-9);
        VERIFY_NEAR(largest.upper, usual.upper, 1e-9);
    }

    // Twelve values that are all 0: the largest is above it, its interval must not be.
    void the_interval_covers_the_largest_true_value() {
        int covered = 0, naive = 0;
        constexpr int repetitions = 400;
        for (int repetition = 0; repetition < repetitions; ++repetition) {
            Draws draws(342, repetition);
            const Noisy equal = noisy(draws, std::vector<double>(12, 0.0));
            const Estimate largest = largest_of(equal.values, equal.left_out);
            covered += largest.lower <= 0 && largest.upper >= 0 ? 1 : 0;
            const auto best = static_cast<std::size_t>(
                std::max_element(equal.values.begin(), equal.values.end()) - equal.values.begin());
            std::vector<double> left_out;
            for (const auto& values : equal.left_out)
                left_out.push_back(values[best]);
            naive += jackknife_interval(equal.values[best], left_out).lower <= 0 ? 1 : 0;
        }
        QVERIFY2(covered >= 375, std::to_string(covered).c_str());
        QVERIFY2(naive < 345, std::to_string(naive).c_str()); // looking at the best one alone deceives
    }

    void a_planted_large_one_is_found() {
        Draws draws(343, 0);
        const Noisy planted = noisy(draws, {0, 0, 5, 0});
        const Estimate largest = largest_of(planted.values, planted.left_out);
        QCOMPARE(largest.value, planted.values[2]);
        QVERIFY(largest.lower > 3 && largest.lower < 5 && largest.upper > 5);
    }

    void what_is_not_known_is_not_looked_at() {
        const double none = std::nan("");
        QVERIFY(std::isnan(largest_of({}, {}).value));
        QVERIFY(std::isnan(largest_of(std::vector{none}, std::vector<std::vector<double>>{{1}}).value));
        const Estimate some = largest_of(std::vector{none, 2.0, 1.0},
                                         std::vector<std::vector<double>>{{none, 2, none}, {none, 2.5, 1}});
        QCOMPARE(some.value, 2.0);
        QVERIFY(!std::isnan(some.lower));
    }
};

ATTUNE_TEST(Largest_test);
#include "largest_test.moc"
