// Which moments questions come at, judged by the event log alone.
#include "tests/simulations/example_run.h"

#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

using Place = std::pair<std::uint32_t, std::uint32_t>; ///< user, slate

/// Nobody is held back by limits, and nothing asks but what a test switches on.
Policy asking(bool conversion, bool pause, bool fruitless, double random) {
    Policy policy;
    policy.ask_after_conversion = conversion;
    policy.ask_at_pause = pause;
    policy.ask_when_fruitless = fruitless;
    policy.ask_at_random = random;
    policy.session_cap = 3;
    policy.weekly_cap = 50;
    policy.gap_hours = 0;
    return policy;
}

LoggedRun run(const Policy& policy) {
    Assumptions assumptions;
    assumptions.opt_out_rate = 0;
    assumptions.conversion_base = -2;
    static const WorldData world = make_synthetic_world(assumptions, 100, 4);
    return observe_with_log(request_over(world, assumptions, policy, 300, 20, 4));
}

/// What a slate led to.
struct Seen {
    bool picked = false, consumed = false, converted = false;
    int prompts = 0, answers = 0, thumbs = 0;
};

} // namespace

class Moments_test : public QObject {
    Q_OBJECT
private slots:
    // FB-16, FB-17
    void a_question_comes_at_the_moment_that_is_switched_on_data() {
        QTest::addColumn<int>("trigger");
        for (int t = 0; t < static_cast<int>(Trigger::tour); ++t)
            QTest::newRow(name(static_cast<Trigger>(t)).data()) << t;
    }
    void a_question_comes_at_the_moment_that_is_switched_on() {
        QFETCH(int, trigger);
        const auto wanted = static_cast<Trigger>(trigger);
        const LoggedRun made = run(asking(wanted == Trigger::conversion, wanted == Trigger::pause,
                                          wanted == Trigger::fruitless, wanted == Trigger::random ? 0.3 : 0));
        std::map<Place, Seen> seen;
        std::map<std::uint32_t, std::pair<std::uint32_t, int>> vain; // user: visit, slates in a row
        int prompts = 0, busy = 0, about_slate = 0;
        Place last{};
        for (const LoggedEvent& event : made.log) {
            const Place slate{event.user.value, event.slate};
            Seen& here = seen[slate];
            if (event.kind == LoggedKind::impression && event.rank == 0) {
                auto& [visit, row] = vain[event.user.value];
                row = visit == event.visit ? row + 1 : 1;
                visit = event.visit;
                last = slate;
            }
            if (event.kind == LoggedKind::feedback && event.feedback == FeedbackKind::picked) {
                here.picked = true;
                vain[event.user.value].second = 0;
            }
            if (event.kind == LoggedKind::feedback && event.feedback == FeedbackKind::consumed)
                here.consumed = true;
            if (event.kind == LoggedKind::conversion) seen[last].converted = true;
            if (event.kind == LoggedKind::feedback &&
                (event.feedback == FeedbackKind::thumb_up || event.feedback == FeedbackKind::thumb_down))
                ++here.thumbs;
            if (event.kind == LoggedKind::answer) {
                ++here.answers;
                about_slate += event.item == no_item ? 1 : 0;
            }
            if (event.kind != LoggedKind::prompt) continue;
            ++prompts;
            QCOMPARE(++here.prompts, 1); // never twice on one slate
            QVERIFY(event.trigger == wanted);
            QCOMPARE(event.item == no_item, !here.picked);
            switch (wanted) {
            case Trigger::conversion:
                QVERIFY(here.converted);
                break;
            case Trigger::pause:
                QVERIFY(here.consumed);
                break;
            case Trigger::fruitless:
                QVERIFY(!here.picked && vain[event.user.value].second >= fruitless_slates);
                break;
            case Trigger::random:
                QVERIFY(!here.consumed);
                busy += here.picked ? 1 : 0;
                break;
            case Trigger::tour:
                QFAIL("nobody is shown around here");
            }
        }
        QVERIFY2(prompts > 200, qPrintable(QString::number(prompts)));
        if (wanted == Trigger::random) QVERIFY(busy > 50 && busy < prompts - 50);
        QCOMPARE(about_slate > 0, wanted == Trigger::fruitless || wanted == Trigger::random);
        for (const auto& [slate, here] : seen) {
            // An answer about an item is feedback on it; one about a slate is not feedback on any.
            if (here.prompts > 0) QCOMPARE(here.thumbs, here.picked ? here.answers : 0);
            if (wanted == Trigger::pause && here.thumbs > 0) QVERIFY(here.prompts == 1);
        }
    }

    // FB-16
    void the_same_people_answer_more_after_a_conversion_than_at_random() {
        using Counts = std::map<std::uint32_t, std::pair<int, int>>; // user: prompts, answers
        const auto counts = [](const Policy& policy) {
            Counts people;
            for (const LoggedEvent& event : run(policy).log) {
                if (event.kind == LoggedKind::prompt) ++people[event.user.value].first;
                if (event.kind == LoggedKind::answer) ++people[event.user.value].second;
            }
            return people;
        };
        Policy seldom = asking(true, false, false, 0);
        seldom.gap_hours = 96; // fatigue is not what is compared
        const Counts chosen = counts(seldom);
        seldom.ask_after_conversion = false;
        seldom.ask_at_random = 0.2;
        const Counts random = counts(seldom);
        double people = 0, sum = 0, squares = 0;
        for (const auto& [user, one] : chosen) {
            const auto other = random.find(user);
            if (other == random.end()) continue;
            const double difference =
                one.second / double(one.first) - other->second.second / double(other->second.first);
            people += 1;
            sum += difference;
            squares += difference * difference;
        }
        const double mean = sum / people;
        const double error = std::sqrt((squares / people - mean * mean) / people);
        QVERIFY2(people > 100 && mean - 4 * error > 0,
                 qPrintable(QStringLiteral("%1 +- %2 of %3").arg(mean).arg(error).arg(people)));
    }

    void by_lot_the_set_share_of_slates_is_asked_about() {
        const LoggedRun made = run(asking(false, false, false, 0.1));
        std::map<Place, bool> asked; // first slates of a visit: no session cap can be used up
        std::set<std::uint64_t> visits;
        for (const LoggedEvent& event : made.log) {
            const Place slate{event.user.value, event.slate};
            if (event.kind == LoggedKind::impression && event.rank == 0 &&
                visits.insert((std::uint64_t{event.user.value} << 32U) | event.visit).second)
                asked[slate] = false;
            if (event.kind == LoggedKind::prompt && asked.contains(slate)) asked[slate] = true;
        }
        const double n = static_cast<double>(asked.size());
        const double share =
            static_cast<double>(std::count_if(asked.begin(), asked.end(), [](auto& a) { return a.second; })) /
            n;
        QVERIFY2(std::abs(share - 0.1) < 4.5 * std::sqrt(0.09 / n), qPrintable(QString::number(share)));
    }

    // FB-14
    void who_stays_silent_is_asked_less_often() {
        const auto prompts_to_silent = [](double backoff) {
            Policy policy = asking(false, true, false, 0);
            policy.gap_hours = 24;
            policy.backoff = backoff;
            std::map<std::uint32_t, std::pair<int, int>> people; // prompts, answers
            for (const LoggedEvent& event : run(policy).log) {
                people[event.user.value].first += event.kind == LoggedKind::prompt ? 1 : 0;
                people[event.user.value].second += event.kind == LoggedKind::answer ? 1 : 0;
            }
            int most = 0;
            for (const auto& [user, counts] : people)
                if (counts.second == 0) most = std::max(most, counts.first);
            return most;
        };
        // 24, 48, 96, 192 and 384 hours do not fit into 20 days.
        QVERIFY(prompts_to_silent(2) <= 5);
        QVERIFY(prompts_to_silent(1) >= 10);
    }
};
ATTUNE_TEST(Moments_test);

#include "moments_test.moc"
