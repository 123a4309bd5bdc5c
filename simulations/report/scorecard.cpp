#include "simulations/report/scorecard.h"

#include "core/policy/coercion.h"

#include <cmath>

namespace attune {
namespace {

/// Name, value and, where two policies are compared, the other value and the difference.
void add_metric(std::vector<std::string>& row, const ReportView& view, std::string_view metric) {
    const Figure figure = view.figure(metric);
    const bool known = figure.value && std::isfinite(figure.value->value);
    row.push_back(view.metric_name(metric, "all"));
    row.push_back(known ? view.value_words(figure) : view.text.get("report.none"));
    if (!view.compares()) return;
    row.push_back(view.baseline_words(figure));
    row.push_back(view.difference_words(figure));
}

std::string pushes(const std::optional<Policy>& policy, const Text& text) {
    return policy ? std::to_string(coercive_traits(*policy).size()) : text.get("report.none");
}

void add_pushes(std::vector<std::string>& row, const ReportView& view) {
    row.push_back(view.text.get("report.scorecard.pushes"));
    row.push_back(pushes(view.policy(), view.text));
    if (!view.compares()) return;
    row.push_back(pushes(view.baseline_policy(), view.text));
    row.emplace_back();
}

} // namespace

DataTable scorecard(const ReportView& view) {
    DataTable table;
    for (const char* side : {"discipline", "trust"}) {
        table.head.push_back(view.text.get("report.scorecard." + std::string(side)));
        table.head.push_back(view.candidate());
        if (!view.compares()) continue;
        table.head.push_back(view.baseline());
        table.head.push_back(view.text.get("report.table.difference"));
    }
    for (const ScorecardPair& pair : scorecard_pairs) {
        std::vector<std::string>& row = table.rows.emplace_back();
        add_metric(row, view, pair.discipline);
        add_metric(row, view, pair.trust);
    }
    std::vector<std::string>& last = table.rows.emplace_back();
    add_pushes(last, view);
    add_metric(last, view, "churn_30d");
    return table;
}

} // namespace attune
