// Exposure weights, shares, Gini and coverage.
#include "core/measures/metrics/exposure.h"
#include "tests/core/measures/draws.h"
#include "tests/support/test.h"

#include <numeric>
#include <set>

using namespace attune;
using attune::test::Draws;

Q_DECLARE_METATYPE(std::vector<std::uint64_t>)

class Exposure_test : public QObject {
    Q_OBJECT
private slots:
    void weights_are_the_discount_of_dcg() {
        const double published[] = {1,       .630930, .5,      .430677, .386853,
                                    .356207, .333333, .315465, .301030, .289065};
        double sum = 0;
        for (std::size_t rank = 0; rank < 10; ++rank) {
            VERIFY_NEAR(exposure_weight(rank), published[rank], 5e-7);
            sum += exposure_weight(rank);
        }
        VERIFY_NEAR(sum, 4.543559, 5e-7);
        for (std::size_t rank = 0; rank < exposure_ranks; ++rank) {
            VERIFY_NEAR(exposure_weight(rank), 1 / std::log2(static_cast<double>(rank) + 2), 1e-15);
            VERIFY_NEAR(exposure_weight_q16(rank) / 65536.0, exposure_weight(rank), 0.5 / 65536);
            QCOMPARE(examination_weight(rank) * 65536, static_cast<double>(exposure_weight_q16(rank)));
        }
        QCOMPARE(exposure_weight_q16(0), 65536U);
        QCOMPARE(exposure_weight_q16(1), 41349U);
        QCOMPARE(exposure_weight_q16(2), 32768U);
        QCOMPARE(exposure_weight_q16(31), 12992U);
    }

    void gini_of_known_counts_data() {
        QTest::addColumn<std::vector<std::uint64_t>>("counts");
        QTest::addColumn<double>("expected");
        using C = std::vector<std::uint64_t>;
        QTest::newRow("equal") << C{1, 1, 1, 1} << 0.0;
        QTest::newRow("one holds all") << C{0, 0, 0, 10} << 0.75;
        QTest::newRow("steps") << C{1, 2, 3, 4, 5} << 0.266667;
        QTest::newRow("long tail") << C{10, 5, 3, 1, 1, 0} << 0.533333;
        QTest::newRow("single") << C{7} << 0.0;
    }
    void gini_of_known_counts() {
        QFETCH(std::vector<std::uint64_t>, counts);
        QFETCH(double, expected);
        VERIFY_NEAR(gini(counts), expected, 5e-7);
        std::reverse(counts.begin(), counts.end());
        VERIFY_NEAR(gini(counts), expected, 5e-7);
    }

    void gini_equals_the_mean_difference_of_all_pairs() {
        for (int repetition = 0; repetition < test::sized(200, 3000); ++repetition) {
            Draws draws(70, repetition);
            std::vector<std::uint64_t> counts(static_cast<std::size_t>(1 + draws.number(40)));
            for (auto& count : counts)
                count = static_cast<std::uint64_t>(draws.number(5) * draws.number(100000));
            double differences = 0;
            double total = 0;
            for (const auto a : counts) {
                total += static_cast<double>(a);
                for (const auto b : counts)
                    differences += std::abs(static_cast<double>(a) - static_cast<double>(b));
            }
            if (total == 0) {
                QVERIFY(std::isnan(gini(counts)));
                continue;
            }
            const double n = static_cast<double>(counts.size());
            VERIFY_NEAR(gini(counts), differences / (2 * n * total), 1e-12);
        }
    }

    void nothing_to_share_has_no_value() {
        QVERIFY(std::isnan(gini({})));
        QVERIFY(std::isnan(gini(std::vector<std::uint64_t>{0, 0})));
        QVERIFY(std::isnan(coverage({})));
        for (const double share : shares(std::vector<std::uint64_t>{0, 0}))
            QVERIFY(std::isnan(share));
    }

    void a_hand_made_log_gives_the_worked_exposure() {
        // Two slates: items 0 (group 0), 1 (group 1), 2 (group 1); then item 1, item 0. Item 3 is never
        // shown.
        std::vector<ImpressionRow> rows = {{.item = 0, .group = 0, .rank = 0},
                                           {.item = 1, .group = 1, .rank = 1},
                                           {.item = 2, .group = 1, .rank = 2},
                                           {.item = 1, .group = 1, .rank = 0},
                                           {.item = 0, .group = 0, .rank = 1}};
        const std::vector<std::uint64_t> items = item_exposure(rows, 4);
        const std::vector<std::uint64_t> expected = {65536 + 41349, 41349 + 65536, 32768, 0};
        QCOMPARE(items, expected);
        QCOMPARE(coverage(items), 0.75);
        const std::vector<double> parts = shares(group_exposure(rows, 2));
        // Group 0: 1.630930 of 3.761860.
        VERIFY_NEAR(parts[0], 1.630930 / 3.761860, 1e-5);
        VERIFY_NEAR(parts[0] + parts[1], 1.0, 1e-15);
    }

    void shares_sum_to_one_and_items_to_groups() {
        for (int repetition = 0; repetition < test::sized(100, 2000); ++repetition) {
            Draws draws(71, repetition);
            std::vector<ImpressionRow> rows;
            for (int i = 1 + draws.number(300); i > 0; --i) {
                const auto item = static_cast<std::uint32_t>(draws.number(50));
                rows.push_back(
                    {.item = item, .group = item % 5, .rank = static_cast<std::uint8_t>(draws.number(32))});
            }
            const auto items = item_exposure(rows, 50);
            const auto groups = group_exposure(rows, 5);
            std::vector<std::uint64_t> from_items(5, 0);
            for (std::size_t item = 0; item < 50; ++item)
                from_items[item % 5] += items[item];
            QCOMPARE(groups, from_items);
            const auto parts = shares(groups);
            VERIFY_NEAR(std::accumulate(parts.begin(), parts.end(), 0.0), 1.0, 1e-14);
            std::set<std::uint32_t> seen;
            for (const auto& row : rows)
                seen.insert(row.item);
            QCOMPARE(coverage(items), static_cast<double>(seen.size()) / 50);
            draws.shuffle(rows);
            QCOMPARE(item_exposure(rows, 50), items);
        }
    }
};

ATTUNE_TEST(Exposure_test);
#include "exposure_test.moc"
