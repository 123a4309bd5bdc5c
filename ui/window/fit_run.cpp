#include "ui/window/fit_run.h"

#include "ui/session/guarded.h"

#include <memory>
#include <utility>

namespace attune::ui {

FitRun::FitRun(QObject* parent)
    : QObject(parent)
    , job_(*this) {}

void FitRun::start(FitRequest request) {
    job_.start([this, request = std::move(request)](const std::stop_token& stop, const OneJob::Say& say) {
        JobProgress progress(0, [&](double done, double) { say([this, done] { Q_EMIT progressed(done); }); });
        FitRequest wanted = request;
        wanted.stop = stop;
        wanted.progress = [&](double done) { progress(done); };
        auto result = std::make_shared<Result<FitResult>>(guarded([&] { return fit_people(wanted); }));
        say([this, result] {
            job_.end();
            if (*result)
                Q_EMIT finished(**result);
            else if (result->error().code == ErrorCode::cancelled)
                Q_EMIT cancelled();
            else
                Q_EMIT failed(result->error());
        });
    });
}

void FitRun::cancel() {
    if (job_.cancel()) Q_EMIT cancelled();
}

} // namespace attune::ui
