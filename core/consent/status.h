// The ten states a consent can be in, and how it may go from one to another. States as in the Data Privacy
// Vocabulary's guide to ISO/IEC TS 27560:2023; transitions are our choice where that is silent.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace attune {

enum class ConsentStatus : std::uint8_t {
    unknown,    ///< never asked
    requested,  ///< asked, no answer yet
    deferred,   ///< "not now"
    refused,    ///< no
    given,      ///< yes
    renewed,    ///< yes again, after it had run out or before
    expired,    ///< ran out
    withdrawn,  ///< taken back by the person
    terminated, ///< ended by the service
    invalidated ///< the notice it rested on was defective or has materially changed
};
constexpr int consent_status_count = 10;
std::string_view name(ConsentStatus status);
std::optional<ConsentStatus> consent_status_named(std::string_view name);

/// Only these two permit.
constexpr bool permits(ConsentStatus status) {
    return status == ConsentStatus::given || status == ConsentStatus::renewed;
}

/// Who brought a change about.
enum class ConsentEntity : std::uint8_t {
    person,
    service,      ///< the one responsible: asks, ends, invalidates
    time,         ///< validity ran out
    global_signal ///< the person's device says "do not share" to everyone
};
constexpr int consent_entity_count = 4;
std::string_view name(ConsentEntity entity);

/// How.
enum class ConsentMethod : std::uint8_t {
    notice,   ///< on the screen that asked
    settings, ///< by the person's own going there, unasked
    signal,   ///< by a global signal
    lapse,    ///< by the clock
    notice_change
};
constexpr int consent_method_count = 5;
std::string_view name(ConsentMethod method);

/// Whether `entity` may bring a consent from one state to another at all; how long to wait before asking
/// again is decided elsewhere (person_consent.h). There is no way from silence to `given`: it takes a person.
bool may_change(ConsentStatus from, ConsentStatus to, ConsentEntity entity, ConsentMethod method);

} // namespace attune
