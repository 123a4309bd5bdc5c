#include "simulations/report/report_view.h"

#include "core/policy/parameters.h"
#include "simulations/report/guardrails.h"
#include "simulations/report/markup.h"
#include "simulations/report/readable_name.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace attune {
namespace {

constexpr std::size_t longest_name = 48;
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

std::optional<MetricValue> find_value(const std::vector<MetricValue>& values, std::string_view key,
                                      std::string_view group) {
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const MetricValue& v) { return v.key == key && v.group == group; });
    return found == values.end() ? std::nullopt : std::optional<MetricValue>(*found);
}

NumberKind kind_of_metric(const MetricSpec* spec) {
    return spec ? kind_of(spec->unit) : NumberKind::plain;
}

std::optional<Policy> read_policy(const RunRecord& run) {
    auto policy = policy_from_json(run.policy_json, run.policy_name);
    return policy ? std::optional<Policy>(std::move(*policy)) : std::nullopt;
}

constexpr std::array<std::string_view, 8> claim_keys = {"better",  "worse", "higher",      "lower",
                                                        "unclear", "equal", "no_interval", "missing"};

std::string_view key_of(Claim claim) {
    return claim_keys[static_cast<std::size_t>(claim)];
}

std::string shown_name(const std::string& name, Names names) {
    return shortened(names == Names::readable ? readable_name(name) : name, longest_name);
}

} // namespace

Claim claim_of(const MetricValue& difference, Better direction) {
    if (!std::isfinite(difference.value)) return Claim::missing;
    if (!std::isfinite(difference.lower) || !std::isfinite(difference.upper)) return Claim::no_interval;
    if (difference.value == 0.0 && difference.lower == 0.0 && difference.upper == 0.0) return Claim::equal;
    if (difference.lower <= 0 && difference.upper >= 0) return Claim::unclear;
    const bool up = difference.lower > 0;
    if (direction == Better::neither) return up ? Claim::higher : Claim::lower;
    return up == (direction == Better::higher) ? Claim::better : Claim::worse;
}

ReportView::ReportView(const ReportInput& records, const Text& words, Names names)
    : input(records)
    , text(words)
    , candidate_(shown_name(records.run.policy_name, names))
    , policy_(read_policy(records.run)) {
    if (records.comparison) guardrails_ = all_guardrails(*records.comparison);
    if (!records.baseline) return;
    baseline_ = shown_name(records.baseline->policy_name, names);
    baseline_policy_ = read_policy(*records.baseline);
    if (baseline_ == candidate_) {
        baseline_ = text.get("report.same_name.baseline", {{"name", baseline_}});
        candidate_ = text.get("report.same_name.candidate", {{"name", candidate_}});
    }
}

Figure ReportView::figure(std::string_view key, std::string_view group) const {
    Figure figure;
    figure.key = key;
    figure.group = group;
    figure.spec = find_metric(key);
    figure.name = metric_name(key, group);
    figure.value = find_value(input.run.metrics, key, group);
    if (input.baseline) figure.baseline = find_value(input.baseline->metrics, key, group);
    if (input.comparison) figure.difference = find_value(input.comparison->difference, key, group);
    judge(figure);
    return figure;
}

void ReportView::judge(Figure& figure) const {
    if (figure.difference)
        figure.claim = claim_of(*figure.difference, figure.spec ? figure.spec->better : Better::neither);
    else if (figure.value && figure.baseline && std::isfinite(figure.value->value) &&
             std::isfinite(figure.baseline->value))
        figure.claim = Claim::no_interval;
    const NumberKind kind = kind_of_metric(figure.spec);
    const auto style_of = [&](const std::optional<MetricValue>& v) {
        return v ? style_for(kind, v->value, v->lower, v->upper) : NumberStyle{kind, 0};
    };
    // The narrowest interval decides: a paired difference is surer than either side, and sides shown with
    // fewer digits would not add up to it.
    figure.style = {kind, std::max(style_of(figure.value).decimals, style_of(figure.baseline).decimals)};
    if (!figure.difference || figure.claim == Claim::equal || figure.claim == Claim::missing) return;
    figure.style.decimals = figure.claim == Claim::no_interval
                                ? std::max(figure.style.decimals, style_of(figure.difference).decimals)
                                : style_of(figure.difference).decimals;
}

std::vector<Figure> ReportView::figures() const {
    std::vector<std::pair<std::string, std::string>> seen;
    const auto take = [&](const std::vector<MetricValue>& values) {
        for (const MetricValue& v : values)
            if (std::pair id{v.key, v.group}; std::find(seen.begin(), seen.end(), id) == seen.end())
                seen.push_back(std::move(id));
    };
    take(input.run.metrics);
    if (input.baseline) take(input.baseline->metrics);
    std::vector<Figure> all;
    all.reserve(seen.size());
    for (const auto& [key, group] : seen)
        all.push_back(figure(key, group));
    return all;
}

const GuardrailVerdict* ReportView::guardrail(std::string_view key, std::string_view group) const {
    for (const GuardrailVerdict& verdict : guardrails_)
        if (verdict.key == key && verdict.group == group) return &verdict;
    return nullptr;
}

std::vector<std::string> ReportView::providers() const {
    constexpr std::string_view prefix = "provider=";
    std::vector<std::pair<double, std::string>> groups;
    for (const MetricValue& v : (input.baseline ? *input.baseline : input.run).metrics)
        if (v.key == "exposure_share" && v.group.starts_with(prefix))
            groups.emplace_back(std::isfinite(v.value) ? v.value : std::numeric_limits<double>::infinity(),
                                v.group.substr(prefix.size()));
    std::stable_sort(groups.begin(), groups.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::string> names;
    for (auto& [share, name] : groups)
        names.push_back(std::move(name));
    return names;
}

std::optional<double> ReportView::floor_of(const std::string& provider) const {
    if (!policy_) return std::nullopt;
    const auto found = policy_->exposure_floor.find(provider);
    if (found == policy_->exposure_floor.end() || found->second <= 0) return std::nullopt;
    return found->second;
}

std::string ReportView::group_name(std::string_view group) const {
    if (group == "all" || group.empty()) return {};
    if (const std::string known = "report.group." + std::string(group); text.has(known))
        return text.get(known);
    const std::size_t equals = group.find('=');
    const std::string kind(group.substr(0, equals));
    const std::string name =
        equals == std::string_view::npos ? std::string() : shortened(group.substr(equals + 1), longest_name);
    const std::string key = "report.group." + kind;
    return text.has(key)
               ? text.get(key, {{"name", name}})
               : text.get("report.group.other", {{"kind", shortened(kind, longest_name)}, {"name", name}});
}

std::string ReportView::group_title(std::string_view group) const {
    const std::string known = "report.group_title." + std::string(group);
    if (text.has(known)) return text.get(known);
    constexpr std::string_view provider = "provider=";
    if (!group.starts_with(provider)) return group_name(group);
    return text.get("report.group_title.provider",
                    {{"name", shortened(group.substr(provider.size()), longest_name)}});
}

std::string ReportView::metric_name(std::string_view key, std::string_view group) const {
    if (const auto trait = coercive_trait_of(key)) return coercion_name(*trait, text);
    const std::string text_key = "metric." + std::string(key);
    const std::string name = text.has(text_key) ? text.get(text_key) : shortened(key, longest_name);
    const std::string of = group_name(group);
    return of.empty() ? name : text.get("report.metric_of_group", {{"metric", name}, {"group", of}});
}

std::string ReportView::value_words(const Figure& f) const {
    return value_text(f.value ? f.value->value : nothing, f.style, text);
}
std::string ReportView::baseline_words(const Figure& f) const {
    return value_text(f.baseline ? f.baseline->value : nothing, f.style, text);
}
std::string ReportView::difference_words(const Figure& f) const {
    return difference_text(f.difference ? f.difference->value : nothing, f.style, text);
}
std::string ReportView::interval_words(const Figure& f) const {
    return interval_text(f.value ? f.value->lower : nothing, f.value ? f.value->upper : nothing, f.style,
                         text);
}
std::string ReportView::difference_interval_words(const Figure& f) const {
    return difference_interval_text(f.difference ? f.difference->lower : nothing,
                                    f.difference ? f.difference->upper : nothing, f.style, text);
}
std::string ReportView::claim_words(Claim claim) const {
    return text.get("report.claim." + std::string(key_of(claim)));
}

std::string ReportView::clause(std::string_view prefix, const Figure& f) const {
    std::string key(prefix);
    if (!compares() || !f.baseline) {
        const bool interval = f.value && std::isfinite(f.value->lower) && std::isfinite(f.value->upper);
        key += !f.value || !std::isfinite(f.value->value) ? ".missing" : interval ? ".value" : ".value_only";
    } else if (!f.value || f.claim == Claim::missing) {
        key += ".missing";
    } else if (f.claim == Claim::better || f.claim == Claim::worse || f.claim == Claim::higher ||
               f.claim == Claim::lower) {
        const bool up = f.difference->lower > 0;
        const std::string worth = f.claim == Claim::better  ? "_better"
                                  : f.claim == Claim::worse ? "_worse"
                                                            : "";
        const std::string direction = up ? ".up" : ".down";
        key += text.has(key + direction + worth) ? direction + worth : direction;
    } else {
        key += "." + std::string(key_of(f.claim));
    }
    const std::string provider = f.group.starts_with("provider=") ? group_name(f.group) : std::string();
    return text.get(
        key, {{"metric", f.name},
              {"candidate", candidate_},
              {"baseline", baseline_},
              {"group", provider},
              {"value", value_words(f)},
              {"before", baseline_words(f)},
              {"difference", difference_words(f)},
              {"interval", compares() && f.difference ? difference_interval_words(f) : interval_words(f)}});
}

std::string ReportView::sentence(const Figure& f) const {
    return clause("report.sentence", f);
}

std::string ReportView::last_day_sentence(std::string_view metric) const {
    Figure figure;
    figure.key = metric;
    figure.group = "all";
    figure.spec = find_metric(metric);
    figure.name = metric_name(metric, "all");
    std::optional<int> day;
    for (const SeriesPoint& p : input.run.series)
        if (p.metric == metric && p.group == "all") day = std::max(day.value_or(p.day), p.day);
    if (!day) return sentence(figure);
    const auto on_day = [&](const std::vector<SeriesPoint>& series) -> std::optional<MetricValue> {
        for (const SeriesPoint& p : series)
            if (p.metric == metric && p.group == "all" && p.day == *day)
                return MetricValue{p.metric, p.group, p.value, p.lower, p.upper, p.n};
        return std::nullopt;
    };
    figure.value = on_day(input.run.series);
    if (input.baseline) figure.baseline = on_day(input.baseline->series);
    if (input.comparison) figure.difference = on_day(input.comparison->series);
    judge(figure);
    return text.get("report.sentence.on_day",
                    {{"day", fixed_number(*day, 0)}, {"sentence", sentence(figure)}});
}

std::string ReportView::lead() const {
    const std::vector<std::string> groups = providers();
    const Figure satisfaction = figure("satisfaction_true");
    const Figure asked = figure("prompts_per_user_week");
    if (groups.size() < 2)
        return text.get("report.lead.two",
                        {{"satisfaction", clause("report.lead.satisfaction", satisfaction)},
                         {"asked", clause("report.lead.asked", asked)}});
    const Figure exposure = figure("exposure_share", "provider=" + groups.front());
    return text.get("report.lead.three", {{"satisfaction", clause("report.lead.satisfaction", satisfaction)},
                                          {"exposure", clause("report.lead.exposure", exposure)},
                                          {"asked", clause("report.lead.asked", asked)}});
}

std::string ReportView::verdict_words(const GuardrailVerdict& verdict) const {
    if (const auto trait = coercive_trait_of(verdict.key)) return coercion_words(*trait, text);
    switch (verdict.verdict) {
    case Verdict::holds:
        return text.get("report.verdict.holds");
    case Verdict::broken:
        return text.get("report.verdict.broken");
    case Verdict::undecided:
        break;
    }
    const Undecided why = why_undecided(verdict, input.run.days);
    if (why == Undecided::too_few_days)
        return text.get("report.verdict.undecided_days", {{"days", count_text(days_needed(verdict.key))}});
    if (why == Undecided::no_value) return text.get("report.verdict.undecided_no_value");
    if (!std::isfinite(verdict.more_needed) || verdict.more_needed <= 1)
        return text.get("report.verdict.undecided");
    return text.get("report.verdict.undecided_more", {{"times", significant_number(verdict.more_needed, 2)}});
}

} // namespace attune
