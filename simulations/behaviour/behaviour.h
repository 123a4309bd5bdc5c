// What simulated people do: when they come, what they pick from a slate, how much they enjoy it, whether they
// object, answer, leave. Behaviour model 3.3 to 3.12. Random numbers are addressed by person, visit, slate
// and item, so two policies meet the same person on the same day.
#pragma once

#include "core/base/random.h"
#include "core/recommender/feedback/feedback.h"
#include "core/recommender/ranking/slate.h"
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
    std::uint32_t category = 0;
};

/// Everything that happened on one slate.
struct SlateOutcome {
    int picked_rank = -1;
    int examined = 0;
    int unwanted_examined = 0;
    std::uint32_t tapped_ranks = 0; ///< "not interested", one bit per rank
    // Of the pick:
    float enjoyment = 0; ///< y, nat
    float depth = 0;     ///< [0, 1]
    float minutes = 0;   ///< spent consuming
    bool converted = false;
    bool goes_on = false; ///< whether the person looks at another slate
    // Random words left for what follows on this slate.
    std::array<std::uint32_t, 4> prompt_words{};
    std::array<std::uint32_t, 4> network_words{};
};

enum class ThumbAnswer : std::uint8_t { none, up, down };

struct PromptOutcome {
    ThumbAnswer answer = ThumbAnswer::none;
    bool opted_out = false;
};

class Behaviour {
public:
    Behaviour(const Assumptions& assumptions, const WorldData& world, std::uint64_t seed);

    /// Satisfaction S in [0, 1] from the stock of experience.
    float satisfaction(const Person& person) const;

    /// Leaving and returning for one day, then how many visits it has (0 .. 3) and at which hours of the day.
    struct Day {
        int visits = 0;
        std::array<float, 3> hour{};
        bool left = false; ///< left on this day, for the first time or again
        bool returned = false;
    };
    Day begin_day(Person& person, std::uint32_t user, int day) const;

    /// Brings the decaying state up to `hours`; call at the start of a visit.
    void begin_visit(Person& person, float hours) const;
    /// How many slates the person is ready to look at, at most.
    int patience(const Person& person, std::uint32_t user, std::uint32_t visit) const;

    /// The person looks at a slate, the `number`-th of the visit.
    SlateOutcome react(Person& person, std::uint32_t user, std::uint32_t visit, std::uint32_t number,
                       const Slate& slate) const;

    /// The person meets a thumb prompt about what was just picked on this slate.
    PromptOutcome answer(Person& person, const SlateOutcome& outcome) const;

    /// True worth of an item to a person, b_ui, nat.
    float worth(const Person& person, std::uint32_t user, std::uint32_t item) const;

    static constexpr float minutes_per_slate = 0.5F;

private:
    float match(std::uint32_t user_salt, std::uint32_t item) const;

    std::uint64_t seed_;
    std::vector<ItemWorld> items_;
    std::array<float, 4096> match_table_{};
    std::array<float, slate_length> rank_term_{};
    float no_choice_, clickbait_pull_, clickbait_regret_;
    float satiation_cost_, satiation_exposure_, satiation_consumption_, satiation_half_life_;
    float enjoyment_noise_, depth_noise_, left_at_once_, left_early_, left_before_end_;
    float memory_, gain_, neutral_, trust_gain_;
    float unwanted_below_, frustration_half_life_, tap_rate_, mistap_rate_;
    float response_base_, response_fatigue_, response_trust_, response_satisfaction_, thumb_noise_;
    float fatigue_per_prompt_, fatigue_per_dismissal_, fatigue_half_life_, opt_out_rate_;
    float patience_, churn_, return_, conversion_base_;
};

} // namespace attune
