#include "simulations/study/asking_table.h"

#include "simulations/report/csv_writer.h"
#include "simulations/report/lab_parts.h"
#include "simulations/study/figure_words.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

constexpr double hours_in_day = 24;
/// From here on people count in days.
constexpr double days_from = 168;

constexpr NumberStyle prompts_style{NumberKind::plain, 2};

/// Calls use(metric, figure) for every column of the files: prompts, then what can be looked at alone.
template <typename Use>
void for_each_column(const AskingFigures& figures, Use&& use) {
    use("prompts_per_user_week", figures.prompts);
    for (const AskingMeasure& measure : asking_measures)
        use(measure.metric, figures.*measure.figure);
}

std::string moment_inside(Trigger moment, const Text& text) {
    return text.get("asking.moment." + std::string(name(moment)) + ".inside");
}

bool meet(const MetricValue& a, const MetricValue& b) {
    return a.lower <= b.upper && b.lower <= a.upper;
}

const AskingOutcome* find_cell(std::span<const AskingOutcome> outcomes, const AskingCell& cell) {
    const auto found = std::find_if(outcomes.begin(), outcomes.end(),
                                    [&](const AskingOutcome& one) { return one.cell == cell; });
    return found == outcomes.end() ? nullptr : &*found;
}

/// Answered more often than random moments at every gap, and that is not chance.
bool beats_random(std::span<const AskingOutcome> outcomes, Trigger moment) {
    return std::all_of(surface_gaps.begin(), surface_gaps.end(), [&](double gap) {
        const AskingOutcome* chosen = find_cell(outcomes, {moment, gap});
        const AskingOutcome* random = find_cell(outcomes, {Trigger::random, gap});
        return chosen && random && chosen->figures.response.lower > random->figures.response.upper;
    });
}

std::string context_words(std::span<const AskingOutcome> outcomes, const Text& text) {
    std::string moments;
    for (const Trigger moment : surface_moments)
        if (moment != Trigger::random && beats_random(outcomes, moment))
            moments += (moments.empty() ? "" : ", ") + moment_inside(moment, text);
    return moments.empty() ? text.get("asking.context.none")
                           : text.get("asking.context.some", {{"moments", moments}});
}

std::string ties_words(std::span<const AskingOutcome> outcomes, const AskingMeasure& measure,
                       const AskingOutcome& best, const Text& text) {
    const auto ties = std::count_if(outcomes.begin(), outcomes.end(), [&](const AskingOutcome& one) {
        return !(one.cell == best.cell) && meet(one.figures.*measure.figure, best.figures.*measure.figure);
    });
    if (ties == 0) return {};
    return ties == 1 ? text.get("asking.ties.one")
                     : text.get("asking.ties.many", {{"count", count_text(static_cast<double>(ties))}});
}

} // namespace

std::string gap_words(double hours, const Text& text) {
    return hours < days_from ? text.get("asking.gap.hours", {{"count", count_text(hours)}})
                             : text.get("asking.gap.days", {{"count", count_text(hours / hours_in_day)}});
}

std::string measure_words(const AskingMeasure& measure, double value, const Text& text) {
    return measure.difference ? known_difference(value, measure.style, text)
                              : known_text(value, measure.style, text);
}

std::string measure_interval(const AskingMeasure& measure, const MetricValue& figure, const Text& text) {
    if (!measure.difference || !std::isfinite(figure.lower))
        return known_interval(figure, measure.style, text);
    return difference_interval_text(figure.lower, figure.upper, measure.style, text);
}

DataTable asking_table(std::span<const AskingOutcome> outcomes, const Text& text) {
    DataTable table;
    table.head.push_back(text.get("asking.table.cell"));
    table.head.push_back(text.get("asking.table.prompts"));
    for (const AskingMeasure& measure : asking_measures) {
        table.head.push_back(text.get("asking.table." + std::string(measure.name)));
        table.head.push_back(text.get("asking.table.interval"));
    }
    for (const AskingOutcome& one : outcomes) {
        std::vector<std::string> row = {
            text.get("asking.cell",
                     {{"moment", text.get("asking.moment." + std::string(name(one.cell.moment)))},
                      {"gap", gap_words(one.cell.gap_hours, text)}}),
            known_text(one.figures.prompts.value, prompts_style, text)};
        for (const AskingMeasure& measure : asking_measures) {
            const MetricValue& figure = one.figures.*measure.figure;
            row.push_back(measure_words(measure, figure.value, text));
            row.push_back(measure_interval(measure, figure, text));
        }
        table.rows.push_back(std::move(row));
    }
    return table;
}

Sentence asking_sentence(std::span<const AskingOutcome> outcomes, const AskingMeasure& measure,
                         const Text& text) {
    const auto size = [&](const AskingOutcome& one) {
        return std::fabs((one.figures.*measure.figure).value);
    };
    std::vector<AskingOutcome> known;
    for (const AskingOutcome& one : outcomes)
        if (std::isfinite(size(one)) && one.figures.prompts.value > 0) known.push_back(one);
    if (known.empty()) {
        const bool asked = std::any_of(outcomes.begin(), outcomes.end(), [](const AskingOutcome& one) {
            return one.figures.prompts.value > 0;
        });
        return split_at_finding(
            text.get(asked ? "asking.sentence.unknown" : "asking.sentence.nothing", {{"|", finding_ends}}));
    }
    const auto smaller = [&](const AskingOutcome& a, const AskingOutcome& b) { return size(a) < size(b); };
    const AskingOutcome& best = *std::max_element(known.begin(), known.end(), smaller);
    const AskingOutcome& least = *std::min_element(known.begin(), known.end(), smaller);
    if (!std::isfinite((best.figures.*measure.figure).lower))
        return split_at_finding(
            text.get("asking.sentence.no_interval",
                     {{"|", finding_ends},
                      {"moment", moment_inside(best.cell.moment, text)},
                      {"gap", gap_words(best.cell.gap_hours, text)},
                      {"value", measure_words(measure, (best.figures.*measure.figure).value, text)}}));
    const bool shown = std::any_of(known.begin(), known.end(), [&](const AskingOutcome& one) {
        const MetricValue& figure = one.figures.*measure.figure;
        return figure.lower > 0 || figure.upper < 0;
    });
    if (measure.difference && !shown)
        return split_at_finding(text.get("asking.sentence.no_bias", {{"|", finding_ends}}));
    const MetricValue& figure = best.figures.*measure.figure;
    return split_at_finding(
        text.get("asking.sentence." + std::string(measure.name),
                 {{"|", finding_ends},
                  {"moment", moment_inside(best.cell.moment, text)},
                  {"gap", gap_words(best.cell.gap_hours, text)},
                  {"value", measure_words(measure, figure.value, text)},
                  {"interval", measure_interval(measure, figure, text)},
                  {"ties", ties_words(known, measure, best, text)},
                  {"context", context_words(known, text)},
                  {"out", known_text(best.figures.opt_out.value, {NumberKind::share, 1}, text)},
                  {"least_moment", moment_inside(least.cell.moment, text)},
                  {"least_gap", gap_words(least.cell.gap_hours, text)},
                  {"least", measure_words(measure, (least.figures.*measure.figure).value, text)}}));
}

Json asking_document(std::span<const AskingOutcome> outcomes) {
    Json cells = Json::array();
    for (const AskingOutcome& one : outcomes) {
        Json cell = {{"moment", name(one.cell.moment)}, {"gap_hours", one.cell.gap_hours}};
        for_each_column(one.figures, [&](std::string_view metric, const MetricValue& figure) {
            cell[std::string(metric)] = known_figure(figure);
        });
        cells.push_back(std::move(cell));
    }
    return {{"cells", std::move(cells)}};
}

std::string asking_csv(std::span<const AskingOutcome> outcomes) {
    std::string csv = "moment,gap_hours";
    for_each_column({}, [&](std::string_view metric, const MetricValue&) {
        const std::string key(metric);
        csv += "," + key + "," + key + "_lower," + key + "_upper";
    });
    csv += "\n";
    for (const AskingOutcome& one : outcomes) {
        csv += csv_cell(name(one.cell.moment)) + "," + csv_cell(one.cell.gap_hours);
        for_each_column(one.figures, [&](std::string_view, const MetricValue& figure) {
            for (const double value : {figure.value, figure.lower, figure.upper})
                csv += "," + csv_cell(value);
        });
        csv += "\n";
    }
    return csv;
}

} // namespace attune
