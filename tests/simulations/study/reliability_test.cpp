// Whether what is said of one's own confidence is so: the error of sayings that are right and of ones that
// are not, and of the recommender's own in worlds it was not made for. Requirement DE-15.
#include "core/base/random.h"
#include "simulations/study/loop_reliability.h"
#include "tests/core/recommender/feedback_streams.h"
#include "tests/simulations/example_run.h"

#include <cmath>

using namespace attune;
using namespace attune::test;

namespace {

/// Sayings of which `so(said)` is true.
template <typename So>
LoopReliability drawn(const So& so, std::uint32_t seed, int pairs = 20000) {
    Dice dice(seed, 0);
    LoopReliability reliability;
    for (int n = 0; n < pairs; ++n) {
        if (n % 200 == 0) reliability.next_block();
        const auto said = static_cast<double>(uniform(dice.word()));
        reliability.add(said, dice.chance(so(said)));
    }
    return reliability;
}

} // namespace

class Reliability_test : public QObject {
    Q_OBJECT
private slots:
    void the_error_is_how_far_sayings_are_from_the_truth_data() {
        QTest::addColumn<double>("steeper");
        QTest::addColumn<double>("more");
        QTest::addColumn<double>("error");
        QTest::newRow("as said") << 1.0 << 0.0 << 0.0;
        QTest::newRow("half of it") << 0.5 << 0.0 << 0.25;
        QTest::newRow("always so") << 0.0 << 1.0 << 0.5;
        QTest::newRow("a little too sure") << 0.9 << 0.0 << 0.05;
    }
    void the_error_is_how_far_sayings_are_from_the_truth() {
        QFETCH(double, steeper);
        QFETCH(double, more);
        QFETCH(double, error);
        const LoopReliability reliability = drawn([&](double said) { return steeper * said + more; }, 3);
        const Estimate measured = reliability.error();
        QVERIFY2(std::abs(measured.value - error) < 0.012, qPrintable(QString::number(measured.value)));
        QVERIFY(measured.lower < measured.value && measured.value < measured.upper);
        QCOMPARE(reliability.pairs(), 20000.0);
        const LoopMeasure measure = reliability_measure(reliability);
        QCOMPARE(*measure.most, 0.10);
        QCOMPARE(measure.value.n, 20000.0);
    }

    // The chance was fitted in one world; it is right in others, with other people, catalogues and ways.
    void what_confidence_says_is_so_elsewhere_data() {
        QTest::addColumn<int>("seed");
        QTest::addColumn<int>("categories");
        QTest::addColumn<bool>("misspecified");
        QTest::newRow("other people") << 11 << 20 << false;
        QTest::newRow("other topics") << 12 << 14 << false;
        QTest::newRow("other ways") << 13 << 20 << true;
    }
    void what_confidence_says_is_so_elsewhere() {
        QFETCH(int, seed);
        QFETCH(int, categories);
        QFETCH(bool, misspecified);
        Assumptions assumptions;
        assumptions.categories = categories;
        assumptions.misspecified = misspecified;
        const auto number = static_cast<std::uint64_t>(seed);
        const WorldData world = make_synthetic_world(assumptions, 1000, number);
        const int users = sized(1200, 5000);
        auto run = Simulation::start(request_over(world, assumptions, Policy{}, users, 60, number));
        VERIFY_OK(run);
        run->run_until(60);
        const LoopReliability reliability =
            reliability_of(*run, users, categories, static_cast<float>(assumptions.unwanted_below));
        LoopMeasure measure = reliability_measure(reliability);
        judge(measure);
        QString told = QString("%1 to %2:").arg(measure.value.lower).arg(measure.value.upper);
        double last = -1;
        for (const LoopReliability::Bin& bin : reliability.diagram()) {
            told += QString(" %1/%2 (%3)").arg(bin.said).arg(bin.so.value).arg(bin.pairs);
            if (bin.pairs < 300) continue;
            QVERIFY2(bin.so.value > last, qPrintable(told)); // the surer, the oftener
            last = bin.so.value;
        }
        QVERIFY2(measure.reached == Reached::reached, qPrintable(told));
    }

    void the_diagram_counts_what_was_said() {
        LoopReliability reliability;
        reliability.next_block();
        for (const auto& [said, so] :
             {std::pair{0.05, false}, {0.07, true}, {0.55, true}, {0.59, true}, {1.0, true}, {0.0, false}})
            reliability.add(said, so);
        const auto diagram = reliability.diagram();
        QCOMPARE(diagram.size(), 3U);
        QCOMPARE(diagram[0].pairs, 3.0);
        QVERIFY(std::abs(diagram[0].said - 0.04) < 1e-12);
        QVERIFY(std::abs(diagram[0].so.value - 1.0 / 3) < 1e-12);
        QVERIFY(std::abs(diagram[1].said - 0.57) < 1e-12);
        QCOMPARE(diagram[1].so.value, 1.0);
        QCOMPARE(diagram[2].pairs, 1.0); // 1 belongs to the last
    }
};

ATTUNE_TEST(Reliability_test);
#include "reliability_test.moc"
