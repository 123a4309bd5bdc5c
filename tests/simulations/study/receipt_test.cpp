// A person's receipt against a plain reading of the same log: one row after the other, purpose by purpose.
#include "simulations/study/receipt.h"
#include "tests/simulations/study/small_scenario.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

using S = ConsentStatus;
using E = ConsentEntity;
using M = ConsentMethod;

constexpr double hours_in_day = 24;
constexpr int days_valid = 14;

/// What is told of one purpose: state, who, how, when.
struct Told {
    S to{};
    E by{};
    M how{};
    double hours = 0;
};
using ByPurpose = std::array<std::vector<Told>, purpose_count>;

bool same(const std::vector<Told>& a, const std::vector<Told>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Told& x, const Told& y) {
        return x.to == y.to && x.by == y.by && x.how == y.how && std::abs(x.hours - y.hours) < 0.01;
    });
}

/// A world in which people put off, take back and let lapse within weeks.
LoadedScenario lively() {
    LoadedScenario loaded = small_scenario(sized(60, 400), 110, 60, 9);
    Assumptions& a = loaded.scenario.assumptions;
    a.consent_deferral = 0.5;
    a.withdrawal_rate = 0.15;
    a.churn_rate = 0;
    return loaded;
}

Policy short_lived() {
    Policy policy;
    policy.consent_days = days_valid;
    return policy;
}

std::map<std::uint32_t, std::vector<LoggedEvent>> consent_rows(const LoadedScenario& scenario,
                                                               const Policy& policy) {
    std::map<std::uint32_t, std::vector<LoggedEvent>> rows;
    SimulateOptions options;
    options.log = [&](std::span<const LoggedEvent> events) {
        for (const LoggedEvent& event : events)
            if (event.kind == LoggedKind::consent) rows[event.user.value].push_back(event);
    };
    if (auto run = simulate_run(scenario, policy, options); !run) qFatal("no run");
    return rows;
}

/// The whole story from rows and published rules alone: quiet days of the matrix, validity of the policy. On
/// a notice everything is asked that may be: never asked, run out, or put off, refused or taken back long
/// enough ago.
ByPurpose plain_reading(const std::vector<LoggedEvent>& rows) {
    ByPurpose story;
    std::array<S, purpose_count> stands{};
    std::array<double, purpose_count> since{};
    const Notice& notice = shipped_notices()[0];
    for (const LoggedEvent& row : rows)
        for (int p = 1; p < purpose_count; ++p) {
            const auto i = static_cast<std::size_t>(p);
            const S now = row.consent.status[i];
            const auto quiet = [&](S status) {
                return shipped_matrix().quiet_days[static_cast<std::size_t>(status)] * hours_in_day;
            };
            switch (row.consent.method) {
            case M::notice: {
                const bool asked = notice.covers(static_cast<Purpose>(p)) && !permits(stands[i]) &&
                                   (stands[i] == S::unknown || row.hours >= since[i] + quiet(stands[i]));
                if (!asked) continue;
                story[i].push_back({S::requested, E::service, M::notice, row.hours});
                story[i].push_back({now, E::person, M::notice, row.hours});
                since[i] = row.hours;
                break;
            }
            case M::lapse:
                if (now == stands[i]) continue;
                since[i] += days_valid * hours_in_day;
                story[i].push_back({now, E::time, M::lapse, since[i]});
                break;
            default:
                if (now == stands[i]) continue;
                since[i] = row.hours;
                story[i].push_back({now, E::person, row.consent.method, row.hours});
            }
            stands[i] = now;
        }
    return story;
}

ByPurpose by_purpose(const std::vector<ConsentHistoryEntry>& entries) {
    ByPurpose story;
    for (const ConsentHistoryEntry& entry : entries)
        story[static_cast<std::size_t>(entry.event.purpose)].push_back(
            {entry.event.to, entry.event.entity, entry.event.method, entry.event.hours});
    return story;
}

} // namespace

class Receipt_test : public QObject {
    Q_OBJECT
private slots:
    // FB-36: agreeing to what the device asks everyone not to do is marked, and nothing else is.
    void a_choice_against_the_signal_is_marked() {
        for (const double signalling : {1.0, 0.0}) {
            LoadedScenario scenario = small_scenario(60, 3, 60, 9);
            scenario.scenario.assumptions.global_signal_share = signalling;
            scenario.scenario.assumptions.consent_share = 0.5;
            int agreed = 0;
            for (std::uint32_t user = 0; user < 12; ++user) {
                const auto history = consent_history(scenario, Policy{}, UserId(user), {});
                VERIFY_OK(history);
                for (const ConsentHistoryEntry& entry : *history) {
                    const bool shares =
                        entry.event.purpose == Purpose::share_aggregates && permits(entry.event.to);
                    agreed += shares ? 1 : 0;
                    QCOMPARE(entry.conflict, shares && signalling > 0);
                }
            }
            QVERIFY(agreed > 1);
        }
    }

    // FB-36
    void a_diary_tells_what_a_plain_reading_of_the_log_tells() {
        const auto rows = consent_rows(lively(), short_lived());
        const ConsentRules rules = shipped_consent_rules().holding_at_most(days_valid);
        std::map<S, int> states;
        int repeated = 0;
        for (const auto& [user, log] : rows) {
            ConsentDiary diary{UserId(user), rules};
            for (const auto& [other, events] : rows) // everybody's rows go in, one person's come out
                VERIFY_OK(diary.take(events));
            const ByPurpose told = by_purpose(diary.entries()), due = plain_reading(log);
            for (std::size_t p = 0; p < told.size(); ++p) {
                QVERIFY2(same(told[p], due[p]),
                         qPrintable(QString("person %1, purpose %2").arg(user).arg(p)));
                S answered = S::unknown;
                for (const Told& one : told[p]) {
                    ++states[one.to];
                    if (one.to == S::requested) continue;
                    repeated += one.to == answered ? 1 : 0;
                    answered = one.to;
                }
            }
            // In the order it happened in, and where it ends is where the log ends.
            const auto& entries = diary.entries();
            for (std::size_t p = 1; p < told.size(); ++p)
                if (!told[p].empty()) QVERIFY(told[p].back().to == log.back().consent.status[p]);
            for (const std::vector<Told>& one : told)
                QVERIFY(std::is_sorted(one.begin(), one.end(),
                                       [](const Told& a, const Told& b) { return a.hours < b.hours; }));
            QVERIFY(!entries.empty());
        }
        // The world was one in which everything happens.
        for (const S state : {S::requested, S::deferred, S::refused, S::given, S::expired, S::withdrawn})
            QVERIFY2(states[state] > 0, std::string(name(state)).c_str());
        QVERIFY2(repeated > 0, "nobody gave the same answer twice");
    }

    void a_history_is_that_of_the_run() {
        const LoadedScenario scenario = lively();
        const auto rows = consent_rows(scenario, short_lived());
        const std::uint32_t user = rows.rbegin()->first;
        const auto history = consent_history(scenario, short_lived(), UserId(user), {});
        VERIFY_OK(history);
        const ByPurpose told = by_purpose(*history), due = plain_reading(rows.at(user));
        for (std::size_t p = 0; p < told.size(); ++p)
            QVERIFY(same(told[p], due[p]));
        // As a receipt every purpose of the notice has its record, with all of its events.
        const Json receipt =
            consent_record(shipped_matrix(), shipped_notices(), "p", *history, Text::english());
        QCOMPARE(receipt["records"].size(), shipped_notices()[0].purposes.size());
        std::size_t events = 0;
        for (const Json& record : receipt["records"])
            events += record["events"].size();
        QCOMPARE(events, history->size());
    }

    void a_log_that_breaks_the_rules_is_refused_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("method");
        QTest::newRow("agreed without being asked, by the clock")
            << static_cast<int>(S::given) << static_cast<int>(M::lapse);
        QTest::newRow("ran out on a notice") << static_cast<int>(S::expired) << static_cast<int>(M::notice);
        QTest::newRow("taken back before it was given")
            << static_cast<int>(S::withdrawn) << static_cast<int>(M::settings);
    }
    void a_log_that_breaks_the_rules_is_refused() {
        QFETCH(int, status);
        QFETCH(int, method);
        LoggedEvent event{.kind = LoggedKind::consent, .user = UserId(3), .hours = 5};
        event.consent.method = static_cast<M>(method);
        event.consent.status[static_cast<std::size_t>(Purpose::improve_models)] = static_cast<S>(status);
        ConsentDiary diary{UserId(3), shipped_consent_rules()};
        const Status taken = diary.take(std::span(&event, 1));
        QVERIFY(!taken && taken.error().code == ErrorCode::failed);
        QVERIFY2(taken.error().where.find("person 3") != std::string::npos, to_line(taken.error()).c_str());
    }

    void a_person_there_is_not_is_refused() {
        const auto history = consent_history(small_scenario(50, 2, 60), Policy{}, UserId(50), {});
        QVERIFY(!history && history.error().code == ErrorCode::bad_input);
        QVERIFY(history.error().remedy.find("49") != std::string::npos);
        VERIFY_OK(consent_history(small_scenario(50, 2, 60), Policy{}, UserId(49), {}));
    }
};
ATTUNE_TEST(Receipt_test);
#include "receipt_test.moc"
