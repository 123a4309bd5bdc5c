#include "core/recommender/ranking/slate.h"

#include "core/recommender/ranking/thompson.h"

#include <algorithm>
#include <limits>

namespace attune {
namespace {

constexpr std::int32_t gone = Candidates::no_key;
constexpr std::int32_t highest_key = (std::numeric_limits<std::int32_t>::max() - 256) & ~255;
constexpr std::int32_t lowest_key = (std::numeric_limits<std::int32_t>::min() + 256) & ~255;

template <std::size_t n>
GroupExposure exposure_of(const Candidates& candidates, const std::array<std::uint16_t, n>& chosen,
                          int count) {
    GroupExposure exposure{};
    for (int rank = 0; rank < count; ++rank)
        exposure[candidates.group[chosen[static_cast<std::size_t>(rank)]]] += rank_exposure(rank);
    return exposure;
}

CategoryMix own_mix_of(const Candidates& candidates, const ExposureController& fairness) {
    std::array<std::int32_t, max_provider_groups> prices;
    for (std::size_t g = 0; g < prices.size(); ++g)
        prices[g] = to_score(static_cast<float>(fairness.price(g)));
    return own_mix(candidates, prices);
}

/// Nats of variety or mix to what a key can hold.
std::int32_t to_key(float nats) {
    return static_cast<std::int32_t>((nats * (score_unit / 256.0F) + 12582912.0F) - 12582912.0F) * 256;
}

std::int32_t moved(std::int32_t key, std::int32_t by) {
    // The low byte is the index and stays; what leaves the range of keys stops at its ends.
    const std::int64_t to = static_cast<std::int64_t>(key) + by;
    if (to > highest_key) return highest_key | (key & 255);
    if (to < lowest_key) return lowest_key | (key & 255);
    return static_cast<std::int32_t>(to);
}

} // namespace

/// What the choices so far do to the rest of a slate.
struct SlateMaker::Terms {
    SlateVariety variety;
    TasteMatch taste;
    std::array<std::int32_t, max_candidates> lost;       ///< for variety, as far as it is known
    std::array<std::int32_t, max_categories> gained{};   ///< for the mix, at this rank
    std::array<std::int32_t, slate_length> variety_at{}; ///< as taken, by rank
    std::array<std::int32_t, slate_length> mix_at{};     ///< likewise
    std::array<std::int32_t, slate_length> key_at{};     ///< likewise
    std::array<float, slate_length> propensity{};        ///< likewise
    std::uint32_t tries = 0;
    VisitAddress visit;
    std::uint32_t number; ///< of the slate in the visit

    Terms(const SlateMaker& maker, const Candidates& candidates, const SlateContext& context,
          const ExposureController& fairness, VisitAddress address, std::uint32_t slate)
        : variety(maker.diversity_, maker.diversity_weight_, context.likeness, candidates)
        , taste(context.own_mix ? maker.taste_match_ : 0.0,
                context.own_mix && maker.taste_match_ > 0 ? own_mix_of(candidates, fairness) : CategoryMix{})
        , visit(address)
        , number(slate) {}

    void begin(int padded, int kept) {
        tries &= (1U << kept) - 1U;
        std::fill(propensity.begin() + kept, propensity.end(), 0.0F);
        if (variety.active()) {
            variety.begin();
            std::fill_n(lost.begin(), padded, 0);
        }
        if (taste.active()) {
            taste.begin();
            gained.fill(0);
        }
    }
};

SlateMaker::SlateMaker(const Policy& policy)
    : category_cap_(policy.category_cap)
    , exploration_share_(policy.exploration_share)
    , diversity_(static_cast<Diversity>(policy.diversity))
    , diversity_weight_(policy.diversity_weight)
    , taste_match_(policy.taste_match) {}

int SlateMaker::fill(const Candidates& candidates, const Bonus* bonus, std::uint32_t exploration_ranks,
                     Chosen& chosen, Terms& terms, int kept, ExposureNeed* need) const {
    alignas(32) std::array<std::int32_t, max_candidates> keys;
    const int padded = candidates.padded_count();
    std::copy_n(candidates.live.begin(), padded, keys.begin());
    if (bonus)
        for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j) {
            if (keys[j] != gone) keys[j] = moved(keys[j], (*bonus)[candidates.group[j]]);
        }
    std::array<std::uint8_t, max_categories> taken{};
    const RankingKernels& kernels = ranking_kernels();
    int count = 0;
    terms.begin(padded, kept);
    // Brings a key up to date with what was chosen; whether it was not.
    const auto update = [&](std::size_t j) {
        const std::int32_t lost = to_key(terms.variety.loss(j));
        if (lost == terms.lost[j]) return false;
        keys[j] = moved(keys[j], terms.lost[j] - lost);
        terms.lost[j] = lost;
        return true;
    };
    // Keys only fall as the slate fills, so one that is largest and up to date is the largest of all.
    const auto largest_of = [&](const auto& largest) {
        std::int32_t best = largest();
        while (terms.variety.active() && best != gone && update(static_cast<std::size_t>(255 - (best & 255))))
            best = largest();
        return best;
    };
    const auto update_mix = [&] {
        if (!terms.taste.active()) return;
        for (std::size_t c = 0; c < max_categories; ++c) {
            const std::size_t end = candidates.category_begin[c + 1];
            if (candidates.category_begin[c] == end) continue;
            const std::int32_t gain = to_key(terms.taste.gain(c));
            for (std::size_t k = candidates.category_begin[c]; gain != terms.gained[c] && k < end; ++k)
                if (keys[k] != gone) keys[k] = moved(keys[k], gain - terms.gained[c]);
            terms.gained[c] = gain;
        }
    };
    const auto take = [&](std::size_t j) {
        const auto rank = static_cast<std::size_t>(count);
        const std::size_t category = candidates.category[j];
        if (terms.variety.active()) {
            update(j);
            terms.variety_at[rank] = -terms.lost[j];
            terms.variety.take(j);
        }
        if (terms.taste.active()) {
            terms.mix_at[rank] = terms.gained[category];
            terms.taste.take(category);
        }
        terms.key_at[rank] = keys[j];
        chosen[static_cast<std::size_t>(count++)] = static_cast<std::uint16_t>(j);
        keys[j] = gone;
        if (++taken[category] >= category_cap_)
            for (std::size_t k = candidates.category_begin[category];
                 k < candidates.category_begin[category + 1]; ++k)
                keys[k] = gone;
    };
    const auto scored_try = [&] {
        return largest_of([&] {
            std::int32_t largest = gone;
            for (int e = 0; e < candidates.exploration_count; ++e)
                largest = std::max(largest, keys[candidates.exploration[static_cast<std::size_t>(e)]]);
            return largest;
        });
    };
    const auto drawn_try = [&] {
        std::array<std::int32_t, exploration_candidates> left;
        std::array<float, exploration_candidates> means, spreads;
        std::size_t n = 0;
        for (std::size_t e = 0; e < static_cast<std::size_t>(candidates.exploration_count); ++e) {
            const std::size_t j = candidates.exploration[e];
            if (keys[j] == gone) continue;
            if (terms.variety.active()) update(j);
            // The draw takes the place of the ranking's own noise.
            const std::int32_t noise = (candidates.key[j] & ~255) - candidates.score[j];
            left[n] = keys[j];
            means[n] = from_score((keys[j] & ~255) - noise);
            spreads[n++] = candidates.spread[e];
        }
        if (n == 0) return gone;
        const ThompsonDraw drawn =
            draw_thompson(std::span(means).first(n), std::span(spreads).first(n), terms.visit,
                          terms.number * slate_length + static_cast<std::uint32_t>(count));
        terms.propensity[static_cast<std::size_t>(count)] = drawn.chance;
        return left[drawn.which];
    };
    while (count < kept) {
        update_mix();
        take(chosen[static_cast<std::size_t>(count)]);
    }
    while (count < slate_length) {
        update_mix();
        if (((exploration_ranks >> count) & 1U) != 0) {
            const std::int32_t best = candidates.thompson ? drawn_try() : scored_try();
            if (best != gone) {
                terms.tries |= 1U << count;
                take(static_cast<std::size_t>(255 - (best & 255)));
                continue;
            }
        }
        std::int32_t best = largest_of([&] { return kernels.largest(keys.data(), padded); });
        if (best == gone) break;
        if (need) {
            for (std::size_t j = 0; terms.variety.active() && j < static_cast<std::size_t>(candidates.count);
                 ++j)
                if (keys[j] != gone) update(j);
            best = need->choose(candidates, keys, taken, category_cap_, count);
        }
        take(static_cast<std::size_t>(255 - (best & 255)));
    }
    return count;
}

void SlateMaker::make(Candidates& candidates, const ExposureController& fairness, VisitAddress visit,
                      std::uint32_t number, ExposureLedger& ledger, ExposureDay& day, Slate& slate,
                      double more_tries, const SlateContext& context) const {
    // Which ranks belong to random candidates: each with the same chance, so that a share of 0.1 is one of
    // ten.
    std::uint32_t exploration_ranks = 0;
    const auto tries = static_cast<std::uint32_t>((exploration_share_ + more_tries) * 0x1p16 + 0.5);
    if (tries > 0) {
        // Half a word for each rank: fine enough for a share, and two draws have enough of them.
        for (std::uint32_t block = 0, rank = 0; rank < slate_length; ++block)
            for (const std::uint32_t word :
                 words_at(visit.key, Stream::exploration, 0x80000000U + number, visit.visit, block))
                for (std::uint32_t half = 0; half < 2 && rank < slate_length; ++half, ++rank)
                    if (((word >> (16 * half)) & 0xFFFFU) < tries) exploration_ranks |= 1U << rank;
    }
    Chosen chosen{};
    Terms terms(*this, candidates, context, fairness, visit, number);
    int count = fill(candidates, nullptr, exploration_ranks, chosen, terms);
    if (count < slate_length) {
        // A long visit has seen its candidates: what was shown earlier may come again, behind what was not;
        // what was rejected may not.
        for (int i = 0; i < candidates.count; ++i)
            if (candidates.state[static_cast<std::size_t>(i)] == Candidates::shown)
                candidates.set_state(static_cast<std::size_t>(i), Candidates::fresh);
        count = fill(candidates, nullptr, exploration_ranks, chosen, terms, count);
    }
    GroupExposure shown = exposure_of(candidates, chosen, count);
    if (fairness.active() && count > 0) {
        for (std::size_t g = 0; g < shown.size(); ++g)
            day.proposed[g] += shown[g];
        /// This slate, filled anew as the guard asks.
        class Refill : public SlateFilling {
        public:
            Refill(const SlateMaker& maker, const Candidates& candidates, Chosen& chosen, Terms& terms,
                   int& count)
                : maker_(maker)
                , candidates_(candidates)
                , chosen_(chosen)
                , terms_(terms)
                , count_(count) {}
            GroupExposure fill(const GroupBonus* bonus, std::uint32_t ranks, ExposureNeed* need) override {
                count_ = maker_.fill(candidates_, bonus, ranks, chosen_, terms_, 0, need);
                return exposure_of(candidates_, chosen_, count_);
            }

        private:
            const SlateMaker& maker_;
            const Candidates& candidates_;
            Chosen& chosen_;
            Terms& terms_;
            int& count_;
        };
        Refill refill(*this, candidates, chosen, terms, count);
        if (fairness.follows_merit()) add_merit(candidates, fairness, day.merit);
        if (fairness.guarded() &&
            hold_limits(fairness, ledger, candidates, exploration_ranks, shown, refill)) {
            ++day.guarded;
            // The guard looked at the draws before it asked for others: no plain chance any more.
            terms.propensity.fill(0);
        }
    }
    fairness.book(ledger, shown);
    if (fairness.guarded() && fairness.beyond(ledger)) ++day.guard_missed;
    for (std::size_t g = 0; g < shown.size(); ++g)
        day.shown[g] += shown[g];
    ++day.slates;

    slate.count = count;
    slate.tries = terms.tries;
    slate.propensity = terms.propensity;
    for (int rank = 0; rank < count; ++rank) {
        const auto r = static_cast<std::size_t>(rank);
        const std::size_t j = chosen[r];
        candidates.set_state(j, Candidates::shown);
        slate.item[r] = candidates.item[j];
        slate.category[r] = candidates.category[j];
        slate.group[r] = candidates.group[j];
        slate.score[r] = candidates.score[j];
        slate.candidate[r] = static_cast<std::uint16_t>(j);
        const std::int32_t key = candidates.key[j] & ~255;
        slate.noise[r] = key - slate.score[r];
        slate.variety[r] = terms.variety_at[r];
        slate.mix[r] = terms.mix_at[r];
        slate.guard[r] = (terms.key_at[r] & ~255) - key - slate.variety[r] - slate.mix[r];
    }
}

} // namespace attune
