// The Policy lab's view on how dissatisfaction is answered, measured on demand: what the answer to a "no"
// reaches, what its threshold and its strength trade, how many people are being answered, what is believed
// beside what is true, whether its own confidence is right, the latest answers, and one person's lists before
// and after.
#pragma once

#include "simulations/study/lab_study.h"
#include "ui/pages/answering_run.h"
#include "ui/pages/curve_run.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace attune::ui {

class ChartFrame;
class CurveView;

class AnsweringView : public QWidget {
    Q_OBJECT
public:
    explicit AnsweringView(int threads, QWidget* parent = nullptr);
    /// Another way to measure: for tests.
    AnsweringView(int threads, AnsweringRun::Work work, QWidget* parent = nullptr);
    AnsweringView(int threads, AnsweringRun::Work work, CurveRun::Work curve, QWidget* parent = nullptr);
    ~AnsweringView() override;

    /// What the levers say now; null: nothing is open. What was measured stays in sight and is marked as
    /// earlier where something has moved that it depends on. The thresholds of the picture on what is
    /// believed follow the levers at once.
    void show_setup(const LabSetup* setup);
    /// Something else is open: nothing measured belongs to it.
    void forget();
    /// Measures what the levers say now, if something is open.
    void measure();
    /// The same, and then what the threshold trades: for a picture of the whole tab.
    void measure_all();
    /// What is under way here, the curve's while it is; the tab's own otherwise.
    MeasureRun& run();
    CurveView& curve();

    /// Filled here: "loop", "flow", "evidence", "confidence", "latest".
    std::vector<ChartFrame*> measured_charts() const;

Q_SIGNALS:
    void run_started();
    void run_ended(); ///< finished, failed or cancelled
    void failed(const attune::Error& error);
    void spoke(const QString& words);
    /// A threshold is being moved in the picture of what is believed; `done`: let go.
    void lever_moved(const QString& key, double value, bool done);

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void take(const AnsweringMeasured& measured);
    void show_measured();
    void arrange();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
