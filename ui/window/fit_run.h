// Fits assumptions on a thread of its own, one fit at a time. The window's thread only takes progress and the
// finished result.
#pragma once

#include "simulations/fit/fit_people.h"
#include "ui/session/one_job.h"

#include <QObject>

namespace attune::ui {

class FitRun : public QObject {
    Q_OBJECT
public:
    explicit FitRun(QObject* parent = nullptr);

    bool running() const { return job_.running(); }
    /// Ends the fit before, if there is one. Progress and stop of the request are set here.
    void start(FitRequest request);
    /// Answers at once; the worker ends by itself.
    void cancel();

Q_SIGNALS:
    void progressed(double done); ///< in [0, 1]; at most 20 a second
    void finished(const attune::FitResult& result);
    void failed(const attune::Error& error);
    void cancelled();

private:
    OneJob job_;
};

} // namespace attune::ui
