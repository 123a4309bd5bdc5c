// Which items become the candidates of a visit, against plain sorting.
#include "core/base/portable_math.h"
#include "core/base/random.h"
#include "core/recommender/ranking/candidates.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/core/recommender/small_catalogue.h"
#include "tests/support/test.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace attune;
using attune::test::Dice;
using attune::test::small_catalogue;

namespace {

/// Categories of the given sizes, two groups.
Catalogue uneven_catalogue(const std::vector<int>& sizes) {
    Catalogue catalogue = small_catalogue(0, 0, 2);
    for (const int size : sizes) {
        const CategoryId category(static_cast<std::uint32_t>(catalogue.categories.size()));
        catalogue.categories.push_back("category");
        for (int i = 0; i < size; ++i)
            catalogue.items.push_back({category, ProviderId(static_cast<std::uint32_t>(i % 2)), 0, 0});
    }
    return catalogue;
}

ExposureController floors(const Policy& policy, const Catalogue& catalogue) {
    return *ExposureController::start(policy, catalogue, slate_length);
}

/// Scores by position, padding where it belongs; coarse ones tie often.
std::vector<std::int32_t> random_scores(const Panels& panels, Dice& dice, bool coarse) {
    std::vector<std::int32_t> scores(static_cast<std::size_t>(panels.positions()));
    for (std::uint32_t p = 0; p < scores.size(); ++p) {
        const float nats = 2.0F * normal_quantile(uniform(dice.word()));
        scores[p] = panels.item_at(p) < 0 ? padding_score : to_score(coarse ? std::round(nats) : nats);
    }
    return scores;
}

using Positions = std::set<std::uint32_t>;

/// The best `wanted` of some positions, ties to the lower one.
Positions best_of(const std::vector<std::int32_t>& scores, std::vector<std::uint32_t> from,
                  std::size_t wanted) {
    std::sort(from.begin(), from.end(), [&](std::uint32_t a, std::uint32_t b) {
        return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
    });
    from.resize(std::min(from.size(), wanted));
    return {from.begin(), from.end()};
}

std::vector<std::uint32_t> real_positions(const Panels& panels) {
    std::vector<std::uint32_t> all;
    for (std::uint32_t p = 0; p < static_cast<std::uint32_t>(panels.positions()); ++p)
        if (panels.item_at(p) >= 0) all.push_back(p);
    return all;
}

/// Every category's best: of each of its eight columns the best, of those the best `quota`.
Positions champions(const Panels& panels, const std::vector<std::int32_t>& scores, std::size_t quota) {
    Positions all;
    for (int c = 0; c < panels.categories(); ++c) {
        std::vector<std::uint32_t> leaders;
        for (std::uint32_t column = 0; column < panel_width; ++column) {
            std::vector<std::uint32_t> own;
            for (const std::uint32_t p : real_positions(panels))
                if (panels.category_at(p) == c && p % panel_width == column) own.push_back(p);
            const Positions leader = best_of(scores, own, 1);
            leaders.insert(leaders.end(), leader.begin(), leader.end());
        }
        all.merge(best_of(scores, leaders, quota));
    }
    return all;
}

VisitAddress visit_of(std::uint32_t person, std::uint32_t visit) {
    return {stream_key(91, person), visit};
}

/// Chi-square of counts that should be equal, corrected for drawing `drawn` of them without putting back.
double chi_square(const std::vector<int>& counts, double drawn) {
    double total = 0;
    for (const int n : counts)
        total += n;
    const double even = total / static_cast<double>(counts.size());
    double sum = 0;
    for (const int n : counts)
        sum += (n - even) * (n - even) / even;
    return sum / (1 - drawn / static_cast<double>(counts.size()));
}

/// Far out in the upper tail of chi-square (about 1 in 20,000): Wilson and Hilferty 1931.
double chi_square_limit(std::size_t cells) {
    const double n = static_cast<double>(cells) - 1;
    return n * std::pow(1 - 2 / (9 * n) + 3.9 * std::sqrt(2 / (9 * n)), 3);
}

} // namespace

class Candidates_test : public QObject {
    Q_OBJECT

private slots:
    void candidates_are_the_best_the_champions_and_a_few_at_random() {
        for (std::uint32_t seed = 0; seed < 60; ++seed) {
            Dice dice(92, seed);
            Policy policy;
            policy.candidates = 16 + 8 * static_cast<int>(dice.below(13));
            policy.category_quota = static_cast<int>(dice.below(5));
            std::vector<int> sizes;
            for (std::uint32_t c = 2 + dice.below(14); c > 0; --c)
                sizes.push_back(static_cast<int>(dice.below(60)));
            sizes.push_back(40);
            const Catalogue catalogue = uneven_catalogue(sizes);
            const Panels panels(catalogue);
            CandidateBuilder builder(policy, panels);
            const ExposureController none = floors(policy, catalogue);
            for (std::uint32_t visit = 0; visit < 4; ++visit) {
                const auto scores = random_scores(panels, dice, visit % 2 == 1);
                Candidates out;
                std::int32_t guess = static_cast<std::int32_t>(dice.word());
                builder.build(panels, scores.data(), none, visit_of(seed, visit), guess, out);

                Positions due =
                    best_of(scores, real_positions(panels), static_cast<std::size_t>(policy.candidates));
                due.merge(champions(panels, scores, static_cast<std::size_t>(policy.category_quota)));
                Positions found;
                std::uint32_t before = 0;
                for (std::size_t j = 0; j < static_cast<std::size_t>(out.count); ++j) {
                    const std::uint32_t at = panels.position_of(out.item[j]);
                    QVERIFY(j == 0 || at > before); // in the order of the catalogue, each once
                    before = at;
                    found.insert(at);
                    QCOMPARE(out.score[j], scores[at]);
                    QCOMPARE(out.category[j], panels.category_at(at));
                    QCOMPARE(out.group[j], panels.group_at(at));
                    QCOMPARE(out.state[j], Candidates::fresh);
                    QVERIFY(j >= out.category_begin[out.category[j]] &&
                            j < out.category_begin[out.category[j] + 1U]);
                }
                QCOMPARE(int{out.category_begin[max_categories]}, out.count);
                for (int e = 0; e < out.exploration_count; ++e)
                    due.insert(panels.position_of(out.item[out.exploration[static_cast<std::size_t>(e)]]));
                QVERIFY2(found == due, std::to_string(seed).c_str());
                QVERIFY(out.exploration_count == exploration_candidates || catalogue.items.size() < 60);
            }
        }
    }

    void the_last_threshold_changes_nothing() {
        const Catalogue catalogue = uneven_catalogue({90, 33, 60, 8});
        const Panels panels(catalogue);
        const Policy policy;
        CandidateBuilder builder(policy, panels);
        const ExposureController none = floors(policy, catalogue);
        Dice dice(93, 0);
        const auto scores = random_scores(panels, dice, true);
        Candidates first;
        std::int32_t guess = 0;
        builder.build(panels, scores.data(), none, visit_of(0, 0), guess, first);
        for (const std::int32_t other : {-2147483647, -500000, 0, 7, 1 << 25, 2147483647}) {
            Candidates again;
            guess = other;
            builder.build(panels, scores.data(), none, visit_of(0, 0), guess, again);
            QVERIFY(again.count == first.count && again.item == first.item && again.key == first.key &&
                    again.exploration == first.exploration);
        }
    }

    // The quota holds with every lever at its end, one category taking all the best places, and floors to
    // serve.
    void every_category_has_its_quota_data() {
        QTest::addColumn<int>("wanted");
        QTest::addColumn<int>("quota");
        QTest::addColumn<bool>("with_floors");
        for (const int wanted : {16, 96, 128})
            for (const int quota : {0, 1, 2, 4})
                for (const bool with_floors : {false, true})
                    QTest::addRow("%d best, quota %d, %s", wanted, quota,
                                  with_floors ? "floors" : "no floors")
                        << wanted << quota << with_floors;
    }
    void every_category_has_its_quota() {
        QFETCH(int, wanted);
        QFETCH(int, quota);
        QFETCH(bool, with_floors);
        Policy policy;
        policy.candidates = wanted;
        policy.category_quota = quota;
        if (with_floors) policy.exposure_floor = {{"group 0", 0.3}, {"group 1", 0.3}};
        std::vector<int> sizes(max_categories, 20);
        sizes[5] = 200;
        sizes[31] = 1;
        const Catalogue catalogue = uneven_catalogue(sizes);
        const Panels panels(catalogue);
        CandidateBuilder builder(policy, panels);
        const ExposureController fairness = floors(policy, catalogue);
        for (std::uint32_t visit = 0; visit < 20; ++visit) {
            Dice dice(94, visit);
            auto scores = random_scores(panels, dice, false);
            for (std::uint32_t p = 0; p < scores.size(); ++p)
                if (panels.item_at(p) >= 0 && panels.category_at(p) == 5) scores[p] += to_score(8.0F);
            Candidates out;
            std::int32_t guess = 0;
            builder.build(panels, scores.data(), fairness, visit_of(0, visit), guess, out);
            QVERIFY(out.count <= max_candidates);
            std::array<int, max_categories> count{};
            std::array<int, 2> of_group{};
            for (std::size_t j = 0; j < static_cast<std::size_t>(out.count); ++j) {
                ++count[out.category[j]];
                ++of_group[out.group[j]];
            }
            for (std::size_t c = 0; c < max_categories; ++c)
                QVERIFY2(count[c] >= std::min({quota, sizes[c], panel_width}),
                         qPrintable(QString("category %1: %2").arg(c).arg(count[c])));
            if (with_floors) QVERIFY(of_group[0] >= 30 && of_group[1] >= 30);
            // What gives way is the tail: the very best are in.
            for (const std::uint32_t at : best_of(scores, real_positions(panels), 16))
                QVERIFY(std::find(out.item.begin(), out.item.begin() + out.count,
                                  static_cast<std::uint32_t>(panels.item_at(at))) !=
                        out.item.begin() + out.count);
        }
    }

    void a_visit_has_its_own_random_candidates() {
        const Catalogue catalogue = uneven_catalogue({90, 33, 60, 8, 109});
        const Panels panels(catalogue);
        const Policy policy;
        CandidateBuilder builder(policy, panels);
        const ExposureController none = floors(policy, catalogue);
        Dice dice(95, 0);
        const auto scores = random_scores(panels, dice, false);
        std::vector<int> counts(catalogue.items.size());
        std::set<std::vector<std::uint32_t>> sets;
        const int visits = test::sized(4000, 40000);
        for (int visit = 0; visit < visits; ++visit) {
            Candidates out;
            std::int32_t guess = 0;
            builder.build(panels, scores.data(), none,
                          visit_of(static_cast<std::uint32_t>(visit % 7), static_cast<std::uint32_t>(visit)),
                          guess, out);
            std::vector<std::uint32_t> own;
            for (int e = 0; e < out.exploration_count; ++e) {
                own.push_back(out.item[out.exploration[static_cast<std::size_t>(e)]]);
                ++counts[own.back()];
            }
            QCOMPARE(own.size(), std::size_t{exploration_candidates});
            sets.insert(own);
        }
        QVERIFY(static_cast<int>(sets.size()) > visits * 99 / 100);
        QVERIFY2(chi_square(counts, exploration_candidates) < chi_square_limit(counts.size()),
                 qPrintable(QString::number(chi_square(counts, exploration_candidates))));
    }

    // A key is the score plus temperature times a Gumbel deviate of that person, visit and item, to 2^-16
    // nat, with the place in its low byte; worked out in 64 bits and double.
    void keys_are_scores_with_their_noise_data() {
        QTest::addColumn<double>("temperature");
        QTest::addColumn<double>("level");
        for (const double temperature : {0.0, 0.05, 0.35, 2.0})
            for (const double level : {-60.0, 0.0, 60.0})
                QTest::addRow("temperature %g at %g nat", temperature, level) << temperature << level;
    }
    void keys_are_scores_with_their_noise() {
        QFETCH(double, temperature);
        QFETCH(double, level);
        const Catalogue catalogue = uneven_catalogue({90, 33, 60, 8});
        const Panels panels(catalogue);
        Policy policy;
        policy.temperature = temperature;
        CandidateBuilder builder(policy, panels);
        const ExposureController none = floors(policy, catalogue);
        for (std::uint32_t visit = 0; visit < 50; ++visit) {
            Dice dice(96, visit);
            auto scores = random_scores(panels, dice, false);
            for (std::uint32_t p = 0; p < scores.size(); ++p)
                if (panels.item_at(p) >= 0)
                    scores[p] = static_cast<std::int32_t>(
                        std::clamp(level * 16777216.0 + scores[p], -1073741824.0, 1073741824.0));
            const VisitAddress address = visit_of(3, visit);
            Candidates out;
            std::int32_t guess = 0;
            builder.build(panels, scores.data(), none, address, guess, out);
            for (std::size_t j = 0; j < static_cast<std::size_t>(out.count); ++j) {
                const double deviate = static_cast<double>(
                    gumbel(uniform(words_at(address.key, Stream::ranking, out.item[j], visit)[0])));
                const double exact = out.score[j] + temperature * deviate * 16777216.0;
                const double off = static_cast<double>(out.key[j]) - exact;
                if (temperature > 0)
                    QVERIFY(std::abs(off) <= 512 + std::abs(temperature * deviate) * 4);
                else // a lot of less than 1/256 nat
                    QVERIFY(off >= -512 && off <= 65536 + 512);
                QCOMPARE(out.key[j] & 255, 255 - static_cast<int>(j));
            }
        }
    }

    // The random ranker shows every item equally often, whatever its category, the temperature and the
    // scores.
    void random_candidates_are_uniform_data() {
        QTest::addColumn<std::vector<int>>("sizes");
        QTest::addColumn<double>("temperature");
        QTest::newRow("fewer items than candidates") << std::vector<int>{3, 10, 17, 8, 22} << 0.35;
        QTest::newRow("many items") << std::vector<int>{90, 33, 160, 8, 109} << 0.35;
        QTest::newRow("many items, no temperature") << std::vector<int>{90, 33, 160, 8, 109} << 0.0;
    }
    void random_candidates_are_uniform() {
        QFETCH(std::vector<int>, sizes);
        QFETCH(double, temperature);
        const Catalogue catalogue = uneven_catalogue(sizes);
        const Panels panels(catalogue);
        Policy policy;
        policy.temperature = temperature;
        CandidateBuilder builder(policy, panels);
        const ExposureController none = floors(policy, catalogue);
        std::vector<int> top(catalogue.items.size());
        std::vector<int> among(catalogue.items.size());
        const int visits = test::sized(20000, 200000);
        double drawn = 0;
        for (int visit = 0; visit < visits; ++visit) {
            Candidates out;
            builder.build_random(panels, none, visit_of(1, static_cast<std::uint32_t>(visit)), out);
            const auto best =
                std::max_element(out.key.begin(), out.key.begin() + out.count) - out.key.begin();
            ++top[out.item[static_cast<std::size_t>(best)]];
            for (int j = 0; j < out.count; ++j)
                ++among[out.item[static_cast<std::size_t>(j)]];
            drawn += out.count;
        }
        QVERIFY2(chi_square(top, 1) < chi_square_limit(top.size()),
                 qPrintable(QString::number(chi_square(top, 1))));
        if (catalogue.items.size() > 200)
            QVERIFY2(chi_square(among, drawn / visits) < chi_square_limit(among.size()),
                     qPrintable(QString::number(chi_square(among, drawn / visits))));
    }
};

ATTUNE_TEST(Candidates_test);
#include "candidates_test.moc"
