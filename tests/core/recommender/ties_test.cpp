// Items of equal worth get equal shares: whoever nothing is known of, and whatever nothing is known of, is
// not served from the front of the catalogue.
#include "core/recommender/ranking/candidates.h"
#include "tests/core/recommender/platform.h"
#include "tests/core/recommender/small_catalogue.h"
#include "tests/support/test.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <set>
#include <utility>
#include <vector>

using namespace attune;
using attune::test::consent_to;
using attune::test::nothing;
using attune::test::Platform;
using attune::test::Said;
using attune::test::small_catalogue;

namespace {

constexpr int categories = 20;
constexpr int per_category = 50;

/// Pearson's chi-square against equal counts.
double chi_square(const std::vector<int>& counts) {
    const double even =
        std::accumulate(counts.begin(), counts.end(), 0.0) / static_cast<double>(counts.size());
    double sum = 0;
    for (const int n : counts)
        sum += (n - even) * (n - even) / even;
    return sum;
}

/// Exceeded once in about 20,000 times if the counts are independent and even (Wilson and Hilferty 1931).
/// Items of one slate exclude each other, so even slates stay further below.
double chi_square_limit(std::size_t cells) {
    const double n = static_cast<double>(cells) - 1;
    return n * std::pow(1 - 2 / (9 * n) + 3.9 * std::sqrt(2 / (9 * n)), 3);
}

/// Whether the counts are as even as chance makes them, but for true shares that differ by 2 % (standard
/// deviation): lots are products of few numbers, and the highest of a handful is not exactly anyone's.
void verify_even(const std::vector<int>& counts, const char* what) {
    const double total = std::accumulate(counts.begin(), counts.end(), 0.0);
    const double limit = chi_square_limit(counts.size()) + total * 0.02 * 0.02;
    const auto [least, most] = std::minmax_element(counts.begin(), counts.end());
    QVERIFY2(chi_square(counts) < limit, qPrintable(QString("%1: %2 to %3, chi-square %4 of %5 cells")
                                                        .arg(what)
                                                        .arg(*least)
                                                        .arg(*most)
                                                        .arg(chi_square(counts))
                                                        .arg(counts.size())));
}

/// Shows counted by item and by category.
struct Counts {
    std::vector<int> items = std::vector<int>(categories * per_category);
    std::vector<int> categories_ = std::vector<int>(categories);

    void add(const Slate& slate) {
        for (std::size_t r = 0; r < static_cast<std::size_t>(slate.count); ++r) {
            ++items[slate.item[r]];
            ++categories_[slate.category[r]];
        }
    }
};

/// Nothing but the ranking decides: no places for random candidates.
Policy ranking_alone(Ranker ranker, double temperature) {
    Policy policy;
    policy.ranker = static_cast<int>(ranker);
    policy.temperature = temperature;
    policy.exploration_share = 0;
    return policy;
}

/// Completes what it is shown of one category, leaves the rest at once.
test::Reaction fond_of(std::uint8_t category) {
    return [category](const Slate& slate, int) {
        std::vector<Said> said;
        for (int rank = 0; rank < slate.count; ++rank)
            said.push_back({rank, FeedbackKind::consumed,
                            slate.category[static_cast<std::size_t>(rank)] == category ? 1.0F : 0.0F});
        return said;
    };
}

} // namespace

class Ties_test : public QObject {
    Q_OBJECT

private slots:
    void first_slates_show_every_category_and_item_equally_data() {
        QTest::addColumn<int>("ranker");
        QTest::addColumn<bool>("profiled");
        QTest::addColumn<double>("temperature");
        for (const auto& [name, ranker] :
             {std::pair{"factors", Ranker::factors}, std::pair{"popularity", Ranker::popularity},
              std::pair{"content", Ranker::content}})
            for (const bool profiled : {false, true})
                for (const double temperature : {0.0, 0.35})
                    QTest::addRow("%s, %s, temperature %g", name, profiled ? "profiled" : "not profiled",
                                  temperature)
                        << static_cast<int>(ranker) << profiled << temperature;
    }
    void first_slates_show_every_category_and_item_equally() {
        QFETCH(int, ranker);
        QFETCH(bool, profiled);
        QFETCH(double, temperature);
        const int people = test::sized(2000, 20000);
        Platform platform(ranking_alone(static_cast<Ranker>(ranker), temperature), people, 1,
                          small_catalogue(categories, per_category));
        Counts counts;
        for (std::uint32_t user = 0; user < static_cast<std::uint32_t>(people); ++user) {
            platform.recommender().set_consent(UserId(user), consent_to(profiled, profiled));
            counts.add(platform.visit(user, 0, 1, nothing)[0]);
        }
        verify_even(counts.categories_, "categories");
        verify_even(counts.items, "items");
    }

    void first_slates_differ_between_people_and_between_visits() {
        constexpr int people = 500;
        Platform platform(ranking_alone(Ranker::factors, 0), people, 1,
                          small_catalogue(categories, per_category));
        std::set<std::array<std::uint32_t, slate_length>> seen;
        for (int day = 0; day < 2; ++day)
            for (std::uint32_t user = 0; user < people; ++user)
                seen.insert(platform.visit(user, day, 1, nothing)[0].item);
        QCOMPARE(seen.size(), std::size_t{2 * people});
    }

    // The content ranker knows categories only: inside a liked one, and among the others, all are alike.
    void a_taste_for_a_category_leaves_its_items_equal() {
        constexpr std::uint8_t liked = 16;
        const int people = test::sized(1500, 10000);
        Policy policy = ranking_alone(Ranker::content, 0);
        policy.deescalation = false;
        Platform platform(policy, people, 1, small_catalogue(categories, per_category));
        Counts counts;
        int fond = 0;
        for (std::uint32_t user = 0; user < static_cast<std::uint32_t>(people); ++user) {
            platform.recommender().set_consent(UserId(user), consent_to(true, false));
            bool met = false;
            for (const Slate& slate : platform.visit(user, 0, 3, fond_of(liked)))
                met = met ||
                      std::find(slate.category.begin(), slate.category.end(), liked) != slate.category.end();
            if (!met) continue;
            ++fond;
            counts.add(platform.visit(user, 1, 1, nothing)[0]);
        }
        QVERIFY(fond > people / 2);
        QVERIFY(counts.categories_[liked] > fond * policy.category_cap * 98 / 100); // nearly always its fill
        const auto begin = counts.items.begin() + liked * per_category;
        verify_even({begin, begin + per_category}, "items of the liked category");
    }

    // What nobody has picked yet waits in no order either.
    void items_nobody_picked_are_equal_among_each_other() {
        constexpr std::uint32_t pickers = 20;
        const int people = test::sized(2000, 20000);
        Platform platform(ranking_alone(Ranker::popularity, 0.35), people, 1,
                          small_catalogue(categories, per_category));
        std::set<std::uint32_t> picked;
        for (std::uint32_t user = 0; user < pickers; ++user) {
            platform.recommender().set_consent(UserId(user), consent_to(true, true));
            picked.insert(platform.visit(user, 0, 1, test::first)[0].item[0]);
        }
        platform.end_day(0);
        Counts counts;
        for (std::uint32_t user = pickers; user < static_cast<std::uint32_t>(people); ++user)
            counts.add(platform.visit(user, 1, 1, nothing)[0]);
        // A category with picks gives up places for them, so the unpicked are compared by category where
        // there were none.
        std::set<std::uint32_t> touched;
        int favourites = 0;
        for (const std::uint32_t item : picked) {
            touched.insert(item / per_category);
            favourites += counts.items[item];
        }
        QVERIFY(favourites > 10 * people * static_cast<int>(picked.size()) / (categories * per_category));
        std::vector<int> untouched_categories;
        std::vector<int> untouched_items;
        for (std::uint32_t c = 0; c < categories; ++c) {
            if (touched.count(c) != 0) continue;
            untouched_categories.push_back(counts.categories_[c]);
            const auto begin = counts.items.begin() + static_cast<int>(c) * per_category;
            untouched_items.insert(untouched_items.end(), begin, begin + per_category);
        }
        QVERIFY(untouched_categories.size() >= 5);
        verify_even(untouched_categories, "categories");
        verify_even(untouched_items, "items");
    }

    // A floor that a taste would put out of reach is filled up from every other category alike.
    void a_floor_is_filled_up_from_every_category_data() {
        QTest::addColumn<bool>("random");
        QTest::newRow("scored") << false;
        QTest::newRow("random") << true;
    }
    void a_floor_is_filled_up_from_every_category() {
        QFETCH(bool, random);
        Policy policy;
        policy.category_quota = 0;
        policy.candidates = 16;
        policy.exposure_floor = {{"rare", 0.3}};
        // All of the first category is rare, and every fifth item of the others.
        Catalogue catalogue = small_catalogue(12, 100, 1);
        catalogue.provider_groups.push_back("rare");
        catalogue.providers.push_back({"few", ProviderGroupId(1)});
        for (std::uint32_t i = 0; i < catalogue.items.size(); ++i)
            if (i < 100 || i % 5 == 0) catalogue.items[i].provider = ProviderId(1);
        const auto fairness = ExposureController::start(policy, catalogue, slate_length);
        VERIFY_OK(fairness);
        Panels panels(catalogue);
        for (std::uint32_t i = 0; i < 100; ++i)
            panels.set_item(i, nullptr, 6.0F);
        const std::vector<std::int16_t> person(factor_count);
        const std::vector<std::int32_t> adjustment(max_categories);
        std::vector<std::int32_t> scores(static_cast<std::size_t>(panels.positions()));
        CandidateBuilder builder(policy, panels);
        std::vector<int> of_category(11);
        std::vector<int> of_item(220);
        for (std::uint32_t visit = 0; visit < static_cast<std::uint32_t>(test::sized(3000, 30000)); ++visit) {
            const VisitAddress address = {stream_key(5, visit % 50), visit};
            const std::uint16_t lot = lot_of(address);
            Candidates candidates;
            std::int32_t guess = 0;
            if (random) {
                builder.build_random(panels, *fairness, address, candidates);
            } else {
                panels.score(person.data(), &lot, adjustment.data(), max_categories, 1, scores.data());
                builder.build(panels, scores.data(), *fairness, address, guess, candidates);
            }
            std::set<int> drawn;
            for (int e = 0; e < candidates.exploration_count; ++e)
                drawn.insert(candidates.exploration[static_cast<std::size_t>(e)]);
            for (int i = 0; i < candidates.count; ++i) {
                const auto j = static_cast<std::size_t>(i);
                if (candidates.group[j] != 1 || candidates.category[j] == 0 || drawn.count(i) != 0) continue;
                ++of_category[candidates.category[j] - 1U];
                ++of_item[(candidates.item[j] - 100) / 5];
            }
        }
        verify_even(of_category, "categories");
        verify_even(of_item, "items");
    }

    void every_lot_is_as_likely_for_every_item() {
        const Panels panels(small_catalogue(categories, per_category));
        for (const std::uint32_t item : {0U, 1U, 7U, 500U, 999U}) {
            std::bitset<1 << lot_bits> met;
            for (std::uint32_t lot = 1; lot < 1U << lot_bits; lot += 2)
                met.set(static_cast<std::size_t>(
                    panels.lot(panels.position_of(item), static_cast<std::uint16_t>(lot))));
            QCOMPARE(met.count(), std::size_t{1} << (lot_bits - 1));
        }
    }

    void on_one_visit_no_two_items_draw_the_same_and_the_scores_carry_it() {
        const Catalogue catalogue = small_catalogue(categories, 500);
        const Panels panels(catalogue);
        const std::vector<std::int16_t> nobody(factor_count * tile_width);
        const std::vector<std::int32_t> adjustment(static_cast<std::size_t>(max_categories) * tile_width);
        std::vector<std::int32_t> scores(static_cast<std::size_t>(panels.positions()) * tile_width);
        std::array<std::uint16_t, tile_width> lots{};
        for (std::uint32_t u = 0; u < tile_width; ++u) {
            lots[u] = lot_of({stream_key(3, u), 17});
            QCOMPARE(lots[u] % 2, 1);
        }
        panels.score(nobody.data(), lots.data(), adjustment.data(), max_categories, tile_width,
                     scores.data());
        for (std::size_t u = 0; u < tile_width; ++u) {
            std::set<std::int32_t> drawn;
            for (std::uint32_t i = 0; i < catalogue.items.size(); ++i) {
                const std::uint32_t at = panels.position_of(i);
                const std::int32_t score = scores[u * static_cast<std::size_t>(panels.positions()) + at];
                QCOMPARE(score, panels.lot(at, lots[u]));
                QVERIFY(score >= 0 && score < 1 << lot_bits);
                drawn.insert(score);
            }
            QCOMPARE(drawn.size(), catalogue.items.size());
        }
    }
};

ATTUNE_TEST(Ties_test);
#include "ties_test.moc"
