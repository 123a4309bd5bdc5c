#include "simulations/study/sharing_table.h"

#include "simulations/study/figure_words.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

std::string level_words(const char* kind, SharingLevel level, const Text& text) {
    return text.get("sharing." + std::string(kind) + "." + std::string(name(level)));
}

NumberStyle style_of(const MetricValue& value) {
    const MetricSpec* spec = find_metric(value.key);
    return style_for(spec ? kind_of(spec->unit) : NumberKind::plain, value.value, value.lower, value.upper);
}

/// One for all values of a measure, which are read below each other: the digits that every difference
/// supports, since differences over the same people are surer than values.
NumberStyle value_style(std::span<const SharingOutcome> outcomes, std::size_t measure) {
    NumberStyle style = style_of(outcomes.front().figures[measure].value);
    const int fewest = style.decimals;
    int most = 9;
    for (const SharingOutcome& one : outcomes)
        if (one.level != SharingLevel::none && std::isfinite(one.figures[measure].difference.lower))
            most = std::min(most, style_of(one.figures[measure].difference).decimals);
    style.decimals = most == 9 ? fewest : std::max(fewest, most);
    return style;
}

std::string difference_interval(const MetricValue& difference, const NumberStyle& style, const Text& text) {
    return std::isfinite(difference.lower)
               ? difference_interval_text(difference.lower, difference.upper, style, text)
               : text.get("report.none");
}

} // namespace

std::vector<std::string> sharing_sentences(const ConsentMatrix& matrix, const Text& text) {
    std::vector<std::string> sentences;
    for (int l = 0; l < sharing_level_count; ++l) {
        const auto level = static_cast<SharingLevel>(l);
        const std::size_t signals = signals_at(matrix, level).size();
        const int days = days_kept_at(matrix, level);
        sentences.push_back(text.get(signals == 0 ? "sharing.reads.none"
                                     : days == 0  ? "sharing.reads.visit"
                                                  : "sharing.reads.days",
                                     {{"level", level_words("level", level, text)},
                                      {"means", level_words("means", level, text)},
                                      {"signals", count_text(static_cast<double>(signals))},
                                      {"days", count_text(days)}}));
    }
    return sentences;
}

DataTable sharing_table(std::span<const SharingOutcome> outcomes, const Text& text) {
    DataTable table;
    for (const char* column : {"measure", "level", "value", "interval", "difference", "difference_interval"})
        table.head.push_back(text.get("sharing.table." + std::string(column)));
    for (std::size_t m = 0; m < sharing_measures.size(); ++m) {
        const NumberStyle values = value_style(outcomes, m);
        for (const SharingOutcome& one : outcomes) {
            const SharingFigure& figure = one.figures[m];
            const bool compared = one.level != SharingLevel::none;
            const NumberStyle style = style_of(figure.difference);
            const std::string none = text.get("report.none");
            table.rows.push_back({text.get("metric." + std::string(sharing_measures[m])),
                                  level_words("level", one.level, text),
                                  known_text(figure.value.value, values, text),
                                  known_interval(figure.value, values, text),
                                  compared ? known_difference(figure.difference.value, style, text) : none,
                                  compared ? difference_interval(figure.difference, style, text) : none});
        }
    }
    return table;
}

Json sharing_document(const ConsentMatrix& matrix, std::span<const SharingOutcome> outcomes) {
    Json levels = Json::array();
    for (const SharingOutcome& one : outcomes) {
        Json purposes = Json::array(), signals = Json::array(), measures = Json::array();
        for (const Purpose purpose : purposes_at(one.level))
            purposes.push_back(name(purpose));
        for (const Signal signal : signals_at(matrix, one.level))
            signals.push_back(name(signal));
        for (const SharingFigure& figure : one.figures) {
            Json measure = {{"key", figure.value.key}};
            measure.update(known_figure(figure.value));
            measure["difference"] =
                one.level == SharingLevel::none ? Json() : known_figure(figure.difference);
            measures.push_back(std::move(measure));
        }
        levels.push_back({{"level", name(one.level)},
                          {"purposes", std::move(purposes)},
                          {"signals", std::move(signals)},
                          {"days_kept", days_kept_at(matrix, one.level)},
                          {"measures", std::move(measures)}});
    }
    return {{"matrix_version", matrix.version}, {"levels", std::move(levels)}};
}

} // namespace attune
