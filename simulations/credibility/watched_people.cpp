#include "simulations/credibility/watched_people.h"

#include "core/recommender/recommender.h"

#include <vector>

namespace attune {
namespace {

constexpr std::uint32_t visits_per_day = 16; ///< room in a visit's number, as in the engine
constexpr float beyond_doubt = 10;           ///< nat of enjoyment

class WatchedPeople {
public:
    WatchedPeople(const Trial& trial, const ArmWorld& world, Recommender recommender,
                  const OnConsumption& on_consumption)
        : trial_(trial)
        , recommender_(std::move(recommender))
        , worker_(recommender_.make_worker())
        , behaviour_(world.assumptions, world.world, trial.seed)
        , population_(make_population(world.assumptions, world.world, trial.size.users, trial.seed))
        , on_consumption_(on_consumption) {
        for (std::uint32_t u = 0; u < population_.people.size(); ++u)
            recommender_.set_consent(UserId(u), population_.people[u].consent);
    }

    Status run() {
        for (int day = 0; day < trial_.size.days; ++day) {
            for (std::uint32_t u = 0; u < population_.people.size(); ++u) {
                const DayPlan plan = behaviour_.begin_day(population_.people[u], u, day);
                for (int v = 0; v < plan.visits; ++v)
                    run_visit(
                        u, static_cast<std::uint32_t>(day) * visits_per_day + static_cast<std::uint32_t>(v),
                        day * 24.0 + static_cast<double>(plan.hour[static_cast<std::size_t>(v)]));
            }
            if (trial_.stop.stop_requested()) return trial_stopped();
            Worker* workers[] = {&worker_};
            recommender_.end_day(day, workers);
        }
        return {};
    }

private:
    void run_visit(std::uint32_t user, std::uint32_t number, double hours) {
        Person& person = population_.people[user];
        const VisitRequest request{.user = UserId(user), .visit = number, .hours = hours};
        recommender_.open_visits(worker_, std::span(&request, 1));
        OpenVisit& visit = worker_.visits[0];
        VisitMood mood = behaviour_.begin_visit(person, user, number, hours);
        const int patience = behaviour_.patience(person, user, number);
        for (std::uint32_t s = 0; s < static_cast<std::uint32_t>(patience); ++s) {
            const Slate& slate = recommender_.recommend(worker_, visit, hours);
            const SlateOutcome outcome = behaviour_.react(person, user, number, s, slate, mood);
            hours += static_cast<double>(outcome.looking_minutes + outcome.minutes) / 60;
            events_.clear();
            for (std::size_t r = 0; r < static_cast<std::size_t>(slate.count); ++r)
                if (((outcome.tapped_ranks >> r) & 1U) != 0)
                    send(visit, slate.item[r], FeedbackKind::not_interested, 0, hours);
            if (outcome.picked_rank >= 0) {
                const std::uint32_t item = slate.item[static_cast<std::size_t>(outcome.picked_rank)];
                send(visit, item, FeedbackKind::picked, 0, hours);
                send(visit, item, FeedbackKind::consumed, outcome.depth, hours);
                on_consumption_(person, {.user = user,
                                         .hours = hours,
                                         .item = item,
                                         .satisfaction = behaviour_.satisfaction(person),
                                         .outcome = &outcome,
                                         .mood = &mood,
                                         .behaviour = &behaviour_});
            }
            recommender_.receive(worker_, visit, events_, hours);
            recommender_.slate_over(
                worker_, visit, {.picked_rank = outcome.picked_rank, .searched = outcome.searched}, hours);
            if (!outcome.goes_on) break;
        }
        recommender_.close_visit(worker_, visit);
    }

    void send(const OpenVisit& visit, std::uint32_t item, FeedbackKind kind, float value, double hours) {
        events_.push_back({.key = (static_cast<std::uint64_t>(visit.slate_number) << 6U) | events_.size(),
                           .user = visit.request.user,
                           .item = ItemId(item),
                           .slate = visit.slate_number,
                           .kind = kind,
                           .value = value,
                           .hours = hours});
    }

    const Trial& trial_;
    Recommender recommender_;
    Worker worker_;
    Behaviour behaviour_;
    Population population_;
    const OnConsumption& on_consumption_;
    std::vector<FeedbackEvent> events_;
};

} // namespace

Status watch_people(const Trial& trial, const ArmWorld& world, const OnConsumption& on_consumption) {
    Policy policy = world.policy;
    policy.prompts = false;
    auto recommender = Recommender::start(policy, world.world.catalogue,
                                          {.seed = trial.seed, .users = trial.size.users, .threads = 1});
    if (!recommender) return pass_on(recommender);
    return WatchedPeople(trial, world, std::move(*recommender), on_consumption).run();
}

SlateOutcome asked_again(const SlateOutcome& outcome, StreamKey key, std::uint32_t moment, std::uint32_t time,
                         Question question) {
    SlateOutcome again = outcome;
    for (std::size_t w = 0; w < again.prompt_words.size(); ++w)
        again.prompt_words[w] =
            words_at(key, Stream::resample, moment, time, static_cast<std::uint32_t>(w / 4))[w % 4];
    if (question == Question::plain) again.enjoyment = beyond_doubt;
    return again;
}

} // namespace attune
