#include "simulations/report/lab_picture.h"

#include "simulations/report/assumption_words.h"
#include "simulations/report/csv_writer.h"
#include "simulations/report/lab_parts.h"
#include "simulations/report/markup.h"
#include "simulations/report/readable_name.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace attune {
namespace {

constexpr std::size_t longest_scenario = 48;

std::string scenario_words(const RunRecord& run) {
    return shortened(readable_name(run.scenario_name), longest_scenario);
}

std::string subtitle_of(const LabSource& source) {
    const PictureState& state = source.state;
    const bool all_days = source.days() >= state.horizon;
    const std::string key = state.preview            ? all_days ? "preview_all" : "preview"
                            : state.replications > 1 ? "full"
                                                     : "full_once";
    return source.view.text.get("lab.subtitle." + key, {{"scenario", scenario_words(source.view.input.run)},
                                                        {"candidate", source.view.candidate()},
                                                        {"baseline", source.view.baseline()},
                                                        {"days", count_text(source.days())},
                                                        {"people", people_text(state)},
                                                        {"replications", count_text(state.replications)}});
}

} // namespace

std::string people_text(const PictureState& state) {
    const std::string each = count_text(state.people);
    return state.replications > 1 ? count_text(state.replications) + " \xC3\x97 " + each : each;
}

namespace {

GuardrailCounts counted(const std::vector<GuardrailRow>& rows) {
    GuardrailCounts counts;
    for (const GuardrailRow& row : rows) {
        switch (row.state) {
        case GuardrailState::held:
            ++counts.held;
            break;
        case GuardrailState::near_limit:
            ++counts.near_limit;
            break;
        case GuardrailState::broken:
            ++counts.broken;
            break;
        case GuardrailState::not_enough:
            ++counts.not_enough;
            break;
        }
    }
    return counts;
}

LabLeaning lab_leaning(const RunRecord& run, const Text& text) {
    const auto leaning = leaning_of(run);
    if (!leaning) return {};
    const auto counted = [&](const std::string& key, std::size_t count) {
        return text.get(key + (count == 0   ? ".none"
                               : count == 1 ? ".one"
                                            : ".many"),
                        {{"count", count_text(static_cast<double>(count))}});
    };
    LabLeaning shown;
    shown.unmeasured = static_cast<int>(leaning->unmeasured.size());
    shown.changed = static_cast<int>(leaning->changed.size());
    shown.words = counted("lab.leaning", leaning->unmeasured.size());
    shown.changed_words = counted("lab.leaning.changed", leaning->changed.size());
    shown.sentence = leaning_sentence(*leaning, text);
    return shown;
}

std::string headline_of(const LabPicture& picture, const Text& text) {
    const GuardrailCounts& counts = picture.counts;
    return text.get(picture.state.preview ? "lab.headline.preview" : "lab.headline.full",
                    {{"sentence", picture.charts.front().sentence.all()},
                     {"held", count_text(counts.held)},
                     {"near", count_text(counts.near_limit)},
                     {"broken", count_text(counts.broken)},
                     {"open", count_text(counts.not_enough)}});
}

} // namespace

std::string LabSource::span() const {
    return days() == 1 ? view.text.get("lab.span.one")
                       : view.text.get("lab.span.many", {{"days", count_text(days())}});
}

std::string LabSource::end() const {
    return view.text.get(state.preview ? "lab.end.preview" : "lab.end.full");
}

int LabSource::days() const {
    return state.days > 0 ? state.days : view.input.run.days;
}

Direction direction_of(const Figure& figure) {
    switch (figure.claim) {
    case Claim::better:
    case Claim::worse:
    case Claim::higher:
    case Claim::lower:
        return figure.difference->lower > 0 ? Direction::up : Direction::down;
    case Claim::unclear:
        return Direction::unclear;
    case Claim::equal:
        return Direction::equal;
    case Claim::no_interval:
        return Direction::no_interval;
    case Claim::missing:
        break;
    }
    return Direction::missing;
}

std::string_view key_of(Direction direction) {
    constexpr std::array<std::string_view, 6> keys = {"up",    "down",        "unclear",
                                                      "equal", "no_interval", "missing"};
    return keys[static_cast<std::size_t>(direction)];
}

Sentence split_at_finding(const std::string& sentence) {
    const std::size_t mark = sentence.find(finding_ends);
    if (mark == std::string::npos) return {sentence, {}};
    return {sentence.substr(0, mark), sentence.substr(mark + 1)};
}

std::string sentence_interval(const Figure& figure, const Text& text) {
    if (!figure.difference) return text.get("report.no_interval");
    const MetricValue& d = *figure.difference;
    const Direction direction = direction_of(figure);
    if (direction != Direction::up && direction != Direction::down)
        return difference_interval_text(d.lower, d.upper, figure.style, text);
    return text.get(
        "report.interval",
        {{"lower", figure_text(std::min(std::fabs(d.lower), std::fabs(d.upper)), figure.style, text)},
         {"upper", figure_text(std::max(std::fabs(d.lower), std::fabs(d.upper)), figure.style, text)}});
}

LabPicture make_lab_picture(const ReportInput& input, const PictureState& state, const Text& text) {
    const ReportView view(input, text, Names::readable);
    const LabSource source{view, state};
    LabPicture picture;
    picture.state = state;
    picture.candidate = view.candidate();
    picture.baseline = view.baseline();
    picture.subtitle = subtitle_of(source);
    picture.tiles = make_lab_tiles(source);
    picture.charts = make_lab_charts(source);
    picture.guardrails = make_lab_guardrails(source);
    picture.counts = counted(picture.guardrails);
    picture.leaning = lab_leaning(input.run, text);
    picture.headline = headline_of(picture, text);
    return picture;
}

std::string chart_csv(const ReportInput& input, const LabChart& chart) {
    return csv(input, [&](const std::string& metric, const std::string& group) {
        return std::find(chart.shows.begin(), chart.shows.end(), std::pair(metric, group)) !=
               chart.shows.end();
    });
}

std::string chart_svg(const LabChart& chart) {
    return std::visit(
        [&](auto plot) {
            plot.head.show_heading = true;
            plot.head.finding = chart.sentence.all();
            return draw(plot);
        },
        chart.plot);
}

} // namespace attune
