// I4 in full: every row from its capture on, until it is erased or the run has no room for it. No row is kept
// after its time for any of its purposes, and nobody reads or erases rows that are not kept. I9: with a
// permission all rows go that nothing else permits.
#include "core/audit/trail_judge.h"

#include <limits>

namespace attune::audit::trail {
namespace {

constexpr std::int64_t late_days = 1; ///< that a sweep may be late
constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
constexpr auto improve_bit = static_cast<std::uint16_t>(1U << static_cast<unsigned>(Purpose::improve_models));

std::uint16_t bit_of(Purpose purpose) {
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(purpose));
}

/// A pick that waits until what is popular is counted again; all other rows are what models learn from.
bool waits(Signal signal, std::uint16_t purposes) {
    return signal == Signal::pick && purposes == improve_bit;
}

class Rows {
public:
    Rows(const RunRules& rules, KeptRows& kept, const Event& event, Notes& notes)
        : rules_(rules)
        , kept_(kept)
        , event_(event)
        , notes_(notes) {}

    void captured() {
        const KeptRow row{event_.signal, event_.newest_day, event_.purposes};
        for (std::size_t p = 0; p < purpose_count; ++p)
            if (has(row.purposes, static_cast<Purpose>(p)))
                kept_.due_day =
                    std::min(kept_.due_day, row.day + late_days + days(row, static_cast<Purpose>(p)));
        if (!waits(row.signal, row.purposes)) {
            // The oldest makes room.
            if (kept_.rows.size() == *rules_.rows_kept) kept_.rows.erase(kept_.rows.begin());
            kept_.rows.push_back(row);
            return;
        }
        const auto at = std::lower_bound(kept_.waiting.begin(), kept_.waiting.end(), row.day,
                                         [](const KeptRow& one, std::uint16_t day) { return one.day < day; });
        if (at != kept_.waiting.end() && at->day == row.day)
            ++at->rows;
        else
            kept_.waiting.insert(at, row);
    }

    /// The oldest rows of a signal from a day on are kept for the purpose no longer.
    void swept() {
        std::uint32_t left = event_.rows;
        each([&](KeptRow& row) {
            if (left == 0 || row.signal != event_.signal || !has(row.purposes, event_.purpose) ||
                row.day < event_.oldest_day)
                return;
            const std::uint32_t some = std::min(left, row.rows);
            left -= some;
            row.rows -= some;
            if (row.rows > 0) return; // some of a day's picks
            row.rows = some;
            row.purposes = static_cast<std::uint16_t>(row.purposes & ~bit_of(event_.purpose));
        });
        drop_those_of_nobody();
        if (left > 0) unknown(event_.rows, event_.rows - left);
    }

    void forgotten() {
        each([&](KeptRow& row) {
            row.purposes = static_cast<std::uint16_t>(row.purposes & ~event_.purposes);
        });
        const std::uint32_t gone = drop_those_of_nobody();
        if (event_.rows > gone) unknown(event_.rows, gone);
        notes_.checked(Invariant::prompt_effect);
        if (event_.rows < gone)
            notes_.broken(Invariant::prompt_effect, Reason::rows_left, event_, event_.rows, gone);
    }

    void read() {
        std::int64_t rows = 0;
        each([&](const KeptRow& row) {
            if (row.signal == event_.signal && has(row.purposes, event_.purpose) &&
                row.day >= event_.oldest_day && row.day <= event_.newest_day)
                rows += row.rows;
        });
        if (event_.rows > rows) unknown(event_.rows, rows);
        if (event_.module == Module::training && waits(event_.signal, bit_of(event_.purpose))) counted();
    }

    /// Rows whose time was over more than a day ago; they are told once, and then taken for gone.
    void overdue(std::int64_t today) {
        if (today <= kept_.due_day) return;
        kept_.due_day = never;
        each([&](KeptRow& row) {
            for (std::size_t p = 0; p < purpose_count; ++p) {
                const auto purpose = static_cast<Purpose>(p);
                if (!has(row.purposes, purpose)) continue;
                const std::int64_t last = row.day + late_days + days(row, purpose);
                if (today <= last) {
                    kept_.due_day = std::min(kept_.due_day, last);
                    continue;
                }
                Finding found = finding(Invariant::retention, Reason::kept_too_long, event_, today - row.day,
                                        days(row, purpose));
                found.purpose = purpose;
                found.signal = row.signal;
                notes_.broken(std::move(found));
                row.purposes = static_cast<std::uint16_t>(row.purposes & ~bit_of(purpose));
            }
        });
        drop_those_of_nobody();
    }

private:
    /// Picks that were counted wait no longer, the oldest first; what was not counted is still due.
    void counted() {
        std::uint32_t left = event_.rows;
        for (KeptRow& row : kept_.waiting) {
            if (row.day < event_.oldest_day || row.day > event_.newest_day) continue;
            const std::uint32_t some = std::min(left, row.rows);
            left -= some;
            row.rows -= some;
        }
        std::erase_if(kept_.waiting, [](const KeptRow& row) { return row.rows == 0; });
    }
    template <typename Use>
    void each(Use&& use) {
        for (KeptRow& row : kept_.rows)
            use(row);
        for (KeptRow& row : kept_.waiting)
            use(row);
    }
    int days(const KeptRow& row, Purpose purpose) const { return rules_.cell(purpose, row.signal).days; }
    /// Rows that are kept for no purpose any more; how many they were.
    std::uint32_t drop_those_of_nobody() {
        std::uint32_t gone = 0;
        const auto of_nobody = [&](const KeptRow& row) {
            gone += row.purposes == 0 ? row.rows : 0;
            return row.purposes == 0;
        };
        std::erase_if(kept_.rows, of_nobody);
        std::erase_if(kept_.waiting, of_nobody);
        return gone;
    }
    void unknown(std::int64_t said, std::int64_t known) {
        notes_.broken(Invariant::retention, Reason::rows_unknown, event_, said, known);
    }

    const RunRules& rules_;
    KeptRows& kept_;
    const Event& event_;
    Notes& notes_;
};

} // namespace

void judge_rows(const RunRules& rules, PersonState& person, const Event& event, Notes& notes) {
    if (!rules.rows_kept) return;
    const bool handed_out = event.kind == Kind::read && event.decision == Decision::allowed && event.rows > 0;
    const bool moves = event.kind == Kind::captured || event.kind == Kind::swept ||
                       event.kind == Kind::forgotten || handed_out;
    if (!person.rows) {
        if (!moves || (event.kind == Kind::forgotten && event.rows == 0)) return;
        person.rows = std::make_unique<KeptRows>();
        person.rows->due_day = never;
    }
    Rows rows(rules, *person.rows, event, notes);
    if (moves) notes.checked(Invariant::retention);
    if (event.kind == Kind::captured && event.purposes != 0) rows.captured();
    if (event.kind == Kind::swept) rows.swept();
    if (event.kind == Kind::forgotten) rows.forgotten();
    if (handed_out) rows.read();
    rows.overdue(day_of(event.time_ms));
}

void judge_rows_left(const RunRules& rules, PersonState& person, const Event& last, Notes& notes) {
    if (rules.rows_kept && person.rows) Rows(rules, *person.rows, last, notes).overdue(day_of(last.time_ms));
}

} // namespace attune::audit::trail
