// The integer scores against plain double precision, and at the far end of everything that can enter them.
#include "core/base/portable_math.h"
#include "core/base/random.h"
#include "core/recommender/ranking/panels.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/core/recommender/small_catalogue.h"
#include "tests/support/test.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <set>
#include <vector>

using namespace attune;
using attune::test::Dice;
using attune::test::small_catalogue;

namespace {

float normal(Dice& dice) {
    return normal_quantile(uniform(dice.word()));
}

constexpr std::array<std::uint16_t, tile_width> no_lots{};

std::vector<std::uint32_t> best_ten(const std::vector<double>& worth) {
    std::vector<std::uint32_t> order(worth.size());
    for (std::uint32_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return worth[a] > worth[b]; });
    order.resize(10);
    return order;
}

double nats(std::int32_t score) {
    return static_cast<double>(score) / 16777216.0;
}

} // namespace

class Panels_test : public QObject {
    Q_OBJECT

private slots:
    void every_item_has_its_own_place_in_its_category() {
        Catalogue catalogue = small_catalogue(0, 0, 3);
        for (const int size : {1, 7, 8, 9, 0, 30}) {
            const CategoryId category(static_cast<std::uint32_t>(catalogue.categories.size()));
            catalogue.categories.push_back("category");
            for (int i = 0; i < size; ++i)
                catalogue.items.push_back({category, ProviderId(static_cast<std::uint32_t>(i % 3)), 0, 0});
        }
        const Panels panels(catalogue);
        QCOMPARE(panels.categories(), 6);
        QCOMPARE(panels.panel_count(), 1 + 1 + 1 + 2 + 0 + 4);
        std::set<std::uint32_t> used;
        for (std::uint32_t i = 0; i < catalogue.items.size(); ++i) {
            const std::uint32_t at = panels.position_of(i);
            QVERIFY(used.insert(at).second);
            QCOMPARE(panels.item_at(at), static_cast<std::int32_t>(i));
            QCOMPARE(std::uint32_t{panels.category_at(at)}, catalogue.items[i].category.value);
            QCOMPARE(std::uint32_t{panels.group_at(at)}, catalogue.group_of(ItemId(i)).value);
            const std::uint32_t c = catalogue.items[i].category.value;
            QVERIFY(at >= panels.first_panel()[c] * panel_width &&
                    at < panels.first_panel()[c + 1] * panel_width);
        }
        for (std::uint32_t p = 0; p < static_cast<std::uint32_t>(panels.positions()); ++p)
            QCOMPARE(panels.item_at(p) < 0, used.count(p) == 0);
    }

    void nats_become_scores_and_are_cut_far_out() {
        QCOMPARE(to_score(0.0F), 0);
        QCOMPARE(to_score(1.0F), 1 << 24);
        QCOMPARE(to_score(-2.5F), -5 * (1 << 23));
        QCOMPARE(to_score(1e9F), 1 << 28);
        QCOMPARE(to_score(-1e9F), -(1 << 28));
        QCOMPARE(to_score(std::numeric_limits<float>::infinity()), 1 << 28);
        for (std::uint32_t k = 0; k < 2000; ++k) {
            Dice dice(81, k);
            const float x = 32.0F * uniform(dice.word()) - 16.0F;
            const std::int32_t score = to_score(x);
            QCOMPARE(score % 256, 0);
            const double off = std::abs(nats(score) - static_cast<double>(x));
            QVERIFY2(off <= 0.5 / 65536, qPrintable(QString("%1: %2").arg(x).arg(off)));
            QCOMPARE(to_score(-x), -score);
        }
    }

    // The model's order survives the integers: the best ten in double are the best ten here, nearly always.
    void the_best_ten_are_those_of_double_precision_data() {
        QTest::addColumn<double>("item_sd");
        QTest::addColumn<double>("person_sd");
        QTest::newRow("a young model") << 0.3 << 0.1;
        QTest::newRow("a grown model") << 0.3 << 0.4;
        QTest::newRow("long vectors") << 0.42 << 0.42;
    }
    void the_best_ten_are_those_of_double_precision() {
        QFETCH(double, item_sd);
        QFETCH(double, person_sd);
        const Catalogue catalogue = small_catalogue(20, 50);
        const std::size_t items = catalogue.items.size();
        double overlap = 0;
        int people = 0;
        for (std::uint32_t world = 0; world < static_cast<std::uint32_t>(test::sized(5, 50)); ++world) {
            Dice dice(82, world);
            Panels panels(catalogue);
            std::vector<std::array<float, factor_count>> vectors(items);
            std::vector<float> bias(items);
            for (std::uint32_t i = 0; i < items; ++i) {
                for (float& x : vectors[i])
                    x = static_cast<float>(item_sd) * normal(dice);
                bias[i] = 0.3F * normal(dice);
                panels.set_item(i, vectors[i].data(), bias[i]);
            }
            std::array<double, max_provider_groups> prices{};
            prices[1] = 0.25;
            panels.set_prices(prices);
            std::vector<std::int32_t> scores(static_cast<std::size_t>(panels.positions()) * tile_width);
            for (int tile = 0; tile < 25; ++tile, people += tile_width) {
                std::array<std::array<float, factor_count>, tile_width> person;
                std::array<std::int16_t, tile_width * factor_count> quantised{};
                std::array<std::int32_t, tile_width * max_categories> adjustment{};
                std::array<std::array<float, max_categories>, tile_width> weight{};
                for (std::size_t u = 0; u < tile_width; ++u) {
                    for (float& x : person[u])
                        x = static_cast<float>(person_sd) * normal(dice);
                    quantise(person[u].data(), &quantised[u * factor_count]);
                    for (std::size_t c = 0; c < max_categories; ++c) {
                        weight[u][c] = dice.chance(0.1) ? -1.5F * uniform(dice.word()) : 0.0F;
                        adjustment[u * max_categories + c] = to_score(weight[u][c]);
                    }
                }
                panels.score(quantised.data(), no_lots.data(), adjustment.data(), max_categories, tile_width,
                             scores.data());
                for (std::size_t u = 0; u < tile_width; ++u) {
                    std::vector<double> exact(items);
                    std::vector<double> integer(items);
                    for (std::uint32_t i = 0; i < items; ++i) {
                        exact[i] = static_cast<double>(bias[i]) +
                                   prices[catalogue.group_of(ItemId(i)).value] +
                                   static_cast<double>(weight[u][catalogue.items[i].category.value]);
                        for (std::size_t k = 0; k < factor_count; ++k)
                            exact[i] +=
                                static_cast<double>(vectors[i][k]) * static_cast<double>(person[u][k]);
                        integer[i] = nats(
                            scores[u * static_cast<std::size_t>(panels.positions()) + panels.position_of(i)]);
                        QVERIFY(std::abs(integer[i] - exact[i]) < 5e-3);
                    }
                    const auto a = best_ten(exact);
                    const auto b = best_ten(integer);
                    for (const std::uint32_t i : a)
                        overlap += std::find(b.begin(), b.end(), i) != b.end() ? 0.1 : 0.0;
                }
            }
        }
        QVERIFY2(overlap / people >= 0.99, qPrintable(QString::number(overlap / people)));
    }

    // Nothing that can be asked of a score wraps round, and padding never comes near a real item.
    void no_score_overflows_at_the_extremes() {
        const Catalogue catalogue = small_catalogue(3, 21);
        constexpr float huge[] = {0.0F, 1e-3F, 3.9F, 4.0F, 1e3F, 1e18F};
        for (const float item_size : huge)
            for (const float person_size : huge)
                for (const int sign : {-1, 1}) {
                    Panels panels(catalogue);
                    std::array<float, factor_count> vector;
                    std::array<float, factor_count> person;
                    for (std::size_t k = 0; k < factor_count; ++k) {
                        vector[k] = item_size * (k % 3 == 0 ? 1.0F : -1.0F);
                        person[k] = static_cast<float>(sign) * person_size * (k % 3 == 0 ? 1.0F : -1.0F);
                    }
                    for (std::uint32_t i = 0; i < catalogue.items.size(); ++i)
                        panels.set_item(i, vector.data(), static_cast<float>(sign) * 1e6F);
                    std::array<double, max_provider_groups> prices;
                    prices.fill(sign * 1e6);
                    panels.set_prices(prices);
                    std::array<std::int16_t, factor_count> p{};
                    std::array<std::int16_t, factor_count> q{};
                    quantise(person.data(), p.data());
                    quantise(vector.data(), q.data());
                    std::array<std::int32_t, max_categories> adjustment;
                    adjustment.fill(to_score(static_cast<float>(sign) * 1e6F));
                    std::vector<std::int32_t> scores(static_cast<std::size_t>(panels.positions()));
                    panels.score(p.data(), no_lots.data(), adjustment.data(), max_categories, 1,
                                 scores.data());
                    std::int64_t exact =
                        std::int64_t{3} * sign * (1 << 28); // bias, price and adjustment, each cut
                    for (std::size_t k = 0; k < factor_count; ++k)
                        exact += std::int64_t{p[k]} * q[k];
                    // Room for the sampling noise at its hottest: 2 nat times Gumbel deviates in
                    // [-2.9, 16.7].
                    QVERIFY(std::abs(exact) <= 4 * (std::int64_t{1} << 28));
                    QVERIFY(exact + (1 << lot_bits) + 34 * (std::int64_t{1} << 24) <
                            std::numeric_limits<std::int32_t>::max());
                    QVERIFY(exact - 6 * (std::int64_t{1} << 24) >
                            std::numeric_limits<std::int32_t>::min() + 256);
                    for (std::uint32_t at = 0; at < scores.size(); ++at) {
                        if (panels.item_at(at) >= 0)
                            QCOMPARE(std::int64_t{scores[at]}, exact);
                        else
                            QVERIFY(scores[at] <= padding_limit);
                    }
                }
    }

    void long_vectors_are_shortened_in_their_direction() {
        for (std::uint32_t k = 0; k < 200; ++k) {
            Dice dice(83, k);
            std::array<float, factor_count> vector;
            for (float& x : vector)
                x = 3.0F * normal(dice);
            std::array<std::int16_t, factor_count> out{};
            quantise(vector.data(), out.data());
            double length = 0;
            double dot = 0;
            double own = 0;
            for (std::size_t i = 0; i < factor_count; ++i) {
                length += static_cast<double>(out[i]) * static_cast<double>(out[i]);
                dot += static_cast<double>(out[i]) * static_cast<double>(vector[i]);
                own += static_cast<double>(vector[i]) * static_cast<double>(vector[i]);
            }
            QVERIFY(std::sqrt(length) / 4096 <= 4.0 && std::sqrt(length) / 4096 > 3.98);
            QVERIFY(dot / std::sqrt(length * own) > 0.99999);
        }
    }

    void a_price_moves_its_own_group() {
        const Catalogue catalogue = small_catalogue(2, 10);
        Panels panels(catalogue);
        const std::vector<std::int16_t> nobody(factor_count);
        const std::vector<std::int32_t> adjustment(max_categories);
        std::vector<std::int32_t> scores(static_cast<std::size_t>(panels.positions()));
        for (const double price : {0.5, 1.25, 0.0}) { // prices replace each other, they do not add up
            std::array<double, max_provider_groups> prices{};
            prices[1] = price;
            panels.set_prices(prices);
            panels.score(nobody.data(), no_lots.data(), adjustment.data(), max_categories, 1, scores.data());
            for (std::uint32_t i = 0; i < catalogue.items.size(); ++i)
                QCOMPARE(nats(scores[panels.position_of(i)]),
                         catalogue.group_of(ItemId(i)).value == 1 ? price : 0.0);
        }
    }
};

ATTUNE_TEST(Panels_test);
#include "panels_test.moc"
