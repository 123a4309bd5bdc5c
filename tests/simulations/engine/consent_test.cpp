#include "tests/simulations/engine/listening_loop.h"
#include "tests/simulations/example_run.h"

#include <map>
#include <set>
#include <tuple>

using namespace attune;
using namespace attune::test;

namespace {

/// What stood where: (person, visit, slate of the visit, rank) -> item and score.
using Shown = std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, int>,
                       std::pair<std::uint32_t, std::int32_t>>;

Shown shown_in(const std::vector<LoggedEvent>& log) {
    Shown shown;
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> first;
    for (const LoggedEvent& event : log) {
        if (event.kind != LoggedKind::impression) continue;
        const std::uint32_t start =
            first.try_emplace({event.user.value, event.visit}, event.slate).first->second;
        shown[{event.user.value, event.visit, event.slate - start, event.rank}] = {event.item.value,
                                                                                   event.score};
    }
    return shown;
}

struct Overlap {
    int same = 0;
    int different = 0;
};

Overlap overlap(const Shown& a, const Shown& b) {
    Overlap count;
    for (const auto& [place, item] : a) {
        const auto other = b.find(place);
        if (other == b.end()) continue;
        ++(other->second == item ? count.same : count.different);
    }
    return count;
}

/// Two populations that want opposite things and say so, on one catalogue. Nobody taps or mutes: that hides
/// items for the rest of the visit without any consent, as an answer to that visit.
std::pair<LoggedRun, LoggedRun> opposite_crowds(const Policy& policy, double adjust, double improve) {
    Assumptions one;
    one.tap_rate = 0;
    one.mistap_rate = 0;
    one.mute_rate = 0;
    one.consent_session = 0;
    one.consent_adjust = adjust;
    one.consent_improve = improve;
    Assumptions other = one;
    other.liked_mean = -3;
    other.neutral_mean = 2;
    other.disliked_mean = 3;
    other.thumb_noise = 2;
    other.depth_noise = 2;
    const WorldData world = make_synthetic_world(one, 150, 6);
    return {observe_with_log(request_over(world, one, policy, 200, 12, 6)),
            observe_with_log(request_over(world, other, policy, 200, 12, 6))};
}

enum class Silenced { nobody, those_without_consent, those_with_consent };

/// All slates of a run in which some people are not heard. Without taps, as above.
Fingerprint slates_with(Silenced silenced, int ranker) {
    Assumptions assumptions;
    assumptions.tap_rate = 0;
    assumptions.mistap_rate = 0;
    assumptions.mute_rate = 0;
    assumptions.consent_session = 0;
    assumptions.consent_adjust = 0.5;
    assumptions.consent_improve = 0.5;
    Policy policy;
    policy.ranker = ranker;
    policy.weekly_cap = 50;
    policy.gap_hours = 0;
    const WorldData world = make_synthetic_world(assumptions, 200, 14);
    Fingerprint slates;
    const auto heard = [&](const Person& person) {
        const bool consents = person.consent.has(Purpose::adjust_my_recommendations) ||
                              person.consent.has(Purpose::improve_models);
        return silenced == Silenced::nobody || consents == (silenced == Silenced::those_without_consent);
    };
    Listening listening;
    listening.hears = [&](const Person& person, FeedbackKind) { return heard(person); };
    listening.sees_passing_over = heard;
    listening.on_slate = [&](int, std::uint32_t, const Slate& slate, const SlateOutcome&) {
        for (std::size_t r = 0; r < static_cast<std::size_t>(slate.count); ++r) {
            slates.add(slate.item[r]);
            slates.add(static_cast<std::uint32_t>(slate.score[r]));
        }
    };
    listening.on_heard = [](const FeedbackEvent&) {};
    run_listening(assumptions, policy, world, {250, 12, 14}, listening);
    return slates;
}

std::int64_t used_for(const GateCounts& counts, Purpose purpose) {
    std::int64_t all = 0;
    for (const auto& module : counts.allowed)
        all += GateCounts::total(module[static_cast<std::size_t>(purpose)]);
    return all;
}

} // namespace

class Consent_test : public QObject {
    Q_OBJECT
private slots:
    // Whatever people do, slates stay as if nobody had ever done anything: the same address gives the same
    // items with the same scores for two crowds that behave in opposite ways.
    void feedback_of_people_who_consent_to_nothing_changes_no_slate_data() {
        QTest::addColumn<int>("ranker");
        QTest::newRow("factors") << static_cast<int>(Ranker::factors);
        QTest::newRow("popularity") << static_cast<int>(Ranker::popularity);
        QTest::newRow("content") << static_cast<int>(Ranker::content);
        QTest::newRow("random") << static_cast<int>(Ranker::random);
    }
    void feedback_of_people_who_consent_to_nothing_changes_no_slate() {
        QFETCH(int, ranker);
        Policy policy;
        policy.ranker = ranker;
        policy.weekly_cap = 50;
        policy.gap_hours = 0;
        const auto [one, other] = opposite_crowds(policy, 0, 0);
        const Overlap without = overlap(shown_in(one.log), shown_in(other.log));
        QVERIFY2(without.same > 5000, qPrintable(QString::number(without.same)));
        QCOMPARE(without.different, 0);
        for (const LoggedRun* run : {&one, &other}) {
            QCOMPARE(used_for(run->observation.gate, Purpose::adjust_my_recommendations), std::int64_t{0});
            QCOMPARE(used_for(run->observation.gate, Purpose::improve_models), std::int64_t{0});
            QCOMPARE(GateCounts::total(run->observation.gate.captured), std::int64_t{0});
            QVERIFY(GateCounts::total(run->observation.gate.capture_refused) > 0);
            // They did send feedback, and all of it was turned away for want of consent.
            QCOMPARE(run->observation.quarantined[static_cast<std::size_t>(Quarantine::none)],
                     std::int64_t{0});
            QVERIFY(run->observation.quarantined[static_cast<std::size_t>(Quarantine::no_consent)] > 1000);
        }
        // The control: with consent the same two crowds are shown different things, except by chance.
        if (ranker == static_cast<int>(Ranker::random)) return;
        const auto [agreed, disagreed] = opposite_crowds(policy, 1, 1);
        const Overlap with = overlap(shown_in(agreed.log), shown_in(disagreed.log));
        QVERIFY2(with.different > with.same / 10, qPrintable(QString::number(with.different)));
        QVERIFY(GateCounts::total(agreed.observation.gate.captured) > 1000);
    }

    // One quarter of the people consents to nothing. Whether the recommender hears them or not is all the
    // same to everybody, bit by bit; whether it hears the others is not.
    void not_hearing_people_who_consent_to_nothing_changes_nothing_for_anyone_data() {
        QTest::addColumn<int>("ranker");
        QTest::newRow("factors") << static_cast<int>(Ranker::factors);
        QTest::newRow("popularity") << static_cast<int>(Ranker::popularity);
        QTest::newRow("content") << static_cast<int>(Ranker::content);
    }
    void not_hearing_people_who_consent_to_nothing_changes_nothing_for_anyone() {
        QFETCH(int, ranker);
        const std::string all = slates_with(Silenced::nobody, ranker).hex();
        QCOMPARE(slates_with(Silenced::those_without_consent, ranker).hex(), all);
        QVERIFY(slates_with(Silenced::those_with_consent, ranker).hex() != all);
    }

    void each_purpose_is_used_only_where_it_is_granted_data() {
        QTest::addColumn<double>("adjust");
        QTest::addColumn<double>("improve");
        QTest::newRow("neither") << 0.0 << 0.0;
        QTest::newRow("adjust mine alone") << 1.0 << 0.0;
        QTest::newRow("improve models alone") << 0.0 << 1.0;
        QTest::newRow("both") << 1.0 << 1.0;
    }
    void each_purpose_is_used_only_where_it_is_granted() {
        QFETCH(double, adjust);
        QFETCH(double, improve);
        Assumptions assumptions;
        assumptions.consent_adjust = adjust;
        assumptions.consent_improve = improve;
        const WorldData world = make_synthetic_world(assumptions, 120, 8);
        const Observation observation = observe(request_over(world, assumptions, Policy{}, 200, 10, 8));
        QCOMPARE(used_for(observation.gate, Purpose::adjust_my_recommendations) > 0, adjust > 0);
        QCOMPARE(used_for(observation.gate, Purpose::improve_models) > 0, improve > 0);
        QCOMPARE(GateCounts::total(observation.gate.gaps), std::int64_t{0});
    }

    // Without "improve models" from anyone the shared model stays as it started; profiles do not leak into
    // it.
    void the_shared_model_learns_from_nobody_who_keeps_it_from_them() {
        Assumptions assumptions;
        assumptions.consent_session = 0;
        assumptions.consent_adjust = 0;
        const WorldData world = make_synthetic_world(assumptions, 120, 8);
        const auto scores = [&](double improve) {
            assumptions.consent_improve = improve;
            const LoggedRun run = observe_with_log(request_over(world, assumptions, Policy{}, 200, 10, 8));
            // Scores of items for people without a profile: the same item has one score per model version,
            // but for the lots that order equal ones, which are below 2^16.
            std::map<std::pair<std::uint32_t, std::uint32_t>, std::set<std::int32_t>> seen;
            for (const LoggedEvent& event : run.log)
                if (event.kind == LoggedKind::impression)
                    seen[{event.item.value, event.model_version}].insert(event.score);
            return seen;
        };
        std::set<std::int32_t> untaught;
        for (const auto& [item, values] : scores(0))
            untaught.insert(values.begin(), values.end());
        QVERIFY(*untaught.begin() >= 0 && *untaught.rbegin() < 1 << 16); // a cold model says the same of all
        std::set<std::int32_t> taught;
        for (const auto& [item, values] : scores(1)) {
            QVERIFY(*values.rbegin() - *values.begin() < 1 << 16);
            taught.insert(*values.begin() >> 16);
        }
        QVERIFY(taught.size() > 50);
    }
};
ATTUNE_TEST(Consent_test);

#include "consent_test.moc"
