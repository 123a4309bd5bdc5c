// Who answers a satisfaction question is more satisfied than who was asked.
#include "simulations/credibility/facts.h"
#include "simulations/credibility/watched_people.h"

namespace attune {
namespace {

constexpr double hours_per_week = 168;
constexpr std::uint32_t times_asked = 8; ///< each moment is asked again, to see how likely an answer is

/// Mean satisfaction of those who answered minus that of all who were asked, everybody being asked once a
/// week, at the first consumption.
Result<double> responder_bias(const Trial& trial, std::string_view arm) {
    auto world = world_of_arm(trial, arm);
    if (!world) return pass_on(world);
    std::vector<int> week_asked(static_cast<std::size_t>(trial.size.users), -1);
    double asked = 0, asked_sum = 0, answered = 0, answered_sum = 0;
    const OnConsumption ask = [&](Person& person, const Consumption& moment) {
        const int week = static_cast<int>(moment.hours / hours_per_week);
        if (week_asked[moment.user] == week || person.opted_out) return;
        week_asked[moment.user] = week;
        const auto s = static_cast<double>(moment.satisfaction);
        asked += 1;
        asked_sum += s;
        for (std::uint32_t time = 0; time < times_asked; ++time) {
            Person what_if = person;
            const SlateOutcome outcome = asked_again(*moment.outcome, stream_key(trial.seed, moment.user),
                                                     static_cast<std::uint32_t>(week), time, Question::plain);
            if (moment.behaviour->answer(what_if, outcome, *moment.mood, Trigger::pause).answer ==
                ThumbAnswer::none)
                continue;
            answered += 1;
            answered_sum += s;
        }
        (void)moment.behaviour->answer(person, *moment.outcome, *moment.mood, Trigger::pause);
    };
    if (auto watched = watch_people(trial, *world, ask); !watched) return pass_on(watched);
    return answered_sum / answered - asked_sum / asked;
}

Result<Sample> measure(const Trial& trial) {
    auto with = responder_bias(trial, "satisfied-answer");
    if (!with) return pass_on(with);
    auto without = responder_bias(trial, "indifferent");
    if (!without) return pass_on(without);
    return Sample{{{*with, *without}}, {}};
}

} // namespace

FactSpec responders_fact() {
    // Nothing else may make the satisfied answer more or less often: they come more often, so they are asked
    // more, tire more and trust more.
    const std::vector<std::string> alike = {"world.response.fatigue=0", "world.response.habituation=0",
                                            "world.response.trust=0", "world.response.efficacy=0"};
    std::vector<std::string> indifferent = alike;
    for (const char* setting : {"world.response.satisfaction=0", "world.response.extremes=0"})
        indifferent.emplace_back(setting);
    return {
        .id = "responders",
        .source = "Christakopoulou et al., RecSys 2020: the probability of answering rises with "
                  "satisfaction (direction; the size here is ours)",
        .checks = {{.id = "bias", .unit = "-", .expected = {.lower = 0}, .without_cause = {-0.002, 0.002}}},
        .arms = {{"satisfied-answer", alike}, {"indifferent", indifferent}},
        .quick = {.seeds = 12, .users = 1000, .days = 28, .items = 500},
        .full = {.seeds = 12, .users = 2000, .days = 42, .items = 500},
        .measure = measure,
        .weight = 3};
}

} // namespace attune
