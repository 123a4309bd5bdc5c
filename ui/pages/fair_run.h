// Measures who gets shown and who is served, for one policy and scenario, on a thread of its own.
#pragma once

#include "simulations/study/fair_figures.h"
#include "ui/pages/measure_run.h"

#include <functional>

namespace attune::ui {

struct FairMeasured {
    MeasureSubject of;
    FairFigures figures;
};

class FairRun : public MeasureRun {
    Q_OBJECT
public:
    /// What measures; called on the worker's thread.
    using Work = std::function<Result<FairMeasured>(const MeasureSubject&, const SimulateOptions&)>;

    FairRun(int threads, Work work, QObject* parent = nullptr);

    /// Ends the measuring before, if there is one.
    void start(const MeasureSubject& subject);

Q_SIGNALS:
    void finished(const attune::ui::FairMeasured& measured);

private:
    Work work_;
};

/// One replication.
Result<FairMeasured> measure_fair(const MeasureSubject& subject, const SimulateOptions& options);

} // namespace attune::ui
