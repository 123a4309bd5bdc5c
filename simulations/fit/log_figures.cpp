#include "simulations/fit/log_figures.h"

#include "core/base/portable_math.h"
#include "core/base/random.h"

#include <Eigen/Core>
#include <algorithm>
#include <cassert>
#include <cmath>

namespace attune {
namespace {

using F = LogFigure;

constexpr std::size_t clusters = 512; ///< of people: the units of the covariance
constexpr float load_half_life = 168;
constexpr double hours_per_week = 168;
constexpr double silence = 14 * 24.0; ///< hours without a visit that say somebody was away
constexpr double overlap = 24; ///< hours: visits on two devices may overlap, and be told one after the other
constexpr int least_days_for_silence = 28;
constexpr float opt_out_load = 1.5F;

F load_band(float load) {
    return load < 0.25F ? F::response_rested
           : load < 1   ? F::response_load_1
           : load < 2   ? F::response_load_2
           : load < 4   ? F::response_load_4
                        : F::response_load_more;
}

F number_band(std::uint32_t before) {
    return before == 0   ? F::response_first
           : before < 4  ? F::response_to_4
           : before < 9  ? F::response_to_9
           : before < 19 ? F::response_to_19
                         : F::response_later;
}

F gap_band(double hours) {
    return hours < 12    ? F::response_soon
           : hours < 48  ? F::response_in_2_days
           : hours < 96  ? F::response_in_4_days
           : hours < 192 ? F::response_in_8_days
                         : F::response_long_after;
}

bool is_share(std::string_view unit) {
    return unit == "share" || unit == "scale";
}

} // namespace

const std::array<LogFigureSpec, log_figure_count>& log_figures() {
    static const std::array<LogFigureSpec, log_figure_count> table = {{
        {F::prompts_per_user_week, "prompts_per_user_week", "per user-week"},
        {F::response_rate, "response_rate", "share"},
        {F::response_rested, "response_rested", "share"},
        {F::response_load_1, "response_load_1", "share"},
        {F::response_load_2, "response_load_2", "share"},
        {F::response_load_4, "response_load_4", "share"},
        {F::response_load_more, "response_load_more", "share"},
        {F::response_first, "response_first", "share"},
        {F::response_to_4, "response_to_4", "share"},
        {F::response_to_9, "response_to_9", "share"},
        {F::response_to_19, "response_to_19", "share"},
        {F::response_later, "response_later", "share"},
        {F::response_soon, "response_soon", "share"},
        {F::response_in_2_days, "response_in_2_days", "share"},
        {F::response_in_4_days, "response_in_4_days", "share"},
        {F::response_in_8_days, "response_in_8_days", "share"},
        {F::response_long_after, "response_long_after", "share"},
        {F::response_after_answer, "response_after_answer", "share"},
        {F::response_after_silence, "response_after_silence", "share"},
        {F::response_pairs, "response_pairs", "share"},
        {F::opt_outs_per_prompt, "opt_outs_per_prompt", "share"},
        {F::opt_outs_rested, "opt_outs_rested", "share"},
        {F::opt_outs_loaded, "opt_outs_loaded", "share"},
        {F::opt_out_rate, "opt_out_rate", "share"},
        {F::visits_per_day, "visits_per_day", "per day"},
        {F::visits_first_week, "visits_first_week", "per day"},
        {F::visit_pairs, "visit_pairs", "pairs"},
        {F::active_first_week, "active_first_week", "share"},
        {F::active_middle_week, "active_middle_week", "share"},
        {F::active_last_week, "active_last_week", "share"},
        {F::silent_at_end, "silent_at_end", "share"},
        {F::came_back, "came_back", "share"},
        {F::session_length, "session_length", "slates"},
        {F::session_minutes, "session_minutes", "minutes"},
        {F::ctr_slate, "ctr_slate", "per slate"},
        {F::left_at_once, "left_at_once", "share"},
        {F::left_early, "left_early", "share"},
        {F::left_before_end, "left_before_end", "share"},
        {F::taps_per_slate, "taps_per_slate", "per slate"},
        {F::satisfaction_answers, "satisfaction_answers", "scale"},
        {F::conversion_session, "conversion_session", "share"},
        {F::consent_share, "consent_share", "share"},
        {F::consent_improve, "consent_improve", "share"},
    }};
    return table;
}

LogReducer::Person& LogReducer::person(const LoggedEvent& event) {
    if (clusters_.empty()) clusters_.resize(clusters);
    const auto [found, is_new] =
        index_.try_emplace(event.user.value, static_cast<std::uint32_t>(people_.size()));
    if (is_new) {
        people_.push_back({.user = event.user.value});
        late_ += event.hours >= 48 ? 1 : 0;
    }
    return people_[found->second];
}

Fraction& LogReducer::of(const Person& person, LogFigure figure) {
    return clusters_[mix64(person.user) % clusters][static_cast<std::size_t>(figure)];
}

LogReducer::Trouble LogReducer::add(const LoggedEvent& event) {
    last_ = std::max(last_, event.hours);
    if (event.kind == LoggedKind::impression) return Trouble::none;
    Person& who = person(event);
    switch (event.kind) {
    case LoggedKind::consent: {
        // The first answer alone: later ones are those of people who changed their minds or were asked again.
        if (who.asked_for_consent) break;
        who.asked_for_consent = true;
        const auto given = [&](Purpose purpose) { return event.consent.permits(purpose) ? 1.0 : 0.0; };
        of(who, F::consent_share) += {given(Purpose::adjust_my_recommendations), 1};
        of(who, F::consent_improve) += {given(Purpose::improve_models), 1};
        break;
    }
    case LoggedKind::session:
        return session(who, event);
    case LoggedKind::feedback:
        feedback(who, event);
        break;
    case LoggedKind::prompt:
        return prompt(who, event.hours);
    case LoggedKind::answer:
        return answer(who, event.response);
    case LoggedKind::opt_out:
        if (who.prompts > 0) {
            of(who, F::opt_outs_per_prompt).numerator += 1;
            of(who, who.opt_out_band).numerator += 1;
        }
        who.opted_out = true;
        break;
    case LoggedKind::conversion:
        if (who.converted_visit != event.visit) of(who, F::conversion_session).numerator += 1;
        who.converted_visit = event.visit;
        break;
    case LoggedKind::opt_in:
        who.opted_out = false;
        break;
    default: // kinds that no figure is made of
        break;
    }
    return Trouble::none;
}

LogReducer::Trouble LogReducer::prompt(Person& who, double hours) {
    if (hours < who.last_prompt - overlap) return Trouble::time_backwards;
    const double since = std::max(0.0, hours - who.last_prompt);
    who.load *= half_life_decay(static_cast<float>(since), load_half_life);
    who.band_count = 0;
    const auto band = [&](F figure) { who.bands[who.band_count++] = figure; };
    band(load_band(who.load));
    band(number_band(who.prompts));
    if (who.prompts > 0) {
        band(gap_band(since));
        band(who.last_answered ? F::response_after_answer : F::response_after_silence);
    }
    who.opt_out_band = who.load < opt_out_load ? F::opt_outs_rested : F::opt_outs_loaded;
    for (std::size_t b = 0; b < who.band_count; ++b)
        of(who, who.bands[b]).denominator += 1;
    for (const F figure : {F::response_rate, F::opt_outs_per_prompt, who.opt_out_band})
        of(who, figure).denominator += 1;
    of(who, F::prompts_per_user_week).numerator += 1;
    who.load += 1;
    who.last_prompt = std::max(who.last_prompt, hours);
    who.last_answered = false;
    who.awaits = true;
    ++who.prompts;
    ++prompts_;
    return Trouble::none;
}

LogReducer::Trouble LogReducer::answer(Person& who, Response response) {
    if (!who.awaits) return Trouble::answer_without_prompt;
    who.awaits = false;
    who.last_answered = true;
    ++who.answers;
    of(who, F::response_rate).numerator += 1;
    for (std::size_t b = 0; b < who.band_count; ++b)
        of(who, who.bands[b]).numerator += 1;
    of(who, F::satisfaction_answers) += {static_cast<double>(goodness(response)), 1};
    return Trouble::none;
}

LogReducer::Trouble LogReducer::session(Person& who, const LoggedEvent& event) {
    if (event.hours < who.last_visit - overlap) return Trouble::time_backwards;
    if (who.last_visit >= 0 && event.hours - who.last_visit >= silence) who.came_back = true;
    who.last_visit = std::max(who.last_visit, event.hours);
    last_visit_ = std::max(last_visit_, event.hours);
    who.weeks |= std::uint64_t{1} << static_cast<unsigned>(event.hours / hours_per_week);
    if (event.hours < silence) ++who.visits;
    if (event.hours < hours_per_week) of(who, F::visits_first_week).numerator += 1;
    of(who, F::visits_per_day).numerator += 1;
    of(who, F::session_length) += {static_cast<double>(event.slates), 1};
    of(who, F::session_minutes) += {static_cast<double>(event.value), 1};
    of(who, F::conversion_session).denominator += 1;
    of(who, F::ctr_slate).denominator += event.slates;
    of(who, F::taps_per_slate).denominator += event.slates;
    return Trouble::none;
}

void LogReducer::feedback(Person& who, const LoggedEvent& event) {
    if (event.feedback == FeedbackKind::picked) of(who, F::ctr_slate).numerator += 1;
    if (event.feedback == FeedbackKind::not_interested) of(who, F::taps_per_slate).numerator += 1;
    if (event.feedback != FeedbackKind::consumed) return;
    of(who, F::left_at_once) += {event.value < 0.05F ? 1.0 : 0.0, 1};
    of(who, F::left_early) += {event.value < 0.3F ? 1.0 : 0.0, 1};
    of(who, F::left_before_end) += {event.value < 0.95F ? 1.0 : 0.0, 1};
}

int LogReducer::days() const {
    // A visit may run on past midnight; the day it began is the last one.
    return static_cast<int>((last_visit_ >= 0 ? last_visit_ : last_) / 24) + 1;
}

void LogReducer::end(const Person& who, int days) {
    of(who, F::prompts_per_user_week).denominator += days / 7.0;
    of(who, F::visits_per_day).denominator += days;
    of(who, F::visits_first_week).denominator += std::min(days, 7);
    of(who, F::opt_out_rate) += {who.opted_out ? 1.0 : 0.0, 1};
    const double prompts = who.prompts;
    const double answers = who.answers;
    of(who, F::response_pairs) += {answers * (answers - 1), prompts * (prompts - 1)};
    const double visits = who.visits;
    of(who, F::visit_pairs) += {visits * (visits - 1), 1};
    const int weeks = days / 7;
    const auto active = [&](F figure, int week) {
        of(who, figure) += {(who.weeks >> static_cast<unsigned>(week) & 1U) != 0 ? 1.0 : 0.0, 1};
    };
    if (weeks >= 1) active(F::active_first_week, 0);
    if (weeks >= 3) active(F::active_middle_week, weeks / 2);
    if (weeks >= 2) active(F::active_last_week, weeks - 1);
    if (days < least_days_for_silence) return;
    of(who, F::silent_at_end) += {who.last_visit < days * 24.0 - silence ? 1.0 : 0.0, 1};
    of(who, F::came_back) += {who.came_back ? 1.0 : 0.0, 1};
}

Figures LogReducer::figures(int days) {
    for (const Person& who : people_)
        end(who, days);
    constexpr auto m = static_cast<Eigen::Index>(log_figure_count);
    Figures result;
    result.values.assign(log_figure_count, Estimate::none);
    result.counted.assign(log_figure_count, 0);
    Eigen::MatrixXd deviation = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(clusters_.size()), m);
    Eigen::VectorXd least = Eigen::VectorXd::Zero(m); // variance of a share that was never or always seen
    double used = 0;
    for (const Fractions& cluster : clusters_)
        used += std::any_of(cluster.begin(), cluster.end(), [](const Fraction& f) { return !f.empty(); });
    for (const LogFigureSpec& spec : log_figures()) {
        assert(static_cast<std::size_t>(spec.figure) == result.keys.size());
        const auto f = result.keys.size();
        const auto row = static_cast<Eigen::Index>(f);
        result.keys.emplace_back(spec.key);
        Fraction total;
        for (const Fractions& cluster : clusters_)
            total += cluster[f];
        if (total.denominator == 0) continue;
        const bool extreme =
            total.numerator == 0 || (total.numerator == total.denominator && is_share(spec.unit));
        const double value = extreme ? (total.numerator + 0.5) / (total.denominator + 1) : total.value();
        result.values[f] = value;
        result.counted[f] = total.denominator;
        if (extreme) least[row] = value * std::abs(1 - value) / total.denominator;
        for (std::size_t c = 0; c < clusters_.size(); ++c)
            deviation(static_cast<Eigen::Index>(c), row) =
                (clusters_[c][f].numerator - total.value() * clusters_[c][f].denominator) / total.denominator;
    }
    const double correction = used > 1 ? used / (used - 1) : 1;
    Eigen::MatrixXd covariance = correction * deviation.transpose() * deviation;
    covariance.diagonal() += least;
    result.covariance.assign(covariance.data(), covariance.data() + covariance.size());
    return result;
}

} // namespace attune
