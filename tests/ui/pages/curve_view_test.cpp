// What a lever of de-escalation trades, on the tab on answering, with a measuring that waits until it is told
// to go on.
#include "core/policy/parameters.h"
#include "tests/support/test.h"
#include "ui/charts/chart_frame.h"
#include "ui/pages/answering_view.h"
#include "ui/pages/curve_view.h"
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

/// URR and FAL fall from the first to the last value.
CurveMeasured planted(const MeasureSubject& subject, const std::string& lever) {
    const PolicyTable& table = policy_parameters();
    const PolicyTable::Entry* entry = table.find(lever);
    CurveMeasured measured{subject, {}};
    measured.curve.lever = lever;
    measured.curve.spec = &entry->spec;
    measured.curve.present = table.get(subject.policy, *entry, lever);
    const auto values = *curve_values(subject.policy, lever);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double along = static_cast<double>(i) / static_cast<double>(values.size());
        LoopCurvePoint point{.value = values[i], .urr = {}, .fal = {}, .ovr = {}, .pkp = {}};
        point.urr.value = figure(0.5 - 0.1 * along);
        point.fal.value = figure(0.4 - 0.2 * along);
        point.ovr.value = figure(0.06);
        point.ovr.most = 0.05;
        point.pkp.value = figure(0.9);
        measured.curve.points.push_back(point);
    }
    measured.curve.change = {figure(-0.1), figure(-0.2), figure(0), figure(0)};
    return measured;
}

/// Work that waits until it is told to go on.
struct Gate {
    std::atomic<bool> open = true;
    std::atomic<int> begun = 0;
    std::atomic<bool> fails = false;

    CurveRun::Work work() {
        return [this](const MeasureSubject& subject, const std::string& lever,
                      const SimulateOptions& options) -> Result<CurveMeasured> {
            ++begun;
            options.progress(0.4);
            while (!open && !options.stop.stop_requested())
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            if (options.stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped");
            if (fails) return fail(ErrorCode::failed, "the seven seals");
            return planted(subject, lever);
        };
    }
};

struct Shown {
    Gate gate;
    std::atomic<int> others = 0; ///< measurings of the rest of the tab
    AnsweringView view{
        1,
        [this](const MeasureSubject& subject, const SimulateOptions&) -> Result<AnsweringMeasured> {
            ++others;
            return AnsweringMeasured{subject, {}, {}};
        },
        gate.work()};
    LabSetup setup;

    Shown() {
        auto world = std::make_shared<LoadedScenario>();
        world->scenario.name = "calm-baseline";
        setup.scenario = world;
        setup.candidate.name = "careful";
        view.resize(1000, 3000);
        view.show();
        if (!QTest::qWaitForWindowExposed(&view)) qFatal("not shown");
        view.show_setup(&setup);
    }
    template <typename T>
    T* find(const QString& name) {
        return view.findChild<T*>(name);
    }
    QPushButton* measure() { return find<QPushButton>(QStringLiteral("curve.measure")); }
    QComboBox* levers() { return find<QComboBox>(QStringLiteral("curve.lever")); }
    QString state() { return find<QLabel>(QStringLiteral("curve.state"))->text(); }
    ChartFrame& frame() { return view.curve().frame(); }
    void choose(const char* lever) { levers()->setCurrentIndex(levers()->findData(QLatin1String(lever))); }
    bool finish() {
        gate.open = true;
        return QTest::qWaitFor([this] { return !view.run().running(); }, patience_ms);
    }
    bool measured() {
        measure()->click();
        return finish();
    }
    QString said() {
        QCoreApplication::processEvents();
        return frame().accessibleDescription().replace(QChar(0xA0), u' ').replace(QChar(0x202F), u' ');
    }
    bool old() {
        QCoreApplication::processEvents();
        return find<QLabel>(QStringLiteral("chart.curve.subtitle"))
                   ->text()
                   .startsWith(QStringLiteral("Of earlier levers.")) &&
               state().startsWith(QStringLiteral("Measured for earlier levers"));
    }
};

} // namespace

class Curve_view_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { apply_theme(ThemeChoice::light); }

    void the_threshold_and_the_strength_stand_first_among_all_levers_with_a_scale() {
        Shown shown;
        const QComboBox* levers = shown.levers();
        QCOMPARE(levers->count(), static_cast<int>(curve_levers().size()));
        QCOMPARE(levers->itemData(0).toString(), QStringLiteral("deescalation.acknowledge_at"));
        QCOMPARE(levers->itemData(1).toString(), QStringLiteral("deescalation.step"));
        for (int i = 0; i < levers->count(); ++i)
            QVERIFY(!levers->itemData(i, Qt::ToolTipRole).toString().startsWith(u'['));
        QVERIFY(!shown.frame().has_chart());
        QVERIFY(shown.said().startsWith(QStringLiteral("Measure shows here")));
        shown.view.show_setup(nullptr);
        QVERIFY(!shown.measure()->isEnabled());
    }

    void measuring_shows_progress_then_chart_table_and_sentence() {
        Shown shown;
        shown.gate.open = false;
        QSignalSpy started(&shown.view, &AnsweringView::run_started);
        QSignalSpy ended(&shown.view, &AnsweringView::run_ended);
        auto* progress = shown.find<QProgressBar>(QStringLiteral("curve.progress"));
        shown.measure()->click();
        QCOMPARE(started.count(), 1);
        QVERIFY(progress->isVisible() && !shown.measure()->isEnabled());
        QVERIFY(shown.view.run().running()); // a picture of the tab waits for it
        QTRY_COMPARE(progress->value(), 400);
        QVERIFY(shown.finish());
        QCOMPARE(ended.count(), 1);
        QVERIFY(!progress->isVisible() && shown.measure()->isEnabled());
        QCOMPARE(shown.others.load(), 0); // nothing else was measured
        QVERIFY(shown.frame().has_chart() && !shown.frame().shows_table());
        QVERIFY2(shown.said().contains(QStringLiteral("buys fewer false acknowledgements")),
                 qPrintable(shown.said()));
        QVERIFY(shown.state().startsWith(QStringLiteral("Measured for Careful in Calm baseline.")));
        shown.frame().show_table(true);
        QCoreApplication::processEvents();
        QCOMPARE(shown.find<QTableView>(QStringLiteral("chart.curve.table"))->model()->rowCount(), 7);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("curve.csv"));
        VERIFY_OK(shown.frame().export_to(path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().count('\n'), 8);
    }

    void every_lever_keeps_its_own_curve() {
        Shown shown;
        QVERIFY(shown.measured());
        QVERIFY(shown.said().contains(QStringLiteral("'Sure enough to react'")));
        shown.choose("deescalation.step");
        QVERIFY(!shown.frame().has_chart());
        QVERIFY(!shown.state().startsWith(QStringLiteral("Measured for")));
        QVERIFY(shown.measured());
        QVERIFY(shown.said().contains(QStringLiteral("'Strength of a step'")));
        shown.choose("deescalation.acknowledge_at");
        QVERIFY(shown.said().contains(QStringLiteral("'Sure enough to react'")));
        QCOMPARE(shown.gate.begun.load(), 2);
        // Chosen while another is measured: what was asked for is shown when it is there.
        shown.choose("deescalation.signs");
        shown.gate.open = false;
        shown.measure()->click();
        QTRY_COMPARE(shown.gate.begun.load(), 3);
        shown.choose("deescalation.step");
        QVERIFY(shown.finish());
        QCOMPARE(shown.levers()->currentData().toString(), QStringLiteral("deescalation.signs"));
        QVERIFY(shown.said().contains(QStringLiteral("'Signs before an offer'")));
    }

    void the_mark_follows_its_lever_and_other_levers_make_it_old() {
        Shown shown;
        QVERIFY(shown.measured());
        LabSetup moved = shown.setup;
        moved.candidate.acknowledge_at = 0.8;
        shown.view.show_setup(&moved);
        QVERIFY(!shown.old());
        shown.frame().show_table(true);
        QCoreApplication::processEvents();
        const auto* rows = shown.find<QTableView>(QStringLiteral("chart.curve.table"))->model();
        QStringList marked;
        for (int row = 0; row < rows->rowCount(); ++row)
            if (rows->index(row, 0).data().toString().contains(QStringLiteral("now")))
                marked << rows->index(row, 0).data().toString();
        QCOMPARE(marked, QStringList(QStringLiteral("0.80 (now)")));
        moved.candidate.step = 1.2;
        shown.view.show_setup(&moved);
        QVERIFY(shown.old());
        auto others = std::make_shared<LoadedScenario>(*shown.setup.scenario);
        others->scenario.seed += 1;
        LabSetup elsewhere = shown.setup;
        elsewhere.scenario = others;
        shown.view.show_setup(&elsewhere);
        QVERIFY(shown.old());
        shown.view.show_setup(&shown.setup);
        QVERIFY(!shown.old());
        shown.view.forget();
        QVERIFY(!shown.frame().has_chart());
    }

    void cancelling_and_errors_keep_what_was_there() {
        Shown shown;
        QVERIFY(shown.measured());
        shown.gate.open = false;
        QSignalSpy ended(&shown.view, &AnsweringView::run_ended);
        shown.measure()->click();
        QTRY_COMPARE(shown.gate.begun.load(), 2);
        shown.find<QPushButton>(QStringLiteral("curve.cancel"))->click();
        QVERIFY(!shown.view.run().running() && shown.frame().has_chart());
        QCOMPARE(ended.count(), 1);
        shown.gate.fails = true;
        QSignalSpy failed(&shown.view, &AnsweringView::failed);
        QVERIFY(shown.measured());
        QCOMPARE(failed.count(), 1);
        QVERIFY(shown.measure()->isEnabled() && shown.frame().has_chart());
    }

    void leaving_while_it_measures_ends_it() {
        auto shown = std::make_unique<Shown>();
        shown->gate.open = false;
        shown->measure()->click();
        QTRY_COMPARE(shown->gate.begun.load(), 1);
        shown.reset(); // joins, or would hang here
    }

    void a_picture_of_the_tab_measures_one_after_the_other() {
        Shown shown;
        shown.gate.open = false;
        QSignalSpy ended(&shown.view, &AnsweringView::run_ended);
        shown.view.measure_all();
        QTRY_COMPARE(shown.gate.begun.load(), 1);
        QCOMPARE(shown.others.load(), 1);
        QVERIFY(shown.view.run().running());
        QVERIFY(shown.finish());
        QTRY_COMPARE(ended.count(), 2);
        QVERIFY(shown.frame().has_chart());
    }

    void everything_can_be_reached_and_used_by_keyboard() {
        Shown shown;
        shown.levers()->setFocus();
        QTest::keyClick(shown.levers(), Qt::Key_Down);
        QCOMPARE(shown.levers()->currentData().toString(), QStringLiteral("deescalation.step"));
        QTest::keyClick(shown.levers(), Qt::Key_Up);
        shown.measure()->setFocus();
        QTest::keyClick(shown.measure(), Qt::Key_Space);
        QVERIFY(shown.finish());
        for (const char* name : {"curve.lever", "curve.measure", "curve.cancel", "curve.progress",
                                 "chart.curve.plot", "chart.curve.table_button", "chart.curve.table"}) {
            auto* widget = shown.find<QWidget>(QLatin1String(name));
            QVERIFY2(widget, name);
            QVERIFY2(!widget->accessibleName().isEmpty(), name);
        }
        // The crosshair goes from value to value that was measured.
        auto* plot = shown.find<QWidget>(QStringLiteral("chart.curve.plot"));
        QVERIFY(plot->focusPolicy() & Qt::TabFocus);
        QSignalSpy spoke(&shown.view, &AnsweringView::spoke);
        plot->setFocus();
        QStringList values;
        QTest::keyClick(plot, Qt::Key_Home);
        for (int press = 0; press < 7; ++press) {
            values << spoke.last().first().toString();
            QTest::keyClick(plot, Qt::Key_Right);
        }
        QVERIFY2(values[0].startsWith(QStringLiteral("0.50: ")), qPrintable(values[0]));
        QVERIFY2(values[6].startsWith(QStringLiteral("0.95: ")), qPrintable(values[6]));
        QCOMPARE(QSet<QString>(values.begin(), values.end()).size(), 7);
        for (const QString& words : values)
            QVERIFY2(words.contains(QStringLiteral("URR")) && words.contains(QStringLiteral("OVR")),
                     qPrintable(words));
    }
};
ATTUNE_TEST(Curve_view_test);

} // namespace attune::ui

#include "curve_view_test.moc"
