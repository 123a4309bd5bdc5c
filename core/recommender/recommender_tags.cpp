// The list of what is changed about one person's lists, read from the state itself, so that it cannot say
// anything else than what is done; and how each is taken back. De-escalation proposal, section 7.
#include "core/base/named.h"
#include "core/base/portable_math.h"
#include "core/recommender/recommender.h"

#include <algorithm>

namespace attune {
namespace {

constexpr float day = 24;                  ///< hours
constexpr float fallback_hours = 14 * day; ///< as in conversation.cpp

/// Hours until a weight that halves in `half_life` days counts as recovered.
float hours_left(float weight, double half_life) {
    const float size = weight < 0 ? -weight : weight;
    return static_cast<float>(half_life) * day * portable_log(size / least_weight) * 1.44269504F;
}

bool lowered(float weight) {
    return weight <= -least_weight;
}

} // namespace

std::string_view name(TagKind kind) {
    constexpr std::array<std::string_view, tag_kind_count> names = {
        "item_away",        "source_paused",       "category_lowered",
        "category_raised",  "wrong_time",          "more_budget_friendly",
        "more_adventurous", "hypothesis_excluded", "fallback_stable"};
    return name_in(names, kind);
}

std::string_view name(TagAuthor author) {
    constexpr std::array<std::string_view, tag_author_count> names = {"user", "inferred"};
    return name_in(names, author);
}

std::vector<Tag> Recommender::tags(UserId user, double hours) const {
    std::vector<Tag> tags;
    const DerivedState* stored = gate_.derived(user);
    if (!stored) return tags;
    DerivedState state = *stored;
    const auto now = static_cast<float>(hours);
    dissatisfaction_.advance(state, now);
    for (const KeptAway::Item& one : state.kept_away.items)
        if (one.until > now)
            tags.push_back({.kind = TagKind::item_away,
                            .author = TagAuthor::user,
                            .which = one.item,
                            .since = one.until - static_cast<float>(policy_.item_days) * day,
                            .until = one.until});
    for (const KeptAway::Source& one : state.kept_away.sources)
        if (one.until > now)
            tags.push_back({.kind = TagKind::source_paused,
                            .author = TagAuthor::user,
                            .which = one.provider,
                            .since = one.until - static_cast<float>(policy_.pause_days) * day,
                            .until = one.until});
    for (std::uint32_t c = 0; c < catalogue_->categories.size(); ++c) {
        const float weight = state.category_weight[c];
        if (!lowered(weight) && weight < least_weight) continue;
        const CategoryId category(c);
        Tag tag{.kind = weight < 0 ? TagKind::category_lowered : TagKind::category_raised,
                .author =
                    weight > 0 || ((state.asked_for >> c) & 1U) != 0 ? TagAuthor::user : TagAuthor::inferred,
                .which = c,
                .strength = weight,
                .since = state.lowered_at[c],
                .belief = dissatisfaction_.belief(state, category),
                .confidence = Dissatisfaction::confidence(state, category)};
        if (weight > 0 || tag.belief < 0.5F) tag.until = now + hours_left(weight, policy_.recovery_half_life);
        if (weight < 0)
            tag.sign_count = static_cast<std::uint8_t>(state.basis[c].strongest(tag.signs).size());
        tags.push_back(tag);
    }
    for (const OffHour& off : state.off_hours)
        if (lowered(off.weight))
            tags.push_back({.kind = TagKind::wrong_time,
                            .author = off.said ? TagAuthor::user : TagAuthor::inferred,
                            .which = off.category,
                            .part = off.part,
                            .strength = off.weight,
                            .since = off.since,
                            .until = now + hours_left(off.weight, policy_.recovery_half_life)});
    if (lowered(state.price_weight))
        tags.push_back({.kind = TagKind::more_budget_friendly,
                        .author = TagAuthor::user,
                        .strength = state.price_weight,
                        .since = state.price_since,
                        .until = now + hours_left(state.price_weight, policy_.recovery_half_life)});
    if (state.further >= least_weight)
        tags.push_back({.kind = TagKind::more_adventurous,
                        .author = TagAuthor::user,
                        .strength = state.further,
                        .since = state.further_since,
                        .until = now + hours_left(state.further, policy_.recovery_half_life)});
    for (const Excluded& one : state.excluded)
        if (one.until > now)
            tags.push_back({.kind = TagKind::hypothesis_excluded,
                            .which = one.which,
                            .of_topic = one.topic,
                            .since = one.until - excluded_hours,
                            .until = one.until});
    for (const Episode& episode : state.episodes)
        if (episode.state == LoopState::fallback)
            tags.push_back({.kind = TagKind::fallback_stable,
                            .which = episode.category,
                            .since = episode.since,
                            .until = std::max(episode.since + fallback_hours, now)});
    return tags;
}

bool Recommender::undo_tag(UserId user, const Tag& tag, double hours) {
    DerivedState* state = gate_.derived(user);
    if (!state) return false;
    const auto now = static_cast<float>(hours);
    switch (tag.kind) {
    case TagKind::item_away:
        return undo_item(user, ItemId(tag.which));
    case TagKind::source_paused:
        for (KeptAway::Source& one : state->kept_away.sources) {
            if (one.provider != tag.which || one.until <= now) continue;
            one = {};
            return true;
        }
        return false;
    case TagKind::category_lowered:
    case TagKind::category_raised:
    case TagKind::fallback_stable: {
        if (tag.which >= catalogue_->categories.size()) return false;
        const CategoryId category(tag.which);
        const bool was = state->category_weight[tag.which] != 0 || state->evidence[tag.which] != 0;
        undo_choice(user, category, hours);
        LoopSteps steps; // nobody is visiting
        conversation_.end(*state, category, now, steps);
        Dissatisfaction::forget(*state, category);
        return was;
    }
    case TagKind::wrong_time:
        for (OffHour& off : state->off_hours) {
            if (off.category != tag.which || off.part != tag.part || !(off.weight < 0)) continue;
            const bool inferred = !off.said;
            off = {};
            if (inferred) Dissatisfaction::forget(*state, CategoryId(tag.which));
            return true;
        }
        return false;
    case TagKind::more_budget_friendly:
        return std::exchange(state->price_weight, 0.0F) < 0;
    case TagKind::more_adventurous:
        return std::exchange(state->further, 0.0F) > 0;
    case TagKind::hypothesis_excluded:
        for (Excluded& one : state->excluded) {
            if (one.which != tag.which || one.topic != tag.of_topic || one.until <= now) continue;
            one = {};
            return true;
        }
        return false;
    }
    return false;
}

} // namespace attune
