#include "core/measures/metrics/metric.h"

#include <array>
#include <utility>

namespace attune {
namespace {

std::vector<MetricSpec> table() {
    constexpr auto none = std::nullopt;
    const char* satisfaction =
        "Two-speed satisfaction of the behaviour model, section 3.6; counted by intention to treat "
        "(Hollis and Campbell, BMJ 1999)";
    const char* answers =
        "Naive mean over those who answered; biased as in Christakopoulou et al., RecSys 2020";
    const char* regret =
        "Behaviour model, section 3.5: enjoyment y; choice and enjoyment differ by clickbait";
    const char* unwanted = "Behaviour model, section 3.8: an examined item whose base value is below -1.2";
    const char* exposure =
        "Singh and Joachims, Fairness of Exposure in Rankings, KDD 2018, section 3: weights 1/log2(1 + rank)";
    const char* gini = "Gini 1912, mean difference form over sorted counts: sum (2i - n - 1) x_i / (n sum x)";
    const char* click =
        "Picks over examined impressions; Richardson, Dominowska and Ragno, WWW 2007, section 3";
    const char* slate = "Picks over slates shown";
    const char* adjusted = "Clicks over expected clicks, Zhang and Jones, WWW 2007 query log workshop; "
                           "examination 1/log2(1 + rank)";
    const char* retention =
        "Classic day-n retention: visited on day n exactly, enrolment is day 0, everyone enrolled counts";
    const char* survival =
        "Kaplan and Meier, JASA 1958, product limit; people still there at the end are censored";
    const char* hazard =
        "Occurrences over exposure: first departures per person-day at risk (Kaplan and Meier, JASA 1958)";
    const char* session = "Behaviour model, section 3.11: visits, slates and minutes";
    const char* conversion = "Behaviour model, section 3.12";
    const char* prompts = "Weekly budget per person as in Zhao et al., KDD 2018, over everyone enrolled";
    const char* weeks =
        "Distribution behind the weekly budget of Zhao et al., KDD 2018: whole weeks of everyone "
        "enrolled, by prompts shown in them";
    const char* response = "Answers over prompts shown, AAPOR response rate 1 with every prompt as eligible";
    const char* opt_out = "De-escalation proposal, section 9, OPT: cumulative, over everyone enrolled";
    const char* consent = "Consent records: granted at the end of the period, over everyone enrolled";
    const char* completed = "Behaviour model, section 3.5: consumed to the end";
    const char* belief = "Behaviour model, section 3.7; everyone enrolled, last value carried";
    const char* fatigue = "Behaviour model, section 3.9: fatigue Phi; everyone enrolled, fading by the hour";
    const char* signals = "Behaviour model, section 3.8: what people do about what they do not want";
    const char* by_lot = "Answers to questions at random moments, which nobody chose";
    const char* reasons = "Behaviour model, section 3.10: reasons after a thumb down or few stars";
    const char* nuance = "Our choice: distinct reasons as a measure of how much people let on";
    const char* said = "Behaviour model, section 3.10: answers with noise, kindness and carelessness";
    const char* bits = "Shannon, Bell System Technical Journal 1948, with the correction for few cases of "
                       "Miller and Madow, 1954";
    const char* receptive = "Behaviour model, section 3.9: receptivity R above 0";
    const char* keystrokes =
        "Keystroke-level model: Card, Moran and Newell, The Psychology of Human-Computer "
        "Interaction, 1983, chapter 8";
    const char* loop = "De-escalation proposal, section 9";
    const char* silence = "Behaviour model, section 5: non-response bias in true satisfaction";
    const char* weighted = "Inverse propensity weighting, self-normalised: Horvitz and Thompson, JASA 1952; "
                           "behaviour model, section 5";
    const char* effective = "Kish, Survey Sampling, 1965: (sum w)^2 / sum w^2";
    const char* coverage = "Catalogue coverage, Ge, Delgado-Battenfeld and Jannach, RecSys 2010, section 2";
    return {
        {.key = "satisfaction_true",
         .unit = "scale",
         .better = Better::higher,
         .seen = Seen::truth,
         .sentiment = true,
         .long_term = true,
         .source = satisfaction,
         .guardrail = 0.01},
        {.key = "satisfaction_answers",
         .unit = "scale",
         .better = Better::higher,
         .seen = Seen::answers,
         .sentiment = true,
         .source = answers,
         .guardrail = none},
        {.key = "satisfaction_weighted",
         .unit = "share",
         .better = Better::higher,
         .seen = Seen::answers,
         .sentiment = true,
         .source = weighted,
         .guardrail = none},
        {.key = "answers_effective",
         .unit = "share",
         .better = Better::higher,
         .seen = Seen::answers,
         .source = effective,
         .guardrail = none},
        {.key = "satisfaction_answerers",
         .unit = "scale",
         .better = Better::neither,
         .seen = Seen::truth,
         .sentiment = true,
         .source = silence,
         .guardrail = none},
        {.key = "nonresponse_bias",
         .unit = "difference",
         .better = Better::neither,
         .seen = Seen::truth,
         .sentiment = true,
         .source = silence,
         .guardrail = none},
        {.key = "trust_true",
         .unit = "scale",
         .better = Better::higher,
         .seen = Seen::truth,
         .sentiment = true,
         .long_term = true,
         .source = belief,
         .guardrail = none},
        {.key = "efficacy_true",
         .unit = "scale",
         .better = Better::higher,
         .seen = Seen::truth,
         .sentiment = true,
         .source = belief,
         .guardrail = none},
        {.key = "prompt_fatigue",
         .unit = "fatigue",
         .better = Better::lower,
         .seen = Seen::truth,
         .sentiment = true,
         .source = fatigue,
         .guardrail = none},
        {.key = "enjoyed_true",
         .unit = "share",
         .better = Better::higher,
         .seen = Seen::truth,
         .sentiment = true,
         .source = regret,
         .guardrail = none},
        {.key = "unwanted_share",
         .unit = "share",
         .better = Better::lower,
         .seen = Seen::truth,
         .sentiment = true,
         .source = unwanted,
         .guardrail = 0.01},
        {.key = "completed_share",
         .unit = "share",
         .better = Better::higher,
         .source = completed,
         .guardrail = none},
        {.key = "objections",
         .unit = "per 1,000",
         .better = Better::lower,
         .sentiment = true,
         .source = signals,
         .guardrail = none},
        {.key = "mutes",
         .unit = "per 1,000",
         .better = Better::lower,
         .sentiment = true,
         .source = signals,
         .guardrail = none},
        {.key = "complaints",
         .unit = "per 1,000",
         .better = Better::lower,
         .sentiment = true,
         .source = signals,
         .guardrail = none},
        {.key = "searches_instead",
         .unit = "share",
         .better = Better::lower,
         .source = signals,
         .guardrail = none},
        {.key = "abandoned_share",
         .unit = "share",
         .better = Better::lower,
         .source = signals,
         .guardrail = none},
        {.key = "exposure_share",
         .unit = "share",
         .better = Better::neither,
         .source = exposure,
         .guardrail = none},
        {.key = "exposure_gini", .unit = "gini", .better = Better::lower, .source = gini, .guardrail = none},
        {.key = "coverage", .unit = "share", .better = Better::higher, .source = coverage, .guardrail = none},
        {.key = "ctr", .unit = "share", .better = Better::higher, .source = click, .guardrail = none},
        {.key = "ctr_slate",
         .unit = "per slate",
         .better = Better::higher,
         .source = slate,
         .guardrail = none},
        {.key = "ctr_adjusted",
         .unit = "per look",
         .better = Better::higher,
         .source = adjusted,
         .guardrail = none},
        {.key = "active_share",
         .unit = "share",
         .better = Better::higher,
         .source = retention,
         .guardrail = none},
        {.key = "retention_1d",
         .unit = "share",
         .better = Better::higher,
         .source = retention,
         .guardrail = none},
        {.key = "retention_7d",
         .unit = "share",
         .better = Better::higher,
         .long_term = true,
         .source = retention,
         .guardrail = none},
        {.key = "retention_30d",
         .unit = "share",
         .better = Better::higher,
         .long_term = true,
         .source = retention,
         .guardrail = 0.02},
        {.key = "churn_30d",
         .unit = "share",
         .better = Better::lower,
         .long_term = true,
         .source = survival,
         .guardrail = 0.02},
        {.key = "churn_hazard",
         .unit = "per day",
         .better = Better::lower,
         .long_term = true,
         .source = hazard,
         .guardrail = none},
        {.key = "session_length",
         .unit = "slates",
         .better = Better::neither,
         .source = session,
         .guardrail = none},
        {.key = "session_minutes",
         .unit = "minutes",
         .better = Better::neither,
         .source = session,
         .guardrail = none},
        {.key = "regretted_minutes",
         .unit = "share",
         .better = Better::lower,
         .seen = Seen::truth,
         .sentiment = true,
         .source = regret,
         .guardrail = none},
        {.key = "conversion_session",
         .unit = "share",
         .better = Better::higher,
         .source = conversion,
         .guardrail = none},
        {.key = "conversion_user",
         .unit = "share",
         .better = Better::higher,
         .source = conversion,
         .guardrail = none},
        {.key = "prompts_per_user_week",
         .unit = "per user-week",
         .better = Better::neither,
         .source = prompts,
         .guardrail = none},
        {.key = "answers_per_user_week",
         .unit = "per user-week",
         .better = Better::higher,
         .source = prompts,
         .guardrail = none},
        {.key = "weeks_unasked",
         .unit = "share",
         .better = Better::neither,
         .source = weeks,
         .guardrail = none},
        {.key = "weeks_asked_once",
         .unit = "share",
         .better = Better::neither,
         .source = weeks,
         .guardrail = none},
        {.key = "weeks_asked_twice",
         .unit = "share",
         .better = Better::neither,
         .source = weeks,
         .guardrail = none},
        {.key = "weeks_asked_more",
         .unit = "share",
         .better = Better::neither,
         .source = weeks,
         .guardrail = none},
        {.key = "response_rate",
         .unit = "share",
         .better = Better::higher,
         .source = response,
         .guardrail = none},
        {.key = "satisfaction_random",
         .unit = "scale",
         .better = Better::higher,
         .sentiment = true,
         .source = by_lot,
         .guardrail = none},
        {.key = "reasons_given",
         .unit = "share",
         .better = Better::higher,
         .source = reasons,
         .guardrail = none},
        {.key = "reasons_true",
         .unit = "share",
         .better = Better::higher,
         .seen = Seen::truth,
         .source = reasons,
         .guardrail = none},
        {.key = "texts_right",
         .unit = "share",
         .better = Better::higher,
         .seen = Seen::truth,
         .source = reasons,
         .guardrail = none},
        {.key = "reasons_per_person",
         .unit = "per person",
         .better = Better::higher,
         .source = nuance,
         .guardrail = none},
        {.key = "answers_true",
         .unit = "share",
         .better = Better::higher,
         .seen = Seen::truth,
         .source = said,
         .guardrail = none},
        {.key = "answer_bits",
         .unit = "bits",
         .better = Better::higher,
         .seen = Seen::truth,
         .source = bits,
         .guardrail = none},
        {.key = "prompts_receptive",
         .unit = "share",
         .better = Better::higher,
         .seen = Seen::truth,
         .source = receptive,
         .guardrail = none},
        {.key = "seconds_per_answer",
         .unit = "seconds",
         .better = Better::lower,
         .seen = Seen::truth,
         .source = keystrokes,
         .guardrail = none},
        {.key = "taps_per_answer",
         .unit = "per answer",
         .better = Better::lower,
         .source = keystrokes,
         .guardrail = none},
        {.key = "offers_per_user_week",
         .unit = "per user-week",
         .better = Better::neither,
         .source = prompts,
         .guardrail = none},
        {.key = "offers_taken", .unit = "share", .better = Better::higher, .source = loop, .guardrail = none},
        {.key = "fal",
         .unit = "share",
         .better = Better::lower,
         .seen = Seen::truth,
         .source = loop,
         .guardrail = none},
        {.key = "directions", .unit = "share", .better = Better::neither, .source = loop, .guardrail = none},
        {.key = "directions_right",
         .unit = "share",
         .better = Better::higher,
         .seen = Seen::truth,
         .source = loop,
         .guardrail = none},
        {.key = "resolved", .unit = "share", .better = Better::higher, .source = loop, .guardrail = none},
        {.key = "promised", .unit = "share", .better = Better::higher, .source = loop, .guardrail = none},
        {.key = "pkp", .unit = "share", .better = Better::higher, .source = loop, .guardrail = none},
        {.key = "opt_out_rate",
         .unit = "share",
         .better = Better::lower,
         .source = opt_out,
         .guardrail = 0.01},
        {.key = "consent_share",
         .unit = "share",
         .better = Better::neither,
         .source = consent,
         .guardrail = none},
        {.key = "consent_improve_share",
         .unit = "share",
         .better = Better::neither,
         .source = consent,
         .guardrail = none},
        {.key = "withdrawals_per_1000",
         .unit = "per 1,000 and month",
         .better = Better::lower,
         .source = consent,
         .guardrail = none},
    };
}

} // namespace

const std::vector<MetricSpec>& metric_specs() {
    static const std::vector<MetricSpec> specs = table();
    return specs;
}

const MetricSpec* find_metric(std::string_view key) {
    for (const MetricSpec& spec : metric_specs())
        if (spec.key == key) return &spec;
    return nullptr;
}

int days_needed(std::string_view key) {
    constexpr std::array<std::pair<std::string_view, int>, 8> longer = {{{"retention_1d", 2},
                                                                         {"retention_7d", 8},
                                                                         {"retention_30d", 31},
                                                                         {"churn_30d", 30},
                                                                         {"weeks_unasked", 7},
                                                                         {"weeks_asked_once", 7},
                                                                         {"weeks_asked_twice", 7},
                                                                         {"weeks_asked_more", 7}}};
    for (const auto& [metric, days] : longer)
        if (metric == key) return days;
    return 1;
}

} // namespace attune
