#include "simulations/study/recorded_day.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace attune {
namespace {

constexpr double minutes_per_hour = 60.0;

/// What people say when they are asked.
bool says(FeedbackKind kind) {
    switch (kind) {
    case FeedbackKind::thumb_up:
    case FeedbackKind::thumb_down:
    case FeedbackKind::stars:
    case FeedbackKind::reason:
    case FeedbackKind::own_words:
        return true;
    case FeedbackKind::picked:
    case FeedbackKind::consumed:
    case FeedbackKind::not_interested:
    case FeedbackKind::muted:
        return false;
    }
    return false;
}

} // namespace

void Recorder::take(std::span<const LoggedEvent> events) {
    using K = LoggedKind;
    for (const LoggedEvent& event : events) {
        switch (event.kind) {
        case K::consent:
            if (event.consent.method == ConsentMethod::settings)
                day_.slates.back().settings = event.consent;
            else if (event.consent.method == ConsentMethod::notice)
                at_the_door(event);
            break; // lapses come by the clock
        case K::opt_in:
            at_the_door(event);
            break;
        case K::impression:
            impression(event);
            break;
        case K::feedback:
            feedback(event, event.feedback);
            break;
        case K::mute:
            feedback(event, FeedbackKind::muted);
            break;
        case K::prompt:
            asked_ = true;
            day_.slates.back().tour = event.trigger == Trigger::tour;
            known_ = std::max(known_, event.hours);
            end_known_ = end_known_ || !day_.slates.back().tour;
            break;
        case K::answer:
            day_.slates.back().answered = true;
            break;
        case K::opt_out:
            if (event.all_forms)
                day_.slates.back().opted_out = true;
            else
                day_.slates.back().form_off = event.channel;
            break;
        case K::conversion:
            day_.slates.back().converted = true;
            break;
        case K::offer:
        case K::direction:
            day_.slates.back().choice = event.choice;
            known_ = std::max(known_, event.hours);
            end_known_ = true;
            break;
        case K::search:
        case K::complaint:
            if (event.kind == K::search) day_.slates.back().searched = true;
            if (event.kind == K::complaint && event.understood) day_.slates.back().complaint = event.pattern;
            known_ = std::max(known_, event.hours);
            end_known_ = true;
            break;
        case K::session:
            session(event);
            break;
        case K::reason: // what they lead to is feedback
        case K::own_words:
        case K::promise:
        case K::episode:
        case K::basis:
            break;
        }
    }
}

RecordedDay Recorder::take_day() {
    assert(!visiting_ && "a visit ends on the day it began");
    return std::exchange(day_, {});
}

void Recorder::at_the_door(const LoggedEvent& event) {
    Waiting& waiting = waiting_[event.user.value];
    if (event.kind == LoggedKind::opt_in)
        waiting.opted_in = true;
    else
        waiting.screens.push_back({event.hours, event.consent});
}

void Recorder::impression(const LoggedEvent& event) {
    if (event.rank == 0) {
        if (!visiting_) {
            Waiting& waiting = waiting_[event.user.value];
            day_.visits.push_back({.user = event.user,
                                   .visit = event.visit,
                                   .hours = event.hours,
                                   .opted_in = waiting.opted_in,
                                   .screens = std::move(waiting.screens),
                                   .first_slate = day_.slates.size()});
            waiting = {};
            visiting_ = true;
        } else {
            end_slate(event.hours);
        }
        RecordedSlate& slate = day_.slates.emplace_back();
        slate.shown = event.hours;
        slate.first_event = day_.events.size();
        ++day_.visits.back().slates;
        asked_ = end_known_ = false;
        known_ = event.hours;
    }
    RecordedSlate& slate = day_.slates.back();
    slate.item[event.rank] = event.item.value;
    slate.score[event.rank] = event.score;
    ++slate.count;
}

void Recorder::feedback(const LoggedEvent& event, FeedbackKind kind) {
    RecordedSlate& slate = day_.slates.back();
    const auto shown = std::span(slate.item).first(static_cast<std::size_t>(slate.count));
    const auto found = std::find(shown.begin(), shown.end(), event.item.value);
    assert(found != shown.end() && "people say something about what they see");
    const auto rank = static_cast<std::uint8_t>(found - shown.begin());
    day_.events.push_back({.kind = kind,
                           .rank = rank,
                           .answer = asked_ && says(kind),
                           .value = event.value,
                           .hours = event.hours});
    ++slate.events;
    if (slate.tour && says(kind)) return; // before anything was looked at
    known_ = std::max(known_, event.hours);
    end_known_ = true;
    if (kind != FeedbackKind::picked) return;
    slate.picked_rank = rank;
    slate.left = event.hours;
}

/// `hours` is when the next slate was shown or, where the log does not say it to the last bit, when the visit
/// was over.
void Recorder::end_slate(double hours) {
    RecordedSlate& slate = day_.slates.back();
    slate.over = hours;
    if (slate.picked_rank < 0) slate.left = hours;
}

void Recorder::session(const LoggedEvent& event) {
    assert(visiting_);
    // Minutes are rounded in the log; what was logged at the end of the last slate is not.
    end_slate(end_known_ ? known_ : event.hours + static_cast<double>(event.value) / minutes_per_hour);
    visiting_ = false;
}

} // namespace attune
