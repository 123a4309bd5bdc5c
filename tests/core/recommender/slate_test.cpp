// One slate after the other, against a plain sort.
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
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace attune;
using attune::test::Dice;
using attune::test::hand_candidates;
using attune::test::HandItem;
using attune::test::small_catalogue;

namespace {

Policy plain_policy(int cap) {
    Policy policy;
    policy.temperature = 0;
    policy.exploration_share = 0;
    policy.category_cap = cap;
    return policy;
}

std::vector<HandItem> random_items(Dice& dice, int categories, int most_per_category, bool coarse) {
    std::vector<HandItem> items;
    for (int c = 0; c < categories; ++c)
        for (std::uint32_t i = 1 + dice.below(static_cast<std::uint32_t>(most_per_category));
             i > 0 && items.size() < max_candidates; --i) {
            const float nats = 2.0F * normal_quantile(uniform(dice.word()));
            items.push_back({.category = static_cast<std::uint8_t>(c),
                             .group = static_cast<std::uint8_t>(dice.below(3)),
                             .nats = coarse ? std::round(nats) : nats});
        }
    return items;
}

/// The slate by sorting: best first, ties to the lower index, the cap, what was shown only where nothing else
/// is left; and then what was shown counts as new again.
class SlowVisit {
public:
    SlowVisit(const Candidates& candidates, int cap)
        : candidates_(candidates)
        , cap_(cap) {}

    std::vector<std::uint32_t> next() {
        std::vector<std::uint32_t> slate;
        extend(slate);
        if (slate.size() < slate_length) {
            shown_.clear();
            extend(slate);
        }
        shown_.insert(slate.begin(), slate.end());
        return slate;
    }
    void hide(std::uint32_t j) { hidden_.insert(j); }
    /// Whether the candidates that were neither shown nor hidden fill a slate.
    bool fresh_slate_left() const {
        std::map<int, int> per_category;
        for (std::uint32_t j = 0; j < static_cast<std::uint32_t>(candidates_.count); ++j)
            if (!shown_.contains(j) && !hidden_.contains(j)) ++per_category[candidates_.category[j]];
        int fillable = 0;
        for (const auto& [category, count] : per_category)
            fillable += std::min(count, cap_);
        return fillable >= slate_length;
    }

private:
    void extend(std::vector<std::uint32_t>& slate) const {
        std::vector<std::uint32_t> order;
        for (std::uint32_t j = 0; j < static_cast<std::uint32_t>(candidates_.count); ++j)
            if (!shown_.contains(j) && !hidden_.contains(j) &&
                std::find(slate.begin(), slate.end(), j) == slate.end())
                order.push_back(j);
        std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            return (candidates_.score[a] >> 8) > (candidates_.score[b] >> 8);
        });
        std::map<int, int> taken;
        for (const std::uint32_t j : slate)
            ++taken[candidates_.category[j]];
        for (const std::uint32_t j : order)
            if (slate.size() < slate_length && taken[candidates_.category[j]] < cap_) {
                ++taken[candidates_.category[j]];
                slate.push_back(j);
            }
    }

    Candidates candidates_;
    int cap_;
    std::set<std::uint32_t> shown_;
    std::set<std::uint32_t> hidden_;
};

struct Scene {
    ExposureController fairness;
    SlateMaker maker;
    ExposureLedger ledger;
    ExposureDay day;
    explicit Scene(const Policy& policy)
        : fairness(*ExposureController::start(policy, small_catalogue(20, 20, 3), slate_length))
        , maker(policy) {}
    Slate make(Candidates& candidates, std::uint32_t number, std::uint32_t visit = 0) {
        Slate slate;
        maker.make(candidates, fairness, {stream_key(101, 1), visit}, number, ledger, day, slate);
        return slate;
    }
};

std::vector<std::uint32_t> items_of(const Slate& slate) {
    return {slate.item.begin(), slate.item.begin() + slate.count};
}

} // namespace

class Slate_test : public QObject {
    Q_OBJECT

private slots:
    void slates_are_what_sorting_gives_data() {
        QTest::addColumn<int>("categories");
        QTest::addColumn<int>("most_per_category");
        QTest::addColumn<int>("cap");
        QTest::addColumn<bool>("coarse");
        QTest::newRow("many categories") << 20 << 10 << 3 << false;
        QTest::newRow("many categories, ties") << 20 << 10 << 3 << true;
        QTest::newRow("one of each") << 16 << 12 << 1 << false;
        QTest::newRow("few categories, no cap that matters") << 4 << 50 << 10 << true;
        QTest::newRow("too few categories for a full slate") << 3 << 20 << 2 << false;
        QTest::newRow("hardly any candidates") << 5 << 3 << 3 << true;
    }
    void slates_are_what_sorting_gives() {
        QFETCH(int, categories);
        QFETCH(int, most_per_category);
        QFETCH(int, cap);
        QFETCH(bool, coarse);
        int repeats = 0;
        for (std::uint32_t seed = 0; seed < 40; ++seed) {
            Dice dice(102, seed);
            Scene scene(plain_policy(cap));
            Candidates candidates =
                hand_candidates(random_items(dice, categories, most_per_category, coarse));
            SlowVisit slow(candidates, cap);
            std::set<std::uint32_t> seen;
            std::set<std::uint32_t> hidden;
            bool used_up = false;
            for (std::uint32_t number = 0; number < 30; ++number) {
                used_up = used_up || !slow.fresh_slate_left();
                const Slate slate = scene.make(candidates, number);
                const std::vector<std::uint32_t> due = slow.next();
                QVERIFY2(items_of(slate) == due,
                         qPrintable(QString("seed %1, slate %2").arg(seed).arg(number)));
                std::array<int, max_categories> taken{};
                std::set<std::uint32_t> on_slate;
                for (std::size_t r = 0; r < static_cast<std::size_t>(slate.count); ++r) {
                    const std::size_t j = slate.candidate[r];
                    QVERIFY(candidates.item[j] == slate.item[r] &&
                            candidates.category[j] == slate.category[r] &&
                            candidates.group[j] == slate.group[r] && candidates.score[j] == slate.score[r]);
                    QVERIFY(++taken[slate.category[r]] <= cap);
                    QVERIFY(on_slate.insert(slate.item[r]).second);
                    QVERIFY(!hidden.contains(slate.item[r]));
                    // Not twice in a visit as long as there is a slate of new ones.
                    const bool again = !seen.insert(slate.item[r]).second;
                    QVERIFY(!again || used_up);
                    repeats += again ? 1 : 0;
                }
                if (dice.chance(0.5) && slate.count > 0) {
                    const std::uint32_t j =
                        dice.chance(0.7)
                            ? slate.candidate[dice.below(static_cast<std::uint32_t>(slate.count))]
                            : dice.below(static_cast<std::uint32_t>(candidates.count));
                    candidates.set_state(j, Candidates::hidden);
                    slow.hide(j);
                    hidden.insert(candidates.item[j]);
                }
            }
        }
        QVERIFY(repeats > 0); // visits were long enough to run out
    }

    // Hidden for the visit, also when everything else comes round again.
    void what_was_hidden_never_comes_back() {
        Dice dice(103, 0);
        Scene scene(plain_policy(10));
        Candidates candidates = hand_candidates(random_items(dice, 4, 8, false));
        const Slate first = scene.make(candidates, 0);
        for (std::size_t r = 0; r < 3; ++r)
            candidates.set_state(first.candidate[r], Candidates::hidden);
        int others = 0;
        for (std::uint32_t number = 1; number < 40; ++number)
            for (const std::uint32_t item : items_of(scene.make(candidates, number))) {
                QVERIFY(item != first.item[0] && item != first.item[1] && item != first.item[2]);
                others += item == first.item[3] ? 1 : 0;
            }
        QVERIFY(others > 0);
    }

    // The lever is the chance of each place to be random; 99.99 % of binomial samples lie within 4 sd.
    void random_places_have_the_share_of_the_lever_data() {
        QTest::addColumn<double>("share");
        for (const double share : {0.0, 0.05, 0.1, 0.2})
            QTest::addRow("%g", share) << share;
    }
    void random_places_have_the_share_of_the_lever() {
        QFETCH(double, share);
        Policy policy = plain_policy(10);
        policy.exploration_share = share;
        Scene scene(policy);
        std::vector<HandItem> items;
        for (int i = 0; i < 120; ++i) // random candidates nobody would choose by score
            items.push_back({.category = static_cast<std::uint8_t>(i / 6),
                             .nats = i % 15 == 0 ? -9.0F : 1.0F,
                             .exploration = i % 15 == 0});
        const int visits = test::sized(20000, 200000);
        std::array<int, slate_length> by_rank{};
        for (int visit = 0; visit < visits; ++visit) {
            Candidates candidates = hand_candidates(items);
            const Slate slate = scene.make(candidates, static_cast<std::uint32_t>(visit % 5),
                                           static_cast<std::uint32_t>(visit));
            for (std::size_t r = 0; r < slate_length; ++r)
                by_rank[r] += slate.score[r] < 0 ? 1 : 0;
        }
        int all = 0;
        const double sd = std::sqrt(share * (1 - share) * visits);
        for (const int n : by_rank) {
            all += n;
            QVERIFY2(std::abs(n - share * visits) <= 4.5 * sd,
                     qPrintable(QString("%1 of %2").arg(n).arg(visits)));
        }
        QVERIFY2(std::abs(all - share * visits * slate_length) <= 4 * sd * std::sqrt(10.0),
                 qPrintable(QString::number(all)));
    }

    void exposure_is_booked_as_shown() {
        Dice dice(104, 0);
        Policy policy = plain_policy(3);
        policy.exposure_floor = {{"group 1", 0.5}};
        Scene scene(policy);
        GroupExposure sum{};
        for (std::uint32_t visit = 0; visit < 50; ++visit) {
            Candidates candidates = hand_candidates(random_items(dice, 20, 12, false));
            for (std::uint32_t number = 0; number < 5; ++number) {
                const Slate slate = scene.make(candidates, number, visit);
                for (std::size_t r = 0; r < static_cast<std::size_t>(slate.count); ++r)
                    sum[slate.group[r]] +=
                        static_cast<std::int64_t>(65536.0 / std::log2(static_cast<double>(r) + 2) + 0.5);
            }
        }
        QCOMPARE(scene.day.slates, std::int64_t{250});
        QVERIFY(scene.day.shown == sum);
        QVERIFY(scene.day.proposed != sum && scene.day.guarded > 0);
        std::int64_t proposed = 0;
        std::int64_t shown = 0;
        for (std::size_t g = 0; g < max_provider_groups; ++g) {
            proposed += scene.day.proposed[g];
            shown += scene.day.shown[g];
        }
        QCOMPARE(proposed, shown); // the guard moves exposure, it makes none
    }

    // The guard takes the cheapest order that is enough: nothing when nothing is missing.
    void without_a_debt_the_guard_changes_nothing() {
        Policy policy = plain_policy(3);
        Policy floored = policy;
        floored.exposure_floor = {{"group 1", 0.3}};
        floored.debt_limit = 100;
        Dice dice(105, 0);
        for (int k = 0; k < 30; ++k) {
            const std::vector<HandItem> items = random_items(dice, 20, 12, false);
            Scene plain(policy);
            Scene guarded(floored);
            Candidates a = hand_candidates(items);
            Candidates b = hand_candidates(items);
            for (std::uint32_t number = 0; number < 5; ++number)
                QVERIFY(items_of(plain.make(a, number)) == items_of(guarded.make(b, number)));
            QCOMPARE(guarded.day.guarded, std::int64_t{0});
        }
    }
};

ATTUNE_TEST(Slate_test);
#include "slate_test.moc"
