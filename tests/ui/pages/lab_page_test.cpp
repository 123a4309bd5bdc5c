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
        QCOMPARE(page.charts().size(), std::size_t{9});
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

    void big_charts_take_the_spare_height_of_the_first_screen() {
        LabPage page;
        page.show_outcome(outcome(false));
        page.resize(1188, 778);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QTRY_VERIFY(page.drawn());
        const int usual = page.charts()[0]->height();
        const int groups = page.charts()[2]->height();
        page.resize(1188, 978);
        QTRY_VERIFY(page.charts()[0]->height() > usual + 80);
        QCOMPARE(page.charts()[2]->height(), groups);
        // The page goes on below, and the head of what follows says so.
        auto* scroll = page.findChild<QScrollArea*>(QStringLiteral("lab.scroll"));
        QVERIFY(scroll->verticalScrollBar()->maximum() > 0);
        const ChartFrame* next = page.charts()[4];
        auto* question = next->findChild<QLabel*>(QStringLiteral("chart.circle.question"));
        const auto bottom = [&](const QWidget* widget) {
            return widget->mapTo(scroll->viewport(), QPoint(0, widget->height())).y();
        };
        QVERIFY(bottom(page.charts()[3]) < scroll->viewport()->height());
        QVERIFY(bottom(question) <= scroll->viewport()->height());
        QVERIFY(bottom(next) > scroll->viewport()->height());
        // A window that has room for all shows all.
        page.resize(1188, 1900);
        QTRY_COMPARE(scroll->verticalScrollBar()->maximum(), 0);
        QCOMPARE(page.charts()[2]->height(), groups);
    }

    void nothing_is_cut_on_the_way_down_data() {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<double>("zoom");
        QTest::addColumn<bool>("preview");
        QTest::newRow("1280 x 720") << QSize(916, 618) << 1.0 << false;
        QTest::newRow("1280 x 720, preview") << QSize(916, 618) << 1.0 << true;
        QTest::newRow("1440 x 900") << QSize(796, 798) << 1.0 << false;
        QTest::newRow("1920 x 1080") << QSize(1188, 978) << 1.0 << false;
        QTest::newRow("1280 x 720, large text") << QSize(916, 618) << 1.5 << false;
    }
    void nothing_is_cut_on_the_way_down() {
        QFETCH(QSize, size);
        QFETCH(double, zoom);
        QFETCH(bool, preview);
        apply_theme(ThemeChoice::light, zoom);
        LabPage page;
        page.resize(size);
        page.show();
        page.show_outcome(outcome(preview));
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QTRY_VERIFY(page.drawn());
        auto* scroll = page.findChild<QScrollArea*>(QStringLiteral("lab.scroll"));
        QCOMPARE(scroll->horizontalScrollBar()->maximum(), 0);
        std::vector<ChartFrame*> charts = page.charts();
        std::erase_if(charts, [&](const ChartFrame* frame) { return !scroll->isAncestorOf(frame); });
        // Charts are drawn when they come into sight, and then their room is right.
        const auto far_down = [&] {
            QScrollBar* bar = scroll->verticalScrollBar();
            bar->setValue(bar->maximum());
            QCoreApplication::processEvents();
            return charts.back()->redraws() > 0 && bar->value() == bar->maximum();
        };
        QTRY_VERIFY(far_down());
        const auto cut = [&] {
            QStringList names;
            int below = 0;
            for (const ChartFrame* frame : charts) {
                const QPoint at = frame->mapTo(scroll->widget(), QPoint());
                if (frame != page.charts()[1]) { // beside the first
                    if (at.y() < below) names.append(frame->objectName() + QStringLiteral(" overlaps"));
                    below = at.y() + frame->height();
                }
                for (const QWidget* part : frame->findChildren<QWidget*>())
                    if (part->isVisible() && part->window() == page.window() &&
                        part->sizePolicy().verticalPolicy() != QSizePolicy::Ignored &&
                        part->minimumSizeHint().height() > part->height())
                        names.append(part->objectName());
                if (at.x() < 0 || at.x() + frame->width() > scroll->viewport()->width())
                    names.append(frame->objectName() + QStringLiteral(" is too wide"));
            }
            if (below > scroll->widget()->height()) names.append(QStringLiteral("the last one"));
            return names;
        };
        QTRY_COMPARE(cut(), QStringList());
        if (const QString folder = qEnvironmentVariable("ATTUNE_PICTURES"); !folder.isEmpty())
            QVERIFY(page.grab().save(folder + QStringLiteral("/lab-down-") +
                                     QLatin1String(QTest::currentDataTag()).toString().remove(u' ') +
                                     QStringLiteral(".png")));
    }

    void charts_below_the_first_screen_are_drawn_when_they_come_into_sight() {
        LabPage page;
        page.resize(916, 618);
        page.show();
        page.show_outcome(outcome(false));
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QTRY_VERIFY(page.drawn());
        QCoreApplication::processEvents();
        const std::vector<ChartFrame*> charts = page.charts();
        QCOMPARE(charts[4]->objectName(), QStringLiteral("chart.circle"));
        QCOMPARE(charts[5]->objectName(), QStringLiteral("chart.voices"));
        const int before = charts[5]->redraws();
        page.show_outcome(outcome(true));
        QCoreApplication::processEvents();
        QCOMPARE(charts[5]->redraws(), before); // a lever move costs nothing down there
        auto* bar = page.findChild<QScrollArea*>(QStringLiteral("lab.scroll"))->verticalScrollBar();
        bar->setValue(bar->maximum());
        QTRY_COMPARE(charts[5]->redraws(), before + 1);
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
