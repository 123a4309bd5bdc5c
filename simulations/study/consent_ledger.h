// The ledger: what a trail says, event by event, as rows that people read. Filtered rows are found by page:
// for each page only the number of its first event is kept, so that no filter ever needs the whole trail in
// memory.
#pragma once

#include "core/base/text.h"
#include "simulations/study/consent_picture.h"

#include <optional>
#include <string>
#include <vector>

namespace attune {

/// Kinds of events that belong together.
enum class LedgerPart : std::uint8_t { consents, reads, kept, forgotten, questions, other };
constexpr int ledger_part_count = 6;
/// "consents" ...; words: "ledger.part.<name>".
std::string_view name(LedgerPart part);
LedgerPart part_of(TrailKind kind);

struct LedgerFilter {
    std::uint64_t first = 1; ///< number of an event
    int until_day = 0;       ///< the end of this day, from 0
    std::optional<LedgerPart> part{};
    std::optional<Purpose> purpose{};
    std::optional<UserId> person{};
    bool only_unfounded = false; ///< reads without a basis
    bool only_refused = false;   ///< what was not allowed: reads refused or outside the matrix, rows not kept
    bool operator==(const LedgerFilter&) const = default;
};

constexpr std::size_t ledger_page_rows = 128;

struct LedgerIndex {
    std::uint64_t rows = 0;
    std::vector<std::uint64_t> pages; ///< number of the first event of each
};

enum class LedgerSign : std::uint8_t { recorded, allowed, refused, no_basis };

struct LedgerRow {
    std::uint64_t seq = 0;
    std::uint64_t relies_on = 0; ///< 0: on none
    std::optional<UserId> person;
    LedgerSign sign = LedgerSign::recorded;
    std::string when, what, signal, purpose, result, part; ///< in words; empty where there is none
};

/// The filter counts events of the picture's run alone.
Result<LedgerIndex> index_ledger(const TrailStore& trail, const ConsentPicture& picture,
                                 const LedgerFilter& filter, const std::stop_token& stop = {});
/// The rows of a page, oldest first.
Result<std::vector<LedgerRow>> ledger_page(const TrailStore& trail, const ConsentPicture& picture,
                                           const LedgerFilter& filter, const LedgerIndex& index,
                                           std::size_t page, const Text& text);
/// Where a row with this number is, if the filter has it: the row counted from 0.
Result<std::optional<std::uint64_t>> ledger_place(const TrailStore& trail, const ConsentPicture& picture,
                                                  const LedgerFilter& filter, const LedgerIndex& index,
                                                  std::uint64_t seq);

/// number,time,person,event,signal,purpose,result,relies_on,part,personal_data; hands the text on piece by
/// piece. The last column marks the file as one that has rows about people.
Status ledger_csv(const TrailStore& trail, const ConsentPicture& picture, const LedgerFilter& filter,
                  const Text& text, const std::function<void(std::string_view)>& write);

/// "day 3, 21:14"; days count from 1 on screen.
std::string trail_time(std::int64_t time_ms, const Text& text);

} // namespace attune
