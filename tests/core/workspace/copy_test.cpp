// A copy of a workspace is the whole workspace; a file that is put back is the old one or the new one,
// whenever the program is stopped; what was withdrawn does not come back with it.
#include "core/audit/verify.h"
#include "core/workspace/workspace.h"
#include "tests/core/workspace/example_records.h"
#include "tests/core/workspace/file_tools.h"
#include "tests/core/workspace/load.h"
#include "tests/support/faulty_vfs.h"
#include "tests/support/test.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>

#include <sqlite3.h>
#include <sys/stat.h>

#include <filesystem>

using namespace attune;
using namespace attune::test;
using Call = FaultyVfs::Call;

namespace {

Workspace open_or_die(const std::string& path, OpenMode mode, const OpenOptions& options = {}) {
    Result<Workspace> workspace = Workspace::open(path, mode, options);
    if (!workspace) qFatal("%s", to_line(workspace.error()).c_str());
    return std::move(*workspace);
}

/// A workspace after the first `steps` of the load.
void make(const std::string& path, int steps) {
    const Workspace workspace = open_or_die(path, OpenMode::create);
    for (int step = 0; step < steps; ++step)
        if (const Status done = do_load_step(workspace, step); !done)
            qFatal("%s", to_line(done.error()).c_str());
}

bool passes(const std::string& path) {
    const Result<VerifyReport> report = verify_file(path);
    return report && report->passed();
}

mode_t rights_of(const std::string& path) {
    struct stat status = {};
    ::stat(path.c_str(), &status);
    return status.st_mode & 0777;
}

struct Ending {
    bool killed = false;
    qsizetype calls = 0; ///< of a program that finished
    QByteArray complaint;
};

/// Opens FILE in a program of its own, which does `task` and dies at its `call`-th change of the disk.
Ending run_program(const std::string& file, long call, const char* place, const std::string& task) {
    QProcess program;
    program.start(QStringLiteral(ATTUNE_WRITER_PROGRAM),
                  {QString::fromStdString(file), QString::number(call), QString::fromLatin1(place),
                   QString::fromStdString(task)});
    if (!program.waitForFinished(60000)) qFatal("the program does not end");
    Ending ending;
    ending.killed = program.exitStatus() == QProcess::CrashExit;
    ending.complaint = program.readAllStandardError();
    for (const QByteArray& line : program.readAllStandardOutput().split('\n'))
        if (line.startsWith("calls ")) ending.calls = line.size() - 6;
    return ending;
}

} // namespace

class Copy_test : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> folder_;

    std::string in_folder(const char* name) const { return folder_->filePath(name).toStdString(); }
    QStringList names() const {
        return QDir(folder_->path()).entryList(QDir::Files | QDir::Hidden | QDir::System);
    }

private slots:
    void init() { folder_ = std::make_unique<QTemporaryDir>(); }
    void cleanup() { folder_.reset(); }

    void copy_holds_all_and_stands_alone_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"copy.attune", "with space.attune", "Größe 日本.attune", "quote'\".attune",
                                 "file:x?mode=memory", "-dash"})
            QTest::newRow(name) << QString::fromUtf8(name);
    }
    void copy_holds_all_and_stands_alone() {
        QFETCH(QString, name);
        const std::string path = in_folder("w.attune");
        const std::string copy = folder_->filePath(name).toStdString();
        make(path, load_steps);
        const std::string left = bytes_of(path);
        {
            const Workspace workspace = open_or_die(path, OpenMode::existing);
            VERIFY_OK(workspace.copy_to(copy));
            QVERIFY(bytes_of(path) == left);
            QCOMPARE(dump(copy), dump(path));
            // Saves after the copy do not reach it.
            VERIFY_OK(workspace.drafts().save(example_draft(99)));
        }
        QVERIFY(dump(copy) != dump(path));
        QVERIFY(passes(copy));
        QStringList both = {name, "w.attune"};
        both.sort();
        QStringList found = names();
        found.sort();
        QCOMPARE(found, both);
        VERIFY_OK(Workspace::open(copy, OpenMode::existing));
    }

    void copy_has_no_gaps_of_what_was_erased() {
        const std::string path = in_folder("w.attune");
        make(path, load_steps);
        const Workspace workspace = open_or_die(path, OpenMode::existing);
        VERIFY_OK(workspace.runs().save(example_run(50, 20000)));
        VERIFY_OK(
            workspace.comparisons().save(example_comparison(50, example_run(50).id, example_run(50).id)));
        VERIFY_OK(workspace.comparisons().remove(
            example_comparison(50, example_run(50).id, example_run(50).id).id));
        VERIFY_OK(workspace.copy_to(in_folder("copy.attune")));
        QVERIFY(std::filesystem::file_size(in_folder("copy.attune")) < std::filesystem::file_size(path) / 2);
        QCOMPARE(dump(in_folder("copy.attune")), dump(path));
    }

    void copy_of_an_older_file_that_is_only_read_is_current() {
        const std::string path = in_folder("w.attune");
        make(path, 5);
        const Workspace reader = open_or_die(path, OpenMode::read_only);
        VERIFY_OK(reader.copy_to(in_folder("copy.attune")));
        QCOMPARE(dump(in_folder("copy.attune")), dump(path));
    }

    void file_in_the_way_stays_unless_it_may_go() {
        const std::string path = in_folder("w.attune");
        const std::string other = in_folder("letter.txt");
        make(path, 3);
        const Workspace workspace = open_or_die(path, OpenMode::existing);
        write_bytes(other, "dear reader");
        const Status refused = workspace.copy_to(other);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::bad_input);
        QCOMPARE(refused.error().where, other);
        QCOMPARE(bytes_of(other), std::string("dear reader"));
        VERIFY_OK(workspace.copy_to(other, IfThere::replace));
        QCOMPARE(dump(other), dump(path));
        QVERIFY(passes(other));
        QCOMPARE(names(), QStringList({"letter.txt", "w.attune"}));
    }

    void copy_over_a_link_replaces_what_it_points_to() {
        const std::string path = in_folder("w.attune");
        make(path, 3);
        write_bytes(in_folder("real.attune"), "old");
        std::filesystem::create_symlink("real.attune", in_folder("link.attune"));
        VERIFY_OK(open_or_die(path, OpenMode::existing).copy_to(in_folder("link.attune"), IfThere::replace));
        QVERIFY(std::filesystem::is_symlink(in_folder("link.attune")));
        QCOMPARE(dump(in_folder("real.attune")), dump(path));
    }

    /// The journal of the replaced file would be played into the copy.
    void leftovers_of_the_replaced_file_go_with_it() {
        const std::string path = in_folder("w.attune");
        const std::string target = in_folder("target.attune");
        make(path, 3);
        make(target, 1);
        const Ending ending = run_program(target, 4, "after", "restore=" + path);
        QVERIFY2(ending.killed && std::filesystem::exists(target + "-journal"), ending.complaint);
        VERIFY_OK(open_or_die(path, OpenMode::existing).copy_to(target, IfThere::replace));
        QVERIFY(passes(target));
        QCOMPARE(dump(target), dump(path));
        QCOMPARE(names(), QStringList({"target.attune", "w.attune"}));
    }

    void workspace_is_not_copied_onto_itself() {
        const std::string path = in_folder("w.attune");
        make(path, 3);
        std::filesystem::create_hard_link(path, in_folder("same.attune"));
        const std::string left = state_of(path);
        const Workspace workspace = open_or_die(path, OpenMode::existing);
        for (const std::string& name :
             {path, folder_->path().toStdString() + "/./w.attune", in_folder("same.attune")}) {
            const Status refused = workspace.copy_to(name, IfThere::replace);
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::bad_input);
            QVERIFY(state_of(path) == left);
        }
    }

    void places_that_cannot_have_a_copy_are_named() {
        const std::string path = in_folder("w.attune");
        make(path, 3);
        const Workspace workspace = open_or_die(path, OpenMode::existing);
        QCOMPARE(workspace.copy_to("").error().code, ErrorCode::bad_input);
        QCOMPARE(workspace.copy_to(folder_->path().toStdString(), IfThere::replace).error().code,
                 ErrorCode::bad_input);
        const Status nowhere = workspace.copy_to(in_folder("no/such/copy.attune"));
        QCOMPARE(nowhere.error().code, ErrorCode::not_found);
        QCOMPARE(nowhere.error().where, in_folder("no/such/copy.attune"));
        QCOMPARE(names(), QStringList{"w.attune"});
    }

    void copy_is_for_the_same_readers() {
        const std::string path = in_folder("w.attune");
        make(path, 1);
        QCOMPARE(::chmod(path.c_str(), 0600), 0);
        const Workspace workspace = open_or_die(path, OpenMode::existing);
        VERIFY_OK(workspace.copy_to(in_folder("private.attune")));
        QCOMPARE(rights_of(in_folder("private.attune")), mode_t{0600});
        write_bytes(in_folder("shared.attune"), "");
        QCOMPARE(::chmod(in_folder("shared.attune").c_str(), 0664), 0);
        VERIFY_OK(workspace.copy_to(in_folder("shared.attune"), IfThere::replace));
        QCOMPARE(rights_of(in_folder("shared.attune")), mode_t{0664});
    }

    void copy_on_a_full_disk_leaves_what_was_there() {
        const std::string path = in_folder("w.attune");
        const std::string target = in_folder("target.attune");
        make(path, 9);
        make(target, 1);
        const std::string before = dump(target);
        FaultyVfs vfs("failing");
        const Workspace workspace = open_or_die(path, OpenMode::existing, {"failing", {}, {}});
        int refusals = 0;
        for (int n = 1;; ++n) {
            bool fired = false;
            vfs.ask([&fired, n, count = 0](Call call) mutable {
                FaultyVfs::Answer answer;
                if (call == Call::write && ++count == n) {
                    fired = true;
                    answer.code = SQLITE_FULL;
                    answer.half = true;
                }
                return answer;
            });
            const Status copied = workspace.copy_to(target, IfThere::replace);
            vfs.ask({});
            if (!fired) {
                VERIFY_OK(copied);
                break;
            }
            ++refusals;
            QVERIFY(!copied);
            QCOMPARE(copied.error().code, ErrorCode::io);
            QCOMPARE(copied.error().where, target);
            QVERIFY(copied.error().what.find("full") != std::string::npos);
            QCOMPARE(dump(target), before);
            QCOMPARE(names(), QStringList({"target.attune", "w.attune"}));
        }
        QVERIFY(refusals > 5);
        QCOMPARE(dump(target), dump(path));
    }

    void restored_file_is_the_other_one() {
        const std::string path = in_folder("w.attune");
        const std::string snapshot = in_folder("snapshot.attune");
        make(path, 9);
        const Workspace workspace = open_or_die(path, OpenMode::existing);
        VERIFY_OK(workspace.copy_to(snapshot));
        const Checksum content = *workspace.content();
        const std::string before = dump(path);
        const Workspace second = open_or_die(path, OpenMode::existing);
        for (int step = 11; step < load_steps; ++step) {
            VERIFY_OK(do_load_step(workspace, step));
            if (step != 16) QVERIFY(*workspace.content() != content);
        }
        const std::string left = state_of(snapshot);
        VERIFY_OK(workspace.restore(snapshot));
        QCOMPARE(dump(path), before);
        QVERIFY(*workspace.content() == content);
        // Who had it open goes on with what is there now.
        QCOMPARE(difference(*second.drafts().find("lab"), example_draft(1)), std::string());
        VERIFY_OK(second.runs().save(example_run(70)));
        VERIFY_OK(workspace.runs().find(example_run(70).id));
        QVERIFY(passes(path));
        QVERIFY(bytes_of(snapshot) == left.substr(left.size() - bytes_of(snapshot).size()));
    }

    void withdrawn_import_does_not_come_back() {
        const std::string path = in_folder("w.attune");
        const std::string snapshot = in_folder("snapshot.attune");
        const std::string marker = "MARKER-OF-A-REAL-PERSON";
        const Workspace workspace = open_or_die(path, OpenMode::create);
        VERIFY_OK(workspace.imports().save(example_import(1), example_scenario(1, 40000, marker)));
        VERIFY_OK(workspace.imports().save(example_import(2), example_scenario(2, 4000, "KEPT-WORLD")));
        VERIFY_OK(workspace.runs().save(example_run(7))); // of scenario-1
        VERIFY_OK(workspace.policies().save(example_policy(1)));
        VERIFY_OK(workspace.copy_to(snapshot));
        VERIFY_OK(workspace.imports().remove("scenario-1"));
        // Another world under the same name is no leave to bring the old one back.
        VERIFY_OK(workspace.imports().save(example_import(1), example_scenario(1, 100)));
        VERIFY_OK(workspace.policies().save(example_policy(2)));
        VERIFY_OK(workspace.restore(snapshot));
        QVERIFY(bytes_of(path).find(marker) == std::string::npos);
        QVERIFY(bytes_of(path).find("KEPT-WORLD") != std::string::npos);
        QCOMPARE(workspace.imports().list()->size(), std::size_t{1});
        QVERIFY(workspace.runs().list()->empty());
        QCOMPARE(workspace.policies().list()->size(), std::size_t{1});
        QVERIFY(passes(path));
    }

    void file_that_is_no_workspace_restores_nothing() {
        const std::string path = in_folder("w.attune");
        make(path, 9);
        write_bytes(in_folder("letter.txt"), "dear reader");
        const std::string left = state_of(path);
        const Workspace workspace = open_or_die(path, OpenMode::existing);
        QCOMPARE(workspace.restore(in_folder("letter.txt")).error().code, ErrorCode::unreadable);
        QCOMPARE(workspace.restore(in_folder("none.attune")).error().code, ErrorCode::not_found);
        QVERIFY(state_of(path) == left);
    }

    void stopped_restore_leaves_the_old_file_or_the_new_one() {
        const std::string whole = in_folder("whole.attune");
        const std::string snapshot = in_folder("snapshot.attune");
        make(whole, load_steps);
        make(snapshot, 8);
        const std::string old_content = dump(whole);
        const std::string path = in_folder("w.attune");
        std::filesystem::copy_file(whole, path);
        const Ending finished = run_program(path, 0, "before", "restore=" + snapshot);
        QVERIFY2(!finished.killed && finished.calls > 10, finished.complaint);
        // The imported world of the snapshot was erased since.
        const std::string new_content = dump(path);
        QVERIFY(new_content != old_content);
        int was_old = 0;
        int was_new = 0;
        const char* const places[] = {"before", "half", "after"};
        for (long call = 1; call <= finished.calls; call += full_size() ? 1 : 1 + finished.calls / 30) {
            const char* place = places[call % 3];
            std::filesystem::copy_file(whole, path, std::filesystem::copy_options::overwrite_existing);
            const Ending ending = run_program(path, call, place, "restore=" + snapshot);
            QVERIFY2(ending.killed, ending.complaint);
            VERIFY_OK(Workspace::open(path, OpenMode::existing));
            QVERIFY(passes(path));
            const std::string found = dump(path);
            QVERIFY(found == old_content || found == new_content);
            ++(found == old_content ? was_old : was_new);
        }
        const Ending last = [&] {
            std::filesystem::copy_file(whole, path, std::filesystem::copy_options::overwrite_existing);
            return run_program(path, static_cast<long>(finished.calls), "after", "restore=" + snapshot);
        }();
        QVERIFY2(last.killed, last.complaint);
        VERIFY_OK(Workspace::open(path, OpenMode::existing));
        was_new += dump(path) == new_content ? 1 : 0;
        qInfo("stopped %d times: %d old, %d new", was_old + was_new, was_old, was_new);
        QVERIFY(was_old > 5);
        QVERIFY(was_new > 0);
    }

    void stopped_copy_leaves_what_had_the_name() {
        const std::string path = in_folder("w.attune");
        const std::string target = in_folder("target.attune");
        make(path, load_steps);
        make(target, 1);
        const std::string before = dump(target);
        const Ending finished = run_program(path, 0, "before", "copy=" + in_folder("other.attune"));
        QVERIFY2(!finished.killed && finished.calls > 10, finished.complaint);
        for (long call = 1; call <= finished.calls; call += full_size() ? 1 : 1 + finished.calls / 10) {
            const Ending ending = run_program(path, call, call % 2 ? "half" : "after", "copy=" + target);
            QVERIFY2(ending.killed, ending.complaint);
            QCOMPARE(dump(target), before);
        }
        QVERIFY(passes(path));
    }
};

ATTUNE_TEST(Copy_test);

#include "copy_test.moc"
