// learning: three questions, each as tables, a document and a file.
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;

namespace {

QStringList learning(const QStringList& more) {
    return QStringList{"learning", "--scenario", "calm-baseline", "--users", "150",
                       "--days",   "12",         "--items",       "100"} +
           more;
}

} // namespace

class Learning_test : public QObject {
    Q_OBJECT
private slots:
    void every_question_has_table_document_and_file_data() {
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("words");
        QTest::newRow("by source") << QStringList{} << "learning"
                                   << "what they say alone";
        QTest::newRow("by calendar") << QStringList{"--calendar"} << "calendar"
                                     << "the policy's own";
        QTest::newRow("by voice") << QStringList{"--silence", "taste=niche"} << "voice"
                                  << "everybody else";
    }
    void every_question_has_table_document_and_file() {
        QFETCH(QStringList, more);
        QFETCH(QString, key);
        QFETCH(QString, words);
        const Json told = document(program_.run(learning(more + QStringList{"--json", "--csv", "out.csv"})));
        QVERIFY(told.contains(key.toStdString()));
        QVERIFY(program_.read("out.csv").count('\n') > 2);
        const Outcome outcome = program_.run(learning(more + QStringList{"--threads", "2"}));
        QVERIFY2(outcome.code == 0 && outcome.out.contains(words), outcome.told());
        QVERIFY(document(program_.run(learning(more + QStringList{"--json", "--threads", "3"}))) == told);
        QVERIFY(QFile::remove(program_.path("out.csv")));
    }

    void what_cannot_be_asked_is_refused_and_nothing_written() {
        const Outcome group = program_.run(learning({"--silence", "niche", "--csv", "out.csv"}));
        QVERIFY2(group.code == 2 && group.err.contains("taste=niche"), group.told());
        const Outcome both = program_.run(learning({"--silence", "taste=niche", "--calendar"}));
        QVERIFY2(both.code == 2, both.told());
        const Outcome days = program_.run({"learning", "--scenario", "calm-baseline", "--days", "3"});
        QVERIFY2(days.code == 2 && days.err.contains("six days"), days.told());
        QVERIFY(!QFile::exists(program_.path("out.csv")));
    }

private:
    const Program program_;
};

ATTUNE_TEST(Learning_test);
#include "learning_test.moc"
