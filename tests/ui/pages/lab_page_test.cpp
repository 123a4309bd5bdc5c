// The Policy lab's centre: empty, expecting, with a picture; what stays on the first screen.
#include "tests/support/test.h"
#include "ui/charts/chart_frame.h"
#include "ui/charts/metric_tile.h"
#include "ui/pages/lab_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/empty_state.h"

#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

namespace attune::ui {

namespace {

/// A real comparison of few people, made once.
const LabOutcome& outcome(bool preview) {
    static const auto make = [](bool is_preview) {
        auto world = std::make_shared<LoadedScenario>();
        world->scenario.users = 150;
        world->scenario.days = 14;
        world->scenario.items = 150;
        LabSetup setup;
        setup.scenario = world;
        setup.candidate.name = "careful";
        setup.candidate.weekly_cap = 1;
        setup.replications = is_preview ? 1 : 2;
        LabStudy study;
        SimulateOptions options;
        auto result = is_preview ? study.preview(setup, PreviewStage{}, options) : study.full(setup, options);
        auto input = std::make_shared<ReportInput>();
        input->comparison = result->comparison.record;
        input->baseline = result->comparison.baseline;
        input->run = result->comparison.candidate;
        LabOutcome made;
        made.input = input;
        made.picture =
            std::make_shared<const LabPicture>(make_lab_picture(*input, result->state, Text::english()));
        return made;
    };
    static const LabOutcome full = make(false);
    static const LabOutcome small = make(true);
    return preview ? small : full;
}

QPushButton* keep(LabPage& page) {
    return page.findChild<QPushButton*>(QStringLiteral("lab.keep"));
}

} // namespace

class Lab_page_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { apply_theme(ThemeChoice::light); }

    void empty_it_offers_one_button() {
        LabPage page;
        page.resize(900, 600);
        page.show();
        auto* empty = page.findChild<EmptyState*>();
        QVERIFY(empty && empty->isVisible());
        QSignalSpy wanted(&page, &LabPage::example_wanted);
        empty->button()->click();
        QCOMPARE(wanted.count(), 1);
        page.show_outcome(outcome(false));
        QVERIFY(!empty->isVisible());
        page.clear();
        QVERIFY(empty->isVisible());
    }

    void expecting_a_picture_does_not_take_one_away() {
        LabPage page;
        page.expect(QStringLiteral("soon"));
        auto* subtitle = page.findChild<QLabel*>(QStringLiteral("page.subtitle"));
        QVERIFY(subtitle);
        QCOMPARE(subtitle->text(), QStringLiteral("soon"));
        page.show_outcome(outcome(false));
        const QString shown = subtitle->text();
        page.expect(QStringLiteral("soon"));
        QCOMPARE(subtitle->text(), shown);
    }

    void a_picture_fills_title_tiles_and_charts() {
        LabPage page;
        page.resize(1100, 700);
        page.show();
        page.set_question(QStringLiteral("What if we ask less?"));
        page.show_outcome(outcome(false));
        QCOMPARE(page.findChild<QLabel*>(QStringLiteral("page.title"))->text(),
                 QStringLiteral("What if we ask less?"));
        QCOMPARE(page.findChild<QLabel*>(QStringLiteral("page.subtitle"))->text(),
                 QString::fromStdString(outcome(false).picture->subtitle));
        QCOMPARE(page.charts().size(), std::size_t{4});
        QVERIFY(!page.drawn()); // the first charts come one after the other
        QSignalSpy filled(&page, &LabPage::filled);
        QTRY_VERIFY(page.drawn());
        QCOMPARE(filled.size(), 1);
        for (const ChartFrame* frame : page.charts())
            QVERIFY2(frame->has_chart(), qPrintable(frame->objectName()));
        QCOMPARE(page.tiles().size(), std::size_t{5});
        for (const MetricTile* tile : page.tiles())
            QVERIFY2(!tile->accessibleName().isEmpty(), qPrintable(tile->objectName()));
    }

    void only_a_full_run_can_be_kept_and_only_once() {
        LabPage page;
        QVERIFY(!keep(page)->isEnabled());
        page.show_outcome(outcome(true));
        QVERIFY(!keep(page)->isEnabled());
        page.show_outcome(outcome(false));
        QVERIFY(keep(page)->isEnabled());
        QSignalSpy wanted(&page, &LabPage::keep_wanted);
        keep(page)->click();
        QCOMPARE(wanted.count(), 1);
        page.set_kept(true);
        QVERIFY(!keep(page)->isEnabled());
        QCOMPARE(keep(page)->text(), QStringLiteral("Kept"));
        page.show_outcome(outcome(false));
        QCOMPARE(keep(page)->text(), QStringLiteral("Keep this run"));
    }

    void the_big_charts_stand_side_by_side_or_stacked_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<double>("zoom");
        QTest::addColumn<bool>("stacked");
        QTest::newRow("1440") << 796 << 1.0 << false;
        QTest::newRow("1280") << 916 << 1.0 << false;
        QTest::newRow("340 each") << 2 * 340 + 12 + 32 << 1.0 << false;
        QTest::newRow("less than 340 each") << 2 * 340 + 12 + 31 - 1 << 1.0 << true;
        QTest::newRow("1280 with large text") << 916 << 1.5 << true;
    }
    void the_big_charts_stand_side_by_side_or_stacked() {
        QFETCH(int, width);
        QFETCH(double, zoom);
        QFETCH(bool, stacked);
        apply_theme(ThemeChoice::light, zoom);
        LabPage page;
        page.resize(width, 618);
        page.show_outcome(outcome(false));
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        const ChartFrame* first = page.charts()[0];
        const ChartFrame* second = page.charts()[1];
        QCOMPARE(first->x() == second->x(), stacked);
        QCOMPARE(first->y() == second->y(), !stacked);
        QCOMPARE(page.findChild<QScrollArea*>(QStringLiteral("lab.scroll"))->horizontalScrollBar()->maximum(),
                 0);
    }

    // 1280 x 720 less menu, run bar, status bar, rail and left dock.
    void tiles_and_big_charts_never_leave_the_first_screen() {
        LabPage page;
        page.resize(916, 618);
        page.show_outcome(outcome(false));
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* scroll = page.findChild<QScrollArea*>(QStringLiteral("lab.scroll"));
        const QRect screen(QPoint(), scroll->viewport()->size());
        const auto inside = [&](const QWidget* widget) {
            return screen.contains(QRect(widget->mapTo(scroll->viewport(), QPoint()), widget->size()));
        };
        for (const MetricTile* tile : page.tiles())
            QVERIFY2(inside(tile), qPrintable(tile->objectName()));
        QVERIFY(inside(page.charts()[0]));
        QVERIFY(inside(page.charts()[1]));
    }

    void big_charts_take_the_spare_height() {
        LabPage page;
        page.show_outcome(outcome(false));
        page.resize(1188, 978);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        const int usual = page.charts()[0]->height();
        const int groups = page.charts()[2]->height();
        page.resize(1188, 1278);
        QTRY_VERIFY(page.charts()[0]->height() > usual);
        QCOMPARE(page.charts()[2]->height(), groups);
        QCOMPARE(page.findChild<QScrollArea*>(QStringLiteral("lab.scroll"))->verticalScrollBar()->maximum(),
                 0);
    }

    void a_tile_explains_itself_in_the_banner() {
        LabPage page;
        page.show_outcome(outcome(false));
        page.resize(916, 618);
        page.show();
        QVERIFY(!page.banner().isVisible());
        QTest::mouseClick(page.tiles()[0], Qt::LeftButton);
        QTRY_VERIFY(page.banner().isVisible());
        QVERIFY(page.banner().text().contains(
            QString::fromStdString(outcome(false).picture->tiles[0].definition)));
    }
};

ATTUNE_TEST(Lab_page_test);

} // namespace attune::ui

#include "lab_page_test.moc"
