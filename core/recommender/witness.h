// Writes the trail: what the gate does with the data of the people it watches, as it does it. A read is
// written before the caller gets anything. One list per block of people, so that threads never meet.
#pragma once

#include "core/consent/trail_event.h"

#include <bitset>
#include <cstdint>
#include <span>
#include <vector>

namespace attune {

/// Rows handed out by one read.
struct RowsRead {
    std::uint32_t rows = 0;
    std::uint16_t oldest_day = 0, newest_day = 0;
};

class Witness {
public:
    /// Watches so many of `users` people, evenly spread over their numbers; at least one, at most all.
    Witness(int users, int watched, int block_size);

    bool watches(UserId user) const { return place_[user.value] != nobody_here; }
    int watched() const { return static_cast<int>(people_.size()); }
    /// Everybody watched, ascending.
    std::vector<UserId> people() const;

    /// A visit of a watched person begins.
    void begin_visit(UserId user, std::uint32_t visit, double hours);
    /// It is so late now for this person, or for everybody.
    void at(UserId user, double hours);
    void at(double hours);

    /// Writes one line about a watched person; time and visit are filled in.
    void write(UserId user, TrailEvent event);
    /// Writes a read, once per visit for each module, purpose, signal and answer; every time for training.
    /// Whether it was written.
    bool read(UserId user, Module module, Purpose purpose, Signal signal, Decision decision,
              const RowsRead& rows = {});
    /// Reads after this are written again: what is permitted has changed.
    void read_anew(UserId user);
    /// The line of something that is about nobody in particular.
    void write_general(TrailEvent event);

    /// What was written since the last call, block by block and then what is about nobody.
    template <typename Use>
    void take(Use&& use) {
        for (std::vector<TrailEvent>& list : lists_) {
            use(std::span(list));
            list.clear();
        }
    }

private:
    static constexpr std::uint32_t nobody_here = 0xFFFFFFFFU;
    static constexpr std::size_t answers = 3; ///< decisions
    struct Watched {
        UserId user{};
        std::uint32_t visit = 0;
        std::int64_t time_ms = 0;
        std::bitset<module_count * purpose_count * signal_count * answers> written; ///< in this visit
    };
    Watched& of(UserId user) { return people_[place_[user.value]]; }

    std::vector<std::uint32_t> place_; ///< by user
    std::vector<Watched> people_;
    std::vector<std::vector<TrailEvent>> lists_; ///< by block; the last is about nobody
    std::int64_t time_ms_ = 0;
    int block_size_;
};

} // namespace attune
