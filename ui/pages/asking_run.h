// Measures ways of asking and sharing for one policy and scenario on a thread of its own.
#pragma once

#include "simulations/study/asking_surface.h"
#include "simulations/study/cadence.h"
#include "simulations/study/sharing_levels.h"
#include "ui/pages/measure_run.h"

#include <functional>
#include <vector>

namespace attune::ui {

struct AskingMeasured {
    MeasureSubject of;
    std::vector<AskingOutcome> surface;
    std::vector<CadenceOutcome> cadence;
    std::vector<SharingOutcome> sharing;
};

class AskingRun : public MeasureRun {
    Q_OBJECT
public:
    /// What measures; called on the worker's thread.
    using Work = std::function<Result<AskingMeasured>(const MeasureSubject&, const SimulateOptions&)>;

    AskingRun(int threads, Work work, QObject* parent = nullptr);

    /// Ends the measuring before, if there is one.
    void start(const MeasureSubject& subject);

Q_SIGNALS:
    void finished(const attune::ui::AskingMeasured& measured);

private:
    Work work_;
};

/// The surface, the eight ways of asking and the levels of sharing, one after the other, one replication
/// each.
Result<AskingMeasured> measure_asking(const MeasureSubject& subject, const SimulateOptions& options);

} // namespace attune::ui
