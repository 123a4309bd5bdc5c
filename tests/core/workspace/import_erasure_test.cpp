// One step takes an import out of a workspace: its rows, world, runs and comparisons, and the keys of the
// people whose values the trail has sealed. The chain stays whole, and nobody else loses anything.
#include "core/audit/verify.h"
#include "core/base/random.h"
#include "core/workspace/import_erasure.h"
#include "tests/core/workspace/example_records.h"
#include "tests/core/workspace/file_tools.h"
#include "tests/core/workspace/trail_tools.h"
#include "tests/support/test.h"

#include <QTemporaryDir>

using namespace attune;
using namespace attune::test;

namespace {

TrailEvent begins(const std::string& scenario) {
    TrailEvent event;
    event.kind = TrailKind::begin;
    event.text = R"({"run":"r","scenario":")" + scenario + R"(","people":40,"watched":"all"})";
    return event;
}

TrailEvent slate_of(std::uint32_t person) {
    TrailEvent slate = full_event(TrailKind::slate);
    slate.person = UserId(person);
    slate.number = 0;
    slate.time_ms = 7000;
    slate.text = "what was seen";
    return slate;
}

TrailEvent ends() {
    TrailEvent event;
    event.kind = TrailKind::end;
    event.rows = 40;
    return event;
}

} // namespace

class Import_erasure_test : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<Workspace> workspace_;
    std::string path_;

    void trail_of(const std::vector<TrailEvent>& events) {
        auto writer = workspace_->write_trail(example_key(), counted_random());
        VERIFY_OK(writer);
        VERIFY_OK(writer->append(events));
        VERIFY_OK(writer->commit(HeadReason::run, example_time));
    }
    bool readable(std::uint64_t run, std::uint32_t person, std::uint64_t sequence) {
        return workspace_->trail()
            .unsealed(run, UserId(person), workspace_->trail().find(sequence)->text)
            .has_value();
    }

private slots:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        path_ = folder_->filePath("w.attune").toStdString();
        auto opened = Workspace::open(path_, OpenMode::create, {{}, "2024-05-06", "0.1.0"});
        VERIFY_OK(opened);
        workspace_ = std::make_unique<Workspace>(std::move(*opened));
        VERIFY_OK(workspace_->imports().save(example_import(0), example_scenario(0, 100)));
        VERIFY_OK(workspace_->imports().save(example_import(1), example_scenario(1, 100)));
        // Run 7 is of scenario-1, run 3 of scenario-0.
        for (const std::uint32_t run : {3U, 7U})
            VERIFY_OK(workspace_->runs().save(example_run(run)));
        VERIFY_OK(
            workspace_->comparisons().save(example_comparison(1, example_run(3).id, example_run(7).id)));
    }

    void keys_of_its_people_go_with_it() {
        trail_of({begins("scenario-1"), slate_of(1), slate_of(2), ends(), begins("scenario-0"), slate_of(1),
                  ends(), begins("scenario-1"), slate_of(9), ends()});
        QVERIFY(readable(1, 1, 2) && readable(1, 2, 3) && readable(5, 1, 6) && readable(8, 9, 9));
        const auto before = import_to_erase(*workspace_, "scenario-1");
        VERIFY_OK(before);
        QVERIFY(!before->head);
        const auto erased = erase_import(*workspace_, "scenario-1", example_key(), example_time);
        VERIFY_OK(erased);
        for (const ErasedImport* told : {&*before, &*erased}) {
            QCOMPARE(told->runs, 1);
            QCOMPARE(told->comparisons, 1);
            QCOMPARE(told->trailed_runs, 2);
            QCOMPARE(told->keys, 3);
        }
        QVERIFY(!readable(1, 1, 2) && !readable(1, 2, 3) && !readable(8, 9, 9));
        QVERIFY(readable(5, 1, 6)); // the same number in another import's run
        QVERIFY(!workspace_->imports().find("scenario-1"));
        QVERIFY(!workspace_->runs().find(example_run(7).id));
        VERIFY_OK(workspace_->imports().find("scenario-0"));
        VERIFY_OK(workspace_->runs().find(example_run(3).id));
        // Each key that went is told of, with the run it was of, and signed.
        QCOMPARE(*workspace_->trail().size(), std::uint64_t{13});
        QCOMPARE(workspace_->trail().find(11)->relies_on, std::uint64_t{1});
        QCOMPARE(workspace_->trail().find(13)->relies_on, std::uint64_t{8});
        QCOMPARE(workspace_->trail().find(13)->person.value, 9U);
        QVERIFY(erased->head && erased->head->json == (*workspace_->trail().newest_head())->json);
        const auto whole = verify_file(path_);
        VERIFY_OK(whole);
        QVERIFY(whole->passed());
        QVERIFY(!erase_import(*workspace_, "scenario-1", example_key(), example_time));
    }

    void without_a_trail_nothing_is_signed() {
        const auto erased = erase_import(*workspace_, "scenario-1", example_key(), example_time);
        VERIFY_OK(erased);
        QVERIFY(!erased->head);
        QCOMPARE(erased->keys, 0);
        QVERIFY(!workspace_->imports().find("scenario-1"));
        QCOMPARE(*workspace_->trail().size(), std::uint64_t{0});
    }

    void a_damaged_trail_holds_nothing_up_data() {
        QTest::addColumn<QString>("sql");
        const auto row = [](const char* name, const char* sql) { QTest::newRow(name) << QString(sql); };
        row("a signature", "UPDATE trail_head SET signature = zeroblob(64)");
        row("a byte of the last event",
            "UPDATE trail_segment SET payloads = cast(substr(payloads, 1, length(payloads) - 1) || x'7F' AS "
            "BLOB)");
        row("a byte of the scenario's name",
            "UPDATE trail_segment SET payloads = cast(substr(payloads, 1, instr(payloads, x'6E6172696F2D31') "
            "+ "
            "5) || x'39' || substr(payloads, instr(payloads, x'6E6172696F2D31') + 7) AS BLOB)");
        row("all events", "DROP TRIGGER trail_segment_remains; DELETE FROM trail_segment");
    }
    void a_damaged_trail_holds_nothing_up() {
        QFETCH(QString, sql);
        // The trail names the run that the file has kept.
        TrailEvent begun = begins("scenario-1");
        begun.text.replace(begun.text.find(R"("r")"), 3, '"' + example_run(7).id + '"');
        trail_of({begun, slate_of(1), slate_of(2), ends(), begins("scenario-0"), slate_of(1), ends()});
        QCOMPARE(workspace_->trail().readable_people(1)->size(), std::size_t{2});
        run_sql(path_,
                ("DROP TRIGGER trail_segment_stays; DROP TRIGGER trail_head_stays; " + sql).toStdString());
        const bool emptied = *workspace_->trail().size() == 0;
        VERIFY_OK(import_to_erase(*workspace_, "scenario-1"));
        const auto heads = workspace_->trail().heads()->size();
        const auto erased = erase_import(*workspace_, "scenario-1", example_key(), example_time);
        VERIFY_OK(erased);
        QCOMPARE(erased->runs, 1);
        QCOMPARE(erased->keys, emptied ? 3 : 2); // whose the third is cannot be seen any more
        QVERIFY(!erased->head && workspace_->trail().heads()->size() == heads);
        QCOMPARE(erased->trail_fault.empty(), emptied);
        QVERIFY(workspace_->trail().readable_people(1)->empty());
        QCOMPARE(workspace_->trail().readable_people(5)->empty(), emptied);
        QVERIFY(!workspace_->imports().find("scenario-1"));
        QVERIFY(!workspace_->runs().find(example_run(7).id));
        VERIFY_OK(workspace_->runs().find(example_run(3).id));
    }

    void what_stays_is_named() {
        const auto saved = [&](const char* name, const char* json, const char* preview) {
            VERIFY_OK(workspace_->policies().save({.name = name,
                                                   .json = json,
                                                   .created = example_time,
                                                   .author = "A",
                                                   .reason = "B",
                                                   .preview = preview}));
        };
        saved("calm", "{\"a\":1}", R"({"scenario":"scenario-1","people":40})");
        saved("calm", "{\"a\":2}", R"({"scenario":"scenario-0","people":40})");
        saved("calm", "{\"a\":3}", R"({"scenario":"scenario-1","people":60})");
        saved("loud", "{\"a\":1}", "");
        const auto erased = erase_import(*workspace_, "scenario-1", example_key(), example_time);
        VERIFY_OK(erased);
        QCOMPARE(erased->left.size(), std::size_t{2});
        QVERIFY(erased->left[0].policy == "calm" && erased->left[1].policy == "calm");
        QVERIFY(erased->left[0].version == 1 && erased->left[0].people == 40);
        QVERIFY(erased->left[1].version == 3 && erased->left[1].people == 60);
    }

    void what_is_not_there_erases_nothing() {
        trail_of({begins("scenario-1"), slate_of(1), ends()});
        const std::string left = dump(path_);
        const auto erased = erase_import(*workspace_, "nobody's", example_key(), example_time);
        QVERIFY(!erased);
        QCOMPARE(erased.error().code, ErrorCode::not_found);
        QCOMPARE(dump(path_), left);
        QVERIFY(readable(1, 1, 2));
    }
};

ATTUNE_TEST(Import_erasure_test);

#include "import_erasure_test.moc"
