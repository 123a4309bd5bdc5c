// What providers lose in a week, against shares added up by hand.
#include "core/measures/metrics/weekly_loss.h"
#include "tests/core/measures/draws.h"
#include "tests/support/test.h"

#include <numeric>

using namespace attune;
using attune::test::Draws;

namespace {

ExposureWeek week(std::vector<std::uint64_t> with, std::vector<std::uint64_t> without) {
    return {std::move(with), std::move(without)};
}

} // namespace

class Weekly_loss_test : public QObject {
    Q_OBJECT
private slots:
    void losses_are_counted_by_hand() {
        // 10 of 100 became 10 of 200; 30 of 100 became 90 of 200; the third is hardly shown.
        const auto losses = weekly_losses(week({10, 90, 100, 0}, {10, 30, 58, 2}), 5);
        VERIFY_NEAR(losses[0], 0.5, 1e-12);
        VERIFY_NEAR(losses[1], -0.5, 1e-12);
        VERIFY_NEAR(losses[2], 1 - 0.5 / 0.58, 1e-12);
        QVERIFY(std::isnan(losses[3]));
        const std::vector<ExposureWeek> weeks = {week({10, 90, 100, 0}, {10, 30, 58, 2}),
                                                 week({1, 1, 0, 8}, {5, 5, 0, 0})};
        VERIFY_NEAR(largest_weekly_loss(weeks, 5), 0.8, 1e-12);
    }

    void random_weeks_equal_the_plain_sums() {
        for (int repetition = 0; repetition < 500; ++repetition) {
            Draws draws(311, repetition);
            std::vector<ExposureWeek> weeks;
            double largest = std::nan("");
            for (int w = draws.number(4); w >= 0; --w) {
                ExposureWeek& one = weeks.emplace_back();
                double with = 0, without = 0;
                for (int p = 0; p < 5; ++p) {
                    one.with.push_back(static_cast<std::uint64_t>(draws.number(4)));
                    one.without.push_back(static_cast<std::uint64_t>(draws.number(4)));
                    with += static_cast<double>(one.with.back());
                    without += static_cast<double>(one.without.back());
                }
                for (std::size_t p = 0; p < 5; ++p) {
                    if (one.without[p] < 2 || with == 0) continue;
                    const double share = static_cast<double>(one.with[p]) / with;
                    const double before = static_cast<double>(one.without[p]) / without;
                    const double loss = (before - share) / before;
                    if (std::isnan(largest) || loss > largest) largest = loss;
                }
            }
            const double measured = largest_weekly_loss(weeks, 2);
            QVERIFY((std::isnan(measured) && std::isnan(largest)) || std::abs(measured - largest) < 1e-12);
        }
    }

    void a_mechanism_that_changes_nothing_takes_nothing() {
        const std::vector<ExposureWeek> weeks = {week({7, 3, 9}, {7, 3, 9})};
        QCOMPARE(largest_weekly_loss(weeks, 1), 0.0);
        QVERIFY(std::isnan(largest_weekly_loss({}, 1)));
        QVERIFY(std::isnan(largest_weekly_loss(std::vector{week({0, 0}, {0, 0})}, 0)));
    }

    void blocks_of_people_add_up_and_are_left_out_again() {
        ExposureWeek all = week({1, 2}, {3, 4});
        all += week({10, 20}, {30, 40});
        QCOMPARE(all.with, (std::vector<std::uint64_t>{11, 22}));
        all -= week({1, 2}, {3, 4});
        QCOMPARE(all.without, (std::vector<std::uint64_t>{30, 40}));
        QVERIFY(!all.empty());
        all -= all;
        QVERIFY(all.empty());
    }
};

ATTUNE_TEST(Weekly_loss_test);
#include "weekly_loss_test.moc"
