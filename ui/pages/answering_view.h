// The Policy lab's view on how dissatisfaction is answered, measured on demand: what the answer to a "no"
// reaches, how many people are being answered, what is believed beside what is true, and the latest answers.
#pragma once

#include "simulations/study/lab_study.h"
#include "ui/pages/answering_run.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace attune::ui {

class ChartFrame;

class AnsweringView : public QWidget {
    Q_OBJECT
public:
    explicit AnsweringView(int threads, QWidget* parent = nullptr);
    /// Another way to measure: for tests.
    AnsweringView(int threads, AnsweringRun::Work work, QWidget* parent = nullptr);
    ~AnsweringView() override;

    /// What the levers say now; null: nothing is open. What was measured stays in sight and is marked as
    /// earlier where something has moved that it depends on. The thresholds of the picture on what is
    /// believed follow the levers at once.
    void show_setup(const LabSetup* setup);
    /// Something else is open: nothing measured belongs to it.
    void forget();
    /// Measures what the levers say now, if something is open.
    void measure();
    AnsweringRun& run();

    /// Filled here: "loop", "flow", "evidence", "latest".
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
    void take(const AnsweringMeasured& measured);
    void show_measured();
    void arrange();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
