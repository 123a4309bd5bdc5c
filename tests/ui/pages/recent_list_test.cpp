// The list "Go on": what its model says, how many rows it shows, what the keyboard does.
#include "tests/support/test.h"
#include "ui/pages/recent_list.h"

#include <QAbstractItemModelTester>

namespace attune::ui {

namespace {

const QDateTime now(QDate(2026, 11, 22), QTime(16, 0));

RecentFile file(const QString& path, const QDateTime& opened) {
    RecentFile made;
    made.path = path;
    made.opened = opened;
    return made;
}

std::vector<RecentFile> some(int count) {
    std::vector<RecentFile> files;
    for (int i = 0; i < count; ++i)
        files.push_back(file(QStringLiteral("/w/study-%1.attune").arg(i), now.addDays(-i)));
    return files;
}

} // namespace

class Recent_list_test : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void the_model_keeps_the_rules_of_models() {
        RecentModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.set_files(some(3), now);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.rowCount(model.index(0, 0)), 0);
        model.set_files({}, now);
        QCOMPARE(model.rowCount(), 0);
    }

    void a_row_says_name_time_headline_and_lights() {
        RecentModel model;
        RecentFile one = file(QStringLiteral("/w/fatigue.attune"), now.addSecs(-1740));
        one.headline = QStringLiteral("careful is 0.04 higher");
        one.counts = {4, 1, 0, 2};
        model.set_files({one, file(QStringLiteral("/w/new.attune"), now)}, now);
        const auto text = [&](int row, int column, int role = Qt::DisplayRole) {
            return model.index(row, column).data(role).toString();
        };
        QCOMPARE(text(0, RecentModel::name), QStringLiteral("fatigue.attune"));
        QCOMPARE(text(0, RecentModel::when), QStringLiteral("today, 15:31"));
        QCOMPARE(text(0, RecentModel::headline), QStringLiteral("careful is 0.04 higher"));
        QCOMPARE(text(0, RecentModel::name, RecentModel::path_role), QStringLiteral("/w/fatigue.attune"));
        // The lights are painted; a screen reader hears them.
        const QString lights = text(0, RecentModel::lights, Qt::AccessibleTextRole);
        for (const char* part : {"4 held", "1 near", "0 broken", "2 without"})
            QVERIFY2(lights.contains(QLatin1String(part)), qPrintable(lights));
        QCOMPARE(text(1, RecentModel::headline), QStringLiteral("nothing run yet"));
        QVERIFY(text(1, RecentModel::lights, Qt::AccessibleTextRole).isEmpty());
    }

    void times_are_said_as_people_say_them_data() {
        QTest::addColumn<QDateTime>("then");
        QTest::addColumn<QString>("said");
        QTest::newRow("an hour ago") << QDateTime(QDate(2026, 11, 22), QTime(9, 5)) << "today, 09:05";
        QTest::newRow("late last night") << QDateTime(QDate(2026, 11, 21), QTime(23, 59)) << "yesterday";
        QTest::newRow("this year") << QDateTime(QDate(2026, 1, 4), QTime(12, 0)) << "4 Jan";
        QTest::newRow("another year") << QDateTime(QDate(2025, 12, 31), QTime(12, 0)) << "31 Dec 2025";
        QTest::newRow("a clock that ran ahead") << QDateTime(QDate(2026, 11, 23), QTime(12, 0)) << "23 Nov";
    }
    void times_are_said_as_people_say_them() {
        QFETCH(QDateTime, then);
        QFETCH(QString, said);
        QCOMPARE(when_words(then, now), said);
    }

    void it_is_as_high_as_its_rows() {
        RecentModel model;
        model.set_files(some(9), now);
        RecentView view;
        view.setModel(&model);
        view.show_rows(5);
        const int five = view.sizeHint().height();
        QVERIFY(view.isRowHidden(5));
        QVERIFY(!view.isRowHidden(4));
        view.show_rows(9);
        QVERIFY(!view.isRowHidden(8));
        QCOMPARE(view.sizeHint().height() * 5, five * 9);
    }

    void click_and_enter_open_and_delete_forgets() {
        RecentModel model;
        model.set_files(some(3), now);
        RecentView view;
        view.setModel(&model);
        view.resize(600, 200);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QSignalSpy chosen(&view, &RecentView::chosen);
        QSignalSpy forgotten(&view, &RecentView::forgotten);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {},
                          view.visualRect(model.index(1, RecentModel::headline)).center());
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.takeFirst().first().toString(), QStringLiteral("/w/study-1.attune"));
        QTest::keyClick(&view, Qt::Key_Down);
        QTest::keyClick(&view, Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.takeFirst().first().toString(), QStringLiteral("/w/study-2.attune"));
        QTest::keyClick(&view, Qt::Key_Delete);
        QCOMPARE(forgotten.count(), 1);
        QCOMPARE(forgotten.first().first().toString(), QStringLiteral("/w/study-2.attune"));
    }
};

ATTUNE_TEST(Recent_list_test);

} // namespace attune::ui

#include "recent_list_test.moc"
