// A trail that does not fit is not continued, and the file itself stops accidents.
#include "core/base/random.h"
#include "core/workspace/workspace.h"
#include "tests/core/workspace/file_tools.h"
#include "tests/core/workspace/trail_tools.h"
#include "tests/support/test.h"

#include <QTemporaryDir>

using namespace attune;
using namespace attune::test;

namespace {

const char* const without_triggers = "DROP TRIGGER trail_segment_stays; DROP TRIGGER trail_segment_remains; "
                                     "DROP TRIGGER trail_segment_follows; "
                                     "DROP TRIGGER trail_head_stays; DROP TRIGGER trail_head_remains; ";

/// Commits these events in one go.
void add_events(const Workspace& workspace, const std::vector<TrailEvent>& events) {
    auto writer = workspace.write_trail(example_key(), counted_random());
    VERIFY_OK(writer);
    VERIFY_OK(writer->append(events));
    VERIFY_OK(writer->commit(HeadReason::run, example_time));
}

} // namespace

class Trail_damage_test : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::string path_;

    Workspace created() {
        Result<Workspace> workspace = Workspace::open(path_, OpenMode::create, {{}, "2024-05-06", "0.1.0"});
        if (!workspace) qFatal("%s", to_line(workspace.error()).c_str());
        return std::move(*workspace);
    }

private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath("w.attune").toStdString();
    }
    void cleanup() { folder_.reset(); }

    void damaged_trail_is_not_continued_data() {
        QTest::addColumn<QString>("sql");
        const auto row = [](const char* name, const char* sql) { QTest::newRow(name) << QString(sql); };
        row("a byte of the last event",
            "UPDATE trail_segment SET payloads = cast(substr(payloads, 1, length(payloads) - 24) || x'05' || "
            "substr(payloads, -23) AS BLOB) WHERE first = 513");
        row("a byte of the first segment",
            "UPDATE trail_segment SET payloads = cast(substr(payloads, 1, 9000) || x'2A' || substr(payloads, "
            "9002) AS BLOB) WHERE first = 1");
        row("the last chain value", "UPDATE trail_segment SET chain = zeroblob(32) WHERE first = 513");
        row("a shorter chain value",
            "UPDATE trail_segment SET chain = substr(chain, 1, 31) WHERE first = 513");
        row("an earlier chain value", "UPDATE trail_segment SET chain = zeroblob(32) WHERE first = 1");
        row("the end", "DELETE FROM trail_segment WHERE first = 513");
        row("the beginning", "DELETE FROM trail_segment WHERE first = 1");
        row("the middle", "DELETE FROM trail_segment WHERE first = 257");
        row("all events", "DELETE FROM trail_segment");
        row("all heads", "DELETE FROM trail_head");
        row("the newest head", "DELETE FROM trail_head WHERE number = 2");
        row("another count", "UPDATE trail_segment SET count = count - 1 WHERE first = 513");
        row("no count", "UPDATE trail_segment SET count = 0 WHERE first = 513");
        row("an endless count", "UPDATE trail_segment SET count = -1 WHERE first = 513");
        row("a cut event",
            "UPDATE trail_segment SET payloads = substr(payloads, 1, length(payloads) - 1) WHERE "
            "first = 513");
        row("numbers moved on", "UPDATE trail_segment SET first = first + 1 WHERE first = 513");
        row("two segments swapped", "UPDATE trail_segment SET first = first + 1000; UPDATE trail_segment SET "
                                    "first = CASE first WHEN 1001 THEN 257 WHEN 1257 THEN 1 ELSE 513 END");
        row("a head of other events",
            "UPDATE trail_head SET json = replace(json, '\"size\":600', '\"size\":599') "
            "WHERE number = 2");
        row("a head with a space", "UPDATE trail_head SET json = json || ' ' WHERE number = 2");
        row("a head that is none", "UPDATE trail_head SET json = '{}' WHERE number = 2");
        row("a signature of nobody", "UPDATE trail_head SET signature = zeroblob(64) WHERE number = 2");
        row("the signature of another head", "UPDATE trail_head SET signature = (SELECT signature FROM "
                                             "trail_head WHERE number = 1) WHERE number = 2");
        row("another key beside it", "UPDATE trail_head SET key = zeroblob(32) WHERE number = 2");
        row("a short signature", "UPDATE trail_head SET signature = zeroblob(63) WHERE number = 2");
    }
    void damaged_trail_is_not_continued() {
        QFETCH(QString, sql);
        {
            const Workspace workspace = created();
            add_events(workspace, example_events(1, 512));
            add_events(workspace, example_events(513, 88));
        }
        const Result<Database> database = Database::open(path_, Database::Access::write, {}, 0);
        VERIFY_OK(TrailWriter::open(*database, example_key()));
        run_sql(path_, without_triggers + sql.toStdString());
        const std::string left = dump(path_);
        const Result<TrailWriter> writer = TrailWriter::open(*database, example_key());
        QVERIFY(!writer);
        QCOMPARE(writer.error().code, ErrorCode::unreadable);
        QCOMPARE(writer.error().where, path_);
        QVERIFY2(QString::fromStdString(writer.error().what).contains("trail is damaged"),
                 writer.error().what.c_str());
        QVERIFY(!writer.error().remedy.empty());
        QCOMPARE(dump(path_), left);
    }

    void accidents_are_stopped_by_the_file_itself_data() {
        QTest::addColumn<QString>("sql");
        for (const char* sql : {"UPDATE trail_segment SET count = 1", "DELETE FROM trail_segment",
                                "INSERT INTO trail_segment VALUES (5, 1, x'00', x'00')",
                                "INSERT INTO trail_segment VALUES (22, 1, x'00', x'00')",
                                "INSERT OR REPLACE INTO trail_segment VALUES (1, 1, x'00', x'00')",
                                "UPDATE trail_head SET json = '{}'", "DELETE FROM trail_head",
                                "INSERT INTO trail_head VALUES (3, '{}', x'00', x'00')",
                                "INSERT OR REPLACE INTO trail_head VALUES (1, '{}', x'00', x'00')",
                                "UPDATE trail_key SET key = x'00'"})
            QTest::newRow(sql) << QString(sql);
    }
    void accidents_are_stopped_by_the_file_itself() {
        QFETCH(QString, sql);
        add_events(created(), example_events(1, 20));
        const std::string left = dump(path_);
        const Result<Database> database = Database::open(path_, Database::Access::write, {}, 0);
        VERIFY_OK(database);
        const Status done = database->run(sql.toStdString());
        QVERIFY(!done);
        QCOMPARE(done.error().code, ErrorCode::bad_input);
        QCOMPARE(dump(path_), left);
    }
};

ATTUNE_TEST(Trail_damage_test);

#include "trail_damage_test.moc"
