// Clickbait wins at first and loses later, but only where satisfaction reacts strongly enough.
#include "simulations/credibility/facts.h"
#include "simulations/credibility/trial.h"

namespace attune {
namespace {

constexpr int first_days = 3;

/// Picks per enrolled person and day, at first and in the last third of the run.
struct Picks {
    double first = 0, last = 0;
};

Result<Picks> picks(const Trial& trial, const std::string& arm) {
    if (trial.stop.stop_requested()) return trial_stopped();
    auto run = run_arm(trial, arm);
    if (!run) return pass_on(run);
    const auto between = [&](int from, int until) {
        double picked = 0;
        double days = 0;
        for (const Cluster& cluster : run->clusters)
            for (int day = from; day < until; ++day) {
                const Tallies& all =
                    cluster.days[static_cast<std::size_t>(day)][static_cast<std::size_t>(PersonGroup::all)];
                picked += all[Tally::picks];
                days += all[Tally::person_days];
            }
        return picked / days;
    };
    return Picks{between(0, first_days), between(trial.size.days * 2 / 3, trial.size.days)};
}

/// Lead of a catalogue full of clickbait over one with hardly any, as a share.
Result<Picks> lead(const Trial& trial, const std::string& reaction) {
    auto full = picks(trial, reaction + "-much");
    if (!full) return pass_on(full);
    auto little = picks(trial, reaction + "-little");
    if (!little) return pass_on(little);
    return Picks{full->first / little->first - 1, full->last / little->last - 1};
}

Result<Sample> measure_fact(const Trial& trial) {
    auto strong = lead(trial, "strong");
    if (!strong) return pass_on(strong);
    auto weak = lead(trial, "weak");
    if (!weak) return pass_on(weak);
    Trial beginning = trial;
    beginning.size.days = first_days;
    auto no_pull = lead(beginning, "no-pull");
    if (!no_pull) return pass_on(no_pull);
    auto no_regret = lead(trial, "no-regret");
    if (!no_regret) return pass_on(no_regret);
    return Sample{{{strong->first, no_pull->first}, {strong->last, no_regret->last}, {weak->last}}, {}};
}

} // namespace

FactSpec clickbait_fact() {
    FactSpec fact{
        .id = "clickbait",
        .source = "RecSim, long-term satisfaction environment (Ie et al. 2019): clickbait leads for "
                  "ever at low sensitivity and loses above a threshold",
        .checks =
            {{.id = "first", .unit = "change", .expected = {.lower = 0}, .without_cause = {.upper = 0.02}},
             {.id = "late_strong", .unit = "change", .expected = {.upper = 0}, .without_cause = {.lower = 0}},
             {.id = "late_weak", .unit = "change", .expected = {.lower = 0}}},
        .arms = {},
        .quick = {.seeds = 4, .users = 1000, .days = 60, .items = 300},
        .full = {.seeds = 10, .users = 2000, .days = 90, .items = 300},
        .measure = measure_fact,
        .weight = 8};
    const auto add = [&](const std::string& id, const std::string& gain, std::vector<std::string> settings) {
        settings.emplace_back("ranking.ranker=random");
        settings.emplace_back("world.satisfaction.gain=" + gain);
        for (const auto& [amount, power] : {std::pair{"-much", "0.5"}, std::pair{"-little", "6"}}) {
            fact.arms.push_back({id + amount, settings});
            fact.arms.back().settings.push_back(std::string("world.items.clickbait_power=") + power);
        }
    };
    const std::string regret = "world.choice.clickbait_regret=1.5";
    add("strong", "4", {regret});
    add("weak", "0.5", {regret});
    add("no-pull", "4", {regret, "world.choice.clickbait_pull=0"});
    add("no-regret", "4", {"world.choice.clickbait_regret=0"});
    return fact;
}

} // namespace attune
