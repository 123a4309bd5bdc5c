// What is assumed about the simulated people and items: every constant of the world, as plain values.
// Meaning, range, default, grade and source are in the table (world_parameters()), once.
#pragma once

#include "core/base/parameter.h"

namespace attune {

/// Members carry the defaults of world_parameters(); a test keeps the two equal.
struct Assumptions {
    // Items.
    int categories = 20;
    double large_item_share = 0.65;
    double quality_sd = 0.35;
    double brand_pull = 0.3;
    double clickbait_power = 1.8;

    // Taste.
    double liked_mean = 1.3;
    double disliked_mean = -2.2;
    double neutral_mean = -0.4;
    double latent_sd = 0.7;
    double match_sd = 0.4;
    double majority = 0.4;
    double price_care = 0.25;
    double niche_share = 0.2;

    // Tastes over time.
    double drift_keep = 0.98;
    double drift_sd = 0.05;
    double life_event_rate = 0.0083;
    double drift_by_consumption = 0.1;
    double season_amplitude = 0.4;
    double season_share = 0.1;
    int season_period = 365;
    int shock_day = 0;
    double shock_share = 0.5;

    // Choice.
    double no_choice = 3.5;
    double examination_decay = 0.9;
    double clickbait_pull = 0.6;
    double clickbait_regret = 0.9;
    double context_sd = 0.3;
    double novelty_pull = 0.15;

    // Devices, ages and abilities.
    double phone_share = 0.55;
    double phone_depth = -0.27;
    double large_screen_depth = 0.21;
    double under_20_share = 0.10;
    double under_20_depth = -0.3;
    double age_16_24_share = 0.22;
    double age_25_39_share = 0.30;
    double age_40_59_share = 0.30;
    double young_response = -0.15;
    double old_response = 0.10;
    double young_fatigue = 1.25;
    double tablet_share = 0.14;
    double device_unknown_share = 0.03;
    double age_not_said_share = 0.2;
    double screen_reader_share = 0.02;
    double low_vision_share = 0.04;
    double motor_share = 0.03;
    double low_literacy_share = 0.12;
    double ability_not_said_share = 0.5;
    double aided_time = 1.5;
    double aided_slips = 2;

    // Satiation.
    double satiation_cost = 0.45;
    double satiation_exposure = 0.05;
    double satiation_consumption = 0.5;
    double satiation_half_life = 36;

    // Consumption and satisfaction.
    double enjoyment_noise = 0.5;
    double depth_noise = 0.9;
    double left_at_once = -0.01;
    double left_early = 0.55;
    double left_before_end = 1.16;
    double satisfaction_memory = 0.85;
    double satisfaction_gain = 2.2;
    double satisfaction_neutral = 0.0;
    double trust_start = 0.6;
    double trust_gain = 0.010;
    double expectation_rate = 0.05;
    double disappointment = 0.1;
    double repetition = 2;

    // Belief that feedback works.
    double efficacy_start = 0.45;
    double efficacy_notice = 0.3;
    int efficacy_watch = 40;
    double efficacy_shown = 0.5;

    // Dissatisfaction.
    double unwanted_below = -1.2;
    double frustration_half_life = 12;
    double control_awareness = 0.56;
    double tap_rate = 0.02;
    double mistap_rate = 0.0004;
    double category_half_life = 72;
    double complaint_spread = 1.7;
    double complaint_burst = 0.2;
    double skip_spread = 0.3;
    double search_rate = 0.2;
    double complaint_rate = 0.002;
    double mute_rate = 0.004;
    bool misspecified = false;
    double quest_share = 0.1;
    double quest_pull = 1.0;

    // Prompts.
    double response_after_conversion = 0.6;
    double response_at_pause = 0.3;
    double response_when_fruitless = -0.1;
    double response_at_random = -0.6;
    double response_on_tour = 0.8;
    double response_stars = -1.55;
    double response_survey = -0.5;
    double response_window = 0.3;
    double response_coerced = 0.9;
    double reason_given = 0.5;
    double reason_trust = 1.5;
    double own_words = 0.17;
    double response_to_offer = 1.2;
    double offer_right = 0.75;
    double less_detail = 0.1;
    double channel_opt_out = 0.2;
    double response_base = -1.35;
    double response_fatigue = 0.55;
    double response_trust = 0.8;
    double response_satisfaction = 1.0;
    double response_person_sd = 0.7;
    double thumb_noise = 0.45;
    double fatigue_per_prompt = 0.14;
    double fatigue_per_dismissal = 0.24;
    double fatigue_half_life = 168;
    double interruption_cost = 0.05;
    double interruption_half_life = 21;
    double opt_out_rate = 0.0006;
    double response_efficacy = 1;
    double response_extremes = 0.3;
    double habituation = 0.15;
    double habituation_half_life = 15;
    double night_receptivity = -0.8;
    double large_screen_receptivity = -0.15;
    double opt_in_rate = 0.002;

    // Visits, leaving and coming back.
    double visit_rate = 0.9;
    double visit_rate_sd = 0.6;
    double visit_slates = 7;
    double churn_rate = 0.0028;
    double return_rate = 0.006;
    double conversion_base = -5.5;
    double night_share = 0.08;

    // People who are up to something.
    double brigade_share = 0;
    double promoter_share = 0;
    double spammer_share = 0;
    double griefer_share = 0;
    int brigade_day = 10;
    int brigade_days = 7;

    // Consent, network, and what may go wrong.
    double consent_adjust = 0.65;
    double consent_improve = 0.40;
    double consent_session = 0.75;
    double consent_experiments = 0.45;
    double consent_fairness = 0.45;
    double consent_comments = 0.30;
    double consent_share = 0.25;
    double consent_deferral = 0.1;
    double consent_renewal = 0.7;
    double consent_benefit = 0.5;
    double notice_second_click = 2.9;
    double notice_granular = -0.5;
    double notice_plain = -4;
    double global_signal_share = 0.08;
    double withdrawal_rate = 0.004;
    double withdrawal_breach = 5;
    double duplicate_share = 0.01;
    int breach_day = 0;
    double breach_share = 0.5;

    bool operator==(const Assumptions&) const = default;
};

using AssumptionTable = ParameterTable<Assumptions>;
const AssumptionTable& world_parameters();

} // namespace attune
