// The loop of world and recommender written once more, plainly, with a say in what the recommender gets to
// hear: for tests that ask what becomes of the loop when it is deaf to one class of signals or to some
// people.
#pragma once

#include "core/recommender/recommender.h"
#include "simulations/behaviour/behaviour.h"
#include "simulations/population/synthetic.h"

#include <functional>
#include <span>
#include <stdexcept>
#include <vector>

namespace attune::test {

struct Listening {
    /// Whether feedback of this kind from this person reaches the recommender.
    std::function<bool(const Person&, FeedbackKind)> hears;
    /// Whether it sees which items this person passed over.
    std::function<bool(const Person&)> sees_passing_over;
    std::function<void(int day, std::uint32_t user, const Slate&, const SlateOutcome&)> on_slate;
    std::function<void(const FeedbackEvent&)> on_heard;
};

struct LoopSize {
    int users = 0;
    int days = 0;
    std::uint64_t seed = 1;
};

/// Runs the loop on one thread, one person at a time.
inline void run_listening(const Assumptions& assumptions, const Policy& policy, const WorldData& world,
                          LoopSize size, const Listening& listening) {
    Population population = make_population(assumptions, world, size.users, size.seed);
    const Behaviour behaviour(assumptions, world, size.seed);
    auto recommender =
        Recommender::start(policy, world.catalogue, {.seed = size.seed, .users = size.users, .threads = 1});
    if (!recommender) throw std::runtime_error(to_line(recommender.error()));
    Worker worker = recommender->make_worker();
    for (std::uint32_t u = 0; u < population.people.size(); ++u)
        recommender->set_consent(UserId(u), population.people[u].consent);

    const auto run_visit = [&](int day, std::uint32_t u, int number, double hours) {
        Person& person = population.people[u];
        const VisitRequest request{
            .user = UserId(u), .visit = static_cast<std::uint32_t>(day * 16 + number), .hours = hours};
        recommender->open_visits(worker, std::span(&request, 1));
        OpenVisit& visit = worker.visits[0];
        VisitMood mood = behaviour.begin_visit(person, u, request.visit, hours);
        const int patience = behaviour.patience(person, u, request.visit);
        for (std::uint32_t s = 0; s < static_cast<std::uint32_t>(patience); ++s) {
            const Slate slate = recommender->recommend(worker, visit, hours);
            const SlateOutcome outcome = behaviour.react(person, u, request.visit, s, slate, mood);
            listening.on_slate(day, u, slate, outcome);
            hours += static_cast<double>(outcome.looking_minutes + outcome.minutes) / 60;
            std::vector<FeedbackEvent> events;
            const auto send = [&](std::uint32_t item, FeedbackKind kind, float value) {
                if (!listening.hears(person, kind)) return;
                events.push_back({.key = events.size() + 16 * visit.slate_number,
                                  .user = UserId(u),
                                  .item = ItemId(item),
                                  .slate = visit.slate_number,
                                  .kind = kind,
                                  .value = value,
                                  .hours = hours});
                listening.on_heard(events.back());
            };
            for (std::size_t r = 0; r < static_cast<std::size_t>(slate.count); ++r)
                if (((outcome.tapped_ranks >> r) & 1U) != 0)
                    send(slate.item[r], FeedbackKind::not_interested, 0);
            if (outcome.picked_rank >= 0) {
                const std::uint32_t item = slate.item[static_cast<std::size_t>(outcome.picked_rank)];
                send(item, FeedbackKind::picked, 0);
                send(item, FeedbackKind::consumed, outcome.depth);
                const AskMoment moment{.kind = AskMoment::Kind::item_over, .converted = outcome.converted};
                if (const auto trigger = recommender->ask(worker, visit, moment, hours)) {
                    const PromptOutcome prompt = behaviour.answer(person, outcome, mood, *trigger);
                    recommender->heard(UserId(u), prompt.answer != ThumbAnswer::none);
                    if (prompt.answer == ThumbAnswer::up) send(item, FeedbackKind::thumb_up, 0);
                    if (prompt.answer == ThumbAnswer::down) send(item, FeedbackKind::thumb_down, 0);
                    if (prompt.opted_out) recommender->opt_out(UserId(u));
                }
            }
            recommender->receive(worker, visit, events, hours);
            if (listening.sees_passing_over(person))
                recommender->slate_over(
                    worker, visit, {.picked_rank = outcome.picked_rank, .searched = outcome.searched}, hours);
            if (!outcome.goes_on) break;
        }
        recommender->close_visit(worker, visit);
    };

    for (int day = 0; day < size.days; ++day) {
        for (std::uint32_t u = 0; u < population.people.size(); ++u) {
            const DayPlan plan = behaviour.begin_day(population.people[u], u, day);
            for (int v = 0; v < plan.visits; ++v)
                run_visit(day, u, v,
                          day * 24.0 + static_cast<double>(plan.hour[static_cast<std::size_t>(v)]));
        }
        Worker* workers[] = {&worker};
        recommender->end_day(day, workers);
    }
}

} // namespace attune::test
