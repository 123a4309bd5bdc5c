// The window itself: pages, docks, theme, text size, what is remembered, names and the way of Tab.
#include "tests/ui/window/fixture.h"
#include "ui/theme/theme.h"
#include "ui/window/info_window.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMenuBar>
#include <QScrollBar>
#include <QTabBar>
#include <QTableWidget>
#include <QToolButton>

namespace attune::ui {

namespace {

Dock* levers(Window& w) {
    return w.find<Dock>("dock.levers");
}
Dock* changes(Window& w) {
    return w.find<Dock>("dock.changes");
}

bool is_interactive(const QWidget* widget) {
    if (qobject_cast<const QScrollBar*>(widget)) return false;
    return qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QAbstractSlider*>(widget) ||
           qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QComboBox*>(widget) ||
           qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QAbstractItemView*>(widget) ||
           qobject_cast<const MetricTile*>(widget) || qobject_cast<const QTabBar*>(widget);
}

/// Parts that Qt makes inside a control: the field of a spin box, the list of a combo box, the views of a
/// table.
bool is_part_of_control(const QWidget* widget) {
    for (const QWidget* parent = widget->parentWidget(); parent; parent = parent->parentWidget())
        if (qobject_cast<const QAbstractSpinBox*>(parent) || qobject_cast<const QComboBox*>(parent) ||
            qobject_cast<const QLineEdit*>(parent) || qobject_cast<const QAbstractItemView*>(parent) ||
            qobject_cast<const QTabBar*>(parent) || qobject_cast<const QMenuBar*>(parent) ||
            parent->inherits("QComboBoxPrivateContainer"))
            return true;
    return false;
}

QString spoken_name(QWidget* widget) {
    QAccessibleInterface* interface = QAccessible::queryAccessibleInterface(widget);
    const QString name = interface ? interface->text(QAccessible::Name) : QString();
    // Qt speaks a tab bar by its tabs, never by a name of its own.
    return name.isEmpty() && qobject_cast<QTabBar*>(widget) ? widget->accessibleName() : name;
}

/// Every widget that Tab reaches, from where the focus is round to it again.
QSet<QWidget*> reached_by_tab(QWidget& window) {
    QSet<QWidget*> reached;
    for (int steps = 0; steps < 2000; ++steps) {
        QTest::keyClick(&window, Qt::Key_Tab);
        QWidget* focus = QApplication::focusWidget();
        if (!focus) continue;
        if (steps > 5 && reached.contains(focus) && reached.size() > 5) {
            // A few more steps settle fields that take Tab for a first stop.
            static int again = 0;
            if (++again > 40) {
                again = 0;
                break;
            }
        }
        reached.insert(focus);
    }
    return reached;
}

} // namespace

class Window_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() {
        apply_theme(ThemeChoice::light);
        set_reduced_motion(false);
    }

    void it_opens_on_start_without_docks() {
        Window w;
        QVERIFY(w.window->start_page().isVisible());
        QVERIFY(levers(w)->isHidden());
        QVERIFY(changes(w)->isHidden());
        QVERIFY(w.action("view.start").isChecked());
        QTest::keyClick(w.window.get(), Qt::Key_2, Qt::ControlModifier);
        QVERIFY(w.window->lab_page().isVisible());
        QVERIFY(levers(w)->isVisible());
        QVERIFY(changes(w)->isVisible());
        QVERIFY(w.action("view.lab").isChecked());
        QTest::keyClick(w.window.get(), Qt::Key_1, Qt::ControlModifier);
        QVERIFY(w.window->start_page().isVisible());
        QVERIFY(levers(w)->isHidden());
    }

    void the_rail_shows_built_pages_only() {
        Window w;
        QStringList names;
        for (const QToolButton* button : w.find<QToolBar>("rail")->findChildren<QToolButton*>())
            if (button->objectName().startsWith(QStringLiteral("rail."))) names << button->text();
        QCOMPARE(names.size(), 4);
        w.find<QToolButton>("rail.lab")->click();
        QCOMPARE(w.window->page(), Page::lab);
    }

    void docks_stand_apart_in_a_wide_window_and_behind_each_other_in_a_narrow_one() {
        Window w(QSize(1440, 900));
        w.window->show_page(Page::lab);
        QVERIFY(w.window->tabifiedDockWidgets(levers(w)).isEmpty());
        QCOMPARE(w.window->dockWidgetArea(changes(w)), Qt::RightDockWidgetArea);
        w.window->resize(1280, 720);
        QTRY_VERIFY(w.window->tabifiedDockWidgets(levers(w)).contains(changes(w)));
        QCOMPARE(w.window->dockWidgetArea(changes(w)), Qt::LeftDockWidgetArea);
        QTRY_VERIFY(!levers(w)->visibleRegion().isEmpty());
        w.window->resize(1440, 900);
        QTRY_VERIFY(w.window->tabifiedDockWidgets(levers(w)).isEmpty());
        QCOMPARE(w.window->dockWidgetArea(changes(w)), Qt::RightDockWidgetArea);
    }

    void docks_close_float_and_come_back_by_reset() {
        Window w;
        w.window->show_page(Page::lab);
        w.find<QToolButton>("dock.changes.close")->click();
        QVERIFY(changes(w)->isHidden());
        QVERIFY(!w.action("view.changes").isChecked());
        w.find<QToolButton>("dock.levers.float")->click();
        QVERIFY(levers(w)->isFloating());
        w.action("view.reset").trigger();
        QVERIFY(changes(w)->isVisible());
        QVERIFY(!levers(w)->isFloating());
        QCOMPARE(w.window->dockWidgetArea(levers(w)), Qt::LeftDockWidgetArea);
        w.action("view.levers").trigger();
        QVERIFY(levers(w)->isHidden());
        w.action("view.levers").trigger();
        QVERIFY(levers(w)->isVisible());
    }

    void docks_are_remembered_for_the_page() {
        Window w;
        w.window->show_page(Page::lab);
        changes(w)->close();
        w.window->show_page(Page::start);
        w.window->show_page(Page::lab);
        QVERIFY(changes(w)->isHidden());
        QVERIFY(levers(w)->isVisible());
        w.window->close();
        w.open();
        QVERIFY(levers(w)->isHidden()); // Start has none
        w.window->show_page(Page::lab);
        QVERIFY(changes(w)->isHidden());
        QVERIFY(levers(w)->isVisible());
    }

    void theme_and_text_size_change_at_once_and_are_remembered() {
        Window w;
        QVERIFY(w.open_small());
        w.action("view.dark").trigger();
        QCOMPARE(theme().name, ThemeName::dark);
        QTRY_COMPARE(w.window->palette().color(QPalette::Base), theme().surface.card);
        const QColor ground = w.window->grab().toImage().pixelColor(w.window->width() - 4, 300);
        QVERIFY2(ground.lightness() < 80, qPrintable(ground.name()));
        // Nothing is run for it.
        QCOMPARE(w.window->runs().runs_started(), quint64{1});
        w.action("view.larger").trigger();
        QCOMPARE(text_zoom(), 1.1);
        QCOMPARE(w.find<QLabel>("status.text_size")->text(), QStringLiteral("110 %"));
        w.action("view.smaller").trigger();
        w.action("view.smaller").trigger();
        w.action("view.smaller").trigger();
        QCOMPARE(text_zoom(), 0.9);
        w.action("view.usual").trigger();
        QCOMPARE(text_zoom(), 1.0);
        w.action("view.larger").trigger();
        w.action("view.motion").trigger();
        QVERIFY(reduced_motion());
        const WindowState kept(w.settings);
        QCOMPARE(kept.theme_choice(), ThemeChoice::dark);
        QCOMPARE(kept.text_zoom(), 1.1);
        QVERIFY(kept.reduced_motion());
    }

    void settings_that_make_no_sense_do_no_harm() {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(QStringLiteral("a.ini")), QSettings::IniFormat);
        settings.setValue(QStringLiteral("window/theme"), QStringLiteral("pink"));
        settings.setValue(QStringLiteral("window/text_zoom"), QStringLiteral("7e9"));
        settings.setValue(QStringLiteral("window/docks/lab"), QByteArray("no state"));
        const WindowState state(settings);
        QCOMPARE(state.theme_choice(), ThemeChoice::system);
        QCOMPARE(state.text_zoom(), 2.0);
        Window w;
        w.settings.setValue(QStringLiteral("window/docks/lab"), QByteArray("no state"));
        w.window->show_page(Page::lab);
        QVERIFY(levers(w)->isVisible());
        QVERIFY(changes(w)->isVisible());
    }

    void every_command_is_in_a_menu_and_its_tooltip_says_its_keys() {
        Window w;
        QSet<QAction*> in_menus;
        for (const QMenu* menu : w.window->menuBar()->findChildren<QMenu*>())
            for (QAction* action : menu->actions())
                in_menus.insert(action);
        QSet<QString> keys;
        for (QAction* action : w.window->actions().all()) {
            QVERIFY2(in_menus.contains(action), qPrintable(action->objectName()));
            QVERIFY2(!action->text().contains(u'['), qPrintable(action->text())); // a missing word
            QVERIFY2(!action->toolTip().contains(u'['), qPrintable(action->toolTip()));
            for (const QKeySequence& key : action->shortcuts()) {
                QVERIFY2(!keys.contains(key.toString()), qPrintable(key.toString()));
                keys.insert(key.toString());
            }
            if (!action->shortcuts().isEmpty())
                QVERIFY2(action->toolTip().contains(action->shortcut().toString(QKeySequence::NativeText)),
                         qPrintable(action->objectName()));
        }
        QVERIFY(!keys.contains(QStringLiteral("F10"))); // desktops open the menu bar with it
    }

    void f1_lists_the_shortcuts() {
        Window w;
        QTest::keyClick(w.window.get(), Qt::Key_F1);
        auto* list = w.find<InfoWindow>("info.keys");
        QVERIFY(list);
        QVERIFY(!list->isModal());
        auto* table = list->findChild<QTableWidget*>();
        QVERIFY(table);
        QStringList all;
        for (int row = 0; row < table->rowCount(); ++row)
            all << table->item(row, 1)->text() + u'=' + table->item(row, 2)->text();
        QVERIFY(all.contains(QStringLiteral("Run=F5")));
        QVERIFY(all.contains(QStringLiteral("Show as table=Ctrl+T")));
        list->close();
    }

    void every_interactive_widget_has_names_and_is_reached_by_tab_data() {
        QTest::addColumn<bool>("lab");
        QTest::addColumn<QSize>("size");
        QTest::newRow("start") << false << QSize(1440, 900);
        QTest::newRow("lab") << true << QSize(1440, 900);
        QTest::newRow("lab, docks behind tabs") << true << QSize(1280, 720);
    }
    void every_interactive_widget_has_names_and_is_reached_by_tab() {
        QFETCH(bool, lab);
        QFETCH(QSize, size);
        Window w(size);
        if (lab) QVERIFY(w.open_small());
        const QSet<QWidget*> reached = reached_by_tab(*w.window);
        QStringList complaints;
        int looked_at = 0;
        for (QWidget* widget : w.window->findChildren<QWidget*>()) {
            if (!is_interactive(widget) || is_part_of_control(widget) || !widget->isVisible() ||
                widget->window() != w.window.get())
                continue;
            ++looked_at;
            const QString who = QString::fromLatin1(widget->metaObject()->className()) + u' ' +
                                widget->objectName() + u' ' + spoken_name(widget);
            if (widget->objectName().isEmpty() || widget->objectName().startsWith(QStringLiteral("qt_")))
                complaints << QStringLiteral("no object name: ") + who;
            if (spoken_name(widget).isEmpty()) complaints << QStringLiteral("no accessible name: ") + who;
            if (!widget->isEnabled()) continue;
            // Hidden behind the other dock's tab, a panel is reached when it is in front.
            if (widget->visibleRegion().isEmpty() && !w.window->lab_page().isAncestorOf(widget) &&
                !w.window->start_page().isAncestorOf(widget) && !levers(w)->isAncestorOf(widget))
                continue;
            if (!reached.contains(widget) && !reached.contains(widget->focusProxy()))
                complaints << QStringLiteral("not reached by Tab: ") + who;
        }
        QVERIFY2(complaints.isEmpty(), qPrintable(complaints.join(u'\n')));
        QVERIFY2(looked_at > (lab ? 30 : 15), qPrintable(QString::number(looked_at)));
    }

    void f6_goes_from_pane_to_pane() {
        Window w;
        QVERIFY(w.open_small());
        const auto pane = [&]() -> QString {
            QWidget* focus = QApplication::focusWidget();
            if (!focus) return QStringLiteral("none");
            if (w.find<RunBar>("run_bar")->isAncestorOf(focus)) return QStringLiteral("bar");
            if (w.window->lab_page().isAncestorOf(focus)) return QStringLiteral("page");
            if (levers(w)->isAncestorOf(focus)) return QStringLiteral("levers");
            if (changes(w)->isAncestorOf(focus)) return QStringLiteral("changes");
            return QStringLiteral("elsewhere");
        };
        w.find<QComboBox>("run_bar.scenario")->setFocus();
        QStringList walk;
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(w.window.get(), Qt::Key_F6);
            walk << pane();
        }
        QCOMPARE(walk, QStringLiteral("page levers changes bar").split(u' '));
        QTest::keyClick(w.window.get(), Qt::Key_F6, Qt::ShiftModifier);
        QCOMPARE(pane(), QStringLiteral("changes"));
    }
};

ATTUNE_TEST(Window_test);

} // namespace attune::ui

#include "window_test.moc"
