// Small made-up ratings for the tests of offline models.
#pragma once

#include "core/offline/rows.h"
#include "tests/core/measures/draws.h"

namespace attune::test {

/// Each pair of user and item with the chance `filled`, in no order, ratings 1 to 5 that lean on both sides,
/// times that may coincide.
inline offline::Rows made_rows(Draws& draws, int users, int items, double filled) {
    offline::Rows made;
    made.users = static_cast<std::size_t>(users);
    made.items = static_cast<std::size_t>(items);
    for (int u = 0; u < users; ++u)
        for (int i = 0; i < items; ++i)
            if (draws.chance(filled))
                made.rows.push_back({static_cast<std::uint32_t>(u), static_cast<std::uint32_t>(i),
                                     1.0 + (u % 3) + (i % 2) + draws.number(2), draws.number(users * 4) + 1});
    draws.shuffle(made.rows);
    return made;
}

} // namespace attune::test
