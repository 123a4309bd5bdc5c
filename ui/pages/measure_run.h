// Something measured on demand on a thread of its own, one measuring at a time. The window's thread only
// takes progress and what was measured. Who derives says what is measured and tells of it.
#pragma once

#include "simulations/study/simulate.h"
#include "ui/session/one_job.h"

#include <QObject>

#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace attune::ui {

/// What a measuring is for.
struct MeasureSubject {
    std::shared_ptr<const LoadedScenario> scenario;
    Policy policy;
};

class MeasureRun : public QObject {
    Q_OBJECT
public:
    bool running() const { return job_.running(); }
    /// Answers at once; the worker ends by itself.
    void cancel();

Q_SIGNALS:
    void started();
    /// Share done and seconds left (negative: not known yet); at most 20 a second.
    void progressed(double done, double seconds_left);
    void failed(const attune::Error& error);
    void cancelled();

protected:
    MeasureRun(int threads, QObject* parent);
    /// Ends the measuring before, if there is one. `work` measures for `subject` on the worker's thread;
    /// `tell` takes what came out, on the window's.
    template <typename Work, typename Tell>
    void begin(const Work& work, const MeasureSubject& subject, const Tell& tell) {
        start_job([work, subject, tell](const SimulateOptions& options) -> Result<std::function<void()>> {
            auto measured = work(subject, options);
            if (!measured) return pass_on(measured);
            using Measured = std::decay_t<decltype(*measured)>;
            return [tell, kept = std::make_shared<const Measured>(std::move(*measured))] { tell(*kept); };
        });
    }

private:
    /// Measures on the worker's thread; what comes back is called on the window's.
    using Measuring = std::function<Result<std::function<void()>>(const SimulateOptions& options)>;
    void start_job(Measuring measuring);

    int threads_;
    OneJob job_; ///< last: it uses all of the above
};

} // namespace attune::ui
