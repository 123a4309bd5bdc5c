// How long the kernels of the hot path take, each against the floor of the same run (see floor.h):
//   benchmark_kernels [--benchmark_filter=score]
// Column ns is per person (scoring, choosing) or per number (random numbers, functions); ratio is ours for
// one person to the floor for one person, where a person needs 1,024 numbers.
#include "core/base/lanes.h"
#include "core/base/portable_math.h"
#include "core/base/random.h"
#include "core/recommender/ranking/kernels.h"
#include "tests/benchmarks/floor.h"
#include "tests/benchmarks/paired_run.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace attune::benchmarks {
namespace {

constexpr int people = floor_people;
constexpr int categories = 20;
constexpr int numbers = 1024;
constexpr float factor_unit = 4096.0F;

// People and a catalogue whose categories lie apart, in the kernels' layout; scores of every person for two
// neighbouring days, so that a threshold of one day is nearly right on the other.
class Market {
public:
    explicit Market(int items) {
        const int per_category = (items + categories - 1) / categories;
        first_panel.push_back(0);
        std::uint32_t draw = 0;
        for (int c = 0; c < categories; ++c) {
            const std::array<float, factor_count> centre = factors(draw, 0.15F);
            const int panels = (per_category + panel_width - 1) / panel_width;
            for (int p = 0; p < panels; ++p) {
                std::array<std::array<float, factor_count>, panel_width> item{};
                for (int i = 0; i < panel_width; ++i) {
                    item[index(i)] = factors(draw, 0.15F);
                    for (int k = 0; k < factor_count; ++k)
                        item[index(i)][index(k)] += centre[index(k)];
                    base.push_back(p * panel_width + i < per_category
                                       ? static_cast<std::int32_t>(draw % 4096) * 256
                                       : padding_score);
                }
                for (int k = 0; k < factor_count; k += 2)
                    for (int i = 0; i < panel_width; ++i)
                        for (int half = 0; half < 2; ++half)
                            panel_factors.push_back(
                                static_cast<std::int16_t>(item[index(i)][index(k + half)] * factor_unit));
                panel_category.push_back(static_cast<std::uint8_t>(c));
            }
            first_panel.push_back(static_cast<std::uint32_t>(panel_category.size()));
        }
        for (int u = 0; u < people; ++u) {
            const std::array<float, factor_count> today = factors(draw, 0.3F);
            const std::array<float, factor_count> change = factors(draw, 0.01F);
            for (int k = 0; k < factor_count; ++k) {
                person_factors[0].push_back(static_cast<std::int16_t>(today[index(k)] * factor_unit));
                person_factors[1].push_back(
                    static_cast<std::int16_t>((today[index(k)] + change[index(k)]) * factor_unit));
            }
        }
        adjustment.assign(index(people) * categories, -1000);
        item_lots.assign(index(positions()), 12345);
        people_lots.assign(index(people), 321);
        for (int day = 0; day < 2; ++day) {
            scores[index(day)].resize(index(people) * index(positions()));
            score_all(ranking_kernels(SimdLevel::sse2), tile_width, day);
        }
    }

    int positions() const { return static_cast<int>(panel_category.size()) * panel_width; }
    const std::int32_t* scores_of(int person, int day) const {
        return scores[index(day)].data() + index(person) * index(positions());
    }
    void score(const RankingKernels& kernels, int first_person, int tile, int day) {
        kernels.score({.panels = panel_factors.data(),
                       .base = base.data(),
                       .item_lots = item_lots.data(),
                       .panel_category = panel_category.data(),
                       .panel_count = static_cast<int>(panel_category.size()),
                       .people = person_factors[index(day)].data() + first_person * factor_count,
                       .people_lots = people_lots.data() + first_person,
                       .category_adjustment = adjustment.data() + first_person * categories,
                       .adjustment_stride = categories,
                       .people_count = tile,
                       .scores = scores[index(day)].data() + index(first_person) * index(positions())});
    }
    void score_all(const RankingKernels& kernels, int tile, int day) {
        for (int u = 0; u < people; u += tile)
            score(kernels, u, tile, day);
        benchmark::DoNotOptimize(scores[index(day)].data());
        benchmark::ClobberMemory();
    }

    static std::size_t index(int i) { return static_cast<std::size_t>(i); }

    std::vector<std::uint32_t> first_panel;

private:
    static std::array<float, factor_count> factors(std::uint32_t& draw, float spread) {
        std::array<float, factor_count> out{};
        for (float& f : out)
            f = spread * normal_quantile(uniform(words_at(stream_key(2, 0), Stream::resample, draw++)[0]));
        return out;
    }

    std::vector<std::int16_t> panel_factors;
    std::vector<std::int32_t> base;
    std::vector<std::uint8_t> panel_category;
    std::array<std::vector<std::int16_t>, 2> person_factors;
    std::vector<std::int32_t> adjustment;
    std::vector<std::int32_t> item_lots;
    std::vector<std::uint16_t> people_lots;
    std::array<std::vector<std::int32_t>, 2> scores;
};

void add(const std::string& name, void (*body)(benchmark::State&, SimdLevel, int, int), SimdLevel level,
         int items, int extra) {
    benchmark::RegisterBenchmark(name.c_str(),
                                 [=](benchmark::State& state) { body(state, level, items, extra); })
        ->UseManualTime()
        ->Unit(benchmark::kMicrosecond);
}

void score_block(benchmark::State& state, SimdLevel level, int items, int tile) {
    Market market(items);
    const RankingKernels& kernels = ranking_kernels(level);
    run_against_floor(state, items, people, 1, [&] { market.score_all(kernels, tile, 0); });
}

// Scores each tile and then chooses for its people, so that the scores are in the cache and no two choices
// are alike; the price of choosing is the difference from the row `score`. Warm: every person starts from
// what the other day left, as in a run.
template <bool warm>
void score_and_select(benchmark::State& state, SimdLevel level, int items, int wanted) {
    Market market(items);
    const RankingKernels& kernels = ranking_kernels(level);
    std::array<std::int32_t, people> guesses{};
    std::vector<std::uint32_t> out(Market::index(wanted) + 8);
    int day = 0;
    run_against_floor(state, items, people, 1, [&] {
        day = 1 - day;
        for (int u = 0; u < people; ++u) {
            if (u % tile_width == 0) market.score(kernels, u, tile_width, day);
            std::int32_t& guess = guesses[Market::index(u)];
            if (!warm) guess = 0;
            kernels.select_best(market.scores_of(u, day), market.positions(), wanted, guess, out.data());
        }
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    });
}

void score_and_champions(benchmark::State& state, SimdLevel level, int items, int per_category) {
    Market market(items);
    const RankingKernels& kernels = ranking_kernels(level);
    std::vector<std::uint32_t> out(Market::index(categories * per_category));
    run_against_floor(state, items, people, 1, [&] {
        for (int u = 0; u < people; ++u) {
            if (u % tile_width == 0) market.score(kernels, u, tile_width, 0);
            kernels.category_champions(market.scores_of(u, 0), market.first_panel.data(), categories,
                                       per_category, out.data());
        }
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    });
}

// ---- random numbers and functions ----

struct Numbers {
    std::vector<std::uint32_t> words;
    std::vector<float> exponents;
    std::vector<float> positive;
    std::vector<std::uint32_t> out_words;
    std::vector<float> out;

    Numbers()
        : out_words(4 * numbers)
        , out(numbers) {
        for (std::uint32_t i = 0; i < numbers; ++i) {
            words.push_back(words_at(stream_key(3, 0), Stream::resample, i)[0]);
            exponents.push_back(-8.0F + 10.0F * uniform(words.back()));
            positive.push_back(0.01F + 4.0F * uniform(words.back()));
        }
    }
};

template <typename Work>
void add_numbers(const std::string& name, double results, Work work) {
    benchmark::RegisterBenchmark(name.c_str(),
                                 [=](benchmark::State& state) {
                                     Numbers n;
                                     run_against_floor(state, 1000, results * 16, 1024, [&] {
                                         for (int repeat = 0; repeat < 16; ++repeat) {
                                             work(n);
                                             benchmark::DoNotOptimize(n.out.data());
                                             benchmark::DoNotOptimize(n.out_words.data());
                                             benchmark::ClobberMemory();
                                         }
                                     });
                                 })
        ->UseManualTime()
        ->Unit(benchmark::kMicrosecond);
}

template <typename In, typename Function>
void one_by_one(const std::vector<In>& in, std::vector<float>& out, Function function) {
    for (std::size_t i = 0; i < in.size(); ++i)
        out[i] = function(in[i]);
}

void add_scalar_numbers() {
    add_numbers("philox/scalar", 4 * numbers, [](Numbers& n) {
        const StreamKey key = stream_key(4, 0);
        for (std::size_t i = 0; i < numbers; ++i) {
            const Words words = words_at(key, Stream::slate, n.words[i], 1, 2);
            for (std::size_t w = 0; w < 4; ++w)
                n.out_words[w * numbers + i] = words[w];
        }
    });
    add_numbers("uniform/scalar", numbers, [](Numbers& n) { one_by_one(n.words, n.out, uniform); });
    add_numbers("gumbel/scalar", numbers, [](Numbers& n) {
        one_by_one(n.words, n.out, [](std::uint32_t w) { return gumbel(uniform(w)); });
    });
    add_numbers("exp/scalar", numbers, [](Numbers& n) { one_by_one(n.exponents, n.out, portable_exp); });
    add_numbers("log/scalar", numbers, [](Numbers& n) { one_by_one(n.positive, n.out, portable_log); });
    add_numbers("normal/scalar", numbers, [](Numbers& n) {
        one_by_one(n.words, n.out, [](std::uint32_t w) { return normal_quantile(uniform(w)); });
    });
}

void add_lane_numbers(const std::string& level_name, SimdLevel level) {
    const Lanes* table = &lanes(level);
    add_numbers("philox/" + level_name, 4 * numbers, [=](Numbers& n) {
        table->philox(stream_key(4, 0), n.words.data(), numbers, 1, 2, Stream::slate, n.out_words.data());
    });
    add_numbers("uniform/" + level_name, numbers,
                [=](Numbers& n) { table->uniforms(n.words.data(), numbers, n.out.data()); });
    add_numbers("gumbel/" + level_name, numbers,
                [=](Numbers& n) { table->gumbels(n.words.data(), numbers, n.out.data()); });
    add_numbers("exp/" + level_name, numbers,
                [=](Numbers& n) { table->exps(n.exponents.data(), numbers, n.out.data()); });
    add_numbers("log/" + level_name, numbers,
                [=](Numbers& n) { table->logs(n.positive.data(), numbers, n.out.data()); });
    add_numbers("normal/" + level_name, numbers,
                [=](Numbers& n) { table->normals(n.words.data(), numbers, n.out.data()); });
}

void add_all() {
    for (const int items : {1000, 5000, 20000})
        add(
            "floor/" + std::to_string(items),
            [](benchmark::State& state, SimdLevel, int size, int) {
                if (!floor_can_run())
                    return state.SkipWithError("the floor needs a processor with AVX2 and FMA");
                Floor floor(size);
                run_against_floor(state, size, people, 1, [&] { floor.run(); });
            },
            SimdLevel::sse2, items, 0);
    add_scalar_numbers();
    for (const SimdLevel level : {SimdLevel::sse2, SimdLevel::avx2}) {
        if (!processor_has(level)) continue;
        const std::string name = level == SimdLevel::sse2 ? "sse2" : "avx2";
        for (const int items : {1000, 5000, 20000}) {
            const std::string row = "/" + name + "/" + std::to_string(items);
            add("score" + row, score_block, level, items, tile_width);
            add("score_one_by_one" + row, score_block, level, items, 1);
            for (const int wanted : {100, 200}) {
                add("score_and_select_warm" + row + "/" + std::to_string(wanted), score_and_select<true>,
                    level, items, wanted);
                add("score_and_select_cold" + row + "/" + std::to_string(wanted), score_and_select<false>,
                    level, items, wanted);
            }
            add("score_and_champions" + row, score_and_champions, level, items, 2);
        }
        add_lane_numbers(name, level);
    }
}

} // namespace
} // namespace attune::benchmarks

int main(int argc, char** argv) {
    attune::benchmarks::add_all();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
