// What a list of words with negation makes of what people write.
#include "core/base/random.h"
#include "core/base/resources.h"
#include "core/recommender/feedback/lexicon.h"
#include "tests/support/test.h"

using namespace attune;

namespace {

QString read(const Lexicon& lexicon, std::string_view text) {
    const auto reason = lexicon.read(text);
    return reason ? QString::fromStdString(std::string(name(*reason))) : QStringLiteral("-");
}

std::string shipped_text() {
    return std::string(find_resource("lexicon/en.json").value());
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const std::size_t at = text.find(what);
    return at == std::string::npos ? std::string() : text.replace(at, what.size(), by);
}

} // namespace

class Lexicon_test : public QObject {
    Q_OBJECT
private slots:
    // FB-20, DE-11: planted texts, plain and negated.
    void a_text_gives_its_reason_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("reason");
        const std::initializer_list<std::pair<const char*, const char*>> planted = {
            {"This is too expensive", "too_expensive"},
            {"EXPENSIVE!!!", "too_expensive"},
            {"expensively", "-"}, // another word
            {"It is not too expensive", "-"},
            {"not expensive, but badly made", "quality"},
            {"not good", "quality"},
            {"good", "-"},
            {"it isn\xE2\x80\x99t interesting", "topic"},
            {"not not expensive", "too_expensive"},                 // twice no is yes
            {"no, the price", "too_expensive"},                     // the clause has ended
            {"no need to look at the price", "too_expensive"},      // the "no" is too far away
            {"price and quality are poor, poorly read", "quality"}, // two words against one
            {"seen it, and it costs too much", "seen_it"},          // of equals the first
            {"", "-"},
            {"    \t \n", "-"},
            {"\xFF\xFE\x80", "-"},
            {"this kind of thing", "topic"}, // the phrase, not its words
        };
        int row = 0;
        for (const auto& [text, reason] : planted)
            QTest::addRow("%d", row++) << QString::fromLatin1(text) << reason;
    }
    void a_text_gives_its_reason() {
        QFETCH(QString, text);
        QFETCH(QString, reason);
        QCOMPARE(read(shipped_lexicon(), text.toLatin1().toStdString()), reason);
    }

    void without_negation_the_same_texts_mislead() {
        const auto deaf = Lexicon::parse(replaced(shipped_text(), "\"reach\": 3", "\"reach\": 0"), "x.json");
        VERIFY_OK(deaf);
        QCOMPARE(read(*deaf, "It is not too expensive"), "too_expensive");
        QCOMPARE(read(*deaf, "not good"), "-");
    }

    void nothing_beyond_500_characters_is_read() {
        const std::string far = std::string(Lexicon::longest_text, ' ') + "expensive";
        QCOMPARE(read(shipped_lexicon(), far), "-");
        QCOMPARE(read(shipped_lexicon(), far.substr(20)), "too_expensive");
    }

    // Any bytes at all are read without harm, and the same way every time.
    void any_bytes_are_read_without_harm() {
        for (std::uint32_t n = 0; n < 2000; ++n) {
            std::string text;
            const Words dice = words_at(stream_key(7, 0), Stream::learning, n);
            for (std::uint32_t i = 0; i < dice[0] % 120; ++i)
                text += static_cast<char>(words_at(stream_key(7, 0), Stream::learning, n, i)[1] & 255U);
            QCOMPARE(read(shipped_lexicon(), text), read(shipped_lexicon(), text));
        }
    }

    void broken_lists_are_refused_data() {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("by");
        QTest::addColumn<QString>("words");
        QTest::addRow("not ours") << R"("attune": "lexicon")"
                                  << R"("attune": "policy")"
                                  << "not a list of words";
        QTest::addRow("version") << R"("version": 1)"
                                 << R"("version": 0)"
                                 << "version";
        QTest::addRow("field") << R"("language": "en")"
                               << R"("tongue": "en")"
                               << "'tongue'";
        QTest::addRow("reach") << R"("reach": 3)"
                               << R"("reach": 7)"
                               << "from 0 to 6";
        QTest::addRow("no reach") << R"("reach": 3,)"
                                  << ""
                                  << "reach";
        QTest::addRow("negation") << R"("negations": ["not",)"
                                  << R"("negations": ["not at all",)"
                                  << "one word";
        QTest::addRow("reason") << R"("seen_it": ["seen")"
                                << R"("seen": ["seen")"
                                << "no reason 'seen'";
        QTest::addRow("twice") << R"("overpriced",)"
                               << R"("overpriced", "seen",)"
                               << "listed twice";
        QTest::addRow("empty") << R"("overpriced",)"
                               << R"("--",)"
                               << "no word";
        QTest::addRow("number") << R"("overpriced",)"
                                << "3,"
                                << "not a text";
        QTest::addRow("long") << R"("overpriced",)"
                              << "\"" + QString(70, 'a') + "\","
                              << "60 characters";
        QTest::addRow("cut off") << R"("praise": {)"
                                 << ""
                                 << "";
    }
    void broken_lists_are_refused() {
        QFETCH(QString, what);
        QFETCH(QString, by);
        QFETCH(QString, words);
        const std::string broken = replaced(shipped_text(), what.toStdString(), by.toStdString());
        QVERIFY(!broken.empty());
        const auto refused = Lexicon::parse(broken, "words.json");
        QVERIFY(!refused);
        const QString line = QString::fromStdString(to_line(refused.error()));
        QVERIFY2(line.contains(words) && line.contains("words.json"), qPrintable(line));
    }
};

ATTUNE_TEST(Lexicon_test);
#include "lexicon_test.moc"
