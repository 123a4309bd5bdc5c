#include "tests/simulations/example_run.h"

#include <cmath>
#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

struct AskedAt {
    std::uint32_t visit;
    double hours;
};

std::map<std::uint32_t, std::vector<AskedAt>> prompts_by_person(const std::vector<LoggedEvent>& log) {
    std::map<std::uint32_t, std::vector<AskedAt>> prompts;
    for (const LoggedEvent& event : log)
        if (event.kind == LoggedKind::prompt) prompts[event.user.value].push_back({event.visit, event.hours});
    return prompts;
}

int day_of(double hours) {
    return static_cast<int>(std::floor(hours / 24));
}

} // namespace

class Caps_test : public QObject {
    Q_OBJECT
private slots:
    void nobody_is_asked_more_than_the_caps_allow_data() {
        QTest::addColumn<bool>("enabled");
        QTest::addColumn<int>("session_cap");
        QTest::addColumn<int>("weekly_cap");
        QTest::addColumn<double>("gap");
        QTest::newRow("default") << true << 1 << 2 << 72.0;
        QTest::newRow("every session") << true << 1 << 50 << 0.0;
        QTest::newRow("three a session") << true << 3 << 50 << 0.0;
        QTest::newRow("two a session, three a week") << true << 2 << 3 << 0.0;
        QTest::newRow("half a day apart") << true << 3 << 50 << 12.0;
        QTest::newRow("once a fortnight") << true << 1 << 5 << 336.0;
        QTest::newRow("one a week") << true << 3 << 1 << 0.0;
        QTest::newRow("no session cap left") << true << 0 << 5 << 0.0;
        QTest::newRow("no weekly cap left") << true << 3 << 0 << 0.0;
        QTest::newRow("switched off") << false << 3 << 50 << 0.0;
    }
    void nobody_is_asked_more_than_the_caps_allow() {
        QFETCH(bool, enabled);
        QFETCH(int, session_cap);
        QFETCH(int, weekly_cap);
        QFETCH(double, gap);
        Assumptions assumptions;
        assumptions.visit_rate = 2;
        assumptions.opt_out_rate = 0.01;
        assumptions.churn_rate = 0;
        Policy policy;
        policy.prompts = enabled;
        policy.session_cap = session_cap;
        policy.weekly_cap = weekly_cap;
        policy.gap_hours = gap;
        const WorldData world = make_synthetic_world(assumptions, 100, 4);
        const LoggedRun run = observe_with_log(request_over(world, assumptions, policy, 300, 30, 4));
        const auto asked = prompts_by_person(run.log);

        std::size_t most_in_session = 0;
        std::size_t most_in_week = 0;
        double smallest_gap = 1e9;
        for (const auto& [user, prompts] : asked) {
            std::map<std::uint32_t, std::size_t> per_session;
            for (const AskedAt& prompt : prompts) {
                most_in_session = std::max(most_in_session, ++per_session[prompt.visit]);
                std::size_t in_week = 0;
                for (const AskedAt& other : prompts)
                    in_week += day_of(other.hours) <= day_of(prompt.hours) &&
                                       day_of(other.hours) > day_of(prompt.hours) - 7
                                   ? 1U
                                   : 0U;
                most_in_week = std::max(most_in_week, in_week);
                for (const AskedAt& other : prompts)
                    if (&other != &prompt)
                        smallest_gap = std::min(smallest_gap, std::abs(other.hours - prompt.hours));
            }
        }
        const bool silent = !enabled || session_cap == 0 || weekly_cap == 0;
        QCOMPARE(asked.empty(), silent);
        if (silent) return;
        QVERIFY(most_in_session <= static_cast<std::size_t>(session_cap));
        QVERIFY(most_in_week <= static_cast<std::size_t>(weekly_cap));
        QVERIFY2(smallest_gap >= gap - 1e-3, qPrintable(QString::number(smallest_gap)));
        // One of the limits is what holds people back; otherwise there would be nothing to see here.
        const bool bound = most_in_session == static_cast<std::size_t>(session_cap) ||
                           most_in_week == static_cast<std::size_t>(weekly_cap) || smallest_gap < gap + 1;
        QVERIFY(bound);
    }

    void nobody_is_asked_after_opting_out() {
        Assumptions assumptions;
        assumptions.opt_out_rate = 0.01;
        Policy policy;
        policy.session_cap = 3;
        policy.weekly_cap = 50;
        policy.gap_hours = 0;
        const WorldData world = make_synthetic_world(assumptions, 100, 4);
        const LoggedRun run = observe_with_log(request_over(world, assumptions, policy, 300, 30, 4));
        std::set<std::uint32_t> out;
        std::set<std::uint32_t> came_back;
        int asked_before = 0;
        for (const LoggedEvent& event : run.log) {
            if (event.kind == LoggedKind::opt_out)
                QVERIFY2(out.insert(event.user.value).second, "opted out twice");
            if (event.kind == LoggedKind::prompt) {
                QVERIFY2(!out.contains(event.user.value), "asked after opting out");
                ++asked_before;
            }
            if (event.kind == LoggedKind::session && out.contains(event.user.value))
                came_back.insert(event.user.value);
        }
        QVERIFY(asked_before > 500);
        QVERIFY(came_back.size() > 50); // they did come back, and could have been asked
    }

    void every_prompt_follows_a_pick_and_every_answer_a_prompt() {
        const WorldData world = make_synthetic_world({}, 100, 4);
        const LoggedRun run = observe_with_log(request_over(world, {}, {}, 300, 20, 4));
        std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> picked;
        std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> asked;
        int answers = 0;
        for (const LoggedEvent& event : run.log) {
            const auto slate = std::pair(event.user.value, event.slate);
            if (event.kind == LoggedKind::feedback && event.feedback == FeedbackKind::picked)
                picked[slate] = event.item.value;
            if (event.kind == LoggedKind::prompt) {
                QVERIFY(picked.contains(slate) && picked[slate] == event.item.value);
                asked[slate] = event.item.value;
            }
            if (event.kind == LoggedKind::answer) {
                QVERIFY(asked.contains(slate) && asked[slate] == event.item.value);
                ++answers;
            }
        }
        QVERIFY(answers > 30);
    }
};
ATTUNE_TEST(Caps_test);

#include "caps_test.moc"
