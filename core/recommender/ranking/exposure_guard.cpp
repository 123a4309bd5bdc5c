#include "core/recommender/ranking/exposure_guard.h"

#include "core/base/portable_math.h"

#include <algorithm>
#include <limits>

namespace attune {
namespace {

constexpr std::int32_t gone = Candidates::no_key;
constexpr std::int32_t largest_bonus = 1 << 30;
constexpr std::int32_t bonus_step = 1 << 16; ///< 1/256 nat: how exactly the guard finds the smallest price
constexpr std::int64_t first_reach = std::int64_t{16} * bonus_step;       ///< 1/16 nat
constexpr std::int64_t no_cap = std::numeric_limits<std::int32_t>::max(); ///< far above any slate's exposure

using Places = std::array<int, max_provider_groups>;

/// Whether the ranks from `rank` on can give every group what it still needs: each in turn to the neediest.
bool coverable(GroupExposure need, int rank) {
    for (; rank < slate_length; ++rank)
        *std::max_element(need.begin(), need.end()) -= rank_exposure(rank);
    return *std::max_element(need.begin(), need.end()) <= 0;
}

/// The group with places left that needs the most; where none needs any, the one that may get the most.
std::size_t next_group(const ExposureNeed& need, const Places& places) {
    std::size_t best = max_provider_groups;
    const auto better = [&](std::size_t g) {
        const std::int64_t mine = std::max<std::int64_t>(need.least[g], 0);
        const std::int64_t other = std::max<std::int64_t>(need.least[best], 0);
        return mine != other ? mine > other : need.most[g] > need.most[best];
    };
    for (std::size_t g = 0; g < places.size(); ++g)
        if (places[g] > 0 && (best == max_provider_groups || better(g))) best = g;
    return best;
}

/// The same with caps: every place must go to a group that may have it and still has items.
bool coverable(ExposureNeed need, Places places, int rank) {
    for (; rank < slate_length; ++rank) {
        const std::size_t g = next_group(need, places);
        if (g == max_provider_groups) break;
        need.least[g] -= rank_exposure(rank);
        need.most[g] -= rank_exposure(rank);
        --places[g];
    }
    return *std::max_element(need.least.begin(), need.least.end()) <= 0 &&
           *std::min_element(need.most.begin(), need.most.end()) >= 0;
}

/// How many places each group could take at most under the category cap.
Places places_of(const Candidates& candidates, const std::array<std::int32_t, max_candidates>& keys,
                 const std::array<std::uint8_t, max_categories>& taken, int category_cap) {
    Places places{};
    for (std::size_t c = 0; c < max_categories; ++c) {
        Places here{};
        for (std::size_t j = candidates.category_begin[c]; j < candidates.category_begin[c + 1]; ++j)
            if (keys[j] != gone) ++here[candidates.group[j]];
        for (std::size_t g = 0; g < places.size(); ++g)
            places[g] += std::min(here[g], category_cap - taken[c]);
    }
    return places;
}

/// Lets what these groups showed earlier in the visit come again.
void bring_back(Candidates& candidates, const std::array<bool, max_provider_groups>& groups) {
    for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j)
        if (candidates.state[j] == Candidates::shown && groups[candidates.group[j]])
            candidates.set_state(j, Candidates::fresh);
}

/// One slate under the guard.
class Guard {
public:
    Guard(Candidates& candidates, std::uint32_t exploration_ranks, GroupExposure& shown, SlateFilling& slate)
        : candidates_(candidates)
        , exploration_ranks_(exploration_ranks)
        , shown_(shown)
        , slate_(slate) {}

    /// Raises the group until it gets `least`.
    void raise(std::size_t g, std::int64_t least) {
        std::array<bool, max_provider_groups> again{};
        again[g] = true;
        press(g, largest_bonus, again, [&] { return shown_[g] >= least; });
    }
    /// Lowers the group until it gets no more than `most`.
    void lower(std::size_t g, std::int64_t most) {
        std::array<bool, max_provider_groups> again{};
        again.fill(true);
        again[g] = false;
        press(g, -largest_bonus, again, [&] { return shown_[g] <= most; });
    }
    void give_by_need(ExposureNeed& need) { shown_ = slate_.fill(nullptr, 0, &need); }

private:
    /// Moves the group's bonus towards `furthest` as little as it takes: exposure of a group grows with its
    /// price, and the smallest sufficient change costs the least.
    template <typename Holds>
    void press(std::size_t g, std::int32_t furthest, const std::array<bool, max_provider_groups>& again,
               const Holds& holds) {
        const auto holds_at = [&](std::int64_t price) {
            bonus_[g] = static_cast<std::int32_t>(price);
            shown_ = slate_.fill(&bonus_, exploration_ranks_, nullptr);
            return holds();
        };
        const std::int64_t begin = bonus_[g];
        std::int64_t fails = begin;
        const std::int64_t way = furthest > 0 ? 1 : -1;
        // Most of the time a little is enough: steps that grow find the reach, halving finds the place in it.
        std::int64_t enough = fails;
        bool held = false;
        for (std::int64_t reach = first_reach; !held && reach < largest_bonus; reach *= 4) {
            if ((fails + way * reach - furthest) * way >= 0) break;
            enough = fails + way * reach;
            held = holds_at(enough);
            if (!held) fails = enough;
        }
        if (!held && !holds_at(furthest)) {
            // The fresh candidates are used up: let earlier ones come again, and give up the places of random
            // candidates for this slate.
            bring_back(candidates_, again);
            exploration_ranks_ = 0;
            if (!holds_at(furthest)) return;
            fails = begin; // with these, less may be enough
        }
        if (!held) enough = furthest;
        std::int64_t last = enough;
        while (std::max(enough - fails, fails - enough) > bonus_step) {
            const std::int64_t middle = fails + (enough - fails) / 2 / bonus_step * bonus_step;
            if (middle == fails) break;
            last = middle;
            (holds_at(middle) ? enough : fails) = middle;
        }
        if (last != enough) holds_at(enough);
    }

    Candidates& candidates_;
    std::uint32_t exploration_ranks_;
    GroupExposure& shown_;
    SlateFilling& slate_;
    GroupBonus bonus_{};
};

} // namespace

std::int32_t ExposureNeed::choose(const Candidates& candidates,
                                  const std::array<std::int32_t, max_candidates>& keys,
                                  const std::array<std::uint8_t, max_categories>& taken, int category_cap,
                                  int rank) {
    std::array<std::int32_t, max_provider_groups> best_of;
    best_of.fill(gone);
    for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j)
        best_of[candidates.group[j]] = std::max(best_of[candidates.group[j]], keys[j]);
    Places places{};
    if (capped) places = places_of(candidates, keys, taken, category_cap);
    std::int32_t allowed = gone;
    std::size_t neediest = max_provider_groups;
    for (std::size_t g = 0; g < best_of.size(); ++g) {
        if (best_of[g] == gone) continue;
        ExposureNeed after = *this;
        after.least[g] -= rank_exposure(rank);
        after.most[g] -= rank_exposure(rank);
        Places left = places;
        --left[g];
        if (capped ? coverable(after, left, rank + 1) : coverable(after.least, rank + 1))
            allowed = std::max(allowed, best_of[g]);
        if (neediest == max_provider_groups || least[g] > least[neediest]) neediest = g;
    }
    if (capped) neediest = next_group(*this, places);
    const std::int32_t best = allowed != gone ? allowed : best_of[neediest];
    const std::size_t group = candidates.group[static_cast<std::size_t>(255 - (best & 255))];
    least[group] -= rank_exposure(rank);
    most[group] -= rank_exposure(rank);
    return best;
}

bool hold_limits(const ExposureController& fairness, const ExposureLedger& ledger, Candidates& candidates,
                 std::uint32_t exploration_ranks, GroupExposure& shown, SlateFilling& slate) {
    const auto lacks = [&](std::size_t g) {
        return fairness.has_floor(g) && shown[g] < fairness.required(ledger, g);
    };
    const auto exceeds = [&](std::size_t g) {
        return fairness.has_cap(g) && shown[g] > fairness.allowed(ledger, g);
    };
    Guard guard(candidates, exploration_ranks, shown, slate);
    // Moving one group can push another past its limit, so two rounds; where prices do not settle it, places
    // are given out by need.
    bool changed = false;
    bool missed = true;
    for (int round = 0; round < 2 && missed; ++round) {
        missed = false;
        for (std::size_t g = 0; g < shown.size(); ++g) {
            const bool low = lacks(g);
            if (!low && !exceeds(g)) continue;
            changed = true;
            if (low)
                guard.raise(g, fairness.required(ledger, g));
            else
                guard.lower(g, fairness.allowed(ledger, g));
            missed = missed || lacks(g) || exceeds(g);
        }
        for (std::size_t g = 0; g < shown.size(); ++g)
            missed = missed || lacks(g) || exceeds(g);
    }
    if (!missed) return changed;
    ExposureNeed need;
    need.most.fill(no_cap);
    need.capped = fairness.has_caps();
    std::array<bool, max_provider_groups> again{};
    for (std::size_t g = 0; g < shown.size(); ++g) {
        if (fairness.has_floor(g)) need.least[g] = fairness.required(ledger, g);
        if (fairness.has_cap(g)) need.most[g] = fairness.allowed(ledger, g);
        again[g] = need.least[g] > 0 || need.capped;
    }
    bring_back(candidates, again);
    guard.give_by_need(need);
    return true;
}

void add_merit(const Candidates& candidates, const ExposureController& fairness, GroupExposure& merit) {
    std::array<float, max_candidates> worth;
    float top = std::numeric_limits<float>::lowest();
    const auto count = static_cast<std::size_t>(candidates.count);
    for (std::size_t j = 0; j < count; ++j) {
        if (candidates.state[j] == Candidates::hidden) continue;
        worth[j] = from_score(candidates.score[j]) - static_cast<float>(fairness.price(candidates.group[j]));
        top = std::max(top, worth[j]);
    }
    std::array<double, max_provider_groups> mass{};
    double all = 0;
    for (std::size_t j = 0; j < count; ++j) {
        if (candidates.state[j] == Candidates::hidden) continue;
        const double part = static_cast<double>(portable_exp(worth[j] - top));
        mass[candidates.group[j]] += part;
        all += part;
    }
    if (all <= 0) return;
    for (std::size_t g = 0; g < mass.size(); ++g)
        merit[g] += static_cast<std::int64_t>(mass[g] / all * 65536.0 + 0.5);
}

} // namespace attune
