#include "tests/simulations/study/episodes_oracle.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace attune::test {
namespace {

constexpr double month = 720, week = 168, day = 24; // hours

} // namespace

std::vector<Life> lives_of(const std::vector<LoggedEvent>& log, const std::vector<Felt>& felt,
                           std::span<const Person> people) {
    std::vector<Life> lives(people.size());
    for (std::size_t u = 0; u < people.size(); ++u) {
        lives[u].satisfaction = 1 / (1 + std::exp(-static_cast<double>(people[u].experience)));
        lives[u].trust = static_cast<double>(people[u].trust);
    }
    for (const LoggedEvent& event : log)
        lives[event.user.value].events.push_back(event);
    for (const Felt& one : felt)
        (one.moment == Felt::Moment::slate_over ? lives[one.user.value].slates : lives[one.user.value].moves)
            .push_back(one);
    return lives;
}

LifeOracle::LifeOracle(const Life& life, const WorldData& world, double end, double rest,
                       double rest_declined)
    : life_(life)
    , world_(world)
    , end_(end)
    , rest_(rest)
    , rest_declined_(rest_declined) {
    std::map<std::uint32_t, std::vector<std::size_t>> shown; // slate -> indices of its impressions
    for (std::size_t i = 0; i < life.events.size(); ++i)
        if (life.events[i].kind == LoggedKind::impression) shown[life.events[i].slate].push_back(i);
    for (const auto& [number, indices] : shown) {
        Slate slate;
        slate.hours = life.events[indices.front()].hours;
        slate.over = life.events.size();
        for (const std::size_t i : indices)
            slate.items.push_back(life.events[i].item.value);
        slate.seen = slate.items.size();
        for (const LoggedEvent& event : life.events)
            if (event.kind == LoggedKind::feedback && event.feedback == FeedbackKind::picked &&
                event.slate == number)
                slate.seen = static_cast<std::size_t>(
                    std::find(slate.items.begin(), slate.items.end(), event.item.value) -
                    slate.items.begin() + 1);
        for (std::size_t i = indices.back() + 1; i < life.events.size(); ++i) {
            const LoggedKind kind = life.events[i].kind;
            if (kind != LoggedKind::impression && kind != LoggedKind::session && kind != LoggedKind::episode)
                continue;
            slate.over = i;
            break;
        }
        slates_.push_back(slate);
    }
}

bool LifeOracle::overt(const LoggedEvent& event) {
    if (event.kind == LoggedKind::feedback) switch (event.feedback) {
        case FeedbackKind::not_interested:
        case FeedbackKind::thumb_down:
            return true;
        case FeedbackKind::stars:
            return event.value < 0.5F; // one or two of five
        default:
            return false;
        }
    return event.kind == LoggedKind::mute;
}

double LifeOracle::satisfaction_before(std::size_t index) const {
    double last = life_.satisfaction;
    for (std::size_t s = 0; s < slates_.size(); ++s)
        if (slates_[s].over <= index) last = static_cast<double>(life_.slates[s].satisfaction);
    return last;
}

double LifeOracle::trust_before(std::size_t index) const {
    double last = life_.trust;
    for (std::size_t s = 0; s < slates_.size(); ++s)
        if (slates_[s].over <= index) last = static_cast<double>(life_.slates[s].trust);
    return last;
}

double LifeOracle::items_before(std::size_t index) const {
    double items = 0;
    for (const Slate& slate : slates_)
        if (slate.over <= index) items += static_cast<double>(slate.seen);
    return items;
}

std::size_t LifeOracle::first_after(double hours) const {
    for (std::size_t i = 0; i < life_.events.size(); ++i)
        if (life_.events[i].hours > hours) return i;
    return life_.events.size();
}

std::optional<double> LifeOracle::satisfaction_at(double hours) const {
    const std::size_t index = first_after(hours);
    if (index == life_.events.size() && end_ <= hours) return std::nullopt;
    return satisfaction_before(index);
}

bool LifeOracle::too_much_like(std::uint32_t a, std::uint32_t b) const {
    if (a == b || category(ItemId(a)) != category(ItemId(b))) return false;
    const auto factor = [&](std::uint32_t item, int f) {
        return static_cast<double>(
            world_.truth.factors[std::size_t{item} * taste_factors + static_cast<std::size_t>(f)]);
    };
    double angle = 0, length_a = 0, length_b = 0;
    for (int f = 0; f < taste_factors; ++f) {
        angle += factor(a, f) * factor(b, f);
        length_a += factor(a, f) * factor(a, f);
        length_b += factor(b, f) * factor(b, f);
    }
    return angle / std::sqrt(length_a) / std::sqrt(length_b) >= 0.6;
}

FirstSign LifeOracle::first(const FirstSign* treated) const {
    FirstSign first;
    const auto& events = life_.events;
    const auto sign = std::find_if(events.begin(), events.end(), overt);
    if (sign == events.end()) return first;
    const auto at = static_cast<std::size_t>(sign - events.begin());
    first.hours = first.counted_from = sign->hours;
    first.item = sign->item.value;
    first.category = static_cast<std::uint8_t>(category(sign->item));
    first.satisfaction = satisfaction_before(at);
    const auto of_this = [&](const LoggedEvent& event, LoopState to) {
        return event.kind == LoggedKind::episode && event.to == to &&
               event.category.value == first.category && event.hours <= sign->hours + month;
    };
    if (!treated) {
        const auto adjusted = std::find_if(
            sign, events.end(), [&](const LoggedEvent& event) { return of_this(event, LoopState::adjust); });
        if (adjusted != events.end()) first.counted_from = adjusted->hours;
        const auto rests = std::find_if(sign, events.end(), [&](const LoggedEvent& event) {
            return of_this(event, LoopState::cool_down);
        });
        if (rests != events.end()) {
            const bool declined = std::any_of(sign, rests, [&](const LoggedEvent& event) {
                return event.kind == LoggedKind::offer && event.visit == rests->visit &&
                       event.category.value == first.category && event.choice >= OfferChoice::decline;
            });
            first.rest_until = rests->hours + (declined ? rest_declined_ : rest_);
        }
    } else if (treated->hours == first.hours && treated->item == first.item) {
        first.counted_from = treated->counted_from;
        first.rest_until = treated->rest_until;
    }
    const std::size_t month_over = first_after(first.hours + month);
    std::size_t seen = 0;
    for (std::size_t s = 0; s < slates_.size() && seen < 20; ++s) {
        // Two visits of a day can overlap by the clock; the order of events is the order of life.
        if (slates_[s].hours < first.counted_from || slates_[s].over <= at || slates_[s].over > month_over)
            continue;
        seen += slates_[s].seen;
        if (seen >= 20) first.satisfaction_after = static_cast<double>(life_.slates[s].satisfaction);
    }
    const bool gone = !life_.moves.empty() && life_.moves.back().moment == Felt::Moment::left;
    if (seen < 20) {
        const auto then = satisfaction_at(first.hours + month);
        if (then)
            first.satisfaction_after = *then;
        else if (gone)
            first.satisfaction_after = satisfaction_before(events.size());
    }
    for (auto from = sign; from != events.end(); ++from) {
        const LoggedEvent& event = *from;
        const double after = event.hours - first.hours;
        if (event.kind == LoggedKind::feedback && event.feedback == FeedbackKind::consumed &&
            event.value > 0.9F && after > 0) {
            first.enjoyed_in_day = first.enjoyed_in_day || after <= day;
            first.enjoyed_in_week = first.enjoyed_in_week || after <= week;
        }
        if (event.kind == LoggedKind::session && first.rest_until >= 0 && event.hours >= first.rest_until &&
            event.hours - first.rest_until <= week)
            first.back = true;
    }
    for (std::size_t d = 0; d < 3; ++d) {
        const double until = (static_cast<double>(d) + 1) * 30 * day;
        FirstSign::Later& later = first.later[d];
        if (const auto then = satisfaction_at(first.hours + until)) {
            later.satisfaction = *then;
            later.trust = trust_before(first_after(first.hours + until));
            for (const Felt& move : life_.moves)
                if (move.hours <= first.hours + until) later.gone = move.moment == Felt::Moment::left;
        }
        for (const LoggedEvent& event : events) {
            const double after = event.hours - first.hours;
            if (event.kind != LoggedKind::impression || after <= until - week || after > until ||
                event.item.value == first.item)
                continue;
            later.pairs += 1;
            later.bad += too_much_like(event.item.value, first.item) ? 1 : 0;
        }
    }
    return first;
}

bool LifeOracle::consents_at(std::size_t index) const {
    bool consents = false;
    for (std::size_t i = 0; i < index; ++i)
        if (life_.events[i].kind == LoggedKind::consent)
            consents = life_.events[i].consent.permits(Purpose::adjust_my_recommendations);
    return consents;
}

std::optional<std::size_t> LifeOracle::consent_lost_after(std::size_t index) const {
    for (std::size_t i = index; i < life_.events.size(); ++i)
        if (life_.events[i].kind == LoggedKind::consent && consents_at(i) && !consents_at(i + 1)) return i;
    return std::nullopt;
}

std::vector<Episodes::Ended> LifeOracle::endings(std::uint32_t user) const {
    std::vector<Episodes::Ended> endings;
    const auto& events = life_.events;
    std::set<std::uint32_t> categories;
    for (const LoggedEvent& event : events)
        if (overt(event)) categories.insert(category(event.item));
    for (const std::uint32_t of : categories) {
        std::size_t from = 0;
        while (true) {
            std::size_t start = from;
            while (start < events.size() && !(overt(events[start]) && category(events[start].item) == of))
                ++start;
            if (start == events.size()) break;
            const double began = events[start].hours;
            // The earliest of all that can end it; a month over comes before what happens with the event.
            std::size_t end = events.size();
            double hours = std::clamp(end_ - began, 0.0, month);
            WaitEnd how = WaitEnd::waiting;
            for (std::size_t i = start + 1; i < events.size(); ++i) {
                const LoggedEvent& event = events[i];
                if (event.hours > began + month) {
                    end = i;
                    hours = month;
                    break;
                }
                if (event.kind != LoggedKind::episode || event.category.value != of) continue;
                if (event.to == LoopState::resolved || event.to == LoopState::fallback ||
                    event.to == LoopState::opted_out) {
                    end = i;
                    hours = std::max(0.0, event.hours - began);
                    how = event.to == LoopState::resolved ? WaitEnd::reached : WaitEnd::ruled_out;
                    break;
                }
            }
            if (const auto lost = consent_lost_after(start); lost && *lost < end) {
                end = *lost;
                hours = std::max(0.0, events[end].hours - began);
                how = WaitEnd::ruled_out;
            }
            for (const Felt& move : life_.moves) {
                if (move.moment != Felt::Moment::left || move.hours < began) continue;
                // A visit can go on beyond midnight: the day is that of its start.
                std::size_t next = 0;
                while (next < events.size() && events[next].visit / 16 * day < move.hours)
                    ++next;
                if (next > end || (next == end && end < events.size() && how != WaitEnd::waiting)) break;
                if (move.hours > began + month) break;
                end = next;
                hours = move.hours - began;
                how = WaitEnd::ruled_out;
                break;
            }
            endings.push_back({user, {hours, how}, {items_before(end) - items_before(start), how}});
            from = std::max(end, start + 1);
        }
    }
    return endings;
}

std::vector<Episodes::Noticed> LifeOracle::noticed(std::uint32_t user) const {
    std::vector<Episodes::Noticed> all;
    const auto& events = life_.events;
    const std::size_t lost = consent_lost_after(0).value_or(events.size());
    for (std::uint32_t of = 0; of < world_.catalogue.categories.size(); ++of) {
        std::vector<std::pair<std::uint32_t, bool>> own; // number of the item among all, unwanted
        std::uint32_t number = 0, until = 0;
        for (std::size_t s = 0; s < slates_.size(); ++s)
            for (std::size_t r = 0; r < slates_[s].seen; ++r) {
                ++number;
                if (slates_[s].over <= lost) until = number;
                if (category(ItemId(slates_[s].items[r])) != of || slates_[s].over > lost ||
                    !consents_at(slates_[s].over))
                    continue;
                own.emplace_back(number, ((life_.slates[s].unwanted >> of) & 1U) != 0);
            }
        std::optional<std::uint32_t> onset;
        for (std::size_t k = 0; k + 5 <= own.size() && !onset; ++k)
            if (std::all_of(own.begin() + static_cast<std::ptrdiff_t>(k),
                            own.begin() + static_cast<std::ptrdiff_t>(k + 5),
                            [](const auto& one) { return one.second; }))
                onset = own[k].first;
        if (!onset) continue;
        bool on = false;
        std::optional<std::uint32_t> noticed;
        for (std::size_t i = 0; i < lost; ++i) {
            if (events[i].kind != LoggedKind::episode || events[i].category.value != of) continue;
            const auto seen = static_cast<std::uint32_t>(items_before(i));
            if (on && !noticed && seen >= *onset) noticed = onset;
            if (events[i].to == LoopState::watch || events[i].to == LoopState::acknowledge) {
                on = true;
                if (!noticed && seen >= *onset) noticed = seen;
            } else if (events[i].from == LoopState::watch)
                on = false;
        }
        if (on && !noticed) noticed = onset;
        const std::uint32_t last = noticed.value_or(until);
        const WaitEnd how = noticed ? WaitEnd::reached : WaitEnd::waiting;
        const auto of_category = std::count_if(
            own.begin(), own.end(), [&](const auto& one) { return one.first > *onset && one.first <= last; });
        all.push_back(
            {user, {static_cast<double>(last - *onset), how}, {static_cast<double>(of_category), how}});
    }
    return all;
}

SpokenTo LifeOracle::spoken() const {
    SpokenTo spoken;
    for (std::size_t i = 0; i < life_.events.size(); ++i) {
        const LoggedEvent& event = life_.events[i];
        const bool offer = event.kind == LoggedKind::offer;
        spoken.visits += event.kind == LoggedKind::session ? 1 : 0;
        const bool direction = event.kind == LoggedKind::direction;
        spoken.spoken += offer || direction || event.kind == LoggedKind::prompt ? 1 : 0;
        spoken.offers += offer ? 1 : 0;
        if (offer) {
            std::size_t s = 0;
            while (slates_[s].over <= i)
                ++s;
            spoken.mistaken += ((life_.slates[s].unwanted >> event.category.value) & 1U) == 0 ? 1 : 0;
        }
        if (event.kind != LoggedKind::opt_out && !((offer || direction) && event.choice == OfferChoice::stop))
            continue;
        if (spoken.turned_off == 0) spoken.first_off = event.hours;
        spoken.turned_off += 1;
    }
    return spoken;
}

std::vector<int> LifeOracle::visits() const {
    std::map<std::uint32_t, int> prompts;
    for (const LoggedEvent& event : life_.events) {
        if (event.kind == LoggedKind::session) prompts[event.visit] += 0;
        if (event.kind == LoggedKind::prompt || event.kind == LoggedKind::offer ||
            event.kind == LoggedKind::direction)
            ++prompts[event.visit];
    }
    std::vector<int> all;
    for (const auto& [visit, n] : prompts)
        all.push_back(n);
    return all;
}

} // namespace attune::test
