#include "simulations/study/monitors.h"

#include "simulations/study/monitor_run.h"
#include "simulations/study/replication.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace attune {
namespace {

/// The groups of which it is asked who answers: what a service could know of people.
constexpr std::array<PersonGroup, 13> respondent_groups = {
    PersonGroup::occasional, PersonGroup::frequent,       PersonGroup::phone,        PersonGroup::desktop,
    PersonGroup::tablet,     PersonGroup::device_unknown, PersonGroup::from_16,      PersonGroup::from_25,
    PersonGroup::from_40,    PersonGroup::from_60,        PersonGroup::age_not_said, PersonGroup::unaided,
    PersonGroup::aided};

/// Both runs of one replication, figure by figure.
struct Sides {
    std::vector<Reduced> with, without;
};

std::vector<Reduced> figures_of(const MonitorRun& run, std::size_t slates) {
    const WeeklySlates& weekly = *run.slates;
    ItemFigures items = reduce_items(weekly, slates);
    return {reduce(weekly.shown_entropy()),
            reduce(weekly.taste_distance()),
            reduce(weekly.taste_entropy()),
            reduce(weekly.list_diversity()),
            std::move(items.gini),
            std::move(items.coverage),
            reduce(weekly.popularity()),
            reduce(weekly.popularity_lift()),
            reduce(weekly.tail_share()),
            reduce_gap(run.observation, weekly.weeks(), PersonGroup::frequent, PersonGroup::occasional),
            reduce_gap(run.observation, weekly.weeks(), PersonGroup::desktop, PersonGroup::phone)};
}

/// One number over replications; a single one keeps its own interval.
Estimate over_seeds(const std::vector<Estimate>& each) {
    if (each.size() == 1) return each[0];
    std::vector<double> values;
    for (const Estimate& one : each)
        if (!std::isnan(one.value)) values.push_back(one.value);
    return t_interval(values);
}

template <typename Pick>
Estimate gathered(const std::vector<Sides>& runs, const Pick& pick) {
    std::vector<Estimate> each;
    for (const Sides& run : runs)
        each.push_back(pick(run));
    return over_seeds(each);
}

MonitorSide side_of(const std::vector<Sides>& runs, std::size_t figure, std::vector<Reduced> Sides::*which) {
    MonitorSide side;
    const Reduced& first = (runs[0].*which)[figure];
    for (std::size_t w = 0; w < first.level(); ++w)
        side.weeks.push_back(gathered(runs, [&](const Sides& run) { return (run.*which)[figure].at(w); }));
    side.level = gathered(runs, [&](const Sides& run) { return (run.*which)[figure].at(first.level()); });
    side.trend = gathered(runs, [&](const Sides& run) { return (run.*which)[figure].at(first.trend()); });
    return side;
}

/// An interval so wide that those of all that are judged hold at once.
Estimate for_choice(Estimate one, int looked_at) {
    if (std::isnan(one.lower) || std::isnan(one.degrees)) return one;
    const double reach = reach_for_choice(one.degrees, looked_at);
    one.lower = one.value - reach * (one.value - one.lower);
    one.upper = one.value + reach * (one.upper - one.value);
    return one;
}

} // namespace

std::string_view name(MonitorVerdict verdict) {
    switch (verdict) {
    case MonitorVerdict::unknown:
        return "unknown";
    case MonitorVerdict::undecided:
        return "undecided";
    case MonitorVerdict::steady:
        return "steady";
    case MonitorVerdict::narrowing:
        return "narrowing";
    case MonitorVerdict::widening:
        break;
    }
    return "widening";
}

MonitorVerdict judge_change(const MonitorSpec& spec, const Estimate& change, double counts, double level,
                            int looked_at) {
    const Estimate wide = for_choice(change, looked_at);
    if (std::isnan(wide.lower)) return MonitorVerdict::unknown;
    const bool up = wide.lower > counts;
    const bool down = wide.upper < -counts;
    if (!up && !down)
        return wide.lower > -counts && wide.upper < counts ? MonitorVerdict::steady
                                                           : MonitorVerdict::undecided;
    const bool worse = spec.narrowing == 0 ? up == (level > 0) : up == (spec.narrowing > 0);
    return worse ? MonitorVerdict::narrowing : MonitorVerdict::widening;
}

MonitorVerdict judge_ratio(const Estimate& ratio, int looked_at) {
    const Estimate wide = for_choice(ratio, looked_at);
    if (std::isnan(wide.lower)) return MonitorVerdict::unknown;
    if (wide.upper < least_ratio || wide.lower > 1 / least_ratio) return MonitorVerdict::narrowing;
    return wide.lower > least_ratio && wide.upper < 1 / least_ratio ? MonitorVerdict::steady
                                                                    : MonitorVerdict::undecided;
}

const Monitor& Monitors::of(std::string_view key) const {
    const auto found = std::find_if(figures.begin(), figures.end(),
                                    [&](const Monitor& one) { return one.spec->key == key; });
    assert(found != figures.end());
    return *found;
}

bool Monitors::narrows() const {
    return std::any_of(figures.begin(), figures.end(), [](const Monitor& one) { return one.narrows(); });
}

LoadedScenario without_learning(LoadedScenario scenario) {
    Assumptions& assumptions = scenario.scenario.assumptions;
    assumptions.consent_adjust = assumptions.consent_session = assumptions.consent_improve = 0;
    return scenario;
}

Result<Monitors> measure_monitors(const LoadedScenario& scenario, const Policy& policy,
                                  const SimulateOptions& options) {
    const LoadedScenario unlearned = without_learning(scenario);
    std::vector<Sides> runs;
    std::vector<std::vector<RespondentRow>> respondents;
    int days_done = 0;
    Monitors monitors{.weeks = scenario.scenario.days / 7, .figures = {}, .respondents = {}, .mix = {}};
    if (monitors.weeks < 1) return fail(ErrorCode::bad_input, "a monitor needs at least one whole week");
    for (int r = 0; r < options.replications; ++r) {
        const std::uint64_t seed = seed_of(scenario.scenario, r);
        const auto world = world_of(scenario, seed);
        std::vector<MonitorRun> both;
        for (const LoadedScenario* side : {&scenario, &unlearned}) {
            RunRequest request = request_for(*side, policy, *world, seed, options);
            request.after_day = [&](int) {
                ++days_done;
                if (options.progress)
                    options.progress(days_done / (2.0 * scenario.scenario.days * options.replications));
            };
            auto run = watch_weeks(request);
            if (!run) return pass_on(run);
            if (run->observation.cancelled) return stopped();
            both.push_back(std::move(*run));
        }
        monitors.mix.add(both[0].observation.pool_days);
        // As many slates on both sides, or who comes less would seem to be shown less.
        const std::size_t slates = std::min(fewest_slates(*both[0].slates), fewest_slates(*both[1].slates));
        runs.push_back({figures_of(both[0], slates), figures_of(both[1], slates)});
        std::vector<RespondentRow>& rows = respondents.emplace_back();
        for (const PersonGroup group : respondent_groups) {
            RespondentRow row{.group = group};
            row.ratio = respondent_ratio(both[0], group, row.people, row.respondents);
            rows.push_back(row);
        }
    }
    const bool enough = monitors.weeks >= settling_weeks + least_trend_weeks;
    const int looked_at = 2 * static_cast<int>(monitor_specs.size());
    for (std::size_t f = 0; f < monitor_specs.size(); ++f) {
        const std::size_t level = runs[0].with[f].level(), trend = runs[0].with[f].trend();
        Monitor one{.spec = &monitor_specs[f],
                    .with = side_of(runs, f, &Sides::with),
                    .without = side_of(runs, f, &Sides::without),
                    .level_change = gathered(
                        runs, [&](const Sides& run) { return run.with[f].minus(run.without[f]).at(level); }),
                    .trend_change = gathered(
                        runs, [&](const Sides& run) { return run.with[f].minus(run.without[f]).at(trend); }),
                    .verdict = MonitorVerdict::unknown,
                    .by_learning = MonitorVerdict::unknown};
        const double now = one.with.level.value;
        if (enough) {
            one.verdict = judge_change(*one.spec, one.with.trend, one.spec->least, now, looked_at);
            one.by_learning = judge_change(*one.spec, one.level_change, one.spec->most, now, looked_at);
        }
        monitors.figures.push_back(std::move(one));
    }
    for (std::size_t g = 0; g < respondent_groups.size(); ++g) {
        RespondentRow row{.group = respondent_groups[g]};
        std::vector<Estimate> ratios;
        for (const std::vector<RespondentRow>& rows : respondents) {
            row.people += rows[g].people / static_cast<double>(respondents.size());
            row.respondents += rows[g].respondents / static_cast<double>(respondents.size());
            ratios.push_back(rows[g].ratio);
        }
        row.ratio = over_seeds(ratios);
        row.verdict = judge_ratio(row.ratio, static_cast<int>(respondent_groups.size()));
        monitors.respondents.push_back(row);
    }
    return monitors;
}

} // namespace attune
