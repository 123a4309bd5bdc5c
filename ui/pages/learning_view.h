// The tab "Learning" of the lab: what feedback teaches, whose liking is predicted well, whether lists narrow
// and who answers, measured on demand.
#pragma once

#include "simulations/study/lab_study.h"
#include "ui/pages/learning_run.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace attune::ui {

class ChartFrame;

class LearningView : public QWidget {
    Q_OBJECT
public:
    explicit LearningView(int threads, QWidget* parent = nullptr);
    /// Another way to measure: for tests.
    LearningView(int threads, LearningRun::Work work, QWidget* parent = nullptr);
    ~LearningView() override;

    /// What the levers say now; null: nothing is open. What was measured stays in sight and is marked as
    /// earlier where policy or people have changed.
    void show_setup(const LabSetup* setup);
    /// Something else is open: nothing measured belongs to it.
    void forget();
    /// Measures, if something is open.
    void measure();
    LearningRun& run();

    /// Filled here: "learned", "calibrated", "loops", "heard".
    std::vector<ChartFrame*> measured_charts() const;

Q_SIGNALS:
    void run_started();
    void run_ended(); ///< finished, failed or cancelled
    void failed(const attune::Error& error);
    void spoke(const QString& words);

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void take(const LearningMeasured& measured);
    void show_measured();
    void arrange();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
