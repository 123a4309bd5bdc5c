// Hostile text becomes visible and inert.
#include "simulations/report/markup.h"
#include "tests/simulations/report/sample_records.h"
#include "tests/support/test.h"

#include <QXmlStreamReader>

using namespace attune;

class Markup_test : public QObject {
    Q_OBJECT

private slots:
    void hidden_signs_and_broken_bytes_are_shown_data() {
        QTest::addColumn<QByteArray>("in");
        QTest::addColumn<QByteArray>("out");
        QTest::newRow("plain") << QByteArray("Größe 12 €") << QByteArray("Größe 12 €");
        QTest::newRow("markup") << QByteArray("<b a='1'>&\"")
                                << QByteArray("&lt;b a=&#39;1&#39;&gt;&amp;&quot;");
        QTest::newRow("end of CDATA") << QByteArray("]]>") << QByteArray("]]&gt;");
        QTest::newRow("control") << QByteArray("a\x01"
                                               "b\x7f")
                                 << QByteArray("a\uFFFDb\uFFFD");
        QTest::newRow("line break") << QByteArray("a\r\nb\tc") << QByteArray("a  b c");
        QTest::newRow("right to left override") << QByteArray("a\u202Eb") << QByteArray("a\uFFFDb");
        QTest::newRow("isolate") << QByteArray("\u2066x\u2069") << QByteArray("\uFFFDx\uFFFD");
        QTest::newRow("byte order mark") << QByteArray("\uFEFFx") << QByteArray("\uFFFDx");
        QTest::newRow("cut short") << QByteArray("a\xE2\x82") << QByteArray("a\uFFFD\uFFFD");
        QTest::newRow("overlong") << QByteArray("\xC0\xAF") << QByteArray("\uFFFD\uFFFD");
        QTest::newRow("surrogate") << QByteArray("\xED\xA0\x80") << QByteArray("\uFFFD\uFFFD\uFFFD");
        QTest::newRow("noncharacter") << QByteArray("\xEF\xBF\xBF") << QByteArray("\uFFFD");
        QTest::newRow("beyond Unicode")
            << QByteArray("\xF4\x90\x80\x80") << QByteArray("\uFFFD\uFFFD\uFFFD\uFFFD");
        QTest::newRow("NUL") << QByteArray("a\0b", 3) << QByteArray("a\uFFFDb");
        QTest::newRow("emoji") << QByteArray("\U0001F600") << QByteArray("\U0001F600");
    }
    void hidden_signs_and_broken_bytes_are_shown() {
        QFETCH(QByteArray, in);
        QFETCH(QByteArray, out);
        QCOMPARE(QByteArray::fromStdString(escaped(in.toStdString())), out);
    }

    void any_bytes_make_well_formed_xml() {
        test::Dice dice(3);
        for (int i = 0; i < test::sized(3000, 100000); ++i) {
            std::string bytes;
            for (int n = dice.below(24); n > 0; --n)
                bytes += static_cast<char>(dice.below(256));
            const std::string document = "<a b=\"" + escaped(bytes) + "\">" + escaped(bytes) + "</a>";
            QXmlStreamReader reader(QByteArray::fromStdString(document));
            while (!reader.atEnd())
                reader.readNext();
            QVERIFY2(!reader.hasError(), QByteArray::fromStdString(bytes).toHex().constData());
        }
    }

    void long_text_is_cut_between_characters() {
        QCOMPARE(shortened("abcdef", 6), std::string("abcdef"));
        QCOMPARE(shortened("abcdefg", 6), std::string("abcde…"));
        QCOMPARE(shortened("äöüäöü", 4), std::string("äöü…"));
        QCOMPARE(shortened("ab cd", 4), std::string("ab…"));
        QCOMPARE(shortened("", 4), std::string());
    }
};
ATTUNE_TEST(Markup_test);

#include "markup_test.moc"
