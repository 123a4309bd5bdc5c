#include "core/consent/consent.h"

#include "core/base/named.h"

namespace attune {
namespace {

constexpr std::array<std::string_view, purpose_count> purpose_names = {
    "deliver_service", "adjust_this_session", "adjust_my_recommendations",
    "improve_models",  "experiments",         "quality_and_safety",
    "fairness_audit",  "keep_my_comments",    "share_aggregates"};

constexpr std::array<std::string_view, signal_count> signal_names = {"thumb",
                                                                     "stars",
                                                                     "survey",
                                                                     "not_interested",
                                                                     "source_pause",
                                                                     "reason",
                                                                     "free_text",
                                                                     "voice",
                                                                     "impression",
                                                                     "pick",
                                                                     "depth",
                                                                     "session",
                                                                     "conversion",
                                                                     "search",
                                                                     "device",
                                                                     "day_part",
                                                                     "demographic_group",
                                                                     "prompt_event"};

constexpr std::array<std::string_view, module_count> module_names = {"preference", "training", "deescalation",
                                                                     "prompting",  "ranking",  "measurement",
                                                                     "integrity",  "fairness", "comments"};

} // namespace

std::string_view name(Purpose purpose) {
    return name_in(purpose_names, purpose);
}

std::string_view name(Signal signal) {
    return name_in(signal_names, signal);
}

std::string_view name(Module module) {
    return name_in(module_names, module);
}

std::optional<Purpose> purpose_named(std::string_view name) {
    return find_named<Purpose>(purpose_names, name);
}

std::optional<Signal> signal_named(std::string_view name) {
    return find_named<Signal>(signal_names, name);
}

std::optional<Module> module_named(std::string_view name) {
    return find_named<Module>(module_names, name);
}

} // namespace attune
