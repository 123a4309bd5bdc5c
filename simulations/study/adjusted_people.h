// A few people who were answered, each with the list they said no to, the next one and the first of their
// next visit, what was chosen, promised and kept, what it rests on, and what is changed about their lists at
// the end of the run: what feedback does, seen from one chair. From the log and the recommender's own list of
// tags alone.
#pragma once

#include "core/catalogue/catalogue.h"
#include "core/policy/policy.h"
#include "core/recommender/deescalation/tag.h"
#include "simulations/engine/event_log.h"

#include <array>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// What was changed for somebody: what they chose or muted, what is done where their signs disagree, and what
/// a no alone does, of which nothing is asked.
enum class Adjustment : std::uint8_t {
    fewer,
    other_topic,
    pause_source,
    cheaper,
    bolder,
    later,
    fallback,
    unasked
};
constexpr int adjustment_count = 8;
std::string_view name(Adjustment adjustment);

/// A list as it stood on the screen.
struct ShownList {
    std::uint32_t visit = 0;
    std::uint32_t number = 0; ///< of this person, from 0
    double hours = -1;
    std::vector<ItemId> items; ///< by rank
    bool shown() const { return !items.empty(); }
    bool operator==(const ShownList&) const = default;
};

struct AdjustedPerson {
    UserId user{};
    Adjustment adjustment = Adjustment::fewer;
    Pattern pattern = Pattern::disinterest; ///< of the offer, where one was made
    std::optional<CategoryId> category{};   ///< nothing: no topic was to blame
    std::optional<ItemId> item{};           ///< that was said no to
    double said = 0;                        ///< hours, of the list of the no
    double answered = 0;                    ///< hours
    float promised = 0;                     ///< share of the category, at most
    std::uint32_t visits = 0;               ///< ... within; 0: nothing was promised
    std::optional<bool> kept{};             ///< nothing: not promised, or not due yet
    float came = 0;                         ///< share that came, once it was due
    bool by_choice = true;                  ///< an offer or a question was answered, or signs disagreed
    std::vector<Sign> basis{};              ///< what the episode rested on when it opened, if one did
    ShownList before{};      ///< the list of the no; of `fallback`, on which the signs disagreed
    ShownList next{};        ///< the first one after the answer
    ShownList next_visit{};  ///< the first one of the visit after
    std::vector<Tag> tags{}; ///< at the end
};

/// Chooses without looking at how it went: of each adjustment the last people who could be followed to their
/// next visit and, where something was promised, until it was due.
class AdjustedPeople {
public:
    static constexpr std::size_t of_each = 2; ///< people, of each adjustment

    AdjustedPeople() = default;
    explicit AdjustedPeople(int users)
        : now_(static_cast<std::size_t>(users)) {}

    void take(std::span<const LoggedEvent> events);

    /// What is changed about a person's lists now.
    using TagsOf = std::function<std::vector<Tag>(UserId)>;
    /// By adjustment, the last first; nobody twice. Where too few could be followed to the end, those who
    /// were not back yet.
    std::vector<AdjustedPerson> people(const TagsOf& tags) const;

private:
    /// An open episode, from the no on.
    struct Waiting {
        CategoryId category{};
        ShownList list;
        std::optional<ItemId> item{};
        std::vector<Sign> basis;
    };
    /// Somebody who was answered, until they have been followed long enough.
    struct Followed {
        AdjustedPerson person;
        std::uint32_t slate = 0, visit = 0; ///< of the answer
        bool promise_over = true;           ///< nothing more will be heard of it
    };
    struct Now {
        bool consents = false;
        ShownList list;                     ///< on the screen
        std::vector<Waiting> waiting;       ///< by category
        std::optional<LoggedEvent> offered; ///< until the step to "clarify", which is logged after it
    };

    void show(Now& now, const LoggedEvent& event);
    void step(Now& now, const LoggedEvent& event);
    void direction(Now& now, const LoggedEvent& event);
    void unasked(Now& now, const LoggedEvent& event);
    void basis(Now& now, const LoggedEvent& event);
    void promise(const LoggedEvent& event);
    void follow(AdjustedPerson person, const LoggedEvent& event);
    void leave(const LoggedEvent& event);
    void forget(Now& now, UserId user);
    static Waiting* waiting_of(Now& now, CategoryId category);
    Followed* followed_of(UserId user, CategoryId category);

    static constexpr std::size_t kept = 2 * of_each; ///< of each, so that who comes twice is no gap

    std::vector<Now> now_;                        ///< by person
    std::map<std::uint32_t, Followed> following_; ///< by person
    std::array<std::deque<AdjustedPerson>, adjustment_count> done_;
};

/// An item as people know it.
struct NamedItem {
    std::string title; ///< empty where the catalogue has none
    std::uint32_t category = 0, provider = 0;
    float price = 0; ///< 0 = free or not known
};

/// The same people with the names of all they met: readable when the world is gone.
struct AdjustedTold {
    std::vector<AdjustedPerson> people;
    std::vector<std::string> categories, providers;
    std::map<std::uint32_t, NamedItem> items; ///< by id, those that are spoken of
    Policy policy{};                          ///< under which they were answered
};

AdjustedTold told_of(std::vector<AdjustedPerson> people, const Catalogue& catalogue);

} // namespace attune
