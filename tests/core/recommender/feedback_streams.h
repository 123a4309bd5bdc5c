// Random visits with every kind of fault in them, and a slow oracle that judges them from the whole history
// by reading the rules again from scratch: no rings, no running sums, doubles and libm throughout.
#pragma once

#include "core/base/random.h"
#include "core/recommender/feedback/pipeline.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <utility>
#include <vector>

namespace attune::test {

struct StreamVisit {
    UserId sender;
    double arrival = 0;
    std::vector<Impression> shown;
    std::vector<FeedbackEvent> events;
};

constexpr std::uint32_t stream_users = 6;
constexpr std::uint32_t stream_items = 60;
constexpr std::uint32_t stream_slate = 10;

/// Draws in sequence from addresses (seed, visit): only the test's own convenience.
class Dice {
public:
    Dice(std::uint64_t seed, std::uint32_t visit)
        : key_(stream_key(seed, 0))
        , visit_(visit) {}
    std::uint32_t word() { return words_at(key_, Stream::network, visit_, next_++)[0]; }
    std::uint32_t below(std::uint32_t n) { return word() % n; }
    bool chance(double p) { return static_cast<double>(uniform(word())) < p; }

private:
    StreamKey key_;
    std::uint32_t visit_;
    std::uint32_t next_ = 0;
};

inline FeedbackConsent full_consent() {
    FeedbackConsent consent;
    consent.state.set(Purpose::adjust_my_recommendations, true);
    consent.state.set(Purpose::improve_models, true);
    return consent;
}

/// Spoils one event in one of the ways a client or a network can.
inline void spoil(FeedbackEvent& event, double arrival, Dice& dice) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    switch (dice.below(13)) {
    case 0:
        event.user = UserId(stream_users + dice.below(3));
        break;
    case 1:
        event.user = UserId((event.user.value + 1) % stream_users);
        break;
    case 2:
        event.item = ItemId(stream_items + dice.below(1000));
        break;
    case 3:
        event.kind = static_cast<FeedbackKind>(9 + dice.below(247));
        break;
    case 4:
        event.value = std::numeric_limits<float>::quiet_NaN();
        break;
    case 5:
        event.value = 1.5F;
        break;
    case 6:
        event.hours = nan;
        break;
    case 7:
        event.hours = -1;
        break;
    case 8:
        event.hours = arrival + 0.01;
        break;
    case 9:
        event.hours = arrival - 72.5;
        break;
    case 10:
        event.slate += 1 + dice.below(40);
        break;
    case 11:
        event.item = ItemId(dice.below(stream_items));
        break;
    default:
        event.hours = arrival - 0.51;
        break; // just before the visit began
    }
}

/// Visits of six people in order of arrival. Fresh events per visit stay at four or fewer and come again only
/// in the same or the person's next visit, so a memory of eight recognises every repetition.
inline std::vector<StreamVisit> random_visits(std::uint64_t seed, int count) {
    std::vector<StreamVisit> visits;
    std::map<std::uint32_t, std::uint32_t> next_slate;
    std::map<std::uint32_t, std::vector<FeedbackEvent>> last;
    double clock = 80;
    for (int v = 0; v < count; ++v) {
        Dice dice(seed, static_cast<std::uint32_t>(v));
        StreamVisit visit;
        visit.sender = UserId(dice.below(stream_users));
        clock += dice.below(40) * 0.1;
        const double start = clock;
        visit.arrival = clock = start + 0.5;
        const std::uint32_t slates = 1 + dice.below(3);
        for (std::uint32_t s = 0; s < slates; ++s) {
            const std::uint32_t first = dice.below(stream_items);
            const std::uint32_t slate = next_slate[visit.sender.value]++;
            for (std::uint32_t r = 0; r < stream_slate; ++r)
                visit.shown.push_back({visit.sender, ItemId((first + r) % stream_items), slate,
                                       static_cast<std::uint8_t>(r), static_cast<std::uint32_t>(v / 7),
                                       start});
        }
        const std::uint32_t fresh = dice.below(5);
        std::vector<FeedbackEvent> made;
        for (std::uint32_t e = 0; e < fresh; ++e) {
            const Impression& cause = visit.shown[dice.below(static_cast<std::uint32_t>(visit.shown.size()))];
            FeedbackEvent event;
            event.key = mix64((std::uint64_t{static_cast<std::uint32_t>(v)} << 8) | e);
            event.user = visit.sender;
            event.item = cause.item;
            event.slate = cause.slate;
            event.kind = static_cast<FeedbackKind>(dice.below(feedback_kind_count));
            if (event.kind == FeedbackKind::consumed) event.value = uniform(dice.word());
            if (event.kind == FeedbackKind::stars)
                event.value = value_of_stars(1 + static_cast<int>(dice.below(5)));
            if (event.kind == FeedbackKind::reason || event.kind == FeedbackKind::own_words)
                event.value = value_of_reason(static_cast<Reason>(dice.below(reason_count)));
            event.hours = start + 0.4 * static_cast<double>(uniform(dice.word()));
            if (!made.empty() && dice.chance(0.3)) {
                // The same thing again under a new key, sometimes within five seconds.
                event = made.back();
                event.key = mix64((std::uint64_t{static_cast<std::uint32_t>(v)} << 8) | e);
                event.hours += (dice.below(10) + 0.3) / 3600.0; // never exactly five: rounding would decide
                if (dice.chance(0.5)) event.kind = static_cast<FeedbackKind>(dice.below(feedback_kind_count));
                if (event.kind != FeedbackKind::consumed) event.value = 0;
            }
            if (dice.chance(0.25)) spoil(event, visit.arrival, dice);
            made.push_back(event);
        }
        for (const FeedbackEvent& event : made) {
            visit.events.push_back(event);
            while (dice.chance(0.2))
                visit.events.push_back(
                    made[dice.below(static_cast<std::uint32_t>(visit.events.size())) % made.size()]);
        }
        for (FeedbackEvent old : last[visit.sender.value]) {
            if (!dice.chance(0.15)) continue;
            if (dice.chance(0.3)) old.slate += 1;
            visit.events.push_back(old);
        }
        last[visit.sender.value] = made;
        visits.push_back(std::move(visit));
    }
    return visits;
}

/// What the oracle says about one event.
struct Judgement {
    FeedbackEvent event;
    Quarantine reason = Quarantine::none;
    int rank = -1;
    std::uint32_t model_version = 0;
    double weight = 0;
    double arrival = 0;
    bool past_dedupe = false;
};

/// Judges visits one after the other, everybody with full consent since the beginning.
class Oracle {
public:
    explicit Oracle(FeedbackWeights weights)
        : weights_(weights) {}

    std::vector<Judgement> judge(const StreamVisit& visit) {
        shown_.insert(shown_.end(), visit.shown.begin(), visit.shown.end());
        std::vector<Judgement> result;
        for (const FeedbackEvent& event : visit.events) {
            Judgement j;
            j.event = event;
            j.arrival = visit.arrival;
            j.reason = reason_for(visit, j);
            if (j.reason == Quarantine::none) j.weight = weight_of(j);
            history_.push_back(j);
            result.push_back(j);
        }
        return result;
    }

private:
    Quarantine reason_for(const StreamVisit& visit, Judgement& j) const {
        const FeedbackEvent& e = j.event;
        if (!(e.user < UserId(stream_users))) return Quarantine::unknown_user;
        if (e.user != visit.sender) return Quarantine::other_user;
        if (static_cast<unsigned>(e.kind) > 8) return Quarantine::unknown_kind;
        if (!(e.item < ItemId(stream_items))) return Quarantine::unknown_item;
        if (std::isnan(e.value) || std::isinf(e.value)) return Quarantine::value_not_finite;
        const double highest = e.kind == FeedbackKind::consumed || e.kind == FeedbackKind::stars     ? 1
                               : e.kind == FeedbackKind::reason || e.kind == FeedbackKind::own_words ? 0.625
                                                                                                     : 0;
        if (!(e.value >= 0 && static_cast<double>(e.value) <= highest)) return Quarantine::value_out_of_range;
        if (std::isnan(e.hours) || std::isinf(e.hours)) return Quarantine::time_not_finite;
        if (std::signbit(e.hours) && e.hours != 0) return Quarantine::time_negative;
        if (visit.arrival < e.hours) return Quarantine::time_in_future;
        if (e.hours < visit.arrival - 72) return Quarantine::too_late;

        for (const Judgement& h : history_)
            if (h.past_dedupe && h.event.user == e.user && h.event.key == e.key)
                return h.event == e ? Quarantine::duplicate_key : Quarantine::contradictory_key;
        for (const Judgement& h : history_)
            if (h.past_dedupe && h.event.user == e.user && h.event.item == e.item && h.event.kind == e.kind &&
                std::abs(h.event.hours - e.hours) * 3600 <= 5)
                return Quarantine::burst;
        j.past_dedupe = true;

        for (const Impression& i : shown_) {
            if (i.user != e.user || i.slate != e.slate || i.item != e.item) continue;
            if (e.hours < i.hours) return Quarantine::before_impression;
            j.rank = i.rank;
            j.model_version = i.model_version;
            return Quarantine::none;
        }
        return Quarantine::orphan;
    }

    static int says(const FeedbackEvent& e) {
        if (e.kind == FeedbackKind::thumb_up) return 1;
        if (e.kind == FeedbackKind::thumb_down || e.kind == FeedbackKind::not_interested) return -1;
        if (e.kind == FeedbackKind::consumed && e.value >= 0.8F) return 1;
        if (e.kind == FeedbackKind::stars) return e.value > 0.5F ? 1 : e.value < 0.5F ? -1 : 0;
        if (e.kind == FeedbackKind::consumed && e.value <= 0.1F) return -1;
        return 0;
    }

    /// The statement on the item of `now` that it is compared with: of the last consumption and of the
    /// answers on the last two items answered on, the latest within a week.
    static int compared_with(const std::vector<FeedbackEvent>& before, const FeedbackEvent& now) {
        std::vector<FeedbackEvent> remembered;
        std::vector<ItemId> answered;
        bool consumption = false;
        for (auto e = before.rbegin(); e != before.rend(); ++e) {
            if (says(*e) == 0) continue;
            if (e->kind == FeedbackKind::consumed) {
                if (!consumption) remembered.insert(remembered.begin(), *e);
                consumption = true;
            } else if (std::find(answered.begin(), answered.end(), e->item) == answered.end() &&
                       answered.size() < 2) {
                answered.push_back(e->item);
                remembered.push_back(*e);
            }
        }
        int said = 0;
        float when = -1;
        for (const FeedbackEvent& e : remembered) {
            const auto hours = static_cast<float>(e.hours);
            if (e.item != now.item || std::abs(hours - static_cast<float>(now.hours)) > 168) continue;
            if (hours >= when) {
                said = says(e);
                when = hours;
            }
        }
        return said;
    }

    double weight_of(const Judgement& j) const {
        std::vector<FeedbackEvent> mine;
        double n = 0;
        for (const Judgement& h : history_) {
            if (h.reason != Quarantine::none || h.event.user != j.event.user) continue;
            mine.push_back(h.event);
            if (h.event.kind == j.event.kind)
                n += std::exp2((h.arrival - j.arrival) / double{weights_.frequency_half_life});
        }
        mine.push_back(j.event);
        double agree = 0;
        double contradict = 0;
        for (std::size_t i = 0; i < mine.size(); ++i) {
            const int now = says(mine[i]);
            const int then =
                now == 0
                    ? 0
                    : compared_with({mine.begin(), mine.begin() + static_cast<std::ptrdiff_t>(i)}, mine[i]);
            if (then != 0) (then == now ? agree : contradict) += 1;
        }
        const double rho = std::max(0.2, std::min(1.0, 2 * (1 + agree) / (2 + agree + contradict)));
        const double kind[] = {25.0 / 28, 20.0 / 27, 0.924,       40.0 / 43, 105.0 / 109,
                               0.924,     0.75,      200.0 / 201, 0.6};
        return std::exp2((j.event.hours - j.arrival) / double{weights_.recency_half_life}) /
               (1 + n / double{weights_.frequency_saturation}) * kind[static_cast<int>(j.event.kind)] * rho;
    }

    FeedbackWeights weights_;
    std::vector<Impression> shown_;
    std::vector<Judgement> history_;
};

} // namespace attune::test
