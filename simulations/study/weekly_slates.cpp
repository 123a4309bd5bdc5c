#include "simulations/study/weekly_slates.h"

#include "simulations/study/alike.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace attune {
namespace {

constexpr double hours_in_week = 168;
constexpr std::size_t one_in = 5; ///< as many items are the head
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

template <typename Shares>
double bits(const Shares& shares) {
    double sum = 0;
    for (const auto share : shares)
        if (share > 0) sum -= static_cast<double>(share) * std::log2(static_cast<double>(share));
    return sum;
}

/// 0 between categories; within one from 0 to 1, a half where the hidden traits have nothing in common.
double likeness(const WorldData& world, std::uint32_t a, std::uint32_t b) {
    const auto& items = world.catalogue.items;
    return items[a].category == items[b].category ? (1 + similarity(world, a, b)) / 2 : 0;
}

/// Mean of a figure of every item over all items on the slates.
template <typename Of>
double mean_of_items(std::span<const WeekSlate* const> slates, const Of& of) {
    double sum = 0, items = 0;
    for (const WeekSlate* slate : slates)
        for (std::size_t rank = 0; rank < slate->count; ++rank) {
            sum += of(slate->items[rank]);
            items += 1;
        }
    return sum / items;
}

} // namespace

WeeklySlates::WeeklySlates(const WorldData& world, int users, int days, int remembered)
    : world_(&world)
    , users_(static_cast<std::size_t>(users))
    , weeks_(days / 7)
    , remembered_(remembered)
    , categories_(world.catalogue.categories.size())
    , seen_(users)
    , counted_(users_ * static_cast<std::size_t>(weeks_))
    , mixes_(counted_.size() * categories_) {}

void WeeklySlates::take(std::span<const LoggedEvent> events) {
    for (const LoggedEvent& event : events) {
        seen_.take(event, [&](std::uint32_t user, const SeenSlate& slate) {
            const int week = static_cast<int>(slate.hours / hours_in_week);
            if (week >= weeks_) return;
            std::uint8_t& counted =
                counted_[user * static_cast<std::size_t>(weeks_) + static_cast<std::size_t>(week)];
            if (counted == slates_compared) return;
            WeekSlate one{
                .user = user,
                .week = static_cast<std::uint16_t>(week),
                .place = counted++,
                .count = static_cast<std::uint8_t>(std::min(slate.items.size(), std::size_t{slate_length}))};
            std::copy_n(slate.items.begin(), one.count, one.items.begin());
            slates_.push_back(one);
        });
        if (event.kind == LoggedKind::feedback && event.feedback == FeedbackKind::picked)
            picks_.push_back(
                {event.user.value, event.item.value, static_cast<int>(event.hours / hours_in_week)});
    }
}

void WeeklySlates::true_mix(std::uint32_t user, int week, std::span<const float> worths) {
    const float most = *std::max_element(worths.begin(), worths.end());
    std::vector<double> likely(categories_);
    for (std::size_t i = 0; i < worths.size(); ++i)
        likely[world_->catalogue.items[i].category.value] += std::exp(static_cast<double>(worths[i] - most));
    const double all = std::accumulate(likely.begin(), likely.end(), 0.0);
    const std::size_t at =
        (user * static_cast<std::size_t>(weeks_) + static_cast<std::size_t>(week)) * categories_;
    for (std::size_t c = 0; c < categories_; ++c)
        mixes_[at + c] = static_cast<float>(likely[c] / all);
}

std::span<const float> WeeklySlates::mix(std::size_t user, int week) const {
    const std::size_t at =
        (user * static_cast<std::size_t>(weeks_) + static_cast<std::size_t>(week)) * categories_;
    return std::span(mixes_).subspan(at, categories_);
}

template <typename Figure>
PersonWeeks WeeklySlates::of_weeks(const Figure& figure) const {
    PersonWeeks of{weeks_, std::vector<double>(counted_.size(), unknown)};
    std::vector<std::array<const WeekSlate*, slates_compared>> sets(counted_.size());
    for (const WeekSlate& slate : slates_)
        sets[slate.user * static_cast<std::size_t>(weeks_) + slate.week][slate.place] = &slate;
    for (std::size_t at = 0; at < counted_.size(); ++at) {
        if (counted_[at] < slates_compared) continue;
        const auto user = at / static_cast<std::size_t>(weeks_);
        const auto week = static_cast<int>(at % static_cast<std::size_t>(weeks_));
        of.values[at] = figure(user, week, std::span<const WeekSlate* const>(sets[at]));
    }
    return of;
}

std::vector<double> WeeklySlates::shares_shown(std::span<const WeekSlate* const> slates) const {
    std::vector<double> shares(categories_);
    double items = 0;
    for (const WeekSlate* slate : slates)
        for (std::size_t rank = 0; rank < slate->count; ++rank) {
            shares[world_->catalogue.items[slate->items[rank]].category.value] += 1;
            items += 1;
        }
    for (double& share : shares)
        share /= items;
    return shares;
}

PersonWeeks WeeklySlates::shown_entropy() const {
    return of_weeks([&](std::size_t, int, auto slates) { return bits(shares_shown(slates)); });
}

PersonWeeks WeeklySlates::taste_distance() const {
    return of_weeks([&](std::size_t user, int week, auto slates) {
        const std::vector<double> shown = shares_shown(slates);
        const std::span<const float> liked = mix(user, week);
        double apart = 0;
        for (std::size_t c = 0; c < categories_; ++c)
            apart += std::abs(shown[c] - static_cast<double>(liked[c]));
        return apart / 2;
    });
}

PersonWeeks WeeklySlates::list_diversity() const {
    return of_weeks([&](std::size_t, int, auto slates) {
        double sum = 0, counted = 0;
        for (const WeekSlate* slate : slates) {
            double apart = 0, pairs = 0;
            for (std::size_t a = 0; a < slate->count; ++a)
                for (std::size_t b = a + 1; b < slate->count; ++b) {
                    apart += 1 - likeness(*world_, slate->items[a], slate->items[b]);
                    pairs += 1;
                }
            if (pairs == 0) continue;
            sum += apart / pairs;
            counted += 1;
        }
        return sum / counted;
    });
}

std::vector<double> WeeklySlates::relative_picks(int week) const {
    std::vector<double> picks(items());
    double all = 0;
    for (const Pick& pick : picks_) {
        if (pick.week >= week || pick.week < week - remembered_) continue;
        picks[pick.item] += 1;
        all += 1;
    }
    for (double& one : picks)
        one = all > 0 ? one * static_cast<double>(items()) / all : unknown;
    return picks;
}

std::vector<bool> WeeklySlates::head(int week) const {
    const std::vector<double> picks = relative_picks(week);
    std::vector<std::size_t> order(picks.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (week > 0)
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return picks[a] > picks[b]; });
    std::vector<bool> is_head(picks.size());
    for (std::size_t i = 0; i < order.size() / one_in; ++i)
        is_head[order[i]] = true;
    return is_head;
}

std::vector<std::vector<double>> WeeklySlates::relative_by_week() const {
    std::vector<std::vector<double>> picks;
    for (int week = 0; week < weeks_; ++week)
        picks.push_back(relative_picks(week));
    return picks;
}

PersonWeeks WeeklySlates::popularity() const {
    const auto picks = relative_by_week();
    return of_weeks([&](std::size_t, int week, auto slates) {
        const std::vector<double>& now = picks[static_cast<std::size_t>(week)];
        return mean_of_items(slates, [&](std::uint32_t item) { return now[item]; });
    });
}

PersonWeeks WeeklySlates::popularity_lift() const {
    const auto picks = relative_by_week();
    // Of the person's own picks that are remembered in each week.
    std::vector<double> sum(counted_.size()), count(counted_.size());
    for (const Pick& pick : picks_)
        for (int week = pick.week + 1; week <= pick.week + remembered_ && week < weeks_; ++week) {
            const auto w = static_cast<std::size_t>(week);
            sum[pick.user * static_cast<std::size_t>(weeks_) + w] += picks[w][pick.item];
            count[pick.user * static_cast<std::size_t>(weeks_) + w] += 1;
        }
    return of_weeks([&](std::size_t user, int week, auto slates) {
        const auto w = static_cast<std::size_t>(week);
        const std::size_t at = user * static_cast<std::size_t>(weeks_) + w;
        if (count[at] < least_profile) return unknown;
        return mean_of_items(slates, [&](std::uint32_t item) { return picks[w][item]; }) /
                   (sum[at] / count[at]) -
               1;
    });
}

PersonWeeks WeeklySlates::tail_share() const {
    std::vector<std::vector<bool>> heads;
    for (int week = 0; week < weeks_; ++week)
        heads.push_back(head(week));
    return of_weeks([&](std::size_t, int week, auto slates) {
        const std::vector<bool>& now = heads[static_cast<std::size_t>(week)];
        return mean_of_items(slates, [&](std::uint32_t item) { return now[item] ? 0.0 : 1.0; });
    });
}

PersonWeeks WeeklySlates::taste_entropy() const {
    PersonWeeks of{weeks_, std::vector<double>(counted_.size(), unknown)};
    for (std::size_t at = 0; at < counted_.size(); ++at)
        of.values[at] = bits(mix(at / static_cast<std::size_t>(weeks_),
                                 static_cast<int>(at % static_cast<std::size_t>(weeks_))));
    return of;
}

} // namespace attune
