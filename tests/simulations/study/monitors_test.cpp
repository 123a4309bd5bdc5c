// The monitors against counts over the raw events, planted loops, the default policy left in peace, and
// answers that a group does not give.
#include "core/base/random.h"
#include "simulations/study/library.h"
#include "simulations/study/monitor_run.h"
#include "simulations/study/monitors.h"
#include "simulations/study/weekly_slates.h"
#include "tests/simulations/example_run.h"
#include "tests/simulations/study/small_scenario.h"

#include <cmath>
#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

constexpr int people = 200, days = 63, items = 120;

/// One run, watched, and its events.
struct Watched {
    WorldData world;
    MonitorRun run;
    std::vector<LoggedEvent> log;

    Watched() {
        const Assumptions assumptions;
        world = make_synthetic_world(assumptions, items, 4);
        const RunRequest request = request_over(world, assumptions, Policy{}, people, days, 4);
        auto watched = watch_weeks(request);
        if (!watched) throw std::runtime_error(to_line(watched.error()));
        run = std::move(*watched);
        log = observe_with_log(request).log;
    }
    static const Watched& get() {
        static const Watched watched;
        return watched;
    }
};

/// The items of the first three slates of every person and week, slate by slate, from the raw events: a slate
/// belongs to the week in which its first item was shown.
using Lists = std::map<std::pair<std::uint32_t, int>, std::vector<std::vector<std::uint32_t>>>;
Lists first_lists(const std::vector<LoggedEvent>& log) {
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::pair<double, std::vector<std::uint32_t>>> slates;
    for (const LoggedEvent& event : log) {
        if (event.kind != LoggedKind::impression) continue;
        auto& slate = slates[{event.user.value, event.slate}];
        if (event.rank == 0) slate.first = event.hours;
        slate.second.push_back(event.item.value);
    }
    Lists lists;
    for (const auto& [key, slate] : slates) {
        auto& week = lists[{key.first, static_cast<int>(slate.first / 168)}];
        if (week.size() < 3) week.push_back(slate.second);
    }
    return lists;
}

double entropy_of(const std::vector<std::vector<std::uint32_t>>& lists, const Catalogue& catalogue) {
    std::map<std::uint32_t, double> count;
    double all = 0;
    for (const auto& list : lists)
        for (const std::uint32_t item : list) {
            count[catalogue.items[item].category.value] += 1;
            all += 1;
        }
    double sum = 0;
    for (const auto& [category, n] : count)
        sum += n / all * std::log2(all / n);
    return sum;
}

Monitors monitors_of(std::uint64_t seed, const std::vector<std::string>& settings) {
    LoadedScenario scenario = small_scenario(600, days, 500, seed);
    Policy policy;
    for (const std::string& setting : settings)
        if (auto set = apply_setting(setting, policy, scenario.scenario); !set)
            throw std::runtime_error(to_line(set.error()));
    auto monitors = measure_monitors(scenario, policy, {});
    if (!monitors) throw std::runtime_error(to_line(monitors.error()));
    return std::move(*monitors);
}

const std::vector<std::string> closed = {"ranking.temperature=0", "ranking.exploration_share=0",
                                         "ranking.category_quota=0", "ranking.category_cap=10"};

std::vector<std::string> closed_with(const char* setting) {
    std::vector<std::string> settings = closed;
    settings.emplace_back(setting);
    return settings;
}

} // namespace

class Monitors_test : public QObject {
    Q_OBJECT
private slots:
    // FB-92: entropy of what is shown, person by person and week by week.
    void variety_equals_a_count_over_the_raw_events() {
        const Watched& watched = Watched::get();
        const PersonWeeks entropy = watched.run.slates->shown_entropy();
        const Lists lists = first_lists(watched.log);
        int compared = 0;
        for (std::uint32_t user = 0; user < people; ++user)
            for (int week = 0; week < days / 7; ++week) {
                const double value = entropy.of(user)[static_cast<std::size_t>(week)];
                const auto found = lists.find({user, week});
                const bool enough = found != lists.end() && found->second.size() == 3;
                QCOMPARE(!std::isnan(value), enough);
                if (!enough) continue;
                ++compared;
                QVERIFY(std::abs(value - entropy_of(found->second, watched.world.catalogue)) < 1e-9);
            }
        QVERIFY(compared > 300);
    }

    // FB-93: popularity is what was picked in the three weeks before.
    void popularity_equals_a_count_over_the_raw_events() {
        const Watched& watched = Watched::get();
        constexpr int week = 5;
        std::vector<double> picks(items);
        double all = 0;
        for (const LoggedEvent& event : watched.log)
            if (event.kind == LoggedKind::feedback && event.feedback == FeedbackKind::picked &&
                event.hours >= 2 * 168 && event.hours < 5 * 168) {
                picks[event.item.value] += 1;
                all += 1;
            }
        const Reduced reduced = reduce(watched.run.slates->popularity());
        double sum = 0, counted = 0;
        for (const auto& [key, lists] : first_lists(watched.log)) {
            if (key.second != week || lists.size() < 3) continue;
            double mean = 0, n = 0;
            for (const auto& list : lists)
                for (const std::uint32_t item : list) {
                    mean += picks[item] * items / all;
                    n += 1;
                }
            sum += mean / n;
            counted += 1;
        }
        QVERIFY(counted > 30);
        QVERIFY(std::abs(reduced.whole[week] - sum / counted) < 1e-9);
        const std::vector<bool> head = watched.run.slates->head(week);
        QCOMPARE(std::count(head.begin(), head.end(), true), items / 5);
    }

    // A trend within persons: who leaves takes no level along.
    void who_leaves_makes_no_trend() {
        PersonWeeks figure{9, {}};
        for (int user = 0; user < 640; ++user)
            for (int week = 0; week < 9; ++week) {
                const bool high = user % 2 == 0;
                const double drift = 0.5 * week / 4.0;
                figure.values.push_back(high && week > 5 ? std::nan("") : (high ? 10 : 1) + drift);
            }
        const Reduced reduced = reduce(figure);
        QVERIFY(std::abs(reduced.whole[reduced.trend()] - 0.5) < 1e-9); // in four weeks
        QVERIFY(reduced.whole[8] < reduced.whole[4] - 3);               // though the mean falls
    }

    // Five people in six stay away from the fifth week on. The rest see what they saw, so items are shown no
    // less evenly than before; counted as they come, there would seem to be fewer of them.
    void fewer_people_do_not_look_like_fewer_items() {
        const Watched& watched = Watched::get();
        std::vector<LoggedEvent> few;
        std::copy_if(
            watched.log.begin(), watched.log.end(), std::back_inserter(few),
            [](const LoggedEvent& event) { return event.hours < 5 * 168 || event.user.value % 6 == 0; });
        WeeklySlates slates(watched.world, people, days, settling_weeks);
        slates.take(few);
        const Reduced as_they_come = reduce_items(slates, 1000000).coverage;
        const Reduced alike = reduce_items(slates, fewest_slates(slates)).coverage;
        const double naive = as_they_come.whole[as_they_come.trend()];
        const double fair = alike.whole[alike.trend()];
        QVERIFY2(naive < -0.02 && std::abs(fair) < std::abs(naive) / 2,
                 qPrintable(QString("%1 %2").arg(naive).arg(fair)));
    }

    void planted_loops_are_found_data() {
        QTest::addColumn<QString>("ranker");
        QTest::addColumn<QStringList>("figures");
        QTest::newRow("echo chamber")
            << "ranking.ranker=content" << QStringList{"shown_entropy", "list_diversity", "taste_distance"};
        QTest::newRow("rich get richer")
            << "ranking.ranker=popularity" << QStringList{"item_gini", "item_coverage", "popularity_lift"};
    }
    // FB-71, FB-92, FB-93: without chance, tries, quotas and caps.
    void planted_loops_are_found() {
        QFETCH(QString, ranker);
        QFETCH(QStringList, figures);
        for (const std::uint64_t seed : {std::uint64_t{1}, std::uint64_t{2}}) {
            const Monitors monitors = monitors_of(seed, closed_with(qPrintable(ranker)));
            QVERIFY(monitors.narrows());
            for (const QString& key : figures) {
                const Monitor& one = monitors.of(key.toStdString());
                QVERIFY2(one.by_learning == MonitorVerdict::narrowing,
                         qPrintable(QString("%1: %2 [%3, %4]")
                                        .arg(key)
                                        .arg(one.level_change.value)
                                        .arg(one.level_change.lower)
                                        .arg(one.level_change.upper)));
                QVERIFY(one.level_change.lower > 0 || one.level_change.upper < 0);
            }
        }
    }

    // The default policy over ten seeds: at most one false alarm of 220 verdicts.
    void the_default_policy_is_left_in_peace() {
        int alarms = 0;
        QString told;
        for (std::uint64_t seed = 1; seed <= 10; ++seed) {
            const Monitors monitors = monitors_of(seed, {});
            for (const Monitor& one : monitors.figures)
                if (one.narrows()) {
                    ++alarms;
                    told += QString("%1 %2 %3 (%4); ")
                                .arg(seed)
                                .arg(QString::fromStdString(std::string(one.spec->key)))
                                .arg(one.with.trend.value)
                                .arg(one.level_change.value);
                }
        }
        QVERIFY2(alarms <= 1, qPrintable(told));
    }

    // FB-94: two in three of those on phones who answered fall silent.
    void a_group_that_falls_silent_is_found() {
        LoadedScenario scenario = small_scenario(1500, 14, 200, 3);
        const auto world = make_synthetic_world(scenario.scenario.assumptions, 200, 3);
        auto run = watch_weeks(request_over(world, scenario.scenario.assumptions, Policy{}, 1500, 14, 3));
        QVERIFY(run);
        double share = 0, of_respondents = 0;
        const Estimate before = respondent_ratio(*run, PersonGroup::phone, share, of_respondents);
        QVERIFY(judge_ratio(before, 13) != MonitorVerdict::narrowing);
        int heard = 0;
        double phones = 0, answering = 0, answering_phones = 0;
        for (std::size_t user = 0; user < run->groups.size(); ++user) {
            const auto& groups = run->groups[user];
            const bool phone = std::count(groups.begin(), groups.end(), PersonGroup::phone) > 0;
            if (phone && run->answered[user] && ++heard % 3 != 0) run->answered[user] = 0;
            phones += phone;
            answering += run->answered[user];
            answering_phones += phone && run->answered[user];
        }
        const Estimate after = respondent_ratio(*run, PersonGroup::phone, share, of_respondents);
        QVERIFY(std::abs(share - phones / 1500) < 1e-12);
        QVERIFY(std::abs(after.value - answering_phones / answering / (phones / 1500)) < 1e-9);
        QVERIFY2(judge_ratio(after, 13) == MonitorVerdict::narrowing,
                 qPrintable(QString("%1 [%2, %3]").arg(after.value).arg(after.lower).arg(after.upper)));
    }

    void weeks_too_few_for_a_trend_are_said_so() {
        LoadedScenario scenario = small_scenario(130, 28, 100);
        const auto monitors = measure_monitors(scenario, Policy{}, {});
        QVERIFY(monitors);
        QCOMPARE(monitors->weeks, 4);
        for (const Monitor& one : monitors->figures)
            QVERIFY(one.verdict == MonitorVerdict::unknown && one.with.weeks.size() == 4);
        scenario.scenario.days = 5;
        QVERIFY(!measure_monitors(scenario, Policy{}, {}));
    }
};

ATTUNE_TEST(Monitors_test);
#include "monitors_test.moc"
