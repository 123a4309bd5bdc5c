// What people say when they say something: stars, thumbs, the satisfaction question, reasons, long forms,
// ratings nobody asked for. Behaviour model 3.9 and 3.10. Nothing here draws: every function takes the random
// words or normal deviates it uses, so the caller decides at which address they stand (core/base/random.h).
#pragma once

#include "core/recommender/feedback/annotation.h"
#include "simulations/population/population.h"

#include <cstdint>

namespace attune {

/// Constants of the answer model. Those that the table of assumptions has are filled from it by the caller;
/// the grade in brackets is that of the behaviour model (A measured in the field ... D our own choice).
struct AnswerConstants {
    // Stars: 3 + star_slope x enjoyment + positivity + noise, rounded, 1 .. 5.
    float star_slope = 1.1F;      ///< stars per nat of enjoyment (D)
    float positivity_mean = 0.3F; ///< stars, how much kinder than the middle a person rates (D)
    float positivity_sd = 0.4F;   ///< stars, between people (D)
    float star_noise = 0.48F;     ///< stars, from one rating to the next (A: Amatriain et al. 2009, E6)
    float mild_noise = 1.3F; ///< times the noise where the opinion lies in 2 .. 3.5 stars (A direction, E6)
    // Thumbs.
    float thumb_noise = 0.45F;     ///< nat (D); world.response.thumb_noise
    float undecided_thumb = 0.15F; ///< nat, no thumb this close to indifference (D)
    // The satisfaction question.
    float satisfaction_noise = 0.12F; ///< of satisfaction in [0, 1] (D)
    // Careless answers: the same value as last time.
    float careless_above = 2.5F;  ///< fatigue from which on they happen (D)
    float careless_share = 0.25F; ///< of the answers beyond it (D)
    // Reasons.
    float reason_accuracy = 0.75F; ///< share that name the true cause (D)
    // Forms: each question after the first keeps this share of those who began.
    float phone_completion = 0.88F;        ///< (D)
    float large_screen_completion = 0.93F; ///< (D)
    // Ratings nobody asked for. That the extreme speak up is measured (A direction: Schoenmueller, Netzer and
    // Stahl 2020); the form is ours (D), its level gives about 1.5 ratings per 100 consumptions, as many
    // likes as E19 counts (B).
    float volunteer_base = -5.2F;     ///< logit at indifference
    float volunteer_extremity = 1.0F; ///< logit per nat of enjoyment, whether good or bad
    // A prompt that cannot be closed.
    float coerced_noise = 1.8F; ///< times the noise of stars, thumbs and satisfaction (D)
};

class Answers {
public:
    Answers() = default;
    explicit Answers(const AnswerConstants& constants)
        : constants_(constants) {}

    const AnswerConstants& constants() const { return constants_; }

    /// A person's positivity b_u, stars; `normal` is drawn once per person.
    float positivity(float normal) const;

    /// 1 .. 5 for an item of this enjoyment (nat). `noise_times` is 1, or coerced_noise.
    int stars(float enjoyment, float positivity, float normal, float noise_times = 1) const;

    /// 1 up, -1 down, 0 none: the person cannot decide.
    int thumb(float enjoyment, float normal, float noise_times = 1) const;

    /// Answer to "how satisfied are you", 1 .. 5; 1 + 4 S up to noise and rounding.
    int satisfaction(float satisfaction, float normal, float noise_times = 1) const;

    /// Whether a person this tired of being asked just repeats the last answer; `u` is uniform.
    bool careless(float fatigue, float u) const;

    /// The reason given, which may be any of the list; `u_true` decides whether it is the true one, `other`
    /// which other it is otherwise.
    Reason reason(Reason cause, float u_true, std::uint32_t other) const;

    /// Share of those who answer the first of `questions` that answer the last as well.
    float completion(Device device, int questions) const;

    /// Probability of rating something unasked after consuming it.
    float volunteers(float enjoyment) const;

private:
    AnswerConstants constants_;
};

} // namespace attune
