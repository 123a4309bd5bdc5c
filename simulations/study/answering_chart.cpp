#include "simulations/study/answering_chart.h"

#include "core/recommender/deescalation/wording.h"
#include "simulations/report/csv_writer.h"
#include "simulations/report/lab_parts.h"
#include "simulations/study/basis_words.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attune {
namespace {

constexpr double hours_per_day = 24;
constexpr NumberStyle share_style{NumberKind::share, 1};

/// The order in which an answer goes; "stable" is nobody's place.
constexpr std::array<LoopState, loop_state_count - 1> shown_states = {
    LoopState::watch,    LoopState::acknowledge, LoopState::clarify,   LoopState::adjust,   LoopState::verify,
    LoopState::resolved, LoopState::fallback,    LoopState::cool_down, LoopState::opted_out};

std::string share_words(double share, const Text& text) {
    return value_text(share, share_style, text);
}
std::string interval_words(const Estimate& share, const Text& text) {
    return interval_text(share.lower, share.upper, share_style, text);
}

// The flow.

std::size_t kind_of_state(LoopState state) {
    return static_cast<std::size_t>(state);
}

std::string state_words(LoopState state, const Text& text) {
    return text.get("answering.state." + std::string(name(state)));
}

SmallMultiples panels_of(const LoopFlow& flow, const Text& text) {
    SmallMultiples panels;
    panels.kind = NumberKind::share;
    panels.own_scales = true;
    panels.no_data = text.get("answering.no_days");
    for (const LoopState state : shown_states) {
        GroupLines lines;
        lines.name = state_words(state, text);
        lines.kind = NumberKind::share;
        for (int day = 0; day < flow.days(); ++day) {
            const Estimate share = flow.share(day, kind_of_state(state));
            lines.candidate.push_back({day, share.value, share.lower, share.upper});
        }
        if (!lines.candidate.empty()) lines.candidate_words = share_words(lines.candidate.back().value, text);
        panels.groups.push_back(std::move(lines));
    }
    return panels;
}

DataTable flow_table(const LoopFlow& flow, const Text& text) {
    DataTable table;
    table.head = {text.get("answering.flow.day")};
    for (const LoopState state : shown_states)
        table.head.push_back(state_words(state, text));
    for (int day = 0; day < flow.days(); ++day) {
        std::vector<std::string>& row = table.rows.emplace_back();
        row.push_back(count_text(day));
        for (const LoopState state : shown_states)
            row.push_back(count_text(flow.people(day, kind_of_state(state))));
    }
    return table;
}

std::string flow_csv(const LoopFlow& flow) {
    std::string csv = "day,state,people,of,share,lower,upper\n";
    for (int day = 0; day < flow.days(); ++day)
        for (const LoopState state : shown_states) {
            const Estimate share = flow.share(day, kind_of_state(state));
            csv += csv_cell(static_cast<double>(day)) + "," + csv_cell(name(state)) + "," +
                   csv_cell(static_cast<double>(flow.people(day, kind_of_state(state)))) + "," +
                   csv_cell(static_cast<double>(flow.users()));
            for (const double number : {share.value, share.lower, share.upper})
                csv += "," + csv_cell(number);
            csv += "\n";
        }
    return csv;
}

Sentence flow_sentence(const LoopFlow& flow, const Text& text) {
    int most = 0;
    for (int day = 1; day < flow.days(); ++day)
        if (flow.people(day, LoopFlow::under_way) > flow.people(most, LoopFlow::under_way)) most = day;
    if (flow.days() == 0 || flow.people(most, LoopFlow::under_way) == 0)
        return split_at_finding(text.get("answering.flow.none", {{"|", finding_ends}}));
    const Estimate peak = flow.share(most, LoopFlow::under_way);
    const int last = flow.days() - 1;
    return split_at_finding(
        text.get("answering.flow.some",
                 {{"|", finding_ends},
                  {"share", share_words(peak.value, text)},
                  {"interval", interval_words(peak, text)},
                  {"day", count_text(most)},
                  {"last", share_words(flow.share(last, LoopFlow::under_way).value, text)},
                  {"lowered", share_words(flow.share(last, kind_of_state(LoopState::watch)).value, text)}}));
}

// Evidence.

constexpr int first_shown = 10, last_shown = 95; ///< hundredths: where thresholds can be
constexpr int table_step = 5;
constexpr double hysteresis = 0.05; ///< an episode ends at least so far below where a quiet change starts

int hundredths(double threshold) {
    return static_cast<int>(std::lround(threshold * LoopEvidence::steps));
}

std::string belief_words(int step) {
    return fixed_number(static_cast<double>(step) / LoopEvidence::steps, 2);
}

std::vector<DayMark> marks_of(const Policy& levers, const Text& text) {
    std::vector<DayMark> marks;
    for (const auto& [at, key] : {std::pair{std::min(levers.exit_at, levers.watch_at - hysteresis), "exit"},
                                  {levers.watch_at, "watch"},
                                  {levers.acknowledge_at, "acknowledge"}})
        marks.push_back(
            {hundredths(at),
             text.get(std::string("answering.mark.") + key, {{"at", belief_words(hundredths(at))}}),
             std::string("deescalation.") + key + "_at"});
    std::stable_sort(marks.begin(), marks.end(),
                     [](const DayMark& a, const DayMark& b) { return a.day < b.day; });
    return marks;
}

LineChart beliefs_of(const LoopEvidence& evidence, const Policy& levers, const Text& text) {
    LineChart chart;
    chart.kind = NumberKind::share;
    chart.hundredths = true;
    chart.no_data = text.get("answering.evidence.no_data");
    chart.marks = marks_of(levers, text);
    const int at = hundredths(levers.acknowledge_at);
    for (const bool unwanted : {true, false}) {
        if (evidence.pairs(unwanted) == 0) continue;
        ChartLine line;
        line.name = text.get(unwanted ? "answering.evidence.unwanted" : "answering.evidence.fine");
        line.role = unwanted ? LineRole::candidate : LineRole::baseline;
        line.last_value = share_words(evidence.share_from(at, unwanted).value, text);
        for (int step = first_shown; step <= last_shown; ++step) {
            const Estimate share = evidence.share_from(step, unwanted);
            line.points.push_back({step, share.value, share.lower, share.upper});
        }
        chart.lines.push_back(std::move(line));
    }
    return chart;
}

DataTable evidence_table(const LoopEvidence& evidence, const Text& text) {
    DataTable table;
    for (const char* column :
         {"belief", "unwanted", "unwanted_from", "interval", "fine", "fine_from", "interval"})
        table.head.push_back(text.get(std::string("answering.table.") + column));
    for (int from = 0; from < LoopEvidence::steps; from += table_step) {
        std::vector<std::string>& row = table.rows.emplace_back();
        row.push_back(text.get("answering.table.span",
                               {{"from", belief_words(from)}, {"to", belief_words(from + table_step)}}));
        for (const bool unwanted : {true, false}) {
            double pairs = 0;
            for (int step = from; step < from + table_step; ++step)
                pairs += evidence.pairs(step, unwanted);
            const Estimate share = evidence.share_from(from, unwanted);
            row.push_back(count_text(pairs));
            row.push_back(share_words(share.value, text));
            row.push_back(interval_words(share, text));
        }
    }
    return table;
}

std::string evidence_csv(const LoopEvidence& evidence) {
    std::string csv = "belief,truth,pairs,share_from,lower,upper\n";
    for (int step = 0; step < LoopEvidence::steps; ++step)
        for (const bool unwanted : {true, false}) {
            const Estimate share = evidence.share_from(step, unwanted);
            csv += csv_cell(static_cast<double>(step) / LoopEvidence::steps) + "," +
                   (unwanted ? "unwanted" : "fine") + "," + csv_cell(evidence.pairs(step, unwanted));
            for (const double number : {share.value, share.lower, share.upper})
                csv += "," + csv_cell(number);
            csv += "\n";
        }
    return csv;
}

Sentence evidence_sentence(const LoopEvidence& evidence, const Policy& levers, const Text& text) {
    if (evidence.pairs(true) == 0 || evidence.pairs(false) == 0)
        return split_at_finding(text.get("answering.evidence.none", {{"|", finding_ends}}));
    const int at = hundredths(levers.acknowledge_at);
    const Estimate noticed = evidence.share_from(at, true), mistaken = evidence.share_from(at, false);
    return split_at_finding(
        text.get("answering.evidence.some", {{"|", finding_ends},
                                             {"at", belief_words(at)},
                                             {"noticed", share_words(noticed.value, text)},
                                             {"noticed_interval", interval_words(noticed, text)},
                                             {"mistaken", share_words(mistaken.value, text)},
                                             {"mistaken_interval", interval_words(mistaken, text)}}));
}

// The latest episodes.

/// Where an episode stands or how it ended.
enum class Outcome : std::uint8_t {
    resolved,
    checked,
    no_better,
    declined,
    no_moment,
    contradiction,
    stopped,
    withdrawn,
    forgotten,
    count_
};
constexpr auto outcome_count = static_cast<std::size_t>(Outcome::count_);
constexpr std::array<const char*, outcome_count> outcome_keys = {"resolved", "checked",   "no_better",
                                                                 "declined", "no_moment", "contradiction",
                                                                 "stopped",  "withdrawn", "forgotten"};

Outcome outcome_of(const EpisodeTold& told) {
    if (told.withdrawn) return Outcome::withdrawn;
    if (told.forgotten) return Outcome::forgotten;
    switch (told.state) {
    case LoopState::resolved:
        return Outcome::resolved;
    case LoopState::fallback:
        return Outcome::contradiction;
    case LoopState::opted_out:
        return Outcome::stopped;
    case LoopState::cool_down:
        return told.offered ? Outcome::declined : Outcome::no_moment;
    case LoopState::stable:
    case LoopState::watch:
    case LoopState::acknowledge:
    case LoopState::clarify:
    case LoopState::adjust:
    case LoopState::verify:
        break;
    }
    return told.closed ? Outcome::no_better : Outcome::checked;
}

std::string outcome_words(Outcome outcome, const Text& text) {
    return text.get(std::string("answering.outcome.") + outcome_keys[static_cast<std::size_t>(outcome)]);
}

/// What stands before the person about it, at the end.
OnScreen screen_of(const EpisodeTold& told) {
    return on_screen(told.closed ? LoopState::stable : told.state);
}

DataTable latest_table(const LoopWatched& watched, const Text& text) {
    DataTable table;
    for (const char* column : {"person", "day", "topic", "sign", "because", "pattern", "choice", "promise",
                               "kept", "screen", "outcome"})
        table.head.push_back(text.get(std::string("answering.latest.") + column));
    const std::string none = text.get("answering.latest.none");
    for (const EpisodeTold& told : watched.latest) {
        const auto& offered = told.offered;
        const bool promised = offered && offered->visits > 0;
        table.rows.push_back(
            {count_text(told.user.value), count_text(std::floor(told.opened / hours_per_day)),
             watched.categories[told.category.value],
             text.get("answering.sign." + std::string(name(told.sign))), basis_words(told.basis, text),
             offered ? text.get("answering.pattern." + std::string(name(offered->pattern))) : none,
             offered ? text.get("answering.choice." + std::string(name(offered->choice)))
                     : text.get("answering.choice.none"),
             promised ? text.get("answering.promise",
                                 {{"share", share_words(static_cast<double>(offered->share), text)},
                                  {"visits", count_text(offered->visits)}})
                      : none,
             !promised   ? none
             : told.kept ? text.get(*told.kept ? "answering.kept.yes" : "answering.kept.no")
                         : text.get("answering.kept.not_due"),
             text.get("answering.screen." + std::string(name(screen_of(told)))),
             outcome_words(outcome_of(told), text)});
    }
    return table;
}

std::string latest_csv(const LoopWatched& watched) {
    std::string csv =
        "person,day,topic,sign,basis,pattern,choice,promised_share,promised_visits,kept,screen,outcome\n";
    for (const EpisodeTold& told : watched.latest) {
        const auto& offered = told.offered;
        const bool promised = offered && offered->visits > 0;
        csv += csv_cell(static_cast<double>(told.user.value)) + "," +
               csv_cell(std::floor(told.opened / hours_per_day)) + "," +
               csv_cell(watched.categories[told.category.value]) + "," + csv_cell(name(told.sign)) + "," +
               csv_cell(basis_cell(told.basis)) + "," + csv_cell(offered ? name(offered->pattern) : "") +
               "," + csv_cell(offered ? name(offered->choice) : "") + "," +
               (promised ? csv_cell(static_cast<double>(offered->share)) : "") + "," +
               (promised ? csv_cell(static_cast<double>(offered->visits)) : "") + "," +
               (told.kept ? *told.kept ? "yes" : "no" : "") + "," + csv_cell(name(screen_of(told))) + "," +
               outcome_keys[static_cast<std::size_t>(outcome_of(told))] + "\n";
    }
    return csv;
}

} // namespace

LabChart flow_chart(const LoopFlow& flow, const MeasuredFor& world, const Text& text) {
    LabChart card;
    card.name = "flow";
    card.question = text.get("lab.chart.flow.question");
    card.subtitle = measured_subtitle(world, "answering.flow.subtitle", text);
    card.own_csv = flow_csv(flow);
    card.shows = {{"offers_per_user_week", "all"}, {"resolved", "all"}};
    card.views.push_back(
        {"flow", card.question, panels_of(flow, text), flow_table(flow, text), flow_sentence(flow, text)});
    show_first_view(card);
    return card;
}

LabChart evidence_chart(const LoopEvidence& evidence, const Policy& levers, const MeasuredFor& world,
                        const Text& text) {
    LabChart card;
    card.name = "evidence";
    card.question = text.get("lab.chart.evidence.question");
    card.subtitle = measured_subtitle(world, "answering.evidence.subtitle", text);
    card.own_csv = evidence_csv(evidence);
    card.shows = {{"fal", "all"}};
    card.views.push_back({"evidence", card.question, beliefs_of(evidence, levers, text),
                          evidence_table(evidence, text), evidence_sentence(evidence, levers, text)});
    show_first_view(card);
    return card;
}

LabChart latest_chart(const LoopWatched& watched, const MeasuredFor& world, const Text& text) {
    LabChart card;
    card.name = "latest";
    card.question = text.get("lab.chart.latest.question");
    card.subtitle = measured_subtitle(world, "answering.latest.subtitle", text);
    card.own_csv = latest_csv(watched);
    card.shows = {{"offers_taken", "all"}, {"resolved", "all"}, {"pkp", "all"}};
    LoadBars bars;
    bars.no_data = text.get("answering.latest.no_data");
    std::array<double, outcome_count> ended{};
    for (const EpisodeTold& told : watched.episodes)
        ended[static_cast<std::size_t>(outcome_of(told))] += 1;
    const auto all = static_cast<double>(watched.episodes.size());
    for (std::size_t o = 0; o < outcome_count && all > 0; ++o) {
        const Estimate share = wilson_interval(ended[o], all);
        bars.rows.push_back({outcome_words(static_cast<Outcome>(o), text), share.value, share.lower,
                             share.upper, std::nullopt, share_words(share.value, text)});
    }
    const Estimate resolved = wilson_interval(ended[0], all);
    Sentence sentence = split_at_finding(
        all == 0 ? text.get("answering.latest.nothing", {{"|", finding_ends}})
                 : text.get("answering.latest.some",
                            {{"|", finding_ends},
                             {"share", share_words(resolved.value, text)},
                             {"interval", interval_words(resolved, text)},
                             {"all", count_text(all)},
                             {"shown", count_text(static_cast<double>(watched.latest.size()))}}));
    card.views.push_back(
        {"latest", card.question, std::move(bars), latest_table(watched, text), std::move(sentence)});
    show_first_view(card);
    return card;
}

} // namespace attune
