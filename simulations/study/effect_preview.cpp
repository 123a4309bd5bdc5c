#include "simulations/study/effect_preview.h"

#include "simulations/study/loop_rejected.h"
#include "simulations/study/loop_spoken.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <span>
#include <utility>

namespace attune {
namespace {

constexpr std::size_t sides = 2; ///< before, after

enum class Count { mistaken, bad, bad_twin, off, spoken, trust, count_ };

/// The fractions of one block of people under both policies.
struct Block {
    std::array<std::array<Fraction, static_cast<std::size_t>(Count::count_)>, sides> counts;

    Fraction& at(std::size_t side, Count what) { return counts[side][static_cast<std::size_t>(what)]; }
    double value(std::size_t side, Count what) const {
        return counts[side][static_cast<std::size_t>(what)].value();
    }
    Block& operator+=(const Block& other) {
        return each(other, [](auto& a, const auto& b) { a += b; });
    }
    Block& operator-=(const Block& other) {
        return each(other, [](auto& a, const auto& b) { a -= b; });
    }
    bool empty() const {
        return std::all_of(counts.begin(), counts.end(), [](const auto& side) {
            return std::all_of(side.begin(), side.end(), [](const Fraction& f) { return f.empty(); });
        });
    }

private:
    template <typename Do>
    Block& each(const Block& other, const Do& change) {
        for (std::size_t side = 0; side < sides; ++side)
            for (std::size_t what = 0; what < counts[side].size(); ++what)
                change(counts[side][what], other.counts[side][what]);
        return *this;
    }
};

void count_people(const LoopRuns& runs, std::size_t side, std::vector<Block>& blocks) {
    const std::size_t users = runs.population.people.size();
    blocks.resize((users + block_size - 1) / block_size);
    for (std::size_t user = 0; user < users; ++user) {
        Block& block = blocks[user / block_size];
        const SpokenTo& spoken = runs.episodes.spoken_to()[user];
        block.at(side, Count::mistaken) += {spoken.mistaken, spoken.offers};
        if (!runs.genuine(user)) continue; // the others' signs say nothing of what they feel
        const Rejection& person = runs.rejections.people()[user];
        const Rejection& twin = runs.twin_rejections.people()[user];
        block.at(side, Count::bad) += {person.bad, person.pairs};
        block.at(side, Count::bad_twin) += {twin.bad, twin.pairs};
        block.at(side, Count::off) += {spoken.turned_off, spoken.spoken};
        block.at(side, Count::spoken) += {spoken.spoken, spoken.visits};
        block.at(side, Count::trust) += {runs.episodes.trust()[user], 1.0};
    }
}

MetricValue found(const std::vector<LoopMeasure>& measures, std::string_view key) {
    const auto one = std::find_if(measures.begin(), measures.end(),
                                  [key](const LoopMeasure& measure) { return measure.key == key; });
    return one == measures.end() ? unknown_value() : one->value;
}

/// A value of few things is none, but how few is told.
MetricValue if_enough(MetricValue value) {
    if (value.n >= effect_least) return value;
    MetricValue few = unknown_value();
    few.n = value.n;
    return few;
}

/// The mean of one side, by block.
MetricValue mean(const std::vector<Block>& blocks, std::size_t side, Count what) {
    std::vector<Fraction> column;
    double n = 0;
    for (const Block& block : blocks) {
        column.push_back(block.counts[side][static_cast<std::size_t>(what)]);
        n += column.back().denominator;
    }
    return value_of(jackknife(std::span<const Fraction>(column), [](const Fraction& f) { return f.value(); }),
                    n, 0);
}

template <typename Of>
EffectMeasure measure_of(const char* key, LoopUnit unit, std::array<MetricValue, sides> values,
                         const std::vector<Block>& blocks, const Of& of) {
    EffectMeasure measure{
        .key = key, .unit = unit, .before = if_enough(values[0]), .after = if_enough(values[1])};
    for (MetricValue* value : {&measure.before, &measure.after})
        value->key.clear(); // the measure has its own
    if (!std::isfinite(measure.before.value) || !std::isfinite(measure.after.value)) return measure;
    measure.change = value_of(jackknife(std::span<const Block>(blocks),
                                        [&of](const Block& all) { return of(all, 1) - of(all, 0); }),
                              std::min(measure.before.n, measure.after.n));
    measure.change.value = measure.after.value - measure.before.value;
    return measure;
}

} // namespace

Result<EffectPreview> preview_effect(const LoadedScenario& scenario, const Policy& before,
                                     const Policy& after, const SimulateOptions& options) {
    auto stored = scenario;
    stored.scenario.users = std::min(stored.scenario.users, effect_people);
    stored.scenario.days = std::min(stored.scenario.days, effect_days);
    EffectPreview preview{.scenario = stored.scenario.name,
                          .before = before.name,
                          .people = stored.scenario.users,
                          .days = stored.scenario.days,
                          .measures = {}};
    int days_done = 0;
    const auto after_day = [&] {
        ++days_done;
        if (options.progress)
            options.progress(static_cast<double>(days_done) /
                             (static_cast<double>(sides) * LoopRuns::runs * stored.scenario.days));
    };
    std::vector<Block> blocks;
    std::array<MetricValue, sides> fal, urr, off, spoken, trust;
    for (std::size_t side = 0; side < sides; ++side) {
        const Policy& policy = side == 0 ? before : after;
        const auto runs = run_loop(stored, policy, 0, options, after_day);
        if (!runs) return pass_on(runs);
        LoopRejected rejected;
        LoopSpoken said;
        rejected.add(**runs);
        said.add(**runs, policy.session_cap);
        std::vector<LoopMeasure> measures;
        rejected.write(measures);
        said.write(measures);
        fal[side] = found(measures, "fal");
        urr[side] = found(measures, "urr");
        off[side] = found(measures, "opt_per_prompt");
        count_people(**runs, side, blocks);
    }
    for (std::size_t side = 0; side < sides; ++side) {
        spoken[side] = mean(blocks, side, Count::spoken);
        trust[side] = mean(blocks, side, Count::trust);
    }
    const auto plain = [](Count what) {
        return [what](const Block& all, std::size_t side) { return all.value(side, what); };
    };
    preview.measures = {measure_of("fal", LoopUnit::share, fal, blocks, plain(Count::mistaken)),
                        measure_of("urr", LoopUnit::share, urr, blocks,
                                   [](const Block& all, std::size_t side) {
                                       return 1 -
                                              all.value(side, Count::bad) / all.value(side, Count::bad_twin);
                                   }),
                        measure_of("opt", LoopUnit::share, off, blocks, plain(Count::off)),
                        measure_of("pps", LoopUnit::prompts, spoken, blocks, plain(Count::spoken)),
                        measure_of("trust", LoopUnit::score, trust, blocks, plain(Count::trust))};
    return preview;
}

} // namespace attune
