// Forms of questions in whole runs: who answers what, what pressure does, what a tour and reasons bring.
#include "core/measures/metrics/metric.h"
#include "simulations/behaviour/behaviour.h"
#include "simulations/study/measure.h"
#include "tests/simulations/example_run.h"

#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

double value_of(const Observation& observation, const char* key) {
    for (const MetricValue& value : measure(observation).values)
        if (value.key == key && value.group == "all") return value.value;
    return std::nan("");
}

Policy asking(Channel channel) {
    Policy policy;
    policy.channel = static_cast<int>(channel);
    return policy;
}

Observation run(const Policy& policy, const Assumptions& assumptions = {}, int users = sized(1500, 6000),
                int days = 30) {
    static std::map<std::uint64_t, WorldData> worlds;
    WorldData& world = worlds.try_emplace(7, make_synthetic_world(assumptions, 300, 7)).first->second;
    return observe(request_over(world, assumptions, policy, users, days, 7));
}

} // namespace

class Channels_test : public QObject {
    Q_OBJECT
private slots:
    // FB-04, FB-05: 2.4 to 3.6 thumbs for each rating by stars (E5); without the difference in effort, as
    // many.
    void thumbs_bring_about_three_times_the_answers_of_stars() {
        const double thumbs = value_of(run(asking(Channel::thumb)), "response_rate");
        const double stars = value_of(run(asking(Channel::stars)), "response_rate");
        QVERIFY2(thumbs / stars > 2.4 && thumbs / stars < 3.6, qPrintable(QString::number(thumbs / stars)));
        Assumptions easy;
        easy.response_stars = 0;
        const double easily = value_of(run(asking(Channel::stars), easy), "response_rate");
        // Nobody is undecided between stars, as some are between thumbs.
        QVERIFY2(easily / thumbs > 0.95 && easily / thumbs < 1.25,
                 qPrintable(QString::number(easily / thumbs)));
    }

    // FB-06: the share that finishes falls with every question, by 0.88 on phones and 0.93 elsewhere.
    void longer_surveys_are_finished_less_often() {
        std::array<double, 4> rate{};
        for (int questions = 1; questions <= 3; ++questions) {
            Policy policy = asking(Channel::survey);
            policy.survey_questions = questions;
            rate[static_cast<std::size_t>(questions)] = value_of(run(policy), "response_rate");
        }
        for (const std::size_t n : {2U, 3U}) {
            const double kept = rate[n] / rate[n - 1];
            QVERIFY2(kept > 0.84 && kept < 0.97, qPrintable(QString::number(kept)));
        }
    }

    // A survey about satisfaction tells satisfaction as it is, up to who answers: closer than thumbs do.
    void a_survey_tells_satisfaction() {
        const Observation survey = run(asking(Channel::survey));
        const double gap = value_of(survey, "satisfaction_answers") - value_of(survey, "satisfaction_true");
        const Observation thumbs = run(asking(Channel::thumb));
        const double flattery =
            value_of(thumbs, "satisfaction_answers") - value_of(thumbs, "satisfaction_true");
        QVERIFY2(std::abs(gap) < 0.05 && std::abs(gap) < std::abs(flattery) / 2,
                 qPrintable(QString("%1, %2").arg(gap).arg(flattery)));
    }

    // FB-48: a question that cannot be closed brings more answers at first, costs trust, and drives people
    // away from all questions.
    void pressure_brings_answers_and_costs_more() {
        Policy policy;
        const Observation free = run(policy);
        policy.prompt_place = static_cast<int>(PromptPlace::forced);
        const Observation pressed = run(policy);
        QVERIFY(value_of(pressed, "response_rate") > value_of(free, "response_rate") + 0.05);
        QVERIFY(value_of(pressed, "opt_out_rate") > 2 * value_of(free, "opt_out_rate"));
        QVERIFY(value_of(pressed, "trust_true") < value_of(free, "trust_true") - 0.01);
    }

    // FB-20: every second no comes with a reason, and three of four are the true one.
    void reasons_come_as_often_and_as_true_as_assumed() {
        Policy policy;
        policy.gap_hours = 12;
        policy.weekly_cap = 10;
        const Observation seen = run(policy);
        QVERIFY(std::abs(value_of(seen, "reasons_given") - 0.5) < 0.08);
        QVERIFY(std::abs(value_of(seen, "reasons_true") - 0.75) < 0.08);
        policy.ask_reason = false;
        QVERIFY(std::isnan(value_of(run(policy), "reasons_given")));
    }

    // FB-20: some write why instead; they say what they mean, and the device reads most of it right.
    void own_words_are_read_on_the_device() {
        Policy policy;
        policy.gap_hours = 12;
        policy.weekly_cap = 10;
        QVERIFY(std::isnan(value_of(run(policy), "texts_right")));
        policy.own_words = true;
        Assumptions assumptions;
        assumptions.own_words = 0.5;
        const WorldData world = make_synthetic_world(assumptions, 300, 7);
        const LoggedRun made =
            observe_with_log(request_over(world, assumptions, policy, sized(1500, 6000), 30, 7));
        const double right = value_of(made.observation, "texts_right");
        QVERIFY2(right > 0.7 && right < 0.95, qPrintable(QString::number(right)));
        int read = 0, unclear = 0, sent = 0, tapped = 0;
        for (const LoggedEvent& event : made.log) {
            read += event.kind == LoggedKind::own_words && event.understood ? 1 : 0;
            unclear += event.kind == LoggedKind::own_words && !event.understood ? 1 : 0;
            sent += event.kind == LoggedKind::feedback && event.feedback == FeedbackKind::own_words ? 1 : 0;
            tapped += event.kind == LoggedKind::reason ? 1 : 0;
        }
        QCOMPARE(sent, read); // what is not understood goes nowhere
        QVERIFY(unclear > 0);
        const double wrote = read + unclear;
        QVERIFY2(std::abs(wrote / (wrote + tapped) - 0.5) < 0.08, qPrintable(QString::number(wrote)));
    }

    // FB-18: a tour makes the first visit better: its slates after the first come nearer to the best there
    // are for the person (NDCG over true worth, with the chance of liking as gain).
    void a_tour_makes_the_first_visit_better() {
        Assumptions assumptions;
        assumptions.visit_rate = 0.3; // many come for the first time when the model knows its items
        assumptions.response_on_tour = 1.5;
        const WorldData world = make_synthetic_world(assumptions, 300, 7);
        const int users = sized(8000, 40000);
        const Population population = make_population(assumptions, world, users, 7);
        const Behaviour behaviour(assumptions, world, 7);
        const auto first_visits = [&](int items) {
            Policy policy;
            policy.tour_items = items;
            const LoggedRun made = observe_with_log(request_over(world, assumptions, policy, users, 12, 7));
            std::map<std::uint32_t, std::uint32_t> first;
            const auto gain_at = [&](std::uint32_t user, std::uint32_t item, int rank) {
                return (1 / (1 + std::exp(-static_cast<double>(
                                     behaviour.worth(population.people[user], user, item))))) /
                       std::log2(2.0 + rank);
            };
            std::map<std::uint32_t, double> best; // by person: the ideal slate
            const auto ideal = [&](std::uint32_t user) {
                const auto [found, is_new] = best.try_emplace(user, 0.0);
                if (!is_new) return found->second;
                std::vector<double> gains;
                for (std::uint32_t item = 0; item < 300; ++item)
                    gains.push_back(gain_at(user, item, 0));
                std::partial_sort(gains.begin(), gains.begin() + slate_length, gains.end(), std::greater<>());
                for (int rank = 0; rank < slate_length; ++rank)
                    found->second += gains[static_cast<std::size_t>(rank)] / std::log2(2.0 + rank);
                return found->second;
            };
            double ndcg = 0, shown = 0;
            for (const LoggedEvent& event : made.log) {
                if (event.kind != LoggedKind::impression) continue;
                const std::uint32_t user = event.user.value;
                if (first.try_emplace(user, event.visit).first->second != event.visit ||
                    event.visit < 4 * 16 || event.slate == 0 || event.slate > 3)
                    continue;
                ndcg += gain_at(user, event.item.value, event.rank) / ideal(user);
                shown += event.rank == 0 ? 1 : 0;
            }
            return ndcg / shown;
        };
        const double with = first_visits(10), without = first_visits(0);
        QVERIFY2(with > without + 0.005, qPrintable(QString("%1 against %2").arg(with).arg(without)));
    }

    // FB-49: who turns questions off on the tour is asked nothing afterwards.
    void turning_questions_off_on_the_tour_is_for_good() {
        Assumptions assumptions;
        assumptions.opt_out_rate = 0.02; // the most there is; a thirtieth of all tours
        assumptions.opt_in_rate = 0;
        Policy policy;
        policy.tour_items = 5;
        policy.gap_hours = 0;
        policy.weekly_cap = 50;
        const WorldData world = make_synthetic_world(assumptions, 200, 7);
        const LoggedRun made = observe_with_log(request_over(world, assumptions, policy, 3000, 10, 7));
        std::map<std::uint32_t, Trigger> last;
        std::set<std::uint32_t> off;
        int on_tour = 0;
        for (const LoggedEvent& event : made.log) {
            const std::uint32_t user = event.user.value;
            if (event.kind == LoggedKind::prompt) {
                QVERIFY2(!off.contains(user), "asked after turning questions off");
                last[user] = event.trigger;
            }
            if (event.kind != LoggedKind::opt_out) continue;
            off.insert(user);
            on_tour += last[user] == Trigger::tour ? 1 : 0;
        }
        QVERIFY2(on_tour > 10, qPrintable(QString::number(on_tour)));
    }

    // DE-47: asked only when they look open to it, people answer a larger share.
    void a_receptive_moment_is_answered_more_often() {
        Policy policy;
        policy.gap_hours = 6;
        policy.weekly_cap = 14;
        policy.backoff = 1;
        policy.ask_at_random = 0.2;
        const Observation ungated = run(policy);
        policy.receptivity_gate = true;
        const Observation gated = run(policy);
        QVERIFY2(value_of(gated, "response_rate") > value_of(ungated, "response_rate") + 0.03,
                 qPrintable(QString("%1, %2")
                                .arg(value_of(gated, "response_rate"))
                                .arg(value_of(ungated, "response_rate"))));
    }

    // Questions by lot choose no moment: what they say is less rosy than what is said at chosen ones.
    void questions_by_lot_flatter_less() {
        Policy policy;
        policy.gap_hours = 24;
        policy.weekly_cap = 7;
        policy.ask_at_random = 0.3;
        const Observation seen = run(policy, {}, sized(3000, 12000));
        const double lot = value_of(seen, "satisfaction_random");
        const double all = value_of(seen, "satisfaction_answers");
        QVERIFY2(lot < all - 0.02, qPrintable(QString("%1, %2").arg(lot).arg(all)));
    }
};
ATTUNE_TEST(Channels_test);
#include "channels_test.moc"
