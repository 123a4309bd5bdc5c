#include "simulations/credibility/feedback_loop.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace attune {
namespace {

constexpr std::size_t one_in = 5; ///< as many people count as of unusual taste

/// What was learned, as if it had been known from the first day on and until `until`.
LearningRecord known_until(const LearningRecord& learned, int until) {
    LearningRecord record;
    for (int day = 0; day < until; ++day) {
        record.push_back(learned.back());
        record.back().day = day;
    }
    return record;
}

/// Reads one future's log.
class Reader {
public:
    Reader(const Trial& trial, const ArmWorld& world)
        : population_(make_population(world.assumptions, world.world, trial.size.users, trial.seed))
        , unusual_(unusual_tastes(population_, world.world.catalogue.categories.size())) {
        outcome_.before.resize(population_.people.size());
        outcome_.after.resize(population_.people.size());
        outcome_.impressions.resize(world.world.catalogue.items.size());
    }

    void take(std::span<const LoggedEvent> events) {
        for (const LoggedEvent& event : events) {
            const std::uint32_t user = event.user.value;
            const bool watched = event.hours >= loop_watched_from * 24.0;
            const bool consumed =
                event.kind == LoggedKind::feedback && event.feedback == FeedbackKind::consumed;
            if (consumed && event.hours < days_alike * 24.0)
                outcome_.before[user].push_back(event.item.value);
            if (!watched) continue;
            if (event.kind == LoggedKind::impression) outcome_.impressions[event.item.value] += 1;
            if (event.kind == LoggedKind::session) slates_[unusual_[user]] += event.slates;
            if (!consumed) continue;
            outcome_.after[user].push_back(event.item.value);
            if (event.value >= 1) completed_[unusual_[user]] += 1;
        }
    }

    LoopOutcome outcome(const Observation& run, int days) {
        for (auto* sets : {&outcome_.before, &outcome_.after})
            for (ConsumedSet& set : *sets) {
                std::sort(set.begin(), set.end());
                set.erase(std::unique(set.begin(), set.end()), set.end());
            }
        for (std::size_t group = 0; group < completed_.size(); ++group)
            outcome_.completed_per_slate[group] = completed_[group] / slates_[group];
        double enjoyed = 0;
        double slates = 0;
        for (const Cluster& cluster : run.clusters)
            for (int day = loop_watched_from; day < days; ++day) {
                const Tallies& all =
                    cluster.days[static_cast<std::size_t>(day)][static_cast<std::size_t>(PersonGroup::all)];
                enjoyed += all[Tally::enjoyed];
                slates += all[Tally::slates];
            }
        outcome_.enjoyed_per_slate = enjoyed / slates;
        return std::move(outcome_);
    }

private:
    Population population_;
    std::vector<bool> unusual_;
    LoopOutcome outcome_;
    std::array<double, 2> slates_{};
    std::array<double, 2> completed_{};
};

Result<LoopOutcome> future(const Trial& trial, const ArmWorld& world, const LearningRecord& known) {
    Reader reader(trial, world);
    RunRequest request = request_of(trial, world);
    request.borrowed = &known;
    request.log = [&](std::span<const LoggedEvent> events) { reader.take(events); };
    auto run = run_arm(request);
    if (!run) return pass_on(run);
    return reader.outcome(*run, trial.size.days);
}

/// Everybody's most similar person.
std::vector<std::size_t> most_similar(const std::vector<ConsumedSet>& sets) {
    std::vector<std::size_t> best(sets.size());
    for (std::size_t a = 0; a < sets.size(); ++a) {
        double top = -1;
        for (std::size_t b = 0; b < sets.size(); ++b) {
            const double alike = a == b ? -1 : jaccard(sets[a], sets[b]);
            if (!(alike > top)) continue;
            top = alike;
            best[a] = b;
        }
    }
    return best;
}

} // namespace

double jaccard(const ConsumedSet& a, const ConsumedSet& b) {
    std::size_t shared = 0;
    for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
        if (*x == *y) {
            ++shared;
            ++x;
            ++y;
        } else if (*x < *y) {
            ++x;
        } else {
            ++y;
        }
    }
    const std::size_t either = a.size() + b.size() - shared;
    return either == 0 ? std::numeric_limits<double>::quiet_NaN()
                       : static_cast<double>(shared) / static_cast<double>(either);
}

std::vector<bool> unusual_tastes(const Population& population, std::size_t categories) {
    const auto people = static_cast<double>(population.people.size());
    std::vector<double> usual(categories);
    for (const Person& person : population.people)
        for (std::size_t c = 0; c < categories; ++c)
            usual[c] += static_cast<double>(person.taste[c]) / people;
    const auto centred = [categories](auto taste) {
        std::vector<double> all(categories);
        double mean = 0;
        for (std::size_t c = 0; c < categories; ++c)
            mean += taste(c) / static_cast<double>(categories);
        for (std::size_t c = 0; c < categories; ++c)
            all[c] = taste(c) - mean;
        return all;
    };
    const auto product = [](const std::vector<double>& a, const std::vector<double>& b) {
        double sum = 0;
        for (std::size_t c = 0; c < a.size(); ++c)
            sum += a[c] * b[c];
        return sum;
    };
    const auto average = centred([&](std::size_t c) { return usual[c]; });
    std::vector<double> alike;
    for (const Person& person : population.people) {
        const auto own = centred([&](std::size_t c) { return static_cast<double>(person.taste[c]); });
        alike.push_back(product(own, average) / std::sqrt(product(own, own)));
    }
    std::vector<double> ascending = alike;
    std::sort(ascending.begin(), ascending.end());
    const double limit = ascending[ascending.size() / one_in];
    std::vector<bool> unusual;
    for (const double one : alike)
        unusual.push_back(one < limit);
    return unusual;
}

double LoopOutcome::exposure_gini() const {
    std::vector<double> ascending = impressions;
    std::sort(ascending.begin(), ascending.end());
    double sum = 0;
    double weighted = 0;
    for (std::size_t i = 0; i < ascending.size(); ++i) {
        sum += ascending[i];
        weighted += static_cast<double>(i + 1) * ascending[i];
    }
    const auto n = static_cast<double>(ascending.size());
    return 2 * weighted / (n * sum) - (n + 1) / n;
}

Result<Futures> both_futures(const Trial& trial, const std::string& ranker) {
    auto taught = world_of_arm(trial, ranker + "-taught");
    if (!taught) return pass_on(taught);
    LearningRecord learned;
    RunRequest teaching = request_of(trial, *taught);
    teaching.days = taught_days;
    teaching.learned = &learned;
    if (auto run = run_arm(teaching); !run) return pass_on(run);

    auto used = world_of_arm(trial, ranker + "-used");
    if (!used) return pass_on(used);
    auto once = future(trial, *used, known_until(learned, trial.size.days));
    if (!once) return pass_on(once);
    auto again = future(trial, *used, known_until(learned, days_alike));
    if (!again) return pass_on(again);

    Futures futures{std::move(*once), std::move(*again)};
    const std::vector<std::size_t> similar = most_similar(futures.once.before);
    double pairs = 0;
    for (std::size_t a = 0; a < similar.size(); ++a) {
        const double one = jaccard(futures.once.after[a], futures.once.after[similar[a]]);
        const double two = jaccard(futures.again.after[a], futures.again.after[similar[a]]);
        if (std::isnan(one) || std::isnan(two)) continue;
        pairs += 1;
        futures.likeness_once += one;
        futures.likeness_again += two;
    }
    futures.likeness_once /= pairs;
    futures.likeness_again /= pairs;
    return futures;
}

std::vector<Arm> loop_arms(const std::string& ranker) {
    // Everybody agrees to everything: the published studies know no consent.
    const std::vector<std::string> both = {"world.consent.adjust=1",     "world.consent.improve=1",
                                           "model.update_days=1",        "prompt.enabled=false",
                                           "deescalation.enabled=false", "ranking.ranker=" + ranker};
    Arm taught{ranker + "-taught", both};
    for (const char* setting : {"ranking.temperature=2", "ranking.exploration_share=0.5"})
        taught.settings.emplace_back(setting);
    Arm used{ranker + "-used", both};
    for (const char* setting :
         {"ranking.exploration_share=0", "ranking.category_quota=0", "ranking.category_cap=10"})
        used.settings.emplace_back(setting);
    return {std::move(taught), std::move(used)};
}

} // namespace attune
