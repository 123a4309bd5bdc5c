// From raw events to weighted ones in four stages: clean -> dedupe -> align -> weigh (weight.h). Each stage
// is a function over spans that writes into the caller's buffers and never allocates: they run inside the
// session loop. An event leaves a stage either onward or with exactly one reason; nothing is dropped in
// silence. process_visit() runs all four on one visit. The durable form of the same stages is journal.h.
#pragma once

#include "core/recommender/feedback/weight.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace attune {

/// How many events met each reason; [none] counts those that came through.
using QuarantineCounts = std::array<std::uint32_t, quarantine_count>;
inline std::uint32_t& at(QuarantineCounts& counts, Quarantine reason) {
    return counts[static_cast<std::size_t>(reason)];
}
inline std::uint32_t at(const QuarantineCounts& counts, Quarantine reason) {
    return counts[static_cast<std::size_t>(reason)];
}

/// A person's consents at arrival, and since when (hours) each granted one has held without a break.
struct FeedbackConsent {
    ConsentState state;
    std::array<double, purpose_count> since{};
    bool operator==(const FeedbackConsent&) const = default;
};

/// Under what feedback may enter a profile: the purposes that count, one bit each, and the matrix that says
/// which signals they may have. `deliver_service` never does, because weighting keeps a profile; what a tap
/// does to the session without one is not this pipeline's business.
struct EntryTerms {
    static constexpr std::uint16_t lasting =
        bit_of(Purpose::adjust_my_recommendations) | bit_of(Purpose::improve_models);
    /// A visit under way also hears who permits no more than that.
    static constexpr std::uint16_t visit = lasting | bit_of(Purpose::adjust_this_session);
    const MatrixRules* matrix = &shipped_rules();
    std::uint16_t purposes = lasting;
};

/// Whether feedback of this signal may enter now.
bool may_enter(Signal signal, const FeedbackConsent& consent, const EntryTerms& terms = {});
/// ... and held already when the event happened, so that nothing kept back during a withdrawal enters later.
bool may_enter(Signal signal, const FeedbackConsent& consent, double hours, const EntryTerms& terms = {});

/// Events older than this at arrival are refused: a long weekend without a network.
constexpr double late_window_default = 72; // hours

/// What clean() holds an event against.
struct CleaningRules {
    UserId sender;           ///< whose client sent the events
    std::uint32_t users = 0; ///< ids below are known
    std::uint32_t items = 0;
    double arrival = 0; ///< hours; finite, not negative
    double window = late_window_default;
    FeedbackConsent consent; ///< of the sender
    EntryTerms terms{};
};

/// The reason to refuse one event, or none. Checked in this order: unknown_user, other_user, unknown_kind,
/// no_consent (now), unknown_item, value_not_finite, value_out_of_range (consumed, stars: outside [0, 1];
/// reason: not one; others: not 0), time_not_finite, time_negative, time_in_future, too_late, no_consent
/// (when it happened).
Quarantine check(const FeedbackEvent& event, const CleaningRules& rules);

/// Stage 1. Copies the sound events to `kept` (room for all; may be the same memory as `events`) and returns
/// how many. `reasons`, if not empty, gets the reason of each event.
std::size_t clean(std::span<const FeedbackEvent> events, const CleaningRules& rules,
                  std::span<FeedbackEvent> kept, QuarantineCounts& refused,
                  std::span<Quarantine> reasons = {});

/// "Within 5 s", both ends included.
constexpr double burst_hours = 5.0 / 3600.0;
constexpr bool within_burst(double a, double b) {
    return (a < b ? b - a : a - b) <= burst_hours;
}

/// Of the events of one person that came through dedupe, the 8 with the latest times: 200 bytes. Inside one
/// call dedupe() compares with every event; across calls it knows these 8. The latest, not the last to
/// arrive: an old delivery that comes again cannot push newer ones out. What is older than all 8 is not
/// recognised here; if its slate belongs to an earlier visit align() refuses it as an orphan, as long as it
/// is given the impressions of this visit only. Keys are compared within one person. Derived from feedback,
/// so it goes with the consents.
struct RecentEvents {
    static constexpr std::uint32_t capacity = 8;
    struct Entry {
        std::uint64_t key = 0;
        double hours = 0;
        std::uint32_t item = 0;
        std::uint32_t rest = 0; ///< kind in the low 3 bits, 29 bits mixed from slate and value above
        bool operator==(const Entry&) const = default;
    };
    std::array<Entry, capacity> entries{};
    std::uint32_t known = 0; ///< entries in use
    bool operator==(const RecentEvents&) const = default;
};

/// Stage 2, on clean events of one person. Refuses duplicate_key (same key, same content), contradictory_key
/// (same key, other content) and burst (same item and kind within 5 s of an event that came through this
/// stage, the one that arrived first stays). Only what comes through is remembered. `kept` may be the memory
/// of `events`.
std::size_t dedupe(std::span<const FeedbackEvent> events, RecentEvents& recent, std::span<FeedbackEvent> kept,
                   QuarantineCounts& refused, std::span<Quarantine> reasons = {});

/// The impressions an event may be joined to, ascending by slate. `slate_size` > 0 says that slates have that
/// many items and follow each other without gaps: the join then indexes; where that does not hold it
/// searches.
struct ShownSlates {
    std::span<const Impression> impressions;
    std::uint32_t slate_size = 0;
};

/// The impression of this event, or none.
const Impression* find_impression(const FeedbackEvent& event, const ShownSlates& shown);

/// Stage 3: joins each event to the impression (user, slate, item) that caused it and takes rank and model
/// version from there; weight stays 0. Refuses orphan and before_impression. Returns how many rows were
/// written.
std::size_t align(std::span<const FeedbackEvent> events, const ShownSlates& shown,
                  std::span<WeightedFeedback> kept, QuarantineCounts& refused,
                  std::span<Quarantine> reasons = {});

/// Everything about one visit that its events are held against.
struct VisitContext {
    CleaningRules rules;
    ShownSlates shown; ///< of this visit
    FeedbackWeights weights;
};

struct VisitFeedback {
    QuarantineCounts counts{}; ///< sums to the number of events
    std::size_t accepted = 0;  ///< rows written, = counts[none]
};

/// All four stages on the events of one visit, in their order of arrival. `scratch` and `accepted` have room
/// for all events. The accepted rows are in order of arrival.
VisitFeedback process_visit(const VisitContext& context, std::span<const FeedbackEvent> events,
                            RecentEvents& recent, PerUserFeedbackState& state,
                            std::span<FeedbackEvent> scratch, std::span<WeightedFeedback> accepted);

} // namespace attune
