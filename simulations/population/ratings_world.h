// Draws a world from a ratings file: what the items are worth, what each person likes and how often they
// come. The facts go to the catalogue; all the rest is truth that only the world knows.
#pragma once

#include "simulations/population/items_file.h"
#include "simulations/population/ratings_file.h"
#include "simulations/population/world_data.h"

#include <cstdint>
#include <functional>

namespace attune {

struct WorldOptions {
    std::size_t items_to_keep = 2000; ///< the most rated; 2 to 100,000
    std::uint64_t seed = 42;          ///< of the factors' start
    /// Called now and then with the share done; false stops. May be empty.
    std::function<bool(double share)> go_on{};
};

/// Fits a world to the ratings of the kept items (see make_ratings_catalogue for facts and order).
///
/// One model is fitted, r = mean + b_u + b_i + p_u . q_i (fit_factors, 16 factors, 30 epochs, rate 0.005,
/// regularisation 0.1), on the ratings stretched to a scale ten points wide, for which those settings were
/// measured. Differences are then worth 4/10 stars, and one nat is 1.1 stars (behaviour model 3.10, the same
/// line that turns utilities into star answers). With n ratings of an item, or of a person in a category:
///   quality = b_i n / (n + 5) less its mean, plus 0.25 times log n less its mean (over the standard
///   deviation
///     of log n, where that is more than 1): what many people took is worth something beyond its stars;
///   category taste = log of the person's share of the category over everyone's share, the person's counts
///     smoothed by ten rows spread as everyone's are (in the choice model of 3.3 the log of a choice share is
///     a utility), plus p_u . q averaged over the category, plus the person's mean residual n / (n + 5);
///     limited to [-3, 3];
///   factors = p_u, and q_i less its category's mean, so that nothing counts twice;
///   activity = ratings per 30 days more than the person's active span (ratings alone, if there are no
///     times) over its median, limited to [0.2, 8];
///   clickbait = 0: ratings do not tell.
/// Left out on purpose: the overall mean and b_u. People rate what they chose, so a high mean says little
/// about an item drawn at random, and b_u is mostly a habit of answering. The pool holds the people with at
/// least five ratings of kept items; if fewer than 30 have that, everyone.
///
/// The result depends on the rows alone: not on their order in the file and, except for the pseudonyms,
/// not on the key. Errors: bad_input if the options are out of range or fewer than two people or two items
/// are left.
Result<WorldData> fit_world(const Ratings& ratings, const ItemFacts& facts, const WorldOptions& options);

} // namespace attune
