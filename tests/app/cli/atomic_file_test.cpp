// A file is written whole or not at all, and what was there before stays until then.
#include "core/base/atomic_file.h"
#include "core/base/json.h"
#include "tests/support/test.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

using namespace attune;
using namespace attune::test;

namespace {

/// While it lives, no file of this process grows beyond `bytes`: a full disk, for root too.
class Full_disk {
public:
    explicit Full_disk(rlim_t bytes) {
        before_handler_ = ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~Full_disk() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        ::signal(SIGXFSZ, before_handler_);
    }

private:
    rlimit before_{};
    void (*before_handler_)(int) = nullptr;
};

} // namespace

class Atomic_file_test : public QObject {
    Q_OBJECT

private:
    QTemporaryDir folder_;

    std::string path(const char* name) const { return folder_.filePath(name).toStdString(); }
    static std::string content(const std::string& file) { return read_file(file).value_or("cannot be read"); }
    QStringList names() const {
        return QDir(folder_.path())
            .entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
    }
    static ::mode_t mode(const std::string& file) {
        struct stat facts {};
        return ::stat(file.c_str(), &facts) == 0 ? facts.st_mode & 07777U : 0;
    }

private slots:
    void init() {
        folder_.remove();
        folder_ = QTemporaryDir();
        VERIFY_OK(write_file(path("old"), "old content"));
    }

    void nothing_has_the_name_before_commit() {
        auto file = AtomicFile::open(path("new"));
        VERIFY_OK(file);
        file->write("first ");
        QVERIFY(!std::filesystem::exists(path("new")));
        file->write("second");
        VERIFY_OK(file->complete());
        QVERIFY(!std::filesystem::exists(path("new")));
        VERIFY_OK(file->commit());
        QCOMPARE(content(path("new")), std::string("first second"));
        QCOMPARE(names(), QStringList({"new", "old"}));
    }

    void old_content_stays_until_commit() {
        auto file = AtomicFile::open(path("old"));
        VERIFY_OK(file);
        file->write("new content");
        VERIFY_OK(file->complete());
        QCOMPARE(content(path("old")), std::string("old content"));
        VERIFY_OK(file->commit());
        QCOMPARE(content(path("old")), std::string("new content"));
        QCOMPARE(names(), QStringList{"old"});
    }

    void abandoned_file_leaves_nothing_data() {
        QTest::addColumn<bool>("completed");
        QTest::newRow("while being written") << false;
        QTest::newRow("when complete") << true;
    }
    void abandoned_file_leaves_nothing() {
        QFETCH(bool, completed);
        {
            auto file = AtomicFile::open(path("old"));
            VERIFY_OK(file);
            file->write(std::string(100'000, 'x'));
            if (completed) VERIFY_OK(file->complete());
            const AtomicFile moved = std::move(*file);
            QCOMPARE(names().size(), 2);
        }
        QCOMPARE(content(path("old")), std::string("old content"));
        QCOMPARE(names(), QStringList{"old"});
    }

    void two_writers_do_not_meet() {
        auto first = AtomicFile::open(path("new"));
        auto second = AtomicFile::open(path("new"));
        VERIFY_OK(first);
        VERIFY_OK(second);
        first->write("first");
        second->write("second");
        VERIFY_OK(second->commit());
        QCOMPARE(content(path("new")), std::string("second"));
        VERIFY_OK(first->commit());
        QCOMPARE(content(path("new")), std::string("first"));
        QCOMPARE(names(), QStringList({"new", "old"}));
    }

    void leftover_of_a_stopped_program_is_no_hindrance() {
        // Files with the names the next writers would take.
        for (int i = 0; i < 200; ++i)
            VERIFY_OK(write_file(path("probe"), "x"));
        for (int i = 0; i < 1000; ++i)
            QVERIFY(QFile(folder_.filePath(QString("new.part-%1-%2").arg(::getpid()).arg(i)))
                        .open(QIODevice::WriteOnly));
        VERIFY_OK(write_file(path("new"), "content"));
        QCOMPARE(content(path("new")), std::string("content"));
        QCOMPARE(names().filter("new.part-").size(), 1000);
    }

    void full_disk_keeps_the_old_content_data() {
        QTest::addColumn<int>("size");
        QTest::newRow("found while writing") << 1'000'000;
        QTest::newRow("found when completing") << 3'000; // still in the buffer
    }
    void full_disk_keeps_the_old_content() {
        QFETCH(int, size);
        {
            const Full_disk disk(1'000);
            const Status written = write_file(path("old"), std::string(static_cast<std::size_t>(size), 'x'));
            QVERIFY(!written);
            QCOMPARE(written.error().code, ErrorCode::io);
            QCOMPARE(written.error().where, path("old"));
            auto file = AtomicFile::open(path("old"));
            VERIFY_OK(file);
            file->write(std::string(static_cast<std::size_t>(size), 'x'));
            QVERIFY(!file->complete());
            QVERIFY(!file->commit()); // a failure is not forgotten
        }
        QCOMPARE(content(path("old")), std::string("old content"));
        QCOMPARE(names(), QStringList{"old"});
    }

    void folder_that_may_not_be_written_keeps_the_old_content() {
        if (::geteuid() == 0) QSKIP("root may write everywhere");
        QVERIFY(QFile::setPermissions(folder_.path(), QFile::ReadOwner | QFile::ExeOwner));
        const Status written = write_file(path("old"), "new content");
        QVERIFY(
            QFile::setPermissions(folder_.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        QVERIFY(!written && written.error().code == ErrorCode::io);
        QCOMPARE(content(path("old")), std::string("old content"));
    }

    void name_that_is_gone_is_a_failure() {
        QVERIFY(QDir(folder_.path()).mkdir("sub"));
        auto file = AtomicFile::open(path("sub/new"));
        VERIFY_OK(file);
        file->write("content");
        QVERIFY(QDir(folder_.filePath("sub")).removeRecursively());
        const Status done = file->commit();
        QVERIFY(!done && done.error().code == ErrorCode::io);
    }

    void what_cannot_be_replaced_is_refused_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("code");
        QTest::newRow("a folder") << "sub" << static_cast<int>(ErrorCode::bad_input);
        QTest::newRow("a folder to be") << "new/" << static_cast<int>(ErrorCode::bad_input);
        QTest::newRow("no folder") << "none/new" << static_cast<int>(ErrorCode::not_found);
        QTest::newRow("a file for a folder") << "old/new" << static_cast<int>(ErrorCode::not_found);
        QTest::newRow("a pipe") << "pipe" << static_cast<int>(ErrorCode::bad_input);
        QTest::newRow("a link to a device") << "null" << static_cast<int>(ErrorCode::bad_input);
        QTest::newRow("a link to nothing") << "nowhere" << static_cast<int>(ErrorCode::bad_input);
        QTest::newRow("too long a name") << QString(300, 'x') << static_cast<int>(ErrorCode::io);
    }
    void what_cannot_be_replaced_is_refused() {
        QFETCH(QString, name);
        QFETCH(int, code);
        QVERIFY(QDir(folder_.path()).mkdir("sub"));
        QCOMPARE(::mkfifo(path("pipe").c_str(), 0600), 0);
        std::filesystem::create_symlink("/dev/null", path("null"));
        std::filesystem::create_symlink("gone", path("nowhere"));
        const QStringList before = names();
        const Status written = write_file(folder_.filePath(name).toStdString(), "content");
        QVERIFY(!written);
        QCOMPARE(static_cast<int>(written.error().code), code);
        QVERIFY(!written.error().where.empty() && !written.error().remedy.empty());
        QCOMPARE(names(), before);
    }

    void empty_name_is_refused() {
        const Status written = write_file("", "content");
        QVERIFY(!written && written.error().code == ErrorCode::bad_input);
    }

    void link_stays_a_link() {
        QVERIFY(QDir(folder_.path()).mkdir("sub"));
        VERIFY_OK(write_file(path("sub/real"), "old"));
        std::filesystem::create_symlink("sub/real", path("link"));
        VERIFY_OK(write_file(path("link"), "new"));
        QVERIFY(std::filesystem::is_symlink(path("link")));
        QCOMPARE(content(path("sub/real")), std::string("new"));
        QCOMPARE(QDir(folder_.filePath("sub")).entryList(QDir::Files), QStringList{"real"});
    }

    void rights_follow_the_user_and_the_old_file() {
        const ::mode_t before = ::umask(0027);
        const Status a = write_file(path("new"), "x");
        const Status b = write_file(path("secret"), "x", Readers::owner);
        QVERIFY(::chmod(path("old").c_str(), 0604) == 0);
        const Status c = write_file(path("old"), "x");
        ::umask(before);
        VERIFY_OK(a);
        VERIFY_OK(b);
        VERIFY_OK(c);
        QCOMPARE(mode(path("new")), ::mode_t{0640});
        QCOMPARE(mode(path("secret")), ::mode_t{0600});
        QCOMPARE(mode(path("old")), ::mode_t{0604});
    }

    void name_without_a_folder_is_in_the_current_one() {
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(folder_.path()));
        const Status written = write_file("new", "content");
        QVERIFY(QDir::setCurrent(before));
        VERIFY_OK(written);
        QCOMPARE(content(path("new")), std::string("content"));
    }
};

ATTUNE_TEST(Atomic_file_test);
#include "atomic_file_test.moc"
