// What one run shows people, week by week, beside what they truly like: the first slates of every person and
// week, so that who comes more often does not look as if shown more, and weeks with fewer people can be
// compared with others. The figures that narrow where a recommender feeds on what it has caused
// (requirements FB-92 and FB-93).
#pragma once

#include "simulations/engine/simulation.h"
#include "simulations/study/seen_slates.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace attune {

/// The first slates of a person and week that count.
constexpr int slates_compared = 3;
/// Picks a person must have made in the weeks that are remembered, to have a taste for the popular that lists
/// can be set beside.
constexpr int least_profile = 3;

/// One slate that counts.
struct WeekSlate {
    std::uint32_t user = 0;
    std::uint16_t week = 0;
    std::uint8_t place = 0; ///< which of the person's slates of the week, from 0
    std::uint8_t count = 0; ///< items on it
    std::array<std::uint32_t, slate_length> items{};
};

/// One figure of every person and week, person by person; NaN where the week has too few slates.
struct PersonWeeks {
    int weeks = 0;
    std::vector<double> values;

    std::span<const double> of(std::size_t user) const {
        return std::span(values).subspan(user * static_cast<std::size_t>(weeks),
                                         static_cast<std::size_t>(weeks));
    }
};

class WeeklySlates {
public:
    /// Whole weeks only. What is popular in a week is what was picked in the `remembered` weeks before it.
    WeeklySlates(const WorldData& world, int users, int days, int remembered);

    void take(std::span<const LoggedEvent> events);
    /// What somebody would pick were the whole catalogue offered evenly, as categories' shares; the truth at
    /// the beginning of a week, apart from season and context. `worths` are b_ui of all items, nat.
    void true_mix(std::uint32_t user, int week, std::span<const float> worths);

    int weeks() const { return weeks_; }
    std::size_t users() const { return users_; }
    std::size_t items() const { return world_->catalogue.items.size(); }
    std::span<const WeekSlate> slates() const { return slates_; }

    // By person and week, over weeks with `slates_compared` slates:

    /// Entropy of the categories shown, bits. As many items stand behind every value, so what few items hide
    /// of a mix (Miller 1955) is the same in all weeks.
    PersonWeeks shown_entropy() const;
    /// Total variation between the true mix and the categories shown, 0 to 1.
    PersonWeeks taste_distance() const;
    /// Mean over slates of the mean distance of two items on it: 1 in two categories, within one
    /// (1 - similarity) / 2 (alike.h).
    PersonWeeks list_diversity() const;
    /// Mean popularity of the items shown, 1 = an item as popular as the average.
    PersonWeeks popularity() const;
    /// Mean popularity of what is shown over that of what the person picked in the weeks before, minus 1
    /// (Abdollahpouri et al. 2019).
    PersonWeeks popularity_lift() const;
    /// Share of items shown that are not among the fifth picked most.
    PersonWeeks tail_share() const;
    /// Entropy of the true mix, bits: whether tastes themselves become extreme. Of all people, also those who
    /// are away.
    PersonWeeks taste_entropy() const;

    /// Picks of every item in the weeks before a week, over the mean of all items; NaN where there were none.
    std::vector<double> relative_picks(int week) const;
    /// Whether an item is among the fifth picked most by then; of equal ones the lower number goes first.
    std::vector<bool> head(int week) const;

private:
    template <typename Figure>
    PersonWeeks of_weeks(const Figure& figure) const;
    std::vector<std::vector<double>> relative_by_week() const;
    std::vector<double> shares_shown(std::span<const WeekSlate* const> slates) const;
    std::span<const float> mix(std::size_t user, int week) const;

    const WorldData* world_;
    std::size_t users_;
    int weeks_, remembered_;
    std::size_t categories_;
    SeenSlates seen_;
    std::vector<WeekSlate> slates_;
    std::vector<std::uint8_t> counted_; ///< slates, by person and week
    std::vector<float> mixes_;          ///< person x week x category
    struct Pick {
        std::uint32_t user, item;
        int week;
    };
    std::vector<Pick> picks_;
};

} // namespace attune
