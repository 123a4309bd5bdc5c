// Offers in the running world: what is logged, counted and promised, and what it does to people.
#include "simulations/study/measure.h"
#include "tests/simulations/example_run.h"

#include <cmath>
#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

Assumptions ready_to_object() {
    Assumptions assumptions;
    assumptions.tap_rate = 0.05;
    assumptions.complaint_spread = 0.5;
    assumptions.opt_out_rate = 0.01;
    return assumptions;
}

struct Made {
    LoggedRun run;
    Measured measured;
};

Made make(const Policy& policy, int users, int days, std::uint64_t seed = 7,
          const Assumptions& assumptions = ready_to_object()) {
    const WorldData world = make_synthetic_world(assumptions, 300, seed);
    Made made;
    made.run = observe_with_log(request_over(world, assumptions, policy, users, days, seed));
    made.measured = measure(made.run.observation);
    return made;
}

MetricValue metric(const Made& made, const std::string& key) {
    for (const MetricValue& value : made.measured.values)
        if (value.key == key && value.group == "all") return value;
    return {key, "all", std::nan(""), std::nan(""), std::nan("")};
}

} // namespace

class Offers_test : public QObject {
    Q_OBJECT
private slots:
    // DE-16, DE-38: measures of offers and promises are those of the log.
    void measures_are_those_of_the_log() {
        const Made made = make(Policy{}, sized(700, 4000), 40);
        double offers = 0, taken = 0, due = 0, kept = 0, directions = 0;
        std::set<OfferChoice> choices;
        for (const LoggedEvent& event : made.run.log) {
            if (event.kind == LoggedKind::offer || event.kind == LoggedKind::direction) {
                directions += event.kind == LoggedKind::direction ? 1 : 0;
                ++offers;
                taken += accepts(event.choice) ? 1 : 0;
                choices.insert(event.choice);
            }
            due += event.kind == LoggedKind::promise ? 1 : 0;
            kept += event.kind == LoggedKind::promise && event.kept ? 1 : 0;
        }
        QVERIFY(offers > 200 && due > 30);
        QCOMPARE(choices.size(), static_cast<std::size_t>(offer_choice_count));
        QVERIFY(std::abs(metric(made, "directions").value - directions / offers) < 1e-12);
        QVERIFY(std::abs(metric(made, "offers_taken").value - taken / offers) < 1e-12);
        QVERIFY(std::abs(metric(made, "pkp").value - kept / due) < 1e-12);
    }

    // P2, DE-67: nobody is offered or asked more than the caps allow, questions and offers together.
    void nobody_gets_more_than_the_caps_allow() {
        Policy policy;
        policy.gap_hours = 0;
        policy.weekly_cap = 4;
        const Made made = make(policy, sized(500, 2000), 30);
        std::map<std::pair<std::uint32_t, std::uint32_t>, int> visit;
        std::map<std::uint32_t, std::vector<std::pair<int, bool>>> days;
        for (const LoggedEvent& event : made.run.log) {
            const bool offer = event.kind == LoggedKind::offer || event.kind == LoggedKind::direction;
            if (!offer && event.kind != LoggedKind::prompt) continue;
            QVERIFY(++visit[std::pair(event.user.value, event.visit)] <= policy.session_cap);
            days[event.user.value].emplace_back(static_cast<int>(event.hours / 24), offer);
        }
        for (const auto& [user, came] : days)
            for (const auto& [day, last_offer] : came) {
                int all = 0, offers = 0;
                for (const auto& [other, offer] : came) {
                    if (other > day || other <= day - 7) continue;
                    ++all;
                    offers += offer ? 1 : 0;
                }
                QVERIFY(all <= policy.weekly_cap && offers <= policy.offers_a_week);
            }
    }

    // P1: no offer without an overt sign on the same or one of the last slates of the visit.
    void no_offer_without_an_overt_sign() {
        const Made made = make(Policy{}, sized(700, 3000), 30);
        std::map<std::uint32_t, std::uint32_t> objected; // by person: the visit of the last overt sign
        std::map<std::uint32_t, std::uint32_t> spoke_up; // ... the slate of the last search or complaint
        int offers = 0, directions = 0;
        for (const LoggedEvent& event : made.run.log) {
            const bool overt =
                event.kind == LoggedKind::feedback &&
                (event.feedback == FeedbackKind::not_interested ||
                 event.feedback == FeedbackKind::thumb_down || event.feedback == FeedbackKind::stars);
            if (overt) objected[event.user.value] = event.visit;
            if (event.kind == LoggedKind::complaint) {
                objected[event.user.value] = event.visit;
                spoke_up[event.user.value] = event.slate;
            }
            if (event.kind == LoggedKind::search) spoke_up[event.user.value] = event.slate;
            // Which way to go is asked on the very slate.
            if (event.kind == LoggedKind::direction) {
                ++directions;
                QVERIFY(spoke_up.contains(event.user.value) && spoke_up[event.user.value] == event.slate);
            }
            if (event.kind != LoggedKind::offer) continue;
            ++offers;
            QVERIFY(objected.contains(event.user.value) && objected[event.user.value] == event.visit);
        }
        QVERIFY(offers > 100 && directions > 20);
    }

    // DE-20, DE-25: promises are kept, most adjustments have one, and nothing is promised where the policy
    // says nothing of when.
    void promises_are_kept() {
        const Made made = make(Policy{}, sized(1500, 6000), 60);
        const double kept = metric(made, "pkp").value;
        const double promised = metric(made, "promised").value;
        QVERIFY2(kept > 0.85, qPrintable(QString("kept %1 promised %2").arg(kept).arg(promised)));
        QVERIFY2(promised > 0.8, qPrintable(QString::number(promised)));
        Policy silent;
        silent.say_when = false;
        const Made other = make(silent, 300, 30);
        QVERIFY(std::isnan(metric(other, "pkp").value));
        QCOMPARE(metric(other, "promised").value, 0.0);
    }

    // FAL falls with the threshold from which on the system speaks.
    void a_higher_threshold_speaks_less_and_more_truly() {
        std::vector<MetricValue> offers, wrong;
        for (const double at : {0.5, 0.65, 0.9}) {
            Policy policy;
            policy.acknowledge_at = at;
            const Made made = make(policy, sized(900, 4000), 40);
            offers.push_back(metric(made, "offers_per_user_week"));
            wrong.push_back(metric(made, "fal"));
        }
        QVERIFY(offers[0].value > offers[2].value);
        QVERIFY2(wrong[0].value > wrong[2].value,
                 qPrintable(QString("%1 %2 %3").arg(wrong[0].value).arg(wrong[1].value).arg(wrong[2].value)));
    }
};

ATTUNE_TEST(Offers_test);
#include "offers_test.moc"
