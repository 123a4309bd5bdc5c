// Exposure of two groups by hand, and the cheapest lottery that gives shares.
#include "simulations/credibility/exposure_arithmetic.h"
#include "tests/support/test.h"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace attune;

namespace {

std::vector<RelevantItem> two_and_two() {
    return {{4, 0}, {3, 0}, {2, 1}, {1, 1}};
}

bool near(double a, double b) {
    return std::abs(a - b) < 1e-12;
}

/// The least cost over all mixtures of two of the 24 orders of four items, one of which has enough alone or
/// together with the other.
double cheapest_by_trying(const std::vector<RelevantItem>& items, const std::vector<double>& weights,
                          double share) {
    struct Point {
        double gain, missing;
    };
    std::vector<Point> points;
    Ranking order(items.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    do {
        const auto exposure = mean_exposure(items, order, weights);
        points.push_back({gain(items, order, weights), share * exposure[0] - exposure[1]});
    } while (std::next_permutation(order.begin(), order.end()));
    double best = 0;
    double most = 0;
    for (const Point& a : points) {
        most = std::max(most, a.gain);
        if (a.missing <= 0) best = std::max(best, a.gain);
        for (const Point& b : points) {
            if (a.missing * b.missing > 0) continue;
            const double whole = a.missing - b.missing;
            const double mix = whole == 0 ? 0 : a.missing / whole;
            best = std::max(best, (1 - mix) * a.gain + mix * b.gain);
        }
    }
    return 1 - best / most;
}

} // namespace

class Arithmetic_test : public QObject {
    Q_OBJECT

private slots:
    void exposure_and_gain_by_hand() {
        const std::vector<double> weights = {1, 0.5, 0.25, 0.125};
        const Ranking order = {3, 0, 1, 2};
        const auto exposure = mean_exposure(two_and_two(), order, weights);
        QVERIFY(near(exposure[0], 0.375) && near(exposure[1], 0.5625));
        QVERIFY(near(gain(two_and_two(), order, weights), 1 + 2 + 0.75 + 0.25));
        QCOMPARE(by_relevance(two_and_two()), (Ranking{0, 1, 2, 3}));
        QCOMPARE(mean_relevance(two_and_two(), 1), 1.5);
    }

    void the_lottery_is_the_cheapest_data() {
        QTest::addColumn<double>("share");
        for (const double share : {0.5, 0.8, 1.0, 1.3})
            QTest::addRow("%g", share) << share;
    }
    void the_lottery_is_the_cheapest() {
        QFETCH(double, share);
        const std::vector<double> weights = {1, 0.6, 0.5, 0.4};
        for (const auto& items :
             {two_and_two(), std::vector<RelevantItem>{{0.9, 0}, {0.5, 1}, {0.45, 0}, {0.1, 1}}}) {
            const double cost = cost_of_shares(items, weights, share);
            const double tried = cheapest_by_trying(items, weights, share);
            QVERIFY2(near(cost, tried), qPrintable(QString("%1 %2").arg(cost).arg(tried)));
        }
    }

    void what_is_given_already_costs_nothing() {
        QCOMPARE(cost_of_shares(two_and_two(), {1, 1, 1, 1}, 1.0), 0.0);
        QCOMPARE(cost_of_shares(two_and_two(), {1, 0.6, 0.5, 0.4}, 0.1), 0.0);
    }
};
ATTUNE_TEST(Arithmetic_test);

#include "arithmetic_test.moc"
