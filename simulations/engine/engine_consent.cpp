// Consent in the course of a run: the screen at the door, lapses, changes of mind in the middle of a visit.
#include "simulations/engine/engine.h"

namespace attune {
/// Lets lapse what has run out and asks for what may be asked for, before a visit begins.
void Engine::at_the_door(BlockDay& today, std::uint32_t user, double hours) {
    const UserId id(user);
    const PersonConsent& consent = recommender_.person_consent(id);
    if (hours < static_cast<double>(consent.next_due)) return;
    if (recommender_.lapse_consents(id, hours) != 0)
        consent_changed(today, user, ConsentMethod::lapse, hours);
    const std::uint16_t asked = recommender_.may_request(id, hours);
    if (asked == 0) return;
    Person& person = population_.people[user];
    ConsentScreen screen{.design = static_cast<NoticeDesign>(request_.policy.notice),
                         .benefit = request_.policy.show_benefit,
                         .number = person.screens,
                         .asked = asked};
    ConsentEvent event{.method = ConsentMethod::notice, .notice = recommender_.notice(), .hours = hours};
    for_each_purpose(asked, [&](Purpose purpose) {
        if (consent.of(purpose).status == ConsentStatus::expired)
            screen.lapsed = static_cast<std::uint16_t>(screen.lapsed | bit_of(purpose));
        event.purpose = purpose;
        event.to = ConsentStatus::requested;
        event.entity = ConsentEntity::service;
        recommender_.change_consent(id, event);
    });
    const ConsentAnswer answer = behaviour_->consents(person, user, screen, today.day);
    for_each_purpose(asked, [&](Purpose purpose) {
        event.purpose = purpose;
        event.to = has_purpose(answer.given, purpose)      ? ConsentStatus::given
                   : has_purpose(answer.deferred, purpose) ? ConsentStatus::deferred
                                                           : ConsentStatus::refused;
        event.entity = ConsentEntity::person;
        recommender_.change_consent(id, event);
    });
    if (person.screens < 255) ++person.screens;
    consent_changed(today, user, ConsentMethod::notice, hours);
}

/// The consents a person could take back.
std::uint16_t Engine::withdrawable(UserId user) const {
    std::uint16_t granted = 0;
    const PersonConsent& consent = recommender_.person_consent(user);
    for (int p = 1; p < purpose_count; ++p)
        if (permits(consent.purposes[static_cast<std::size_t>(p)].status))
            granted = static_cast<std::uint16_t>(granted | 1U << p);
    return granted;
}

/// The person goes to the settings in the middle of the visit: the next slate knows of it.
void Engine::withdraw(Visiting& visit) {
    if (!visit.withdraws) return;
    const Purpose purpose = *visit.withdraws;
    visit.withdraws.reset();
    recommender_.change_consent(visit.today.hand.worker, visit.open,
                                {.purpose = purpose,
                                 .to = ConsentStatus::withdrawn,
                                 .entity = ConsentEntity::person,
                                 .method = ConsentMethod::settings,
                                 .notice = recommender_.notice(),
                                 .hours = visit.hours});
    visit.own[Tally::withdrawals] += 1;
    consent_changed(visit.today, visit.open.request.user.value, ConsentMethod::settings, visit.hours);
}

/// Takes the new state over into what the world knows, the fingerprint and the log.
void Engine::consent_changed(BlockDay& today, std::uint32_t user, ConsentMethod method, double hours) {
    const PersonConsent& consent = recommender_.person_consent(UserId(user));
    population_.people[user].consent = consent.state;
    Fingerprint& fingerprint = fingerprints_[today.block];
    fingerprint.add((static_cast<std::uint64_t>(user) << 32U) | (static_cast<std::uint64_t>(method) << 16U) |
                    recommender_.notice());
    LoggedEvent event{.kind = LoggedKind::consent,
                      .user = UserId(user),
                      .visit = static_cast<std::uint32_t>(today.day) * visits_per_day,
                      .hours = hours};
    event.consent.method = method;
    event.consent.notice = recommender_.notice();
    std::uint64_t states = 0;
    for (std::size_t p = 0; p < event.consent.status.size(); ++p) {
        event.consent.status[p] = consent.purposes[p].status;
        states = states * 16 + static_cast<std::uint64_t>(consent.purposes[p].status);
        if (recommender_.consent_conflict(UserId(user), static_cast<Purpose>(p)))
            event.consent.conflicts = static_cast<std::uint16_t>(event.consent.conflicts | 1U << p);
    }
    fingerprint.add(states | static_cast<std::uint64_t>(event.consent.conflicts) << 40U);
    if (request_.log) logs_[today.block].push_back(event);
}

} // namespace attune
