// A writer of a trail that is killed at any call to the disk leaves what it had reported, or one step more:
// events, heads, keys and what was saved beside them, together.
#include "core/base/random.h"
#include "core/workspace/workspace.h"
#include "tests/core/workspace/file_tools.h"
#include "tests/core/workspace/trail_tools.h"
#include "tests/support/test.h"

#include <QProcess>
#include <QTemporaryDir>

#include <filesystem>

using namespace attune;
using namespace attune::test;

namespace {

struct Ending {
    bool killed = false;
    int saved = 0;
    std::string calls; ///< of a writer that finished
    std::string complaint;
};

Ending run_writer(const std::string& file, std::size_t call, const char* place) {
    QProcess writer;
    writer.start(QStringLiteral(ATTUNE_WRITER_PROGRAM),
                 {QString::fromStdString(file), QString::number(call), QString::fromLatin1(place),
                  QStringLiteral("trail=")});
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

Result<Workspace> opened(const std::string& path, OpenMode mode) {
    return Workspace::open(path, mode, {{}, "2024-05-06", "0.1.0"});
}

/// Whether a person is erased just where there is an event that says so.
bool keys_fit_events(const Workspace& workspace) {
    std::map<std::uint64_t, std::set<std::uint32_t>> sealed;
    std::uint64_t run = 0;
    const Status read = workspace.trail().each_event([&](std::uint64_t n, const TrailEvent& event) -> Status {
        if (event.kind == TrailKind::begin) run = n;
        if (uses(event.kind, trail_field::values) && !event.text.empty())
            sealed[run].insert(event.person.value);
        if (event.kind == TrailKind::erased) sealed[event.relies_on].erase(event.person.value);
        return {};
    });
    if (!read) return false;
    for (const auto& [begin, people] : sealed) {
        std::set<std::uint32_t> readable;
        const auto with_key = workspace.trail().readable_people(begin);
        if (!with_key) return false;
        for (const UserId person : *with_key)
            readable.insert(person.value);
        if (readable != people) return false;
    }
    return true;
}

} // namespace

class Trail_kill_test : public QObject {
    Q_OBJECT

private slots:
    void killed_writer_leaves_nothing_half_data() {
        QTest::addColumn<QString>("place");
        for (const char* place : {"before", "half", "after"})
            QTest::newRow(place) << QString(place);
    }
    void killed_writer_leaves_nothing_half() {
        QFETCH(QString, place);
        QTemporaryDir folder;
        const std::string root = folder.path().toStdString();
        std::vector<std::string> expected;
        {
            const std::string path = root + "/reference.attune";
            const auto workspace = opened(path, OpenMode::create);
            VERIFY_OK(workspace);
            expected.push_back(dump(path));
            for (int step = 0; step < trail_steps; ++step) {
                VERIFY_OK(do_trail_step(*workspace, step));
                QVERIFY(keys_fit_events(*workspace));
                expected.push_back(dump(path));
                QVERIFY(expected.back() != expected[expected.size() - 2]);
            }
        }
        const Ending whole = run_writer(root + "/whole.attune", 0, "before");
        QVERIFY2(!whole.killed && whole.saved == trail_steps, whole.complaint.c_str());
        QCOMPARE(dump(root + "/whole.attune"), expected.back());
        QVERIFY(whole.calls.size() > 100);

        int made = 0, further = 0;
        std::vector<int> at_step(trail_steps + 1);
        // Every call in turn; in the short test every third, another third for each place. And the moment
        // just after a journal was removed, which is that of a commit.
        const auto stride = static_cast<std::size_t>(sized(3, 1));
        const std::size_t offset = place == "before" ? 0 : place == "half" ? 1 : 2;
        for (std::size_t call = 1; call <= whole.calls.size(); ++call) {
            const bool commit = place == "after" && whole.calls[call - 1] == 'd';
            if (!commit && (call - 1) % stride != offset % stride) continue;
            const std::string path = root + "/killed.attune";
            const Ending ending = run_writer(path, call, qPrintable(place));
            const std::string where = "call " + std::to_string(call) + " " + place.toStdString();
            QVERIFY2(ending.killed, (where + ": " + ending.complaint).c_str());
            made += std::filesystem::exists(path) ? 1 : 0;
            const auto workspace = opened(path, OpenMode::create_or_open);
            QVERIFY2(workspace.has_value(), (where + ": " + why(workspace)).c_str());
            const auto saved = static_cast<std::size_t>(ending.saved);
            ++at_step[saved];
            const std::string found = dump(path);
            const bool one_more = saved < trail_steps && found == expected[saved + 1];
            further += one_more ? 1 : 0;
            QVERIFY2(one_more || found == expected[saved], where.c_str());
            QVERIFY2(keys_fit_events(*workspace), where.c_str());
            // The chain, the tree and the newest head fit, and the trail goes on.
            const auto trail = workspace->write_trail(example_key());
            QVERIFY2(trail.has_value(), (where + ": " + why(trail)).c_str());
            if (!one_more && saved < trail_steps) {
                VERIFY_OK(do_trail_step(*workspace, ending.saved));
                QVERIFY2(dump(path) == expected[saved + 1], where.c_str());
            }
            std::filesystem::remove(path);
        }
        qInfo("killed %s each of %zu calls: %d after a commit and before its report", qPrintable(place),
              whole.calls.size(), further);
        QVERIFY(made > 0);
        QVERIFY(place == "after" ? further >= trail_steps : further == 0);
        for (int step = 0; step < trail_steps; ++step)
            QVERIFY2(at_step[static_cast<std::size_t>(step)] > 0, std::to_string(step).c_str());
    }
};

ATTUNE_TEST(Trail_kill_test);

#include "trail_kill_test.moc"
