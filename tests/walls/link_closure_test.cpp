// The walls in the link: what every library of ours reaches through all that it links, as the build describes
// it.
#include "tests/support/test.h"

#include <QFile>
#include <QProcess>

namespace attune::test {

class Link_closure_test : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QFile file(ATTUNE_LINK_CLOSURES);
        QVERIFY(file.open(QIODevice::ReadOnly));
        for (const QString& line : QString::fromUtf8(file.readAll()).split('\n', Qt::SkipEmptyParts))
            closures_[line.section(": ", 0, 0)] = line.section(": ", 1).split(' ', Qt::SkipEmptyParts);
    }

    // So that a closure that finds nothing is not taken for a wall that holds.
    void closures_go_all_the_way_down() {
        QVERIFY(reaches("attune_recommender", "attune_ground"));
        QVERIFY(reaches("attune_recommender", "attune_resources"));
        QVERIFY(reaches("attune_simulations", "attune_recommender"));
        QVERIFY(reaches("attune_simulations", "SQLite::SQLite3")); // two steps, through a private link
        QVERIFY(reaches("attune-cli", "attune_workspace"));
        QVERIFY(reaches("tests_walls", "Qt6::Core"));
    }

    void nobody_links_what_lies_behind_a_wall_data() {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("forbidden");
        QTest::newRow("truth wall") << "attune_recommender"
                                    << "simulations|scenario|import|report|attune_ui";
        QTest::newRow("the recommender decides, it does not measure or store")
            << "attune_recommender"
            << "measures|workspace|audit|[Ss][Qq][Ll]ite";
        QTest::newRow("the ground")
            << "attune_ground"
            << "recommender|measures|workspace|audit|simulations|scenario|import|report";
        QTest::newRow("measures") << "attune_measures"
                                  << "recommender|workspace|audit|simulations|scenario|import|report";
        QTest::newRow("offline models") << "attune_offline"
                                        << "recommender|workspace|audit|simulations|scenario|import|report";
        QTest::newRow("the verifier shares no code with the writer")
            << "attune_audit"
            << "workspace|recommender|measures|simulations";
        QTest::newRow("the writer does not verify itself") << "attune_workspace"
                                                           << "audit|recommender|simulations";
        for (const char* target : {"attune_ground", "attune_recommender", "attune_measures", "attune_offline",
                                   "attune_workspace", "attune_audit", "attune_scenario", "attune_report",
                                   "attune_import", "attune_simulations", "attune-cli"})
            QTest::newRow((std::string("looks wall, ") + target).c_str()) << target << "Qt";
    }
    void nobody_links_what_lies_behind_a_wall() {
        QFETCH(QString, target);
        QFETCH(QString, forbidden);
        QVERIFY(closures_.contains(target));
        const QStringList found = closures_[target].filter(QRegularExpression(forbidden));
        QVERIFY2(found.isEmpty(), qPrintable(target + " links " + found.join(' ')));
    }

    // Not only what it names itself: nothing it loads brings Qt along.
    void the_command_line_program_loads_no_Qt() {
        QVERIFY(!loaded(ATTUNE_CLI).filter("libc.so").isEmpty());
        QVERIFY2(loaded(ATTUNE_CLI).filter("Qt").isEmpty(), qPrintable(loaded(ATTUNE_CLI).join('\n')));
        QVERIFY(!loaded(QCoreApplication::applicationFilePath()).filter("Qt").isEmpty()); // it would be seen
    }

private:
    bool reaches(const char* target, const char* linked) { return closures_[target].contains(linked); }

    static QStringList loaded(const QString& program) {
        QProcess ldd;
        ldd.start("ldd", {program});
        if (!ldd.waitForFinished(30000)) return {};
        return QString::fromUtf8(ldd.readAllStandardOutput()).split('\n', Qt::SkipEmptyParts);
    }

    QMap<QString, QStringList> closures_;
};

ATTUNE_TEST(Link_closure_test);

} // namespace attune::test

#include "link_closure_test.moc"
