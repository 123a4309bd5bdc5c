// deescalation: what the answer to dissatisfaction reaches, beside the same people without one; or what one
// of its levers trades; or whether its confidence is right.
#include "app/cli/measured.h"
#include "core/policy/parameters.h"
#include "simulations/report/lever_words.h"
#include "simulations/report/number_text.h"
#include "simulations/study/figure_words.h"
#include "simulations/study/loop_chart.h"
#include "simulations/study/loop_curve_table.h"
#include "simulations/study/loop_targets.h"
#include "simulations/study/loop_watched.h"
#include "simulations/study/reliability_chart.h"

#include <algorithm>

namespace attune::cli {
namespace {

struct Asked : AskedScenario {
    std::string curve; ///< LEVER or LEVER=V1,V2,...; empty: none
    std::string csv;
    bool confidence = false; ///< what is said of one's own confidence, in place of all measures
};

/// What was measured, in the forms it is told in.
struct Told {
    Json document;
    std::string csv, head, sentence;
    DataTable table;
    int code = 0;
};

/// The lever that --curve names and its values.
struct CurveAsked {
    std::string lever;
    std::vector<double> values;
};

Result<CurveAsked> read_curve(const std::string& asked, const Policy& policy) {
    const std::size_t sign = asked.find('=');
    CurveAsked curve{.lever = asked.substr(0, sign), .values = {}};
    auto usual = curve_values(policy, curve.lever);
    if (!usual) return pass_on(usual);
    curve.values = std::move(*usual);
    if (sign == std::string::npos) return curve;
    curve.values.clear();
    const ParameterSpec& spec = policy_parameters().find(curve.lever)->spec;
    for (std::size_t from = sign + 1;;) {
        const std::size_t end = asked.find(',', from);
        const auto value = parse_value(spec, curve.lever, asked.substr(from, end - from));
        if (!value) return pass_on(value);
        curve.values.push_back(*value);
        if (end == std::string::npos) break;
        from = end + 1;
    }
    return curve;
}

std::string head_words(const char* key, const ReadyScenario& ready, const std::string& lever) {
    const Scenario& scenario = ready.scenario.scenario;
    return words(key, {{"lever", lever},
                       {"policy", ready.policy.name},
                       {"scenario", scenario.name},
                       {"people", count_text(scenario.users)},
                       {"days", count_text(scenario.days)},
                       {"repetitions", count_text(ready.options.replications)}});
}

Result<Told> all_measures(const ReadyScenario& ready) {
    const auto measures = measure_loop(ready.scenario, ready.policy, ready.options);
    if (!measures) return pass_on(measures);
    const Text& text = Text::english();
    const bool missed = std::any_of(measures->begin(), measures->end(), [](const LoopMeasure& measure) {
        return measure.reached == Reached::missed;
    });
    return Told{.document = loop_document(*measures),
                .csv = loop_csv(*measures),
                .head = head_words("deescalation.head", ready, {}),
                .sentence = loop_sentence(*measures, text),
                .table = loop_table(*measures, text),
                .code = missed ? 3 : 0};
}

Result<Told> one_lever(const ReadyScenario& ready, const CurveAsked& asked) {
    const auto curve =
        measure_loop_curve(ready.scenario, ready.policy, asked.lever, asked.values, ready.options);
    if (!curve) return pass_on(curve);
    const Text& text = Text::english();
    return Told{
        .document = curve_document(*curve),
        .csv = curve_csv(*curve),
        .head = head_words("deescalation.curve_head", ready, lever_name(*curve->spec, curve->lever, text)),
        .sentence = curve_sentence(*curve, text).all(),
        .table = curve_table(*curve, curve->present, text)};
}

Result<Told> own_confidence(const ReadyScenario& ready) {
    const auto watched = watch_loop(ready.scenario, ready.policy, ready.options);
    if (!watched) return pass_on(watched);
    const Text& text = Text::english();
    LoopMeasure measure = reliability_measure(watched->reliability);
    judge(measure);
    const LabChart chart = confidence_chart(watched->reliability, {}, text);
    Json bins = Json::array();
    for (const LoopReliability::Bin& bin : watched->reliability.diagram())
        bins.push_back({{"said", bin.said},
                        {"so", known_number(bin.so.value)},
                        {"lower", known_number(bin.so.lower)},
                        {"upper", known_number(bin.so.upper)},
                        {"pairs", bin.pairs}});
    Json document = loop_document(std::span(&measure, 1));
    document["diagram"] = std::move(bins);
    return Told{.document = std::move(document),
                .csv = chart.own_csv,
                .head = head_words("deescalation.confidence_head", ready, {}),
                .sentence = chart.sentence.all(),
                .table = chart.table,
                .code = measure.reached == Reached::missed ? 3 : 0};
}

int deescalation_command(Session& session, const Asked& asked) {
    const Common& common = session.common;
    if (auto distinct = check_distinct({{"--workspace", common.workspace}, {"--csv", asked.csv}}); !distinct)
        return report(distinct.error());
    auto ready = asked.prepare(session);
    if (!ready) return report(ready.error());
    CurveAsked curve;
    if (!asked.curve.empty()) {
        auto read = read_curve(asked.curve, ready->policy);
        if (!read) return report(read.error());
        curve = std::move(*read);
    }
    auto told = measured(
        session, *ready, asked.csv, words("progress.deescalation"),
        [&] {
            if (asked.confidence) return own_confidence(*ready);
            return asked.curve.empty() ? all_measures(*ready) : one_lever(*ready, curve);
        },
        [](const Told& made) { return made.csv; });
    if (!told) return report(told.error());
    if (common.json) {
        print(told->document);
        return told->code;
    }
    say(common, told->head);
    Table table(told->table.head);
    const std::size_t columns = told->table.head.size();
    // All but the first are figures, in the table of all measures the last two are words.
    const bool all = asked.curve.empty() && !asked.confidence;
    for (std::size_t column = 1; column < (all ? columns - 2 : columns); ++column)
        table.right(column);
    for (const auto& row : told->table.rows)
        table.add(row);
    say(common, table.text());
    say(common, told->sentence);
    return told->code;
}

} // namespace

void add_deescalation(CLI::App& app, Session& session) {
    auto asked = std::make_shared<Asked>();
    CLI::App* command = add_command(app, session, "deescalation", Simulates::yes);
    asked->add_to(command);
    asked->sizes.add_to(command);
    command->add_option("--curve", asked->curve, words("option.curve"))
        ->type_name("LEVER[=V1,V2,...]")
        ->check(not_empty());
    command->add_flag("--confidence", asked->confidence, words("option.confidence"))->excludes("--curve");
    command->add_option("--csv", asked->csv, words("option.csv_deescalation"))
        ->type_name("FILE")
        ->check(not_empty());
    command->callback([&session, asked] {
        session.chosen = [&session, asked] { return deescalation_command(session, *asked); };
    });
}

} // namespace attune::cli
