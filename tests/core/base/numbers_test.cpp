#include "core/base/portable_math.h"
#include "core/base/random.h"
#include "tests/support/test.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <set>
#include <vector>

using namespace attune;

namespace {

float from_bits(std::uint32_t bits) {
    return std::bit_cast<float>(bits);
}
std::uint32_t bits_of(float x) {
    return std::bit_cast<std::uint32_t>(x);
}

// Distance of a float from the true value in units of the last place of a float at the true value.
double ulps(float got, long double want) {
    int exponent = 0;
    std::frexp(want, &exponent);
    return static_cast<double>(std::abs(static_cast<long double>(got) - want) /
                               std::ldexp(1.0L, exponent - 24));
}

// Largest error and whether the function ever falls over the floats with bits first, first + stride ... to
// last.
struct Walk {
    double worst = 0;
    float worst_at = 0;
    bool falls = false;
    float falls_at = 0;
};

template <typename Function, typename Truth>
Walk walk(Function function, Truth truth, std::uint32_t first, std::uint32_t last, std::uint32_t stride) {
    Walk result;
    const bool rising = from_bits(first) < from_bits(last);
    float before = function(from_bits(first));
    for (std::uint64_t b = first; b <= last; b += stride) {
        const float x = from_bits(static_cast<std::uint32_t>(b));
        const float y = function(x);
        if (const double error = ulps(y, truth(static_cast<long double>(x))); error > result.worst) {
            result.worst = error;
            result.worst_at = x;
        }
        if (rising ? y < before : y > before) {
            result.falls = true;
            result.falls_at = x;
        }
        before = y;
    }
    return result;
}

// Neighbouring floats: the finest steps the function can take.
template <typename Function>
bool rises_between_neighbours(Function function, std::uint32_t first, int count) {
    const bool rising = from_bits(first) < from_bits(first + 1);
    for (std::uint32_t b = first; b < first + static_cast<std::uint32_t>(count); ++b) {
        const float here = function(from_bits(b));
        const float next = function(from_bits(b + 1));
        if (rising ? next < here : next > here) return false;
    }
    return true;
}

} // namespace

class Numbers_test : public QObject {
    Q_OBJECT
private slots:
    // Known answers of Random123 1.14 (kat_vectors, philox 4x32 10).
    void philox_gives_the_known_answers_data() {
        QTest::addColumn<QList<quint32>>("in");
        QTest::addColumn<QList<quint32>>("out");
        QTest::newRow("zeros") << QList<quint32>{0, 0, 0, 0, 0, 0}
                               << QList<quint32>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
        const quint32 f = 0xffffffff;
        QTest::newRow("ones") << QList<quint32>{f, f, f, f, f, f}
                              << QList<quint32>{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd};
        QTest::newRow("pi") << QList<quint32>{0x243f6a88, 0x85a308d3, 0x13198a2e,
                                              0x03707344, 0xa4093822, 0x299f31d0}
                            << QList<quint32>{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1};
    }
    void philox_gives_the_known_answers() {
        QFETCH(QList<quint32>, in);
        QFETCH(QList<quint32>, out);
        const Words words = words_at({in[4], in[5]}, static_cast<Stream>(in[3]), in[0], in[1], in[2]);
        for (int w = 0; w < 4; ++w)
            QCOMPARE(words[static_cast<std::size_t>(w)], out[w]);
    }

    void splitmix_gives_the_known_answer() { QCOMPARE(mix64(0), 0xe220a8397b1dcdafULL); }

    void every_part_of_an_address_matters() {
        std::set<Words> seen;
        const auto add = [&](std::uint64_t seed, std::uint32_t owner, Stream stream, std::uint32_t a,
                             std::uint32_t b, std::uint32_t c) {
            seen.insert(words_at(stream_key(seed, owner), stream, a, b, c));
        };
        add(1, 1, Stream::slate, 1, 1, 1);
        add(2, 1, Stream::slate, 1, 1, 1);
        add(1ULL << 40, 1, Stream::slate, 1, 1, 1);
        add(1, 2, Stream::slate, 1, 1, 1);
        add(1, 1, Stream::life, 1, 1, 1);
        add(1, 1, Stream::slate, 2, 1, 1);
        add(1, 1, Stream::slate, 1, 2, 1);
        add(1, 1, Stream::slate, 1, 1, 2);
        QCOMPARE(seen.size(), 8U);
        add(1, 1, Stream::slate, 1, 1, 1);
        QCOMPARE(seen.size(), 8U);
    }

    void keys_of_neighbours_differ() {
        std::set<std::uint64_t> seen;
        for (std::uint64_t seed = 0; seed < 100; ++seed)
            for (std::uint32_t owner = 0; owner < 100; ++owner) {
                const StreamKey key = stream_key(seed, owner);
                seen.insert((std::uint64_t{key.high} << 32U) | key.low);
            }
        QCOMPARE(seen.size(), 10000U);
    }

    void uniform_is_never_0_or_1_and_rises() {
        QCOMPARE(uniform(0), 0x1p-24F);
        QCOMPARE(uniform(0xFFFFFFFFU), 1.0F - 0x1p-24F);
        QCOMPARE(uniform(0x80000000U), 0.5F + 0x1p-24F);
        float before = 0;
        // Every cell; the low nine bits never matter.
        for (std::uint32_t cell = 0; cell < 1U << 23U; ++cell) {
            const float u = uniform(cell << 9U);
            if (!(u > before && u < 1.0F)) QFAIL(qPrintable(QString("cell %1").arg(cell)));
            before = u;
        }
        QCOMPARE(uniform(511), uniform(0));
    }

    void uniform_and_normal_have_the_right_moments() {
        const int n = test::sized(1 << 18, 1 << 24);
        const StreamKey key = stream_key(7, 7);
        double sum = 0, squares = 0, normal_sum = 0, normal_squares = 0, normal_fourth = 0, gumbel_sum = 0;
        for (int i = 0; i < n; ++i) {
            const Words words = words_at(key, Stream::resample, static_cast<std::uint32_t>(i));
            const double u = static_cast<double>(uniform(words[0]));
            const double z = static_cast<double>(normal_quantile(uniform(words[1])));
            sum += u;
            squares += u * u;
            normal_sum += z;
            normal_squares += z * z;
            normal_fourth += z * z * z * z;
            gumbel_sum += static_cast<double>(gumbel(uniform(words[2])));
        }
        // Five standard errors of each mean.
        const double e = 5 / std::sqrt(static_cast<double>(n));
        QVERIFY(std::abs(sum / n - 0.5) < e * std::sqrt(1.0 / 12));
        QVERIFY(std::abs(squares / n - 1.0 / 3) < e * std::sqrt(4.0 / 45));
        QVERIFY(std::abs(normal_sum / n) < e);
        QVERIFY(std::abs(normal_squares / n - 1) < e * std::sqrt(2.0));
        QVERIFY(std::abs(normal_fourth / n - 3) < e * std::sqrt(96.0));
        QVERIFY(std::abs(gumbel_sum / n - 0.57721566490153286) < e * 1.2825498301618641);
    }

    void exp_is_right_to_one_unit_and_monotone_data() {
        QTest::addColumn<float>("first");
        QTest::addColumn<float>("last");
        QTest::newRow("positive") << 1e-12F << 88.0F;
        QTest::newRow("negative") << -1e-12F << -87.0F;
    }
    void exp_is_right_to_one_unit_and_monotone() {
        QFETCH(float, first);
        QFETCH(float, last);
        const auto stride = static_cast<std::uint32_t>(test::sized(1013, 13));
        const Walk result = walk(
            portable_exp, [](long double x) { return std::exp(x); }, bits_of(first), bits_of(last), stride);
        QVERIFY2(
            result.worst < 1.0,
            qPrintable(QString("%1 units at %2").arg(result.worst).arg(double(result.worst_at), 0, 'g', 10)));
        QVERIFY2(!result.falls, qPrintable(QString::number(double(result.falls_at), 'g', 10)));
    }

    void exp_rises_where_its_range_is_split() {
        // The reduction changes its multiple of log 2 at (k + 1/2) log 2.
        for (int k = -125; k <= 126; ++k) {
            const float edge = (static_cast<float>(k) + 0.5F) * 0.69314718F;
            QVERIFY2(rises_between_neighbours(portable_exp, bits_of(edge) - 500, 1000),
                     qPrintable(QString::number(k)));
        }
    }

    void exp_is_clamped_and_exact_at_zero() {
        QCOMPARE(portable_exp(0.0F), 1.0F);
        QCOMPARE(portable_exp(-0.0F), 1.0F);
        QCOMPARE(portable_exp(1e30F), portable_exp(88.0F));
        QCOMPARE(portable_exp(-1e30F), portable_exp(-87.0F));
        QVERIFY(std::isfinite(portable_exp(88.0F)));
        QVERIFY(std::isnormal(portable_exp(-87.0F)));
    }

    void log_is_right_to_one_unit_and_monotone() {
        const auto stride = static_cast<std::uint32_t>(test::sized(1013, 13));
        const Walk result = walk(
            portable_log, [](long double x) { return std::log(x); }, 0x00800000U, 0x7F7FFFFFU, stride);
        QVERIFY2(
            result.worst < 1.0,
            qPrintable(QString("%1 units at %2").arg(result.worst).arg(double(result.worst_at), 0, 'g', 10)));
        QVERIFY2(!result.falls, qPrintable(QString::number(double(result.falls_at), 'g', 10)));
        QCOMPARE(portable_log(1.0F), 0.0F);
    }

    void log_rises_where_its_range_is_split() {
        for (int exponent = -120; exponent <= 120; ++exponent)
            for (const float edge : {1.0F, 1.41421356F})
                QVERIFY2(
                    rises_between_neighbours(portable_log, bits_of(std::ldexp(edge, exponent)) - 500, 1000),
                    qPrintable(QString::number(exponent)));
    }

    void log_undoes_exp() {
        for (int i = -8600; i <= 8700; ++i) {
            const float x = static_cast<float>(i) / 100.0F;
            QVERIFY(std::abs(portable_log(portable_exp(x)) - x) <= std::max(2e-7F, std::abs(x) * 2e-7F));
        }
    }

    void quantile_has_the_right_tails_and_rises() {
        float before = -10;
        const auto stride = static_cast<std::uint32_t>(test::sized(7, 1));
        double worst = 0;
        for (std::uint32_t cell = 0; cell < 1U << 23U; cell += stride) {
            const float u = uniform(cell << 9U);
            const float z = normal_quantile(u);
            if (z < before) QFAIL(qPrintable(QString("falls at %1").arg(double(u), 0, 'g', 10)));
            before = z;
            if (normal_quantile(1.0F - u) != -z)
                QFAIL(qPrintable(QString("not odd at %1").arg(double(u), 0, 'g', 10)));
            // Tail probability of the deviate against the probability that was asked for.
            const long double tail =
                std::min(static_cast<long double>(u), 1.0L - static_cast<long double>(u));
            const long double got = 0.5L * std::erfc(std::abs(static_cast<long double>(z)) / std::sqrt(2.0L));
            worst = std::max(worst, static_cast<double>(std::abs(got / tail - 1.0L)));
        }
        QVERIFY2(worst < 5e-6, qPrintable(QString::number(worst)));
    }

    void quantile_gives_the_printed_values_data() {
        QTest::addColumn<double>("probability");
        QTest::addColumn<double>("deviate");
        QTest::newRow("median") << 0.5 << 0.0;
        QTest::newRow("0.8413") << 0.841344746068543 << 1.0;
        QTest::newRow("0.975") << 0.975 << 1.959963984540054;
        QTest::newRow("0.995") << 0.995 << 2.575829303548901;
        QTest::newRow("0.001") << 0.001 << -3.090232306167813;
        QTest::newRow("1e-6") << 1e-6 << -4.753424308822899;
    }
    void quantile_gives_the_printed_values() {
        QFETCH(double, probability);
        QFETCH(double, deviate);
        QVERIFY(std::abs(static_cast<double>(normal_quantile(static_cast<float>(probability))) - deviate) <
                3e-6);
    }

    void gumbel_is_right_and_finite_everywhere() {
        for (std::uint32_t cell = 0; cell < 1U << 23U; cell += 1 + cell / 64) {
            for (const std::uint32_t c : {cell, (1U << 23U) - 1 - cell}) {
                const float u = uniform(c << 9U);
                const float g = gumbel(u);
                const long double truth = -std::log(-std::log(static_cast<long double>(u)));
                QVERIFY(std::isfinite(g));
                QVERIFY(std::abs(static_cast<long double>(g) - truth) < 1e-6L);
            }
        }
    }

    void half_life_halves() {
        for (const float h : {0.5F, 14.0F, 365.0F}) {
            QCOMPARE(half_life_decay(0.0F, h), 1.0F);
            for (int k = 1; k <= 20; ++k)
                QVERIFY(std::abs(half_life_decay(h * static_cast<float>(k), h) * std::ldexp(1.0F, k) - 1.0F) <
                        3e-6F);
        }
        QVERIFY(half_life_decay(1e9F, 1.0F) > 0.0F);
    }

    void logistic_and_logit_are_inverse() {
        QCOMPARE(portable_logistic(0.0F), 0.5F);
        QVERIFY(portable_logistic(-1e30F) >= 0.0F);
        QCOMPARE(portable_logistic(1e30F), 1.0F);
        for (int i = 1; i < 1000; ++i) {
            const float p = static_cast<float>(i) / 1000.0F;
            QVERIFY(std::abs(portable_logistic(portable_logit(p)) - p) < 5e-7F);
            const long double truth =
                std::log(static_cast<long double>(p) / (1.0L - static_cast<long double>(p)));
            QVERIFY(std::abs(static_cast<long double>(portable_logit(p)) - truth) < 1e-6L);
        }
    }

    void the_sine_of_turns_is_that_of_the_library() {
        double worst = 0;
        for (int k = -40000; k <= 40000; ++k) {
            const float x = static_cast<float>(k) / 9973;
            const double exact = std::sin(2 * 3.14159265358979323846 * static_cast<double>(x));
            worst = std::max(worst, std::abs(static_cast<double>(portable_sine_of_turns(x)) - exact));
        }
        QVERIFY2(worst < 3e-6, qPrintable(QString::number(worst)));
        QCOMPARE(portable_sine_of_turns(0), 0.0F);
        QCOMPARE(portable_sine_of_turns(0.25F), 1.0F);
    }

    void tanh_is_odd_bounded_and_right() {
        for (int i = 0; i <= 2000; ++i) {
            const float x = static_cast<float>(i) / 100.0F;
            const float t = portable_tanh(x);
            QCOMPARE(portable_tanh(-x), -t);
            QVERIFY(t >= 0.0F && t <= 1.0F);
            QVERIFY(std::abs(static_cast<long double>(t) - std::tanh(static_cast<long double>(x))) < 2e-7L);
        }
        QCOMPARE(portable_tanh(1e30F), 1.0F);
    }
};
ATTUNE_TEST(Numbers_test);

#include "numbers_test.moc"
