// Everything the recommender keeps about a person, in one aligned record. Records are private to the Gate
// (gate.h), the only door to them.
#pragma once

#include "core/base/ids.h"
#include "core/catalogue/catalogue.h"
#include "core/consent/person_consent.h"
#include "core/recommender/deescalation/episode.h"
#include "core/recommender/deescalation/evidence.h"
#include "core/recommender/feedback/pipeline.h"
#include "core/recommender/prompting/prompt.h"
#include "core/recommender/ranking/kernels.h"

#include <array>
#include <cstdint>
#include <vector>

namespace attune {

constexpr int block_size = 64; ///< people per block: part of the format, it orders every sum
constexpr int history_length = 48;

/// One thing a person did with an item, as the model learns from it: 8 bytes.
struct HistoryEntry {
    std::uint32_t packed = 0; ///< item in the low 24 bits, Signal in the next 5, what it is kept for above
    std::uint16_t day = 0;
    std::int8_t target = 0;  ///< in 1/32 nat
    std::uint8_t weight = 0; ///< in 1/64

    HistoryEntry() = default;
    HistoryEntry(std::uint32_t item, Signal signal)
        : packed(item | static_cast<std::uint32_t>(signal) << 24U) {}
    std::uint32_t item() const { return packed & 0xFFFFFFU; }
    Signal signal() const { return static_cast<Signal>((packed >> 24U) & 31U); }

    /// The purposes whose consent stood when this was captured and has stood since: only they may use it.
    static constexpr std::array<Purpose, 2> purposes = {Purpose::adjust_my_recommendations,
                                                        Purpose::improve_models};
    bool kept_for(Purpose purpose) const { return (packed & bit_of(purpose)) != 0; }
    bool kept_for_any() const { return (packed >> 29U) != 0; }
    void keep_for(Purpose purpose, bool keep) {
        packed = keep ? packed | bit_of(purpose) : packed & ~bit_of(purpose);
    }

    float target_value() const { return static_cast<float>(target) * (1.0F / 32.0F); }
    float weight_value() const { return static_cast<float>(weight) * (1.0F / 64.0F); }

private:
    static constexpr std::uint32_t bit_of(Purpose purpose) {
        return purpose == purposes[0] ? 1U << 29U : purpose == purposes[1] ? 1U << 30U : 0U;
    }
};

/// A category that a person does not want at a part of the day.
struct OffHour {
    float weight = 0; ///< <= 0, nat, as of `weights_at`
    std::uint8_t category = 0;
    std::uint8_t part = 0; ///< quarter of the day, from midnight
    bool said = false;     ///< by the person, not inferred
    float since = 0;       ///< hours
};

/// What a person has said no to and what therefore stays away for a while.
struct KeptAway {
    struct Item {
        std::uint32_t item = 0;
        float until = -1.0e6F; ///< hours
    };
    struct Source {
        std::uint32_t provider = 0;
        float until = -1.0e6F; ///< hours
    };
    std::array<Item, 16> items{};    ///< the one that would come back first makes room
    std::array<Source, 4> sources{}; ///< likewise
    float latest = -1.0e6F;          ///< hours; nothing is kept away after
};

/// Tries near an item that was said no to, to learn what it was about it: others of its category, others of
/// its provider.
struct NearTries {
    std::uint32_t item = 0, provider = 0;
    std::uint8_t category = 0;
    std::uint8_t slates_left = 0;
    std::uint8_t of_category = 0, of_provider = 0; ///< picked since
};

constexpr float excluded_hours = 14 * 24; ///< de-escalation proposal, section 7

/// What it was not: tried and liked, and left in peace for a while.
struct Excluded {
    float until = -1.0e6F; ///< hours
    bool topic = false;    ///< the category, else the provider
    std::uint32_t which = 0;
};

/// How far one step has moved the mix of categories.
struct MixMove {
    float hours = -1.0e6F;
    float variation = 0; ///< total variation
};

/// Signs that nothing fits just now, and the person's own habits with them.
struct Restlessness {
    float level = 0; ///< evidence, nat, as of `weights_at`
    float slates = 0, searches = 0;
};

/// State derived from a person's signals under adjust_my_recommendations: gone with that consent. Under
/// adjust_this_session alone it is gone with the visit.
struct DerivedState {
    alignas(16) std::array<float, factor_count> vector{}; ///< folded-in factors, or category affinities
    std::array<float, max_categories> category_weight{};  ///< l_c <= 0, nat, as of `weights_at`
    std::array<float, max_categories> evidence{};         ///< L_c - L_0, nat, as of `weights_at`
    float weights_at = 0;                                 ///< hours
    float price_weight = 0;             ///< <= 0, nat for each e-fold of price, as of `weights_at`
    std::array<OffHour, 4> off_hours{}; ///< from "wrong time", the weakest makes room
    // Own base rates, for evidence weights (running counts).
    float examined = 0;
    float picks = 0;
    float consumed = 0;
    float quick_skips = 0;
    float completed = 0;
    float taps = 0;
    // What the person has seen lately, decayed.
    std::array<float, max_categories> seen{};   ///< items, by category
    std::array<float, max_categories> chosen{}; ///< of them, picked
    float seen_all = 0;                         ///< items
    float visits = 0;
    // What the weights rest on.
    std::array<Basis, max_categories> basis{};
    std::array<float, max_categories> lowered_at{}; ///< hours, where the weight is below 0
    std::uint32_t asked_for = 0; ///< categories whose weight the person has asked for, one bit each
    float price_since = 0;       ///< hours, where price_weight is below 0
    float further = 0;           ///< >= 0, nat, as of `weights_at`: see Dissatisfaction::further()
    float further_since = 0;     ///< hours, where it is above 0
    Restlessness restless;
    // The answer to overt dissatisfaction.
    std::uint32_t frozen = 0; ///< categories about which silent signs say nothing for now, one bit each
    std::uint8_t episodes_open = 0;
    std::array<Episode, episodes_kept> episodes{};
    std::array<OfferMade, offers_remembered> offers{};
    KeptAway kept_away;
    /// Overt signs against a category by quarter of the day, while the belief that they raised lasts.
    std::array<std::array<std::uint8_t, 4>, max_categories> noes{};
    std::array<MixMove, 6> moves{};
    NearTries near;
    std::array<Excluded, 4> excluded{};
    std::uint32_t at_peace = 0; ///< categories among them, one bit each, as of the visit
    /// The vector as it was over the last weeks without contradictions; what lists rest on during one.
    std::array<float, factor_count> stable{};
    float stable_at = -1; ///< hours; < 0 before there is one
};

/// When and how often a person was asked and answered, for caps and forms of questions only
/// (deliver_service).
struct PromptRecord {
    float last_hours = -1.0e6F;
    std::array<std::uint8_t, 7> per_day{}; ///< prompts on each of the last seven days, by day modulo 7
    std::int16_t last_day = -7;
    bool opted_out = false;
    std::uint8_t unanswered = 0;   ///< prompts in a row without an answer
    std::uint8_t channels_off = 0; ///< forms of questions turned off, one bit each
    std::uint8_t answers = 0;      ///< questions answered, up to most_answers
    std::array<float, channel_count> last_of_channel = {-1.0e6F, -1.0e6F, -1.0e6F};
    // Offers after an overt sign of dissatisfaction.
    std::array<std::uint8_t, 7> offers{}; ///< as per_day
    float quiet_until = -1.0e6F;          ///< hours; no question of any kind before
    bool offers_off = false;              ///< the person wants none
    bool few_words = false;               ///< the person wants no explanations
};

/// A pick that has not been counted yet for what is popular; kept for improve_models alone.
struct WaitingPick {
    UserId user;
    ItemId item;
    std::uint16_t day = 0;
};

struct alignas(64) UserRecord {
    DerivedState derived;
    std::array<HistoryEntry, history_length> history{};
    PerUserFeedbackState feedback; ///< keys and frequencies of the feedback pipeline
    PromptRecord prompts;
    std::uint32_t slates_shown = 0;
    std::int32_t cut_guess = 0; ///< last selection threshold: saves time, changes nothing
    std::uint16_t history_size = 0;
    std::uint16_t history_next = 0;
    PersonConsent consent;
};

} // namespace attune
