#include "ui/pages/curve_run.h"

#include <utility>

namespace attune::ui {

CurveRun::CurveRun(int threads, Work work, QObject* parent)
    : MeasureRun(threads, parent)
    , work_(std::move(work)) {}

void CurveRun::start(const MeasureSubject& subject, const std::string& lever) {
    const auto work = [this_work = work_, lever](const MeasureSubject& of, const SimulateOptions& options) {
        return this_work(of, lever, options);
    };
    begin(work, subject, [this](const CurveMeasured& measured) { Q_EMIT finished(measured); });
}

Result<CurveMeasured> measure_curve(const MeasureSubject& subject, const std::string& lever,
                                    const SimulateOptions& options) {
    auto values = curve_values(subject.policy, lever);
    if (!values) return pass_on(values);
    auto curve = measure_loop_curve(*subject.scenario, subject.policy, lever, std::move(*values), options);
    if (!curve) return pass_on(curve);
    return CurveMeasured{subject, std::move(*curve)};
}

} // namespace attune::ui
