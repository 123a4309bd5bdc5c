// The lab's view on answering with a measuring that waits until it is told to go on.
#include "core/policy/parameters.h"
#include "tests/support/test.h"
#include "ui/charts/chart_frame.h"
#include "ui/pages/answering_view.h"
#include "ui/pages/lab_page.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QtWidgets>

#include <atomic>
#include <thread>

namespace attune::ui {
namespace {

constexpr int patience_ms = 10000;
constexpr int planted_people = 40, planted_days = 6;

/// Half of what is unwanted is believed to be at 0.70, a tenth of what is fine at 0.50.
LoopEvidence planted_evidence() {
    LoopEvidence evidence;
    for (int block = 0; block < 4; ++block) {
        evidence.next_block();
        for (int i = 0; i < 10; ++i) {
            evidence.add(i < 5 ? 0.7F : 0.08F, true);
            evidence.add(i < 1 ? 0.5F : 0.08F, false);
        }
    }
    return evidence;
}

LoopFlow planted_flow() {
    LoopFlow flow(planted_people, planted_days);
    const LoggedEvent noticed{.kind = LoggedKind::episode, .hours = 30, .to = LoopState::verify};
    flow.take(std::span(&noticed, 1));
    flow.finish();
    return flow;
}

AnsweringMeasured planted(const MeasureSubject& subject) {
    AnsweringMeasured measured{subject, {}, {}};
    for (const char* key : {"answered_next", "urr", "fal", "pkp", "trust_true"})
        measured.loop.push_back({.key = key,
                                 .value = {key, "all", 0.5, 0.45, 0.55},
                                 .twin = {key, "all", 0.2, 0.2, 0.2},
                                 .least = 0.4,
                                 .most = std::nullopt,
                                 .reached = Reached::reached});
    LoopWatched& watched = measured.watched;
    watched.flow = planted_flow();
    watched.evidence = planted_evidence();
    watched.reliability.next_block();
    for (const bool so : {true, true, false})
        watched.reliability.add(0.7, so);
    watched.categories = {"News", "Sports"};
    EpisodeTold told;
    told.user = UserId(7);
    told.category = CategoryId(1);
    told.opened = told.changed = 30;
    told.state = LoopState::verify;
    told.offered = {Pattern::disinterest, OfferChoice::fewer, 0.1F, 4};
    watched.episodes = watched.latest = {told, told};
    return measured;
}

/// Work that waits until it is told to go on.
struct Gate {
    std::atomic<bool> open = true;
    std::atomic<int> begun = 0;
    std::atomic<bool> fails = false;

    AnsweringRun::Work work() {
        return [this](const MeasureSubject& subject,
                      const SimulateOptions& options) -> Result<AnsweringMeasured> {
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
    AnsweringView view{1, gate.work()};
    LabSetup setup;

    Shown() {
        auto world = std::make_shared<LoadedScenario>();
        world->scenario.name = "calm-baseline";
        setup.scenario = world;
        setup.candidate.name = "careful";
        view.resize(1000, 2400);
        view.show();
        if (!QTest::qWaitForWindowExposed(&view)) qFatal("not shown");
        view.show_setup(&setup);
    }
    template <typename T>
    T* find(const QString& name) {
        return view.findChild<T*>(name);
    }
    QPushButton* measure() { return find<QPushButton>(QStringLiteral("answering.measure")); }
    QString state() { return find<QLabel>(QStringLiteral("answering.state"))->text(); }
    /// The frame "loop", "flow", "evidence" or "latest".
    ChartFrame* frame(const char* chart) {
        return find<ChartFrame>(QStringLiteral("chart.") + QLatin1String(chart));
    }
    int rows(const char* chart) {
        frame(chart)->show_table(true);
        QCoreApplication::processEvents();
        const QString name = QStringLiteral("chart.") + QLatin1String(chart) + QStringLiteral(".table");
        return find<QTableView>(name)->model()->rowCount();
    }
    bool finish() {
        gate.open = true;
        return QTest::qWaitFor([this] { return !view.run().running(); }, patience_ms);
    }
    bool measured() {
        measure()->click();
        return finish();
    }
    bool old(const char* chart) {
        QCoreApplication::processEvents();
        return find<QLabel>(QStringLiteral("chart.") + QLatin1String(chart) + QStringLiteral(".subtitle"))
            ->text()
            .startsWith(QStringLiteral("Of earlier levers."));
    }
    QString said(const char* chart) {
        QCoreApplication::processEvents();
        // Numbers and their signs are kept together by a space of their own.
        return frame(chart)->accessibleDescription().replace(QChar(0xA0), u' ').replace(QChar(0x202F), u' ');
    }
    bool told_old() { return state().startsWith(QStringLiteral("Measured for earlier levers")); }
};

} // namespace

class Answering_view_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { apply_theme(ThemeChoice::light); }

    void before_a_measuring_the_frames_say_what_would_be_there() {
        Shown shown;
        QVERIFY(shown.measure()->isEnabled());
        QCOMPARE(shown.view.measured_charts().size(), 5U);
        for (ChartFrame* frame : shown.view.measured_charts()) {
            QVERIFY(!frame->has_chart());
            QVERIFY(frame->accessibleDescription().startsWith(QStringLiteral("Measure shows here")));
        }
        shown.view.show_setup(nullptr);
        QVERIFY(!shown.measure()->isEnabled());
        shown.view.measure();
        QVERIFY(!shown.view.run().running());
    }

    void measuring_shows_progress_and_then_all_charts() {
        Shown shown;
        shown.gate.open = false;
        auto* progress = shown.find<QProgressBar>(QStringLiteral("answering.progress"));
        QVERIFY(!progress->isVisible());
        QSignalSpy spoke(&shown.view, &AnsweringView::spoke);
        QSignalSpy started(&shown.view, &AnsweringView::run_started);
        QSignalSpy ended(&shown.view, &AnsweringView::run_ended);
        shown.measure()->click();
        QCOMPARE(started.count(), 1);
        QVERIFY(progress->isVisible());
        QVERIFY(!shown.measure()->isEnabled());
        QTRY_COMPARE(progress->value(), 400);
        QVERIFY(shown.finish());
        QCOMPARE(ended.count(), 1);
        QVERIFY(!progress->isVisible());
        QVERIFY(shown.measure()->isEnabled());
        for (const ChartFrame* frame : shown.view.measured_charts())
            QVERIFY2(frame->has_chart(), qPrintable(frame->objectName()));
        // The latest answers stand there as a table.
        QVERIFY(shown.frame("latest")->shows_table() && !shown.frame("flow")->shows_table());
        QCOMPARE(shown.rows("latest"), 2);
        QCOMPARE(shown.rows("loop"), 5);
        QCOMPARE(shown.rows("flow"), planted_days);
        QCOMPARE(shown.rows("evidence"), 20);
        QCOMPARE(shown.rows("confidence"), 1);
        QVERIFY(shown.state().startsWith(QStringLiteral("Measured for Careful in Calm baseline.")));
        for (const char* chart : {"loop", "flow", "evidence", "confidence", "latest"})
            QVERIFY2(!shown.old(chart), chart);
        QVERIFY2(
            shown.said("flow").contains(QStringLiteral("On day 1, most people were being answered: 2.5")),
            qPrintable(shown.said("flow")));
        QVERIFY(spoke.count() >= 1);
    }

    void cancelling_answers_at_once_and_keeps_what_was_there() {
        Shown shown;
        QVERIFY(shown.measured());
        shown.gate.open = false;
        QSignalSpy ended(&shown.view, &AnsweringView::run_ended);
        shown.measure()->click();
        QTRY_COMPARE(shown.gate.begun.load(), 2);
        shown.find<QPushButton>(QStringLiteral("answering.cancel"))->click();
        QVERIFY(!shown.view.run().running());
        QCOMPARE(ended.count(), 1);
        QVERIFY(shown.measure()->isEnabled());
        for (const ChartFrame* frame : shown.view.measured_charts())
            QVERIFY(frame->has_chart());
        // The cancelled one's answer comes too late to count.
        QTest::qWait(30);
        QCOMPARE(ended.count(), 1);
    }

    void thresholds_follow_the_levers_without_measuring_again() {
        Shown shown;
        QVERIFY(shown.measured());
        QVERIFY2(shown.said("evidence").contains(QStringLiteral("At 0.65, 50.0 % of what is unwanted")) &&
                     shown.said("evidence").contains(QStringLiteral("and 0.0 % of what is fine")),
                 qPrintable(shown.said("evidence")));
        LabSetup moved = shown.setup;
        moved.candidate.acknowledge_at = 0.5;
        shown.view.show_setup(&moved);
        QVERIFY2(shown.said("evidence").contains(QStringLiteral("At 0.50, 50.0 % of what is unwanted")) &&
                     shown.said("evidence").contains(QStringLiteral("and 10.0 % of what is fine")),
                 qPrintable(shown.said("evidence")));
        moved.candidate.acknowledge_at = 0.71;
        shown.view.show_setup(&moved);
        QVERIFY(shown.said("evidence").contains(QStringLiteral("At 0.71, 0.0 % of what is unwanted")));
        QCOMPARE(shown.gate.begun.load(), 1);
        // It is what it was measured for; what else was measured is not.
        QVERIFY(!shown.old("evidence"));
        QVERIFY(shown.old("flow") && shown.old("loop") && shown.old("latest") && shown.told_old());
    }

    void what_was_measured_is_old_where_its_levers_have_moved_data() {
        QTest::addColumn<QString>("lever");
        QTest::addColumn<double>("value");
        QTest::addColumn<bool>("evidence");
        QTest::newRow("quiet change") << "deescalation.watch_at" << 0.5 << false;
        QTest::newRow("end") << "deescalation.exit_at" << 0.2 << false;
        QTest::newRow("step") << "deescalation.step" << 1.2 << true;
        QTest::newRow("ranking") << "ranking.temperature" << 0.9 << true;
    }
    void what_was_measured_is_old_where_its_levers_have_moved() {
        QFETCH(QString, lever);
        QFETCH(double, value);
        QFETCH(bool, evidence);
        Shown shown;
        QVERIFY(shown.measured());
        LabSetup moved = shown.setup;
        const auto& table = policy_parameters();
        const auto* entry = table.find(lever.toStdString());
        QVERIFY2(entry, qPrintable(lever));
        table.set(moved.candidate, *entry, lever.toStdString(), value);
        shown.view.show_setup(&moved);
        QCOMPARE(shown.old("evidence"), evidence);
        QVERIFY(shown.old("flow") && shown.old("latest") && shown.told_old());
        shown.view.show_setup(&shown.setup);
        QVERIFY(!shown.old("evidence") && !shown.old("flow") && !shown.told_old());
    }

    void other_people_make_it_old_and_another_file_takes_it_away() {
        Shown shown;
        QVERIFY(shown.measured());
        LabSetup moved = shown.setup;
        auto others = std::make_shared<LoadedScenario>(*shown.setup.scenario);
        others->scenario.seed += 1;
        moved.scenario = others;
        shown.view.show_setup(&moved);
        QVERIFY(shown.told_old() && shown.old("evidence") && shown.old("flow"));
        shown.view.forget();
        for (const ChartFrame* frame : shown.view.measured_charts())
            QVERIFY(!frame->has_chart());
    }

    void an_error_is_told() {
        Shown shown;
        shown.gate.fails = true;
        QSignalSpy failed(&shown.view, &AnsweringView::failed);
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
        for (const char* name : {"answering.measure", "answering.cancel", "answering.progress",
                                 "chart.loop.plot", "chart.flow.plot", "chart.evidence.plot",
                                 "chart.evidence.table_button", "chart.latest.table"}) {
            auto* widget = shown.find<QWidget>(QLatin1String(name));
            QVERIFY2(widget, name);
            QVERIFY2(!widget->accessibleName().isEmpty(), name);
        }
        // The crosshair reads beliefs, not days.
        auto* plot = shown.find<QWidget>(QStringLiteral("chart.evidence.plot"));
        QVERIFY(plot->focusPolicy() & Qt::TabFocus);
        QSignalSpy spoke(&shown.view, &AnsweringView::spoke);
        plot->setFocus();
        QTest::keyClick(plot, Qt::Key_Home);
        QVERIFY(!spoke.isEmpty());
        const QString words = spoke.last().first().toString();
        QVERIFY2(words.contains(QStringLiteral("0.10")) && !words.contains(QStringLiteral("day")),
                 qPrintable(words));
    }

    void the_lab_turns_to_it_with_the_keys() {
        LabPage page;
        page.resize(1000, 700);
        page.expect(QStringLiteral("soon"));
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        auto* tabs = page.findChild<QTabBar*>(QStringLiteral("lab.tabs"));
        QCOMPARE(tabs->count(), 4);
        QVERIFY(!page.answering().isVisible());
        tabs->setFocus();
        QTest::keyClick(tabs, Qt::Key_Right);
        QTest::keyClick(tabs, Qt::Key_Right);
        QVERIFY(page.answering().isVisible());
        QVERIFY(page.tab() == LabTab::answering);
        QVERIFY(!page.answering().accessibleName().isEmpty());
        QVERIFY(!tabs->tabToolTip(2).isEmpty());
    }
};
ATTUNE_TEST(Answering_view_test);

} // namespace attune::ui

#include "answering_view_test.moc"
