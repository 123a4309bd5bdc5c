#include "simulations/study/debias_table.h"

#include "simulations/report/csv_writer.h"
#include "simulations/report/number_text.h"
#include "simulations/study/figure_words.h"

#include <cmath>

namespace attune {
namespace {

constexpr NumberStyle share{NumberKind::share, 1};

std::string off_words(const Estimate& off, const Text& text) {
    if (!std::isfinite(off.lower)) return text.get("report.none");
    return text.get("debias.off",
                    {{"off", difference_text(off.value, share, text)},
                     {"interval", difference_interval_text(off.lower, off.upper, share, text)}});
}

} // namespace

DataTable debias_table(const DebiasFigures& figures, const Text& text) {
    DataTable table;
    for (const char* column : {"topic", "tries", "effective", "truth", "plain", "weighted"})
        table.head.push_back(text.get("debias.column." + std::string(column)));
    for (const DebiasRow& row : figures.rows)
        table.rows.push_back({row.topic.empty() ? text.get("debias.all") : row.topic,
                              count_text(row.sums.tries), count_text(std::round(row.sums.effective())),
                              known_text(row.truth.value, share, text), off_words(row.plain_off, text),
                              off_words(row.weighted_off, text)});
    return table;
}

std::vector<std::string> debias_sentences(const DebiasFigures& figures, const Text& text) {
    const DebiasRow& all = figures.rows.front();
    if (all.sums.tries == 0) return {text.get("debias.sentence.none")};
    std::vector<std::string> told{
        text.get("debias.sentence.all", {{"tries", count_text(all.sums.tries)},
                                         {"truth", known_text(all.truth.value, share, text)},
                                         {"plain", known_text(all.plain.value, share, text)},
                                         {"weighted", known_text(all.weighted.value, share, text)}}),
        text.get("debias.sentence.effective", {{"effective", count_text(std::round(all.sums.effective()))},
                                               {"tries", count_text(all.sums.tries)},
                                               {"clipped", count_text(all.sums.clipped)},
                                               {"most", count_text(largest_weight)}})};
    if (figures.rows.size() > 1)
        told.push_back(text.get("debias.sentence.topics",
                                {{"plain", known_difference(figures.topics_plain_off, share, text)},
                                 {"weighted", known_difference(figures.topics_weighted_off, share, text)},
                                 {"topics", count_text(static_cast<double>(figures.rows.size() - 1))}}));
    return told;
}

Json debias_document(const DebiasFigures& figures) {
    Json rows = Json::array();
    for (const DebiasRow& row : figures.rows)
        rows.push_back({{"topic", row.topic.empty() ? Json() : Json(row.topic)},
                        {"tries", row.sums.tries},
                        {"effective", known_number(row.sums.effective())},
                        {"clipped", row.sums.clipped},
                        {"truth", known_figure(row.truth)},
                        {"plain", known_figure(row.plain)},
                        {"weighted", known_figure(row.weighted)},
                        {"plain_off", known_figure(row.plain_off)},
                        {"weighted_off", known_figure(row.weighted_off)}});
    return {{"debias",
             {{"rows", std::move(rows)},
              {"largest_weight", largest_weight},
              {"topics_plain_off", figures.topics_plain_off},
              {"topics_weighted_off", figures.topics_weighted_off}}}};
}

std::string debias_csv(const DebiasFigures& figures) {
    std::string csv = "topic,tries,effective,clipped,truth,plain,weighted,plain_off,plain_off_lower,"
                      "plain_off_upper,weighted_off,weighted_off_lower,weighted_off_upper\n";
    for (const DebiasRow& row : figures.rows) {
        csv += csv_cell(row.topic.empty() ? std::string("all") : row.topic);
        for (const double value :
             {row.sums.tries, row.sums.effective(), row.sums.clipped, row.truth.value, row.plain.value,
              row.weighted.value, row.plain_off.value, row.plain_off.lower, row.plain_off.upper,
              row.weighted_off.value, row.weighted_off.lower, row.weighted_off.upper})
            csv += "," + csv_cell(value);
        csv += "\n";
    }
    return csv;
}

} // namespace attune
