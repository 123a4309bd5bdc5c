// The whole outcome page as the lab arranges it: tiles, two big charts, groups, load, circle, voices. The
// pictures are for people (ATTUNE_PICTURES names a folder for them); the tests see that one picture means one
// redraw, that nothing is cut at larger text, and that a change of theme repaints without a rebuild.
#include "tests/support/test.h"
#include "tests/ui/charts/sample_charts.h"
#include "ui/charts/chart_frame.h"
#include "ui/charts/crosshair.h"
#include "ui/charts/metric_tile.h"
#include "ui/theme/dress.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QtWidgets>

using namespace attune;
using namespace attune::ui;
using namespace Qt::StringLiterals;
using namespace std::string_view_literals;

namespace {

struct Sheet : QWidget {
    QList<MetricTile*> tiles;
    QList<ChartFrame*> frames;
    CrosshairGroup crosshair;

    Sheet() {
        set_ground(*this, Ground::page);
        auto* rows = new QVBoxLayout(this);
        rows->setContentsMargins(16, 12, 16, 12);
        rows->setSpacing(12);
        auto* row = new QHBoxLayout;
        row->setSpacing(10);
        for (int i = 0; i < 5; ++i) {
            tiles.append(new MetricTile(this));
            row->addWidget(tiles.back(), 1);
        }
        rows->addLayout(row);
        for (const char* name : {"satisfaction", "exposure", "groups", "asked", "circle", "voices"}) {
            frames.append(new ChartFrame(QLatin1String(name), this));
            frames.back()->set_crosshair(&crosshair);
        }
        frames[5]->show_view("age"); // with a group that is heard too little
        auto* big = new QGridLayout;
        big->setSpacing(12);
        big->addWidget(frames[0], 0, 0);
        big->addWidget(frames[1], 0, 1);
        rows->addLayout(big, 1);
        rows->addWidget(frames[2]);
        for (int i = 3; i < frames.size(); ++i)
            rows->addWidget(frames[i]);
    }

    void show_picture(int days = 90, double widen = 1, bool frozen = false) {
        const PictureState state = days < 90 ? test::preview_state(days) : test::full_state();
        const auto samples = test::sample_tiles(widen);
        for (int i = 0; i < 5; ++i)
            tiles[i]->show_tile(samples[static_cast<std::size_t>(i)], state.preview, frozen);
        const auto input = test::sample_input();
        for (ChartFrame* frame : frames)
            frame->freeze_axes(frozen);
        frames[0]->show_chart(test::satisfaction_chart(days, widen), state, input);
        frames[1]->show_chart(test::exposure_chart(days, widen), state, input);
        frames[2]->show_chart(test::groups_chart(days), state, input);
        frames[3]->show_chart(test::asked_chart(days >= 90), state, input);
        frames[4]->show_chart(test::circle_chart(days), state, input);
        frames[5]->show_chart(test::voices_chart(), state, input);
    }
};

void keep_picture(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("ATTUNE_PICTURES");
    if (folder.isEmpty()) return;
    QVERIFY(QDir().mkpath(folder));
    QVERIFY(widget.grab().save(folder + u'/' + name + u".png"_s));
}

} // namespace

class Outcome_sheet_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { apply_theme(ThemeChoice::light); }

    void one_picture_is_one_redraw_of_everything() {
        Sheet sheet;
        sheet.resize(796, 1260);
        sheet.show();
        QVERIFY(QTest::qWaitForWindowExposed(&sheet));
        for (int shown = 1; shown <= 3; ++shown) {
            sheet.show_picture(30 * shown);
            for (const ChartFrame* frame : sheet.frames)
                QCOMPARE(frame->redraws(), shown);
            for (const MetricTile* tile : sheet.tiles)
                QTRY_COMPARE(tile->redraws(), shown);
        }
    }

    void charts_side_by_side_stay_where_they_are_whatever_they_say() {
        Sheet sheet;
        sheet.resize(796, 1260);
        sheet.show();
        QVERIFY(QTest::qWaitForWindowExposed(&sheet));
        sheet.show_picture();
        QCoreApplication::processEvents();
        const QRect left = sheet.frames[0]->geometry(), right = sheet.frames[1]->geometry();
        QVERIFY(std::abs(left.width() - right.width()) <= 1);
        const QRect plot = sheet.frames[0]->findChild<QWidget*>(u"chart.satisfaction.plot"_s)->geometry();
        sheet.show_picture(28); // longer subtitles
        LabChart chart = test::exposure_chart();
        chart.sentence.rest = " and this sentence goes on for a while.";
        sheet.frames[1]->show_chart(chart, test::full_state(), nullptr);
        QCoreApplication::processEvents();
        QCOMPARE(sheet.frames[0]->geometry(), left);
        QCOMPARE(sheet.frames[1]->geometry(), right);
        QCOMPARE(sheet.frames[0]->findChild<QWidget*>(u"chart.satisfaction.plot"_s)->geometry(), plot);
    }

    void tab_goes_through_tiles_and_charts_in_the_order_they_stand() {
        Sheet sheet;
        sheet.resize(796, 1260);
        sheet.show();
        QVERIFY(QTest::qWaitForWindowActive(&sheet));
        sheet.show_picture();
        sheet.tiles[0]->setFocus();
        QStringList reached;
        for (int i = 0; i < 5 + 3 * 5 + 4; ++i) {
            reached.append(QApplication::focusWidget()->objectName());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        }
        QStringList expected;
        for (const LabTile& tile : test::sample_tiles())
            expected.append(u"tile."_s + QString::fromStdString(tile.key));
        for (const char* name : {"satisfaction", "exposure", "groups", "asked", "circle", "voices"})
            for (const char* part : {"views", "table_button", "menu_button", "plot"})
                if (part != "views"sv || name == "voices"sv)
                    expected.append(u"chart.%1.%2"_s.arg(QLatin1String(name), QLatin1String(part)));
        QCOMPARE(reached, expected);
    }

    void other_faces_of_the_charts() {
        Sheet sheet;
        sheet.resize(796, 770);
        sheet.frames[4]->hide(); // what is below the first screen
        sheet.frames[5]->hide();
        sheet.show();
        QVERIFY(QTest::qWaitForWindowExposed(&sheet));
        QCoreApplication::processEvents();
        keep_picture(sheet, u"empty"_s);
        const QSize before = sheet.frames[0]->size();
        sheet.show_picture();
        sheet.frames[0]->show_table(true);
        sheet.frames[2]->show_table(true);
        sheet.frames[3]->show_table(true);
        QCoreApplication::processEvents();
        keep_picture(sheet, u"tables"_s);
        // The first picture finds its room ready.
        QVERIFY(std::abs(sheet.frames[0]->height() - before.height()) <= 24);
        sheet.frames[1]->chart_actions().last()->trigger();
        auto* popup = sheet.frames[1]->findChild<QWidget*>(u"chart.exposure.meaning_text"_s);
        QVERIFY(popup);
        keep_picture(*popup, u"meaning"_s);
        popup->close();
        auto* menu = sheet.frames[1]->findChild<QMenu*>();
        menu->popup(QPoint(0, 0));
        keep_picture(*menu, u"menu"_s);
        menu->close();
        if (const QString folder = qEnvironmentVariable("ATTUNE_PICTURES"); !folder.isEmpty())
            for (const ChartFrame* frame : sheet.frames)
                QVERIFY(
                    frame->export_to(folder + u"/export-"_s + frame->objectName() + u".png"_s).has_value());
    }

    void pictures_data() {
        QTest::addColumn<ThemeChoice>("theme_choice");
        QTest::addColumn<double>("zoom");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<int>("days");
        QTest::newRow("light") << ThemeChoice::light << 1.0 << QSize(796, 1260) << 90;
        QTest::newRow("dark") << ThemeChoice::dark << 1.0 << QSize(796, 1260) << 90;
        QTest::newRow("contrast") << ThemeChoice::contrast << 1.0 << QSize(796, 1260) << 90;
        QTest::newRow("preview") << ThemeChoice::light << 1.0 << QSize(916, 1250) << 28;
        QTest::newRow("preview-dark") << ThemeChoice::dark << 1.0 << QSize(916, 1250) << 28;
        QTest::newRow("wide") << ThemeChoice::light << 1.0 << QSize(1188, 1360) << 90;
        QTest::newRow("large-text") << ThemeChoice::light << 1.5 << QSize(1080, 1960) << 90;
    }
    void pictures() {
        QFETCH(const ThemeChoice, theme_choice);
        QFETCH(const double, zoom);
        QFETCH(const QSize, size);
        QFETCH(const int, days);
        apply_theme(theme_choice, zoom);
        Sheet sheet;
        sheet.resize(size);
        sheet.show();
        QVERIFY(QTest::qWaitForWindowExposed(&sheet));
        sheet.show_picture(days, days < 90 ? 2.4 : 1);
        if (days == 90) sheet.crosshair.point_at(58);
        QCoreApplication::processEvents(); // what the new words changed in the layout
        QCOMPARE(sheet.grab().toImage().pixelColor(3, 3), theme().surface.page);
        const auto cut = [&] {
            QStringList names;
            for (const QWidget* widget : sheet.findChildren<QWidget*>())
                if (widget->isVisible() && widget->window() == &sheet &&
                    widget->sizePolicy().verticalPolicy() != QSizePolicy::Ignored &&
                    widget->minimumSizeHint().height() > widget->height())
                    names.append(widget->objectName());
            return names;
        };
        QTRY_COMPARE(cut(), QStringList());
        keep_picture(sheet, u"outcome-"_s + QLatin1String(QTest::currentDataTag()));
    }
};

ATTUNE_TEST(Outcome_sheet_test);

#include "outcome_sheet_test.moc"
