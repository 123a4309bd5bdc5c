// How an offer after an overt sign of dissatisfaction is met, counted and logged, and what becomes of it.
#include "simulations/engine/engine.h"

namespace attune {
void Engine::may_offer(Visiting& visit, const SlateOutcome& outcome) {
    Worker& worker = visit.today.hand.worker;
    const auto offer = recommender_.offer(worker, visit.open, visit.hours);
    if (!offer) return;
    const OfferOutcome told = behaviour_->meet_offer(visit.person, outcome, visit.mood, *offer);
    const UserId user = visit.open.request.user;
    if (told.less_detail) recommender_.wants_explanations(user, false);
    const bool direction = offer->pattern == Pattern::misalignment;
    const std::uint8_t form = direction ? trail_form_direction : trail_form_offer;
    write(user, {.kind = TrailKind::question, .form = form}, visit.hours);
    write(user, {.kind = TrailKind::answer, .form = form, .text = std::string(name(told.choice))},
          visit.hours);
    if (told.choice == OfferChoice::stop)
        write(user, {.kind = TrailKind::opted_out, .form = trail_form_offer}, visit.hours);
    const Answered answered = recommender_.choose(worker, visit.open, *offer, told.choice, visit.hours);
    behaviour_->take_answer(visit.person, *offer, answered);
    fingerprints_[visit.today.block].add((static_cast<std::uint64_t>(user.value) << 32U) | 1U << 31U |
                                         static_cast<std::uint64_t>(offer->pattern) << 16U |
                                         static_cast<std::uint64_t>(offer->category.value) << 8U |
                                         static_cast<std::uint64_t>(told.choice));
    log(visit, {.kind = direction ? LoggedKind::direction : LoggedKind::offer,
                .hours = visit.hours,
                .item = offer->item,
                .pattern = offer->pattern,
                .choice = told.choice,
                .category = offer->category,
                .value = answered.promise.level,
                .slates = answered.promise.visits});
    Tallies& own = visit.own;
    own[Tally::offers] += 1;
    own[Tally::offers_taken] += accepts(told.choice) ? 1 : 0;
    if (direction) {
        own[Tally::directions] += 1;
        own[Tally::directions_right] += told.unwanted ? 1 : 0;
        return;
    }
    own[Tally::topic_offers] += 1;
    own[Tally::offers_false] += told.unwanted ? 0 : 1;
    const bool adjusted = accepts(told.choice) && told.choice != OfferChoice::pause_source;
    own[Tally::topics_taken] += accepts(told.choice) ? 1 : 0;
    own[Tally::adjustments] += adjusted ? 1 : 0;
    own[Tally::promises] += adjusted && answered.promise.made() ? 1 : 0;
}

void Engine::collect_steps(Visiting& visit) {
    LoopSteps& steps = visit.open.steps;
    for (int s = 0; s < steps.count; ++s) {
        const LoopStep& step = steps.step[static_cast<std::size_t>(s)];
        visit.own[Tally::resolved] += !step.promise_due && step.to == LoopState::resolved ? 1 : 0;
        if (!step.promise_due) {
            log(visit, {.kind = LoggedKind::episode,
                        .hours = visit.hours,
                        .pattern = step.pattern,
                        .category = step.category,
                        .from = step.from,
                        .to = step.to});
            if (step.to == LoopState::acknowledge)
                for (const Sign& sign : step.basis)
                    if (sign.nats > 0)
                        log(visit, {.kind = LoggedKind::basis,
                                    .hours = visit.hours,
                                    .item = step.item,
                                    .category = step.category,
                                    .evidence = sign.evidence,
                                    .value = sign.nats});
            continue;
        }
        visit.own[Tally::promises_due] += 1;
        visit.own[Tally::promises_kept] += step.promise_kept ? 1 : 0;
        log(visit, {.kind = LoggedKind::promise,
                    .hours = visit.hours,
                    .pattern = step.pattern,
                    .category = step.category,
                    .kept = step.promise_kept,
                    .value = step.share});
    }
    steps = LoopSteps{};
}

/// Logs which categories' weights have been lowered or have recovered by themselves.
void Engine::log_watched(const Visiting& visit) {
    if (!request_.log) return;
    const UserId user = visit.open.request.user;
    std::uint32_t low = 0;
    const std::size_t categories = request_.world->catalogue.categories.size();
    for (std::uint32_t c = 0; c < categories; ++c)
        if (recommender_.category_weight(user, CategoryId(c)) <= -least_weight) low |= 1U << c;
    const std::uint32_t changed = low ^ watched_[user.value];
    watched_[user.value] = low;
    for (std::uint32_t c = 0; changed != 0 && c < categories; ++c) {
        if (((changed >> c) & 1U) == 0) continue;
        const bool lowered = ((low >> c) & 1U) != 0;
        log(visit, {.kind = LoggedKind::episode,
                    .hours = visit.hours,
                    .category = CategoryId(c),
                    .from = lowered ? LoopState::stable : LoopState::watch,
                    .to = lowered ? LoopState::watch : LoopState::stable});
    }
}

/// Keeps how the person is after a slate, for those who may know.
void Engine::feel(const Visiting& visit, const SlateOutcome& outcome) {
    if (!request_.felt) return;
    felt_[visit.today.block].push_back({.user = visit.open.request.user,
                                        .hours = visit.hours,
                                        .satisfaction = behaviour_->satisfaction(visit.person),
                                        .unwanted = behaviour_->unwanted(visit.person, visit.mood),
                                        .slate = visit.open.slate_number,
                                        .cause = outcome.cause,
                                        .trust = visit.person.trust});
}

} // namespace attune
