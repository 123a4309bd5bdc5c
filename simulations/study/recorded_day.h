// What people did on one day, by slate and rank instead of by item: read from the log of a run, so that the
// same behaviour can be met with other slates (replay.h). What was said in answer to a question or an offer
// is kept apart, because people who are not asked cannot say it.
#pragma once

#include "core/recommender/ranking/slate.h"
#include "simulations/engine/event_log.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace attune {

/// One event of feedback about whatever stood at a rank.
struct RecordedEvent {
    FeedbackKind kind = FeedbackKind::picked;
    std::uint8_t rank = 0;
    bool answer = false; ///< to a question
    float value = 0;     ///< as in FeedbackEvent
    double hours = 0;
};

/// One slate of a visit and what was done with it.
struct RecordedSlate {
    double shown = 0;     ///< hours
    double left = 0;      ///< hours, when looking was over
    double over = 0;      ///< hours, when the person was through with it and with what was picked
    int picked_rank = -1; ///< -1: nothing
    bool converted = false;
    bool searched = false;
    std::optional<Pattern> complaint; ///< as the device read it
    bool tour = false;                ///< the question was the tour's
    bool answered = false;            ///< the question was answered
    std::optional<Channel> form_off;  ///< after the question the person wanted no more of this form
    bool opted_out = false;           ///< ... or none at all
    std::optional<OfferChoice> choice;
    std::optional<LoggedConsent> settings; ///< the person went to the settings and left them like this
    std::size_t first_event = 0, events = 0;
    // What was shown in the recorded run.
    int count = 0;
    std::array<std::uint32_t, slate_length> item{};
    std::array<std::int32_t, slate_length> score{};
};

/// A consent screen at the door: where every purpose stood after it.
struct RecordedScreen {
    double hours = 0;
    LoggedConsent consent;
};

struct RecordedVisit {
    UserId user;
    std::uint32_t visit = 0; ///< as in VisitRequest
    double hours = 0;
    bool opted_in = false;               ///< since the last visit the person wanted to be asked again
    std::vector<RecordedScreen> screens; ///< since the last visit
    std::size_t first_slate = 0, slates = 0;
};

/// In the order in which it happened, block by block.
struct RecordedDay {
    std::vector<RecordedVisit> visits;
    std::vector<RecordedSlate> slates;
    std::vector<RecordedEvent> events;
};

/// Makes recorded days from the log of a run.
class Recorder {
public:
    explicit Recorder(int users)
        : waiting_(static_cast<std::size_t>(users)) {}

    /// The events of one block on one day (RunRequest::log).
    void take(std::span<const LoggedEvent> events);
    /// What has been taken since the last call.
    RecordedDay take_day();

private:
    /// What happened at the door, until the person's next visit.
    struct Waiting {
        std::vector<RecordedScreen> screens;
        bool opted_in = false;
    };
    void at_the_door(const LoggedEvent& event);
    void impression(const LoggedEvent& event);
    void feedback(const LoggedEvent& event, FeedbackKind kind);
    void session(const LoggedEvent& event);
    void end_slate(double hours);

    std::vector<Waiting> waiting_; ///< by person
    RecordedDay day_;
    bool visiting_ = false;
    bool asked_ = false;     ///< on the slate under way
    double known_ = 0;       ///< hours; the latest known moment of the slate under way
    bool end_known_ = false; ///< ... is its end
};

} // namespace attune
