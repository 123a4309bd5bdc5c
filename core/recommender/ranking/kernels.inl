// The integer kernels of the ranking, written once over the vector type that the including file chose
// (core/base/vector_sse2.h or vector_avx2.h). Plain loops over eight lanes, nothing that would leave a
// function behind for the linker. No include guard: a kernel file includes it once.

#include "core/recommender/ranking/kernels.h"

#include <cstddef>

namespace attune {
namespace {

constexpr int width = 8;
constexpr int panel_values = panel_width * factor_count;
static_assert(panel_width == width && factor_count % 2 == 0);

// ---- scoring ----

/// Scores `panels` (1 or 2) neighbouring panels for `people` people. The sums stay in registers only if these
/// loops are unrolled, which GCC does not do by itself at -O2: without the pragmas this is several times
/// slower.
ATTUNE_LANE_CODE void score_panels(const ScoreInput& input, const int people, const int panels,
                                   int first_person, int first_panel, const Pair* factors, const Pair* lots) {
    Ints sums[people_in_registers][2];
#pragma GCC unroll 2
    for (int p = 0; p < panels; ++p) {
        const Ints base = load(input.base + (first_panel + p) * width);
        const Ints item_lots = load(input.item_lots + (first_panel + p) * width);
        const int category = input.panel_category[first_panel + p];
#pragma GCC unroll 4
        for (int u = 0; u < people; ++u)
            sums[u][p] =
                base +
                ints(input.category_adjustment[(first_person + u) * input.adjustment_stride + category]) +
                multiply_each(item_lots, lots[u]);
    }
    const std::int16_t* items = input.panels + static_cast<std::ptrdiff_t>(first_panel) * panel_values;
#pragma GCC unroll 4
    for (int k = 0; k < factor_pairs; ++k) {
        Ints item[2];
#pragma GCC unroll 2
        for (int p = 0; p < panels; ++p)
            item[p] = load(items + p * panel_values + k * 2 * width);
#pragma GCC unroll 4
        for (int u = 0; u < people; ++u) {
            const Pair factor = factors[u * factor_pairs + k];
#pragma GCC unroll 2
            for (int p = 0; p < panels; ++p)
                sums[u][p] = sums[u][p] + multiply_pairs(item[p], factor);
        }
    }
    const std::ptrdiff_t stride = static_cast<std::ptrdiff_t>(input.panel_count) * width;
#pragma GCC unroll 4
    for (int u = 0; u < people; ++u) {
        std::int32_t* to = input.scores + (first_person + u) * stride + first_panel * width;
#pragma GCC unroll 2
        for (int p = 0; p < panels; ++p)
            store(to + p * width, sums[u][p]);
    }
}

ATTUNE_LANE_CODE void score_people(const ScoreInput& input, const int people, int first_person) {
    Pair factors[people_in_registers * factor_pairs];
    Pair lots[people_in_registers];
    for (int u = 0; u < people; ++u) {
        for (int k = 0; k < factor_pairs; ++k)
            factors[u * factor_pairs + k] = pair_of(input.people + (first_person + u) * factor_count + 2 * k);
        const std::int16_t lot[2] = {static_cast<std::int16_t>(input.people_lots[first_person + u]), 0};
        lots[u] = pair_of(lot);
    }
    int panel = 0;
    for (; panel + 2 <= input.panel_count; panel += 2)
        score_panels(input, people, 2, first_person, panel, factors, lots);
    if (panel < input.panel_count) score_panels(input, people, 1, first_person, panel, factors, lots);
}

void score(const ScoreInput& input) {
    int person = 0;
    if constexpr (people_in_registers >= 4)
        for (; person + 4 <= input.people_count; person += 4)
            score_people(input, 4, person);
    for (; person + 2 <= input.people_count; person += 2)
        score_people(input, 2, person);
    if (person < input.people_count) score_people(input, 1, person);
}

// ---- the best by counting ----

/// Longest list of survivors that is cut on the side; beyond it the cut is sought among all scores.
constexpr int most_survivors = 1024;

/// The largest of `count` keys, a positive multiple of 8.
ATTUNE_LANE_CODE std::int32_t largest_of(const std::int32_t* keys, int count) {
    Ints top[2] = {load(keys), load(keys)};
    int i = 0;
    for (; i + 2 * width <= count; i += 2 * width) {
        top[0] = larger(top[0], load(keys + i));
        top[1] = larger(top[1], load(keys + i + width));
    }
    if (i < count) top[0] = larger(top[0], load(keys + i));
    return first_lane(largest_lane(larger(top[0], top[1])));
}

/// How many values lie above `bound`.
ATTUNE_LANE_CODE int count_above(const std::int32_t* values, int count, std::int32_t bound) {
    const Ints limit = ints(bound);
    Ints sum[4] = {ints(0), ints(0), ints(0), ints(0)};
    int i = 0;
    for (; i + 4 * width <= count; i += 4 * width) {
#pragma GCC unroll 4
        for (int k = 0; k < 4; ++k)
            sum[k] = sum[k] - greater(load(values + i + k * width), limit);
    }
    for (; i < count; i += width)
        sum[0] = sum[0] - greater(load(values + i), limit);
    return first_lane(sum_of_lanes((sum[0] + sum[1]) + (sum[2] + sum[3])));
}

/// Two bounds with the number of values above each: low_count > wanted > high_count once both are known.
struct Bracket {
    std::int32_t low;
    std::int32_t high;
    int low_count;
    int high_count;
};

/// Rough binary logarithm, 2^23 per octave: the bits of the number as a float. Only steers the search.
ATTUNE_LANE_CODE std::int64_t rough_log(int value) {
    const float number = value > 0 ? static_cast<float>(value) : 0.5F;
    std::int32_t bits;
    __builtin_memcpy(&bits, &number, sizeof bits);
    return bits;
}

/// Where between the bounds the count should be `aim`, by interpolating its logarithm (tails of scores fall
/// about exponentially); strictly between them, which are at least two apart.
ATTUNE_LANE_CODE std::int32_t interpolated(const Bracket& bracket, int aim) {
    const std::int64_t gap = static_cast<std::int64_t>(bracket.high) - bracket.low;
    const std::int64_t low_log = rough_log(bracket.low_count);
    const std::int64_t fall = low_log - rough_log(bracket.high_count);
    // gap < 2^32 and the logarithms differ by less than 2^29: no overflow.
    std::int64_t step = fall > 0 ? gap * (low_log - rough_log(aim)) / fall : gap / 2;
    step = step < 1 ? 1 : step;
    step = step > gap - 1 ? gap - 1 : step;
    return static_cast<std::int32_t>(bracket.low + step);
}

/// Narrows the bracket until the count above its low bound lies in [wanted, most], or the bounds are
/// neighbours and all values between them equal bracket.high. Every third step halves the gap, so at most
/// about 100 steps are made whatever the values are.
ATTUNE_LANE_CODE void narrow(const std::int32_t* values, int count, int wanted, int most, Bracket& bracket) {
    const int aim = wanted + (most - wanted) / 2;
    for (int step = 1; bracket.low_count > most; ++step) {
        const std::int64_t gap = static_cast<std::int64_t>(bracket.high) - bracket.low;
        if (gap <= 1) return;
        const std::int32_t bound =
            step % 3 == 0 ? static_cast<std::int32_t>(bracket.low + gap / 2) : interpolated(bracket, aim);
        const int above = count_above(values, count, bound);
        if (above >= wanted) {
            bracket.low = bound;
            bracket.low_count = above;
        } else {
            bracket.high = bound;
            bracket.high_count = above;
        }
    }
}

struct Extent {
    std::int32_t smallest;
    std::int32_t largest;
    int valid;
};

/// Smallest, largest and number of the scores that are not padding.
ATTUNE_LANE_CODE Extent extent_of(const std::int32_t* scores, int count) {
    const Ints padding = ints(padding_limit);
    const Ints none = ints(INT32_MAX);
    Ints least = none;
    Ints most = padding;
    Ints valid = ints(0);
    for (int i = 0; i < count; i += width) {
        const Ints s = load(scores + i);
        const Ints real = greater(s, padding);
        least = smaller(least, select(real, s, none));
        most = larger(most, s);
        valid = valid - real;
    }
    return {first_lane(smallest_lane(least)), first_lane(largest_lane(most)),
            first_lane(sum_of_lanes(valid))};
}

/// Writes the indices of all values above `bound` in order; up to eight lanes of rubbish may follow.
ATTUNE_LANE_CODE int collect_above(const std::int32_t* values, int count, std::int32_t bound,
                                   std::uint32_t* out) {
    const Ints limit = ints(bound);
    int used = 0;
    for (int i = 0; i < count; i += width)
        used += store_chosen(out + used, bits_of(greater(load(values + i), limit)),
                             static_cast<std::uint32_t>(i));
    return used;
}

/// Writes the indices of the values above `cut` and of the first `ties` that equal it, in order.
ATTUNE_LANE_CODE int collect_with_ties(const std::int32_t* values, int count, std::int32_t cut, int ties,
                                       std::uint32_t* out) {
    const Ints limit = ints(cut);
    int used = 0;
    for (int i = 0; i < count; i += width) {
        const Ints v = load(values + i);
        const unsigned above = bits_of(greater(v, limit));
        for (unsigned set = above | bits_of(equal(v, limit)); set != 0; set &= set - 1) {
            const int lane = __builtin_ctz(set);
            if ((above >> lane & 1U) == 0 && ties-- <= 0) continue;
            out[used++] = static_cast<std::uint32_t>(i + lane);
        }
    }
    return used;
}

/// Cuts the survivors (ascending indices) to the best `wanted`, ties to the lower index.
ATTUNE_LANE_CODE void cut_survivors(const std::int32_t* scores, const std::uint32_t* survivors, int used,
                                    int wanted, std::int32_t low, std::uint32_t* out) {
    std::int32_t values[most_survivors + width];
    Bracket bracket = {low, low, used, 0};
    for (int i = 0; i < used; ++i) {
        values[i] = scores[survivors[i]];
        bracket.high = values[i] > bracket.high ? values[i] : bracket.high;
    }
    store(values + used, ints(INT32_MIN));
    const int padded = (used + width - 1) / width * width;
    narrow(values, padded, wanted, wanted, bracket);
    // Either exactly `wanted` lie above the low bound, or the ties at the high bound straddle the cut.
    std::uint32_t kept[most_survivors + width];
    if (bracket.low_count == wanted)
        collect_above(values, padded, bracket.low, kept);
    else
        collect_with_ties(values, padded, bracket.high, wanted - bracket.high_count, kept);
    for (int i = 0; i < wanted; ++i)
        out[i] = survivors[kept[i]];
}

int select_best(const std::int32_t* scores, int count, int wanted, std::int32_t& guess, std::uint32_t* out) {
    if (wanted <= 0 || count <= 0) return 0;
    int most = wanted < most_survivors ? wanted + wanted / 4 : wanted;
    if (most > most_survivors) most = wanted;
    const std::int32_t start = guess < padding_limit ? padding_limit : guess;
    Bracket bracket = {start, INT32_MAX, count_above(scores, count, start), 0};
    if (bracket.low_count < wanted || bracket.low_count > most) {
        const Extent extent = extent_of(scores, count);
        if (extent.valid <= wanted) {
            guess = padding_limit;
            return collect_above(scores, count, padding_limit, out);
        }
        const std::int32_t floor = extent.smallest - 1; // cannot wrap: padding lies lower and is not counted
        const bool missed_above = bracket.low_count < wanted;
        bracket.high = extent.largest;
        if (missed_above && start < extent.largest) {
            bracket.high = start;
            bracket.high_count = bracket.low_count;
        }
        if (missed_above || start < floor) {
            bracket.low = floor;
            bracket.low_count = extent.valid;
        }
        narrow(scores, count, wanted, most, bracket);
    }
    guess = bracket.low;
    if (bracket.low_count > most)
        return collect_with_ties(scores, count, bracket.high, wanted - bracket.high_count, out);
    if (bracket.low_count == wanted) return collect_above(scores, count, bracket.low, out);
    std::uint32_t survivors[most_survivors + width];
    const int used = collect_above(scores, count, bracket.low, survivors);
    cut_survivors(scores, survivors, used, wanted, bracket.low, out);
    return wanted;
}

// ---- champions and the largest ----

int category_champions(const std::int32_t* scores, const std::uint32_t* first_panel, int categories,
                       int per_category, std::uint32_t* out) {
    int used = 0;
    for (int c = 0; c < categories; ++c) {
        Ints best = ints(padding_limit);
        Ints where = ints(0);
        Ints index = lane_numbers() + ints(static_cast<std::int32_t>(first_panel[c] * width));
        for (std::uint32_t panel = first_panel[c]; panel < first_panel[c + 1]; ++panel) {
            const Ints s = load(scores + static_cast<std::size_t>(panel) * width);
            const Ints better = greater(s, best);
            best = select(better, s, best);
            where = select(better, index, where);
            index = index + ints(width);
        }
        for (int taken = 0; taken < per_category; ++taken) {
            const Ints top = largest_lane(best);
            const Ints item = smallest_lane(select(equal(best, top), where, ints(INT32_MAX)));
            // Written in any case, counted only if real: there is room, since no round before wrote more than
            // one.
            out[used] = static_cast<std::uint32_t>(first_lane(item));
            used += first_lane(top) > padding_limit ? 1 : 0;
            best = select(equal(where, item), ints(INT32_MIN), best);
        }
    }
    return used;
}

std::int32_t largest(const std::int32_t* keys, int count) {
    return largest_of(keys, count);
}

} // namespace
} // namespace attune
