// What is planted in the lives of people is found by the measures: a rebound after weeks, a group that fares
// worse, one visit with too many prompts; and without it they stay quiet.
#include "simulations/study/loop_episodes.h"
#include "simulations/study/loop_gaps.h"
#include "simulations/study/loop_spoken.h"
#include "tests/simulations/example_run.h"
#include "tests/simulations/study/diary.h"

#include <algorithm>
#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

const LoopMeasure& of(const std::vector<LoopMeasure>& measures, const std::string& key) {
    const auto found = std::find_if(measures.begin(), measures.end(),
                                    [&](const LoopMeasure& measure) { return measure.key == key; });
    if (found == measures.end()) throw std::runtime_error("no measure " + key);
    return *found;
}

bool near(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) || std::abs(a - b) < 1e-9;
}

/// Runs in which nothing has happened yet, of so many people over 70 days.
std::unique_ptr<LoopRuns> nothing_yet(int users) {
    const auto world = std::make_shared<const WorldData>(small_world());
    const RunRequest request = request_over(*world, Assumptions{}, Policy{}, users, 70, 4);
    return blank_runs(world, request);
}

/// The same diary as that of another person.
std::vector<LoggedEvent> told_by(std::uint32_t user, std::vector<LoggedEvent> log) {
    for (LoggedEvent& event : log)
        event.user = UserId(user);
    return log;
}
std::vector<Felt> felt_by(std::uint32_t user, std::vector<Felt> felt) {
    for (Felt& one : felt)
        one.user = UserId(user);
    return felt;
}

} // namespace

class Loop_planted_test : public QObject {
    Q_OBJECT
private slots:
    // PPS: the most is what was seen, and above the cap the aim is missed for certain.
    void one_visit_above_the_cap_is_one_too_many() {
        auto runs = nothing_yet(64);
        Diary diary;
        diary.shows(9, {0, 4, 5});
        for (int p = 0; p < 2; ++p)
            diary.log.push_back({.kind = LoggedKind::prompt, .hours = 9});
        diary.leaves(9);
        runs->episodes.take(told_by(7, diary.log));
        runs->episodes.finish();
        runs->twin_episodes.finish();
        LoopSpoken spoken;
        spoken.add(*runs, 1);
        std::vector<LoopMeasure> measures;
        spoken.write(measures);
        for (LoopMeasure& measure : measures)
            judge(measure);
        QCOMPARE(of(measures, "pps_max").value.value, 2.0);
        QVERIFY(of(measures, "pps_max").reached == Reached::missed);
    }

    void numbers_within_which_most_visits_stay() {
        std::vector<PromptsPerSession> blocks(20);
        for (std::size_t b = 0; b < blocks.size(); ++b)
            for (int v = 0; v < 100; ++v)
                blocks[b].add(v < 3 ? 2 : v < 30 ? 1 : 0); // 3 % have two
        const Estimate all_alike = prompts_within(blocks, 0.99);
        QCOMPARE(all_alike.value, 2.0);
        QCOMPARE(all_alike.lower, 2.0);
        QCOMPARE(all_alike.upper, 2.0);
        // Half of the blocks have a visit with two in a hundred: 0.5 % of all, give or take.
        for (std::size_t b = 0; b < blocks.size(); ++b)
            blocks[b].visits = {97, 2 + (b % 2), b % 2 == 0 ? 1U : 0U};
        const Estimate unsure = prompts_within(blocks, 0.996);
        QCOMPARE(unsure.value, 2.0);
        QCOMPARE(unsure.lower, 1.0);
        QCOMPARE(unsure.upper, 2.0);
        QVERIFY(std::isnan(prompts_within(std::vector<PromptsPerSession>{}, 0.99).value));
    }

    // DE-64: what comes back in the fourth week is seen there, though two weeks were free of it.
    void a_planted_rebound_is_detected_data() {
        QTest::addColumn<bool>("rebound");
        QTest::newRow("lasting") << false;
        QTest::newRow("rebound") << true;
    }
    void a_planted_rebound_is_detected() {
        QFETCH(bool, rebound);
        constexpr int users = 640;
        auto runs = nothing_yet(users);
        for (std::uint32_t u = 0; u < users; ++u)
            for (const bool twin : {false, true}) {
                Diary diary;
                diary.shows(9, {0, 4, 5});
                diary.says(FeedbackKind::not_interested, 0, 10);
                diary.leaves(9);
                for (const int day : {3, 9, 25, 29, 33}) {
                    const bool bad = twin || (rebound && day > 14);
                    const auto visit = static_cast<std::uint32_t>(day * 16);
                    // One person in eight meets something alike all the same.
                    const bool chance = u % 8 == static_cast<std::uint32_t>(day) % 8;
                    diary.shows(day * 24, {bad || chance ? 1U : 2U, 4, 5}, visit);
                    diary.leaves(day * 24, visit);
                }
                (twin ? runs->twin_rejections : runs->rejections).take(told_by(u, diary.log));
                (twin ? runs->twin_episodes : runs->episodes).take(told_by(u, diary.log));
            }
        runs->episodes.finish();
        runs->twin_episodes.finish();
        LoopEpisodes episodes;
        episodes.add(*runs);
        std::vector<LoopMeasure> measures;
        episodes.write(measures);
        double bad = 0, bad_twin = 0;
        for (std::uint32_t u = 0; u < users; ++u) {
            bad += runs->rejections.people()[u].bad;
            bad_twin += runs->twin_rejections.people()[u].bad;
        }
        QVERIFY(bad / bad_twin < 0.2); // the fortnight after the tap looks the same in both
        const MetricValue later = of(measures, "lst_urr_30").value;
        if (rebound)
            QVERIFY(std::abs(later.value) < 1e-9);
        else
            QVERIFY2(later.lower > 0.8, qPrintable(QString("%1 %2").arg(later.value).arg(later.lower)));
        QCOMPARE(later.n, static_cast<double>(users));
        QVERIFY(of(measures, "lst_urr_60").value.n > 0); // 70 days: 60 are known, 90 not asked for
        QVERIFY(std::none_of(measures.begin(), measures.end(),
                             [](const LoopMeasure& measure) { return measure.key == "lst_urr_90"; }));
    }

    // GAP: offers that are wrong for the young alone; and nothing where they are wrong for one in four of
    // all.
    void a_planted_gap_between_groups_is_found_data() {
        QTest::addColumn<bool>("planted");
        QTest::newRow("planted") << true;
        QTest::newRow("alike") << false;
    }
    void a_planted_gap_between_groups_is_found() {
        QFETCH(bool, planted);
        constexpr int users = 1920;
        auto runs = nothing_yet(users);
        for (std::uint32_t u = 0; u < users; ++u) {
            const auto groups = groups_of(runs->population.people[u]);
            const bool young = std::find(groups.begin(), groups.end(), PersonGroup::from_16) != groups.end();
            const std::uint32_t lot = u * 2654435761U >> 16U; // scattered over people
            const bool wrong = planted && young ? lot % 4 != 0 : lot % 4 == 0;
            Diary diary;
            diary.shows(9, {0, 4, 5});
            diary.says(FeedbackKind::not_interested, 0, 9);
            diary.offers(OfferChoice::decline, 9);
            diary.leaves(9);
            diary.feels(9, 0.5F, wrong ? 0U : 1U);
            runs->episodes.feel(felt_by(u, diary.felt));
            runs->episodes.take(told_by(u, diary.log));
        }
        runs->episodes.finish();
        runs->twin_episodes.finish();
        LoopGaps gaps;
        gaps.add(*runs);
        std::vector<LoopMeasure> measures;
        gaps.write(measures);
        const MetricValue gap = of(measures, "gap_fal").value;
        if (planted)
            QVERIFY2(gap.value > 0.4 && gap.lower > 0.25 && gap.upper < 0.8,
                     qPrintable(QString("%1 %2 %3").arg(gap.value).arg(gap.lower).arg(gap.upper)));
        else
            QVERIFY2(gap.value < 0.2 && gap.lower == 0.0,
                     qPrintable(QString("%1 %2 %3").arg(gap.value).arg(gap.lower).arg(gap.upper)));
        QCOMPARE(of(measures, "gap_pps").value.value, 0.0); // one offer in every visit
        QCOMPARE(gap.n, static_cast<double>(users));
    }

    // The largest difference is one of two groups of the same kind, whatever lies between kinds.
    void gaps_are_looked_for_within_a_kind() {
        std::array<double, person_group_count> values;
        values.fill(none);
        const auto at = [&](PersonGroup group) -> double& { return values[static_cast<std::size_t>(group)]; };
        at(PersonGroup::all) = 9;
        at(PersonGroup::occasional) = 1;
        at(PersonGroup::frequent) = 1.2;
        at(PersonGroup::phone) = 5;
        at(PersonGroup::tablet) = 4.5;
        at(PersonGroup::genuine) = 20;
        const std::vector<std::array<double, person_group_count>> left_out = {values, values};
        const Estimate gap = largest_gap(values, left_out);
        QVERIFY(near(gap.value, 0.5) && near(gap.lower, 0.5) && near(gap.upper, 0.5));
        values.fill(none);
        QVERIFY(std::isnan(largest_gap(values, {values, values}).value));
    }
};

ATTUNE_TEST(Loop_planted_test);
#include "loop_planted_test.moc"
