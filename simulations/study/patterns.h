// What the recommender took dissatisfaction to be about, beside what it was about: the three-way table of the
// de-escalation proposal, section 3, read from the log of one run and from what people felt.
#pragma once

#include "simulations/engine/event_log.h"
#include "simulations/engine/felt.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace attune {

/// How often each true pattern was taken for each; the last row is for signs with nothing behind them, such
/// as slips of the hand.
struct PatternTable {
    static constexpr std::size_t nothing = pattern_count;
    std::array<std::array<int, pattern_count>, pattern_count + 1> count{};

    int& at(std::size_t truth, Pattern said) { return count[truth][static_cast<std::size_t>(said)]; }
    int of(std::size_t truth) const;
    int right() const;
};

class Patterns {
public:
    explicit Patterns(int users)
        : causes_(static_cast<std::size_t>(users))
        , tables_(static_cast<std::size_t>((users + people - 1) / people)) {}

    /// What was felt comes before the log of the same block and day.
    void feel(std::span<const Felt> felt);
    void take(std::span<const LoggedEvent> events);

    /// By block of people.
    const std::vector<PatternTable>& tables() const { return tables_; }

private:
    static constexpr int people = 64; ///< in a block

    struct Cause {
        std::uint32_t slate = 0;
        std::optional<Pattern> pattern;
    };
    std::vector<std::vector<Cause>> causes_; ///< by person, of the day
    std::vector<PatternTable> tables_;
};

} // namespace attune
