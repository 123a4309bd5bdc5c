// Runs the checks of the credibility page on a thread of its own, one run at a time. The window's thread only
// takes progress and finished results.
#pragma once

#include "simulations/credibility/run_facts.h"
#include "ui/session/one_job.h"

#include <QObject>

#include <functional>
#include <vector>

namespace attune::ui {

class CredibilityRun : public QObject {
    Q_OBJECT
public:
    /// What runs the checks; called on the worker's thread.
    using Work = std::function<Result<std::vector<FactResult>>(const FactOptions&)>;

    CredibilityRun(int threads, Work work, QObject* parent = nullptr);

    bool running() const { return job_.running(); }
    /// Ends the run before, if there is one.
    void start(bool quick);
    /// Answers at once; the worker ends by itself.
    void cancel();

Q_SIGNALS:
    void started();
    /// Share done and seconds left (negative: not known yet); at most 20 a second.
    void progressed(double done, double seconds_left);
    void finished(const std::vector<attune::FactResult>& results, bool quick);
    void failed(const attune::Error& error);
    void cancelled();

private:
    int threads_;
    Work work_;
    OneJob job_; ///< last: it uses all of the above
};

} // namespace attune::ui
