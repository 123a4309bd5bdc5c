#include "simulations/behaviour/behaviour.h"

#include "core/base/lanes.h"
#include "core/base/portable_math.h"
#include "core/catalogue/dearness.h"
#include "simulations/behaviour/losses.h"
#include "simulations/behaviour/target.h"

#include <Eigen/Core>
#include <algorithm>

namespace attune {
namespace {

// Constants of the behaviour model that are structure rather than assumption; each is a grade D choice there.
constexpr float consumption_trust = 0.3F; ///< 3.7: weight of a good or bad consumption
constexpr float repetition_cap = 3.0F;    ///< 3.7
constexpr float enjoyment_scale = 1.2F;   ///< 3.6
constexpr float experience_noise = 0.05F; ///< 3.6
constexpr float bad_consumption = -0.8F;  ///< 3.8
constexpr float frustration_unwanted = 0.03F, frustration_fruitless = 0.02F, frustration_bad = 0.15F,
                grudge_unwanted = 0.12F;
constexpr float forgotten_grudge = 0.1F;  ///< an objection is over when so little is left of the grudge
constexpr float least_uncared_for = 0.0F; ///< nat: complaints in a row do not hit what people like
constexpr float highest_tap = 0.6F;       ///< a probability, whoever taps
constexpr int examined_after_pick = 3;    ///< 3.3
constexpr int novel_after = 14;           ///< days, 3.3
constexpr int rare_after = 3;             ///< days; enough for a visit after something unusual; our choice
constexpr float quest_searches = 2.25F;   ///< times as often, after something and nothing picked; our choice
constexpr float intent_share = 0.15F, intent_effect = 1.2F;                       ///< 3.12
constexpr float fine_search = 0.35F, fine_complaint = 0.025F, fine_mute = 0.005F; ///< 3.8: P0 / P1
constexpr float promoted = 6.0F, griefing = 0.1F; ///< 3.14: nat, share of items
constexpr float item_minutes = 4.0F;
constexpr double hours_per_day = 24.0;

constexpr int lanes_per_slate = 16;
constexpr std::uint32_t named_lane = 0xFFFFFF00U; ///< addresses of draws that belong to no item

float dot(const float* a, const float* b) {
    using Vector = Eigen::Map<const Eigen::Matrix<float, taste_factors, 1>, Eigen::Aligned16>;
    return Vector(a).dot(Vector(b));
}

AnswerConstants answer_constants(const Assumptions& a) {
    AnswerConstants constants;
    constants.thumb_noise = static_cast<float>(a.thumb_noise);
    return constants;
}

/// A share as a logit, kept finite: nobody and everybody are as good as one in ten thousand from it.
float logit_of_share(double share) {
    constexpr float least = 1.0e-4F;
    return portable_logit(std::clamp(static_cast<float>(share), least, 1.0F - least));
}

/// What speaks most against an item: its topic, the moment, how it is made, what it costs.
Reason drawback(const Person& person, const ItemWorld& item, const VisitMood& mood) {
    const std::array<std::pair<float, Reason>, 4> all = {
        {{person.taste[item.category], Reason::topic},
         {mood.shift[item.category], Reason::wrong_time},
         {item.quality - item.clickbait, Reason::quality},
         {-person.price_care * item.dear, Reason::too_expensive}}};
    return std::min_element(all.begin(), all.end(),
                            [](const auto& a, const auto& b) { return a.first < b.first; })
        ->second;
}

} // namespace

/// One slate as one person sees it.
struct Behaviour::Looked {
    std::array<float, slate_length> value{};              ///< b_ui with season and context
    std::array<std::uint32_t, 4 * lanes_per_slate> words; // NOLINT: filled at once
    std::uint32_t word(std::size_t lane, std::size_t w) const { return words[w * lanes_per_slate + lane]; }
};

Behaviour::Behaviour(const Assumptions& a, const WorldData& world, std::uint64_t seed, int steps_per_day)
    : seed_(seed)
    , categories_(world.catalogue.categories.size())
    , drift_(a, world, seed, steps_per_day)
    , attendance_(a, steps_per_day)
    , answers_(answer_constants(a))
    , consenting_(a)
    , watch_{a.efficacy_watch, static_cast<float>(a.efficacy_notice)}
    , watch_shown_{a.efficacy_watch, static_cast<float>(a.efficacy_notice),
                   static_cast<float>(a.efficacy_shown)}
    , items_(world.catalogue.items.size())
    , match_sd_(static_cast<float>(a.match_sd))
    , context_sd_(static_cast<float>(a.context_sd))
    , novelty_(static_cast<float>(a.novelty_pull))
    , no_choice_(static_cast<float>(a.no_choice))
    , clickbait_pull_(static_cast<float>(a.clickbait_pull))
    , clickbait_regret_(static_cast<float>(a.clickbait_regret))
    , satiation_cost_(static_cast<float>(a.satiation_cost))
    , satiation_exposure_(static_cast<float>(a.satiation_exposure))
    , satiation_consumption_(static_cast<float>(a.satiation_consumption))
    , satiation_half_life_(static_cast<float>(a.satiation_half_life))
    , enjoyment_noise_(static_cast<float>(a.enjoyment_noise))
    , depth_noise_(static_cast<float>(a.depth_noise))
    , left_at_once_(static_cast<float>(a.left_at_once))
    , left_early_(static_cast<float>(a.left_early))
    , left_before_end_(static_cast<float>(a.left_before_end))
    , memory_(static_cast<float>(a.satisfaction_memory))
    , gain_(static_cast<float>(a.satisfaction_gain))
    , neutral_(static_cast<float>(a.satisfaction_neutral))
    , trust_gain_(static_cast<float>(a.trust_gain))
    , expectation_rate_(static_cast<float>(a.expectation_rate))
    , disappointment_(static_cast<float>(a.disappointment))
    , repetition_(static_cast<float>(a.repetition))
    , unwanted_below_(static_cast<float>(a.unwanted_below))
    , frustration_half_life_(static_cast<float>(a.frustration_half_life))
    , category_half_life_(static_cast<float>(a.category_half_life))
    , tap_rate_(static_cast<float>(a.tap_rate))
    , mistap_rate_(static_cast<float>(a.mistap_rate))
    , burst_(static_cast<float>(a.complaint_burst))
    , search_rate_(static_cast<float>(a.search_rate))
    , complaint_rate_(static_cast<float>(a.complaint_rate))
    , mute_rate_(static_cast<float>(a.mute_rate))
    , quest_share_(static_cast<float>(a.quest_share))
    , quest_pull_(static_cast<float>(a.quest_pull))
    , response_base_(static_cast<float>(a.response_base))
    , response_fatigue_(static_cast<float>(a.response_fatigue))
    , response_trust_(static_cast<float>(a.response_trust))
    , response_satisfaction_(static_cast<float>(a.response_satisfaction))
    , response_trigger_{static_cast<float>(a.response_after_conversion),
                        static_cast<float>(a.response_at_pause),
                        static_cast<float>(a.response_when_fruitless),
                        static_cast<float>(a.response_at_random), static_cast<float>(a.response_on_tour)}
    , response_efficacy_(static_cast<float>(a.response_efficacy))
    , response_extremes_(static_cast<float>(a.response_extremes))
    , habituation_(static_cast<float>(a.habituation))
    , habituation_half_life_(static_cast<float>(a.habituation_half_life))
    , night_receptivity_(static_cast<float>(a.night_receptivity))
    , large_screen_receptivity_(static_cast<float>(a.large_screen_receptivity))
    , response_channel_{0.0F, static_cast<float>(a.response_stars), static_cast<float>(a.response_survey)}
    , response_window_(static_cast<float>(a.response_window))
    , response_coerced_(static_cast<float>(a.response_coerced))
    , reason_base_(logit_of_share(a.reason_given))
    , reason_trust_(static_cast<float>(a.reason_trust))
    , own_words_(static_cast<float>(a.own_words))
    , form_off_(static_cast<float>(a.channel_opt_out))
    , to_offer_(static_cast<float>(a.response_to_offer))
    , offer_right_(static_cast<float>(a.offer_right))
    , less_detail_(static_cast<float>(a.less_detail))
    , fatigue_per_prompt_(static_cast<float>(a.fatigue_per_prompt))
    , fatigue_per_dismissal_(static_cast<float>(a.fatigue_per_dismissal))
    , fatigue_half_life_(static_cast<float>(a.fatigue_half_life))
    , interruption_cost_(static_cast<float>(a.interruption_cost) / 60.0F)
    , weariness_half_life_(static_cast<float>(a.interruption_half_life * hours_per_day))
    , opt_out_rate_(static_cast<float>(a.opt_out_rate))
    , conversion_base_(static_cast<float>(a.conversion_base))
    , brigade_day_(a.brigade_day)
    , brigade_days_(a.brigade_days) {
    static_cast<void>(shipped_own_words()); // read before the first visit
    static_cast<void>(shipped_complaints());
    const ProviderId target = target_of(world.catalogue);
    const std::vector<float> dear = dearness(world.catalogue);
    for (std::size_t i = 0; i < items_.size(); ++i) {
        ItemWorld& item = items_[i];
        item.dear = dear[i];
        std::copy_n(world.truth.factors.begin() + static_cast<std::ptrdiff_t>(i * taste_factors),
                    taste_factors, item.factors.begin());
        item.quality = world.truth.quality[i];
        item.clickbait = world.truth.clickbait[i];
        const std::uint32_t group = world.catalogue.group_of(ItemId(static_cast<std::uint32_t>(i))).value;
        item.brand =
            world.catalogue.provider_groups[group] == "large" ? static_cast<float>(a.brand_pull) : 0.0F;
        item.category = world.catalogue.items[i].category.value;
        item.target = world.catalogue.items[i].provider == target;
    }
    for (std::size_t k = 0; k < normal_table_.size(); ++k)
        normal_table_[k] =
            normal_quantile((static_cast<float>(k) + 0.5F) / static_cast<float>(normal_table_.size()));
    const float step = portable_log(static_cast<float>(a.examination_decay));
    for (int rank = 0; rank < slate_length; ++rank)
        rank_term_[static_cast<std::size_t>(rank)] = static_cast<float>(rank) * step;
}

float Behaviour::match(std::uint32_t user_salt, std::uint32_t item) const {
    // A stable personal liking without storage: a 32-bit mixer picks an entry of a normal quantile table.
    std::uint32_t h = item * 0x9E3779B1U ^ user_salt;
    h = (h ^ (h >> 16U)) * 0x85EBCA6BU;
    h = (h ^ (h >> 13U)) * 0xC2B2AE35U;
    return match_sd_ * normal_table_[h >> 20U];
}

float Behaviour::context(std::uint32_t user_salt, std::uint32_t category, std::uint32_t moment) const {
    std::uint32_t h = (category * 8U + moment) * 0x9E3779B1U ^ user_salt;
    h = (h ^ (h >> 15U)) * 0x2C1B3C6DU;
    h = (h ^ (h >> 12U)) * 0x297A2D39U;
    return context_sd_ * normal_table_[h >> 20U];
}

std::uint32_t Behaviour::unwanted(const Person& person, const VisitMood& mood) const {
    std::uint32_t categories = 0;
    for (std::size_t c = 0; c < categories_; ++c)
        if (person.taste[c] + mood.shift[c] < unwanted_below_) categories |= 1U << c;
    return categories;
}

float Behaviour::worth(const Person& person, std::uint32_t user, std::uint32_t item) const {
    const ItemWorld& one = items_[item];
    return person.taste[one.category] + one.quality + dot(person.factors.data(), one.factors.data()) +
           match(stream_key(seed_, user).low, item) - person.price_care * one.dear;
}

DayPlan Behaviour::begin_day(Person& person, std::uint32_t user, int day, int step, int before) const {
    const StreamKey key = stream_key(seed_, user);
    drift_.pass(person, key, day, step);
    return attendance_.plan(person, key, day, step, before);
}

VisitMood Behaviour::begin_visit(Person& person, std::uint32_t user, std::uint32_t visit,
                                 double hours) const {
    const auto now = static_cast<float>(hours);
    const float dt = std::max(0.0F, now - person.state_hours);
    const float satiation = half_life_decay(dt, satiation_half_life_);
    const float grudge = half_life_decay(dt, category_half_life_);
    for (std::size_t c = 0; c < categories_; ++c) {
        person.satiation[c] *= satiation;
        person.grudge[c] *= grudge;
        if (person.grudge[c] < forgotten_grudge) person.objected &= ~(1U << c);
    }
    if (person.objected == 0) person.repeated = 1;
    person.frustration *= half_life_decay(dt, frustration_half_life_);
    person.fatigue *= half_life_decay(dt, fatigue_half_life_);
    person.weariness *= half_life_decay(dt, weariness_half_life_);
    person.habituation *= half_life_decay(dt, habituation_half_life_ * static_cast<float>(hours_per_day));
    person.state_hours = std::max(now, person.state_hours);

    VisitMood mood;
    const StreamKey key = stream_key(seed_, user);
    const Words words = words_at(key, Stream::visits, visit, 3);
    mood.day = static_cast<int>(hours / hours_per_day);
    const auto hour = static_cast<float>(hours - mood.day * hours_per_day);
    mood.intent = uniform(words[0]) < intent_share;
    const bool night = hour < night_until || hour >= night_from;
    mood.receptivity = (night ? night_receptivity_ : 0.0F) +
                       (person.device == Device::phone ? 0.0F : large_screen_receptivity_);
    // Quarters of the day, with and without something in mind.
    const std::uint32_t moment = static_cast<std::uint32_t>(hour / 6.0F) * 2U + (mood.intent ? 1U : 0U);
    for (std::size_t c = 0; c < categories_; ++c)
        mood.shift[c] = drift_.season(c, mood.day) + context(key.high, static_cast<std::uint32_t>(c), moment);
    // After something in one visit of so many; never the only visits with something in mind.
    if (uniform(words[1]) < quest_share_) {
        mood.quest = static_cast<Quest>(1 + below(words[2], 3));
        for (std::size_t c = 0; mood.quest == Quest::later && c < categories_; ++c)
            if (context(key.high, static_cast<std::uint32_t>(c), moment) < 0) mood.unfit |= 1U << c;
    }
    return mood;
}

/// What the person is after in this visit adds to the worth of an item; 0 or less but for what is cheap, nat.
float Behaviour::fits(const Person& person, const ItemWorld& item, const VisitMood& mood) const {
    switch (mood.quest) {
    case Quest::none:
        break;
    case Quest::cheaper:
        return -quest_pull_ * item.dear;
    case Quest::bolder:
        return mood.day - person.last_seen[item.category] >= rare_after ? 0.0F : -quest_pull_;
    case Quest::later:
        return ((mood.unfit >> item.category) & 1U) != 0 ? -quest_pull_ : 0.0F;
    }
    return 0;
}

int Behaviour::patience(const Person& person, std::uint32_t user, std::uint32_t visit) const {
    return attendance_.patience(person, stream_key(seed_, user), visit);
}

SlateOutcome Behaviour::react(Person& person, std::uint32_t user, std::uint32_t visit, std::uint32_t number,
                              const Slate& slate, VisitMood& mood) const {
    SlateOutcome outcome;
    Looked looked;
    const StreamKey key = stream_key(seed_, user);
    std::array<std::uint32_t, lanes_per_slate> address{};
    for (std::size_t j = 0; j < slate_length; ++j)
        address[j] = slate.item[j];
    for (std::size_t n = slate_length; n < lanes_per_slate; ++n)
        address[n] = named_lane + static_cast<std::uint32_t>(n);
    lanes().philox(key, address.data(), lanes_per_slate, visit, number, Stream::slate, looked.words.data());
    std::array<float, lanes_per_slate> noise;
    lanes().gumbels(looked.words.data(), lanes_per_slate, noise.data());

    // Choice: multinomial logit with an outside option, drawn as the largest of utility plus Gumbel noise
    // (3.3).
    float best = no_choice_ + noise[10];
    for (int rank = 0; rank < slate.count; ++rank) {
        const auto r = static_cast<std::size_t>(rank);
        const ItemWorld& item = items_[slate.item[r]];
        const std::size_t c = item.category;
        looked.value[r] = person.taste[c] + mood.shift[c] + item.quality +
                          dot(person.factors.data(), item.factors.data()) + match(key.low, slate.item[r]) -
                          person.price_care * item.dear;
        if (mood.quest != Quest::none) looked.value[r] += fits(person, item, mood);
        const float utility = looked.value[r] + clickbait_pull_ * item.clickbait + item.brand -
                              satiation_cost_ * person.satiation[c] +
                              (mood.day - person.last_seen[c] >= novel_after ? novelty_ : 0.0F) +
                              (person.role == Role::promoter && item.target ? promoted : 0.0F) +
                              rank_term_[r] + noise[r];
        if (utility > best) {
            best = utility;
            outcome.picked_rank = rank;
        }
    }
    outcome.looking_minutes = minutes_per_slate * person.slate_time;
    examine(person, slate, looked, mood, outcome);
    if (outcome.picked_rank >= 0) {
        outcome.category = slate.category[static_cast<std::size_t>(outcome.picked_rank)];
        const ItemWorld& picked = items_[slate.item[static_cast<std::size_t>(outcome.picked_rank)]];
        outcome.target = picked.target;
        outcome.clickbait = picked.clickbait;
        outcome.drawback = drawback(person, picked, mood);
        consume(person, looked, mood, outcome);
    } else {
        person.frustration += frustration_fruitless;
    }
    const float leave =
        portable_logistic(-4.0F + 1.3F * person.frustration + (outcome.picked_rank < 0 ? 0.8F : 0.0F));
    outcome.goes_on = uniform(looked.word(10, 3)) >= leave;
    outcome.prompt_words = {looked.word(11, 1), looked.word(11, 2), looked.word(11, 3),
                            looked.word(12, 0), looked.word(14, 3), looked.word(15, 0),
                            looked.word(15, 1), looked.word(15, 2), looked.word(15, 3)};
    outcome.network_words = {looked.word(12, 1), looked.word(14, 0), looked.word(14, 1), looked.word(14, 2)};
    return outcome;
}

void Behaviour::object(Person& person, std::size_t category) const {
    person.objected |= 1U << category;
    start_watching(person.watch, category, watch_);
}

void Behaviour::examine(Person& person, const Slate& slate, Looked& looked, VisitMood& mood,
                        SlateOutcome& outcome) const {
    outcome.examined = outcome.picked_rank < 0
                           ? slate.count
                           : std::min(slate.count, outcome.picked_rank + 1 + examined_after_pick);
    const bool brigading =
        person.role == Role::brigade && mood.day >= brigade_day_ && mood.day < brigade_day_ + brigade_days_;
    const float slip = mistap_rate_ * person.slip_scale;
    const float eagerness = tap_rate_ * person.complaint_scale * (0.5F + person.efficacy());
    bool shown_again = false, complaining = false, no_again = false;
    const std::uint32_t objected_before = person.objected;
    float worth = 0;
    for (int rank = 0; rank < outcome.examined; ++rank) {
        const auto r = static_cast<std::size_t>(rank);
        const std::size_t c = slate.category[r];
        worth += looked.value[r];
        person.satiation[c] += satiation_exposure_;
        person.last_seen[c] = static_cast<std::int16_t>(mood.day);
        look_at(person.watch, c, mood.shown_effect ? watch_shown_ : watch_);
        if (person.promise.visits_left > 0) {
            ++person.promise.looked_at;
            person.promise.hits =
                static_cast<std::uint16_t>(person.promise.hits + (c == person.promise.category ? 1 : 0));
        }
        // Unwanted is the category as it is felt now, not the item: that is what controls can act on.
        const bool unwanted = person.taste[c] + mood.shift[c] < unwanted_below_;
        if (unwanted) {
            const bool again = ((person.objected >> c) & 1U) != 0;
            shown_again = shown_again || again;
            const float times = again ? repetition_ : 1.0F;
            ++outcome.unwanted_examined;
            person.frustration += times * frustration_unwanted;
            person.grudge[c] += times * grudge_unwanted;
        }
        if (uniform(looked.word(r, 2)) < mute_rate_ * person.complaint_scale * (unwanted ? 1.0F : fine_mute))
            outcome.muted_ranks |= 1U << rank;
        // An objection is meant; a slip of the hand is not, and nobody remembers it.
        float objection = unwanted ? eagerness * (1.0F + person.grudge[c]) : 0.0F;
        // Who has just complained goes on complaining about the rest.
        if (complaining && looked.value[r] < least_uncared_for) objection = std::max(objection, burst_);
        if (person.role == Role::griefer) objection = griefing;
        objection = std::min(objection, highest_tap);
        if (brigading && items_[slate.item[r]].target) objection = 1.0F;
        const float drawn = uniform(looked.word(r, 1));
        if (rank == outcome.picked_rank || drawn >= objection + slip) continue;
        outcome.tapped_ranks |= 1U << rank;
        if (drawn < objection) {
            complaining = true;
            no_again = no_again || ((objected_before >> c) & 1U) != 0;
            object(person, c);
        }
    }
    outcome.looked_worth = outcome.examined > 0 ? worth / static_cast<float>(outcome.examined) : 0.0F;
    // Once a visit; from one visit to the next it weighs more.
    if (shown_again && !mood.reminded) {
        mood.reminded = true;
        person.trust -= trust_gain_ * loss_per_gain * person.repeated * person.trust;
        person.repeated = std::min(person.repeated * repetition_, repetition_cap);
    }
    const bool misfit = mood.quest != Quest::none && outcome.picked_rank < 0;
    if (complaining)
        outcome.cause = no_again ? Pattern::frustration : Pattern::disinterest;
    else if (misfit)
        outcome.cause = Pattern::misalignment;
    else if (outcome.unwanted_examined > 0)
        outcome.cause = shown_again ? Pattern::frustration : Pattern::disinterest;
    const bool bothered = outcome.cause.has_value();
    outcome.complained = uniform(looked.word(13, 1)) <
                         complaint_rate_ * person.complaint_scale * (bothered ? 1.0F : fine_complaint);
    if (outcome.complained)
        outcome.complaint = &shipped_complaints().text(
            outcome.cause.value_or(static_cast<Pattern>(below(looked.word(12, 3), pattern_count))),
            looked.word(13, 0));
    const float searches = search_rate_ * (misfit ? quest_searches : bothered ? 1.0F : fine_search);
    outcome.searched =
        outcome.picked_rank < 0 && uniform(looked.word(13, 2)) < searches * person.search_scale;
}

void Behaviour::consume(Person& person, const Looked& looked, const VisitMood& mood,
                        SlateOutcome& outcome) const {
    const std::size_t c = outcome.category;
    const float y = looked.value[static_cast<std::size_t>(outcome.picked_rank)] -
                    clickbait_regret_ * outcome.clickbait - satiation_cost_ * person.satiation[c] +
                    enjoyment_noise_ * normal_quantile(uniform(looked.word(10, 1)));
    const float z = y + person.depth_shift + depth_noise_ * normal_quantile(uniform(looked.word(10, 2)));
    outcome.enjoyment = y;
    outcome.depth = z < left_at_once_ ? 0.02F : z < left_early_ ? 0.12F : z < left_before_end_ ? 0.6F : 1.0F;
    outcome.minutes = outcome.depth * item_minutes;
    person.satiation[c] += satiation_consumption_;
    drift_.consumed(person, c, uniform(looked.word(13, 3)));
    person.experience = memory_ * person.experience +
                        (1.0F - memory_) * gain_ * portable_tanh((y - neutral_) / enjoyment_scale) +
                        experience_noise * normal_quantile(uniform(looked.word(12, 2)));
    if (y > 0) person.trust += trust_gain_ * consumption_trust * (1.0F - person.trust);
    if (y < bad_consumption) {
        person.trust -= trust_gain_ * loss_per_gain * consumption_trust * person.trust;
        person.frustration += frustration_bad;
    }
    const float short_of = disappointment_ * std::max(0.0F, person.expectation - y);
    person.trust -= trust_gain_ * loss_per_gain * consumption_trust * short_of * person.trust;
    person.frustration += frustration_bad * short_of;
    person.expectation += expectation_rate_ * (y - person.expectation);
    outcome.converted = uniform(looked.word(11, 0)) <
                        portable_logistic(conversion_base_ + 0.9F * y + (mood.intent ? intent_effect : 0.0F));
}

} // namespace attune
