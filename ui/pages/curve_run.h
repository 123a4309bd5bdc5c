// Measures what a lever of de-escalation trades, for one policy and scenario, on a thread of its own.
#pragma once

#include "simulations/study/loop_curve.h"
#include "ui/pages/measure_run.h"

#include <functional>
#include <string>

namespace attune::ui {

struct CurveMeasured {
    MeasureSubject of;
    LoopCurve curve;
};

class CurveRun : public MeasureRun {
    Q_OBJECT
public:
    /// What measures a lever; called on the worker's thread.
    using Work = std::function<Result<CurveMeasured>(const MeasureSubject&, const std::string& lever,
                                                     const SimulateOptions&)>;

    CurveRun(int threads, Work work, QObject* parent = nullptr);

    /// Ends the measuring before, if there is one.
    void start(const MeasureSubject& subject, const std::string& lever);

Q_SIGNALS:
    void finished(const attune::ui::CurveMeasured& measured);

private:
    Work work_;
};

/// The usual values of the lever, one replication each.
Result<CurveMeasured> measure_curve(const MeasureSubject& subject, const std::string& lever,
                                    const SimulateOptions& options);

} // namespace attune::ui
