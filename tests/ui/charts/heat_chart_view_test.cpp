// The grid of values on the screen: colours, words, marks, keys and tooltips; and in its frame the choice of
// the measure with its own sentence, the table and the files.
#include "simulations/study/asking_chart.h"
#include "tests/support/test.h"
#include "ui/charts/chart_frame.h"
#include "ui/charts/heat_chart_view.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QtWidgets>

#include <limits>

using namespace attune;
using namespace attune::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
using Place = HeatChartView::Place;

HeatChart grid() {
    HeatChart chart;
    chart.measure = "share answered";
    chart.columns_name = "least time";
    chart.columns = {"6 h", "24 h", "72 h"};
    chart.zero = "0 %";
    chart.most = "40 %";
    chart.no_data = "nobody was asked";
    const double values[2][3] = {{0.4, 0.2, 0.0}, {-0.4, 0.1, unknown}};
    for (int r = 0; r < 2; ++r) {
        HeatRow row{r == 0 ? "At a pause" : "At random", {}};
        for (const double value : values[r])
            row.cells.push_back(
                {value, value - 0.01, value + 0.01, std::to_string(value).substr(0, 4), "a to b"});
        chart.rows.push_back(std::move(row));
    }
    chart.rows[0].cells[1].mark = "your policy";
    return chart;
}

QColor ground_of(HeatChartView& view, Place at) {
    const QRectF place = view.cell_place(at);
    return view.grab().toImage().pixelColor((place.topLeft() + QPointF(8, 8)).toPoint());
}

struct Shown {
    HeatChartView view;
    QStringList spoken;
    Shown() {
        view.resize(700, 220);
        view.on_spoken = [this](const QString& words) { spoken << words; };
        view.show_plot(grid(), {}, false);
        view.show();
        if (!QTest::qWaitForWindowExposed(&view)) qFatal("not shown");
    }
};

} // namespace

class Heat_chart_view_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { apply_theme(ThemeChoice::light); }

    void colour_is_the_distance_from_zero_in_every_theme_data() {
        QTest::addColumn<int>("choice");
        QTest::newRow("light") << static_cast<int>(ThemeChoice::light);
        QTest::newRow("dark") << static_cast<int>(ThemeChoice::dark);
        QTest::newRow("contrast") << static_cast<int>(ThemeChoice::contrast);
    }
    void colour_is_the_distance_from_zero_in_every_theme() {
        QFETCH(int, choice);
        apply_theme(static_cast<ThemeChoice>(choice));
        Shown shown;
        QCOMPARE(ground_of(shown.view, {0, 0}).rgb(), theme().ramp[6].rgb());
        QCOMPARE(ground_of(shown.view, {1, 0}).rgb(), theme().ramp[6].rgb());
        QCOMPARE(ground_of(shown.view, {0, 1}).rgb(), theme().ramp[3].rgb());
        QCOMPARE(ground_of(shown.view, {0, 2}).rgb(), theme().ramp[0].rgb());
        const QRgb hatched = ground_of(shown.view, {1, 2}).rgb();
        for (const QColor& step : theme().ramp)
            QVERIFY(hatched != step.rgb());
    }

    void a_marked_cell_has_a_frame_others_have_none() {
        Shown shown;
        const QImage picture = shown.view.grab().toImage();
        const auto edge = [&](Place at) {
            const QRectF place = shown.view.cell_place(at);
            return picture.pixelColor(QPointF(place.left() + 1, place.center().y()).toPoint()).rgb();
        };
        QCOMPARE(edge({0, 1}), theme().text.primary.rgb());
        QVERIFY(edge({0, 0}) != theme().text.primary.rgb());
    }

    void cells_do_not_touch_and_fill_the_width() {
        Shown shown;
        for (std::size_t c = 0; c + 1 < 3; ++c)
            QVERIFY(shown.view.cell_place({0, c}).right() < shown.view.cell_place({0, c + 1}).left());
        QVERIFY(shown.view.cell_place({0, 0}).bottom() < shown.view.cell_place({1, 0}).top());
        QVERIFY(std::abs(shown.view.cell_place({0, 2}).right() - shown.view.width()) < 1);
        QVERIFY(shown.view.cell_place({1, 0}).bottom() < shown.view.height());
    }

    void arrow_keys_go_from_cell_to_cell_and_speak_it() {
        Shown shown;
        shown.view.setFocus();
        const auto press = [&](Qt::Key key) { QTest::keyClick(&shown.view, key); };
        QVERIFY(!shown.view.cursor());
        press(Qt::Key_Right);
        QVERIFY(shown.view.cursor() == (Place{0, 0})); // the first key shows where one is
        press(Qt::Key_Right);
        QCOMPARE(shown.spoken.last(), u"At a pause, 24 h: 0.20 (a to b), your policy"_s);
        press(Qt::Key_Down);
        QCOMPARE(shown.spoken.last(), u"At random, 24 h: 0.10 (a to b)"_s);
        press(Qt::Key_End);
        QCOMPARE(shown.spoken.last(), u"At random, 72 h: not known"_s);
        press(Qt::Key_Right);
        press(Qt::Key_Down);
        QVERIFY(shown.view.cursor() == (Place{1, 2})); // it stays inside
        press(Qt::Key_Home);
        press(Qt::Key_Up);
        press(Qt::Key_Up);
        press(Qt::Key_Left);
        QVERIFY(shown.view.cursor() == (Place{0, 0}));
        press(Qt::Key_Escape);
        QVERIFY(!shown.view.cursor());
    }

    void the_pointer_shows_the_interval() {
        Shown shown;
        const QPoint at = shown.view.cell_place({0, 1}).center().toPoint();
        QHelpEvent help(QEvent::ToolTip, at, shown.view.mapToGlobal(at));
        QCoreApplication::sendEvent(&shown.view, &help);
        QTRY_COMPARE(QToolTip::text(), u"At a pause, 24 h: 0.20 (a to b), your policy"_s);
        QTest::mouseMove(&shown.view, at);
        QTRY_VERIFY(shown.view.cursor() == (Place{0, 1}));
        QToolTip::hideText();
    }

    void all_cells_are_in_the_words_for_a_screen_reader() {
        Shown shown;
        const QString all = shown.view.latest_words();
        QCOMPARE(all.count(u';'), 5);
        QVERIFY(all.contains(u"At random, 6 h: -0.4 (a to b)"_s));
        HeatChart none;
        none.no_data = "nobody was asked";
        shown.view.show_plot(none, {}, false);
        QCOMPARE(shown.view.latest_words(), u"nobody was asked"_s);
        QTest::keyClick(&shown.view, Qt::Key_Right); // nothing to go to
        QVERIFY(!shown.view.cursor());
    }

    void larger_text_makes_the_rows_taller() {
        HeatChartView view;
        view.show_plot(grid(), {}, false);
        const int before = view.minimumSizeHint().height();
        apply_theme(ThemeChoice::light, 1.5);
        QVERIFY(view.minimumSizeHint().height() > before);
    }

    // The frame around it: FB-19's surface with its measures.
    void the_chosen_measure_brings_its_own_sentence_table_and_files() {
        std::vector<AskingOutcome> outcomes;
        const auto figure = [](double value) {
            return MetricValue{"", "all", value, value - 0.001, value + 0.001};
        };
        for (const AskingCell& cell : surface_cells()) {
            const double n = static_cast<double>(outcomes.size()) + 1;
            outcomes.push_back(
                {cell, {figure(1), figure(0.02 * n), figure(1 / n), figure(0.3 / n), figure(0.01)}});
        }
        const LabChart chart =
            surface_chart(outcomes, nearest_cells({}), {"mine", "there", 100, 9}, Text::english());
        ChartFrame frame(u"surface"_s);
        frame.resize(900, 400);
        frame.show();
        QVERIFY(QTest::qWaitForWindowExposed(&frame));
        frame.show_chart(chart, {.people = 100}, nullptr);
        auto* sentence = frame.findChild<QLabel*>(u"chart.surface.sentence"_s);
        auto* views = frame.findChild<QComboBox*>(u"chart.surface.views"_s);
        QVERIFY(views->isVisible());
        QCOMPARE(views->accessibleName(), u"Show in the cells"_s);
        QCOMPARE(views->count(), 6);
        for (int v = 0; v < views->count(); ++v) {
            frame.show_view(chart.views[static_cast<std::size_t>(v)].name);
            QCOMPARE(sentence->accessibleName(),
                     QString::fromStdString(chart.views[static_cast<std::size_t>(v)].sentence->all()));
        }
        frame.show_view("bias");
        QTemporaryDir folder;
        const auto written = [&](const char* suffix) {
            const QString path = folder.filePath(u"surface."_s + QLatin1String(suffix));
            if (!frame.export_to(path)) return QByteArray();
            QFile file(path);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        };
        // Its rows are its own: there are no records of runs behind it.
        QCOMPARE(written("csv"), QByteArray::fromStdString(asking_csv(outcomes)));
        const QString svg = QString::fromUtf8(written("svg"));
        QVERIFY(svg.contains(u"by its size"_s)); // of the measure that is shown
        QVERIFY(written("png").startsWith("\x89PNG"));
        QVERIFY(written("pdf").startsWith("%PDF"));
        // The table has all measures, so there is nothing to choose.
        frame.show_table(true);
        QVERIFY(!views->isVisible());
        QCOMPARE(frame.findChild<QTableView*>(u"chart.surface.table"_s)->model()->rowCount(), 20);
        frame.show_table(false);
        QVERIFY(views->isVisible());
    }
};
ATTUNE_TEST(Heat_chart_view_test);

#include "heat_chart_view_test.moc"
