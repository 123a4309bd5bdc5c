// FB-01: what people say (thumbs, "not interested") and what they do (picks, depth, passing over) are two
// classes of signals. One run learns from each class alone, on the same seed, with a report of its own.
#include "tests/simulations/engine/listening_loop.h"
#include "tests/simulations/example_run.h"

#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

enum class Class { said, done };

bool belongs(FeedbackKind kind, Class which) {
    const bool said = kind != FeedbackKind::picked && kind != FeedbackKind::consumed;
    return said == (which == Class::said);
}

/// How good a signal calls its item: -1 to 1 for what was said, the depth for what was done.
double reading(const FeedbackEvent& event) {
    if (event.kind == FeedbackKind::consumed) return static_cast<double>(event.value);
    if (event.kind == FeedbackKind::stars) return 2 * static_cast<double>(event.value) - 1;
    return event.kind == FeedbackKind::thumb_up ? 1 : -1;
}

struct Correlation {
    double n = 0, x = 0, y = 0, xx = 0, yy = 0, xy = 0;
    void add(double a, double b) {
        n += 1;
        x += a;
        y += b;
        xx += a * a;
        yy += b * b;
        xy += a * b;
    }
    double value() const { return (n * xy - x * y) / std::sqrt((n * xx - x * x) * (n * yy - y * y)); }
};

struct Report {
    Correlation signal; ///< of what the class says with true worth
    Correlation
        prediction; ///< of what was learned from it with true worth, over impressions of the second half
    int sent = 0;
    double picks = 0, enjoyed = 0;
    Fingerprint slates;
};

/// A run in which only one class of signals reaches the recommender.
Report learn_from(Class which, int users, int days, std::uint64_t seed) {
    Assumptions assumptions;
    assumptions.consent_adjust = 1;
    assumptions.consent_improve = 1;
    assumptions.response_base = 0;
    Policy policy;
    policy.session_cap = 3;
    policy.weekly_cap = 50;
    policy.gap_hours = 0;
    const WorldData world = make_synthetic_world(assumptions, 300, seed);
    const Population population = make_population(assumptions, world, users, seed);
    const Behaviour behaviour(assumptions, world, seed);
    const auto worth = [&](std::uint32_t user, std::uint32_t item) {
        return static_cast<double>(behaviour.worth(population.people[user], user, item));
    };
    Report report;
    Listening listening;
    listening.hears = [&](const Person&, FeedbackKind kind) { return belongs(kind, which); };
    listening.sees_passing_over = [&](const Person&) { return which == Class::done; };
    listening.on_slate = [&](int day, std::uint32_t user, const Slate& slate, const SlateOutcome& outcome) {
        for (std::size_t r = 0; r < static_cast<std::size_t>(slate.count); ++r) {
            report.slates.add(slate.item[r]);
            if (day >= days / 2) report.prediction.add(slate.score[r], worth(user, slate.item[r]));
        }
        report.picks += outcome.picked_rank >= 0 ? 1 : 0;
        report.enjoyed += outcome.picked_rank >= 0 && outcome.enjoyment > 0 ? 1 : 0;
    };
    listening.on_heard = [&](const FeedbackEvent& event) {
        ++report.sent;
        if (event.kind != FeedbackKind::picked)
            report.signal.add(reading(event), worth(event.user.value, event.item.value));
    };
    run_listening(assumptions, policy, world, {users, days, seed}, listening);
    return report;
}

} // namespace

class Signal_classes_test : public QObject {
    Q_OBJECT
private slots:
    // FB-01
    void what_people_say_and_what_they_do_have_reports_of_their_own() {
        const int users = sized(400, 1500);
        const Report said = learn_from(Class::said, users, 20, 9);
        const Report done = learn_from(Class::done, users, 20, 9);
        for (const auto& [name, report] :
             {std::pair("explicit only", &said), std::pair("implicit only", &done)})
            qInfo("%s: %d signals, correlation with true enjoyment %.3f; what was learned from them %.3f; "
                  "enjoyed %.3f of %.0f picks",
                  name, report->sent, report->signal.value(), report->prediction.value(),
                  report->enjoyed / report->picks, report->picks);
        QVERIFY(said.sent > 500 && done.sent > 5000);
        QVERIFY(said.slates.hex() != done.slates.hex());
        QVERIFY(done.signal.value() > 0.1);
        QVERIFY(said.signal.value() > done.signal.value());
        QVERIFY(said.prediction.value() > 0.05);
        QVERIFY(done.prediction.value() > 0.05);
    }

    // FB-01: the explicit channels can be switched off in the product itself.
    void with_the_explicit_channels_off_only_behaviour_is_left() {
        Assumptions assumptions;
        assumptions.tap_rate = 0;
        assumptions.mistap_rate = 0;
        Policy policy;
        policy.prompts = false;
        const WorldData world = make_synthetic_world(assumptions, 200, 9);
        const LoggedRun run = observe_with_log(request_over(world, assumptions, policy, 200, 10, 9));
        const Population population = make_population(assumptions, world, 200, 9);
        const Behaviour behaviour(assumptions, world, 9);
        Correlation depth;
        for (const LoggedEvent& event : run.log) {
            QVERIFY(event.kind != LoggedKind::prompt && event.kind != LoggedKind::answer);
            if (event.kind != LoggedKind::feedback) continue;
            QVERIFY(belongs(event.feedback, Class::done));
            if (event.feedback == FeedbackKind::consumed)
                depth.add(static_cast<double>(event.value),
                          static_cast<double>(behaviour.worth(population.people[event.user.value],
                                                              event.user.value, event.item.value)));
        }
        QVERIFY(depth.n > 1000);
        QVERIFY(depth.value() > 0.1);
    }
};
ATTUNE_TEST(Signal_classes_test);

#include "signal_classes_test.moc"
