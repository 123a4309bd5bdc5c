// Round ticks: they cover the range, stand at multiples of a round step, are few, and no smaller step would
// do.
#include "simulations/report/axis.h"
#include "tests/simulations/report/sample_records.h"
#include "tests/support/test.h"

#include <cmath>

using namespace attune;

class Axis_test : public QObject {
    Q_OBJECT

private slots:
    void known_ranges_get_the_ticks_a_person_would_choose_data() {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<double>("first");
        QTest::addColumn<double>("step");
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("decimals");
        QTest::newRow("0 to 1") << 0.0 << 1.0 << 0.0 << 0.2 << 6 << 1;
        QTest::newRow("satisfaction") << 0.57 << 0.63 << 0.56 << 0.02 << 5 << 2;
        QTest::newRow("quarter steps") << 0.0 << 10.0 << 0.0 << 2.0 << 6 << 0;
        QTest::newRow("needs 2.5") << 0.0 << 12.0 << 0.0 << 2.5 << 6 << 1;
        QTest::newRow("across zero") << -0.03 << 0.05 << -0.04 << 0.02 << 6 << 2;
        QTest::newRow("one value") << 4.0 << 4.0 << 3.8 << 0.1 << 5 << 1;
        QTest::newRow("nothing at all") << 0.0 << 0.0 << -0.6 << 0.2 << 7 << 1;
    }
    void known_ranges_get_the_ticks_a_person_would_choose() {
        QFETCH(double, low);
        QFETCH(double, high);
        const Ticks ticks = nice_ticks(low, high, 7);
        const Ticks six = nice_ticks(low, high, 6);
        const Ticks& judged = QTest::currentDataTag() == QByteArray("nothing at all") ? ticks : six;
        QTEST(judged.low(), "first");
        QTEST(judged.step, "step");
        QTEST(static_cast<int>(judged.at.size()), "count");
        QTEST(judged.decimals, "decimals");
    }

    void ticks_cover_any_range_with_the_smallest_round_step() {
        test::Dice dice(11);
        for (int i = 0; i < test::sized(5000, 200000); ++i) {
            const double scale = std::pow(10.0, dice.between(-12, 250));
            double low = dice.between(-1, 1) * scale;
            double high = dice.between(-1, 1) * scale;
            if (low > high) std::swap(low, high);
            const int most = 3 + dice.below(8);
            const Ticks ticks = nice_ticks(low, high, most);
            QVERIFY(ticks.at.size() >= 2);
            QVERIFY(static_cast<int>(ticks.at.size()) <= most);
            const double slack = ticks.step * 1e-9;
            QVERIFY(ticks.low() <= low + slack);
            QVERIFY(ticks.high() >= high - slack);
            QVERIFY(ticks.low() > low - ticks.step * 1.000001);
            QVERIFY(ticks.high() < high + ticks.step * 1.000001);
            for (const double tick : ticks.at)
                QVERIFY(std::fabs(tick / ticks.step - std::round(tick / ticks.step)) < 1e-6);
            // Oracle: try all round steps below this one by brute force.
            const double power = std::pow(10.0, std::floor(std::log10(ticks.step * 1.0000001)));
            const double lead = ticks.step / power;
            QVERIFY2(std::fabs(lead - 1) < 1e-6 || std::fabs(lead - 2) < 1e-6 ||
                         std::fabs(lead - 2.5) < 1e-6 || std::fabs(lead - 5) < 1e-6,
                     qPrintable(QString::number(ticks.step, 'g', 17)));
            for (const double smaller : {0.5, 1.0, 2.0, 2.5}) {
                const double step = smaller * power;
                if (step > ticks.step * 0.999) continue;
                const double count = std::ceil(high / step - 1e-9) - std::floor(low / step + 1e-9) + 1;
                QVERIFY(count > most - 0.5);
            }
        }
    }

    void days_are_named_from_first_to_last() {
        for (int first = 0; first < 3; ++first)
            for (int last = first; last < test::sized(900, 5000); ++last)
                for (const int most : {2, 4, 6}) {
                    const std::vector<int> days = day_ticks(first, last, most);
                    QCOMPARE(days.front(), first);
                    QCOMPARE(days.back(), last);
                    QVERIFY(static_cast<int>(days.size()) <= most);
                    for (std::size_t i = 1; i < days.size(); ++i)
                        QVERIFY(days[i] > days[i - 1]);
                }
        QCOMPARE(day_ticks(1, 90, 6), (std::vector<int>{1, 20, 40, 60, 90}));
        QCOMPARE(day_ticks(5, 5, 6), (std::vector<int>{5}));
    }

    void a_share_never_gets_an_axis_beyond_its_bounds() {
        const ValueRange range = chart_range(0.9, 1.0, true);
        QVERIFY(range.high <= 1.0);
        QVERIFY(chart_range(0.98, 0.98, true).high <= 1.0);
        QCOMPARE(chart_range(0.2, 1.0, true).low, 0.0);
        QCOMPARE(chart_range(0.0, 0.0, false).low, 0.0);
        QVERIFY(chart_range(0.57, 0.63, false).low > 0.5);
    }
};
ATTUNE_TEST(Axis_test);

#include "axis_test.moc"
