#include "app/cli/guardrail_table.h"

#include "core/measures/metrics/metric.h"
#include "core/policy/coercion.h"
#include "simulations/report/guardrails.h"
#include "simulations/report/number_text.h"

namespace attune::cli {
namespace {

std::string verdict_text(const GuardrailVerdict& guardrail, int days) {
    switch (guardrail.verdict) {
    case Verdict::holds:
        return words("verdict.holds");
    case Verdict::broken:
        return words("verdict.broken");
    case Verdict::undecided:
        break;
    }
    switch (why_undecided(guardrail, days)) {
    case Undecided::too_few_days:
        return words("verdict.too_few_days", {{"days", count_text(days_needed(guardrail.key))}});
    case Undecided::no_value:
        return words("verdict.no_value");
    case Undecided::no_interval:
    case Undecided::across_limit:
        break;
    }
    return words("verdict.undecided", {{"times", significant_number(guardrail.more_needed, 2)}});
}

} // namespace

Table guardrail_table(const ComparisonRecord& record, int days) {
    Table table(
        {words("table.guardrail"), words("table.difference"), words("table.limit"), words("table.verdict")});
    table.right(1);
    table.right(2);
    for (const GuardrailVerdict& g : all_guardrails(record)) {
        if (const auto trait = coercive_trait_of(g.key)) {
            const std::string none = Text::english().get("report.none");
            table.add({coercion_name(*trait, Text::english()), none, none,
                       coercion_words(*trait, Text::english())});
            continue;
        }
        const MetricSpec* spec = find_metric(g.key);
        const NumberStyle style = style_for(kind_of(spec ? spec->unit : ""), g.difference, g.lower, g.upper);
        const double limit = limit_as_change(g);
        table.add({Text::english().get("metric." + g.key),
                   difference_text(g.difference, style, Text::english()),
                   difference_text(limit, style_as_set(style.kind, limit), Text::english()),
                   verdict_text(g, days)});
    }
    return table;
}

} // namespace attune::cli
