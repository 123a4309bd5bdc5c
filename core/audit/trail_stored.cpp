#include "core/audit/trail_stored.h"

#include "core/audit/trail_rules.h"

namespace attune::audit::trail {
namespace {

constexpr std::int64_t most_back_ms = day_ms; ///< visits of a person can overlap, but not for longer

/// What is not of the run under way, and may stand behind its end.
bool of_no_run(Kind kind) {
    return kind == Kind::begin || kind == Kind::erased || kind == Kind::evidence || kind == Kind::audited;
}

} // namespace

void StoredJudge::note(Reason reason, const Event& event, std::int64_t found, std::int64_t allowed) {
    verdict_.note(finding(Invariant::whole_trail, reason, event, found, allowed));
}

void StoredJudge::about_person(const Event& event) {
    const auto [place, is_new] = walks_.try_emplace(event.person, Walk{.newest_ms = event.time_ms});
    Walk& walk = place->second;
    if (!is_new) ++verdict_.checked;
    if (walk.newest_ms - event.time_ms > most_back_ms)
        note(Reason::time_back, event, day_of(event.time_ms), day_of(walk.newest_ms));
    walk.newest_ms = std::max(walk.newest_ms, event.time_ms);
    if (event.kind != Kind::slate) return;
    ++verdict_.checked;
    if (event.number != walk.next_slate) note(Reason::slate_number, event, event.number, walk.next_slate);
    walk.next_slate = event.number + 1;
}

bool StoredJudge::take(const Event& event) {
    const std::int64_t before = verdict_.failures;
    if (event.kind == Kind::begin) {
        if (run_ != 0) ++verdict_.checked;
        if (run_ != 0 && !ended_) note(Reason::run_unended, event, static_cast<std::int64_t>(run_));
        run_ = event.seq;
        ended_ = false;
        values_[run_];
        walks_.clear();
    } else if (event.kind == Kind::erased) {
        ++verdict_.checked;
        if (const auto run = values_.find(event.relies_on); run != values_.end())
            run->second[event.person].erased = event.seq;
        else
            note(Reason::key_of_nothing, event, static_cast<std::int64_t>(event.relies_on));
    } else if (!of_no_run(event.kind)) {
        if (ended_) note(Reason::after_run_end, event, static_cast<std::int64_t>(run_));
        ended_ = ended_ || event.kind == Kind::end;
        if (event.person != nobody) about_person(event);
        if ((event.kind == Kind::slate || event.kind == Kind::answer) && !event.text.empty())
            values_[run_][event.person].sealed = event.seq;
    }
    return verdict_.failures > before;
}

Result<InvariantVerdict> StoredJudge::finish(const Reader& reader) {
    const auto kept = reader.integer("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = "
                                     "'trail_key'");
    if (!kept) return pass_on(kept);
    std::map<std::uint64_t, std::map<std::uint32_t, Values>> without_key = values_;
    const auto look_at = [&](const Row& row) {
        const std::int64_t run = row.integer(0);
        const std::int64_t person = row.integer(1);
        ++verdict_.checked;
        const auto of_run = values_.find(static_cast<std::uint64_t>(run));
        Finding found{.invariant = Invariant::whole_trail,
                      .reason = Reason::key_of_nothing,
                      .person = static_cast<std::uint32_t>(person),
                      .found = run};
        if (of_run == values_.end() || person < 0 || person >= nobody) {
            verdict_.note(std::move(found));
            return;
        }
        const auto values = of_run->second.find(found.person);
        if (values != of_run->second.end() && values->second.erased != 0) {
            found.reason = Reason::key_left;
            found.seq = values->second.erased;
            verdict_.note(std::move(found));
        }
        without_key[of_run->first].erase(found.person);
    };
    if (*kept > 0)
        if (auto read = reader.each("SELECT run, person FROM trail_key ORDER BY run, person", look_at); !read)
            return pass_on(read);
    for (const auto& [run, people] : without_key)
        for (const auto& [person, values] : people) {
            ++verdict_.checked;
            if (values.sealed == 0 || values.erased != 0) continue;
            verdict_.note({.invariant = Invariant::whole_trail,
                           .reason = Reason::key_missing,
                           .seq = values.sealed,
                           .person = person,
                           .found = static_cast<std::int64_t>(run)});
        }
    return std::move(verdict_);
}

} // namespace attune::audit::trail
