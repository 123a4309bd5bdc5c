// A writer killed at any point leaves a file that opens and has all that was reported as saved.
#include "core/audit/verify.h"
#include "core/base/random.h"
#include "tests/core/workspace/example_records.h"
#include "tests/core/workspace/file_tools.h"
#include "tests/core/workspace/load.h"
#include "tests/support/test.h"

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <filesystem>

using namespace attune;
using namespace attune::test;

namespace {

struct Ending {
    bool killed = false;
    int saved = 0;     ///< the last step that was reported
    std::string calls; ///< of a writer that finished
    std::string complaint;
};

Ending run_writer(const std::string& file, long call, const char* place) {
    QProcess writer;
    writer.start(QStringLiteral(ATTUNE_WRITER_PROGRAM),
                 {QString::fromStdString(file), QString::number(call), QString::fromLatin1(place)});
    Ending ending;
    if (!writer.waitForFinished(60000)) qFatal("the writer does not end");
    ending.killed = writer.exitStatus() == QProcess::CrashExit;
    ending.complaint = writer.readAllStandardError().toStdString();
    for (const QByteArray& line : writer.readAllStandardOutput().split('\n')) {
        if (line.startsWith("saved ")) ending.saved = line.mid(6).toInt();
        if (line.startsWith("calls ")) ending.calls = line.mid(6).toStdString();
    }
    return ending;
}

/// What the file must say after each number of steps.
std::vector<std::string> expected_dumps(const std::string& folder) {
    const std::string path = folder + "/reference.attune";
    const Result<Workspace> workspace = Workspace::open(path, OpenMode::create, {{}, "2024-05-06", "0.1.0"});
    if (!workspace) qFatal("%s", to_line(workspace.error()).c_str());
    std::vector<std::string> dumps = {dump(path)};
    for (int step = 0; step < load_steps; ++step) {
        const Status done = do_load_step(*workspace, step);
        if (!done) qFatal("%s", to_line(done.error()).c_str());
        dumps.push_back(dump(path));
    }
    return dumps;
}

} // namespace

class Kill_test : public QObject {
    Q_OBJECT

private slots:
    void killed_writer_loses_nothing_it_reported_data() {
        QTest::addColumn<int>("round");
        for (int round = 0; round < sized(1, 20); ++round)
            QTest::addRow("fifty kills, round %d", round) << round;
    }
    void killed_writer_loses_nothing_it_reported() {
        QFETCH(int, round);
        QTemporaryDir folder;
        const std::string root = folder.path().toStdString();
        const std::vector<std::string> expected = expected_dumps(root);
        const Ending whole = run_writer(root + "/whole.attune", 0, "before");
        QVERIFY2(!whole.killed && whole.saved == load_steps, whole.complaint.c_str());
        QCOMPARE(dump(root + "/whole.attune"), expected.back());
        const auto calls = static_cast<long>(whole.calls.size());
        QVERIFY(calls > 100);

        const int kills = 50;
        int before_commit = 0;
        int after_commit = 0;
        int at_creation = 0;
        int needed_rollback = 0;
        std::vector<int> at_step(load_steps + 1);
        for (int i = 0; i < kills; ++i) {
            // One kill in each of `kills` equal stretches of all calls, so that every part of the load is
            // hit; one in five just after a journal was removed, which is the moment of a commit.
            const Words words = words_at(stream_key(50, static_cast<std::uint32_t>(round)), Stream::resample,
                                         static_cast<std::uint32_t>(i));
            const long from = calls * i / kills;
            const long to = std::max(from + 1, calls * (i + 1) / kills);
            long call = 1 + from + static_cast<long>(words[0] % static_cast<std::uint32_t>(to - from));
            const char* place = words[1] % 3 == 0 ? "before" : words[1] % 3 == 1 ? "half" : "after";
            if (i % 5 == 4) {
                const std::size_t commit = whole.calls.find('d', static_cast<std::size_t>(call - 1));
                QVERIFY(commit != std::string::npos);
                call = static_cast<long>(commit) + 1;
                place = "after";
            }
            const std::string path = root + "/killed-" + std::to_string(i) + ".attune";
            const Ending ending = run_writer(path, call, place);
            const std::string where = "call " + std::to_string(call) + " " + place;
            QVERIFY2(ending.killed, (where + ": " + ending.complaint).c_str());
            ++at_step[static_cast<std::size_t>(ending.saved)];

            if (!std::filesystem::exists(path)) {
                // Stopped while the file was made: nothing half-made may stand under its name.
                QCOMPARE(ending.saved, 0);
                ++at_creation;
            } else {
                // The verifier comes first: it must cope with what the killed writer left, without touching
                // it.
                const std::string left = state_of(path);
                const Result<VerifyReport> early = verify_file(path);
                VERIFY_OK(early);
                QVERIFY2(early->passed(), where.c_str());
                needed_rollback += early->recovered ? 1 : 0;
                QVERIFY2(state_of(path) == left, where.c_str());
            }
            const Result<Workspace> workspace =
                Workspace::open(path, OpenMode::create_or_open, {{}, "2024-05-06", "0.1.0"});
            QVERIFY2(workspace.has_value(), (where + ": " + why(workspace)).c_str());
            const Result<VerifyReport> report = verify_file(path);
            VERIFY_OK(report);
            QVERIFY2(report->passed(), where.c_str());
            QVERIFY(!report->recovered);
            const std::string found = dump(path);
            const auto saved = static_cast<std::size_t>(ending.saved);
            if (found == expected[saved])
                ++before_commit;
            else if (saved < load_steps && found == expected[saved + 1])
                ++after_commit;
            else
                QFAIL(("after " + where + " the file is neither what was reported nor one step further")
                          .c_str());
            // Life goes on: the next step can be done again or anew.
            if (found == expected[saved] && saved < load_steps) {
                VERIFY_OK(do_load_step(*workspace, ending.saved));
                QVERIFY2(dump(path) == expected[saved + 1], where.c_str());
            }
            std::filesystem::remove(path);
        }
        qInfo("%d kills over %ld calls: %d before a commit, %d after one and before its report, %d while the "
              "file was made, "
              "%d with a journal to roll back",
              kills, calls, before_commit, after_commit, at_creation, needed_rollback);
        QVERIFY(before_commit > kills / 4);
        QVERIFY(after_commit >= kills / 10);
        QVERIFY(needed_rollback > kills / 10);
        QVERIFY(at_creation > 0);
        QVERIFY(std::count_if(at_step.begin(), at_step.end(), [](int n) { return n > 0; }) > load_steps / 2);
    }

    void two_writers_at_once_lose_nothing() {
        QTemporaryDir folder;
        const std::string path = folder.filePath("shared.attune").toStdString();
        QProcess writers[2];
        const char* places[2] = {"runs:100", "runs:200"};
        for (int i = 0; i < 2; ++i)
            writers[i].start(QStringLiteral(ATTUNE_WRITER_PROGRAM),
                             {QString::fromStdString(path), "0", QString::fromLatin1(places[i])});
        for (QProcess& writer : writers) {
            QVERIFY(writer.waitForFinished(60000));
            QVERIFY2(writer.exitCode() == 0, writer.readAllStandardError().constData());
        }
        const Result<Workspace> workspace = Workspace::open(path, OpenMode::read_only);
        VERIFY_OK(workspace);
        for (const std::uint32_t first : {100U, 200U})
            for (std::uint32_t i = 0; i < 20; ++i) {
                const Result<RunRecord> run = workspace->runs().find(example_run(first + i).id);
                VERIFY_OK(run);
                QCOMPARE(difference(*run, example_run(first + i)), std::string());
            }
        QCOMPARE(workspace->runs().list()->size(), std::size_t{40});
        const Result<VerifyReport> report = verify_file(path);
        VERIFY_OK(report);
        QVERIFY(report->passed());
    }
};

ATTUNE_TEST(Kill_test);

#include "kill_test.moc"
