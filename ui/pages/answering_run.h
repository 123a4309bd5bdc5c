// Measures how dissatisfaction is answered for one policy and scenario on a thread of its own.
#pragma once

#include "simulations/study/loop_targets.h"
#include "simulations/study/loop_watched.h"
#include "ui/pages/measure_run.h"

#include <functional>
#include <vector>

namespace attune::ui {

struct AnsweringMeasured {
    MeasureSubject of;
    LoopWatched watched;
    std::vector<LoopMeasure> loop;
};

class AnsweringRun : public MeasureRun {
    Q_OBJECT
public:
    /// What measures; called on the worker's thread.
    using Work = std::function<Result<AnsweringMeasured>(const MeasureSubject&, const SimulateOptions&)>;

    AnsweringRun(int threads, Work work, QObject* parent = nullptr);

    /// Ends the measuring before, if there is one.
    void start(const MeasureSubject& subject);

Q_SIGNALS:
    void finished(const attune::ui::AnsweringMeasured& measured);

private:
    Work work_;
};

/// A run that is watched, and the answer to a no beside the same people without one; one replication each.
Result<AnsweringMeasured> measure_answering(const MeasureSubject& subject, const SimulateOptions& options);

} // namespace attune::ui
