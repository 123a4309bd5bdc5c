#include "simulations/study/monitor_run.h"

#include "core/measures/metrics/exposure.h"
#include "simulations/behaviour/behaviour.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

std::size_t cluster_of(std::size_t user, std::size_t clusters) {
    return user / block_size % clusters;
}

/// Least-squares change in trend_span weeks of a series from `first` on; NaN where a week is unknown.
double slope_of(std::span<const double> weeks, int first) {
    const auto n = static_cast<double>(weeks.size()) - first;
    if (n < 2) return Estimate::none;
    const double middle = first + (n - 1) / 2;
    double top = 0, bottom = 0;
    for (auto w = static_cast<std::size_t>(first); w < weeks.size(); ++w) {
        const double away = static_cast<double>(w) - middle;
        top += away * weeks[w];
        bottom += away * away;
    }
    return trend_span * top / bottom;
}

/// Weeks with their mean and their slope after settling in.
std::vector<double> with_level_and_slope(std::vector<double> weeks) {
    const std::span<const double> all(weeks);
    const double slope = slope_of(all, settling_weeks);
    double sum = 0;
    for (std::size_t w = settling_weeks; w < weeks.size(); ++w)
        sum += weeks[w];
    const double level = weeks.size() > settling_weeks
                             ? sum / (static_cast<double>(weeks.size()) - settling_weeks)
                             : Estimate::none;
    weeks.push_back(level);
    weeks.push_back(slope);
    return weeks;
}

/// Figures of everyone and without each cluster; `value` takes a block.
template <typename Block, typename Value>
Reduced leave_out(const std::vector<Block>& clusters, const Value& value) {
    Block all = clusters[0];
    for (std::size_t c = 1; c < clusters.size(); ++c)
        all += clusters[c];
    Reduced reduced{value(all), {}};
    for (const Block& cluster : clusters) {
        Block rest = all;
        rest -= cluster;
        reduced.left_out.push_back(value(rest));
    }
    return reduced;
}

/// Sums that add up, by place.
struct Fractions {
    std::vector<Fraction> at;

    Fractions& operator+=(const Fractions& other) {
        for (std::size_t i = 0; i < at.size(); ++i)
            at[i] += other.at[i];
        return *this;
    }
    Fractions& operator-=(const Fractions& other) {
        for (std::size_t i = 0; i < at.size(); ++i)
            at[i] -= other.at[i];
        return *this;
    }
};

/// Times items were shown, week after week.
struct Shown {
    std::vector<std::uint64_t> times;

    Shown& operator+=(const Shown& other) {
        for (std::size_t i = 0; i < times.size(); ++i)
            times[i] += other.times[i];
        return *this;
    }
    Shown& operator-=(const Shown& other) {
        for (std::size_t i = 0; i < times.size(); ++i)
            times[i] -= other.times[i];
        return *this;
    }
};

/// Adds what one person tells about level and slope to the last two places.
void add_person(std::span<const double> weeks, Fractions& block) {
    double n = 0, middle = 0;
    for (std::size_t w = 0; w < weeks.size(); ++w) {
        if (std::isnan(weeks[w])) continue;
        block.at[w] += {weeks[w], 1};
        if (w < settling_weeks) continue;
        n += 1;
        middle += static_cast<double>(w);
    }
    if (n == 0) return;
    middle /= n;
    Fraction level, slope;
    for (std::size_t w = settling_weeks; w < weeks.size(); ++w) {
        if (std::isnan(weeks[w])) continue;
        const double away = static_cast<double>(w) - middle;
        level += {weeks[w], 1};
        slope += {trend_span * away * weeks[w], away * away};
    }
    block.at[weeks.size()] += level;
    block.at[weeks.size() + 1] += slope;
}

/// Whether a slate is among about `share` of all, drawn by lot; the same lot in two runs over the same
/// people.
bool drawn(const WeekSlate& slate, double share) {
    const Words words = words_at(stream_key(0, slate.user), Stream::resample, slate.week, slate.place);
    return static_cast<double>(uniform(words[0])) < share;
}

} // namespace

Estimate Reduced::at(std::size_t which) const {
    std::vector<double> without;
    for (const std::vector<double>& one : left_out)
        without.push_back(one[which]);
    return jackknife_interval(whole[which], without);
}

Reduced Reduced::minus(const Reduced& other) const {
    Reduced difference = *this;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        difference.whole[i] -= other.whole[i];
        for (std::size_t c = 0; c < left_out.size(); ++c)
            difference.left_out[c][i] -= other.left_out[c][i];
    }
    return difference;
}

Result<MonitorRun> watch_weeks(const RunRequest& given) {
    RunRequest request = given;
    MonitorRun run;
    const auto users = static_cast<std::uint32_t>(request.users);
    run.slates = std::make_unique<WeeklySlates>(*request.world, request.users, request.days, settling_weeks);
    run.answered.resize(users);
    request.log = [&](std::span<const LoggedEvent> events) {
        run.slates->take(events);
        for (const LoggedEvent& event : events)
            if (event.kind == LoggedKind::answer) run.answered[event.user.value] = 1;
    };
    auto simulation = Simulation::start(request);
    if (!simulation) return pass_on(simulation);
    for (std::uint32_t user = 0; user < users; ++user)
        run.groups.push_back(groups_of(simulation->person(UserId(user))));
    const Behaviour behaviour(request.assumptions, *request.world, request.seed);
    std::vector<float> worths(request.world->catalogue.items.size());
    for (int week = 0; week < run.slates->weeks() && !simulation->cancelled(); ++week) {
        for (std::uint32_t user = 0; user < users; ++user) {
            const Person& person = simulation->person(UserId(user));
            for (std::uint32_t item = 0; item < worths.size(); ++item)
                worths[item] = behaviour.worth(person, user, item);
            run.slates->true_mix(user, week, worths);
        }
        simulation->run_until((week + 1) * 7);
    }
    simulation->run_until(request.days);
    run.observation = simulation->observation();
    return run;
}

Reduced reduce(const PersonWeeks& figure) {
    const auto weeks = static_cast<std::size_t>(figure.weeks);
    const std::size_t users = figure.values.size() / weeks;
    std::vector<Fractions> clusters(static_cast<std::size_t>(cluster_count(static_cast<int>(users))),
                                    Fractions{std::vector<Fraction>(weeks + 2)});
    for (std::size_t user = 0; user < users; ++user)
        add_person(figure.of(user), clusters[cluster_of(user, clusters.size())]);
    return leave_out(clusters, [](const Fractions& sums) {
        std::vector<double> values;
        for (const Fraction& sum : sums.at)
            values.push_back(sum.value());
        return values;
    });
}

std::size_t fewest_slates(const WeeklySlates& run) {
    std::vector<std::size_t> count(static_cast<std::size_t>(run.weeks()));
    for (const WeekSlate& slate : run.slates())
        count[slate.week] += 1;
    return run.weeks() <= settling_weeks ? 0 : *std::min_element(count.begin() + settling_weeks, count.end());
}

ItemFigures reduce_items(const WeeklySlates& run, std::size_t slates) {
    const auto weeks = static_cast<std::size_t>(run.weeks());
    const std::size_t items = run.items();
    std::vector<double> count(weeks);
    for (const WeekSlate& slate : run.slates())
        count[slate.week] += 1;
    std::vector<Shown> clusters(static_cast<std::size_t>(cluster_count(static_cast<int>(run.users()))),
                                Shown{std::vector<std::uint64_t>(weeks * items)});
    for (const WeekSlate& slate : run.slates()) {
        if (!drawn(slate, static_cast<double>(slates) / count[slate.week])) continue;
        Shown& cluster = clusters[cluster_of(slate.user, clusters.size())];
        for (std::size_t rank = 0; rank < slate.count; ++rank)
            cluster.times[slate.week * items + slate.items[rank]] += 1;
    }
    const auto by_week = [&](const Shown& shown, auto figure) {
        std::vector<double> values;
        for (std::size_t w = 0; w < weeks; ++w)
            values.push_back(figure(std::span(shown.times).subspan(w * items, items)));
        return with_level_and_slope(std::move(values));
    };
    using Times = std::span<const std::uint64_t>;
    return {
        leave_out(clusters,
                  [&](const Shown& shown) { return by_week(shown, [](Times all) { return gini(all); }); }),
        leave_out(clusters, [&](const Shown& shown) {
            return by_week(shown, [](Times all) { return coverage(all); });
        })};
}

Reduced reduce_gap(const Observation& run, int weeks, PersonGroup group, PersonGroup other) {
    const auto all = static_cast<std::size_t>(weeks);
    std::vector<Fractions> clusters;
    for (const Cluster& cluster : run.clusters) {
        Fractions& sums = clusters.emplace_back(Fractions{std::vector<Fraction>(2 * all)});
        for (std::size_t day = 0; day < all * 7; ++day)
            for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
                const Tallies& told = cluster.days[day][static_cast<std::size_t>(side == 0 ? group : other)];
                sums.at[side * all + day / 7] +=
                    {static_cast<double>(told[Tally::enjoyed]), static_cast<double>(told[Tally::sessions])};
            }
    }
    return leave_out(clusters, [all](const Fractions& sums) {
        std::vector<double> gaps;
        for (std::size_t w = 0; w < all; ++w)
            gaps.push_back(sums.at[w].value() - sums.at[all + w].value());
        return with_level_and_slope(std::move(gaps));
    });
}

Estimate respondent_ratio(const MonitorRun& run, PersonGroup group, double& people, double& respondents) {
    // Of the group over everyone: first people, then respondents.
    std::vector<Fractions> clusters(
        static_cast<std::size_t>(cluster_count(static_cast<int>(run.groups.size()))),
        Fractions{std::vector<Fraction>(2)});
    for (std::size_t user = 0; user < run.groups.size(); ++user) {
        Fractions& cluster = clusters[cluster_of(user, clusters.size())];
        const auto& groups = run.groups[user];
        const double belongs = std::find(groups.begin(), groups.end(), group) == groups.end() ? 0 : 1;
        cluster.at[0] += {belongs, 1};
        if (run.answered[user]) cluster.at[1] += {belongs, 1};
    }
    const Reduced reduced = leave_out(clusters, [](const Fractions& sums) {
        return std::vector<double>{sums.at[0].value(), sums.at[1].value(),
                                   sums.at[1].value() / sums.at[0].value()};
    });
    people = reduced.whole[0];
    respondents = reduced.whole[1];
    return reduced.at(2);
}

} // namespace attune
