// import, and what can be done with an imported world. The answers of the fixture are its own
// (expected.json).
#include "core/workspace/workspace.h"
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

#include <QFileInfo>

#include <cstdlib>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

QString fixture(const char* name) {
    return QString::fromStdString(source_path(std::string("tests/fixtures/ratings-small/") + name));
}

QByteArray bytes(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Json expected(const char* name) {
    return Json::parse(bytes(fixture("expected.json")).toStdString())[name];
}

/// A clean little file: 12 people, 15 items, no repeats.
QByteArray ratings(const char* separator, const char* line_end, const char* head) {
    QByteArray out = QByteArray(head).isEmpty() ? QByteArray() : QByteArray(head) + line_end;
    for (int u = 1; u <= 12; ++u)
        for (int i = 1; i <= 15; ++i)
            if ((u * 7 + i * 3) % 4 != 0) {
                const QStringList cells = {QString::number(u), QString::number(100 + i),
                                           QString::number(1 + (u * i) % 5),
                                           QString::number(1400000000 + u * 86400 + i)};
                out += cells.join(separator).toUtf8() + line_end;
            }
    return out;
}

QStringList import(const QString& file, const QString& name = "films") {
    return {"import", "--ratings", file, "--into", name, "--workspace", "w.attune"};
}

/// Rows of the document as "line reason" of one file.
std::multiset<std::pair<int, std::string>> rows_of(const Json& import, const std::string& file) {
    std::multiset<std::pair<int, std::string>> rows;
    for (const Json& row : import["rows"])
        if (row["file"] == file) rows.emplace(row["line"].get<int>(), row["reason"].get<std::string>());
    return rows;
}

std::multiset<std::pair<int, std::string>> rows_expected(const char* name) {
    std::multiset<std::pair<int, std::string>> rows;
    const Json answers = expected(name);
    for (const Json& row : answers["quarantined"])
        rows.emplace(row[0].get<int>(), row[1].get<std::string>());
    return rows;
}

} // namespace

class Import_test : public QObject {
    Q_OBJECT

private slots:
    void fixture_is_read_as_its_answers_say_data() {
        QTest::addColumn<QString>("ratings");
        QTest::addColumn<QString>("items"); // named on the command line, or empty: found beside
        QTest::addColumn<QString>("items_read");
        QTest::newRow("MovieLens ::") << "ratings.dat"
                                      << ""
                                      << "movies.dat";
        QTest::newRow("CSV") << "ratings.csv"
                             << ""
                             << "movies.dat";
        QTest::newRow("CSV, items named") << "ratings.csv"
                                          << "movies-semicolon.csv"
                                          << "movies-semicolon.csv";
    }
    void fixture_is_read_as_its_answers_say() {
        QFETCH(QString, ratings);
        QFETCH(QString, items);
        QFETCH(QString, items_read);
        const Program program;
        QStringList arguments = import(fixture(ratings.toUtf8())) << "--json";
        if (!items.isEmpty()) arguments << "--items" << fixture(items.toUtf8());
        const Json document_ = document(program.run(arguments));
        QVERIFY(document_.is_object());
        QCOMPARE(keys(document_), QStringList{"import"});
        const Json& import = document_["import"];
        QCOMPARE(keys(import),
                 QStringList({"scenario", "read", "kept", "quarantined", "reasons", "rows", "items_file",
                              "users", "items", "items_in_world", "people_in_world", "provider_groups"}));
        const Json want = expected(ratings.toUtf8());
        const Json want_items = expected(items_read.toUtf8());
        QCOMPARE(import["read"].get<int>(),
                 want["rows_read"].get<int>() + want_items["rows_read"].get<int>());
        QCOMPARE(import["kept"].get<int>(), want["kept"].get<int>() + want_items["kept"].get<int>());
        QCOMPARE(import["read"].get<int>(), import["kept"].get<int>() + import["quarantined"].get<int>());
        QCOMPARE(import["users"].get<int>(), want["users"].get<int>());
        QCOMPARE(import["items"].get<std::size_t>(), want["items"].size());
        QCOMPARE(QFileInfo(QString::fromStdString(import["items_file"].get<std::string>())).fileName(),
                 items_read);
        QVERIFY(rows_of(import, ratings.toStdString()) == rows_expected(ratings.toUtf8()));
        QVERIFY(rows_of(import, items_read.toStdString()) == rows_expected(items_read.toUtf8()));
        int counted = 0;
        for (const auto& [reason, count] : import["reasons"].items())
            counted += count.get<int>();
        QCOMPARE(counted, import["quarantined"].get<int>());

        const auto workspace = Workspace::open(program.file("w.attune"), OpenMode::read_only);
        VERIFY_OK(workspace);
        const auto stored = workspace->imports().find("films");
        VERIFY_OK(stored);
        QCOMPARE(stored->rows_read, import["read"].get<std::int64_t>());
        QCOMPARE(stored->rows_kept, import["kept"].get<std::int64_t>());
        QCOMPARE(stored->quarantined.size(), import["rows"].size());
        QVERIFY(workspace->header()->personal_data);
    }

    void imported_world_can_be_run_compared_reported_and_verified() {
        const Program program;
        QVERIFY(document(program.run(import(fixture("ratings.dat")) << "--json")).is_object());
        const QStringList sizes = {"--scenario", "films", "--users",     "150",
                                   "--days",     "4",     "--workspace", "w.attune"};
        const Json run = document(program.run(QStringList{"run", "--json"} + sizes));
        QVERIFY(run.is_object());
        QCOMPARE(run["run"]["scenario"].get<std::string>(), std::string("films"));
        const Json compare_document = document(program.run(
            QStringList{"compare", "--json", "--baseline", "default", "--candidate", "default"} + sizes));
        QVERIFY(compare_document.is_object());
        QVERIFY(compare_document["candidate"]["run"]["fingerprint"] == run["run"]["fingerprint"]);
        QCOMPARE(program.run({"report", "--workspace", "w.attune", "--html", "r.html", "--quiet"}).code, 0);
        QCOMPARE(program.run({"verify", "w.attune", "--quiet"}).code, 0);
        const Json list = document(program.run({"scenario", "list", "--json", "--workspace", "w.attune"}));
        QVERIFY(list.is_object());
        QCOMPARE(list["scenarios"].back()["name"].get<std::string>(), std::string("films"));
        QVERIFY(list["scenarios"].back()["imported"].get<bool>());
        QCOMPARE(list["scenarios"].back()["items"].get<int>(), run["run"]["items"].get<int>());
    }

    void one_command_erases_an_import_and_all_that_came_of_it() {
        Program program;
        program.set("XDG_CONFIG_HOME", program.path("config"));
        QCOMPARE(program.run(import(fixture("ratings.dat")) << "--quiet").code, 0);
        const QStringList run = {"run", "--scenario", "films",   "--users",     "60",      "--days",
                                 "4",   "--quiet",    "--trail", "--workspace", "w.attune"};
        QCOMPARE(program.run(run).code, 0);
        const QStringList erase = {"erase-import", "films", "--workspace", "w.attune"};
        // What has a line about every person is not written of them.
        const Outcome log = program.run(run + QStringList{"--log", "log.jsonl"});
        QVERIFY2(log.code == 2 && says(log, {"--log", "import"}), log.told());
        QVERIFY(!QFileInfo::exists(program.path("log.jsonl")));

        const Json erased = document(program.run(erase + QStringList{"--json"}))["erased"];
        QCOMPARE(erased["runs"].get<int>(), 1);
        QCOMPARE(erased["runs_in_trail"].get<int>(), 1);
        const int keys = erased["keys_destroyed"].get<int>(); // of those who came
        QVERIFY(keys > 30 && keys <= 60);
        QCOMPARE(erased["verify"].get<std::string>(), std::string("passed"));
        const auto workspace = Workspace::open(program.file("w.attune"), OpenMode::read_only);
        VERIFY_OK(workspace);
        QVERIFY(workspace->runs().list()->empty() && workspace->imports().list()->empty());
        QVERIFY(!workspace->header()->personal_data);
        QVERIFY(workspace->trail().readable_people(1)->empty());
        QCOMPARE(program.run({"audit", "--workspace", "w.attune", "--quiet"}).code, 0);
        const Outcome again = program.run(erase);
        QVERIFY2(again.code == 2 && says(again, {"films"}), again.told());
    }

    // Erasing does not wait for a trail that is whole, and says that it does not tell of it.
    void an_import_is_erased_although_its_trail_has_a_wrong_byte() {
        Program program;
        program.set("XDG_CONFIG_HOME", program.path("config"));
        QCOMPARE(program.run(import(fixture("ratings.dat")) << "--quiet").code, 0);
        QCOMPARE(program
                     .run({"run", "--scenario", "films", "--users", "60", "--days", "4", "--quiet", "--trail",
                           "--workspace", "w.attune"})
                     .code,
                 0);
        QByteArray bytes = program.read("w.attune");
        const auto at = bytes.indexOf("\"watched\"");
        QVERIFY(at > 0);
        bytes[at + 1] = 'W';
        program.write("w.attune", bytes);
        const Outcome erased = program.run({"erase-import", "films", "--workspace", "w.attune"});
        QVERIFY2(erased.code == 3 && erased.out.contains("The import 'films' is erased") &&
                     erased.out.contains("No head could be signed"),
                 erased.told());
        const auto workspace = Workspace::open(program.file("w.attune"), OpenMode::read_only);
        VERIFY_OK(workspace);
        QVERIFY(workspace->runs().list()->empty() && workspace->imports().list()->empty());
        QVERIFY(workspace->trail().readable_people(1)->empty());
    }

    void imported_world_brings_its_own_items() {
        const Program program;
        QCOMPARE(program.run(import(fixture("ratings.dat")) << "--quiet").code, 0);
        const Outcome outcome =
            program.run({"run", "--scenario", "films", "--items", "50", "--workspace", "w.attune"});
        QVERIFY2(outcome.code == 2 && says(outcome, {"--items", "--keep"}), outcome.told());
        const Outcome without = program.run({"run", "--scenario", "films"});
        QVERIFY2(without.code == 2 && says(without, {"films"}), without.told());
    }

    void world_is_the_same_however_the_file_is_written_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("options");
        const QByteArray plain = ratings(",", "\n", "userId,movieId,rating,timestamp");
        QTest::newRow("byte order mark") << "\xef\xbb\xbf" + plain << "r.csv" << QStringList{};
        QTest::newRow("CR LF") << ratings(",", "\r\n", "userId,movieId,rating,timestamp") << "r.csv"
                               << QStringList{};
        QTest::newRow("byte order mark and CR LF")
            << "\xef\xbb\xbf" + ratings(",", "\r\n", "userId,movieId,rating,timestamp") << "r.csv"
            << QStringList{};
        QTest::newRow("no last line end") << plain.chopped(1) << "r.csv" << QStringList{};
        QTest::newRow("tabs") << ratings("\t", "\n", "userId\tmovieId\trating\ttimestamp") << "r.tsv"
                              << QStringList{};
        QTest::newRow("tabs, wrong name") << ratings("\t", "\n", "") << "r.csv" << QStringList{};
        QTest::newRow("semicolons") << ratings(";", "\n", "userId;movieId;rating;timestamp") << "r.csv"
                                    << QStringList{};
        QTest::newRow("double colons") << ratings("::", "\n", "") << "r.dat" << QStringList{};
        QTest::newRow("format said") << ratings("::", "\n", "") << "r.txt" << QStringList{"--format", "dat"};
        QTest::newRow("columns by number")
            << ratings(",", "\n", "") << "r.csv" << QStringList{"--map", "user=1,item=2,rating=3,time=4"};
        QTest::newRow("columns by name") << ratings(",", "\n", "wer,was,wie,wann") << "r.csv"
                                         << QStringList{"--map", "user=wer,item=was,rating=wie,time=wann"};
    }
    void world_is_the_same_however_the_file_is_written() {
        QFETCH(QByteArray, file);
        QFETCH(QString, name);
        QFETCH(QStringList, options);
        const auto fingerprint = [](const QByteArray& content, const QString& file_name,
                                    const QStringList& more) {
            const Program program;
            program.write(file_name, content);
            const Json import_document = document(program.run(import(file_name) << "--json" << more));
            if (!import_document.is_object() || import_document["import"]["quarantined"] != 0 ||
                import_document["import"]["kept"] != import_document["import"]["read"])
                return std::string("not read");
            const Json run = document(program.run({"run", "--json", "--scenario", "films", "--users", "70",
                                                   "--days", "2", "--workspace", "w.attune"}));
            return run.is_object() ? run["run"]["fingerprint"].get<std::string>() : "not run";
        };
        const std::string plain =
            fingerprint(ratings(",", "\n", "userId,movieId,rating,timestamp"), "r.csv", {});
        QCOMPARE(plain.size(), std::size_t{32});
        QCOMPARE(fingerprint(file, name, options), plain);
    }

    void file_without_use_is_refused_and_nothing_is_written_data() {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QStringList>("words");
        const QByteArray plain = ratings(",", "\n", "userId,movieId,rating,timestamp");
        const auto row = [](const char* name, const QByteArray& file, const QStringList& options,
                            const QStringList& words) { QTest::newRow(name) << file << options << words; };
        row("empty", "", {}, {"r.csv", "empty"});
        row("byte order mark alone", "\xef\xbb\xbf", {}, {"r.csv"});
        row("blank lines alone", "\n\n\r\n", {}, {"r.csv"});
        row("head alone", "userId,movieId,rating,timestamp\n", {}, {"r.csv"});
        row("no usable row", "userId,movieId,rating\n1,2,many\n3,4,few\n5,6,none\n", {},
            {"r.csv", "usable row"});
        row("a picture", QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\2\3", 20), {}, {"r.csv"});
        row("gzip renamed",
            QByteArray("\x1f\x8b\x08\0\0\0\0\0\0\x03\x4b\x4c\x4a\x06\0\xc2\x41\x24\x35\x03\0\0\0", 23), {},
            {"r.csv", "gzip"});
        row("unknown part", plain, {"--map", "usr=1"}, {"--map", "usr", "user, item, rating, time"});
        row("part twice", plain, {"--map", "user=1,user=2"}, {"--map", "user"});
        row("column that is not there", plain, {"--map", "user=9"}, {"9"});
        row("name that is not there", plain, {"--map", "user=who"}, {"who", "userId"});
        row("one column for two", plain, {"--map", "user=1,item=1"}, {"two parts"});
        row("no map at all", plain, {"--map", "user"}, {"--map", "part=column"});
        row("unknown format", plain, {"--format", "xlsx"}, {"--format", "auto, dat, csv"});
        row("items that are not there", plain, {"--items", "none.csv"}, {"none.csv"});
        row("a folder of items", plain, {"--items", "home"}, {"home"});
        row("items of another kind", plain, {"--items", "r.csv", "--items-map", "title=99"}, {"99"});
        row("too few to keep", plain, {"--keep", "1"}, {"--keep", "10"});
        row("one file for two", plain, {"--workspace", "r.csv"}, {"--workspace"});
    }
    void file_without_use_is_refused_and_nothing_is_written() {
        QFETCH(QByteArray, file);
        QFETCH(QStringList, options);
        QFETCH(QStringList, words);
        const Program program;
        program.write("r.csv", file);
        QStringList arguments = {"import", "--ratings", "r.csv", "--into", "films"};
        if (!options.contains("--workspace"))
            arguments << "--workspace"
                      << "w.attune";
        const Outcome outcome = program.run(arguments + options);
        QVERIFY2(outcome.code == 2, outcome.told());
        QVERIFY2(says(outcome, words), outcome.told());
        QCOMPARE(program.names(), QStringList{"r.csv"});
        QVERIFY(program.read("r.csv") == file);
        QVERIFY2(!QFileInfo::exists(program.path("home/config/attune/import.key")), "a key for nothing");
    }

    void folder_or_missing_file_is_refused() {
        const Program program;
        const Outcome folder = program.run(import("home"));
        QVERIFY2(folder.code == 2 && says(folder, {"home", "folder"}), folder.told());
        const Outcome missing = program.run(import("none.csv"));
        QVERIFY2(missing.code == 2 && says(missing, {"none.csv", "no such file"}), missing.told());
        QVERIFY(program.names().isEmpty());
    }

    void scenario_needs_a_name_of_its_own_data() {
        QTest::addColumn<QString>("name");
        QTest::newRow("capital letters") << "Films";
        QTest::newRow("a path") << "../films";
        QTest::newRow("spaces") << "our films";
        QTest::newRow("begins like an option") << "-films";
        QTest::newRow("too long") << QString(65, 'a');
        QTest::newRow("shipped") << "calm-baseline";
    }
    void scenario_needs_a_name_of_its_own() {
        QFETCH(QString, name);
        const Program program;
        const Outcome outcome = program.run(import(fixture("ratings.dat"), name));
        QVERIFY2(outcome.code == 2 && says(outcome, {"--into"}), outcome.told());
        QVERIFY(program.names().isEmpty());
    }

    void second_import_is_the_same_or_refused() {
        const Program program;
        QCOMPARE(program.run(import(fixture("ratings.dat")) << "--quiet").code, 0);
        const QByteArray before = program.read("w.attune");
        QCOMPARE(program.run(import(fixture("ratings.dat")) << "--quiet").code, 0);
        QVERIFY(program.read("w.attune") == before);
        const Outcome other = program.run(import(fixture("ratings.csv")));
        QVERIFY2(other.code == 2 && says(other, {"--into", "films", "another name"}), other.told());
        QVERIFY(program.read("w.attune") == before);
        QCOMPARE(program.run(import(fixture("ratings.csv"), "more-films") << "--quiet").code, 0);
        QCOMPARE(document(program.run({"scenario", "list", "--json", "--workspace", "w.attune"}))["scenarios"]
                     .size(),
                 document(program.run({"scenario", "list", "--json"}))["scenarios"].size() + 2);
    }

    // Ids are keyed hashes, the key is the user's, and no id of the file is in the workspace.
    void ids_stay_out_of_the_workspace() {
        const Program program;
        QCOMPARE(program.run(import(fixture("ratings.dat")) << "--quiet").code, 0);
        const QByteArray workspace = program.read("w.attune");
        for (const char* id : {"123456789012345678901234567890", "user-a", "xxxxxxxxxxxxxxxxxxxx"})
            QVERIFY2(bytes(fixture("ratings.dat")).contains(id) && !workspace.contains(id), id);
        const QFileInfo key(program.path("home/config/attune/import.key"));
        QCOMPARE(key.size(), qint64{32});
        QCOMPARE(key.permissions() & 0x077, QFile::Permissions());
        QVERIFY(!workspace.contains(bytes(key.filePath())));
        // The key is kept: a second import meets the first.
        const QByteArray bytes_before = bytes(key.filePath());
        QCOMPARE(program
                     .run({"import", "--ratings", fixture("ratings.dat"), "--into", "again", "--workspace",
                           "v.attune", "--quiet"})
                     .code,
                 0);
        QVERIFY(bytes(key.filePath()) == bytes_before);
    }

    void damaged_key_is_named_and_kept() {
        const Program program;
        QVERIFY(QDir(program.path("home")).mkpath("config/attune"));
        program.write("home/config/attune/import.key", "short");
        const Outcome outcome = program.run(import(fixture("ratings.dat")));
        QVERIFY2(outcome.code == 4 && says(outcome, {"import.key", "damaged"}), outcome.told());
        QCOMPARE(program.read("home/config/attune/import.key"), QByteArray("short"));
        QVERIFY(program.names().isEmpty());
    }

    void place_of_the_key_follows_home() {
        Program program;
        program.set("XDG_CONFIG_HOME", "");
        QCOMPARE(program.run(import(fixture("ratings.dat")) << "--quiet").code, 0);
        QVERIFY(QFileInfo::exists(program.path("home/.config/attune/import.key")));
        program.set("HOME", "");
        const Outcome nowhere = program.run(import(fixture("ratings.dat"), "more"));
        QVERIFY2(nowhere.code == 2 && says(nowhere, {"HOME"}), nowhere.told());
    }

    void words_name_counts_reasons_and_the_next_step() {
        const Program program;
        const Outcome outcome = program.run(import(fixture("ratings.dat")));
        QVERIFY2(outcome.code == 0 && outcome.err.isEmpty(), outcome.told());
        for (const char* word :
             {"ratings.dat:", "movies.dat", "attune-cli run --scenario films --workspace w.attune"})
            QVERIFY2(outcome.out.contains(word), outcome.told());
        QVERIFY2(!outcome.out.contains("[quarantine") && !outcome.out.contains("[cli"), outcome.told());
        // What is said next works.
        const QStringList next =
            outcome.out.mid(outcome.out.indexOf("attune-cli run")).trimmed().split(' ').mid(1);
        QCOMPARE(program.run(next + QStringList{"--users", "64", "--days", "1", "--quiet"}).code, 0);
    }

    void real_ratings_go_all_the_way() {
        if (data_folder().empty()) QSKIP("ATTUNE_DATA is not set");
        const QDir folder(QString::fromStdString(data_folder()) + "/movietweetings-100k");
        const QStringList found = folder.entryList({"ratings*"}, QDir::Files);
        QVERIFY2(!found.isEmpty(), "no ratings in movietweetings-100k");
        const Program program;
        const Json import_document =
            document(program.run(import(folder.filePath(found.first()), "tweets") << "--json"));
        QVERIFY(import_document.is_object());
        const Json& import = import_document["import"];
        QVERIFY(import["read"].get<int>() > 90'000);
        QCOMPARE(import["read"].get<int>(), import["kept"].get<int>() + import["quarantined"].get<int>());
        QCOMPARE(import["items_in_world"].get<int>(), std::min(2000, import["items"].get<int>()));
        const QStringList sizes = {"--scenario",  "tweets",
                                   "--users",     QString::number(sized(200, 2000)),
                                   "--days",      QString::number(sized(4, 30)),
                                   "--workspace", "w.attune"};
        QVERIFY(document(program.run(QStringList{"run", "--json"} + sizes)).is_object());
        const Outcome compared = program.run(
            QStringList{"compare", "--json", "--baseline", "default", "--candidate", "ask-every-session"} +
            sizes);
        QVERIFY2(compared.code == 0 || compared.code == 3, compared.told());
        QCOMPARE(program.run({"verify", "w.attune", "--quiet"}).code, 0);
        QCOMPARE(program.run({"report", "--workspace", "w.attune", "--html", "r.html", "--quiet"}).code, 0);
    }
};

ATTUNE_TEST(Import_test);
#include "import_test.moc"
