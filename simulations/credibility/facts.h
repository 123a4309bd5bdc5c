// The table of facts: what was found in the field and is looked for here, and what is still to come.
#pragma once

#include "simulations/credibility/fact.h"

namespace attune {

/// In the order they are shown. Those without a measure are listed and not judged.
const std::vector<FactSpec>& facts();
const FactSpec* find_fact(std::string_view id);

// One file each.
FactSpec skips_fact();
FactSpec rerating_fact();
FactSpec responders_fact();
FactSpec same_twice_fact();
FactSpec same_threads_fact();
FactSpec homogenising_fact();
FactSpec popularity_fact();
FactSpec clickbait_fact();
FactSpec exposure_fact();
FactSpec satiation_fact();
FactSpec requests_fact();
FactSpec cadence_fact();
FactSpec interruptions_fact();
FactSpec volunteered_fact();
FactSpec thumbs_and_stars_fact();
FactSpec notices_fact();
FactSpec day_step_fact();
FactSpec levers_fact();
FactSpec controls_fact();
FactSpec recovery_fact();

} // namespace attune
