#include "simulations/behaviour/behaviour.h"

#include "core/base/lanes.h"
#include "core/base/portable_math.h"

#include <Eigen/Core>
#include <algorithm>
#include <limits>

namespace attune {
namespace {

// Constants of the behaviour model that are structure rather than assumption; each is a grade D choice there.
constexpr float taste_trust_loss = 3.0F;  ///< 3.7: losses weigh three times as much as gains
constexpr float consumption_trust = 0.3F; ///< 3.7: weight of a good or bad consumption
constexpr float enjoyment_scale = 1.2F;   ///< 3.6
constexpr float experience_noise = 0.05F; ///< 3.6
constexpr float bad_consumption = -0.8F;  ///< 3.8
constexpr float frustration_unwanted = 0.03F, frustration_fruitless = 0.02F, frustration_bad = 0.15F,
                frustration_prompt = 0.08F;
constexpr float fatigue_limit = 2.5F;                             ///< 3.8, 3.9: beyond it prompts annoy
constexpr float examined_after_pick = 3;                          ///< 3.3
constexpr float receptive_break = 0.5F, receptivity_noise = 0.5F; ///< 3.9, at a natural break
constexpr float answered_fatigue = 0.7F;                          ///< 3.9
constexpr float undecided_thumb = 0.15F;                          ///< 3.10: no thumb below this
constexpr float intent_share = 0.15F, intent_effect = 1.2F;       ///< 3.12
constexpr float item_minutes = 4.0F;
constexpr float lowest_patience = 2.0F, highest_patience = 40.0F;
constexpr float return_half_life = 21.0F; ///< days, 3.11

constexpr int lanes_per_slate = 16;
constexpr std::uint32_t named_lane = 0xFFFFFF00U; ///< addresses of draws that belong to no item

float dot(const float* a, const float* b) {
    using Vector = Eigen::Map<const Eigen::Matrix<float, taste_factors, 1>, Eigen::Aligned16>;
    return Vector(a).dot(Vector(b));
}

} // namespace

Behaviour::Behaviour(const Assumptions& a, const WorldData& world, std::uint64_t seed)
    : seed_(seed)
    , items_(world.catalogue.items.size())
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
    , unwanted_below_(static_cast<float>(a.unwanted_below))
    , frustration_half_life_(static_cast<float>(a.frustration_half_life))
    , tap_rate_(static_cast<float>(a.tap_rate))
    , mistap_rate_(static_cast<float>(a.mistap_rate))
    , response_base_(static_cast<float>(a.response_base))
    , response_fatigue_(static_cast<float>(a.response_fatigue))
    , response_trust_(static_cast<float>(a.response_trust))
    , response_satisfaction_(static_cast<float>(a.response_satisfaction))
    , thumb_noise_(static_cast<float>(a.thumb_noise))
    , fatigue_per_prompt_(static_cast<float>(a.fatigue_per_prompt))
    , fatigue_per_dismissal_(static_cast<float>(a.fatigue_per_dismissal))
    , fatigue_half_life_(static_cast<float>(a.fatigue_half_life))
    , opt_out_rate_(static_cast<float>(a.opt_out_rate))
    , patience_(static_cast<float>(a.visit_slates))
    , churn_(static_cast<float>(a.churn_rate))
    , return_(static_cast<float>(a.return_rate))
    , conversion_base_(static_cast<float>(a.conversion_base)) {
    for (std::size_t i = 0; i < items_.size(); ++i) {
        ItemWorld& item = items_[i];
        std::copy_n(world.truth.factors.begin() + static_cast<std::ptrdiff_t>(i * taste_factors),
                    taste_factors, item.factors.begin());
        item.quality = world.truth.quality[i];
        item.clickbait = world.truth.clickbait[i];
        const std::uint32_t group = world.catalogue.group_of(ItemId(static_cast<std::uint32_t>(i))).value;
        item.brand =
            world.catalogue.provider_groups[group] == "large" ? static_cast<float>(a.brand_pull) : 0.0F;
        item.category = world.catalogue.items[i].category.value;
    }
    for (std::size_t k = 0; k < match_table_.size(); ++k)
        match_table_[k] =
            static_cast<float>(a.match_sd) *
            normal_quantile((static_cast<float>(k) + 0.5F) / static_cast<float>(match_table_.size()));
    const float step = portable_log(static_cast<float>(a.examination_decay));
    for (int rank = 0; rank < slate_length; ++rank)
        rank_term_[static_cast<std::size_t>(rank)] = static_cast<float>(rank) * step;
}

float Behaviour::satisfaction(const Person& person) const {
    return portable_logistic(person.experience);
}

float Behaviour::match(std::uint32_t user_salt, std::uint32_t item) const {
    // A stable personal liking without storage: a 32-bit mixer picks an entry of a normal quantile table.
    std::uint32_t h = item * 0x9E3779B1U ^ user_salt;
    h = (h ^ (h >> 16U)) * 0x85EBCA6BU;
    h = (h ^ (h >> 13U)) * 0xC2B2AE35U;
    return match_table_[h >> 20U];
}

float Behaviour::worth(const Person& person, std::uint32_t user, std::uint32_t item) const {
    const ItemWorld& one = items_[item];
    return person.taste[one.category] + one.quality + dot(person.factors.data(), one.factors.data()) +
           match(stream_key(seed_, user).low, item);
}

Behaviour::Day Behaviour::begin_day(Person& person, std::uint32_t user, int day) const {
    Day today;
    const StreamKey key = stream_key(seed_, user);
    const Words life = words_at(key, Stream::life, static_cast<std::uint32_t>(day));
    const float s = satisfaction(person);
    if (person.left_on >= 0) {
        const float back =
            return_ * half_life_decay(static_cast<float>(day - person.left_on), return_half_life);
        if (uniform(life[1]) >= back) return today;
        person.left_on = -1;
        person.trust = 0.8F * person.trust + 0.1F;
        person.fatigue = 0;
        today.returned = true;
    } else if (day > 0) {
        const float since = static_cast<float>(day) * 24.0F - person.state_hours;
        const float frustration =
            person.frustration * half_life_decay(std::max(0.0F, since), frustration_half_life_);
        const float hazard =
            churn_ * portable_exp(-2.0F * (s - 0.5F) - 2.0F * (person.trust - 0.6F) + 0.5F * frustration);
        if (uniform(life[0]) < hazard) {
            person.left_on = static_cast<std::int16_t>(day);
            today.left = true;
            return today;
        }
    }
    const Words draw = words_at(key, Stream::visits, static_cast<std::uint32_t>(day));
    const float rate = person.visit_rate * (0.4F + 1.2F * s) * (0.6F + 0.8F * person.trust);
    // Poisson by its distribution function, cut at three visits a day.
    float term = portable_exp(-rate);
    float sum = term;
    const float u = uniform(draw[0]);
    while (today.visits < 3 && u > sum) {
        ++today.visits;
        term = term * rate / static_cast<float>(today.visits);
        sum += term;
    }
    // Hours in thirds of the waking day, so that visits of one day keep their order.
    for (int v = 0; v < today.visits; ++v)
        today.hour[static_cast<std::size_t>(v)] =
            7.0F + (static_cast<float>(v) + uniform(draw[static_cast<std::size_t>(v) + 1])) * 16.0F /
                       static_cast<float>(today.visits);
    return today;
}

void Behaviour::begin_visit(Person& person, float hours) const {
    const float dt = std::max(0.0F, hours - person.state_hours);
    const float satiation = half_life_decay(dt, satiation_half_life_);
    for (float& s : person.satiation)
        s *= satiation;
    person.frustration *= half_life_decay(dt, frustration_half_life_);
    person.fatigue *= half_life_decay(dt, fatigue_half_life_);
    person.state_hours = hours;
}

int Behaviour::patience(const Person& person, std::uint32_t user, std::uint32_t visit) const {
    const Words words = words_at(stream_key(seed_, user), Stream::visits, visit, 1);
    const float drawn = lowest_patience - patience_ * portable_log(uniform(words[0]));
    return static_cast<int>(std::clamp(drawn * (0.7F + 0.6F * satisfaction(person)), 1.0F, highest_patience));
}

SlateOutcome Behaviour::react(Person& person, std::uint32_t user, std::uint32_t visit, std::uint32_t number,
                              const Slate& slate) const {
    SlateOutcome outcome;
    const StreamKey key = stream_key(seed_, user);
    std::array<std::uint32_t, lanes_per_slate> address{};
    for (std::size_t j = 0; j < slate_length; ++j)
        address[j] = slate.item[j];
    for (std::size_t n = slate_length; n < lanes_per_slate; ++n)
        address[n] = named_lane + static_cast<std::uint32_t>(n);
    std::array<std::uint32_t, 4 * lanes_per_slate> words;
    lanes().philox(key, address.data(), lanes_per_slate, visit, number, Stream::slate, words.data());
    std::array<float, lanes_per_slate> noise;
    lanes().gumbels(words.data(), lanes_per_slate, noise.data());
    const auto word = [&](std::size_t lane, std::size_t w) { return words[w * lanes_per_slate + lane]; };

    // Choice: multinomial logit with an outside option, drawn as the largest of utility plus Gumbel noise
    // (3.3).
    std::array<float, slate_length> value{};
    float best = no_choice_ + noise[10];
    for (int rank = 0; rank < slate.count; ++rank) {
        const auto r = static_cast<std::size_t>(rank);
        const ItemWorld& item = items_[slate.item[r]];
        value[r] = person.taste[item.category] + item.quality +
                   dot(person.factors.data(), item.factors.data()) + match(key.low, slate.item[r]);
        const float utility = value[r] + clickbait_pull_ * item.clickbait + item.brand -
                              satiation_cost_ * person.satiation[item.category] + rank_term_[r] + noise[r];
        if (utility > best) {
            best = utility;
            outcome.picked_rank = rank;
        }
    }
    outcome.examined =
        outcome.picked_rank < 0
            ? slate.count
            : std::min(slate.count, outcome.picked_rank + 1 + static_cast<int>(examined_after_pick));

    float missed = 0;
    for (int rank = 0; rank < outcome.examined; ++rank) {
        const auto r = static_cast<std::size_t>(rank);
        person.satiation[slate.category[r]] += satiation_exposure_;
        const bool unwanted = value[r] < unwanted_below_;
        if (unwanted) {
            ++outcome.unwanted_examined;
            missed += frustration_unwanted;
        }
        const float tap = mistap_rate_ + (unwanted && person.knows_control ? tap_rate_ : 0.0F);
        if (rank != outcome.picked_rank && uniform(word(r, 1)) < tap) outcome.tapped_ranks |= 1U << rank;
    }
    person.frustration += missed;

    if (outcome.picked_rank >= 0) {
        const auto r = static_cast<std::size_t>(outcome.picked_rank);
        const ItemWorld& item = items_[slate.item[r]];
        const float y = value[r] - clickbait_regret_ * item.clickbait -
                        satiation_cost_ * person.satiation[item.category] +
                        enjoyment_noise_ * normal_quantile(uniform(word(10, 1)));
        const float z = y + person.depth_shift + depth_noise_ * normal_quantile(uniform(word(10, 2)));
        outcome.enjoyment = y;
        outcome.depth = z < left_at_once_      ? 0.02F
                        : z < left_early_      ? 0.12F
                        : z < left_before_end_ ? 0.6F
                                               : 1.0F;
        outcome.minutes = outcome.depth * item_minutes;
        person.satiation[item.category] += satiation_consumption_;
        person.experience = memory_ * person.experience +
                            (1.0F - memory_) * gain_ * portable_tanh((y - neutral_) / enjoyment_scale) +
                            experience_noise * normal_quantile(uniform(word(12, 2)));
        if (y > 0)
            person.trust += trust_gain_ * consumption_trust * (1.0F - person.trust);
        else
            person.trust -= trust_gain_ * taste_trust_loss * consumption_trust * person.trust;
        if (y < bad_consumption) person.frustration += frustration_bad;
        const float intent = uniform(word(13, 0)) < intent_share ? intent_effect : 0.0F;
        outcome.converted = uniform(word(11, 0)) < portable_logistic(conversion_base_ + 0.9F * y + intent);
    } else {
        person.frustration += frustration_fruitless;
    }
    const float leave =
        portable_logistic(-4.0F + 1.3F * person.frustration + (outcome.picked_rank < 0 ? 0.8F : 0.0F));
    outcome.goes_on = uniform(word(10, 3)) >= leave;
    outcome.prompt_words = {word(11, 1), word(11, 2), word(11, 3), word(12, 0)};
    outcome.network_words = {word(12, 1), word(14, 0), word(14, 1), word(14, 2)};
    return outcome;
}

PromptOutcome Behaviour::answer(Person& person, const SlateOutcome& outcome) const {
    PromptOutcome result;
    const float s = satisfaction(person);
    if (person.fatigue > fatigue_limit) {
        person.frustration += frustration_prompt;
        person.trust -= trust_gain_ * taste_trust_loss * 0.4F * person.trust;
    }
    const float receptivity =
        receptive_break + receptivity_noise * normal_quantile(uniform(outcome.prompt_words[1]));
    const float logit = response_base_ + receptivity - response_fatigue_ * person.fatigue +
                        response_trust_ * (person.trust - 0.6F) + response_satisfaction_ * (s - 0.5F) +
                        person.response_effect;
    const float felt = outcome.enjoyment + thumb_noise_ * normal_quantile(uniform(outcome.prompt_words[2]));
    if (uniform(outcome.prompt_words[0]) < portable_logistic(logit) &&
        (felt > undecided_thumb || felt < -undecided_thumb))
        result.answer = felt > 0 ? ThumbAnswer::up : ThumbAnswer::down;
    const bool answered = result.answer != ThumbAnswer::none;
    const float out = opt_out_rate_ * portable_exp(0.9F * person.fatigue + 2.4F * (0.6F - person.trust) -
                                                   (answered ? 1.5F : 0.0F));
    if (uniform(outcome.prompt_words[3]) < std::min(out, 0.5F)) {
        person.opted_out = true;
        result.opted_out = true;
    }
    person.fatigue += person.fatigue_rate * (fatigue_per_prompt_ * (answered ? answered_fatigue : 1.0F) +
                                             (answered ? 0.0F : 0.5F * fatigue_per_dismissal_));
    return result;
}

} // namespace attune
