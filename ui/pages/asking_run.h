// Measures ways of asking and sharing for one policy and scenario on a thread of its own, one measuring at a
// time. The window's thread only takes progress and what was measured.
#pragma once

#include "simulations/study/asking_surface.h"
#include "simulations/study/cadence.h"
#include "simulations/study/loop_targets.h"
#include "simulations/study/sharing_levels.h"
#include "ui/session/one_job.h"

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace attune::ui {

/// What a measuring is for.
struct AskingSubject {
    std::shared_ptr<const LoadedScenario> scenario;
    Policy policy;
};

struct AskingMeasured {
    AskingSubject of;
    std::vector<AskingOutcome> surface;
    std::vector<CadenceOutcome> cadence;
    std::vector<SharingOutcome> sharing;
    std::vector<LoopMeasure> loop;
};

class AskingRun : public QObject {
    Q_OBJECT
public:
    /// What measures; called on the worker's thread.
    using Work = std::function<Result<AskingMeasured>(const AskingSubject&, const SimulateOptions&)>;

    AskingRun(int threads, Work work, QObject* parent = nullptr);

    bool running() const { return job_.running(); }
    /// Ends the measuring before, if there is one.
    void start(const AskingSubject& subject);
    /// Answers at once; the worker ends by itself.
    void cancel();

Q_SIGNALS:
    void started();
    /// Share done and seconds left (negative: not known yet); at most 20 a second.
    void progressed(double done, double seconds_left);
    void finished(const attune::ui::AskingMeasured& measured);
    void failed(const attune::Error& error);
    void cancelled();

private:
    int threads_;
    Work work_;
    OneJob job_; ///< last: it uses all of the above
};

/// The surface, the eight ways of asking, the levels of sharing and the answer to a no with its twin, one
/// after the other, one replication each.
Result<AskingMeasured> measure_asking(const AskingSubject& subject, const SimulateOptions& options);

} // namespace attune::ui
