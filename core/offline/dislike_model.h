// How likely a person is to dislike an item, from what was said before: by whom, and of what.
#pragma once

#include "core/offline/calibrators.h"
#include "core/offline/rows.h"

#include <array>
#include <optional>

namespace attune::offline {

/// One row of a history and whether it was a dislike.
struct Said {
    std::uint32_t user = 0;
    std::uint32_t item = 0;
    std::int64_t time = no_time; ///< microseconds since 1970
    bool dislike = false;
};

struct RateOptions {
    double user_rows = 5; ///< imagined rows at the general rate, added to every user's
    double item_rows = 5;
    double half_life_days = 7; ///< of what a user said lately
};

/// Rates of dislikes in a history, in the order of time. Rates are smoothed towards the general one, so that
/// who or what is new has that.
class DislikeRates {
public:
    DislikeRates(std::span<const Said> history, const RateOptions& options);

    double overall() const { return overall_; }
    double user(std::uint32_t u) const;
    double item(std::uint32_t i) const;
    /// Of a user, rows counting half as much for each half-life before the end of the history; smoothed
    /// towards the user's own rate by two rows.
    double lately(std::uint32_t u) const;
    /// logistic(logit user + logit item - logit overall).
    double combined(std::uint32_t u, std::uint32_t i) const;

    static constexpr std::size_t two_signs = 2;
    static constexpr std::size_t all_signs = 5;
    /// Log odds by user and item; then how much more the user disliked lately, 1 for an item that nobody has
    /// said anything of, and log(1 + rows of the user).
    std::array<double, all_signs> signs(std::uint32_t u, std::uint32_t i) const;

private:
    struct Count {
        double rows = 0, dislikes = 0, recent_rows = 0, recent_dislikes = 0;
    };
    static const Count& find(const std::vector<Count>& counts, std::uint32_t k);

    RateOptions options_;
    double overall_ = 0;
    std::vector<Count> users_, items_;
};

/// Weights for all signs, and the options they were fitted with.
struct TunedDislikes {
    RateOptions options;
    LogisticModel model;
};

/// Chooses smoothing and half-life from a small grid by log loss: rates from `rates_from`, weights fitted to
/// `fit_to`, which comes later. `fixed` keeps the options from being chosen.
TunedDislikes tune_dislikes(std::span<const Said> rates_from, std::span<const Said> fit_to,
                            const std::optional<RateOptions>& fixed);

/// The logistic model of the first `count` signs.
LogisticModel fit_signs(const DislikeRates& rates, std::span<const Said> fit_to, std::size_t count);

} // namespace attune::offline
