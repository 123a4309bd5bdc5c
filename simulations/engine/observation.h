// What an engine run leaves: counts by cluster of people, day and group, exposure by provider group and item,
// the fingerprint of every event. Metrics are made from this; truth and observation meet only here.
#pragma once

#include "core/base/fingerprint.h"
#include "core/catalogue/catalogue.h"
#include "core/measures/metrics/answer_cells.h"
#include "core/measures/metrics/answer_table.h"
#include "core/measures/metrics/tallies.h"
#include "core/recommender/recommender.h"
#include "simulations/population/population.h"

#include <array>
#include <cstdint>
#include <vector>

namespace attune {

/// Blocks of people are gathered into at most this many clusters: the units of the jackknife and of parallel
/// work. How many there are follows from the number of people alone.
constexpr int max_clusters = 64;

using GroupTallies = std::array<Tallies, person_group_count>;

struct Cluster {
    std::vector<GroupTallies> days;                      ///< by day
    std::vector<GroupExposure> exposure;                 ///< by day: exposure by provider group
    std::vector<std::uint64_t> item_exposure;            ///< by item, over the run, in 1/65536
    std::array<AnswerCells, person_group_count> answers; ///< by group, over the run
    std::array<AnswerTable, person_group_count> told;    ///< likewise: what was said of what is liked or not
};

struct Observation {
    std::vector<Cluster> clusters;
    Fingerprint fingerprint;
    std::vector<std::string> provider_groups;
    ExposureDay fairness;                   ///< guarded slates and so on, over the run
    std::vector<FairnessDay> fairness_days; ///< prices and debts by day; empty without floor, cap or merit
    std::vector<PoolCounts> pool_days; ///< what candidate pools were made of, by day
    std::int64_t largest_debt = 0; ///< over blocks and groups at the end, in 1/65536; above a cap as well
    GateCounts gate;
    std::array<std::int64_t, quarantine_count> quarantined{};
    std::uint32_t model_version = 0;
    bool cancelled = false;
};

} // namespace attune
