// May this person be asked now? One place enforces every limit: session cap, weekly cap, smallest gap, longer
// gaps for those who leave prompts unanswered, a rest for each form of question, opt-outs.
#pragma once

#include "core/policy/policy.h"
#include "core/recommender/prompting/prompt.h"
#include "core/recommender/signals/user_store.h"

#include <array>

namespace attune {

/// Prompts in a row without an answer are counted up to here.
constexpr int most_unanswered = 8;
/// Answers of a person are counted up to here ...
constexpr int most_answers = 255;
/// ... and remembered for as long after the last question as the matrix keeps prompt events.
constexpr double answers_remembered = 180 * 24.0; ///< hours
/// Backing off ends here: everybody may be heard again some day.
constexpr double longest_backoff = 28 * 24.0; ///< hours

class PromptScheduler {
public:
    explicit PromptScheduler(const Policy& policy);

    /// True if a prompt of this form may be shown now; `asked_this_session` counts the session's prompts so
    /// far.
    bool may_ask(const PromptRecord& record, double hours, int asked_this_session,
                 Channel channel = Channel::thumb) const;
    /// The same for an offer after an overt sign: it waits for no gap, and has a weekly cap of its own beside
    /// that of all questions.
    bool may_offer(const PromptRecord& record, double hours, int asked_this_session) const;
    /// Books a shown offer: it counts as a question, too.
    void book_offer(PromptRecord& record, double hours) const;
    /// Books a shown prompt.
    void book(PromptRecord& record, double hours, Channel channel = Channel::thumb) const;
    /// What became of the last prompt: every one in a row that is left unanswered makes the next wait longer.
    void heard(PromptRecord& record, bool answered) const;

private:
    bool enabled_;
    int session_cap_;
    int weekly_cap_;
    int offers_a_week_;
    double rest_hours_; ///< between two prompts of one form
    /// The gap after so many prompts in a row without an answer, hours.
    std::array<double, most_unanswered + 1> gap_hours_;
};

} // namespace attune
