// The catalogue of an imported world: which items stay, and what is known of them as plain facts. Nothing
// fitted to the ratings enters here; the recommender sees all of it.
#pragma once

#include "core/catalogue/catalogue.h"
#include "simulations/population/items_file.h"
#include "simulations/population/ratings_file.h"

#include <cstdint>
#include <vector>

namespace attune {

struct RatingsCatalogue {
    Catalogue catalogue;
    /// For each item of the catalogue its number in Ratings::items.
    std::vector<std::uint32_t> source;
};

/// Keeps the `items_to_keep` (>= 1) most rated items, of equals those with the smaller id.
///
/// Category: of the genres an item has, those held by at least 1 % of the kept items count, and the item
/// takes the rarest of them (by name where equal), the one that says most about it; an item whose genres are
/// all rarer is in "other", one without genres in "unknown". Of more than 31 categories the smallest are
/// merged into "other". Categories are in order of name, then "other", then "unknown"; items are sorted by
/// category, inside by id.
///
/// Provider: the provider column if the items file has one ("unknown" where empty), with the groups "large"
/// (the providers with most items that together hold at least half of all) and "small" (the rest). Else, if
/// at least half of the items have a year, the decade, with the groups "earlier" and "later": the cut
/// between two years that splits the dated items most evenly (the earlier cut of equals); a decade that the
/// cut goes through becomes two providers, and items without a year go to the provider and group "undated".
/// Else the category, with the groups "large" and "small". Groups nobody is in are left out.
RatingsCatalogue make_ratings_catalogue(const Ratings& ratings, const ItemFacts& facts,
                                        std::size_t items_to_keep);

} // namespace attune
