#include "simulations/study/withdrawal_effort.h"

#include "simulations/report/number_text.h"
#include "simulations/report/readable_name.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace attune {
namespace {

std::string steps(int count) {
    return count_text(count);
}

std::string short_name(Purpose purpose, const Text& text) {
    return text.get("consent.purpose_short." + std::string(name(purpose)));
}

/// How much harder taking back is; of equals the one with fewer steps says more.
std::pair<int, int> harder_by(const EffortRow& row) {
    return {row.withdraw - row.give, -row.give};
}

/// The hardest row of a purpose, of those that are alone or not, or of all.
const EffortRow* hardest(const WithdrawalEffort& effort, Purpose purpose, std::optional<bool> alone) {
    const EffortRow* found = nullptr;
    for (const EffortRow& row : effort.rows)
        if (row.purpose == purpose && (!alone || row.alone == *alone) &&
            (!found || harder_by(row) > harder_by(*found)))
            found = &row;
    return found;
}

} // namespace

std::vector<EffortRow> hardest_rows(const WithdrawalEffort& effort) {
    std::vector<EffortRow> rows;
    for (int p = 0; p < purpose_count; ++p)
        if (const EffortRow* row = hardest(effort, static_cast<Purpose>(p), std::nullopt))
            rows.push_back(*row);
    return rows;
}

Json effort_evidence(const WithdrawalEffort& effort) {
    Json purposes = Json::array();
    for (const EffortRow& row : hardest_rows(effort))
        purposes.push_back({{"purpose", name(row.purpose)}, {"give", row.give}, {"withdraw", row.withdraw}});
    return {{"check", "withdrawal_effort"}, {"purposes", std::move(purposes)}};
}

std::string effort_place(const WithdrawalEffort& effort, const EffortRow& row, const Text& text) {
    if (row.notice < 0) return text.get("screens.effort.in_settings");
    return text.get("screens.effort.on_notice",
                    {{"notice", readable_name(effort.notices[static_cast<std::size_t>(row.notice)].id)}});
}

DataTable effort_table(const WithdrawalEffort& effort, const Text& text) {
    DataTable table;
    for (const char* head : {"purpose", "give", "withdraw", "give_alone", "withdraw_alone", "where"})
        table.head.push_back(text.get("screens.effort.head." + std::string(head)));
    const std::string none = text.get("report.none");
    for (const EffortRow& worst : hardest_rows(effort)) {
        const EffortRow* with_others = hardest(effort, worst.purpose, false);
        const EffortRow* alone = hardest(effort, worst.purpose, true);
        table.rows.push_back({short_name(worst.purpose, text), with_others ? steps(with_others->give) : none,
                              with_others ? steps(with_others->withdraw) : none,
                              alone ? steps(alone->give) : none, alone ? steps(alone->withdraw) : none,
                              effort_place(effort, worst, text)});
    }
    return table;
}

std::string effort_sentence(const WithdrawalEffort& effort, const Text& text) {
    const std::vector<EffortRow> rows = hardest_rows(effort);
    const auto worst = std::max_element(rows.begin(), rows.end(), [](const EffortRow& a, const EffortRow& b) {
        return harder_by(a) < harder_by(b);
    });
    if (worst == rows.end()) return text.get("screens.effort.nothing");
    if (!is_harder(*worst))
        return text.get("screens.effort.as_easy", {{"purposes", count_text(static_cast<double>(rows.size()))},
                                                   {"tried", count_text(effort.tried)}});
    return text.get(
        "screens.effort.harder",
        {{"count", count_text(static_cast<double>(std::count_if(rows.begin(), rows.end(), is_harder)))},
         {"purposes", count_text(static_cast<double>(rows.size()))},
         {"purpose", short_name(worst->purpose, text)},
         {"give", steps(worst->give)},
         {"withdraw", steps(worst->withdraw)},
         {"where", effort_place(effort, *worst, text)}});
}

std::vector<std::string> notices_that_differ(const WithdrawalEffort& effort, const Text& text) {
    std::vector<std::string> all;
    for (const NoticeSteps& counted : effort.steps) {
        const Notice& notice = effort.notices[static_cast<std::size_t>(counted.notice)];
        if (counted.give == notice.steps_to_give && counted.refuse == notice.steps_to_refuse) continue;
        const auto said = [&](int count) {
            return count < 0 ? text.get("screens.effort.no_way") : steps(count);
        };
        all.push_back(text.get("screens.effort.differs", {{"notice", readable_name(notice.id)},
                                                          {"give", said(counted.give)},
                                                          {"refuse", said(counted.refuse)},
                                                          {"says_give", steps(notice.steps_to_give)},
                                                          {"says_refuse", steps(notice.steps_to_refuse)}}));
    }
    return all;
}

} // namespace attune
