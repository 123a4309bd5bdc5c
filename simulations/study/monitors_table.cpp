#include "simulations/study/monitors_table.h"

#include "simulations/report/csv_writer.h"
#include "simulations/study/figure_words.h"

#include <cmath>

namespace attune {
namespace {

const NumberStyle number{NumberKind::plain, 3};

std::string words_of(const Monitor& one, const char* form, const Text& text) {
    return text.get("monitors." + std::string(one.spec->key) + form);
}

std::string interval_of(const Estimate& one, const Text& text) {
    return std::isfinite(one.lower) ? difference_interval_text(one.lower, one.upper, number, text)
                                    : text.get("report.none");
}

std::string verdict_of(MonitorVerdict verdict, const Text& text) {
    return text.get("monitors.verdict." + std::string(name(verdict)));
}

std::string group_words(const RespondentRow& row, const Text& text) {
    return text.get("report.group." + std::string(name(row.group)));
}

std::string listed(const std::vector<std::string>& names) {
    std::string all;
    for (const std::string& one : names)
        all += (all.empty() ? "" : ", ") + one;
    return all;
}

Json figure_of(const Estimate& one) {
    return {{"value", known_number(one.value)},
            {"lower", known_number(one.lower)},
            {"upper", known_number(one.upper)}};
}

Json weeks_of(const MonitorSide& side) {
    Json weeks = Json::array();
    for (const Estimate& week : side.weeks)
        weeks.push_back(figure_of(week));
    return weeks;
}

void add_row(std::string& csv, const Monitor& one, const char* side, const std::string& week,
             const Estimate& value) {
    csv += csv_cell(one.spec->key) + "," + csv_cell(one.spec->unit) + "," + side + "," + week + "," +
           csv_cell(value.value) + "," + csv_cell(value.lower) + "," + csv_cell(value.upper) + "\n";
}

} // namespace

DataTable monitors_table(const Monitors& monitors, const Text& text) {
    DataTable table;
    for (const char* column : {"figure", "level", "without", "change", "change_interval", "learning", "trend",
                               "trend_interval", "verdict"})
        table.head.push_back(text.get("monitors.column." + std::string(column)));
    for (const Monitor& one : monitors.figures)
        table.rows.push_back({words_of(one, "", text), known_text(one.with.level.value, number, text),
                              known_text(one.without.level.value, number, text),
                              known_difference(one.level_change.value, number, text),
                              interval_of(one.level_change, text), verdict_of(one.by_learning, text),
                              known_difference(one.with.trend.value, number, text),
                              interval_of(one.with.trend, text), verdict_of(one.verdict, text)});
    return table;
}

DataTable respondents_table(const Monitors& monitors, const Text& text) {
    DataTable table;
    for (const char* column : {"group", "people", "respondents", "ratio", "interval", "skew"})
        table.head.push_back(text.get("monitors.column." + std::string(column)));
    const NumberStyle share{NumberKind::share, 1}, ratio{NumberKind::plain, 2};
    for (const RespondentRow& row : monitors.respondents) {
        if (!(row.people > 0)) continue;
        table.rows.push_back(
            {group_words(row, text), known_text(row.people, share, text),
             known_text(row.respondents, share, text), known_text(row.ratio.value, ratio, text),
             std::isfinite(row.ratio.lower) ? interval_text(row.ratio.lower, row.ratio.upper, ratio, text)
                                            : text.get("report.none"),
             text.get("monitors.skew." + std::string(name(row.verdict)))});
    }
    return table;
}

std::string monitor_sentence(const Monitor& monitor, const Text& text) {
    return text.get("monitors.sentence",
                    {{"figure", words_of(monitor, "", text)},
                     {"with", known_text(monitor.with.level.value, number, text)},
                     {"without", known_text(monitor.without.level.value, number, text)},
                     {"change", known_difference(monitor.level_change.value, number, text)},
                     {"interval", interval_of(monitor.level_change, text)},
                     {"learning", verdict_of(monitor.by_learning, text)},
                     {"trend", verdict_of(monitor.verdict, text)}});
}

std::string respondents_sentence(const Monitors& monitors, const Text& text) {
    std::vector<std::string> skewed;
    for (const RespondentRow& row : monitors.respondents)
        if (row.verdict == MonitorVerdict::narrowing) skewed.push_back(group_words(row, text));
    return skewed.empty() ? text.get("monitors.answers.even")
                          : text.get("monitors.answers.skewed", {{"groups", listed(skewed)}});
}

std::vector<std::string> monitors_sentences(const Monitors& monitors, const Text& text) {
    std::vector<std::string> sentences;
    if (monitors.weeks < settling_weeks + least_trend_weeks) {
        sentences.push_back(
            text.get("monitors.too_short", {{"weeks", std::to_string(settling_weeks + least_trend_weeks)}}));
    } else {
        std::vector<std::string> narrowing, undecided;
        for (const Monitor& one : monitors.figures) {
            if (one.narrows()) narrowing.push_back(words_of(one, "", text));
            if (!one.narrows() && one.verdict == MonitorVerdict::undecided)
                undecided.push_back(words_of(one, "", text));
        }
        sentences.push_back(narrowing.empty()
                                ? text.get("monitors.quiet")
                                : text.get("monitors.narrows", {{"figures", listed(narrowing)}}));
        if (!undecided.empty())
            sentences.push_back(text.get("monitors.unsure", {{"figures", listed(undecided)}}));
    }
    const Monitor& variety = monitors.of("list_diversity");
    const Estimate& change = variety.level_change;
    if (std::isfinite(change.lower)) {
        const char* way = change.lower > 0 ? "richer" : change.upper < 0 ? "poorer" : "same";
        sentences.push_back(text.get("monitors.learning." + std::string(way),
                                     {{"with", value_text(variety.with.level.value, number, text)},
                                      {"without", value_text(variety.without.level.value, number, text)},
                                      {"interval", interval_of(change, text)}}));
    }
    sentences.push_back(respondents_sentence(monitors, text));
    sentences.push_back(mix_sentence(monitors.mix, text));
    return sentences;
}

Json monitors_document(const Monitors& monitors) {
    Json figures = Json::array(), respondents = Json::array();
    for (const Monitor& one : monitors.figures)
        figures.push_back({{"key", one.spec->key},
                           {"unit", one.spec->unit},
                           {"counts", one.spec->least},
                           {"verdict", name(one.verdict)},
                           {"by_learning", name(one.by_learning)},
                           {"level", figure_of(one.with.level)},
                           {"trend", figure_of(one.with.trend)},
                           {"level_change", figure_of(one.level_change)},
                           {"trend_change", figure_of(one.trend_change)},
                           {"weeks", weeks_of(one.with)},
                           {"weeks_without", weeks_of(one.without)}});
    for (const RespondentRow& row : monitors.respondents)
        respondents.push_back({{"group", name(row.group)},
                               {"people", known_number(row.people)},
                               {"respondents", known_number(row.respondents)},
                               {"ratio", figure_of(row.ratio)},
                               {"verdict", name(row.verdict)}});
    return {{"weeks", monitors.weeks},
            {"narrows", monitors.narrows()},
            {"figures", std::move(figures)},
            {"respondents", std::move(respondents)},
            {"mix", mix_document(monitors.mix)}};
}

std::string monitors_csv(const Monitors& monitors) {
    std::string csv = "figure,unit,side,week,value,lower,upper\n";
    for (const Monitor& one : monitors.figures) {
        for (const MonitorSide* side : {&one.with, &one.without}) {
            const char* which = side == &one.with ? "with" : "without";
            for (std::size_t w = 0; w < side->weeks.size(); ++w)
                add_row(csv, one, which, std::to_string(w + 1), side->weeks[w]);
            add_row(csv, one, (std::string(which) + "_trend").c_str(), "", side->trend);
        }
        add_row(csv, one, "change", "", one.level_change);
        add_row(csv, one, "change_trend", "", one.trend_change);
    }
    return csv;
}

} // namespace attune
