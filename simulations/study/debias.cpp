#include "simulations/study/debias.h"

#include "core/base/text.h"
#include "simulations/behaviour/behaviour.h"
#include "simulations/engine/simulation.h"
#include "simulations/study/fair_requests.h"
#include "simulations/study/people_cluster.h"
#include "simulations/study/replication.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

/// Of one run: by cluster of people, all topics first.
using RunSums = std::vector<std::vector<TrySums>>;

double ratio(double of, double all) {
    return all > 0 ? of / all : Estimate::none;
}

/// What people truly like: of each item, and of each topic in the mean (all topics first).
class TrueLiking {
public:
    explicit TrueLiking(const RunRequest& request)
        : catalogue_(request.world->catalogue)
        , population_(make_population(request.assumptions, *request.world, request.users, request.seed))
        , behaviour_(request.assumptions, *request.world, request.seed, request.steps_per_day)
        , means_(static_cast<std::size_t>(request.users)) {}

    double of(UserId user, ItemId item) const {
        return chance_of_liking(
            static_cast<double>(behaviour_.worth(population_.people[user.value], user.value, item.value)));
    }
    const std::vector<double>& in_general(UserId user) {
        std::vector<double>& means = means_[user.value];
        if (!means.empty()) return means;
        std::vector<Fraction> topics(catalogue_.categories.size() + 1);
        for (std::uint32_t i = 0; i < catalogue_.items.size(); ++i) {
            const double liking = of(user, ItemId(i));
            topics[0] += {liking, 1};
            topics[catalogue_.items[i].category.value + 1] += {liking, 1};
        }
        for (const Fraction& topic : topics)
            means.push_back(topic.value());
        return means;
    }

private:
    const Catalogue& catalogue_;
    Population population_;
    Behaviour behaviour_;
    std::vector<std::vector<double>> means_; ///< by person, where it was asked for
};

Result<RunSums> run_tries(RunRequest request) {
    const Catalogue& catalogue = request.world->catalogue;
    RunSums sums(static_cast<std::size_t>(cluster_count(request.users)),
                 std::vector<TrySums>(catalogue.categories.size() + 1));
    TrueLiking liking(request);
    request.log = [&](std::span<const LoggedEvent> events) {
        for (const LoggedEvent& event : events) {
            if (event.kind != LoggedKind::impression || event.propensity <= 0) continue;
            const auto propensity = static_cast<double>(event.propensity);
            const double liked = liking.of(event.user, event.item);
            const std::vector<double>& in_general = liking.in_general(event.user);
            std::vector<TrySums>& cluster = sums[cluster_of(event.user.value, request.users)];
            const std::size_t topic = catalogue.items[event.item.value].category.value + 1;
            cluster[0].add(propensity, liked, in_general[0]);
            cluster[topic].add(propensity, liked, in_general[topic]);
        }
    };
    auto ran = run_to_the_end([](const RunRequest& asked) { return run_policy(asked); }, request);
    if (!ran) return pass_on(ran);
    return sums;
}

DebiasRow row_of(std::string topic, const std::vector<TrySums>& blocks) {
    DebiasRow row{.topic = std::move(topic)};
    for (const TrySums& block : blocks)
        row.sums += block;
    const std::span<const TrySums> all(blocks);
    row.truth = jackknife(all, [](const TrySums& s) { return s.in_truth(); });
    row.plain = jackknife(all, [](const TrySums& s) { return s.plain(); });
    row.weighted = jackknife(all, [](const TrySums& s) { return s.weighted(); });
    row.plain_off = jackknife(all, [](const TrySums& s) { return s.plain() - s.in_truth(); });
    row.weighted_off = jackknife(all, [](const TrySums& s) { return s.weighted() - s.in_truth(); });
    return row;
}

} // namespace

void TrySums::add(double propensity, double liking, double in_general) {
    const double whole = 1 / propensity;
    const double own = std::min(whole, largest_weight);
    tries += 1;
    liked += liking;
    weight += own;
    weighted_liked += own * liking;
    squares += own * own;
    clipped += whole > largest_weight ? 1 : 0;
    truth += in_general;
}

TrySums& TrySums::operator+=(const TrySums& other) {
    for (double TrySums::*sum : {&TrySums::tries, &TrySums::liked, &TrySums::weight, &TrySums::weighted_liked,
                                 &TrySums::squares, &TrySums::clipped, &TrySums::truth})
        this->*sum += other.*sum;
    return *this;
}

TrySums& TrySums::operator-=(const TrySums& other) {
    for (double TrySums::*sum : {&TrySums::tries, &TrySums::liked, &TrySums::weight, &TrySums::weighted_liked,
                                 &TrySums::squares, &TrySums::clipped, &TrySums::truth})
        this->*sum -= other.*sum;
    return *this;
}

double TrySums::plain() const {
    return ratio(liked, tries);
}
double TrySums::weighted() const {
    return ratio(weighted_liked, weight);
}
double TrySums::in_truth() const {
    return ratio(truth, tries);
}
double TrySums::effective() const {
    return ratio(weight * weight, squares);
}

Result<DebiasFigures> measure_debias(const LoadedScenario& scenario, const Policy& policy,
                                     const SimulateOptions& options) {
    const Text& text = Text::english();
    if (policy.exploration != static_cast<int>(Exploration::thompson) ||
        policy.ranker != static_cast<int>(Ranker::factors) || policy.exploration_share <= 0)
        return fail(ErrorCode::bad_input, text.get("debias.no_propensities"), "--policy",
                    text.get("debias.no_propensities.remedy"));
    std::vector<std::string> topics;
    std::vector<std::vector<TrySums>> blocks; // by topic, all first
    for (int replication = 0; replication < options.replications; ++replication) {
        const std::uint64_t seed = seed_of(scenario.scenario, replication);
        const auto world = world_of(scenario, seed);
        SimulateOptions one = options;
        if (options.progress)
            one.progress = [&](double done) {
                options.progress((replication + done) / options.replications);
            };
        const auto sums = run_tries(request_for(scenario, policy, *world, seed, one));
        if (!sums) return pass_on(sums);
        topics = world->catalogue.categories;
        blocks.resize(topics.size() + 1);
        for (const std::vector<TrySums>& cluster : *sums)
            for (std::size_t topic = 0; topic < cluster.size() && topic < blocks.size(); ++topic)
                blocks[topic].push_back(cluster[topic]);
    }
    DebiasFigures figures;
    figures.rows.push_back(row_of({}, blocks[0]));
    for (std::size_t topic = 0; topic < topics.size(); ++topic) {
        DebiasRow row = row_of(topics[topic], blocks[topic + 1]);
        if (row.sums.tries < least_tries) continue;
        figures.topics_plain_off += std::abs(row.plain_off.value);
        figures.topics_weighted_off += std::abs(row.weighted_off.value);
        figures.rows.push_back(std::move(row));
    }
    if (const auto told = static_cast<double>(figures.rows.size() - 1); told > 0) {
        figures.topics_plain_off /= told;
        figures.topics_weighted_off /= told;
    }
    return figures;
}

} // namespace attune
