// Keeps a slate from repeating itself: what is like something already chosen makes way. By maximal marginal
// relevance (Carbonell and Goldstein 1998), which looks at the most alike of the chosen, or by the greedy
// maximum of a determinantal point process (Chen, Zhang and Zhou 2018), which looks at all of them together.
// Both are a loss in nats beside an item's score that only grows while the slate fills, so nothing needs to
// be looked at again but the item that would come next.
#pragma once

#include "core/catalogue/catalogue.h"
#include "core/policy/policy.h"
#include "core/recommender/ranking/candidates.h"

#include <array>
#include <bitset>
#include <cstdint>
#include <span>
#include <vector>

namespace attune {

/// How much each kind of likeness counts; what is the same in all of them has their sum.
struct LikenessWeights {
    float factors = 0;  ///< cosine of the item factors
    float category = 0; ///< 1 if it is the same
    float provider = 0; ///< likewise
};
/// Half by what has been learned, half by what the catalogue says: a new item's factors are still noise, and
/// what people see repeating is topic and source. Rankers without factors have the catalogue alone.
constexpr LikenessWeights learned_likeness{.factors = 0.5F, .category = 0.25F, .provider = 0.25F};
constexpr LikenessWeights catalogue_likeness{.factors = 0, .category = 0.5F, .provider = 0.5F};

/// How alike two items are, in [-1, 1]. A sum of Gram matrices, so that it is positive semidefinite.
class ItemLikeness {
public:
    /// Knows nothing: no two items are alike.
    ItemLikeness() = default;
    /// `factors` has factor_count values for each item, or none. An item without factors is like no other.
    ItemLikeness(const Catalogue& catalogue, std::span<const float> factors, LikenessWeights weights);

    bool empty() const { return facts_.empty(); }
    float between(std::uint32_t a, std::uint32_t b) const;

private:
    struct Facts {
        std::uint32_t category = 0, provider = 0;
    };
    LikenessWeights weights_;
    std::vector<Facts> facts_;
    std::vector<float> units_; ///< factors of length 1
};

/// How much variety one slate loses with each candidate, while it is being filled. With weight w, both ways
/// rank by  score - w / (1 - w) loss,  so a weight of 0.5 takes a nat for a whole likeness. MMR: the loss is
/// the largest likeness to what was chosen, or 0. DPP: minus the log of the candidate's variance given what
/// was chosen, under 0.9 S + 0.1 I, so that near duplicates stay apart: the greedy maximum of
/// log det(diag(q) S diag(q)) with q = exp(score (1 - w) / (2 w)).
class SlateVariety {
public:
    SlateVariety(Diversity way, double weight, const ItemLikeness* likeness, const Candidates& candidates);

    bool active() const { return active_; }
    /// Nothing is chosen yet.
    void begin() {
        taken_ = 0;
        known_.fill(0);
    }
    /// What choosing candidate j costs now, >= 0, nat; grows with every take().
    float loss(std::size_t j);
    void take(std::size_t j);

private:
    void learn_of(std::size_t j, std::size_t chosen);
    float likeness(std::size_t j, std::size_t other);

    /// Of so many candidates that were chosen, what was found out about their likeness to others is kept: the
    /// debt guard fills one slate many times with nearly the same.
    static constexpr std::size_t kept = 24;
    static constexpr std::uint8_t not_kept = kept;

    bool active_;
    bool by_volume_; ///< DPP
    float price_;
    const ItemLikeness* likeness_;
    const Candidates* candidates_;
    std::size_t taken_ = 0;
    std::array<std::uint8_t, max_candidates>
        known_{};                             ///< of the chosen, how many each candidate was held against
    std::array<float, max_candidates> state_; ///< largest likeness, or variance left
    /// Rows of the incomplete Cholesky factor, DPP alone.
    std::array<std::array<float, slate_length>, max_candidates> rows_;
    std::array<std::uint16_t, slate_length> chosen_;
    std::array<float, slate_length> root_;             ///< of the variance left when chosen
    std::array<std::uint8_t, max_candidates> kept_at_; ///< place among the kept
    std::size_t kept_count_ = 0;
    std::array<std::array<float, max_candidates>, kept> kept_likeness_;
    std::array<std::bitset<max_candidates>, kept> kept_known_;
};

} // namespace attune
