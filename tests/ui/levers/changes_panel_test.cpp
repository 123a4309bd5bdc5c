#include "tests/support/test.h"
#include "tests/ui/levers/small_lab.h"
#include "ui/levers/change_list.h"
#include "ui/levers/changes_panel.h"
#include "ui/levers/guardrail_list.h"
#include "ui/theme/theme.h"

#include <QAbstractItemModelTester>
#include <QtWidgets/QtWidgets>

using namespace attune;
using namespace attune::test;
using namespace attune::ui;
using namespace Qt::StringLiterals;

namespace {

struct Dock {
    Lab lab; // outlives what shows it
    QMainWindow window;
    ChangesPanel* panel;
    QSignalSpy wanted;

    explicit Dock(int width = 268)
        : panel(new ChangesPanel(lab, &window))
        , wanted(panel, &ChangesPanel::lever_wanted) {
        window.setCentralWidget(panel);
        window.resize(width, 700);
        window.show();
        if (!QTest::qWaitForWindowExposed(&window)) qFatal("no window");
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window)) qFatal("no active window");
    }
    QString text(const char* name) { return panel->findChild<QLabel*>(QLatin1String(name))->text(); }
    RowList* changes() { return panel->findChild<RowList*>(u"changes.list"_s); }
    RowList* guardrails() { return panel->findChild<RowList*>(u"changes.guardrails"_s); }
    QPushButton* button(const char* name) { return panel->findChild<QPushButton*>(QLatin1String(name)); }
    QStringList spoken(RowList* list) {
        QStringList all;
        for (int row = 0; row < list->model()->rowCount(); ++row)
            all << list->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
        return all;
    }
};

} // namespace

class Changes_panel_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { apply_theme(ThemeChoice::light); }

    void what_changed_is_listed() {
        Dock dock;
        QCOMPARE(dock.text("changes.count"), u"Changes against the baseline are listed here."_s);
        QVERIFY(!dock.button("changes.swap")->isEnabled());
        dock.lab.open(small_setup());
        QCOMPARE(dock.text("changes.count"),
                 u"No lever differs from Today. Move one and the change is listed here."_s);
        QVERIFY(!dock.changes()->isVisible());
        QVERIFY(!dock.button("changes.undo_all")->isEnabled());
        QVERIFY(dock.button("changes.swap")->isEnabled());
        VERIFY_OK(dock.lab.set_lever("prompt.weekly_cap", 1));
        QCOMPARE(dock.text("changes.count"), u"1 of 90 levers differs from Today"_s);
        VERIFY_OK(dock.lab.set_lever("fairness.floor.small", 0.18));
        VERIFY_OK(dock.lab.drag_lever("deescalation.recovery_half_life", 14)); // shown while it moves
        QCOMPARE(dock.text("changes.count"), u"3 of 90 levers differ from Today"_s);
        QVERIFY(dock.changes()->isVisible());
        QCOMPARE(dock.spoken(dock.changes()),
                 QStringList({u"Floor, small providers, off to 18 %"_s, u"Prompts per week, 2 to 1"_s,
                              u"Time to recover, 21 d to 14 d"_s}));
        dock.lab.close();
        QCOMPARE(dock.changes()->model()->rowCount(), 0);
    }

    void a_row_leads_to_its_lever() {
        Dock dock;
        dock.lab.open(small_setup());
        VERIFY_OK(dock.lab.set_lever("prompt.weekly_cap", 1));
        VERIFY_OK(dock.lab.set_lever("prompt.gap_hours", 168));
        RowList* list = dock.changes();
        QTRY_VERIFY(list->visualRect(list->model()->index(1, 0)).height() > 10);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {},
                          list->visualRect(list->model()->index(1, 0)).center());
        QCOMPARE(dock.wanted.takeFirst().front().toString(), u"prompt.gap_hours"_s);
        list->setFocus(Qt::TabFocusReason);
        QTest::keyClick(list, Qt::Key_Up);
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(dock.wanted.takeFirst().front().toString(), u"prompt.weekly_cap"_s);
        QVERIFY(dock.wanted.isEmpty());
    }

    void everything_is_undone_or_swapped() {
        Dock dock;
        dock.lab.open(small_setup());
        VERIFY_OK(dock.lab.set_lever("prompt.weekly_cap", 1));
        VERIFY_OK(dock.lab.set_lever("prompt.gap_hours", 168));
        QTest::mouseClick(dock.button("changes.swap"), Qt::LeftButton);
        QCOMPARE(dock.lab.setup().baseline.weekly_cap, 1);
        QCOMPARE(dock.text("changes.count"), u"2 of 90 levers differ from Gentler"_s);
        QTest::mouseClick(dock.button("changes.undo_all"), Qt::LeftButton);
        QCOMPARE(dock.lab.setup().candidate.weekly_cap, 1);
        QCOMPARE(dock.lab.setup().candidate.gap_hours, 168.0);
        QVERIFY(!dock.button("changes.undo_all")->isEnabled());
        dock.lab.undo_stack().undo();
        QCOMPARE(dock.changes()->model()->rowCount(), 2);
    }

    void guardrails_of_the_picture() {
        Dock dock;
        dock.lab.open(small_setup());
        QVERIFY(!dock.guardrails()->isVisible());
        QCOMPARE(dock.text("changes.guardrails.none"),
                 u"Nothing has run yet. Guardrails are judged after the first run."_s);
        dock.panel->show_picture(judged_picture());
        QVERIFY(dock.guardrails()->isVisible());
        QVERIFY(!dock.panel->findChild<QLabel*>(u"changes.guardrails.none"_s)->isVisible());
        QCOMPARE(dock.spoken(dock.guardrails()),
                 QStringList({u"People leaving, held, 9.4 %, limit 11.7 %"_s,
                              u"Worst-served group, broken, \u22120.07, limit \u22120.05; niche tastes"_s,
                              u"Answer gap, near its limit, 8.7 points, limit 10 points"_s,
                              u"Return after a rest, not enough data, 61 of 200 people"_s}));
        QCOMPARE(dock.guardrails()->model()->index(0, 0).data(GuardrailModel::limit_role).toString(),
                 u"held: limit 11.7 %"_s);
        dock.panel->show_picture(std::make_shared<LabPicture>());
        QCOMPARE(dock.text("changes.guardrails.none"), u"This run has no guardrails to judge."_s);
        dock.panel->show_picture(nullptr);
        QCOMPARE(dock.guardrails()->model()->rowCount(), 0);
    }

    void broken_and_near_rows_have_their_ground() {
        Dock dock;
        dock.lab.open(small_setup());
        dock.panel->show_picture(judged_picture());
        RowList* list = dock.guardrails();
        const auto ground = [&](int row) {
            const QRect place = list->visualRect(list->model()->index(row, 0));
            const QImage image = list->viewport()->grab().toImage();
            return image.pixelColor(place.left() + place.width() / 2, place.top() + 2);
        };
        QTRY_COMPARE(ground(1), theme().danger.soft);
        QCOMPARE(ground(2), theme().caution.soft);
        QVERIFY(ground(0) != theme().danger.soft && ground(0) != theme().caution.soft);
        QCOMPARE(ground(3), ground(0));
    }

    // The lists are as high as their rows: nothing scrolls inside the dock but the dock.
    void lists_show_all_rows_data() {
        QTest::addColumn<int>("width");
        QTest::addColumn<double>("zoom");
        QTest::newRow("narrow") << 236 << 1.0;
        QTest::newRow("usual") << 268 << 1.0;
        QTest::newRow("large text") << 268 << 1.5;
    }
    void lists_show_all_rows() {
        QFETCH(int, width);
        QFETCH(double, zoom);
        apply_theme(ThemeChoice::light, zoom);
        Dock dock(width);
        dock.lab.open(small_setup());
        for (const auto& [key, value] : std::map<std::string, double>{
                 {"prompt.weekly_cap", 1}, {"ranking.ranker", 1}, {"fairness.floor.small", 0.18}})
            VERIFY_OK(dock.lab.set_lever(key, value));
        dock.panel->show_picture(judged_picture());
        for (RowList* list : {dock.changes(), dock.guardrails()}) {
            const QModelIndex last = list->model()->index(list->model()->rowCount() - 1, 0);
            QTRY_COMPARE(list->visualRect(last).bottom() + 1, list->viewport()->height());
            QCOMPARE(list->verticalScrollBar()->maximum(), 0);
        }
        QTRY_COMPARE(dock.panel->width(), width);
    }

    void models_behave() {
        Lab lab;
        ChangeModel changes;
        GuardrailModel guardrails;
        const auto fatal = QAbstractItemModelTester::FailureReportingMode::QtTest;
        const QAbstractItemModelTester one(&changes, fatal), two(&guardrails, fatal);
        QSignalSpy resets(&changes, &QAbstractItemModel::modelReset);
        QSignalSpy updates(&changes, &QAbstractItemModel::dataChanged);
        changes.take(lab);
        lab.open(small_setup());
        changes.take(lab);
        QCOMPARE(resets.count(), 0); // nothing to list either time
        VERIFY_OK(lab.set_lever("prompt.weekly_cap", 1));
        changes.take(lab);
        QCOMPARE(resets.count(), 1);
        VERIFY_OK(lab.set_lever("prompt.weekly_cap", 3));
        changes.take(lab);
        QCOMPARE(resets.count(), 1); // the same row with another value keeps its place and focus
        QCOMPARE(updates.count(), 1);
        changes.take(lab);
        QCOMPARE(updates.count(), 1);
        QVERIFY(!changes.index(0).data(Qt::DecorationRole).isValid());

        guardrails.take(judged_picture()->guardrails);
        QCOMPARE(guardrails.rowCount(), 4);
        auto rows = judged_picture()->guardrails;
        rows[0].state = GuardrailState::broken;
        guardrails.take(rows);
        QCOMPARE(guardrails.index(0).data(GuardrailModel::state_role).toInt(),
                 static_cast<int>(GuardrailState::broken));
        guardrails.take({});
        QCOMPARE(guardrails.rowCount(), 0);
    }
};

ATTUNE_TEST(Changes_panel_test);

#include "changes_panel_test.moc"
