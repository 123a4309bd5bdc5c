// People whose every consumption is seen as it truly was: the world and the recommender in the same loop as
// in the engine, one person at a time, with a say in what is asked when. For questions a server's log cannot
// answer: how satisfied was who did not reply?
#pragma once

#include "simulations/behaviour/behaviour.h"
#include "simulations/credibility/trial.h"

namespace attune {

struct Consumption {
    std::uint32_t user = 0;
    double hours = 0;
    std::uint32_t item = 0;
    float satisfaction = 0; ///< S at this moment
    const SlateOutcome* outcome = nullptr;
    const VisitMood* mood = nullptr;
    const Behaviour* behaviour = nullptr;
};

/// May ask the person (Behaviour::answer), or a copy of the person if the question is only "what if".
using OnConsumption = std::function<void(Person& person, const Consumption& consumption)>;

/// The recommender itself asks nobody here. Errors: those of the policy; cancelled.
Status watch_people(const Trial& trial, const ArmWorld& world, const OnConsumption& on_consumption);

/// Whether a question can leave people undecided - then those in the middle do not answer - or whether
/// everybody who is willing has an answer.
enum class Question { may_be_undecided, plain };

/// The same moment asked again: the outcome with other random words for the prompt. To see how likely an
/// answer is, ask a copy of the person many times.
SlateOutcome asked_again(const SlateOutcome& outcome, StreamKey key, std::uint32_t moment, std::uint32_t time,
                         Question question);

} // namespace attune
