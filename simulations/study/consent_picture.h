// Who agreed to what, since when and on which words: what the trail of a workspace says about the consents of
// its newest run. Read in one pass; in memory stay consents and faults, not the reads.
#pragma once

#include "core/consent/matrix.h"
#include "core/consent/notice.h"
#include "core/consent/sharing.h"
#include "core/workspace/trail_store.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace attune {

/// Groups of fewer people show no figures.
constexpr int least_group = 10;

/// One consent of one person that moved. Days count from 0.
struct ConsentMove {
    std::uint64_t seq = 0;
    UserId person{};
    Purpose purpose{};
    ConsentStatus to{};
    ConsentMethod method{};
    std::uint8_t notice = 0;
    int day = 0;
};

/// A read that was allowed although no consent in force permitted it.
struct UnfoundedRead {
    std::uint64_t seq = 0;
    UserId person{};
    Purpose purpose{};
    int day = 0;
};

/// A notice as the run began with it.
struct PublishedNotice {
    Notice notice;
    bool true_to_hash = true; ///< its words are those whose hash it states
};

struct ConsentPicture {
    std::uint64_t begun = 0;      ///< number of the event with which the run begins
    std::uint64_t first = 0;      ///< of the run's events after it
    std::uint64_t last = 0;       ///< number of the newest event
    int runs = 0;                 ///< in this trail; the newest is shown
    std::string scenario, policy; ///< names
    int people = 0;               ///< simulated
    std::vector<UserId> watched;  ///< ascending
    int last_day = 0;             ///< of the newest event
    std::vector<PublishedNotice> notices;
    std::shared_ptr<const ConsentMatrix> matrix; ///< of the run
    std::array<LawfulBasis, purpose_count> basis{};
    std::vector<ConsentMove> moves; ///< in their order
    std::vector<UnfoundedRead> unfounded;
    std::int64_t allowed = 0, refused = 0, gaps = 0; ///< reads
    bool needs_consent(Purpose purpose) const {
        return basis[static_cast<std::size_t>(purpose)] == LawfulBasis::consent;
    }
};

/// Errors: not_found where the workspace has no trail; unreadable for rules that cannot be read; cancelled;
/// those of TrailStore. `progress` gets the share that is read.
Result<ConsentPicture> read_consent_picture(const TrailStore& trail,
                                            const std::function<void(double)>& progress = {},
                                            const std::stop_token& stop = {});

/// How people are put side by side: all of them, by the notice they answered first, by the farthest purpose
/// that they permit.
struct ConsentGroup {
    enum class Kind : std::uint8_t { everybody, notice, unanswered, level };
    Kind kind = Kind::everybody;
    int which = 0; ///< index of the notice or level
    int people = 0;
    bool too_few() const { return people < least_group; }
};

struct ConsentCell {
    bool needs_consent = true;              ///< otherwise there is another lawful basis, and no share
    int permit = 0;                         ///< people of the group who permit it
    double share = 0, lower = 0, upper = 0; ///< 95 %, Wilson; NaN where the group is too small
    std::int64_t unfounded = 0;             ///< reads without a basis, up to the day
};

/// As it stood at the end of a day.
struct ConsentStanding {
    int day = 0;
    std::vector<ConsentGroup> groups;                          ///< those with people; everybody first
    std::array<std::vector<ConsentCell>, purpose_count> cells; ///< one per group
    /// Over all people up to the day, by purpose.
    std::array<std::int64_t, purpose_count> refusals{}, withdrawals{};
};
ConsentStanding standing_at(const ConsentPicture& picture, int day);

/// Share of everybody who permits a purpose at the end of each day from 0 to the last; empty where it takes
/// no consent.
std::vector<double> shares_by_day(const ConsentPicture& picture, Purpose purpose);

} // namespace attune
