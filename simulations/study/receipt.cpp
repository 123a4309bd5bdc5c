#include "simulations/study/receipt.h"

#include <string>

namespace attune {
namespace {

/// Who brings a change about that did not come on a screen and not by the clock.
ConsentEntity entity_of(ConsentMethod method) {
    return method == ConsentMethod::signal          ? ConsentEntity::global_signal
           : method == ConsentMethod::notice_change ? ConsentEntity::service
                                                    : ConsentEntity::person;
}

tl::unexpected<Error> impossible(const LoggedEvent& event) {
    return fail(ErrorCode::failed, "a consent in the log cannot have come about under the rules",
                "person " + std::to_string(event.user.value) + ", hour " +
                    std::to_string(static_cast<std::int64_t>(event.hours)));
}

} // namespace

ConsentDiary::ConsentDiary(UserId user, const ConsentRules& rules)
    : user_(user)
    , rules_(&rules)
    , person_(rules.fresh()) {}

Status ConsentDiary::take(std::span<const LoggedEvent> events) {
    for (const LoggedEvent& event : events)
        if (event.kind == LoggedKind::consent && event.user == user_)
            if (auto taken = take(event); !taken) return taken;
    return {};
}

Status ConsentDiary::take(const LoggedEvent& event) {
    bool possible = true;
    if (event.consent.method == ConsentMethod::lapse)
        lapse(event.hours);
    else if (event.consent.method == ConsentMethod::notice)
        possible = answer(event);
    else
        possible = change(event);
    for (int p = 1; p < purpose_count; ++p)
        if (person_.of(static_cast<Purpose>(p)).status != event.consent.status[static_cast<std::size_t>(p)])
            possible = false;
    if (!possible) return impossible(event);
    return {};
}

/// A lapse is noticed at the next visit; it happened when the time was over.
void ConsentDiary::lapse(double hours) {
    for_each_purpose(rules_->lapse(person_, hours), [&](Purpose purpose) {
        const PurposeConsent& consent = person_.of(purpose);
        entries_.push_back({{.purpose = purpose,
                             .to = consent.status,
                             .entity = ConsentEntity::time,
                             .method = consent.method,
                             .notice = consent.notice,
                             .hours = static_cast<double>(consent.since)}});
    });
}

/// A screen: the service asks for every purpose it may ask for, then the person answers for each.
bool ConsentDiary::answer(const LoggedEvent& event) {
    const std::uint16_t asked = rules_->may_request(person_, event.consent.notice, event.hours);
    bool possible = true;
    ConsentEvent step{.method = ConsentMethod::notice, .notice = event.consent.notice, .hours = event.hours};
    for (const ConsentEntity entity : {ConsentEntity::service, ConsentEntity::person})
        for_each_purpose(asked, [&](Purpose purpose) {
            step.purpose = purpose;
            step.entity = entity;
            step.to = entity == ConsentEntity::service
                          ? ConsentStatus::requested
                          : event.consent.status[static_cast<std::size_t>(purpose)];
            possible = apply(step, event.consent.conflicts) && possible;
        });
    return possible;
}

/// Anything else: what stands elsewhere than before has been moved.
bool ConsentDiary::change(const LoggedEvent& event) {
    bool possible = true;
    for (int p = 1; p < purpose_count; ++p) {
        const auto purpose = static_cast<Purpose>(p);
        const ConsentStatus to = event.consent.status[static_cast<std::size_t>(p)];
        if (to == person_.of(purpose).status) continue;
        possible = apply({.purpose = purpose,
                          .to = to,
                          .entity = entity_of(event.consent.method),
                          .method = event.consent.method,
                          .notice = event.consent.notice,
                          .hours = event.hours},
                         event.consent.conflicts) &&
                   possible;
    }
    return possible;
}

bool ConsentDiary::apply(const ConsentEvent& event, std::uint16_t conflicts) {
    if (rules_->apply(person_, event) != ConsentVerdict::accepted) return false;
    const bool conflict = permits(event.to) && has_purpose(conflicts, event.purpose);
    entries_.push_back({event, conflict});
    return true;
}

Result<std::vector<ConsentHistoryEntry>> consent_history(const LoadedScenario& scenario, const Policy& policy,
                                                         UserId user, const SimulateOptions& options) {
    if (user.value >= static_cast<std::uint32_t>(scenario.scenario.users))
        return fail(ErrorCode::bad_input,
                    "there is no person " + std::to_string(user.value) + " in '" + scenario.scenario.name +
                        "'",
                    {}, "People have numbers from 0 to " + std::to_string(scenario.scenario.users - 1));
    const ConsentRules rules = in_force(scenario.consent).rules.holding_at_most(policy.consent_days);
    ConsentDiary diary(user, rules);
    Status taken;
    SimulateOptions once = options;
    once.replications = 1;
    once.log = [&](std::span<const LoggedEvent> events) {
        if (taken) taken = diary.take(events);
    };
    if (auto run = simulate_run(scenario, policy, once); !run) return pass_on(run);
    if (!taken) return pass_on(taken);
    return diary.entries();
}

} // namespace attune
