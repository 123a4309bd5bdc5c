#include "app/cli/evaluate_output.h"

#include "simulations/report/csv_writer.h"
#include "simulations/report/number_text.h"
#include "simulations/study/figure_words.h"

#include <algorithm>

namespace attune::cli {
namespace {

using offline::Evaluation;
using offline::Measured;
using offline::ModelResult;

const ModelResult& reference_of(const Evaluation& evaluation) {
    return *std::find_if(evaluation.models.begin(), evaluation.models.end(),
                         [&](const ModelResult& model) { return model.model == evaluation.reference; });
}

/// Published figures have this many decimals.
constexpr int decimals = 6;

std::string digits(const std::string& measure, double value) {
    if (!std::isfinite(value)) return Text::english().get("report.none");
    return fixed_number(value, measure == "shown_popularity" ? 2 : decimals);
}

std::string interval_words(const Estimate& estimate, bool difference) {
    const Text& text = Text::english();
    if (!std::isfinite(estimate.lower)) return text.get("report.none");
    const NumberStyle style = style_for(NumberKind::plain, estimate.value, estimate.lower, estimate.upper);
    return difference ? difference_interval_text(estimate.lower, estimate.upper, style, text)
                      : interval_text(estimate.lower, estimate.upper, style, text);
}

Json figure(const Estimate& estimate) {
    return {{"value", known_number(estimate.value)},
            {"lower", known_number(estimate.lower)},
            {"upper", known_number(estimate.upper)}};
}

} // namespace

std::string evaluation_table(const Evaluation& evaluation) {
    const Text& text = Text::english();
    const ModelResult& reference = reference_of(evaluation);
    const auto measure_name = [&](const Measured& one) {
        return text.get("evaluate.measure." + one.measure);
    };
    std::vector<std::string> head = {text.get("evaluate.model")};
    const Measured& first = reference.measured.front();
    head.push_back(measure_name(first));
    head.push_back(text.get("evaluate.interval"));
    head.push_back(
        text.get("evaluate.against", {{"model", text.get("evaluate.model." + evaluation.reference)}}));
    for (std::size_t k = 1; k < reference.measured.size(); ++k)
        head.push_back(measure_name(reference.measured[k]));
    Table table(head);
    for (std::size_t column = 1; column < head.size(); ++column)
        table.right(column);
    for (const ModelResult& model : evaluation.models) {
        const Measured& main = model.measured.front();
        std::vector<std::string> row = {text.get("evaluate.model." + model.model),
                                        digits(main.measure, main.value),
                                        interval_words(main.interval(), false)};
        row.push_back(&model == &reference ? std::string()
                                           : interval_words(paired_difference(first, main), true));
        for (std::size_t k = 1; k < model.measured.size(); ++k)
            row.push_back(digits(model.measured[k].measure, model.measured[k].value));
        table.add(row);
    }
    return table.text();
}

std::vector<std::string> evaluation_facts(const Evaluation& evaluation) {
    std::vector<std::string> lines;
    for (const auto& [name, value] : evaluation.facts) {
        const bool whole = value == std::floor(value);
        lines.push_back(Text::english().get(
            "evaluate.fact." + name, {{"value", whole ? count_text(value) : fixed_number(value, decimals)}}));
    }
    return lines;
}

Json evaluation_document(const Evaluation& evaluation) {
    Json facts = Json::object();
    for (const auto& [name, value] : evaluation.facts)
        facts[name] = known_number(value);
    const ModelResult& reference = reference_of(evaluation);
    Json models = Json::array();
    for (const ModelResult& model : evaluation.models) {
        Json measures = Json::object();
        for (std::size_t k = 0; k < model.measured.size(); ++k) {
            Json one = figure(model.measured[k].interval());
            if (&model != &reference)
                one["difference"] = figure(paired_difference(reference.measured[k], model.measured[k]));
            measures[model.measured[k].measure] = std::move(one);
        }
        models.push_back({{"model", model.model}, {"measures", std::move(measures)}});
    }
    return {{"facts", std::move(facts)}, {"reference", evaluation.reference}, {"models", std::move(models)}};
}

std::string evaluation_csv(const Evaluation& evaluation) {
    const ModelResult& reference = reference_of(evaluation);
    std::string csv = "model,measure,value,lower,upper,difference,difference_lower,difference_upper\n";
    for (const ModelResult& model : evaluation.models) {
        for (std::size_t k = 0; k < model.measured.size(); ++k) {
            const Estimate estimate = model.measured[k].interval();
            Estimate difference;
            if (&model != &reference)
                difference = paired_difference(reference.measured[k], model.measured[k]);
            csv += csv_cell(model.model) + "," + csv_cell(model.measured[k].measure);
            for (const double value : {estimate.value, estimate.lower, estimate.upper, difference.value,
                                       difference.lower, difference.upper})
                csv += "," + csv_cell(value);
            csv += "\n";
        }
    }
    return csv;
}

} // namespace attune::cli
