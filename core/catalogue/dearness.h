// How dear an item is beside the others.
#pragma once

#include "core/catalogue/catalogue.h"

#include <vector>

namespace attune {

/// Natural log of each item's price over the middle price of those that have one; 0 where none is known.
std::vector<float> dearness(const Catalogue& catalogue);

} // namespace attune
