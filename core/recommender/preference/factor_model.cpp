#include "core/recommender/preference/factor_model.h"

#include "core/base/parallel.h"
#include "core/base/portable_math.h"
#include "core/base/random.h"
#include "core/recommender/preference/ridge.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace attune {
namespace {

constexpr float start_spread = 0.3F; ///< sd of the first item factors: large enough to break the symmetry
constexpr int person_steps = 3;
constexpr int item_steps = 3;
constexpr float least_noise = 0.01F; ///< nat^2

struct Row {
    const float* factors;
    float target;
    float weight;
};

} // namespace

FactorModel::FactorModel(int items, double regularisation, std::uint64_t seed)
    : regularisation_(static_cast<float>(regularisation))
    , vectors_(static_cast<std::size_t>(items) * factor_count)
    , biases_(static_cast<std::size_t>(items))
    , item_weights_(static_cast<std::size_t>(items)) {
    for (std::size_t i = 0; i < biases_.size(); ++i) {
        const StreamKey key = stream_key(seed, static_cast<std::uint32_t>(i));
        for (std::uint32_t k = 0; k < factor_count; k += 4) {
            const Words words = words_at(key, Stream::learning, k);
            for (std::uint32_t w = 0; w < 4; ++w)
                vectors_[i * factor_count + k + w] = start_spread * normal_quantile(uniform(words[w]));
        }
    }
}

void FactorModel::fold_in(std::span<const TrainingRow> rows, float* person, int steps) const {
    FactorVector x = FactorMap(person);
    const auto row = [&](int k) {
        const TrainingRow& r = rows[static_cast<std::size_t>(k)];
        return Row{vector(r.item), r.target - mean_ - biases_[r.item], r.weight};
    };
    ridge_steps(static_cast<int>(rows.size()), row, regularisation_, steps, x);
    for (int k = 0; k < factor_count; ++k)
        person[k] = x[k];
}

void FactorModel::update(std::span<const std::uint32_t> offsets, std::span<const TrainingRow> rows,
                         int rounds, int threads) {
    assert(!offsets.empty() && offsets.back() == rows.size());
    ++version_;
    if (rows.empty()) return;
    const int people = static_cast<int>(offsets.size()) - 1;
    const int item_total = items();
    constexpr int chunk = 64;
    const auto in_chunks = [&](int total, const auto& work) {
        for_each_piece((total + chunk - 1) / chunk, threads, [&](int piece, int) {
            const int end = std::min(total, (piece + 1) * chunk);
            for (int i = piece * chunk; i < end; ++i)
                work(i);
        });
    };

    // Rows by item, in person order: a counting sort.
    std::vector<std::uint32_t> item_offsets(static_cast<std::size_t>(item_total) + 1);
    for (const TrainingRow& row : rows)
        ++item_offsets[row.item + 1];
    for (std::size_t i = 1; i < item_offsets.size(); ++i)
        item_offsets[i] += item_offsets[i - 1];
    struct ByItem {
        std::uint32_t person;
        float target, weight;
    };
    std::vector<ByItem> by_item(rows.size());
    std::vector<std::uint32_t> next(item_offsets.begin(), item_offsets.end() - 1);
    double sum = 0;
    double weights = 0;
    for (int u = 0; u < people; ++u)
        for (std::uint32_t k = offsets[static_cast<std::size_t>(u)];
             k < offsets[static_cast<std::size_t>(u) + 1]; ++k) {
            by_item[next[rows[k].item]++] = {static_cast<std::uint32_t>(u), rows[k].target, rows[k].weight};
            sum += static_cast<double>(rows[k].weight) * static_cast<double>(rows[k].target);
            weights += static_cast<double>(rows[k].weight);
        }
    mean_ = weights > 0 ? static_cast<float>(sum / weights) : 0.0F;

    std::vector<float, Eigen::aligned_allocator<float>> person_vectors(static_cast<std::size_t>(people) *
                                                                       factor_count);
    const auto person_at = [&](std::uint32_t u) {
        return &person_vectors[static_cast<std::size_t>(u) * factor_count];
    };
    std::fill(item_weights_.begin(), item_weights_.end(), 0.0F);
    std::vector<double> unexplained(static_cast<std::size_t>(item_total));
    for (int round = 0; round < rounds; ++round) {
        in_chunks(people, [&](int u) {
            const std::uint32_t begin = offsets[static_cast<std::size_t>(u)];
            fold_in(rows.subspan(begin, offsets[static_cast<std::size_t>(u) + 1] - begin),
                    person_at(static_cast<std::uint32_t>(u)), person_steps);
        });
        in_chunks(item_total, [&](int i) {
            const auto item = static_cast<std::size_t>(i);
            const std::uint32_t begin = item_offsets[item];
            const int count = static_cast<int>(item_offsets[item + 1] - begin);
            if (count == 0) return;
            float* q = &vectors_[item * factor_count];
            float weighted = 0;
            float weight = regularisation_;
            for (int k = 0; k < count; ++k) {
                const ByItem& r = by_item[begin + static_cast<std::uint32_t>(k)];
                weighted += r.weight * (r.target - mean_ - FactorMap(q).dot(FactorMap(person_at(r.person))));
                weight += r.weight;
            }
            biases_[item] = weighted / weight;
            const auto row = [&](int k) {
                const ByItem& r = by_item[begin + static_cast<std::uint32_t>(k)];
                return Row{person_at(r.person), r.target - mean_ - biases_[item], r.weight};
            };
            FactorVector x = FactorMap(q);
            ridge_steps(count, row, regularisation_, item_steps, x);
            for (int k = 0; k < factor_count; ++k)
                q[k] = x[k];
            item_weights_[item] = weight - regularisation_;
            double squares = 0;
            for (int k = 0; k < count; ++k) {
                const Row r = row(k);
                const float off = r.target - x.dot(FactorMap(r.factors));
                squares += static_cast<double>(r.weight * off * off);
            }
            unexplained[item] = squares;
        });
    }
    if (weights > 0)
        noise_variance_ = std::max(
            least_noise,
            static_cast<float>(std::accumulate(unexplained.begin(), unexplained.end(), 0.0) / weights));
}

void FactorModel::store(LearnedItems& learned) const {
    learned.mean = mean_;
    learned.vectors = vectors_;
    learned.biases = biases_;
    learned.weights = item_weights_;
    learned.noise_variance = noise_variance_;
}

void FactorModel::adopt(const LearnedItems& learned) {
    assert(learned.vectors.size() == vectors_.size() && learned.biases.size() == biases_.size());
    ++version_;
    mean_ = learned.mean;
    vectors_ = learned.vectors;
    biases_ = learned.biases;
    item_weights_ = learned.weights;
    noise_variance_ = learned.noise_variance;
}

} // namespace attune
