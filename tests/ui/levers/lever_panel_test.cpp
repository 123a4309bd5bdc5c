// The levers dock as a user meets it: rows from the table, dragging, typing, keys alone, search, errors.
#include "simulations/report/lever_words.h"
#include "tests/support/test.h"
#include "tests/ui/levers/small_lab.h"
#include "ui/levers/lever_group.h"
#include "ui/levers/lever_panel.h"
#include "ui/levers/lever_slider.h"
#include "ui/levers/number_box.h"
#include "ui/theme/theme.h"

#include <QtWidgets/QtWidgets>

using namespace attune;
using namespace attune::test;
using namespace attune::ui;
using namespace Qt::StringLiterals;

namespace {

/// A shown panel over an open lab, with the signals counted.
struct Dock {
    Lab lab; // outlives what shows it
    QMainWindow window;
    LeverPanel* panel;
    QSignalSpy changed{&lab, &Lab::changed};
    QSignalSpy dragged{&lab, &Lab::dragged};

    explicit Dock(const LabSetup& setup = small_setup(), QSize size = {300, 800})
        : panel(new LeverPanel(lab, &window)) {
        window.setCentralWidget(panel);
        window.resize(size);
        lab.open(setup);
        window.show();
        if (!QTest::qWaitForWindowExposed(&window)) qFatal("no window");
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window)) qFatal("no active window");
    }
    template <typename Widget>
    Widget* find(const QString& name) {
        auto* widget = panel->findChild<Widget*>(name);
        if (!widget) qFatal("no %s", qPrintable(name));
        return widget;
    }
    LeverRow* row(const char* key) { return find<LeverRow>(u"lever."_s + QLatin1String(key)); }
    LeverSlider* slider(const char* key) {
        return find<LeverSlider>(u"lever."_s + QLatin1String(key) + u".slider"_s);
    }
    NumberBox* number(const char* key) {
        return find<NumberBox>(u"lever."_s + QLatin1String(key) + u".number"_s);
    }
    QToolButton* reset(const char* key) {
        return find<QToolButton>(u"lever."_s + QLatin1String(key) + u".reset"_s);
    }
    QLabel* error(const char* key) { return find<QLabel>(u"lever."_s + QLatin1String(key) + u".error"_s); }
    LeverGroupHead* head(const char* group) {
        return find<LeverGroupHead>(u"levers.group."_s + QLatin1String(group) + u".head"_s);
    }
    int steps() { return lab.undo_stack().count(); }

    QPoint at(LeverSlider* slider, double value) {
        return {qRound(slider->x_of(value)), slider->height() / 2};
    }
    void press(LeverSlider* slider, double value) {
        panel->reveal(slider->objectName().section(u'.', 1, -2).toStdString());
        QCoreApplication::processEvents();
        QTest::mousePress(slider, Qt::LeftButton, {}, at(slider, value));
    }
    void move(LeverSlider* slider, double value) {
        QMouseEvent event(QEvent::MouseMove, at(slider, value), slider->mapToGlobal(at(slider, value)),
                          Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(slider, &event);
    }
    void release(LeverSlider* slider, double value) {
        QTest::mouseRelease(slider, Qt::LeftButton, {}, at(slider, value));
    }
};

QWidget* focused() {
    return QApplication::focusWidget();
}

} // namespace

class Lever_panel_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { apply_theme(ThemeChoice::light); }

    void every_lever_has_a_row() {
        Dock dock;
        const auto rows = dock.panel->findChildren<LeverRow*>();
        QCOMPARE(static_cast<std::size_t>(rows.size()),
                 policy_parameters().entries().size() + 2); // two families, two groups
        for (const auto& entry : policy_parameters().entries()) {
            const std::string key =
                entry.spec.is_family() ? entry.spec.family_prefix() + "small" : entry.spec.key;
            LeverRow* row = dock.row(key.c_str());
            auto* name = row->findChild<QLabel*>(row->objectName() + u".name"_s);
            QCOMPARE(name->text(), QString::fromStdString(lever_name(entry.spec, key, Text::english())));
            QCOMPARE(name->buddy(), row->editor());
            QVERIFY(!row->editor()->accessibleName().isEmpty());
            QVERIFY(row->editor()->accessibleDescription().contains(u"Range "_s));
            QCOMPARE(row->findChild<QWidget*>(row->objectName() + u".clock"_s) != nullptr,
                     entry.spec.acts == Acts::next_start);
        }
        QCOMPARE(dock.number("prompt.weekly_cap")->accessibleName(), u"Prompts per week, in prompts"_s);
        QCOMPARE(dock.slider("prompt.gap_hours")->accessibleName(), u"Gap between prompts, in hours"_s);
        QVERIFY(
            dock.slider("prompt.gap_hours")->accessibleDescription().contains(u"72 h. Range 0 h to 720 h"_s));
    }

    void nothing_open_says_so() {
        Lab lab;
        LeverPanel panel(lab);
        panel.show();
        auto* note = panel.findChild<QLabel*>(u"levers.note"_s);
        QVERIFY(note->isVisible());
        QCOMPARE(note->text(), u"Open an example or a file to see its levers."_s);
        QVERIFY(!panel.search()->isEnabled());
        lab.open(small_setup());
        QVERIFY(!note->isVisible());
        QVERIFY(panel.search()->isEnabled());
        lab.close();
        QVERIFY(note->isVisible());
        QTRY_VERIFY(panel.findChildren<LeverRow*>().isEmpty());
    }

    void a_drag_is_one_step() {
        Dock dock;
        LeverSlider* slider = dock.slider("prompt.weekly_cap");
        dock.press(slider, 2);
        QCOMPARE(dock.dragged.count(), 0); // the handle was taken, not moved
        for (const double value : {3.0, 4.0, 6.0, 6.0})
            dock.move(slider, value);
        QCOMPARE(dock.dragged.count(), 3);
        QCOMPARE(dock.changed.count(), 0);
        QVERIFY(dock.lab.dragging());
        QCOMPARE(dock.number("prompt.weekly_cap")->value(), 6.0);
        dock.release(slider, 6);
        QCOMPARE(dock.changed.count(), 1);
        QCOMPARE(dock.steps(), 1);
        QCOMPARE(dock.lab.undo_stack().undoText(), u"Prompts per week 2 to 6"_s);
        dock.lab.undo_stack().undo();
        QCOMPARE(dock.number("prompt.weekly_cap")->value(), 2.0);
        QCOMPARE(dock.changed.count(), 2);
    }

    // A hand that only touches the handle, and trembles, leaves a number that lies between two steps alone.
    void a_touch_keeps_a_number_between_two_steps() {
        LabSetup setup = small_setup();
        setup.candidate.step = 0.823;
        Dock dock(setup);
        LeverSlider* slider = dock.slider("deescalation.step");
        dock.press(slider, 0.823);
        dock.move(slider, 0.825);
        dock.release(slider, 0.825);
        QCOMPARE(dock.lab.setup().candidate.step, 0.823);
        QCOMPARE(dock.changed.count() + dock.dragged.count(), 0);
    }

    void the_groove_answers_as_well() {
        Dock dock;
        LeverSlider* slider = dock.slider("prompt.weekly_cap");
        dock.press(slider, 20);
        QCOMPARE(dock.lab.setup().candidate.weekly_cap, 20);
        QCOMPARE(dock.dragged.count(), 1);
        dock.release(slider, 20);
        QCOMPARE(dock.changed.count(), 1);
    }

    void escape_takes_a_drag_back() {
        Dock dock;
        LeverSlider* slider = dock.slider("prompt.weekly_cap");
        dock.press(slider, 2);
        dock.move(slider, 9);
        QTest::keyClick(slider, Qt::Key_Escape);
        QVERIFY(!dock.lab.dragging());
        QCOMPARE(dock.lab.setup().candidate.weekly_cap, 2);
        dock.move(slider, 12); // the hand is still down, but holds nothing
        dock.release(slider, 12);
        QCOMPARE(dock.changed.count(), 0);
        QCOMPARE(dock.steps(), 0);
        QCOMPARE(dock.number("prompt.weekly_cap")->value(), 2.0);
    }

    void a_drag_into_the_impossible_stops_at_the_possible() {
        LabSetup setup = small_setup();
        setup.candidate.exposure_floor["large"] = 0.5;
        Dock dock(setup);
        LeverSlider* slider = dock.slider("fairness.floor.small");
        dock.press(slider, 0);
        dock.move(slider, 0.3);
        dock.move(slider, 0.6);
        QVERIFY(dock.error("fairness.floor.small")->isVisible());
        QVERIFY2(dock.error("fairness.floor.small")->text().contains(u"add up to 1.1"_s),
                 qPrintable(dock.error("fairness.floor.small")->text()));
        QCOMPARE(dock.number("fairness.floor.small")->value(), 30.0);
        dock.move(slider, 0.2);
        QVERIFY(!dock.error("fairness.floor.small")->isVisible());
        dock.move(slider, 0.6);
        dock.release(slider, 0.6);
        QCOMPARE(dock.lab.undo_stack().undoText(), u"Floor, small providers off to 20 %"_s);
    }

    void by_keys_alone() {
        Dock dock;
        dock.panel->search()->setFocus();
        const auto tab_to = [&](const QString& name) {
            for (int i = 0; i < 200 && (!focused() || focused()->objectName() != name); ++i)
                QTest::keyClick(focused(), Qt::Key_Tab);
            QVERIFY2(focused()->objectName() == name, qPrintable(focused()->objectName()));
        };
        tab_to(u"lever.prompt.gap_hours.slider"_s);
        const double start = dock.lab.setup().candidate.gap_hours;
        QTest::keyClick(focused(), Qt::Key_Right);
        QCOMPARE(dock.lab.setup().candidate.gap_hours, start + 6);
        QTest::keyClick(focused(), Qt::Key_PageUp);
        QCOMPARE(dock.lab.setup().candidate.gap_hours, start + 30);
        QTest::keyClick(focused(), Qt::Key_Left);
        QCOMPARE(dock.lab.setup().candidate.gap_hours, start + 24);
        QCOMPARE(dock.changed.count(), 3);
        QCOMPARE(dock.dragged.count(), 0);
        QCOMPARE(dock.steps(), 1);
        QTest::keyClick(focused(), Qt::Key_Home);
        QCOMPARE(dock.lab.setup().candidate.gap_hours, 0.0);
        QTest::keyClick(focused(), Qt::Key_End);
        QCOMPARE(dock.lab.setup().candidate.gap_hours, 720.0);
        QCOMPARE(dock.steps(), 1);
        QCOMPARE(dock.lab.undo_stack().undoText(), u"Gap between prompts 72 h to 720 h"_s);

        // Leaving and coming back begins another step; a number can be typed.
        QTest::keyClick(focused(), Qt::Key_Tab);
        tab_to(u"lever.deescalation.step.number"_s);
        QTest::keyClicks(focused(), u"1,25"_s);
        QTest::keyClick(focused(), Qt::Key_Return);
        QCOMPARE(dock.lab.setup().candidate.step, 1.25);
        QCOMPARE(focused()->objectName(), u"lever.deescalation.step.number"_s);
        QTest::keyClick(focused(), Qt::Key_Up);
        QCOMPARE(dock.lab.setup().candidate.step, 1.3);
        QCOMPARE(dock.steps(), 2);
        QTest::keyClick(focused(), Qt::Key_Backtab, Qt::ShiftModifier); // its reset
        QCOMPARE(focused()->objectName(), u"lever.deescalation.step.reset"_s);
        QTest::keyClick(focused(), Qt::Key_Space);
        QCOMPARE(dock.lab.setup().candidate.step, 0.8);
        QCOMPARE(focused()->objectName(), u"lever.deescalation.step.number"_s);

        tab_to(u"levers.group.ranking.head"_s);
        QTest::keyClick(focused(), Qt::Key_Space);
        QVERIFY(dock.row("ranking.ranker")->isVisible());
        tab_to(u"lever.ranking.ranker.choice"_s);
        QTest::keyClick(focused(), Qt::Key_Down);
        QCOMPARE(dock.lab.setup().candidate.ranker, 1);
    }

    void leaving_a_lever_ends_its_step() {
        Dock dock;
        LeverSlider* slider = dock.slider("prompt.weekly_cap");
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Right);
        QTest::keyClick(slider, Qt::Key_Backtab, Qt::ShiftModifier); // its number: the same lever
        QTest::keyClick(focused(), Qt::Key_Up);
        QCOMPARE(dock.steps(), 1);
        dock.panel->search()->setFocus();
        slider->setFocus();
        QTest::keyClick(slider, Qt::Key_Right);
        QCOMPARE(dock.steps(), 2);
        QCOMPARE(dock.lab.undo_stack().undoText(), u"Prompts per week 4 to 5"_s);
    }

    void the_order_of_tab() {
        LabSetup setup = small_setup();
        setup.candidate.session_cap = 2;
        Dock dock(setup);
        dock.panel->search()->setFocus();
        QStringList order;
        for (int i = 0; i < 8; ++i) {
            QTest::keyClick(focused(), Qt::Key_Tab);
            order << focused()->objectName();
        }
        QCOMPARE(order,
                 QStringList({u"levers.help"_s, u"levers.group.prompt.head"_s,
                              u"lever.prompt.enabled.switch"_s, u"lever.prompt.session_cap.reset"_s,
                              u"lever.prompt.session_cap.number"_s, u"lever.prompt.session_cap.slider"_s,
                              u"lever.prompt.weekly_cap.number"_s, u"lever.prompt.weekly_cap.slider"_s}));
    }

    void numbers_as_they_are_typed_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<double>("floor");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << "18" << 0.18 << "18 %";
        QTest::newRow("with its unit") << "18 %" << 0.18 << "18 %";
        QTest::newRow("between two steps") << "17.5" << 0.175 << "17.5 %";
        QTest::newRow("comma") << "17,5" << 0.175 << "17.5 %";
        QTest::newRow("nothing") << "" << 0.1 << "10 %";
        QTest::newRow("no number") << "." << 0.1 << "10 %";
    }
    void numbers_as_they_are_typed() {
        QFETCH(QString, typed);
        QFETCH(double, floor);
        QFETCH(QString, shown);
        LabSetup setup = small_setup();
        setup.candidate.exposure_floor["small"] = 0.1;
        Dock dock(setup);
        NumberBox* number = dock.number("fairness.floor.small");
        dock.panel->reveal("fairness.floor.small");
        number->selectAll();
        QTest::keyClick(number, Qt::Key_Delete);
        QTest::keyClicks(number, typed);
        QTest::keyClick(number, Qt::Key_Return);
        QCOMPARE(dock.lab.setup().candidate.exposure_floor.at("small"), floor);
        QCOMPARE(number->text(), shown);
    }

    void a_number_with_more_digits_stays_as_it_is() {
        LabSetup setup = small_setup();
        setup.candidate.step = 0.123456789012 + 0.5;
        const double truth = setup.candidate.step;
        Dock dock(setup);
        NumberBox* number = dock.number("deescalation.step");
        QCOMPARE(number->text(), u"0.623457"_s);
        dock.panel->reveal("deescalation.step");
        QTest::keyClick(number, Qt::Key_Return);
        QTest::keyClick(number, Qt::Key_Tab);
        QCOMPARE(dock.lab.setup().candidate.step, truth);
        QCOMPARE(dock.changed.count(), 0);
    }

    // Without anyone who answers, a number out of range is neither taken nor bent into the range.
    void a_number_nobody_takes_is_taken_back() {
        QWidget window;
        auto* column = new QVBoxLayout(&window);
        auto* number = new NumberBox(policy_parameters().find("prompt.weekly_cap")->spec, &window);
        auto* other = new QLineEdit(&window);
        column->addWidget(number);
        column->addWidget(other);
        number->show_value(7);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSignalSpy entered(number, &NumberBox::entered);
        number->setFocus();
        number->selectAll();
        QTest::keyClicks(number, u"99"_s);
        other->setFocus();
        QCOMPARE(entered.count(), 1);
        QCOMPARE(entered.takeFirst().front().toDouble(), 99.0);
        QCOMPARE(number->text(), u"7"_s);
        QCOMPARE(number->value(), 7.0);
    }

    void a_refused_number_is_explained() {
        Dock dock;
        NumberBox* number = dock.number("prompt.weekly_cap");
        dock.panel->reveal("prompt.weekly_cap");
        QTest::keyClicks(number, u"99"_s);
        QTest::keyClick(number, Qt::Key_Return);
        QLabel* error = dock.error("prompt.weekly_cap");
        QVERIFY(error->isVisible());
        QCOMPARE(error->text(), u"Prompts per week cannot be 99. The range is 0 to 50"_s);
        QVERIFY(number->property("error").toBool());
        QVERIFY(number->accessibleDescription().startsWith(error->text()));
        QCOMPARE(focused(), number);
        QCOMPARE(number->text(), u"99"_s); // to be mended
        QCOMPARE(dock.lab.setup().candidate.weekly_cap, 2);
        QCOMPARE(dock.steps(), 0);
        QTest::keyClick(number, Qt::Key_Escape);
        QCOMPARE(number->text(), u"2"_s);
        QTest::keyClicks(number, u"88"_s);
        QTest::keyClick(number, Qt::Key_Tab);
        QCOMPARE(number->text(), u"2"_s); // left behind, the old value is shown again, with the reason
        QVERIFY(error->isVisible());
        QCOMPARE(dock.lab.setup().candidate.weekly_cap, 2);
        VERIFY_OK(dock.lab.set_lever("prompt.weekly_cap", 3));
        QVERIFY(!error->isVisible());
        QVERIFY(!number->property("error").toBool());
    }

    void changed_rows_stand_out_and_reset() {
        Dock dock;
        QLabel* name = dock.find<QLabel>(u"lever.prompt.weekly_cap.name"_s);
        QCoreApplication::processEvents();
        const QPoint place = dock.number("prompt.weekly_cap")->pos();
        const int name_width = name->width();
        QVERIFY(!dock.reset("prompt.weekly_cap")->isVisible());
        QVERIFY(name->font().weight() < QFont::DemiBold);
        QCOMPARE(dock.head("prompt")->accessibleName(), u"Asking, as baseline"_s);
        VERIFY_OK(dock.lab.set_lever("prompt.weekly_cap", 1));
        QVERIFY(dock.reset("prompt.weekly_cap")->isVisible());
        QVERIFY(name->font().weight() >= QFont::DemiBold);
        QCOMPARE(dock.head("prompt")->accessibleName(), u"Asking, 1 of 19 changed"_s);
        QCoreApplication::processEvents();
        QCOMPARE(dock.number("prompt.weekly_cap")->pos(), place); // nothing jumps
        QCOMPARE(name->width(), name_width);
        QTest::mouseClick(dock.reset("prompt.weekly_cap"), Qt::LeftButton);
        QCOMPARE(dock.lab.setup().candidate.weekly_cap, 2);
        QVERIFY(!dock.reset("prompt.weekly_cap")->isVisible());
        VERIFY_OK(dock.lab.set_lever("prompt.weekly_cap", 1));
        QTest::mouseDClick(name, Qt::LeftButton);
        QCOMPARE(dock.lab.setup().candidate.weekly_cap, 2);
    }

    void switches_and_choices() {
        Dock dock;
        auto* ask = dock.find<QCheckBox>(u"lever.prompt.enabled.switch"_s);
        QVERIFY(ask->isChecked());
        QTest::mouseClick(ask, Qt::LeftButton, {}, QPoint(6, ask->height() / 2));
        QVERIFY(!dock.lab.setup().candidate.prompts);
        QTest::mouseClick(dock.find<QLabel>(u"lever.prompt.enabled.name"_s), Qt::LeftButton);
        QVERIFY(dock.lab.setup().candidate.prompts);
        VERIFY_OK(dock.lab.set_lever("prompt.enabled", 0));
        QVERIFY(!ask->isChecked());
        // A real double click: press, release, double press, release.
        auto* name = dock.find<QLabel>(u"lever.prompt.enabled.name"_s);
        QTest::mouseClick(name, Qt::LeftButton);
        QTest::mouseDClick(name, Qt::LeftButton);
        QTest::mouseRelease(name, Qt::LeftButton);
        QVERIFY(dock.lab.setup().candidate.prompts);
        auto* ranker = dock.find<QComboBox>(u"lever.ranking.ranker.choice"_s);
        QCOMPARE(ranker->currentText(), u"learned taste"_s);
        VERIFY_OK(dock.lab.set_lever("ranking.ranker", 3));
        QCOMPARE(ranker->currentText(), u"chance"_s);
    }

    void search_narrows() {
        Dock dock;
        QLineEdit* search = dock.panel->search();
        const auto visible = [&] {
            QStringList keys;
            for (const LeverRow* row : dock.panel->findChildren<LeverRow*>())
                if (row->isVisible()) keys << QString::fromStdString(row->lever().key);
            keys.sort();
            return keys;
        };
        const QStringList before = visible();
        QVERIFY(before.contains(u"prompt.weekly_cap"_s) && !before.contains(u"ranking.ranker"_s));
        search->setFocus();
        QTest::keyClicks(search, u"prompts PER week"_s); // by name
        QCOMPARE(visible(), QStringList{u"prompt.weekly_cap"_s});
        search->setText(u"dual"_s); // the source is not searched
        QVERIFY(visible().isEmpty());
        search->setText(u"run dry"_s); // by explanation, in a folded group
        QCOMPARE(visible(), QStringList{u"ranking.category_quota"_s});
        QVERIFY(dock.head("ranking")->isVisible() && !dock.head("prompt")->isVisible());
        search->setText(u"fairness.floor"_s); // by key
        QCOMPARE(visible(), QStringList({u"fairness.floor.large"_s, u"fairness.floor.small"_s}));
        search->setText(u"hours"_s); // by unit, and by explanation
        QVERIFY(visible().contains(u"prompt.gap_hours"_s));
        search->setText(u"zebra"_s);
        QVERIFY(visible().isEmpty());
        auto* note = dock.find<QLabel>(u"levers.note"_s);
        QVERIFY(note->isVisible());
        QVERIFY(note->text().contains(u"zebra"_s));
        QTest::keyClick(search, Qt::Key_Escape);
        QVERIFY(search->text().isEmpty());
        QVERIFY(!note->isVisible());
        QCOMPARE(visible(), before);
        search->setText(u"zebra"_s);
        QTest::mouseClick(dock.find<QPushButton>(u"levers.show_all"_s), Qt::LeftButton);
        QCOMPARE(visible(), before);
        QTest::keyClicks(search, u"recover"_s);
        QTest::keyClick(search, Qt::Key_Down);
        QCOMPARE(focused()->objectName(), u"lever.deescalation.recovery_half_life.number"_s);
    }

    void escape_empties_the_search_before_the_window_gets_it() {
        Dock dock;
        QShortcut escape(QKeySequence(Qt::Key_Escape), &dock.window);
        const QSignalSpy taken(&escape, &QShortcut::activated);
        QVERIFY(QTest::qWaitForWindowActive(&dock.window));
        QLineEdit* search = dock.panel->search();
        search->setFocus();
        search->setText(u"zebra"_s);
        QTest::keyClick(search, Qt::Key_Escape);
        QVERIFY(search->text().isEmpty());
        QCOMPARE(taken.size(), 0);
        QTest::keyClick(search, Qt::Key_Escape); // there is nothing left to empty
        QCOMPARE(taken.size(), 1);
    }

    void a_lever_is_revealed() {
        Dock dock;
        dock.panel->search()->setText(u"prompts"_s);
        QVERIFY(!dock.row("model.update_days")->isVisible());
        dock.panel->reveal("model.update_days");
        QVERIFY(dock.row("model.update_days")->isVisible());
        QCOMPARE(focused()->objectName(), u"lever.model.update_days.number"_s);
        const auto* area = dock.find<QScrollArea>(u"levers.scroll"_s);
        const auto in_sight = [&] {
            const QRect row(dock.row("model.update_days")->mapTo(area->viewport(), QPoint()),
                            dock.row("model.update_days")->size());
            return area->viewport()->rect().contains(row);
        };
        QTRY_VERIFY(in_sight());
        dock.panel->reveal("no.such.lever");
        QCOMPARE(focused()->objectName(), u"lever.model.update_days.number"_s);
    }

    void folding_is_remembered() {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
        {
            Dock dock;
            dock.panel->remember_in(settings);
            QVERIFY(dock.head("prompt")->isChecked());
            QVERIFY(dock.head("deescalation")->isChecked());
            QVERIFY(dock.head("fairness")->isChecked());
            QVERIFY(!dock.head("ranking")->isChecked());
            QVERIFY(!dock.head("model")->isChecked());
            dock.head("prompt")->click();
            dock.head("model")->click();
            QVERIFY(!dock.row("prompt.weekly_cap")->isVisible());
            // A search unfolds for its own time only.
            dock.panel->search()->setText(u"week"_s);
            QVERIFY(dock.row("prompt.weekly_cap")->isVisible());
            dock.head("prompt")->click();
            QVERIFY(dock.row("prompt.weekly_cap")->isVisible());
            dock.panel->search()->setText(u"react"_s);
            dock.head("deescalation")->click();
            dock.panel->search()->clear();
            QVERIFY(!dock.row("prompt.weekly_cap")->isVisible());
            QVERIFY(dock.row("deescalation.step")->isVisible());
        }
        Lab lab;
        LeverPanel again(lab);
        again.remember_in(settings);
        lab.open(small_setup());
        QVERIFY(!again.findChild<LeverGroupHead*>(u"levers.group.prompt.head"_s)->isChecked());
        QVERIFY(again.findChild<LeverGroupHead*>(u"levers.group.model.head"_s)->isChecked());
        QVERIFY(again.findChild<LeverGroupHead*>(u"levers.group.fairness.head"_s)->isChecked());
    }

    void rows_follow_the_groups_of_the_scenario() {
        Dock dock;
        QVERIFY(dock.panel->findChild<LeverRow*>(u"lever.fairness.floor.small"_s));
        dock.lab.set_scenario(world_with_groups({"earlier", "later", "third"}));
        QTRY_VERIFY(!dock.panel->findChild<LeverRow*>(u"lever.fairness.floor.small"_s));
        QCOMPARE(dock.find<QLabel>(u"lever.fairness.floor.third.name"_s)->text(),
                 u"Floor, third providers"_s);
        QCOMPARE(dock.head("fairness")->accessibleName(), u"Fair exposure, as baseline"_s);
        VERIFY_OK(dock.lab.set_lever("fairness.floor.later", 0.2));
        QCOMPARE(dock.head("fairness")->accessibleName(), u"Fair exposure, 1 of 10 changed"_s);
        dock.lab.undo_stack().undo();
        dock.lab.undo_stack().undo();
        QVERIFY(dock.find<QWidget>(u"lever.fairness.floor.small"_s)->isVisible());
    }

    void the_explanation_follows_the_focus() {
        Dock dock;
        auto* about = dock.find<QLabel>(u"levers.about.text"_s);
        QVERIFY(!about->isVisible());
        dock.panel->reveal("prompt.gap_hours");
        QTest::keyClick(dock.number("prompt.gap_hours"), Qt::Key_Question);
        QVERIFY(about->isVisible());
        const auto says = [&](const QString& part) { return about->text().contains(part); };
        for (const QString& part :
             {u"Gap between prompts"_s, u"How many hours must pass"_s, u"0 h to 720 h"_s, u"hours"_s,
              u"72 h"_s, u"at once"_s, u"each person counted alone"_s, u"section 6.2"_s, u"our own choice"_s,
              u"prompt.gap_hours"_s})
            QVERIFY2(says(part), qPrintable(part));
        dock.panel->reveal("model.update_days");
        QVERIFY(says(u"Update interval"_s) && says(u"at the next start"_s));
        QTest::mouseClick(dock.find<QToolButton>(u"levers.help"_s), Qt::LeftButton);
        QVERIFY(!about->isVisible());
    }

    void the_wheel_scrolls_the_dock_unless_a_lever_has_the_focus() {
        Dock dock;
        dock.panel->search()->setFocus();
        const auto turn = [](QWidget* over) {
            const QPointF at(over->width() / 2.0, over->height() / 2.0);
            QWheelEvent wheel(at, over->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, {}, Qt::NoScrollPhase,
                              false);
            QCoreApplication::sendEvent(over, &wheel);
            return wheel.isAccepted();
        };
        for (QWidget* over : std::initializer_list<QWidget*>{
                 dock.slider("prompt.weekly_cap"), dock.number("prompt.weekly_cap"),
                 dock.find<QComboBox>(u"lever.ranking.ranker.choice"_s)})
            turn(over);
        QCOMPARE(dock.changed.count(), 0);
        dock.slider("prompt.weekly_cap")->setFocus();
        QVERIFY(turn(dock.slider("prompt.weekly_cap")));
        QVERIFY(dock.changed.count() > 0);
    }

    // Every name is whole: its lines fit into what the layout gave it.
    void no_name_is_clipped_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<double>("zoom");
        for (const int width : {288, 300, 328})
            for (const double zoom : {1.0, 1.5, 2.0})
                QTest::addRow("%d px at %g", width, zoom) << width << zoom;
    }
    void no_name_is_clipped() {
        QFETCH(int, width);
        QFETCH(double, zoom);
        apply_theme(ThemeChoice::light, zoom);
        LabSetup setup = small_setup();
        setup.candidate.weekly_cap = 1;
        setup.candidate.exposure_floor["small"] = 0.18;
        Dock dock(setup, {width, 800});
        for (const char* folded : {"ranking", "model", "consent", "answers"})
            dock.head(folded)->click();
        const auto* area = dock.find<QScrollArea>(u"levers.scroll"_s);
        const auto clipped = [&]() -> QString {
            if (area->widget()->width() > area->viewport()->width()) return u"the list"_s;
            for (const LeverRow* row : dock.panel->findChildren<LeverRow*>()) {
                const auto* name = row->findChild<QLabel*>(row->objectName() + u".name"_s);
                const QRect needed = name->fontMetrics().boundingRect(
                    QRect(0, 0, name->width(), QWIDGETSIZE_MAX), Qt::TextWordWrap, name->text());
                if (needed.width() > name->width() || needed.height() > name->height()) return name->text();
                for (const QWidget* part : row->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly))
                    if (part->isVisible() && !row->rect().contains(part->geometry()))
                        return part->objectName();
            }
            return {};
        };
        QTRY_COMPARE(clipped(), QString());
        // At twice the text the longest word of a name needs a little more than the narrowest dock.
        QVERIFY2(dock.panel->width() <= (zoom > 1.5 ? std::max(width, 300) : width),
                 qPrintable(QString::number(dock.panel->width())));
        if (zoom == 1.0) QVERIFY(std::abs(dock.row("prompt.weekly_cap")->height() - sizes().lever_row) <= 2);
    }

    void marks_are_painted_where_they_belong() {
        LabSetup setup = small_setup();
        setup.baseline.weekly_cap = 10;
        setup.candidate.weekly_cap = 30;
        Dock dock(setup);
        const LeverSlider* slider = dock.slider("prompt.weekly_cap");
        const QImage image = dock.slider("prompt.weekly_cap")->grab().toImage();
        const int middle = image.height() / 2;
        const auto near = [](QColor a, QColor b) {
            return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) +
                       std::abs(a.blue() - b.blue()) <
                   40;
        };
        const auto pixel = [&](double x, int y) { return image.pixelColor(qRound(x), y); };
        const Theme& t = theme();
        const double between = (slider->x_of(10) + slider->x_of(30)) / 2;
        QVERIFY(near(pixel(between, middle), t.data.candidate));
        QVERIFY(near(pixel(slider->x_of(45), middle), t.border.normal));
        QVERIFY(near(pixel(slider->x_of(5), middle), t.border.normal));
        QVERIFY(near(pixel(slider->x_of(30), middle), t.accent.base));
        QVERIFY(near(pixel(slider->x_of(10) - 0.5, middle - 5), t.data.baseline));
        const int below = middle + 5;
        QVERIFY(!near(pixel(slider->x_of(2) - 0.5, below), pixel(slider->x_of(20), below)));
    }
};

ATTUNE_TEST(Lever_panel_test);

#include "lever_panel_test.moc"
