#include "simulations/report/small_groups.h"

#include "core/base/json.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <tuple>

namespace attune {
namespace {

constexpr double least = 10;
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
/// Counted for everybody enrolled on every day.
constexpr const char* of_everybody = "satisfaction_true";
constexpr int whole_run = -1; ///< in place of a day

/// Groups of one kind are apart from each other and together everybody: "age" of "age=16-24".
std::string kind_of(const std::string& group) {
    return group.substr(0, group.find('='));
}

int day_of(const MetricValue&) {
    return whole_run;
}
int day_of(const SeriesPoint& point) {
    return point.day;
}
const std::string& metric_of(const MetricValue& value) {
    return value.key;
}
const std::string& metric_of(const SeriesPoint& point) {
    return point.metric;
}

/// A metric, a group and a day.
using Cell = std::tuple<std::string, std::string, int>;
template <typename Row>
Cell cell_of(const Row& row) {
    return {metric_of(row), row.group, day_of(row)};
}

/// One of several that add up to what is told of everybody.
struct Part {
    double size = 0;
    bool left_out = false;
};

/// What is left out alone is the difference of the whole and the rest. Leaves out the next smallest part
/// until those left out are together as many as must be; parts without anything tell nothing.
void hide(std::vector<Part*> parts) {
    std::sort(parts.begin(), parts.end(), [](const Part* a, const Part* b) { return a->size < b->size; });
    double together = 0;
    for (const Part* part : parts)
        if (part->left_out) together += part->size;
    if (together == 0) return;
    for (Part* part : parts) {
        if (together >= least) return;
        if (part->left_out) continue;
        part->left_out = true;
        together += part->size;
    }
}

/// Groups of fewer than ten people, and those that hide them.
std::set<std::string> small_groups(const RunRecord& run) {
    const double person_days = static_cast<double>(run.days) * run.replications;
    std::map<std::string, Part> groups;
    for (const MetricValue& value : run.metrics)
        if (value.key == of_everybody)
            groups[value.group] = {value.n / person_days, value.n < least * person_days};
    std::map<std::string, std::vector<Part*>> kinds;
    for (auto& [group, part] : groups)
        kinds[kind_of(group)].push_back(&part);
    for (auto& [kind, parts] : kinds)
        hide(parts);
    std::set<std::string> small;
    for (const auto& [group, part] : groups)
        if (part.left_out) small.insert(group);
    return small;
}

/// Leaves out rows of small groups, those on fewer than ten things seen, those that hide them, and `others`.
template <typename Row>
void empty_small(std::vector<Row>& rows, const std::set<std::string>& small,
                 const std::set<Cell>& others = {}) {
    std::vector<Part> parts;
    parts.reserve(rows.size());
    for (const Row& row : rows)
        parts.push_back({row.n, row.n < least || small.contains(row.group) || others.contains(cell_of(row))});
    std::map<Cell, std::vector<Part*>> siblings;
    for (std::size_t i = 0; i < rows.size(); ++i)
        siblings[{metric_of(rows[i]), kind_of(rows[i].group), day_of(rows[i])}].push_back(&parts[i]);
    for (auto& [cell, of] : siblings)
        hide(of);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (!parts[i].left_out) continue;
        rows[i].value = rows[i].lower = rows[i].upper = nothing;
        rows[i].n = 0;
    }
}

/// A difference and one of its sides tell the other side.
void gather_empty(const RunRecord& told, std::set<Cell>& cells) {
    for (const MetricValue& value : told.metrics)
        if (value.n == 0) cells.insert(cell_of(value));
    for (const SeriesPoint& point : told.series)
        if (point.n == 0) cells.insert(cell_of(point));
}

} // namespace

bool about_real_people(const RunRecord& run) {
    const auto scenario = parse_json(run.scenario_json, run.id);
    return scenario && scenario->is_object() && scenario->value("imported", Json(false)) == true;
}

RunRecord without_small_groups(const RunRecord& run) {
    RunRecord told = run;
    if (!about_real_people(run)) return told;
    const std::set<std::string> small = small_groups(run);
    empty_small(told.metrics, small);
    empty_small(told.series, small);
    return told;
}

ReportInput without_small_groups(const ReportInput& input) {
    ReportInput told{input.comparison, input.baseline, without_small_groups(input.run)};
    if (!about_real_people(input.run)) return told;
    if (told.baseline) told.baseline = without_small_groups(*told.baseline);
    if (told.comparison) {
        std::set<Cell> empty;
        gather_empty(told.run, empty);
        if (told.baseline) gather_empty(*told.baseline, empty);
        const std::set<std::string> small = small_groups(input.run);
        empty_small(told.comparison->difference, small, empty);
        empty_small(told.comparison->series, small, empty);
        for (GuardrailVerdict& one : told.comparison->guardrails)
            if (small.contains(one.group) || empty.contains({one.key, one.group, whole_run}))
                one.difference = one.lower = one.upper = nothing;
    }
    return told;
}

} // namespace attune
