#include "ui/pages/credibility_run.h"

#include "ui/session/guarded.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>

namespace attune::ui {
namespace {

constexpr double known_after = 2; ///< seconds until the rate says how long it will take

} // namespace

CredibilityRun::CredibilityRun(int threads, Work work, QObject* parent)
    : QObject(parent)
    , threads_(std::max(1, threads))
    , work_(std::move(work))
    , job_(*this) {}

void CredibilityRun::start(bool quick) {
    job_.start([this, quick](const std::stop_token& stop, const OneJob::Say& say) {
        JobProgress progress(known_after, [&](double done, double left) {
            say([this, done, left] { Q_EMIT progressed(done, left); });
        });
        std::mutex speaking; // checks run beside each other
        FactOptions options;
        options.quick = quick;
        options.threads = threads_;
        options.stop = stop;
        options.progress = [&](double done) {
            const std::lock_guard lock(speaking);
            progress(done);
        };
        auto results =
            std::make_shared<Result<std::vector<FactResult>>>(guarded([&] { return work_(options); }));
        say([this, quick, results] {
            job_.end();
            if (*results)
                Q_EMIT finished(**results, quick);
            else if (results->error().code == ErrorCode::cancelled)
                Q_EMIT cancelled();
            else
                Q_EMIT failed(results->error());
        });
    });
    Q_EMIT started();
}

void CredibilityRun::cancel() {
    if (job_.cancel()) Q_EMIT cancelled();
}

} // namespace attune::ui
