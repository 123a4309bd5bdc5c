// Ratings imported from the window: in the background, with progress, and what came of it.
#include "tests/ui/session/watched_document.h"

using namespace attune;
using namespace attune::test;

namespace {

using attune::ui::ImportSummary;

} // namespace

class DocumentImport_test : public QObject {
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

    void imported_scenario_is_shown_and_comes_back() {
        const QString file = path("w.attune");
        const QString ratings =
            QString::fromStdString(source_path("tests/fixtures/ratings-small/ratings.csv"));
        LabSetup setup = setup_with(3);
        {
            Watched watched;
            watched.document.create(file);
            OPENED(watched, 1);
            std::string last; // scenario in the lists when the import is told
            connect(&watched.document, &Document::imported, this,
                    [&] { last = watched.document.contents().scenarios.back().name; });
            watched.document.import_ratings(ratings, "our-films");
            QVERIFY(watched.document.importing());
            watched.document.import_ratings(ratings, "other-films");
            QCOMPARE(watched.failed.count(), 1); // one at a time
            QTRY_COMPARE_WITH_TIMEOUT(watched.imported.count(), 1, patience);
            QCOMPARE(last, std::string("our-films"));
            QVERIFY(!watched.document.importing());
            SAVED(watched);
            const auto summary = watched.imported.at(0).at(0).value<ImportSummary>();
            const auto workspace = Workspace::open(file.toStdString(), OpenMode::read_only);
            const auto record = workspace->imports().find("our-films");
            VERIFY_OK(record);
            QCOMPARE(summary.name, std::string("our-films"));
            QCOMPARE(summary.read, qint64{record->rows_read});
            QCOMPARE(summary.kept, qint64{record->rows_kept});
            QCOMPARE(summary.quarantined, static_cast<qint64>(record->quarantined.size()));
            QVERIFY(summary.kept > 1000 && summary.quarantined > 5);
            QCOMPARE(summary.first_reasons.size(), 5);
            QVERIFY(summary.first_reasons[0].contains(u"line"_qs) &&
                    !summary.first_reasons[0].contains(u'['));
            QVERIFY(!watched.progressed.isEmpty());
            QVERIFY(watched.document.contents().personal_data);
            QCOMPARE(watched.document.contents().scenarios.back().name, std::string("our-films"));

            watched.document.load_scenario("our-films");
            QTRY_COMPARE_WITH_TIMEOUT(watched.scenario.count(), 1, patience);
            setup.scenario = watched.scenario.at(0).at(0).value<std::shared_ptr<const LoadedScenario>>();
            QVERIFY(setup.scenario->world.has_value());
            watched.document.save_setup(setup);
            SAVED(watched);
            watched.document.import_ratings(ratings, "our-films");
            FAILED(watched, 2);
            QCOMPARE(watched.error().code, ErrorCode::refused);
        }
        // The key is the one the command line uses.
        const QString config = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
        QCOMPARE(QFileInfo(config + u"/attune/import.key"_qs).size(), qint64{32});
        QVERIFY(same(setup_in(file), setup));
    }

    void import_that_fails_says_why_and_leaves_nothing() {
        write_bytes(path("letter.txt").toStdString(), "dear reader,\nnothing here is a rating\n");
        Watched watched;
        watched.document.create(path("w.attune"));
        OPENED(watched, 1);
        const std::string before = dump(path("w.attune").toStdString());
        watched.document.import_ratings(path("letter.txt"), "letter");
        FAILED(watched, 1);
        QCOMPARE(watched.error().code, ErrorCode::bad_input);
        QVERIFY(!watched.document.importing());
        watched.document.import_ratings(path("letter.txt"), "Not A Name");
        FAILED(watched, 2);
        QCOMPARE(watched.error().where, std::string("Not A Name"));
        QCOMPARE(dump(path("w.attune").toStdString()), before);
        QVERIFY(watched.imported.isEmpty());
    }

    void import_can_be_stopped_and_saving_goes_on_meanwhile() {
        // Enough rows that it cannot be over before it is stopped.
        std::string rows = "user,item,rating\n";
        for (int i = 0; i < 400000; ++i)
            rows += std::to_string(i % 5000) + "," + std::to_string(i / 5000) + "," +
                    std::to_string(1 + i % 5) + "\n";
        write_bytes(path("ratings.csv").toStdString(), rows);
        Watched watched;
        watched.document.create(path("w.attune"));
        OPENED(watched, 1);
        const std::string before = dump(path("w.attune").toStdString());
        watched.document.import_ratings(path("ratings.csv"), "films");
        QTRY_VERIFY_WITH_TIMEOUT(!watched.progressed.isEmpty(), patience);
        watched.document.save_setup(setup_with(1));
        SAVED(watched);
        QVERIFY(watched.document.importing());
        watched.document.cancel_import();
        FAILED(watched, 1);
        QCOMPARE(watched.error().code, ErrorCode::cancelled);
        QVERIFY(!watched.document.importing() && watched.imported.isEmpty());
        for (const QList<QVariant>& told : watched.progressed)
            QVERIFY(told.at(0).toDouble() >= 0 && told.at(0).toDouble() <= 1);
        QVERIFY(dump(path("w.attune").toStdString()) != before); // the setup
        QCOMPARE(watched.document.contents().scenarios.size(), shipped_scenarios().size());
    }
};

ATTUNE_TEST(DocumentImport_test);

#include "document_import_test.moc"
