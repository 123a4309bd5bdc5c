// Which files open, which do not, what is said about them, and that those that do not are left as they were.
#include "core/audit/verify.h"
#include "core/base/random.h"
#include "core/workspace/schema.h"
#include "core/workspace/workspace.h"
#include "tests/core/workspace/example_records.h"
#include "tests/core/workspace/file_tools.h"
#include "tests/core/workspace/load.h"
#include "tests/support/test.h"

#include <QTemporaryDir>

#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

using namespace attune;
using namespace attune::test;

namespace {

constexpr OpenMode modes_on_existing[] = {OpenMode::existing, OpenMode::create_or_open, OpenMode::read_only};

/// A workspace after the whole load.
void make_workspace(const std::string& path) {
    const Result<Workspace> workspace = Workspace::open(path, OpenMode::create);
    if (!workspace) qFatal("%s", to_line(workspace.error()).c_str());
    for (int step = 0; step < load_steps; ++step)
        if (const Status done = do_load_step(*workspace, step); !done)
            qFatal("%s", to_line(done.error()).c_str());
}

/// A workspace as an older program wrote it: the tables of that format alone.
void make_format(const std::string& path, int version) {
    const Result<Database> database = Database::open(path, Database::Access::create, {}, 0);
    if (!database) qFatal("%s", to_line(database.error()).c_str());
    for (const Status& done : {migrate(*database, version),
                               database->run("INSERT INTO workspace VALUES ('created', 'long ago'), "
                                             "('program_version', '0.0.1'), ('personal_data', 'no')")})
        if (!done) qFatal("%s", to_line(done.error()).c_str());
}

std::string patched(std::string bytes, std::size_t at, const std::string& with) {
    return bytes.replace(at, with.size(), with);
}

/// Permissions do not bind the superuser: for a moment be somebody else.
class Unprivileged {
public:
    Unprivileged()
        : was_(::geteuid()) {
        if (was_ == 0 && ::seteuid(65534) != 0) qFatal("cannot change the user");
    }
    ~Unprivileged() {
        if (was_ == 0 && ::seteuid(was_) != 0) qFatal("cannot change the user back");
    }

private:
    uid_t was_;
};

} // namespace

class Open_test : public QObject {
    Q_OBJECT

private slots:
    void files_that_are_no_workspace_are_left_alone_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("says");
        QTemporaryDir folder;
        const std::string whole = folder.filePath("w").toStdString();
        make_workspace(whole);
        const std::string good = bytes_of(whole);
        const auto row = [](const char* name, const std::string& bytes, const char* says) {
            QTest::newRow(name) << QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()))
                                << QString(says);
        };
        row("empty", "", "empty");
        row("text", "user,item,rating\n1,2,3\n", "not a workspace");
        row("long text", std::string(100000, 'x'), "not a workspace");
        row("one byte", "S", "not a workspace");
        row("first half of the header", good.substr(0, 50), "not a workspace");
        row("SQLite's first bytes and nothing else", good.substr(0, 16), "not a workspace");
        run_sql(folder.filePath("other").toStdString(), "PRAGMA application_id = 7; CREATE TABLE run (id)");
        row("another program's database", bytes_of(folder.filePath("other").toStdString()),
            "another program");
        run_sql(folder.filePath("plain").toStdString(), "CREATE TABLE policy (name)");
        row("a database without a mark", bytes_of(folder.filePath("plain").toStdString()), "another program");
        run_sql(folder.filePath("marked").toStdString(),
                "PRAGMA application_id = 0x4174746E; CREATE TABLE t (a)");
        row("our mark but no format", bytes_of(folder.filePath("marked").toStdString()), "damaged");
        run_sql(folder.filePath("hollow").toStdString(),
                "PRAGMA application_id = 0x4174746E; PRAGMA user_version = 2; CREATE TABLE t (a)");
        row("our mark but other tables", bytes_of(folder.filePath("hollow").toStdString()), "tables");
        row("one format newer",
            patched(good, 60, std::string(3, '\0') + static_cast<char>(current_version() + 1)), "newer");
        row("far newer", patched(good, 60, "\x7F\xFF\xFF\xFF"), "newer");
        row("negative format", patched(good, 60, "\xFF\xFF\xFF\xFF"), "damaged");
        row("write-ahead log", patched(good, 18, "\2\2"), "journal");
        row("last page gone", good.substr(0, good.size() - 4096), "damaged");
        row("half the file", good.substr(0, good.size() / 2), "damaged");
        row("cut inside a page", good.substr(0, good.size() - 1000), "damaged");
        row("first page alone", good.substr(0, 4096), "damaged");
        row("header alone", good.substr(0, 100), "damaged");
        row("page size is nonsense", patched(good, 16, "\3\3"), "damaged");
        row("second page is noise", patched(good, 4096, std::string(4096, '\xA5')), "damaged");
        row("schema is noise", patched(good, 100, std::string(200, '\x5A')), "damaged");
        run_sql(whole, "DROP TABLE run_series");
        row("a table is missing", bytes_of(whole), "tables");
        run_sql(whole, "CREATE TABLE run_series (run, position)");
        row("a table is another", bytes_of(whole), "tables");
        write_bytes(whole, good);
        run_sql(whole, "CREATE TRIGGER t AFTER INSERT ON run BEGIN DELETE FROM policy; END");
        row("a trigger was added", bytes_of(whole), "tables");
    }
    void files_that_are_no_workspace_are_left_alone() {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, says);
        QTemporaryDir folder;
        const std::string path = folder.filePath("file.attune").toStdString();
        write_bytes(path, bytes.toStdString());
        const std::string left = state_of(path);
        for (const OpenMode mode : modes_on_existing) {
            const Result<Workspace> workspace = Workspace::open(path, mode);
            QVERIFY(!workspace);
            QCOMPARE(workspace.error().code, ErrorCode::unreadable);
            QCOMPARE(workspace.error().where, path);
            QVERIFY2(QString::fromStdString(workspace.error().what).contains(says),
                     workspace.error().what.c_str());
            QVERIFY(!workspace.error().remedy.empty());
            QVERIFY(state_of(path) == left);
        }
        const Result<Workspace> created = Workspace::open(path, OpenMode::create);
        QVERIFY(!created && created.error().code == ErrorCode::bad_input);
        // The verifier agrees; where only the tables are wrong it says which instead of refusing.
        const Result<VerifyReport> report = verify_file(path);
        if (report)
            QVERIFY(!report->passed() && says == "tables");
        else
            QCOMPARE(report.error().code, ErrorCode::unreadable);
        QVERIFY(state_of(path) == left);
    }

    void folders_devices_and_nothing_are_named() {
        QTemporaryDir folder;
        const std::string root = folder.path().toStdString();
        for (const OpenMode mode : modes_on_existing) {
            QCOMPARE(Workspace::open(root, mode).error().code, ErrorCode::unreadable);
            QVERIFY(Workspace::open(root, mode).error().what.find("folder") != std::string::npos);
            QCOMPARE(Workspace::open("/dev/null", mode).error().code, ErrorCode::unreadable);
            QCOMPARE(Workspace::open("", mode).error().code, ErrorCode::bad_input);
            QCOMPARE(Workspace::open(root + "/no/such/folder.attune", mode).error().code,
                     ErrorCode::not_found);
        }
        QCOMPARE(Workspace::open(root + "/none.attune", OpenMode::existing).error().code,
                 ErrorCode::not_found);
        QCOMPARE(Workspace::open(root + "/none.attune", OpenMode::read_only).error().code,
                 ErrorCode::not_found);
        QCOMPARE(Workspace::open(root + "/no/folder.attune", OpenMode::create).error().code,
                 ErrorCode::not_found);
        QCOMPARE(verify_file(root).error().code, ErrorCode::unreadable);
        QCOMPARE(verify_file(root + "/none.attune").error().code, ErrorCode::not_found);
        QVERIFY(std::filesystem::is_empty(root));
    }

    /// One byte is changed at many places. Either the file is refused and left alone, or the verifier
    /// notices, or the byte had no meaning: everything that is stored still reads the same.
    void no_changed_byte_goes_unnoticed_data() {
        QTest::addColumn<int>("round");
        for (int round = 0; round < sized(1, 20); ++round)
            QTest::addRow("400 bytes, round %d", round) << round;
    }
    void no_changed_byte_goes_unnoticed() {
        QFETCH(int, round);
        QTemporaryDir folder;
        const std::string whole = folder.filePath("w.attune").toStdString();
        make_workspace(whole);
        const std::string good = bytes_of(whole);
        const std::string content = dump(whole, false);
        const std::string path = folder.filePath("changed.attune").toStdString();
        int refused = 0;
        int noticed = 0;
        int without_meaning = 0;
        const int places = 400;
        for (int i = 0; i < places; ++i) {
            // Every byte of the header once, then anywhere.
            const Words words = words_at(stream_key(7, static_cast<std::uint32_t>(round)), Stream::resample,
                                         static_cast<std::uint32_t>(i));
            const std::size_t at =
                round == 0 && i < 100 ? static_cast<std::size_t>(i) : words[0] % good.size();
            const auto flip = static_cast<char>(1U << (words[1] % 8));
            std::string bytes = good;
            bytes[at] = static_cast<char>(bytes[at] ^ flip);
            write_bytes(path, bytes);
            const std::string left = state_of(path);
            const std::string where = "byte " + std::to_string(at);
            const Result<Workspace> workspace =
                Workspace::open(path, i % 2 ? OpenMode::existing : OpenMode::read_only);
            const Result<VerifyReport> report = verify_file(path);
            QVERIFY2(state_of(path) == left, where.c_str());
            if (!workspace) {
                ++refused;
                QVERIFY2(workspace.error().code == ErrorCode::unreadable, where.c_str());
                QVERIFY2(!report || !report->passed(), where.c_str());
            } else if (!report || !report->passed()) {
                ++noticed;
            } else {
                ++without_meaning;
                QVERIFY2(dump(path, false) == content, where.c_str());
            }
        }
        qInfo("%d bytes changed: %d refused on opening, %d found by the verifier, %d without meaning", places,
              refused, noticed, without_meaning);
        QVERIFY(refused > places / 20);
        QVERIFY(noticed > places / 10);
    }

    void older_file_is_brought_up_to_date_data() {
        QTest::addColumn<int>("version");
        for (int version = 1; version < current_version(); ++version)
            QTest::addRow("format %d", version) << version;
    }
    void older_file_is_brought_up_to_date() {
        QFETCH(int, version);
        QTemporaryDir folder;
        const std::string path = folder.filePath("old.attune").toStdString();
        make_format(path, version);
        QVERIFY(verify_file(path)->passed());
        QCOMPARE(verify_file(path)->version, version);
        const std::string left = state_of(path);
        {
            const Result<Workspace> listing = Workspace::open(path, OpenMode::read_only);
            VERIFY_OK(listing);
            QCOMPARE(listing->imports().list()->size(), std::size_t{0});
            QCOMPARE(listing->drafts().list()->size(), std::size_t{0});
            QCOMPARE(listing->header()->created, std::string("long ago"));
        }
        QVERIFY(state_of(path) == left);
        {
            const Result<Workspace> workspace = Workspace::open(path, OpenMode::existing);
            VERIFY_OK(workspace);
            QCOMPARE(workspace->header()->created, std::string("long ago"));
            VERIFY_OK(workspace->imports().save(example_import(1), example_scenario(1, 100)));
            VERIFY_OK(workspace->drafts().save(example_draft(4)));
        }
        QCOMPARE(verify_file(path)->version, current_version());
        QVERIFY(verify_file(path)->passed());
        const Result<Workspace> again = Workspace::open(path, OpenMode::read_only);
        VERIFY_OK(again);
        QCOMPARE(difference(*again->imports().find("scenario-1"), example_import(1)), std::string());
        QCOMPARE(difference(*again->drafts().find("lab"), example_draft(4)), std::string());
    }

    void older_file_keeps_its_content_data() { older_file_is_brought_up_to_date_data(); }
    void older_file_keeps_its_content() {
        QFETCH(int, version);
        QTemporaryDir folder;
        const std::string path = folder.filePath("old.attune").toStdString();
        const std::string current = folder.filePath("new.attune").toStdString();
        {
            const Result<Workspace> workspace = Workspace::open(current, OpenMode::create);
            VERIFY_OK(workspace);
            for (const std::uint32_t number : {0U, 1U})
                VERIFY_OK(workspace->runs().save(example_run(number, 500)));
        }
        make_format(path, version);
        run_sql(path, "ATTACH '" + current +
                          "' AS new; INSERT INTO run SELECT number, id, scenario_name, scenario_json, "
                          "policy_name, policy_json, seed, users, days, items, replications, fingerprint, "
                          "program_version, created, wall_seconds, checksum FROM new.run; "
                          "INSERT INTO run_metric SELECT * FROM new.run_metric; INSERT INTO run_series "
                          "SELECT * FROM new.run_series");
        const auto both_runs_are_there = [&](OpenMode mode) {
            const Result<Workspace> workspace = Workspace::open(path, mode);
            VERIFY_OK(workspace);
            for (const std::uint32_t number : {0U, 1U})
                QCOMPARE(
                    difference(*workspace->runs().find(example_run(number).id), example_run(number, 500)),
                    std::string());
        };
        both_runs_are_there(OpenMode::read_only);
        both_runs_are_there(OpenMode::existing);
        both_runs_are_there(OpenMode::existing);
        QVERIFY(verify_file(path)->passed());
    }

    void every_format_step_is_real() {
        QVERIFY(current_version() >= 4);
        for (int version = 1; version < current_version(); ++version)
            QVERIFY(*expected_schema(version) != *expected_schema(version + 1));
    }

    /// SQLite would put a new file "back" with what a stopped writer of another one left beside its name.
    void journal_of_a_file_that_is_gone_does_not_touch_a_new_one() {
        QTemporaryDir folder;
        const std::string path = folder.filePath("w.attune").toStdString();
        write_bytes(path + "-journal", "what is left of another one");
        const Result<Workspace> refused = Workspace::open(path, OpenMode::create);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::bad_input);
        QCOMPARE(refused.error().where, path + "-journal");
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{"w.attune-journal"});
        std::filesystem::remove(path + "-journal");
        VERIFY_OK(Workspace::open(path, OpenMode::create));
    }

    void awkward_names_work_data() {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"plain.attune", "with space.attune", "Größe 日本.attune", "what?mode=ro.attune", "a#b.attune",
              "50%41.attune", "file:x?mode=memory", ":memory:", "-dash", "quote'\".attune", "no extension"})
            QTest::newRow(name) << QString::fromUtf8(name);
    }
    void awkward_names_work() {
        QFETCH(QString, name);
        QTemporaryDir folder;
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(folder.path()));
        const std::string path = name.toStdString(); // relative, as typed on a command line
        {
            const Result<Workspace> workspace = Workspace::open(path, OpenMode::create_or_open);
            VERIFY_OK(workspace);
            VERIFY_OK(workspace->runs().save(example_run(1)));
        }
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList{name});
        const Result<Workspace> again = Workspace::open(path, OpenMode::read_only);
        VERIFY_OK(again);
        QCOMPARE(difference(*again->runs().find(example_run(1).id), example_run(1)), std::string());
        const Result<VerifyReport> report = verify_file(path);
        VERIFY_OK(report);
        QVERIFY(report->passed());
        QDir::setCurrent(before);
    }

    void reading_leaves_the_file_and_its_folder_as_they_are() {
        QTemporaryDir folder;
        const std::string path = folder.filePath("w.attune").toStdString();
        make_workspace(path);
        const std::string left = state_of(path);
        {
            const Result<Workspace> workspace = Workspace::open(path, OpenMode::read_only);
            VERIFY_OK(workspace);
            QVERIFY(!workspace->runs().list()->empty());
            QVERIFY(state_of(path) == left);
        }
        VERIFY_OK(verify_file(path));
        VERIFY_OK(Workspace::open(path, OpenMode::existing));
        QVERIFY(state_of(path) == left);
    }

    void write_protected_file_can_be_read_and_says_so_when_written() {
        QTemporaryDir folder;
        const std::string path = folder.filePath("w.attune").toStdString();
        make_workspace(path);
        QVERIFY(::chmod(path.c_str(), 0444) == 0 &&
                ::chmod(folder.path().toLocal8Bit().constData(), 0555) == 0);
        const std::string left = state_of(path);
        {
            const Unprivileged somebody;
            const Result<Workspace> listing = Workspace::open(path, OpenMode::read_only);
            VERIFY_OK(listing);
            QVERIFY(!listing->runs().list()->empty());
            const Result<Workspace> workspace = Workspace::open(path, OpenMode::existing);
            QVERIFY(!workspace);
            QCOMPARE(workspace.error().code, ErrorCode::io);
            QVERIFY(workspace.error().what.find("write protected") != std::string::npos);
            const Result<Workspace> created =
                Workspace::open(folder.filePath("new").toStdString(), OpenMode::create);
            QVERIFY(!created);
            QCOMPARE(created.error().code, ErrorCode::io);
            VERIFY_OK(verify_file(path));
        }
        QVERIFY(state_of(path) == left);
        QVERIFY(::chmod(path.c_str(), 0000) == 0);
        {
            const Unprivileged somebody;
            QCOMPARE(Workspace::open(path, OpenMode::read_only).error().code, ErrorCode::unreadable);
            QCOMPARE(verify_file(path).error().code, ErrorCode::unreadable);
        }
        QVERIFY(::chmod(folder.path().toLocal8Bit().constData(), 0755) == 0);
    }

    void second_writer_is_told_and_nothing_is_lost() {
        QTemporaryDir folder;
        const std::string path = folder.filePath("w.attune").toStdString();
        make_workspace(path);
        OpenOptions hasty;
        hasty.patience_ms = 0;
        const Result<Workspace> workspace = Workspace::open(path, OpenMode::existing, hasty);
        VERIFY_OK(workspace);
        sqlite3* other = nullptr;
        QCOMPARE(sqlite3_open(path.c_str(), &other), SQLITE_OK);
        // Another writer in the middle of a save: reading goes on, writing is refused.
        QCOMPARE(sqlite3_exec(other,
                              "BEGIN IMMEDIATE; INSERT INTO policy_version VALUES (NULL, 'theirs', 1, NULL, "
                              "NULL, '', '', '', '{}', '', x'00')",
                              nullptr, nullptr, nullptr),
                 SQLITE_OK);
        const Status refused = workspace->runs().save(example_run(50));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::io);
        QVERIFY(refused.error().what.find("another program") != std::string::npos);
        QVERIFY(!workspace->runs().list()->empty());
        QVERIFY(Workspace::open(path, OpenMode::read_only, hasty).has_value());
        // Another writer at the moment of its commit: not even reading.
        QCOMPARE(sqlite3_exec(other, "COMMIT; BEGIN EXCLUSIVE", nullptr, nullptr, nullptr), SQLITE_OK);
        const Result<Workspace> blocked = Workspace::open(path, OpenMode::existing, hasty);
        QVERIFY(!blocked);
        QCOMPARE(blocked.error().code, ErrorCode::io);
        QVERIFY(blocked.error().what.find("another program") != std::string::npos);
        QCOMPARE(sqlite3_exec(other, "COMMIT", nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(other);
        VERIFY_OK(workspace->runs().save(example_run(50)));
        QCOMPARE(workspace->policies().find("theirs")->json, std::string("{}"));
        QCOMPARE(difference(*workspace->runs().find(example_run(50).id), example_run(50)), std::string());
    }

    void file_that_is_taken_away_takes_no_more_saves() {
        QTemporaryDir folder;
        const std::string path = folder.filePath("w.attune").toStdString();
        const std::string elsewhere = folder.filePath("elsewhere.attune").toStdString();
        const Result<Workspace> workspace = Workspace::open(path, OpenMode::create);
        VERIFY_OK(workspace);
        VERIFY_OK(workspace->runs().save(example_run(0)));
        std::filesystem::rename(path, elsewhere);
        const std::string left = state_of(elsewhere);
        for (const bool replaced : {false, true}) {
            if (replaced) VERIFY_OK(Workspace::open(path, OpenMode::create));
            const Status refused = workspace->runs().save(example_run(1));
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::io);
            QVERIFY2(refused.error().what.find("moved") != std::string::npos, why(refused).c_str());
            QVERIFY(!workspace->restore(elsewhere));
        }
        QVERIFY(bytes_of(elsewhere) == left.substr(left.size() - bytes_of(elsewhere).size()));
        VERIFY_OK(workspace->copy_to(folder.filePath("copy.attune").toStdString()));
        VERIFY_OK(Workspace::open(folder.filePath("copy.attune").toStdString(), OpenMode::existing)
                      ->runs()
                      .find(example_run(0).id));
        std::filesystem::rename(elsewhere, path);
        VERIFY_OK(workspace->runs().save(example_run(1)));
    }

    void two_open_workspaces_see_each_other() {
        QTemporaryDir folder;
        const std::string path = folder.filePath("w.attune").toStdString();
        const Result<Workspace> one = Workspace::open(path, OpenMode::create);
        const Result<Workspace> two = Workspace::open(path, OpenMode::existing);
        VERIFY_OK(one);
        VERIFY_OK(two);
        for (std::uint32_t i = 0; i < 10; ++i)
            VERIFY_OK((i % 2 ? *one : *two).runs().save(example_run(i)));
        QCOMPARE(one->runs().list()->size(), std::size_t{10});
        QCOMPARE(two->runs().list()->size(), std::size_t{10});
    }
};

ATTUNE_TEST(Open_test);

#include "open_test.moc"
