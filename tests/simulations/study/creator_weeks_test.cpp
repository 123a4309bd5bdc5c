// Exposure of providers by week, against sums over the raw events, and a planted loss.
#include "core/catalogue/exposure_weight.h"
#include "simulations/behaviour/target.h"
#include "simulations/study/creator_weeks.h"
#include "simulations/study/loop_runs.h"
#include "tests/simulations/example_run.h"

#include <cmath>
#include <map>

using namespace attune;
using namespace attune::test;

namespace {

constexpr int users = 300, days = 24; ///< three weeks and a rest

struct Runs {
    WorldData world;
    std::vector<LoggedEvent> with, without;

    Runs() {
        Assumptions assumptions;
        assumptions.tap_rate = 0.05;
        world = make_synthetic_world(assumptions, 240, 3);
        with = observe_with_log(request_over(world, assumptions, Policy{}, users, days, 3)).log;
        without =
            observe_with_log(request_over(world, assumptions, without_answer(Policy{}), users, days, 3)).log;
    }
    CreatorWeeks weeks() const {
        CreatorWeeks weeks(world.catalogue, users, days);
        weeks.take(with, false);
        weeks.take(without, true);
        return weeks;
    }
    static const Runs& get() {
        static const Runs runs;
        return runs;
    }
};

double place(int rank) {
    return std::round(65536.0 / std::log2(rank + 2.0));
}

/// (week, provider) -> exposure.
std::map<std::pair<int, std::uint32_t>, double> exposure_of(const std::vector<LoggedEvent>& log,
                                                            const Catalogue& catalogue) {
    std::map<std::pair<int, std::uint32_t>, double> exposure;
    for (const LoggedEvent& event : log)
        if (event.kind == LoggedKind::impression && event.hours < 21 * 24)
            exposure[{static_cast<int>(event.hours / 168),
                      catalogue.items[event.item.value].provider.value}] += place(event.rank);
    return exposure;
}

} // namespace

class Creator_weeks_test : public QObject {
    Q_OBJECT
private slots:
    // CRE: the largest loss of any provider in any whole week.
    void the_largest_loss_equals_that_of_the_raw_events() {
        const Runs& runs = Runs::get();
        const auto with = exposure_of(runs.with, runs.world.catalogue);
        const auto without = exposure_of(runs.without, runs.world.catalogue);
        double largest = -1e9;
        int judged = 0;
        for (int week = 0; week < 3; ++week) {
            double all_with = 0, all_without = 0;
            for (const auto& [key, exposure] : with)
                all_with += key.first == week ? exposure : 0;
            for (const auto& [key, exposure] : without)
                all_without += key.first == week ? exposure : 0;
            for (const auto& [key, exposure] : without) {
                if (key.first != week || exposure < 100 * 65536.0) continue;
                ++judged;
                const auto found = with.find(key);
                const double share = (found == with.end() ? 0 : found->second) / all_with;
                largest = std::max(largest, 1 - share / (exposure / all_without));
            }
        }
        const CreatorWeeks weeks = runs.weeks();
        QVERIFY(judged > 10);
        QCOMPARE(weeks.judged(), judged);
        QVERIFY2(std::abs(weeks.largest_loss().value - largest) < 1e-9,
                 qPrintable(QString("%1 %2").arg(weeks.largest_loss().value).arg(largest)));
        QVERIFY(weeks.largest_loss().lower < largest && weeks.largest_loss().upper > largest);
    }

    void unevenness_equals_the_mean_difference_of_all_pairs() {
        const Runs& runs = Runs::get();
        const auto gini = [&](const std::vector<LoggedEvent>& log) {
            std::vector<double> by_provider(runs.world.catalogue.providers.size());
            double all = 0, differences = 0;
            for (const auto& [key, exposure] : exposure_of(log, runs.world.catalogue)) {
                by_provider[key.second] += exposure;
                all += exposure;
            }
            for (const double a : by_provider)
                for (const double b : by_provider)
                    differences += std::abs(a - b);
            return differences / (2 * static_cast<double>(by_provider.size()) * all);
        };
        const CreatorWeeks weeks = runs.weeks();
        QVERIFY(std::abs(weeks.gini_with().value - gini(runs.with)) < 1e-9);
        QVERIFY(std::abs(weeks.gini_without().value - gini(runs.without)) < 1e-9);
        QVERIFY(std::abs(weeks.gini_change().value - (gini(runs.with) - gini(runs.without))) < 1e-9);
    }

    // A provider whose items are left out of one week's slates has lost that much; the same run beside itself
    // loses nothing.
    void a_planted_loss_is_found() {
        const Runs& runs = Runs::get();
        const auto exposure = exposure_of(runs.without, runs.world.catalogue);
        std::uint32_t most = 0;
        double best = 0;
        for (const auto& [key, amount] : exposure)
            if (key.first == 1 && amount > best) {
                best = amount;
                most = key.second;
            }
        std::vector<LoggedEvent> planted;
        int left = 0;
        for (const LoggedEvent& event : runs.without) {
            const bool of_it = event.kind == LoggedKind::impression && event.hours >= 168 &&
                               event.hours < 336 &&
                               runs.world.catalogue.items[event.item.value].provider.value == most;
            if (of_it && ++left % 4 != 0) continue; // three of four
            planted.push_back(event);
        }
        CreatorWeeks weeks(runs.world.catalogue, users, days);
        weeks.take(planted, false);
        weeks.take(runs.without, true);
        const double loss = weeks.largest_loss().value;
        QVERIFY2(loss > 0.6 && loss < 0.8, qPrintable(QString::number(loss)));
        CreatorWeeks same(runs.world.catalogue, users, days);
        same.take(runs.without, false);
        same.take(runs.without, true);
        QCOMPARE(same.largest_loss().value, 0.0);
        QCOMPARE(same.gini_change().value, 0.0);
    }

    // DE-68: a group that is set against one provider raises an alarm that names it; without the group there
    // is none.
    void a_group_against_one_provider_raises_an_alarm() {
        constexpr double alarming = 0.25;
        constexpr int crowd = 1500;
        for (const bool group : {false, true}) {
            Assumptions assumptions;
            assumptions.consent_adjust = assumptions.consent_session = 1;
            assumptions.consent_improve = 0; // what happens to one person touches nobody else
            assumptions.brigade_share = group ? 0.6 : 0;
            assumptions.brigade_day = 2;
            const WorldData world = make_synthetic_world(assumptions, 240, 3);
            CreatorWeeks weeks(world.catalogue, crowd, 21);
            for (const bool twin : {false, true}) {
                const Policy policy = twin ? without_answer(Policy{}) : Policy{};
                weeks.take(observe_with_log(request_over(world, assumptions, policy, crowd, 21, 3)).log,
                           twin);
            }
            const std::vector<CreatorWeeks::Alarm> alarms = weeks.alarms(alarming);
            const Estimate all = weeks.largest_loss();
            QVERIFY2(alarms.empty() == !group,
                     qPrintable(QString("%1: %2 from %3").arg(group).arg(all.value).arg(all.lower)));
            const auto topics_of = [&](std::uint32_t provider) {
                std::uint32_t topics = 0;
                for (const Item& item : world.catalogue.items)
                    if (item.provider.value == provider) topics |= 1U << item.category.value;
                return topics;
            };
            for (const CreatorWeeks::Alarm& alarm : alarms) {
                QVERIFY(alarm.of == CreatorWeeks::Of::provider && alarm.week < 3);
                QVERIFY(alarm.lower > alarming && alarm.loss >= alarm.lower);
                // It, or one who makes the same topics: what is said no to stands for them as well.
                QVERIFY(topics_of(alarm.which) & topics_of(target_of(world.catalogue).value));
            }
            QVERIFY(!group || alarms[0].loss <= all.value);
        }
    }

    // Likewise of topics: three quarters of one are taken away in one week.
    void a_topic_that_is_taken_away_raises_an_alarm() {
        const Runs& runs = Runs::get();
        constexpr std::uint32_t taken = 3;
        std::vector<LoggedEvent> planted;
        int left = 0;
        for (const LoggedEvent& event : runs.without) {
            const bool of_it = event.kind == LoggedKind::impression && event.hours >= 168 &&
                               event.hours < 336 &&
                               runs.world.catalogue.items[event.item.value].category.value == taken;
            if (!of_it || ++left % 4 == 0) planted.push_back(event);
        }
        CreatorWeeks weeks(runs.world.catalogue, users, days, CreatorWeeks::Of::topic);
        weeks.take(planted, false);
        weeks.take(runs.without, true);
        const std::vector<CreatorWeeks::Alarm> alarms = weeks.alarms(0.25);
        QCOMPARE(alarms.size(), 1U);
        QCOMPARE(alarms[0].which, taken);
        QCOMPARE(alarms[0].week, 1);
        QVERIFY(std::abs(alarms[0].loss - 0.75) < 0.05);
        CreatorWeeks same(runs.world.catalogue, users, days, CreatorWeeks::Of::topic);
        same.take(runs.without, false);
        same.take(runs.without, true);
        QVERIFY(same.alarms(0.25).empty());
    }

    void less_than_a_week_says_nothing() {
        const Runs& runs = Runs::get();
        CreatorWeeks weeks(runs.world.catalogue, users, 6);
        weeks.take(runs.with, false);
        QVERIFY(std::isnan(weeks.largest_loss().value));
        QVERIFY(std::isnan(weeks.gini_with().value));
        QCOMPARE(weeks.judged(), 0);
    }
};

ATTUNE_TEST(Creator_weeks_test);
#include "creator_weeks_test.moc"
