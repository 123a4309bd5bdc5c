// Takes one person's list apart, for one policy and scenario, on a thread of its own.
#pragma once

#ifndef Q_MOC_RUN // moc does not read the concepts of the standard library
#include "simulations/study/why_slate.h"
#endif
#include "ui/pages/measure_run.h"

#include <functional>

namespace attune::ui {

struct WhyMeasured {
    MeasureSubject of;
    WhySlate slate;
};

class WhyRun : public MeasureRun {
    Q_OBJECT
public:
    /// What takes it apart; called on the worker's thread.
    using Work =
        std::function<Result<WhyMeasured>(const MeasureSubject&, const WhyAsked&, const SimulateOptions&)>;

    WhyRun(int threads, Work work, QObject* parent = nullptr);

    /// Ends the measuring before, if there is one.
    void start(const MeasureSubject& subject, const WhyAsked& asked);

Q_SIGNALS:
    void finished(const attune::ui::WhyMeasured& measured);

private:
    Work work_;
};

Result<WhyMeasured> measure_why(const MeasureSubject& subject, const WhyAsked& asked,
                                const SimulateOptions& options);

} // namespace attune::ui
