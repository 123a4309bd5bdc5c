#include "simulations/study/cadence_table.h"

#include "simulations/report/csv_writer.h"
#include "simulations/report/number_text.h"

#include <algorithm>
#include <cmath>

namespace attune {
namespace {

std::string known(double value, const NumberStyle& style, const Text& text) {
    return std::isfinite(value) ? value_text(value, style, text) : text.get("report.none");
}

Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json measured(const MetricValue& value) {
    return {{"value", number(value.value)}, {"lower", number(value.lower)}, {"upper", number(value.upper)}};
}

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
        table.rows.push_back({text.get("cadence.row." + one.key), known(one.prompts.value, number, text),
                              known(one.response.value, share, text),
                              std::isfinite(one.response.lower)
                                  ? interval_text(one.response.lower, one.response.upper, share, text)
                                  : text.get("report.none"),
                              known(one.first_week, share, text), known(one.last_week, share, text),
                              std::isfinite(one.bias.value) ? difference_text(one.bias.value, bias, text)
                                                            : text.get("report.none"),
                              known(one.opt_out.value, share, text), known(one.answers, number, text)});
    }
    return table;
}

std::string cadence_sentence(std::span<const CadenceOutcome> outcomes, const Text& text) {
    const CadenceOutcome* day = row_of(outcomes, "day");
    const CadenceOutcome* visit = row_of(outcomes, "visit");
    if (!day || !visit || !(day->answers > 0) || !(visit->answers > 0)) return {};
    const NumberStyle answers{NumberKind::plain, 2}, share{NumberKind::share, 1};
    return text.get("cadence.sentence", {{"from", value_text(day->answers, answers, text)},
                                         {"to", value_text(visit->answers, answers, text)},
                                         {"out_from", value_text(day->opt_out.value, share, text)},
                                         {"out_to", value_text(visit->opt_out.value, share, text)}});
}

Json cadence_document(std::span<const CadenceOutcome> outcomes) {
    Json rows = Json::array();
    for (const CadenceOutcome& one : outcomes)
        rows.push_back({{"row", one.key},
                        {"prompts_per_user_week", measured(one.prompts)},
                        {"response_rate", measured(one.response)},
                        {"first_week", number(one.first_week)},
                        {"last_week", number(one.last_week)},
                        {"nonresponse_bias", measured(one.bias)},
                        {"opt_out_rate", measured(one.opt_out)},
                        {"answers_per_user_week", number(one.answers)}});
    return {{"rows", std::move(rows)}};
}

std::string cadence_csv(std::span<const CadenceOutcome> outcomes) {
    std::string csv = "row,prompts_per_user_week,response_rate,response_lower,response_upper,first_week,"
                      "last_week,nonresponse_bias,opt_out_rate,opt_out_lower,opt_out_upper,"
                      "answers_per_user_week\n";
    for (const CadenceOutcome& one : outcomes) {
        csv += csv_cell(one.key);
        for (const double value : {one.prompts.value, one.response.value, one.response.lower,
                                   one.response.upper, one.first_week, one.last_week, one.bias.value,
                                   one.opt_out.value, one.opt_out.lower, one.opt_out.upper, one.answers})
            csv += "," + csv_cell(value);
        csv += "\n";
    }
    return csv;
}

} // namespace attune
