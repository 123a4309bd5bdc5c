// What feedback on a slate changes: through the pipeline and the gate into the kept history, the category
// weights and the rest of the visit.
#include "core/base/day_part.h"
#include "core/recommender/recommender.h"

#include <algorithm>
#include <cassert>
#include <numeric>

namespace attune {
namespace {

// What an event says about an item's worth, in nats. Consumption: from left at once to completed.
constexpr float consumed_low = -1.2F, consumed_span = 2.6F, consumed_weight = 1.0F;
/// Of thumbs and stars; their target is the annotation's. As much as a consumption: of what an item is worth,
/// 1.1 nat (sd) stay unknown after a thumb up and 1.0 after a whole consumption.
constexpr float answer_weight = 1.0F;
constexpr float unasked_weight = 2.0F; ///< of a "not interested" and of reasons
constexpr float passed_target = -0.4F, passed_weight = 0.35F;

constexpr float quick_skip_depth = 0.1F, completed_depth = 0.95F;
constexpr std::uint8_t most_noes = 15;
constexpr float said_after_another = 0.4F; ///< of the evidence of a no
constexpr float lasting_evidence = 0.5F;   ///< nat

Response response_of(const FeedbackEvent& event) {
    switch (event.kind) {
    case FeedbackKind::stars:
        return stars_response(stars_of_value(event.value));
    case FeedbackKind::reason:
    case FeedbackKind::own_words:
        return reason_response(reason_of_value(event.value));
    case FeedbackKind::thumb_up:
        return Response::thumb_up;
    default:
        return Response::thumb_down;
    }
}

/// Since when each purpose that keeps or uses feedback has been permitted.
FeedbackConsent consent_at_arrival(const PersonConsent& person) {
    FeedbackConsent consent{.state = person.state};
    for (const Purpose purpose :
         {Purpose::adjust_this_session, Purpose::adjust_my_recommendations, Purpose::improve_models})
        consent.since[static_cast<std::size_t>(purpose)] = static_cast<double>(person.of(purpose).since);
    return consent;
}

} // namespace

Reception Recommender::receive(Worker& worker, OpenVisit& visit, std::span<const FeedbackEvent> events,
                               double hours) {
    Reception reception;
    const UserId user = visit.request.user;
    const int day = static_cast<int>(hours / 24.0);
    assert(events.size() <= max_slate_events);
    const VisitContext context{
        .rules = {.sender = user,
                  .users = static_cast<std::uint32_t>(setup_.users),
                  .items = static_cast<std::uint32_t>(catalogue_->items.size()),
                  .arrival = hours,
                  .consent = consent_at_arrival(gate_.person_consent(user)),
                  .terms = {.matrix = &gate_.rules().matrix(), .purposes = EntryTerms::visit}},
        .shown = {.impressions =
                      std::span(visit.impressions).first(static_cast<std::size_t>(visit.impression_count)),
                  .slate_size = slate_length},
        .weights = feedback_weights_};
    const VisitFeedback outcome =
        process_visit(context, events, visit.recent, gate_.feedback(user), worker.scratch, worker.weighted);
    for (std::size_t reason = 0; reason < worker.quarantined.size(); ++reason)
        worker.quarantined[reason] += outcome.counts[reason];
    reception.accepted = static_cast<int>(outcome.accepted);
    reception.refused = static_cast<int>(events.size() - outcome.accepted);

    // The item layer: a tap hides that item for this visit, a mute all of its provider's, for everyone,
    // consent or not. It is an answer, not a profile, and is forgotten with the visit; what stays away longer
    // is what was accepted (keep_away).
    for (const FeedbackEvent& event : events) {
        const bool mute = event.kind == FeedbackKind::muted;
        if (event.user != user || (event.kind != FeedbackKind::not_interested && !mute) ||
            event.item.value >= catalogue_->items.size() ||
            !gate_.read(user, signal_of(event.kind), Purpose::deliver_service, Module::ranking, worker.gate))
            continue;
        const ProviderId provider = catalogue_->items[event.item.value].provider;
        if (mute) visit.muted[static_cast<std::size_t>(visit.mutes++) % visit.muted.size()] = provider;
        for (std::size_t j = 0; j < static_cast<std::size_t>(visit.candidates.count); ++j) {
            const std::uint32_t item = visit.candidates.item[j];
            if (item == event.item.value || (mute && catalogue_->items[item].provider == provider))
                visit.candidates.set_state(j, Candidates::hidden);
        }
    }

    for (std::size_t k = 0; k < outcome.accepted; ++k) {
        const WeightedFeedback& one = worker.weighted[k];
        const FeedbackEvent& event = one.event;
        const Signal signal = signal_of(event.kind);
        keep_away(worker, visit, event, hours);
        float target = 0;
        float weight = one.weight;
        Evidence evidence = Evidence::picked;
        bool evident = true;
        switch (event.kind) {
        case FeedbackKind::picked:
            if (near_slates_left(user) > 0 && adapts(user, signal, worker))
                near_picked(*gate_.derived(user), event.item);
            weight = 0; // the consumption that follows says how good the pick was
            gate_.capture_pick(user, event.item, day, worker.gate);
            break;
        case FeedbackKind::consumed:
            target = consumed_low + consumed_span * event.value;
            weight *= consumed_weight;
            evident = event.value <= quick_skip_depth || event.value >= completed_depth;
            evidence = event.value <= quick_skip_depth ? Evidence::quick_skip : Evidence::completed;
            break;
        case FeedbackKind::thumb_up:
        case FeedbackKind::thumb_down:
        case FeedbackKind::stars: {
            const Response response = response_of(event);
            const bool of_item = annotation().of(response).effect == AnswerEffect::item_value;
            target = of_item ? answer_size(policy_, response) : 0.0F;
            // Three stars may well be worth nothing; a thumb that is counts for nothing.
            weight *= of_item && (target != 0 || event.kind == FeedbackKind::stars) ? answer_weight : 0.0F;
            evident = weight > 0 && response != Response::stars_3;
            evidence = response == Response::thumb_up || response > Response::stars_3 ? Evidence::thumb_up
                                                                                      : Evidence::thumb_down;
            break;
        }
        case FeedbackKind::reason:
        case FeedbackKind::own_words: {
            const Response response = response_of(event);
            const float size = answer_size(policy_, response);
            const bool of_item = annotation().of(response).effect == AnswerEffect::item_value;
            target = of_item ? size : 0.0F;
            weight *= of_item && size < 0 ? unasked_weight : 0.0F; // a reason of no weight is none
            evident = false;
            if (!of_item && size < 0 && adapts(user, signal, worker))
                reception.weight_change =
                    std::min(reception.weight_change, take_reason(worker, event, visit, hours));
            break;
        }
        case FeedbackKind::muted:
            weight = 0; // it is about the provider, for this visit
            evident = false;
            break;
        case FeedbackKind::not_interested:
            target = static_cast<float>(policy_.answer_tap);
            weight *= target < 0 ? unasked_weight : 0.0F;
            evidence = Evidence::not_interested;
            break;
        }
        if (weight > 0) gate_.capture(user, signal, event.item, day, target, weight, worker.gate);
        if (!evident || !adapts(user, signal, worker)) continue;
        const CategoryId category = catalogue_->items[event.item.value].category;
        DerivedState& derived = *gate_.derived(user);
        const auto now = static_cast<float>(hours);
        const bool overt = evidence == Evidence::not_interested || evidence == Evidence::thumb_down;
        auto& noes = derived.noes[category.value];
        float trusted = one.weight;
        if (overt) {
            // Several taps on one category of one slate are one: section 3, burst rule. The items stay away.
            if (visit.noes_of != event.slate) visit.noes_to = 0;
            visit.noes_of = event.slate;
            if (evidence == Evidence::not_interested) {
                if (((visit.noes_to >> category.value) & 1U) != 0) continue;
                // Who has just complained goes on complaining about the rest, whatever it is (KuaiRand: 28 %
                // of complaints follow one within 5 seconds), so what comes after the first says less.
                if (visit.noes_to != 0) trusted *= said_after_another;
                visit.noes_to |= 1U << category.value;
            }
            // Noes count together as long as the belief that they raised lasts.
            if (derived.evidence[category.value] < lasting_evidence) noes = {};
            const bool by_part = visit.knows_part && adapts(user, Signal::day_part, worker);
            std::uint8_t& here = noes[by_part ? static_cast<std::size_t>(day_part(hours)) : 0];
            if (here < most_noes) ++here;
        }
        const float before = derived.category_weight[category.value];
        const Dissatisfaction::Taken taken = dissatisfaction_.take(derived, category, evidence, trusted);
        if (overt && gate_.adapts_under(user) == Purpose::adjust_my_recommendations)
            begin_near(derived, event.item, evidence == Evidence::not_interested);
        const int said_no = std::accumulate(noes.begin(), noes.end(), 0);
        if (taken.speakable)
            may_open(visit, derived, category, event.item, taken.again || said_no > 1, said_no, hours);
        conversation_.heard(derived, category, taken.nats, now, visit.steps);
        if (taken.weight_change != 0 && !visit.familiar_known) find_familiar(worker, visit);
        const float change = taken.weight_change == 0
                                 ? 0
                                 : settle_change(visit, derived, category, before,
                                                 overt ? Cause::overt : Cause::silent, hours);
        if (change == 0) continue;
        reception.weight_change = std::min(reception.weight_change, change);
        if (policy_.ranker == static_cast<int>(Ranker::random)) continue; // stays random
        // The rest of this visit already feels it.
        const std::int32_t shift = to_score(change);
        Candidates& candidates = visit.candidates;
        for (std::size_t j = candidates.category_begin[category.value];
             j < candidates.category_begin[category.value + 1]; ++j)
            if (!visit.familiar[j]) candidates.shift(j, shift);
    }
    return reception;
}

void Recommender::slate_over(Worker& worker, OpenVisit& visit, const SlateEnd& end, double hours) {
    const UserId user = visit.request.user;
    const int picked_rank = end.picked_rank;
    visit.picked = visit.picked || picked_rank >= 0;
    visit.overt_end = false;
    const bool may_see = adapts(user, Signal::impression, worker);
    if (may_see) {
        const bool may_search = adapts(user, Signal::search, worker);
        const bool search = may_search && end.searched;
        const bool words = end.complaint && reads_complaints(user) && adapts(user, Signal::free_text, worker);
        mismatch_.slate_over(*gate_.derived(user), end, may_search, words);
        visit.overt_end = search || words;
        if (words && *end.complaint != Pattern::misalignment)
            take_complaint(worker, visit, *end.complaint, hours);
    }
    // The server sees a pick, not an eye: what stands above the pick was passed over; without a pick, all of
    // it.
    const int seen = picked_rank < 0 ? visit.slate.count : picked_rank;
    if (DerivedState* derived = may_see ? gate_.derived(user) : nullptr) {
        const auto before = derived->category_weight;
        conversation_.seen(
            *derived,
            std::span(visit.slate.category).first(static_cast<std::size_t>(std::max(seen, picked_rank + 1))),
            static_cast<float>(visit.request.hours), dissatisfaction_, visit.steps);
        // A second step keeps to the bounds as well.
        if (derived->episodes_open > 0)
            for (std::uint32_t c = 0; c < max_categories; ++c)
                if (derived->category_weight[c] < before[c])
                    settle_change(visit, *derived, CategoryId(c), before[c], Cause::wish,
                                  visit.request.hours);
    }
    if (seen == 0) return;
    if (may_see) {
        DerivedState& derived = *gate_.derived(user);
        // All of the slate first: a step that the bounds cut short must not go on with the next item.
        const auto before = derived.category_weight;
        bool lowered = false;
        for (int rank = 0; rank < seen; ++rank)
            lowered = dissatisfaction_
                              .take(derived, CategoryId(visit.slate.category[static_cast<std::size_t>(rank)]),
                                    Evidence::passed_over, 1.0F)
                              .weight_change != 0 ||
                      lowered;
        if (lowered && !visit.familiar_known) find_familiar(worker, visit);
        for (std::uint32_t c = 0; lowered && c < max_categories; ++c)
            if (derived.category_weight[c] < before[c])
                settle_change(visit, derived, CategoryId(c), before[c], Cause::silent, visit.request.hours);
    }
    // One of them, at random, is kept as a weak negative; its weight stands for all.
    const Words words = words_at(visit.address.key, Stream::learning,
                                 static_cast<std::uint32_t>(visit.slates), visit.address.visit);
    const std::size_t rank = below(words[0], static_cast<std::size_t>(seen));
    gate_.capture(user, Signal::impression, ItemId(visit.slate.item[rank]),
                  static_cast<int>(visit.request.hours / 24.0), passed_target, passed_weight, worker.gate);
}

/// An overt sign about a category that may be spoken of: an episode opens if everything allows it.
void Recommender::may_open(OpenVisit& visit, DerivedState& derived, CategoryId category, ItemId item,
                           bool again, int signs, double hours) {
    const UserId user = visit.request.user;
    if (gate_.adapts_under(user) != Purpose::adjust_my_recommendations) return;
    const auto now = static_cast<float>(hours);
    conversation_.overt_sign(derived, category, now, visit.steps);
    // The random ranker knows no weights: whatever was offered there would come to nothing.
    if (!visit.offered && policy_.ranker != static_cast<int>(Ranker::random) &&
        prompts_.may_offer(gate_.prompts(user), hours, visit.asked) &&
        conversation_.opens(derived, category, item, again, signs, now, visit.steps))
        visit.waited = 0;
}

/// A complaint about topics names none: it speaks against each on the slate by its share of the places. Only
/// the one that is then most believed unwanted can be spoken of.
void Recommender::take_complaint(Worker& worker, OpenVisit& visit, Pattern said, double hours) {
    DerivedState& derived = *gate_.derived(visit.request.user);
    if (!visit.familiar_known) find_familiar(worker, visit);
    std::array<int, max_categories> places{};
    for (int rank = 0; rank < visit.slate.count; ++rank)
        ++places[visit.slate.category[static_cast<std::size_t>(rank)]];
    // One of them may be lowered: a complaint is one step, and keeps to the bounds of one.
    const auto before = derived.category_weight;
    std::optional<CategoryId> meant;
    Dissatisfaction::Taken taken_of;
    std::array<float, max_categories> nats{};
    for (std::uint32_t c = 0; c < max_categories; ++c) {
        if (places[c] == 0) continue;
        const float share = static_cast<float>(places[c]) / static_cast<float>(visit.slate.count);
        const Dissatisfaction::Taken taken =
            dissatisfaction_.take(derived, CategoryId(c), Evidence::complaint, share);
        nats[c] = taken.nats;
        if (meant && derived.evidence[c] <= derived.evidence[meant->value]) continue;
        meant = CategoryId(c);
        taken_of = taken;
    }
    const auto heard = [&] {
        for (std::uint32_t c = 0; c < max_categories; ++c)
            if (nats[c] != 0)
                conversation_.heard(derived, CategoryId(c), nats[c], static_cast<float>(hours), visit.steps);
    };
    if (!meant) return;
    const float lowered = derived.category_weight[meant->value];
    derived.category_weight = before;
    derived.category_weight[meant->value] = lowered;
    if (taken_of.speakable) {
        const auto& noes = derived.noes[meant->value];
        const int said_no = std::accumulate(noes.begin(), noes.end(), 0);
        // No item was said no to, so no provider can be to blame.
        may_open(visit, derived, *meant, no_rejected_item,
                 said == Pattern::frustration || taken_of.again || said_no > 0, 1 + said_no, hours);
    }
    heard();
    if (taken_of.weight_change != 0)
        settle_change(visit, derived, *meant, before[meant->value], Cause::overt, hours);
    visit.stale = true;
}

bool Recommender::adapts(UserId user, Signal signal, Worker& worker) const {
    const Purpose purpose = gate_.adapts_under(user).value_or(Purpose::adjust_my_recommendations);
    return gate_.read_into_state(user, signal, purpose, Module::deescalation, worker.gate);
}

float Recommender::take_reason(Worker& worker, const FeedbackEvent& event, OpenVisit& visit, double hours) {
    const Response response = response_of(event);
    const float size = answer_size(policy_, response);
    DerivedState& derived = *gate_.derived(event.user);
    const CategoryId category = catalogue_->items[event.item.value].category;
    const float before = derived.category_weight[category.value];
    switch (annotation().of(response).effect) {
    case AnswerEffect::category_weight:
        dissatisfaction_.lower_category(derived, category, size);
        settle_change(visit, derived, category, before, Cause::wish, hours);
        break;
    case AnswerEffect::price_weight:
        dissatisfaction_.lower_price(derived, size);
        break;
    case AnswerEffect::time_weight:
        if (!adapts(event.user, Signal::day_part, worker)) return 0;
        dissatisfaction_.lower_hour(derived, category, day_part(hours), size, true);
        break;
    case AnswerEffect::none:
    case AnswerEffect::item_value:
    case AnswerEffect::satisfaction_estimate:
        return 0;
    }
    visit.stale = true; // the rest of this visit shall feel it
    return derived.category_weight[category.value] - before;
}

} // namespace attune
