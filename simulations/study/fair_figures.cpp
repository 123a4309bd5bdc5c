#include "simulations/study/fair_figures.h"

#include "core/measures/metrics/exposure.h"
#include "core/measures/statistics/summary.h"
#include "simulations/behaviour/behaviour.h"
#include "simulations/engine/simulation.h"
#include "simulations/study/creator_weeks.h"
#include "simulations/study/fair_requests.h"
#include "simulations/study/measure.h"
#include "simulations/study/replication.h"
#include "simulations/study/people_cluster.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace attune {
namespace {

constexpr double nat_per_score = 0x1p-24;
constexpr int days_per_week = 7;
constexpr int moments = 4; ///< at which requests are recorded: the last week ends

using ByGroup = std::array<double, max_provider_groups>;

/// What one cluster of people counts for the groups of providers.
struct GroupCounts {
    ByGroup exposure{}, picks{}, predicted{}, fitting{};
    double liking = 0, weight = 0; ///< predicted, of what was shown by how likely it is looked at

    template <typename Op>
    void each(const GroupCounts& other, Op op) {
        for (std::size_t g = 0; g < exposure.size(); ++g) {
            op(exposure[g], other.exposure[g]);
            op(picks[g], other.picks[g]);
            op(predicted[g], other.predicted[g]);
            op(fitting[g], other.fitting[g]);
        }
        op(liking, other.liking);
        op(weight, other.weight);
    }
    GroupCounts& operator+=(const GroupCounts& other) {
        each(other, [](double& a, double b) { a += b; });
        return *this;
    }
    GroupCounts& operator-=(const GroupCounts& other) {
        each(other, [](double& a, double b) { a -= b; });
        return *this;
    }
    bool empty() const { return weight == 0 && share_base() == 0; }
    double share_base() const { return std::accumulate(fitting.begin(), fitting.end(), 0.0); }
};

double share(const ByGroup& parts, std::size_t group) {
    const double whole = std::accumulate(parts.begin(), parts.end(), 0.0);
    return whole > 0 ? parts[group] / whole : Estimate::none;
}

/// One run with everything that is read of it.
struct FairRun {
    Observation observation;
    std::vector<GroupCounts> clusters;
    std::vector<ItemCounts> items, providers;     ///< exposure, by cluster
    std::vector<std::vector<double>> price, debt; ///< by group and day
    std::vector<double> floor, cap;               ///< by group, means over days
    double allowance = 0;
};

std::vector<ItemCounts> by_provider(const Catalogue& catalogue, std::span<const ItemCounts> items) {
    std::vector<ItemCounts> providers;
    for (const ItemCounts& one : items) {
        ItemCounts& sum = providers.emplace_back();
        sum.items.resize(catalogue.providers.size());
        for (std::size_t i = 0; i < one.items.size(); ++i)
            sum.items[catalogue.items[i].provider.value] += one.items[i];
    }
    return providers;
}

/// What people truly like, over all items: at the start, of those who are asked.
void add_fitting(FairRun& run, const RunRequest& request) {
    const Population population =
        make_population(request.assumptions, *request.world, request.users, request.seed);
    const Behaviour behaviour(request.assumptions, *request.world, request.seed, request.steps_per_day);
    const Catalogue& catalogue = request.world->catalogue;
    const int stride = std::max(1, request.users / FairRequests::people);
    for (int u = 0; u < request.users; u += stride) {
        const auto user = static_cast<std::uint32_t>(u);
        GroupCounts& counts = run.clusters[cluster_of(user, request.users)];
        for (std::uint32_t i = 0; i < catalogue.items.size(); ++i)
            counts.fitting[catalogue.group_of(ItemId(i)).value] +=
                chance_of_liking(static_cast<double>(behaviour.worth(population.people[user], user, i)));
    }
}

Result<FairRun> run_watched(RunRequest request, CreatorWeeks& weeks, bool twin, FairRequests* requests,
                            const std::function<void()>& after_day) {
    FairRun run;
    const Catalogue& catalogue = request.world->catalogue;
    const std::size_t groups = catalogue.provider_groups.size();
    run.clusters.resize(static_cast<std::size_t>(cluster_count(request.users)));
    run.price.resize(groups);
    run.debt.resize(groups);
    run.floor.resize(groups);
    run.cap.resize(groups);
    request.log = [&](std::span<const LoggedEvent> events) {
        weeks.take(events, twin);
        for (const LoggedEvent& event : events) {
            GroupCounts& counts = run.clusters[cluster_of(event.user.value, request.users)];
            if (event.kind == LoggedKind::impression) {
                const double weight = examination_weight(event.rank);
                // A score has the price of its group in it, which says nothing of what people like.
                const double price = run.price[catalogue.group_of(event.item).value].back();
                counts.liking += weight * chance_of_liking(event.score * nat_per_score - price);
                counts.weight += weight;
            } else if (event.kind == LoggedKind::feedback && event.feedback == FeedbackKind::picked) {
                counts.picks[catalogue.group_of(event.item).value] += 1;
            }
        }
    };
    auto simulation = Simulation::start(request);
    if (!simulation) return pass_on(simulation);
    for (int day = 0; day < request.days; ++day) {
        const ExposureController& fairness = simulation->recommender().fairness();
        for (std::size_t g = 0; g < groups; ++g) {
            run.price[g].push_back(fairness.price(g));
            run.floor[g] += fairness.floor(g) / request.days;
            run.cap[g] += fairness.cap(g) / request.days;
        }
        if (requests && (request.days - day) % days_per_week == 1 &&
            day >= request.days - moments * days_per_week)
            if (auto asked = requests->ask(simulation->recommender(), request.users, day); !asked)
                return pass_on(asked);
        simulation->run_until(day + 1);
        if (simulation->cancelled()) return stopped();
        const auto slate = static_cast<double>(simulation->recommender().fairness().slate_exposure());
        for (std::size_t g = 0; g < groups; ++g) {
            double largest = 0;
            if (simulation->recommender().fairness().has_floor(g))
                for (int block = 0; block < block_count(request.users); ++block)
                    largest = std::max(largest,
                                       static_cast<double>(simulation->recommender().ledger(block).debt[g]) /
                                           slate);
            run.debt[g].push_back(largest);
        }
        after_day();
    }
    run.observation = simulation->observation();
    double whole = 0;
    for (std::size_t c = 0; c < run.clusters.size(); ++c) {
        const Cluster& cluster = run.observation.clusters[c];
        run.items.push_back({cluster.item_exposure});
        for (const GroupExposure& day : cluster.exposure)
            for (std::size_t g = 0; g < groups; ++g) {
                run.clusters[c].exposure[g] += static_cast<double>(day[g]);
                whole += static_cast<double>(day[g]);
            }
    }
    run.providers = by_provider(catalogue, run.items);
    if (whole > 0)
        run.allowance = static_cast<double>(simulation->recommender().fairness().debt_limit()) *
                        block_count(request.users) / whole;
    add_fitting(run, request);
    if (requests)
        for (const FairRequests::Liking& liking : requests->liking()) {
            GroupCounts& counts = run.clusters[cluster_of(liking.user, request.users)];
            for (std::size_t g = 0; g < groups; ++g)
                counts.predicted[g] += liking.by_group[g];
        }
    return run;
}

/// Figures of every replication by name, added up in the end.
class Gathering {
public:
    void add(const std::string& key, MetricValue value) { values_[key].push_back(std::move(value)); }
    void add(const std::string& key, const Estimate& value, double n) { add(key, value_of(value, n)); }
    /// Of shares and scores from 0 to 1.
    MetricValue mean(const std::string& key) const { return over_seeds(key, 0, 1); }
    MetricValue change(const std::string& key) const {
        constexpr double far = std::numeric_limits<double>::infinity();
        return over_seeds(key, -far, far);
    }

private:
    /// A single replication keeps its own interval, over its people; from two on seeds are the units.
    MetricValue over_seeds(const std::string& key, double least, double most) const {
        const auto found = values_.find(key);
        if (found == values_.end()) return unknown_value();
        if (found->second.size() == 1) return found->second.front();
        std::vector<double> values;
        double n = 0;
        for (const MetricValue& one : found->second) {
            if (!std::isfinite(one.value)) continue;
            values.push_back(one.value);
            n += one.n;
        }
        return values.empty() ? unknown_value() : value_of(t_interval(values), n, least, most);
    }

    std::map<std::string, std::vector<MetricValue>> values_;
};

constexpr std::array<FairDefinition, fair_definition_count> definitions = {
    FairDefinition::parity, FairDefinition::treatment_true, FairDefinition::treatment_predicted,
    FairDefinition::impact};

/// What the group has and what it is owed.
std::pair<double, double> sides(FairDefinition definition, const GroupCounts& counts, std::size_t group,
                                double item_share) {
    switch (definition) {
    case FairDefinition::parity:
        return {share(counts.exposure, group), item_share};
    case FairDefinition::treatment_true:
        return {share(counts.exposure, group), share(counts.fitting, group)};
    case FairDefinition::treatment_predicted:
        return {share(counts.exposure, group), share(counts.predicted, group)};
    case FairDefinition::impact:
        return {share(counts.picks, group), share(counts.fitting, group)};
    }
    return {Estimate::none, Estimate::none};
}

void gather_group(Gathering& all, const FairGroup& group, std::size_t g, const FairRun& run,
                  const FairRun& twin, int users) {
    const std::span<const GroupCounts> clusters(run.clusters);
    const auto part = [&](ByGroup GroupCounts::*of) {
        return jackknife(clusters, [=](const GroupCounts& counts) { return share(counts.*of, g); });
    };
    const auto exposed = [=](const GroupCounts& counts) { return share(counts.exposure, g); };
    const std::string key = group.name;
    all.add("exposure " + key, part(&GroupCounts::exposure), users);
    all.add("picks " + key, part(&GroupCounts::picks), users);
    all.add("predicted " + key, part(&GroupCounts::predicted), users);
    all.add("fitting " + key, part(&GroupCounts::fitting), users);
    all.add("twin " + key, jackknife(std::span<const GroupCounts>(twin.clusters), exposed), users);
    all.add("change " + key, paired_jackknife(std::span<const GroupCounts>(twin.clusters), clusters, exposed),
            users);
    for (const FairDefinition definition : definitions) {
        const std::string one = std::string(name(definition)) + " " + key;
        all.add("ratio " + one,
                jackknife(clusters,
                          [&](const GroupCounts& counts) {
                              const auto [has, owed] = sides(definition, counts, g, group.item_share);
                              return owed > 0 ? has / owed : Estimate::none;
                          }),
                users);
        all.add("difference " + one,
                jackknife(clusters,
                          [&](const GroupCounts& counts) {
                              const auto [has, owed] = sides(definition, counts, g, group.item_share);
                              return has - owed;
                          }),
                users);
    }
}

void add_lorenz(std::array<double, LorenzCurve::steps + 1>& to, std::span<const ItemCounts> clusters,
                double part) {
    if (clusters.empty()) return;
    ItemCounts all = clusters[0];
    for (std::size_t c = 1; c < clusters.size(); ++c)
        all += clusters[c];
    std::sort(all.items.begin(), all.items.end());
    const double whole = std::accumulate(all.items.begin(), all.items.end(), 0.0);
    if (!(whole > 0)) return;
    std::vector<double> sum(all.items.size() + 1);
    for (std::size_t i = 0; i < all.items.size(); ++i)
        sum[i + 1] = sum[i] + static_cast<double>(all.items[i]);
    for (std::size_t step = 0; step < to.size(); ++step) {
        const double at = static_cast<double>(step * all.items.size()) / LorenzCurve::steps;
        const auto below = static_cast<std::size_t>(at);
        const double next = below + 1 < sum.size() ? sum[below + 1] : sum[below];
        to[step] += part * (sum[below] + (at - static_cast<double>(below)) * (next - sum[below])) / whole;
    }
}

void gather_lorenz(Gathering& all, const char* key, LorenzCurve& curve, std::span<const ItemCounts> with,
                   std::span<const ItemCounts> without, double part) {
    curve.entries = with.empty() ? 0 : static_cast<double>(with[0].items.size());
    add_lorenz(curve.share, with, part);
    add_lorenz(curve.twin, without, part);
    const std::string name = key;
    all.add("gini " + name, summarise_items("exposure_gini", "all", with));
    all.add("gini twin " + name, summarise_items("exposure_gini", "all", without));
    all.add("gini change " + name, items_difference("exposure_gini", "all", without, with));
}

/// A group's people beside everybody.
struct BesideAll {
    Fraction group, all;
    BesideAll& operator+=(const BesideAll& other) {
        group += other.group;
        all += other.all;
        return *this;
    }
    BesideAll& operator-=(const BesideAll& other) {
        group -= other.group;
        all -= other.all;
        return *this;
    }
    bool empty() const { return all.empty(); }
};

Fraction satisfaction(const Cluster& cluster, PersonGroup group) {
    Fraction sum;
    for (const GroupTallies& day : cluster.days) {
        const Tallies& tallies = day[static_cast<std::size_t>(group)];
        sum += {tallies[Tally::satisfaction_sum], tallies[Tally::person_days]};
    }
    return sum;
}

constexpr std::array<PersonGroup, 6> served = {PersonGroup::occasional, PersonGroup::frequent,
                                               PersonGroup::phone,      PersonGroup::desktop,
                                               PersonGroup::tablet,     PersonGroup::device_unknown};

void gather_people(Gathering& all, std::vector<ServedGroup>& people, const FairRun& run,
                   const FairRun& twin) {
    const auto fractions = [](const FairRun& of, PersonGroup group) {
        std::vector<Fraction> clusters;
        for (const Cluster& cluster : of.observation.clusters)
            clusters.push_back(satisfaction(cluster, group));
        return clusters;
    };
    const auto value = [](const Fraction& fraction) { return fraction.value(); };
    const auto gather = [&](const std::string& key, PersonGroup group, double n) {
        const std::vector<Fraction> with = fractions(run, group), without = fractions(twin, group);
        all.add("served " + key, jackknife(std::span<const Fraction>(with), value), n);
        all.add("served change " + key,
                paired_jackknife(std::span<const Fraction>(without), std::span<const Fraction>(with), value),
                n);
    };
    gather("all", PersonGroup::all, 0);
    for (std::size_t s = 0; s < served.size(); ++s) {
        double count = 0;
        std::vector<BesideAll> beside;
        for (const Cluster& cluster : run.observation.clusters) {
            count += cluster.days[0][static_cast<std::size_t>(served[s])][Tally::users_enrolled];
            beside.push_back({satisfaction(cluster, served[s]), satisfaction(cluster, PersonGroup::all)});
        }
        people[s].people += count;
        gather(people[s].group, served[s], count);
        all.add("beside " + people[s].group,
                jackknife(std::span<const BesideAll>(beside),
                          [](const BesideAll& one) { return one.group.value() - one.all.value(); }),
                count);
    }
}

void gather_cost(Gathering& all, FairCost& cost, const FairRun& run, const FairRun& twin,
                 const FairRequests& requests, bool limited) {
    const auto liking = [](const GroupCounts& counts) {
        return counts.weight > 0 ? counts.liking / counts.weight : Estimate::none;
    };
    const std::span<const GroupCounts> with(run.clusters), without(twin.clusters);
    all.add("liking", jackknife(with, liking), 0);
    all.add("liking change", paired_jackknife(without, with, liking), 0);
    cost.requests += static_cast<double>(requests.count());
    if (requests.count() == 0) return;
    Estimate paid, least;
    paid.value = least.value = 0;
    if (limited) {
        const auto bound = requests.bound();
        if (!bound) return;
        paid.value = 1 - requests.utility() / bound->free_utility;
        least.value = 1 - bound->best_utility / bound->free_utility;
    }
    all.add("paid", paid, static_cast<double>(requests.count()));
    all.add("bound", least, static_cast<double>(requests.count()));
}

void finish(FairFigures& figures, const Gathering& all) {
    double items = 0;
    for (const FairGroup& group : figures.groups)
        items += group.items;
    for (FairGroup& group : figures.groups)
        group.item_share = group.items / items; // of all replications, where catalogues differ
    for (FairGroup& group : figures.groups) {
        const std::string& key = group.name;
        group.exposure = all.mean("exposure " + key);
        group.exposure_twin = all.mean("twin " + key);
        group.exposure_change = all.change("change " + key);
        group.predicted = all.mean("predicted " + key);
        group.fitting = all.mean("fitting " + key);
        group.picks = all.mean("picks " + key);
        for (const FairDefinition definition : definitions) {
            const std::string one = std::string(name(definition)) + " " + key;
            group.disparity[static_cast<std::size_t>(definition)] = {all.change("ratio " + one),
                                                                     all.change("difference " + one)};
        }
    }
    for (auto& [key, curve] :
         {std::pair<std::string, LorenzCurve*>{"items", &figures.items}, {"providers", &figures.providers}}) {
        curve->gini = all.mean("gini " + key);
        curve->gini_twin = all.mean("gini twin " + key);
        curve->gini_change = all.change("gini change " + key);
    }
    for (ServedGroup& people : figures.people) {
        people.satisfaction = all.mean("served " + people.group);
        people.beside_all = all.change("beside " + people.group);
        people.change = all.change("served change " + people.group);
    }
    figures.cost.predicted = all.mean("liking");
    figures.cost.predicted_change = all.change("liking change");
    figures.cost.satisfaction = all.mean("served all");
    figures.cost.satisfaction_change = all.change("served change all");
    figures.cost.paid = all.change("paid");
    figures.cost.bound = all.change("bound");
}

void start_groups(FairFigures& figures, const Catalogue& catalogue) {
    for (std::size_t g = 0; g < catalogue.provider_groups.size(); ++g)
        figures.groups.push_back({.name = catalogue.provider_groups[g]});
    for (const PersonGroup group : served)
        figures.people.push_back({.group = std::string(name(group))});
}

/// Sizes and limits of the groups in one replication, and whether it kept to them.
void add_groups(FairFigures& figures, const Catalogue& catalogue, const FairRun& run, double part) {
    for (FairGroup& group : figures.groups)
        group.item_share = 0;
    for (const Provider& provider : catalogue.providers)
        figures.groups[provider.group.value].providers += part;
    for (std::uint32_t i = 0; i < catalogue.items.size(); ++i) {
        figures.groups[catalogue.group_of(ItemId(i)).value].items += part;
        figures.groups[catalogue.group_of(ItemId(i)).value].item_share +=
            1.0 / static_cast<double>(catalogue.items.size());
    }
    GroupCounts total = run.clusters[0];
    for (std::size_t c = 1; c < run.clusters.size(); ++c)
        total += run.clusters[c];
    for (std::size_t g = 0; g < figures.groups.size(); ++g) {
        FairGroup& group = figures.groups[g];
        const double has = share(total.exposure, g);
        group.floor += run.floor[g] * part;
        group.cap += run.cap[g] * part;
        group.allowance = std::max(group.allowance, run.allowance);
        const auto note = [](LimitState& state, bool held) {
            state = held && state != LimitState::broken ? LimitState::held : LimitState::broken;
        };
        if (run.floor[g] > 0) note(group.floor_state, has >= run.floor[g] - run.allowance);
        if (run.cap[g] > 0) note(group.cap_state, has <= run.cap[g] + run.allowance);
    }
}

} // namespace

std::string_view name(FairDefinition definition) {
    constexpr std::array<std::string_view, fair_definition_count> names = {"parity", "treatment_true",
                                                                           "treatment_predicted", "impact"};
    return names[static_cast<std::size_t>(definition)];
}

const FairGroup* FairFigures::shortest() const {
    const FairGroup* least = nullptr;
    const auto gap = [](const FairGroup& group) {
        return group.disparity[static_cast<std::size_t>(FairDefinition::treatment_true)].difference.value;
    };
    for (const FairGroup& group : groups)
        if (gap(group) < 0 && (!least || gap(group) < gap(*least))) least = &group;
    return least;
}

const FairGroup* FairFigures::favoured_over(const FairGroup& group) const {
    const FairGroup* most = nullptr;
    for (const FairGroup& other : groups)
        if (&other != &group && other.floor > other.fitting.value &&
            (!most || other.floor - other.fitting.value > most->floor - most->fitting.value))
            most = &other;
    return most;
}

const ServedGroup* FairFigures::worst() const {
    const ServedGroup* worst = nullptr;
    for (const ServedGroup& group : people)
        if (group.ranked() && std::isfinite(group.beside_all.value) &&
            (!worst || group.beside_all.value < worst->beside_all.value))
            worst = &group;
    return worst;
}

Policy without_limits(Policy policy) {
    policy.exposure_floor.clear();
    policy.exposure_cap.clear();
    policy.merit_share = 0;
    return policy;
}

bool has_limits(const Policy& policy) {
    const auto set = [](const auto& limits) {
        return std::any_of(limits.begin(), limits.end(), [](const auto& one) { return one.second > 0; });
    };
    return set(policy.exposure_floor) || set(policy.exposure_cap) || policy.merit_share > 0;
}

Result<FairFigures> measure_fairness(const LoadedScenario& scenario, const Policy& policy,
                                     const SimulateOptions& options) {
    FairFigures figures;
    figures.limited = has_limits(policy);
    Gathering all;
    ExposureDay fairness;
    const int sides_run = figures.limited ? 2 : 1;
    const double days = 1.0 * options.replications * sides_run * scenario.scenario.days;
    const double part = 1.0 / options.replications;
    int done = 0;
    const auto after_day = [&] {
        ++done;
        if (options.progress) options.progress(done / days);
    };
    for (int r = 0; r < options.replications; ++r) {
        const std::uint64_t seed = seed_of(scenario.scenario, r);
        const auto world = world_of(scenario, seed);
        const Catalogue& catalogue = world->catalogue;
        RunRequest request = request_for(scenario, policy, *world, seed, options);
        CreatorWeeks weeks(catalogue, request.users, request.days);
        FairRequests requests(policy, catalogue.provider_groups.size());
        auto run = run_watched(request, weeks, false, &requests, after_day);
        if (!run) return pass_on(run);
        std::optional<FairRun> twin_run;
        if (figures.limited) {
            request.policy = without_limits(policy);
            auto without = run_watched(request, weeks, true, nullptr, after_day);
            if (!without) return pass_on(without);
            twin_run = std::move(*without);
        }
        const FairRun& twin = twin_run ? *twin_run : *run;
        if (r == 0) {
            start_groups(figures, catalogue);
            for (std::size_t g = 0; g < figures.groups.size(); ++g) {
                figures.groups[g].price = run->price[g];
                figures.groups[g].debt = run->debt[g];
            }
        }
        add_groups(figures, catalogue, *run, part);
        for (std::size_t g = 0; g < figures.groups.size(); ++g)
            gather_group(all, figures.groups[g], g, *run, twin, request.users);
        gather_lorenz(all, "items", figures.items, run->items, twin.items, part);
        gather_lorenz(all, "providers", figures.providers, run->providers, twin.providers, part);
        gather_people(all, figures.people, *run, twin);
        gather_cost(all, figures.cost, *run, twin, requests, figures.limited);
        fairness += run->observation.fairness;
        if (figures.limited) {
            const Estimate loss = weeks.largest_loss();
            if (std::isfinite(loss.value) && !(figures.weekly_loss.value >= loss.value))
                figures.weekly_loss = value_of(loss, weeks.judged());
        }
    }
    finish(figures, all);
    constexpr double thousand = 1000;
    if (fairness.slates > 0)
        figures.guarded = static_cast<int>(std::lround(thousand * static_cast<double>(fairness.guarded) /
                                                       static_cast<double>(fairness.slates)));
    figures.guard_missed = static_cast<int>(fairness.guard_missed);
    return figures;
}

} // namespace attune
