// Reading the trail of a workspace: its events, its heads, the values that are sealed in it, and what is made
// of it for others.
#pragma once

#include "core/workspace/database.h"
#include "core/workspace/trail_bytes.h"
#include "core/workspace/trail_head.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace attune {

/// A row of the table: `count` payloads one after the other, the first with the sequence number `first`.
struct TrailSegment {
    std::uint64_t first = 0, count = 0;
    std::vector<std::uint8_t> payloads;
    std::vector<std::uint8_t> chain; ///< the chain value after the last

    /// Calls use(sequence, payload) for each; ErrorCode::unreadable if they are not as many as it says.
    Status each(const std::function<Status(std::uint64_t, Bytes)>& use) const;
};

class TrailStore {
public:
    explicit TrailStore(const Database& database)
        : database_(&database) {}

    /// How many events; 0 where no trail is kept.
    Result<std::uint64_t> size() const;
    /// Segments in their order, from the one with the event `from` on, until `use` says false. A gap between
    /// two is unreadable.
    Status each_segment(std::uint64_t from,
                        const std::function<Result<bool>(const TrailSegment&)>& use) const;
    /// Payloads of all events in their order, as they are stored.
    Status each_payload(const std::function<Status(std::uint64_t, Bytes)>& use) const;
    Status each_event(const std::function<Status(std::uint64_t, const TrailEvent&)>& use) const;
    /// One event; ErrorCode::not_found if there is none with that sequence number.
    Result<TrailEvent> find(std::uint64_t sequence) const;

    /// Oldest first.
    Result<std::vector<SignedHead>> heads() const;
    Result<std::optional<SignedHead>> newest_head() const;

    /// What was sealed as the text of an event of this person, in the run whose begin has that sequence
    /// number. ErrorCode::not_found if the key is gone: the person was erased; unreadable if the text is not
    /// what was sealed.
    Result<std::string> unsealed(std::uint64_t run, UserId person, std::string_view text) const;
    /// The people of a run whose values are sealed and can be read.
    Result<std::vector<UserId>> readable_people(std::uint64_t run) const;

    /// That the newest event of `earlier` events is where it was when there were `size` of them: a proof in
    /// the order of RFC 6962. ErrorCode::bad_input for more events than there are.
    Result<std::vector<TrailHash>> consistency_proof(std::uint64_t earlier, std::uint64_t size) const;
    /// That an event is in the trail of the first `size` events.
    Result<std::vector<TrailHash>> inclusion_proof(std::uint64_t sequence, std::uint64_t size) const;

private:
    Result<std::vector<TrailHash>> part_roots(std::vector<LeafRange> parts, std::uint64_t size) const;

    const Database* database_;
};

/// Gives a database that is nobody's file the trail and the keys of another one, in place of its own.
Status replace_trail(const Database& copy, const Database& present);

/// What the trail says of itself is not so: ErrorCode::unreadable.
tl::unexpected<Error> damaged_trail(std::string what, const std::string& path);

} // namespace attune
