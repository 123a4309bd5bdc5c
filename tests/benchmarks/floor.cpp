#include "tests/benchmarks/floor.h"

#include <Eigen/Core>

void attune_floor_score(const float* item_factors, int items, const float* people, float* scores) {
    using attune::benchmarks::floor_factors;
    using attune::benchmarks::floor_people;
    using Items = Eigen::Matrix<float, Eigen::Dynamic, floor_factors>;
    using People = Eigen::Matrix<float, floor_factors, floor_people>;
    using Scores = Eigen::Matrix<float, Eigen::Dynamic, floor_people>;
    Eigen::Map<Scores>(scores, items, floor_people).noalias() =
        Eigen::Map<const Items>(item_factors, items, floor_factors) * Eigen::Map<const People>(people);
}
