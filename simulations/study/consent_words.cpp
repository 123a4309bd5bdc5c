#include "simulations/study/consent_words.h"

#include "simulations/report/csv_writer.h"
#include "simulations/report/lab_parts.h"
#include "simulations/report/number_text.h"
#include "simulations/report/readable_name.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace attune {
namespace {

std::string purpose_words(Purpose purpose, const Text& text) {
    return text.get("consent.purpose_short." + std::string(name(purpose)));
}

std::string percent(double share, int decimals, const Text& text) {
    return value_text(share, {NumberKind::share, decimals}, text);
}

/// A group in a file.
std::string group_key(const ConsentGroup& group, const ConsentPicture& picture) {
    switch (group.kind) {
    case ConsentGroup::Kind::everybody:
        break;
    case ConsentGroup::Kind::notice:
        return "notice=" + picture.notices[static_cast<std::size_t>(group.which)].notice.id;
    case ConsentGroup::Kind::unanswered:
        return "notice=none";
    case ConsentGroup::Kind::level:
        return "shares=" + std::string(name(static_cast<SharingLevel>(group.which)));
    }
    return "all";
}

} // namespace

std::string group_words(const ConsentGroup& group, const ConsentPicture& picture, const Text& text) {
    switch (group.kind) {
    case ConsentGroup::Kind::everybody:
        break;
    case ConsentGroup::Kind::notice:
        return text.get(
            "picture.group.notice",
            {{"notice", readable_name(picture.notices[static_cast<std::size_t>(group.which)].notice.id)}});
    case ConsentGroup::Kind::unanswered:
        return text.get("picture.group.unanswered");
    case ConsentGroup::Kind::level:
        return text.get("picture.group.level." + std::string(name(static_cast<SharingLevel>(group.which))));
    }
    return text.get("picture.group.everybody");
}

std::string cell_figure(const ConsentCell& cell, const ConsentGroup& group, const Text& text) {
    if (cell.unfounded > 0) return count_text(static_cast<double>(cell.unfounded));
    if (!cell.needs_consent) return text.get("picture.cell.basis");
    if (group.too_few()) return text.get("picture.cell.too_few");
    return percent(cell.share, 0, text);
}

std::string cell_sentence(const ConsentCell& cell, Purpose purpose, const ConsentGroup& group,
                          const ConsentPicture& picture, const Text& text) {
    const std::string about = purpose_words(purpose, text), who = group_words(group, picture, text);
    std::string said;
    if (!cell.needs_consent)
        said = text.get("picture.sentence.basis", {{"purpose", about}, {"group", who}});
    else if (group.too_few())
        said = text.get("picture.sentence.too_few",
                        {{"purpose", about}, {"group", who}, {"least", count_text(least_group)}});
    else
        said = text.get("picture.sentence.share", {{"purpose", about},
                                                   {"group", who},
                                                   {"permit", count_text(cell.permit)},
                                                   {"people", count_text(group.people)},
                                                   {"share", percent(cell.share, 0, text)},
                                                   {"lower", percent(cell.lower, 0, text)},
                                                   {"upper", percent(cell.upper, 0, text)}});
    if (cell.unfounded > 0)
        said += " " + text.get("picture.sentence.unfounded",
                               {{"count", count_text(static_cast<double>(cell.unfounded))}});
    return said;
}

Sentence standing_sentence(const ConsentStanding& standing, const Text& text) {
    int most = -1, least = -1;
    std::int64_t refusals = 0, withdrawals = 0;
    for (int p = 0; p < purpose_count; ++p) {
        const auto at = static_cast<std::size_t>(p);
        refusals += standing.refusals[at];
        withdrawals += standing.withdrawals[at];
        const ConsentCell& all = standing.cells[at].front();
        if (!std::isfinite(all.share)) continue;
        const auto share_of = [&](int which) {
            return standing.cells[static_cast<std::size_t>(which)].front().share;
        };
        if (most < 0 || all.share > share_of(most)) most = p;
        if (least < 0 || all.share < share_of(least)) least = p;
    }
    if (most < 0) return {text.get("picture.finding.few"), ""};
    const auto share_words = [&](int which) {
        return percent(standing.cells[static_cast<std::size_t>(which)].front().share, 0, text);
    };
    return split_at_finding(
        text.get("picture.finding", {{"|", finding_ends},
                                     {"most", purpose_words(static_cast<Purpose>(most), text)},
                                     {"most_share", share_words(most)},
                                     {"least", purpose_words(static_cast<Purpose>(least), text)},
                                     {"least_share", share_words(least)},
                                     {"refusals", count_text(static_cast<double>(refusals))},
                                     {"withdrawals", count_text(static_cast<double>(withdrawals))}}));
}

DataTable standing_table(const ConsentStanding& standing, const ConsentPicture& picture, const Text& text) {
    DataTable table;
    table.head.push_back(text.get("picture.table.purpose"));
    for (const ConsentGroup& group : standing.groups)
        table.head.push_back(group_words(group, picture, text));
    table.head.push_back(text.get("picture.table.refusals"));
    table.head.push_back(text.get("picture.table.withdrawals"));
    for (int p = 0; p < purpose_count; ++p) {
        const auto at = static_cast<std::size_t>(p);
        std::vector<std::string> row{purpose_words(static_cast<Purpose>(p), text)};
        for (std::size_t g = 0; g < standing.groups.size(); ++g)
            row.push_back(cell_figure(standing.cells[at][g], standing.groups[g], text));
        row.push_back(count_text(static_cast<double>(standing.refusals[at])));
        row.push_back(count_text(static_cast<double>(standing.withdrawals[at])));
        table.rows.push_back(std::move(row));
    }
    return table;
}

std::string standing_csv(const ConsentStanding& standing, const ConsentPicture& picture) {
    std::string csv = "purpose,group,people,permit,share,lower,upper,reads_without_basis\n";
    for (int p = 0; p < purpose_count; ++p)
        for (std::size_t g = 0; g < standing.groups.size(); ++g) {
            const ConsentGroup& group = standing.groups[g];
            const ConsentCell& cell = standing.cells[static_cast<std::size_t>(p)][g];
            const bool told = cell.needs_consent && !group.too_few();
            csv += csv_cell(name(static_cast<Purpose>(p))) + "," + csv_cell(group_key(group, picture)) + "," +
                   (group.too_few() ? "" : std::to_string(group.people)) + "," +
                   (told ? std::to_string(cell.permit) : "");
            for (const double number : {cell.share, cell.lower, cell.upper})
                csv += "," + (told ? csv_cell(number) : std::string());
            csv += "," + std::to_string(cell.unfounded) + "\n";
        }
    return csv;
}

LabChart agreement_chart(const ConsentPicture& picture, const Text& text) {
    LabChart card;
    card.name = "agreement";
    card.question = text.get("picture.agreement.question");
    card.subtitle = text.get("picture.agreement.subtitle");
    SmallMultiples panels;
    panels.kind = NumberKind::share;
    panels.no_data = text.get("picture.finding.few");
    card.own_csv = "day,purpose,share\n";
    card.table.head.push_back(text.get("picture.table.purpose"));
    card.table.head.push_back(text.get("picture.agreement.first"));
    card.table.head.push_back(text.get("picture.agreement.last"));
    std::string grown, fallen;
    double most = 0, least = 0;
    for (int p = 0; p < purpose_count && static_cast<int>(picture.watched.size()) >= least_group; ++p) {
        const auto purpose = static_cast<Purpose>(p);
        const std::vector<double> shares = shares_by_day(picture, purpose);
        if (shares.empty()) continue;
        const double nothing = std::numeric_limits<double>::quiet_NaN();
        GroupLines panel;
        panel.name = purpose_words(purpose, text);
        panel.kind = NumberKind::share;
        for (std::size_t day = 0; day < shares.size(); ++day) {
            panel.candidate.push_back({static_cast<int>(day) + 1, shares[day], nothing, nothing});
            card.own_csv +=
                std::to_string(day + 1) + "," + csv_cell(name(purpose)) + "," + csv_cell(shares[day]) + "\n";
        }
        panel.candidate_words = percent(shares.back(), 0, text);
        card.table.rows.push_back({panel.name, percent(shares.front(), 0, text), panel.candidate_words});
        const double change = shares.back() - shares.front();
        if (change > most) most = change, grown = panel.name;
        if (change < least) least = change, fallen = panel.name;
        panels.groups.push_back(std::move(panel));
    }
    const std::string& moved = -least > most ? fallen : grown;
    card.sentence = moved.empty()
                        ? Sentence{text.get("picture.agreement.same"), ""}
                        : split_at_finding(text.get(
                              -least > most ? "picture.agreement.fell" : "picture.agreement.grew",
                              {{"|", finding_ends},
                               {"purpose", moved},
                               {"points", amount_text(std::max(most, -least), {NumberKind::share, 0}, text)},
                               {"day", count_text(picture.last_day + 1)}}));
    card.plot = std::move(panels);
    return card;
}

std::string picture_subtitle(const ConsentPicture& picture, const Text& text) {
    return text.get(picture.runs > 1 ? "picture.subtitle.newest" : "picture.subtitle",
                    {{"policy", readable_name(picture.policy)},
                     {"scenario", readable_name(picture.scenario)},
                     {"watched", count_text(static_cast<double>(picture.watched.size()))},
                     {"people", count_text(picture.people)},
                     {"days", count_text(picture.last_day + 1)},
                     {"runs", count_text(picture.runs)}});
}

} // namespace attune
