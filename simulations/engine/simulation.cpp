#include "simulations/engine/simulation.h"

#include "simulations/engine/engine.h"

#include <cassert>

namespace attune {

int RunSnapshot::day() const {
    return engine_->day();
}

Result<Simulation> Simulation::start(const RunRequest& request) {
    assert(request.world && request.users > 0 && request.days > 0 && request.threads > 0);
    assert(request.steps_per_day == 1 || request.steps_per_day == 2);
    auto recommender = Recommender::start(request.policy, request.world->catalogue,
                                          {.seed = request.seed ^ (request.chance << 32U),
                                           .users = request.users,
                                           .threads = request.threads,
                                           .consent = request.consent.get(),
                                           .learned = request.learned,
                                           .borrowed = request.borrowed});
    if (!recommender) return pass_on(recommender);
    return Simulation(std::make_unique<Engine>(request, std::move(*recommender)));
}

Result<Simulation> Simulation::resume(const RunSnapshot& from, const RunRequest& request,
                                      const Branch& branch) {
    auto engine = Engine::copy(*from.engine_, request, branch);
    if (!engine) return pass_on(engine);
    return Simulation(std::move(*engine));
}

Simulation::Simulation(std::unique_ptr<Engine> engine)
    : engine_(std::move(engine)) {}
Simulation::Simulation(Simulation&&) noexcept = default;
Simulation& Simulation::operator=(Simulation&&) noexcept = default;
Simulation::~Simulation() = default;

int Simulation::day() const {
    return engine_->day();
}

void Simulation::run_until(int day) {
    engine_->run_until(day);
}

bool Simulation::cancelled() const {
    return engine_->cancelled();
}

RunSnapshot Simulation::snapshot() const {
    // At rest: nobody is told of it, and nothing is learned from it.
    RunRequest resting = engine_->request();
    resting.threads = 1;
    resting.learned = nullptr;
    resting.felt = {};
    resting.log = {};
    resting.trail = {};
    resting.after_day = {};
    resting.stop = {};
    RunSnapshot snapshot;
    auto engine = Engine::copy(*engine_, resting, {});
    assert(engine && "a copy that changes nothing cannot be refused");
    snapshot.engine_ = std::move(*engine);
    return snapshot;
}

const Person& Simulation::person(UserId user) const {
    return engine_->person(user);
}

const Recommender& Simulation::recommender() const {
    return engine_->recommender();
}

PersonSnapshot Simulation::snapshot(UserId user) const {
    return engine_->snapshot(user);
}

void Simulation::restore(UserId user, const PersonSnapshot& snapshot) {
    engine_->restore(user, snapshot);
}

Observation Simulation::observation() const {
    return engine_->observation();
}

} // namespace attune
