// A run with its trail, recorded into the open file: on the document's thread, since nothing else can be
// saved to the file while its trail is being written.
#include "simulations/study/trail_key.h"
#include "simulations/study/trail_run.h"
#include "ui/session/document_worker.h"

#include <QElapsedTimer>
#include <QFile>

#include <utility>

namespace attune::ui {
namespace {

constexpr int milliseconds_between_progress = 50;

} // namespace

Status DocumentFile::record_trail(const LoadedScenario& scenario, const Policy& policy,
                                  const SimulateOptions& options, int people) {
    auto key = user_signing_key();
    if (!key) return pass_on(key);
    auto trailed = TrailedRun::open(QFile::encodeName(path()).toStdString(), std::move(*key), {});
    if (!trailed) return pass_on(trailed);
    const auto run = trailed->simulate(scenario, policy, options, people);
    if (!run) return pass_on(run);
    const auto head = trailed->keep(*run, options.created);
    if (!head) return pass_on(head);
    return {};
}

void Document::record_trail(std::shared_ptr<const LoadedScenario> scenario, const Policy& policy, int people,
                            int threads) {
    if (!scenario || recording()) return;
    if (!is_open()) return report(error_of(ErrorCode::refused, "document.nothing_open", {}));
    shown_->recordings = 1;
    shown_->stop_recording = {};
    SimulateOptions options;
    options.threads = threads;
    options.created = now_();
    options.stop = shown_->stop_recording.get_token();
    const auto save = [this, scenario = std::move(scenario), policy, options,
                       people](DocumentFile& file) -> Status {
        QElapsedTimer since;
        SimulateOptions told = options;
        told.progress = [&](double done) {
            if (since.isValid() && since.elapsed() < milliseconds_between_progress) return;
            since.start();
            QMetaObject::invokeMethod(
                this, [this, done] { Q_EMIT recording_progressed(done); }, Qt::QueuedConnection);
        };
        const Status saved = guarded([&] { return file.record_trail(*scenario, policy, told, people); });
        QMetaObject::invokeMethod(
            this,
            [this, recorded = saved.has_value()] {
                shown_->recordings = 0;
                if (recorded) Q_EMIT trail_recorded();
                Q_EMIT recording_ended();
            },
            Qt::QueuedConnection);
        if (!saved && saved.error().code == ErrorCode::cancelled) return {}; // as was wished
        return saved;
    };
    write({.save = save, .again = false});
}

void Document::cancel_recording() {
    shown_->stop_recording.request_stop();
}

bool Document::recording() const {
    return shown_->recordings > 0;
}

} // namespace attune::ui
