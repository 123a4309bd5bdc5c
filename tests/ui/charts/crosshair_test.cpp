#include "tests/support/test.h"
#include "tests/ui/charts/sample_charts.h"
#include "ui/charts/chart_frame.h"
#include "ui/charts/crosshair.h"
#include "ui/charts/line_chart_view.h"

#include <QtWidgets/QtWidgets>

using namespace attune;
using namespace attune::ui;
using namespace Qt::StringLiterals;

namespace {

/// Two charts of a page with one crosshair; the first has the focus.
struct Page : QWidget {
    CrosshairGroup group;
    ChartFrame* first = new ChartFrame(u"satisfaction"_s, this);
    ChartFrame* second = new ChartFrame(u"groups"_s, this);

    Page() {
        auto* column = new QVBoxLayout(this);
        for (ChartFrame* frame : {first, second}) {
            frame->set_crosshair(&group);
            column->addWidget(frame);
        }
        resize(700, 560);
    }
    QWidget* plot(ChartFrame* frame) const {
        return frame->findChild<QWidget*>(frame->objectName() + u".plot"_s);
    }
};

} // namespace

class Crosshair_test : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<Page> page_;

    QString last(const QSignalSpy& spoke) { return spoke.isEmpty() ? QString() : spoke.last()[0].toString(); }

private Q_SLOTS:
    void init() {
        page_ = std::make_unique<Page>();
        page_->show();
        QVERIFY(QTest::qWaitForWindowActive(page_.get()));
        page_->first->show_chart(test::satisfaction_chart(), test::full_state(), nullptr);
        page_->second->show_chart(test::groups_chart(), test::full_state(), nullptr);
        QVERIFY(page_->plot(page_->first));
        page_->plot(page_->first)->setFocus();
        QTRY_VERIFY(page_->plot(page_->first)->hasFocus());
    }
    void cleanup() { page_.reset(); }

    void keys_move_by_day_and_week_and_to_the_ends() {
        QWidget* plot = page_->plot(page_->first);
        QTest::keyClick(plot, Qt::Key_Home);
        QCOMPARE(page_->group.day(), std::optional(1));
        QTest::keyClick(plot, Qt::Key_Right);
        QCOMPARE(page_->group.day(), std::optional(2));
        QTest::keyClick(plot, Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(page_->group.day(), std::optional(9));
        QTest::keyClick(plot, Qt::Key_Left);
        QCOMPARE(page_->group.day(), std::optional(8));
        QTest::keyClick(plot, Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(page_->group.day(), std::optional(1));
        QTest::keyClick(plot, Qt::Key_Left);
        QCOMPARE(page_->group.day(), std::optional(1));
        QTest::keyClick(plot, Qt::Key_End);
        QCOMPARE(page_->group.day(), std::optional(90));
        QTest::keyClick(plot, Qt::Key_Escape);
        QCOMPARE(page_->group.day(), std::optional<int>());
    }

    void a_move_speaks_the_values_of_the_day() {
        LabChart chart = test::satisfaction_chart();
        auto& lines = std::get<LineChart>(chart.plot).lines;
        lines[0].points[57] = {58, 0.6234, 0.6012, 0.6411};
        lines[1].points[57] = {58, 0.581, test::unknown, test::unknown};
        page_->first->show_chart(chart, test::full_state(), nullptr);
        const QSignalSpy spoke(page_->first, &ChartFrame::spoke);
        page_->group.point_at(57);
        QTest::keyClick(page_->plot(page_->first), Qt::Key_Right);
        QCOMPARE(last(spoke), u"day 58: careful 0.62 (0.60 to 0.64), default 0.581"_s);
    }

    void a_day_without_values_says_so() {
        page_->first->show_chart(test::satisfaction_chart(28), test::preview_state(28), nullptr);
        const QSignalSpy spoke(page_->first, &ChartFrame::spoke);
        QWidget* plot = page_->plot(page_->first);
        QTest::keyClick(plot, Qt::Key_End);
        QVERIFY2(last(spoke).startsWith(u"day 28: careful"_s), qPrintable(last(spoke)));
        // The mouse may point where nothing has been run.
        auto* view = qobject_cast<LineChartView*>(plot);
        const QRectF not_run = view->not_run_place();
        QTest::mouseMove(view->viewport(), not_run.center().toPoint());
        QTRY_VERIFY(last(spoke).endsWith(u": not run yet"_s));
    }

    void charts_of_a_group_share_the_day_and_only_the_moved_one_speaks() {
        const QSignalSpy first(page_->first, &ChartFrame::spoke);
        const QSignalSpy second(page_->second, &ChartFrame::spoke);
        const QImage before = page_->second->grab().toImage();
        QTest::keyClick(page_->plot(page_->first), Qt::Key_Home);
        QTest::keyClick(page_->plot(page_->first), Qt::Key_Right, Qt::ControlModifier);
        QCOMPARE(first.size(), 2);
        QCOMPARE(second.size(), 0);
        QVERIFY(page_->second->grab().toImage() != before);
        page_->plot(page_->second)->setFocus();
        QTest::keyClick(page_->plot(page_->second), Qt::Key_Right);
        QCOMPARE(page_->group.day(), std::optional(9));
        QVERIFY2(last(second).startsWith(u"day 9: 18 to 29 "_s), qPrintable(last(second)));
    }

    void ctrl_l_locks_the_day_until_it_is_pressed_again() {
        QWidget* plot = page_->plot(page_->first);
        QTest::keyClick(plot, Qt::Key_L, Qt::ControlModifier);
        QVERIFY(!page_->group.locked()); // nothing to lock yet
        QTest::keyClick(plot, Qt::Key_Home);
        QTest::keyClick(plot, Qt::Key_L, Qt::ControlModifier);
        QVERIFY(page_->group.locked());
        QTest::keyClick(plot, Qt::Key_End);
        QCOMPARE(page_->group.day(), std::optional(1));
        QTest::mouseMove(qobject_cast<LineChartView*>(plot)->viewport(), QPoint(300, 60));
        QCOMPARE(page_->group.day(), std::optional(1));
        QTest::keyClick(plot, Qt::Key_L, Qt::ControlModifier);
        QVERIFY(!page_->group.locked());
        QTest::keyClick(plot, Qt::Key_End);
        QCOMPARE(page_->group.day(), std::optional(90));
    }

    void escape_takes_lock_and_day_away() {
        QWidget* plot = page_->plot(page_->first);
        QTest::keyClick(plot, Qt::Key_Home);
        page_->group.set_locked(true);
        QTest::keyClick(plot, Qt::Key_Escape);
        QVERIFY(!page_->group.locked());
        QVERIFY(!page_->group.day());
    }

    void the_mouse_points_at_the_nearest_day_and_takes_it_away_when_it_leaves() {
        auto* view = qobject_cast<LineChartView*>(page_->plot(page_->first));
        const QRectF plot = view->plot_place();
        const QSignalSpy spoke(page_->first, &ChartFrame::spoke);
        // Day 31 of 1 to 90.
        const QPoint at(qRound(plot.left() + plot.width() * 30 / 89), qRound(plot.center().y()));
        QTest::mouseMove(view->viewport(), at);
        QTRY_COMPARE(page_->group.day(), std::optional(31));
        QVERIFY(last(spoke).startsWith(u"day 31: careful "_s));
        QTest::mouseMove(view->viewport(), QPoint(2, at.y()));
        QTRY_COMPARE(page_->group.day(), std::optional<int>());
    }

    void a_chart_without_a_group_has_a_crosshair_of_its_own() {
        page_->first->set_crosshair(nullptr);
        const QSignalSpy spoke(page_->first, &ChartFrame::spoke);
        QTest::keyClick(page_->plot(page_->first), Qt::Key_Home);
        QVERIFY(last(spoke).startsWith(u"day 1: careful "_s));
        QVERIFY(!page_->group.day());
    }
};

ATTUNE_TEST(Crosshair_test);

#include "crosshair_test.moc"
