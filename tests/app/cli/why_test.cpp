// why: one person's list as a table, a document and a file.
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;

namespace {

constexpr const char* small_world =
    R"({"attune": "scenario", "version": 1, "name": "ours", "users": 150, "days": 21, "items": 120, "seed": 5})";
constexpr int parts = 15;

QStringList with_ours(const QStringList& more) {
    return QStringList{"why", "--scenario", "ours.json"} + more;
}

} // namespace

class Why_test : public QObject {
    Q_OBJECT

private slots:
    void init() { program_.write("ours.json", small_world); }

    void table_document_and_file_tell_the_same_list() {
        const Json told = document(program_.run(with_ours({"--json", "--csv", "parts.csv"})));
        QVERIFY(told.is_object());
        const std::size_t listed = told["items"].size(), off = told["switched_off"]["items"].size();
        QVERIFY(listed > 1 && off > 1);
        QVERIFY(told["attributed"].get<int>() > 0);
        QCOMPARE(told["switched_off"]["attributed"].get<int>(), 0);
        // A head; and of each item its parts and their sum.
        QCOMPARE(program_.read("parts.csv").count('\n'), 1 + static_cast<int>(listed + off) * (parts + 1));
        const Outcome outcome = program_.run(with_ours({"--threads", "2"}));
        QVERIFY2(outcome.code == 0 && outcome.out.contains("Without your feedback on ") &&
                     outcome.out.contains("feedback is switched off: 0."),
                 outcome.told());
        for (const Json& item : told["items"])
            QVERIFY2(outcome.out.contains(QString::fromStdString(item["topic"].get<std::string>())),
                     outcome.told());
        QVERIFY(document(program_.run(with_ours({"--json", "--threads", "3"}))) == told);
    }

    void a_named_person_and_day_are_taken() {
        const Json told = document(program_.run(with_ours({"--json", "--person", "7", "--day", "5"})));
        QCOMPARE(told["person"].get<int>(), 7);
        QCOMPARE(told["day"].get<int>(), 5);
        QVERIFY(told["looked_at"].is_null());
    }

    void what_cannot_be_run_is_refused_data() {
        QTest::addColumn<QStringList>("more");
        QTest::addColumn<QStringList>("said");
        QTest::newRow("a day too many") << QStringList{"--day", "22"} << QStringList{"from 1 to 21"};
        QTest::newRow("a person too many") << QStringList{"--person", "150"} << QStringList{"from 0 to 149"};
        QTest::newRow("no policy") << QStringList{"--policy", "carefull"} << QStringList{"careful"};
    }
    void what_cannot_be_run_is_refused() {
        QFETCH(QStringList, more);
        QFETCH(QStringList, said);
        const Outcome outcome = program_.run(with_ours(more + QStringList{"--csv", "never.csv"}));
        QCOMPARE(outcome.code, 2);
        QVERIFY2(says(outcome, said), outcome.told());
        QVERIFY(!QFile::exists(program_.path("never.csv")));
    }

private:
    const Program program_;
};

ATTUNE_TEST(Why_test);

#include "why_test.moc"
