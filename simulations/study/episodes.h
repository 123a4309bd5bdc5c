// What becomes of people after an overt sign of dissatisfaction, read from the log of one run and from how
// people felt in it: episodes and how they end, satisfaction, consumption and visits afterwards, how soon
// what is unwanted was noticed, and how often people were spoken to. De-escalation proposal, section 9.
#pragma once

#include "core/measures/metrics/detection_clock.h"
#include "core/measures/metrics/prompts_per_session.h"
#include "core/measures/metrics/resolution_time.h"
#include "simulations/engine/felt.h"
#include "simulations/population/population.h"
#include "simulations/study/seen_slates.h"

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace attune {

/// A "not interested", a thumb down, one or two stars, a muted provider: what people say of themselves, and a
/// service may speak of.
bool is_overt_sign(const LoggedEvent& event);

/// Days after the first sign at which people are looked at again.
constexpr std::array<int, 3> later_days = {30, 60, 90};

/// The first overt sign of one person and what came after it.
struct FirstSign {
    static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

    double hours = -1; ///< < 0: none
    std::uint32_t item = 0;
    std::uint8_t category = 0;
    double satisfaction = unknown; ///< S before the slate on which it was given
    double counted_from = -1;      ///< hours: of the adjustment that followed or, without one, of the sign
    /// S after the first twenty items seen since then; as it stood after 30 d for who saw fewer or left.
    /// Unknown where the run ended before.
    double satisfaction_after = unknown;
    bool enjoyed_in_day = false, enjoyed_in_week = false; ///< something consumed to the end
    double rest_until = -1;                               ///< hours: end of the rest that followed; < 0: none
    bool back = false;                                    ///< a visit in the week after the rest
    /// The state at one of `later_days`, and what was shown in the week that ends then.
    struct Later {
        double satisfaction = unknown;
        double trust = unknown;
        bool gone = false;
        double pairs = 0; ///< items shown, the rejected one apart
        double bad = 0;   ///< ... too much like it
    };
    std::array<Later, later_days.size()> later;
};

/// How often one person was spoken to.
struct SpokenTo {
    double visits = 0, spoken = 0;   ///< spoken: questions and offers
    double offers = 0, mistaken = 0; ///< mistaken: about a category that is not unwanted
    double turned_off = 0;           ///< times the person turned some of it off
    double first_off = -1;           ///< hours; < 0: never
};

class Episodes {
public:
    static constexpr double longest = 30 * 24; ///< hours of an episode
    static constexpr int items_after = 20;     ///< seen before satisfaction is looked at again
    static constexpr double completed = 0.95;  ///< depth

    struct Setup {
        const WorldData* world = nullptr;
        std::span<const Person> people; ///< at the start of the run
        double rest = 0;                ///< hours without an offer after one that found no moment
        double rest_declined = 0;       ///< ... after "no thanks"
        double end = 0;                 ///< hours of the run
    };
    explicit Episodes(const Setup& setup);

    /// For the run without an answer, before anything is taken: the run of the same people with one, all of
    /// it. Its adjustments and rests say from when on and until when this one is looked at.
    void beside(const Episodes& treated) { treated_ = &treated; }

    /// How people felt in a block on one day; comes before that block's log of the day.
    void feel(std::span<const Felt> felt);
    void take(std::span<const LoggedEvent> events);
    /// The run is over. Once, before anything is asked.
    void finish();

    const std::vector<FirstSign>& first() const { return first_; }
    const std::vector<SpokenTo>& spoken_to() const { return spoken_; }
    /// How far each person trusts the service, as of the last slate; T.
    const std::vector<double>& trust() const { return trust_; }
    const PromptsPerSession& sessions(std::size_t block) const { return sessions_[block]; }

    /// One episode: from an overt sign on a category to "resolved", or to fallback, a stop, leaving or the
    /// withdrawal of the consent, which rule it out; 30 d and the end of the run censor it. Everybody's
    /// count, also of people whose consent forbids an answer.
    struct Ended {
        std::uint32_t user = 0;
        Wait hours, items;
    };
    const std::vector<Ended>& ended() const { return ended_; }
    /// One wait from a category becoming unwanted to its being noticed (DetectionClock), of people who allow
    /// their recommendations to be adjusted and as long as they do.
    struct Noticed {
        std::uint32_t user = 0;
        Wait items;       ///< seen, of all categories
        Wait of_category; ///< seen, of that category
    };
    const std::vector<Noticed>& noticed() const { return noticed_; }

    /// Whether the first sign of a person is the same in both runs: until then both were alike.
    static bool same_sign(const FirstSign& a, const FirstSign& b) {
        return a.hours >= 0 && a.hours == b.hours && a.item == b.item;
    }

private:
    struct Open {
        double hours = 0;
        std::uint32_t items = 0; ///< seen by the person when it began
        std::uint8_t category = 0;
    };
    struct Now {
        double satisfaction = 0;
        std::vector<Felt> felt; ///< of slates that have not been read yet
        std::size_t next_felt = 0;
        std::vector<Open> open;
        std::vector<std::uint8_t> offered; ///< categories, on the slate under way
        std::uint32_t items = 0;           ///< seen
        std::uint32_t seen_after = 0;      ///< ... since counted_from
        int spoken = 0;                    ///< in the visit under way
        int declined = -1;                 ///< likewise: the category of the offer that was
        bool gone = false, consents = false, adjusted = false;
        std::size_t next_later = 0;
    };

    void pass(std::uint32_t user, double hours);
    void sign(const LoggedEvent& event);
    void step(const LoggedEvent& event);
    void slate_over(std::uint32_t user, const SeenSlate& slate);
    void impression(const LoggedEvent& event);
    void offer(const LoggedEvent& event);
    void session(const LoggedEvent& event);
    void turned_off(std::uint32_t user, double hours);
    void close(std::uint32_t user, const Open& open, double after, WaitEnd end);
    void close_all(std::uint32_t user, double hours);

    Setup setup_;
    const Episodes* treated_ = nullptr;
    SeenSlates slates_;
    std::vector<Now> now_; ///< by person, as the next four
    std::vector<FirstSign> first_;
    std::vector<SpokenTo> spoken_;
    std::vector<double> trust_;
    std::vector<std::array<DetectionClock, max_categories>> clocks_;
    std::vector<PromptsPerSession> sessions_; ///< by block
    std::vector<Ended> ended_;
    std::vector<Noticed> noticed_;
};

} // namespace attune
