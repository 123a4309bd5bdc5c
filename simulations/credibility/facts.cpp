#include "simulations/credibility/facts.h"

#include <algorithm>

namespace attune {
namespace {

/// A fact that needs something which the world does not have yet.
FactSpec later(const char* id, const char* source) {
    FactSpec fact;
    fact.id = id;
    fact.source = source;
    return fact;
}

} // namespace

const std::vector<FactSpec>& facts() {
    static const std::vector<FactSpec> all = {
        skips_fact(),
        rerating_fact(),
        responders_fact(),
        interruptions_fact(),
        requests_fact(),
        cadence_fact(),
        volunteered_fact(),
        notices_fact(),
        thumbs_and_stars_fact(),
        satiation_fact(),
        clickbait_fact(),
        homogenising_fact(),
        popularity_fact(),
        exposure_fact(),
        same_twice_fact(),
        same_threads_fact(),
        day_step_fact(),
        controls_fact(),
        recovery_fact(),
        levers_fact(),
        later("providers", "Mladenov et al., ICML 2020: always serving the best match of the moment starves "
                           "providers and lowers welfare in the long run"),
    };
    return all;
}

const FactSpec* find_fact(std::string_view id) {
    const auto found =
        std::find_if(facts().begin(), facts().end(), [&](const FactSpec& fact) { return fact.id == id; });
    return found == facts().end() ? nullptr : &*found;
}

} // namespace attune
