// Intervals against published numbers, and by simulation: a 95 % interval covers the truth about 95 times in
// 100.
#include "core/measures/statistics/intervals.h"
#include "core/measures/statistics/jackknife.h"
#include "core/measures/statistics/welford.h"
#include "tests/core/measures/draws.h"
#include "tests/support/test.h"

using namespace attune;
using attune::test::Draws;

namespace {

const std::vector<double> x = {27.5, 21,   19,   23.6, 17, 17.9, 16.9, 20.1,
                               21.9, 22.6, 23.1, 19.6, 19, 21.7, 21.4};
const std::vector<double> y = {27.1, 22,   20.8, 23.4, 23.4, 23.5, 25.8, 22,
                               24.8, 20.2, 21.9, 22.1, 22.9, 30.5, 31.3};

Moments moments(const std::vector<double>& values) {
    Moments out;
    for (const double value : values)
        out.add(value);
    return out;
}

/// Count, sum and sum of squares, as an experiment table prints them.
Moments from_sums(double n, double sum, double squares) {
    return {n, sum / n, squares - sum * sum / n};
}

} // namespace

class Intervals_test : public QObject {
    Q_OBJECT
private slots:
    void moments_equal_two_passes_and_merge() {
        Draws draws(90, 0);
        std::vector<double> values;
        for (int i = 0; i < 500; ++i)
            values.push_back(1e6 + draws.normal()); // digits a naive sum of squares loses
        double mean = 0;
        for (const double value : values)
            mean += value / 500;
        double squares = 0;
        for (const double value : values)
            squares += (value - mean) * (value - mean);
        const Moments all = moments(values);
        VERIFY_NEAR(all.mean, mean, 1e-8);
        VERIFY_NEAR(all.variance(), squares / 499, 1e-8);
        Moments merged = moments({values.begin(), values.begin() + 123});
        merged.merge(moments({values.begin() + 123, values.end()}));
        merged.merge(Moments{});
        VERIFY_NEAR(merged.mean, all.mean, 1e-8);
        VERIFY_NEAR(merged.variance(), all.variance(), 1e-8);
        QCOMPARE(merged.n, 500.0);
        QVERIFY(std::isnan(moments({3}).variance()));
    }

    void quantiles_are_the_printed_ones() {
        VERIFY_NEAR(normal_reach(), 1.959964, 5e-7);
        const std::pair<double, double> table[] = {
            {1, 12.7062}, {2, 4.3027}, {9, 2.2622}, {30, 2.0423}, {1e9, 1.95996}};
        for (const auto& [degrees, reach] : table)
            VERIFY_NEAR(t_reach(degrees), reach, 5e-5);
    }

    void the_lowest_of_many_needs_a_wider_interval() {
        QCOMPARE(reach_for_choice(7, 1), 1.0);
        VERIFY_NEAR(reach_for_choice(10, 5), 3.1693 / 2.2281, 5e-4); // printed quantiles at 0.995 and 0.975
        VERIFY_NEAR(reach_for_choice(1e9, 50), 3.2905 / 1.9600, 5e-4);
        // Seventeen groups that are all alike: the lowest's own interval misses the truth far too often.
        constexpr int repetitions = 2000, groups = 17, values = 20;
        int plain = 0, wide = 0;
        for (int r = 0; r < repetitions; ++r) {
            Draws draws(91, r);
            Estimate lowest{.value = 1e9};
            for (int g = 0; g < groups; ++g) {
                std::vector<double> all;
                for (int v = 0; v < values; ++v)
                    all.push_back(draws.normal());
                if (const Estimate one = t_interval(all); one.value < lowest.value) lowest = one;
            }
            const double reach = lowest.upper - lowest.value;
            plain += lowest.value + reach >= 0 ? 1 : 0;
            wide += lowest.value + reach_for_choice(lowest.degrees, groups) * reach >= 0 ? 1 : 0;
        }
        QVERIFY2(plain < 0.75 * repetitions, qPrintable(QString::number(plain)));
        QVERIFY2(wide > 0.95 * repetitions && wide < repetitions, qPrintable(QString::number(wide)));
    }

    void welch_equals_known_cases() {
        const Estimate small = welch_difference(moments(y), moments(x));
        VERIFY_NEAR(small.value / small.error, -2.949237, 5e-7);
        VERIFY_NEAR(small.degrees, 27.311610, 5e-6);
        const Estimate large =
            welch_difference(from_sums(3407, 1396.87, 52377.9767), from_sums(3461, 2422.7, 134698.29));
        VERIFY_NEAR(large.value, 0.29, 5e-6);
        VERIFY_NEAR(large.error, 0.12478363, 5e-8);
        VERIFY_NEAR(large.degrees, 5841.742, 5e-4);
        VERIFY_NEAR(large.lower, 0.045378, 1e-6);
        VERIFY_NEAR(large.upper, 0.534622, 1e-6);
    }

    void paired_t_is_the_interval_of_the_differences() {
        std::vector<double> differences;
        for (std::size_t i = 0; i < x.size(); ++i)
            differences.push_back(x[i] - y[i]);
        const Estimate paired = t_interval(differences);
        VERIFY_NEAR(paired.value / paired.error, -3.297975, 5e-7);
        QCOMPARE(paired.degrees, 14.0);
        VERIFY_NEAR(paired.upper - paired.value, 2.144787 * paired.error, 1e-6); // t(0.975; 14)
    }

    void wilson_equals_known_cases_data() {
        QTest::addColumn<double>("successes");
        QTest::addColumn<double>("trials");
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("upper");
        QTest::newRow("8 of 10") << 8.0 << 10.0 << 0.490162 << 0.943318;
        QTest::newRow("0 of 20") << 0.0 << 20.0 << 0.0 << 0.161125;
        QTest::newRow("20 of 20") << 20.0 << 20.0 << 0.838875 << 1.0;
        QTest::newRow("150 of 200") << 150.0 << 200.0 << 0.685659 << 0.804918;
    }
    void wilson_equals_known_cases() {
        QFETCH(double, successes);
        QFETCH(double, trials);
        QFETCH(double, lower);
        QFETCH(double, upper);
        const Estimate share = wilson_interval(successes, trials);
        QCOMPARE(share.value, successes / trials);
        VERIFY_NEAR(share.lower, lower, 5e-7);
        VERIFY_NEAR(share.upper, upper, 5e-7);
        QVERIFY(share.lower >= 0 && share.upper <= 1);
        if (successes == 0) QCOMPARE(share.lower, 0.0);
        if (successes == trials) QCOMPARE(share.upper, 1.0);
    }

    void a_ratio_of_sums_has_the_known_error() {
        // R = .542857; linearised ("delta method") error .053294; leaving one out, by hand in exact
        // arithmetic, .056473.
        const double n[] = {1, 0, 2, 3, 1, 4, 2, 0, 5, 1};
        const double d[] = {2, 1, 4, 5, 3, 6, 4, 1, 7, 2};
        std::vector<Fraction> blocks;
        for (std::size_t i = 0; i < 10; ++i)
            blocks.push_back({n[i], d[i]});
        const Estimate ratio =
            jackknife(std::span<const Fraction>(blocks), [](const Fraction& f) { return f.value(); });
        VERIFY_NEAR(ratio.value, 0.542857, 5e-7);
        VERIFY_NEAR(ratio.error, 0.0564735, 5e-7);
        double squares = 0;
        for (std::size_t i = 0; i < 10; ++i)
            squares += (n[i] - ratio.value * d[i]) * (n[i] - ratio.value * d[i]);
        const double linear = std::sqrt(squares / 9 / 10) / 3.5;
        VERIFY_NEAR(linear, 0.053294, 5e-7);
        // The two agree better the more blocks there are: here 50 copies of the ten.
        std::vector<Fraction> many;
        for (int copy = 0; copy < 50; ++copy)
            many.insert(many.end(), blocks.begin(), blocks.end());
        const Estimate large =
            jackknife(std::span<const Fraction>(many), [](const Fraction& f) { return f.value(); });
        VERIFY_NEAR(large.error / (linear * std::sqrt(9.0 / 499)), 1.0, 0.005);
    }

    void the_jackknife_of_a_mean_is_students_interval() {
        std::vector<Fraction> blocks;
        for (const double value : x)
            blocks.push_back({value, 1});
        const Estimate left_out =
            jackknife(std::span<const Fraction>(blocks), [](const Fraction& f) { return f.value(); });
        const Estimate student = t_interval(x);
        VERIFY_NEAR(left_out.value, student.value, 1e-12);
        VERIFY_NEAR(left_out.lower, student.lower, 1e-9);
        VERIFY_NEAR(left_out.upper, student.upper, 1e-9);
    }

    void empty_blocks_have_no_say() {
        std::vector<Fraction> blocks;
        for (const double value : x)
            blocks.push_back({value, 1});
        const auto value = [](const Fraction& f) { return f.value(); };
        const Estimate before = jackknife(std::span<const Fraction>(blocks), value);
        blocks.insert(blocks.begin() + 3, 20, Fraction{});
        const Estimate after = jackknife(std::span<const Fraction>(blocks), value);
        QCOMPARE(after.lower, before.lower);
        QCOMPARE(after.degrees, before.degrees);
    }

    void too_little_data_gives_no_bounds() {
        QVERIFY(std::isnan(t_interval({}).value));
        const double one[] = {3.0};
        QCOMPARE(t_interval(one).value, 3.0);
        QVERIFY(std::isnan(t_interval(one).lower));
        QVERIFY(std::isnan(wilson_interval(0, 0).value));
        QVERIFY(std::isnan(jackknife_interval(0.5, one).upper));
        QCOMPARE(jackknife_interval(0.5, one).value, 0.5);
        const double unknown[] = {1.0, std::nan(""), 2.0};
        QVERIFY(std::isnan(jackknife_interval(1.5, unknown).lower));
        QVERIFY(std::isnan(welch_difference(moments({1}), moments({1, 2})).lower));
        QCOMPARE(welch_difference(moments({1}), moments({1, 2})).value, 0.5);
        const auto value = [](const Fraction& f) { return f.value(); };
        QVERIFY(std::isnan(jackknife(std::span<const Fraction>(), value).value));
        // Two blocks, but without the second the denominator is 0.
        const Fraction lonely[] = {{0, 0}, {1, 2}, {0, 0}};
        QCOMPARE(jackknife(std::span<const Fraction>(lonely), value).value, 0.5);
        QVERIFY(std::isnan(jackknife(std::span<const Fraction>(lonely), value).lower));
    }

    void no_spread_gives_an_interval_of_no_width() {
        const double equal[] = {0.0, 0.0, 0.0};
        const Estimate none = t_interval(equal);
        QCOMPARE(none.lower, 0.0);
        QCOMPARE(none.upper, 0.0);
        const Estimate same = welch_difference(moments({2, 2}), moments({2, 2}));
        QCOMPARE(same.lower, 0.0);
        QCOMPARE(same.upper, 0.0);
    }

    void intervals_cover_the_truth_data() {
        QTest::addColumn<int>("kind");
        QTest::newRow("student, 5 seeds") << 0;
        QTest::newRow("student, 20 seeds") << 1;
        QTest::newRow("welch, unequal spread") << 2;
        QTest::newRow("wilson, rare") << 3;
        QTest::newRow("wilson, common") << 4;
    }
    void intervals_cover_the_truth() {
        QFETCH(int, kind);
        const int repetitions = test::sized(400, 4000);
        int covered = 0;
        for (int repetition = 0; repetition < repetitions; ++repetition) {
            Draws draws(910 + static_cast<std::uint64_t>(kind), repetition);
            const auto normals = [&](int n, double mean, double spread) {
                std::vector<double> values;
                for (int i = 0; i < n; ++i)
                    values.push_back(mean + spread * draws.normal());
                return values;
            };
            const auto successes = [&](int n, double p) {
                int count = 0;
                for (int i = 0; i < n; ++i)
                    count += draws.chance(p) ? 1 : 0;
                return count;
            };
            double truth = 0;
            Estimate estimate;
            if (kind <= 1) {
                truth = 0.7;
                estimate = t_interval(normals(kind == 0 ? 5 : 20, truth, 0.1));
            } else if (kind == 2) {
                truth = 0.5;
                const Moments baseline = moments(normals(12, 1, 3));
                estimate = welch_difference(baseline, moments(normals(7, 1.5, 1)));
            } else {
                truth = kind == 3 ? 0.02 : 0.4;
                const int n = kind == 3 ? 600 : 150;
                estimate = wilson_interval(successes(n, truth), n);
            }
            covered += estimate.lower <= truth && truth <= estimate.upper ? 1 : 0;
        }
        const double share = static_cast<double>(covered) / repetitions;
        QVERIFY2(share >= 0.92 && share <= 0.98, std::to_string(share).c_str());
    }
};

ATTUNE_TEST(Intervals_test);
#include "intervals_test.moc"
