#include "core/recommender/feedback/pipeline.h"

#include "core/base/random.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

namespace attune {
namespace {

constexpr std::uint32_t kind_bits = 15; ///< of Entry::rest
static_assert(feedback_kind_count <= 1 + static_cast<int>(kind_bits));

RecentEvents::Entry entry_of(const FeedbackEvent& event) {
    // Adding 0 makes -0 and 0 one value, as they are for ==.
    const std::uint64_t rest =
        mix64((std::uint64_t{event.slate} << 32) | std::bit_cast<std::uint32_t>(event.value + 0.0F));
    return {event.key, event.hours, event.item.value,
            (static_cast<std::uint32_t>(rest >> 32) & ~kind_bits) | static_cast<std::uint32_t>(event.kind)};
}

Quarantine against_recent(const FeedbackEvent& event, const RecentEvents& recent) {
    if (recent.known == 0) return Quarantine::none;
    const RecentEvents::Entry own = entry_of(event);
    bool burst = false;
    for (std::size_t i = 0; i < recent.known; ++i) {
        const RecentEvents::Entry& other = recent.entries[i];
        if (other.key == own.key)
            return other == own ? Quarantine::duplicate_key : Quarantine::contradictory_key;
        burst = burst || (other.item == own.item && ((other.rest ^ own.rest) & kind_bits) == 0 &&
                          within_burst(other.hours, own.hours));
    }
    return burst ? Quarantine::burst : Quarantine::none;
}

void remember(const FeedbackEvent& event, RecentEvents& recent) {
    if (recent.known < RecentEvents::capacity) {
        recent.entries[recent.known++] = entry_of(event);
        return;
    }
    const auto oldest = std::ranges::min_element(recent.entries, {}, &RecentEvents::Entry::hours);
    if (event.hours >= oldest->hours) *oldest = entry_of(event);
}

Quarantine against_batch(const FeedbackEvent& event, std::span<const FeedbackEvent> kept) {
    bool burst = false;
    for (const FeedbackEvent& other : kept) {
        if (other.key == event.key)
            return other == event ? Quarantine::duplicate_key : Quarantine::contradictory_key;
        burst = burst || (other.item == event.item && other.kind == event.kind &&
                          within_burst(other.hours, event.hours));
    }
    return burst ? Quarantine::burst : Quarantine::none;
}

/// A key is stronger evidence than a burst, wherever it is found.
Quarantine stronger(Quarantine a, Quarantine b) {
    if (a == Quarantine::none || (a == Quarantine::burst && b != Quarantine::none)) return b;
    return a;
}

void note(Quarantine reason, std::size_t i, QuarantineCounts& refused, std::span<Quarantine> reasons) {
    if (reason != Quarantine::none) ++at(refused, reason);
    if (!reasons.empty()) reasons[i] = reason;
}

} // namespace

bool may_enter(Signal signal, const FeedbackConsent& consent, const EntryTerms& terms) {
    return terms.matrix->keepers(signal, terms.purposes, consent.state) != 0;
}

bool may_enter(Signal signal, const FeedbackConsent& consent, double hours, const EntryTerms& terms) {
    std::uint32_t keepers = terms.matrix->keepers(signal, terms.purposes, consent.state);
    for (; keepers != 0; keepers &= keepers - 1)
        if (hours >= consent.since[static_cast<std::size_t>(std::countr_zero(keepers))]) return true;
    return false;
}

Quarantine check(const FeedbackEvent& event, const CleaningRules& rules) {
    if (event.user.value >= rules.users) return Quarantine::unknown_user;
    if (event.user != rules.sender) return Quarantine::other_user;
    if (static_cast<int>(event.kind) >= feedback_kind_count) return Quarantine::unknown_kind;
    const Signal signal = signal_of(event.kind);
    if (!may_enter(signal, rules.consent, rules.terms)) return Quarantine::no_consent;
    if (event.item.value >= rules.items) return Quarantine::unknown_item;
    if (!std::isfinite(event.value)) return Quarantine::value_not_finite;
    const float most = event.kind == FeedbackKind::consumed || event.kind == FeedbackKind::stars ? 1.0F
                       : event.kind == FeedbackKind::reason || event.kind == FeedbackKind::own_words
                           ? value_of_reason(static_cast<Reason>(reason_count - 1))
                           : 0.0F;
    if (event.value < 0.0F || event.value > most) return Quarantine::value_out_of_range;
    if (!std::isfinite(event.hours)) return Quarantine::time_not_finite;
    if (event.hours < 0) return Quarantine::time_negative;
    if (event.hours > rules.arrival) return Quarantine::time_in_future;
    if (rules.arrival - event.hours > rules.window) return Quarantine::too_late;
    if (!may_enter(signal, rules.consent, event.hours, rules.terms)) return Quarantine::no_consent;
    return Quarantine::none;
}

std::size_t clean(std::span<const FeedbackEvent> events, const CleaningRules& rules,
                  std::span<FeedbackEvent> kept, QuarantineCounts& refused, std::span<Quarantine> reasons) {
    assert(kept.size() >= events.size() && (reasons.empty() || reasons.size() >= events.size()));
    std::size_t count = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const Quarantine reason = check(events[i], rules);
        note(reason, i, refused, reasons);
        if (reason == Quarantine::none) kept[count++] = events[i];
    }
    return count;
}

std::size_t dedupe(std::span<const FeedbackEvent> events, RecentEvents& recent, std::span<FeedbackEvent> kept,
                   QuarantineCounts& refused, std::span<Quarantine> reasons) {
    assert(kept.size() >= events.size() && (reasons.empty() || reasons.size() >= events.size()));
    std::size_t count = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const FeedbackEvent event = events[i];
        const Quarantine reason =
            stronger(against_recent(event, recent), against_batch(event, kept.first(count)));
        note(reason, i, refused, reasons);
        if (reason == Quarantine::none) kept[count++] = event;
    }
    for (const FeedbackEvent& event : kept.first(count))
        remember(event, recent);
    return count;
}

const Impression* find_impression(const FeedbackEvent& event, const ShownSlates& shown) {
    const std::span<const Impression> all = shown.impressions;
    if (all.empty() || event.slate < all.front().slate || event.slate > all.back().slate) return nullptr;
    auto first = all.begin();
    const std::uint64_t guess = std::uint64_t{event.slate - all.front().slate} * shown.slate_size;
    if (shown.slate_size > 0 && guess < all.size() && all[guess].slate == event.slate &&
        (guess == 0 || all[guess - 1].slate != event.slate))
        first += static_cast<std::ptrdiff_t>(guess);
    else
        first = std::ranges::lower_bound(all, event.slate, {}, &Impression::slate);
    for (; first != all.end() && first->slate == event.slate; ++first)
        if (first->item == event.item && first->user == event.user) return &*first;
    return nullptr;
}

std::size_t align(std::span<const FeedbackEvent> events, const ShownSlates& shown,
                  std::span<WeightedFeedback> kept, QuarantineCounts& refused,
                  std::span<Quarantine> reasons) {
    assert(kept.size() >= events.size() && (reasons.empty() || reasons.size() >= events.size()));
    std::size_t count = 0;
    for (std::size_t i = 0; i < events.size(); ++i) {
        const Impression* cause = find_impression(events[i], shown);
        const Quarantine reason = cause == nullptr                 ? Quarantine::orphan
                                  : events[i].hours < cause->hours ? Quarantine::before_impression
                                                                   : Quarantine::none;
        note(reason, i, refused, reasons);
        if (reason == Quarantine::none) kept[count++] = {events[i], cause->rank, cause->model_version, 0.0F};
    }
    return count;
}

VisitFeedback process_visit(const VisitContext& context, std::span<const FeedbackEvent> events,
                            RecentEvents& recent, PerUserFeedbackState& state,
                            std::span<FeedbackEvent> scratch, std::span<WeightedFeedback> accepted) {
    VisitFeedback result;
    std::size_t count = clean(events, context.rules, scratch, result.counts);
    count = dedupe(scratch.first(count), recent, scratch, result.counts);
    count = align(scratch.first(count), context.shown, accepted, result.counts);
    weigh(accepted.first(count), context.rules.arrival, context.weights, state);
    at(result.counts, Quarantine::none) = static_cast<std::uint32_t>(count);
    result.accepted = count;
    return result;
}

} // namespace attune
