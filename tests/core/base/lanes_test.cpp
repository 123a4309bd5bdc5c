#include "core/base/lanes.h"
#include "core/base/portable_math.h"
#include "core/base/random.h"
#include "tests/support/kernel_objects.h"
#include "tests/support/test.h"

#include <QCoreApplication>
#include <QProcess>
#include <QProcessEnvironment>

#include <bit>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

using namespace attune;

namespace {

std::vector<SimdLevel> levels() {
    std::vector<SimdLevel> all = {SimdLevel::sse2};
    if (processor_has(SimdLevel::avx2)) all.push_back(SimdLevel::avx2);
    return all;
}

std::uint32_t bits(float x) {
    return std::bit_cast<std::uint32_t>(x);
}

// Words that a hash spreads over all 32 bits, with the corners first.
std::vector<std::uint32_t> test_words(std::size_t count) {
    std::vector<std::uint32_t> words = {0U,          1U,          511U,        512U,
                                        513U,        0x7FFFFFFFU, 0x7FFFFE00U, 0x80000000U,
                                        0x800001FFU, 0x80000200U, 0xFFFFFDFFU, 0xFFFFFE00U,
                                        0xFFFFFF7FU, 0xFFFFFF80U, 0xFFFFFFFEU, 0xFFFFFFFFU};
    for (std::uint64_t i = 0; words.size() < count; ++i)
        words.push_back(static_cast<std::uint32_t>(mix64(i)));
    return words;
}

using FloatKernel = void (*)(const float*, int, float*);
using WordKernel = void (*)(const std::uint32_t*, int, float*);

// Compares a kernel with its scalar function over whole arrays, at every short length and off every
// alignment.
template <typename In, typename Kernel, typename Scalar>
void compare(Kernel kernel, const std::vector<In>& input, Scalar scalar) {
    std::vector<float> out(input.size() + 1, 4711.0F);
    kernel(input.data(), static_cast<int>(input.size()), out.data());
    for (std::size_t i = 0; i < input.size(); ++i)
        if (bits(out[i]) != bits(scalar(input[i])))
            QFAIL(qPrintable(QString("element %1: %2 instead of %3")
                                 .arg(i)
                                 .arg(double(out[i]), 0, 'g', 10)
                                 .arg(double(scalar(input[i])), 0, 'g', 10)));
    QCOMPARE(out.back(), 4711.0F);
    for (std::size_t shift = 0; shift < 8; ++shift)
        for (int n = 0; n <= 40; n += 8) {
            std::vector<float> part(static_cast<std::size_t>(n) + 9, 4711.0F);
            kernel(input.data() + shift, n, part.data() + shift);
            for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i)
                QCOMPARE(bits(part[i + shift]), bits(scalar(input[i + shift])));
            QCOMPARE(part[static_cast<std::size_t>(n) + shift], 4711.0F);
        }
}

void add_levels() {
    QTest::addColumn<int>("level");
    for (const SimdLevel level : levels())
        QTest::addRow("%s", level == SimdLevel::sse2 ? "sse2" : "avx2") << static_cast<int>(level);
}

const Lanes& table(int level) {
    return lanes(static_cast<SimdLevel>(level));
}

} // namespace

class Lanes_test : public QObject {
    Q_OBJECT
private slots:
    // Started again as its own process by the test below, with the variable set.
    void level_is_what_the_variable_says() {
        const char* wish = std::getenv("ATTUNE_SIMD");
        const SimdLevel best = processor_has(SimdLevel::avx2) ? SimdLevel::avx2 : SimdLevel::sse2;
        QCOMPARE(simd_level(), wish && std::string(wish) == "sse2" ? SimdLevel::sse2 : best);
    }
    void the_variable_chooses_the_level_data() {
        QTest::addColumn<QString>("wish");
        for (const char* wish : {"sse2", "avx2", "", "SSE9"})
            QTest::addRow("'%s'", wish) << QString(wish);
    }
    void the_variable_chooses_the_level() {
        QFETCH(QString, wish);
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("ATTUNE_SIMD", wish);
        process.setProcessEnvironment(environment);
        process.start(QCoreApplication::applicationFilePath(),
                      {"Lanes_test", "level_is_what_the_variable_says"});
        QVERIFY(process.waitForFinished(60000));
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0,
                 process.readAllStandardOutput().constData());
    }

    void a_forced_level_is_in_force() {
        const SimdLevel before = simd_level();
        force_simd_level(SimdLevel::sse2);
        QCOMPARE(simd_level(), SimdLevel::sse2);
        QCOMPARE(&lanes(), &lanes(SimdLevel::sse2));
        force_simd_level(SimdLevel::avx2);
        const SimdLevel best = processor_has(SimdLevel::avx2) ? SimdLevel::avx2 : SimdLevel::sse2;
        QCOMPARE(simd_level(), best);
        QCOMPARE(&lanes(), &lanes(best));
        force_simd_level(before);
        QVERIFY(&lanes(SimdLevel::sse2) != &lanes(SimdLevel::avx2));
    }

    void philox_equals_the_scalar_words_data() { add_levels(); }
    void philox_equals_the_scalar_words() {
        QFETCH(int, level);
        const std::vector<std::uint32_t> addresses =
            test_words(static_cast<std::size_t>(test::sized(400, 4000)));
        for (const std::uint64_t seed : {0ULL, 1ULL, 0xFFFFFFFFFFFFFFFFULL})
            for (const Stream stream : {Stream::catalogue, Stream::slate, Stream::resample})
                for (const std::uint32_t b : {0U, 77U, 0xFFFFFFFFU}) {
                    const StreamKey key = stream_key(seed, b);
                    for (const int n : {8, 16, 24, 32, static_cast<int>(addresses.size())}) {
                        const auto count = static_cast<std::size_t>(n);
                        std::vector<std::uint32_t> out(4 * count + 1, 4711U);
                        table(level).philox(key, addresses.data(), n, b, ~b, stream, out.data());
                        for (std::size_t i = 0; i < count; ++i) {
                            const Words words = words_at(key, stream, addresses[i], b, ~b);
                            for (std::size_t w = 0; w < 4; ++w)
                                QCOMPARE(out[w * count + i], words[w]);
                        }
                        QCOMPARE(out.back(), 4711U);
                    }
                }
    }

    void functions_of_words_equal_the_scalar_ones_data() { add_levels(); }
    void functions_of_words_equal_the_scalar_ones() {
        QFETCH(int, level);
        const std::vector<std::uint32_t> words =
            test_words(static_cast<std::size_t>(test::sized(1 << 18, 1 << 24)));
        compare(table(level).uniforms, words, [](std::uint32_t w) { return uniform(w); });
        compare(table(level).gumbels, words, [](std::uint32_t w) { return gumbel(uniform(w)); });
        compare(table(level).normals, words, [](std::uint32_t w) { return normal_quantile(uniform(w)); });
    }

    void exp_equals_the_scalar_one_data() { add_levels(); }
    void exp_equals_the_scalar_one() {
        QFETCH(int, level);
        std::vector<float> x = {0.0F,   -0.0F,  1.0F,  -1.0F,  87.9F,  88.0F,   88.1F,   -86.9F,
                                -87.0F, -87.1F, 1e30F, -1e30F, 1e-30F, -1e-30F, 3.4e38F, -3.4e38F};
        const int steps = test::sized(1 << 18, 1 << 24);
        for (int i = 0; i < steps; ++i)
            x.push_back(-90.0F + 180.0F * static_cast<float>(i) / static_cast<float>(steps));
        compare(table(level).exps, x, [](float v) { return portable_exp(v); });
    }

    void log_equals_the_scalar_one_data() { add_levels(); }
    void log_equals_the_scalar_one() {
        QFETCH(int, level);
        std::vector<float> x = {1.0F,        0x1p-126F,   3.4e38F,    0.70710677F,
                                0.70710683F, 0.99999994F, 1.0000001F, 2.0F};
        // Every positive normal float, in strides.
        const std::uint32_t stride = static_cast<std::uint32_t>(test::sized(8191, 127));
        for (std::uint32_t b = 0x00800000U; b < 0x7F800000U; b += stride)
            x.push_back(std::bit_cast<float>(b));
        while (x.size() % 8 != 0)
            x.push_back(1.0F);
        compare(table(level).logs, x, [](float v) { return portable_log(v); });
    }

    void the_output_may_be_the_input_data() { add_levels(); }
    void the_output_may_be_the_input() {
        QFETCH(int, level);
        std::vector<float> x;
        for (int i = 1; i <= 64; ++i)
            x.push_back(0.37F * static_cast<float>(i));
        std::vector<float> y = x;
        table(level).logs(y.data(), 64, y.data());
        for (std::size_t i = 0; i < x.size(); ++i)
            QCOMPARE(bits(y[i]), bits(portable_log(x[i])));
        table(level).exps(y.data(), 64, y.data());
        for (std::size_t i = 0; i < x.size(); ++i)
            QCOMPARE(bits(y[i]), bits(portable_exp(portable_log(x[i]))));
    }

    void kernel_files_share_no_code_with_the_program() {
        const QStringList objects = test::object_files(ATTUNE_KERNEL_OBJECTS);
        QCOMPARE(objects.size(), 2);
        for (const QString& object : objects) {
            const QStringList symbols = test::symbols_of(object);
            QVERIFY2(!symbols.filter("lanes_").isEmpty(),
                     qPrintable("nm found no kernel table in " + object));
            const QStringList strangers = test::strangers_in(symbols);
            QVERIFY2(strangers.isEmpty(), qPrintable(object + ": " + strangers.join(", ")));
        }
    }

    // The check itself must be able to see what it forbids.
    void the_symbol_check_finds_shared_code_data() {
        QTest::addColumn<QString>("line");
        QTest::addColumn<bool>("stranger");
        QTest::newRow("own function") << "_ZN6attune4expsE t 10 20" << false;
        QTest::newRow("own table") << "_ZN6attune10lanes_avx2E D 0 30" << false;
        QTest::newRow("weak function") << "_ZN6attune5mix64Em W 0 20" << true;
        QTest::newRow("unique object") << "_ZN6attune5tableE u 0 20" << true;
        QTest::newRow("weak object") << "_ZN6attune5tableE V 0 20" << true;
        QTest::newRow("borrowed function") << "_ZSt4sortPi U  " << true;
        QTest::newRow("start-up code") << "_GLOBAL__sub_I__ZN6attune10lanes_avx2E t 0 20" << true;
        QTest::newRow("unwinding") << "DW.ref.__gxx_personality_v0 V 0 8" << false;
        QTest::newRow("sanitizer") << "__asan_report_load4 U  " << false;
    }
    void the_symbol_check_finds_shared_code() {
        QFETCH(QString, line);
        QFETCH(bool, stranger);
        QCOMPARE(!test::strangers_in({line}).isEmpty(), stranger);
    }
};
ATTUNE_TEST(Lanes_test);

#include "lanes_test.moc"
