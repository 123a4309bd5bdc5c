// What becomes of people after an overt sign, worked out once more from whole lives: every event of a person
// lies in a list, and each question is asked of the list anew. Shares no code with simulations/study.
#pragma once

#include "simulations/study/episodes.h"

#include <optional>
#include <vector>

namespace attune::test {

struct Life {
    std::vector<LoggedEvent> events;
    std::vector<Felt> slates; ///< how it felt after each slate
    std::vector<Felt> moves;  ///< leaving and coming back
    double satisfaction = 0;  ///< at the start
    double trust = 0;         ///< likewise
};

std::vector<Life> lives_of(const std::vector<LoggedEvent>& log, const std::vector<Felt>& felt,
                           std::span<const Person> people);

class LifeOracle {
public:
    LifeOracle(const Life& life, const WorldData& world, double end, double rest, double rest_declined);

    /// `treated`: the same person's in the run with an answer, for the twin.
    FirstSign first(const FirstSign* treated = nullptr) const;
    std::vector<Episodes::Ended> endings(std::uint32_t user) const;
    std::vector<Episodes::Noticed> noticed(std::uint32_t user) const;
    SpokenTo spoken() const;
    /// Prompts of each visit.
    std::vector<int> visits() const;

private:
    struct Slate {
        double hours = 0;
        std::size_t over = 0; ///< index of the event with which it is over
        std::vector<std::uint32_t> items;
        std::size_t seen = 0;
    };
    static bool overt(const LoggedEvent& event);
    std::uint32_t category(ItemId item) const { return world_.catalogue.items[item.value].category.value; }
    double satisfaction_before(std::size_t index) const;
    double trust_before(std::size_t index) const;
    double items_before(std::size_t index) const;
    std::size_t first_after(double hours) const;
    std::optional<double> satisfaction_at(double hours) const;
    bool too_much_like(std::uint32_t a, std::uint32_t b) const;
    std::optional<std::size_t> consent_lost_after(std::size_t index) const;
    bool consents_at(std::size_t index) const;

    const Life& life_;
    const WorldData& world_;
    double end_, rest_, rest_declined_;
    std::vector<Slate> slates_;
};

} // namespace attune::test
