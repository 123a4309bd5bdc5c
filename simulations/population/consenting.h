// What people agree to when they are asked, and when they change their minds. Behaviour model 3.15: a hidden
// concern about data, trust in the service, and the design of the notice.
#pragma once

#include "core/base/stream.h"
#include "core/consent/notice.h"
#include "simulations/population/assumptions.h"

#include <array>
#include <cstdint>
#include <optional>

namespace attune {

/// What of a person matters for consent.
struct ConsentMood {
    float concern = 0; ///< pi, standard normal over people
    float trust = 0.6F;
    bool upset = false; ///< heard of a breach within a week
};

/// What a person says on one screen, one bit per purpose. What is in neither was refused.
struct ConsentAnswer {
    std::uint16_t given = 0;
    std::uint16_t deferred = 0;
};

/// How a screen asks.
struct ConsentScreen {
    NoticeDesign design = NoticeDesign::equal;
    bool benefit = false;     ///< says what agreeing is good for
    std::uint32_t number = 0; ///< of the screens this person has seen, from 0
    std::uint16_t asked = 0;  ///< purposes, one bit each
    std::uint16_t lapsed = 0; ///< of these, the ones that had been given and ran out
};

class Consenting {
public:
    explicit Consenting(const Assumptions& assumptions);

    /// P(grant) of one purpose.
    float probability(Purpose purpose, const ConsentScreen& screen, const ConsentMood& mood) const;
    ConsentAnswer answer(const ConsentScreen& screen, const ConsentMood& mood, StreamKey key) const;

    /// The purpose withdrawn in the visit that comes after `hours` without one, of those in `granted`.
    std::optional<Purpose> withdraws(std::uint16_t granted, float hours, const ConsentMood& mood,
                                     StreamKey key, std::uint32_t visit) const;

    /// A person's concern, and whether their device asks everyone not to share.
    float concern(StreamKey key) const;
    bool sends_signal(StreamKey key) const;

private:
    std::array<float, purpose_count> level_{}; ///< A_p, logit; infinite where all or none agree
    std::array<float, notice_design_count> design_{};
    float benefit_, renewal_, deferral_, withdrawal_, breach_factor_, signal_above_;
};

} // namespace attune
