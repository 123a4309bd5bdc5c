#include "simulations/study/measure.h"
#include "tests/simulations/engine/event_log_oracle.h"
#include "tests/simulations/example_run.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

constexpr int users = 650; ///< ten blocks and a piece
constexpr int days = 33;

/// One run that has some of everything: prompts, opt-outs, conversions, taps, people who left and came back.
struct Subject {
    WorldData world;
    Population population;
    LoggedRun run;
    Measured measured;

    std::vector<double> slate_time() const {
        std::vector<double> times;
        for (const Person& person : population.people)
            times.push_back(static_cast<double>(person.slate_time));
        return times;
    }

    static const Subject& get() {
        static const Subject subject = [] {
            Assumptions assumptions;
            assumptions.churn_rate = 0.01;
            assumptions.return_rate = 0.03;
            assumptions.opt_out_rate = 0.009;
            assumptions.conversion_base = -4;
            assumptions.duplicate_share = 0.1;
            assumptions.complaint_rate = 0.02;
            assumptions.mute_rate = 0.04;
            assumptions.trust_start = 0.95;
            assumptions.trust_gain = 0.002;
            assumptions.opt_in_rate = 0.3;
            assumptions.griefer_share = 0.1;
            assumptions.withdrawal_rate = 0.2;
            assumptions.reason_given = 0.9;
            assumptions.own_words = 0.5;
            Policy policy;
            policy.gap_hours = 24;
            policy.weekly_cap = 5;
            policy.backoff = 1;
            policy.ask_when_fruitless = true;
            policy.own_words = true;
            policy.ask_at_random = 0.05;
            policy.exposure_floor = {{"small", 0.3}};
            Subject made;
            made.world = make_synthetic_world(assumptions, 240, 7);
            made.population = make_population(assumptions, made.world, users, 7);
            made.run = observe_with_log(request_over(made.world, assumptions, policy, users, days, 7));
            made.measured = measure(made.run.observation);
            return made;
        }();
        return subject;
    }
};

double value_of(const Measured& measured, const std::string& key, const std::string& group) {
    for (const MetricValue& value : measured.values)
        if (value.key == key && value.group == group) return value.value;
    return std::nan("");
}

double point_of(const Measured& measured, const std::string& key, int day) {
    for (const SeriesPoint& point : measured.series)
        if (point.metric == key && point.group == "all" && point.day == day) return point.value;
    return std::nan("");
}

/// Minutes are kept as float on the way; everything else is counted exactly.
bool same(double a, double b) {
    return std::abs(a - b) <= 1e-6 * std::max(1e-3, std::abs(b));
}

QByteArray told(const std::string& key, double measured, double oracle) {
    return QByteArray::fromStdString(key + ": measured " + std::to_string(measured) + ", from the log " +
                                     std::to_string(oracle));
}

std::vector<UserId> members(const Population& population, PersonGroup group) {
    std::vector<UserId> people;
    for (std::uint32_t u = 0; u < population.people.size(); ++u) {
        const auto groups = groups_of(population.people[u]);
        if (std::find(groups.begin(), groups.end(), group) != groups.end()) people.push_back(UserId(u));
    }
    return people;
}

} // namespace

class Event_log_test : public QObject {
    Q_OBJECT
private slots:
    void the_run_has_some_of_every_event() {
        std::map<LoggedKind, int> kinds;
        std::map<FeedbackKind, int> feedback;
        for (const LoggedEvent& event : Subject::get().run.log) {
            ++kinds[event.kind];
            if (event.kind == LoggedKind::feedback) ++feedback[event.feedback];
        }
        for (int kind = 0; kind <= static_cast<int>(LoggedKind::own_words); ++kind)
            QVERIFY2(kinds[static_cast<LoggedKind>(kind)] > 10, qPrintable(QString::number(kind)));
        for (int kind = 0; kind < feedback_kind_count; ++kind)
            // Here nobody is asked for stars, and a mute has a row of its own.
            if (static_cast<FeedbackKind>(kind) != FeedbackKind::stars &&
                static_cast<FeedbackKind>(kind) != FeedbackKind::muted)
                QVERIFY2(feedback[static_cast<FeedbackKind>(kind)] > 10, qPrintable(QString::number(kind)));
    }

    // FB-64, FB-65, FB-66, FB-67
    void measures_equal_those_of_the_raw_log_data() {
        QTest::addColumn<int>("group");
        // One of each kind, all of them at full size: the oracle is slow.
        const std::set<PersonGroup> some = {PersonGroup::all,          PersonGroup::frequent,
                                            PersonGroup::niche,        PersonGroup::device_unknown,
                                            PersonGroup::age_not_said, PersonGroup::aided,
                                            PersonGroup::manipulating};
        for (int g = 0; g < person_group_count; ++g)
            if (sized(0, 1) == 1 || some.contains(static_cast<PersonGroup>(g)))
                QTest::addRow("%s", std::string(name(static_cast<PersonGroup>(g))).c_str()) << g;
    }
    void measures_equal_those_of_the_raw_log() {
        QFETCH(int, group);
        const Subject& subject = Subject::get();
        const auto people = members(subject.population, static_cast<PersonGroup>(group));
        const auto oracle = measures_of_log(subject.run.log, {days, people, subject.slate_time()});
        const std::set<std::string> expected = {"ctr",
                                                "ctr_slate",
                                                "ctr_adjusted",
                                                "session_length",
                                                "session_minutes",
                                                "conversion_session",
                                                "conversion_user",
                                                "prompts_per_user_week",
                                                "answers_per_user_week",
                                                "weeks_unasked",
                                                "weeks_asked_once",
                                                "weeks_asked_twice",
                                                "weeks_asked_more",
                                                "response_rate",
                                                "satisfaction_answers",
                                                "opt_out_rate",
                                                "completed_share",
                                                "objections",
                                                "mutes",
                                                "complaints",
                                                "searches_instead",
                                                "abandoned_share",
                                                "active_share",
                                                "retention_1d",
                                                "retention_7d",
                                                "retention_30d",
                                                "consent_share",
                                                "consent_improve_share",
                                                "withdrawals_per_1000"};
        QCOMPARE(oracle.size(), expected.size());
        for (const auto& [key, value] : oracle) {
            QVERIFY2(expected.contains(key), key.c_str());
            // Who manipulates turns no prompt off.
            const bool never =
                static_cast<PersonGroup>(group) == PersonGroup::manipulating && key == "opt_out_rate";
            QVERIFY2((value > 0) == !never, key.c_str());
            const double measured =
                value_of(subject.measured, key, std::string(name(static_cast<PersonGroup>(group))));
            QVERIFY2(same(measured, value), told(key, measured, value));
        }
    }

    // Five days beyond the fourth week do not count: four weeks of everyone are shared out, without a rest.
    void person_weeks_are_whole_weeks_of_everyone() {
        const Subject& subject = Subject::get();
        for (int g = 0; g < person_group_count; ++g) {
            const std::string group(name(static_cast<PersonGroup>(g)));
            const double people =
                static_cast<double>(members(subject.population, static_cast<PersonGroup>(g)).size());
            double all = 0;
            for (const MetricValue& value : subject.measured.values)
                if (value.key.starts_with("weeks_") && value.group == group) {
                    QCOMPARE(value.n, 4 * people);
                    all += value.value;
                }
            QVERIFY2(std::abs(all - 1) < 1e-12, group.c_str());
        }
    }

    void daily_values_equal_those_of_the_days_events_data() {
        QTest::addColumn<int>("day");
        for (int day : {0, 1, 6, 7, 20, days - 1})
            QTest::addRow("day %d", day) << day;
    }
    void daily_values_equal_those_of_the_days_events() {
        QFETCH(int, day);
        const Subject& subject = Subject::get();
        const auto people = members(subject.population, PersonGroup::all);
        const auto on_that_day = only(
            subject.run.log, [&](const LoggedEvent& e) { return static_cast<int>(e.visit / 16) == day; });
        const auto oracle = measures_of_log(on_that_day, {1, people, subject.slate_time()});
        for (const char* key : {"ctr", "ctr_slate", "ctr_adjusted", "session_length", "session_minutes",
                                "active_share", "prompts_per_user_week", "conversion_session"}) {
            const double measured = point_of(subject.measured, key, day);
            QVERIFY2(same(measured, oracle.at(key)), told(key, measured, oracle.at(key)));
        }
        // Levels stand at what has happened up to then.
        const auto so_far = only(subject.run.log,
                                 [&](const LoggedEvent& e) { return static_cast<int>(e.visit / 16) <= day; });
        const auto until = measures_of_log(so_far, {day + 1, people, subject.slate_time()});
        for (const char* key : {"opt_out_rate", "conversion_user", "consent_share"}) {
            const double measured = point_of(subject.measured, key, day);
            QVERIFY2(same(measured, until.at(key)), told(key, measured, until.at(key)));
        }
    }

    void exposure_equals_that_of_the_raw_log() {
        const Subject& subject = Subject::get();
        const auto oracle = exposure_of_log(subject.run.log, subject.world.catalogue);
        QCOMPARE(oracle.size(), 4U);
        for (const auto& [key, value] : oracle) {
            const auto gap = key.find(' ');
            const double measured = gap == std::string::npos
                                        ? value_of(subject.measured, key, "all")
                                        : value_of(subject.measured, key.substr(0, gap), key.substr(gap + 1));
            QVERIFY2(std::abs(measured - value) < 1e-9, told(key, measured, value));
        }
    }

    // FB-65: nobody comes often enough to be moved by anything, so that everyone leaves at the rate assumed.
    void departures_follow_the_assumed_rate_where_nothing_else_acts() {
        Assumptions assumptions;
        assumptions.visit_rate = 1e-6;
        assumptions.churn_rate = 0.02;
        assumptions.return_rate = 0;
        const WorldData world = make_synthetic_world(assumptions, 40, 3);
        const int people = sized(6000, 40000);
        const Measured measured = measure(observe(request_over(world, assumptions, Policy{}, people, 32, 3)));
        const double hazard = value_of(measured, "churn_hazard", "all");
        // Day 0 has no departures: 31 days at risk of leaving out of 32.
        const double expected_share = 1 - std::pow(1 - 0.02, 29);
        const double error = std::sqrt(expected_share * (1 - expected_share) / people);
        QVERIFY2(std::abs(value_of(measured, "churn_30d", "all") - expected_share) < 4 * error,
                 told("churn_30d", value_of(measured, "churn_30d", "all"), expected_share));
        double at_risk = 0;
        double left = 0;
        double here = 1;
        for (int day = 0; day < 32; ++day) {
            at_risk += here;
            if (day == 0) continue;
            left += here * 0.02;
            here *= 0.98;
        }
        QVERIFY2(std::abs(hazard / (left / at_risk) - 1) < 4 * std::sqrt(1 / (left * people)),
                 told("churn_hazard", hazard, left / at_risk));
        QVERIFY(std::isnan(value_of(measured, "ctr", "all")));
    }

    void sessions_say_what_their_slates_say() {
        const auto& log = Subject::get().run.log;
        const std::vector<double> slate_time = Subject::get().slate_time();
        std::map<std::pair<std::uint32_t, std::uint32_t>, std::set<std::uint32_t>> slates;
        std::map<std::pair<std::uint32_t, std::uint32_t>, double> minutes;
        for (const LoggedEvent& event : log) {
            const auto visit = std::pair(event.user.value, event.visit);
            if (event.kind == LoggedKind::impression && slates[visit].insert(event.slate).second)
                minutes[visit] += 0.5 * slate_time.at(event.user.value);
            if (event.kind == LoggedKind::feedback && event.feedback == FeedbackKind::consumed)
                minutes[visit] += 4.0 * static_cast<double>(event.value);
        }
        std::size_t sessions = 0;
        for (const LoggedEvent& event : log) {
            if (event.kind != LoggedKind::session) continue;
            ++sessions;
            const auto visit = std::pair(event.user.value, event.visit);
            QCOMPARE(static_cast<std::size_t>(event.slates), slates[visit].size());
            QVERIFY(std::abs(static_cast<double>(event.value) - minutes[visit]) < 1e-3);
        }
        QCOMPARE(sessions, slates.size());
    }

    void every_slate_is_whole_and_numbered_without_gaps() {
        const auto& log = Subject::get().run.log;
        std::map<std::uint32_t, std::uint32_t> next;
        std::set<std::uint32_t> on_slate;
        for (const LoggedEvent& event : log) {
            if (event.kind != LoggedKind::impression) continue;
            if (event.rank == 0) {
                QCOMPARE(event.slate, next[event.user.value]++);
                on_slate.clear();
            }
            QCOMPARE(static_cast<std::size_t>(event.rank), on_slate.size());
            QVERIFY2(on_slate.insert(event.item.value).second, "an item stands twice on one slate");
        }
    }

    void every_event_is_one_line_of_json() {
        int seen = 0;
        for (const LoggedEvent& event : Subject::get().run.log) {
            if (++seen % 97 != 0) continue;
            const QByteArray line = QByteArray::fromStdString(to_json_line(event));
            QVERIFY(!line.contains('\n'));
            const QJsonObject row = QJsonDocument::fromJson(line).object();
            QCOMPARE(row["user"].toInteger(), static_cast<qint64>(event.user.value));
            QCOMPARE(row["hours"].toDouble(), event.hours);
            if (event.kind == LoggedKind::impression) {
                QCOMPARE(row["event"].toString(), QString("impression"));
                QCOMPARE(row["item"].toInteger(), static_cast<qint64>(event.item.value));
                QCOMPARE(row["rank"].toInt(), static_cast<int>(event.rank));
                QCOMPARE(row["score"].toInteger(), static_cast<qint64>(event.score));
            }
            if (event.kind == LoggedKind::feedback)
                QCOMPARE(row["kind"].toString().toStdString(), std::string(name(event.feedback)));
        }
        QVERIFY(seen > 1000);
    }

    void a_short_run_has_no_value_for_a_day_it_did_not_reach() {
        const Subject& subject = Subject::get();
        const Measured measured =
            measure(observe(request_over(subject.world, Assumptions{}, Policy{}, 130, 6)));
        QVERIFY(!std::isnan(value_of(measured, "retention_1d", "all")));
        QVERIFY(std::isnan(value_of(measured, "retention_7d", "all")));
        QVERIFY(std::isnan(value_of(measured, "retention_30d", "all")));
        QVERIFY(std::isnan(value_of(measured, "churn_30d", "all")));
        QVERIFY(std::isnan(value_of(measured, "weeks_unasked", "all")));
        for (const char* key : {"weeks_unasked", "weeks_asked_once", "weeks_asked_twice", "weeks_asked_more"})
            QVERIFY2(std::isnan(point_of(subject.measured, key, 13)), key);
    }
};
ATTUNE_TEST(Event_log_test);

#include "event_log_test.moc"
