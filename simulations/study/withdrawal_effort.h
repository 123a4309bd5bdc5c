// How many steps it takes to agree to a purpose and to take it back, as counted on the screens that people
// meet: taking back is to take no more (GDPR article 7, 3). Counting is done where screens are drawn.
#pragma once

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/consent/notice.h"
#include "simulations/report/svg_chart.h"

#include <string>
#include <vector>

namespace attune {

/// One purpose, agreed to on one screen and taken back from the list that people use.
struct EffortRow {
    int notice = -1; ///< index among the notices on which it is agreed to; -1: in the settings
    Purpose purpose{};
    bool alone = false; ///< only this purpose changes; otherwise others may change with it
    int give = 0;       ///< fewest steps
    int withdraw = 0;   ///< fewest steps; one more than were tried where there is no way
};

/// What a notice says of itself, beside what was counted.
struct NoticeSteps {
    int notice = 0;
    int give = 0, refuse = 0; ///< anything; -1: no way
};

struct WithdrawalEffort {
    std::vector<Notice> notices;
    std::vector<EffortRow> rows;
    std::vector<NoticeSteps> steps;
    int tried = 0; ///< presses in all
};

inline bool is_harder(const EffortRow& row) {
    return row.withdraw > row.give;
}
/// The row of each purpose, in the order of Purpose, in which taking back is the most behind.
std::vector<EffortRow> hardest_rows(const WithdrawalEffort& effort);
/// The text of the evidence: one entry for each purpose, its hardest.
Json effort_evidence(const WithdrawalEffort& effort);

/// "Notice First visit equal", "the settings".
std::string effort_place(const WithdrawalEffort& effort, const EffortRow& row, const Text& text);
/// A row for each purpose: steps to agree and to take back, with others and alone, where it is hardest.
DataTable effort_table(const WithdrawalEffort& effort, const Text& text);
/// Whether taking back is as easy, and if not, what is harder where.
std::string effort_sentence(const WithdrawalEffort& effort, const Text& text);
/// Notices that say other numbers of steps than were counted, one sentence each.
std::vector<std::string> notices_that_differ(const WithdrawalEffort& effort, const Text& text);

} // namespace attune
