// Ratings that nobody asked for are more extreme than those that were asked for, and these more than the
// ratings of everybody.
#include "core/base/portable_math.h"
#include "simulations/behaviour/answers.h"
#include "simulations/credibility/facts.h"
#include "simulations/credibility/watched_people.h"

namespace attune {
namespace {

constexpr std::uint32_t times_asked = 16;

/// Ratings of one channel; each consumption counts with its probability of being rated there.
struct Channel {
    double weight = 0;
    double extreme = 0; ///< one star or five
    double stars = 0;
    void add(double probability, int rating) {
        weight += probability;
        extreme += probability * (rating == 1 || rating == 5 ? 1 : 0);
        stars += probability * rating;
    }
    double share() const { return extreme / weight; }
    double mean() const { return stars / weight; }
};

struct Channels {
    Channel volunteered, prompted, everybody;
};

Result<Channels> channels(const Trial& trial, std::string_view arm, const Answers& answers,
                          Question question) {
    auto world = world_of_arm(trial, arm);
    if (!world) return pass_on(world);
    Channels all;
    std::vector<std::uint32_t> moments(static_cast<std::size_t>(trial.size.users));
    const OnConsumption rate = [&](Person& person, const Consumption& moment) {
        const StreamKey key = stream_key(trial.seed, moment.user);
        const std::uint32_t number = moments[moment.user]++;
        const float y = moment.outcome->enjoyment;
        const float positivity =
            answers.positivity(normal_quantile(uniform(words_at(key, Stream::resample, 0)[0])));
        const Words words = words_at(key, Stream::resample, 1, number);
        const int stars = answers.stars(y, positivity, normal_quantile(uniform(words[0])));
        all.everybody.add(1, stars);
        all.volunteered.add(static_cast<double>(answers.volunteers(y)), stars);
        double answered = 0;
        for (std::uint32_t time = 0; time < times_asked; ++time) {
            Person what_if = person;
            const SlateOutcome outcome = asked_again(*moment.outcome, key, number, time + 2, question);
            if (moment.behaviour->answer(what_if, outcome, *moment.mood, Trigger::pause).answer !=
                ThumbAnswer::none)
                answered += 1.0 / times_asked;
        }
        all.prompted.add(answered, stars);
    };
    if (auto watched = watch_people(trial, *world, rate); !watched) return pass_on(watched);
    return all;
}

Result<Sample> measure(const Trial& trial) {
    auto with = channels(trial, "default", Answers(), Question::may_be_undecided);
    if (!with) return pass_on(with);
    AnswerConstants constants;
    constants.volunteer_extremity = 0;
    auto without = channels(trial, "all-answer-alike", Answers(constants), Question::plain);
    if (!without) return pass_on(without);
    const auto polarised = [](const Channels& c) { return c.volunteered.share() - c.prompted.share(); };
    const auto asked = [](const Channels& c) { return c.prompted.share() - c.everybody.share(); };
    return Sample{{{polarised(*with), without->volunteered.share() - without->everybody.share()},
                   {asked(*with), asked(*without)},
                   {with->volunteered.mean() - with->prompted.mean()},
                   {with->prompted.mean() - with->everybody.mean()}},
                  {}};
}

} // namespace

FactSpec volunteered_fact() {
    return {.id = "volunteered",
            .source =
                "Schoenmueller, Netzer and Stahl, JMR 2020 (280 million reviews): volunteered ratings are "
                "polarised; Brandes, Godes and Mayzlin, JMR 2022: asking makes them less so",
            .checks = {{.id = "volunteered_extreme",
                        .unit = "points",
                        .expected = {.lower = 0.01},
                        .without_cause = {-0.005, 0.005}},
                       {.id = "prompted_extreme",
                        .unit = "points",
                        .expected = {.lower = 0.005},
                        .without_cause = {-0.005, 0.005}},
                       {.id = "volunteered_kinder", .unit = "stars", .expected = {.lower = 0}},
                       {.id = "prompted_kinder", .unit = "stars", .expected = {.lower = 0}}},
            .arms = {{"default", {}},
                     {"all-answer-alike",
                      {"world.response.satisfaction=0", "world.response.extremes=0", "world.response.trust=0",
                       "world.response.efficacy=0"}}},
            .quick = {.seeds = 6, .users = 1000, .days = 28, .items = 300},
            .full = {.seeds = 10, .users = 1000, .days = 42, .items = 500},
            .measure = measure,
            .weight = 4};
}

} // namespace attune
