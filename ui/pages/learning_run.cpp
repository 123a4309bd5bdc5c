#include "ui/pages/learning_run.h"

#include <utility>

namespace attune::ui {

LearningRun::LearningRun(int threads, Work work, QObject* parent)
    : MeasureRun(threads, parent)
    , work_(std::move(work)) {}

void LearningRun::start(const MeasureSubject& subject) {
    begin(work_, subject, [this](const LearningMeasured& measured) { Q_EMIT finished(measured); });
}

Result<LearningMeasured> measure_teaching(const MeasureSubject& subject, const SimulateOptions& options) {
    constexpr double taught_runs = learning_sources.size(), watched_runs = 2;
    constexpr double all = taught_runs + watched_runs;
    // Every run takes about as long as any other.
    const auto part = [&](double from, double runs) {
        SimulateOptions one = options;
        if (options.progress)
            one.progress = [&options, from, runs](double done) {
                options.progress((from + done * runs) / all);
            };
        return one;
    };
    auto learning = measure_learning(*subject.scenario, subject.policy, part(0, taught_runs));
    if (!learning) return pass_on(learning);
    auto monitors = measure_monitors(*subject.scenario, subject.policy, part(taught_runs, watched_runs));
    if (!monitors) return pass_on(monitors);
    return LearningMeasured{subject, std::move(*learning), std::move(*monitors)};
}

} // namespace attune::ui
