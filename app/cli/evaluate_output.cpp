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

/// Of the measures after the first; all intervals stand in JSON and CSV.
bool shows_interval(const Measured& measured) {
    return measured.measure == "ndcg";
}

std::string setting_name(const std::string& setting) {
    return Text::english().get("evaluate.setting." + setting);
}

/// As few digits as give the number back.
std::string plain(double value) {
    return value_text(value, style_as_set(NumberKind::plain, value), Text::english());
}

std::string chosen_words(const offline::Tuning& tuning) {
    std::string list;
    for (const std::string& setting : tuning.settings) {
        if (!list.empty()) list += ", ";
        list += setting_name(setting) + " " + plain(tuning.value(setting));
    }
    return list;
}

std::string points_table(const offline::Tuning& tuning) {
    std::vector<std::string> head;
    for (const std::string& setting : tuning.settings)
        head.push_back(setting_name(setting));
    head.push_back(Text::english().get("evaluate.measure." + tuning.measure));
    head.emplace_back();
    Table table(head);
    for (std::size_t column = 0; column + 1 < head.size(); ++column)
        table.right(column);
    for (std::size_t k = 0; k < tuning.points.size(); ++k) {
        std::vector<std::string> row;
        for (const double value : tuning.points[k].values)
            row.push_back(plain(value));
        row.push_back(digits(tuning.measure, tuning.points[k].score));
        row.push_back(k == tuning.chosen ? words("evaluate.tuning.chosen_mark") : "");
        table.add(row);
    }
    return table.text();
}

Json figure(const Estimate& estimate) {
    return {{"value", known_number(estimate.value)},
            {"lower", known_number(estimate.lower)},
            {"upper", known_number(estimate.upper)}};
}

Json tunings_document(const Evaluation& evaluation) {
    Json tunings = Json::array();
    for (const offline::Tuning& tuning : evaluation.tunings) {
        Json points = Json::array();
        for (const offline::TunedPoint& tried : tuning.points) {
            Json point = Json::object();
            for (std::size_t k = 0; k < tuning.settings.size(); ++k)
                point[tuning.settings[k]] = tried.values[k];
            point["score"] = known_number(tried.score);
            points.push_back(std::move(point));
        }
        Json chosen = Json::object();
        for (const std::string& setting : tuning.settings)
            chosen[setting] = tuning.value(setting);
        tunings.push_back({{"measure", tuning.measure},
                           {"judged_rows", tuning.judged_rows},
                           {"judged_users", tuning.judged_people},
                           {"chosen", std::move(chosen)},
                           {"points", std::move(points)}});
    }
    return tunings;
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
    for (std::size_t k = 1; k < reference.measured.size(); ++k) {
        head.push_back(measure_name(reference.measured[k]));
        if (shows_interval(reference.measured[k])) head.push_back(text.get("evaluate.interval"));
    }
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
        for (std::size_t k = 1; k < model.measured.size(); ++k) {
            row.push_back(digits(model.measured[k].measure, model.measured[k].value));
            if (shows_interval(model.measured[k]))
                row.push_back(interval_words(model.measured[k].interval(), false));
        }
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

std::vector<std::string> tuning_words(const Evaluation& evaluation) {
    std::vector<std::string> lines;
    const Text& text = Text::english();
    for (std::size_t k = 0; k < evaluation.tunings.size(); ++k) {
        const offline::Tuning& tuning = evaluation.tunings[k];
        const bool several = evaluation.tunings.size() > 1;
        if (k == 0)
            lines.push_back("\n" +
                            words("evaluate.tuning",
                                  {{"model", text.get("evaluate.model." + evaluation.main)},
                                   {"points", count_text(static_cast<double>(tuning.points.size()))}}));
        if (several) {
            lines.push_back("  " +
                            words("evaluate.tuning.fold",
                                  {{"fold", std::to_string(k + 1)},
                                   {"chosen", chosen_words(tuning)},
                                   {"measure", text.get("evaluate.measure." + tuning.measure)},
                                   {"score", digits(tuning.measure, tuning.points[tuning.chosen].score)}}));
            continue;
        }
        lines.push_back(words("evaluate.tuning.judged", {{"rows", count_text(tuning.judged_rows)},
                                                         {"people", count_text(tuning.judged_people)}}));
        lines.push_back("\n" + points_table(tuning));
        for (const std::string& setting : tuning.at_the_end())
            lines.push_back(words("evaluate.tuning.end", {{"setting", setting_name(setting)},
                                                          {"value", plain(tuning.value(setting))}}));
    }
    return lines;
}

std::optional<std::string> main_verdict(const Evaluation& evaluation) {
    const auto main = std::find_if(evaluation.models.begin(), evaluation.models.end(),
                                   [&](const ModelResult& model) { return model.model == evaluation.main; });
    const ModelResult& reference = reference_of(evaluation);
    if (main == evaluation.models.end()) return std::nullopt;
    const Measured& measured = main->measured.front();
    const Estimate difference = paired_difference(reference.measured.front(), measured);
    if (!std::isfinite(difference.lower)) return std::nullopt;
    const bool less_is_better = measured.measure == "rmse";
    const bool apart = difference.lower > 0 || difference.upper < 0;
    const char* key = !apart                                     ? "evaluate.verdict.open"
                      : (difference.upper < 0) == less_is_better ? "evaluate.verdict.better"
                                                                 : "evaluate.verdict.worse";
    return words(key, {{"model", Text::english().get("evaluate.model." + evaluation.main)},
                       {"reference", Text::english().get("evaluate.model." + evaluation.reference)},
                       {"measure", Text::english().get("evaluate.measure." + measured.measure)},
                       {"interval", interval_words(difference, true)}});
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
    Json told = {
        {"facts", std::move(facts)}, {"reference", evaluation.reference}, {"models", std::move(models)}};
    if (!evaluation.tunings.empty()) told["tuning"] = tunings_document(evaluation);
    return told;
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
