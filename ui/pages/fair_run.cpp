#include "ui/pages/fair_run.h"

#include <utility>

namespace attune::ui {

FairRun::FairRun(int threads, Work work, QObject* parent)
    : MeasureRun(threads, parent)
    , work_(std::move(work)) {}

void FairRun::start(const MeasureSubject& subject) {
    begin(work_, subject, [this](const FairMeasured& measured) { Q_EMIT finished(measured); });
}

Result<FairMeasured> measure_fair(const MeasureSubject& subject, const SimulateOptions& options) {
    auto figures = measure_fairness(*subject.scenario, subject.policy, options);
    if (!figures) return pass_on(figures);
    return FairMeasured{subject, std::move(*figures)};
}

} // namespace attune::ui
