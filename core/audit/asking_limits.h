// Were the limits on asking kept? Judged from the log alone, by the definitions, for every person: it knows
// nothing of how questions are scheduled and shares no code with what schedules them. Invariant I6 of the
// consent evidence, section 9.
#pragma once

#include "core/policy/policy.h"

#include <array>
#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

namespace attune::audit {

/// What a policy allows, each as a promise to people.
enum class AskingLimit : std::uint8_t {
    switched_off,  ///< no questions at all where asking is off
    per_visit,     ///< questions and offers in one visit
    per_week,      ///< ... on a day and the six days before it
    gap,           ///< hours between a question and whatever was asked before it
    back_off,      ///< a longer gap after questions left unanswered in a row
    form_rest,     ///< hours between two questions of one form
    offers,        ///< offers on a day and the six days before it
    quiet,         ///< nothing for a while after "no thanks"
    opted_out,     ///< no question or offer after opting out of all
    form_opted_out ///< no question of a form after opting out of it
};
constexpr std::size_t asking_limit_count = 10;
std::string_view name(AskingLimit limit);

/// Everything in a log that limits on asking are about.
enum class AskingEvent : std::uint8_t {
    question,
    answer,        ///< to the question before it on the same slate
    offer_taken,   ///< an offer that was shown, and accepted
    offer_refused, ///< ... and declined
    offers_off,    ///< ... and answered with "don't ask again"
    opt_out,       ///< of all forms
    form_opt_out,  ///< of one
    opt_in
};

struct AskingRow {
    std::uint32_t user = 0;
    AskingEvent event = AskingEvent::question;
    std::uint8_t form = 0;   ///< question, form_opt_out: below asking_forms
    std::uint32_t visit = 0; ///< of this person
    double hours = 0;        ///< since the log's beginning
};
constexpr std::size_t asking_forms = 8;

/// One broken limit, for whoever wants to look it up in the log.
struct BrokenLimit {
    AskingLimit limit = AskingLimit::per_visit;
    std::uint32_t user = 0, visit = 0;
    double hours = 0;
    double found = 0;   ///< how many, or hours
    double allowed = 0; ///< how many at most, or hours at least
};

struct AskingVerdict {
    struct Count {
        std::int64_t checked = 0; ///< questions and offers the limit speaks about
        std::int64_t broken = 0;
    };
    std::int64_t people = 0; ///< who were asked anything
    std::int64_t questions = 0, offers = 0;
    std::array<Count, asking_limit_count> limits{};
    std::vector<BrokenLimit> examples; ///< of each limit the first few
    bool held() const;
};

/// Judges a log row by row; each person's rows come in the order in which they happened.
class AskingAudit {
public:
    explicit AskingAudit(const Policy& policy);

    void take(const AskingRow& row);
    const AskingVerdict& verdict() const { return verdict_; }

private:
    /// What the rows so far say about one person.
    struct History {
        std::map<std::int64_t, int> asked_on, offered_on; ///< by day
        std::map<std::uint32_t, int> asked_in;            ///< by visit
        double last_asked = never;
        std::array<double, asking_forms> last_of_form = {never, never, never, never,
                                                         never, never, never, never};
        double last_refusal = never;
        int unanswered = 0; ///< questions in a row
        bool out = false, offers_out = false;
        std::array<bool, asking_forms> form_out{};
    };
    static constexpr double never = -1e12; ///< hours

    void check(AskingLimit limit, const AskingRow& row, bool kept, double found, double allowed);
    void at_most(AskingLimit limit, const AskingRow& row, double found, double allowed);
    void at_least(AskingLimit limit, const AskingRow& row, double found, double allowed);
    void asked(const AskingRow& row, History& history);
    void question(const AskingRow& row, History& history);

    Policy policy_;
    std::map<std::uint32_t, History> people_;
    AskingVerdict verdict_;
};

} // namespace attune::audit
