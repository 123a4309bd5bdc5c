// The additive building blocks of the metrics. A block of people counts its own day into a Tallies; days,
// blocks and groups are added; and every ratio metric is one line of the table here, numerator over
// denominator. Daily values, run totals, groups and intervals therefore all evaluate the same definition.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace attune {

/// What is counted. "Everyone enrolled" includes those who left: their days, and their last satisfaction,
/// count on.
enum class Tally : std::uint8_t {
    users_enrolled,    ///< people; level
    person_days,       ///< one per person enrolled and day, also after leaving
    satisfaction_sum,  ///< true satisfaction S at the end of the day, summed over person_days, last value
                       ///< carried
    active_users,      ///< people with at least one visit on the day
    sessions,          ///< visits
    slates,            ///< slates shown
    impressions,       ///< items shown
    examined,          ///< items shown and looked at
    expected_clicks,   ///< items shown, each weighted by examination_weight(rank)
    picks,             ///< items picked
    consumed,          ///< consumptions
    enjoyed,           ///< consumptions with true enjoyment y > 0
    completed,         ///< consumptions to the end
    minutes,           ///< minutes of visits
    regretted_minutes, ///< minutes on consumptions with true enjoyment y <= 0
    conversions,       ///< conversions
    sessions_with_conversion, ///< visits with at least one
    users_with_conversion,    ///< people with at least one so far; level
    prompts,                  ///< prompts shown
    answers,                  ///< prompts answered with a thumb, up or down
    thumbs_up,                ///< how good answers are, 0 to 1, summed: 1 for a thumb up or five stars
    opt_outs,                 ///< people who have turned prompts off; level
    at_risk,                  ///< people who had never left before the day
    churned,                  ///< people at risk who left on the day
    returned,                 ///< people who came back on the day
    unwanted_examined,        ///< examined items that the person truly does not want
    consented,                ///< people who grant "adjust my recommendations"; level
    consented_improve,        ///< people who grant "improve models"; level
    withdrawals,              ///< consents taken back
    due_1d,                   ///< people for whom the day is day 1 after enrolment (enrolment is day 0)
    retained_1d,              ///< of these, with a visit on that day
    due_7d,
    retained_7d,
    due_30d,
    retained_30d,
    person_weeks,     ///< one per person enrolled and whole week, also after leaving; on the week's last day
    weeks_unasked,    ///< of these, those in which the person got no prompt
    weeks_asked_once, ///< one prompt
    weeks_asked_twice,
    weeks_asked_more,      ///< three or more
    answered_satisfaction, ///< true satisfaction S of who answers, summed over answers
    random_answers,        ///< answers to questions that came by lot
    random_value,          ///< what they said, 0 to 1, summed
    noes,                  ///< answers that were a no and were followed by "why?"
    reasons,               ///< reasons given
    reasons_true,          ///< ... that are the true ones
    texts,                 ///< reasons written in own words
    texts_right,           ///< ... from which the device read the true one
    reasons_new,           ///< ... that the person had not given before
    opinions_told,         ///< answers for or against what was asked about: thumbs, or other than three stars
    opinions_true,         ///< ... that say what the person really thinks
    prompts_met,           ///< prompts to people who can be open to a question or not
    prompts_receptive,     ///< ... who really were just then
    prompt_seconds,        ///< people's time spent on prompts, answered or not
    prompt_taps,           ///< taps likewise
    trust_sum,             ///< trust T at the end of the day, summed over person_days
    efficacy_sum,          ///< belief F that feedback works, likewise
    fatigue_sum,           ///< fatigue Phi from being asked at the end of the day, summed over person_days
    offers,                ///< offers after an overt sign of dissatisfaction
    topic_offers,          ///< ... about a category
    offers_false,          ///< ... that is not really unwanted
    offers_taken,          ///< ... from which something was chosen
    adjustments,           ///< choices that changed a weight
    promises,              ///< ... with a promise of when
    resolved,              ///< episodes that ended well
    topics_taken,          ///< ... about a topic or a provider
    directions,            ///< questions which way to go, among the offers
    directions_right,      ///< ... to people who were after something
    promises_due,          ///< promises whose time has come
    promises_kept,         ///< ... kept
    taps,                  ///< items people said "not interested" to
    mutes,                 ///< items whose provider people muted
    searches,              ///< slates left to search for something else
    complaints,            ///< complaints in words
    abandoned,             ///< visits over within two slates with nothing consumed
    count_,
};

constexpr std::size_t tally_count = static_cast<std::size_t>(Tally::count_);

/// One number per tally. Counts are whole numbers held in doubles: exact up to 2^53 and free of order. Only
/// satisfaction and minutes are not whole; add those in a fixed order.
struct Tallies {
    std::array<double, tally_count> v{};

    double& operator[](Tally tally) { return v[static_cast<std::size_t>(tally)]; }
    double operator[](Tally tally) const { return v[static_cast<std::size_t>(tally)]; }

    /// Adds other people of the same days.
    Tallies& operator+=(const Tallies& other) {
        for (std::size_t i = 0; i < tally_count; ++i)
            v[i] += other.v[i];
        return *this;
    }
    bool operator==(const Tallies&) const = default;
};

/// A level is how many people are in a state at the end of the day; all other tallies are events of the day.
constexpr bool is_level(Tally tally) {
    return tally == Tally::users_enrolled || tally == Tally::users_with_conversion ||
           tally == Tally::opt_outs || tally == Tally::consented || tally == Tally::consented_improve;
}

/// Adds the same people's next day: events add up, a level becomes the day's.
void add_day(Tallies& period, const Tallies& day);

/// What a ratio counts; decides which interval one run can give (statistics/summary.h).
enum class Counts : std::uint8_t {
    amounts, ///< sums of anything
    events,  ///< yes or no, many times per person
    people,  ///< yes or no, once per person
};

/// A ratio metric: scale x numerator / denominator.
struct RatioSpec {
    std::string_view metric;
    Tally numerator = Tally::count_;
    Tally denominator = Tally::count_;
    double scale = 1;
    Counts counts = Counts::amounts;
};

const std::vector<RatioSpec>& ratio_specs();
/// The ratio behind a metric key, or null where the metric is not a ratio of tallies.
const RatioSpec* find_ratio(std::string_view metric);

/// The metric over the counted people and days; NaN where the denominator is 0.
double ratio_value(const RatioSpec& ratio, const Tallies& tallies);
/// The same by key, which must be that of a ratio metric.
double ratio_value(std::string_view metric, const Tallies& tallies);

} // namespace attune
