// Measures what feedback teaches and whether it narrows, for one policy and scenario, on a thread of its own.
#pragma once

#include "simulations/study/learning.h"
#include "simulations/study/monitors.h"
#include "ui/pages/measure_run.h"

#include <functional>

namespace attune::ui {

struct LearningMeasured {
    MeasureSubject of;
    LearningOutcome learning;
    Monitors monitors;
};

class LearningRun : public MeasureRun {
    Q_OBJECT
public:
    /// What measures; called on the worker's thread.
    using Work = std::function<Result<LearningMeasured>(const MeasureSubject&, const SimulateOptions&)>;

    LearningRun(int threads, Work work, QObject* parent = nullptr);

    /// Ends the measuring before, if there is one.
    void start(const MeasureSubject& subject);

Q_SIGNALS:
    void finished(const attune::ui::LearningMeasured& measured);

private:
    Work work_;
};

/// One replication of each run.
Result<LearningMeasured> measure_teaching(const MeasureSubject& subject, const SimulateOptions& options);

} // namespace attune::ui
