// What is changed about one person's lists, and why: a closed list of tags, each with its basis, who made it,
// since when, until when, and an undo. De-escalation proposal, section 7.
#pragma once

#include "core/base/ids.h"
#include "core/recommender/deescalation/episode.h"
#include "core/recommender/deescalation/evidence.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace attune {

enum class TagKind : std::uint8_t {
    item_away,            ///< an item that was said no to
    source_paused,        ///< a provider
    category_lowered,     ///< a topic comes less often
    category_raised,      ///< a topic chosen instead of another
    wrong_time,           ///< a topic at one part of the day
    more_budget_friendly, ///< things that cost less
    more_adventurous,     ///< things further from what is usual
    hypothesis_excluded,  ///< tried and liked: not what the no was about
    fallback_stable       ///< signs contradict each other: lists rest on what was known before
};
constexpr int tag_kind_count = 9;
std::string_view name(TagKind kind);

enum class TagAuthor : std::uint8_t { user, inferred };
constexpr int tag_author_count = 2;
std::string_view name(TagAuthor author);

struct Tag {
    TagKind kind = TagKind::category_lowered;
    TagAuthor author = TagAuthor::inferred;
    /// What it is about: an item, a provider or a category; nothing for budget and adventure.
    std::uint32_t which = 0;
    bool of_topic = false; ///< hypothesis_excluded: `which` is a category, not a provider
    std::uint8_t part = 0; ///< wrong_time: quarter of the day, from midnight
    float strength = 0;    ///< nat, of weights; negative lowers
    float since = 0;       ///< hours
    /// Hours, when it will be over if nothing new comes; nothing where it waits for a belief to fade first.
    std::optional<float> until{};
    /// The basis, of what was inferred about a category: what spoke most against it, the strongest first.
    std::array<Sign, 3> signs{};
    std::uint8_t sign_count = 0;
    float belief = 0;     ///< in [0, 1], now, that the category is unwanted
    float confidence = 0; ///< in [0, 1], now, how well the category is known
};

} // namespace attune
