#include "ui/pages/asking_run.h"

#include "ui/session/guarded.h"

#include <algorithm>
#include <utility>

namespace attune::ui {
namespace {

constexpr double known_after = 1; ///< seconds until the rate says how long it will take

} // namespace

AskingRun::AskingRun(int threads, Work work, QObject* parent)
    : QObject(parent)
    , threads_(std::max(1, threads))
    , work_(std::move(work))
    , job_(*this) {}

void AskingRun::start(const AskingSubject& subject) {
    job_.start([this, subject](const std::stop_token& stop, const OneJob::Say& say) {
        JobProgress progress(known_after, [&](double done, double left) {
            say([this, done, left] { Q_EMIT progressed(done, left); });
        });
        SimulateOptions options;
        options.threads = threads_;
        options.stop = stop;
        options.progress = [&](double done) { progress(done); };
        auto measured =
            std::make_shared<Result<AskingMeasured>>(guarded([&] { return work_(subject, options); }));
        say([this, measured] {
            job_.end();
            if (*measured)
                Q_EMIT finished(**measured);
            else if (measured->error().code == ErrorCode::cancelled)
                Q_EMIT cancelled();
            else
                Q_EMIT failed(measured->error());
        });
    });
    Q_EMIT started();
}

void AskingRun::cancel() {
    if (job_.cancel()) Q_EMIT cancelled();
}

Result<AskingMeasured> measure_asking(const AskingSubject& subject, const SimulateOptions& options) {
    const auto cells = static_cast<double>(surface_cells().size());
    const auto paces = static_cast<double>(cadence_rows(subject.policy).size());
    constexpr double twins = 2;
    const double all = cells + paces + sharing_level_count + twins;
    // Every way takes about as long as any other.
    const auto part = [&](double from, double ways) {
        SimulateOptions one = options;
        if (options.progress)
            one.progress = [&options, from, ways, all](double done) {
                options.progress((from + done * ways) / all);
            };
        return one;
    };
    auto surface = measure_asking_surface(*subject.scenario, subject.policy, part(0, cells));
    if (!surface) return pass_on(surface);
    auto cadence = measure_cadence(*subject.scenario, subject.policy, part(cells, paces));
    if (!cadence) return pass_on(cadence);
    auto sharing =
        measure_sharing(*subject.scenario, subject.policy, part(cells + paces, sharing_level_count));
    if (!sharing) return pass_on(sharing);
    auto loop = measure_loop(*subject.scenario, subject.policy, part(all - twins, twins));
    if (!loop) return pass_on(loop);
    return AskingMeasured{subject, std::move(*surface), std::move(*cadence), std::move(*sharing),
                          std::move(*loop)};
}

} // namespace attune::ui
