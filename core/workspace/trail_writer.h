// Writing the trail of a workspace. What is appended stays open until commit(): until then other stores of
// the same workspace save into the same transaction, so that a state and the events that tell of it come
// about together or not at all.
#pragma once

#include "core/workspace/database.h"
#include "core/workspace/signing_key.h"
#include "core/workspace/trail_bytes.h"
#include "core/workspace/trail_chain.h"
#include "core/workspace/trail_head.h"
#include "core/workspace/trail_keys.h"

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace attune {

/// How many events stand in one row.
inline constexpr std::uint64_t trail_segment_events = 256;

/// So much waits in memory for commit(). Until then other programs can read the workspace as it was; a longer
/// trail is written to the file as it comes, and they wait.
inline constexpr std::uint64_t trail_bytes_held = std::uint64_t{256} << 20U;

/// People of the run whose begin has that number, and the simulated time of their erasure.
struct PeopleOfRun {
    std::uint64_t run = 0;
    std::vector<UserId> people;
    std::int64_t time_ms = 0;
};

class TrailWriter {
public:
    /// Reads the trail as it is, all of it: nothing is ever signed that was not checked against its chain
    /// values and its newest head, whose signature must fit the key beside it. ErrorCode::unreadable if they
    /// do not fit. The workspace must outlive this.
    static Result<TrailWriter> open(const Database& database, SigningKey key, RandomBytes random = {});

    TrailWriter(TrailWriter&&) = default;
    TrailWriter& operator=(TrailWriter&&) = delete;
    /// What was not committed did not happen.
    ~TrailWriter() = default;

    /// The sequence number of the last event, committed or not.
    std::uint64_t size() const { return now_.chain.size(); }
    /// That of the begin of the last run; 0 before the first.
    std::uint64_t run() const { return now_.run; }

    /// Begins what commit() ends, if that has not been done: for saving something else before the first
    /// event. ErrorCode::refused if somebody else has written to the trail meanwhile.
    Status begin();
    /// Appends events in their order; the first gets the number size() + 1. The texts of answers and slates
    /// are values of the person and are sealed here; texts of other kinds must be JSON objects.
    /// ErrorCode::bad_input for a text that is none, an erasure, which is for erase(), and values before the
    /// first run; refused for values of somebody who is erased.
    ///
    /// After an error nothing more is taken, here and in commit(), until roll_back(): a trail that lost a few
    /// events and went on would be worse than none.
    Status append(std::span<const TrailEvent> events);
    /// Signs what the trail now is and brings it to the disk, with all that was saved since begin(). `made`:
    /// ISO 8601 UTC.
    Result<SignedHead> commit(HeadReason reason, const std::string& made);
    /// Back to the last commit().
    Status roll_back();

    /// Destroys the keys of people of the run whose begin has that number, tells of it and commits, with all
    /// that was appended before. ErrorCode::not_found, and nothing done, if one of them has no key.
    Result<SignedHead> erase(std::uint64_t run, std::span<const UserId> people, std::int64_t time_ms,
                             const std::string& made);
    /// The same for people of several runs at once.
    Result<SignedHead> erase(std::span<const PeopleOfRun> runs, const std::string& made);

private:
    /// What the trail is up to some event.
    struct State {
        TrailChain chain;
        std::uint64_t run = 0;
        std::set<std::uint32_t> erased; ///< people of this run
        std::uint64_t heads = 0;
        std::string newest_head; ///< JSON
    };

    TrailWriter(const Database& database, SigningKey key, RandomBytes random)
        : database_(&database)
        , key_(std::move(key))
        , keys_(database, std::move(random)) {}

    Status read();
    Status check_unchanged() const;
    static void follow(State& state, TrailKind kind, std::uint64_t number, UserId person, std::uint64_t run);
    Status append_one(const TrailEvent& event);
    Status seal(const TrailEvent& event);
    Status put_segment();
    Result<SignedHead> finish(HeadReason reason, const std::string& made);
    Result<SignedHead> erase_now(std::span<const PeopleOfRun> runs, const std::string& made);
    template <typename T>
    T kept(T outcome);

    const Database* database_;
    SigningKey key_;
    RunKeys keys_;
    State committed_, now_;
    std::optional<Statement> insert_;
    std::vector<std::uint8_t> payloads_; ///< of the segment under way
    std::uint64_t first_ = 0, count_ = 0;
    std::optional<Error> failure_;
    std::optional<Transaction> transaction_; ///< the last member: goes before what it needs
};

} // namespace attune
