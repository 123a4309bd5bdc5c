// Measures what a change of the matrix does to stored people, on a thread of its own.
#pragma once

#include "simulations/study/matrix_impact.h"
#include "ui/pages/measure_run.h"

namespace attune::ui {

/// What an impact is of.
struct ImpactSubject {
    MeasureSubject people; ///< scenario and policy
    std::shared_ptr<const MatrixInForce> before, after;
};

class MatrixImpactRun : public MeasureRun {
    Q_OBJECT
public:
    using Work = std::function<Result<MatrixImpact>(const ImpactSubject&, const SimulateOptions&)>;

    MatrixImpactRun(int threads, QObject* parent);
    /// What measures, instead of measure_matrix_impact(); called on the worker's thread.
    void set_work(Work work) { work_ = std::move(work); }
    /// Ends the measuring before, if there is one.
    void start(const ImpactSubject& subject);

Q_SIGNALS:
    void finished(const attune::MatrixImpact& impact, const attune::ui::ImpactSubject& of);

private:
    Work work_;
};

} // namespace attune::ui
