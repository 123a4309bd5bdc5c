#include "simulations/study/matrix_words.h"

#include "simulations/report/number_text.h"
#include "simulations/report/readable_name.h"
#include "simulations/study/figure_words.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace attune {
namespace {

constexpr std::size_t reads_kept = 8;

std::string purpose_words(Purpose purpose, const Text& text) {
    return text.get("consent.purpose_short." + std::string(name(purpose)));
}

std::string count_of(std::int64_t count) {
    return count_text(static_cast<double>(count));
}

std::string more_or_less(std::int64_t difference) {
    if (difference == 0) return "0";
    return (difference > 0 ? "+" : "\u2212") + count_of(std::abs(difference));
}

NumberStyle satisfaction_style(const MetricValue& value) {
    return style_for(NumberKind::plain, value.value, value.lower, value.upper);
}

bool changes_anything(const MetricValue& change) {
    return change.value != 0 || change.lower != 0 || change.upper != 0;
}

} // namespace

std::string matrix_name(int version, const Text& text) {
    if (version == 0) return text.get("matrix.name.shipped");
    return text.get("matrix.name.version", {{"n", std::to_string(version)}});
}

std::string changes_summary(const std::vector<MatrixChange>& changes, const Text& text) {
    if (changes.empty()) return text.get("matrix.none");
    const auto how_many = [&](MatrixChange::Way way) {
        return std::to_string(std::count_if(changes.begin(), changes.end(),
                                            [way](const MatrixChange& change) { return change.way == way; }));
    };
    return text.get("matrix.summary", {{"looser", how_many(MatrixChange::Way::looser)},
                                       {"tighter", how_many(MatrixChange::Way::tighter)},
                                       {"count", std::to_string(changes.size())}});
}

std::vector<std::string> anew_sentences(const MatrixInForce& before, const MatrixInForce& after,
                                        const NotCovered* covered, const Text& text) {
    const std::uint16_t purposes = asked_anew(matrix_changes(before.matrix, after.matrix), before.matrix);
    if (purposes == 0) return {text.get("matrix.anew.none")};
    std::vector<std::string> names, parts;
    for_each_purpose(purposes, [&](Purpose purpose) {
        names.push_back("“" + purpose_words(purpose, text) + "”");
        const int people = covered ? covered->by_purpose[static_cast<std::size_t>(purpose)] : 0;
        if (people > 0)
            parts.push_back(text.get("matrix.anew.part", {{"people", count_of(people)},
                                                          {"purpose", purpose_words(purpose, text)}}));
    });
    std::vector<std::string> sentences = {
        text.get("matrix.anew.purposes", {{"purposes", text.listed(names)}})};
    if (!covered)
        sentences.push_back(text.get("matrix.anew.no_trail"));
    else if (covered->people == 0)
        sentences.push_back(text.get("matrix.anew.nobody", {{"watched", count_of(covered->watched)}}));
    else
        sentences.push_back(text.get("matrix.anew.people", {{"people", count_of(covered->people)},
                                                            {"watched", count_of(covered->watched)},
                                                            {"parts", text.listed(parts)}}));
    std::vector<std::string> renewed = notices_renewed(before, after);
    for (std::string& notice : renewed)
        notice = "“" + readable_name(notice) + "”";
    sentences.push_back(renewed.empty()
                            ? text.get("matrix.anew.same_words")
                            : text.get("matrix.anew.notices", {{"notices", text.listed(renewed)}}));
    return sentences;
}

std::vector<ImpactRow> impact_rows(const MatrixImpact& impact, const Text& text) {
    std::vector<ImpactRow> rows;
    const MatrixSide &a = impact.before, &b = impact.after;
    const auto counted = [&](const char* key, std::int64_t before, std::int64_t after) {
        rows.push_back({key, text.get(std::string("matrix.impact.row.") + key), count_of(before),
                        count_of(after), more_or_less(after - before)});
    };
    const auto refused = [](const GateCounts& gate) {
        return GateCounts::total(gate.refused) + GateCounts::total(gate.gaps);
    };
    counted("allowed", GateCounts::total(a.gate.allowed), GateCounts::total(b.gate.allowed));
    counted("refused", refused(a.gate), refused(b.gate));
    counted("kept", GateCounts::total(a.gate.captured), GateCounts::total(b.gate.captured));
    counted("swept", a.rows_swept, b.rows_swept);
    const auto people = [&](int count) {
        return text.get("matrix.impact.people",
                        {{"people", count_of(count)}, {"all", count_of(impact.people)}});
    };
    rows.push_back({"adapted", text.get("matrix.impact.row.adapted"), people(a.adapted), people(b.adapted),
                    more_or_less(b.adapted - a.adapted)});
    const auto felt = [&](const MetricValue& value) {
        return value_text(value.value, satisfaction_style(value), text);
    };
    const MetricValue& change = impact.satisfaction_change;
    rows.push_back({"satisfaction", text.get("matrix.impact.row.satisfaction"), felt(a.satisfaction),
                    felt(b.satisfaction),
                    std::isfinite(change.value)
                        ? difference_text(change.value, satisfaction_style(change), text)
                        : std::string()});
    return rows;
}

std::vector<std::string> reads_sentences(const MatrixImpact& impact, std::size_t most, const Text& text) {
    std::vector<ReadsChange> changes = reads_changes(impact);
    if (changes.empty()) return {text.get("matrix.impact.reads.none")};
    const auto size = [](const ReadsChange& change) {
        return std::abs(change.allowed_after - change.allowed_before) +
               std::abs(change.refused_after - change.refused_before);
    };
    std::stable_sort(changes.begin(), changes.end(),
                     [&](const ReadsChange& a, const ReadsChange& b) { return size(a) > size(b); });
    std::vector<std::string> sentences;
    for (const ReadsChange& change : changes) {
        if (sentences.size() == most) {
            sentences.push_back(text.get("matrix.impact.reads.more",
                                         {{"count", std::to_string(changes.size() - sentences.size())}}));
            break;
        }
        sentences.push_back(
            text.get("matrix.impact.reads",
                     {{"module", text.get("consent.module." + std::string(name(change.module)))},
                      {"purpose", purpose_words(change.purpose, text)},
                      {"allowed", more_or_less(change.allowed_after - change.allowed_before)},
                      {"refused", more_or_less(change.refused_after - change.refused_before)}}));
    }
    return sentences;
}

std::string impact_sentence(const MatrixImpact& impact, const Text& text) {
    const MetricValue& change = impact.satisfaction_change;
    if (!std::isfinite(change.value) || !std::isfinite(change.lower))
        return text.get("matrix.impact.satisfaction.unknown");
    if (!changes_anything(change)) return text.get("matrix.impact.satisfaction.same");
    const NumberStyle style = satisfaction_style(change);
    const bool shown = change.lower > 0 || change.upper < 0;
    return text.get(shown ? "matrix.impact.satisfaction.shown" : "matrix.impact.satisfaction.not_shown",
                    {{"value", difference_text(change.value, style, text)},
                     {"interval", difference_interval_text(change.lower, change.upper, style, text)}});
}

std::string impact_about(const MatrixImpact& impact, const Text& text) {
    return text.get("matrix.impact.about", {{"people", count_of(impact.people)},
                                            {"days", count_of(impact.days)},
                                            {"scenario", readable_name(impact.scenario)},
                                            {"policy", readable_name(impact.policy)}});
}

Json impact_document(const MatrixImpact& impact, const Text& text) {
    Json sentences = Json::array();
    for (const ImpactRow& row : impact_rows(impact, text))
        sentences.push_back(row.what + ": " + row.before + " \u2192 " + row.after);
    for (const std::string& sentence : reads_sentences(impact, reads_kept, text))
        sentences.push_back(sentence);
    sentences.push_back(impact_sentence(impact, text));
    sentences.push_back(impact_about(impact, text));
    const auto side = [](const MatrixSide& of) {
        return Json{{"reads_allowed", GateCounts::total(of.gate.allowed)},
                    {"reads_refused", GateCounts::total(of.gate.refused) + GateCounts::total(of.gate.gaps)},
                    {"rows_kept", GateCounts::total(of.gate.captured)},
                    {"rows_swept", of.rows_swept},
                    {"people_adapted", of.adapted},
                    {"satisfaction", known_figure(of.satisfaction)}};
    };
    Json reads = Json::array();
    for (const ReadsChange& change : reads_changes(impact))
        reads.push_back({{"module", name(change.module)},
                         {"purpose", name(change.purpose)},
                         {"allowed_before", change.allowed_before},
                         {"allowed_after", change.allowed_after},
                         {"refused_before", change.refused_before},
                         {"refused_after", change.refused_after}});
    return {{"attune", "matrix-impact"},
            {"version", 1},
            {"scenario", impact.scenario},
            {"policy", impact.policy},
            {"people", impact.people},
            {"days", impact.days},
            {"matrix_before", impact.version_before},
            {"before", side(impact.before)},
            {"after", side(impact.after)},
            {"satisfaction_change", known_figure(impact.satisfaction_change)},
            {"reads", std::move(reads)},
            {"sentences", std::move(sentences)}};
}

std::vector<std::string> kept_sentences(const std::string& document) {
    std::vector<std::string> sentences;
    const auto parsed = parse_json(document, "");
    if (!parsed || !parsed->is_object()) return sentences;
    const auto lines = parsed->find("sentences");
    if (lines == parsed->end() || !lines->is_array()) return sentences;
    for (const Json& line : *lines)
        if (line.is_string()) sentences.push_back(line.get<std::string>());
    return sentences;
}

} // namespace attune
