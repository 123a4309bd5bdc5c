// Exposure floors: the price, the debt guard on random candidates and on the reference stream of the
// algorithms document (5.3), and the refusal of floors that cannot be met.
#include "core/base/portable_math.h"
#include "core/base/random.h"
#include "core/recommender/fairness/exposure_controller.h"
#include "core/recommender/ranking/slate.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/core/recommender/hand_candidates.h"
#include "tests/core/recommender/small_catalogue.h"
#include "tests/support/test.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

using namespace attune;
using attune::test::Dice;
using attune::test::hand_candidates;
using attune::test::HandItem;
using attune::test::small_catalogue;

namespace {

double weight_of(int rank) {
    return 1.0 / std::log2(rank + 2.0);
}

double full_slate() {
    double sum = 0;
    for (int rank = 0; rank < slate_length; ++rank)
        sum += weight_of(rank);
    return sum;
}

Policy with_floors(std::map<std::string, double> floors) {
    Policy policy;
    policy.exposure_floor = std::move(floors);
    return policy;
}

ExposureDay a_day(std::int64_t slates, double share_of_group_1) {
    ExposureDay day;
    day.slates = slates;
    day.proposed[1] =
        static_cast<std::int64_t>(share_of_group_1 * full_slate() * 65536.0 * static_cast<double>(slates));
    return day;
}

// ---- the reference stream: 20 candidates a request, the last ten are group B and worth 0.7 as much

double reference_uniform(std::uint64_t k) {
    std::uint64_t z = 1 + (k + 1) * 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    z = z ^ (z >> 31);
    return static_cast<double>(z >> 11) * 0x1p-53;
}

double reference_worth(std::uint64_t request, std::uint64_t i) {
    return reference_uniform(20 * request + i) * (i < 10 ? 1.0 : 0.7);
}

struct StreamResult {
    double utility = 0;    ///< per request
    double share = 0;      ///< of group B
    double worst_debt = 0; ///< in exposures of the top rank
    std::int64_t guarded = 0;
};

/// Runs the stream with a price step of `rate` per exposure missing (0.01 in the document) after each
/// request.
StreamResult run_reference(int requests, double rate, double debt_limit) {
    Policy policy = with_floors({{"group 1", 0.45}});
    policy.category_cap = 10;
    policy.exploration_share = 0;
    policy.price_step = rate * full_slate();
    policy.debt_limit = debt_limit / full_slate();
    const Catalogue catalogue = small_catalogue(1, 40);
    auto fairness = ExposureController::start(policy, catalogue, slate_length);
    const SlateMaker maker(policy);
    ExposureLedger ledger;
    StreamResult result;
    double exposure = 0;
    for (int t = 0; t < requests; ++t) {
        std::vector<HandItem> items;
        for (std::uint64_t i = 0; i < 20; ++i) {
            const double price = i < 10 ? 0.0 : fairness->price(1);
            items.push_back(
                {.category = 0,
                 .group = static_cast<std::uint8_t>(i < 10 ? 0 : 1),
                 .nats = static_cast<float>(reference_worth(static_cast<std::uint64_t>(t), i) + price)});
        }
        Candidates candidates = hand_candidates(items);
        ExposureDay day;
        Slate slate;
        maker.make(candidates, *fairness, {}, 0, ledger, day, slate);
        for (int rank = 0; rank < slate.count; ++rank) {
            const std::uint32_t i = slate.item[static_cast<std::size_t>(rank)];
            result.utility += weight_of(rank) * reference_worth(static_cast<std::uint64_t>(t), i);
            if (i >= 10) exposure += weight_of(rank);
        }
        result.guarded += day.guarded;
        result.worst_debt = std::max(result.worst_debt, 0.45 * full_slate() * (t + 1) - exposure);
        fairness->end_day(day);
    }
    result.utility /= requests;
    result.share = exposure / (full_slate() * requests);
    return result;
}

// ---- random streams of candidates

struct GuardResult {
    bool within = true; ///< shares and debts stayed within their bounds after every slate
    std::int64_t missed = 0;
    std::int64_t guarded = 0;
    double worst = 0; ///< largest debt in slates, counted here
};

/// Visits of several slates by people whose tastes neglect the groups with floors; `guard` off keeps
/// everything else. Bounds are checked with exposure counted here in double, after every slate.
GuardResult run_random(const Policy& policy, const Catalogue& catalogue, int slates, std::uint32_t seed,
                       bool guard) {
    Policy unguarded = policy;
    unguarded.exposure_floor.clear();
    auto fairness = ExposureController::start(policy, catalogue, slate_length);
    auto free = ExposureController::start(unguarded, catalogue, slate_length);
    const SlateMaker maker(policy);
    ExposureLedger ledger;
    GuardResult result;
    std::array<double, max_provider_groups> exposure{};
    ExposureDay day;
    Dice dice(61, seed);
    int done = 0;
    for (std::uint32_t visit = 0; done < slates; ++visit) {
        std::vector<HandItem> items;
        const float neglect = 2.0F + 3.0F * uniform(dice.word());
        for (std::uint32_t i = 0; i < catalogue.items.size(); ++i) {
            const std::uint32_t group = catalogue.group_of(ItemId(i)).value;
            const float worth = 2.0F * normal_quantile(uniform(dice.word()));
            items.push_back({.category = static_cast<std::uint8_t>(catalogue.items[i].category.value),
                             .group = static_cast<std::uint8_t>(group),
                             .nats = worth - (group == 0 ? 0.0F : neglect),
                             .exploration = dice.chance(0.1)});
        }
        Candidates candidates = hand_candidates(items);
        const std::uint32_t length = 1 + dice.below(12);
        for (std::uint32_t number = 0; number < length && done < slates; ++number, ++done) {
            Slate slate;
            maker.make(candidates, guard ? *fairness : *free, {stream_key(61, seed), visit}, number, ledger,
                       day, slate);
            for (int rank = 0; rank < slate.count; ++rank)
                exposure[slate.group[static_cast<std::size_t>(rank)]] += weight_of(rank);
            for (std::size_t g = 0; g < catalogue.provider_groups.size(); ++g) {
                const double floor = fairness->floor(g);
                if (floor == 0) continue;
                const double total = full_slate() * (done + 1);
                result.worst = std::max(result.worst, floor * (done + 1) - exposure[g] / full_slate());
                // 1/65536 of rounding per rank and slate.
                const double rounding = 1e-5;
                if (exposure[g] / total < floor - policy.debt_limit / (done + 1) - rounding)
                    result.within = false;
                if (guard && ledger.debt[g] > fairness->debt_limit()) result.within = false;
            }
            if (dice.chance(0.1))
                for (std::size_t k = 0; k < 3; ++k)
                    candidates.set_state(dice.below(static_cast<std::uint32_t>(candidates.count)),
                                         Candidates::hidden);
        }
    }
    result.missed = day.guard_missed;
    result.guarded = day.guarded;
    return result;
}

} // namespace

class Exposure_controller_test : public QObject {
    Q_OBJECT

private slots:
    // Section 5.3: price <- [price + step (floor - share)]+, by hand.
    void the_price_follows_the_missing_share() {
        Policy policy = with_floors({{"group 1", 0.4}});
        policy.price_step = 1.5;
        auto controller = ExposureController::start(policy, small_catalogue(4, 10), slate_length);
        VERIFY_OK(controller);
        QVERIFY(controller->active() && controller->has_floor(1) && !controller->has_floor(0));
        QCOMPARE(controller->price(1), 0.0);
        const auto after = [&](double share) {
            controller->end_day(a_day(1000, share));
            return controller->price(1);
        };
        const auto near = [](double a, double b) { return std::abs(a - b) < 1e-4; };
        QVERIFY(near(after(0.1), 0.45));
        QVERIFY(near(after(0.2), 0.75));
        QVERIFY(near(after(0.4), 0.75));
        QVERIFY(near(after(0.6), 0.45));
        QVERIFY(near(after(0.9), 0.0)); // never below nothing
        QVERIFY(near(after(0.4), 0.0));
        for (int day = 0; day < 100; ++day)
            after(0.0);
        QVERIFY(near(controller->price(1), 8.0)); // and never past the highest
        QCOMPARE(controller->price(0), 0.0);
    }

    void a_day_tells_whether_a_price_moved() {
        auto controller =
            ExposureController::start(with_floors({{"group 1", 0.4}}), small_catalogue(4, 10), slate_length);
        QVERIFY(!controller->end_day(ExposureDay{}));
        QVERIFY(!controller->end_day(a_day(10, 0.9))); // at nothing already
        QVERIFY(controller->end_day(a_day(10, 0.1)));
        auto idle = ExposureController::start(Policy{}, small_catalogue(4, 10), slate_length);
        QVERIFY(!idle->active() && !idle->end_day(a_day(10, 0.1)));
    }

    // The price learns from what was proposed: what the guard then did must not quiet it.
    void the_price_does_not_learn_from_what_the_guard_did() {
        auto a =
            ExposureController::start(with_floors({{"group 1", 0.4}}), small_catalogue(4, 10), slate_length);
        auto b =
            ExposureController::start(with_floors({{"group 1", 0.4}}), small_catalogue(4, 10), slate_length);
        ExposureDay day = a_day(100, 0.1);
        a->end_day(day);
        day.shown[1] = 100 * 65536 * 3;
        day.guarded = 100;
        b->end_day(day);
        QVERIFY(a->price(1) > 0 && a->price(1) == b->price(1));
    }

    void days_add_up() {
        ExposureDay sum = a_day(3, 0.5);
        ExposureDay other = a_day(4, 0.25);
        other.shown[2] = 7;
        other.guarded = 2;
        other.guard_missed = 1;
        const std::int64_t proposed = sum.proposed[1] + other.proposed[1];
        sum += other;
        QVERIFY(sum.slates == 7 && sum.proposed[1] == proposed && sum.shown[2] == 7 && sum.guarded == 2 &&
                sum.guard_missed == 1);
    }

    // Reference numbers of the algorithms document, 5.3.
    void the_reference_stream_gives_the_reference_numbers_data() {
        QTest::addColumn<int>("requests");
        QTest::addColumn<double>("unguarded_utility");
        QTest::addColumn<double>("unguarded_share");
        QTest::addColumn<double>("guarded_utility");
        QTest::addColumn<double>("bound");
        QTest::addColumn<double>("most_lost");
        QTest::newRow("1,000 requests") << 1000 << 3.092919 << 0.447040 << 3.088492 << 3.092295 << 0.0015;
        QTest::newRow("10,000 requests") << 10000 << 3.113085 << 0.449634 << 3.112565 << 3.113682 << 0.0005;
    }
    void the_reference_stream_gives_the_reference_numbers() {
        QFETCH(int, requests);
        QFETCH(double, unguarded_utility);
        QFETCH(double, unguarded_share);
        QFETCH(double, guarded_utility);
        QFETCH(double, bound);
        QFETCH(double, most_lost);
        const auto text = [](const StreamResult& r) {
            return QString("utility %1, share %2, worst debt %3, guarded %4")
                .arg(r.utility, 0, 'f', 6)
                .arg(r.share, 0, 'f', 6)
                .arg(r.worst_debt)
                .arg(r.guarded);
        };
        // Scores are rounded to 2^-16 nat here, hence not all digits.
        const StreamResult price_alone = run_reference(requests, 0.01, 1e9);
        QVERIFY2(std::abs(price_alone.utility - unguarded_utility) < 1e-4 &&
                     std::abs(price_alone.share - unguarded_share) < 1e-4,
                 qPrintable(text(price_alone)));
        QVERIFY(price_alone.guarded == 0 && price_alone.worst_debt > 20);
        const StreamResult guarded = run_reference(requests, 0.01, 1.0);
        QVERIFY2(std::abs(guarded.utility - guarded_utility) < 3e-4, qPrintable(text(guarded)));
        QVERIFY2(guarded.utility > bound * (1 - most_lost), qPrintable(text(guarded)));
        QVERIFY2(guarded.worst_debt <= 1.0 + 1e-3 &&
                     guarded.share >= 0.45 - 1.0 / (requests * full_slate()) - 1e-6,
                 qPrintable(text(guarded)));
        QVERIFY2(guarded.guarded > 0 && guarded.guarded < requests / 2, qPrintable(text(guarded)));
        const StreamResult guard_alone = run_reference(requests, 0.0, 1.0);
        QVERIFY2(guard_alone.worst_debt <= 1.0 + 1e-3 && guard_alone.utility < guarded.utility,
                 qPrintable(text(guard_alone)));
    }

    // Unconstrained, the stream is 3.141198 a request with B at 0.325020: shows that the stream is the right
    // one.
    void the_reference_stream_is_the_documents() {
        double utility = 0;
        double exposure = 0;
        for (std::uint64_t t = 0; t < 1000; ++t) {
            std::vector<std::pair<double, std::uint64_t>> order;
            for (std::uint64_t i = 0; i < 20; ++i)
                order.emplace_back(-reference_worth(t, i), i);
            std::sort(order.begin(), order.end());
            for (int rank = 0; rank < slate_length; ++rank) {
                const auto& [worth, i] = order[static_cast<std::size_t>(rank)];
                utility -= weight_of(rank) * worth;
                exposure += i >= 10 ? weight_of(rank) : 0.0;
            }
        }
        QVERIFY(std::abs(utility / 1000 - 3.141198) < 1e-6);
        QVERIFY(std::abs(exposure / 1000 / full_slate() - 0.325020) < 1e-6);
    }

    // The bound of 5.3: share >= floor - limit / slates, for every slate, whatever comes; without the guard
    // the same streams break it.
    void the_debt_stays_within_its_limit_data() {
        QTest::addColumn<double>("floor_1");
        QTest::addColumn<double>("floor_2");
        QTest::addColumn<double>("limit");
        QTest::addColumn<int>("cap");
        QTest::newRow("one group, a fifth") << 0.2 << 0.0 << 3.0 << 3;
        QTest::newRow("one group, a fifth, tight") << 0.2 << 0.0 << 0.5 << 3;
        QTest::newRow("one group, half") << 0.5 << 0.0 << 1.0 << 3;
        QTest::newRow("one group, nearly all") << 0.9 << 0.0 << 2.0 << 3;
        QTest::newRow("one group, one of a category") << 0.4 << 0.0 << 1.0 << 1;
        QTest::newRow("one group, no cap that matters") << 0.3 << 0.0 << 20.0 << 10;
        QTest::newRow("two groups, a fifth each") << 0.2 << 0.2 << 3.0 << 3;
        QTest::newRow("two groups, uneven") << 0.5 << 0.1 << 1.0 << 3;
        QTest::newRow("two groups, most of it") << 0.4 << 0.4 << 1.0 << 3;
        QTest::newRow("two groups, nearly all of it") << 0.47 << 0.47 << 1.0 << 4;
        QTest::newRow("two groups, tight") << 0.3 << 0.3 << 0.5 << 2;
    }
    void the_debt_stays_within_its_limit() {
        QFETCH(double, floor_1);
        QFETCH(double, floor_2);
        QFETCH(double, limit);
        QFETCH(int, cap);
        Policy policy = with_floors({{"group 1", floor_1}});
        if (floor_2 > 0) policy.exposure_floor["group 2"] = floor_2;
        policy.debt_limit = limit;
        policy.category_cap = cap;
        const Catalogue catalogue = small_catalogue(12, 18, 3);
        VERIFY_OK(ExposureController::start(policy, catalogue, slate_length));
        const int slates = test::sized(600, 6000);
        bool broken = false;
        for (std::uint32_t seed = 0; seed < 6; ++seed) {
            const GuardResult guarded = run_random(policy, catalogue, slates, seed, true);
            QVERIFY2(guarded.within && guarded.missed == 0, qPrintable(QString("seed %1, missed %2, worst %3")
                                                                           .arg(seed)
                                                                           .arg(guarded.missed)
                                                                           .arg(guarded.worst)));
            QVERIFY(guarded.guarded > 0);
            broken = broken || !run_random(policy, catalogue, slates, seed, false).within;
        }
        QVERIFY(broken);
    }

    // A strong taste for one category must not put a floor out of reach: candidates are made so that it is
    // not.
    void a_taste_for_one_category_does_not_defeat_the_floor_data() {
        QTest::addColumn<bool>("random");
        QTest::newRow("scored candidates") << false;
        QTest::newRow("random candidates") << true;
    }
    void a_taste_for_one_category_does_not_defeat_the_floor() {
        QFETCH(bool, random);
        Policy policy = with_floors({{"rare", 0.8}});
        policy.debt_limit = 0.5;
        policy.candidates = 128;
        // 12 categories of 100; every 33rd item is rare, but in the first category every other one.
        Catalogue catalogue = small_catalogue(12, 100, 1);
        catalogue.provider_groups.push_back("rare");
        catalogue.providers.push_back({"few", ProviderGroupId(1)});
        for (std::uint32_t i = 0; i < catalogue.items.size(); ++i)
            if (i < 100 ? i % 2 == 0 : i % 33 == 0) catalogue.items[i].provider = ProviderId(1);
        auto fairness = ExposureController::start(policy, catalogue, slate_length);
        VERIFY_OK(fairness);
        Panels panels(catalogue);
        for (std::uint32_t i = 0; i < catalogue.items.size(); ++i) {
            const bool rare = catalogue.group_of(ItemId(i)).value == 1;
            panels.set_item(i, nullptr, i < 100 ? 6.0F : (rare ? -3.0F : 0.0F));
        }
        panels.set_prices({});
        const std::vector<std::int16_t> person(factor_count);
        const std::vector<std::int32_t> adjustment(max_categories);
        std::vector<std::int32_t> scores(static_cast<std::size_t>(panels.positions()));
        const std::uint16_t lot = 0;
        panels.score(person.data(), &lot, adjustment.data(), max_categories, 1, scores.data());
        CandidateBuilder builder(policy, panels);
        const SlateMaker maker(policy);
        ExposureLedger ledger;
        ExposureDay day;
        for (std::uint32_t visit = 0; visit < 40; ++visit) {
            const VisitAddress address = {stream_key(5, 0), visit};
            Candidates candidates;
            std::int32_t guess = 0;
            if (random)
                builder.build_random(panels, *fairness, address, candidates);
            else
                builder.build(panels, scores.data(), *fairness, address, guess, candidates);
            for (std::uint32_t number = 0; number < 8; ++number) {
                Slate slate;
                maker.make(candidates, *fairness, address, number, ledger, day, slate);
                QVERIFY(ledger.debt[1] <= fairness->debt_limit());
            }
        }
        QCOMPARE(day.guard_missed, std::int64_t{0});
    }

    // Floors that a slate cannot give are refused with what it could give.
    void a_floor_out_of_reach_is_refused_data() {
        QTest::addColumn<int>("items");
        QTest::addColumn<int>("cap");
        QTest::addColumn<double>("most");
        // 1; 1 + 0.6309; 1 + 0.6309 + 0.5 ... of 4.5436
        QTest::newRow("no item") << 0 << 3 << 0.0;
        QTest::newRow("one item") << 1 << 3 << 1.0 / 4.543559;
        QTest::newRow("two items") << 2 << 3 << 1.630930 / 4.543559;
        QTest::newRow("the cap lets three of nine in") << 9 << 3 << 2.130930 / 4.543559;
        QTest::newRow("the cap lets one of nine in") << 9 << 1 << 1.0 / 4.543559;
        QTest::newRow("all nine") << 9 << 9 << 4.254494 / 4.543559;
    }
    void a_floor_out_of_reach_is_refused() {
        QFETCH(int, items);
        QFETCH(int, cap);
        QFETCH(double, most);
        Catalogue catalogue = small_catalogue(5, 20, 1);
        catalogue.provider_groups.push_back("rare");
        catalogue.providers.push_back({"few", ProviderGroupId(1)});
        for (std::size_t i = 0; i < static_cast<std::size_t>(items); ++i)
            catalogue.items[20 + i].provider = ProviderId(1);
        Policy policy = with_floors({{"rare", most + 0.001}});
        policy.category_cap = cap;
        const auto refused = ExposureController::start(policy, catalogue, slate_length);
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().code, ErrorCode::bad_input);
        QVERIFY(refused.error().where == "fairness.floor.rare");
        QVERIFY(refused.error().what.find("'rare'") != std::string::npos);
        // "The most it can reach is 0.22 (22.0 %)": as it is written in files, and as a percentage.
        const QString remedy = QString::fromStdString(refused.error().remedy);
        const double named = remedy.section(' ', -3, -3).toDouble();
        QCOMPARE(remedy.section('(', -1).section(' ', 0, 0).toDouble(), named * 100);
        QVERIFY2(named <= most && most - named < 1e-3, refused.error().remedy.c_str());
        if (most == 0) return;
        policy.exposure_floor["rare"] = named;
        VERIFY_OK(ExposureController::start(policy, catalogue, slate_length));
    }

    void an_unknown_group_is_named_with_the_known_ones() {
        const auto refused =
            ExposureController::start(with_floors({{"smal", 0.1}}), small_catalogue(5, 20, 2), slate_length);
        QVERIFY(!refused.has_value());
        QVERIFY(refused.error().where == "fairness.floor.smal");
        QVERIFY(refused.error().what.find("'smal'") != std::string::npos);
        QVERIFY(refused.error().remedy.find("group 0, group 1") != std::string::npos);
        // Asking nothing for it is no mistake.
        VERIFY_OK(
            ExposureController::start(with_floors({{"smal", 0.0}}), small_catalogue(5, 20, 2), slate_length));
    }

    // Two floors together, against every slate there can be: accepted exactly if no weighting of the two
    // groups asks for more than the best slate gives (so a mixture of slates meets both).
    void floors_are_accepted_together_exactly_when_they_can_be_met() {
        int accepted = 0;
        int refused = 0;
        for (std::uint32_t seed = 0; seed < 24; ++seed) {
            Dice dice(62, seed);
            const int cap = 1 + static_cast<int>(dice.below(4));
            Catalogue catalogue = small_catalogue(8, 12, 1);
            for (const char* group : {"a", "b"}) {
                catalogue.provider_groups.emplace_back(group);
                catalogue.providers.push_back(
                    {group, ProviderGroupId(static_cast<std::uint32_t>(catalogue.providers.size()))});
            }
            std::array<std::array<int, 3>, 2> count{}; // by group and category, in the first three categories
            for (std::size_t g = 0; g < 2; ++g)
                for (std::size_t c = 0; c < 3; ++c) {
                    count[g][c] = static_cast<int>(dice.below(5));
                    for (int k = 0; k < count[g][c]; ++k)
                        catalogue.items[c * 12 + g * 5 + static_cast<std::size_t>(k)].provider =
                            ProviderId(static_cast<std::uint32_t>(g + 1));
                }
            // Which numbers of a and b fit on one slate: try every split of each category.
            std::array<std::array<bool, 11>, 11> fits{};
            const auto search = [&](const auto& self, std::size_t c, std::size_t a, std::size_t b) -> void {
                if (a > 10 || b > 10 || a + b > 10) return;
                if (c == 3) {
                    fits[a][b] = true;
                    return;
                }
                for (int x = 0; x <= count[0][c] && x <= cap; ++x)
                    for (int y = 0; y <= count[1][c] && x + y <= cap; ++y)
                        self(self, c + 1, a + static_cast<std::size_t>(x), b + static_cast<std::size_t>(y));
            };
            search(search, 0, 0, 0);
            // The best weighted exposure: the heavier group first, then the other, over all numbers that fit.
            const auto best = [&](double wa, double wb) {
                double most = 0;
                for (std::size_t a = 0; a <= 10; ++a)
                    for (std::size_t b = 0; b <= 10; ++b) {
                        if (!fits[a][b]) continue;
                        double value = 0;
                        for (std::size_t rank = 0; rank < a + b; ++rank)
                            value += weight_of(static_cast<int>(rank)) *
                                     (wa >= wb ? (rank < a ? wa : wb) : (rank < b ? wb : wa));
                        most = std::max(most, value);
                    }
                return most;
            };
            const double limit_a = best(1, 0) / full_slate();
            const double limit_b = best(0, 1) / full_slate();
            for (int k = 0; k < 20; ++k) {
                const double floor_a = 0.01 + limit_a * 1.05 * static_cast<double>(uniform(dice.word()));
                const double floor_b = 0.01 + limit_b * 1.05 * static_cast<double>(uniform(dice.word()));
                double room = 1;
                for (int w = 0; w <= 100; ++w) {
                    const double wa = w / 100.0;
                    room =
                        std::min(room, best(wa, 1 - wa) / full_slate() - wa * floor_a - (1 - wa) * floor_b);
                }
                if (std::abs(room) < 0.003) continue;
                Policy policy = with_floors({{"a", floor_a}, {"b", floor_b}});
                policy.category_cap = cap;
                const bool ok = ExposureController::start(policy, catalogue, slate_length).has_value();
                QVERIFY2(ok == (room > 0), qPrintable(QString("seed %1: floors %2 %3, room %4")
                                                          .arg(seed)
                                                          .arg(floor_a)
                                                          .arg(floor_b)
                                                          .arg(room)));
                ++(ok ? accepted : refused);
            }
        }
        QVERIFY2(accepted > 50 && refused > 50, qPrintable(QString("%1 %2").arg(accepted).arg(refused)));
    }

    void groups_that_crowd_each_other_are_named() {
        Catalogue catalogue = small_catalogue(5, 20, 1);
        for (const char* group : {"a", "b"}) {
            catalogue.provider_groups.emplace_back(group);
            catalogue.providers.push_back(
                {group, ProviderGroupId(static_cast<std::uint32_t>(catalogue.providers.size()))});
        }
        for (std::size_t i = 0; i < 20; ++i)
            catalogue.items[i].provider = ProviderId(i < 10 ? 1 : 2);
        VERIFY_OK(ExposureController::start(with_floors({{"a", 0.4}}), catalogue, slate_length));
        VERIFY_OK(ExposureController::start(with_floors({{"b", 0.4}}), catalogue, slate_length));
        const auto refused =
            ExposureController::start(with_floors({{"a", 0.4}, {"b", 0.4}}), catalogue, slate_length);
        QVERIFY(!refused.has_value());
        QVERIFY(refused.error().what.find("'a', 'b'") != std::string::npos);
        QVERIFY(refused.error().remedy.find("0.469") != std::string::npos); // three places of one category
    }
};

ATTUNE_TEST(Exposure_controller_test);
#include "exposure_controller_test.moc"
