// Why an item stands on a slate, from what the visit was scored by.
#include "core/base/day_part.h"
#include "core/base/portable_math.h"
#include "core/recommender/recommender.h"

#include <algorithm>

namespace attune {

/// Keeps what candidates are about to be scored by.
void Recommender::keep_scored_by(const Worker& worker, std::size_t v, const DerivedState& derived,
                                 const std::array<float, factor_count>& vector, ScoredBy& by) const {
    by.personal = true;
    std::copy_n(&worker.vectors[v * factor_count], factor_count, by.vector.begin());
    std::copy_n(&worker.adjustments[v * max_categories], max_categories, by.adjustment.begin());
    if (policy_.ranker == static_cast<int>(Ranker::content))
        std::copy_n(vector.begin(), max_categories, by.affinity.begin());
    else
        by.affinity.fill(0);
    by.category_weight = derived.category_weight;
    by.price_weight = derived.price_weight;
    by.off_hours = derived.off_hours;
}

/// What candidate j has from each thing, given the score and the loss by likeness it had at the time.
WhyItem Recommender::explain(const OpenVisit& visit, std::size_t j, std::int32_t score,
                             std::int32_t alike) const {
    const Candidates& candidates = visit.candidates;
    const ScoredBy& by = visit.scored_by;
    const std::uint32_t item = candidates.item[j];
    WhyItem why{.item = ItemId(item), .category = CategoryId(candidates.category[j]), .score = score};
    const auto part = [&](WhyPart which) -> std::int32_t& {
        return why.parts[static_cast<std::size_t>(which)];
    };
    if (policy_.ranker != static_cast<int>(Ranker::random)) {
        const bool factors = policy_.ranker == static_cast<int>(Ranker::factors);
        part(WhyPart::popularity) = to_score(item_bias(item));
        part(WhyPart::fairness) = to_score(static_cast<float>(fairness_.price(candidates.group[j])));
        part(WhyPart::lot) = panels_.lot(panels_.position_of(item), by.lot);
        const int now = visit.knows_part ? day_part(visit.request.hours) : -1;
        const ScoredBy::OfCategory of = by.of(candidates.category[j], now);
        part(WhyPart::taste) = of.taste;
        part(WhyPart::feedback) = of.feedback;
        part(WhyPart::part_of_day) = of.part_of_day;
        part(WhyPart::further) = of.further;
        if (by.personal && factors) {
            std::array<std::int16_t, factor_count> row;
            quantise(model_.vector(item), row.data());
            for (std::size_t k = 0; k < row.size(); ++k)
                part(WhyPart::taste) += std::int32_t{by.vector[k]} * row[k];
        }
        if (by.spared && visit.familiar[j]) {
            const float weight = by.category_weight[candidates.category[j]];
            float lost = std::min(weight, 0.0F);
            float off_hours = 0;
            for (const OffHour& off : by.off_hours)
                if (off.category == candidates.category[j] && off.part == now) off_hours += off.weight;
            lost += off_hours;
            if (lost < 0) part(WhyPart::familiar) = -to_score(lost);
        }
        if (by.personal && by.price_weight != 0)
            part(WhyPart::price) = to_score(by.price_weight * dearness_[item]);
        part(WhyPart::alike) = alike;
    }
    std::int32_t known = 0;
    for (std::size_t k = 0; k < static_cast<std::size_t>(WhyPart::noise); ++k)
        known += why.parts[k];
    part(WhyPart::said_now) = score - known;
    return why;
}

std::optional<WhyItem> Recommender::why(const OpenVisit& visit, int rank) const {
    const Slate& slate = visit.slate;
    if (!visit.slate_as_scored || rank < 0 || rank >= slate.count) return std::nullopt;
    const auto r = static_cast<std::size_t>(rank);
    const Candidates& candidates = visit.candidates;
    const std::size_t own = slate.candidate[r];
    WhyItem why = explain(visit, own, slate.score[r], visit.alike_shown[r]);
    why.parts[static_cast<std::size_t>(WhyPart::noise)] = slate.noise[r];
    why.parts[static_cast<std::size_t>(WhyPart::variety)] = slate.variety[r];
    why.parts[static_cast<std::size_t>(WhyPart::mix)] = slate.mix[r];
    why.parts[static_cast<std::size_t>(WhyPart::guard)] = slate.guard[r];
    why.key = why.score + slate.noise[r] + slate.variety[r] + slate.mix[r] + slate.guard[r];
    why.tried = ((slate.tries >> r) & 1U) != 0;

    const auto without_feedback = [&](std::size_t j) {
        if (candidates.category[j] != candidates.category[own]) return candidates.key[j];
        const WhyItem one = explain(visit, j, candidates.score[j], visit.alike[j]);
        return candidates.key[j] - one.part(WhyPart::feedback) - one.part(WhyPart::part_of_day) -
               one.part(WhyPart::familiar) - one.part(WhyPart::said_now);
    };
    const std::int32_t now = candidates.key[own];
    const std::int32_t without = without_feedback(own);
    why.place = why.place_without_feedback = 1;
    for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j) {
        if (candidates.state[j] == Candidates::hidden || j == own) continue;
        why.place += candidates.key[j] > now ? 1 : 0;
        why.place_without_feedback += without_feedback(j) > without ? 1 : 0;
    }
    return why;
}

} // namespace attune
