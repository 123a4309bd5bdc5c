// The findings on complaint buttons and on making good: they are counted as said, they come out for their
// cause, and they fail without it.
#include "core/base/text.h"
#include "simulations/credibility/after_a_no.h"
#include "simulations/credibility/facts.h"
#include "simulations/credibility/run_facts.h"
#include "tests/simulations/study/diary.h"
#include "tests/support/test.h"

#include <algorithm>
#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

FactResult judged(const FactSpec& fact, std::uint64_t seed = 1) {
    FactOptions options;
    options.quick = true;
    options.threads = 2;
    options.seed = seed;
    auto results = run_facts(std::span(&fact, 1), options);
    if (!results) qFatal("the finding could not be checked");
    return results->front();
}

const CheckResult& check(const FactResult& result, const std::string& id) {
    return *std::find_if(result.checks.begin(), result.checks.end(),
                         [&](const CheckResult& c) { return c.id == id; });
}

QByteArray shown(const CheckResult& one) {
    return QString("%1: %2 (%3 to %4), control %5 (%6 to %7)")
        .arg(QString::fromStdString(one.id))
        .arg(one.observed)
        .arg(one.lower)
        .arg(one.upper)
        .arg(one.control)
        .arg(one.control_lower)
        .arg(one.control_upper)
        .toUtf8();
}

FactSpec sized_to(FactSpec fact, TrialSize size) {
    fact.quick = size;
    return fact;
}

Arm& arm(FactSpec& fact, const std::string& id) {
    return *std::find_if(fact.arms.begin(), fact.arms.end(), [&](const Arm& a) { return a.id == id; });
}

PersonDay day_of(Standing standing, float satisfaction, bool here = true, bool counts = true) {
    return {.standing = standing, .here = here, .counts = counts, .satisfaction = satisfaction};
}

} // namespace

class Controls_fact_test : public QObject {
    Q_OBJECT
private slots:
    void a_no_is_made_good_when_its_own_topic_is_resolved() {
        const WorldData world = small_world();
        const std::vector<Person> people(1);
        AfterANo after(world.catalogue, people);
        const auto day = [&](const Diary& diary) {
            after.feel(diary.felt);
            after.take(diary.log);
            after.end_day();
            return after.days().back()[0];
        };
        Diary quiet, no, other, resolved, again;
        quiet.shows(1, {0, 4});
        quiet.steps(LoopState::resolved, 2);
        no.says(FeedbackKind::not_interested, 1, 30);
        other.steps(LoopState::resolved, 50, 1);
        resolved.steps(LoopState::verify, 70);
        resolved.steps(LoopState::resolved, 71);
        again.says(FeedbackKind::thumb_down, 4, 100);
        again.steps(LoopState::resolved, 101, 0);
        QVERIFY(day(quiet).standing == Standing::never_failed);
        QVERIFY(day(no).standing == Standing::failed);
        QVERIFY(day(other).standing == Standing::failed);
        QVERIFY(day(resolved).standing == Standing::recovered);
        QVERIFY(day(again).standing == Standing::failed);
        QCOMPARE(after.days().size(), std::size_t{5});
    }

    void who_has_left_stays_as_satisfied_as_then() {
        const WorldData world = small_world();
        const std::vector<Person> people(1);
        AfterANo after(world.catalogue, people);
        const auto feel = [&](Felt::Moment moment, float satisfaction) {
            const Felt felt{.moment = moment, .satisfaction = satisfaction};
            after.feel(std::span(&felt, 1));
            after.end_day();
            return after.days().back()[0];
        };
        QVERIFY(feel(Felt::Moment::slate_over, 0.75F).here);
        const PersonDay left = feel(Felt::Moment::left, 0);
        QVERIFY(!left.here);
        QCOMPARE(left.satisfaction, 0.75F);
        QVERIFY(feel(Felt::Moment::came_back, 0).here);
    }

    // By hand: two days; on the first one of two recovered leaves, on the second there is one recovered.
    void days_are_compared_by_hand() {
        using enum Standing;
        const Days days = {
            {day_of(recovered, 0), day_of(recovered, 0), day_of(never_failed, 0), day_of(never_failed, 0),
             day_of(failed, 0), day_of(never_failed, 0, true, false)},
            {day_of(recovered, 0.5F), day_of(failed, 0.75F, false), day_of(never_failed, 0.25F),
             day_of(never_failed, 0.5F), day_of(failed, 1), day_of(never_failed, 1, false, false)},
            {day_of(recovered, 0.5F), day_of(failed, 0.75F, false), day_of(never_failed, 0.25F, false),
             day_of(never_failed, 0.25F), day_of(failed, 1), day_of(never_failed, 1, false, false)}};
        const BesideNeverFailed beside = beside_never_failed(days, days);
        // Day 1: 0.625 - 0.375 twice, leaving 1/2 - 0; day 2: 0.5 - 0.25 once, leaving 0 - 1/2.
        QVERIFY(std::abs(beside.satisfaction - 0.25) < 1e-12);
        QVERIFY(std::abs(beside.leaving - (2 * 0.5 - 0.5) / 3) < 1e-12);
    }

    void another_run_tells_how_the_same_people_fared() {
        using enum Standing;
        const Days standing = {{day_of(recovered, 0), day_of(never_failed, 0)},
                               {day_of(recovered, 1), day_of(never_failed, 0.5F)}};
        const Days fared = {{day_of(failed, 0), day_of(never_failed, 0)},
                            {day_of(failed, 0.25F, false), day_of(never_failed, 0.5F)}};
        const BesideNeverFailed beside = beside_never_failed(standing, fared);
        QCOMPARE(beside.satisfaction, -0.25);
        QCOMPARE(beside.leaving, 1.0);
        QVERIFY(std::isnan(beside_never_failed(fared, fared).satisfaction));
    }

    // Mozilla 2022: the weakest buttons act on the item, the strongest on where it came from.
    void stronger_buttons_prevent_more_and_an_answer_more_than_a_button() {
        const FactResult result = judged(controls_fact());
        for (const char* id : {"history_over_item", "source_over_history", "ladder_over_item"})
            QVERIFY2(check(result, id).lower > 0, shown(check(result, id)));
        QVERIFY2(check(result, "fewer_repeats").upper < 0, shown(check(result, "fewer_repeats")));
        // Without the cause there is next to nothing, or nothing that few people could tell from nothing.
        for (const CheckResult& one : result.checks) {
            const bool small =
                one.control_lower >= one.without_cause.lower && one.control_upper <= one.without_cause.upper;
            QVERIFY2(small || (one.control_lower <= 0 && one.control_upper >= 0), shown(one));
        }
    }

    void it_fails_where_every_button_does_nothing() {
        FactSpec fact = sized_to(controls_fact(), {.seeds = 2, .users = 260, .days = 28, .items = 100});
        const Arm idle = arm(fact, "button-that-does-nothing");
        for (const char* id :
             {"not-interested", "dislike", "remove-from-history", "do-not-recommend", "ladder"}) {
            arm(fact, id).policy = idle.policy;
            arm(fact, id).settings = idle.settings;
        }
        for (const CheckResult& one : judged(fact).checks) {
            QCOMPARE(one.observed, 0.0);
            QVERIFY2(one.verdict == FactVerdict::fails, shown(one));
        }
    }

    void it_fails_where_the_control_answers_too() {
        FactSpec fact = sized_to(controls_fact(), {.seeds = 3, .users = 1200, .days = 28, .items = 100});
        arm(fact, "nobody-may-be-adjusted-for").settings.clear();
        const FactResult result = judged(fact);
        const CheckResult& ladder = check(result, "ladder_over_item");
        QVERIFY2(ladder.verdict != FactVerdict::holds, shown(ladder));
    }

    // Within three points of what was published, on seeds that nothing was tuned on.
    void the_published_shares_come_out() {
        if (!full_size()) QSKIP("needs tens of thousands of people");
        const FactResult result =
            judged(sized_to(controls_fact(), {.seeds = 10, .users = 4000, .days = 60, .items = 1000}), 701);
        const std::vector<std::pair<std::string, double>> published = {
            {"not_interested", 0.11}, {"dislike", 0.12}, {"history", 0.29}, {"source", 0.43}};
        for (const auto& [id, share] : published)
            QVERIFY2(std::abs(check(result, id).observed - share) <= 0.03, shown(check(result, id)));
    }
};
ATTUNE_TEST(Controls_fact_test);
#include "controls_test.moc"
