// Stopped half-way, or with a full disk: the program says so, and nothing half-written stays.
#include "core/workspace/workspace.h"
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

#include <QFileInfo>

#include <csignal>

using namespace attune;
using namespace attune::test;

namespace {

/// Too long to end by itself in a test.
QStringList endless(const QStringList& command) {
    return command +
           QStringList{"--scenario", "calm-baseline", "--users", "3000", "--days", "400", "--items", "300"};
}

/// The neighbour of a file that is being written, once it is at least so large.
bool grows(const Program& program, const QString& name, qint64 size) {
    return QTest::qWaitFor(
        [&] {
            const QFileInfoList parts =
                QDir(program.path("")).entryInfoList({name + ".part-*"}, QDir::Files | QDir::Hidden);
            return parts.size() == 1 && parts.first().size() >= size;
        },
        120'000);
}

} // namespace

class Stopping_test : public QObject {
    Q_OBJECT

private slots:
    void stopped_run_leaves_nothing_half_written_data() {
        QTest::addColumn<int>("signal");
        QTest::newRow("Ctrl+C") << SIGINT;
        QTest::newRow("asked to end") << SIGTERM;
        QTest::newRow("terminal closed") << SIGHUP;
    }
    void stopped_run_leaves_nothing_half_written() {
        QFETCH(int, signal);
        const Program program;
        program.write("events.jsonl", "the old log\n");
        program.write("figures.csv", "the old figures\n");
        const auto before = program.files();
        const auto process = program.start(endless(
            {"run", "--json", "--log", "events.jsonl", "--csv", "figures.csv", "--workspace", "w.attune"}));
        QVERIFY(grows(program, "events.jsonl", 1'000'000));
        QCOMPARE(::kill(static_cast<pid_t>(process->processId()), signal), 0);
        QVERIFY(process->waitForFinished(120'000));
        QCOMPARE(process->exitStatus(), QProcess::NormalExit);
        QCOMPARE(process->exitCode(), 130);
        QVERIFY(process->readAllStandardOutput().isEmpty());
        const QByteArray told = process->readAllStandardError();
        QVERIFY2(told.startsWith("attune-cli: ") && told.contains("stopped") && told.count('\n') == 1, told);
        QVERIFY2(program.files() == before, program.names().join(' ').toUtf8());
    }

    void stopped_comparison_leaves_the_workspace_as_it_was() {
        const Program program;
        QCOMPARE(program
                     .run({"run", "--scenario", "calm-baseline", "--users", "64", "--days", "2", "--items",
                           "60", "--workspace", "w.attune", "--quiet"})
                     .code,
                 0);
        const auto before = program.files();
        const auto process = program.start(endless({"compare", "--baseline", "default", "--candidate", "firm",
                                                    "--csv", "c.csv", "--workspace", "w.attune"}));
        QVERIFY(grows(program, "c.csv", 0));
        QCOMPARE(::kill(static_cast<pid_t>(process->processId()), SIGINT), 0);
        QVERIFY(process->waitForFinished(120'000));
        QCOMPARE(process->exitCode(), 130);
        QVERIFY(program.files() == before);
    }

    void ignored_signal_stays_ignored() {
        // As under nohup: the program is started with SIGHUP ignored.
        const Program program;
        QProcess process;
        process.setWorkingDirectory(program.path(""));
        process.setChildProcessModifier([] {
            ::signal(SIGHUP, SIG_IGN);
            ::signal(SIGINT, SIG_DFL);
        });
        process.start(ATTUNE_CLI, endless({"run", "--log", "events.jsonl"}));
        QVERIFY(grows(program, "events.jsonl", 100'000));
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGHUP), 0);
        QVERIFY(grows(program, "events.jsonl", 3'000'000));
        QCOMPARE(process.state(), QProcess::Running);
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(120'000));
        QCOMPARE(process.exitCode(), 130);
        QVERIFY(program.names().isEmpty());
    }

    // An import reads for long and writes at the end: until then it stops at once.
    void stopped_import_leaves_nothing() {
        const Program program;
        QFile big(program.path("ratings.csv"));
        QVERIFY(big.open(QIODevice::WriteOnly));
        QByteArray rows = "userId,movieId,rating\n";
        const int people = sized(40'000, 200'000);
        for (int u = 0; u < people; ++u)
            for (int i = 0; i < 20; ++i)
                rows += QByteArray::number(u) + ',' + QByteArray::number((u * 31 + i * 97) % 3000) + ',' +
                        QByteArray::number(1 + (u + i) % 5) + '\n';
        QCOMPARE(big.write(rows), rows.size());
        big.close();
        const auto process = program.start(
            {"import", "--ratings", "ratings.csv", "--into", "films", "--workspace", "w.attune"});
        const QString status = QString("/proc/%1/io").arg(process->processId());
        // It has read a good part of the file, so it is at work.
        const bool reading = QTest::qWaitFor(
            [&] {
                QFile io(status);
                if (!io.open(QIODevice::ReadOnly)) return false;
                const QByteArray text = io.readAll();
                const QByteArray value = text.mid(text.indexOf("rchar: ") + 7);
                return value.left(value.indexOf('\n')).toLongLong() > 1'000'000;
            },
            60'000);
        QVERIFY(reading);
        QCOMPARE(::kill(static_cast<pid_t>(process->processId()), SIGINT), 0);
        QVERIFY(process->waitForFinished(120'000));
        QCOMPARE(process->exitStatus(), QProcess::NormalExit);
        QCOMPARE(process->exitCode(), 130);
        QCOMPARE(program.names(), QStringList{"ratings.csv"});
        QVERIFY(!QFileInfo::exists(program.path("home/config/attune/import.key")));
    }

    // Files and workspace go together: where one has no room, none of them changes.
    void full_disk_leaves_what_was_there_data() {
        QTest::addColumn<int>("room"); // 0: as large as the workspace is
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("named");
        QTest::newRow("no room for the log")
            << 500'000 << QStringList{"--log", "events.jsonl", "--csv", "figures.csv"} << "events.jsonl";
        QTest::newRow("no room for the figures")
            << 3'000 << QStringList{"--csv", "figures.csv"} << "figures.csv";
        QTest::newRow("no room in the workspace") << 0 << QStringList{"--csv", "figures.csv"} << "w.attune";
    }
    void full_disk_leaves_what_was_there() {
        QFETCH(int, room);
        QFETCH(QStringList, options);
        QFETCH(QString, named);
        Program program;
        QCOMPARE(program.run(on_small({"run", "--workspace", "w.attune", "--quiet"})).code, 0);
        QVERIFY(program.read("w.attune").size() > 100'000);
        program.write("events.jsonl", "the old log\n");
        program.write("figures.csv", "the old figures\n");
        const auto before = program.files();
        program.limit_files_to(room == 0 ? program.read("w.attune").size() : room);
        const Outcome outcome =
            program.run(on_small({"run", "--seed", "2", "--workspace", "w.attune"}) + options);
        QVERIFY2(outcome.code == 4 && says(outcome, {named}), outcome.told());
        QVERIFY2(program.files() == before, program.names().join(' ').toUtf8());
        program.limit_files_to(-1);
        QCOMPARE(program.run({"verify", "w.attune", "--quiet"}).code, 0);
        const auto workspace = Workspace::open(program.file("w.attune"), OpenMode::read_only);
        VERIFY_OK(workspace);
        QCOMPARE(workspace->runs().list()->size(), std::size_t{1});
    }

    void progress_is_not_for_files() {
        const Program program;
        const Outcome outcome = program.run(on_small({"run"}));
        QVERIFY2(outcome.code == 0 && outcome.err.isEmpty() && !outcome.out.contains('%' + QString("\r")) &&
                     !outcome.out.contains('\r'),
                 outcome.told());
    }
};

ATTUNE_TEST(Stopping_test);
#include "stopping_test.moc"
