// What the recommender says and does when somebody has shown dissatisfaction: what is kept away, offers, what
// was chosen, what is promised. Without the consent to adjust, an item is hidden for the visit and no more.
#include "core/base/day_part.h"
#include "core/recommender/deescalation/wording.h"
#include "core/recommender/ranking/expected_share.h"
#include "core/recommender/recommender.h"

#include <algorithm>
#include <cassert>

namespace attune {
namespace {

constexpr int longest_wait = 3;         ///< slates; de-escalation proposal, section 5
constexpr float low_confidence = 0.35F; ///< section 4

/// The place of what comes back first.
template <typename Kept, std::size_t n>
Kept& first_back(std::array<Kept, n>& kept) {
    return *std::min_element(kept.begin(), kept.end(),
                             [](const Kept& a, const Kept& b) { return a.until < b.until; });
}

} // namespace

void Recommender::keep_away(Worker& worker, OpenVisit& visit, const FeedbackEvent& event, double hours) {
    const UserId user = visit.request.user;
    const bool mute = event.kind == FeedbackKind::muted;
    const int days = mute ? policy_.pause_days : policy_.item_days;
    if (event.user != user || days == 0 || (event.kind != FeedbackKind::not_interested && !mute) ||
        event.item.value >= catalogue_->items.size() ||
        !gate_.read_into_state(user, signal_of(event.kind), Purpose::adjust_my_recommendations,
                               Module::ranking, worker.gate))
        return;
    KeptAway& kept = gate_.derived(user)->kept_away;
    const auto until = static_cast<float>(hours + days * 24.0);
    if (mute) {
        const std::uint32_t provider = catalogue_->items[event.item.value].provider.value;
        const auto known =
            std::find_if(kept.sources.begin(), kept.sources.end(), [&](const KeptAway::Source& one) {
                return one.provider == provider && one.until > -1.0F;
            });
        (known != kept.sources.end() ? *known : first_back(kept.sources)) = {provider, until};
    } else {
        const auto known = std::find_if(kept.items.begin(), kept.items.end(), [&](const KeptAway::Item& one) {
            return one.item == event.item.value && one.until > -1.0F;
        });
        (known != kept.items.end() ? *known : first_back(kept.items)) = {event.item.value, until};
        find_familiar(worker, visit); // the provider of what was just rejected is no longer
        lower_alike(visit, std::span(&event.item.value, 1));
    }
    kept.latest = std::max(kept.latest, until);
}

void Recommender::hide_kept_away(Worker& worker, OpenVisit& visit) {
    const UserId user = visit.request.user;
    visit.kept_away.reset();
    const DerivedState* derived = std::as_const(gate_).derived(user);
    const auto now = static_cast<float>(visit.request.hours);
    if (!derived || derived->kept_away.latest <= now) return;
    const auto may = [&](Signal signal) {
        return gate_.read(user, signal, Purpose::adjust_my_recommendations, Module::ranking, worker.gate);
    };
    const bool items = may(Signal::not_interested), sources = may(Signal::source_pause);
    const KeptAway& kept = derived->kept_away;
    if (items) {
        std::array<std::uint32_t, std::tuple_size_v<decltype(kept.items)>> rejected;
        std::size_t count = 0;
        for (const KeptAway::Item& one : kept.items)
            if (one.until > now) rejected[count++] = one.item;
        if (!visit.familiar_known) find_familiar(worker, visit);
        lower_alike(visit, std::span(rejected).first(count));
    }
    Candidates& candidates = visit.candidates;
    for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j) {
        const std::uint32_t item = candidates.item[j];
        const std::uint32_t provider = catalogue_->items[item].provider.value;
        const bool away =
            (items &&
             std::any_of(kept.items.begin(), kept.items.end(),
                         [&](const KeptAway::Item& one) { return one.item == item && one.until > now; })) ||
            (sources &&
             std::any_of(kept.sources.begin(), kept.sources.end(), [&](const KeptAway::Source& one) {
                 return one.provider == provider && one.until > now;
             }));
        if (!away) continue;
        candidates.set_state(j, Candidates::hidden);
        visit.kept_away.set(j);
    }
}

/// Writes down that a step is about to be applied, or was taken back.
void Recommender::write_step(UserId user, TrailKind kind, double hours) const {
    Witness* writes = gate_.witness(user);
    if (writes == nullptr) return;
    writes->at(user, hours);
    writes->write(user, {.kind = kind, .purpose = Purpose::adjust_my_recommendations});
}

bool Recommender::undo_item(UserId user, ItemId item) {
    DerivedState* derived = gate_.derived(user);
    if (!derived) return false;
    for (KeptAway::Item& one : derived->kept_away.items) {
        if (one.item != item.value || one.until < 0) continue;
        write_step(user, TrailKind::undone);
        one = {};
        return true;
    }
    return false;
}

bool Recommender::undo_choice(UserId user, CategoryId category, double hours) {
    DerivedState* derived = gate_.derived(user);
    if (!derived) return false;
    LoopSteps steps; // nobody is visiting
    const auto undone = conversation_.undo(*derived, category, static_cast<float>(hours), steps);
    if (!undone) return false;
    write_step(user, TrailKind::undone, hours);
    if (undone->choice == OfferChoice::pause_source) {
        const std::uint32_t provider = catalogue_->items[undone->item.value].provider.value;
        for (KeptAway::Source& one : derived->kept_away.sources)
            if (one.provider == provider) one = {};
    }
    return true;
}

std::optional<CategoryId> Recommender::other_topic(const OpenVisit& visit, CategoryId unwanted) const {
    // The category that would come next by its best item, of those that nothing speaks against.
    const DerivedState* derived = std::as_const(gate_).derived(visit.request.user);
    std::optional<CategoryId> best;
    std::int32_t best_score = 0;
    const Candidates& candidates = visit.candidates;
    for (std::size_t j = 0; j < static_cast<std::size_t>(candidates.count); ++j) {
        const CategoryId category(candidates.category[j]);
        if (category == unwanted || candidates.state[j] == Candidates::hidden ||
            derived->category_weight[category.value] < 0)
            continue;
        if (best && candidates.score[j] <= best_score) continue;
        best = category;
        best_score = candidates.score[j];
    }
    return best;
}

std::optional<Offer> Recommender::offer(Worker& worker, OpenVisit& visit, double hours) {
    const UserId user = visit.request.user;
    if (!conversation_.enabled() || gate_.adapts_under(user) != Purpose::adjust_my_recommendations)
        return std::nullopt;
    DerivedState& derived = *gate_.derived(user);
    Episode* episode = conversation_.waiting(derived);
    if (visit.offered || (visit.asked > 0 && visit.asked_on == visit.slates)) return std::nullopt;
    if (!episode) return ask_direction(worker, visit, derived, hours);
    PromptRecord& record = gate_.prompts(user);
    const AskMoment moment{.kind = AskMoment::Kind::slate_over, .objected = true};
    if (!gate_.read(user, Signal::prompt_event, Purpose::deliver_service, Module::prompting, worker.gate) ||
        !prompts_.may_offer(record, hours, visit.asked) ||
        receptivity(moment, record, hours) < receptive_from) {
        if (++visit.waited >= longest_wait)
            conversation_.missed(derived, *episode, static_cast<float>(hours), visit.steps);
        return std::nullopt;
    }
    prompts_.book_offer(record, hours);
    ++visit.asked;
    visit.asked_on = visit.slates;
    visit.offered = true;
    conversation_.shown(derived, *episode, static_cast<float>(hours), visit.steps);
    const CategoryId category(episode->category);
    const bool of_item = episode->item != no_rejected_item;
    const std::uint32_t provider = of_item ? catalogue_->items[episode->item.value].provider.value : 0;
    const bool liked =
        std::any_of(derived.excluded.begin(), derived.excluded.end(), [&](const Excluded& one) {
            return !one.topic && one.which == provider && static_cast<double>(one.until) > hours;
        });
    const bool little_known = Dissatisfaction::confidence(derived, category) < low_confidence;
    const CopyStyle wanted = record.few_words ? CopyStyle::plain : conversation_.style();
    return Offer{.pattern = episode->pattern,
                 .style = backed_style(wanted, episode->pattern, of_item, little_known),
                 .category = category,
                 .other = other_topic(visit, category),
                 .item = episode->item,
                 .may_pause = of_item && !liked,
                 .little_known = little_known};
}

/// The one question after a search or a complaint for which no topic is to blame: which way to go. Nothing is
/// lowered unless it is answered.
std::optional<Offer> Recommender::ask_direction(Worker& worker, OpenVisit& visit, DerivedState& derived,
                                                double hours) {
    const UserId user = visit.request.user;
    if (!visit.overt_end || policy_.ranker == static_cast<int>(Ranker::random)) return std::nullopt;
    float highest = 0, best_known = 0;
    for (std::uint32_t c = 0; c < catalogue_->categories.size(); ++c) {
        highest = std::max(highest, dissatisfaction_.belief(derived, CategoryId(c)));
        best_known = std::max(best_known, Dissatisfaction::confidence(derived, CategoryId(c)));
    }
    if (!mismatch_.asks(derived, highest)) return std::nullopt;
    PromptRecord& record = gate_.prompts(user);
    const AskMoment moment{.kind = AskMoment::Kind::slate_over, .objected = true};
    if (!gate_.read(user, Signal::prompt_event, Purpose::deliver_service, Module::prompting, worker.gate) ||
        !prompts_.may_offer(record, hours, visit.asked) ||
        receptivity(moment, record, hours) < receptive_from)
        return std::nullopt;
    prompts_.book_offer(record, hours);
    ++visit.asked;
    visit.asked_on = visit.slates;
    visit.offered = true;
    const bool little_known = best_known < low_confidence;
    const CopyStyle wanted = record.few_words ? CopyStyle::plain : conversation_.style();
    return Offer{.pattern = Pattern::misalignment,
                 .style = backed_style(wanted, Pattern::misalignment, false, little_known),
                 .may_pause = false,
                 .little_known = little_known};
}

/// The next list goes the way that was chosen. What holds it together fades by clock like all else.
void Recommender::take_direction(Worker& worker, OpenVisit& visit, DerivedState& derived,
                                 OfferChoice choice) const {
    constexpr float cheaper_by = -0.4F; ///< nat for each e-fold of price
    constexpr float further_by = 0.5F;  ///< nat
    constexpr float later_by = -0.5F;   ///< nat, at this part of the day
    constexpr int most_topics = 3;
    Mismatch::settled(derived);
    if (choice == OfferChoice::cheaper) dissatisfaction_.lower_price(derived, cheaper_by);
    if (choice == OfferChoice::bolder) dissatisfaction_.go_further(derived, further_by);
    if (choice != OfferChoice::later || !adapts(visit.request.user, Signal::day_part, worker)) return;
    // What the list just left was mostly made of.
    std::array<int, max_categories> places{};
    for (int rank = 0; rank < visit.slate.count; ++rank)
        ++places[visit.slate.category[static_cast<std::size_t>(rank)]];
    const int part = day_part(visit.request.hours);
    for (int n = 0; n < most_topics; ++n) {
        const auto most = std::max_element(places.begin(), places.end());
        if (*most < 2) break;
        dissatisfaction_.lower_hour(derived, CategoryId(static_cast<std::uint32_t>(most - places.begin())),
                                    part, later_by, true);
        *most = 0;
    }
}

namespace {

/// Expected share of a category in lists without all that was taken from it and items like the rejected one,
/// and with it.
struct Shares {
    double usual = 0, now = 0;
};

/// `weight` of the category; the scores of the visit hold all of it but `last`.
Shares expected_shares(const Policy& policy, const OpenVisit& visit, CategoryId category, float weight,
                       float last) {
    const auto temperature = static_cast<float>(policy.temperature);
    const auto exploration = static_cast<float>(policy.exploration_share);
    Candidates untouched = visit.candidates;
    for (std::size_t j = 0; j < static_cast<std::size_t>(untouched.count); ++j)
        untouched.score[j] -= visit.alike[j];
    const Spared* spared = visit.familiar_known ? &visit.familiar : nullptr;
    Shares shares{.usual =
                      expected_share(untouched, category, last - weight, temperature, exploration, spared)};
    if (shares.usual > 0)
        shares.now = expected_share(visit.candidates, category, last, temperature, exploration, spared);
    return shares;
}

} // namespace

Promise Recommender::promise(const DerivedState& derived, const OpenVisit& visit, CategoryId category,
                             float weight_change) const {
    // What is promised is what the whole weight brings, not its last change alone.
    const Shares shares =
        expected_shares(policy_, visit, category, derived.category_weight[category.value], weight_change);
    if (shares.usual <= 0) return {};
    const double before = Conversation::share_of(derived, category).value_or(shares.usual);
    if (before <= 0) return {};
    return promise_of(before, before * shares.now / shares.usual, Conversation::seen_per_visit(derived));
}

Answered Recommender::choose(Worker& worker, OpenVisit& visit, const Offer& offer, OfferChoice choice,
                             double hours) {
    const UserId user = visit.request.user;
    Answered answered{.choice = choice};
    DerivedState* derived = gate_.derived(user);
    if (!derived) return answered; // the consent went while the offer stood there
    if (offer.pattern == Pattern::misalignment) {
        PromptRecord& asked = gate_.prompts(user);
        if (!accepts(choice))
            asked.quiet_until = static_cast<float>(hours) + conversation_.rest_after_decline();
        if (choice == OfferChoice::stop) asked.offers_off = true;
        if (accepts(choice) && !is_direction(choice))
            answered.choice = OfferChoice::decline; // no answer to it
        if (!is_direction(choice) || gate_.adapts_under(user) != Purpose::adjust_my_recommendations ||
            !adapts(user, Signal::survey, worker))
            return answered;
        write_step(user, TrailKind::adjusted, hours);
        take_direction(worker, visit, *derived, choice);
        visit.stale = true; // the next slate of this visit shows it
        return answered;
    }
    // No answer to this question, or one that the matrix in force lets nobody use.
    if (is_direction(choice) || (choice == OfferChoice::pause_source && offer.item == no_rejected_item) ||
        (accepts(choice) && !adapts(user, Signal::survey, worker)))
        choice = answered.choice = OfferChoice::decline;
    const auto found =
        std::find_if(derived->episodes.begin(), derived->episodes.end(), [&](const Episode& episode) {
            return episode.state == LoopState::clarify && episode.category == offer.category.value;
        });
    if (found == derived->episodes.end()) return answered;
    const auto now = static_cast<float>(hours);
    PromptRecord& record = gate_.prompts(user);
    // Who wants none of it is left alone at least as long as who says "no thanks".
    if (!accepts(choice)) record.quiet_until = now + conversation_.rest_after_decline();
    if (choice == OfferChoice::stop) record.offers_off = true;
    const CategoryId category = offer.category;
    const float before = derived->category_weight[category.value];
    if (accepts(choice)) {
        if (!visit.familiar_known) find_familiar(worker, visit);
        write_step(user, TrailKind::adjusted, hours);
    }
    conversation_.choose(*derived, *found, choice, offer.other, dissatisfaction_, now, visit.steps);
    if (!accepts(choice)) return answered;
    answered.weight_change = settle_change(visit, *derived, category, before, Cause::wish, hours);
    found->weight_after = derived->category_weight[category.value];
    if (choice == OfferChoice::pause_source) {
        const FeedbackEvent pause{.user = user, .item = offer.item, .kind = FeedbackKind::muted};
        keep_away(worker, visit, pause, hours);
    } else {
        const Shares shares =
            expected_shares(policy_, visit, category, found->weight_after, answered.weight_change);
        answered.share_before = static_cast<float>(shares.usual);
        answered.share_after = static_cast<float>(shares.now);
        if (policy_.say_when) {
            answered.promise = promise(*derived, visit, category, answered.weight_change);
            conversation_.promised(*found, answered.promise);
        }
    }
    visit.stale = true; // the next slate of this visit shows it
    return answered;
}

} // namespace attune
