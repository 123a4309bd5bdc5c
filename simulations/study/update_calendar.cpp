#include "simulations/study/update_calendar.h"

#include "core/measures/statistics/rank_overlap.h"
#include "simulations/report/csv_writer.h"
#include "simulations/study/figure_words.h"
#include "simulations/study/people_cluster.h"
#include "simulations/study/replication.h"

#include <algorithm>

namespace attune {
namespace {

constexpr int settling_days = 14;

struct Block {
    Fraction overlap, ndcg;

    Block& operator+=(const Block& other) {
        overlap += other.overlap;
        ndcg += other.ndcg;
        return *this;
    }
    Block& operator-=(const Block& other) {
        overlap -= other.overlap;
        ndcg -= other.ndcg;
        return *this;
    }
    bool empty() const { return ndcg.empty(); }
};

void add_blocks(std::vector<Block>& blocks, const PanelRun& run, int users) {
    const std::size_t first = blocks.size();
    blocks.resize(first + static_cast<std::size_t>(cluster_count(users)));
    for (std::size_t d = 0; d < run.answers.size(); ++d) {
        const std::vector<PanelList>& now = run.answers[d].lists;
        for (std::size_t p = 0; p < now.size(); ++p) {
            Block& block = blocks[first + cluster_of(now[p].user, users)];
            block.ndcg += {now[p].ndcg, 1};
            if (d == 0) continue;
            const PanelList& before = run.answers[d - 1].lists[p];
            if (before.slates != now[p].slates) continue; // the person came, and was learned from
            const double overlap = rank_overlap(before.items, now[p].items);
            if (std::isfinite(overlap)) block.overlap += {overlap, 1};
        }
    }
}

double ndcg_of(const Block& block) {
    return block.ndcg.value();
}

constexpr NumberStyle fine{NumberKind::plain, 3};

} // namespace

Result<CalendarOutcome> measure_calendar(const LoadedScenario& scenario, const Policy& policy,
                                         const SimulateOptions& options) {
    const int days = scenario.scenario.days;
    if (auto enough = enough_days(scenario.scenario); !enough) return pass_on(enough);
    std::vector<int> calendars(compared_calendars.begin(), compared_calendars.end());
    if (std::find(calendars.begin(), calendars.end(), policy.update_days) == calendars.end())
        calendars.push_back(policy.update_days);
    std::sort(calendars.begin(), calendars.end());
    CalendarOutcome outcome{.from_day = std::min(settling_days, days / 3), .rows = {}};
    std::vector<int> asked;
    for (int day = outcome.from_day; day <= days; ++day)
        asked.push_back(day);
    const auto day_done =
        day_counter(scenario, options, calendars.size() * static_cast<std::size_t>(options.replications));
    std::vector<std::vector<Block>> blocks(calendars.size());
    for (const int calendar : calendars)
        outcome.rows.push_back(
            {.update_days = calendar, .updates = 0, .own = calendar == policy.update_days});
    for (int replication = 0; replication < options.replications; ++replication) {
        const std::uint64_t seed = seed_of(scenario.scenario, replication);
        const auto world = world_of(scenario, seed);
        for (std::size_t k = 0; k < calendars.size(); ++k) {
            Policy changed = policy;
            changed.update_days = calendars[k];
            const RunRequest request = request_for(scenario, changed, *world, seed, options);
            const auto run = run_panel(request, asked, day_done);
            if (!run) return pass_on(run);
            add_blocks(blocks[k], *run, request.users);
            outcome.rows[k].updates = run->updates;
        }
    }
    for (std::size_t k = 0; k < calendars.size(); ++k) {
        const std::span<const Block> own(blocks[k]), daily(blocks[0]);
        outcome.rows[k].overlap = jackknife(own, [](const Block& b) { return b.overlap.value(); });
        outcome.rows[k].ndcg = jackknife(own, ndcg_of);
        outcome.rows[k].ndcg_lost = paired_jackknife(daily, own, ndcg_of);
    }
    return outcome;
}

DataTable calendar_table(const CalendarOutcome& outcome, const Text& text) {
    DataTable table;
    for (const char* column : {"days", "updates", "overlap", "overlap_interval", "ndcg", "lost"})
        table.head.push_back(text.get("calendar." + std::string(column)));
    for (const CalendarRow& row : outcome.rows) {
        const std::string days = count_text(row.update_days);
        table.rows.push_back({row.own ? text.get("calendar.own", {{"days", days}}) : days,
                              count_text(row.updates), known_text(row.overlap.value, fine, text),
                              known_interval(row.overlap, fine, text), known_text(row.ndcg.value, fine, text),
                              &row == &outcome.rows.front()
                                  ? text.get("report.none")
                                  : known_change_interval(row.ndcg_lost, fine, text)});
    }
    return table;
}

std::vector<std::string> calendar_sentences(const CalendarOutcome& outcome, const Text& text) {
    const CalendarRow &often = outcome.rows.front(), &seldom = outcome.rows.back();
    return {text.get("calendar.sentence", {{"often", count_text(often.update_days)},
                                           {"seldom", count_text(seldom.update_days)},
                                           {"from", known_text(often.overlap.value, fine, text)},
                                           {"to", known_text(seldom.overlap.value, fine, text)},
                                           {"fit_from", known_text(often.ndcg.value, fine, text)},
                                           {"fit_to", known_text(seldom.ndcg.value, fine, text)}}),
            text.get("calendar.asked", {{"day", count_text(outcome.from_day)}})};
}

Json calendar_document(const CalendarOutcome& outcome) {
    Json rows = Json::array();
    for (const CalendarRow& row : outcome.rows)
        rows.push_back({{"update_days", row.update_days},
                        {"updates", row.updates},
                        {"own", row.own},
                        {"overlap", known_figure(row.overlap)},
                        {"ndcg", known_figure(row.ndcg)},
                        {"ndcg_less_daily", known_figure(row.ndcg_lost)}});
    return {{"calendar", {{"from_day", outcome.from_day}, {"rows", std::move(rows)}}}};
}

std::string calendar_csv(const CalendarOutcome& outcome) {
    std::string csv = "update_days,updates,overlap,overlap_lower,overlap_upper,ndcg,ndcg_lower,ndcg_upper,"
                      "ndcg_less_daily,ndcg_less_daily_lower,ndcg_less_daily_upper\n";
    for (const CalendarRow& row : outcome.rows) {
        csv += std::to_string(row.update_days) + "," + std::to_string(row.updates);
        for (const Estimate& one : {row.overlap, row.ndcg, row.ndcg_lost})
            for (const double value : {one.value, one.lower, one.upper})
                csv += "," + csv_cell(value);
        csv += "\n";
    }
    return csv;
}

} // namespace attune
