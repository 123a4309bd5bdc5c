// The search for dead levers finds planted ones, and only these.
#include "core/policy/parameters.h"
#include "simulations/credibility/dead_levers.h"
#include "simulations/credibility/fact.h"
#include "tests/support/test.h"

#include <algorithm>
#include <set>

using namespace attune;

namespace {

Trial small_trial() {
    static const FactSpec fact;
    Trial trial;
    trial.fact = &fact;
    trial.size = {.seeds = 1, .users = 130, .days = 10, .items = 100};
    trial.threads = 2;
    return trial;
}

LeverMove move_of(const std::string& key) {
    const auto moves = lever_moves();
    const auto found =
        std::find_if(moves.begin(), moves.end(), [&](const LeverMove& m) { return m.key == key; });
    return found == moves.end() ? LeverMove{} : *found;
}

} // namespace

class Levers_found_test : public QObject {
    Q_OBJECT

private slots:
    void every_lever_and_assumption_is_moved() {
        std::set<std::string> moved;
        for (const LeverMove& move : lever_moves()) {
            moved.insert(move.key);
            QVERIFY2(move.stands.policy != move.moved.policy ||
                         move.stands.assumptions != move.moved.assumptions,
                     move.key.c_str());
        }
        for (const auto& entry : policy_parameters().entries())
            QVERIFY2(moved.contains(entry.spec.is_family() ? entry.spec.family_prefix() + "small"
                                                           : entry.spec.key),
                     entry.spec.key.c_str());
        for (const auto& entry : world_parameters().entries())
            QVERIFY2(moved.contains(entry.spec.key), entry.spec.key.c_str());
    }

    void a_lever_that_moves_nothing_is_found() {
        LeverMove dead = move_of("ranking.temperature");
        dead.moved = dead.stands;
        const std::vector<LeverMove> moves = {move_of("ranking.ranker"), dead,
                                              move_of("world.choice.no_choice")};
        auto found = dead_levers(small_trial(), moves);
        VERIFY_OK(found);
        QCOMPARE(*found, std::vector<std::string>{"ranking.temperature"});
    }

    // Without prompts the weekly cap has nothing to act on; beside another lever of its group it has.
    void a_lever_that_needs_another_is_not_dead() {
        LeverMove move = move_of("prompt.weekly_cap");
        move.stands.policy.prompts = move.moved.policy.prompts = false;
        auto found = dead_levers(small_trial(), std::vector{move});
        VERIFY_OK(found);
        QVERIFY(found->empty());
    }

    void a_stopped_search_says_so() {
        Trial trial = small_trial();
        std::stop_source source;
        source.request_stop();
        trial.stop = source.get_token();
        auto found = dead_levers(trial, std::vector{move_of("ranking.ranker")});
        QVERIFY(!found);
        QCOMPARE(static_cast<int>(found.error().code), static_cast<int>(ErrorCode::cancelled));
    }
};
ATTUNE_TEST(Levers_found_test);

#include "levers_found_test.moc"
