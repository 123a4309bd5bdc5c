// Files in the window: keeping, opening again, reverting, copies, import, export, and what is said when it
// goes wrong.
#include "core/workspace/workspace.h"
#include "tests/support/failing_disk.h"
#include "tests/ui/window/fixture.h"
#include "ui/pages/recent_list.h"
#include "ui/window/save_sheet.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

namespace attune::ui {

namespace {

bool saved(Window& w) {
    return QTest::qWaitFor([&] { return w.window->document().save_state() == Document::SaveState::saved; },
                           patience_ms);
}

/// A file with a setup and its kept run, closed again.
bool make_kept_file(Window& w, const QString& path) {
    w.files = {path};
    w.action("file.new").trigger();
    if (!QTest::qWaitFor([&] { return w.window->document().is_open(); }, patience_ms)) return false;
    if (!w.open_small()) return false;
    w.window->document().save_setup(w.window->lab().setup());
    w.action("run.keep").trigger();
    return QTest::qWaitFor([&] { return w.window->document().contents().kept.size() == 1; }, patience_ms) &&
           saved(w);
}

} // namespace

class File_flow_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keeping_without_a_file_makes_an_untitled_one() {
        Window w;
        QVERIFY(w.open_small());
        QCOMPARE(w.find<QLabel>("status.saved")->text(), QStringLiteral("No file open"));
        auto* keep = w.find<QPushButton>("lab.keep");
        QVERIFY(keep->isEnabled());
        keep->click();
        QTRY_COMPARE_WITH_TIMEOUT(keep->text(), QStringLiteral("Kept"), patience_ms);
        QVERIFY(w.window->document().untitled());
        QCOMPARE(w.window->document().contents().kept.size(), std::size_t{1});
        QCOMPARE(w.find<QLabel>("status.file")->text(), QStringLiteral("Untitled workspace"));
        // A name of its own: the file follows.
        const QString path = w.folder.filePath(QStringLiteral("named.attune"));
        w.files = {path};
        w.action("file.copy").trigger();
        QTRY_COMPARE_WITH_TIMEOUT(w.window->document().path(), path, patience_ms);
        QVERIFY(!w.window->document().untitled());
        QCOMPARE(w.window->document().contents().kept.size(), std::size_t{1});
        QTRY_COMPARE(w.find<QLabel>("status.file")->text(), QStringLiteral("named.attune"));
    }

    void keeping_twice_at_once_keeps_once() {
        Window w;
        QVERIFY(w.open_small());
        const LabSetup mine = w.window->lab().setup();
        w.action("run.keep").trigger();
        w.action("run.keep").trigger();
        QVERIFY(w.window->lab().set_lever("prompt.gap_hours", 200).has_value()); // wants a file as well
        QTRY_COMPARE_WITH_TIMEOUT(w.window->document().contents().kept.size(), std::size_t{1}, patience_ms);
        QVERIFY(w.settle() && saved(w));
        QVERIFY(w.window->document().untitled());
        QCOMPARE(w.window->lab().setup().candidate.name, mine.candidate.name);
        QCOMPARE(w.window->lab().setup().candidate.gap_hours, 200.0);
        QVERIFY(w.window->lab().undo_stack().canUndo());
    }

    void a_run_whose_keeping_was_overtaken_can_be_kept_later() {
        Window w;
        QVERIFY(w.open_small());
        w.action("run.keep").trigger();
        w.window->open_example(QString::fromStdString(examples().front().name)); // before there is a file
        QTRY_COMPARE_WITH_TIMEOUT(w.window->lab().setup().candidate.name,
                                  examples().front().setup.candidate.name, patience_ms);
        QVERIFY(!w.window->document().is_open());
        QVERIFY(w.open_small());
        w.action("run.keep").trigger();
        QTRY_COMPARE_WITH_TIMEOUT(w.window->document().contents().kept.size(), std::size_t{1}, patience_ms);
    }

    void what_was_made_of_an_example_is_in_a_file_from_the_first_change_on() {
        QString path;
        {
            Window w;
            QVERIFY(w.open_small());
            QVERIFY(!w.window->document().is_open());
            QVERIFY(w.window->lab().set_lever("prompt.gap_hours", 200).has_value());
            QTRY_VERIFY_WITH_TIMEOUT(w.window->document().is_open(), patience_ms);
            QVERIFY(w.settle() && saved(w));
            QVERIFY(w.window->document().untitled());
            path = w.window->document().path();
            w.window->close();
        }
        Window w;
        w.window->open_file(path);
        QTRY_VERIFY_WITH_TIMEOUT(w.window->lab().is_open(), patience_ms);
        QCOMPARE(w.window->lab().setup().candidate.gap_hours, 200.0);
        w.window->lab_flow().stop();
    }

    void closing_saves_what_is_on_its_way_first() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("study.attune"));
        Window w;
        QVERIFY(make_kept_file(w, path));
        QVERIFY(w.window->lab().set_lever("prompt.gap_hours", 200).has_value());
        QCOMPARE(w.window->document().save_state(), Document::SaveState::saving);
        w.window->close();
        QTRY_VERIFY_WITH_TIMEOUT(!w.window->isVisible(), patience_ms);
        QVERIFY(!w.window->document().is_open());
        w.open();
        w.window->open_file(path);
        QTRY_VERIFY_WITH_TIMEOUT(w.window->lab().is_open(), patience_ms);
        QCOMPARE(w.window->lab().setup().candidate.gap_hours, 200.0);
        w.window->lab_flow().stop();
    }

    void a_window_that_cannot_save_stays_and_says_so() {
        test::FailingDisk disk;
        const QTemporaryDir folder;
        Window w;
        QVERIFY(make_kept_file(w, folder.filePath(QStringLiteral("study.attune"))));
        disk.fill();
        QVERIFY(w.window->lab().set_lever("prompt.gap_hours", 200).has_value());
        w.window->close();
        QTRY_COMPARE_WITH_TIMEOUT(w.window->document().save_state(), Document::SaveState::failed,
                                  patience_ms);
        QVERIFY(w.window->isVisible());
        QTRY_VERIFY(w.find<Banner>("lab.banner")->isVisible());
        QCOMPARE(w.asked_losses, 0);
        w.losses = {true};
        w.window->close();
        QVERIFY(!w.window->isVisible());
        QCOMPARE(w.asked_losses, 1);
    }

    void a_kept_run_comes_back_with_its_levers_as_one_step() {
        const QTemporaryDir folder;
        Window w;
        QVERIFY(make_kept_file(w, folder.filePath(QStringLiteral("study.attune"))));
        const LabSetup kept = w.window->lab().setup();
        QVERIFY(w.window->lab().set_lever("prompt.gap_hours", 200).has_value());
        QVERIFY(w.settle());
        const quint64 runs = w.window->runs().runs_started();
        auto* menu = w.find<QMenu>("menu.kept");
        QVERIFY(menu);
        Q_EMIT menu->aboutToShow();
        QCOMPARE(menu->actions().size(), 1);
        QVERIFY(menu->actions()[0]->text().startsWith(QStringLiteral("Gentler against Default")));
        menu->actions()[0]->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(w.window->lab().setup().candidate.gap_hours, kept.candidate.gap_hours,
                                  patience_ms);
        QVERIFY(w.settle());
        QVERIFY(same_setup(w.window->lab().setup(), kept));
        QVERIFY(w.window->runs().runs_started() <= runs + 1);
        w.action("edit.undo").trigger();
        QCOMPARE(w.window->lab().setup().candidate.gap_hours, 200.0);
    }

    void a_file_of_kept_runs_alone_shows_the_newest() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("study.attune"));
        LabSetup kept;
        {
            Window w;
            QVERIFY(w.open_small());
            kept = w.window->lab().setup();
            ReportInput input = *w.window->lab_flow().shown()->input;
            // As the command line makes it: a comparison, and nothing of a lab.
            for (std::string* created :
                 {&input.comparison->created, &input.baseline->created, &input.run.created})
                *created = "2026-11-22T12:00:00Z";
            auto file = Workspace::open(path.toStdString(), OpenMode::create);
            QVERIFY(file.has_value());
            QVERIFY(file->comparisons().save_with_runs(*input.baseline, input.run, *input.comparison));
        }
        Window w;
        w.window->open_file(path);
        QVERIFY(w.settle());
        QVERIFY(same_setup(w.window->lab().setup(), kept));
        QCOMPARE(w.window->runs().runs_started(), quint64{0});
        QTRY_COMPARE(w.find<QPushButton>("lab.keep")->text(), QStringLiteral("Kept"));
    }

    void a_kept_run_that_cannot_be_read_leaves_a_lab_to_work_in() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("study.attune"));
        Window w;
        QVERIFY(w.open_small());
        ReportInput input = *w.window->lab_flow().shown()->input;
        for (std::string* created :
             {&input.comparison->created, &input.baseline->created, &input.run.created})
            *created = "2026-11-22T12:00:00Z";
        input.run.policy_json = R"({"attune": "something else"})";
        {
            auto file = Workspace::open(path.toStdString(), OpenMode::create);
            QVERIFY(file.has_value());
            QVERIFY(file->comparisons().save_with_runs(*input.baseline, input.run, *input.comparison));
        }
        w.window->open_file(path);
        QTRY_VERIFY_WITH_TIMEOUT(w.find<Banner>("lab.banner")->isVisible(), patience_ms);
        QVERIFY(w.window->lab().is_open());
        QCOMPARE(w.window->document().path(), path);
        w.window->lab_flow().stop();
    }

    void a_new_workspace_does_not_say_kept() {
        const QTemporaryDir folder;
        Window w;
        QVERIFY(make_kept_file(w, folder.filePath(QStringLiteral("one.attune"))));
        QTRY_COMPARE(w.find<QPushButton>("lab.keep")->text(), QStringLiteral("Kept"));
        w.files = {folder.filePath(QStringLiteral("two.attune"))};
        w.action("file.new").trigger();
        QTRY_COMPARE_WITH_TIMEOUT(w.find<QPushButton>("lab.keep")->text(), QStringLiteral("Keep this run"),
                                  patience_ms);
        QVERIFY(w.window->document().contents().kept.empty());
    }

    void a_kept_run_is_shown_again_without_a_run() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("study.attune"));
        QString headline;
        {
            Window w;
            QVERIFY(make_kept_file(w, path));
            headline = QString::fromStdString(w.window->lab_flow().shown()->picture->headline);
            w.window->close();
        }
        Window w;
        w.window->open_file(path);
        QVERIFY(w.settle());
        QCOMPARE(w.window->page(), Page::lab);
        QCOMPARE(w.window->runs().runs_started(), quint64{0});
        QCOMPARE(w.window->runs().previews_started(), quint64{0});
        QCOMPARE(QString::fromStdString(w.window->lab_flow().shown()->picture->headline), headline);
        QTRY_COMPARE(w.find<QPushButton>("lab.keep")->text(), QStringLiteral("Kept"));
        QCOMPARE(w.find<QLabel>("run_bar.done")->text(), QStringLiteral("2 replications, kept"));
        // A lever moves away from it: that is run.
        QVERIFY(w.window->lab().set_lever("prompt.gap_hours", 300).has_value());
        QVERIFY(w.settle());
        QCOMPARE(w.window->runs().runs_started(), quint64{1});
        QCOMPARE(w.find<QPushButton>("lab.keep")->text(), QStringLiteral("Keep this run"));
    }

    void lever_moves_are_saved_by_themselves() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("study.attune"));
        {
            Window w;
            QVERIFY(make_kept_file(w, path));
            QVERIFY(w.window->lab().set_lever("prompt.gap_hours", 200).has_value());
            QVERIFY(w.settle());
            QVERIFY(saved(w));
            w.window->close();
        }
        Window w;
        w.window->open_file(path);
        QTRY_VERIFY_WITH_TIMEOUT(w.window->lab().is_open(), patience_ms);
        QCOMPARE(w.window->lab().setup().candidate.gap_hours, 200.0);
        QCOMPARE(w.window->lab().setup().replications, 2);
        QVERIFY(w.settle());
        QCOMPARE(w.window->runs().runs_started(), quint64{1}); // the kept run is another one
    }

    void an_example_is_nobodys_file() {
        Window w;
        const QString path = w.folder.filePath(QStringLiteral("study.attune"));
        QVERIFY(make_kept_file(w, path));
        w.window->open_example(QString::fromStdString(examples().front().name));
        QTRY_VERIFY_WITH_TIMEOUT(!w.window->document().is_open(), patience_ms);
        QVERIFY(w.window->lab().is_open());
        w.window->lab_flow().stop();
        QCOMPARE(w.find<QLabel>("status.saved")->text(), QStringLiteral("No file open"));
    }

    void an_example_waits_until_the_file_is_saved_and_never_gets_into_it() {
        test::FailingDisk disk;
        Window w;
        const QString path = w.folder.filePath(QStringLiteral("study.attune"));
        QVERIFY(make_kept_file(w, path));
        const LabSetup mine = w.window->lab().setup();
        disk.fill();
        QVERIFY(w.window->lab().set_lever("prompt.gap_hours", 200).has_value());
        const QString example = QString::fromStdString(examples().front().name);
        // Saving fails while the file is being closed: it stays open, and so does what was in the lab.
        w.window->open_example(example);
        QTRY_COMPARE_WITH_TIMEOUT(w.window->document().save_state(), Document::SaveState::failed,
                                  patience_ms);
        QTRY_VERIFY_WITH_TIMEOUT(w.settle(), patience_ms);
        QVERIFY(w.window->document().is_open());
        QCOMPARE(w.window->lab().setup().candidate.gap_hours, 200.0);
        QCOMPARE(w.asked_losses, 0);
        // From then on it is asked; "leave it" leaves it.
        w.losses = {false, true};
        w.window->open_example(example);
        QCOMPARE(w.asked_losses, 1);
        QVERIFY(w.window->document().is_open());
        w.window->open_example(example);
        QCOMPARE(w.asked_losses, 2);
        QTRY_VERIFY_WITH_TIMEOUT(!w.window->document().is_open(), patience_ms);
        QTRY_COMPARE_WITH_TIMEOUT(w.window->lab().setup().candidate.name,
                                  examples().front().setup.candidate.name, patience_ms);
        w.window->lab_flow().stop();
        disk.empty();
        // The file holds what could be saved last, and nothing of the example.
        w.window->open_file(path);
        QTRY_VERIFY_WITH_TIMEOUT(w.window->document().is_open() && w.window->lab().is_open(), patience_ms);
        QTRY_COMPARE_WITH_TIMEOUT(w.window->lab().setup().candidate.name, mine.candidate.name, patience_ms);
        QCOMPARE(w.window->lab().setup().candidate.gap_hours, mine.candidate.gap_hours);
        w.window->lab_flow().stop();
    }

    void a_new_workspace_never_replaces_a_file() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("study.attune"));
        Window w;
        QVERIFY(make_kept_file(w, path));
        w.files = {path};
        w.action("file.new").trigger();
        QTRY_VERIFY_WITH_TIMEOUT(w.find<Banner>("lab.banner")->isVisible(), patience_ms);
        QVERIFY(w.window->document().is_open());
        QCOMPARE(w.window->document().path(), path);
        QCOMPARE(w.window->document().contents().kept.size(), std::size_t{1});
    }

    void recent_files_tell_what_stood_in_them() {
        Window w;
        const QString path = w.folder.filePath(QStringLiteral("study.attune"));
        QVERIFY(make_kept_file(w, path));
        const auto files = RecentFiles(w.settings).list();
        QCOMPARE(files.size(), std::size_t{1});
        QCOMPARE(files[0].path, path);
        QCOMPARE(files[0].headline.toStdString(), w.window->lab_flow().shown()->picture->headline);
        const GuardrailCounts& shown = w.window->lab_flow().shown()->picture->counts;
        QCOMPARE(files[0].counts.held, shown.held);
        QCOMPARE(files[0].counts.not_enough, shown.not_enough);
        auto* list = w.find<RecentView>("start.recent");
        QCOMPARE(list->model()->rowCount(), 1);
    }

    void revert_asks_first_and_brings_the_opened_state_back() {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("study.attune"));
        {
            Window w;
            QVERIFY(make_kept_file(w, path));
            w.window->close();
        }
        Window w;
        w.window->open_file(path);
        QVERIFY(w.settle());
        QVERIFY(!w.action("file.revert").isEnabled()); // nothing would be lost
        QVERIFY(w.window->lab().set_lever("prompt.gap_hours", 333).has_value());
        QTRY_VERIFY_WITH_TIMEOUT(w.action("file.revert").isEnabled(), patience_ms);
        w.losses = {false};
        w.action("file.revert").trigger();
        QCOMPARE(w.asked_losses, 1);
        QCOMPARE(w.window->lab().setup().candidate.gap_hours, 333.0);
        w.losses = {true};
        w.action("file.revert").trigger();
        QCOMPARE(w.asked_losses, 2);
        QTRY_COMPARE_WITH_TIMEOUT(w.window->lab().setup().candidate.gap_hours, 72.0, patience_ms);
        QVERIFY(w.settle());
        QCOMPARE(w.window->document().contents().kept.size(), std::size_t{1});
    }

    void a_file_that_is_not_ours_is_explained_where_it_was_asked_for() {
        Window w;
        const QString path = w.folder.filePath(QStringLiteral("foreign.attune"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("not a workspace at all, but long enough to look at: " + QByteArray(4096, 'x'));
        file.close();
        QSignalSpy wrong(w.window.get(), &MainWindow::went_wrong);
        w.files = {path};
        w.action("file.open").trigger();
        QTRY_COMPARE_WITH_TIMEOUT(wrong.count(), 1, patience_ms);
        const Banner& banner = w.window->start_page().banner();
        QVERIFY(banner.isVisible());
        QVERIFY2(banner.text().contains(QStringLiteral("foreign.attune")) || !banner.text().isEmpty(),
                 qPrintable(banner.text()));
        QCOMPARE(w.window->page(), Page::start);
        QVERIFY(!w.window->document().is_open());
    }

    void turning_a_question_away_changes_nothing_data() {
        QTest::addColumn<QByteArray>("action");
        for (const char* id : {"file.new", "file.open", "file.copy", "file.import", "file.report",
                               "policy.export", "policy.import"})
            QTest::newRow(id) << QByteArray(id);
    }
    void turning_a_question_away_changes_nothing() {
        QFETCH(QByteArray, action);
        Window w;
        QVERIFY(w.open_small());
        const LabSetup before = w.window->lab().setup();
        w.action(action.constData()).trigger();
        QCOMPARE(w.asked_files, 1);
        QVERIFY(same_setup(w.window->lab().setup(), before));
        QVERIFY(!w.window->document().is_open());
        QVERIFY(QDir(w.folder.path()).entryList({QStringLiteral("*.attune")}, QDir::Files).isEmpty());
    }

    void the_report_is_written_whole() {
        Window w;
        QVERIFY(!w.action("file.report").isEnabled());
        QVERIFY(w.open_small());
        const QString path = w.folder.filePath(QStringLiteral("out"));
        w.files = {path};
        w.action("file.report").trigger();
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path + QStringLiteral(".html")), patience_ms);
        QFile file(path + QStringLiteral(".html"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray page = file.readAll();
        QVERIFY(page.contains("gentler"));
        QVERIFY(page.contains("</html>"));
        QTRY_VERIFY(w.window->lab_page().banner().isVisible());
    }

    void a_policy_goes_out_and_comes_back() {
        Window w;
        QVERIFY(w.open_small());
        QVERIFY(w.window->lab().set_lever("prompt.gap_hours", 123).has_value());
        const QString path = w.folder.filePath(QStringLiteral("gentler.json"));
        w.files = {path, path};
        w.action("policy.export").trigger();
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path), patience_ms);
        w.action("edit.undo").trigger();
        QCOMPARE(w.window->lab().setup().candidate.gap_hours, 72.0);
        w.action("policy.import").trigger();
        QTRY_COMPARE_WITH_TIMEOUT(w.window->lab().setup().candidate.gap_hours, 123.0, patience_ms);
        QVERIFY(w.settle());
    }

    void a_policy_file_that_will_not_do_is_refused_by_name() {
        Window w;
        QVERIFY(w.open_small());
        const QString path = w.folder.filePath(QStringLiteral("bad.json"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(R"({"attune":"policy","version":1,"name":"bad","values":{"prompt.weekly_cap":-5}})");
        file.close();
        const LabSetup before = w.window->lab().setup();
        w.files = {path};
        w.action("policy.import").trigger();
        QTRY_VERIFY_WITH_TIMEOUT(w.window->lab_page().banner().isVisible(), patience_ms);
        QVERIFY2(w.window->lab_page().banner().text().contains(QStringLiteral("prompt.weekly_cap")),
                 qPrintable(w.window->lab_page().banner().text()));
        QVERIFY(same_setup(w.window->lab().setup(), before));
    }

    void the_proposal_is_saved_under_a_name() {
        Window w;
        QVERIFY(w.open_small());
        w.action("policy.save").trigger();
        SaveSheet& sheet = w.window->save_sheet();
        QVERIFY(sheet.isVisible());
        const auto field = [&](const char* name) {
            return sheet.findChild<QLineEdit*>(QStringLiteral("save.") + QLatin1String(name));
        };
        QCOMPARE(field("name")->text(), QStringLiteral("gentler"));
        field("author")->setText(QStringLiteral("Ines"));
        field("reason")->setText(QStringLiteral("To try"));
        field("name")->setText(QStringLiteral("careful"));
        QTest::keyClick(field("name"), Qt::Key_Return);
        QVERIFY(sheet.isVisible());
        field("name")->setText(QStringLiteral("gentle two"));
        QTest::keyClick(field("name"), Qt::Key_Return);
        QVERIFY(!sheet.isVisible());
        QCOMPARE(w.window->lab().setup().candidate.name, std::string("gentle two"));
        QTRY_VERIFY_WITH_TIMEOUT(w.window->document().is_open(), patience_ms);
        auto* candidate = w.find<QComboBox>("run_bar.candidate");
        QTRY_VERIFY_WITH_TIMEOUT(candidate->findData(QStringLiteral("gentle two")) >= 0, patience_ms);
        QVERIFY(w.settle());
    }

    void ratings_become_a_scenario_that_is_opened() {
        Window w;
        const QString path = w.folder.filePath(QStringLiteral("Our Films 2026.csv"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("user,item,rating,timestamp\n");
        for (int user = 0; user < 40; ++user)
            for (int item = 0; item < 12; ++item)
                file.write(QStringLiteral("%1,%2,%3,%4\n")
                               .arg(user)
                               .arg((item * 7 + user) % 30)
                               .arg(1 + (item + user) % 5)
                               .arg(1600000000 + user * 86400 + item * 3600)
                               .toUtf8());
        file.write("7,what,is,this\n");
        file.close();
        w.files = {path};
        w.action("file.import").trigger();
        QTRY_COMPARE_WITH_TIMEOUT(w.window->page(), Page::lab, patience_ms);
        QCOMPARE(w.window->lab().setup().scenario->scenario.name, std::string("our-films-2026"));
        QVERIFY(w.window->lab().setup().scenario->world.has_value());
        w.window->lab_flow().stop();
        QVERIFY(w.window->lab_page().banner().isVisible());
        QVERIFY2(w.window->lab_page().banner().text().contains(QStringLiteral("480 used")),
                 qPrintable(w.window->lab_page().banner().text()));
        QVERIFY(w.find<QComboBox>("run_bar.scenario")->findData(QStringLiteral("our-films-2026")) >= 0);
        QVERIFY(w.find<QLabel>("status.file")->text().contains(QStringLiteral("personal data")));
    }
};

ATTUNE_TEST(File_flow_test);

} // namespace attune::ui

#include "file_flow_test.moc"
