// Beliefs beside the truth: shares equal to plain counting at every threshold, of planted pairs and of a run,
// and a picture whose marks and sentence follow the levers.
#include "core/base/random.h"
#include "simulations/study/answering_chart.h"
#include "simulations/study/replication.h"
#include "tests/simulations/study/small_scenario.h"

#include <algorithm>
#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

struct Pair {
    float belief = 0;
    bool unwanted = false;
};

double share_counted(const std::vector<Pair>& pairs, int step, bool unwanted) {
    double all = 0, from = 0;
    for (const Pair& pair : pairs) {
        if (pair.unwanted != unwanted) continue;
        all += 1;
        from += pair.belief >= static_cast<float>(step / 100.0) ? 1 : 0;
    }
    return from / all;
}

/// Beliefs on, just below and between the hundredths.
std::vector<Pair> planted_pairs() {
    std::vector<Pair> pairs;
    for (int step = 0; step <= 100; ++step) {
        const auto edge = static_cast<float>(step / 100.0);
        pairs.push_back({edge, step % 3 == 0});
        if (step > 0) pairs.push_back({std::nextafter(edge, 0.0F), step % 2 == 0});
        pairs.push_back({std::min(edge + 0.004F, 1.0F), step % 5 == 0});
    }
    return pairs;
}

LoopEvidence evidence_from(const std::vector<Pair>& pairs, std::size_t per_block) {
    LoopEvidence evidence;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        if (i % per_block == 0) evidence.next_block();
        evidence.add(pairs[i].belief, pairs[i].unwanted);
    }
    return evidence;
}

void verify_same(const LoopEvidence& evidence, const std::vector<Pair>& pairs) {
    for (int step = 0; step < LoopEvidence::steps; ++step)
        for (const bool unwanted : {true, false}) {
            const double counted = share_counted(pairs, step, unwanted);
            QVERIFY2(std::abs(evidence.share_from(step, unwanted).value - counted) < 1e-12,
                     qPrintable(QStringLiteral("%1: %2, counted %3")
                                    .arg(step)
                                    .arg(evidence.share_from(step, unwanted).value)
                                    .arg(counted)));
        }
}

const MeasuredFor some_world{"default", "calm-baseline", 100, 30, false};

} // namespace

class Loop_evidence_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void planted_beliefs_are_counted_as_by_hand() {
        const std::vector<Pair> pairs = planted_pairs();
        const LoopEvidence evidence = evidence_from(pairs, 7);
        verify_same(evidence, pairs);
        QCOMPARE(evidence.pairs(true) + evidence.pairs(false), static_cast<double>(pairs.size()));
        const Estimate share = evidence.share_from(65, true);
        QVERIFY(share.lower < share.value && share.value < share.upper);
        QVERIFY(share.lower >= 0 && share.upper <= 1);
    }

    // Who is one in a block says nothing about chance: the same people twice have no narrower interval as
    // long as they are of the same block.
    void intervals_are_of_people_not_of_topics() {
        const std::vector<Pair> pairs = planted_pairs();
        LoopEvidence once = evidence_from(pairs, 30), twice;
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            if (i % 30 == 0) twice.next_block();
            for (int times = 0; times < 2; ++times)
                twice.add(pairs[i].belief, pairs[i].unwanted);
        }
        QVERIFY(std::abs(once.share_from(40, false).upper - twice.share_from(40, false).upper) < 1e-12);
    }

    void a_run_is_counted_as_by_hand() {
        LoadedScenario loaded = small_scenario(300, 25, 200);
        loaded.scenario.assumptions.tap_rate = 0.06;
        const Policy policy;
        const std::uint64_t seed = seed_of(loaded.scenario, 0);
        const auto world = world_of(loaded, seed);
        const RunRequest request = request_for(loaded, policy, *world, seed, {});
        auto run = Simulation::start(request);
        VERIFY_OK(run);
        run->run_until(request.days);
        std::vector<Pair> pairs;
        for (int u = 0; u < request.users; ++u) {
            const PersonSnapshot one = run->snapshot(UserId(static_cast<std::uint32_t>(u)));
            if (one.person.role != Role::genuine ||
                !one.person.consent.has(Purpose::adjust_my_recommendations))
                continue;
            for (std::uint32_t c = 0; c < world->catalogue.categories.size(); ++c) {
                const auto belief =
                    run->recommender().belief(UserId(static_cast<std::uint32_t>(u)), CategoryId(c));
                QVERIFY(belief.has_value());
                pairs.push_back({*belief, static_cast<double>(one.person.taste[c]) <
                                              loaded.scenario.assumptions.unwanted_below});
            }
        }
        const auto watched = watch_loop(loaded, policy, {});
        VERIFY_OK(watched);
        QVERIFY(pairs.size() > 500);
        QCOMPARE(watched->evidence.pairs(true) + watched->evidence.pairs(false),
                 static_cast<double>(pairs.size()));
        verify_same(watched->evidence, pairs);
        // What is unwanted is believed to be more often than what is fine, or there is nothing to notice.
        QVERIFY(watched->evidence.share_from(40, true).value > watched->evidence.share_from(40, false).value);
    }

    void marks_and_sentence_follow_the_levers_data() {
        QTest::addColumn<double>("watch");
        QTest::addColumn<double>("acknowledge");
        QTest::addColumn<double>("exit");
        QTest::addColumn<int>("over"); ///< where an episode ends, at least 0.05 below the quiet change
        QTest::newRow("as shipped") << 0.40 << 0.65 << 0.30 << 30;
        QTest::newRow("earlier") << 0.29 << 0.57 << 0.10 << 10;
        QTest::newRow("later") << 0.60 << 0.95 << 0.50 << 50;
        QTest::newRow("ends too near") << 0.35 << 0.70 << 0.45 << 30;
    }
    void marks_and_sentence_follow_the_levers() {
        QFETCH(double, watch);
        QFETCH(double, acknowledge);
        QFETCH(double, exit);
        QFETCH(int, over);
        const std::vector<Pair> pairs = planted_pairs();
        Policy levers;
        levers.watch_at = watch;
        levers.acknowledge_at = acknowledge;
        levers.exit_at = exit;
        const LabChart chart = evidence_chart(evidence_from(pairs, 7), levers, some_world, Text::english());
        const auto& plot = std::get<LineChart>(chart.plot);
        QCOMPARE(plot.marks.size(), 3U);
        QCOMPARE(plot.marks[0].day, over);
        QCOMPARE(plot.marks[1].day, static_cast<int>(std::lround(watch * 100)));
        const int at = static_cast<int>(std::lround(acknowledge * 100));
        QCOMPARE(plot.marks[2].day, at);
        const NumberStyle style{NumberKind::share, 1};
        const std::string start = "At " + fixed_number(acknowledge, 2) + ", " +
                                  value_text(share_counted(pairs, at, true), style, Text::english()) +
                                  " of what is unwanted is noticed";
        QCOMPARE(chart.sentence.finding, start);
        QVERIFY(chart.sentence.rest.find(value_text(share_counted(pairs, at, false), style,
                                                    Text::english())) != std::string::npos);
        // What the sentence says stands on the solid line, at the mark.
        const auto& line = plot.lines.front().points;
        const auto point =
            std::find_if(line.begin(), line.end(), [at](const ChartPoint& one) { return one.day == at; });
        QVERIFY(point != line.end());
        QCOMPARE(point->value, share_counted(pairs, at, true));
        const std::string svg = draw(plot);
        for (const DayMark& mark : plot.marks)
            QVERIFY2(svg.find(mark.label) != std::string::npos, mark.label.c_str());
    }

    void nothing_is_said_where_nobody_allows_it() {
        const LabChart chart = evidence_chart(LoopEvidence(), Policy{}, some_world, Text::english());
        QVERIFY(std::get<LineChart>(chart.plot).lines.empty());
        QVERIFY(chart.sentence.finding.starts_with("Nothing can be said"));
    }
};
ATTUNE_TEST(Loop_evidence_test);

#include "loop_evidence_test.moc"
