// The lab's view on asking with a measuring that waits until it is told to go on.
#include "core/consent/disclosure.h"
#include "core/policy/parameters.h"
#include "tests/support/test.h"
#include "ui/charts/chart_frame.h"
#include "ui/pages/asking_view.h"
#include "ui/pages/lab_page.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QtWidgets>

#include <atomic>
#include <thread>

namespace attune::ui {
namespace {

constexpr int patience_ms = 10000;

MetricValue figure(double value) {
    return {"", "all", value, value - 0.01, value + 0.01};
}

AskingMeasured planted(const MeasureSubject& subject) {
    AskingMeasured measured{subject, {}, {}, {}};
    const AskingFigures figures{figure(1), figure(0.2), figure(0.2), figure(0.05), figure(0.02)};
    for (const AskingCell& cell : surface_cells())
        measured.surface.push_back({cell, figures});
    for (const CadenceRow& row : cadence_rows(subject.policy))
        measured.cadence.push_back({figures, row.key, 0.3, 0.1});
    for (int l = 0; l < sharing_level_count; ++l) {
        SharingOutcome& one = measured.sharing.emplace_back();
        one.level = static_cast<SharingLevel>(l);
        for (std::size_t m = 0; m < sharing_measures.size(); ++m)
            one.figures[m] = {{sharing_measures[m], "all", 0.5 + 0.1 * l, 0.49 + 0.1 * l, 0.51 + 0.1 * l},
                              {sharing_measures[m], "all", 0.1 * l, 0.1 * l - 0.01, 0.1 * l + 0.01}};
    }
    return measured;
}

/// Work that waits until it is told to go on.
struct Gate {
    std::atomic<bool> open = true;
    std::atomic<int> begun = 0;
    std::atomic<bool> fails = false;

    AskingRun::Work work() {
        return
            [this](const MeasureSubject& subject, const SimulateOptions& options) -> Result<AskingMeasured> {
                ++begun;
                options.progress(0.4);
                while (!open && !options.stop.stop_requested())
                    std::this_thread::sleep_for(std::chrono::milliseconds(1));
                if (options.stop.stop_requested()) return fail(ErrorCode::cancelled, "stopped");
                if (fails) return fail(ErrorCode::failed, "the seven seals");
                return planted(subject);
            };
    }
};

struct Shown {
    Gate gate;
    AskingView view{1, gate.work()};
    LabSetup setup;

    Shown() {
        auto world = std::make_shared<LoadedScenario>();
        world->scenario.name = "calm-baseline";
        setup.scenario = world;
        setup.candidate.name = "careful";
        view.resize(1000, 1400);
        view.show();
        if (!QTest::qWaitForWindowExposed(&view)) qFatal("not shown");
        view.show_setup(&setup);
    }
    template <typename T>
    T* find(const char* name) {
        return view.findChild<T*>(QLatin1String(name));
    }
    QPushButton* measure() { return find<QPushButton>("asking.measure"); }
    QString state() { return find<QLabel>("asking.state")->text(); }
    QString subtitle(const char* chart) {
        return view
            .findChild<QLabel*>(QStringLiteral("chart.") + QLatin1String(chart) + QStringLiteral(".subtitle"))
            ->text();
    }
    ChartFrame* surface() { return view.measured_charts()[0]; }
    ChartFrame* cadence() { return view.measured_charts()[1]; }
    bool finish() {
        gate.open = true;
        return QTest::qWaitFor([this] { return !view.run().running(); }, patience_ms);
    }
    bool measured() {
        measure()->click();
        return finish();
    }
    /// What the subtitles and the line beside the button say of levers that have moved.
    bool old(const char* chart) {
        QCoreApplication::processEvents();
        return subtitle(chart).startsWith(QStringLiteral("Of earlier levers."));
    }
    bool told_old() { return state().startsWith(QStringLiteral("Measured for earlier levers")); }
};

} // namespace

class Asking_view_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { apply_theme(ThemeChoice::light); }

    void before_a_measuring_the_frames_say_what_would_be_there() {
        Shown shown;
        QVERIFY(shown.measure()->isEnabled());
        for (ChartFrame* frame : shown.view.measured_charts()) {
            QVERIFY(!frame->has_chart());
            QVERIFY(frame->accessibleDescription().startsWith(QStringLiteral("Measure shows here")));
        }
        shown.view.show_setup(nullptr);
        QVERIFY(!shown.measure()->isEnabled());
        shown.view.measure();
        QVERIFY(!shown.view.run().running());
    }

    // FB-21 and FB-22: what people read stands there, follows the levers and is spoken.
    void what_people_read_follows_the_levers() {
        Shown shown;
        const auto* told = shown.find<QWidget>("asking.told");
        QVERIFY(told->isVisible());
        const auto said = [&] {
            QStringList all;
            for (const QLabel* label : told->findChildren<QLabel*>())
                all << label->text();
            return all.join(QLatin1Char('\n'));
        };
        const auto use = [](Signal signal) {
            return QString::fromStdString(use_statement(shipped_matrix(), signal, Text::english()));
        };
        QVERIFY(said().contains(use(Signal::thumb)));
        QVERIFY(told->accessibleDescription().contains(use(Signal::thumb)));
        QVERIFY(!said().contains(use(Signal::free_text)));
        shown.setup.candidate.channel = static_cast<int>(Channel::stars);
        shown.setup.candidate.own_words = true;
        shown.view.show_setup(&shown.setup);
        QVERIFY(said().contains(use(Signal::stars)) && !said().contains(use(Signal::thumb)));
        QVERIFY(said().contains(use(Signal::free_text)));
        QVERIFY(said().contains(QString::fromStdString(shipped_notices()[0].sha256.substr(0, 12))));
        shown.view.show_setup(nullptr);
        QVERIFY(!told->isVisible());
    }

    // FB-14 and FB-19: the surface and the table of paces for the policy at hand.
    void measuring_shows_progress_and_then_both_charts() {
        Shown shown;
        shown.gate.open = false;
        auto* progress = shown.find<QProgressBar>("asking.progress");
        QVERIFY(!progress->isVisible());
        QSignalSpy spoke(&shown.view, &AskingView::spoke);
        QSignalSpy started(&shown.view, &AskingView::run_started);
        QSignalSpy ended(&shown.view, &AskingView::run_ended);
        shown.measure()->click();
        QCOMPARE(started.count(), 1);
        QVERIFY(progress->isVisible());
        QVERIFY(!shown.measure()->isEnabled());
        QTRY_COMPARE(progress->value(), 400);
        QVERIFY(shown.finish());
        QCOMPARE(ended.count(), 1);
        QVERIFY(!progress->isVisible());
        QVERIFY(shown.measure()->isEnabled());
        QVERIFY(shown.surface()->has_chart() && shown.cadence()->has_chart());
        // FB-90: what each level of sharing gives, and what it lets be read.
        ChartFrame* sharing = shown.view.measured_charts()[2];
        QVERIFY(sharing->has_chart());
        QVERIFY2(sharing->accessibleDescription().contains(QStringLiteral("their history for everyone")) &&
                     sharing->accessibleDescription().contains(QStringLiteral("kinds of signals")),
                 qPrintable(sharing->accessibleDescription()));
        // The eight rows stand there as a table; the bars are one key away.
        QVERIFY(shown.cadence()->shows_table());
        QCOMPARE(shown.find<QTableView>("chart.cadence.table")->model()->rowCount(), 8);
        QVERIFY(!shown.surface()->shows_table());
        QVERIFY(shown.state().startsWith(QStringLiteral("Measured for Careful in Calm baseline.")));
        QVERIFY(!shown.old("surface") && !shown.old("cadence"));
        QVERIFY(spoke.count() >= 1);
    }

    void cancelling_answers_at_once_and_keeps_what_was_there() {
        Shown shown;
        QVERIFY(shown.measured());
        shown.gate.open = false;
        QSignalSpy ended(&shown.view, &AskingView::run_ended);
        shown.measure()->click();
        QTRY_COMPARE(shown.gate.begun.load(), 2);
        shown.find<QPushButton>("asking.cancel")->click();
        QVERIFY(!shown.view.run().running());
        QCOMPARE(ended.count(), 1);
        QVERIFY(shown.measure()->isEnabled());
        QVERIFY(shown.surface()->has_chart());
        // The cancelled one's answer comes too late to count.
        QTest::qWait(30);
        QCOMPARE(ended.count(), 1);
    }

    void what_was_measured_is_old_where_its_levers_have_moved_data() {
        QTest::addColumn<QString>("lever");
        QTest::addColumn<double>("value");
        QTest::addColumn<bool>("surface");
        QTest::addColumn<bool>("cadence");
        // Gap, caps and back-off are the cells' own; which moments are used matters to the paces alone.
        QTest::newRow("gap") << "prompt.gap_hours" << 7.0 << false << false;
        QTest::newRow("weekly cap") << "prompt.weekly_cap" << 9.0 << false << false;
        QTest::newRow("back-off") << "prompt.backoff" << 3.0 << false << false;
        QTest::newRow("a moment") << "prompt.when_fruitless" << 1.0 << false << true;
        QTest::newRow("ranking") << "ranking.temperature" << 0.9 << true << true;
    }
    void what_was_measured_is_old_where_its_levers_have_moved() {
        QFETCH(QString, lever);
        QFETCH(double, value);
        QFETCH(bool, surface);
        QFETCH(bool, cadence);
        Shown shown;
        QVERIFY(shown.measured());
        LabSetup moved = shown.setup;
        const auto& table = policy_parameters();
        const auto* entry = table.find(lever.toStdString());
        QVERIFY2(entry, qPrintable(lever));
        table.set(moved.candidate, *entry, lever.toStdString(), value);
        QVERIFY(!policy_parameters().diff(moved.candidate, shown.setup.candidate).empty());
        shown.view.show_setup(&moved);
        QCOMPARE(shown.old("surface"), surface);
        QCOMPARE(shown.old("cadence"), cadence);
        QCOMPARE(shown.told_old(), surface || cadence);
        QVERIFY(shown.surface()->has_chart()); // the old picture stays
        shown.view.show_setup(&shown.setup);
        QVERIFY(!shown.old("surface") && !shown.old("cadence") && !shown.told_old());
    }

    void other_people_make_it_old_and_another_file_takes_it_away() {
        Shown shown;
        QVERIFY(shown.measured());
        LabSetup moved = shown.setup;
        auto world = std::make_shared<LoadedScenario>(*shown.setup.scenario);
        moved.scenario = world; // the same people as another object
        shown.view.show_setup(&moved);
        QVERIFY(!shown.told_old());
        auto others = std::make_shared<LoadedScenario>(*world);
        others->scenario.seed += 1;
        moved.scenario = others;
        shown.view.show_setup(&moved);
        QVERIFY(shown.told_old() && shown.old("surface") && shown.old("cadence"));
        shown.view.forget();
        QVERIFY(!shown.surface()->has_chart() && !shown.cadence()->has_chart());
    }

    void what_comes_after_the_levers_moved_belongs_to_what_it_was_started_for() {
        Shown shown;
        shown.gate.open = false;
        shown.measure()->click();
        LabSetup moved = shown.setup;
        moved.candidate.temperature += 0.3;
        shown.view.show_setup(&moved);
        QVERIFY(shown.finish());
        QVERIFY(shown.old("surface") && shown.told_old());
        // Something else was opened meanwhile: it does not come at all.
        shown.view.forget();
        shown.gate.open = false;
        shown.measure()->click();
        shown.view.forget();
        QVERIFY(!shown.view.run().running());
        QTest::qWait(30);
        QVERIFY(!shown.surface()->has_chart());
    }

    void the_mark_follows_the_gap() {
        Shown shown;
        shown.setup.candidate.ask_after_conversion = false;
        shown.setup.candidate.gap_hours = 24;
        shown.setup.candidate.weekly_cap = 50;
        shown.view.show_setup(&shown.setup);
        QVERIFY(shown.measured());
        const auto described = [&] {
            QCoreApplication::processEvents();
            return shown.find<QWidget>("chart.surface.plot")->accessibleDescription();
        };
        QVERIFY(described().contains(QStringLiteral("At a pause, 24 h: 20.0")));
        QCOMPARE(described().count(QStringLiteral("your policy")), 1);
        QVERIFY(QRegularExpression(QStringLiteral("At a pause, 24 h: [^;]*your policy"))
                    .match(described())
                    .hasMatch());
        shown.setup.candidate.gap_hours = 160;
        shown.view.show_setup(&shown.setup);
        QVERIFY(QRegularExpression(QStringLiteral("At a pause, 7 days: [^;]*your policy"))
                    .match(described())
                    .hasMatch());
    }

    void an_error_is_told() {
        Shown shown;
        shown.gate.fails = true;
        QSignalSpy failed(&shown.view, &AskingView::failed);
        QVERIFY(shown.measured());
        QCOMPARE(failed.count(), 1);
        QVERIFY(shown.measure()->isEnabled());
    }

    void leaving_while_it_measures_ends_it() {
        auto shown = std::make_unique<Shown>();
        shown->gate.open = false;
        shown->measure()->click();
        QTRY_COMPARE(shown->gate.begun.load(), 1);
        shown.reset(); // joins, or would hang here
    }

    void everything_can_be_reached_and_used_by_keyboard() {
        Shown shown;
        shown.measure()->setFocus();
        QTest::keyClick(shown.measure(), Qt::Key_Space);
        QVERIFY(shown.finish());
        for (const char* name : {"asking.measure", "asking.cancel", "asking.progress", "chart.surface.views",
                                 "chart.surface.plot", "chart.surface.table_button", "chart.cadence.table"}) {
            auto* widget = shown.find<QWidget>(name);
            QVERIFY2(widget, name);
            QVERIFY2(!widget->accessibleName().isEmpty(), name);
        }
        QVERIFY(shown.find<QWidget>("chart.surface.plot")->focusPolicy() & Qt::TabFocus);
        // Ctrl+T turns the surface into its table.
        shown.find<QWidget>("chart.surface.plot")->setFocus();
        QTest::keyClick(shown.find<QWidget>("chart.surface.plot"), Qt::Key_T, Qt::ControlModifier);
        QTRY_VERIFY(shown.surface()->shows_table());
        QCOMPARE(shown.find<QTableView>("chart.surface.table")->model()->rowCount(), 20);
    }

    void the_charts_by_day_stand_side_by_side_or_stacked() {
        Shown shown;
        const auto days = shown.view.day_charts();
        QCOMPARE(days[0]->y(), days[1]->y());
        shown.view.resize(600, 900);
        QTRY_COMPARE(days[0]->x(), days[1]->x());
        QVERIFY(days[1]->y() > days[0]->y());
    }

    void the_lab_turns_to_it_and_back_with_the_keys() {
        LabPage page;
        page.resize(1000, 700);
        page.expect(QStringLiteral("soon"));
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* tabs = page.findChild<QTabBar*>(QStringLiteral("lab.tabs"));
        QVERIFY(tabs && tabs->focusPolicy() & Qt::TabFocus);
        QVERIFY(!tabs->accessibleName().isEmpty());
        QVERIFY(!page.asking().isVisible());
        QSignalSpy changed(&page, &LabPage::tab_changed);
        tabs->setFocus();
        QTest::keyClick(tabs, Qt::Key_Right);
        QVERIFY(page.asking().isVisible());
        QVERIFY(page.tab() == LabTab::asking);
        QCOMPARE(changed.count(), 1);
        page.show_tab(LabTab::outcome);
        QVERIFY(!page.asking().isVisible());
    }
};
ATTUNE_TEST(Asking_view_test);

} // namespace attune::ui

#include "asking_view_test.moc"
