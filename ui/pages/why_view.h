// A part of the tab on answering: why each item of one person's list stands where it stands, and where it
// would stand without what the person said.
#pragma once

#include "simulations/study/lab_study.h"
#include "ui/pages/why_run.h"
#include "ui/widgets/card.h"

#include <functional>
#include <memory>

namespace attune::ui {

class WhyView : public Card {
    Q_OBJECT
public:
    explicit WhyView(int threads, QWidget* parent = nullptr);
    /// Another way to take lists apart: for tests.
    WhyView(int threads, WhyRun::Work work, QWidget* parent = nullptr);
    ~WhyView() override;

    /// What the levers say now; null: nothing is open. A list stays in sight and is marked as earlier where
    /// they have changed.
    void show_setup(const LabSetup* setup);
    /// Something else is open: nothing shown belongs to it.
    void forget();
    /// Takes the chosen list apart, if something is open.
    void measure();
    WhyRun& run();
    /// Where a file goes; empty: nowhere. For tests.
    using AskPath = std::function<QString(const QString& suggested, const QString& filter)>;
    void set_ask_path(AskPath ask);

Q_SIGNALS:
    void run_started();
    void run_ended(); ///< finished, failed or cancelled
    void failed(const attune::Error& error);
    void spoke(const QString& words);

private:
    void build();
    QWidget* build_choice();
    QWidget* build_sheet();
    void take(const WhyMeasured& measured);
    void show_measured();
    void show_item();
    void export_parts();

    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace attune::ui
