#include "core/recommender/feedback/journal.h"

#include "core/base/random.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>

namespace attune {
namespace {

/// Tells entries apart, nothing more: a sender repeating itself is recognised, a forger is not stopped.
class Digest {
public:
    void add(std::uint64_t word) { value_ = mix64(value_ ^ word); }
    void add(double number) { add(std::bit_cast<std::uint64_t>(number)); }
    void add(const FeedbackEvent& event) {
        add(event.key);
        add((std::uint64_t{event.user.value} << 32) | event.item.value);
        add((std::uint64_t{event.slate} << 32) | static_cast<std::uint8_t>(event.kind));
        add(std::uint64_t{std::bit_cast<std::uint32_t>(event.value)});
        add(event.hours);
    }
    void add(const Impression& impression) {
        add((std::uint64_t{impression.user.value} << 32) | impression.item.value);
        add((std::uint64_t{impression.slate} << 32) | impression.rank);
        add(std::uint64_t{impression.model_version});
        add(impression.hours);
    }
    std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 0;
};

enum class EntryType : std::uint64_t { delivery = 1, consent = 2 };

std::string entry_name(std::uint64_t entry) {
    return "entry " + std::to_string(entry);
}

bool positive(double number) {
    return std::isfinite(number) && number > 0;
}

bool keeps_profile(ConsentState state) {
    return state.has(Purpose::adjust_my_recommendations) || state.has(Purpose::improve_models);
}

} // namespace

Result<FeedbackJournal> FeedbackJournal::open(const JournalSettings& settings) {
    if (!positive(settings.window) || !positive(settings.weights.recency_half_life) ||
        !positive(settings.weights.frequency_saturation) || !positive(settings.weights.frequency_half_life))
        return fail(ErrorCode::bad_input,
                    "the window and levers of a feedback journal must be positive numbers");
    return FeedbackJournal(settings);
}

Result<bool> FeedbackJournal::admit(std::uint64_t entry, std::uint64_t digest, double hours) const {
    if (entry < entries_.size()) {
        if (entries_[entry].digest == digest) return false;
        return fail(ErrorCode::refused, "this entry was taken before with other content", entry_name(entry),
                    "Give new content the number " + std::to_string(entries_.size()));
    }
    if (entry > entries_.size())
        return fail(ErrorCode::bad_input, "an entry before this one is missing", entry_name(entry),
                    "Send entry " + std::to_string(entries_.size()) + " first");
    if (!std::isfinite(hours) || hours < clock_)
        return fail(ErrorCode::bad_input, "the time of this entry lies before the one before it",
                    entry_name(entry), "Send entries in the order of their arrival");
    return true;
}

Status FeedbackJournal::check_shown(const Delivery& delivery) const {
    const auto known = shown_to(delivery.sender, std::numeric_limits<std::size_t>::max());
    const Impression* before = known.empty() ? nullptr : &known.back();
    for (std::size_t i = 0; i < delivery.shown.size(); ++i) {
        const Impression& one = delivery.shown[i];
        const bool sound = one.user == delivery.sender && one.item.value < settings_.items &&
                           std::isfinite(one.hours) && one.hours >= 0 && one.hours <= delivery.arrival;
        const bool ordered =
            before == nullptr || one.slate > before->slate || (i > 0 && one.slate == before->slate);
        if (!sound || !ordered)
            return fail(ErrorCode::bad_input,
                        "an impression is of another person, an unknown item, a time still to come or a "
                        "slate delivered before",
                        "impression " + std::to_string(i));
        before = &one;
    }
    return {};
}

Status FeedbackJournal::deliver(std::uint64_t entry, const Delivery& delivery) {
    Digest digest;
    digest.add(static_cast<std::uint64_t>(EntryType::delivery));
    digest.add(std::uint64_t{delivery.sender.value});
    digest.add(delivery.arrival);
    digest.add(std::uint64_t{delivery.shown.size()});
    for (const Impression& impression : delivery.shown)
        digest.add(impression);
    for (const FeedbackEvent& event : delivery.events)
        digest.add(event);

    const auto admitted = admit(entry, digest.value(), delivery.arrival);
    if (!admitted) return pass_on(admitted);
    if (!*admitted) return {};
    if (delivery.sender.value >= settings_.users)
        return fail(ErrorCode::bad_input, "the sender is not known", entry_name(entry));
    if (delivery.events.size() > std::numeric_limits<std::uint32_t>::max())
        return fail(ErrorCode::bad_input, "the delivery is too large", entry_name(entry), "Split it");
    if (auto sound = check_shown(delivery); !sound) return sound;

    clock_ = delivery.arrival;
    entries_.push_back({digest.value(), static_cast<std::uint32_t>(delivery.events.size())});
    if (!delivery.shown.empty()) {
        auto& shown = shown_[delivery.sender.value];
        shown.insert(shown.end(), delivery.shown.begin(), delivery.shown.end());
    }
    const auto shown =
        static_cast<std::uint32_t>(shown_to(delivery.sender, std::numeric_limits<std::size_t>::max()).size());
    std::uint32_t position = 0;
    for (const FeedbackEvent& event : delivery.events)
        waiting_[0].push_back(
            {{entry, position++}, delivery.sender, shown, delivery.arrival, {event, 0, 0, 0}});
    return {};
}

Status FeedbackJournal::change_consent(std::uint64_t entry, UserId user, ConsentState state, double hours) {
    Digest digest;
    digest.add(static_cast<std::uint64_t>(EntryType::consent));
    digest.add(std::uint64_t{user.value});
    digest.add(std::uint64_t{state.granted});
    digest.add(hours);

    const auto admitted = admit(entry, digest.value(), hours);
    if (!admitted) return pass_on(admitted);
    if (!*admitted) return {};
    if (user.value >= settings_.users)
        return fail(ErrorCode::bad_input, "the person is not known", entry_name(entry));
    if ((state.granted >> purpose_count) != 0)
        return fail(ErrorCode::bad_input, "the choice names a purpose that is not known", entry_name(entry));

    drain();
    clock_ = hours;
    entries_.push_back({digest.value(), 0});
    FeedbackConsent& consent = consents_[user.value];
    for (int p = 0; p < purpose_count; ++p) {
        const auto bit = static_cast<std::uint16_t>(1U << p);
        double& since = consent.since[static_cast<std::size_t>(p)];
        if ((state.granted & bit) == 0)
            since = 0;
        else if ((consent.state.granted & bit) == 0)
            since = hours;
    }
    consent.state = state;
    forget_uncovered(user);
    return {};
}

void FeedbackJournal::forget_uncovered(UserId user) {
    const FeedbackConsent now = consent(user);
    const auto uncovered = [&](const FeedbackEvent& event) {
        return event.user == user && !may_enter(signal_of(event.kind), now, event.hours);
    };
    bool lost = !keeps_profile(now.state);
    for (const AcceptedFeedback& row : accepted_)
        if (uncovered(row.feedback.event)) {
            refused_.emplace(row.place, Quarantine::no_consent);
            lost = true;
        }
    std::erase_if(accepted_, [&](const AcceptedFeedback& row) { return uncovered(row.feedback.event); });
    std::erase_if(moments_, [&](const Moment& one) {
        const auto& [owner, item, kind, hours] = one;
        return owner == user.value && !may_enter(signal_of(kind), now, hours);
    });
    std::erase_if(seen_, [&](const auto& one) { return uncovered(one.second); });
    if (lost) states_.erase(user.value);
    if (!keeps_profile(now.state)) shown_.erase(user.value);
}

CleaningRules FeedbackJournal::rules_for(const Row& row) const {
    return {row.sender, settings_.users, settings_.items, row.arrival, settings_.window, consent(row.sender)};
}

std::span<const Impression> FeedbackJournal::shown_to(UserId user, std::size_t at_most) const {
    const auto found = shown_.find(user.value);
    if (found == shown_.end()) return {};
    return std::span(found->second).first(std::min(at_most, found->second.size()));
}

bool FeedbackJournal::in_burst(const FeedbackEvent& event) const {
    // The nearest moments on both sides decide: a difference of doubles never shrinks with distance.
    const auto same_target = [&](const Moment& other) {
        return std::get<0>(other) == event.user.value && std::get<1>(other) == event.item.value &&
               std::get<2>(other) == event.kind;
    };
    const auto after = moments_.lower_bound({event.user.value, event.item.value, event.kind, event.hours});
    if (after != moments_.end() && same_target(*after) && within_burst(std::get<3>(*after), event.hours))
        return true;
    if (after == moments_.begin()) return false;
    const auto before = std::prev(after);
    return same_target(*before) && within_burst(std::get<3>(*before), event.hours);
}

Quarantine FeedbackJournal::pass(FeedbackStage stage, Row& row) {
    const FeedbackEvent& event = row.feedback.event;
    switch (stage) {
    case FeedbackStage::clean:
        return check(event, rules_for(row));
    case FeedbackStage::dedupe: {
        const auto known = seen_.find({event.user.value, event.key});
        if (known != seen_.end())
            return known->second == event ? Quarantine::duplicate_key : Quarantine::contradictory_key;
        if (in_burst(event)) return Quarantine::burst;
        seen_.emplace(std::pair(event.user.value, event.key), event);
        moments_.emplace(event.user.value, event.item.value, event.kind, event.hours);
        return Quarantine::none;
    }
    case FeedbackStage::align: {
        WeightedFeedback joined;
        QuarantineCounts unused{};
        Quarantine reason = Quarantine::none;
        align(std::span(&event, 1), {shown_to(row.sender, row.shown), 0}, std::span(&joined, 1), unused,
              std::span(&reason, 1));
        if (reason == Quarantine::none) row.feedback = joined;
        return reason;
    }
    case FeedbackStage::weigh:
        weigh(std::span(&row.feedback, 1), row.arrival, settings_.weights, states_[row.sender.value]);
        return Quarantine::none;
    }
    return Quarantine::none;
}

std::size_t FeedbackJournal::advance(FeedbackStage stage, std::size_t at_most) {
    const auto index = static_cast<std::size_t>(stage);
    std::deque<Row>& from = waiting_[index];
    const std::size_t count = std::min(at_most, from.size());
    for (std::size_t i = 0; i < count; ++i) {
        Row row = from.front();
        from.pop_front();
        if (const Quarantine reason = pass(stage, row); reason != Quarantine::none)
            refused_.emplace(row.place, reason);
        else if (stage == FeedbackStage::weigh)
            accepted_.push_back({row.place, row.feedback});
        else
            waiting_[index + 1].push_back(row);
    }
    return count;
}

void FeedbackJournal::drain() {
    for (int stage = 0; stage < feedback_stage_count; ++stage)
        advance(static_cast<FeedbackStage>(stage), std::numeric_limits<std::size_t>::max());
}

std::uint64_t FeedbackJournal::arrived() const {
    std::uint64_t sum = 0;
    for (const Entry& entry : entries_)
        sum += entry.events;
    return sum;
}

std::size_t FeedbackJournal::in_flight() const {
    std::size_t sum = 0;
    for (const auto& queue : waiting_)
        sum += queue.size();
    return sum;
}

QuarantineCounts FeedbackJournal::counts() const {
    QuarantineCounts counts{};
    for (const auto& [place, reason] : refused_)
        ++at(counts, reason);
    at(counts, Quarantine::none) = static_cast<std::uint32_t>(accepted_.size());
    return counts;
}

FeedbackConsent FeedbackJournal::consent(UserId user) const {
    const auto found = consents_.find(user.value);
    return found == consents_.end() ? FeedbackConsent{} : found->second;
}

PerUserFeedbackState FeedbackJournal::state(UserId user) const {
    const auto found = states_.find(user.value);
    return found == states_.end() ? PerUserFeedbackState{} : found->second;
}

} // namespace attune
