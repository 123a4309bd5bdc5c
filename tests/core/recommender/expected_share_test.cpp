// The expected share of a category against drawing slates.
#include "core/base/portable_math.h"
#include "core/base/random.h"
#include "core/recommender/ranking/expected_share.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/support/test.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

using namespace attune;
using attune::test::Dice;

namespace {

constexpr std::uint32_t categories = 8;

std::unique_ptr<Candidates> candidates(Dice& dice, int count, double spread) {
    auto made = std::make_unique<Candidates>();
    made->count = count;
    for (std::size_t j = 0; j < static_cast<std::size_t>(count); ++j) {
        made->category[j] = static_cast<std::uint8_t>(j * categories / static_cast<std::size_t>(count));
        made->score[j] = to_score(static_cast<float>(spread) * normal_quantile(uniform(dice.word())));
        made->state[j] = Candidates::fresh;
    }
    return made;
}

/// Draws slates: the ten largest of score over temperature plus Gumbel noise.
double drawn(const Candidates& of, std::uint32_t category, double shift, double temperature, Dice& dice) {
    constexpr int draws = 4000;
    std::vector<std::pair<double, std::size_t>> keys;
    double hits = 0, all = 0;
    for (int d = 0; d < draws; ++d) {
        keys.clear();
        for (std::size_t j = 0; j < static_cast<std::size_t>(of.count); ++j) {
            if (of.state[j] == Candidates::hidden) continue;
            const double u = (static_cast<double>(dice.word()) + 0.5) / 4294967296.0;
            keys.emplace_back(static_cast<double>(from_score(of.score[j])) +
                                  (of.category[j] == category ? shift : 0) -
                                  temperature * std::log(-std::log(u)),
                              j);
        }
        const std::size_t n = std::min<std::size_t>(10, keys.size());
        std::partial_sort(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(n), keys.end(),
                          std::greater<>());
        for (std::size_t k = 0; k < n; ++k)
            hits += of.category[keys[k].second] == category ? 1 : 0;
        all += static_cast<double>(n);
    }
    return hits / all;
}

} // namespace

class Expected_share_test : public QObject {
    Q_OBJECT
private slots:
    void the_expected_share_is_that_of_drawn_slates() {
        Dice dice(11, 0);
        for (const int count : {16, 40, 96, 200})
            for (const double spread : {0.1, 0.5, 1.5})
                for (const double temperature : {0.1, 0.35, 1.0}) {
                    const auto made = candidates(dice, count, spread);
                    for (const double shift : {0.0, -0.6, -2.0, 0.5}) {
                        const double expected =
                            expected_share(*made, CategoryId(2), static_cast<float>(shift),
                                           static_cast<float>(temperature), 0);
                        const double seen = drawn(*made, 2, shift, temperature, dice);
                        QVERIFY2(std::abs(expected - seen) < 0.02 + 0.1 * seen,
                                 qPrintable(QString("%1 %2 %3 %4: %5, drawn %6")
                                                .arg(count)
                                                .arg(spread)
                                                .arg(temperature)
                                                .arg(shift)
                                                .arg(expected)
                                                .arg(seen)));
                    }
                }
    }

    void shares_of_all_categories_add_up() {
        Dice dice(12, 0);
        const auto made = candidates(dice, 96, 0.7);
        for (const float exploration : {0.0F, 0.1F, 1.0F}) {
            double all = 0;
            for (std::uint32_t c = 0; c < categories; ++c)
                all += expected_share(*made, CategoryId(c), 0, 0.35F, exploration);
            QVERIFY(std::abs(all - 1) < 1e-4);
        }
    }

    void what_is_hidden_does_not_count() {
        Dice dice(13, 0);
        const auto made = candidates(dice, 96, 0.7);
        QVERIFY(expected_share(*made, CategoryId(3), 0, 0.35F, 0.1F) > 0);
        for (std::size_t j = 0; j < 96; ++j)
            if (made->category[j] == 3) made->state[j] = Candidates::hidden;
        QCOMPARE(expected_share(*made, CategoryId(3), 0, 0.35F, 0.1F), 0.0);
        QCOMPARE(expected_share(Candidates{}, CategoryId(3), 0, 0.35F, 0.1F), 0.0);
    }
};

ATTUNE_TEST(Expected_share_test);
#include "expected_share_test.moc"
