// Plain rows of an event log, as the metric definitions read them. Rows may come in any order. Users are
// dense numbers; days are counted from the start of the run, visits and slates from each user's first.
#pragma once

#include <cstdint>
#include <optional>

namespace attune {

/// One person enrolled, whatever became of them.
struct PersonRow {
    std::uint32_t user = 0;
    int enrolled_day = 0;
    int last_day = 0; ///< the last day that was watched, the day itself included; not before enrolled_day
    std::optional<int> exit_day =
        std::nullopt;       ///< the first day on which they left for good as far as anyone could see
    bool consented = false; ///< grants "adjust my recommendations" at the end
    bool opted_out = false; ///< has turned prompts off at the end
};

/// True satisfaction of one person at the end of a day; there need not be a row for every day.
struct SatisfactionRow {
    std::uint32_t user = 0;
    int day = 0;
    double satisfaction = 0; ///< [0, 1]
};

/// One visit of one person.
struct VisitRow {
    std::uint32_t user = 0;
    std::uint32_t visit = 0;
    int day = 0;
    std::uint32_t slates = 0;
    double minutes = 0; ///< all of the visit, consumption included
};

/// One item shown.
struct ImpressionRow {
    std::uint32_t user = 0;
    std::uint32_t slate = 0;
    std::uint32_t item = 0;
    std::uint32_t group = 0; ///< provider group
    std::uint8_t rank = 0;   ///< 0 = top
    bool examined = false;
    bool picked = false;
    bool unwanted = false; ///< the truth
};

/// One item consumed during a visit.
struct ConsumptionRow {
    std::uint32_t user = 0;
    std::uint32_t visit = 0;
    double minutes = 0;
    double enjoyment = 0; ///< the true y in nats; above 0 is enjoyed
    bool converted = false;
};

enum class Thumb : std::uint8_t { none, up, down };

/// One prompt shown, and what came back.
struct PromptRow {
    std::uint32_t user = 0;
    int day = 0;
    Thumb answer = Thumb::none;
};

} // namespace attune
