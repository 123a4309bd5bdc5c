#include "simulations/study/replay.h"

#include "simulations/engine/event_key.h"

#include <algorithm>
#include <cassert>

namespace attune {
namespace {

bool says(std::span<const RecordedEvent> events, FeedbackKind kind, int rank) {
    return std::any_of(events.begin(), events.end(),
                       [&](const RecordedEvent& event) { return event.kind == kind && event.rank == rank; });
}

} // namespace

Replay::Replay(Recommender recommender, const Catalogue& catalogue, int users)
    : catalogue_(&catalogue)
    , recommender_(std::move(recommender))
    , choices_alone_(recommender_)
    , worker_(recommender_.make_worker())
    , aside_(recommender_.make_worker())
    , people_(static_cast<std::size_t>(users)) {}

Replay::Replay(const Replay& from)
    : catalogue_(from.catalogue_)
    , recommender_(from.recommender_)
    , choices_alone_(from.choices_alone_)
    , worker_(recommender_.make_worker())
    , aside_(recommender_.make_worker())
    , answers_(from.answers_)
    , withdraws_(from.withdraws_)
    , as_if_new_(from.as_if_new_)
    , after_scoring_(from.after_scoring_)
    , people_(from.people_) {
    worker_.take_over(from.worker_);
}

Result<Replay> Replay::start(const Policy& policy, const Catalogue& catalogue, const RecommenderSetup& setup,
                             const std::vector<bool>& signals_globally) {
    auto recommender = Recommender::start(policy, catalogue, setup);
    if (!recommender) return pass_on(recommender);
    for (std::uint32_t u = 0; u < signals_globally.size(); ++u)
        recommender->set_global_signal(UserId(u), signals_globally[u]);
    return Replay(std::move(*recommender), catalogue, setup.users);
}

void Replay::opt_out_of_prompts() {
    for (std::uint32_t u = 0; u < people_.size(); ++u) {
        recommender_.opt_out(UserId(u));
        people_[u].opted_out = true;
    }
}

void Replay::opt_out_of_offers() {
    for (std::uint32_t u = 0; u < people_.size(); ++u) {
        recommender_.wants_offers(UserId(u), false);
        people_[u].opted_out = true;
    }
}

int Replay::kept(UserId user, Purpose purpose) const {
    const Module module = purpose == Purpose::improve_models ? Module::training : Module::preference;
    int kept = 0;
    GateCounts looked; // nobody's business but ours
    recommender_.gate().read_history(user, purpose, module, looked, [&](const HistoryEntry&) { ++kept; });
    return kept;
}

void Replay::run_visits(const RecordedDay& day) {
    slates_.clear();
    // Different people of one block are scored together.
    for (std::size_t first = 0; first < day.visits.size();) {
        std::array<VisitRequest, tile_width> tile;
        std::size_t filled = 0;
        const auto block = [](UserId user) { return user.value / block_size; };
        for (std::size_t v = first; v < day.visits.size() && filled < tile_width; ++v) {
            const RecordedVisit& visit = day.visits[v];
            if (block(visit.user) != block(day.visits[first].user) ||
                std::any_of(tile.begin(), tile.begin() + filled,
                            [&](const VisitRequest& other) { return other.user == visit.user; }))
                break;
            at_the_door(visit);
            tile[filled++] = {.user = visit.user, .visit = visit.visit, .hours = visit.hours};
        }
        recommender_.open_visits(worker_, std::span(tile).first(filled));
        for (std::size_t v = 0; v < filled; ++v)
            scored(worker_.visits[v]);
        for (std::size_t v = 0; v < filled; ++v)
            run_visit(day, day.visits[first + v], worker_.visits[v]);
        first += filled;
    }
}

void Replay::end_day(int day) {
    Worker* worker = &worker_;
    recommender_.end_day(day, {&worker, 1});
}

void Replay::scored(OpenVisit& visit) {
    if (after_scoring_ && people_[visit.request.user.value].opted_out) after_scoring_(visit);
}

// Consent.

void Replay::change_consent(UserId user, const ConsentEvent& event, OpenVisit* during) {
    choices_alone_.change_consent(user, event);
    if (during)
        recommender_.change_consent(worker_, *during, event);
    else
        recommender_.change_consent(user, event);
}

void Replay::at_the_door(const RecordedVisit& visit) {
    if (answers_ && visit.opted_in) recommender_.opt_in(visit.user);
    for (const RecordedScreen& screen : visit.screens)
        answer_screen(visit.user, screen);
    for (Recommender* one : {&recommender_, &choices_alone_})
        one->lapse_consents(visit.user, visit.hours);
}

void Replay::answer_screen(UserId user, const RecordedScreen& screen) {
    for (Recommender* one : {&recommender_, &choices_alone_})
        one->lapse_consents(user, screen.hours);
    const std::uint16_t asked = recommender_.may_request(user, screen.hours);
    ConsentEvent event{
        .method = ConsentMethod::notice, .notice = recommender_.notice(), .hours = screen.hours};
    for_each_purpose(asked, [&](Purpose purpose) {
        event.purpose = purpose;
        event.to = ConsentStatus::requested;
        event.entity = ConsentEntity::service;
        change_consent(user, event);
    });
    for_each_purpose(asked, [&](Purpose purpose) {
        event.purpose = purpose;
        event.to = screen.consent.status[static_cast<std::size_t>(purpose)];
        // Who has withdrawn here has not in the recording, and does not come back.
        const bool withdrawn =
            withdraws_ && people_[user.value].opted_out && purpose == Purpose::adjust_my_recommendations;
        if (withdrawn || (event.to != ConsentStatus::given && event.to != ConsentStatus::deferred))
            event.to = ConsentStatus::refused;
        event.entity = ConsentEntity::person;
        change_consent(user, event);
    });
}

void Replay::go_to_settings(Visiting& visit, const RecordedSlate& recorded) {
    if (!recorded.settings) return;
    const UserId user = visit.recorded.user;
    for (int p = 1; p < purpose_count; ++p) {
        const auto purpose = static_cast<Purpose>(p);
        if (recorded.settings->status[static_cast<std::size_t>(p)] != ConsentStatus::withdrawn ||
            !permits(recommender_.person_consent(user).of(purpose).status))
            continue;
        change_consent(user,
                       {.purpose = purpose,
                        .to = ConsentStatus::withdrawn,
                        .entity = ConsentEntity::person,
                        .method = ConsentMethod::settings,
                        .notice = recommender_.notice(),
                        .hours = recorded.over},
                       &visit.open);
        scored(visit.open);
    }
}

void Replay::withdraw(Visiting& visit, const RecordedSlate& recorded) {
    const UserId user = visit.recorded.user;
    Passage& person = people_[user.value];
    if (!withdraws_ || person.opted_out ||
        !permits(recommender_.person_consent(user).of(Purpose::adjust_my_recommendations).status))
        return;
    person.opted_out = true;
    person.had = kept(user, Purpose::adjust_my_recommendations);
    // Choices made so far are the twin's as well; the next one is made by both.
    if (as_if_new_) recommender_.put_back(user, choices_alone_.kept_person(user));
    change_consent(user,
                   {.purpose = Purpose::adjust_my_recommendations,
                    .to = ConsentStatus::withdrawn,
                    .entity = ConsentEntity::person,
                    .method = ConsentMethod::settings,
                    .notice = recommender_.notice(),
                    .hours = recorded.over},
                   as_if_new_ ? nullptr : &visit.open);
    if (as_if_new_) rank_as_new(visit, recorded);
    scored(visit.open);
}

/// The rest of the visit for somebody about whom nothing is known. What the visit has shown comes again only
/// when nothing else is left, and what was said no to in it stays away: that needs no consent. Slates are
/// numbered from 0 again, so earlier impressions are left out; nothing more is said about them.
void Replay::rank_as_new(Visiting& visit, const RecordedSlate& recorded) {
    OpenVisit& open = visit.open;
    recommender_.open_visits(aside_, {&open.request, 1});
    OpenVisit& as_new = aside_.visits[0];
    as_new.slate = open.slate;
    as_new.slate_number = open.slate_number;
    as_new.slates = open.slates;
    as_new.asked = open.asked;
    as_new.asked_on = open.asked_on;
    as_new.offered = open.offered;
    as_new.muted = open.muted;
    as_new.mutes = open.mutes;
    as_new.recent = open.recent;
    const auto events = events_of(visit, recorded);
    Candidates& candidates = as_new.candidates;
    for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j)
        for (int rank = 0; rank < open.slate.count; ++rank) {
            const std::uint32_t item = open.slate.item[static_cast<std::size_t>(rank)];
            const bool same = candidates.item[j] == item;
            if ((same && says(events, FeedbackKind::not_interested, rank)) ||
                (provider_of(candidates.item[j]) == provider_of(item) &&
                 says(events, FeedbackKind::muted, rank)))
                candidates.set_state(j, Candidates::hidden);
            else if (same && candidates.state[j] != Candidates::hidden)
                candidates.set_state(j, Candidates::shown);
        }
    open = as_new;
}

// Visits.

void Replay::run_visit(const RecordedDay& day, const RecordedVisit& recorded, OpenVisit& open) {
    Visiting visit{.day = day, .recorded = recorded, .open = open};
    for (std::size_t s = 0; s < recorded.slates; ++s) {
        const RecordedSlate& slate = day.slates[recorded.first_slate + s];
        show(visit, slate, s);
        may_tour(visit, slate);
        take_reaction(visit, slate);
        receive(visit, slate.over);
        recommender_.slate_over(worker_, open,
                                {.picked_rank = std::min(slate.picked_rank, open.slate.count - 1),
                                 .searched = slate.searched,
                                 .complaint = slate.complaint},
                                slate.over);
        may_offer(visit, slate);
        go_to_settings(visit, slate);
        if (s == 0) withdraw(visit, slate);
    }
    recommender_.close_visit(worker_, open);
}

void Replay::show(Visiting& visit, const RecordedSlate& recorded, std::size_t number) {
    const Slate& slate = recommender_.recommend(worker_, visit.open, recorded.shown);
    slates_.push_back({.user = visit.recorded.user,
                       .visit = visit.recorded.visit,
                       .number = static_cast<std::uint32_t>(number),
                       .hours = recorded.shown,
                       .model_version = recommender_.model_version(),
                       .opted_out = people_[visit.recorded.user.value].opted_out,
                       .count = slate.count,
                       .item = slate.item,
                       .score = slate.score});
    // What stands behind the last item is left from another slate.
    std::fill(slates_.back().item.begin() + slate.count, slates_.back().item.end(), 0);
    std::fill(slates_.back().score.begin() + slate.count, slates_.back().score.end(), 0);
}

void Replay::take_reaction(Visiting& visit, const RecordedSlate& recorded) {
    using Kind = AskMoment::Kind;
    bool asked_on_the_way = false;
    for (const RecordedEvent& event : events_of(visit, recorded)) {
        if (event.answer) continue; // with the question
        // Between the pick and its end.
        if (event.kind == FeedbackKind::consumed && !asked_on_the_way) {
            asked_on_the_way = true;
            may_ask(visit, recorded, {.kind = Kind::under_way}, (recorded.left + recorded.over) / 2);
        }
        send(visit, event);
    }
    if (recorded.picked_rank >= 0) {
        visit.fruitless = 0;
        may_ask(visit, recorded, {.kind = Kind::item_over, .converted = recorded.converted}, recorded.over);
        return;
    }
    ++visit.fruitless;
    may_ask(visit, recorded, {.kind = Kind::under_way}, recorded.left);
    may_ask(visit, recorded, {.kind = Kind::slate_over, .fruitless = visit.fruitless}, recorded.left);
}

void Replay::may_tour(Visiting& visit, const RecordedSlate& recorded) {
    if (visit.open.slate_number != 0) return;
    may_ask(visit, recorded, {.kind = AskMoment::Kind::first_slate}, recorded.shown);
    if (visit.events == 0) return;
    receive(visit, recorded.shown);
    recommender_.settle_visit(worker_, visit.open);
    scored(visit.open);
}

void Replay::may_ask(Visiting& visit, const RecordedSlate& recorded, const AskMoment& moment, double hours) {
    const auto prompt = recommender_.ask(worker_, visit.open, moment, hours);
    if (!prompt) return;
    const UserId user = visit.recorded.user;
    ++people_[user.value].prompts;
    recommender_.heard(user, answers_ && recorded.answered);
    if (!answers_) return;
    for (const RecordedEvent& event : events_of(visit, recorded))
        if (event.answer) send(visit, event);
    if (recorded.opted_out)
        recommender_.opt_out(user);
    else if (recorded.form_off)
        recommender_.opt_out(user, *recorded.form_off);
}

void Replay::may_offer(Visiting& visit, const RecordedSlate& recorded) {
    const auto offer = recommender_.offer(worker_, visit.open, recorded.over);
    if (!offer) return;
    ++people_[visit.recorded.user.value].offers;
    const OfferChoice choice =
        answers_ ? recorded.choice.value_or(OfferChoice::decline) : OfferChoice::decline;
    recommender_.choose(worker_, visit.open, *offer, choice, recorded.over);
}

void Replay::send(Visiting& visit, const RecordedEvent& event) {
    const Slate& slate = visit.open.slate;
    if (event.rank >= slate.count || visit.events == events_.size()) return;
    const std::uint32_t item = slate.item[event.rank];
    events_[visit.events++] = {.key =
                                   event_key(visit.recorded.user, visit.open.slate_number, item, event.kind),
                               .user = visit.recorded.user,
                               .item = ItemId(item),
                               .slate = visit.open.slate_number,
                               .kind = event.kind,
                               .value = event.value,
                               .hours = event.hours};
}

void Replay::receive(Visiting& visit, double hours) {
    recommender_.receive(worker_, visit.open, std::span(events_).first(visit.events), hours);
    visit.events = 0;
}

} // namespace attune
