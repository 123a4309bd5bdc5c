#include "simulations/study/brigade.h"

#include "core/catalogue/exposure_weight.h"
#include "simulations/behaviour/target.h"
#include "simulations/engine/simulation.h"
#include "simulations/study/replication.h"

#include <algorithm>

namespace attune {
namespace {

constexpr double hours_per_day = 24;
constexpr double most_moved = 0.02; ///< section 12, P12

struct AttackDays {
    int first, end;
};

AttackDays attack_days(const Scenario& scenario) {
    const Assumptions& world = scenario.assumptions;
    const int first = std::min(world.brigade_day, scenario.days);
    return {first, std::min(first + world.brigade_days, scenario.days)};
}

std::size_t cell(SeenBy by, SeenWhen when) {
    return (by == SeenBy::members ? 2U : 0U) + (when == SeenWhen::after ? 1U : 0U);
}

double relative_change(const Twin<Fraction>& runs) {
    return runs.candidate.value() / runs.baseline.value() - 1;
}

/// From now on the members are like anybody else.
void disband(Simulation& run, const std::vector<bool>& member) {
    for (std::uint32_t u = 0; u < member.size(); ++u) {
        if (!member[u]) continue;
        PersonSnapshot person = run.snapshot(UserId(u));
        person.person.role = Role::genuine;
        run.restore(UserId(u), person);
    }
}

/// Whose noes training leaves out.
void count_left_out(const Simulation& run, const std::vector<bool>& member, BrigadeRuns& runs) {
    for (std::uint32_t u = 0; u < member.size(); ++u) {
        if (u % block_size == 0) {
            runs.spotted.emplace_back();
            runs.wrongly.emplace_back();
        }
        if (const auto left_out = run.recommender().left_out_of_training(UserId(u)))
            (member[u] ? runs.spotted : runs.wrongly).back() += {*left_out ? 1.0 : 0.0, 1.0};
    }
}

LoopMeasure share_of(const char* key, const std::vector<Fraction>& blocks) {
    double people = 0;
    for (const Fraction& block : blocks)
        people += block.denominator;
    const Estimate estimate =
        jackknife(std::span<const Fraction>(blocks), [](const Fraction& f) { return f.value(); });
    return {.key = key, .value = value_of(estimate, people, 0, 1)};
}

} // namespace

bool has_brigade(const Scenario& scenario) {
    const AttackDays attack = attack_days(scenario);
    return scenario.assumptions.brigade_share > 0 && attack.end > attack.first;
}

int brigade_days(const Scenario& scenario) {
    return 2 * scenario.days - attack_days(scenario).first;
}

TargetExposure::TargetExposure(const Catalogue& catalogue, std::vector<bool> member, int first, int end)
    : catalogue_(&catalogue)
    , target_(target_of(catalogue))
    , member_(std::move(member))
    , first_(first * hours_per_day)
    , end_(end * hours_per_day)
    , blocks_((member_.size() + block_size - 1) / block_size) {}

void TargetExposure::take(std::span<const LoggedEvent> events, bool acting) {
    for (const LoggedEvent& event : events) {
        if (event.kind != LoggedKind::impression || event.hours < first_) continue;
        const std::size_t user = event.user.value;
        Runs& runs =
            blocks_[user / block_size][cell(member_[user] ? SeenBy::members : SeenBy::others,
                                            event.hours < end_ ? SeenWhen::attack : SeenWhen::after)];
        const double place = exposure_weight_q16(event.rank);
        const bool of_target = catalogue_->items[event.item.value].provider == target_;
        (acting ? runs.candidate : runs.baseline) += {of_target ? place : 0, place};
    }
}

std::vector<TargetExposure::Runs> TargetExposure::column(SeenBy by, SeenWhen when) const {
    std::vector<Runs> column;
    for (const auto& block : blocks_)
        column.push_back(block[cell(by, when)]);
    return column;
}

Estimate TargetExposure::change(SeenBy by, SeenWhen when) const {
    const std::vector<Runs> blocks = column(by, when);
    return jackknife(std::span<const Runs>(blocks), relative_change);
}

double TargetExposure::share(SeenBy by, SeenWhen when, bool acting) const {
    Fraction sum;
    for (const Runs& runs : column(by, when))
        sum += acting ? runs.candidate : runs.baseline;
    return sum.value();
}

bool TargetExposure::empty(SeenBy by, SeenWhen when) const {
    const std::vector<Runs> blocks = column(by, when);
    return std::all_of(blocks.begin(), blocks.end(), [](const Runs& runs) { return runs.empty(); });
}

double TargetExposure::people(SeenBy by) const {
    return static_cast<double>(std::count(member_.begin(), member_.end(), by == SeenBy::members));
}

Result<std::unique_ptr<BrigadeRuns>> run_brigade(const LoadedScenario& scenario, const Policy& policy,
                                                 int replication, const SimulateOptions& options,
                                                 const std::function<void()>& after_day) {
    const std::uint64_t seed = seed_of(scenario.scenario, replication);
    const auto world = world_of(scenario, seed);
    RunRequest request = request_for(scenario, policy, *world, seed, options);
    const AttackDays attack = attack_days(scenario.scenario);
    std::vector<bool> member;
    for (const Person& person :
         make_population(request.assumptions, *world, request.users, request.seed).people)
        member.push_back(person.role == Role::brigade);
    auto runs = std::make_unique<BrigadeRuns>(
        BrigadeRuns{TargetExposure(world->catalogue, member, attack.first, attack.end), {}, {}});

    request.after_day = [&after_day](int) { after_day(); };
    request.log = [&](std::span<const LoggedEvent> events) { runs->exposure.take(events, true); };
    auto acting = Simulation::start(request);
    if (!acting) return pass_on(acting);
    acting->run_until(attack.first);
    const RunSnapshot before = acting->snapshot();
    acting->run_until(attack.end);
    if (acting->cancelled()) return stopped();
    count_left_out(*acting, member, *runs);
    acting->run_until(request.days);
    if (acting->cancelled()) return stopped();

    request.log = [&](std::span<const LoggedEvent> events) { runs->exposure.take(events, false); };
    auto peaceful = Simulation::resume(before, request);
    if (!peaceful) return pass_on(peaceful);
    disband(*peaceful, member);
    peaceful->run_until(request.days);
    if (peaceful->cancelled()) return stopped();
    return runs;
}

void BrigadeMeasures::add(const BrigadeRuns& runs) {
    const auto add_change = [&](Changes& to, SeenBy by, SeenWhen when) {
        if (runs.exposure.empty(by, when)) return;
        to.values.push_back(runs.exposure.change(by, when).value);
        to.n += runs.exposure.people(by);
    };
    add_change(others_, SeenBy::others, SeenWhen::attack);
    add_change(after_, SeenBy::others, SeenWhen::after);
    add_change(members_, SeenBy::members, SeenWhen::attack);
    spotted_.insert(spotted_.end(), runs.spotted.begin(), runs.spotted.end());
    wrongly_.insert(wrongly_.end(), runs.wrongly.begin(), runs.wrongly.end());
}

LoopMeasure BrigadeMeasures::changed(const char* key, const Changes& changes, bool aimed) {
    LoopMeasure measure{.key = key};
    if (!changes.values.empty()) measure.value = value_of(t_interval(changes.values), changes.n, -1);
    if (!aimed) return measure;
    measure.least = -most_moved;
    measure.most = most_moved;
    return measure;
}

void BrigadeMeasures::write(std::vector<LoopMeasure>& measures) const {
    measures.push_back(changed("brigade_others", others_, true));
    measures.push_back(changed("brigade_after", after_, true));
    measures.push_back(changed("brigade_members", members_, false));
    measures.push_back(share_of("brigade_spotted", spotted_));
    measures.push_back(share_of("brigade_wrongly", wrongly_));
}

} // namespace attune
