// What goes wrong around a document is said, with place and remedy, and nothing is lost by it.
#include "tests/ui/session/watched_document.h"

#include <sys/stat.h>
#include <unistd.h>

using namespace attune;
using namespace attune::test;

namespace {

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

class DocumentTrouble_test : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<DocumentFolder> folder_;

    QString path(const char* name) const { return folder_->path(name); }

private Q_SLOTS:
    void init() { folder_ = std::make_unique<DocumentFolder>(); }
    void cleanup() {
        const std::string wrong = folder_->check();
        QVERIFY2(wrong.empty(), wrong.c_str());
        folder_.reset();
    }

    void file_that_cannot_be_opened_leaves_the_old_one_open_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("code");
        QTest::newRow("missing") << "missing.attune" << static_cast<int>(ErrorCode::not_found);
        QTest::newRow("letter") << "letter.txt" << static_cast<int>(ErrorCode::unreadable);
        QTest::newRow("empty") << "empty.txt" << static_cast<int>(ErrorCode::unreadable);
        QTest::newRow("folder") << "." << static_cast<int>(ErrorCode::unreadable);
        QTest::newRow("other database") << "other.db" << static_cast<int>(ErrorCode::unreadable);
    }

    void file_that_cannot_be_opened_leaves_the_old_one_open() {
        QFETCH(QString, name);
        QFETCH(int, code);
        write_bytes(path("letter.txt").toStdString(), std::string(5000, 'x'));
        write_bytes(path("empty.txt").toStdString(), "");
        run_sql(path("other.db").toStdString(), "CREATE TABLE shopping (list TEXT)");
        Watched watched;
        watched.document.create(path("w.attune"));
        OPENED(watched, 1);
        watched.document.open(folder_->path(name.toUtf8().constData()));
        FAILED(watched, 1);
        const Error error = watched.error();
        QCOMPARE(static_cast<int>(error.code), code);
        QVERIFY(!error.what.empty() && !error.remedy.empty());
        QVERIFY(QString::fromStdString(error.where).startsWith(folder_->root()));
        QCOMPARE(watched.document.path(), path("w.attune"));
        watched.document.save_setup(setup_with(4));
        SAVED(watched);
        QCOMPARE(watched.opened.count(), 1);
        watched.document.close();
        QTRY_COMPARE_WITH_TIMEOUT(watched.closed.count(), 1, patience);
        QVERIFY(same(setup_in(path("w.attune")), setup_with(4)));
    }

    void new_file_does_not_take_the_place_of_another() {
        write_bytes(path("letter.txt").toStdString(), "dear reader");
        Watched watched;
        watched.document.create(path("letter.txt"));
        FAILED(watched, 1);
        QCOMPARE(watched.error().code, ErrorCode::bad_input);
        QVERIFY(!watched.document.is_open());
        QCOMPARE(bytes_of(path("letter.txt").toStdString()), std::string("dear reader"));
    }

    void copy_does_not_take_the_name_of_an_open_file() {
        Watched one;
        Watched two;
        one.document.create(path("one.attune"));
        two.document.create(path("two.attune"));
        OPENED(one, 1);
        OPENED(two, 1);
        one.document.save_copy(path("two.attune"));
        FAILED(one, 1);
        QCOMPARE(one.error().code, ErrorCode::refused);
        one.document.save_copy(path("one.attune"));
        FAILED(one, 2);
        QCOMPARE(one.error().code, ErrorCode::bad_input);
        one.document.save_copy(path("no/such/folder.attune"));
        FAILED(one, 3);
        QCOMPARE(one.error().code, ErrorCode::not_found);
        QVERIFY(!one.error().remedy.empty());
        QVERIFY(one.copied.isEmpty());
    }

    void write_protected_file_is_named() {
        const QString file = path("w.attune");
        {
            Watched maker;
            maker.document.create(file);
            OPENED(maker, 1);
        }
        QCOMPARE(::chmod(folder_->root().toUtf8().constData(), 0755), 0);
        QCOMPARE(::chmod(file.toUtf8().constData(), 0444), 0);
        Watched watched;
        {
            const Unprivileged nobody;
            watched.document.open(file);
            FAILED(watched, 1);
        }
        QCOMPARE(watched.error().code, ErrorCode::io);
        QCOMPARE(watched.error().where, file.toStdString());
        QVERIFY(!watched.error().remedy.empty());
        QVERIFY(!watched.document.is_open());
    }

    void full_disk_keeps_the_setup_in_memory_until_there_is_room() {
        FailingDisk disk;
        const QString file = path("w.attune");
        Watched watched;
        watched.document.create(file);
        OPENED(watched, 1);
        watched.document.save_setup(setup_with(1));
        SAVED(watched);
        disk.fill();
        watched.document.save_setup(setup_with(2));
        QTRY_COMPARE_WITH_TIMEOUT(watched.document.save_state(), State::failed, patience);
        FAILED(watched, 1);
        QCOMPARE(watched.error().code, ErrorCode::io);
        QVERIFY(watched.error().what.find("full") != std::string::npos);
        QCOMPARE(watched.error().where, file.toStdString());
        QVERIFY(!watched.error().remedy.empty());
        QVERIFY(watched.document.differs_from_opened());
        // A comparison waits as well, and the newest setup.
        watched.document.keep(comparison_of(setup_with(2)));
        watched.document.save_setup(setup_with(3));
        QTRY_COMPARE_WITH_TIMEOUT(watched.document.save_state(), State::failed, patience);
        // Neither closing nor opening another file throws them away.
        watched.document.close();
        watched.document.open(path("none.attune"));
        QTRY_VERIFY_WITH_TIMEOUT(watched.failed.count() >= 4, patience);
        QVERIFY(watched.closed.isEmpty() && watched.document.is_open());
        QCOMPARE(watched.document.save_state(), State::failed);

        disk.empty();
        watched.document.save_setup(setup_with(4));
        SAVED(watched);
        QTRY_COMPARE_WITH_TIMEOUT(watched.contents.count(), 1, patience);
        QCOMPARE(watched.document.contents().kept.size(), std::size_t{1});
        watched.document.close();
        QTRY_COMPARE_WITH_TIMEOUT(watched.closed.count(), 1, patience);
        QVERIFY(same(setup_in(file), setup_with(4)));
    }

    void what_waits_in_memory_is_tried_once_more_at_the_end() {
        const QString file = path("w.attune");
        {
            FailingDisk disk;
            Watched watched;
            watched.document.create(file);
            OPENED(watched, 1);
            disk.fill();
            watched.document.save_setup(setup_with(2));
            FAILED(watched, 1);
            disk.empty();
        }
        QVERIFY(same(setup_in(file), setup_with(2)));
    }

    void what_cannot_be_saved_can_be_given_up() {
        FailingDisk disk;
        const QString file = path("w.attune");
        Watched watched;
        watched.document.create(file);
        OPENED(watched, 1);
        watched.document.save_setup(setup_with(1));
        SAVED(watched);
        disk.fill();
        watched.document.save_setup(setup_with(2));
        FAILED(watched, 1);
        watched.document.close_without_saving();
        QTRY_COMPARE_WITH_TIMEOUT(watched.closed.count(), 1, patience);
        QCOMPARE(watched.document.save_state(), State::no_file);
        disk.empty();
        QVERIFY(same(setup_in(file), setup_with(1)));
    }

    void no_room_for_the_way_back_is_no_reason_not_to_open() {
        const QString file = path("w.attune");
        {
            Watched maker;
            maker.document.create(file);
            OPENED(maker, 1);
        }
        FailingDisk disk;
        disk.fill(); // opening a sound file writes nothing to it
        Watched watched;
        watched.document.open(file);
        OPENED(watched, 1);
        QVERIFY(!watched.document.can_revert());
        disk.empty();
        watched.document.save_setup(setup_with(1));
        SAVED(watched);
        QVERIFY(watched.document.differs_from_opened());
        watched.document.revert();
        FAILED(watched, 1);
        QVERIFY(!watched.error().what.empty() && !watched.error().remedy.empty());
        watched.document.close();
        QTRY_COMPARE_WITH_TIMEOUT(watched.closed.count(), 1, patience);
        QVERIFY(same(setup_in(file), setup_with(1)));
    }

    void file_that_is_taken_away_is_noticed() {
        const QString file = path("w.attune");
        Watched watched;
        watched.document.create(file);
        OPENED(watched, 1);
        QVERIFY(QFile::rename(file, path("moved.attune")));
        watched.document.save_setup(setup_with(1));
        QTRY_COMPARE_WITH_TIMEOUT(watched.document.save_state(), State::failed, patience);
        QCOMPARE(watched.error().where, file.toStdString());
        QVERIFY(watched.error().what.find("moved") != std::string::npos);
        watched.document.save_copy(path("copy.attune"));
        QTRY_COMPARE_WITH_TIMEOUT(watched.copied.count(), 1, patience);
        QVERIFY(QFile::rename(path("moved.attune"), file));
        watched.document.save_setup(setup_with(2));
        SAVED(watched);
        watched.document.close();
        QTRY_COMPARE_WITH_TIMEOUT(watched.closed.count(), 1, patience);
        QVERIFY(same(setup_in(file), setup_with(2)));
    }

    void unreadable_setup_is_shown_and_set_aside_data() {
        QTest::addColumn<QByteArray>("json");
        const QByteArray good = [] {
            QTemporaryDir folder;
            const QString file = folder.filePath(u"w.attune"_qs);
            Watched maker;
            maker.document.create(file);
            if (!QTest::qWaitFor([&] { return maker.opened.count() == 1; }, patience)) qFatal("not opened");
            maker.document.save_setup(setup_with(1));
            if (!QTest::qWaitFor([&] { return maker.is_saved(); }, patience)) qFatal("not saved");
            const auto workspace = Workspace::open(file.toStdString(), OpenMode::read_only);
            return QByteArray::fromStdString(workspace->drafts().find("lab")->json);
        }();
        const auto row = [&](const char* name, const char* from, const char* to) {
            QByteArray json = good;
            json.replace(from, to);
            if (json == good) qFatal("%s changes nothing", name);
            QTest::newRow(name) << json;
        };
        QTest::newRow("an empty object") << QByteArray("{}");
        row("another kind", "\"attune\":\"lab\"", "\"attune\":\"compare\"");
        row("newer", "\"version\":1,\"scenario\"", "\"version\":3,\"scenario\"");
        row("seed is a word", "\"seed\":1", "\"seed\":\"one\"");
        row("negative seed", "\"seed\":1", "\"seed\":-1");
        row("no people", "\"people\":64", "\"people\":0");
        row("days missing", "\"days\"", "\"dyas\"");
        row("too many replications", "\"replications\":1", "\"replications\":100000");
        row("scenario is gone", "calm-baseline", "no-such-scenario");
        // A sound scenario, but a file may not lead to another file.
        row("scenario is a file", "\"scenario\":\"calm-baseline\"",
            ("\"scenario\":\"" + source_path("resources/scenarios/calm-baseline.json") + "\"").c_str());
        row("unknown lever", "\"prompt.weekly_cap\":1", "\"prompt.weekly_hat\":1");
        row("lever out of range", "\"prompt.weekly_cap\":1", "\"prompt.weekly_cap\":1000");
        row("candidate is a name", "\"candidate\":{", "\"candidate\":\"careful\",\"was\":{");
    }

    void unreadable_setup_is_shown_and_set_aside() {
        QFETCH(QByteArray, json);
        const QString file = path("w.attune");
        {
            const auto workspace = Workspace::open(file.toStdString(), OpenMode::create);
            VERIFY_OK(workspace);
            VERIFY_OK(workspace->drafts().save({"lab", json.toStdString(), "then"}));
        }
        Watched watched;
        watched.document.open(file);
        QTRY_COMPARE_WITH_TIMEOUT(watched.opened.count(), 1, patience);
        QVERIFY(!watched.setup());
        FAILED(watched, 1);
        QVERIFY(watched.error().where.find("w.attune") != std::string::npos);
        QVERIFY(!watched.error().what.empty() && !watched.error().remedy.empty());
        QVERIFY(watched.document.is_open());
        watched.document.save_setup(setup_with(9));
        watched.document.save_setup(setup_with(10));
        SAVED(watched);
        watched.document.close();
        QTRY_COMPARE_WITH_TIMEOUT(watched.closed.count(), 1, patience);
        const auto workspace = Workspace::open(file.toStdString(), OpenMode::read_only);
        QCOMPARE(QByteArray::fromStdString(workspace->drafts().find("lab-unread")->json), json);
        QVERIFY(same(setup_in(file), setup_with(10)));
    }

    void nothing_is_saved_while_nothing_is_open() {
        Watched watched;
        watched.document.save_setup(setup_with(1));
        watched.document.keep(comparison_of(setup_with(1)));
        watched.document.save_copy(path("copy.attune"));
        watched.document.revert();
        watched.document.load_scenario("calm-baseline");
        QTRY_COMPARE_WITH_TIMEOUT(watched.scenario.count(), 1, patience);
        QCOMPARE(watched.failed.count(), 3);
        QCOMPARE(watched.document.save_state(), State::no_file);
        QVERIFY(QDir(folder_->root()).isEmpty());
    }
};

ATTUNE_TEST(DocumentTrouble_test);

#include "document_trouble_test.moc"
