#include "core/base/json.h"
#include "tests/support/test.h"

#include <QFile>
#include <QTemporaryDir>

#include <string>

using namespace attune;

namespace {

std::string written(const QTemporaryDir& folder, const char* name, const QByteArray& bytes) {
    const QString path = folder.filePath(name);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) return {};
    return path.toStdString();
}

} // namespace

class Json_test : public QObject {
    Q_OBJECT
private slots:
    void good_text_is_read_in_its_order() {
        const auto json = parse_json(
            "\xEF\xBB\xBF{\"z\": 1, \"a\": [true, null, \"\\u00e9\"], \"m\": {\"z\": -2.5e3}}\r\n", "f.json");
        VERIFY_OK(json);
        QCOMPARE(json->dump(), std::string("{\"z\":1,\"a\":[true,null,\"\xC3\xA9\"],\"m\":{\"z\":-2500.0}}"));
    }

    void bad_text_is_refused_with_its_line_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("what");
        const auto row = [](const char* name, const QByteArray& text, const char* where, const char* what) {
            QTest::newRow(name) << text << where << what;
        };
        row("nothing", "", "f.json:1", "not valid JSON");
        row("only blanks", "  \n\n", "f.json:3", "not valid JSON");
        row("missing comma", "{\"a\": 1\n \"b\": 2}", "f.json:2", "not valid JSON");
        row("trailing comma", "{\n\"a\": 1,\n}", "f.json:3", "not valid JSON");
        row("unclosed string", "{\n\n\"a\n: 1}", "f.json:3", "not valid JSON");
        row("unclosed object", "{\n\"a\": 1", "f.json:2", "not valid JSON");
        row("two documents", "{}\n{}", "f.json:2", "not valid JSON");
        row("a comment", "{\n// no\n}", "f.json:2", "not valid JSON");
        row("NaN", "[1,\nNaN]", "f.json:2", "not valid JSON");
        row("bytes that are not UTF-8", "[\"\xFF\xFE\"]", "f.json:1", "not valid JSON");
        row("zero byte", QByteArray("[1,\n\0]", 6), "f.json:2", "not valid JSON");
        row("number too large", "[1,\n2,\n1e999]", "f.json:3", "the number 1e999 is too large");
        row("closing too much", "{}\n}", "f.json:2", "not valid JSON");
        row("key twice", "{\"a\": 1,\n\"b\": 2,\n\"a\": 3}", "f.json:3", "the key 'a' stands twice");
        row("key twice, one escaped", "{\"a\": 1,\n\"\\u0061\": 3}", "f.json:2", "the key 'a' stands twice");
        row("key twice below", "{\"o\": {\"x\": 1},\n\"p\": {\"x\": \"x\",\n \"y\": [\"x\"],\n\"x\" : 2}}",
            "f.json:4", "the key 'x' stands twice");
        row("key twice after text with brackets", "{\"a\": \"}{\\\"[\",\n\"a\": 1}", "f.json:2",
            "the key 'a' stands twice");
        row("a mistake wins over a key twice", "{\"a\": 1,\n\"a\": 2,\n!}", "f.json:3", "not valid JSON");
        row("too deep", QByteArray("[\n").repeated(65) + QByteArray("]").repeated(65), "f.json:65",
            "deeper than 64");
        row("far too deep, never closed", QByteArray("[").repeated(1000000), "f.json:1", "deeper than 64");
    }
    void bad_text_is_refused_with_its_line() {
        QFETCH(QByteArray, text);
        QFETCH(QString, where);
        QFETCH(QString, what);
        const auto json = parse_json({text.constData(), static_cast<std::size_t>(text.size())}, "f.json");
        QVERIFY(!json);
        QCOMPARE(json.error().code, ErrorCode::bad_input);
        QCOMPARE(QString::fromStdString(json.error().where), where);
        QVERIFY2(QString::fromStdString(json.error().what).contains(what), json.error().what.c_str());
    }

    void equal_keys_in_different_objects_are_fine() {
        VERIFY_OK(
            parse_json(R"({"a": {"x": 1}, "b": {"x": 2}, "c": [{"x": 1}, {"x": "x"}], "x": "a"})", "f"));
    }

    void nesting_of_64_is_still_read() {
        VERIFY_OK(parse_json(std::string(64, '[') + std::string(64, ']'), "f"));
        // Brackets in text do not count.
        VERIFY_OK(parse_json("\"" + std::string(500, '[') + "\\\"" + std::string(500, '{') + "\"", "f"));
    }

    void at_key_names_the_line_of_the_key_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("where");
        QTest::newRow("first line") << "a"
                                    << "f:1";
        QTest::newRow("not the text that looks like it") << "b"
                                                         << "f:3";
        QTest::newRow("blanks before the colon") << "c"
                                                 << "f:4";
        QTest::newRow("absent") << "d"
                                << "f";
    }
    void at_key_names_the_line_of_the_key() {
        QFETCH(QString, key);
        QFETCH(QString, where);
        const std::string text = "{\"a\": [\"b\",\n\"c\"],\n\"b\": 1,\n\"c\"\t\n: 2}";
        QCOMPARE(QString::fromStdString(at_key("f", text, key.toStdString())), where);
    }

    void excerpts_are_short_and_whole_characters() {
        QCOMPARE(excerpt("short"), std::string("short"));
        QCOMPARE(excerpt(std::string(60, 'x')), std::string(60, 'x'));
        QCOMPARE(excerpt(std::string(61, 'x')), std::string(60, 'x') + "...");
        // 59 letters, then a character of two bytes that would be cut in its middle.
        QCOMPARE(excerpt(std::string(59, 'x') + "\xC3\xA9\xC3\xA9"), std::string(59, 'x') + "...");
    }

    void a_file_is_read_whole() {
        const QTemporaryDir folder;
        const QByteArray bytes = QByteArray("a\0b\r\n", 5).repeated(60000);
        const auto read = read_file(written(folder, "bytes", bytes));
        VERIFY_OK(read);
        QCOMPARE(QByteArray::fromStdString(*read), bytes);
        const auto empty = read_file(written(folder, "empty", ""));
        VERIFY_OK(empty);
        QVERIFY(empty->empty());
        const std::string path = written(folder, "good.json", "{\"a\": 1}");
        const auto json = read_json_file(path);
        VERIFY_OK(json);
        QCOMPARE(json->at("a").get<int>(), 1);
    }

    void a_file_that_cannot_be_read_says_why() {
        const QTemporaryDir folder;
        const std::string missing = folder.filePath("none.json").toStdString();
        const auto none = read_json_file(missing);
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::not_found);
        QCOMPARE(none.error().where, missing);
        const auto directory = read_file(folder.path().toStdString());
        QVERIFY(!directory);
        QCOMPARE(directory.error().code, ErrorCode::bad_input);
        QVERIFY(directory.error().what.find("folder") != std::string::npos);
        const std::string path = written(folder, "long", QByteArray(100, 'x'));
        VERIFY_OK(read_file(path, 100));
        const auto large = read_file(path, 99);
        QVERIFY(!large);
        QVERIFY2(large.error().what.find("larger than 99 bytes") != std::string::npos,
                 large.error().what.c_str());
        const auto larger = read_file(written(folder, "longer", QByteArray(1100000, 'x')), 1U << 20U);
        QVERIFY(!larger);
        QVERIFY2(larger.error().what.find("larger than 1 MiB") != std::string::npos,
                 larger.error().what.c_str());
        const std::string bad = written(folder, "bad.json", "{\n,");
        const auto broken = read_json_file(bad);
        QVERIFY(!broken);
        QCOMPARE(broken.error().where, bad + ":2");
    }

    void a_line_joins_where_what_and_remedy_data() {
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("remedy");
        QTest::addColumn<QString>("line");
        QTest::newRow("all") << "f:3"
                             << "Do this"
                             << "f:3: it broke. Do this";
        QTest::newRow("no place") << ""
                                  << "Do this"
                                  << "it broke. Do this";
        QTest::newRow("no remedy") << "f:3"
                                   << ""
                                   << "f:3: it broke";
        QTest::newRow("bare") << ""
                              << ""
                              << "it broke";
    }
    void a_line_joins_where_what_and_remedy() {
        QFETCH(QString, where);
        QFETCH(QString, remedy);
        QFETCH(QString, line);
        QCOMPARE(QString::fromStdString(
                     to_line({ErrorCode::failed, "it broke", where.toStdString(), remedy.toStdString()})),
                 line);
    }
};
ATTUNE_TEST(Json_test);

#include "json_test.moc"
