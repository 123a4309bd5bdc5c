// One line of the trail: something that happened to a person's data or consent, small and flat. What the
// fields mean for each kind, and how they become bytes, stands in resources/trail/schema.md; the verifier has
// its own reading of that document.
#pragma once

#include "core/base/ids.h"
#include "core/consent/matrix.h"
#include "core/consent/status.h"

#include <cstdint>
#include <string>

namespace attune {

enum class TrailKind : std::uint8_t {
    begin = 1,       ///< a run begins; text: its rules as JSON
    consent,         ///< one purpose of one person in another state
    captured,        ///< one signal of a person kept
    capture_refused, ///< ... not kept, since no purpose permits it
    read,            ///< a module asked for a signal of a person, for a purpose
    derived,         ///< state made of a person's signals
    forgotten,       ///< state and rows erased with a permission, or at the end of a visit
    swept,           ///< rows erased since their time was over
    slate,           ///< a list shown; purpose: under which it was adapted, deliver_service if under none
    question,        ///< a question or offer shown
    answer,          ///< ... answered
    opted_out,       ///< of questions or offers
    opted_in,        ///< ... again
    adjusted,        ///< a step that answers dissatisfaction
    undone,          ///< ... taken back
    trained,         ///< a shared model learned anew
    visit,           ///< a visit begins
    erased,          ///< a person's key is destroyed
    evidence,        ///< something that needs execution was tried; text: what came of it, as JSON
    audited,         ///< an audit was made; text: its verdicts as JSON
    end,             ///< the run has ended
    privacy_signal   ///< a device begins or stops asking everyone not to share; number: 1 or 0
};
constexpr int trail_kind_count = 23; ///< with 0, which is none
std::string_view name(TrailKind kind);

/// Forms of what was asked beyond thumb, stars and survey; opting out also knows everything.
constexpr std::uint8_t trail_form_offer = 8, trail_form_direction = 9, trail_form_everything = 255;

/// Stands where an event is about nobody in particular.
constexpr UserId nobody{0xFFFFFFFFU};

struct TrailEvent {
    TrailKind kind = TrailKind::read;
    Module module = Module::ranking;            ///< read, derived
    Purpose purpose = Purpose::deliver_service; ///< consent, read, derived, slate
    Signal signal = Signal::thumb;              ///< captured, capture_refused, read, swept
    Decision decision = Decision::allowed;      ///< read
    ConsentStatus from{}, to{};                 ///< consent
    ConsentEntity entity{};                     ///< consent: who brought it about
    ConsentMethod method{};                     ///< consent: how
    std::uint8_t notice = 0;                    ///< consent: index among the notices of the run
    std::uint8_t form = 0;                      ///< question, answer, opted_out: which; see the schema
    std::uint16_t purposes = 0;                 ///< captured: kept for; forgotten: permissions gone
    UserId person = nobody;
    std::uint32_t visit = 0;      ///< of this person
    std::uint32_t number = 0;     ///< slate: of this person; trained: version; privacy_signal: 1 is on
    std::uint32_t rows = 0;       ///< read, swept, forgotten, trained: how many
    std::uint32_t mask = 0;       ///< derived: signals it rests on, one bit each
    std::uint16_t oldest_day = 0; ///< read, swept: of the rows
    std::uint16_t newest_day = 0; ///< read: of the rows
    std::int64_t time_ms = 0;     ///< simulated, since the run began
    std::uint64_t relies_on =
        0;              ///< read, derived, slate: sequence number of the consent it rests on, 0 = none
    std::string text{}; ///< JSON; or values (answer, slate), plain: whoever stores them seals them

    bool operator==(const TrailEvent&) const = default;
};

} // namespace attune
