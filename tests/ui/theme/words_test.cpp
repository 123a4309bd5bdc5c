// Words of the window: found by key, filled with values, errors in one paragraph.
#include "tests/support/test.h"
#include "ui/theme/words.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace attune;
using namespace attune::ui;
using namespace Qt::StringLiterals;

class Words_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void a_key_gives_its_text() { QCOMPARE(words("ui.copy"), u"Copy"_s); }

    void values_take_their_places() {
        QCOMPARE(
            words("ui.guardrails.counts",
                  {{"held", u"4"_s}, {"near_limit", u"1"_s}, {"broken", u"2"_s}, {"not_enough", u"0"_s}}),
            u"Guardrails: 4 held, 1 near the limit, 2 broken, 0 without enough data"_s);
    }

    void a_value_with_braces_stays_as_it_is() {
        QCOMPARE(words("ui.filter.remove", {{"name", u"{name}"_s}}), u"Remove the filter {name}"_s);
    }

    void every_common_word_is_there() {
        QFile file(QString::fromStdString(test::source_path("resources/text/en/ui-common.json")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject all = QJsonDocument::fromJson(file.readAll()).object();
        QVERIFY(all.size() > 5);
        for (auto entry = all.begin(); entry != all.end(); ++entry) {
            QCOMPARE(words(to_core(entry.key())), entry.value().toString());
            QVERIFY(!entry.value().toString().contains(u'!'));
        }
    }

    void letters_of_every_alphabet_come_through() {
        const QString name = u"Größe \u2212 \u65E5\u672C"_s;
        QCOMPARE(from_core(to_core(name)), name);
    }

    void an_error_says_where_what_and_the_remedy() {
        const QString text =
            error_words({ErrorCode::io, "The disk is full", "study.attune", "Free some space"});
        QVERIFY(text.contains(u"study.attune"_s));
        QVERIFY(text.contains(u"The disk is full"_s));
        QVERIFY(text.contains(u"Free some space"_s));
    }
};

ATTUNE_TEST(Words_test);
#include "words_test.moc"
