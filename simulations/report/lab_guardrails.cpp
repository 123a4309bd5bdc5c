#include "core/measures/statistics/guardrail.h"
#include "simulations/report/guardrails.h"
#include "simulations/report/lab_parts.h"
#include "simulations/report/lowest_group.h"
#include "simulations/report/series.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace attune {
namespace {

/// Fewer people than this are not judged: one of them moves a share by half a point and more.
constexpr double least_people = 200;

/// The largest fall in true satisfaction that a single group of people may take. Twice what everybody
/// together may lose: a group is known less well, and a policy that moves people apart by more than this has
/// to be looked at even if the mean holds.
constexpr double worst_group_limit = 0.02;

/// Held, but with more of the room used than this, counts as near the limit.
constexpr double room_in_comfort = 0.8;

std::string_view key_of(GuardrailState state) {
    constexpr std::array<std::string_view, 4> keys = {"held", "near_limit", "broken", "not_enough"};
    return keys[static_cast<std::size_t>(state)];
}

/// How many people a group has, over all replications: what the share of people with prompts turned off is a
/// share of. Unknown where the records do not say.
std::optional<double> people_in(const ReportView& view, const std::string& group) {
    const Figure enrolled = view.figure("opt_out_rate", group);
    if (enrolled.value && std::isfinite(enrolled.value->n)) return enrolled.value->n;
    if (group == "all" && view.input.run.users > 0)
        return static_cast<double>(view.input.run.users) * std::max(view.input.run.replications, 1);
    return std::nullopt;
}

bool too_few(const ReportView& view, const std::string& group) {
    const std::optional<double> people = people_in(view, group);
    return people && *people < least_people;
}

/// A row whose state is decided; words and the rule of previews are the same for all. A preview gives no
/// verdict at all, not even "near": few people on the first days would call a guardrail broken that the full
/// run holds, and the other way round. The values stay visible.
GuardrailRow finished(const LabSource& source, GuardrailRow row) {
    const Text& text = source.view.text;
    if (source.state.preview) {
        row.state = GuardrailState::not_enough;
        row.limit_words = text.get("lab.limit.preview", {{"limit", row.limit_words}});
        row.word = text.get("lab.guardrail.preview");
    } else {
        row.word = text.get("lab.guardrail." + std::string(key_of(row.state)));
    }
    return row;
}

std::string few_words(const ReportView& view, const std::string& group) {
    const std::string inside = view.group_name(group);
    return view.text.get(inside.empty() ? "lab.limit.few" : "lab.limit.few_group",
                         {{"people", count_text(*people_in(view, group))},
                          {"least", count_text(least_people)},
                          {"group", inside}});
}

GuardrailState state_of(const GuardrailVerdict& verdict) {
    switch (verdict.verdict) {
    case Verdict::broken:
        return GuardrailState::broken;
    case Verdict::undecided:
        return GuardrailState::near_limit;
    case Verdict::holds:
        break;
    }
    const double limit = limit_as_change(verdict);
    const double most_harm = limit < 0 ? -verdict.lower : verdict.upper;
    return most_harm > room_in_comfort * std::fabs(limit) ? GuardrailState::near_limit : GuardrailState::held;
}

/// The row of one verdict; the group stands beside the limit where the guardrail is of a group.
GuardrailRow row_of(const LabSource& source, const GuardrailVerdict& verdict, std::string name) {
    const ReportView& view = source.view;
    const Text& text = view.text;
    const Figure figure = view.figure(verdict.key, verdict.group);
    const NumberStyle style = style_for(figure.style.kind, verdict.difference, verdict.lower, verdict.upper);
    const std::string inside = view.group_name(verdict.group);
    const double limit = limit_as_change(verdict);
    GuardrailRow row;
    row.name = std::move(name);
    row.value_words = std::isfinite(verdict.difference) ? difference_text(verdict.difference, style, text)
                                                        : text.get("report.none");
    row.limit_words = text.get(
        inside.empty() ? "lab.limit.change" : "lab.limit.group",
        {{"limit", difference_text(limit, style_as_set(style.kind, limit), text)}, {"group", inside}});
    if (!std::isfinite(verdict.difference)) {
        const bool short_run = why_undecided(verdict, source.days()) == Undecided::too_few_days;
        row.limit_words = short_run
                              ? text.get("lab.limit.days", {{"days", count_text(days_needed(verdict.key))}})
                              : text.get("lab.limit.no_data");
    } else if (!std::isfinite(verdict.lower) || !std::isfinite(verdict.upper)) {
        row.limit_words = text.get("lab.limit.no_interval");
    } else if (too_few(view, verdict.group)) {
        row.limit_words = few_words(view, verdict.group);
    } else {
        row.state = state_of(verdict);
    }
    return finished(source, std::move(row));
}

/// Pushing people is no matter of numbers: it is as broken in a preview as after the full run.
GuardrailRow coercion_row(const std::string& trait, const Text& text) {
    GuardrailRow row;
    row.name = coercion_name(trait, text);
    row.state = GuardrailState::broken;
    row.limit_words = coercion_words(trait, text);
    row.word = text.get("lab.guardrail." + std::string(key_of(row.state)));
    return row;
}

/// The group with the lowest paired difference in true satisfaction, among those large enough to be judged;
/// if none is, among all.
std::optional<MetricValue> worst_served(const ReportView& view) {
    const std::vector<Figure> all = group_differences(view);
    for (const bool small : {false, true}) {
        std::vector<Figure> judged;
        std::copy_if(all.begin(), all.end(), std::back_inserter(judged),
                     [&](const Figure& figure) { return too_few(view, figure.group) == small; });
        if (const auto lowest = lowest_group(view, judged)) return lowest->figure.difference;
    }
    return std::nullopt;
}

GuardrailRow worst_group_row(const LabSource& source) {
    const Text& text = source.view.text;
    const std::optional<MetricValue> worst = worst_served(source.view);
    if (!worst) {
        GuardrailRow row;
        row.name = text.get("lab.guardrail.worst");
        row.value_words = text.get("report.none");
        row.limit_words = text.get("lab.limit.no_data");
        return finished(source, std::move(row));
    }
    MetricSpec spec = *find_metric("satisfaction_true");
    spec.guardrail = worst_group_limit;
    return row_of(source, judge_guardrail(spec, *worst), text.get("lab.guardrail.worst"));
}

GuardrailRow floor_row(const LabSource& source, const std::string& provider, double floor) {
    const ReportView& view = source.view;
    const Text& text = view.text;
    const std::string group = "provider=" + provider;
    const Figure figure = view.figure("exposure_share", group);
    GuardrailRow row;
    row.name = text.get("lab.guardrail.floor", {{"group", view.group_name(group)}});
    row.value_words = text.get("report.none");
    row.limit_words = text.get("lab.limit.floor", {{"floor", floor_value(floor, text)}});
    if (!figure.value || !std::isfinite(figure.value->value)) {
        row.limit_words = text.get("lab.limit.no_data");
        return finished(source, std::move(row));
    }
    const NumberStyle style =
        style_for(NumberKind::share, figure.value->value, figure.value->lower, figure.value->upper);
    row.value_words = value_text(figure.value->value, style, text);
    if (!std::isfinite(figure.value->lower) || !std::isfinite(figure.value->upper)) {
        row.limit_words = text.get("lab.limit.no_interval");
    } else if (too_few(view, "all")) {
        row.limit_words = few_words(view, "all");
    } else {
        switch (floor_standing(floor, *figure.value)) {
        case FloorStanding::met:
            row.state = GuardrailState::held;
            break;
        case FloorStanding::missed:
            row.state = GuardrailState::broken;
            break;
        case FloorStanding::near:
            row.state = GuardrailState::near_limit;
            break;
        }
    }
    return finished(source, std::move(row));
}

} // namespace

std::vector<GuardrailRow> make_lab_guardrails(const LabSource& source) {
    const ReportView& view = source.view;
    std::vector<GuardrailRow> rows;
    for (const GuardrailVerdict& verdict : view.guardrails())
        if (const auto trait = coercive_trait_of(verdict.key))
            rows.push_back(coercion_row(*trait, view.text));
        else
            rows.push_back(row_of(source, verdict, view.metric_name(verdict.key, "all")));
    rows.push_back(worst_group_row(source));
    if (view.policy())
        for (const auto& [provider, floor] : view.policy()->exposure_floor)
            if (floor > 0) rows.push_back(floor_row(source, provider, floor));
    return rows;
}

} // namespace attune
