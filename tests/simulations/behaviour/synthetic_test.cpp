#include "simulations/population/synthetic.h"
#include "tests/simulations/behaviour/statistics.h"
#include "tests/support/test.h"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace attune;
using namespace attune::test;

class Synthetic_world_test : public QObject {
    Q_OBJECT
private slots:
    void it_is_whole_and_sorted_by_category_data() {
        QTest::addColumn<int>("items");
        QTest::addColumn<int>("categories");
        QTest::newRow("as shipped") << 1000 << 20;
        QTest::newRow("few items") << 10 << 20;
        QTest::newRow("one item") << 1 << 4;
        QTest::newRow("most categories") << 5000 << 32;
        QTest::newRow("fewest categories") << 333 << 4;
    }
    void it_is_whole_and_sorted_by_category() {
        QFETCH(int, items);
        QFETCH(int, categories);
        Assumptions assumptions;
        assumptions.categories = categories;
        const WorldData world = make_synthetic_world(assumptions, items, 4);
        const Catalogue& catalogue = world.catalogue;
        const auto n = static_cast<std::size_t>(items);
        QCOMPARE(catalogue.items.size(), n);
        QCOMPARE(world.truth.quality.size(), n);
        QCOMPARE(world.truth.clickbait.size(), n);
        QCOMPARE(world.truth.factors.size(), n * taste_factors);
        QCOMPARE(catalogue.categories.size(), static_cast<std::size_t>(categories));
        QVERIFY(
            std::is_sorted(catalogue.items.begin(), catalogue.items.end(),
                           [](const Item& a, const Item& b) { return a.category.value < b.category.value; }));
        for (const Item& item : catalogue.items) {
            QVERIFY(item.category.value < catalogue.categories.size());
            QVERIFY(item.provider.value < catalogue.providers.size());
            QVERIFY(item.year > 1900 && item.year <= 2025);
            QVERIFY(item.price > 0 && std::isfinite(item.price));
        }
        for (const Provider& provider : catalogue.providers)
            QVERIFY(provider.group.value < catalogue.provider_groups.size());
        QCOMPARE(catalogue.provider_groups, (std::vector<std::string>{"large", "small"}));
        QCOMPARE(world.pool.size(), 0U);
    }

    void categories_shrink_from_first_to_last() {
        const WorldData world = make_synthetic_world({}, 20000, 4);
        std::vector<int> sizes(20);
        for (const Item& item : world.catalogue.items)
            ++sizes[item.category.value];
        QVERIFY(std::is_sorted(sizes.rbegin(), sizes.rend()));
        // 1 / (rank + 4): the first has 23/4 times the items of the last.
        QVERIFY2(std::abs(static_cast<double>(sizes.front()) / sizes.back() - 23.0 / 4) < 0.1,
                 qPrintable(QString::number(sizes.front())));
    }

    void large_providers_own_the_share_assumed_data() {
        QTest::addColumn<double>("share");
        for (const double share : {0.05, 0.3, 0.65, 0.95})
            QTest::addRow("%g", share) << share;
    }
    void large_providers_own_the_share_assumed() {
        QFETCH(double, share);
        Assumptions assumptions;
        assumptions.large_item_share = share;
        const int items = 20000;
        const WorldData world = make_synthetic_world(assumptions, items, 4);
        double large = 0;
        std::vector<double> per_provider(world.catalogue.providers.size());
        for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(items); ++i) {
            large += world.catalogue.group_of(ItemId(i)).value == 0 ? 1 : 0;
            per_provider[world.catalogue.items[i].provider.value] += 1;
        }
        QVERIFY2(distance_from(share, large, items) < 4.5, qPrintable(QString::number(large)));
        // A few large providers, many small ones, alike within their group.
        std::vector<double> expected;
        int large_providers = 0;
        for (const Provider& provider : world.catalogue.providers)
            large_providers += provider.group.value == 0 ? 1 : 0;
        const double small_providers =
            static_cast<double>(world.catalogue.providers.size()) - large_providers;
        for (const Provider& provider : world.catalogue.providers)
            expected.push_back(provider.group.value == 0 ? items * share / large_providers
                                                         : items * (1 - share) / small_providers);
        QVERIFY(large_providers > 0 &&
                large_providers < static_cast<int>(world.catalogue.providers.size()) / 2);
        const auto fit = chi_square(per_provider, expected);
        QVERIFY2(fit.value < highest_chi_square(fit.degrees), qPrintable(QString::number(fit.value)));
    }

    void the_truth_has_the_shapes_assumed() {
        Assumptions assumptions;
        assumptions.quality_sd = 0.8;
        assumptions.clickbait_power = 3;
        const WorldData world = make_synthetic_world(assumptions, 20000, 4);
        const auto moments = [](const std::vector<float>& values) {
            double sum = 0, squares = 0;
            for (const float v : values) {
                sum += static_cast<double>(v);
                squares += static_cast<double>(v) * static_cast<double>(v);
            }
            const double n = static_cast<double>(values.size());
            return std::pair(sum / n, std::sqrt(squares / n - sum / n * sum / n));
        };
        const auto [quality_mean, quality_sd] = moments(world.truth.quality);
        QVERIFY(std::abs(quality_mean) < 0.03 && std::abs(quality_sd / 0.8 - 1) < 0.03);
        const auto [factor_mean, factor_sd] = moments(world.truth.factors);
        QVERIFY(std::abs(factor_mean) < 0.01 && std::abs(factor_sd - 1) < 0.01);
        // U^3 has mean 1/4; half of it lies below 1/8.
        const auto [bait_mean, bait_sd] = moments(world.truth.clickbait);
        QVERIFY2(std::abs(bait_mean - 0.25) < 0.01, qPrintable(QString::number(bait_mean)));
        double below = 0;
        for (const float b : world.truth.clickbait) {
            QVERIFY(b >= 0 && b <= 1);
            below += b < 0.125F ? 1 : 0;
        }
        QVERIFY(distance_from(0.5, below, 20000) < 4.5);
        QVERIFY(bait_sd > 0.2);
    }

    void the_seed_alone_decides() {
        const auto bytes = [](std::uint64_t seed) {
            return world_to_bytes(make_synthetic_world({}, 200, seed));
        };
        QVERIFY(bytes(3) == bytes(3));
        QVERIFY(bytes(3) != bytes(4));
    }

    void an_item_keeps_its_own_facts_when_more_are_made() {
        const WorldData small = make_synthetic_world({}, 100, 3);
        const WorldData large = make_synthetic_world({}, 400, 3);
        for (std::size_t i = 0; i < 100; ++i) {
            QCOMPARE(small.truth.quality[i], large.truth.quality[i]);
            QCOMPARE(small.catalogue.items[i].provider.value, large.catalogue.items[i].provider.value);
        }
    }
};
ATTUNE_TEST(Synthetic_world_test);

#include "synthetic_test.moc"
