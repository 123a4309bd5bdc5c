// The words of consent: what data is used for (purposes), what it is (signals), who in the program asks for
// it (modules), and what one person permits. Rules about them stand in matrix.h, their history in
// person_consent.h.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <string_view>

namespace attune {

/// What a signal is used for. Each is granted and withdrawn on its own.
enum class Purpose : std::uint8_t {
    deliver_service,           ///< make the service work: needs no consent, keeps no profile
    adjust_this_session,       ///< adapt the visit under way; forgotten at its end
    adjust_my_recommendations, ///< use my feedback and history for my own ranking
    improve_models,            ///< train the shared model
    experiments,               ///< controlled experiments and studies over time
    quality_and_safety,        ///< find manipulation and abuse: legitimate interest, with a right to object
    fairness_audit,            ///< compare groups of people, from noised totals only
    keep_my_comments,          ///< keep what I wrote or said in my own words
    share_aggregates           ///< publish noised totals
};
constexpr int purpose_count = 9;

/// What can be known of a person's use of the service.
enum class Signal : std::uint8_t {
    thumb,             ///< answer to a thumb prompt
    stars,             ///< answer to a rating prompt
    survey,            ///< answer to a survey question
    not_interested,    ///< the tap "not interested"
    source_pause,      ///< a provider muted
    reason,            ///< why something was not wanted, from a list
    free_text,         ///< the same, or a complaint, in own words
    voice,             ///< spoken
    impression,        ///< what was shown, at which rank
    pick,              ///< what was chosen
    depth,             ///< how far it was consumed
    session,           ///< visits: when, how long, how many slates
    conversion,        ///< bought, booked, subscribed to
    search,            ///< looked for something else
    device,            ///< class of device
    day_part,          ///< part of the day
    demographic_group, ///< age band, ability and the like, where said
    prompt_event       ///< a question shown, answered, dismissed
};
constexpr int signal_count = 18;

/// Who reads: named in every count.
enum class Module : std::uint8_t {
    preference,   ///< a person's own model
    training,     ///< the shared model
    deescalation, ///< notices dissatisfaction and answers it
    prompting,    ///< when to ask
    ranking,      ///< makes slates
    measurement,  ///< totals and experiments
    integrity,    ///< looks for manipulation
    fairness,     ///< keeps shares of exposure
    comments      ///< keeps own words
};
constexpr int module_count = 9;

/// What one person permits now, one bit per purpose. Delivering the service needs no permission.
struct ConsentState {
    std::uint16_t granted = 0;

    constexpr bool has(Purpose p) const {
        return p == Purpose::deliver_service || ((granted >> static_cast<int>(p)) & 1U) != 0;
    }
    constexpr void set(Purpose p, bool on) {
        const auto bit = static_cast<std::uint16_t>(1U << static_cast<int>(p));
        granted = static_cast<std::uint16_t>(on ? granted | bit : granted & ~bit);
    }
    bool operator==(const ConsentState&) const = default;
};

/// A set of purposes as one bit each.
constexpr std::uint16_t bit_of(Purpose purpose) {
    return static_cast<std::uint16_t>(1U << static_cast<int>(purpose));
}
constexpr bool has_purpose(std::uint16_t purposes, Purpose purpose) {
    return (purposes & bit_of(purpose)) != 0;
}
/// Calls use(purpose) for every purpose of the set, in their order.
template <typename Use>
void for_each_purpose(std::uint16_t purposes, Use&& use) {
    for (std::uint32_t rest = purposes; rest != 0; rest &= rest - 1)
        use(static_cast<Purpose>(std::countr_zero(rest)));
}

/// Names in code, files and events: "adjust_my_recommendations"; also the ends of text keys.
std::string_view name(Purpose purpose);
std::string_view name(Signal signal);
std::string_view name(Module module);

std::optional<Purpose> purpose_named(std::string_view name);
std::optional<Signal> signal_named(std::string_view name);
std::optional<Module> module_named(std::string_view name);

} // namespace attune
