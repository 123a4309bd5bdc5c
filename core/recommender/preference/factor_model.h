// The preference model: biased factors with ridge regression on both sides (Koren, Bell, Volinsky 2009, with
// alternating least squares). It starts cold - small random item vectors, no biases - folds each person in
// from the own history, and changes item factors only at scheduled updates.
//   predicted target = mean + bias_i + p_u . q_i,  minimised: sum w (t - prediction)^2 + lambda (|p|^2 +
//   |q|^2 + b^2)
#pragma once

#include "core/base/ids.h"
#include "core/recommender/preference/learned_items.h"
#include "core/recommender/ranking/kernels.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace attune {

/// One weighted observation of an item's worth to a person, in nats.
struct TrainingRow {
    std::uint32_t item = 0;
    float target = 0;
    float weight = 0;
};

using Factors = std::array<float, factor_count>;

class FactorModel {
public:
    FactorModel(int items, double regularisation, std::uint64_t seed);

    int items() const { return static_cast<int>(biases_.size()); }
    std::uint32_t version() const { return version_; }
    float mean() const { return mean_; }
    float bias(std::uint32_t item) const { return biases_[item]; }
    float regularisation() const { return regularisation_; }
    /// Weight of all rows that the last update learned an item from; 0 before it was met.
    float item_weight(std::uint32_t item) const { return item_weights_[item]; }
    /// Weighted mean square of what the last update left unexplained, nat^2; 1 before there was one. Of the
    /// rows it learned from, so a little small.
    float noise_variance() const { return noise_variance_; }
    const float* vector(std::uint32_t item) const {
        return &vectors_[static_cast<std::size_t>(item) * factor_count];
    }

    /// Moves a person's vector towards the ridge solution over `rows` by `steps` conjugate-gradient steps,
    /// starting from where it stands. At most history_length rows; no allocation.
    void fold_in(std::span<const TrainingRow> rows, float* person, int steps) const;

    /// One scheduled update from the rows of consenting people: `offsets` has people + 1 entries into `rows`.
    /// Solves every person, then every item (bias, then factors), `rounds` times. Independent pieces only, so
    /// the number of threads cannot show. Person vectors made here are not kept.
    void update(std::span<const std::uint32_t> offsets, std::span<const TrainingRow> rows, int rounds,
                int threads);

    /// Writes what is known of the items; day and popularity are the caller's.
    void store(LearnedItems& learned) const;
    /// Takes over, in place of an update, what another run of the same catalogue has learned.
    void adopt(const LearnedItems& learned);

private:
    float regularisation_;
    float mean_ = 0;
    float noise_variance_ = 1;
    std::uint32_t version_ = 1;
    std::vector<float> vectors_;
    std::vector<float> biases_;
    std::vector<float> item_weights_;
};

} // namespace attune
