#include "core/recommender/ranking/expected_share.h"

#include "core/recommender/ranking/inclusion.h"

#include <algorithm>

namespace attune {
namespace {

using ByCategory = std::array<float, max_categories>;

ByCategory mix_of(const Candidates& candidates, const Inclusion& at) {
    ByCategory mix{};
    if (at.places <= 0) return mix;
    for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j)
        mix[candidates.category[j]] += at.chance[j] / at.places;
    return mix;
}

} // namespace

double expected_share(const Candidates& candidates, CategoryId category, float shift, float temperature,
                      float exploration, const Spared* spared) {
    int count = 0, ours = 0;
    for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j) {
        if (candidates.state[j] == Candidates::hidden) continue;
        ++count;
        ours += candidates.category[j] == category.value ? 1 : 0;
    }
    if (count == 0) return 0;
    const Inclusion expected = inclusion(candidates, category, shift, temperature, spared);
    const float by_lot = static_cast<float>(ours) / static_cast<float>(count);
    return static_cast<double>((1.0F - exploration) * mix_of(candidates, expected)[category.value] +
                               exploration * by_lot);
}

SlateForecast::SlateForecast(const Candidates& candidates, float temperature, float exploration,
                             const Spared* spared)
    : candidates_(&candidates)
    , spared_(spared)
    , temperature_(temperature)
    , exploration_(exploration)
    , before_(inclusion(candidates, CategoryId(0), 0, temperature)) {}

SlateChange SlateForecast::change(CategoryId category, float shift) const {
    if (before_.places <= 0) return {};
    const Inclusion after = inclusion(*candidates_, category, shift, temperature_, spared_);
    float replaced = 0;
    for (std::size_t j = 0; j < static_cast<std::size_t>(candidates_->count); ++j)
        replaced += std::max(before_.chance[j] - after.chance[j], 0.0F);
    const ByCategory mix = mix_of(*candidates_, before_), mixed = mix_of(*candidates_, after);
    float moved = 0;
    for (std::size_t c = 0; c < mix.size(); ++c)
        moved += std::max(mix[c] - mixed[c], 0.0F);
    return {.turnover = (1.0F - exploration_) * replaced / before_.places,
            .variation = (1.0F - exploration_) * moved};
}

SlateChange expected_change(const Candidates& candidates, CategoryId category, float shift, float temperature,
                            float exploration) {
    return SlateForecast(candidates, temperature, exploration).change(category, shift);
}

} // namespace attune
