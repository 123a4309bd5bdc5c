#include "ui/pages/measure_run.h"

#include "ui/session/guarded.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace attune::ui {
namespace {

constexpr double known_after = 1; ///< seconds until the rate says how long it will take

} // namespace

MeasureRun::MeasureRun(int threads, QObject* parent)
    : QObject(parent)
    , threads_(std::max(1, threads))
    , job_(*this) {}

void MeasureRun::start_job(Measuring measuring) {
    job_.start([this, measuring = std::move(measuring)](const std::stop_token& stop, const OneJob::Say& say) {
        JobProgress progress(known_after, [&](double done, double left) {
            say([this, done, left] { Q_EMIT progressed(done, left); });
        });
        SimulateOptions options;
        options.threads = threads_;
        options.stop = stop;
        options.progress = [&](double done) { progress(done); };
        auto measured =
            std::make_shared<Result<std::function<void()>>>(guarded([&] { return measuring(options); }));
        say([this, measured] {
            job_.end();
            if (*measured)
                (**measured)();
            else if (measured->error().code == ErrorCode::cancelled)
                Q_EMIT cancelled();
            else
                Q_EMIT failed(measured->error());
        });
    });
    Q_EMIT started();
}

void MeasureRun::cancel() {
    if (job_.cancel()) Q_EMIT cancelled();
}

} // namespace attune::ui
