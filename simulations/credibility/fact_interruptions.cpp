// Interruptions cost more in the long run than a short test shows: usage falls in proportion to the time that
// questions take, and how that time is cut into breaks hardly matters.
#include "simulations/credibility/facts.h"
#include "simulations/credibility/trial.h"

#include <array>

namespace attune {
namespace {

constexpr int early_weeks = 4, late_weeks = 4;
constexpr int week = 7;

/// What a way of asking took of people, and how much they came.
struct Asked {
    double seconds = 0; ///< of questions, per person and week over the whole run
    double early = 0;   ///< visits per person and week in the first weeks
    double late = 0;    ///< ... and in the last ones
};

Result<Asked> asked(const Trial& trial, std::string_view world, std::string_view way) {
    auto arm = world_of_arm(trial, world);
    if (!arm) return pass_on(arm);
    auto asking = setup_of(trial.fact->arm(way));
    if (!asking) return pass_on(asking);
    arm->policy = asking->policy;
    auto run = run_arm(request_of(trial, *arm));
    if (!run) return pass_on(run);
    Asked sum;
    const int days = trial.size.days;
    for (const Cluster& cluster : run->clusters)
        for (int day = 0; day < days; ++day) {
            const Tallies& all = cluster.days[static_cast<std::size_t>(day)][0];
            sum.seconds += all[Tally::prompt_seconds];
            if (day < early_weeks * week) sum.early += all[Tally::sessions];
            if (day >= days - late_weeks * week) sum.late += all[Tally::sessions];
        }
    const double people = trial.size.users;
    return Asked{sum.seconds / people / (static_cast<double>(days) / week), sum.early / people / early_weeks,
                 sum.late / people / late_weeks};
}

/// Usage against time, as a share of usage without questions: a line through "nothing asked, nothing lost".
struct Line {
    double slope = 0; ///< share of visits for each second a week
    double fit = 0;   ///< R^2 of a straight line with its own intercept
};

template <std::size_t N>
Line line(const std::array<Asked, N>& ways, const Asked& none, double Asked::*usage) {
    double xy = 0, xx = 0, mean_x = 0, mean_y = 0;
    std::array<double, N + 1> x{}, y{};
    for (std::size_t i = 0; i < N; ++i) {
        x[i] = ways[i].seconds;
        y[i] = ways[i].*usage / (none.*usage) - 1;
    }
    for (std::size_t i = 0; i <= N; ++i) {
        xy += x[i] * y[i];
        xx += x[i] * x[i];
        mean_x += x[i] / (N + 1);
        mean_y += y[i] / (N + 1);
    }
    double sxy = 0, sxx = 0, syy = 0;
    for (std::size_t i = 0; i <= N; ++i) {
        sxy += (x[i] - mean_x) * (y[i] - mean_y);
        sxx += (x[i] - mean_x) * (x[i] - mean_x);
        syy += (y[i] - mean_y) * (y[i] - mean_y);
    }
    return {xy / xx, syy > 0 ? sxy * sxy / (sxx * syy) : 0};
}

/// Late usage at the fastest pace, against none, where `world` is whoever lives there.
Result<double> lost_at_most(const Trial& trial, std::string_view world) {
    auto none = asked(trial, world, "never");
    if (!none) return pass_on(none);
    auto often = asked(trial, world, "four-times-a-week");
    if (!often) return pass_on(often);
    return often->late / none->late - 1;
}

Result<Sample> measure(const Trial& trial) {
    constexpr std::array ways = {"never",    "once-a-week", "twice-a-week", "four-times-a-week",
                                 "few-long", "many-short"};
    std::array<Asked, ways.size()> came;
    for (std::size_t way = 0; way < ways.size(); ++way) {
        auto one = asked(trial, "usual-people", ways[way]);
        if (!one) return pass_on(one);
        came[way] = *one;
        if (trial.progress) trial.progress(static_cast<double>(way + 1) / (ways.size() + 2));
    }
    const auto& [none, once, twice, often, few_long, many_short] = came;
    const std::array paces = {once, twice, often};
    const Line late = line(paces, none, &Asked::late);
    const auto slope = [&none](const Asked& way) { return line(std::array{way}, none, &Asked::late).slope; };
    auto forgetful = lost_at_most(trial, "nothing-remembered");
    if (!forgetful) return pass_on(forgetful);
    return Sample{{{often.late / none.late - 1, *forgetful},
                   {late.fit},
                   {late.slope / line(paces, none, &Asked::early).slope},
                   {(slope(few_long) - slope(many_short)) / late.slope}},
                  {}};
}

/// As in the study, nobody can turn interruptions off, or pass most of them by.
std::vector<std::string> people(std::vector<std::string> more) {
    more.insert(more.end(), {"world.visits.rate=1", "world.visits.slates=2", "world.opt_out.rate=0",
                             "world.response.base=1", "world.response.habituation=0"});
    return more;
}

/// So many questions in a week with visits, each in a window that interrupts. Lists are made by lot, so that
/// lives differ by what is asked and not by what is learned.
Arm pace(const char* id, int per_week, int questions = 1) {
    return {id,
            {"prompt.channel=survey", "prompt.survey_questions=" + std::to_string(questions),
             "prompt.weekly_cap=" + std::to_string(per_week), "prompt.session_cap=1", "prompt.gap_hours=0",
             "prompt.backoff=1", "prompt.template_rest=0", "prompt.receptivity_gate=false",
             "prompt.at_random=1", "prompt.place=window", "prompt.tour=0", "deescalation.conversation=false",
             "ranking.ranker=random"}};
}

} // namespace

FactSpec interruptions_fact() {
    Arm never = pace("never", 1);
    never.settings.emplace_back("prompt.enabled=false");
    return {.id = "interruptions",
            .source = "Huang, Reiley and Riabov 2018 (35 million listeners, 21 months): listening falls in "
                      "proportion to the time of interruptions, after 21 months three times as much as after "
                      "one; into how many breaks it is cut hardly matters",
            .checks = {{.id = "usage",
                        .unit = "change",
                        .expected = {.upper = -0.01},
                        .without_cause = {-0.01, 0.01}},
                       {.id = "straight", .unit = "-", .expected = {.lower = 0.9}},
                       {.id = "long_over_short", .unit = "-", .expected = {2, 4}},
                       {.id = "format", .unit = "change", .expected = {-0.2, 0.2}}},
            .arms = {{"usual-people", people({})},
                     {"nothing-remembered", people({"world.interruption.cost=0", "world.fatigue.per_prompt=0",
                                                    "world.fatigue.per_dismissal=0"})},
                     never,
                     pace("once-a-week", 1),
                     pace("twice-a-week", 2),
                     pace("four-times-a-week", 4),
                     pace("few-long", 1, 3),
                     pace("many-short", 3)},
            .quick = {.seeds = 4, .users = 500, .days = 52 * week, .items = 200},
            .full = {.seeds = 12, .users = 2500, .days = 52 * week, .items = 200},
            .measure = measure,
            .weight = 30};
}

} // namespace attune
