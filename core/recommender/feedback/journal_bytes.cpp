// The bytes of a feedback journal. Reading believes nothing: lengths are held against what is left, numbers
// against their ranges, sequences against their order, and the sum against the deliveries.
#include "core/base/random.h"
#include "core/recommender/feedback/byte_io.h"
#include "core/recommender/feedback/journal.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>

namespace attune {
namespace {

constexpr std::array<std::uint8_t, 4> magic = {'A', 'T', 'F', 'J'};
constexpr std::uint32_t format_version = 2;
constexpr std::size_t head_size = magic.size() + 4 + 8;
constexpr std::size_t checksum_size = 8;

/// Against damage, not against forgery.
std::uint64_t checksum(std::span<const std::uint8_t> bytes) {
    std::uint64_t sum = mix64(bytes.size());
    std::size_t i = 0;
    for (; i + 8 <= bytes.size(); i += 8) {
        std::uint64_t word = 0;
        for (std::size_t b = 0; b < 8; ++b)
            word |= std::uint64_t{bytes[i + b]} << (8 * b);
        sum = mix64(sum ^ word);
    }
    for (; i < bytes.size(); ++i)
        sum = mix64(sum ^ bytes[i]);
    return sum;
}

bool is_time(double hours) {
    return std::isfinite(hours) && hours >= 0;
}

void put(ByteWriter& out, const FeedbackEvent& event) {
    out.put(event.key);
    out.put(event.user.value);
    out.put(event.item.value);
    out.put(event.slate);
    out.put(static_cast<std::uint8_t>(event.kind));
    out.put(event.value);
    out.put(event.hours);
}
constexpr std::size_t event_size = 8 + 4 + 4 + 4 + 1 + 4 + 8;

FeedbackEvent get_event(ByteReader& in) {
    FeedbackEvent event;
    event.key = in.get<std::uint64_t>();
    event.user = UserId(in.get<std::uint32_t>());
    event.item = ItemId(in.get<std::uint32_t>());
    event.slate = in.get<std::uint32_t>();
    event.kind = static_cast<FeedbackKind>(in.get<std::uint8_t>());
    event.value = in.get_float();
    event.hours = in.get_double();
    return event;
}

void put(ByteWriter& out, const Impression& one) {
    out.put(one.item.value);
    out.put(one.slate);
    out.put(one.rank);
    out.put(one.model_version);
    out.put(one.hours);
}
constexpr std::size_t impression_size = 4 + 4 + 1 + 4 + 8;

Impression get_impression(ByteReader& in, UserId user) {
    Impression one;
    one.user = user;
    one.item = ItemId(in.get<std::uint32_t>());
    one.slate = in.get<std::uint32_t>();
    one.rank = in.get<std::uint8_t>();
    one.model_version = in.get<std::uint32_t>();
    one.hours = in.get_double();
    return one;
}

void put(ByteWriter& out, EventPlace place) {
    out.put(place.entry);
    out.put(place.position);
}
constexpr std::size_t place_size = 8 + 4;

EventPlace get_place(ByteReader& in) {
    EventPlace place;
    place.entry = in.get<std::uint64_t>();
    place.position = in.get<std::uint32_t>();
    return place;
}

void put(ByteWriter& out, const FeedbackConsent& consent) {
    out.put(consent.state.granted);
    for (const double since : consent.since)
        out.put(since);
}
constexpr std::size_t consent_size = 2 + 8 * purpose_count;

FeedbackConsent get_consent(ByteReader& in, double clock) {
    FeedbackConsent consent;
    consent.state.granted = in.get<std::uint16_t>();
    in.require((consent.state.granted >> purpose_count) == 0);
    for (int p = 0; p < purpose_count; ++p) {
        double& since = consent.since[static_cast<std::size_t>(p)];
        since = in.get_double();
        const bool granted = (consent.state.granted & (1U << p)) != 0;
        in.require(granted ? is_time(since) && since <= clock : std::bit_cast<std::uint64_t>(since) == 0);
    }
    return consent;
}

void put(ByteWriter& out, const PerUserFeedbackState& state) {
    for (const float count : state.counts)
        out.put(count);
    out.put(state.agreements);
    out.put(state.contradictions);
    out.put(state.counted_at);
    for (const auto& stance : state.stances) {
        out.put(stance.item);
        out.put(stance.hours);
    }
    out.put(state.positive);
    out.put(state.oldest_answer);
}
constexpr std::size_t state_size =
    4 * feedback_kind_count + 2 + 2 + 8 + 8 * PerUserFeedbackState::stance_count + 1 + 1;

PerUserFeedbackState get_state(ByteReader& in, const JournalSettings& settings, double clock) {
    PerUserFeedbackState state;
    for (float& count : state.counts) {
        count = in.get_float();
        in.require(std::isfinite(count) && count >= 0);
    }
    state.agreements = in.get<std::uint16_t>();
    state.contradictions = in.get<std::uint16_t>();
    state.counted_at = in.get_double();
    in.require(is_time(state.counted_at) && state.counted_at <= clock);
    for (auto& stance : state.stances) {
        stance.item = in.get<std::uint32_t>();
        stance.hours = in.get_float();
        in.require((stance.item < settings.items || stance.item == PerUserFeedbackState::Stance::nothing) &&
                   is_time(double{stance.hours}));
    }
    state.positive = in.get<std::uint8_t>();
    state.oldest_answer = in.get<std::uint8_t>();
    in.require(state.positive < (1U << PerUserFeedbackState::stance_count) &&
               (state.oldest_answer == 1 || state.oldest_answer == 2));
    return state;
}

/// Writes a map by user: count, then user and value, ascending.
template <typename Value, typename Put>
void put_by_user(ByteWriter& out, const std::map<std::uint32_t, Value>& values, Put&& put_value) {
    out.put_size(values.size());
    for (const auto& [user, value] : values) {
        out.put(user);
        put_value(value);
    }
}

template <typename Value, typename Get>
void get_by_user(ByteReader& in, std::uint32_t users, std::size_t value_size,
                 std::map<std::uint32_t, Value>& values, Get&& get_value) {
    const std::size_t count = in.get_size(4 + value_size);
    for (std::size_t i = 0; i < count && in.ok(); ++i) {
        const auto user = in.get<std::uint32_t>();
        in.require(user < users && (values.empty() || values.rbegin()->first < user));
        values.emplace_hint(values.end(), user, get_value(UserId(user)));
    }
}

tl::unexpected<Error> damaged(std::string what) {
    return fail(ErrorCode::unreadable, std::move(what), "feedback journal",
                "Restore the last good copy; nothing was changed");
}

} // namespace

std::vector<std::uint8_t> FeedbackJournal::write() const {
    ByteWriter out;
    out.put(settings_.users);
    out.put(settings_.items);
    out.put(settings_.window);
    out.put(settings_.weights.recency_half_life);
    out.put(settings_.weights.frequency_saturation);
    out.put(settings_.weights.frequency_half_life);
    out.put(clock_);
    out.put_size(entries_.size());
    for (const Entry& entry : entries_) {
        out.put(entry.digest);
        out.put(entry.events);
    }
    put_by_user(out, consents_, [&](const FeedbackConsent& consent) { put(out, consent); });
    put_by_user(out, shown_, [&](const std::vector<Impression>& shown) {
        out.put_size(shown.size());
        for (const Impression& one : shown)
            put(out, one);
    });
    out.put_size(seen_.size());
    for (const auto& [key, event] : seen_)
        put(out, event);
    put_by_user(out, states_, [&](const PerUserFeedbackState& state) { put(out, state); });
    for (const auto& queue : waiting_) {
        out.put_size(queue.size());
        for (const Row& row : queue) {
            put(out, row.place);
            out.put(row.sender.value);
            out.put(row.shown);
            out.put(row.arrival);
            put(out, row.feedback.event);
        }
    }
    out.put_size(accepted_.size());
    for (const AcceptedFeedback& row : accepted_) {
        put(out, row.place);
        put(out, row.feedback.event);
        out.put(row.feedback.weight);
    }
    out.put_size(refused_.size());
    for (const auto& [place, reason] : refused_) {
        put(out, place);
        out.put(static_cast<std::uint8_t>(reason));
    }

    ByteWriter whole;
    whole.bytes.reserve(head_size + out.bytes.size() + checksum_size);
    whole.bytes.assign(magic.begin(), magic.end());
    whole.put(format_version);
    whole.put_size(out.bytes.size());
    whole.bytes.insert(whole.bytes.end(), out.bytes.begin(), out.bytes.end());
    whole.put(checksum(whole.bytes));
    return std::move(whole.bytes);
}

Result<FeedbackJournal> FeedbackJournal::read(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < head_size + checksum_size || !std::ranges::equal(bytes.first(magic.size()), magic))
        return damaged("these bytes are not a feedback journal");
    ByteReader head(bytes.subspan(magic.size()));
    const auto version = head.get<std::uint32_t>();
    if (version != format_version)
        return fail(ErrorCode::unreadable,
                    "the feedback journal is of version " + std::to_string(version) +
                        ", this program reads version " + std::to_string(format_version),
                    "feedback journal", "Use the Attune that wrote it");
    if (head.get<std::uint64_t>() != bytes.size() - head_size - checksum_size)
        return damaged("the feedback journal is cut short or has something after its end");
    ByteReader tail(bytes.last(checksum_size));
    if (tail.get<std::uint64_t>() != checksum(bytes.first(bytes.size() - checksum_size)))
        return damaged("the feedback journal is damaged: its checksum does not hold");

    ByteReader in(bytes.subspan(head_size, bytes.size() - head_size - checksum_size));
    JournalSettings settings;
    settings.users = in.get<std::uint32_t>();
    settings.items = in.get<std::uint32_t>();
    settings.window = in.get_double();
    settings.weights.recency_half_life = in.get_float();
    settings.weights.frequency_saturation = in.get_float();
    settings.weights.frequency_half_life = in.get_float();
    auto journal = open(settings);
    if (!journal) return damaged("the settings of the feedback journal cannot be true");

    journal->clock_ = in.get_double();
    in.require(is_time(journal->clock_));
    journal->entries_.resize(in.get_size(8 + 4));
    for (Entry& entry : journal->entries_) {
        entry.digest = in.get<std::uint64_t>();
        entry.events = in.get<std::uint32_t>();
    }
    get_by_user(in, settings.users, consent_size, journal->consents_,
                [&](UserId) { return get_consent(in, journal->clock_); });
    get_by_user(in, settings.users, 8, journal->shown_, [&](UserId user) {
        std::vector<Impression> shown(in.get_size(impression_size));
        in.require(!shown.empty());
        for (std::size_t i = 0; i < shown.size(); ++i) {
            shown[i] = get_impression(in, user);
            in.require(shown[i].item.value < settings.items && is_time(shown[i].hours) &&
                       shown[i].hours <= journal->clock_ && (i == 0 || shown[i - 1].slate <= shown[i].slate));
        }
        return shown;
    });
    const std::size_t seen = in.get_size(event_size);
    for (std::size_t i = 0; i < seen && in.ok(); ++i) {
        const FeedbackEvent event = get_event(in);
        const std::pair place(event.user.value, event.key);
        // Sound for its own person at its own time, so that only what came through clean can stand here.
        in.require(check(event, {event.user, settings.users, settings.items, journal->clock_,
                                 std::numeric_limits<double>::infinity(), journal->consent(event.user)}) ==
                   Quarantine::none);
        in.require((journal->seen_.empty() || journal->seen_.rbegin()->first < place) &&
                   !journal->in_burst(event));
        if (!in.ok()) break;
        journal->seen_.emplace_hint(journal->seen_.end(), place, event);
        journal->moments_.emplace(event.user.value, event.item.value, event.kind, event.hours);
    }
    get_by_user(in, settings.users, state_size, journal->states_,
                [&](UserId) { return get_state(in, settings, journal->clock_); });
    for (int stage = 0; stage < feedback_stage_count; ++stage) {
        auto& queue = journal->waiting_[static_cast<std::size_t>(stage)];
        queue.resize(in.get_size(place_size + 4 + 4 + 8 + event_size));
        for (Row& row : queue) {
            row.place = get_place(in);
            row.sender = UserId(in.get<std::uint32_t>());
            row.shown = in.get<std::uint32_t>();
            row.arrival = in.get_double();
            row.feedback.event = get_event(in);
        }
    }
    journal->accepted_.resize(in.get_size(place_size + event_size + 4));
    for (AcceptedFeedback& row : journal->accepted_) {
        row.place = get_place(in);
        row.feedback.event = get_event(in);
        row.feedback.weight = in.get_float();
        in.require(row.feedback.weight >= 0 && row.feedback.weight <= 1);
    }
    const std::size_t refused = in.get_size(place_size + 1);
    for (std::size_t i = 0; i < refused && in.ok(); ++i) {
        const EventPlace place = get_place(in);
        const auto reason = in.get<std::uint8_t>();
        in.require(reason > 0 && reason < quarantine_count &&
                   (journal->refused_.empty() || journal->refused_.rbegin()->first < place));
        journal->refused_.emplace_hint(journal->refused_.end(), place, static_cast<Quarantine>(reason));
    }
    if (!in.at_end()) return damaged("the feedback journal holds something that cannot be true");
    if (auto consistent = journal->restore_joins(); !consistent) return pass_on(consistent);
    return journal;
}

Status FeedbackJournal::restore_joins() {
    // Rows past a stage meet its rule; rank and model version are not written but taken from the impression.
    const auto known = [&](const FeedbackEvent& event) {
        const auto found = seen_.find({event.user.value, event.key});
        return found != seen_.end() && found->second == event;
    };
    const auto join = [&](WeightedFeedback& row, std::size_t shown) {
        const Impression* cause = find_impression(row.event, {shown_to(row.event.user, shown), 0});
        if (cause == nullptr || row.event.hours < cause->hours) return false;
        row.rank = cause->rank;
        row.model_version = cause->model_version;
        return true;
    };
    bool sound = true;
    std::vector<EventPlace> places;
    for (AcceptedFeedback& row : accepted_) {
        const FeedbackEvent& event = row.feedback.event;
        sound = sound && known(event) && join(row.feedback, std::numeric_limits<std::size_t>::max());
        places.push_back(row.place);
    }
    for (int stage = feedback_stage_count - 1; stage >= 0; --stage) {
        for (Row& row : waiting_[static_cast<std::size_t>(stage)]) {
            const FeedbackEvent& event = row.feedback.event;
            sound = sound && row.sender.value < settings_.users && is_time(row.arrival) &&
                    row.arrival <= clock_ &&
                    row.shown <= shown_to(row.sender, std::numeric_limits<std::size_t>::max()).size();
            if (stage > 0) sound = sound && check(event, rules_for(row)) == Quarantine::none;
            if (stage > 1) sound = sound && known(event);
            if (stage > 2) sound = sound && join(row.feedback, row.shown);
            places.push_back(row.place);
        }
    }
    // Stages are queues: the further on, the earlier it arrived. With the refused ones, each place occurs
    // once.
    sound = sound && std::ranges::is_sorted(places);
    for (const auto& [place, reason] : refused_)
        places.push_back(place);
    std::ranges::sort(places);
    sound = sound && std::ranges::adjacent_find(places) == places.end();
    for (const EventPlace place : places)
        sound = sound && place.entry < entries_.size() && place.position < entries_[place.entry].events;
    if (!sound || places.size() != arrived())
        return damaged("the events of the feedback journal contradict each other or do not add up");
    return {};
}

} // namespace attune
