// What a place on a slate is worth: the one table that ranking, fairness and measures share. In whole units
// of 1/65536 of the top place, so that sums are exact in any order.
#pragma once

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>

namespace attune {

constexpr std::size_t exposure_ranks = 32; ///< ranks that have a weight

/// 1 / log2(rank + 2) for rank 0, 1, 2 ... (rank 0 is the top), correctly rounded from 40 digits: no libm.
/// Singh and Joachims 2018, section 3.1, with ranks counted from 1 there.
inline constexpr std::array<double, exposure_ranks> exposure_weights = {1.0,
                                                                        0.6309297535714574,
                                                                        0.5,
                                                                        0.43067655807339306,
                                                                        0.3868528072345416,
                                                                        0.3562071871080222,
                                                                        0.3333333333333333,
                                                                        0.3154648767857287,
                                                                        0.3010299956639812,
                                                                        0.2890648263178879,
                                                                        0.27894294565112987,
                                                                        0.27023815442731974,
                                                                        0.26264953503719357,
                                                                        0.2559580248098155,
                                                                        0.25,
                                                                        0.24465054211822604,
                                                                        0.23981246656813143,
                                                                        0.23540891336663824,
                                                                        0.23137821315975918,
                                                                        0.227670248696953,
                                                                        0.22424382421757544,
                                                                        0.22106472945750374,
                                                                        0.21810429198553155,
                                                                        0.21533827903669653,
                                                                        0.21274605355336315,
                                                                        0.21030991785715247,
                                                                        0.20801459767650946,
                                                                        0.20584683246043445,
                                                                        0.2037950470905062,
                                                                        0.20184908658209985,
                                                                        0.2,
                                                                        0.19823986317056053};

constexpr double exposure_weight(std::size_t rank) {
    assert(rank < exposure_ranks);
    return exposure_weights[rank];
}

/// The weight in units of 2^-16, rounded to the nearest.
constexpr std::uint32_t exposure_weight_q16(std::size_t rank) {
    // Rounds up from the half; no weight of the table lies at one.
    return static_cast<std::uint32_t>((exposure_weight(rank) * 131072.0 + 1.0) / 2.0);
}

} // namespace attune
