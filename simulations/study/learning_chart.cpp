#include "simulations/study/learning_chart.h"

#include "simulations/study/figure_words.h"

#include <algorithm>

namespace attune {
namespace {

constexpr NumberStyle fine{NumberKind::plain, 3}, points{NumberKind::share, 1};

LabChart card(const char* name, const char* key, const LearningOutcome& outcome, const MeasuredFor& world,
              const Text& text) {
    LabChart made;
    made.name = name;
    const std::string words = "learning.chart." + std::string(key);
    made.question = text.get(words + ".question");
    made.subtitle = measured_subtitle(world, words + ".subtitle", text);
    made.own_csv = learning_csv(outcome);
    return made;
}

LineChart curves(const LearningOutcome& outcome, const MeasuredFor& world, const Text& text) {
    LineChart chart;
    chart.no_data = text.get("monitors.no_data");
    chart.first_day = text.get("monitors.first_day");
    chart.last_day = world.days;
    chart.reference = ReferenceLine{outcome.goal, text.get("learning.goal")};
    for (const auto& [from, role] :
         {std::pair{LearnsFrom::both, LineRole::candidate}, std::pair{LearnsFrom::done, LineRole::baseline},
          std::pair{LearnsFrom::said, LineRole::answers}}) {
        const LearningArm& arm = outcome.of(from);
        ChartLine line{.name = text.get("learning.short." + std::string(name(from))),
                       .last_value = {},
                       .role = role,
                       .points = {}};
        for (const LearningArm::Point& one : arm.curve)
            line.points.push_back({one.day, one.ndcg.value, one.ndcg.lower, one.ndcg.upper});
        if (!arm.curve.empty()) line.last_value = known_text(arm.curve.back().ndcg.value, fine, text);
        chart.lines.push_back(std::move(line));
    }
    return chart;
}

/// The name of a bar.
std::string row_name(const LearningGroup& group, const Text& text) {
    if (group.kind == LearningGroup::Kind::device)
        return text.get("report.group_title." +
                        std::string(attune::name(static_cast<PersonGroup>(group.which))));
    const int part = group.which + 1;
    if (part == 1) return text.get("learning.tenth.first");
    return text.get(part == activity_parts ? "learning.tenth.last" : "learning.tenth",
                    {{"part", count_text(part)}});
}

LabView calibrated(const LearningOutcome& outcome, LearningGroup::Kind kind, const char* view,
                   const Text& text) {
    LoadBars bars;
    bars.kind = NumberKind::share;
    bars.no_data = text.get("monitors.no_data");
    for (const LearningGroup& group : outcome.groups) {
        if (group.kind != kind) continue;
        LoadRow row{.name = row_name(group, text),
                    .value = group.both.value,
                    .lower = group.both.lower,
                    .upper = group.both.upper,
                    .baseline = {},
                    .value_words = known_text(group.both.value, points, text)};
        if (std::isfinite(group.done.value)) row.baseline = group.done.value;
        bars.rows.push_back(std::move(row));
    }
    LabView made;
    made.name = made.title = text.get(view);
    made.plot = std::move(bars);
    made.table = learning_groups_table(outcome, text);
    return made;
}

} // namespace

std::vector<LabChart> learning_charts(const LearningOutcome& outcome, const MeasuredFor& world,
                                      const Text& text) {
    LabChart learned = card("learned", "learned", outcome, world, text);
    learned.sentence = {lists_sentence(outcome, text), " " + goal_sentence(outcome, text)};
    LabView lines;
    lines.plot = curves(outcome, world, text);
    lines.table = learning_table(outcome, text);
    learned.views = {std::move(lines)};
    show_first_view(learned);
    learned.views.clear(); // one alone is nothing to choose from
    LabChart groups = card("calibrated", "groups", outcome, world, text);
    groups.sentence = {calibration_sentence(outcome, text), {}};
    groups.views_name = text.get("learning.chart.groups.views");
    groups.views = {calibrated(outcome, LearningGroup::Kind::activity, "learning.view.activity", text),
                    calibrated(outcome, LearningGroup::Kind::device, "learning.view.device", text)};
    show_first_view(groups);
    return {std::move(learned), std::move(groups)};
}

} // namespace attune
