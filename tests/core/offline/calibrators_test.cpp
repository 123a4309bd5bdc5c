// Calibrators against what defines them: a logistic fit leaves no slope, an isotonic one no better rising
// function.
#include "core/offline/calibrators.h"
#include "tests/core/measures/draws.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::offline;
using attune::test::Draws;

namespace {

/// Squared distance of the best rising steps over sorted outcomes, by trying every way to cut them.
double best_rising(const std::vector<bool>& yes) {
    const std::size_t n = yes.size();
    double best = std::numeric_limits<double>::infinity();
    for (unsigned cuts = 0; cuts < 1U << (n - 1); ++cuts) {
        double distance = 0, before = -1;
        bool rising = true;
        for (std::size_t begin = 0; begin < n && rising;) {
            std::size_t end = begin + 1;
            while (end < n && (cuts >> (end - 1) & 1U) == 0)
                ++end;
            double sum = 0;
            for (std::size_t k = begin; k < end; ++k)
                sum += yes[k] ? 1 : 0;
            const double mean = sum / static_cast<double>(end - begin);
            rising = mean >= before;
            before = mean;
            for (std::size_t k = begin; k < end; ++k)
                distance += ((yes[k] ? 1 : 0) - mean) * ((yes[k] ? 1 : 0) - mean);
            begin = end;
        }
        if (rising) best = std::min(best, distance);
    }
    return best;
}

} // namespace

class Calibrators_test : public QObject {
    Q_OBJECT
private slots:
    void log_odds_and_back() {
        for (const double p : {1e-9, 0.1, 0.5, 0.9, 1 - 1e-9})
            VERIFY_NEAR(from_log_odds(log_odds(p)), p, 1e-15);
        QVERIFY(std::isfinite(log_odds(0)) && std::isfinite(log_odds(1)));
        QCOMPARE(from_log_odds(-1e6), 0.0);
        QCOMPARE(from_log_odds(1e6), 1.0);
    }

    void a_logistic_fit_leaves_no_slope() {
        Draws draws(861, 0);
        std::vector<double> rows;
        std::vector<bool> yes;
        for (int k = 0; k < 400; ++k) {
            rows.push_back(draws.normal());
            rows.push_back(3 + 10 * draws.normal());
            yes.push_back(draws.chance(from_log_odds(-1 + rows[rows.size() - 2] + 0.1 * rows.back())));
        }
        const LogisticModel model = LogisticModel::fit(rows, yes, 2, 0);
        double slope[3] = {};
        for (std::size_t k = 0; k < yes.size(); ++k) {
            const double left = (yes[k] ? 1 : 0) - model.probability(std::span(rows).subspan(2 * k, 2));
            slope[0] += left;
            slope[1] += left * rows[2 * k];
            slope[2] += left * rows[2 * k + 1];
        }
        for (const double one : slope)
            VERIFY_NEAR(one, 0, 1e-7);
        VERIFY_NEAR(model.weights()[1], 1, 0.4);
    }

    void what_separates_yes_from_no_stays_finite() {
        const std::vector<double> rows = {-2, -1, 1, 2};
        const LogisticModel model = LogisticModel::fit(rows, {false, false, true, true}, 1);
        QVERIFY(std::isfinite(model.weights()[1]) && model.weights()[1] > 5);
        const double high[] = {1.5};
        QVERIFY(model.probability(high) > 0.99);
        // Nothing but yes: a share half a row short of all.
        const LogisticModel always = LogisticModel::fit(rows, {true, true, true, true}, 1);
        VERIFY_NEAR(always.probability(high), 4.5 / 5, 1e-12);
    }

    void an_isotonic_fit_has_no_better_rising_function() {
        for (int repetition = 0; repetition < 40; ++repetition) {
            Draws draws(862, repetition);
            std::vector<double> scores;
            std::vector<bool> yes;
            for (int k = 0; k < 11; ++k) {
                scores.push_back(k);
                yes.push_back(draws.chance(0.2 + 0.05 * k));
            }
            const IsotonicModel model = IsotonicModel::fit(scores, yes);
            double distance = 0, before = 0;
            for (std::size_t k = 0; k < scores.size(); ++k) {
                const double p = model.probability(scores[k]);
                QVERIFY(p >= before);
                before = p;
                distance += ((yes[k] ? 1 : 0) - p) * ((yes[k] ? 1 : 0) - p);
            }
            VERIFY_NEAR(distance, best_rising(yes), 1e-12);
        }
    }

    void between_scores_lines_are_straight_and_beyond_level() {
        const IsotonicModel model =
            IsotonicModel::fit(std::vector<double>{1, 1, 3, 3}, {false, true, true, true});
        VERIFY_NEAR(model.probability(1), 0.5, 1e-12);
        VERIFY_NEAR(model.probability(2), 0.75, 1e-12);
        VERIFY_NEAR(model.probability(-9), 0.5, 1e-12);
        VERIFY_NEAR(model.probability(9), 1, 1e-12);
    }
};

ATTUNE_TEST(Calibrators_test);
#include "calibrators_test.moc"
