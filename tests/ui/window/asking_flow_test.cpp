// The lab's view on asking in the window: how one gets there, what is remembered, and what it is measured
// for.
#include "tests/ui/window/fixture.h"
#include "ui/pages/answering_view.h"
#include "ui/pages/asking_view.h"

#include <QLabel>
#include <QPushButton>

namespace attune::ui {

namespace {

/// So few people that 28 runs take a blink.
LabSetup tiny_setup() {
    return small_setup(60, 5, 1);
}

} // namespace

class Asking_flow_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keys_lead_there_and_back_and_the_tab_is_remembered() {
        Window w;
        QTest::keyClick(w.window.get(), Qt::Key_3, Qt::ControlModifier);
        QVERIFY(w.window->page() == Page::lab);
        QVERIFY(w.window->lab_page().tab() == LabTab::asking);
        w.open();
        QVERIFY(w.window->lab_page().tab() == LabTab::asking);
        QTest::keyClick(w.window.get(), Qt::Key_2, Qt::ControlModifier);
        QVERIFY(w.window->lab_page().tab() == LabTab::asking); // the lab as it was left
        QTest::keyClick(w.window.get(), Qt::Key_2, Qt::ControlModifier);
        QVERIFY(w.window->lab_page().tab() == LabTab::outcome);
        w.open();
        QVERIFY(w.window->lab_page().tab() == LabTab::outcome);
    }

    void answering_has_keys_of_its_own_and_is_remembered() {
        Window w;
        QTest::keyClick(w.window.get(), Qt::Key_4, Qt::ControlModifier);
        QVERIFY(w.window->page() == Page::lab);
        QVERIFY(w.window->lab_page().tab() == LabTab::answering);
        w.open();
        QVERIFY(w.window->lab_page().tab() == LabTab::answering);
        QTest::keyClick(w.window.get(), Qt::Key_3, Qt::ControlModifier);
        QVERIFY(w.window->lab_page().tab() == LabTab::asking);
    }

    void learning_has_keys_of_its_own_and_is_remembered() {
        Window w;
        QTest::keyClick(w.window.get(), Qt::Key_7, Qt::ControlModifier);
        QVERIFY(w.window->page() == Page::lab);
        QVERIFY(w.window->lab_page().tab() == LabTab::learning);
        w.open();
        QVERIFY(w.window->lab_page().tab() == LabTab::learning);
    }

    void answering_measures_what_the_levers_say_and_its_thresholds_follow_them() {
        Window w;
        QVERIFY(w.open_small(tiny_setup()));
        w.window->lab_page().show_tab(LabTab::answering);
        w.window->resize(1280, 2600); // charts are written when they are seen
        AnsweringView& answering = w.window->lab_page().answering();
        QSignalSpy settled(w.window.get(), &MainWindow::settled_now);
        w.find<QPushButton>("answering.measure")->click();
        QVERIFY(!w.window->settled());
        QTRY_VERIFY_WITH_TIMEOUT(!answering.run().running(), patience_ms);
        QVERIFY(w.window->settled() && settled.count() >= 1);
        for (const ChartFrame* frame : answering.measured_charts())
            QVERIFY(frame->has_chart());
        VERIFY_OK(w.window->lab().set_lever("deescalation.acknowledge_at", 0.72));
        const ChartFrame* evidence = answering.measured_charts()[2];
        QTRY_VERIFY(evidence->accessibleDescription().contains(QStringLiteral("At 0.72, ")));
        w.window->lab().close();
        for (const ChartFrame* frame : answering.measured_charts())
            QVERIFY(!frame->has_chart());
    }

    void it_measures_what_the_levers_say_and_knows_when_they_move() {
        Window w;
        QVERIFY(w.open_small(tiny_setup()));
        w.window->lab_page().show_tab(LabTab::asking);
        AskingView& asking = w.window->lab_page().asking();
        QSignalSpy settled(w.window.get(), &MainWindow::settled_now);
        w.find<QPushButton>("asking.measure")->click();
        QVERIFY(!w.window->settled());
        QTRY_VERIFY_WITH_TIMEOUT(!asking.run().running(), patience_ms);
        QVERIFY(w.window->settled() && settled.count() >= 1);
        for (const ChartFrame* frame : asking.measured_charts())
            QVERIFY(frame->has_chart());
        for (const ChartFrame* frame : asking.day_charts())
            QVERIFY(frame->has_chart());
        const auto state = [&] { return w.find<QLabel>("asking.state")->text(); };
        QVERIFY(state().startsWith(QStringLiteral("Measured for Gentler")));
        VERIFY_OK(w.window->lab().set_lever("prompt.gap_hours", 20));
        QVERIFY(state().startsWith(QStringLiteral("Measured for Gentler")));
        VERIFY_OK(w.window->lab().set_lever("ranking.temperature", 0.9));
        QVERIFY(state().startsWith(QStringLiteral("Measured for earlier levers")));
        w.window->lab().undo_stack().undo();
        QVERIFY(state().startsWith(QStringLiteral("Measured for Gentler")));
        w.window->lab().close();
        for (const ChartFrame* frame : asking.measured_charts())
            QVERIFY(!frame->has_chart());
    }

    void opening_something_else_ends_a_measuring() {
        Window w;
        QVERIFY(w.open_small(tiny_setup()));
        AskingView& asking = w.window->lab_page().asking();
        asking.measure();
        QVERIFY(asking.run().running());
        w.window->lab().open(tiny_setup());
        QVERIFY(!asking.run().running());
    }

    void a_measuring_ends_with_the_window() {
        Window w;
        QVERIFY(w.open_small(small_setup()));
        w.window->lab_page().asking().measure();
        w.window.reset(); // stops and joins, within the patience of whoever runs the tests
    }
};
ATTUNE_TEST(Asking_flow_test);

} // namespace attune::ui

#include "asking_flow_test.moc"
