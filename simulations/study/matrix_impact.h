// What a change of the consent matrix does, before it is saved: the same stored people meet both matrices
// under one policy on the same days. And whom it takes by surprise: people of the open trail whose consents
// do not cover what the change lets be done.
#pragma once

#include "core/consent/in_force.h"
#include "core/consent/matrix_diff.h"
#include "simulations/engine/observation.h"
#include "simulations/study/consent_picture.h"
#include "simulations/study/loop_measure.h"
#include "simulations/study/simulate.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attune {

constexpr int impact_people = 500; ///< of the scenario, where it has so many
constexpr int impact_days = 60;    ///< its first ones

/// What one matrix let be done among these people.
struct MatrixSide {
    GateCounts gate;             ///< reads and rows, over all days
    std::int64_t rows_swept = 0; ///< rows that went since their time was over
    int adapted = 0;             ///< people who saw at least one list that rests on what is known of them
    MetricValue satisfaction = unknown_value(); ///< as they feel, over all days, with an interval
};

struct MatrixImpact {
    std::string scenario, policy;
    int people = 0, days = 0;
    int version_before = 0; ///< of the workspace; 0: the matrix that ships
    MatrixSide before, after;
    MetricValue satisfaction_change; ///< after less before, the same people, with its interval
};

/// One replication. `scenario.consent` does not matter. Errors: bad_input for a policy that does not fit the
/// scenario; cancelled.
Result<MatrixImpact> measure_matrix_impact(const LoadedScenario& scenario, const Policy& policy,
                                           const std::shared_ptr<const MatrixInForce>& before,
                                           const std::shared_ptr<const MatrixInForce>& after,
                                           const SimulateOptions& options);

/// Reads of one module for one purpose.
struct ReadsChange {
    Module module{};
    Purpose purpose{};
    std::int64_t allowed_before = 0, allowed_after = 0;
    std::int64_t refused_before = 0, refused_after = 0; ///< not permitted by the person, or not in the matrix
    bool operator==(const ReadsChange&) const = default;
};
/// Those that are not the same on both sides, by module and purpose.
std::vector<ReadsChange> reads_changes(const MatrixImpact& impact);

/// Consents in force at the end of a trail that do not cover what a matrix lets be done.
struct NotCovered {
    int watched = 0;                             ///< people in the trail
    int people = 0;                              ///< with at least one such consent
    std::array<int, purpose_count> by_purpose{}; ///< people
};
/// `purposes`: asked_anew(), one bit each.
NotCovered not_covered(const ConsentPicture& picture, std::uint16_t purposes);

/// Notices whose words are others under the new matrix, by id.
std::vector<std::string> notices_renewed(const MatrixInForce& before, const MatrixInForce& after);

} // namespace attune
