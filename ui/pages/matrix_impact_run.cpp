#include "ui/pages/matrix_impact_run.h"

namespace attune::ui {

MatrixImpactRun::MatrixImpactRun(int threads, QObject* parent)
    : MeasureRun(threads, parent)
    , work_([](const ImpactSubject& subject, const SimulateOptions& options) {
        return measure_matrix_impact(*subject.people.scenario, subject.people.policy, subject.before,
                                     subject.after, options);
    }) {}

void MatrixImpactRun::start(const ImpactSubject& subject) {
    begin([work = work_, subject](const MeasureSubject&,
                                  const SimulateOptions& options) { return work(subject, options); },
          subject.people, [this, subject](const MatrixImpact& impact) { Q_EMIT finished(impact, subject); });
}

} // namespace attune::ui
