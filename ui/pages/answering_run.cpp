#include "ui/pages/answering_run.h"

#include <utility>

namespace attune::ui {

AnsweringRun::AnsweringRun(int threads, Work work, QObject* parent)
    : MeasureRun(threads, parent)
    , work_(std::move(work)) {}

void AnsweringRun::start(const MeasureSubject& subject) {
    begin(work_, subject, [this](const AnsweringMeasured& measured) { Q_EMIT finished(measured); });
}

Result<AnsweringMeasured> measure_answering(const MeasureSubject& subject, const SimulateOptions& options) {
    constexpr double watched_runs = 1, all = watched_runs + LoopRuns::runs;
    // Every run takes about as long as any other.
    const auto part = [&](double from, double runs) {
        SimulateOptions one = options;
        if (options.progress)
            one.progress = [&options, from, runs](double done) {
                options.progress((from + done * runs) / all);
            };
        return one;
    };
    auto watched = watch_loop(*subject.scenario, subject.policy, part(0, watched_runs));
    if (!watched) return pass_on(watched);
    auto loop = measure_loop(*subject.scenario, subject.policy, part(watched_runs, LoopRuns::runs));
    if (!loop) return pass_on(loop);
    return AnsweringMeasured{subject, std::move(*watched), std::move(*loop)};
}

} // namespace attune::ui
