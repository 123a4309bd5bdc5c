#include "core/base/portable_math.h"
#include "core/measures/metrics/exposure.h"
#include "simulations/engine/engine.h"
#include "simulations/engine/event_key.h"

namespace attune {
namespace {

constexpr double minutes_per_hour = 60.0;
constexpr double seconds_per_hour = 3600.0;
constexpr double hours_per_day = 24.0;
constexpr double tap_seconds = 2.0;          ///< between two taps on one slate
constexpr float asked_half_life = 7 * 24.0F; ///< hours
constexpr double abandoned_slates = 2;
constexpr int undecided_stars = 3; ///< say neither yes nor no

Response response_of(const PromptOutcome& told) {
    if (told.stars > 0) return stars_response(told.stars);
    if (told.survey > 0) return survey_response(told.survey);
    return told.answer == ThumbAnswer::up ? Response::thumb_up : Response::thumb_down;
}

/// Row of AnswerTable: thumbs, then stars.
std::size_t saying_of(const PromptOutcome& told) {
    if (told.stars > 0) return static_cast<std::size_t>(told.stars) + 1;
    return told.answer == ThumbAnswer::up ? 1 : 0;
}

bool has_rank(std::uint32_t ranks, int rank) {
    return ((ranks >> static_cast<unsigned>(rank)) & 1U) != 0;
}

void count(Tallies& own, const SlateOutcome& outcome, int shown) {
    own[Tally::slates] += 1;
    own[Tally::impressions] += shown;
    own[Tally::examined] += outcome.examined;
    own[Tally::unwanted_examined] += outcome.unwanted_examined;
    own[Tally::taps] += std::popcount(outcome.tapped_ranks);
    own[Tally::mutes] += std::popcount(outcome.muted_ranks);
    own[Tally::searches] += outcome.searched ? 1 : 0;
    own[Tally::complaints] += outcome.complained ? 1 : 0;
    own[Tally::minutes] += static_cast<double>(outcome.looking_minutes + outcome.minutes);
    if (outcome.picked_rank < 0) return;
    own[Tally::picks] += 1;
    own[Tally::consumed] += 1;
    own[Tally::completed] += outcome.depth == 1.0F ? 1 : 0;
    if (outcome.enjoyment > 0)
        own[Tally::enjoyed] += 1;
    else
        own[Tally::regretted_minutes] += static_cast<double>(outcome.minutes);
    own[Tally::conversions] += outcome.converted ? 1 : 0;
}

} // namespace

void Engine::log(const Visiting& visit, LoggedEvent event) {
    if (!request_.log) return;
    event.user = visit.open.request.user;
    event.visit = visit.open.request.visit;
    event.slate = visit.open.slate_number;
    logs_[visit.today.block].push_back(event);
}

void Engine::run_visit(BlockDay& today, OpenVisit& open) {
    const UserId user = open.request.user;
    Person& person = population_.people[user.value];
    const auto away = static_cast<float>(open.request.hours) - person.state_hours;
    Visiting visit{.open = open,
                   .today = today,
                   .person = person,
                   .own = today.own[user.value - today.first],
                   .mood =
                       behaviour_->begin_visit(person, user.value, open.request.visit, open.request.hours),
                   .hours = open.request.hours,
                   .withdraws = behaviour_->withdraws(person, user.value, open.request.visit,
                                                      withdrawable(user), away, today.day)};
    visit.mood.shown_effect =
        request_.policy.show_effect && person.consent.has(Purpose::adjust_my_recommendations);
    const int patience = behaviour_->patience(person, user.value, open.request.visit);
    for (int s = 0; s < patience; ++s) {
        const Slate& slate = show_slate(visit);
        may_tour(visit);
        const SlateOutcome outcome = behaviour_->react(person, user.value, open.request.visit,
                                                       static_cast<std::uint32_t>(s), slate, visit.mood);
        take_reaction(visit, outcome);
        recommender_.receive(today.hand.worker, open, std::span(today.hand.events).first(visit.events),
                             visit.hours);
        visit.events = 0;
        recommender_.slate_over(today.hand.worker, open,
                                {.picked_rank = outcome.picked_rank,
                                 .searched = outcome.searched,
                                 .complaint = outcome.complaint ? outcome.complaint->read : std::nullopt},
                                visit.hours);
        may_offer(visit, outcome);
        collect_steps(visit);
        log_watched(visit);
        feel(visit, outcome);
        withdraw(visit);
        if (!outcome.goes_on) break;
    }
    recommender_.close_visit(today.hand.worker, open);
    behaviour_->end_visit(person);
    collect_steps(visit);
    visit.own[Tally::sessions] += 1;
    visit.own[Tally::sessions_with_conversion] += visit.converted ? 1 : 0;
    visit.own[Tally::abandoned] += open.slates <= abandoned_slates && !visit.consumed ? 1 : 0;
    log(visit, {.kind = LoggedKind::session,
                .hours = open.request.hours,
                .value = static_cast<float>(visit.minutes),
                .slates = static_cast<std::uint32_t>(open.slates)});
}

const Slate& Engine::show_slate(Visiting& visit) {
    const Slate& slate = recommender_.recommend(visit.today.hand.worker, visit.open, visit.hours);
    const std::uint64_t user = visit.open.request.user.value;
    Fingerprint& fingerprint = fingerprints_[visit.today.block];
    Cluster& cluster = visit.today.cluster;
    GroupExposure& exposure = cluster.exposure[static_cast<std::size_t>(visit.today.day)];
    fingerprint.add((user << 32U) | visit.open.slate_number);
    for (int rank = 0; rank < slate.count; ++rank) {
        const auto r = static_cast<std::size_t>(rank);
        fingerprint.add((static_cast<std::uint64_t>(slate.item[r]) << 36U) |
                        (static_cast<std::uint64_t>(rank) << 32U) |
                        static_cast<std::uint32_t>(slate.score[r]));
        exposure[slate.group[r]] += rank_exposure(rank);
        cluster.item_exposure[slate.item[r]] += static_cast<std::uint64_t>(rank_exposure(rank));
        visit.own[Tally::expected_clicks] += examination_weight(r);
        if (request_.log)
            log(visit, {.kind = LoggedKind::impression,
                        .hours = visit.hours,
                        .item = ItemId(slate.item[r]),
                        .rank = static_cast<std::uint8_t>(rank),
                        .score = slate.score[r],
                        .propensity = slate.propensity[r],
                        .model_version = recommender_.model_version()});
    }
    return slate;
}

void Engine::take_reaction(Visiting& visit, const SlateOutcome& outcome) {
    const Slate& slate = visit.open.slate;
    const double left = visit.hours + static_cast<double>(outcome.looking_minutes) / minutes_per_hour;
    visit.hours = left + static_cast<double>(outcome.minutes) / minutes_per_hour;
    visit.minutes += static_cast<double>(outcome.looking_minutes + outcome.minutes);
    count(visit.own, outcome, slate.count);
    Fingerprint& fingerprint = fingerprints_[visit.today.block];
    fingerprint.add((static_cast<std::uint64_t>(outcome.picked_rank + 1) << 32U) | outcome.tapped_ranks);
    if (outcome.muted_ranks != 0 || outcome.searched || outcome.complained)
        fingerprint.add((static_cast<std::uint64_t>(outcome.muted_ranks) << 2U) |
                        (outcome.searched ? 2U : 0U) | (outcome.complained ? 1U : 0U));

    // Taps follow each other quickly, at the end of looking.
    int taps_to_come = std::popcount(outcome.tapped_ranks);
    for (int rank = 0; rank < slate.count; ++rank) {
        const std::uint32_t item = slate.item[static_cast<std::size_t>(rank)];
        if (has_rank(outcome.tapped_ranks, rank))
            send(visit, outcome, item, FeedbackKind::not_interested, 0,
                 left - --taps_to_come * tap_seconds / seconds_per_hour);
        if (has_rank(outcome.muted_ranks, rank)) {
            log(visit, {.kind = LoggedKind::mute, .hours = left, .item = ItemId(item)});
            send(visit, outcome, item, FeedbackKind::muted, 0, left);
        }
    }
    // What the device may not read, nobody has read.
    const std::optional<Pattern> read =
        outcome.complaint && recommender_.reads_complaints(visit.open.request.user) ? outcome.complaint->read
                                                                                    : std::nullopt;
    if (outcome.complained)
        log(visit, {.kind = LoggedKind::complaint,
                    .hours = left,
                    .understood = read.has_value(),
                    .pattern = read.value_or(Pattern::misalignment)});
    if (outcome.searched) log(visit, {.kind = LoggedKind::search, .hours = left});
    if (outcome.picked_rank >= 0) {
        visit.fruitless = 0;
        take_pick(visit, outcome, left);
        return;
    }
    ++visit.fruitless;
    may_ask(visit, outcome, {.kind = AskMoment::Kind::under_way}, left);
    may_ask(visit, outcome, {.kind = AskMoment::Kind::slate_over, .fruitless = visit.fruitless}, left);
}

void Engine::take_pick(Visiting& visit, const SlateOutcome& outcome, double left) {
    const std::uint32_t picked = visit.open.slate.item[static_cast<std::size_t>(outcome.picked_rank)];
    visit.consumed = true;
    send(visit, outcome, picked, FeedbackKind::picked, 0, left);
    may_ask(visit, outcome, {.kind = AskMoment::Kind::under_way}, (left + visit.hours) / 2);
    send(visit, outcome, picked, FeedbackKind::consumed, outcome.depth, visit.hours);
    if (outcome.converted) {
        visit.converted = true;
        visit.person.converted = true;
        log(visit, {.kind = LoggedKind::conversion, .hours = visit.hours, .item = ItemId(picked)});
    }
    may_ask(visit, outcome, {.kind = AskMoment::Kind::item_over, .converted = outcome.converted},
            visit.hours);
}

void Engine::may_ask(Visiting& visit, const SlateOutcome& outcome, const AskMoment& moment, double at) {
    if (const auto prompt = recommender_.ask(visit.today.hand.worker, visit.open, moment, at))
        ask(visit, outcome, *prompt, at);
}

AskedWhen Engine::asked_when(const Visiting& visit, double at) const {
    constexpr std::uint8_t unknown_device = 3;
    const Person& person = visit.person;
    const AskedState& asked = asked_[visit.open.request.user.value];
    const double hour = at - static_cast<int>(at / hours_per_day) * hours_per_day;
    return {.device = person.device_known ? static_cast<std::uint8_t>(person.device) : unknown_device,
            .night = hour < static_cast<double>(night_until) || hour >= static_cast<double>(night_from),
            .asked_lately =
                asked.lately * half_life_decay(static_cast<float>(at) - asked.hours, asked_half_life),
            .answered_before = asked.answered};
}

void Engine::ask(Visiting& visit, const SlateOutcome& outcome, const Prompt& prompt, double at) {
    const bool about_item = outcome.picked_rank >= 0 && prompt.channel != Channel::survey;
    const ItemId item =
        about_item ? ItemId(visit.open.slate.item[static_cast<std::size_t>(outcome.picked_rank)]) : no_item;
    const AskedWhen when = asked_when(visit, at);
    const auto satisfaction = static_cast<double>(behaviour_->satisfaction(visit.person));
    const PromptOutcome told = behaviour_->answer(visit.person, outcome, visit.mood, prompt);
    log(visit, {.kind = LoggedKind::prompt,
                .hours = at,
                .item = item,
                .trigger = prompt.trigger,
                .channel = prompt.channel});
    const auto form = static_cast<std::uint8_t>(prompt.channel);
    write(visit.open.request.user, {.kind = TrailKind::question, .form = form}, at);
    count_prompt(visit, prompt, told, when, at);
    if (told.answered()) {
        visit.own[Tally::answered_satisfaction] += satisfaction;
        const FeedbackKind kind = told.stars > 0                   ? FeedbackKind::stars
                                  : told.answer == ThumbAnswer::up ? FeedbackKind::thumb_up
                                                                   : FeedbackKind::thumb_down;
        log(visit, {.kind = LoggedKind::answer, .hours = at, .item = item, .response = response_of(told)});
        write(visit.open.request.user,
              {.kind = TrailKind::answer, .form = form, .text = std::string(name(response_of(told)))}, at);
        // An answer about a slate or the service says nothing of any one item.
        if (about_item)
            send(visit, outcome, item.value, kind, told.stars > 0 ? value_of_stars(told.stars) : 0.0F, at);
        if (about_item && (told.reason || told.wrote)) {
            log(visit, {.kind = told.wrote ? LoggedKind::own_words : LoggedKind::reason,
                        .hours = at,
                        .item = item,
                        .response = reason_response(told.reason.value_or(Reason::topic)),
                        .understood = told.reason.has_value()});
        }
        // What the device cannot read goes nowhere.
        if (about_item && told.reason)
            send(visit, outcome, item.value, told.wrote ? FeedbackKind::own_words : FeedbackKind::reason,
                 value_of_reason(*told.reason), at);
    }
    opt_out(visit, prompt, told, at);
}

/// Books a question and what came of it, for everybody who looks on.
void Engine::count_prompt(Visiting& visit, const Prompt& prompt, const PromptOutcome& told,
                          const AskedWhen& when, double at) {
    const UserId user = visit.open.request.user;
    const bool answered = told.answered();
    const auto value = static_cast<double>(answered ? told.value() : 0.0F);
    fingerprints_[visit.today.block].add(
        (static_cast<std::uint64_t>(user.value) << 32U) |
        ((told.reason ? static_cast<std::uint64_t>(*told.reason) + 1 : 0U) | (told.wrote ? 8U : 0U)) << 24U |
        static_cast<std::uint64_t>(prompt.channel) << 20U |
        (answered ? static_cast<std::uint64_t>(response_of(told)) + 1 : 0U) << 8U |
        static_cast<std::uint64_t>(prompt.trigger) << 4U | (told.form_off ? 2U : 0U) |
        (told.opted_out ? 1U : 0U));
    recommender_.heard(user, answered);
    for (const PersonGroup group : groups_of(visit.person)) {
        if (!counts(group)) continue;
        AnswerCells::Cell& to =
            visit.today.cluster.answers[static_cast<std::size_t>(group)].cells[answer_cell(when)];
        to.prompts += 1;
        to.answers += answered ? 1 : 0;
        to.ups += value;
        if (!answered || !told.opinion) continue;
        AnswerTable::Row& row =
            visit.today.cluster.told[static_cast<std::size_t>(group)].rows[saying_of(told)];
        (*told.opinion > 0 ? row.liked : row.disliked) += 1;
    }
    AskedState& asked = asked_[user.value];
    asked.lately = when.asked_lately + 1.0F;
    asked.hours = static_cast<float>(at);
    asked.answered = asked.answered || answered;
    ++prompts_this_week_[user.value];
    Tallies& own = visit.own;
    own[Tally::prompts] += 1;
    own[Tally::answers] += answered ? 1 : 0;
    own[Tally::thumbs_up] += value;
    if (prompt.trigger == Trigger::random && answered) {
        own[Tally::random_answers] += 1;
        own[Tally::random_value] += value;
    }
    own[Tally::prompts_met] += told.receptive ? 1 : 0;
    own[Tally::prompts_receptive] += told.receptive.value_or(false) ? 1 : 0;
    own[Tally::prompt_seconds] += static_cast<double>(told.effort.seconds);
    own[Tally::prompt_taps] += told.effort.taps;
    if (answered && told.opinion && told.stars != undecided_stars) {
        own[Tally::opinions_told] += 1;
        own[Tally::opinions_true] += told.is_no() == (*told.opinion <= 0) ? 1 : 0;
    }
    own[Tally::noes] += told.is_no() && prompt.asks_reason ? 1 : 0;
    own[Tally::reasons] += told.reason ? 1 : 0;
    own[Tally::texts] += told.wrote ? 1 : 0;
    own[Tally::texts_right] += told.wrote && told.reason_true ? 1 : 0;
    own[Tally::reasons_true] += told.reason_true ? 1 : 0;
    if (told.reason) {
        const auto bit = static_cast<std::uint8_t>(1U << static_cast<unsigned>(*told.reason));
        own[Tally::reasons_new] += (asked.reasons & bit) == 0 ? 1 : 0;
        asked.reasons |= bit;
    }
}

void Engine::opt_out(Visiting& visit, const Prompt& prompt, const PromptOutcome& told, double at) {
    if (!told.opted_out && !told.form_off) return;
    if (told.opted_out)
        recommender_.opt_out(visit.open.request.user);
    else
        recommender_.opt_out(visit.open.request.user, prompt.channel);
    log(visit,
        {.kind = LoggedKind::opt_out, .hours = at, .channel = prompt.channel, .all_forms = told.opted_out});
    write(visit.open.request.user,
          {.kind = TrailKind::opted_out,
           .form = told.opted_out ? trail_form_everything : static_cast<std::uint8_t>(prompt.channel)},
          at);
}

/// Shows a new person around: the first items of the first slate, each with a thumb. What is said counts from
/// the next slate on.
void Engine::may_tour(Visiting& visit) {
    const UserId user = visit.open.request.user;
    if (visit.open.slate_number != 0) return;
    const auto prompt = recommender_.ask(visit.today.hand.worker, visit.open,
                                         {.kind = AskMoment::Kind::first_slate}, visit.hours);
    if (!prompt) return;
    const AskedWhen when = asked_when(visit, visit.hours);
    const TourOutcome tour = behaviour_->answer_tour(visit.person, user.value, visit.open.slate,
                                                     request_.policy.tour_items, visit.mood);
    SlateOutcome outcome;
    outcome.network_words.fill(~0U);
    log(visit,
        {.kind = LoggedKind::prompt, .hours = visit.hours, .item = no_item, .trigger = prompt->trigger});
    write(user, {.kind = TrailKind::question}, visit.hours);
    for (std::size_t r = 0; r < tour.said.size(); ++r)
        if (tour.said[r] != ThumbAnswer::none)
            send(visit, outcome, visit.open.slate.item[r],
                 tour.said[r] == ThumbAnswer::up ? FeedbackKind::thumb_up : FeedbackKind::thumb_down, 0,
                 visit.hours);
    count_prompt(visit, *prompt, tour.prompt, when, visit.hours);
    if (tour.prompt.answered()) {
        log(visit, {.kind = LoggedKind::answer,
                    .hours = visit.hours,
                    .item = no_item,
                    .response = response_of(tour.prompt)});
        write(user, {.kind = TrailKind::answer, .text = "tour"}, visit.hours);
        visit.own[Tally::answered_satisfaction] +=
            static_cast<double>(behaviour_->satisfaction(visit.person));
    }
    opt_out(visit, *prompt, tour.prompt, visit.hours);
    if (visit.events == 0) return;
    Worker& worker = visit.today.hand.worker;
    recommender_.receive(worker, visit.open, std::span(visit.today.hand.events).first(visit.events),
                         visit.hours);
    visit.events = 0;
    recommender_.settle_visit(worker, visit.open);
}

void Engine::send(Visiting& visit, const SlateOutcome& outcome, std::uint32_t item, FeedbackKind kind,
                  float value, double at) {
    const UserId user = visit.open.request.user;
    const FeedbackEvent event = {.key = event_key(user, visit.open.slate_number, item, kind),
                                 .user = user,
                                 .item = ItemId(item),
                                 .slate = visit.open.slate_number,
                                 .kind = kind,
                                 .value = value,
                                 .hours = at};
    const bool lost =
        kind == FeedbackKind::not_interested && request_.withhold_first_tap && tap_withheld_[user.value] == 0;
    if (lost)
        tap_withheld_[user.value] = 1;
    else
        deliver(visit, outcome, event);
    if (kind == FeedbackKind::muted) return; // logged as such
    log(visit, {.kind = LoggedKind::feedback,
                .hours = at,
                .item = ItemId(item),
                .feedback = kind,
                .key = event.key,
                .value = value});
}

/// Puts an event among those the recommender is about to receive.
void Engine::deliver(Visiting& visit, const SlateOutcome& outcome, const FeedbackEvent& event) {
    auto& events = visit.today.hand.events;
    events[visit.events++] = event;
    // A client that is not sure of delivery sends again, with the same key.
    if (uniform(outcome.network_words[visit.events % 4]) <
        static_cast<float>(request_.assumptions.duplicate_share)) {
        events[visit.events] = event;
        ++visit.events;
    }
}

} // namespace attune
