// Fractions counted by block of people, one for each thing counted, and the measures made of them.
#pragma once

#include "core/measures/statistics/jackknife.h"
#include "simulations/study/loop_measure.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace attune {

/// `Count` names what is counted; its last entry is count_.
template <typename Count>
class LoopBlocks {
public:
    /// The people counted from now on are another block's.
    void next_block() { blocks_.emplace_back(); }
    Fraction& operator[](Count what) { return blocks_.back()[static_cast<std::size_t>(what)]; }

    std::vector<Fraction> column(Count what) const {
        std::vector<Fraction> column;
        for (const auto& block : blocks_)
            column.push_back(block[static_cast<std::size_t>(what)]);
        return column;
    }
    /// What stands below the fraction line.
    double n(Count what) const {
        double n = 0;
        for (const auto& block : blocks_)
            n += block[static_cast<std::size_t>(what)].denominator;
        return n;
    }
    Estimate ratio(Count what) const {
        const std::vector<Fraction> one = column(what);
        return jackknife(std::span<const Fraction>(one), [](const Fraction& f) { return f.value(); });
    }
    /// of(first, second) of the added-up fractions of two counts.
    template <typename Of>
    Estimate both(Count first, Count second, const Of& of) const {
        const std::vector<Fraction> a = column(first), b = column(second);
        std::vector<Twin<Fraction>> pairs;
        for (std::size_t i = 0; i < a.size(); ++i)
            pairs.push_back({a[i], b[i]});
        return jackknife(std::span<const Twin<Fraction>>(pairs), [&of](const Twin<Fraction>& pair) {
            return of(pair.baseline.value(), pair.candidate.value());
        });
    }

    /// A share or a mean; with its twin and the difference where there is one.
    LoopMeasure measure(const std::string& key, LoopUnit unit, Count with,
                        std::optional<Count> twin = std::nullopt) const {
        const bool bounded = unit == LoopUnit::share || unit == LoopUnit::score;
        const double infinity = std::numeric_limits<double>::infinity();
        const auto as_value = [&](Count what) {
            return value_of(ratio(what), n(what), bounded ? 0 : -infinity, bounded ? 1 : infinity);
        };
        LoopMeasure measure{.key = key, .unit = unit, .value = as_value(with)};
        if (!twin) return measure;
        measure.twin = as_value(*twin);
        measure.change = value_of(both(with, *twin, [](double a, double b) { return a - b; }), n(with));
        return measure;
    }

    /// By how much less of something comes with the policy than without: 1 - with / without.
    LoopMeasure reduction(const std::string& key, Count with, Count without) const {
        return {.key = key,
                .value = value_of(both(with, without, [](double a, double b) { return 1 - a / b; }), n(with),
                                  -std::numeric_limits<double>::infinity(), 1)};
    }

private:
    std::vector<std::array<Fraction, static_cast<std::size_t>(Count::count_)>> blocks_;
};

} // namespace attune
