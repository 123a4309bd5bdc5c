// The Policy lab's view on asking: whether people tire of it, by day and as the levers stand; and, measured
// on demand, what other moments, other paces and other levels of sharing would bring.
#pragma once

#include "simulations/study/lab_study.h"
#include "ui/pages/asking_run.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace attune::ui {

class ChartFrame;

class AskingView : public QWidget {
    Q_OBJECT
public:
    explicit AskingView(int threads, QWidget* parent = nullptr);
    /// Another way to measure: for tests.
    AskingView(int threads, AskingRun::Work work, QWidget* parent = nullptr);
    ~AskingView() override;

    /// What the levers say now; null: nothing is open. What was measured stays in sight: it is marked as
    /// earlier where it is of another world, or of levers that it depends on and that have moved. The cells
    /// nearest to the policy follow the levers at once.
    void show_setup(const LabSetup* setup);
    /// Something else is open: nothing measured belongs to it.
    void forget();
    /// Measures what the levers say now, if something is open.
    void measure();
    AskingRun& run();

    /// Filled from the lab's picture: "fatigue", "answered".
    std::vector<ChartFrame*> day_charts() const;
    /// Filled here: "surface", "cadence", "sharing".
    std::vector<ChartFrame*> measured_charts() const;

Q_SIGNALS:
    void run_started();
    void run_ended(); ///< finished, failed or cancelled
    void failed(const attune::Error& error);
    void spoke(const QString& words);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void build();
    void take(const AskingMeasured& measured);
    void show_measured();
    void arrange();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
