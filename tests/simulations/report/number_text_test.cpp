// Numbers on the page: signs, thousands, decimals that follow the interval, words where there is no number.
#include "simulations/report/number_text.h"
#include "tests/simulations/report/sample_records.h"
#include "tests/support/test.h"

#include <cmath>
#include <limits>

using namespace attune;

namespace {
constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

/// The figure as a machine reads it.
double read_back(QString shown) {
    shown.replace(QChar(0x2212), '-').remove(',');
    return shown.toDouble();
}
} // namespace

class Number_text_test : public QObject {
    Q_OBJECT

private slots:
    void writes_a_number_as_people_read_it_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<int>("decimals");
        QTest::addColumn<QString>("shown");
        QTest::newRow("zero") << 0.0 << 2 << "0.00";
        QTest::newRow("negative zero") << -0.0 << 1 << "0.0";
        QTest::newRow("rounds to zero without a sign") << -0.004 << 2 << "0.00";
        QTest::newRow("true minus") << -1.25 << 2 << QString::fromUtf8("−1.25");
        QTest::newRow("three digits") << 999.0 << 0 << "999";
        QTest::newRow("four digits") << 1000.0 << 0 << "1,000";
        QTest::newRow("seven digits") << 1234567.891 << 1 << "1,234,567.9";
        QTest::newRow("negative thousands") << -123456.0 << 0 << QString::fromUtf8("−123,456");
        QTest::newRow("rounds up into thousands") << 999.96 << 1 << "1,000.0";
        QTest::newRow("huge") << 1.234e300 << 0 << "1.23e300";
        QTest::newRow("huge negative") << -5e15 << 3 << QString::fromUtf8("−5.00e15");
        QTest::newRow("not a number") << nan_value << 2 << "";
        QTest::newRow("infinite") << infinite << 2 << "";
    }
    void writes_a_number_as_people_read_it() {
        QFETCH(double, value);
        QFETCH(int, decimals);
        QFETCH(QString, shown);
        QCOMPARE(QString::fromStdString(fixed_number(value, decimals)), shown);
    }

    void reads_back_within_half_a_unit_of_the_last_digit() {
        test::Dice dice(7);
        for (int i = 0; i < test::sized(20000, 500000); ++i) {
            const int decimals = dice.below(7);
            const double value = dice.between(-1, 1) * std::pow(10.0, dice.below(9));
            const double back = read_back(QString::fromStdString(fixed_number(value, decimals)));
            QVERIFY2(std::fabs(back - value) <=
                         0.5000001 * std::pow(10.0, -decimals) + std::fabs(value) * 1e-15,
                     qPrintable(QString("%1 became %2").arg(value, 0, 'g', 17).arg(back, 0, 'g', 17)));
        }
    }

    void keeps_significant_digits_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("shown");
        QTest::newRow("small") << 0.012345 << "0.0123";
        QTest::newRow("kept zero") << 0.5 << "0.500";
        QTest::newRow("tens") << 12.345 << "12.3";
        QTest::newRow("rounds to the next power") << 9.996 << "10.0";
        QTest::newRow("thousands") << 12345.0 << "12,345";
        QTest::newRow("tiny") << 1.5e-9 << QString::fromUtf8("1.50e−9");
        QTest::newRow("zero") << 0.0 << "0";
    }
    void keeps_significant_digits() {
        QFETCH(double, value);
        QFETCH(QString, shown);
        QCOMPARE(QString::fromStdString(significant_number(value, 3)), shown);
    }

    void decimals_follow_the_interval_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("half");
        QTest::addColumn<bool>("share");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("interval");
        QTest::newRow("two digits") << 0.62 << 0.03 << false << "0.62"
                                    << "0.59 to 0.65";
        QTest::newRow("one more under 15") << 0.62 << 0.012 << false << "0.620"
                                           << "0.608 to 0.632";
        QTest::newRow("percent") << 0.1764 << 0.006 << true << QString::fromUtf8("17.6\u00A0%")
                                 << QString::fromUtf8("17.0\u00A0% to 18.2\u00A0%");
        QTest::newRow("wide") << 1234.4 << 40.0 << false << "1,234"
                              << "1,194 to 1,274";
        QTest::newRow("a bound near zero keeps its sign") << 0.024 << 0.0239 << false << "0.0240"
                                                          << "0.0001 to 0.0479";
    }
    void decimals_follow_the_interval() {
        QFETCH(double, value);
        QFETCH(double, half);
        QFETCH(bool, share);
        const NumberKind kind = share ? NumberKind::share : NumberKind::plain;
        const NumberStyle style = style_for(kind, value, value - half, value + half);
        QTEST(QString::fromStdString(value_text(value, style, Text::english())), "shown");
        QTEST(QString::fromStdString(interval_text(value - half, value + half, style, Text::english())),
              "interval");
    }

    void says_in_words_where_there_is_no_number() {
        const Text& text = Text::english();
        const NumberStyle style{NumberKind::plain, 2};
        QCOMPARE(QString::fromStdString(value_text(nan_value, style, text)), QString("no data"));
        QCOMPARE(QString::fromStdString(difference_text(infinite, style, text)), QString("no data"));
        QCOMPARE(QString::fromStdString(interval_text(nan_value, 1, style, text)), QString("no interval"));
        QCOMPARE(QString::fromStdString(difference_interval_text(0, nan_value, style, text)),
                 QString("no interval"));
    }

    void one_point_is_not_points() {
        const Text& text = Text::english();
        const NumberStyle whole{NumberKind::share, 0};
        const NumberStyle fine{NumberKind::share, 1};
        QCOMPARE(QString::fromStdString(difference_text(0.01, whole, text)),
                 QString::fromUtf8("+1\u00A0point"));
        QCOMPARE(QString::fromStdString(difference_text(-0.01, whole, text)),
                 QString::fromUtf8("−1\u00A0point"));
        QCOMPARE(QString::fromStdString(difference_text(0.01, fine, text)),
                 QString::fromUtf8("+1.0\u00A0points"));
        QCOMPARE(QString::fromStdString(difference_text(0.02, whole, text)),
                 QString::fromUtf8("+2\u00A0points"));
        QCOMPARE(QString::fromStdString(difference_interval_text(-0.01, 0.01, whole, text)),
                 QString::fromUtf8("−1 to +1\u00A0points"));
        QCOMPARE(QString::fromStdString(amount_text(-0.01, whole, text)), QString::fromUtf8("1\u00A0point"));
        QCOMPARE(QString::fromStdString(amount_text(-0.045, fine, text)),
                 QString::fromUtf8("4.5\u00A0points"));
        QCOMPARE(QString::fromStdString(amount_text(-0.04, {NumberKind::plain, 2}, text)), QString("0.04"));
        QCOMPARE(QString::fromStdString(signed_figure(-0.045, fine)), QString::fromUtf8("−4.5"));
        QCOMPARE(QString::fromStdString(signed_figure(0.0001, fine)), QString("0.0"));
        QVERIFY(signed_figure(nan_value, fine).empty());
    }

    void a_number_that_was_set_shows_as_it_is_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<bool>("share");
        QTest::addColumn<QString>("shown");
        QTest::newRow("limit") << 0.01 << false << "0.01";
        QTest::newRow("whole percent") << 0.18 << true << QString::fromUtf8("18\u00A0%");
        QTest::newRow("half percent") << 0.125 << true << QString::fromUtf8("12.5\u00A0%");
        QTest::newRow("a third") << 1.0 / 3 << false << "0.333333";
        QTest::newRow("a sum that is a hair off") << 0.1 + 0.2 << true << QString::fromUtf8("30\u00A0%");
        QTest::newRow("zero") << 0.0 << false << "0";
    }
    void a_number_that_was_set_shows_as_it_is() {
        QFETCH(double, value);
        QFETCH(bool, share);
        const NumberKind kind = share ? NumberKind::share : NumberKind::plain;
        QTEST(QString::fromStdString(value_text(value, style_as_set(kind, value), Text::english())), "shown");
    }

    void a_difference_always_carries_its_sign() {
        const Text& text = Text::english();
        const NumberStyle points{NumberKind::share, 1};
        QCOMPARE(QString::fromStdString(difference_text(0.045, points, text)),
                 QString::fromUtf8("+4.5\u00A0points"));
        QCOMPARE(QString::fromStdString(difference_text(-0.018, points, text)),
                 QString::fromUtf8("−1.8\u00A0points"));
        QCOMPARE(QString::fromStdString(difference_text(0, points, text)),
                 QString::fromUtf8("0\u00A0points"));
        QCOMPARE(QString::fromStdString(difference_text(0.0001, points, text)),
                 QString::fromUtf8("0.0\u00A0points"));
        QCOMPARE(QString::fromStdString(difference_interval_text(-0.026, 0.01, points, text)),
                 QString::fromUtf8("−2.6 to +1.0\u00A0points"));
    }
};
ATTUNE_TEST(Number_text_test);

#include "number_text_test.moc"
