// Variety on a slate: the worked example of the algorithms document, section 4, every slate against the same
// choice made slowly, and floors that stay hard beside it.
#include "core/base/portable_math.h"
#include "core/base/random.h"
#include "core/recommender/ranking/slate.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/core/recommender/hand_candidates.h"
#include "tests/core/recommender/small_catalogue.h"
#include "tests/support/test.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

using namespace attune;
using namespace attune::test;

namespace {

constexpr LikenessWeights cosine_alone{.factors = 1};
using Set = std::vector<std::size_t>;

/// Six items of six categories and six providers, with unit vectors and relevances of the document.
struct Example {
    std::array<std::array<double, 3>, 6> vectors{
        {{1, 0, 0}, {1, 0, 0}, {.8, .6, 0}, {0, 1, 0}, {0, .6, .8}, {0, 0, 1}}};
    std::array<double, 6> relevance{.9, .85, .8, .6, .5, .4};
    Catalogue catalogue = small_catalogue(6, 1, 6);
    ItemLikeness likeness;
    Candidates candidates;

    Example() {
        std::vector<float> factors(6 * std::size_t{factor_count});
        std::vector<HandItem> items;
        for (std::size_t i = 0; i < 6; ++i) {
            for (std::size_t k = 0; k < 3; ++k)
                factors[i * factor_count + k] = static_cast<float>(vectors[i][k]);
            items.push_back(
                {.category = static_cast<std::uint8_t>(i), .nats = static_cast<float>(relevance[i])});
        }
        likeness = ItemLikeness(catalogue, factors, cosine_alone);
        candidates = hand_candidates(items);
    }
    double like(std::size_t a, std::size_t b) const {
        double sum = 0;
        for (std::size_t k = 0; k < 3; ++k)
            sum += vectors[a][k] * vectors[b][k];
        return sum;
    }
    /// log det of the kernel of a set, by elimination.
    double volume(const Set& set, double theta) const {
        const double alpha = theta / (2 * (1 - theta));
        std::vector<std::vector<double>> m(set.size(), std::vector<double>(set.size()));
        for (std::size_t i = 0; i < set.size(); ++i)
            for (std::size_t j = 0; j < set.size(); ++j)
                m[i][j] = std::exp(alpha * (relevance[set[i]] + relevance[set[j]])) *
                          (0.9 * like(set[i], set[j]) + (set[i] == set[j] ? 0.1 : 0));
        double log = 0;
        for (std::size_t k = 0; k < m.size(); ++k) {
            log += std::log(m[k][k]);
            for (std::size_t i = k + 1; i < m.size(); ++i)
                for (std::size_t j = m.size(); j-- > k;)
                    m[i][j] -= m[i][k] / m[k][k] * m[k][j];
        }
        return log;
    }
};

Policy varied(Diversity way, double weight, int cap = 10) {
    Policy policy;
    policy.temperature = 0;
    policy.exploration_share = 0;
    policy.category_cap = cap;
    policy.diversity = static_cast<int>(way);
    policy.diversity_weight = weight;
    return policy;
}

Slate slate_of(const Policy& policy, Candidates candidates, const ItemLikeness& likeness,
               const Catalogue& catalogue, ExposureLedger* ledger = nullptr, std::uint32_t visit = 0) {
    const ExposureController fairness = *ExposureController::start(policy, catalogue, slate_length);
    const SlateMaker maker(policy);
    ExposureLedger own;
    ExposureDay day;
    Slate slate;
    maker.make(candidates, fairness, {stream_key(7, 1), visit}, 0, ledger ? *ledger : own, day, slate, 0,
               {.likeness = &likeness});
    return slate;
}

/// Random items with factors, and what is alike about them.
struct Random {
    Catalogue catalogue = small_catalogue(12, 16, 5);
    ItemLikeness likeness;
    Candidates candidates;
    explicit Random(std::uint32_t seed, LikenessWeights weights = learned_likeness) {
        Dice dice(31, seed);
        std::vector<float> factors;
        std::vector<HandItem> items;
        for (std::size_t i = 0; i < catalogue.items.size(); ++i) {
            for (int k = 0; k < factor_count; ++k)
                factors.push_back(k < 4 ? normal_quantile(uniform(dice.word())) : 0.0F);
            items.push_back({.category = static_cast<std::uint8_t>(catalogue.items[i].category.value),
                             .group = static_cast<std::uint8_t>(catalogue.items[i].provider.value),
                             .nats = normal_quantile(uniform(dice.word())),
                             .exploration = dice.chance(0.05)});
        }
        likeness = ItemLikeness(catalogue, factors, weights);
        candidates = hand_candidates(items);
    }
};

} // namespace

class Diversity_test : public QObject {
    Q_OBJECT

private slots:
    void the_example_of_mmr_data() {
        QTest::addColumn<double>("lambda");
        QTest::addColumn<Set>("due");
        QTest::addColumn<double>("unlikeness");
        QTest::newRow("1") << 1.0 << Set{0, 1, 2, 3} << 0.466667;
        QTest::newRow("0.7") << 0.7 << Set{0, 3, 2, 1} << 0.466667;
        QTest::newRow("0.5") << 0.5 << Set{0, 3, 5, 2} << 0.766667;
        QTest::newRow("0.3") << 0.3 << Set{0, 3, 5, 2} << 0.766667;
    }
    void the_example_of_mmr() {
        QFETCH(double, lambda);
        QFETCH(Set, due);
        QFETCH(double, unlikeness);
        const Example example;
        const Slate slate = slate_of(varied(Diversity::mmr, 1 - lambda), example.candidates, example.likeness,
                                     example.catalogue);
        QCOMPARE(slate.count, 6);
        const Set chosen(slate.item.begin(), slate.item.begin() + 4);
        QVERIFY(chosen == due);
        double sum = 0;
        for (std::size_t a = 0; a < 4; ++a)
            for (std::size_t b = 0; b < a; ++b)
                sum += 1 - static_cast<double>(example.likeness.between(
                               static_cast<std::uint32_t>(chosen[a]), static_cast<std::uint32_t>(chosen[b])));
        QVERIFY2(std::abs(sum / 6 - unlikeness) < 1e-6, qPrintable(QString::number(sum / 6)));
    }

    void the_example_of_dpp_data() {
        QTest::addColumn<double>("theta");
        QTest::addColumn<Set>("due");
        QTest::addColumn<double>("volume");
        QTest::newRow("0.5") << 0.5 << Set{0, 3, 5, 1} << 1.089269;
        QTest::newRow("0.7") << 0.7 << Set{0, 3, 5, 1} << 4.755935;
        QTest::newRow("0.9") << 0.9 << Set{0, 2, 1, 3} << 24.873519;
    }
    void the_example_of_dpp() {
        QFETCH(double, theta);
        QFETCH(Set, due);
        QFETCH(double, volume);
        const Example example;
        const Slate slate = slate_of(varied(Diversity::dpp, 1 - theta), example.candidates, example.likeness,
                                     example.catalogue);
        const Set chosen(slate.item.begin(), slate.item.begin() + 4);
        QVERIFY(chosen == due);
        QVERIFY(std::abs(example.volume(chosen, theta) - volume) < 1e-6);
        // What the slate says each place has lost is the volume itself.
        double kept = 0;
        for (std::size_t r = 0; r < 4; ++r)
            kept += theta / (1 - theta) *
                    (example.relevance[chosen[r]] + static_cast<double>(from_score(slate.variety[r])));
        QVERIFY2(std::abs(kept - volume) < 1e-3, qPrintable(QString::number(kept)));
        // No other set of four has more.
        for (unsigned bits = 0; bits < 64; ++bits) {
            Set set;
            for (std::size_t i = 0; i < 6; ++i)
                if (((bits >> i) & 1U) != 0) set.push_back(i);
            if (set.size() == 4) QVERIFY(example.volume(set, theta) <= volume + 1e-6);
        }
    }

    void every_place_goes_to_the_best_left_data() {
        QTest::addColumn<int>("way");
        QTest::addColumn<double>("weight");
        QTest::addColumn<int>("cap");
        for (const auto& [label, way] : {std::pair{"mmr", Diversity::mmr}, {"dpp", Diversity::dpp}})
            for (const double weight : {0.1, 0.3, 0.6, 0.9})
                for (const int cap : {2, 10})
                    QTest::addRow("%s, %g, cap %d", label, weight, cap)
                        << static_cast<int>(way) << weight << cap;
    }
    /// The slow way: at every place all losses anew, those of the DPP by solving for the variance left.
    void every_place_goes_to_the_best_left() {
        QFETCH(int, way);
        QFETCH(double, weight);
        QFETCH(int, cap);
        const double price = weight / (1 - weight);
        double lost_in_all = 0;
        for (std::uint32_t seed = 0; seed < 20; ++seed) {
            const Random random(seed);
            const Slate slate = slate_of(varied(static_cast<Diversity>(way), weight, cap), random.candidates,
                                         random.likeness, random.catalogue);
            QCOMPARE(slate.count, slate_length);
            const auto n = static_cast<std::size_t>(random.candidates.count);
            std::vector<std::vector<double>> rows(n);
            std::vector<double> left(n, 1.0), most(n, 0.0);
            std::array<int, max_categories> taken{};
            std::vector<bool> used(n, false);
            for (std::size_t rank = 0; rank < slate_length; ++rank) {
                const auto worth = [&](std::size_t j) {
                    return static_cast<double>(from_score(random.candidates.score[j])) -
                           price * (way == static_cast<int>(Diversity::mmr) ? most[j] : -std::log(left[j]));
                };
                double best = -1e9;
                for (std::size_t j = 0; j < n; ++j)
                    if (!used[j] && taken[random.candidates.category[j]] < cap)
                        best = std::max(best, worth(j));
                const std::size_t got = slate.candidate[rank];
                QVERIFY2(!used[got] && taken[random.candidates.category[got]] < cap,
                         "a place against the cap");
                QVERIFY2(
                    worth(got) >= best - 2e-4,
                    qPrintable(
                        QString("seed %1, rank %2: %3 of %4").arg(seed).arg(rank).arg(worth(got)).arg(best)));
                lost_in_all -= static_cast<double>(from_score(slate.variety[rank]));
                used[got] = true;
                ++taken[random.candidates.category[got]];
                for (std::size_t j = 0; j < n; ++j) {
                    if (used[j]) continue;
                    const auto like = static_cast<double>(random.likeness.between(
                        static_cast<std::uint32_t>(j), static_cast<std::uint32_t>(got)));
                    most[j] = std::max(most[j], like);
                    double shared = 0.9 * like;
                    for (std::size_t k = 0; k < rank; ++k)
                        shared -= rows[got][k] * rows[j][k];
                    rows[j].push_back(shared / std::sqrt(left[got]));
                    left[j] -= rows[j].back() * rows[j].back();
                }
            }
        }
        QVERIFY(lost_in_all > 0); // something had to make way
    }

    void off_or_of_no_weight_it_changes_nothing_data() {
        QTest::addColumn<int>("way");
        QTest::addColumn<double>("weight");
        QTest::newRow("off") << static_cast<int>(Diversity::off) << 0.9;
        QTest::newRow("mmr of no weight") << static_cast<int>(Diversity::mmr) << 0.0;
        QTest::newRow("dpp of no weight") << static_cast<int>(Diversity::dpp) << 0.0;
    }
    void off_or_of_no_weight_it_changes_nothing() {
        QFETCH(int, way);
        QFETCH(double, weight);
        const Random random(3);
        const Slate slate = slate_of(varied(static_cast<Diversity>(way), weight), random.candidates,
                                     random.likeness, random.catalogue);
        const Slate plain = slate_of(varied(Diversity::off, 0), random.candidates, {}, random.catalogue);
        QVERIFY(slate.item == plain.item && slate.score == plain.score);
        QVERIFY(slate.variety == plain.variety);
    }

    // The guard comes last: 45 % of exposure for a group that neither score nor variety would choose.
    void floors_stay_hard_data() {
        QTest::addColumn<int>("way");
        QTest::newRow("mmr") << static_cast<int>(Diversity::mmr);
        QTest::newRow("dpp") << static_cast<int>(Diversity::dpp);
    }
    void floors_stay_hard() {
        QFETCH(int, way);
        Policy policy = varied(static_cast<Diversity>(way), 0.9, 3);
        policy.exploration_share = 0.2;
        policy.exposure_floor = {{"group 1", 0.45}};
        policy.debt_limit = 1;
        ExposureLedger ledger;
        const Random any(0);
        const ExposureController fairness = *ExposureController::start(policy, any.catalogue, slate_length);
        for (std::uint32_t visit = 0; visit < 300; ++visit) {
            Random random(visit % 7);
            for (std::size_t j = 0; j < static_cast<std::size_t>(random.candidates.count); ++j)
                if (random.candidates.group[j] == 1) random.candidates.shift(j, to_score(-2));
            slate_of(policy, random.candidates, random.likeness, random.catalogue, &ledger, visit);
            QVERIFY2(ledger.debt[1] <= fairness.debt_limit(), qPrintable(QString::number(visit)));
        }
    }
};

ATTUNE_TEST(Diversity_test);
#include "diversity_test.moc"
