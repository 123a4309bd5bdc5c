// What each kind of feedback teaches, in words, as tables and as files: the second half of learning.h.
#include "simulations/report/csv_writer.h"
#include "simulations/study/figure_words.h"
#include "simulations/study/learning.h"

#include <cmath>

namespace attune {
namespace {

using Kind = LearningGroup::Kind;
constexpr NumberStyle fine{NumberKind::plain, 3}, points{NumberKind::share, 1}, slates{NumberKind::plain, 0};

std::string_view name(Kind kind) {
    return kind == Kind::activity ? "activity" : "device";
}

std::string with_interval(const Estimate& one, const NumberStyle& style, const Text& text) {
    if (!std::isfinite(one.lower)) return known_text(one.value, style, text);
    return text.get("learning.figure", {{"value", known_text(one.value, style, text)},
                                        {"interval", interval_text(one.lower, one.upper, style, text)}});
}

std::string change_words(const Estimate& one, const NumberStyle& style, const Text& text) {
    if (!std::isfinite(one.lower)) return known_difference(one.value, style, text);
    return text.get("learning.figure",
                    {{"value", known_difference(one.value, style, text)},
                     {"interval", difference_interval_text(one.lower, one.upper, style, text)}});
}

Json figures(const LearningFigures& all) {
    return {{"ndcg", known_figure(all.ndcg)},
            {"calibration", known_figure(all.calibration)},
            {"correlation", known_figure(all.correlation)},
            {"slates", known_figure(all.slates)}};
}

std::string group_words(const LearningGroup& group, const Text& text) {
    if (group.kind == Kind::device)
        return text.get("report.group." + std::string(attune::name(static_cast<PersonGroup>(group.which))));
    return text.get("learning.activity", {{"part", count_text(group.which + 1)}});
}

/// Which way the difference surely points.
const char* direction(const Estimate& difference, const char* down, const char* up) {
    return difference.upper < 0 ? down : difference.lower > 0 ? up : "unsure";
}

} // namespace

DataTable learning_table(const LearningOutcome& outcome, const Text& text) {
    DataTable table;
    for (const char* column : {"from", "ndcg", "calibration", "correlation", "slates"})
        table.head.push_back(text.get("learning." + std::string(column)));
    for (const LearningArm& arm : outcome.arms) {
        const std::string seen = known_text(arm.value.slates.value, slates, text);
        table.rows.push_back({text.get("learning.from." + std::string(name(arm.from))),
                              with_interval(arm.value.ndcg, fine, text),
                              with_interval(arm.value.calibration, points, text),
                              with_interval(arm.value.correlation, fine, text),
                              arm.reached ? with_interval(arm.value.slates, slates, text)
                                          : text.get("learning.never", {{"slates", seen}})});
    }
    return table;
}

DataTable learning_groups_table(const LearningOutcome& outcome, const Text& text) {
    DataTable table;
    for (const char* column : {"group", "people", "done", "both", "change"})
        table.head.push_back(text.get("learning.groups." + std::string(column)));
    for (const LearningGroup& group : outcome.groups)
        table.rows.push_back({group_words(group, text), count_text(std::round(group.people)),
                              known_text(group.done.value, points, text),
                              known_text(group.both.value, points, text),
                              change_words(group.difference, points, text)});
    for (const LearningGap& gap : outcome.gaps)
        table.rows.push_back({text.get("learning.gap." + std::string(name(gap.kind))), "",
                              known_text(gap.done.value, points, text),
                              known_text(gap.both.value, points, text),
                              change_words(gap.difference, points, text)});
    return table;
}

std::string calibration_sentence(const LearningOutcome& outcome, const Text& text) {
    const LearningArm &both = outcome.of(LearnsFrom::both), &done = outcome.of(LearnsFrom::done);
    return text.get("learning.sentence.calibration." +
                        std::string(direction(done.difference.calibration, "better", "worse")),
                    {{"done", known_text(done.value.calibration.value, points, text)},
                     {"both", known_text(both.value.calibration.value, points, text)}});
}

std::string lists_sentence(const LearningOutcome& outcome, const Text& text) {
    const LearningArm &both = outcome.of(LearnsFrom::both), &done = outcome.of(LearnsFrom::done);
    return text.get("learning.sentence.lists." +
                        std::string(direction(done.difference.ndcg, "worse", "better")),
                    {{"done", known_text(done.value.ndcg.value, fine, text)},
                     {"both", known_text(both.value.ndcg.value, fine, text)}});
}

std::string goal_sentence(const LearningOutcome& outcome, const Text& text) {
    return text.get("learning.sentence.goal",
                    {{"share", value_text(learned_share, {NumberKind::share, 0}, text)},
                     {"start", known_text(outcome.start, fine, text)},
                     {"goal", known_text(outcome.goal, fine, text)}});
}

std::vector<std::string> learning_sentences(const LearningOutcome& outcome, const Text& text) {
    const LearningArm &both = outcome.of(LearnsFrom::both), &done = outcome.of(LearnsFrom::done);
    std::vector<std::string> told{calibration_sentence(outcome, text), lists_sentence(outcome, text),
                                  goal_sentence(outcome, text)};
    if (both.reached)
        told.push_back(text.get(done.reached
                                    ? "learning.sentence.slates." +
                                          std::string(direction(done.difference.slates, "fewer", "more"))
                                    : "learning.sentence.slates.never",
                                {{"both", known_text(both.value.slates.value, slates, text)},
                                 {"done", known_text(done.value.slates.value, slates, text)}}));
    for (const LearningGap& gap : outcome.gaps)
        if (std::isfinite(gap.difference.lower))
            told.push_back(text.get("learning.sentence.gap." + std::string(name(gap.kind)) + "." +
                                        std::string(direction(gap.difference, "narrower", "wider")),
                                    {{"done", known_text(gap.done.value, points, text)},
                                     {"both", known_text(gap.both.value, points, text)}}));
    return told;
}

Json learning_document(const LearningOutcome& outcome) {
    Json arms = Json::array(), groups = Json::array(), gaps = Json::array();
    for (const LearningArm& arm : outcome.arms) {
        Json curve = Json::array();
        for (const LearningArm::Point& point : arm.curve)
            curve.push_back({{"day", point.day},
                             {"slates", known_number(point.slates)},
                             {"ndcg", known_figure(point.ndcg)}});
        Json one = figures(arm.value);
        one["from"] = name(arm.from);
        one["reached"] = arm.reached;
        one["both_less"] = figures(arm.difference);
        one["curve"] = std::move(curve);
        arms.push_back(std::move(one));
    }
    for (const LearningGroup& group : outcome.groups)
        groups.push_back({{"kind", name(group.kind)},
                          {"which", group.kind == Kind::activity
                                        ? Json(group.which + 1)
                                        : Json(attune::name(static_cast<PersonGroup>(group.which)))},
                          {"people", group.people},
                          {"both", known_figure(group.both)},
                          {"done", known_figure(group.done)},
                          {"difference", known_figure(group.difference)}});
    for (const LearningGap& gap : outcome.gaps)
        gaps.push_back({{"kind", name(gap.kind)},
                        {"both", known_figure(gap.both)},
                        {"done", known_figure(gap.done)},
                        {"difference", known_figure(gap.difference)}});
    return {{"learning",
             {{"start", outcome.start},
              {"goal", outcome.goal},
              {"arms", std::move(arms)},
              {"groups", std::move(groups)},
              {"gaps", std::move(gaps)}}}};
}

std::string learning_csv(const LearningOutcome& outcome) {
    std::string csv = "from,figure,day,slates,value,lower,upper\n";
    const auto row = [&](const LearningArm& arm, const char* which, const std::string& day, double seen,
                         const Estimate& one) {
        csv += csv_cell(std::string(name(arm.from))) + "," + which + "," + day;
        for (const double value : {seen, one.value, one.lower, one.upper})
            csv += "," + csv_cell(value);
        csv += "\n";
    };
    for (const LearningArm& arm : outcome.arms) {
        for (const LearningArm::Point& point : arm.curve)
            row(arm, "ndcg", std::to_string(point.day), point.slates, point.ndcg);
        const double seen = arm.curve.back().slates;
        row(arm, "late_ndcg", "", seen, arm.value.ndcg);
        row(arm, "calibration_error", "", seen, arm.value.calibration);
        row(arm, "correlation", "", seen, arm.value.correlation);
        row(arm, "slates_to_goal", "", seen, arm.value.slates);
    }
    return csv;
}

} // namespace attune
