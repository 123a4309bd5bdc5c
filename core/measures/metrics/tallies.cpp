#include "core/measures/metrics/tallies.h"

#include <cassert>
#include <limits>

namespace attune {

void add_day(Tallies& period, const Tallies& day) {
    for (std::size_t i = 0; i < tally_count; ++i) {
        if (is_level(static_cast<Tally>(i)))
            period.v[i] = day.v[i];
        else
            period.v[i] += day.v[i];
    }
}

const std::vector<RatioSpec>& ratio_specs() {
    using T = Tally;
    static const std::vector<RatioSpec> table = {
        {.metric = "satisfaction_true", .numerator = T::satisfaction_sum, .denominator = T::person_days},
        {.metric = "satisfaction_answers",
         .numerator = T::thumbs_up,
         .denominator = T::answers,
         .counts = Counts::events},
        {.metric = "enjoyed_true",
         .numerator = T::enjoyed,
         .denominator = T::consumed,
         .counts = Counts::events},
        {.metric = "completed_share",
         .numerator = T::completed,
         .denominator = T::consumed,
         .counts = Counts::events},
        {.metric = "satisfaction_answerers",
         .numerator = T::answered_satisfaction,
         .denominator = T::answers},
        {.metric = "trust_true", .numerator = T::trust_sum, .denominator = T::person_days},
        {.metric = "efficacy_true", .numerator = T::efficacy_sum, .denominator = T::person_days},
        {.metric = "prompt_fatigue", .numerator = T::fatigue_sum, .denominator = T::person_days},
        {.metric = "unwanted_share",
         .numerator = T::unwanted_examined,
         .denominator = T::examined,
         .counts = Counts::events},
        {.metric = "ctr", .numerator = T::picks, .denominator = T::examined, .counts = Counts::events},
        {.metric = "ctr_slate", .numerator = T::picks, .denominator = T::slates},
        {.metric = "ctr_adjusted", .numerator = T::picks, .denominator = T::expected_clicks},
        {.metric = "objections", .numerator = T::taps, .denominator = T::examined, .scale = 1000},
        {.metric = "mutes", .numerator = T::mutes, .denominator = T::examined, .scale = 1000},
        {.metric = "complaints", .numerator = T::complaints, .denominator = T::slates, .scale = 1000},
        {.metric = "searches_instead",
         .numerator = T::searches,
         .denominator = T::slates,
         .counts = Counts::events},
        {.metric = "abandoned_share",
         .numerator = T::abandoned,
         .denominator = T::sessions,
         .counts = Counts::events},
        {.metric = "active_share",
         .numerator = T::active_users,
         .denominator = T::person_days,
         .counts = Counts::events},
        {.metric = "retention_1d",
         .numerator = T::retained_1d,
         .denominator = T::due_1d,
         .counts = Counts::people},
        {.metric = "retention_7d",
         .numerator = T::retained_7d,
         .denominator = T::due_7d,
         .counts = Counts::people},
        {.metric = "retention_30d",
         .numerator = T::retained_30d,
         .denominator = T::due_30d,
         .counts = Counts::people},
        {.metric = "churn_hazard",
         .numerator = T::churned,
         .denominator = T::at_risk,
         .counts = Counts::events},
        {.metric = "session_length", .numerator = T::slates, .denominator = T::sessions},
        {.metric = "session_minutes", .numerator = T::minutes, .denominator = T::sessions},
        {.metric = "regretted_minutes", .numerator = T::regretted_minutes, .denominator = T::minutes},
        {.metric = "conversion_session",
         .numerator = T::sessions_with_conversion,
         .denominator = T::sessions,
         .counts = Counts::events},
        {.metric = "conversion_user",
         .numerator = T::users_with_conversion,
         .denominator = T::users_enrolled,
         .counts = Counts::people},
        {.metric = "prompts_per_user_week",
         .numerator = T::prompts,
         .denominator = T::person_days,
         .scale = 7},
        {.metric = "answers_per_user_week",
         .numerator = T::answers,
         .denominator = T::person_days,
         .scale = 7},
        {.metric = "weeks_unasked",
         .numerator = T::weeks_unasked,
         .denominator = T::person_weeks,
         .counts = Counts::events},
        {.metric = "weeks_asked_once",
         .numerator = T::weeks_asked_once,
         .denominator = T::person_weeks,
         .counts = Counts::events},
        {.metric = "weeks_asked_twice",
         .numerator = T::weeks_asked_twice,
         .denominator = T::person_weeks,
         .counts = Counts::events},
        {.metric = "weeks_asked_more",
         .numerator = T::weeks_asked_more,
         .denominator = T::person_weeks,
         .counts = Counts::events},
        {.metric = "response_rate",
         .numerator = T::answers,
         .denominator = T::prompts,
         .counts = Counts::events},
        {.metric = "satisfaction_random", .numerator = T::random_value, .denominator = T::random_answers},
        {.metric = "reasons_given",
         .numerator = T::reasons,
         .denominator = T::noes,
         .counts = Counts::events},
        {.metric = "reasons_true",
         .numerator = T::reasons_true,
         .denominator = T::reasons,
         .counts = Counts::events},
        {.metric = "texts_right",
         .numerator = T::texts_right,
         .denominator = T::texts,
         .counts = Counts::events},
        {.metric = "reasons_per_person", .numerator = T::reasons_new, .denominator = T::users_enrolled},
        {.metric = "answers_true",
         .numerator = T::opinions_true,
         .denominator = T::opinions_told,
         .counts = Counts::events},
        {.metric = "prompts_receptive",
         .numerator = T::prompts_receptive,
         .denominator = T::prompts_met,
         .counts = Counts::events},
        {.metric = "seconds_per_answer", .numerator = T::prompt_seconds, .denominator = T::answers},
        {.metric = "taps_per_answer", .numerator = T::prompt_taps, .denominator = T::answers},
        {.metric = "offers_per_user_week", .numerator = T::offers, .denominator = T::person_days, .scale = 7},
        {.metric = "offers_taken",
         .numerator = T::offers_taken,
         .denominator = T::offers,
         .counts = Counts::events},
        {.metric = "fal",
         .numerator = T::offers_false,
         .denominator = T::topic_offers,
         .counts = Counts::events},
        {.metric = "directions",
         .numerator = T::directions,
         .denominator = T::offers,
         .counts = Counts::events},
        {.metric = "directions_right",
         .numerator = T::directions_right,
         .denominator = T::directions,
         .counts = Counts::events},
        {.metric = "resolved",
         .numerator = T::resolved,
         .denominator = T::topics_taken,
         .counts = Counts::events},
        {.metric = "promised",
         .numerator = T::promises,
         .denominator = T::adjustments,
         .counts = Counts::events},
        {.metric = "pkp",
         .numerator = T::promises_kept,
         .denominator = T::promises_due,
         .counts = Counts::events},
        {.metric = "opt_out_rate",
         .numerator = T::opt_outs,
         .denominator = T::users_enrolled,
         .counts = Counts::people},
        {.metric = "withdrawals_per_1000",
         .numerator = T::withdrawals,
         .denominator = T::person_days,
         .scale = 30000},
        {.metric = "consent_share",
         .numerator = T::consented,
         .denominator = T::users_enrolled,
         .counts = Counts::people},
        {.metric = "consent_improve_share",
         .numerator = T::consented_improve,
         .denominator = T::users_enrolled,
         .counts = Counts::people},
    };
    return table;
}

const RatioSpec* find_ratio(std::string_view metric) {
    for (const RatioSpec& ratio : ratio_specs())
        if (ratio.metric == metric) return &ratio;
    return nullptr;
}

double ratio_value(const RatioSpec& ratio, const Tallies& tallies) {
    const double denominator = tallies[ratio.denominator];
    if (denominator == 0) return std::numeric_limits<double>::quiet_NaN();
    return ratio.scale * tallies[ratio.numerator] / denominator;
}

double ratio_value(std::string_view metric, const Tallies& tallies) {
    const RatioSpec* ratio = find_ratio(metric);
    assert(ratio && "only ratio metrics have a value over tallies");
    return ratio_value(*ratio, tallies);
}

} // namespace attune
