// audit: a log is checked against the limits on asking; what is no log is refused.
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;

namespace {

constexpr const char* small_world =
    R"({"attune": "scenario", "version": 1, "name": "ours", "users": 200, "days": 21, "items": 60, "seed": 5})";

} // namespace

class Audit_test : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        program_.write("ours.json", small_world);
        const Outcome ran = program_.run({"run", "--scenario", "ours.json", "--log", "log.jsonl"});
        QVERIFY2(ran.code == 0, ran.told());
        log_ = program_.read("log.jsonl");
    }

    // DE-67
    void the_log_of_a_run_keeps_the_limits() {
        const Json told = document(program_.run({"audit", "--trail", "log.jsonl", "--json"}));
        QVERIFY(told.is_object() && told["held"].get<bool>());
        QVERIFY(told["questions"].get<int>() > 100 && told["people"].get<int>() > 50);
        QCOMPARE(told["limits"].size(), 10U);
        const Outcome outcome = program_.run({"audit", "--trail", "log.jsonl"});
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("All limits were kept") && !outcome.out.contains("BROKEN"),
                 outcome.told());
    }

    // DE-67
    void a_question_too_many_is_found_and_named() {
        QByteArrayList lines = log_.split('\n');
        const auto prompt = std::find_if(lines.begin(), lines.end(), [](const QByteArray& line) {
            return line.contains(R"("event":"prompt")");
        });
        QVERIFY(prompt != lines.end());
        const Json asked = Json::parse(prompt->toStdString());
        lines.insert(prompt, *prompt);
        program_.write("twice.jsonl", lines.join('\n'));
        const Outcome outcome = program_.run({"audit", "--trail", "twice.jsonl"});
        QCOMPARE(outcome.code, 3);
        QVERIFY2(outcome.out.contains("BROKEN") && outcome.out.contains("Broken: the cap for a visit"),
                 outcome.told());
        const Outcome json = program_.run({"audit", "--trail", "twice.jsonl", "--json"});
        QCOMPARE(json.code, 3);
        const Json told = Json::parse(json.out.toStdString());
        QVERIFY(!told["held"].get<bool>());
        QCOMPARE(told["examples"][0]["user"].get<int>(), asked["user"].get<int>());
    }

    void the_policy_counts() {
        QCOMPARE(program_.run({"audit", "--trail", "log.jsonl", "--set", "prompt.gap_hours=200"}).code, 3);
        QCOMPARE(program_.run({"audit", "--trail", "log.jsonl", "--set", "prompt.session_cap=3"}).code, 0);
    }

    void the_world_of_a_log_cannot_be_changed() {
        const Outcome outcome =
            program_.run({"audit", "--trail", "log.jsonl", "--set", "world.controls.tap_rate=0.1"});
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.err.contains("world.controls.tap_rate"), outcome.told());
    }

    void what_is_no_log_is_refused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("told");
        const QByteArray first = R"({"event":"opt_in","hours":1,"user":3})";
        QTest::newRow("nothing") << QByteArray() << QByteArray("the file is empty");
        QTest::newRow("blank lines") << QByteArray("\n  \n\n") << QByteArray("no events");
        QTest::newRow("no JSON") << first + "\nprompt 3\n" << QByteArray("bad.jsonl:2");
        QTest::newRow("unknown form")
            << first + "\n" +
                   R"({"event":"prompt","form":"song","hours":2,"slate":1,"trigger":"pause","user":3,"visit":1})" +
                   "\n"
            << QByteArray("bad.jsonl:2");
        QTest::newRow("no visit")
            << QByteArray(R"({"event":"prompt","form":"thumb","hours":2,"slate":1,"user":3})") + "\n"
            << QByteArray("'visit'");
        QTest::newRow("unknown choice")
            << QByteArray(R"({"choice":"maybe","event":"offer","hours":2,"slate":1,"user":3,"visit":1})") +
                   "\n"
            << QByteArray("'choice'");
    }
    void what_is_no_log_is_refused() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, told);
        program_.write("bad.jsonl", bytes);
        const Outcome outcome = program_.run({"audit", "--trail", "bad.jsonl"});
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.err.contains(told), outcome.told());
    }

    void a_missing_file_is_named() {
        const Outcome outcome = program_.run({"audit", "--trail", "nowhere.jsonl"});
        QVERIFY(outcome.code == 2 || outcome.code == 4);
        QVERIFY2(outcome.err.contains("nowhere.jsonl"), outcome.told());
    }

private:
    const Program program_;
    QByteArray log_;
};

ATTUNE_TEST(Audit_test);

#include "audit_test.moc"
