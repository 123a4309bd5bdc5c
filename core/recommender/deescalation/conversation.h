// The loop that answers an overt sign of dissatisfaction: it offers a small choice, applies it, counts
// whether it helps, and gives up gracefully. What is inferred quietly (dissatisfaction.h) goes on beside it
// and is the same for those who want no offers. De-escalation proposal, sections 5 to 7.
#pragma once

#include "core/recommender/deescalation/dissatisfaction.h"
#include "core/recommender/deescalation/episode.h"

#include <optional>
#include <span>

namespace attune {

/// How an acknowledgement is worded (resources/text, "copy.ack.<style>.<pattern>").
enum class CopyStyle : std::uint8_t { plain, explanatory, situation };
constexpr int copy_style_count = 3;
std::string_view name(CopyStyle style);

/// What stands on the screen: what was noticed, and at most three things to choose from beside "no thanks".
struct Offer {
    Pattern pattern = Pattern::disinterest;
    CopyStyle style = CopyStyle::plain;
    CategoryId category{};             ///< too much of this; nothing of a question which way to go
    std::optional<CategoryId> other{}; ///< could come instead
    ItemId item{};                     ///< that was said no to; its provider could rest
    bool may_pause = true;             ///< unless the provider was tried since, and liked
    bool little_known = false;         ///< the category is not well known of this person
};

/// What a choice led to, as it is told to the person.
struct Answered {
    OfferChoice choice = OfferChoice::decline;
    float weight_change = 0; ///< nat, of the category
    Promise promise{};
    float share_before = 0; ///< expected share of the category in lists without what was chosen; 0: not known
    float share_after = 0;  ///< ... and with it
};

class Conversation {
public:
    explicit Conversation(const Policy& policy);

    bool enabled() const { return enabled_; }
    CopyStyle style() const { return style_; }
    /// Hours without a question of any kind after "no thanks".
    float rest_after_decline() const;

    /// An overt sign that may be spoken of, whether it is or not: it ends the rest after a contradiction.
    void overt_sign(DerivedState& state, CategoryId category, float hours, LoopSteps& steps) const;
    /// An overt sign, the `signs`-th, has lifted the belief in `category` to where it may be spoken of;
    /// `again` if an earlier one has already lowered it. Opens an episode if the limits allow, and says
    /// whether it did.
    bool opens(DerivedState& state, CategoryId category, ItemId item, bool again, int signs, float hours,
               LoopSteps& steps) const;
    /// The episode that waits for its moment; null if none does.
    Episode* waiting(DerivedState& state) const;
    /// The moment did not come while the offer waited.
    void missed(DerivedState& state, Episode& episode, float hours, LoopSteps& steps) const;
    /// The offer is on the screen.
    void shown(DerivedState& state, Episode& episode, float hours, LoopSteps& steps) const;

    /// Applies a choice to the person's weights. Pausing a provider and the promise are the caller's.
    float choose(DerivedState& state, Episode& episode, OfferChoice choice, std::optional<CategoryId> other,
                 const Dissatisfaction& dissatisfaction, float hours, LoopSteps& steps) const;
    /// What was promised for the adjustment; it runs from the next visit on.
    void promised(Episode& episode, const Promise& promise) const;

    /// One sign against (positive nats) or for a category; it counts where the category has an open episode.
    void heard(DerivedState& state, CategoryId category, float nats, float hours, LoopSteps& steps) const;
    /// The person has seen items of these categories on a slate.
    void seen(DerivedState& state, std::span<const std::uint8_t> categories, float hours,
              const Dissatisfaction& dissatisfaction, LoopSteps& steps) const;
    /// A visit has ended: promises fall due, what has run out closes.
    void visit_over(DerivedState& state, float hours, LoopSteps& steps) const;

    /// Takes back what was chosen in the episode of a category, if one is under way, and closes it: the
    /// weight is what it would be without. A paused provider is the caller's.
    std::optional<Episode> undo(DerivedState& state, CategoryId category, float hours,
                                LoopSteps& steps) const;

    /// Ends whatever is under way about a category.
    void end(DerivedState& state, CategoryId category, float hours, LoopSteps& steps) const;

    /// Share the category has had among what was seen, lately; nothing where too little was.
    static std::optional<double> share_of(const DerivedState& state, CategoryId category);
    /// Items the person sees in a visit, lately.
    static double seen_per_visit(const DerivedState& state);

private:
    void move(DerivedState& state, Episode& episode, LoopState to, float hours, LoopSteps& steps) const;
    void close(DerivedState& state, Episode& episode, float hours, LoopSteps& steps) const;
    void verify(DerivedState& state, Episode& episode, float hours, const Dissatisfaction& dissatisfaction,
                LoopSteps& steps) const;

    bool enabled_;
    CopyStyle style_;
    int signs_;
    float exit_, cool_down_, fallback_;
};

} // namespace attune
