#include "simulations/report/json_writer.h"

#include "core/measures/metrics/metric.h"
#include "simulations/report/guardrails.h"
#include "simulations/report/small_groups.h"

#include <cmath>
#include <string_view>

namespace attune {
namespace {

Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json();
}

std::string_view verdict_name(Verdict verdict) {
    switch (verdict) {
    case Verdict::holds:
        return "holds";
    case Verdict::broken:
        return "broken";
    case Verdict::undecided:
        break;
    }
    return "undecided";
}

} // namespace

Json run_document(const RunRecord& run) {
    Json metrics = Json::array();
    const RunRecord told = without_small_groups(run);
    for (const MetricValue& v : told.metrics) {
        const MetricSpec* spec = find_metric(v.key);
        metrics.push_back({{"key", v.key},
                           {"group", v.group},
                           {"unit", spec ? spec->unit : std::string()},
                           {"value", number(v.value)},
                           {"lower", number(v.lower)},
                           {"upper", number(v.upper)},
                           {"n", number(v.n)}});
    }
    Json matrix; // of older programs nobody knows
    if (!run.matrix_sha256.empty()) matrix = {{"version", run.matrix_version}, {"sha256", run.matrix_sha256}};
    return {{"run",
             {{"id", run.id},
              {"scenario", run.scenario_name},
              {"seed", run.seed},
              {"users", run.users},
              {"days", run.days},
              {"fingerprint", run.fingerprint},
              {"wall_seconds", number(run.wall_seconds)},
              {"policy", run.policy_name},
              {"items", run.items},
              {"replications", run.replications},
              {"program_version", run.program_version},
              {"matrix", std::move(matrix)}}},
            {"metrics", std::move(metrics)}};
}

Json compare_document(const ComparisonRecord& all, const RunRecord& baseline, const RunRecord& candidate) {
    const ReportInput told = without_small_groups({all, baseline, candidate});
    const ComparisonRecord& comparison = *told.comparison;
    Json difference = Json::array();
    for (const MetricValue& v : comparison.difference)
        difference.push_back({{"key", v.key},
                              {"group", v.group},
                              {"value", number(v.value)},
                              {"lower", number(v.lower)},
                              {"upper", number(v.upper)}});
    Json guardrails = Json::array();
    for (const GuardrailVerdict& g : all_guardrails(comparison))
        guardrails.push_back(
            {{"key", g.key},
             {"group", g.group},
             {"difference", number(g.difference)},
             {"lower", number(g.lower)},
             {"upper", number(g.upper)},
             {"limit", number(g.limit)},
             {"verdict", verdict_name(g.verdict)},
             {"more_needed", number(g.more_needed)},
             {"reason",
              g.verdict == Verdict::undecided ? Json(word_of(why_undecided(g, candidate.days))) : Json()}});
    return {{"baseline", run_document(baseline)},
            {"candidate", run_document(candidate)},
            {"difference", std::move(difference)},
            {"guardrails", std::move(guardrails)}};
}

std::string json_text(const Json& document) {
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace attune
