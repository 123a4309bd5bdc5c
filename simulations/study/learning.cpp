#include "simulations/study/learning.h"

#include "core/base/named.h"
#include "core/consent/matrix_edit.h"
#include "simulations/study/learning_groups.h"
#include "simulations/study/replication.h"
#include "simulations/study/sharing_levels.h"

#include <algorithm>
#include <cassert>

namespace attune {
namespace {

constexpr std::array<std::string_view, 4> source_names = {"both", "said", "done", "nothing"};
constexpr std::array said = {Signal::thumb,  Signal::stars,     Signal::not_interested, Signal::source_pause,
                             Signal::reason, Signal::free_text, Signal::voice};
constexpr std::array done = {Signal::pick, Signal::depth, Signal::search, Signal::conversion};
constexpr std::array teaching = {Purpose::adjust_this_session, Purpose::adjust_my_recommendations,
                                 Purpose::improve_models};

std::vector<int> days_asked(int days) {
    std::vector<int> asked;
    for (const int day : {0, 1, 2, 3, 4, 5, 7, 10})
        if (day <= days) asked.push_back(day);
    for (int day = 14; day <= days; day += 7)
        asked.push_back(day);
    if (asked.back() != days) asked.push_back(days);
    return asked;
}

/// Slates seen until lists were as good as this, on straight lines between the days asked.
double slates_to(const PanelCurve& curve, double goal) {
    for (std::size_t d = 0; d < curve.days.size(); ++d) {
        const double now = curve.days[d].mean_ndcg(), slates = curve.days[d].mean_slates();
        if (now < goal) continue;
        if (d == 0) return slates;
        const double before = curve.days[d - 1].mean_ndcg(), from = curve.days[d - 1].mean_slates();
        return from + (slates - from) * (goal - before) / (now - before);
    }
    return curve.days.back().mean_slates();
}

PanelCurve sum_of(const std::vector<PanelCurve>& blocks) {
    PanelCurve sum;
    for (const PanelCurve& block : blocks)
        sum += block;
    return sum;
}

template <typename Value>
void take(const std::vector<PanelCurve>& blocks, const std::vector<PanelCurve>& both, const Value& value,
          Estimate LearningFigures::*figure, LearningArm& arm) {
    arm.value.*figure = jackknife(std::span<const PanelCurve>(blocks), value);
    arm.difference.*figure =
        paired_jackknife(std::span<const PanelCurve>(blocks), std::span<const PanelCurve>(both), value);
}

} // namespace

std::string_view name(LearnsFrom from) {
    return name_in(source_names, from);
}

ConsentMatrix teaching_matrix(ConsentMatrix matrix, LearnsFrom from) {
    const auto without = [&](const auto& signals) {
        for (const Purpose purpose : teaching)
            for (const Signal signal : signals)
                matrix = without_cell(std::move(matrix), purpose, signal);
    };
    if (from == LearnsFrom::done || from == LearnsFrom::nothing) without(said);
    if (from == LearnsFrom::said || from == LearnsFrom::nothing) without(done);
    return matrix;
}

const LearningArm& LearningOutcome::of(LearnsFrom from) const {
    const auto found =
        std::find_if(arms.begin(), arms.end(), [&](const LearningArm& arm) { return arm.from == from; });
    assert(found != arms.end());
    return *found;
}

Result<LearningOutcome> measure_learning(const LoadedScenario& scenario, const Policy& policy,
                                         const SimulateOptions& options) {
    if (auto enough = enough_days(scenario.scenario); !enough) return pass_on(enough);
    const std::vector<int> days = days_asked(scenario.scenario.days);
    std::array<std::vector<PanelCurve>, learning_sources.size()> blocks;
    LearningGroups groups;
    // The last third.
    const auto late = static_cast<std::size_t>(
        std::lower_bound(days.begin(), days.end(), scenario.scenario.days * 2 / 3) - days.begin());
    const auto day_done = day_counter(
        scenario, options, learning_sources.size() * static_cast<std::size_t>(options.replications));
    for (int replication = 0; replication < options.replications; ++replication) {
        const std::uint64_t seed = seed_of(scenario.scenario, replication);
        const auto world = world_of(scenario, seed);
        for (std::size_t s = 0; s < learning_sources.size(); ++s) {
            const auto matrix = put_in_force(
                0, matrix_to_json(teaching_matrix(in_force(scenario.consent).matrix, learning_sources[s])),
                "--matrix");
            if (!matrix) return pass_on(matrix);
            RunRequest request = request_for(scenario, policy, *world, seed, options);
            request.assumptions = everybody_at(SharingLevel::shared_model, request.assumptions);
            request.consent = {*matrix, &(*matrix)->rules};
            const auto run = run_panel(std::move(request), days, day_done);
            if (!run) return pass_on(run);
            add_curves(blocks[s], *run);
            groups.add(learning_sources[s], *run, late, scenario.scenario.users);
        }
    }
    const PanelCurve both = sum_of(blocks[0]);
    LearningOutcome outcome;
    groups.tell(outcome);
    outcome.start = both.days.front().mean_ndcg();
    outcome.goal = outcome.start + learned_share * (both.from(late).mean_ndcg() - outcome.start);
    for (std::size_t s = 0; s < learning_sources.size(); ++s) {
        LearningArm& arm = outcome.arms.emplace_back();
        arm.from = learning_sources[s];
        const PanelCurve sum = sum_of(blocks[s]);
        for (std::size_t d = 0; d < days.size(); ++d)
            arm.curve.push_back({days[d], sum.days[d].mean_slates(),
                                 jackknife(std::span<const PanelCurve>(blocks[s]),
                                           [d](const PanelCurve& c) { return c.days[d].mean_ndcg(); })});
        arm.reached = std::any_of(arm.curve.begin(), arm.curve.end(), [&](const LearningArm::Point& point) {
            return point.ndcg.value >= outcome.goal;
        });
        take(
            blocks[s], blocks[0], [late](const PanelCurve& c) { return c.from(late).mean_ndcg(); },
            &LearningFigures::ndcg, arm);
        take(
            blocks[s], blocks[0], [late](const PanelCurve& c) { return c.from(late).calibration_error(); },
            &LearningFigures::calibration, arm);
        take(
            blocks[s], blocks[0], [late](const PanelCurve& c) { return c.from(late).correlation(); },
            &LearningFigures::correlation, arm);
        take(
            blocks[s], blocks[0], [&](const PanelCurve& c) { return slates_to(c, outcome.goal); },
            &LearningFigures::slates, arm);
    }
    return outcome;
}

} // namespace attune
