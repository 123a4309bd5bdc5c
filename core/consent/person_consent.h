// The consents of one person: one state per purpose, moved by events under the rules of status.h, the waiting
// times and validity of the matrix, and the precedence between a choice and a global signal. Small and flat,
// since everybody has one; every accepted event is also handed out for logs and receipts.
#pragma once

#include "core/consent/matrix.h"
#include "core/consent/notice.h"

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace attune {

/// Something that changes a consent.
struct ConsentEvent {
    Purpose purpose{};
    ConsentStatus to{};
    ConsentEntity entity{};
    ConsentMethod method{};
    std::uint8_t notice = 0; ///< index among the notices in force
    double hours = 0;        ///< simulated time
    bool operator==(const ConsentEvent&) const = default;
};

/// Why an event was not accepted; text key "consent.verdict.<name>".
enum class ConsentVerdict : std::uint8_t {
    accepted,
    not_a_consent,  ///< the purpose needs none
    no_such_change, ///< the state cannot go there this way
    too_soon,       ///< asked again before the quiet time was over
    unknown_notice,
    not_in_notice,     ///< the notice does not ask for this purpose
    before_last_change ///< earlier than what is already known
};
constexpr int consent_verdict_count = 7;
std::string_view name(ConsentVerdict verdict);

/// One person's consent to one purpose: 8 bytes.
struct PurposeConsent {
    float since = 0; ///< hours, of the last change
    ConsentStatus status = ConsentStatus::unknown;
    ConsentMethod method = ConsentMethod::notice; ///< of the last change
    std::uint8_t notice = 0;                      ///< of the last change
    bool informed = false; ///< the last choice was made on a screen that mentions global signals, after one
    bool operator==(const PurposeConsent&) const = default;
};

struct PersonConsent {
    std::array<PurposeConsent, purpose_count> purposes{};
    float next_due = 0;   ///< hours; before that nothing lapses and nothing can be asked for
    bool signal = false;  ///< a global signal stands
    ConsentState state{}; ///< what all this permits
    const PurposeConsent& of(Purpose purpose) const { return purposes[static_cast<std::size_t>(purpose)]; }
    bool operator==(const PersonConsent&) const = default;
};

/// Rules as the session loop needs them. Nothing here allocates.
class ConsentRules {
public:
    ConsentRules(const ConsentMatrix& matrix, std::span<const Notice> notices);

    const MatrixRules& matrix() const { return matrix_; }

    /// What a person permits who was never asked.
    PersonConsent fresh() const;

    /// Moves one consent, if the rules let it; otherwise nothing has changed.
    ConsentVerdict apply(PersonConsent& person, const ConsentEvent& event) const;

    /// A global signal appears or goes. Purposes that heed it are ruled anew.
    void set_signal(PersonConsent& person, bool on) const;

    /// Lets what has run out by `hours` lapse. Returns the purposes that did, one bit each.
    std::uint16_t lapse(PersonConsent& person, double hours) const;

    /// The purposes of a notice that may be asked for now, one bit each: never asked, or asked long enough
    /// ago.
    std::uint16_t may_request(const PersonConsent& person, std::uint8_t notice, double hours) const;

    /// Works out anew what a person permits, after the rules have changed.
    void settle(PersonConsent& person) const;

    /// Whether a choice and the global signal say different things about this purpose.
    bool conflict(const PersonConsent& person, Purpose purpose) const;

    /// The same rules, but no consent holds for more than so many days.
    ConsentRules holding_at_most(double days) const;

    /// The purposes that a notice asks for, one bit each.
    std::uint16_t asks_for(std::uint8_t notice) const { return asks_for_[notice]; }

private:
    static constexpr int most_notices = 16;
    struct Terms {
        LawfulBasis basis = LawfulBasis::consent;
        bool heeds_signal = false;
        float validity = std::numeric_limits<float>::infinity(); ///< hours
    };
    ConsentClaims claims(const PersonConsent& person, Purpose purpose) const;
    bool permitted(const PersonConsent& person, Purpose purpose) const;
    float due(const PersonConsent& person, Purpose purpose) const;

    MatrixRules matrix_;
    std::array<Terms, purpose_count> terms_{};
    std::array<float, consent_status_count> quiet_{}; ///< hours; infinite where nobody is asked again
    Precedence precedence_{};
    int notice_count_ = 0;
    std::array<std::uint16_t, most_notices> asks_for_{}; ///< by notice, one bit per purpose
    std::array<bool, most_notices> mentions_signal_{};
};

/// The rules of what ships with the program.
const ConsentRules& shipped_consent_rules();

} // namespace attune
