#include "core/offline/bias_model.h"

namespace attune::offline {
namespace {

/// For each user or item sum (r - mean - other) / (damping + n), `other` being the bias of the other side.
void solve_side(const Split& split, double mean, double damping, std::uint32_t Row::*side,
                std::uint32_t Row::*other_side, const std::vector<double>& other, std::vector<double>& bias) {
    std::vector<double> sum(bias.size(), 0);
    std::vector<double> count(bias.size(), 0);
    for (const Row& row : split.train) {
        sum[row.*side] += row.value - mean - (other.empty() ? 0 : other[row.*other_side]);
        count[row.*side] += 1;
    }
    for (std::size_t k = 0; k < bias.size(); ++k)
        bias[k] = count[k] + damping > 0 ? sum[k] / (damping + count[k]) : 0;
}

} // namespace

BiasModel global_mean(const Split& split) {
    BiasModel model;
    for (const Row& row : split.train)
        model.mean += row.value;
    if (!split.train.empty()) model.mean /= static_cast<double>(split.train.size());
    return model;
}

BiasModel item_means(const Split& split) {
    BiasModel model = global_mean(split);
    model.item.resize(split.items);
    solve_side(split, model.mean, 0, &Row::item, &Row::user, {}, model.item);
    return model;
}

BiasModel user_means(const Split& split) {
    BiasModel model = global_mean(split);
    model.user.resize(split.users);
    solve_side(split, model.mean, 0, &Row::user, &Row::item, {}, model.user);
    return model;
}

BiasModel fit_biases(const Split& split, const BiasOptions& options) {
    BiasModel model = global_mean(split);
    model.user.resize(split.users);
    model.item.resize(split.items);
    for (int sweep = 0; sweep < options.sweeps; ++sweep) {
        solve_side(split, model.mean, options.damp_items, &Row::item, &Row::user, model.user, model.item);
        solve_side(split, model.mean, options.damp_users, &Row::user, &Row::item, model.item, model.user);
    }
    return model;
}

} // namespace attune::offline
