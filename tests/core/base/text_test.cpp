#include "core/base/resources.h"
#include "core/base/text.h"
#include "tests/support/test.h"

#include <QDirIterator>
#include <QFile>

#include <string>

using namespace attune;

class Text_test : public QObject {
    Q_OBJECT
private slots:
    void words_come_by_key() {
        const auto text = Text::parse(R"({"a": "one", "b": "two words"})", "t.json");
        VERIFY_OK(text);
        QVERIFY(text->has("a"));
        QVERIFY(!text->has("c"));
        QCOMPARE(text->get("b"), std::string("two words"));
        QCOMPARE(text->get("c"), std::string("[c]"));
        QCOMPARE(text->all().size(), 2U);
    }

    void names_in_braces_are_replaced_data() {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("result");
        QTest::newRow("one") << "{n} people"
                             << "12 people";
        QTest::newRow("twice, side by side") << "{n}{n}"
                                             << "1212";
        QTest::newRow("two names") << "{who} has {n}"
                                   << "Ada has 12";
        QTest::newRow("unknown stays") << "{what} is {n}"
                                       << "{what} is 12";
        QTest::newRow("unclosed stays") << "{n} {n"
                                        << "12 {n";
        QTest::newRow("lone brace stays") << "} {n}"
                                          << "} 12";
        QTest::newRow("empty name stays") << "{} {n}"
                                          << "{} 12";
        QTest::newRow("a value is not replaced again") << "{loop}"
                                                       << "{n}";
        QTest::newRow("nothing to do") << "plain"
                                       << "plain";
        QTest::newRow("empty") << ""
                               << "";
    }
    void names_in_braces_are_replaced() {
        QFETCH(QString, pattern);
        QFETCH(QString, result);
        const auto text = Text::parse("{\"t\": \"" + pattern.toStdString() + "\"}", "t.json");
        VERIFY_OK(text);
        QCOMPARE(QString::fromStdString(text->get("t", {{"n", "12"}, {"who", "Ada"}, {"loop", "{n}"}})),
                 result);
    }

    void bad_files_are_refused_with_their_line_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("where");
        QTest::addColumn<QString>("what");
        QTest::newRow("a list") << "[]"
                                << "t.json"
                                << "one JSON object";
        QTest::newRow("a number as text") << "{\"a\": \"x\",\n\"b\": 3}"
                                          << "t.json:2"
                                          << "the text of 'b' is not a string";
        QTest::newRow("an object as text") << "{\"a\":\n {\"b\": \"x\"}}"
                                           << "t.json:1"
                                           << "the text of 'a' is not a string";
        QTest::newRow("a key twice") << "{\"a\": \"x\",\n\n\"a\": \"y\"}"
                                     << "t.json:3"
                                     << "stands twice";
        QTest::newRow("no JSON") << "words"
                                 << "t.json:1"
                                 << "not valid JSON";
    }
    void bad_files_are_refused_with_their_line() {
        QFETCH(QString, json);
        QFETCH(QString, where);
        QFETCH(QString, what);
        const auto text = Text::parse(json.toStdString(), "t.json");
        QVERIFY(!text);
        QCOMPARE(text.error().code, ErrorCode::bad_input);
        QCOMPARE(QString::fromStdString(text.error().where), where);
        QVERIFY2(QString::fromStdString(text.error().what).contains(what), text.error().what.c_str());
    }

    void a_language_that_is_not_there_is_an_error() {
        const auto text = Text::load("tlh");
        QVERIFY(!text);
        QCOMPARE(text.error().code, ErrorCode::not_found);
        QVERIFY(text.error().what.find("'tlh'") != std::string::npos);
    }

    void english_has_every_embedded_subject() {
        VERIFY_OK(Text::load("en"));
        QCOMPARE(Text::english().get("product.name"), std::string("Attune"));
        std::size_t words = 0;
        for (const Resource& resource : resources()) {
            if (!resource.path.starts_with("text/en/")) continue;
            const auto part = Text::parse(resource.bytes, std::string(resource.path));
            VERIFY_OK(part);
            for (const auto& [key, value] : part->all())
                QCOMPARE(Text::english().get(key), value);
            words += part->all().size();
        }
        QCOMPARE(words, Text::english().all().size());
    }

    void no_text_is_empty_or_shouts() {
        for (const auto& [key, words] : Text::english().all()) {
            QVERIFY2(!words.empty(), key.c_str());
            QVERIFY2(words.find('!') == std::string::npos, key.c_str());
            // Command lines to copy are set in from the left; all else starts and ends with a word.
            if (key.starts_with("cli.")) continue;
            QVERIFY2(words.front() != ' ' && words.back() != ' ', key.c_str());
            QVERIFY2(words.find("  ") == std::string::npos, key.c_str());
        }
    }

    void embedded_files_are_those_of_the_folder() {
        const QString root = QString::fromStdString(test::source_path("resources"));
        QDirIterator files(root, {"*.json", "*.css", "*.svg"}, QDir::Files, QDirIterator::Subdirectories);
        int found = 0;
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString path = file.fileName().mid(root.size() + 1);
            const auto bytes = find_resource(path.toStdString());
            QVERIFY2(bytes, qPrintable(path + " is not embedded"));
            QCOMPARE(QByteArray(bytes->data(), static_cast<qsizetype>(bytes->size())), file.readAll());
            ++found;
        }
        QCOMPARE(static_cast<std::size_t>(found), resources().size());
        QVERIFY(!find_resource("text/en/none.json"));
        for (std::size_t i = 1; i < resources().size(); ++i)
            QVERIFY(resources()[i - 1].path < resources()[i].path);
    }
};
ATTUNE_TEST(Text_test);

#include "text_test.moc"
