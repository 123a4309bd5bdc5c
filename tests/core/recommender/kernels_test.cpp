#include "core/base/random.h"
#include "core/recommender/ranking/kernels.h"
#include "tests/support/kernel_objects.h"
#include "tests/support/test.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

using namespace attune;

namespace {

constexpr std::int32_t lowest_real = padding_limit + 1;
constexpr std::int32_t highest_real = 1 << 30;

std::vector<SimdLevel> levels() {
    std::vector<SimdLevel> all = {SimdLevel::sse2};
    if (processor_has(SimdLevel::avx2)) all.push_back(SimdLevel::avx2);
    return all;
}

// A stream of numbers for the tests, one address after the other.
class Numbers {
public:
    explicit Numbers(std::uint32_t seed)
        : key_(stream_key(20, seed)) {}
    std::uint32_t next() {
        if (used_ == 4) {
            words_ = words_at(key_, Stream::resample, at_++);
            used_ = 0;
        }
        return words_[used_++];
    }
    int below(int limit) { return static_cast<int>(next() % static_cast<std::uint32_t>(limit)); }
    std::int32_t between(std::int32_t low, std::int32_t high) {
        const auto span = static_cast<std::uint64_t>(static_cast<std::int64_t>(high) - low + 1);
        return static_cast<std::int32_t>(low + static_cast<std::int64_t>(next() % span));
    }

private:
    StreamKey key_;
    Words words_{};
    std::size_t used_ = 4;
    std::uint32_t at_ = 0;
};

// What select_best must return: a stable sort by score, the first `wanted` real ones, in index order.
std::vector<std::uint32_t> best_by_sorting(const std::vector<std::int32_t>& scores, int wanted) {
    std::vector<std::uint32_t> order;
    for (std::uint32_t i = 0; i < scores.size(); ++i)
        if (scores[i] > padding_limit) order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return scores[a] > scores[b]; });
    order.resize(std::min(order.size(), static_cast<std::size_t>(std::max(wanted, 0))));
    std::sort(order.begin(), order.end());
    return order;
}

std::vector<std::uint32_t> best_by_kernel(SimdLevel level, const std::vector<std::int32_t>& scores,
                                          int wanted, std::int32_t& guess) {
    constexpr std::uint32_t mark = 0xDEADBEEFU;
    std::vector<std::uint32_t> out(static_cast<std::size_t>(std::max(wanted, 0)) + 8 + 16, mark);
    const int n = ranking_kernels(level).select_best(scores.data(), static_cast<int>(scores.size()), wanted,
                                                     guess, out.data());
    for (std::size_t i = out.size() - 16; i < out.size(); ++i)
        if (out[i] != mark) return {mark}; // wrote past wanted + 8
    out.resize(static_cast<std::size_t>(n));
    return out;
}

std::vector<std::int32_t> scores_of(const std::string& shape, int count, Numbers& numbers) {
    std::vector<std::int32_t> scores(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < scores.size(); ++i) {
        std::int32_t s = 0;
        if (shape == "all equal")
            s = 77;
        else if (shape == "all padding")
            s = padding_score;
        else if (shape == "padding at the limit")
            s = padding_limit;
        else if (shape == "one real")
            s = i == scores.size() / 2 ? lowest_real : padding_limit;
        else if (shape == "rising")
            s = static_cast<std::int32_t>(i);
        else if (shape == "falling")
            s = -static_cast<std::int32_t>(i);
        else if (shape == "two values")
            s = numbers.below(2) == 0 ? lowest_real : highest_real;
        else if (shape == "few values")
            s = numbers.below(5);
        else if (shape == "lowest and its neighbour")
            s = lowest_real + numbers.below(2);
        else if (shape == "full range")
            s = numbers.between(std::numeric_limits<std::int32_t>::min(),
                                std::numeric_limits<std::int32_t>::max());
        else if (shape == "real range")
            s = numbers.between(lowest_real, highest_real);
        else if (shape == "bell")
            for (int k = 0; k < 12; ++k)
                s += numbers.between(-(1 << 23), 1 << 23);
        else if (shape == "one giant")
            s = i == 3 ? std::numeric_limits<std::int32_t>::max() : numbers.below(40);
        else if (shape == "cliff") // most far below, a tight crowd at the top: interpolation alone creeps
            s = i % 7 == 0 ? highest_real - numbers.below(300) : -numbers.below(3);
        else if (shape == "powers")
            s = 1 << numbers.below(31);
        else if (shape == "half padding")
            s = numbers.below(2) == 0 ? padding_score : numbers.between(-5, 5);
        scores[i] = s;
    }
    return scores;
}

const std::array<const char*, 16> shapes = {"all equal",  "all padding", "padding at the limit",
                                            "one real",   "rising",      "falling",
                                            "two values", "few values",  "lowest and its neighbour",
                                            "full range", "real range",  "bell",
                                            "one giant",  "powers",      "half padding",
                                            "cliff"};

struct Catalogue_data {
    std::vector<std::int16_t> panels;
    std::vector<std::int32_t> base;
    std::vector<std::int32_t> item_lots;
    std::vector<std::uint8_t> category;
    std::vector<std::int16_t> people;
    std::vector<std::uint16_t> people_lots;
    std::vector<std::int32_t> adjustment;
    int stride = 0;
};

Catalogue_data made(int panels, int people, std::int32_t largest_factor, Numbers& numbers) {
    Catalogue_data d;
    d.stride = 24;
    for (int i = 0; i < panels * panel_width * factor_count; ++i)
        d.panels.push_back(static_cast<std::int16_t>(numbers.between(-largest_factor - 1, largest_factor)));
    for (int i = 0; i < panels * panel_width; ++i)
        d.base.push_back(numbers.below(9) == 0 ? padding_score : numbers.between(-(1 << 28), 1 << 28));
    for (int i = 0; i < panels * panel_width; ++i)
        d.item_lots.push_back(numbers.between(0, 65535));
    for (int p = 0; p < panels; ++p)
        d.category.push_back(static_cast<std::uint8_t>(numbers.below(d.stride)));
    for (int i = 0; i < people * factor_count; ++i)
        d.people.push_back(static_cast<std::int16_t>(numbers.between(-largest_factor - 1, largest_factor)));
    for (int i = 0; i < people; ++i)
        d.people_lots.push_back(static_cast<std::uint16_t>(numbers.between(0, 65535)));
    for (int i = 0; i < people * d.stride; ++i)
        d.adjustment.push_back(numbers.between(-(1 << 28), 1 << 28));
    return d;
}

// The definition, one product at a time, modulo 2^32.
std::int32_t plain_score(const Catalogue_data& d, int person, int item) {
    const int panel = item / panel_width;
    auto sum = static_cast<std::uint32_t>(d.base[static_cast<std::size_t>(item)]);
    sum += static_cast<std::uint32_t>(d.adjustment[static_cast<std::size_t>(
        person * d.stride + d.category[static_cast<std::size_t>(panel)])]);
    for (int k = 0; k < factor_count; ++k) {
        const int at =
            panel * panel_width * factor_count + (k / 2) * panel_width * 2 + (item % panel_width) * 2 + k % 2;
        const int product = d.panels[static_cast<std::size_t>(at)] *
                            d.people[static_cast<std::size_t>(person * factor_count + k)];
        sum += static_cast<std::uint32_t>(product);
    }
    const std::int64_t product = std::int64_t{d.item_lots[static_cast<std::size_t>(item)]} *
                                 d.people_lots[static_cast<std::size_t>(person)];
    sum += static_cast<std::uint32_t>(product % 65536);
    return static_cast<std::int32_t>(sum);
}

} // namespace

class Ranking_kernels_test : public QObject {
    Q_OBJECT
private slots:
    void scores_equal_the_plain_sum_data() {
        QTest::addColumn<int>("panels");
        QTest::addColumn<int>("people");
        QTest::addColumn<int>("largest_factor");
        for (const int panels : {1, 2, 3, 8, 17, 125})
            for (int people = 1; people <= tile_width; ++people)
                for (const int factor : {3, 4096, 32767})
                    QTest::addRow("%d panels, %d people, factors to %d", panels, people, factor)
                        << panels << people << factor;
    }
    void scores_equal_the_plain_sum() {
        QFETCH(int, panels);
        QFETCH(int, people);
        QFETCH(int, largest_factor);
        Numbers numbers(static_cast<std::uint32_t>(panels * 10 + people));
        const Catalogue_data d = made(panels, people, largest_factor, numbers);
        const auto count = static_cast<std::size_t>(panels * panel_width);
        for (const SimdLevel level : levels()) {
            std::vector<std::int32_t> scores(count * static_cast<std::size_t>(people) + 8, 4711);
            ranking_kernels(level).score({.panels = d.panels.data(),
                                          .base = d.base.data(),
                                          .item_lots = d.item_lots.data(),
                                          .panel_category = d.category.data(),
                                          .panel_count = panels,
                                          .people = d.people.data(),
                                          .people_lots = d.people_lots.data(),
                                          .category_adjustment = d.adjustment.data(),
                                          .adjustment_stride = d.stride,
                                          .people_count = people,
                                          .scores = scores.data()});
            for (int u = 0; u < people; ++u)
                for (int i = 0; i < static_cast<int>(count); ++i)
                    QCOMPARE(scores[static_cast<std::size_t>(u) * count + static_cast<std::size_t>(i)],
                             plain_score(d, u, i));
            for (std::size_t i = count * static_cast<std::size_t>(people); i < scores.size(); ++i)
                QCOMPARE(scores[i], 4711);
        }
    }

    void padding_stays_padding_under_any_adjustment() {
        for (const std::int32_t adjustment : {-(1 << 28), 0, 1 << 28}) {
            const std::int64_t score = std::int64_t{padding_score} + adjustment;
            QVERIFY(score <= padding_limit);
            QVERIFY(score >= std::numeric_limits<std::int32_t>::min());
        }
    }

    void the_best_are_those_of_a_stable_sort_data() {
        QTest::addColumn<QString>("shape");
        QTest::addColumn<int>("count");
        for (const char* shape : shapes)
            for (const int count : {8, 16, 40, 1000, 5000})
                QTest::addRow("%s, %d", shape, count) << QString(shape) << count;
    }
    void the_best_are_those_of_a_stable_sort() {
        QFETCH(QString, shape);
        QFETCH(int, count);
        Numbers numbers(static_cast<std::uint32_t>(count));
        const int rounds = count > 100 ? test::sized(2, 40) : test::sized(20, 400);
        for (int round = 0; round < rounds; ++round) {
            const std::vector<std::int32_t> scores = scores_of(shape.toStdString(), count, numbers);
            const std::array<int, 16> most = {0,   1,   2,   3,   5,         7,         8,     9,
                                              100, 200, 819, 820, count / 2, count - 1, count, count + 100};
            for (const int wanted : most) {
                const std::vector<std::uint32_t> expected = best_by_sorting(scores, wanted);
                for (const SimdLevel level : levels()) {
                    std::int32_t guess = 0;
                    // Twice: cold, then from what the first call left.
                    QCOMPARE(best_by_kernel(level, scores, wanted, guess), expected);
                    QCOMPARE(best_by_kernel(level, scores, wanted, guess), expected);
                }
            }
        }
    }

    void the_guess_never_changes_the_answer_data() {
        QTest::addColumn<QString>("shape");
        for (const char* shape : shapes)
            QTest::addRow("%s", shape) << QString(shape);
    }
    void the_guess_never_changes_the_answer() {
        QFETCH(QString, shape);
        Numbers numbers(5);
        const std::vector<std::int32_t> scores = scores_of(shape.toStdString(), 1000, numbers);
        using Limits = std::numeric_limits<std::int32_t>;
        std::vector<std::int32_t> guesses = {Limits::min(),
                                             Limits::min() + 1,
                                             Limits::max(),
                                             Limits::max() - 1,
                                             padding_score,
                                             padding_limit - 1,
                                             padding_limit,
                                             lowest_real,
                                             lowest_real + 1,
                                             highest_real,
                                             0,
                                             1,
                                             -1,
                                             76,
                                             77,
                                             78};
        for (int i = 0; i < test::sized(40, 1000); ++i) {
            const std::int32_t score = scores[static_cast<std::size_t>(numbers.below(1000))];
            guesses.push_back(score);
            if (score > Limits::min()) guesses.push_back(score - 1);
            guesses.push_back(numbers.between(Limits::min(), Limits::max()));
        }
        for (const int wanted : {1, 8, 100, 999, 1000}) {
            const std::vector<std::uint32_t> expected = best_by_sorting(scores, wanted);
            for (const std::int32_t start : guesses) {
                std::set<std::int32_t> left;
                for (const SimdLevel level : levels()) {
                    std::int32_t guess = start;
                    QCOMPARE(best_by_kernel(level, scores, wanted, guess), expected);
                    left.insert(guess);
                }
                QCOMPARE(left.size(), 1U); // every level leaves the same guess
            }
        }
    }

    void category_champions_are_the_best_of_their_columns_data() {
        QTest::addColumn<QString>("shape");
        for (const char* shape : shapes)
            QTest::addRow("%s", shape) << QString(shape);
    }
    void category_champions_are_the_best_of_their_columns() {
        QFETCH(QString, shape);
        Numbers numbers(9);
        for (int round = 0; round < test::sized(20, 400); ++round) {
            const int categories = 1 + numbers.below(24);
            std::vector<std::uint32_t> first_panel = {static_cast<std::uint32_t>(numbers.below(3))};
            for (int c = 0; c < categories; ++c)
                first_panel.push_back(first_panel.back() + static_cast<std::uint32_t>(numbers.below(6)));
            const std::vector<std::int32_t> scores =
                scores_of(shape.toStdString(), static_cast<int>(first_panel.back()) * panel_width, numbers);
            for (int per_category = 0; per_category <= 8; ++per_category) {
                std::vector<std::uint32_t> expected;
                for (std::size_t c = 0; c + 1 < first_panel.size(); ++c) {
                    std::vector<std::uint32_t> champions;
                    for (std::uint32_t column = 0; column < panel_width; ++column) {
                        int best = -1;
                        for (std::uint32_t i = first_panel[c] * panel_width + column;
                             i < first_panel[c + 1] * panel_width; i += panel_width)
                            if (scores[i] > padding_limit &&
                                (best < 0 || scores[i] > scores[static_cast<std::size_t>(best)]))
                                best = static_cast<int>(i);
                        if (best >= 0) champions.push_back(static_cast<std::uint32_t>(best));
                    }
                    std::sort(champions.begin(), champions.end());
                    std::stable_sort(champions.begin(), champions.end(),
                                     [&](auto a, auto b) { return scores[a] > scores[b]; });
                    champions.resize(std::min(champions.size(), static_cast<std::size_t>(per_category)));
                    expected.insert(expected.end(), champions.begin(), champions.end());
                }
                for (const SimdLevel level : levels()) {
                    std::vector<std::uint32_t> out(static_cast<std::size_t>(categories * per_category) + 1,
                                                   4711);
                    const int n = ranking_kernels(level).category_champions(
                        scores.data(), first_panel.data(), categories, per_category, out.data());
                    QCOMPARE(out.back(), 4711U);
                    out.resize(static_cast<std::size_t>(n));
                    QCOMPARE(out, expected);
                }
            }
        }
    }

    void largest_is_the_largest() {
        Numbers numbers(11);
        for (const char* shape : shapes)
            for (int count = 8; count <= 136; count += 8) {
                const std::vector<std::int32_t> keys = scores_of(shape, count, numbers);
                for (const SimdLevel level : levels())
                    QCOMPARE(ranking_kernels(level).largest(keys.data(), count),
                             *std::max_element(keys.begin(), keys.end()));
            }
        const std::vector<std::int32_t> lowest(24, std::numeric_limits<std::int32_t>::min());
        for (const SimdLevel level : levels())
            QCOMPARE(ranking_kernels(level).largest(lowest.data(), 24), lowest[0]);
    }

    void largest_finds_every_position() {
        for (int count = 8; count <= 64; count += 8)
            for (int at = 0; at < count; ++at) {
                std::vector<std::int32_t> keys(static_cast<std::size_t>(count), -3);
                keys[static_cast<std::size_t>(at)] = 5;
                for (const SimdLevel level : levels())
                    QCOMPARE(ranking_kernels(level).largest(keys.data(), count), 5);
            }
    }

    void the_level_in_force_chooses_the_table() {
        const SimdLevel before = simd_level();
        for (const SimdLevel level : levels()) {
            force_simd_level(level);
            QCOMPARE(&ranking_kernels(), &ranking_kernels(level));
        }
        force_simd_level(before);
    }

    void kernel_files_share_no_code_with_the_program() {
        const QStringList objects = test::object_files(ATTUNE_KERNEL_OBJECTS);
        QCOMPARE(objects.size(), 2);
        for (const QString& object : objects) {
            const QStringList symbols = test::symbols_of(object);
            QVERIFY2(!symbols.filter("ranking_kernels_").isEmpty(),
                     qPrintable("nm found no kernel table in " + object));
            const QStringList strangers = test::strangers_in(symbols);
            QVERIFY2(strangers.isEmpty(), qPrintable(object + ": " + strangers.join(", ")));
        }
    }
};
ATTUNE_TEST(Ranking_kernels_test);

#include "kernels_test.moc"
