// The durable form of the pipeline: an inbox and four stages whose whole state can be written to bytes
// between any two calls and read back. What enters is a numbered sequence of deliveries and consent changes;
// a number that was taken already changes nothing, a gap is an error. So a sender that repeats everything
// after a crash loses nothing and duplicates nothing, and the final bytes do not depend on when stages were
// advanced or where it crashed. Not for the session loop (see pipeline.h): it keeps every key, allocates, and
// searches trees.
#pragma once

#include "core/base/result.h"
#include "core/recommender/feedback/pipeline.h"

#include <array>
#include <compare>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace attune {

struct JournalSettings {
    std::uint32_t users = 0;
    std::uint32_t items = 0;
    double window = late_window_default; ///< hours, see CleaningRules
    FeedbackWeights weights;
    bool operator==(const JournalSettings&) const = default;
};

/// What one person's client sends at once, with the impressions the server showed since the last delivery.
struct Delivery {
    UserId sender;
    double arrival = 0;                ///< hours, never earlier than the entry before
    std::span<const Impression> shown; ///< ascending by slate, slates newer than all delivered before
    std::span<const FeedbackEvent> events;
};

/// Where an event stood: the number of its delivery and its place in it. Refused events are kept as this and
/// a reason alone; their content may be personal and is the sender's.
struct EventPlace {
    std::uint64_t entry = 0;
    std::uint32_t position = 0;
    auto
    operator<=>(const EventPlace&) const = default; // NOLINT(modernize-use-nullptr): misread by clang-tidy 14
};

struct AcceptedFeedback {
    EventPlace place;
    WeightedFeedback feedback;
};

enum class FeedbackStage : std::uint8_t { clean, dedupe, align, weigh };
constexpr int feedback_stage_count = 4;

class FeedbackJournal {
public:
    /// An empty journal. Refuses (bad_input) a window or levers that are not finite and positive.
    static Result<FeedbackJournal> open(const JournalSettings& settings);

    /// The whole state: "ATFJ", version, length, content, checksum; little-endian. Equal states give equal
    /// bytes.
    std::vector<std::uint8_t> write() const;
    /// Reads what write() wrote. Any other bytes are `unreadable`; every length, number, order and total is
    /// checked, so that damaged or hostile bytes cannot make a state that write() would not produce from it
    /// again.
    static Result<FeedbackJournal> read(std::span<const std::uint8_t> bytes);

    /// The number that the next new entry must carry: 0, 1, 2 ...
    std::uint64_t next_entry() const { return entries_.size(); }

    /// Puts a delivery's events into the inbox. An entry that was taken before, with the same content, is
    /// acknowledged and changes nothing; with other content it is `refused`. A number beyond next_entry(), a
    /// clock that goes back, an unknown sender or unsound impressions are `bad_input`. On any error nothing
    /// has changed.
    Status deliver(std::uint64_t entry, const Delivery& delivery);

    /// Sets a person's consents as of `hours`; nothing is granted before. Entries and errors as for
    /// deliver(). All events in flight are first taken through all stages, so a choice acts on exactly what
    /// came before it in the sequence. Then everything that no granted purpose covers any more goes at once:
    /// accepted events become no_consent, their keys are erased, and counts and reliability start anew;
    /// without any purpose that keeps a profile the impressions go too. Withdrawing one purpose takes nothing
    /// from another that covers it.
    Status change_consent(std::uint64_t entry, UserId user, ConsentState state, double hours);

    /// Moves up to `at_most` events one stage on, oldest first; returns how many moved (onward or into
    /// quarantine).
    std::size_t advance(FeedbackStage stage, std::size_t at_most);
    /// Advances every stage until nothing is in flight.
    void drain();

    /// Events waiting for a stage.
    std::size_t waiting(FeedbackStage stage) const {
        return waiting_[static_cast<std::size_t>(stage)].size();
    }
    /// Events of all deliveries: always in flight + accepted + refused.
    std::uint64_t arrived() const;
    std::size_t in_flight() const;
    /// In order of arrival.
    const std::vector<AcceptedFeedback>& accepted() const { return accepted_; }
    /// Each refused event with its reason, in order of arrival.
    const std::map<EventPlace, Quarantine>& refused() const { return refused_; }
    /// Refused events by reason; [none] counts the accepted ones.
    QuarantineCounts counts() const;
    FeedbackConsent consent(UserId user) const;
    /// What weighting remembers of a person; a fresh state if nothing.
    PerUserFeedbackState state(UserId user) const;
    /// Keys remembered, of all people.
    std::size_t keys() const { return seen_.size(); }

private:
    struct Entry {
        std::uint64_t digest = 0;
        std::uint32_t events = 0;
    };
    struct Row {
        EventPlace place;
        UserId sender;
        std::uint32_t shown = 0; ///< how many of the sender's impressions were delivered by then
        double arrival = 0;
        WeightedFeedback feedback; ///< fills up from stage to stage
    };
    /// User, item, kind, hours of an event that came through dedupe.
    using Moment = std::tuple<std::uint32_t, std::uint32_t, FeedbackKind, double>;

    explicit FeedbackJournal(const JournalSettings& settings)
        : settings_(settings) {}

    /// True: new, take it. False: taken before, with the same content.
    Result<bool> admit(std::uint64_t entry, std::uint64_t digest, double hours) const;
    Status check_shown(const Delivery& delivery) const;
    Quarantine pass(FeedbackStage stage, Row& row);
    CleaningRules rules_for(const Row& row) const;
    std::span<const Impression> shown_to(UserId user, std::size_t at_most) const;
    bool in_burst(const FeedbackEvent& event) const;
    void forget_uncovered(UserId user);
    Status restore_joins();

    JournalSettings settings_;
    double clock_ = 0;
    std::vector<Entry> entries_;
    std::map<std::uint32_t, FeedbackConsent> consents_;
    std::map<std::uint32_t, std::vector<Impression>> shown_;
    std::map<std::pair<std::uint32_t, std::uint64_t>, FeedbackEvent> seen_; ///< by user and key
    std::set<Moment> moments_; ///< the same events, for bursts; not written
    std::array<std::deque<Row>, feedback_stage_count> waiting_;
    std::vector<AcceptedFeedback> accepted_;
    std::map<EventPlace, Quarantine> refused_;
    std::map<std::uint32_t, PerUserFeedbackState> states_;
};

} // namespace attune
