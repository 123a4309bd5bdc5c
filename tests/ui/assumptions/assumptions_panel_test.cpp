// The assumptions in their dock: all of them are there, found and filtered, with their grades in words,
// changed and taken back.
#include "simulations/report/assumption_words.h"
#include "tests/support/test.h"
#include "tests/ui/levers/small_lab.h"
#include "ui/assumptions/assumption_list.h"
#include "ui/assumptions/assumption_model.h"
#include "ui/assumptions/assumptions_panel.h"
#include "ui/levers/number_box.h"
#include "ui/theme/theme.h"
#include "ui/theme/words.h"

#include <QAbstractItemModelTester>
#include <QtWidgets/QtWidgets>

using namespace attune;
using namespace attune::test;
using namespace attune::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr const char* cost = "world.satiation.cost";

struct Dock {
    Lab lab; // outlives what shows it
    QMainWindow window;
    AssumptionsPanel* panel;

    explicit Dock(const LabSetup& setup = small_setup(), int width = 288)
        : panel(new AssumptionsPanel(lab, &window)) {
        window.setCentralWidget(panel);
        window.resize(width, 600);
        window.show();
        if (!QTest::qWaitForWindowExposed(&window)) qFatal("no window");
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window)) qFatal("no active window");
        lab.open(setup);
    }
    template <typename T>
    T* find(const char* name) {
        return panel->findChild<T*>(QLatin1String(name));
    }
    QString text(const char* name) { return find<QLabel>(name)->text(); }
    AssumptionList& list() { return panel->list(); }
    NumberBox* number() { return panel->findChild<NumberBox*>(u"assumptions.value"_s); }
    QStringList keys() {
        QStringList all;
        for (int row = 0; row < panel->model().rowCount(); ++row)
            if (const QString key = panel->model().index(row).data(AssumptionModel::key_role).toString();
                !key.isEmpty())
                all << key;
        return all;
    }
    QString data(const char* key, int role) {
        return panel->model().find(QLatin1String(key)).data(role).toString();
    }
    void go_to(const char* key) { list().setCurrentIndex(panel->model().find(QLatin1String(key))); }
    /// Types into the value of the current assumption.
    void type(const QString& value) {
        number()->setFocus(Qt::TabFocusReason);
        number()->selectAll();
        QTest::keyClicks(number(), value);
        QTest::keyClick(number(), Qt::Key_Return);
    }
    double value(const char* key) {
        return world_parameters().get(lab.setup().scenario->scenario.assumptions,
                                      *world_parameters().find(key), key);
    }
};

QStringList table_keys(bool only_unmeasured = false) {
    QStringList all;
    for (const auto& entry : world_parameters().entries())
        if (!only_unmeasured || entry.spec.grade == Grade::d) all << from_core(entry.spec.key);
    return all;
}

double standard(const char* key) {
    return world_parameters().find(key)->spec.standard;
}

LabSetup with_own(double satiation) {
    LabSetup setup = small_setup();
    auto world = std::make_shared<LoadedScenario>(*setup.scenario);
    world->scenario.assumptions.satiation_cost = satiation;
    setup.scenario = std::move(world);
    return setup;
}

} // namespace

class Assumptions_panel_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { apply_theme(ThemeChoice::light); }

    void every_row_of_the_table_is_listed_under_its_group() {
        Dock dock;
        QCOMPARE(dock.keys(), table_keys());
        QCOMPARE(dock.text("assumptions.count"),
                 u"%1 assumptions about people and items"_s.arg(table_keys().size()));
        QString group;
        QStringList groups;
        for (int row = 0; row < dock.panel->model().rowCount(); ++row) {
            const QModelIndex index = dock.panel->model().index(row);
            const QString key = index.data(AssumptionModel::key_role).toString();
            if (key.isEmpty()) {
                group = index.data().toString();
                groups << group;
                continue;
            }
            const ParameterSpec& spec = world_parameters().find(to_core(key))->spec;
            QCOMPARE(group, words("group." + spec.group));
            QCOMPARE(index.data().toString(), words(spec.text_key()));
            const QString spoken = index.data(Qt::AccessibleTextRole).toString();
            for (const QString& part :
                 {index.data().toString(), index.data(AssumptionModel::value_role).toString(),
                  index.data(AssumptionModel::range_role).toString(), words(spec.text_key() + ".why"),
                  from_core(spec.source), from_core(grade_words(spec.grade, Text::english()))})
                QVERIFY2(!part.isEmpty() && spoken.contains(part), qPrintable(key + u": "_s + part));
        }
        QCOMPARE(QSet<QString>(groups.begin(), groups.end()).size(), groups.size());
        dock.lab.close();
        QCOMPARE(dock.panel->model().rowCount(), 0);
        QCOMPARE(dock.text("assumptions.note"), u"Open an example or a file to see what it assumes."_s);
    }

    // A hundred rows cost no widgets: they are painted.
    void rows_are_painted() {
        Dock dock;
        QVERIFY(dock.keys().size() > 50);
        QVERIFY2(dock.panel->findChildren<QWidget*>().size() < 40,
                 qPrintable(QString::number(dock.panel->findChildren<QWidget*>().size())));
    }

    void grades_have_words_and_signs_of_different_shape() {
        QSet<QString> said;
        QList<QImage> signs;
        for (const Grade grade : {Grade::a, Grade::b, Grade::c, Grade::d}) {
            const QString full = from_core(grade_words(grade, Text::english()));
            QVERIFY(full.startsWith(from_core(grade_letter(grade)) + u", "_s));
            said.insert(full);
            QImage image(30, 30, QImage::Format_ARGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            draw_grade(painter, QRectF(0, 0, 30, 30), grade);
            painter.end();
            // Without colour, and without the letter: the upper edge alone.
            signs << image.convertToFormat(QImage::Format_Grayscale8).copy(0, 0, 30, 3);
            for (qsizetype before = 0; before + 1 < signs.size(); ++before)
                QVERIFY(signs[before] != signs.last());
        }
        QCOMPARE(said.size(), 4);
        Dock dock;
        QSet<QString> short_words;
        for (const QString& key : dock.keys()) {
            const QModelIndex index = dock.panel->model().find(key);
            QVERIFY(!index.data(AssumptionModel::grade_words_role).toString().isEmpty());
            short_words.insert(index.data(AssumptionModel::grade_words_role).toString());
        }
        QVERIFY(short_words.contains(u"our own choice"_s) && short_words.contains(u"measured"_s));
    }

    void search_finds_by_data() {
        QTest::addColumn<QString>("typed");
        QTest::newRow("name") << words("parameter.world.satiation.cost").toUpper();
        QTest::newRow("key") << u"satiation.cost"_s;
        QTest::newRow("explanation") << words("parameter.world.satiation.cost.why");
        QTest::newRow("source") << from_core(world_parameters().find(cost)->spec.source);
    }
    void search_finds_by() {
        QFETCH(QString, typed);
        Dock dock;
        dock.panel->search()->setText(typed);
        QVERIFY(dock.keys().contains(QLatin1String(cost)));
        QVERIFY(dock.keys().size() < table_keys().size() / 2);
        QVERIFY(dock.text("assumptions.count").startsWith(QString::number(dock.keys().size()) + u" of "_s));
        dock.panel->search()->setText(u"zzz"_s);
        QVERIFY(dock.keys().isEmpty());
        QVERIFY(dock.text("assumptions.note").contains(u"“zzz”"_s));
        QVERIFY(!dock.list().isVisible());
        dock.find<QPushButton>("assumptions.show_all")->click();
        QCOMPARE(dock.keys(), table_keys());
        QVERIFY(dock.panel->search()->hasFocus());
    }

    void filters_leave_the_unmeasured_and_the_changed() {
        Dock dock;
        auto* unmeasured = dock.find<QAbstractButton>("assumptions.filter.unmeasured");
        auto* changed = dock.find<QAbstractButton>("assumptions.filter.changed");
        QCOMPARE(unmeasured->text(), u"Nobody measured: %1"_s.arg(table_keys(true).size()));
        QCOMPARE(changed->text(), u"Changed: 0"_s);
        unmeasured->click();
        QCOMPARE(dock.keys(), table_keys(true));
        unmeasured->click();
        VERIFY_OK(dock.lab.set_assumption(cost, 0.2));
        QCOMPARE(changed->text(), u"Changed: 1"_s);
        changed->click();
        QCOMPARE(dock.keys(), QStringList(QLatin1String(cost)));
        dock.panel->look_at(true);
        QCOMPARE(dock.keys(), table_keys(true));
        QVERIFY(unmeasured->isChecked() && !changed->isChecked());
        dock.panel->look_at(false);
        QCOMPARE(dock.keys(), table_keys());
    }

    void a_value_is_typed_undone_and_reset() {
        Dock dock;
        dock.go_to(cost);
        QCOMPARE(dock.text("assumptions.name"), words("parameter.world.satiation.cost"));
        QVERIFY(!dock.find<QToolButton>("assumptions.reset")->isVisible());
        dock.type(u"0.2"_s);
        QCOMPARE(dock.value(cost), 0.2);
        QCOMPARE(dock.lab.undo_stack().count(), 1);
        QVERIFY(dock.data(cost, AssumptionModel::note_role).startsWith(u"changed; default "_s));
        QVERIFY(dock.data(cost, AssumptionModel::value_role).startsWith(u"0.20"_s));
        dock.type(u"0.3"_s); // the same visit to the same value is the same step
        QCOMPARE(dock.lab.undo_stack().count(), 1);
        dock.list().setFocus(Qt::TabFocusReason);
        dock.type(u"0.4"_s);
        QCOMPARE(dock.lab.undo_stack().count(), 2);
        dock.lab.undo_stack().undo();
        QCOMPARE(dock.value(cost), 0.3);
        QCOMPARE(dock.number()->text(), u"0.30"_s);
        dock.find<QToolButton>("assumptions.reset")->click();
        QCOMPARE(dock.value(cost), standard(cost));
        QVERIFY(dock.data(cost, AssumptionModel::note_role).isEmpty());
        QVERIFY(!dock.lab.setup().own_assumptions);
    }

    void what_cannot_be_is_refused_in_its_place() {
        Dock dock;
        dock.go_to(cost);
        dock.type(u"50"_s);
        QCOMPARE(dock.value(cost), standard(cost));
        QCOMPARE(dock.lab.undo_stack().count(), 0);
        QVERIFY(dock.find<QLabel>("assumptions.error")->isVisible());
        QVERIFY(dock.text("assumptions.error").contains(u"50"_s));
        QCOMPARE(dock.number()->text(), u"50"_s); // to be mended
        QVERIFY(dock.number()->accessibleDescription().startsWith(dock.text("assumptions.error")));
        dock.type(u"0.1"_s);
        QVERIFY(!dock.find<QLabel>("assumptions.error")->isVisible());
        QCOMPARE(dock.value(cost), 0.1);
    }

    void what_the_scenario_says_is_where_a_reset_goes() {
        Dock dock(with_own(0.7));
        QVERIFY(dock.data(cost, AssumptionModel::note_role).startsWith(u"set by the scenario; default "_s));
        QVERIFY(!dock.find<QPushButton>("assumptions.reset_all")->isVisible());
        VERIFY_OK(dock.lab.set_assumption(cost, 0.1));
        VERIFY_OK(dock.lab.set_assumption("world.choice.no_choice", 2));
        QVERIFY(dock.data(cost, AssumptionModel::note_role).startsWith(u"changed; scenario 0.70"_s));
        dock.find<QPushButton>("assumptions.reset_all")->click();
        QCOMPARE(dock.value(cost), 0.7);
        QCOMPARE(dock.value("world.choice.no_choice"), standard("world.choice.no_choice"));
        QVERIFY(!dock.find<QPushButton>("assumptions.reset_all")->isVisible());
        dock.lab.undo_stack().undo();
        QCOMPARE(dock.value(cost), 0.1);
        QCOMPARE(dock.value("world.choice.no_choice"), 2.0);
    }

    void a_world_drawn_from_ratings_says_what_it_does_not_use() {
        LabSetup setup = small_setup();
        setup.scenario = world_with_groups({"large", "small"});
        Dock dock(setup);
        constexpr const char* liked = "world.taste.liked_mean";
        QCOMPARE(dock.keys(), table_keys());
        QVERIFY(dock.text("assumptions.note").contains(u"not used"_s));
        QCOMPARE(dock.data(liked, AssumptionModel::note_role), u"not used here: drawn from the ratings"_s);
        dock.go_to(liked);
        QVERIFY(!dock.number()->isEnabled());
        QVERIFY(!dock.lab.set_assumption(liked, 1));
        dock.go_to(cost);
        QVERIFY(dock.number()->isEnabled());
        dock.panel->look_at(true);
        QVERIFY(!dock.keys().contains(QLatin1String(liked)));
    }

    void the_keyboard_goes_from_search_to_list_to_value_and_back() {
        Dock dock;
        dock.panel->search()->setFocus();
        QTest::keyClick(dock.panel->search(), Qt::Key_Down);
        QVERIFY(dock.list().hasFocus());
        const auto current = [&] {
            return dock.list().currentIndex().data(AssumptionModel::key_role).toString();
        };
        for (const QString& key : table_keys()) { // the names of groups are passed over
            QCOMPARE(current(), key);
            QTest::keyClick(&dock.list(), Qt::Key_Down);
        }
        QTest::keyClick(&dock.list(), Qt::Key_Home);
        QCOMPARE(current(), table_keys().first());
        QTest::keyClick(&dock.list(), Qt::Key_Return);
        QVERIFY(dock.number()->hasFocus());
        QTest::keyClick(dock.number(), Qt::Key_Escape);
        QVERIFY(dock.list().hasFocus());
    }

    void the_current_one_stays_while_rows_come_and_go() {
        Dock dock;
        dock.go_to(cost);
        dock.panel->search()->setText(u"satiation"_s);
        QCOMPARE(dock.list().currentIndex(), dock.panel->model().find(QLatin1String(cost)));
        dock.panel->search()->setText({});
        QCOMPARE(dock.list().currentIndex(), dock.panel->model().find(QLatin1String(cost)));
        QVERIFY(
            dock.list().visualRect(dock.list().currentIndex()).intersects(dock.list().viewport()->rect()));
        dock.panel->search()->setText(u"consent"_s);
        QVERIFY(dock.list().currentIndex().isValid());
        QCOMPARE(dock.text("assumptions.name"), dock.list().currentIndex().data().toString());
    }

    void everything_fits_its_dock_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<double>("zoom");
        QTest::newRow("narrow") << 268 << 1.0;
        QTest::newRow("usual") << 288 << 1.0;
        QTest::newRow("large text") << 328 << 1.5;
    }
    void everything_fits_its_dock() {
        QFETCH(int, width);
        QFETCH(double, zoom);
        apply_theme(ThemeChoice::light, zoom);
        Dock dock(small_setup(), width);
        QTRY_COMPARE(dock.panel->width(), width);
        AssumptionDelegate delegate;
        for (const QString& key : dock.keys()) {
            const QModelIndex index = dock.panel->model().find(key);
            const int room = dock.list().viewport()->width();
            for (const int role : {AssumptionModel::range_role, AssumptionModel::grade_words_role})
                QVERIFY2(QFontMetrics(font(Type::caption)).horizontalAdvance(index.data(role).toString()) <
                             room - 30,
                         qPrintable(key));
            dock.go_to(key.toUtf8());
            QCoreApplication::processEvents();
            const auto* pane = dock.find<QScrollArea>("assumptions.about");
            QVERIFY2(pane->widget()->minimumSizeHint().width() <= pane->viewport()->width(), qPrintable(key));
            QVERIFY(delegate.row_height(index, room) > QFontMetrics(font(Type::body)).height());
        }
    }

    void the_model_behaves() {
        Lab lab;
        AssumptionModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        QSignalSpy updates(&model, &QAbstractItemModel::dataChanged);
        model.take(lab, {});
        QCOMPARE(resets.count(), 0);
        lab.open(small_setup());
        model.take(lab, {});
        QCOMPARE(resets.count(), 1);
        VERIFY_OK(lab.set_assumption(cost, 0.1));
        model.take(lab, {});
        QCOMPARE(resets.count(), 1); // the same rows keep their places
        QCOMPARE(updates.count(), 1);
        model.take(lab, {});
        QCOMPARE(updates.count(), 1);
        AssumptionFilter none;
        none.searched = {u"zzz"_s};
        model.take(lab, none);
        QCOMPARE(model.rowCount(), 0);
        QVERIFY(!model.first().isValid());
    }
};

ATTUNE_TEST(Assumptions_panel_test);

#include "assumptions_panel_test.moc"
