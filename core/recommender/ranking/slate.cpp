#include "core/recommender/ranking/slate.h"

#include <algorithm>
#include <limits>

namespace attune {
namespace {

constexpr std::int32_t gone = Candidates::no_key;
constexpr std::int32_t highest_key = (std::numeric_limits<std::int32_t>::max() - 256) & ~255;
constexpr std::int32_t largest_bonus = 1 << 30;
constexpr std::int32_t bonus_step = 1 << 16; ///< 1/256 nat: how exactly the guard finds the smallest price

template <std::size_t n>
GroupExposure exposure_of(const Candidates& candidates, const std::array<std::uint16_t, n>& chosen,
                          int count) {
    GroupExposure exposure{};
    for (int rank = 0; rank < count; ++rank)
        exposure[candidates.group[chosen[static_cast<std::size_t>(rank)]]] += rank_exposure(rank);
    return exposure;
}

/// Whether the ranks from `rank` on can give every group what it still needs: each in turn to the neediest.
bool coverable(GroupExposure need, int rank) {
    for (; rank < slate_length; ++rank)
        *std::max_element(need.begin(), need.end()) -= rank_exposure(rank);
    return *std::max_element(need.begin(), need.end()) <= 0;
}

} // namespace

SlateMaker::SlateMaker(const Policy& policy)
    : category_cap_(policy.category_cap)
    , exploration_share_(policy.exploration_share) {}

int SlateMaker::fill(const Candidates& candidates, const Bonus* bonus, std::uint32_t exploration_ranks,
                     Chosen& chosen, int kept, GroupExposure* need) const {
    alignas(32) std::array<std::int32_t, max_candidates> keys;
    const int padded = candidates.padded_count();
    std::copy_n(candidates.live.begin(), padded, keys.begin());
    if (bonus)
        for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j) {
            if (keys[j] == gone) continue;
            // The low byte is the index and stays; a sum past the largest key stops there.
            const std::int64_t raised = static_cast<std::int64_t>(keys[j]) + (*bonus)[candidates.group[j]];
            keys[j] =
                raised > highest_key ? highest_key | (keys[j] & 255) : static_cast<std::int32_t>(raised);
        }
    std::array<std::uint8_t, max_categories> taken{};
    const RankingKernels& kernels = ranking_kernels();
    int count = 0;
    const auto take = [&](std::size_t j) {
        chosen[static_cast<std::size_t>(count++)] = static_cast<std::uint16_t>(j);
        keys[j] = gone;
        const std::size_t category = candidates.category[j];
        if (++taken[category] >= category_cap_)
            for (std::size_t k = candidates.category_begin[category];
                 k < candidates.category_begin[category + 1]; ++k)
                keys[k] = gone;
    };
    while (count < kept)
        take(chosen[static_cast<std::size_t>(count)]);
    while (count < slate_length) {
        if (((exploration_ranks >> count) & 1U) != 0) {
            std::int32_t best = gone;
            for (int e = 0; e < candidates.exploration_count; ++e)
                best = std::max(best, keys[candidates.exploration[static_cast<std::size_t>(e)]]);
            if (best != gone) {
                take(static_cast<std::size_t>(255 - (best & 255)));
                continue;
            }
        }
        std::int32_t best = kernels.largest(keys.data(), padded);
        if (best == gone) break;
        if (need) {
            // The best item that leaves the groups what they need, or else the neediest group's best.
            std::array<std::int32_t, max_provider_groups> best_of;
            best_of.fill(gone);
            for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j)
                best_of[candidates.group[j]] = std::max(best_of[candidates.group[j]], keys[j]);
            std::int32_t allowed = gone;
            std::size_t neediest = max_provider_groups;
            for (std::size_t g = 0; g < best_of.size(); ++g) {
                if (best_of[g] == gone) continue;
                GroupExposure after = *need;
                after[g] -= rank_exposure(count);
                if (coverable(after, count + 1)) allowed = std::max(allowed, best_of[g]);
                if (neediest == max_provider_groups || (*need)[g] > (*need)[neediest]) neediest = g;
            }
            best = allowed != gone ? allowed : best_of[neediest];
            (*need)[candidates.group[static_cast<std::size_t>(255 - (best & 255))]] -= rank_exposure(count);
        }
        take(static_cast<std::size_t>(255 - (best & 255)));
    }
    return count;
}

void SlateMaker::make(Candidates& candidates, const ExposureController& fairness, VisitAddress visit,
                      std::uint32_t number, ExposureLedger& ledger, ExposureDay& day, Slate& slate,
                      double more_tries) const {
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
    int count = fill(candidates, nullptr, exploration_ranks, chosen);
    if (count < slate_length) {
        // A long visit has seen its candidates: what was shown earlier may come again, behind what was not;
        // what was rejected may not.
        for (int i = 0; i < candidates.count; ++i)
            if (candidates.state[static_cast<std::size_t>(i)] == Candidates::shown)
                candidates.set_state(static_cast<std::size_t>(i), Candidates::fresh);
        count = fill(candidates, nullptr, exploration_ranks, chosen, count);
    }
    GroupExposure shown = exposure_of(candidates, chosen, count);
    if (fairness.active() && count > 0) {
        for (std::size_t g = 0; g < shown.size(); ++g)
            day.proposed[g] += shown[g];
        Bonus bonus{};
        const auto reaches = [&](std::size_t g, std::int32_t price, std::int64_t required) {
            bonus[g] = price;
            count = fill(candidates, &bonus, exploration_ranks, chosen);
            shown = exposure_of(candidates, chosen, count);
            return shown[g] >= required;
        };
        const auto raise = [&](std::size_t g, std::int64_t required) {
            std::int32_t low = bonus[g];
            if (!reaches(g, largest_bonus, required)) {
                // The group's fresh candidates are used up: let its earlier ones come again, and give up the
                // places of random candidates for this slate.
                for (int i = 0; i < candidates.count; ++i) {
                    const auto j = static_cast<std::size_t>(i);
                    if (candidates.group[j] == g && candidates.state[j] == Candidates::shown)
                        candidates.set_state(j, Candidates::fresh);
                }
                exploration_ranks = 0;
                if (!reaches(g, largest_bonus, required)) return;
            }
            // Exposure of a group grows with its price: the smallest sufficient one costs the least.
            std::int32_t high = largest_bonus;
            while (high - low > bonus_step) {
                const std::int32_t middle = low + (high - low) / 2 / bonus_step * bonus_step;
                if (middle == low) break;
                (reaches(g, middle, required) ? high : low) = middle;
            }
            reaches(g, high, required);
        };
        // Raising one group can push another below its floor, so two rounds; where prices do not settle it,
        // places are given out by need.
        bool changed = false;
        bool missed = true;
        for (int round = 0; round < 2 && missed; ++round) {
            missed = false;
            for (std::size_t g = 0; g < shown.size(); ++g) {
                if (!fairness.has_floor(g)) continue;
                const std::int64_t required = fairness.required(ledger, g);
                if (shown[g] >= required) continue;
                changed = true;
                raise(g, required);
                missed = missed || shown[g] < required;
            }
            for (std::size_t g = 0; g < shown.size(); ++g)
                missed = missed || (fairness.has_floor(g) && shown[g] < fairness.required(ledger, g));
        }
        if (missed) {
            GroupExposure need{};
            for (std::size_t g = 0; g < need.size(); ++g)
                if (fairness.has_floor(g)) need[g] = fairness.required(ledger, g);
            for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j)
                if (candidates.state[j] == Candidates::shown && need[candidates.group[j]] > 0)
                    candidates.set_state(j, Candidates::fresh);
            count = fill(candidates, nullptr, 0, chosen, 0, &need);
            shown = exposure_of(candidates, chosen, count);
        }
        day.guarded += changed ? 1 : 0;
    }
    fairness.book(ledger, shown);
    for (std::size_t g = 0; g < shown.size(); ++g)
        if (fairness.has_floor(g) && ledger.debt[g] > fairness.debt_limit()) {
            ++day.guard_missed;
            break;
        }
    for (std::size_t g = 0; g < shown.size(); ++g)
        day.shown[g] += shown[g];
    ++day.slates;

    slate.count = count;
    for (int rank = 0; rank < count; ++rank) {
        const auto r = static_cast<std::size_t>(rank);
        const std::size_t j = chosen[r];
        candidates.set_state(j, Candidates::shown);
        slate.item[r] = candidates.item[j];
        slate.category[r] = candidates.category[j];
        slate.group[r] = candidates.group[j];
        slate.score[r] = candidates.score[j];
        slate.candidate[r] = static_cast<std::uint16_t>(j);
    }
}

} // namespace attune
