#include "simulations/credibility/dead_levers.h"

#include "core/base/parallel.h"
#include "core/policy/parameters.h"
#include "simulations/credibility/lever_company.h"
#include "simulations/study/measure.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <map>
#include <mutex>

namespace attune {
namespace {

constexpr double way_to_the_end = 0.75; ///< how far towards the end of its range a lever is moved
constexpr double highest_floor = 0.6;   ///< a catalogue can refuse to give a group more than it has

/// A world in which everything the tables speak of happens within a few weeks.
ArmSetup lively() {
    ArmSetup setup;
    Assumptions& world = setup.assumptions;
    world.churn_rate = 0.02;
    world.return_rate = 0.02;
    world.opt_out_rate = 0.004;
    world.opt_in_rate = 0.1;
    world.tap_rate = 0.06;
    world.shock_day = 5;
    world.breach_day = 6;
    world.brigade_share = 0.03;
    world.brigade_day = 3;
    setup.policy.gap_hours = 20;
    setup.policy.weekly_cap = 4;
    setup.policy.ask_when_fruitless = true;
    setup.policy.ask_at_random = 0.05;
    setup.policy.exposure_floor = {{"small", 0.4}};
    return setup;
}

/// The same, with what a lever needs beside it where that is more than one other lever of its group.
ArmSetup lively_for(const std::string& key) {
    ArmSetup setup = lively();
    give_company(key, setup.assumptions, setup.policy);
    return setup;
}

std::string full_key(const ParameterSpec& spec) {
    return spec.is_family() ? spec.family_prefix() + "small" : spec.key;
}

/// A lever of a policy or an assumption, without the difference.
struct Lever {
    const ParameterSpec* spec = nullptr;
    std::function<double(const ArmSetup&)> get;
    std::function<void(ArmSetup&, double)> set;
};

const std::vector<Lever>& all_levers() {
    static const std::vector<Lever> all = [] {
        std::vector<Lever> levers;
        for (const auto& entry : policy_parameters().entries()) {
            const std::string key = full_key(entry.spec);
            levers.push_back(
                {&entry.spec,
                 [&entry, key](const ArmSetup& s) { return policy_parameters().get(s.policy, entry, key); },
                 [&entry, key](ArmSetup& s, double value) {
                     policy_parameters().set(s.policy, entry, key, value);
                 }});
        }
        for (const auto& entry : world_parameters().entries())
            levers.push_back({&entry.spec,
                              [&entry](const ArmSetup& s) {
                                  return world_parameters().get(s.assumptions, entry, entry.spec.key);
                              },
                              [&entry](ArmSetup& s, double value) {
                                  world_parameters().set(s.assumptions, entry, entry.spec.key, value);
                              }});
        return levers;
    }();
    return all;
}

double moved_towards(const ParameterSpec& spec, double from, double end) {
    if (spec.kind == ParameterKind::boolean || spec.kind == ParameterKind::choice) return end;
    double to = from + way_to_the_end * (end - from);
    if (spec.is_family()) to = std::min(to, highest_floor);
    return spec.kind == ParameterKind::integer ? std::round(to) : to;
}

void digest(Fingerprint& fingerprint, double value) {
    fingerprint.add(std::bit_cast<std::uint64_t>(value));
}

/// Everything that came out of a run: events, measured values, how much was turned away for which reason.
Result<std::string> outcome(const Trial& trial, const ArmSetup& setup) {
    const ArmWorld world{setup.assumptions, setup.policy,
                         make_synthetic_world(setup.assumptions, trial.size.items, trial.seed)};
    auto observation = run_arm(request_of(trial, world));
    if (!observation) return pass_on(observation);
    Fingerprint fingerprint = observation->fingerprint;
    for (const MetricValue& value : measure(*observation, trial.stop).values)
        digest(fingerprint, value.value);
    for (const std::int64_t refused : observation->quarantined)
        digest(fingerprint, static_cast<double>(refused));
    return fingerprint.hex();
}

/// Outcomes by setting, since many moves start from the same one.
class Outcomes {
public:
    explicit Outcomes(const Trial& trial)
        : trial_(trial) {}

    Result<std::string> operator()(const ArmSetup& setup) {
        const std::string key =
            world_parameters().to_json(setup.assumptions).dump() + policy_to_json(setup.policy);
        {
            const std::lock_guard lock(mutex_);
            if (const auto known = known_.find(key); known != known_.end()) return known->second;
        }
        auto made = outcome(trial_, setup);
        if (!made) return made;
        const std::lock_guard lock(mutex_);
        return known_[key] = *made;
    }

private:
    const Trial& trial_;
    std::mutex mutex_;
    std::map<std::string, std::string> known_;
};

Result<bool> changes(Outcomes& outcomes, const ArmSetup& stands, const ArmSetup& moved) {
    auto after = outcomes(moved);
    if (!after) return pass_on(after);
    auto before = outcomes(stands);
    if (!before) return pass_on(before);
    return *before != *after;
}

/// The same with another lever of the group moved on both sides; a setting that a catalogue or policy refuses
/// says nothing.
Result<bool> changes_beside_another(Outcomes& outcomes, const LeverMove& move) {
    const auto own = std::find_if(all_levers().begin(), all_levers().end(),
                                  [&](const Lever& lever) { return full_key(*lever.spec) == move.key; });
    for (const Lever& other : all_levers()) {
        if (other.spec == own->spec || other.spec->group != own->spec->group) continue;
        for (const double end : {other.spec->minimum, other.spec->maximum}) {
            ArmSetup stands = move.stands;
            ArmSetup moved = move.moved;
            const double to = moved_towards(*other.spec, other.get(stands), end);
            other.set(stands, to);
            other.set(moved, to);
            if (!check_policy(stands.policy) || !check_policy(moved.policy)) continue;
            auto changed = changes(outcomes, stands, moved);
            if (!changed && changed.error().code == ErrorCode::cancelled) return changed;
            if (changed && *changed) return true;
        }
    }
    return false;
}

} // namespace

std::vector<LeverMove> lever_moves() {
    std::vector<LeverMove> moves;
    for (const Lever& lever : all_levers())
        for (const double end : {lever.spec->minimum, lever.spec->maximum}) {
            const std::string key = full_key(*lever.spec);
            LeverMove move{key, lively_for(key), lively_for(key)};
            const double from = lever.get(move.stands);
            const double to = moved_towards(*lever.spec, from, end);
            if (to == from) continue;
            lever.set(move.moved, to);
            if (check_policy(move.moved.policy)) moves.push_back(std::move(move));
        }
    return moves;
}

Result<std::vector<std::string>> dead_levers(const Trial& trial, std::span<const LeverMove> moves) {
    Trial one_thread = trial;
    one_thread.threads = 1;
    Outcomes outcomes(one_thread);
    std::vector<Result<bool>> changed(moves.size(), Result<bool>(true));
    std::atomic<int> done = 0;
    std::mutex speaking;
    for_each_piece(static_cast<int>(moves.size()), trial.threads, [&](int piece, int) {
        const auto m = static_cast<std::size_t>(piece);
        if (trial.stop.stop_requested()) {
            changed[m] = trial_stopped();
            return;
        }
        changed[m] = changes(outcomes, moves[m].stands, moves[m].moved);
        if (changed[m] && !*changed[m]) changed[m] = changes_beside_another(outcomes, moves[m]);
        const int now = ++done;
        if (!trial.progress) return;
        const std::lock_guard lock(speaking);
        trial.progress(static_cast<double>(now) / static_cast<double>(moves.size()));
    });
    std::vector<std::string> dead;
    for (std::size_t m = 0; m < moves.size(); ++m) {
        if (!changed[m]) return pass_on(changed[m]);
        if (!*changed[m] && (dead.empty() || dead.back() != moves[m].key)) dead.push_back(moves[m].key);
    }
    return dead;
}

} // namespace attune
