// What a group's voice does, to itself and to others: the same people once as they are, once with everybody
// of the group saying nothing and agreeing to nothing, so that nothing of them can be learned. What they want
// should reach their own lists and cost those of others nothing (requirement FB-78).
#pragma once

#include "core/base/json.h"
#include "core/base/text.h"
#include "simulations/report/svg_chart.h"
#include "simulations/study/panel_run.h"

#include <string>
#include <vector>

namespace attune {

/// The group or everybody else. Differences are with their voice less without, paired.
struct VoiceSide {
    double people = 0; ///< asked
    Estimate ndcg;     ///< with the voice
    Estimate gained;   ///< NDCG
    /// How much more the group would like the lists, as a change of its mean true chance: how far its voice
    /// pulls them towards its taste.
    Estimate pull;
};

struct VoiceOutcome {
    PersonGroup group{};
    VoiceSide own, others;
};

/// A loss of others' NDCG that is none: a choice of ours, a hundredth of the best possible list.
constexpr double unmoved = 0.01;
/// Whether the group surely gains and others surely lose less than counts.
bool serves_without_harm(const VoiceOutcome& outcome);

/// The group of this name ("taste=niche"). Errors: bad_input for what is no group, or everybody.
Result<PersonGroup> voice_group(const std::string& name);

/// Lists are asked for weekly in the last two thirds. Errors: bad_input for less than six days, or where
/// nobody of the group is there; those of the simulation; cancelled.
Result<VoiceOutcome> measure_voice(const LoadedScenario& scenario, const Policy& policy, PersonGroup group,
                                   const SimulateOptions& options);

DataTable voice_table(const VoiceOutcome& outcome, const Text& text);
std::vector<std::string> voice_sentences(const VoiceOutcome& outcome, const Text& text);
Json voice_document(const VoiceOutcome& outcome);
std::string voice_csv(const VoiceOutcome& outcome);

} // namespace attune
