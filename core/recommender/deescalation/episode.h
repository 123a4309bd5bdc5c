// Where the answer to somebody's dissatisfaction stands: one episode for one category of one person, from the
// overt sign to its end. De-escalation proposal, section 6.
#pragma once

#include "core/base/ids.h"
#include "core/recommender/deescalation/evidence.h"
#include "core/recommender/deescalation/promise.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace attune {

enum class LoopState : std::uint8_t {
    stable,      ///< nothing is the matter; the place of an episode is free
    watch,       ///< silent evidence, small silent change
    acknowledge, ///< an overt sign: an offer waits for its moment
    clarify,     ///< the offer stands on the screen
    adjust,      ///< what was chosen is being applied
    verify,      ///< whether it helps is being counted
    cool_down,   ///< declined: no question of any kind for a while
    resolved,    ///< the category is rarer and nothing speaks against it any more
    fallback,    ///< the signs contradict each other: what was inferred fades
    opted_out    ///< no offers wanted
};
constexpr int loop_state_count = 10;
std::string_view name(LoopState state);

/// What kind of dissatisfaction it looks like; decides what is offered first.
enum class Pattern : std::uint8_t {
    disinterest, ///< one category is not wanted
    frustration, ///< the same category again, after an earlier no
    misalignment ///< nothing fits just now, and no category stands out
};
constexpr int pattern_count = 3;
std::string_view name(Pattern pattern);

/// What an offer can be answered with.
enum class OfferChoice : std::uint8_t {
    fewer,        ///< fewer like this
    other_topic,  ///< fewer of this, more of another
    pause_source, ///< nothing of this provider for a while
    cheaper,      ///< things that cost less
    bolder,       ///< things further from what is usual
    later,        ///< these at another time of the day
    decline,      ///< no thanks
    stop          ///< do not ask again
};
constexpr int offer_choice_count = 8;
std::string_view name(OfferChoice choice);
constexpr bool accepts(OfferChoice choice) {
    return choice < OfferChoice::decline;
}

/// Whether it is an answer to the question which way to go.
constexpr bool is_direction(OfferChoice choice) {
    return choice >= OfferChoice::cheaper && choice <= OfferChoice::later;
}

/// Of an episode that a complaint has opened.
constexpr ItemId no_rejected_item{0xFFFFFFFFU};

struct Episode {
    LoopState state = LoopState::stable;
    Pattern pattern = Pattern::disinterest;
    OfferChoice choice = OfferChoice::decline; ///< what was chosen, once something was
    std::uint8_t category = 0;
    std::uint8_t other = 0;     ///< category raised instead, where that was chosen
    std::uint8_t steps = 0;     ///< of the weight, at most two
    std::uint8_t visits = 0;    ///< ended since the one in which the promise was made
    std::uint8_t signs = 0;     ///< for and against, since it opened
    bool declined = false;      ///< the person said "no thanks"
    bool counting = false;      ///< the promise runs: from the visit after it on
    ItemId item;                ///< that was said no to, or no_rejected_item
    std::uint16_t seen = 0;     ///< items seen since the adjustment
    std::uint16_t hits = 0;     ///< ... of the category
    std::uint16_t due_seen = 0; ///< the same two, while the promise runs
    std::uint16_t due_hits = 0;
    float opened = 0;        ///< hours, of the overt sign
    float since = 0;         ///< hours, when the state was entered
    float before = unknown;  ///< share of the category among what was seen
    float balance = 0;       ///< sum of the evidence since it opened, nat
    float weighed = 0;       ///< ... of its sizes
    float weight_before = 0; ///< of the category, before what was chosen; nat
    float weight_after = 0;  ///< ... and after
    Promise promise;

    static constexpr float unknown = -1;

    bool open() const { return state != LoopState::stable; }
    /// Between acknowledgement and outcome.
    bool active() const { return state >= LoopState::acknowledge && state <= LoopState::verify; }
    /// Something was promised whose time has not come.
    bool promise_runs() const { return promise.made() && visits < promise.visits; }
};
constexpr int episodes_kept = 4;
/// The supervisor: at most so many of one person are active.
constexpr int most_active = 2;

/// An offer made, for the limit per category.
struct OfferMade {
    float hours = -1.0e6F;
    std::uint8_t category = 0;
};
constexpr int offers_remembered = 10;

/// One step of an episode, for whoever looks on.
struct LoopStep {
    LoopState from = LoopState::stable, to = LoopState::stable;
    Pattern pattern = Pattern::disinterest;
    CategoryId category;
    float hours = 0;
    ItemId item{};               ///< of an episode that opens: what was said no to
    std::array<Sign, 3> basis{}; ///< ... and what spoke most against the category; 0 nats where there is none
    bool promise_due = false;    ///< a promise was counted: kept or not
    bool promise_kept = false;
    float share = 0; ///< of the promise: what came
};
constexpr int loop_steps_kept = 16;

/// The steps of one visit since they were last collected: more than one visit can have are not kept.
struct LoopSteps {
    std::array<LoopStep, loop_steps_kept> step;
    int count = 0;
    void add(const LoopStep& one) {
        if (count < loop_steps_kept) step[static_cast<std::size_t>(count++)] = one;
    }
    LoopStep* last() { return count > 0 ? &step[static_cast<std::size_t>(count - 1)] : nullptr; }
};

} // namespace attune
