// Exposure caps beside floors, floors by merit and FairCo in the product's controller: the guard on random
// candidates, refusals against the conditions that decide them, and what a day counts.
#include "core/base/portable_math.h"
#include "core/base/random.h"
#include "core/recommender/fairness/exposure_controller.h"
#include "core/recommender/ranking/exposure_guard.h"
#include "core/recommender/ranking/slate.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/core/recommender/hand_candidates.h"
#include "tests/core/recommender/small_catalogue.h"
#include "tests/support/test.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <vector>

using namespace attune;
using attune::test::Dice;
using attune::test::hand_candidates;
using attune::test::HandItem;
using attune::test::small_catalogue;

namespace {

using Shares = std::map<std::string, double>;

double full_slate() {
    double sum = 0;
    for (int rank = 0; rank < slate_length; ++rank)
        sum += 1.0 / std::log2(rank + 2.0);
    return sum;
}

struct Seen {
    bool within = true;
    std::int64_t missed = 0;
    std::int64_t guarded = 0;
    QString where;
};

/// Visits of people who like group 0 best, then group 1 and so on. Shares are counted here in double and
/// checked after every slate.
Seen run_random(const Policy& policy, const Catalogue& catalogue, int slates, std::uint32_t seed,
                bool guard) {
    Policy free = policy;
    free.exposure_floor.clear();
    free.exposure_cap.clear();
    const auto limits = ExposureController::start(policy, catalogue, slate_length);
    const auto used = ExposureController::start(guard ? policy : free, catalogue, slate_length);
    const SlateMaker maker(policy);
    ExposureLedger ledger;
    ExposureDay day;
    Seen seen;
    std::array<double, max_provider_groups> exposure{};
    Dice dice(81, seed);
    int done = 0;
    for (std::uint32_t visit = 0; done < slates; ++visit) {
        std::vector<HandItem> items;
        for (std::uint32_t i = 0; i < catalogue.items.size(); ++i) {
            const std::uint32_t group = catalogue.group_of(ItemId(i)).value;
            items.push_back(
                {.category = static_cast<std::uint8_t>(catalogue.items[i].category.value),
                 .group = static_cast<std::uint8_t>(group),
                 .nats = 2.0F * normal_quantile(uniform(dice.word())) - 2.5F * static_cast<float>(group),
                 .exploration = dice.chance(0.1)});
        }
        Candidates candidates = hand_candidates(items);
        const std::uint32_t length = 1 + dice.below(12);
        for (std::uint32_t number = 0; number < length && done < slates; ++number) {
            Slate slate;
            maker.make(candidates, *used, {stream_key(81, seed), visit}, number, ledger, day, slate);
            ++done;
            for (int rank = 0; rank < slate.count; ++rank)
                exposure[slate.group[static_cast<std::size_t>(rank)]] += 1.0 / std::log2(rank + 2.0);
            for (std::size_t g = 0; g < catalogue.provider_groups.size(); ++g) {
                const double share = exposure[g] / (full_slate() * done);
                const double room = policy.debt_limit / done + 1e-5;
                if ((limits->has_floor(g) && share < limits->floor(g) - room) ||
                    (limits->has_cap(g) && share > limits->cap(g) + room)) {
                    if (seen.within)
                        seen.where = QString("slate %1, group %2, share %3").arg(done).arg(g).arg(share);
                    seen.within = false;
                }
            }
        }
    }
    seen.missed = day.guard_missed;
    seen.guarded = day.guarded;
    return seen;
}

ExposureDay a_day(std::vector<double> shares) {
    ExposureDay day;
    day.slates = 1000;
    for (std::size_t g = 0; g < shares.size(); ++g) {
        day.proposed[g] = static_cast<std::int64_t>(shares[g] * full_slate() * 65536.0 * 1000);
        day.merit[g] = static_cast<std::int64_t>(shares[g] * 65536.0 * 1000);
    }
    return day;
}

} // namespace

class Exposure_limits_test : public QObject {
    Q_OBJECT

private slots:
    // shown <= cap + limit / slates and shown >= floor - limit / slates, after every slate; without the guard
    // the same streams break it.
    void caps_are_as_hard_as_floors_data() {
        QTest::addColumn<QVector<double>>("floors");
        QTest::addColumn<QVector<double>>("caps");
        QTest::addColumn<double>("limit");
        QTest::addColumn<int>("category_cap");
        using V = QVector<double>;
        QTest::newRow("one cap") << V{0, 0, 0} << V{.4, 0, 0} << 3.0 << 3;
        QTest::newRow("one cap, tight") << V{0, 0, 0} << V{.2, 0, 0} << 0.5 << 3;
        QTest::newRow("a small cap") << V{0, 0, 0} << V{.02, 0, 0} << 1.0 << 3;
        QTest::newRow("two caps") << V{0, 0, 0} << V{.4, .3, 0} << 1.0 << 3;
        QTest::newRow("two caps, tight") << V{0, 0, 0} << V{.3, .2, 0} << 0.5 << 2;
        QTest::newRow("a cap and a floor") << V{0, 0, .3} << V{.35, 0, 0} << 1.0 << 3;
        QTest::newRow("a cap and a floor of one group") << V{.2, 0, 0} << V{.25, 0, 0} << 1.0 << 3;
        QTest::newRow("caps of all, nearly exact") << V{0, 0, 0} << V{.35, .35, .35} << 1.0 << 4;
        QTest::newRow("caps and floors, nearly exact") << V{.1, .3, .3} << V{.35, .36, .36} << 1.0 << 4;
    }
    void caps_are_as_hard_as_floors() {
        QFETCH(QVector<double>, floors);
        QFETCH(QVector<double>, caps);
        QFETCH(double, limit);
        QFETCH(int, category_cap);
        Policy policy;
        for (qsizetype g = 0; g < 3; ++g) {
            const std::string name = "group " + std::to_string(g);
            if (floors[g] > 0) policy.exposure_floor[name] = floors[g];
            if (caps[g] > 0) policy.exposure_cap[name] = caps[g];
        }
        policy.debt_limit = limit;
        policy.category_cap = category_cap;
        const Catalogue catalogue = small_catalogue(12, 18, 3);
        VERIFY_OK(ExposureController::start(policy, catalogue, slate_length));
        bool broken = false;
        for (std::uint32_t seed = 0; seed < 4; ++seed) {
            const Seen seen = run_random(policy, catalogue, test::sized(500, 4000), seed, true);
            QVERIFY2(
                seen.within && seen.missed == 0 && seen.guarded > 0,
                qPrintable(QString("seed %1, missed %2, %3").arg(seed).arg(seen.missed).arg(seen.where)));
            broken = broken || !run_random(policy, catalogue, 500, seed, false).within;
        }
        QVERIFY(broken);
    }

    void a_cap_lowers_the_price() {
        Policy policy;
        policy.exposure_cap = {{"group 0", 0.4}};
        policy.price_step = 1;
        auto controller = ExposureController::start(policy, small_catalogue(4, 10, 3), slate_length);
        VERIFY_OK(controller);
        QVERIFY(controller->active() && controller->has_cap(0) && !controller->has_floor(0));
        QVERIFY(controller->end_day(a_day({.7, .2, .1})));
        QVERIFY(std::abs(controller->price(0) + 0.3) < 1e-4);
        controller->end_day(a_day({.5, .3, .2}));
        QVERIFY(std::abs(controller->price(0) + 0.4) < 1e-4);
        controller->end_day(a_day({.1, .5, .4}));
        QVERIFY(std::abs(controller->price(0) + 0.1) < 1e-4);
        controller->end_day(a_day({.1, .5, .4}));
        QCOMPARE(controller->price(0), 0.0); // a cap never raises
    }

    void what_cannot_be_kept_is_refused_data() {
        QTest::addColumn<double>("floor");
        QTest::addColumn<double>("cap_a");
        QTest::addColumn<double>("cap_rest");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("remedy");
        QTest::newRow("floor above the cap") << 0.4 << 0.3 << 0.0 << "fairness.floor.group 0"
                                             << "0.3 (30.0 %)";
        QTest::newRow("floor at the cap") << 0.3 << 0.3 << 0.0 << "fairness.floor.group 0"
                                          << "0.3 (30.0 %)";
        QTest::newRow("caps leave places empty") << 0.0 << 0.4 << 0.5 << "fairness.cap"
                                                 << "1 (100.0 %)";
    }
    void what_cannot_be_kept_is_refused() {
        QFETCH(double, floor);
        QFETCH(double, cap_a);
        QFETCH(double, cap_rest);
        QFETCH(QString, where);
        QFETCH(QString, remedy);
        Policy policy;
        policy.exposure_floor = {{"group 0", floor}};
        policy.exposure_cap = {{"group 0", cap_a}, {"group 1", cap_rest}};
        const auto refused = ExposureController::start(policy, small_catalogue(5, 20, 2), slate_length);
        QVERIFY(!refused.has_value());
        QCOMPARE(QString::fromStdString(refused.error().where), where);
        QVERIFY2(refused.error().remedy.find(remedy.toStdString()) != std::string::npos,
                 refused.error().remedy.c_str());
    }

    // The others have nine places of ten: the one left may be the last, whose share is the least cap.
    void a_cap_that_leaves_places_empty_names_the_least() {
        Catalogue catalogue = small_catalogue(5, 20, 1);
        catalogue.provider_groups.push_back("rest");
        catalogue.providers.push_back({"rest", ProviderGroupId(1)});
        for (std::size_t c = 0; c < 3; ++c)
            for (std::size_t i = 0; i < 3; ++i)
                catalogue.items[20 * c + i].provider = ProviderId(1);
        Policy policy;
        policy.exposure_cap = {{"group 0", 0.06}};
        const auto refused = ExposureController::start(policy, catalogue, slate_length);
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().where, std::string("fairness.cap.group 0"));
        // 0.289065 / 4.543559 = 0.0636: rounded up.
        QVERIFY2(refused.error().remedy.find("0.064 (6.4 %)") != std::string::npos,
                 refused.error().remedy.c_str());
        policy.exposure_cap["group 0"] = 0.064;
        VERIFY_OK(ExposureController::start(policy, catalogue, slate_length));
        policy.exposure_cap = {{"nobody", 0.5}};
        QVERIFY(!ExposureController::start(policy, catalogue, slate_length).has_value());
    }

    void floors_follow_merit_of_the_day_before() {
        Policy policy;
        policy.merit_share = 0.5;
        policy.exposure_floor = {{"group 2", 0.15}};
        auto controller = ExposureController::start(policy, small_catalogue(12, 18, 3), slate_length);
        VERIFY_OK(controller);
        QVERIFY(controller->active() && controller->follows_merit() && !controller->has_floor(0));
        controller->end_day(a_day({.6, .3, .1}));
        QVERIFY(std::abs(controller->floor(0) - .3) < 1e-4 && std::abs(controller->floor(1) - .15) < 1e-4);
        QCOMPARE(controller->floor(2), .15); // the policy's own is larger
        QCOMPARE(controller->merit_cut(), 0);
        controller->end_day(a_day({.2, .2, .6}));
        QVERIFY(std::abs(controller->floor(2) - .3) < 1e-4);
        controller->end_day(ExposureDay{}); // nothing seen: as before
        QVERIFY(std::abs(controller->floor(2) - .3) < 1e-4);
    }

    // Three places of ten are all the group's items can fill; more merit than that is cut, and counted.
    void merit_out_of_reach_is_cut_and_counted() {
        Catalogue catalogue = small_catalogue(5, 20, 1);
        catalogue.provider_groups.push_back("rare");
        catalogue.providers.push_back({"rare", ProviderGroupId(1)});
        for (std::size_t i = 0; i < 9; ++i)
            catalogue.items[i].provider = ProviderId(1);
        Policy policy;
        policy.merit_share = 1;
        policy.exposure_cap = {{"group 0", 0.7}};
        auto controller = ExposureController::start(policy, catalogue, slate_length);
        VERIFY_OK(controller);
        controller->end_day(a_day({.2, .8}));
        QCOMPARE(controller->merit_cut(), 1);
        QVERIFY(std::abs(controller->floor(1) - 2.130930 / 4.543559) < 1e-4);
        QVERIFY(std::abs(controller->floor(0) - .2) < 1e-4);
        controller->end_day(a_day({.9, .1}));
        QCOMPARE(controller->merit_cut(), 1); // the cap
        QVERIFY(std::abs(controller->floor(0) - .7) < 1e-4);
        const FairnessDay seen = controller->record(3, {}, {});
        QVERIFY(seen.day == 3 && seen.floor[0] == controller->floor(0) && seen.cap[0] == .7 &&
                seen.price[0] == controller->price(0));
    }

    // Softmax by hand; what was said no to does not count, and neither does a price.
    void merit_is_the_softmax_share_of_the_candidates() {
        Policy policy;
        policy.merit_share = 0.5;
        auto controller = ExposureController::start(policy, small_catalogue(12, 18, 3), slate_length);
        Candidates candidates = hand_candidates({{.category = 0, .group = 0, .nats = 1.0F},
                                                 {.category = 0, .group = 1, .nats = 0.0F},
                                                 {.category = 1, .group = 1, .nats = 0.5F},
                                                 {.category = 2, .group = 2, .nats = 3.0F}});
        candidates.set_state(3, Candidates::hidden);
        candidates.set_state(1, Candidates::shown);
        GroupExposure merit{};
        add_merit(candidates, *controller, merit);
        const double all = std::exp(1.0) + 1 + std::exp(.5);
        QVERIFY(std::abs(static_cast<double>(merit[0]) / 65536 - std::exp(1.0) / all) < 1e-4);
        QVERIFY(std::abs(static_cast<double>(merit[1]) / 65536 - (1 + std::exp(.5)) / all) < 1e-4);
        QCOMPARE(merit[2], std::int64_t{0});
        policy.exposure_floor = {{"group 1", 0.5}};
        policy.price_step = 1;
        auto priced = ExposureController::start(policy, small_catalogue(12, 18, 3), slate_length);
        priced->end_day(a_day({1, 0, 0}));
        const auto price = static_cast<float>(priced->price(1));
        QVERIFY(price > 0.4F);
        Candidates raised = hand_candidates({{.category = 0, .group = 0, .nats = 1.0F},
                                             {.category = 0, .group = 1, .nats = 0.0F + price},
                                             {.category = 1, .group = 1, .nats = 0.5F + price}});
        GroupExposure same{};
        add_merit(raised, *priced, same);
        QVERIFY(std::abs(same[0] - merit[0]) <= 2 && std::abs(same[1] - merit[1]) <= 2);
    }

    // FairCo: gain x shortfall of all days, also where the price alone would have come back from nothing; no
    // guard.
    void fairco_is_the_shortfall_of_all_days() {
        Policy policy;
        policy.exposure_floor = {{"group 1", 0.4}};
        policy.price_step = 1;
        policy.fairness_controller = static_cast<int>(FairnessController::fairco);
        const Catalogue catalogue = small_catalogue(12, 18, 3);
        auto fairco = ExposureController::start(policy, catalogue, slate_length);
        QVERIFY(fairco->active() && !fairco->guarded());
        fairco->end_day(a_day({.4, .6, 0}));
        QCOMPARE(fairco->price(1), 0.0);
        fairco->end_day(a_day({.7, .3, 0}));
        QCOMPARE(fairco->price(1), 0.0); // still ahead
        fairco->end_day(a_day({.8, .2, 0}));
        QVERIFY(std::abs(fairco->price(1) - 0.1) < 1e-4);
        policy.debt_limit = 0.5;
        const Seen seen = run_random(policy, catalogue, 200, 1, true);
        QVERIFY(!seen.within && seen.guarded == 0 && seen.missed == 0);
    }

    // A taste for the capped group must not leave a slate without anything else to show.
    void candidates_hold_enough_outside_a_cap() {
        Policy policy;
        policy.exposure_cap = {{"group 0", 0.02}};
        policy.debt_limit = 0.5;
        policy.candidates = 128;
        Catalogue catalogue = small_catalogue(12, 100, 1);
        catalogue.provider_groups.push_back("rest");
        catalogue.providers.push_back({"rest", ProviderGroupId(1)});
        for (std::size_t i = 0; i < catalogue.items.size(); i += 33)
            catalogue.items[i].provider = ProviderId(1);
        auto fairness = ExposureController::start(policy, catalogue, slate_length);
        VERIFY_OK(fairness);
        Panels panels(catalogue);
        for (std::uint32_t i = 0; i < catalogue.items.size(); ++i)
            panels.set_item(i, nullptr, catalogue.group_of(ItemId(i)).value == 1 ? -3.0F : 2.0F);
        panels.set_prices({});
        const std::vector<std::int16_t> person(factor_count);
        const std::vector<std::int32_t> adjustment(max_categories);
        std::vector<std::int32_t> scores(static_cast<std::size_t>(panels.positions()));
        const std::uint16_t lot = 1;
        panels.score(person.data(), &lot, adjustment.data(), max_categories, 1, scores.data());
        CandidateBuilder builder(policy, panels);
        const SlateMaker maker(policy);
        ExposureLedger ledger;
        ExposureDay day;
        for (std::uint32_t visit = 0; visit < 40; ++visit) {
            const VisitAddress address = {stream_key(5, 0), visit};
            Candidates candidates;
            std::int32_t guess = 0;
            if (visit % 2 == 0)
                builder.build(panels, scores.data(), *fairness, address, guess, candidates);
            else
                builder.build_random(panels, *fairness, address, candidates);
            for (std::uint32_t number = 0; number < 8; ++number) {
                Slate slate;
                maker.make(candidates, *fairness, address, number, ledger, day, slate);
                QCOMPARE(slate.count, slate_length);
                QVERIFY(ledger.surplus[0] <= fairness->debt_limit());
            }
        }
        QCOMPARE(day.guard_missed, std::int64_t{0});
    }
};

ATTUNE_TEST(Exposure_limits_test);
#include "exposure_limits_test.moc"
