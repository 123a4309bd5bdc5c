#include "ui/pages/asking_run.h"

#include <utility>

namespace attune::ui {

AskingRun::AskingRun(int threads, Work work, QObject* parent)
    : MeasureRun(threads, parent)
    , work_(std::move(work)) {}

void AskingRun::start(const MeasureSubject& subject) {
    begin(work_, subject, [this](const AskingMeasured& measured) { Q_EMIT finished(measured); });
}

Result<AskingMeasured> measure_asking(const MeasureSubject& subject, const SimulateOptions& options) {
    const auto cells = static_cast<double>(surface_cells().size());
    const auto paces = static_cast<double>(cadence_rows(subject.policy).size());
    const double all = cells + paces + sharing_level_count;
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
    return AskingMeasured{subject, std::move(*surface), std::move(*cadence), std::move(*sharing)};
}

} // namespace attune::ui
