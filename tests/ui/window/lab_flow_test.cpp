// From a lever to a picture, in the whole window: what runs, what is drawn how often, what stays.
#include "tests/ui/window/fixture.h"

#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>

namespace attune::ui {

class Lab_flow_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opening_shows_a_preview_and_then_the_full_run() {
        Window w;
        QList<bool> previews;
        connect(&w.window->lab_flow(), &LabFlow::picture_shown, this,
                [&] { previews << w.window->lab_flow().shown()->picture->state.preview; });
        // More people than a preview takes, so that it is one.
        QVERIFY(w.open_small(small_setup(400, 30, 1)));
        QCOMPARE(previews, (QList<bool>{true, false}));
        QCOMPARE(w.window->runs().runs_started(), quint64{1});
        QCOMPARE(w.window->status_line().state(), StatusLine::State::finished);
        QCOMPARE(w.window->status_line().spoken(),
                 QString::fromStdString(w.window->lab_flow().shown()->picture->headline));
    }

    void one_lever_move_is_one_run_and_one_redraw_of_each_visible_chart() {
        Window w(QSize(1600, 2000)); // all charts of the outcome in sight
        QVERIFY(w.open_small());
        const std::vector<int> before = w.redraws();
        const quint64 runs = w.window->runs().runs_started();
        const quint64 previews = w.window->runs().previews_started();
        QVERIFY(w.window->lab().set_lever("prompt.gap_hours", 200).has_value());
        QVERIFY(w.settle());
        QCOMPARE(w.window->runs().runs_started(), runs + 1);
        QCOMPARE(w.window->runs().previews_started(), previews);
        const std::vector<int> after = w.redraws();
        int hidden = 0; // behind the other tab
        for (std::size_t i = 0; i < before.size(); ++i) {
            const ChartFrame* chart = w.window->lab_page().charts()[i];
            QVERIFY2(after[i] == before[i] + (chart->isVisible() ? 1 : 0), qPrintable(chart->objectName()));
            hidden += chart->isVisible() ? 0 : 1;
        }
        QCOMPARE(hidden, 2);
    }

    void charts_of_a_hidden_page_are_not_drawn() {
        Window w(QSize(1600, 1400));
        QVERIFY(w.open_small());
        w.window->show_page(Page::start);
        const std::vector<int> before = w.redraws();
        QVERIFY(w.window->lab().set_lever("prompt.weekly_cap", 5).has_value());
        QVERIFY(w.settle());
        QCOMPARE(w.redraws(), before);
        w.window->show_page(Page::lab);
        QTRY_VERIFY(w.redraws()[0] == before[0] + 1);
    }

    void a_drag_previews_and_its_end_runs_once() {
        Window w;
        QVERIFY(w.open_small(small_setup(400, 30, 1)));
        const quint64 runs = w.window->runs().runs_started();
        const quint64 previews = w.window->runs().previews_started();
        QSignalSpy shown(&w.window->lab_flow(), &LabFlow::picture_shown);
        for (const double gap : {80.0, 90.0, 100.0})
            QVERIFY(w.window->lab().drag_lever("prompt.gap_hours", gap).has_value());
        // The first is finished before another begins, and that is the last of the three.
        QCOMPARE(w.window->runs().previews_started(), previews + 1);
        QTRY_COMPARE_WITH_TIMEOUT(w.window->runs().previews_started(), previews + 2, patience_ms);
        QTRY_VERIFY_WITH_TIMEOUT(shown.count() > 1, patience_ms);
        QCOMPARE(w.window->runs().runs_started(), runs);
        const LabOutcome* last = w.window->lab_flow().shown();
        QVERIFY(last->picture->state.preview);
        QVERIFY(last->input->run.policy_json.find("\"prompt.gap_hours\": 100") != std::string::npos);
        QVERIFY(!w.window->lab_flow().settled());
        w.window->lab().end_drag();
        QVERIFY(w.settle());
        QCOMPARE(w.window->runs().runs_started(), runs + 1);
        QVERIFY(!w.window->lab_flow().shown()->picture->state.preview);
        QCOMPARE(w.window->lab().undo_stack().count(), 1);
    }

    // A hand that never rests is answered all the same.
    void pictures_come_while_the_lever_moves() {
        Window w;
        QVERIFY(w.open_small(small_setup(400, 30, 1)));
        int pictures = 0;
        connect(&w.window->lab_flow(), &LabFlow::picture_shown, this, [&] { ++pictures; });
        int step = 0;
        QTimer hand;
        connect(&hand, &QTimer::timeout, this,
                [&] { (void)w.window->lab().drag_lever("prompt.gap_hours", 50 + step++ % 200); });
        hand.start(2);
        QTRY_VERIFY_WITH_TIMEOUT(pictures >= 3, patience_ms);
        hand.stop();
        w.window->lab().end_drag();
        QVERIFY(w.settle());
    }

    void a_drag_taken_back_shows_the_picture_from_before_without_a_run() {
        Window w;
        QVERIFY(w.open_small(small_setup(400, 30, 1)));
        const auto before = w.window->lab_flow().shown()->picture;
        const quint64 runs = w.window->runs().runs_started();
        QVERIFY(w.window->lab().drag_lever("prompt.gap_hours", 300).has_value());
        QTRY_VERIFY_WITH_TIMEOUT(w.window->lab_flow().shown()->picture->state.preview, patience_ms);
        w.window->lab().cancel_drag();
        QVERIFY(w.settle());
        QCOMPARE(w.window->lab_flow().shown()->picture, before);
        QCOMPARE(w.window->runs().runs_started(), runs);
    }

    void pictures_come_at_most_twenty_times_a_second() {
        Window w;
        QVERIFY(w.open_small(small_setup(300, 28, 1)));
        // Outcomes as fast as they can be asked for: what is shown keeps its distance.
        QElapsedTimer clock;
        int pictures = 0;
        clock.start();
        connect(&w.window->lab_flow(), &LabFlow::picture_shown, this, [&] { ++pictures; });
        QVERIFY(w.window->lab().drag_lever("prompt.gap_hours", 100).has_value());
        const LabOutcome outcome = *w.window->lab_flow().shown();
        LabOutcome preview = outcome;
        LabPicture small = *outcome.picture;
        small.state.preview = true;
        preview.picture = std::make_shared<const LabPicture>(small);
        int outcomes = 0;
        while (pictures < 4 && clock.elapsed() < patience_ms) {
            Q_EMIT w.window->runs().finished(preview);
            ++outcomes;
            QCoreApplication::processEvents();
        }
        QVERIFY(pictures >= 4);
        QVERIFY(outcomes > pictures);
        QVERIFY2(pictures <= clock.elapsed() / 48 + 2,
                 qPrintable(QStringLiteral("%1 in %2 ms").arg(pictures).arg(clock.elapsed())));
        w.window->lab().end_drag();
    }

    void cancel_leaves_the_old_picture() {
        Window w;
        QVERIFY(w.open_small());
        const auto before = w.window->lab_flow().shown()->picture;
        // Far too much to be finished.
        auto world = std::make_shared<LoadedScenario>(*w.window->lab().setup().scenario);
        world->scenario.users = 50000;
        world->scenario.days = 200;
        w.window->lab().set_scenario(world);
        QTRY_COMPARE(w.window->status_line().state(), StatusLine::State::running);
        QVERIFY(w.action("run.stop").isEnabled());
        QCOMPARE(w.find<QStackedWidget>("run_bar.forms")->currentIndex(), 2);
        w.find<QPushButton>("run_bar.cancel")->click();
        QCOMPARE(w.window->runs().state(), RunController::State::idle);
        QCOMPARE(w.window->lab_flow().shown()->picture, before);
        QVERIFY(w.window->lab_page().charts()[0]->has_chart());
        QCOMPARE(w.window->status_line().state(), StatusLine::State::stopped);
        QVERIFY(!w.action("run.stop").isEnabled());
        QVERIFY(w.action("run.run").isEnabled());
        // It is said that it is old, and nobody keeps it under the levers of now.
        QCOMPARE(w.find<QLabel>("run_bar.chip")->text(), QStringLiteral("Earlier levers"));
        QVERIFY(!w.find<QPushButton>("lab.keep")->isEnabled());
        QVERIFY(!w.action("file.report").isEnabled());
    }

    void undo_and_redo_from_the_menu_bring_pictures_back() {
        Window w;
        QVERIFY(w.open_small());
        const auto first = w.window->lab_flow().shown()->picture;
        QVERIFY(w.window->lab().set_lever("prompt.gap_hours", 240).has_value());
        QVERIFY(w.settle());
        const auto second = w.window->lab_flow().shown()->picture;
        const quint64 runs = w.window->runs().runs_started();
        QVERIFY(w.action("edit.undo").isEnabled());
        QVERIFY2(w.action("edit.undo").text().size() > QStringLiteral("&Undo ").size(),
                 qPrintable(w.action("edit.undo").text()));
        w.action("edit.undo").trigger();
        QVERIFY(w.settle());
        QCOMPARE(w.window->lab_flow().shown()->picture, first);
        QCOMPARE(w.window->lab().setup().candidate.gap_hours, 72.0);
        QVERIFY(!w.action("edit.undo").isEnabled());
        w.action("edit.redo").trigger();
        QCOMPARE(w.window->lab_flow().shown()->picture, second);
        QCOMPARE(w.window->lab().setup().candidate.gap_hours, 240.0);
        QCOMPARE(w.window->runs().runs_started(), runs);
    }

    void a_setup_that_cannot_run_is_explained_on_the_page() {
        Window w;
        QVERIFY(w.open_small());
        const auto before = w.window->lab_flow().shown()->picture;
        QSignalSpy wrong(w.window.get(), &MainWindow::went_wrong);
        // A floor for a group that this world does not have: only the study can know.
        Policy policy = w.window->lab().setup().candidate;
        policy.exposure_floor["nobody"] = 0.2;
        w.window->lab().set_candidate(policy);
        QTRY_COMPARE_WITH_TIMEOUT(wrong.count(), 1, patience_ms);
        const Banner& banner = w.window->lab_page().banner();
        QVERIFY(banner.isVisible());
        QVERIFY2(banner.text().contains(QStringLiteral("nobody")), qPrintable(banner.text()));
        QCOMPARE(w.window->lab_flow().shown()->picture, before);
        QCOMPARE(w.window->status_line().state(), StatusLine::State::failed);
        // Taken back, the banner goes with the next run.
        w.action("edit.undo").trigger();
        w.action("run.run").trigger();
        QVERIFY(w.settle());
        QVERIFY(!banner.isVisible());
    }

    void the_run_bar_says_what_is_on_screen() {
        Window w;
        QCOMPARE(w.find<QStackedWidget>("run_bar.forms")->currentIndex(), 0);
        QVERIFY(!w.find<QComboBox>("run_bar.scenario")->isEnabled());
        QVERIFY(w.open_small());
        QCOMPARE(w.find<QStackedWidget>("run_bar.forms")->currentIndex(), 1);
        QCOMPARE(w.find<QLabel>("run_bar.chip")->text(), QStringLiteral("Full run"));
        QVERIFY(w.find<QLabel>("run_bar.done")->text().startsWith(QStringLiteral("2 replications")));
        QCOMPARE(w.find<QComboBox>("run_bar.scenario")->currentText(), QStringLiteral("Calm baseline"));
        QCOMPARE(w.find<QComboBox>("run_bar.candidate")->currentText(), QStringLiteral("Gentler"));
        QCOMPARE(w.find<QComboBox>("run_bar.baseline")->currentText(), QStringLiteral("Default"));
        QVERIFY(w.find<QLabel>("status.run")
                    ->text()
                    .contains(QStringLiteral("150 people, 12 days, 2 replications")));
    }

    void buttons_never_change_place_data() {
        QTest::addColumn<int>("width");
        QTest::newRow("1280") << 1280;
        QTest::newRow("1440") << 1440;
        QTest::newRow("1920") << 1920;
    }
    void buttons_never_change_place() {
        QFETCH(int, width);
        Window w(QSize(width, 900));
        GuardrailCounts all_lights;
        all_lights.held = 12;
        all_lights.near_limit = all_lights.broken = all_lights.not_enough = 1;
        const auto places = [&] {
            QList<int> all;
            for (const char* name : {"run_bar.scenario", "run_bar.candidate", "run_bar.baseline",
                                     "run_bar.run", "run_bar.stop", "run_bar.forms"}) {
                const QWidget* one = w.find<QWidget>(name);
                all << one->mapTo(w.window.get(), QPoint()).x();
            }
            return all;
        };
        const QList<int> idle = places();
        QVERIFY(w.open_small());
        QTRY_COMPARE(places(), idle);
        // Nor when every kind of light is on.
        w.find<RunBar>("run_bar")->show_counts(&all_lights);
        QTRY_COMPARE(places(), idle);
        const auto* lights = w.find<QWidget>("run_bar.guardrails");
        QTRY_COMPARE(lights->width(), lights->sizeHint().width());
        QVERIFY(lights->geometry().right() < lights->parentWidget()->width());
        Policy policy = w.window->lab().setup().candidate;
        policy.name = "a name that is a good deal longer than any that ships with the program";
        w.window->lab().set_candidate(policy);
        w.window->lab().open(small_setup(50000, 200, 4));
        QTRY_COMPARE(w.find<QStackedWidget>("run_bar.forms")->currentIndex(), 2);
        QTRY_COMPARE(places(), idle);
        auto* cancel = w.find<QPushButton>("run_bar.cancel");
        QVERIFY2(cancel->width() >= cancel->sizeHint().width(), "Cancel is cut");
        w.window->lab_flow().stop();
        QCOMPARE(w.window->width(), width);
    }

    void choosing_a_policy_runs_it() {
        Window w;
        QVERIFY(w.open_small());
        auto* candidate = w.find<QComboBox>("run_bar.candidate");
        const int careful = candidate->findData(QStringLiteral("careful"));
        QVERIFY(careful >= 0);
        candidate->setCurrentIndex(careful);
        Q_EMIT candidate->activated(careful);
        QCOMPARE(w.window->lab().setup().candidate.name, std::string("careful"));
        QVERIFY(w.settle());
        QCOMPARE(candidate->currentText(), QStringLiteral("Careful"));
        QVERIFY(w.window->lab().set_lever("prompt.gap_hours", 111).has_value());
        QCOMPARE(candidate->currentText(), QStringLiteral("Careful, edited"));
        w.action("edit.undo").trigger();
        QCOMPARE(candidate->currentText(), QStringLiteral("Careful"));
    }

    void an_open_seed_meets_new_people_in_each_run() {
        Window w;
        QVERIFY(w.open_small());
        QVERIFY(w.action("run.seed_lock").isChecked());
        QVERIFY(!w.window->lab().set_seed(5)); // locked is locked, for whoever asks
        const std::uint64_t seed = w.window->lab().setup().scenario->scenario.seed;
        w.action("run.run").trigger();
        QVERIFY(w.settle());
        QCOMPARE(w.window->lab().setup().scenario->scenario.seed, seed);
        w.action("run.seed_lock").setChecked(false);
        w.action("run.run").trigger();
        QCOMPARE(w.window->lab().setup().scenario->scenario.seed, seed + 2);
        QVERIFY(w.settle());
        w.action("run.seed_copy").trigger();
        QCOMPARE(QApplication::clipboard()->text(), QString::number(seed + 2));
    }

    void set_as_baseline_and_swap_run_once_each() {
        Window w;
        QVERIFY(w.open_small());
        w.action("run.swap").trigger();
        QCOMPARE(w.window->lab().setup().baseline.name, std::string("gentler"));
        QVERIFY(w.settle());
        w.action("run.baseline").trigger();
        QCOMPARE(w.window->lab().setup().baseline, w.window->lab().setup().candidate);
        QVERIFY(w.settle());
    }

    void closing_the_window_ends_the_run() {
        Window w;
        w.window->show_page(Page::lab);
        w.window->lab().open(small_setup(50000, 200, 4));
        QTRY_VERIFY(w.window->runs().state() != RunController::State::idle);
        w.window->close();
        QCOMPARE(w.window->runs().state(), RunController::State::idle);
        w.window.reset(); // joins; a run that went on would hold the test here
    }
};

ATTUNE_TEST(Lab_flow_test);

} // namespace attune::ui

#include "lab_flow_test.moc"
