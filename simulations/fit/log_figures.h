// What an event log says about people, reduced to figures: a few dozen fractions, each added up over people,
// with the covariance that clusters of people show. A log in a file and the log of a simulation are reduced
// by the same code, event by event, so a log of any length takes memory for its people alone.
#pragma once

#include "core/measures/statistics/jackknife.h"
#include "simulations/engine/event_log.h"
#include "simulations/fit/figures.h"

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace attune {

/// Bands are of the prompt load just before a prompt: earlier prompts of the person, each counted
/// 2^(-age / 7 days). Another week is another base than the fatigue's own half-life on purpose: what is
/// counted must not depend on what is fitted.
enum class LogFigure : std::uint8_t {
    prompts_per_user_week,
    response_rate,
    response_rested, ///< at a load under 0.25
    response_load_1, ///< under 1
    response_load_2, ///< under 2
    response_load_4, ///< under 4
    response_load_more,
    response_first, ///< the person's first prompt
    response_to_4,  ///< the second to fourth
    response_to_9,
    response_to_19,
    response_later,
    response_soon,          ///< within 12 h of the person's last prompt
    response_in_2_days,     ///< within 48 h
    response_in_4_days,     ///< within 96 h
    response_in_8_days,     ///< within 192 h
    response_long_after,    ///< later
    response_after_answer,  ///< where the last prompt was answered
    response_after_silence, ///< where it was not
    response_pairs,         ///< of all pairs of prompts of one person: both answered
    opt_outs_per_prompt,
    opt_outs_rested, ///< per prompt at a load under 1.5
    opt_outs_loaded, ///< at a higher one
    opt_out_rate,
    visits_per_day,    ///< and person, over all days
    visits_first_week, ///< per day and person, in the first seven days
    visit_pairs,       ///< ordered pairs of visits in the first fourteen days, per person
    active_first_week, ///< share of people with a visit in it
    active_middle_week,
    active_last_week,
    silent_at_end, ///< share of people without a visit in the last fourteen days
    came_back,     ///< share of people with a visit after fourteen days without one
    session_length,
    session_minutes,
    ctr_slate,
    left_at_once, ///< of what was picked: left before a twentieth of it
    left_early,   ///< before three tenths
    left_before_end,
    taps_per_slate, ///< "not interested"
    satisfaction_answers,
    conversion_session,
    consent_share,
    consent_improve,
    count_
};

constexpr std::size_t log_figure_count = static_cast<std::size_t>(LogFigure::count_);

struct LogFigureSpec {
    LogFigure figure;
    const char* key;  ///< that of a metric where it is the same thing
    const char* unit; ///< "share" for what lies in [0, 1]
};
const std::array<LogFigureSpec, log_figure_count>& log_figures();

class LogReducer {
public:
    /// What of one event contradicts those before it.
    enum class Trouble { none, time_backwards, answer_without_prompt };

    /// Events of one person come in order of time, within a day; those of different people in any order.
    Trouble add(const LoggedEvent& event);

    std::size_t people() const { return people_.size(); }
    std::int64_t prompts() const { return prompts_; }
    /// Whole days from hour 0 on, up to the one on which the last visit began.
    int days() const;
    /// People whose first event is later than day 1 of the log.
    std::int64_t late() const { return late_; }

    /// Every figure of log_figures(), in its order, over `days` days. A share that was never or always seen
    /// stands half an event inside, so that its uncertainty is one (Jeffreys). Ends the reduction.
    Figures figures(int days);

private:
    struct Person {
        std::uint32_t user = 0;
        float load = 0;
        double last_prompt = -1;
        double last_visit = -1;
        std::uint64_t weeks = 0; ///< with a visit, one bit each
        std::uint32_t prompts = 0, answers = 0;
        std::uint32_t visits = 0;            ///< in the first fourteen days
        std::uint32_t converted_visit = ~0U; ///< the last visit that had a conversion
        std::array<LogFigure, 4> bands{};    ///< of the last prompt: load, number, time since, answer before
        std::uint8_t band_count = 0;
        LogFigure opt_out_band = LogFigure::opt_outs_rested;
        bool awaits = false; ///< the last prompt has no answer yet
        bool last_answered = false;
        bool came_back = false;
        bool asked_for_consent = false;
        bool opted_out = false;
    };
    using Fractions = std::array<Fraction, log_figure_count>;

    Person& person(const LoggedEvent& event);
    Fraction& of(const Person& person, LogFigure figure);
    Trouble prompt(Person& person, double hours);
    Trouble answer(Person& person, Response response);
    Trouble session(Person& person, const LoggedEvent& event);
    void feedback(Person& person, const LoggedEvent& event);
    void end(const Person& person, int days);

    std::unordered_map<std::uint32_t, std::uint32_t> index_; ///< of a person in people_, by user
    std::vector<Person> people_;
    std::vector<Fractions> clusters_;
    std::int64_t prompts_ = 0;
    std::int64_t late_ = 0;
    double last_ = 0;        ///< hours of the last event
    double last_visit_ = -1; ///< hours at which the last visit began
};

} // namespace attune
