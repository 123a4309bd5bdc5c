// A policy: every lever a team can set, as plain values. What a lever means, its range and its default are in
// the table of parameters.h, once; files, help and forms are made from that.
#pragma once

#include <map>
#include <string>

namespace attune {

enum class Ranker { factors, popularity, content, random };
/// How a slate is kept from repeating itself: not at all, by maximal marginal relevance, or by the greedy
/// maximum of a determinantal point process.
enum class Diversity { off, mmr, dpp };
/// Which of the random candidates gets a place that is kept for one: the best-scored, with the ranking's own
/// noise, or the one with the best worth drawn from what is known of it (Thompson sampling).
enum class Exploration { scored, thompson };
/// How exposure floors and caps are held: price and debt guard, or the price alone with the shortfall of all
/// days so far (FairCo).
enum class FairnessController { guarded, fairco };

/// The defaults of all levers; policy_parameters() takes them from here.
struct Policy {
    std::string name = "default";

    // How slates are made.
    int ranker = static_cast<int>(Ranker::factors);
    double temperature = 0.35;      ///< nat; sampling noise of the ranking
    int candidates = 96;            ///< best-scored items taken before the quota
    int category_quota = 2;         ///< candidates every category is sure of
    int category_cap = 3;           ///< items of one category on a slate
    double exploration_share = 0.1; ///< share of slots given to random candidates
    int exploration = 0;            ///< Exploration
    double least_liked = 0;         ///< chance to be liked below which an item is surely left out; 0 = none
    int other_sources = 0;          ///< candidates that each source beside the person's taste puts up
    int diversity = 0;              ///< Diversity
    double diversity_weight = 0.3;  ///< of unlikeness beside relevance
    double taste_match = 0;         ///< weight of the person's own mix of categories beside relevance

    // How the model learns.
    int update_days = 3; ///< days between scheduled updates of the item factors
    double regularisation = 4.0;
    double recency_half_life = 30; ///< days
    double frequency_saturation = 4;
    bool spot_brigades = true; ///< accounts that say no by agreement have no say in what all learn from

    // Which fairness constraints hold. Group -> least share of exposure.
    std::map<std::string, double> exposure_floor;
    double price_step = 0.2;                    ///< nat a day when the whole floor is missing
    double debt_limit = 3;                      ///< slates' worth of exposure a block may owe a group
    std::map<std::string, double> exposure_cap; ///< group -> largest share of exposure; 0 = none
    double merit_share =
        0; ///< every group's floor, as a part of its share of what people are predicted to like
    int fairness_controller = 0; ///< FairnessController

    // How consent is asked for.
    int notice = 0; ///< NoticeDesign
    bool show_benefit = false;
    double consent_days = 365; ///< days after which people are asked again

    // How often people are asked.
    bool prompts = true;
    bool ask_after_conversion = true;
    bool ask_at_pause = true;        ///< when an item is over
    bool ask_when_fruitless = false; ///< after slates in a row without a pick
    double ask_at_random = 0;        ///< share of slates, whatever the person is doing
    int session_cap = 1;
    int weekly_cap = 2;
    double gap_hours = 72;
    double backoff = 1.5;          ///< times the gap for every prompt left unanswered in a row
    double template_rest = 0;      ///< hours between two prompts of one form
    bool receptivity_gate = false; ///< ask only at moments that look receptive
    int tour_items = 0;            ///< items asked about when a person is shown around
    // ... and in which form.
    int channel = 0; ///< Channel
    int survey_questions = 1;
    int survey_audience = 0; ///< Audience
    bool ask_reason = true;  ///< ask why after a "no"
    int reason_after = 0;    ///< answers a person has given before the first "why?"
    bool own_words = false;  ///< ... and it may be answered in own words
    int prompt_place = 0;    ///< PromptPlace

    // What answers change, nat, on the scale of consumption (whole: 1.4; left at once: -1.2); what each is
    // about stands in resources/annotation.
    double answer_thumb_up = 1.2;
    double answer_thumb_down = -1.0;
    double answer_stars_1 = -1.9;
    double answer_stars_2 = -1.1;
    double answer_stars_3 = -0.5;
    double answer_stars_4 = 0.2;
    double answer_stars_5 = 1.5;
    double answer_tap = -2.4;
    double answer_reason_topic = -0.8;
    double answer_reason_source = -0.8;
    double answer_reason_seen_it = 0.0;
    double answer_reason_too_expensive = -0.3;
    double answer_reason_quality = -1.2;
    double answer_reason_wrong_time = -0.8;

    // How dissatisfaction is answered.
    bool deescalation = true;
    double acknowledge_at = 0.65;   ///< belief at which an overt signal changes a category weight
    double watch_at = 0.40;         ///< belief at which a small silent change starts
    double step = 0.8;              ///< nat
    double lowest_weight = -2.5;    ///< nat
    double recovery_half_life = 21; ///< days
    double evidence_half_life = 14; ///< days
    double prior_dissatisfied = 0.08;
    // ... by saying so.
    bool conversation = true;    ///< an overt sign may be answered with a small choice
    int copy_style = 1;          ///< CopyStyle
    bool say_when = true;        ///< the effect is promised, with a time
    bool show_effect = false;    ///< in later visits people are shown what their "no" has changed
    int offers_a_week = 2;       ///< offers a person gets in a week, at most
    double cool_down = 7;        ///< days without a question of any kind after a decline
    double exit_at = 0.30;       ///< belief at which an episode is over
    double fallback_at = 0.60;   ///< contradiction of the signs at which what was inferred fades
    int item_days = 30;          ///< days an item stays away that was said no to; 0 = the visit
    int pause_days = 30;         ///< days a paused provider stays away
    int signs = 1;               ///< overt signs about a topic before anything is offered
    bool ask_direction = true;   ///< ask which way to go where nothing fits and no topic stands out
    double direction_at = 0.60;  ///< belief that nothing fits at which to ask it
    bool read_complaints = true; ///< what complaints in own words are about is read on the device
    // ... and within which limits.
    double alike = 1.0;       ///< nat an item loses that is just like a rejected one
    double time_share = 0.6;  ///< of a step, for that part of the day alone if that is when signs come
    int familiar = 3;         ///< completions in 60 days that protect a provider; 0 = none is protected
    int near_slates = 5;      ///< slates with tries near a rejected item
    double turnover = 0.30;   ///< share of a slate that one step may exchange
    double mix_change = 0.25; ///< total variation of categories that one step may cause
    double mix_week = 0.45;   ///< ... and all steps of seven days together

    bool operator==(const Policy&) const = default;
};

} // namespace attune
