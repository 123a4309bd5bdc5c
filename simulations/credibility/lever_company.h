// What a lever or an assumption needs beside it to have anything to act on: for everybody who moves levers
// one by one to see whether they do something.
#pragma once

#include "core/policy/policy.h"
#include "simulations/population/assumptions.h"

#include <string>

namespace attune {

/// Sets in `world` and `policy` what goes with the lever or assumption of this key; nothing for most.
void give_company(const std::string& key, Assumptions& world, Policy& policy);

/// Days until it can show; `usual` for most.
int days_to_show(const std::string& key, int usual);

} // namespace attune
