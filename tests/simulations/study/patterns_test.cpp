// What dissatisfaction was taken for, beside what it was about: counted right from hand-made logs, and told
// apart in simulated ones. DE-03.
#include "core/base/random.h"
#include "simulations/engine/run.h"
#include "simulations/population/synthetic.h"
#include "simulations/study/patterns.h"
#include "tests/support/test.h"

#include <map>

using namespace attune;
using namespace attune::test;

namespace {

constexpr auto disinterest = static_cast<std::size_t>(Pattern::disinterest);
constexpr auto frustration = static_cast<std::size_t>(Pattern::frustration);

LoggedEvent opens(std::uint32_t user, std::uint32_t slate, Pattern said) {
    return {.kind = LoggedKind::episode,
            .user = UserId(user),
            .slate = slate,
            .pattern = said,
            .to = LoopState::acknowledge};
}

Felt felt(std::uint32_t user, std::uint32_t slate, std::optional<Pattern> cause) {
    return {.user = UserId(user), .slate = slate, .cause = cause};
}

PatternTable all_of(const Patterns& patterns) {
    PatternTable all;
    for (const PatternTable& table : patterns.tables())
        for (std::size_t t = 0; t < all.count.size(); ++t)
            for (std::size_t s = 0; s < pattern_count; ++s)
                all.count[t][s] += table.count[t][s];
    return all;
}

/// People after something in half of their visits, who search and complain more than usual; their habits are
/// not those that detectors are built on.
RunRequest searching(const WorldData& world, bool tells_apart) {
    RunRequest request;
    request.world = &world;
    request.users = 700;
    request.days = 40;
    request.assumptions.misspecified = true;
    request.assumptions.quest_share = 0.25;
    request.assumptions.tap_rate = 0.05;
    request.policy.ask_direction = tells_apart;
    request.policy.offers_a_week = 7;
    request.policy.weekly_cap = 7;
    return request;
}

} // namespace

class Patterns_test : public QObject {
    Q_OBJECT
private slots:
    void each_conversation_is_set_beside_its_slate() {
        Patterns patterns(130);
        patterns.feel(std::vector{felt(3, 0, std::nullopt), felt(3, 1, Pattern::disinterest),
                                  felt(100, 5, Pattern::frustration)});
        patterns.take(std::vector{opens(3, 1, Pattern::disinterest), opens(3, 0, Pattern::frustration),
                                  opens(100, 5, Pattern::disinterest), opens(100, 6, Pattern::disinterest)});
        QCOMPARE(patterns.tables().size(), std::size_t{3});
        PatternTable first = patterns.tables()[0], second = patterns.tables()[1];
        QCOMPARE(first.at(disinterest, Pattern::disinterest), 1);
        QCOMPARE(first.at(PatternTable::nothing, Pattern::frustration), 1);
        QCOMPARE(first.right(), 1);
        QCOMPARE(second.at(frustration, Pattern::disinterest), 1);
        QCOMPARE(second.of(frustration), 1); // slate 6 was never felt
        QCOMPARE(second.right(), 0);
    }

    void what_a_visit_left_behind_is_forgotten() {
        Patterns patterns(1);
        patterns.feel(std::vector{felt(0, 0, Pattern::disinterest), felt(0, 1, Pattern::frustration)});
        patterns.take(std::vector<LoggedEvent>{{.kind = LoggedKind::session, .user = UserId(0), .slate = 0},
                                               opens(0, 0, Pattern::disinterest),
                                               opens(0, 1, Pattern::frustration)});
        QCOMPARE(all_of(patterns).right(), 1);
    }

    // Every conversation of a run is counted once, and the three are told apart; a detector that knows no
    // misalignment finds none.
    void a_run_tells_three_patterns_apart_data() {
        QTest::addColumn<bool>("tells_apart");
        QTest::newRow("as shipped") << true;
        QTest::newRow("without the question which way to go") << false;
    }
    void a_run_tells_three_patterns_apart() {
        QFETCH(bool, tells_apart);
        Assumptions assumptions;
        const WorldData world = make_synthetic_world(assumptions, 300, 3);
        RunRequest request = searching(world, tells_apart);
        Patterns patterns(request.users);
        std::map<Pattern, int> spoken;
        request.felt = [&](std::span<const Felt> all) { patterns.feel(all); };
        request.log = [&](std::span<const LoggedEvent> events) {
            patterns.take(events);
            for (const LoggedEvent& event : events)
                if (event.kind == LoggedKind::direction ||
                    (event.kind == LoggedKind::episode && event.to == LoopState::acknowledge))
                    ++spoken[event.pattern];
        };
        VERIFY_OK(run_policy(request));
        PatternTable all = all_of(patterns);
        for (int s = 0; s < pattern_count; ++s) {
            int counted = 0;
            for (std::size_t t = 0; t < all.count.size(); ++t)
                counted += all.at(t, static_cast<Pattern>(s));
            QCOMPARE(counted, spoken[static_cast<Pattern>(s)]);
        }
        QVERIFY(spoken[Pattern::disinterest] > 100 && spoken[Pattern::frustration] > 30);
        QCOMPARE(spoken[Pattern::misalignment] > 50, tells_apart);
        if (!tells_apart) return;
        const auto misfit = static_cast<std::size_t>(Pattern::misalignment);
        QVERIFY2(
            all.at(misfit, Pattern::misalignment) > all.of(misfit) * 6 / 10,
            qPrintable(QString("%1 of %2").arg(all.at(misfit, Pattern::misalignment)).arg(all.of(misfit))));
    }
};

ATTUNE_TEST(Patterns_test);
#include "patterns_test.moc"
