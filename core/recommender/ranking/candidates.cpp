#include "core/recommender/ranking/candidates.h"

#include "core/base/lanes.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

namespace attune {
namespace {

constexpr int per_floor_group = 32;        ///< about four of a group on each of eight slates
constexpr float random_temperature = 1.0F; ///< of the random ranker: any noise orders equal scores at random

/// All categories in an order drawn for the visit (Fisher and Yates).
std::array<std::uint8_t, max_categories> drawn_order(VisitAddress address, std::uint32_t categories) {
    std::array<std::uint8_t, max_categories> order{};
    std::iota(order.begin(), order.end(), std::uint8_t{0});
    for (std::uint32_t c = 0; c + 1 < categories; ++c) {
        const std::uint64_t word = words_at(address.key, Stream::ties, 1 + c, address.visit)[0];
        std::swap(order[c], order[c + static_cast<std::uint32_t>(word * (categories - c) >> 32U)]);
    }
    return order;
}

/// Sets of groups (one bit each) that the guard must be able to fill a slate from: every group with a floor,
/// all but one for every group with a cap, and all without a cap.
struct FillableSets {
    std::array<std::uint32_t, 2 * max_provider_groups + 1> groups{};
    int count = 0;

    explicit FillableSets(const ExposureController& fairness) {
        std::uint32_t capped = 0;
        const auto add = [&](std::uint32_t set) { groups[static_cast<std::size_t>(count++)] = set; };
        for (std::uint32_t g = 0; g < max_provider_groups; ++g)
            if (fairness.has_floor(g)) add(1U << g);
        for (std::uint32_t g = 0; g < max_provider_groups; ++g)
            if (fairness.has_cap(g)) {
                add(~(1U << g));
                capped |= 1U << g;
            }
        if (std::popcount(capped) > 1) add(~capped);
    }
};

bool is_of(std::uint32_t groups, std::uint8_t group) {
    return ((groups >> group) & 1U) != 0;
}

} // namespace

std::uint16_t lot_of(VisitAddress address) {
    return static_cast<std::uint16_t>(words_at(address.key, Stream::ties, 0, address.visit)[0] | 1U);
}

CandidateBuilder::CandidateBuilder(const Policy& policy, const Panels& panels)
    : wanted_(policy.candidates)
    , quota_(policy.category_quota)
    , category_cap_(policy.category_cap)
    , temperature_(static_cast<float>(policy.temperature))
    , bits_(static_cast<std::size_t>(panels.positions()) / 64 + 1)
    , exploration_bits_(bits_.size())
    , source_(bits_.size() * 64)
    , found_(static_cast<std::size_t>(std::max(wanted_, max_categories * 4) + panel_width + 8)) {}

PoolCounts& PoolCounts::operator+=(const PoolCounts& other) {
    for (std::size_t s = 0; s < candidate_sources; ++s) {
        candidates[s] += other.candidates[s];
        shown[s] += other.shown[s];
    }
    requests += other.requests;
    broken += other.broken;
    return *this;
}

void book_pool(PoolCounts& counts, const Candidates& candidates) {
    ++counts.requests;
    counts.broken += candidates.rule_kept ? 0 : 1;
    for (int j = 0; j < candidates.count; ++j)
        ++counts.candidates[static_cast<std::size_t>(candidates.source[static_cast<std::size_t>(j)])];
}

bool CandidateBuilder::add(std::uint32_t position, CandidateSource source) {
    std::uint64_t& word = bits_[position / 64];
    const std::uint64_t bit = 1ULL << (position % 64);
    if ((word & bit) != 0) return true;
    if (added_ >= max_candidates) return false;
    word |= bit;
    source_[position] = source;
    ++added_;
    return true;
}

void CandidateBuilder::add_exploration(const Panels& panels, VisitAddress address, int wanted) {
    // Uniform positions; padding and repeats are skipped, so a few more are drawn than wanted.
    const auto positions = static_cast<std::uint64_t>(panels.positions());
    int taken = 0;
    for (std::uint32_t draw = 0; taken < wanted && draw < static_cast<std::uint32_t>(wanted); ++draw)
        for (const std::uint32_t word : words_at(address.key, Stream::exploration, draw, address.visit)) {
            const auto position = static_cast<std::uint32_t>(word * positions >> 32U);
            if (taken >= wanted || panels.item_at(position) < 0) continue;
            add(position, CandidateSource::tried);
            const std::uint64_t bit = 1ULL << (position % 64);
            if ((bits_[position / 64] & bit) == 0 || (exploration_bits_[position / 64] & bit) != 0) continue;
            exploration_bits_[position / 64] |= bit;
            ++taken;
        }
}

void CandidateBuilder::build(const Panels& panels, const std::int32_t* scores,
                             const ExposureController& fairness, VisitAddress address, std::int32_t& guess,
                             Candidates& out, const OtherSources& others) {
    const RankingKernels& kernels = ranking_kernels();
    added_ = 0;
    // What must be there comes first; when the room is short, it is the tail of the best that gives way.
    const int champions =
        kernels.category_champions(scores, panels.first_panel(), panels.categories(), quota_, found_.data());
    for (int k = 0; k < champions; ++k)
        add(found_[static_cast<std::size_t>(k)], CandidateSource::category);
    if (fairness.active())
        add_floors(panels, scores, fairness, address,
                   std::min(per_floor_group, (max_candidates - added_ - exploration_candidates) /
                                                 (FillableSets(fairness).count + 1)));
    out.rule_kept = true;
    const auto put_up = [&](std::span<const std::uint32_t> positions, CandidateSource source) {
        for (const std::uint32_t position : positions)
            out.rule_kept = add(position, source) && out.rule_kept;
    };
    put_up(others.popular, CandidateSource::popular);
    put_up(others.fresh, CandidateSource::fresh);
    put_up(others.neighbours, CandidateSource::neighbour);
    add_exploration(panels, address, exploration_candidates);
    const int best = kernels.select_best(scores, panels.positions(),
                                         std::min(wanted_, max_candidates - added_), guess, found_.data());
    for (int k = 0; k < best; ++k)
        add(found_[static_cast<std::size_t>(k)], CandidateSource::taste);
    finish(panels, scores, address, temperature_, out);
}

void CandidateBuilder::build_random(const Panels& panels, const ExposureController& fairness,
                                    VisitAddress address, Candidates& out) {
    added_ = 0;
    out.rule_kept = true;
    add_exploration(panels, address, wanted_);
    std::fill(exploration_bits_.begin(), exploration_bits_.end(), 0);
    const auto positions = static_cast<std::size_t>(panels.positions());
    if (fairness.active()) {
        // Any item of a floored group may be needed: those with the highest lots.
        const std::uint16_t lot = lot_of(address);
        lots_.resize(positions);
        for (std::uint32_t p = 0; p < positions; ++p)
            lots_[p] = panels.item_at(p) < 0 ? padding_score : panels.lot(p, lot);
        add_floors(panels, lots_.data(), fairness, address,
                   std::max(1, per_floor_group / std::max(1, FillableSets(fairness).count)));
    }
    masked_.assign(positions, 0);
    finish(panels, masked_.data(), address, random_temperature, out);
}

void CandidateBuilder::add_floors(const Panels& panels, const std::int32_t* scores,
                                  const ExposureController& fairness, VisitAddress address, int each) {
    masked_.resize(static_cast<std::size_t>(panels.positions()));
    std::int32_t guess = 0;
    const FillableSets sets(fairness);
    for (std::size_t k = 0; k < static_cast<std::size_t>(sets.count); ++k) {
        const std::uint32_t groups = sets.groups[k];
        for (std::uint32_t p = 0; p < masked_.size(); ++p)
            masked_[p] = is_of(groups, panels.group_at(p)) ? scores[p] : padding_score;
        const int more =
            ranking_kernels().select_best(masked_.data(), panels.positions(), each, guess, found_.data());
        for (int best = 0; best < more; ++best)
            add(found_[static_cast<std::size_t>(best)], CandidateSource::fairness);
        make_fillable(panels, address, groups);
    }
}

void CandidateBuilder::make_fillable(const Panels& panels, VisitAddress address, std::uint32_t groups) {
    std::array<int, max_categories> usable{};
    int filled = 0;
    const auto use = [&](std::uint32_t position) {
        if (usable[panels.category_at(position)]++ < category_cap_) ++filled;
    };
    for (std::size_t w = 0; w < bits_.size(); ++w)
        for (std::uint64_t word = bits_[w]; word != 0; word &= word - 1) {
            const std::uint32_t position =
                static_cast<std::uint32_t>(w) * 64 + static_cast<std::uint32_t>(std::countr_zero(word));
            if (is_of(groups, panels.group_at(position))) use(position);
        }
    if (filled >= slate_length) return;
    const auto categories = static_cast<std::uint32_t>(panels.categories());
    const auto order = drawn_order(address, categories);
    for (int before = -1; filled < slate_length && filled != before;) {
        before = filled;
        for (std::uint32_t turn = 0; turn < categories && filled < slate_length; ++turn) {
            const std::uint32_t c = order[turn];
            if (usable[c] >= category_cap_) continue;
            std::int64_t best = -1;
            for (std::uint32_t p = panels.first_panel()[c] * panel_width;
                 p < panels.first_panel()[c + 1] * panel_width; ++p) {
                const bool known = ((bits_[p / 64] >> (p % 64)) & 1U) != 0;
                if (known || panels.item_at(p) < 0 || !is_of(groups, panels.group_at(p))) continue;
                if (best < 0 || masked_[p] > masked_[static_cast<std::size_t>(best)]) best = p;
            }
            if (best < 0) continue;
            add(static_cast<std::uint32_t>(best), CandidateSource::fairness);
            use(static_cast<std::uint32_t>(best));
        }
    }
}

void CandidateBuilder::finish(const Panels& panels, const std::int32_t* scores, VisitAddress address,
                              float temperature, Candidates& out) {
    std::size_t j = 0;
    std::size_t tries = 0;
    int category = 0;
    out.category_begin[0] = 0;
    for (std::size_t w = 0; w < bits_.size(); ++w) {
        const std::uint64_t word = bits_[w];
        for (std::uint64_t left = exploration_bits_[w]; left != 0; left &= left - 1)
            if (tries < exploration_candidates)
                out.exploration[tries++] = static_cast<std::uint16_t>(
                    j + static_cast<std::size_t>(std::popcount(word & ((left & -left) - 1))));
        for (std::uint64_t left = word; left != 0; left &= left - 1, ++j) {
            const std::uint32_t position =
                static_cast<std::uint32_t>(w) * 64 + static_cast<std::uint32_t>(std::countr_zero(left));
            out.item[j] = static_cast<std::uint32_t>(panels.item_at(position));
            out.score[j] = scores[position];
            out.source[j] = source_[position];
            out.category[j] = panels.category_at(position);
            out.group[j] = panels.group_at(position);
            while (category < out.category[j])
                out.category_begin[static_cast<std::size_t>(++category)] = static_cast<std::uint16_t>(j);
        }
        bits_[w] = 0;
        exploration_bits_[w] = 0;
    }
    out.count = static_cast<int>(j);
    out.exploration_count = static_cast<int>(tries);
    std::fill_n(out.state.begin(), j, Candidates::fresh);
    while (category < max_categories)
        out.category_begin[static_cast<std::size_t>(++category)] = static_cast<std::uint16_t>(out.count);

    const int padded = out.padded_count();
    const auto end = static_cast<std::size_t>(padded);
    std::fill(out.item.begin() + out.count, out.item.begin() + padded, 0U);
    std::fill(out.score.begin() + out.count, out.score.begin() + padded, 0);
    std::array<std::uint32_t, 4 * max_candidates> words;
    std::array<float, max_candidates> noise;
    float to_key = temperature * (score_unit / 256.0F);
    lanes().philox(address.key, out.item.data(), padded, address.visit, 0, Stream::ranking, words.data());
    if (temperature > 0) {
        lanes().gumbels(words.data(), padded, noise.data());
    } else {
        // Keys are too coarse to hold the lots of the scores, so equal ones draw again, for as little.
        lanes().uniforms(words.data(), padded, noise.data());
        to_key = static_cast<float>(1 << (lot_bits - 8));
    }
    // Whole panels at a time, so that the compiler takes several at once; the padding is put right after.
    for (std::size_t first = 0; first < end; first += panel_width)
        for (std::size_t k = first; k < first + panel_width; ++k) {
            const auto steps = static_cast<std::int32_t>((noise[k] * to_key + 12582912.0F) - 12582912.0F);
            out.key[k] = ((out.score[k] + steps * 256) & ~255) | static_cast<std::int32_t>(255 - k);
        }
    std::fill(out.key.begin() + out.count, out.key.begin() + padded, Candidates::no_key);
    std::copy_n(out.key.begin(), padded, out.live.begin());
}

} // namespace attune
