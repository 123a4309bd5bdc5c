// What asking takes from people and what it is worth: time, open moments, true answers, momentum, nuance.
// Each figure with an arm in which its cause is missing.
#include "core/measures/metrics/metric.h"
#include "core/policy/parameters.h"
#include "simulations/behaviour/behaviour.h"
#include "simulations/engine/simulation.h"
#include "simulations/study/measure.h"
#include "tests/simulations/example_run.h"

#include <map>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

constexpr std::uint64_t seed = 11;

const WorldData& world() {
    static const WorldData made = make_synthetic_world(Assumptions{}, 300, seed);
    return made;
}

Observation run(const Policy& policy, const Assumptions& assumptions = {}, int users = sized(2000, 8000)) {
    return observe(request_over(world(), assumptions, policy, users, 30, seed));
}

MetricValue value_of(const Observation& observation, const char* key) {
    for (const MetricValue& value : measure(observation).values)
        if (value.key == key && value.group == "all") return value;
    qFatal("no such metric");
}

MetricValue change_of(const Observation& before, const Observation& after, const char* key) {
    for (const MetricValue& value : measure_difference(before, after).values)
        if (value.key == key && value.group == "all") return value;
    qFatal("no such metric");
}

/// Asked at every pause, as often as the lever goes.
Policy often() {
    Policy policy;
    policy.gap_hours = 6;
    policy.weekly_cap = 14;
    policy.backoff = 1;
    return policy;
}

Policy placed(PromptPlace place, Policy policy = {}) {
    policy.prompt_place = static_cast<int>(place);
    return policy;
}

std::string interval(const MetricValue& value) {
    return std::to_string(value.value) + " (" + std::to_string(value.lower) + " to " +
           std::to_string(value.upper) + ")";
}

} // namespace

class Asking_cost_test : public QObject {
    Q_OBJECT
private slots:
    // FB-19, FB-48: what is said is what is thought, but for the noise of saying it; pressure adds noise.
    void answers_are_as_true_as_their_noise_allows() {
        Assumptions clear;
        clear.thumb_noise = 0;
        const Observation exact = run({}, clear);
        const Observation usual = run({});
        const Observation pressed = run(placed(PromptPlace::forced));
        QVERIFY(value_of(exact, "answers_true").value > 0.995); // a few only repeat what they said last
        QVERIFY2(value_of(usual, "answers_true").upper < 0.98,
                 interval(value_of(usual, "answers_true")).c_str());
        for (const char* key : {"answers_true", "answer_bits"}) {
            QVERIFY(change_of(usual, exact, key).lower > 0);
            QVERIFY2(change_of(usual, pressed, key).upper < 0,
                     interval(change_of(usual, pressed, key)).c_str());
        }
        // A window presses nobody to say anything: its answers are as true.
        const MetricValue window = change_of(usual, run(placed(PromptPlace::window)), "answers_true");
        QVERIFY2(window.lower > -0.02 && window.upper < 0.02, interval(window).c_str());
    }

    // FB-46: below the items, an answer takes less time and fewer taps than in a window over them.
    void a_question_below_the_items_takes_less() {
        const Observation below = run({}), window = run(placed(PromptPlace::window));
        for (const char* key : {"seconds_per_answer", "taps_per_answer"})
            QVERIFY2(change_of(below, window, key).lower > 0, key);
        // With a "why?" passed by, no more than one tap an answer and those for reasons.
        const double taps = value_of(below, "taps_per_answer").value;
        QVERIFY2(taps >= 1 && taps < 1.5, qPrintable(QString::number(taps)));
    }

    // FB-47: with the shipped levers a question comes after the person has used the slate, or has left it
    // twice in a row, and stands below the items in every policy that ships.
    void a_question_follows_the_use_of_a_slate_and_covers_nothing() {
        for (const Policy& policy : shipped_policies())
            QVERIFY(Prompt(Trigger::pause, policy).place == PromptPlace::below);
        const LoggedRun made = observe_with_log(request_over(world(), {}, Policy{}, 600, 30, seed));
        struct Seen {
            bool consumed = false;
        };
        std::map<std::pair<std::uint32_t, std::uint32_t>, Seen> slates;
        int prompts = 0;
        for (const LoggedEvent& event : made.log) {
            Seen& slate = slates[{event.user.value, event.slate}];
            slate.consumed |= event.kind == LoggedKind::feedback && event.feedback == FeedbackKind::consumed;
            if (event.kind != LoggedKind::prompt) continue;
            ++prompts;
            QVERIFY(slate.consumed || event.trigger == Trigger::fruitless);
        }
        QVERIFY(prompts > 300);
    }

    // Accounts that manipulate spend time on questions like anybody; whether they are open to one is no
    // question.
    void accounts_that_manipulate_take_time_and_are_not_judged() {
        Assumptions brigade;
        brigade.brigade_share = 0.2;
        brigade.brigade_day = 0;
        const Observation seen = run({}, brigade);
        QVERIFY(value_of(seen, "prompts_receptive").n < value_of(seen, "response_rate").n);
        QVERIFY(value_of(seen, "taps_per_answer").value >= 1);
        QVERIFY(std::abs(value_of(seen, "prompts_receptive").value -
                         value_of(run({}), "prompts_receptive").value) < 0.05);
    }

    // DE-47: the gate cannot see how open people are, and yet meets more of them at an open moment.
    void the_gate_finds_open_moments() {
        Policy policy = often();
        policy.ask_at_random = 0.2;
        const Observation ungated = run(policy);
        policy.receptivity_gate = true;
        const Observation gated = run(policy);
        const MetricValue gain = change_of(ungated, gated, "prompts_receptive");
        QVERIFY2(gain.lower > 0.05, interval(gain).c_str());
        // Breaks are what it goes by: asked at breaks alone, there is little left to find.
        policy.ask_at_random = 0;
        const Observation breaks_gated = run(policy);
        policy.receptivity_gate = false;
        const MetricValue left = change_of(run(policy), breaks_gated, "prompts_receptive");
        QVERIFY2(left.value < gain.value / 2, interval(left).c_str());
    }

    // DE-50: the shipped cadence costs no momentum: visits, slates and picks stay within one in a hundred of
    // those of the same people unasked. Questions that cannot be closed, at every chance, do cost visits.
    void asking_as_shipped_keeps_the_momentum() {
        // Momentum alone: of a ranker that learns nothing of anybody, answers change no slate.
        const auto momentum = [](Policy policy) {
            policy.ranker = static_cast<int>(Ranker::popularity);
            policy.deescalation = false;
            return run(policy);
        };
        Policy unasked;
        unasked.prompts = false;
        const Observation without = momentum(unasked);
        const Observation shipped = momentum({});
        const Observation pushed = momentum(placed(PromptPlace::forced, often()));
        for (const char* key : {"session_length", "ctr_slate", "active_share"}) {
            const double margin = 0.01 * value_of(without, key).value;
            const MetricValue change = change_of(without, shipped, key);
            QVERIFY2(change.lower > -margin, (key + (" " + interval(change))).c_str());
        }
        const MetricValue loss = change_of(without, pushed, "active_share");
        QVERIFY2(loss.upper < -0.01 * value_of(without, "active_share").value, interval(loss).c_str());
        // Some ten seconds for an answer, and no more than one choice beside "why".
        QVERIFY(value_of(shipped, "seconds_per_answer").value < 15);
    }

    // FB-50: the more people trust, the more different things they say; without that effect, and without
    // trust making them answer at all, they say as much.
    void people_who_trust_say_more_different_things() {
        const auto told = [](double trust, bool matters) {
            Assumptions assumptions;
            assumptions.trust_start = trust;
            assumptions.trust_gain = 0; // stays where it is
            if (!matters) assumptions.reason_trust = assumptions.response_trust = 0;
            Policy policy = often();
            policy.deescalation = false;
            return value_of(run(policy, assumptions), "reasons_per_person");
        };
        const MetricValue trusting = told(0.9, true), wary = told(0.3, true);
        QVERIFY2(trusting.lower > wary.upper, (interval(trusting) + " " + interval(wary)).c_str());
        const double kept = told(0.9, false).value - told(0.3, false).value;
        QVERIFY2(kept < (trusting.value - wary.value) / 2, qPrintable(QString::number(kept)));
    }

    // FB-50: with the answer to dissatisfaction on, trust goes its own way in everybody; those whose trust
    // has grown name a reason more often, and more different ones, than those who have lost it. Where trust
    // does not make people speak, they name no more.
    void who_has_come_to_trust_more_says_more() {
        struct Said {
            double noes = 0, reasons = 0, different = 0, people = 0;
            double named() const { return reasons / noes; }
            double each() const { return different / people; }
        };
        // Who trusts comes more often as well, and who says no for the tenth time has few new reasons left:
        // the first noes of everybody are compared.
        constexpr int first_noes = 3;
        struct Person {
            int noes = 0, reasons = 0;
            std::set<Response> of_first;
        };
        const auto told = [](bool matters) {
            Assumptions assumptions;
            assumptions.trust_gain = 0.04; // far apart by the end
            assumptions.churn_rate = 0;
            if (!matters) assumptions.reason_trust = assumptions.response_trust = 0;
            RunRequest request = request_over(world(), assumptions, often(), sized(2500, 8000), 60, seed);
            std::map<std::uint32_t, Person> said;
            request.log = [&](std::span<const LoggedEvent> events) {
                for (const LoggedEvent& event : events) {
                    auto& one = said[event.user.value];
                    if (event.kind == LoggedKind::answer && event.response == Response::thumb_down)
                        ++one.noes;
                    if (event.kind != LoggedKind::reason) continue;
                    ++one.reasons;
                    if (one.noes <= first_noes) one.of_first.insert(event.response);
                }
            };
            auto simulation = Simulation::start(request);
            if (!simulation) throw std::runtime_error(to_line(simulation.error()));
            std::vector<float> before;
            for (int u = 0; u < request.users; ++u)
                before.push_back(simulation->person(UserId(static_cast<std::uint32_t>(u))).trust);
            simulation->run_until(request.days);
            std::vector<std::pair<float, std::uint32_t>> change;
            for (std::uint32_t u = 0; u < before.size(); ++u)
                change.emplace_back(simulation->person(UserId(u)).trust - before[u], u);
            std::sort(change.begin(), change.end());
            std::array<Said, 2> ends; // the fourth that lost most, the fourth that gained most
            for (std::size_t k = 0; k < change.size(); ++k) {
                const std::size_t end = k < change.size() / 4 ? 0 : k >= change.size() * 3 / 4 ? 1 : 2;
                if (end == 2) continue;
                const Person& one = said[change[k].second];
                ends[end].noes += one.noes;
                ends[end].reasons += one.reasons;
                if (one.noes < first_noes) continue;
                ends[end].different += static_cast<double>(one.of_first.size()) / first_noes;
                ends[end].people += 1;
            }
            return ends;
        };
        const auto with = told(true), without = told(false);
        const auto more = [](double gained, double lost) { return gained / lost - 1; };
        const double named = more(with[1].named(), with[0].named());
        const double different = more(with[1].each(), with[0].each());
        // Those who lose trust have had more to complain of, too: what would be anyway is taken off.
        const double named_anyway = more(without[1].named(), without[0].named());
        const double different_anyway = more(without[1].each(), without[0].each());
        const QString numbers =
            QString("%1 %2; %3 %4").arg(named).arg(different).arg(named_anyway).arg(different_anyway);
        QVERIFY2(named > 0.05 && different > 0.05, qPrintable(numbers));
        QVERIFY2(named - named_anyway > 0.1 && different - different_anyway > 0.02, qPrintable(numbers));
        QVERIFY2(named_anyway < 0.05, qPrintable(numbers));
    }

    // FB-50: "why?" only for those who have answered so often.
    void why_is_asked_of_those_who_have_answered_before() {
        Policy policy = often();
        policy.reason_after = 3;
        const LoggedRun made = observe_with_log(request_over(world(), {}, policy, 1500, 30, seed));
        std::map<std::uint32_t, int> answers;
        int reasons = 0;
        for (const LoggedEvent& event : made.log) {
            if (event.kind == LoggedKind::answer) ++answers[event.user.value];
            if (event.kind != LoggedKind::reason) continue;
            ++reasons;
            // The answer that led to "why?" is the one after these.
            QVERIFY(answers[event.user.value] > 3);
        }
        QVERIFY2(reasons > 10, qPrintable(QString::number(reasons)));
    }
};
ATTUNE_TEST(Asking_cost_test);
#include "asking_cost_test.moc"
