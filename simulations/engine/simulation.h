// A run that can be stopped between two days, kept, and gone on with: continuing equals never having stopped,
// bit for bit, and a kept moment can be branched as often as one likes.
#pragma once

#include "simulations/engine/run.h"

#include <memory>
#include <optional>

namespace attune {

class Engine;

/// When and how often a person was asked, as far as a service can know.
struct AskedState {
    float lately = 0; ///< prompts, fading
    float hours = 0;  ///< as of when
    bool answered = false;
    std::uint8_t reasons = 0; ///< reasons given so far, one bit each
};

/// Everything about one person at one moment: who they are, how they feel, and what the recommender keeps
/// about them.
struct PersonSnapshot {
    Person person;
    KeptPerson kept;
    std::uint16_t prompts_this_week = 0;
    AskedState asked;
};

/// A whole run between two days. Cheap to copy; nothing changes it. The world it ran in must outlive it.
class RunSnapshot {
public:
    /// Days that have passed.
    int day() const;

private:
    friend class Simulation;
    std::shared_ptr<const Engine> engine_;
};

/// What a branch does differently from its snapshot on; what is not set stays.
struct Branch {
    std::optional<Policy> policy = std::nullopt;
    std::optional<Assumptions> assumptions = std::nullopt; ///< of how people behave; who they are stays
};

class Simulation {
public:
    /// Refuses a policy that the catalogue cannot meet. `request.world` must outlive the simulation.
    static Result<Simulation> start(const RunRequest& request);
    /// Goes on from a snapshot, on as many threads, with the callbacks and records, and up to as many days as
    /// `request` says; its people, world, seed and policy stay the snapshot's.
    static Result<Simulation> resume(const RunSnapshot& from, const RunRequest& request,
                                     const Branch& branch = {});

    Simulation(Simulation&&) noexcept;
    Simulation& operator=(Simulation&&) noexcept;
    ~Simulation();

    int day() const; ///< days that have passed
    /// Simulates until `day` days have passed, at most the request's; earlier when asked to stop.
    void run_until(int day);
    bool cancelled() const;

    RunSnapshot snapshot() const;
    const Person& person(UserId user) const;
    /// The system under policy as it stands, for those who look on.
    const Recommender& recommender() const;
    PersonSnapshot snapshot(UserId user) const;
    /// Takes one person back (or forward) to a snapshot of the same person; everybody else stays as they are.
    void restore(UserId user, const PersonSnapshot& snapshot);

    /// What came out so far. The simulation can go on afterwards.
    Observation observation() const;

private:
    explicit Simulation(std::unique_ptr<Engine> engine);
    std::unique_ptr<Engine> engine_;
};

} // namespace attune
