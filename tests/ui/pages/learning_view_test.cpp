// The tab "Learning" of the lab, with a real measuring of few people, and with one that fails or waits.
#include "tests/support/test.h"
#include "ui/charts/chart_frame.h"
#include "ui/pages/learning_view.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QtWidgets>

#include <atomic>
#include <thread>

namespace attune::ui {
namespace {

constexpr int patience_ms = 30000;

/// Measured once for all tests: it is real, and takes six runs.
Result<LearningMeasured> measured_once(const MeasureSubject& subject, const SimulateOptions& options) {
    static const Result<LearningMeasured> once = measure_teaching(subject, options);
    if (!once) return pass_on(once);
    LearningMeasured measured = *once;
    measured.of = subject;
    return measured;
}

struct Gate {
    std::atomic<bool> open = true, fails = false;

    LearningRun::Work work() {
        return [this](const MeasureSubject& subject,
                      const SimulateOptions& options) -> Result<LearningMeasured> {
            options.progress(0.4);
            while (!open && !options.stop.stop_requested())
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            if (options.stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped");
            if (fails) return fail(ErrorCode::bad_input, "too few days");
            return measured_once(subject, options);
        };
    }
};

struct Shown {
    Gate gate;
    LearningView view{1, gate.work()};
    LabSetup setup;

    Shown() {
        auto world = std::make_shared<LoadedScenario>();
        world->scenario.name = "calm-baseline";
        world->scenario.users = 90;
        world->scenario.days = 56;
        world->scenario.items = 100;
        setup.scenario = world;
        setup.candidate.name = "careful";
        view.resize(1200, 2400);
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
        QSignalSpy ended(&view, &LearningView::run_ended);
        find<QPushButton>("learning.measure")->click();
        if (!ended.wait(patience_ms)) qFatal("never ended");
    }
    int charts() const {
        int shown = 0;
        for (const ChartFrame* frame : view.measured_charts())
            shown += frame->has_chart() && frame->isVisible() ? 1 : 0;
        return shown;
    }
    ChartFrame* chart(const char* name) {
        for (ChartFrame* frame : view.measured_charts())
            if (frame->objectName().section(u'.', -1) == QLatin1String(name)) return frame;
        return nullptr;
    }
};

} // namespace

class LearningView_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { apply_theme(ThemeChoice::light, 1.0); }

    void nothing_is_shown_before_a_run() {
        Shown shown;
        QCOMPARE(shown.charts(), 0);
        QVERIFY(!shown.find<QPushButton>("learning.measure")->isEnabled());
        shown.view.show_setup(&shown.setup);
        QVERIFY(shown.find<QPushButton>("learning.measure")->isEnabled());
    }

    // FB-71, FB-92, FB-93, FB-94: every figure that is watched, and who answers, in sight with tables.
    void what_was_measured_is_shown_with_tables() {
        Shown shown;
        QSignalSpy spoke(&shown.view, &LearningView::spoke);
        shown.measure();
        QCOMPARE(shown.charts(), 4);
        QVERIFY(!spoke.isEmpty());
        for (ChartFrame* frame : shown.view.measured_charts()) {
            QTRY_VERIFY(!frame->accessibleName().isEmpty()); // written when it is seen
            frame->show_table(true);
            QVERIFY(frame->shows_table());
        }
        const auto* views = shown.chart("loops")->findChild<QComboBox*>();
        QVERIFY(views);
        QCOMPARE(views->count(), static_cast<int>(monitor_specs.size()));
        QVERIFY(!views->accessibleName().isEmpty());
        QCOMPARE(shown.chart("calibrated")->findChild<QComboBox*>()->count(), 2);
    }

    void levers_that_moved_since_are_told() {
        Shown shown;
        shown.measure();
        const auto subtitle = [&] {
            QString all;
            for (const QLabel* label : shown.chart("learned")->findChildren<QLabel*>())
                all += label->text();
            return all;
        };
        const QString before = subtitle();
        shown.setup.candidate.answer_thumb_up = 3;
        shown.view.show_setup(&shown.setup);
        QVERIFY(subtitle() != before);
        QCOMPARE(shown.charts(), 4);
    }

    void the_old_picture_stays_while_and_after_a_run_that_is_stopped() {
        Shown shown;
        shown.measure();
        shown.gate.open = false;
        QSignalSpy ended(&shown.view, &LearningView::run_ended);
        shown.find<QPushButton>("learning.measure")->click();
        QVERIFY(shown.view.run().running());
        QCOMPARE(shown.charts(), 4);
        QTRY_VERIFY(shown.find<QPushButton>("learning.cancel")->isVisible());
        shown.find<QPushButton>("learning.cancel")->click();
        QVERIFY(ended.wait(patience_ms) || !ended.isEmpty());
        QCOMPARE(shown.charts(), 4);
    }

    void what_fails_is_told() {
        Shown shown;
        shown.gate.fails = true;
        QSignalSpy failed(&shown.view, &LearningView::failed);
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

ATTUNE_TEST(LearningView_test);

} // namespace attune::ui

#include "learning_view_test.moc"
