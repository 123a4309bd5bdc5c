#include "core/recommender/preference/taste_posterior.h"

namespace attune {

TastePosterior::TastePosterior(const FactorModel& model, std::span<const TrainingRow> rows)
    : model_(&model) {
    Square precision = model.regularisation() * Square::Identity();
    for (const TrainingRow& row : rows) {
        const FactorMap factors(model.vector(row.item));
        precision.selfadjointView<Eigen::Lower>().rankUpdate(factors, row.weight);
    }
    factored_.compute(precision);
}

float TastePosterior::spread(std::uint32_t item) const {
    const FactorVector part = factored_.matrixL().solve(FactorVector(FactorMap(model_->vector(item))));
    const float of_bias = 1.0F / (model_->regularisation() + model_->item_weight(item));
    return std::sqrt(model_->noise_variance() * (part.squaredNorm() + of_bias));
}

float TastePosterior::known() const {
    float left = 0;
    for (int k = 0; k < factor_count; ++k)
        left += factored_.matrixL().solve(FactorVector(FactorVector::Unit(k))).squaredNorm();
    return 1.0F - model_->regularisation() * left / static_cast<float>(factor_count);
}

} // namespace attune
