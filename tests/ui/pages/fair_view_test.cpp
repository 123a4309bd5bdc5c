// The fairness page: empty, while it measures, and with what was measured, with a measuring that waits until
// it is told to go on.
#include "tests/support/test.h"
#include "ui/charts/chart_frame.h"
#include "ui/pages/fair_view.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QtWidgets>

#include <atomic>
#include <thread>

namespace attune::ui {
namespace {

constexpr int patience_ms = 10000;

MetricValue figure(double at) {
    return {.key = "", .value = at, .lower = at - 0.02, .upper = at + 0.02, .n = 50};
}

FairMeasured planted(const MeasureSubject& subject) {
    FairMeasured measured{subject, {}};
    FairFigures& figures = measured.figures;
    figures.limited = !subject.policy.exposure_floor.empty();
    for (const char* name : {"large", "small"}) {
        FairGroup group{.name = name, .providers = 10, .items = 100, .item_share = 0.5};
        const bool small = group.name == "small";
        group.exposure = figure(small ? 0.3 : 0.7);
        group.exposure_twin = figure(small ? 0.2 : 0.8);
        group.fitting = group.predicted = figure(small ? 0.45 : 0.55);
        group.picks = figure(small ? 0.3 : 0.7);
        for (Disparity& disparity : group.disparity)
            disparity = {figure(small ? 0.67 : 1.27), figure(small ? -0.15 : 0.15)};
        group.price = group.debt = {0.0, 0.1, 0.2};
        if (small && figures.limited) {
            group.floor = 0.3;
            group.floor_state = LimitState::held;
        }
        figures.groups.push_back(group);
    }
    for (LorenzCurve* curve : {&figures.items, &figures.providers}) {
        curve->entries = 20;
        curve->gini = figure(0.5);
        for (std::size_t step = 0; step <= LorenzCurve::steps; ++step)
            curve->share[step] = curve->twin[step] = static_cast<double>(step * step) / 10000;
    }
    ServedGroup phone{.group = "device=phone", .people = 40};
    phone.satisfaction = figure(0.5);
    phone.beside_all = figure(-0.1);
    figures.people = {phone};
    figures.cost.paid = figure(0.03);
    figures.cost.bound = figure(0.02);
    figures.cost.requests = 100;
    return measured;
}

struct Gate {
    std::atomic<bool> open = true, fails = false;

    FairRun::Work work() {
        return [this](const MeasureSubject& subject, const SimulateOptions& options) -> Result<FairMeasured> {
            options.progress(0.4);
            while (!open && !options.stop.stop_requested())
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            if (options.stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped");
            if (fails) return fail(ErrorCode::bad_input, "the floor cannot be met");
            return planted(subject);
        };
    }
};

struct Shown {
    Gate gate;
    FairView view{1, gate.work()};
    LabSetup setup;

    Shown() {
        auto world = std::make_shared<LoadedScenario>();
        world->scenario.name = "calm-baseline";
        setup.scenario = world;
        setup.candidate.name = "careful";
        setup.candidate.exposure_floor["small"] = 0.3;
        view.resize(1200, 1600);
        view.show();
        if (!QTest::qWaitForWindowExposed(&view)) qFatal("not shown");
    }
    template <typename T>
    T* find(const char* name) {
        T* found = view.findChild<T*>(QLatin1String(name));
        if (!found) qFatal("no %s", name);
        return found;
    }
    void measure() {
        view.show_setup(&setup);
        QSignalSpy ended(&view, &FairView::run_ended);
        find<QPushButton>("fair.measure")->click();
        if (!ended.wait(patience_ms)) qFatal("never ended");
    }
    int charts() {
        int shown = 0;
        for (const ChartFrame* frame : view.frames())
            shown += frame->has_chart() && frame->isVisible() ? 1 : 0;
        return shown;
    }
};

} // namespace

class FairView_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { apply_theme(ThemeChoice::light, 1.0); }

    void nothing_is_shown_before_a_run() {
        Shown shown;
        QCOMPARE(shown.charts(), 0);
        QVERIFY(!shown.find<QPushButton>("fair.measure")->isEnabled());
        shown.view.show_setup(&shown.setup);
        QVERIFY(shown.find<QPushButton>("fair.measure")->isEnabled());
    }

    void what_was_measured_is_shown_with_tables_and_levers() {
        Shown shown;
        shown.measure();
        QCOMPARE(shown.charts(), 6);
        QSignalSpy levers(&shown.view, &FairView::lever_wanted);
        shown.find<QPushButton>("fair.lever.fair_liking")->click();
        QCOMPARE(levers.size(), 1);
        QCOMPARE(levers[0][0].toString(), QStringLiteral("fairness.floor.small"));
        for (ChartFrame* frame : shown.view.frames()) {
            frame->show_table(true);
            QVERIFY(frame->shows_table());
            QVERIFY(!frame->accessibleName().isEmpty());
            const auto* lever = shown.find<QPushButton>(
                qPrintable(QStringLiteral("fair.lever.") + frame->objectName().section(u'.', 1)));
            QVERIFY(lever->isVisible() && lever->focusPolicy() != Qt::NoFocus);
            QVERIFY(!lever->accessibleName().isEmpty());
        }
    }

    void without_limits_there_is_no_push() {
        Shown shown;
        shown.setup.candidate.exposure_floor.clear();
        shown.measure();
        QCOMPARE(shown.charts(), 5);
    }

    void the_old_picture_stays_while_and_after_a_run_that_is_stopped() {
        Shown shown;
        shown.measure();
        shown.gate.open = false;
        shown.setup.candidate.exposure_floor["small"] = 0.4;
        shown.view.show_setup(&shown.setup);
        QSignalSpy ended(&shown.view, &FairView::run_ended);
        shown.find<QPushButton>("fair.measure")->click();
        QVERIFY(shown.view.run().running());
        QCOMPARE(shown.charts(), 6);
        QTRY_VERIFY(shown.find<QPushButton>("fair.cancel")->isVisible());
        shown.find<QPushButton>("fair.cancel")->click();
        QVERIFY(ended.wait(patience_ms) || !ended.isEmpty());
        QCOMPARE(shown.charts(), 6);
    }

    void limits_that_cannot_be_met_are_told() {
        Shown shown;
        shown.gate.fails = true;
        QSignalSpy failed(&shown.view, &FairView::failed);
        shown.measure();
        QCOMPARE(failed.size(), 1);
        QCOMPARE(shown.charts(), 0);
    }

    void another_file_forgets_it() {
        Shown shown;
        shown.measure();
        shown.view.forget();
        QCOMPARE(shown.charts(), 0);
    }
};

ATTUNE_TEST(FairView_test);

} // namespace attune::ui

#include "fair_view_test.moc"
