#include "simulations/study/cadence_table.h"

#include "simulations/report/csv_writer.h"
#include "simulations/study/figure_words.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

const CadenceOutcome* row_of(std::span<const CadenceOutcome> outcomes, std::string_view key) {
    const auto found = std::find_if(outcomes.begin(), outcomes.end(),
                                    [&](const CadenceOutcome& one) { return one.key == key; });
    return found == outcomes.end() ? nullptr : &*found;
}

} // namespace

DataTable cadence_table(std::span<const CadenceOutcome> outcomes, const Text& text) {
    DataTable table;
    for (const char* column :
         {"row", "prompts", "response", "interval", "first_week", "last_week", "bias", "opt_out", "answers"})
        table.head.push_back(text.get("cadence." + std::string(column)));
    const NumberStyle share{NumberKind::share, 1}, number{NumberKind::plain, 2};
    for (const CadenceOutcome& one : outcomes) {
        const NumberStyle bias{NumberKind::plain, 3};
        table.rows.push_back(
            {text.get("cadence.row." + one.key), known_text(one.prompts.value, number, text),
             known_text(one.response.value, share, text), known_interval(one.response, share, text),
             known_text(one.first_week, share, text), known_text(one.last_week, share, text),
             known_difference(one.bias.value, bias, text), known_text(one.opt_out.value, share, text),
             known_text(one.answers.value, number, text)});
    }
    return table;
}

std::string cadence_sentence(std::span<const CadenceOutcome> outcomes, const Text& text) {
    const CadenceOutcome* day = row_of(outcomes, "day");
    const CadenceOutcome* visit = row_of(outcomes, "visit");
    if (!day || !visit || !(day->answers.value > 0) || !(visit->answers.value > 0)) return {};
    const NumberStyle answers{NumberKind::plain, 2}, share{NumberKind::share, 1};
    return text.get("cadence.sentence", {{"from", value_text(day->answers.value, answers, text)},
                                         {"to", value_text(visit->answers.value, answers, text)},
                                         {"out_from", value_text(day->opt_out.value, share, text)},
                                         {"out_to", value_text(visit->opt_out.value, share, text)}});
}

Json cadence_document(std::span<const CadenceOutcome> outcomes) {
    Json rows = Json::array();
    for (const CadenceOutcome& one : outcomes)
        rows.push_back({{"row", one.key},
                        {"prompts_per_user_week", known_figure(one.prompts)},
                        {"response_rate", known_figure(one.response)},
                        {"first_week", known_number(one.first_week)},
                        {"last_week", known_number(one.last_week)},
                        {"nonresponse_bias", known_figure(one.bias)},
                        {"opt_out_rate", known_figure(one.opt_out)},
                        {"answers_per_user_week", known_number(one.answers.value)}});
    return {{"rows", std::move(rows)}};
}

std::string cadence_csv(std::span<const CadenceOutcome> outcomes) {
    std::string csv = "row,prompts_per_user_week,response_rate,response_lower,response_upper,first_week,"
                      "last_week,nonresponse_bias,opt_out_rate,opt_out_lower,opt_out_upper,"
                      "answers_per_user_week\n";
    for (const CadenceOutcome& one : outcomes) {
        csv += csv_cell(one.key);
        for (const double value :
             {one.prompts.value, one.response.value, one.response.lower, one.response.upper, one.first_week,
              one.last_week, one.bias.value, one.opt_out.value, one.opt_out.lower, one.opt_out.upper,
              one.answers.value})
            csv += "," + csv_cell(value);
        csv += "\n";
    }
    return csv;
}

} // namespace attune
