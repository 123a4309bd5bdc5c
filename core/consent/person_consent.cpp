#include "core/consent/person_consent.h"

#include "core/base/named.h"

#include <algorithm>
#include <cassert>

namespace attune {
namespace {

constexpr std::array<std::string_view, consent_verdict_count> verdict_names = {
    "accepted",       "not_a_consent", "no_such_change",    "too_soon",
    "unknown_notice", "not_in_notice", "before_last_change"};
constexpr float hours_per_day = 24;
constexpr float never = std::numeric_limits<float>::infinity();

template <typename Use>
void for_each_consent(Use&& use) {
    for (int p = 1; p < purpose_count; ++p)
        use(static_cast<Purpose>(p));
}

/// The person has said yes or no.
bool chosen(const PurposeConsent& consent) {
    using S = ConsentStatus;
    return (permits(consent.status) || consent.status == S::refused || consent.status == S::withdrawn) &&
           consent.method != ConsentMethod::signal;
}

} // namespace

std::string_view name(ConsentVerdict verdict) {
    return name_in(verdict_names, verdict);
}

ConsentRules::ConsentRules(const ConsentMatrix& matrix, std::span<const Notice> notices)
    : matrix_(matrix)
    , precedence_(matrix.precedence)
    , notice_count_(static_cast<int>(notices.size())) {
    assert(notices.size() <= most_notices);
    for (const PurposeTerms& terms : matrix.purposes) {
        Terms& to = terms_[static_cast<std::size_t>(terms.purpose)];
        to.basis = terms.basis;
        to.heeds_signal = terms.heeds_global_signal;
        if (terms.validity_days > 0) to.validity = static_cast<float>(terms.validity_days) * hours_per_day;
    }
    for (std::size_t s = 0; s < quiet_.size(); ++s) {
        const auto status = static_cast<ConsentStatus>(s);
        quiet_[s] = permits(status) || status == ConsentStatus::requested
                        ? never
                        : static_cast<float>(matrix.quiet_days[s]) * hours_per_day;
    }
    for (std::size_t n = 0; n < notices.size(); ++n) {
        mentions_signal_[n] = notices[n].mentions_global_signal;
        for (const Purpose purpose : notices[n].purposes)
            asks_for_[n] = static_cast<std::uint16_t>(asks_for_[n] | bit_of(purpose));
    }
}

ConsentRules ConsentRules::holding_at_most(double days) const {
    ConsentRules rules = *this;
    for (Terms& terms : rules.terms_)
        if (terms.basis == LawfulBasis::consent)
            terms.validity = std::min(terms.validity, static_cast<float>(days) * hours_per_day);
    return rules;
}

PersonConsent ConsentRules::fresh() const {
    PersonConsent person;
    settle(person);
    return person;
}

ConsentClaims ConsentRules::claims(const PersonConsent& person, Purpose purpose) const {
    const PurposeConsent& consent = person.of(purpose);
    return {.chosen = chosen(consent),
            .choice = permits(consent.status),
            .choice_informed = consent.informed,
            .signalled = person.signal && terms_[static_cast<std::size_t>(purpose)].heeds_signal};
}

bool ConsentRules::permitted(const PersonConsent& person, Purpose purpose) const {
    using S = ConsentStatus;
    const S status = person.of(purpose).status;
    switch (terms_[static_cast<std::size_t>(purpose)].basis) {
    case LawfulBasis::contract:
        return true;
    case LawfulBasis::legitimate_interest: // until somebody objects
        return status != S::refused && status != S::withdrawn && status != S::terminated;
    case LawfulBasis::consent:
        break;
    }
    return rule(claims(person, purpose), precedence_).permitted;
}

bool ConsentRules::conflict(const PersonConsent& person, Purpose purpose) const {
    return rule(claims(person, purpose), precedence_).conflict;
}

/// When something happens to this consent by the clock alone: it lapses, or may be asked for.
float ConsentRules::due(const PersonConsent& person, Purpose purpose) const {
    const PurposeConsent& consent = person.of(purpose);
    const Terms& terms = terms_[static_cast<std::size_t>(purpose)];
    if (terms.basis != LawfulBasis::consent) return never;
    if (permits(consent.status)) return consent.since + terms.validity;
    return consent.since + quiet_[static_cast<std::size_t>(consent.status)];
}

void ConsentRules::settle(PersonConsent& person) const {
    person.next_due = never;
    for_each_consent([&](Purpose purpose) {
        person.state.set(purpose, permitted(person, purpose));
        person.next_due = std::min(person.next_due, due(person, purpose));
    });
}

ConsentVerdict ConsentRules::apply(PersonConsent& person, const ConsentEvent& event) const {
    using V = ConsentVerdict;
    const auto p = static_cast<std::size_t>(event.purpose);
    if (terms_[p].basis == LawfulBasis::contract) return V::not_a_consent;
    if (event.notice >= notice_count_) return V::unknown_notice;
    PurposeConsent& consent = person.purposes[p];
    const auto now = static_cast<float>(event.hours);
    if (now < consent.since) return V::before_last_change;
    if (!may_change(consent.status, event.to, event.entity, event.method)) return V::no_such_change;
    if (event.method == ConsentMethod::notice && !has_purpose(asks_for_[event.notice], event.purpose))
        return V::not_in_notice;
    if (event.to == ConsentStatus::requested && now < due(person, event.purpose)) return V::too_soon;
    consent = {.since = now,
               .status = event.to,
               .method = event.method,
               .notice = event.notice,
               .informed = event.entity == ConsentEntity::person && person.signal &&
                           (event.method == ConsentMethod::settings || mentions_signal_[event.notice])};
    settle(person);
    return V::accepted;
}

void ConsentRules::set_signal(PersonConsent& person, bool on) const {
    if (person.signal == on) return;
    person.signal = on;
    // What was chosen before it came was chosen without it.
    for (PurposeConsent& consent : person.purposes)
        consent.informed = false;
    settle(person);
}

std::uint16_t ConsentRules::lapse(PersonConsent& person, double hours) const {
    if (hours < static_cast<double>(person.next_due)) return 0;
    std::uint16_t lapsed = 0;
    for_each_consent([&](Purpose purpose) {
        PurposeConsent& consent = person.purposes[static_cast<std::size_t>(purpose)];
        if (!permits(consent.status) || hours < static_cast<double>(due(person, purpose))) return;
        consent = {.since = due(person, purpose),
                   .status = ConsentStatus::expired,
                   .method = ConsentMethod::lapse,
                   .notice = consent.notice,
                   .informed = false};
        lapsed = static_cast<std::uint16_t>(lapsed | bit_of(purpose));
    });
    if (lapsed != 0) settle(person);
    return lapsed;
}

std::uint16_t ConsentRules::may_request(const PersonConsent& person, std::uint8_t notice,
                                        double hours) const {
    if (hours < static_cast<double>(person.next_due)) return 0;
    std::uint16_t open = 0;
    for_each_consent([&](Purpose purpose) {
        if (!has_purpose(asks_for_[notice], purpose) || permits(person.of(purpose).status)) return;
        if (hours >= static_cast<double>(due(person, purpose)))
            open = static_cast<std::uint16_t>(open | bit_of(purpose));
    });
    return open;
}

const ConsentRules& shipped_consent_rules() {
    static const ConsentRules rules(shipped_matrix(), shipped_notices());
    return rules;
}

} // namespace attune
