// A failing disk: whatever call it refuses, the save says so, and the file opens afterwards with all that was
// saved before.
#include "core/audit/verify.h"
#include "tests/core/workspace/example_records.h"
#include "tests/core/workspace/file_tools.h"
#include "tests/core/workspace/load.h"
#include "tests/support/faulty_vfs.h"
#include "tests/support/test.h"

#include <QTemporaryDir>

#include <sqlite3.h>

#include <filesystem>
#include <limits>

using namespace attune;
using namespace attune::test;
using Call = FaultyVfs::Call;

namespace {

/// The kind of call that fails, how, and whether the disk stays broken after the first failure.
struct Fault {
    const char* name;
    std::vector<Call> calls;
    int code;
    bool half = false;
    bool stays = false;
};

const std::vector<Call> all_changes = {Call::write, Call::sync, Call::truncate, Call::remove, Call::open};

const std::vector<Fault>& faults() {
    static const std::vector<Fault> all = {
        {"disk full at a write", {Call::write}, SQLITE_FULL},
        {"disk full half-way through a write", {Call::write}, SQLITE_FULL, true},
        {"disk full and staying full", {Call::write}, SQLITE_FULL, true, true},
        {"write refused", {Call::write}, SQLITE_IOERR_WRITE},
        {"sync refused", {Call::sync}, SQLITE_IOERR_FSYNC},
        {"remove refused", {Call::remove}, SQLITE_IOERR_DELETE},
        {"folder not synced after a remove", {Call::remove}, SQLITE_IOERR_DIR_FSYNC},
        {"open refused", {Call::open}, SQLITE_CANTOPEN},
        {"read refused", {Call::read}, SQLITE_IOERR_READ},
        {"read too short", {Call::read}, SQLITE_IOERR_SHORT_READ},
        {"writes and the clean-up after them refused",
         {Call::write, Call::truncate},
         SQLITE_IOERR_TRUNCATE,
         false,
         true},
        {"disk gone", all_changes, SQLITE_IOERR, false, true},
        {"disk gone for reads too",
         {Call::write, Call::sync, Call::truncate, Call::remove, Call::open, Call::read},
         SQLITE_IOERR_READ,
         false,
         true},
    };
    return all;
}

/// Makes the n-th call of the fault's kinds fail; `fired` tells whether it came to that.
void arm(FaultyVfs& vfs, const Fault& fault, int n, bool& fired) {
    fired = false;
    vfs.ask([&fault, n, &fired, count = 0](Call call) mutable {
        FaultyVfs::Answer answer;
        if (std::find(fault.calls.begin(), fault.calls.end(), call) == fault.calls.end()) return answer;
        ++count;
        if (count == n || (fault.stays && count > n)) {
            fired = true;
            answer.code = fault.code;
            answer.half = fault.half;
        }
        return answer;
    });
}

} // namespace

class Disk_test : public QObject {
    Q_OBJECT

private slots:
    void save_on_a_failing_disk_data() {
        QTest::addColumn<int>("fault");
        QTest::addColumn<int>("step");
        for (int i = 0; i < static_cast<int>(faults().size()); ++i) {
            const Fault& fault = faults()[static_cast<std::size_t>(i)];
            QTest::addRow("%s, small run", fault.name) << i << 9;
            QTest::addRow("%s, import removed", fault.name) << i << 10;
            QTest::addRow("%s, comparison with its runs", fault.name) << i << 14;
            QTest::addRow("%s, comparison removed", fault.name) << i << 15;
            if (fault.stays || full_size()) QTest::addRow("%s, large run", fault.name) << i << load_steps;
        }
    }
    void save_on_a_failing_disk() {
        QFETCH(int, fault);
        QFETCH(int, step);
        const Fault& chosen = faults()[static_cast<std::size_t>(fault)];
        QTemporaryDir folder;
        const std::string base = folder.filePath("base.attune").toStdString();
        std::string before;
        std::string after;
        {
            const Result<Workspace> workspace = Workspace::open(base, OpenMode::create);
            VERIFY_OK(workspace);
            for (int i = 0; i < step; ++i)
                VERIFY_OK(do_load_step(*workspace, i));
            before = dump(base);
            std::filesystem::copy_file(base, base + "-done");
            const Result<Workspace> done = Workspace::open(base + "-done", OpenMode::existing);
            VERIFY_OK(done);
            VERIFY_OK(do_load_step(*done, step));
            after = dump(base + "-done");
        }
        QVERIFY(before != after);

        FaultyVfs vfs("failing");
        const std::string path = folder.filePath("failing.attune").toStdString();
        int failed = 0;
        // The first calls one by one, and then ever fewer; in the full test all of them, except in the large
        // run.
        const int growth = step == load_steps ? sized(1, 8) : sized(8, std::numeric_limits<int>::max());
        for (int n = 1;; n += 1 + n / growth) {
            std::filesystem::copy_file(base, path, std::filesystem::copy_options::overwrite_existing);
            bool fired = false;
            Status saved;
            {
                const Result<Workspace> workspace =
                    Workspace::open(path, OpenMode::existing, {"failing", {}, {}});
                VERIFY_OK(workspace);
                arm(vfs, chosen, n, fired);
                saved = do_load_step(*workspace, step);
            }
            vfs.ask({});
            const std::string where =
                std::string(chosen.name) + ", call " + std::to_string(n) + ": " + why(saved);
            if (!saved) {
                ++failed;
                QVERIFY2(fired, where.c_str());
                // A read that is too short looks like a file that is too short, so it may be called damaged.
                const bool damage =
                    chosen.code == SQLITE_IOERR_SHORT_READ && saved.error().code == ErrorCode::unreadable;
                QVERIFY2(saved.error().code == ErrorCode::io || damage, where.c_str());
                QVERIFY(!saved.error().what.empty() && saved.error().where == path &&
                        !saved.error().remedy.empty());
            }
            const Result<Workspace> again = Workspace::open(path, OpenMode::existing);
            QVERIFY2(again.has_value(), (where + " then " + why(again)).c_str());
            const std::string found = dump(path);
            // A refusal after the moment of the commit is still a refusal, though the save is there.
            QVERIFY2(found == after || (!saved && found == before), where.c_str());
            const Result<VerifyReport> report = verify_file(path);
            VERIFY_OK(report);
            QVERIFY2(report->passed(), where.c_str());
            if (!saved && found == before) {
                VERIFY_OK(do_load_step(*again, step));
                QVERIFY2(dump(path) == after, where.c_str());
            }
            if (!fired) break;
        }
        QVERIFY(failed > 0);
    }

    void same_workspace_goes_on_after_a_failure() {
        QTemporaryDir folder;
        const std::string path = folder.filePath("w.attune").toStdString();
        FaultyVfs vfs("failing");
        const Result<Workspace> workspace = Workspace::open(path, OpenMode::create, {"failing", {}, {}});
        VERIFY_OK(workspace);
        VERIFY_OK(workspace->runs().save(example_run(0)));
        const Fault full{"full", {Call::write}, SQLITE_FULL, true, true};
        bool fired = false;
        arm(vfs, full, 2, fired);
        const Status refused = workspace->runs().save(example_run(1));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::io);
        QVERIFY(refused.error().what.find("full") != std::string::npos);
        vfs.ask({});
        QCOMPARE(workspace->runs().list()->size(), std::size_t{1});
        VERIFY_OK(workspace->runs().save(example_run(1)));
        QCOMPARE(difference(*workspace->runs().find(example_run(0).id), example_run(0)), std::string());
        QCOMPARE(difference(*workspace->runs().find(example_run(1).id), example_run(1)), std::string());
    }

    void creation_on_a_failing_disk_leaves_nothing_behind_data() {
        QTest::addColumn<int>("fault");
        for (int i = 0; i < static_cast<int>(faults().size()); ++i)
            QTest::addRow("%s", faults()[static_cast<std::size_t>(i)].name) << i;
    }
    void creation_on_a_failing_disk_leaves_nothing_behind() {
        QFETCH(int, fault);
        const Fault& chosen = faults()[static_cast<std::size_t>(fault)];
        QTemporaryDir folder;
        FaultyVfs vfs("failing");
        int failed = 0;
        for (int n = 1;; ++n) {
            const std::string path = folder.filePath("new.attune").toStdString();
            bool fired = false;
            arm(vfs, chosen, n, fired);
            const Result<Workspace> workspace = Workspace::open(path, OpenMode::create, {"failing", {}, {}});
            vfs.ask({});
            if (workspace) {
                const Result<VerifyReport> report = verify_file(path);
                VERIFY_OK(report);
                QVERIFY(report->passed());
            } else {
                ++failed;
                QVERIFY(fired);
                const bool damage =
                    chosen.code == SQLITE_IOERR_SHORT_READ && workspace.error().code == ErrorCode::unreadable;
                QVERIFY2(workspace.error().code == ErrorCode::io || damage, why(workspace).c_str());
                // Either there is no file, or (the fault came while the finished one was opened) a good one.
                if (std::filesystem::exists(path)) VERIFY_OK(Workspace::open(path, OpenMode::existing));
            }
            std::filesystem::remove(path);
            QVERIFY2(std::filesystem::is_empty(folder.path().toStdString()), std::to_string(n).c_str());
            if (!fired) break;
        }
        QVERIFY(failed > 0);
    }

    void opening_on_a_failing_disk_changes_nothing() {
        QTemporaryDir folder;
        const std::string path = folder.filePath("w.attune").toStdString();
        {
            const Result<Workspace> workspace = Workspace::open(path, OpenMode::create);
            VERIFY_OK(workspace);
            VERIFY_OK(workspace->runs().save(example_run(0)));
        }
        const std::string left = state_of(path);
        FaultyVfs vfs("failing");
        for (const Fault& chosen : faults())
            for (int n = 1;; ++n) {
                bool fired = false;
                arm(vfs, chosen, n, fired);
                const Result<Workspace> workspace =
                    Workspace::open(path, OpenMode::existing, {"failing", {}, {}});
                vfs.ask({});
                if (!workspace)
                    QVERIFY2(workspace.error().code == ErrorCode::io ||
                                 (chosen.code == SQLITE_IOERR_SHORT_READ &&
                                  workspace.error().code == ErrorCode::unreadable),
                             (std::string(chosen.name) + why(workspace)).c_str());
                QVERIFY(state_of(path) == left);
                if (!fired) break;
            }
    }
};

ATTUNE_TEST(Disk_test);

#include "disk_test.moc"
