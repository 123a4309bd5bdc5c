// A part of the tab on answering: what a lever of de-escalation trades, measured on demand, lever by lever.
#pragma once

#include "simulations/study/lab_study.h"
#include "ui/pages/curve_run.h"

#include <QWidget>

#include <memory>

namespace attune::ui {

class ChartFrame;

class CurveView : public QWidget {
    Q_OBJECT
public:
    explicit CurveView(int threads, QWidget* parent = nullptr);
    /// Another way to measure: for tests.
    CurveView(int threads, CurveRun::Work work, QWidget* parent = nullptr);
    ~CurveView() override;

    /// What the levers say now; null: nothing is open. The mark of the present value follows the lever at
    /// once; a curve stays in sight and is marked as earlier where another lever or the people have changed.
    void show_setup(const LabSetup* setup);
    /// Something else is open: nothing measured belongs to it.
    void forget();
    /// Measures the chosen lever, if something is open.
    void measure();
    CurveRun& run();
    ChartFrame& frame();

Q_SIGNALS:
    void run_started();
    void run_ended(); ///< finished, failed or cancelled
    void failed(const attune::Error& error);
    void spoke(const QString& words);

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void take(const CurveMeasured& measured);
    void show_chosen();
    void arrange();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
