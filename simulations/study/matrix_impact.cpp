#include "simulations/study/matrix_impact.h"

#include "simulations/study/measure.h"
#include "simulations/study/replication.h"

#include <algorithm>
#include <memory>
#include <set>

namespace attune {
namespace {

constexpr const char* felt = "satisfaction_true";

MetricValue found(const Measured& measured) {
    for (const MetricValue& value : measured.values)
        if (value.key == felt && value.group == "all") return value;
    return unknown_value();
}

/// Counts in the trail what the observation does not have.
class Watching {
public:
    void take(std::span<const TrailEvent> events) {
        for (const TrailEvent& event : events) {
            if (event.kind == TrailKind::swept) swept_ += event.rows;
            // A list is made under a purpose also where nothing is known yet; adapted it is from then on.
            if (event.kind == TrailKind::derived && event.mask != 0) known_.insert(event.person.value);
            if (event.kind == TrailKind::slate && event.purpose != Purpose::deliver_service &&
                known_.contains(event.person.value))
                adapted_.insert(event.person.value);
        }
    }
    void fill(MatrixSide& side) const {
        side.rows_swept = swept_;
        side.adapted = static_cast<int>(adapted_.size());
    }

private:
    std::int64_t swept_ = 0;
    std::set<std::uint32_t> known_, adapted_; ///< people
};

} // namespace

Result<MatrixImpact> measure_matrix_impact(const LoadedScenario& scenario, const Policy& policy,
                                           const std::shared_ptr<const MatrixInForce>& before,
                                           const std::shared_ptr<const MatrixInForce>& after,
                                           const SimulateOptions& options) {
    LoadedScenario stored = scenario;
    stored.scenario.users = std::min(stored.scenario.users, impact_people);
    stored.scenario.days = std::min(stored.scenario.days, impact_days);
    MatrixImpact impact{.scenario = stored.scenario.name,
                        .policy = policy.name,
                        .people = stored.scenario.users,
                        .days = stored.scenario.days,
                        .version_before = in_force(before).version,
                        .before = {},
                        .after = {},
                        .satisfaction_change = unknown_value()};
    const std::uint64_t seed = seed_of(stored.scenario, 0);
    const auto world = world_of(stored, seed);
    std::vector<Observation> observations;
    int days_done = 0;
    for (const bool is_after : {false, true}) {
        stored.consent = is_after ? after : before;
        MatrixSide& side = is_after ? impact.after : impact.before;
        Watching watching;
        RunRequest request = request_for(stored, policy, *world, seed, options);
        request.trail_people = stored.scenario.users;
        request.trail = [&](std::span<const TrailEvent> events) { watching.take(events); };
        request.after_day = [&](int) {
            ++days_done;
            if (options.progress) options.progress(days_done / (2.0 * stored.scenario.days));
        };
        auto observation = run_to_the_end(run_policy, request);
        if (!observation) return pass_on(observation);
        side.gate = observation->gate;
        side.satisfaction = found(measure(*observation));
        watching.fill(side);
        observations.push_back(std::move(*observation));
    }
    impact.satisfaction_change = found(measure_difference(observations[0], observations[1]));
    return impact;
}

std::vector<ReadsChange> reads_changes(const MatrixImpact& impact) {
    std::vector<ReadsChange> changes;
    const auto sum = [](const GateCounts::Reads& reads, std::size_t m, std::size_t p) {
        return GateCounts::total(reads[m][p]);
    };
    for (std::size_t m = 0; m < static_cast<std::size_t>(module_count); ++m)
        for (std::size_t p = 0; p < static_cast<std::size_t>(purpose_count); ++p) {
            const GateCounts &a = impact.before.gate, &b = impact.after.gate;
            const ReadsChange change{.module = static_cast<Module>(m),
                                     .purpose = static_cast<Purpose>(p),
                                     .allowed_before = sum(a.allowed, m, p),
                                     .allowed_after = sum(b.allowed, m, p),
                                     .refused_before = sum(a.refused, m, p) + sum(a.gaps, m, p),
                                     .refused_after = sum(b.refused, m, p) + sum(b.gaps, m, p)};
            if (change.allowed_before != change.allowed_after ||
                change.refused_before != change.refused_after)
                changes.push_back(change);
        }
    return changes;
}

NotCovered not_covered(const ConsentPicture& picture, std::uint16_t purposes) {
    NotCovered found{.watched = static_cast<int>(picture.watched.size())};
    std::array<std::set<std::uint32_t>, purpose_count> permitting;
    for (const ConsentMove& move : picture.moves) {
        auto& people = permitting[static_cast<std::size_t>(move.purpose)];
        if (permits(move.to))
            people.insert(move.person.value);
        else
            people.erase(move.person.value);
    }
    std::set<std::uint32_t> all;
    for_each_purpose(purposes, [&](Purpose purpose) {
        const auto& people = permitting[static_cast<std::size_t>(purpose)];
        found.by_purpose[static_cast<std::size_t>(purpose)] = static_cast<int>(people.size());
        all.insert(people.begin(), people.end());
    });
    found.people = static_cast<int>(all.size());
    return found;
}

std::vector<std::string> notices_renewed(const MatrixInForce& before, const MatrixInForce& after) {
    std::vector<std::string> renewed;
    for (const Notice& notice : after.notices) {
        const auto same = std::find_if(before.notices.begin(), before.notices.end(),
                                       [&](const Notice& other) { return other.id == notice.id; });
        if (same == before.notices.end() || same->text != notice.text) renewed.push_back(notice.id);
    }
    return renewed;
}

} // namespace attune
