// What simulated people do: when they come, what they pick from a slate, how much they enjoy it, whether they
// object, answer, leave. Behaviour model 3.3 to 3.12. Random numbers are addressed by person, visit, slate
// and item, so two policies meet the same person on the same day.
#pragma once

#include "core/base/random.h"
#include "core/recommender/deescalation/conversation.h"
#include "core/recommender/feedback/feedback.h"
#include "core/recommender/prompting/prompt.h"
#include "core/recommender/ranking/slate.h"
#include "simulations/behaviour/answers.h"
#include "simulations/behaviour/attendance.h"
#include "simulations/behaviour/drift.h"
#include "simulations/behaviour/effort.h"
#include "simulations/behaviour/own_words.h"
#include "simulations/behaviour/watching.h"
#include "simulations/population/consenting.h"
#include "simulations/population/population.h"

#include <array>
#include <cstdint>
#include <vector>

namespace attune {

/// What the world knows of an item, in one place: 96 bytes.
struct alignas(32) ItemWorld {
    std::array<float, taste_factors> factors{};
    float quality = 0;
    float clickbait = 0;
    float brand = 0;
    float dear = 0; ///< log of price over the usual one
    std::uint32_t category = 0;
    bool target = false; ///< its provider is the one that manipulators are after
};

/// What a person is after in a visit that lists usually do not hold.
enum class Quest : std::uint8_t { none, cheaper, bolder, later };

/// What one visit is like, apart from who is visiting: the moment, and what has happened so far.
struct VisitMood {
    std::array<float, max_categories> shift{}; ///< season and context, nat
    int day = 0;
    float receptivity = 0; ///< logit, of hour and device
    bool intent = false;   ///< came with something in mind
    Quest quest = Quest::none;
    std::uint32_t unfit = 0;   ///< categories that do not suit the moment, for a quest "later"; one bit each
    bool reminded = false;     ///< was shown again what the person had objected to
    bool shown_effect = false; ///< the person is shown what earlier objections have changed
};

/// Everything that happened on one slate.
struct SlateOutcome {
    int picked_rank = -1;
    int examined = 0;
    int unwanted_examined = 0;
    std::uint32_t tapped_ranks = 0;       ///< "not interested", one bit per rank
    std::uint32_t muted_ranks = 0;        ///< provider muted, one bit per rank
    bool searched = false;                ///< looked for something else instead
    bool complained = false;              ///< in words
    const Complaint* complaint = nullptr; ///< ... these
    /// What the dissatisfaction is about that showed on this slate, if there was any; what nobody sees.
    std::optional<Pattern> cause;
    float looking_minutes = 0; ///< at the slate
    float looked_worth = 0;    ///< mean worth of what was looked at, nat
    // Of the pick:
    bool target = false; ///< an item that manipulators are after
    float clickbait = 0;
    std::uint32_t category = 0;
    Reason drawback = Reason::topic; ///< what spoke most against it
    float enjoyment = 0;             ///< y, nat
    float depth = 0;                 ///< [0, 1]
    float minutes = 0;               ///< spent consuming
    bool converted = false;
    bool goes_on = false; ///< whether the person looks at another slate
    // Random words left for what follows on this slate.
    std::array<std::uint32_t, 9> prompt_words{};
    std::array<std::uint32_t, 4> network_words{};
};

enum class ThumbAnswer : std::uint8_t { none, up, down };

struct PromptOutcome {
    ThumbAnswer answer = ThumbAnswer::none; ///< to a thumb prompt
    int stars = 0;                          ///< to a stars prompt, 1 to 5; 0 = no answer
    int survey = 0;                         ///< to the satisfaction question, 1 to 5; 0 = no answer
    std::optional<Reason> reason;   ///< given after a no; of own words, what the device read from them
    bool reason_true = false;       ///< ... and it is the true one
    const OwnText* wrote = nullptr; ///< in own words, why
    // What nobody sees:
    std::optional<bool> receptive; ///< open to a question at this moment; manipulators are beyond that
    std::optional<float> opinion;  ///< nat, of what was asked about; a survey is about no item
    Effort effort;
    bool opted_out = false; ///< of all prompts
    bool form_off = false;  ///< of this form of question alone

    bool answered() const { return answer != ThumbAnswer::none || stars > 0 || survey > 0; }
    /// What was answered, 0 to 1, if anything was.
    float value() const {
        if (stars > 0) return value_of_stars(stars);
        if (survey > 0) return value_of_stars(survey);
        return answer == ThumbAnswer::up ? 1.0F : 0.0F;
    }
    /// Whether the answer is a no to an item.
    bool is_no() const { return answer == ThumbAnswer::down || (stars > 0 && stars < 3); }
};

/// What came of a tour: a thumb or nothing for each item; as one answer, what most of them were.
struct TourOutcome {
    std::array<ThumbAnswer, slate_length> said{};
    PromptOutcome prompt;
};

/// How a person met an offer.
struct OfferOutcome {
    OfferChoice choice = OfferChoice::decline;
    bool ignored = false;     ///< passed by, which is a decline
    bool less_detail = false; ///< the explanation was too long; from now on the plain words
    // What nobody sees:
    bool unwanted = false; ///< the category really is, just now; of a direction: the person is after one
};

class Behaviour {
public:
    /// A day has `steps_per_day` equal steps of drift, leaving and coming; 1 or 2.
    Behaviour(const Assumptions& assumptions, const WorldData& world, std::uint64_t seed,
              int steps_per_day = 1);

    /// Satisfaction S in [0, 1].
    float satisfaction(const Person& person) const { return satisfaction_of(person); }

    /// Categories that the person does not want just now, one bit each.
    std::uint32_t unwanted(const Person& person, const VisitMood& mood) const;

    /// A step of a day begins: tastes move, people leave, return and plan their visits; `before` is how many
    /// visits the day has had.
    DayPlan begin_day(Person& person, std::uint32_t user, int day, int step = 0, int before = 0) const;

    /// Brings the decaying state up to `hours` (since the start), and says what the visit is like.
    VisitMood begin_visit(Person& person, std::uint32_t user, std::uint32_t visit, double hours) const;
    /// How many slates the person is ready to look at, at most.
    int patience(const Person& person, std::uint32_t user, std::uint32_t visit) const;

    /// The person looks at a slate, the `number`-th of the visit.
    SlateOutcome react(Person& person, std::uint32_t user, std::uint32_t visit, std::uint32_t number,
                       const Slate& slate, VisitMood& mood) const;

    /// The person meets a question about what was picked on this slate or, without a pick, about the slate; a
    /// survey is about the service.
    PromptOutcome answer(Person& person, const SlateOutcome& outcome, const VisitMood& mood,
                         const Prompt& prompt) const;
    /// The person is shown around with the first `items` of the slate.
    TourOutcome answer_tour(Person& person, std::uint32_t user, const Slate& slate, int items,
                            const VisitMood& mood) const;

    /// The person meets an offer after having said no to something.
    OfferOutcome meet_offer(Person& person, const SlateOutcome& outcome, const VisitMood& mood,
                            const Offer& offer) const;
    /// ... and is told what will come of the choice.
    void take_answer(Person& person, const Offer& offer, const Answered& answered) const;
    /// A visit is over; what was promised may have come true or not.
    void end_visit(Person& person) const;

    /// What the person says to a consent screen.
    ConsentAnswer consents(const Person& person, std::uint32_t user, const ConsentScreen& screen,
                           int day) const {
        return consenting_.answer(screen, consent_mood(person, day), stream_key(seed_, user));
    }
    /// The consent the person takes back in this visit, of those in `granted`; `hours` since the last visit.
    std::optional<Purpose> withdraws(const Person& person, std::uint32_t user, std::uint32_t visit,
                                     std::uint16_t granted, float hours, int day) const {
        return consenting_.withdraws(granted, hours, consent_mood(person, day), stream_key(seed_, user),
                                     visit);
    }

    /// Worth of an item to a person as tastes stand, apart from season and context: b_ui, nat.
    float worth(const Person& person, std::uint32_t user, std::uint32_t item) const;

    static constexpr float minutes_per_slate = 0.5F; ///< unaided

private:
    struct Looked;

    static ConsentMood consent_mood(const Person& person, int day) {
        constexpr int upset_days = 7; ///< 3.15
        return {person.concern, person.trust, day - person.upset_on < upset_days};
    }

    float match(std::uint32_t user_salt, std::uint32_t item) const;
    float context(std::uint32_t user_salt, std::uint32_t category, std::uint32_t moment) const;
    void examine(Person& person, const Slate& slate, Looked& looked, VisitMood& mood,
                 SlateOutcome& outcome) const;
    void consume(Person& person, const Looked& looked, const VisitMood& mood, SlateOutcome& outcome) const;
    float fits(const Person& person, const ItemWorld& item, const VisitMood& mood) const;
    void object(Person& person, std::size_t category) const;
    static float receptivity(const SlateOutcome& outcome, const VisitMood& mood, Trigger trigger);
    float pressure(PromptPlace place) const;
    bool gives_reason(const Person& person, float u) const;
    float willingness(const Person& person) const;
    void say(Person& person, const SlateOutcome& outcome, const Prompt& prompt, PromptOutcome& result) const;
    void tire(Person& person, const SlateOutcome& outcome, const Prompt& prompt, PromptOutcome& result) const;
    ThumbAnswer manipulated(const Person& person, const SlateOutcome& outcome) const;
    static PromptOutcome in_form(ThumbAnswer thumb, Channel channel);

    std::uint64_t seed_;
    std::size_t categories_;
    Drift drift_;
    Attendance attendance_;
    Answers answers_;
    Consenting consenting_;
    WatchRules watch_, watch_shown_; ///< unaided; where what has changed is shown
    std::vector<ItemWorld> items_;
    std::array<float, 4096> normal_table_{};
    std::array<float, slate_length> rank_term_{};
    float match_sd_, context_sd_, novelty_;
    float no_choice_, clickbait_pull_, clickbait_regret_;
    float satiation_cost_, satiation_exposure_, satiation_consumption_, satiation_half_life_;
    float enjoyment_noise_, depth_noise_, left_at_once_, left_early_, left_before_end_;
    float memory_, gain_, neutral_, trust_gain_, expectation_rate_, disappointment_, repetition_;
    float unwanted_below_, frustration_half_life_, category_half_life_, tap_rate_, mistap_rate_, burst_;
    float search_rate_, complaint_rate_, mute_rate_;
    float quest_share_, quest_pull_;
    float response_base_, response_fatigue_, response_trust_, response_satisfaction_;
    std::array<float, trigger_count> response_trigger_;
    float response_efficacy_, response_extremes_, habituation_, habituation_half_life_;
    float night_receptivity_, large_screen_receptivity_;
    std::array<float, channel_count> response_channel_;
    float response_window_, response_coerced_, reason_base_, reason_trust_, own_words_, form_off_;
    float to_offer_, offer_right_, less_detail_;
    float fatigue_per_prompt_, fatigue_per_dismissal_, fatigue_half_life_;
    float interruption_cost_;   ///< nat per second
    float weariness_half_life_; ///< hours
    float opt_out_rate_;
    float conversion_base_;
    int brigade_day_, brigade_days_;
};

} // namespace attune
