// report: a page and its charts from the records of a workspace, the same bytes each time.
#include "core/workspace/workspace.h"
#include "simulations/report/html_report.h"
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

#include <QXmlStreamReader>

using namespace attune;
using namespace attune::test;

namespace {

bool well_formed(const QByteArray& bytes) {
    QXmlStreamReader xml(bytes);
    while (!xml.atEnd())
        xml.readNext();
    return !bytes.isEmpty() && !xml.hasError();
}

QStringList report(const QString& page) {
    return {"report", "--workspace", "w.attune", "--html", page};
}

} // namespace

class Report_test : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        const QStringList sizes = {"--scenario", "calm-baseline", "--users", "100",         "--days",
                                   "3",          "--items",       "60",      "--workspace", "w.attune",
                                   "--json"};
        run_ = document(program_.run(QStringList{"run", "--policy", "popularity"} + sizes));
        program_.run(QStringList{"compare", "--baseline", "default", "--candidate", "careful"} + sizes);
        const Outcome second = program_.run(
            QStringList{"compare", "--baseline", "default", "--candidate", "ask-every-session"} + sizes);
        QVERIFY(run_.is_object());
        QVERIFY2(second.code == 0 || second.code == 3, second.told());
        const auto workspace = Workspace::open(program_.file("w.attune"), OpenMode::read_only);
        VERIFY_OK(workspace);
        const auto comparisons = workspace->comparisons().list();
        VERIFY_OK(comparisons);
        QCOMPARE(comparisons->size(), std::size_t{2});
        older_ = QString::fromStdString(comparisons->front().id);
        newest_ = QString::fromStdString(comparisons->back().id);
    }

    void page_and_charts_are_written_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("policy");
        QTest::newRow("newest comparison") << QStringList{} << "ask-every-session";
        QTest::newRow("a comparison") << QStringList{"--run", older_} << "careful";
        QTest::newRow("a run") << QStringList{"--run",
                                              QString::fromStdString(run_["run"]["id"].get<std::string>())}
                               << "popularity";
    }
    void page_and_charts_are_written() {
        QFETCH(QStringList, options);
        QFETCH(QString, policy);
        const Program program;
        program.write("w.attune", program_.read("w.attune"));
        const Json written = document(program.run(report("r.html") + options + QStringList{"--json"}));
        QVERIFY(written.is_object());
        QCOMPARE(keys(written), QStringList{"report"});
        QCOMPARE(written["report"]["html"].get<std::string>(), std::string("r.html"));
        const auto first = program.files();
        const QByteArray page = first["r.html"];
        QVERIFY(well_formed(page));
        QVERIFY(page.contains(policy.toUtf8()));
        QVERIFY(written["report"]["charts"].size() >= 3);
        QCOMPARE(static_cast<std::size_t>(first.size()), written["report"]["charts"].size() + 2);
        for (const Json& chart : written["report"]["charts"]) {
            const QString name = QString::fromStdString(chart.get<std::string>());
            QVERIFY2(name.startsWith("r-charts/") && name.endsWith(".svg"), name.toUtf8());
            QVERIFY2(well_formed(first[name]) && first[name].contains("<svg"), name.toUtf8());
        }
        // The same again, and elsewhere, is the same.
        QCOMPARE(program.run(report("r.html") + options + QStringList{"--quiet"}).code, 0);
        QVERIFY(program.files() == first);
        QVERIFY(QDir(program.path("")).mkdir("sub"));
        QCOMPARE(program.run(report("sub/r.html") + options + QStringList{"--quiet"}).code, 0);
        QVERIFY(program.read("sub/r.html") == page);
    }

    void run_is_the_newest_where_nothing_was_compared() {
        const Program program;
        for (const char* policy : {"random", "content-only"})
            QCOMPARE(program
                         .run({"run", "--scenario", "calm-baseline", "--users", "64", "--days", "2",
                               "--items", "60", "--policy", policy, "--workspace", "w.attune", "--quiet"})
                         .code,
                     0);
        QCOMPARE(program.run(report("r.html") << "--quiet").code, 0);
        QVERIFY(program.read("r.html").contains("content-only"));
    }

    void what_cannot_be_reported_is_told_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("code");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("unknown run") << (report("r.html") << "--run"
                                                          << "r-000000000000")
                                     << 2 << QStringList{"r-000000000000"};
        QTest::newRow("unknown comparison") << (report("r.html") << "--run"
                                                                 << "c-000000000000")
                                            << 2 << QStringList{"c-000000000000"};
        QTest::newRow("no id") << (report("r.html") << "--run"
                                                    << "newest")
                               << 2 << QStringList{"newest"};
        QTest::newRow("no folder") << report("none/r.html") << 2
                                   << QStringList{"none/r.html", "Make the folder"};
        QTest::newRow("a folder") << report("home") << 2 << QStringList{"home", "folder"};
        QTest::newRow("a device") << report("/dev/null") << 2 << QStringList{"/dev/null"};
        QTest::newRow("the workspace itself")
            << report("./w.attune") << 2 << QStringList{"--html", "same file"};
        QTest::newRow("no place for the charts") << report("taken.html") << 4 << QStringList{"taken-charts"};
    }
    void what_cannot_be_reported_is_told() {
        QFETCH(QStringList, options);
        QFETCH(int, code);
        QFETCH(QStringList, words);
        const Program program;
        program.write("w.attune", program_.read("w.attune"));
        program.write("taken-charts", "a file in the way");
        const auto before = program.files();
        const Outcome outcome = program.run(options);
        QVERIFY2(outcome.code == code && says(outcome, words), outcome.told());
        QVERIFY(program.files() == before);
    }

    void empty_workspace_has_nothing_to_report() {
        const Program program;
        VERIFY_OK(Workspace::open(program.file("w.attune"), OpenMode::create));
        const Outcome outcome = program.run(report("r.html"));
        QVERIFY2(outcome.code == 2 && says(outcome, {"w.attune", "run or compare"}), outcome.told());
        QCOMPARE(program.names(), QStringList{"w.attune"});
    }

    // A disk that is full in the middle leaves the old page, or none, and no charts.
    void full_disk_leaves_what_was_there() {
        Program program;
        program.write("w.attune", program_.read("w.attune"));
        program.write("r.html", "the old page");
        const auto before = program.files();
        program.limit_files_to(20'000);
        const Outcome outcome = program.run(report("r.html"));
        QVERIFY2(outcome.code == 4 && says(outcome, {"r.html", "cannot be written"}), outcome.told());
        QVERIFY(program.files() == before);
        QVERIFY(!QDir(program.path("r-charts")).exists());
    }

private:
    Program program_;
    Json run_;
    QString older_;
    QString newest_;
};

ATTUNE_TEST(Report_test);
#include "report_test.moc"
