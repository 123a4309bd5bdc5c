#include "simulations/study/panel_run.h"

#include "core/base/text.h"
#include "simulations/study/replication.h"

#include <algorithm>

namespace attune {

Status enough_days(const Scenario& scenario) {
    constexpr int fewest_days = 6;
    const Text& text = Text::english();
    if (scenario.days >= fewest_days) return {};
    return fail(ErrorCode::bad_input, text.get("learning.too_short"), "--days",
                text.get("learning.too_short.remedy"));
}

std::function<void()> day_counter(const LoadedScenario& scenario, const SimulateOptions& options,
                                  std::size_t runs) {
    const double all = static_cast<double>(scenario.scenario.days) * static_cast<double>(runs);
    return [progress = options.progress, all, done = 0]() mutable {
        ++done;
        if (progress) progress(done / all);
    };
}

Result<PanelRun> run_panel(RunRequest request, std::span<const int> days,
                           const std::function<void()>& day_done, const PrepareRun& prepare) {
    request.after_day = [&](int) { day_done(); };
    auto simulation = Simulation::start(request);
    if (!simulation) return pass_on(simulation);
    if (prepare) prepare(*simulation);
    const TastePanel panel(request, panel_people);
    PanelRun run;
    const std::uint32_t version = simulation->recommender().model_version();
    for (const int day : days) {
        simulation->run_until(day);
        if (simulation->cancelled()) return stopped();
        auto answer = panel.ask(*simulation);
        if (!answer) return pass_on(answer);
        run.answers.push_back(std::move(*answer));
    }
    simulation->run_until(request.days);
    if (simulation->cancelled()) return stopped();
    run.updates = static_cast<int>(simulation->recommender().model_version() - version);
    return run;
}

PanelCurve& PanelCurve::operator+=(const PanelCurve& other) {
    days.resize(std::max(days.size(), other.days.size()));
    for (std::size_t d = 0; d < other.days.size(); ++d)
        days[d] += other.days[d];
    return *this;
}

PanelCurve& PanelCurve::operator-=(const PanelCurve& other) {
    for (std::size_t d = 0; d < other.days.size(); ++d)
        days[d] -= other.days[d];
    return *this;
}

bool PanelCurve::empty() const {
    return std::all_of(days.begin(), days.end(), [](const PanelSums& day) { return day.empty(); });
}

PanelSums PanelCurve::from(std::size_t first) const {
    PanelSums sum;
    for (std::size_t d = first; d < days.size(); ++d)
        sum += days[d];
    return sum;
}

void add_curves(std::vector<PanelCurve>& blocks, const PanelRun& run) {
    if (run.answers.empty()) return;
    for (std::size_t c = 0; c < run.answers.front().clusters.size(); ++c) {
        PanelCurve& curve = blocks.emplace_back();
        for (const PanelAnswer& answer : run.answers)
            curve.days.push_back(answer.clusters[c]);
    }
}

} // namespace attune
