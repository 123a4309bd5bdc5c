// Saving the proposal: who and why, what changes, what that does to stored people, and the way back.
#include "core/policy/prompt_place.h"
#include "simulations/study/effect_table.h"
#include "tests/ui/window/fixture.h"
#include "ui/levers/row_list.h"
#include "ui/theme/words.h"
#include "ui/window/effect_view.h"
#include "ui/window/save_sheet.h"
#include "ui/window/versions_window.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QProgressBar>
#include <QPushButton>
#include <QUndoStack>

#include <atomic>
#include <thread>

namespace attune::ui {
namespace {

/// Figures of nobody, for what is not about the figures.
EffectPreview planted(double after) {
    const auto value = [](double middle) {
        MetricValue made = unknown_value();
        made.value = middle;
        made.lower = middle - 0.01;
        made.upper = middle + 0.01;
        made.n = 400;
        return made;
    };
    EffectPreview preview{
        .scenario = "calm-baseline", .before = "default", .people = 500, .days = 60, .measures = {}};
    for (const char* key : {"fal", "urr", "opt", "pps", "trust"})
        preview.measures.push_back(
            {.key = key, .before = value(0.2), .after = value(after), .change = value(after - 0.2)});
    return preview;
}

/// A window with its lab and the sheet, and what one does with it.
struct Saving : Window {
    explicit Saving(const LabSetup& setup = small_setup()) {
        if (!open_small(setup)) qFatal("the lab did not settle");
    }
    SaveSheet& sheet() { return window->save_sheet(); }
    QLineEdit& field(const char* name) {
        return *sheet().findChild<QLineEdit*>(QStringLiteral("save.") + QLatin1String(name));
    }
    QLabel& label(const QString& name) { return *sheet().findChild<QLabel*>(name); }
    QLabel& refusal(const char* name) {
        return label(QStringLiteral("save.") + QLatin1String(name) + QStringLiteral(".refusal"));
    }
    QPushButton& button(const char* name) {
        return *sheet().findChild<QPushButton*>(QStringLiteral("save.") + QLatin1String(name));
    }
    bool shows_effect() { return sheet().findChild<EffectView*>(QStringLiteral("save.effect"))->shows(); }
    bool earlier() { return label(QStringLiteral("save.effect.earlier")).isVisible(); }
    bool measured() {
        return QTest::qWaitFor([this] { return !sheet().run().running(); }, patience_ms);
    }
    /// Never ends by itself.
    void measure_for_ever() {
        sheet().run().set_work(
            [](const EffectSubject&, const SimulateOptions& options) -> Result<EffectPreview> {
                while (!options.stop.stop_requested())
                    std::this_thread::sleep_for(std::chrono::milliseconds(2));
                return fail(ErrorCode::cancelled, "stopped");
            });
    }
    void measure_at_once(double after) {
        sheet().run().set_work(
            [after](const EffectSubject&, const SimulateOptions&) { return planted(after); });
    }
    void open_sheet() {
        action("policy.save").trigger();
        if (!QTest::qWaitForWindowActive(&sheet())) qFatal("the sheet does not open");
    }
    /// `wait`: until the effect is measured.
    bool save(const char* author, const char* reason, bool wait = true) {
        const std::size_t before = versions().size();
        open_sheet();
        if (wait && !measured()) return false;
        field("author").setText(QLatin1String(author));
        field("reason").setText(QLatin1String(reason));
        QTest::keyClick(&field("reason"), Qt::Key_Return);
        return QTest::qWaitFor([&] { return versions().size() == before + 1; }, patience_ms);
    }
    const std::vector<DocumentContents::SavedVersion>& versions() {
        return window->document().contents().versions;
    }
    void picture_of(QWidget& sheet, const QString& name) {
        const QString place = qEnvironmentVariable("ATTUNE_PICTURES");
        if (place.isEmpty()) return;
        QCoreApplication::processEvents();
        sheet.grab().save(place + u'/' + name + QStringLiteral(".png"));
    }
};

} // namespace

class Save_sheet_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_keyboard_alone_saves_a_version() {
        Saving w;
        w.measure_at_once(0.1);
        QTest::keyClick(w.window.get(), Qt::Key_S, Qt::ControlModifier);
        QVERIFY(QTest::qWaitForWindowActive(&w.sheet()));
        QVERIFY(w.sheet().isModal());
        QVERIFY2(w.sheet().focusWidget() == &w.field("author"), "nobody has signed yet");
        QTest::keyClicks(w.sheet().focusWidget(), QStringLiteral("Ines"));
        QTest::keyClick(w.sheet().focusWidget(), Qt::Key_Tab);
        QVERIFY(w.sheet().focusWidget() == &w.field("reason"));
        QTest::keyClicks(w.sheet().focusWidget(), QStringLiteral("Fewer questions"));
        QTest::keyClick(w.sheet().focusWidget(), Qt::Key_Return);
        QVERIFY(!w.sheet().isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(w.versions().size(), std::size_t{1}, patience_ms);
        const PolicyVersion& version = w.versions().front().record;
        QCOMPARE(version.name, std::string("gentler"));
        QCOMPARE(version.number, 1);
        QCOMPARE(version.author, std::string("Ines"));
        QCOMPARE(version.reason, std::string("Fewer questions"));
        QCOMPARE(version.created, std::string("2026-11-22T12:00:00Z"));
        QTRY_VERIFY_WITH_TIMEOUT(w.window->lab_page().banner().isVisible(), patience_ms);
        QVERIFY(w.window->lab_page().banner().text().contains(QStringLiteral("version 1")));
        // Who saved last is suggested, and why is asked anew.
        w.action("policy.save").trigger();
        QVERIFY(QTest::qWaitForWindowActive(&w.sheet()));
        QCOMPARE(w.field("author").text(), QStringLiteral("Ines"));
        QVERIFY(w.field("reason").text().isEmpty());
        QVERIFY(w.sheet().focusWidget() == &w.field("reason"));
        QTest::keyClick(&w.sheet(), Qt::Key_Escape);
        QVERIFY(!w.sheet().isVisible());
        QVERIFY(w.settle());
    }

    void what_is_missing_is_said_at_its_field_and_nothing_is_saved_data() {
        QTest::addColumn<QString>("place");
        QTest::addColumn<QString>("text");
        QTest::newRow("no reason") << "reason"
                                   << "";
        QTest::newRow("blank reason") << "reason"
                                      << "   ";
        QTest::newRow("no author") << "author"
                                   << "";
        QTest::newRow("no name") << "name"
                                 << "";
        QTest::newRow("a shipped name") << "name"
                                        << "careful";
        QTest::newRow("a reason too long in bytes") << "reason" << QString(200, QChar(0x7530)) + u'!';
    }
    void what_is_missing_is_said_at_its_field_and_nothing_is_saved() {
        QFETCH(QString, place);
        QFETCH(QString, text);
        Saving w;
        w.measure_for_ever();
        w.open_sheet();
        w.field("author").setText(QStringLiteral("Ines"));
        w.field("reason").setText(QStringLiteral("To try"));
        QLineEdit& wrong = w.field(place.toUtf8().constData());
        wrong.setMaxLength(1000);
        wrong.setText(text);
        for (const char* way : {"key", "click"}) {
            if (way == std::string("key"))
                QTest::keyClick(&w.field("reason"), Qt::Key_Return);
            else
                QTest::mouseClick(&w.button("save"), Qt::LeftButton);
            QVERIFY(w.sheet().isVisible());
            for (const char* name : {"name", "author", "reason"})
                QCOMPARE(w.refusal(name).isVisible(), place == QLatin1String(name));
            QVERIFY(w.sheet().focusWidget() == &wrong);
            QVERIFY(!w.window->document().is_open());
        }
        QCOMPARE(w.window->lab().setup().candidate.name, std::string("gentler"));
        // Mending it takes the words away.
        QTest::keyClicks(&wrong, QStringLiteral("x"));
        QVERIFY(!w.refusal(place.toUtf8().constData()).isVisible());
        QTest::keyClick(&w.sheet(), Qt::Key_Escape);
        QVERIFY(!w.sheet().run().running());
    }

    void figures_are_the_studys_own_and_are_kept_with_the_version() {
        Saving w(small_setup(150, 24));
        w.open_sheet();
        QVERIFY(w.sheet().run().running());
        QVERIFY(w.sheet().findChild<QProgressBar*>(QStringLiteral("save.progress"))->isVisible());
        QVERIFY(w.measured());
        const LabSetup& setup = w.window->lab().setup();
        const auto study = preview_effect(*setup.scenario, setup.baseline, setup.candidate, {});
        VERIFY_OK(study);
        const auto rows = effect_rows(*study, Text::english());
        QCOMPARE(rows.size(), std::size_t{5});
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const QString name = QStringLiteral("save.effect.") + from_core(study->measures[i].key);
            QCOMPARE(w.label(name + QStringLiteral(".before")).text(), from_core(rows[i].before));
            QCOMPARE(w.label(name + QStringLiteral(".after")).text(), from_core(rows[i].after));
            QCOMPARE(w.label(name + QStringLiteral(".change")).text(), from_core(rows[i].change));
            QCOMPARE(w.label(name + QStringLiteral(".verdict")).text(), from_core(rows[i].verdict));
        }
        w.picture_of(w.sheet(), QStringLiteral("save-small"));
        w.field("author").setText(QStringLiteral("Ines"));
        w.field("reason").setText(QStringLiteral("Fewer questions"));
        QTest::mouseClick(&w.button("save"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(w.versions().size(), std::size_t{1}, patience_ms);
        EffectPreview kept = *study;
        kept.before = "Default"; // as it stands on the sheet
        QCOMPARE(w.versions().front().record.preview, effect_to_json(kept));
        QVERIFY(w.settle());
    }

    void saving_does_not_wait_and_keeps_nothing_that_was_not_shown() {
        Saving w;
        w.measure_for_ever();
        QVERIFY(w.save("Ines", "No time", false));
        QVERIFY(w.versions().front().record.preview.empty());
        QVERIFY(!w.sheet().run().running());
        QVERIFY(w.settle());
    }

    void stopping_is_at_once_and_the_old_figures_stay() {
        Saving w;
        w.measure_at_once(0.1);
        w.open_sheet();
        QVERIFY(w.measured());
        QVERIFY(w.shows_effect() && !w.earlier() && w.sheet().shown());
        const QString before = w.label(QStringLiteral("save.effect.fal.after")).text();
        QTest::keyClick(&w.sheet(), Qt::Key_Escape);
        VERIFY_OK(w.window->lab().set_lever("prompt.weekly_cap", 5));
        QVERIFY(w.settle());
        w.measure_for_ever();
        w.open_sheet();
        QVERIFY(w.sheet().run().running());
        QVERIFY2(w.earlier(), "what stands there is of other levers");
        QElapsedTimer passed;
        passed.start();
        QTest::mouseClick(&w.button("stop"), Qt::LeftButton);
        QVERIFY(passed.elapsed() < 500);
        QVERIFY(!w.sheet().run().running());
        QVERIFY(w.sheet().isVisible());
        QVERIFY(w.shows_effect() && w.earlier() && !w.sheet().shown());
        QCOMPARE(w.label(QStringLiteral("save.effect.fal.after")).text(), before);
        QVERIFY(w.button("measure").isVisible() && w.button("measure").isEnabled());
        // Measured once more, they are of these levers.
        w.measure_at_once(0.3);
        QTest::mouseClick(&w.button("measure"), Qt::LeftButton);
        QVERIFY(w.measured());
        QVERIFY(!w.earlier() && w.sheet().shown());
        QVERIFY(w.label(QStringLiteral("save.effect.fal.after")).text() != before);
        // The same change again is not measured again.
        QTest::keyClick(&w.sheet(), Qt::Key_Escape);
        w.measure_for_ever();
        w.open_sheet();
        QVERIFY(!w.sheet().run().running() && w.sheet().shown() && !w.earlier());
    }

    void figures_of_earlier_levers_are_not_kept_with_a_version() {
        Saving w;
        w.measure_at_once(0.1);
        w.open_sheet();
        QVERIFY(w.measured());
        QTest::keyClick(&w.sheet(), Qt::Key_Escape);
        VERIFY_OK(w.window->lab().set_lever("prompt.weekly_cap", 5));
        QVERIFY(w.settle());
        w.measure_for_ever();
        QVERIFY(w.save("Ines", "Another change", false));
        QVERIFY(w.versions().front().record.preview.empty());
        QVERIFY(w.settle());
    }

    void the_next_version_is_shown_against_the_one_before() {
        Saving w;
        w.measure_at_once(0.1);
        QVERIFY(w.save("Ines", "First"));
        w.open_sheet();
        QVERIFY2(!w.button("save").isEnabled(), "nothing has changed since");
        QVERIFY(w.label(QStringLiteral("save.against")).text().contains(QStringLiteral("No lever differs")));
        QTest::keyClick(&w.field("reason"), Qt::Key_Return);
        QVERIFY(w.sheet().isVisible());
        QTest::keyClick(&w.sheet(), Qt::Key_Escape);
        VERIFY_OK(w.window->lab().set_lever("prompt.gap_hours", 100));
        QVERIFY(w.settle());
        w.open_sheet();
        QVERIFY(w.label(QStringLiteral("save.head")).text().contains(QStringLiteral("version 2")));
        QVERIFY(w.label(QStringLiteral("save.against")).text().contains(QStringLiteral("version 1 (Ines")));
        auto* changes = w.sheet().findChild<RowList*>(QStringLiteral("save.changes"));
        QCOMPARE(changes->model()->rowCount(), 1); // not the weekly cap, which was saved before
        QVERIFY(changes->model()
                    ->index(0, 0)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .contains(QStringLiteral("100")));
        // Under a new name it is a first version again, against the baseline.
        w.field("name").setText(QStringLiteral("evening"));
        QVERIFY(w.label(QStringLiteral("save.head")).text().contains(QStringLiteral("version 1")));
        QCOMPARE(changes->model()->rowCount(), 2);
        w.field("name").setText(QStringLiteral("gentler"));
        w.field("reason").setText(QStringLiteral("Second"));
        QTest::mouseClick(&w.button("save"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(w.versions().size(), std::size_t{2}, patience_ms);
        QCOMPARE(w.versions().back().record.parent, 1);
        QVERIFY(w.settle());
    }

    void what_pushes_people_may_be_saved_but_is_told() {
        Saving w;
        w.measure_for_ever();
        w.open_sheet();
        auto* banner = w.sheet().findChild<Banner*>();
        QVERIFY(!banner->isVisible());
        QTest::keyClick(&w.sheet(), Qt::Key_Escape);
        Policy pushing = w.window->lab().setup().candidate;
        pushing.prompt_place = static_cast<int>(PromptPlace::forced);
        w.window->lab().set_candidate(pushing);
        QVERIFY(w.settle());
        w.open_sheet();
        QVERIFY(banner->isVisible());
        QVERIFY(banner->text().contains(QStringLiteral("never put into force")));
        QTest::keyClick(&w.sheet(), Qt::Key_Escape);
    }

    void going_back_is_a_version_and_a_step() {
        Saving w;
        w.measure_at_once(0.1);
        QVERIFY(w.save("Ines", "First"));
        VERIFY_OK(w.window->lab().set_lever("prompt.weekly_cap", 6));
        QVERIFY(w.settle());
        QVERIFY(w.save("Ada", "More questions"));
        w.action("policy.versions").trigger();
        auto* window = w.find<VersionsWindow>("versions");
        QVERIFY(window && window->isVisible());
        auto* list = window->findChild<QListWidget*>(QStringLiteral("versions.list"));
        auto* back = window->findChild<QPushButton*>(QStringLiteral("versions.back"));
        auto* why = window->findChild<QLineEdit*>(QStringLiteral("versions.back.reason"));
        auto* refusal = window->findChild<QLabel*>(QStringLiteral("versions.back.refusal"));
        QCOMPARE(list->count(), 2);
        QVERIFY(list->item(0)->text().contains(QStringLiteral("Version 2")) &&
                list->item(0)->text().contains(QStringLiteral("More questions")));
        QVERIFY2(!back->isVisible(), "the newest is where one is");
        auto* changes = window->findChild<RowList*>(QStringLiteral("versions.changes"));
        QCOMPARE(changes->model()->rowCount(), 1);
        QVERIFY(window->findChild<EffectView*>(QStringLiteral("versions.effect"))->shows());
        QTest::keyClick(list, Qt::Key_Down);
        QVERIFY(back->isVisible() && back->text().contains(QStringLiteral("version 1")));
        w.picture_of(*window, QStringLiteral("versions"));
        QTest::mouseClick(back, Qt::LeftButton);
        QVERIFY2(refusal->isVisible(), "going back has a reason too");
        QCOMPARE(w.versions().size(), std::size_t{2});
        const int steps = w.window->lab().undo_stack().count();
        why->setText(QStringLiteral("People turned them off"));
        QTest::keyClick(why, Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(w.versions().size(), std::size_t{3}, patience_ms);
        const PolicyVersion& newest = w.versions().back().record;
        QCOMPARE(newest.restores, 1);
        QCOMPARE(newest.author, std::string("Ada"));
        QCOMPARE(newest.reason, std::string("Back to version 1: People turned them off"));
        QCOMPARE(newest.json, w.versions().front().record.json);
        QTRY_COMPARE_WITH_TIMEOUT(list->count(), 3, patience_ms);
        QCOMPARE(list->currentRow(), 0);
        // The proposal goes with it, and one step brings it back.
        QTRY_COMPARE_WITH_TIMEOUT(w.window->lab().setup().candidate.weekly_cap, 1, patience_ms);
        QCOMPARE(w.window->lab().undo_stack().count(), steps + 1);
        QVERIFY(w.settle());
        w.window->lab().undo_stack().undo();
        QCOMPARE(w.window->lab().setup().candidate.weekly_cap, 6);
        QVERIFY(w.settle());
        QVERIFY2(!refusal->isVisible(), "what was wrong is mended");
    }

    void versions_of_a_file_without_any_say_how_to_make_one() {
        Saving w;
        w.action("policy.versions").trigger();
        auto* window = w.find<VersionsWindow>("versions");
        QVERIFY(window->isVisible());
        QVERIFY(window->findChild<QLabel*>(QStringLiteral("versions.none"))->isVisible());
        QVERIFY(!window->findChild<QListWidget*>(QStringLiteral("versions.list"))->isVisible());
    }

    void every_part_can_be_reached_and_read() {
        Saving w;
        w.measure_at_once(0.1);
        w.open_sheet();
        QVERIFY(w.measured());
        for (const char* name : {"name", "author", "reason"}) {
            QVERIFY(w.field(name).focusPolicy() & Qt::TabFocus);
            QVERIFY(!w.field(name).accessibleName().isEmpty() && !w.field(name).toolTip().isEmpty());
        }
        for (const char* name : {"save", "close", "measure", "stop"})
            QVERIFY(!w.button(name).toolTip().isEmpty() && !w.button(name).toolTip().startsWith(u'['));
        for (const QLabel* label : w.sheet().findChildren<QLabel*>())
            QVERIFY2(!label->text().contains(QStringLiteral("[save")) && !label->text().startsWith(u'['),
                     label->text().toUtf8());
        auto* effect = w.sheet().findChild<EffectView*>(QStringLiteral("save.effect"));
        QVERIFY(effect->accessibleDescription().contains(QStringLiteral("false acknowledgements")) ||
                effect->accessibleDescription().contains(QStringLiteral("FAL")));
        QTest::keyClick(&w.sheet(), Qt::Key_Escape);
    }

    void closing_the_window_ends_a_measuring() {
        Saving w;
        w.measure_for_ever();
        w.open_sheet();
        QVERIFY(w.sheet().run().running());
        QElapsedTimer passed;
        passed.start();
        w.window.reset();
        QVERIFY(passed.elapsed() < 5000);
    }
};

ATTUNE_TEST(Save_sheet_test);

} // namespace attune::ui

#include "save_sheet_test.moc"
