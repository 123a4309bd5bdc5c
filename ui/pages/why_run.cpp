#include "ui/pages/why_run.h"

#include <utility>

namespace attune::ui {

WhyRun::WhyRun(int threads, Work work, QObject* parent)
    : MeasureRun(threads, parent)
    , work_(std::move(work)) {}

void WhyRun::start(const MeasureSubject& subject, const WhyAsked& asked) {
    const auto work = [this_work = work_, asked](const MeasureSubject& of, const SimulateOptions& options) {
        return this_work(of, asked, options);
    };
    begin(work, subject, [this](const WhyMeasured& measured) { Q_EMIT finished(measured); });
}

Result<WhyMeasured> measure_why(const MeasureSubject& subject, const WhyAsked& asked,
                                const SimulateOptions& options) {
    auto slate = why_slate(*subject.scenario, subject.policy, asked, options);
    if (!slate) return pass_on(slate);
    return WhyMeasured{subject, std::move(*slate)};
}

} // namespace attune::ui
