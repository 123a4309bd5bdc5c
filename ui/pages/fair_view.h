// Who pays and who gains? The fairness page: who gets shown, who is served, and what limits cost, measured on
// demand. Every chart ends in the lever that acts on it and in what moving it costs whom.
#pragma once

#include "simulations/study/lab_study.h"
#include "ui/pages/fair_run.h"

#include <QWidget>

#include <memory>
#include <vector>

namespace attune::ui {

class Banner;
class ChartFrame;

class FairView : public QWidget {
    Q_OBJECT
public:
    explicit FairView(int threads, QWidget* parent = nullptr);
    /// Another way to measure: for tests.
    FairView(int threads, FairRun::Work work, QWidget* parent = nullptr);
    ~FairView() override;

    /// What the levers say now; null: nothing is open. What was measured stays in sight and is marked as
    /// earlier where policy or people have changed.
    void show_setup(const LabSetup* setup);
    /// Something else is open: nothing measured belongs to it.
    void forget();
    /// Measures, if something is open.
    void measure();
    FairRun& run();
    Banner& banner();
    std::vector<ChartFrame*> frames() const;
    /// How charts ask where to export to.
    void set_ask_path(const std::function<QString(const QString& suggested, const QString& filter)>& ask);

Q_SIGNALS:
    void run_started();
    void run_ended(); ///< finished, failed or cancelled
    void failed(const attune::Error& error);
    void spoke(const QString& words);
    /// Somebody wants to move this lever.
    void lever_wanted(const QString& key);

protected:
    void changeEvent(QEvent* event) override;

private:
    void build();
    void take(const FairMeasured& measured);
    void show_measured();
    void arrange();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
