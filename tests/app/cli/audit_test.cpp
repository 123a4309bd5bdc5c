// audit: a log is checked against the limits on asking, a trail against every invariant; what is neither is
// refused.
#include "core/base/resources.h"
#include "core/workspace/trail_export.h"
#include "core/workspace/workspace.h"
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

    // A trail of lines, as another system may write it.
    void a_trail_of_lines_is_judged_by_every_invariant() {
        program_.write("trail.jsonl",
                       trail({consent("requested", "service"), consent("given", "person"), read(3)}));
        const Json told = document(program_.run({"audit", "--trail", "trail.jsonl", "--json"}))["audit"];
        QCOMPARE(keys(told), QStringList({"file", "verdict", "people", "counts", "invariants", "limits"}));
        QVERIFY(told["verdict"] == "passed" && told["invariants"].size() == 15);
        QVERIFY(told["invariants"][0]["id"] == "I1" && told["invariants"][0]["checked"] == 1);
        QCOMPARE(told["people"]["covered"].get<int>(), 4);
        QCOMPARE(told["counts"]["kinds"]["consent"].get<int>(), 2);
        const Outcome outcome = program_.run({"audit", "--trail", "trail.jsonl"});
        QVERIFY2(outcome.code == 0 && outcome.out.contains("No invariant is broken") &&
                     outcome.out.contains("has no chain and no signature"),
                 outcome.told());
    }

    void a_use_without_consent_is_named_by_its_event() {
        program_.write("trail.jsonl", trail({consent("requested", "service"), read(2)}));
        const Outcome json = program_.run({"audit", "--trail", "trail.jsonl", "--json"});
        QCOMPARE(json.code, 3);
        const Json told = Json::parse(json.out.toStdString())["audit"];
        QVERIFY(told["verdict"] == "failed" && told["invariants"][0]["verdict"] == "failed");
        QVERIFY(told["invariants"][0]["examples"][0]["event"] == 3);
        const Outcome outcome = program_.run({"audit", "--trail", "trail.jsonl"});
        QVERIFY2(outcome.code == 3 && outcome.out.contains("Event 3: a read about person 3") &&
                     outcome.out.contains("Broken: I1"),
                 outcome.told());
    }

    void a_line_that_is_left_out_is_named() {
        QByteArray lines = trail({consent("requested", "service"), consent("given", "person"), read(3)});
        lines.replace("{\"event\":\"read\"", "{\"seq\":9,\"event\":\"read\"");
        program_.write("gap.jsonl", lines);
        const Outcome outcome = program_.run({"audit", "--trail", "gap.jsonl"});
        QVERIFY2(outcome.code == 3 && outcome.out.contains("Events 4 to 8 are missing"), outcome.told());
    }

    void what_is_no_trail_is_refused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("told");
        const QByteArray head = "{\"attune\":\"trail\",\"version\":1}\n";
        QTest::newRow("no events") << head << QByteArray("no events");
        QTest::newRow("another version")
            << QByteArray("{\"attune\":\"trail\",\"version\":2}\n") << QByteArray("bad.jsonl:1");
        QTest::newRow("rules that cannot be read") << head + R"({"event":"begin","text":{"matrix":7}})" + "\n"
                                                   << QByteArray("bad.jsonl:2: the rules");
        QTest::newRow("an unknown word")
            << trail({R"({"event":"visit","person":1,"time_ms":0,"mood":"good"})"})
            << QByteArray("no 'mood'");
    }
    void what_is_no_trail_is_refused() {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, told);
        program_.write("bad.jsonl", bytes);
        const Outcome outcome = program_.run({"audit", "--trail", "bad.jsonl"});
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.err.contains(told), outcome.told());
    }

    void options_without_a_meaning_are_refused_data() {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QString>("told");
        QTest::newRow("nothing to audit") << QStringList{} << "--trail";
        QTest::newRow("policy of a trail")
            << QStringList{"--trail", "trail.jsonl", "--policy", "careful"} << "--policy";
        QTest::newRow("setting of a trail")
            << QStringList{"--trail", "trail.jsonl", "--set", "prompt.session_cap=1"} << "--set";
        QTest::newRow("key of lines") << QStringList{"--trail", "trail.jsonl", "--key", "ab"} << "--key";
        QTest::newRow("no key") << QStringList{"--workspace", "none.attune", "--key", "ab"} << "ab";
    }
    void options_without_a_meaning_are_refused() {
        QFETCH(QStringList, options);
        QFETCH(QString, told);
        program_.write("trail.jsonl", trail({}));
        const Outcome outcome = program_.run(QStringList{"audit"} + options);
        QVERIFY2(outcome.code == 2 && outcome.err.contains(told), outcome.told());
    }

    void tables_of_another_system_become_a_trail() {
        program_.write("consents.csv", "person,purpose,state,time_ms,entity,method\n"
                                       "5,adjust_my_recommendations,given,10,person,settings\n"
                                       "5,adjust_my_recommendations,withdrawn,90,person,settings\n");
        program_.write("feedback.csv", "person,event,time_ms,signal,module,purpose\n"
                                       "5,captured,20,thumb,,adjust_my_recommendations improve_models\n"
                                       "5,read,30,thumb,preference,adjust_my_recommendations\n"
                                       "5,read,90,thumb,preference,adjust_my_recommendations\n");
        const QStringList convert = {"audit",      "convert",      "--consents", "consents.csv",
                                     "--feedback", "feedback.csv", "--out",      "made.jsonl"};
        const Json made = document(program_.run(convert + QStringList{"--json"}))["convert"];
        QVERIFY(made["consents"] == 2 && made["feedback"] == 3 && made["ties"] == 1);
        const Outcome json = program_.run({"audit", "--trail", "made.jsonl", "--json"});
        QCOMPARE(json.code, 3);
        const Json told = Json::parse(json.out.toStdString())["audit"]["invariants"];
        // Kept for a purpose without consent; read at the moment of the withdrawal, which no tie hides.
        QVERIFY(told[2]["failures"] == 1 && told[2]["examples"][0]["event"] == 3);
        QVERIFY(told[0]["failures"] == 1 && told[1]["failures"] == 1 && told[1]["examples"][0]["event"] == 6);
    }

    void a_table_with_unknown_words_is_refused_data() {
        QTest::addColumn<QByteArray>("consents");
        QTest::addColumn<QByteArray>("told");
        const QByteArray head = "person,purpose,state,time_ms,entity,method\n";
        QTest::newRow("purpose") << head + "5,selling,given,1,person,settings\n"
                                 << QByteArray("consents.csv:2");
        QTest::newRow("state") << head + "5,experiments,maybe,1,person,settings\n" << QByteArray("'maybe'");
        QTest::newRow("person") << head + "Ada,experiments,given,1,person,settings\n" << QByteArray("'Ada'");
        QTest::newRow("time") << head + "5,experiments,given,noon,person,settings\n" << QByteArray("'noon'");
        QTest::newRow("too few fields") << head + "5,experiments,given,1\n" << QByteArray("4 fields");
        QTest::newRow("column missing") << QByteArray("person,purpose,state\n") << QByteArray("'time_ms'");
        QTest::newRow("column unknown")
            << QByteArray("person,purpose,state,time_ms,entity,method,mood\n") << QByteArray("'mood'");
    }
    void a_table_with_unknown_words_is_refused() {
        QFETCH(QByteArray, consents);
        QFETCH(QByteArray, told);
        program_.write("consents.csv", consents);
        program_.write("feedback.csv", "person,event,time_ms,signal,module,purpose\n");
        const Outcome outcome = program_.run({"audit", "convert", "--consents", "consents.csv", "--feedback",
                                              "feedback.csv", "--out", "none.jsonl"});
        QCOMPARE(outcome.code, 2);
        QVERIFY2(outcome.err.contains(told), outcome.told());
        QVERIFY(!program_.names().contains("none.jsonl"));
    }

    // A workspace with a trail: chain and heads with the invariants, and what is still not proved.
    void the_trail_of_a_workspace_is_audited_with_its_chain() {
        const SigningKey key = SigningKey::ephemeral();
        {
            const auto workspace =
                Workspace::open(program_.file("t.attune"), OpenMode::create, {{}, "2026-01-01", "0.1.0"});
            VERIFY_OK(workspace);
            auto writer = workspace->write_trail(key);
            VERIFY_OK(writer);
            const Json begin = Json::parse(trail({}).split('\n')[1].toStdString());
            const std::vector<TrailEvent> events = {
                {.kind = TrailKind::begin, .text = begin["text"].dump()},
                {.kind = TrailKind::slate, .purpose = Purpose::improve_models, .person = UserId(2)}};
            VERIFY_OK(writer->append(events));
            VERIFY_OK(writer->commit(HeadReason::run, "2026-01-02T03:04:05Z"));
            const auto head = workspace->trail().newest_head();
            VERIFY_OK(head);
            program_.write("head.json", QByteArray::fromStdString(signed_head_to_json(**head)));
        }
        const QStringList proof = {"--key", QString::fromStdString(key.public_hex()), "--head", "head.json"};
        const Outcome json = program_.run(QStringList{"audit", "--workspace", "t.attune", "--json"} + proof);
        QCOMPARE(json.code, 3);
        const Json told = Json::parse(json.out.toStdString())["audit"];
        QVERIFY(told["chain"]["passed"] == true && told["chain"]["keys"][0] == key.public_hex());
        QVERIFY(told["invariants"][9]["verdict"] == "passed" && told["invariants"][0]["verdict"] == "failed");
        QCOMPARE(told["invariants"][0]["examples"][0]["proof"].size(), 1U);
        const Outcome outcome = program_.run({"audit", "--workspace", "t.attune"});
        QVERIFY2(outcome.code == 3 && outcome.out.contains("Event 2: a slate about person 2") &&
                     outcome.out.contains("No key was given") && outcome.out.contains("No earlier head"),
                 outcome.told());

        const Json verified = document(program_.run(QStringList{"verify", "t.attune", "--json"} + proof));
        QVERIFY(verified["verify"]["verdict"] == "passed" && verified["verify"]["trail"]["heads"] == 1);
        const Outcome other = program_.run(
            {"verify", "t.attune", "--key", QString::fromStdString(SigningKey::ephemeral().public_hex())});
        QVERIFY2(other.code == 3 && other.out.contains("Head 1 was signed with another key"), other.told());
    }

    void a_workspace_without_a_trail_is_told() {
        VERIFY_OK(Workspace::open(program_.file("e.attune"), OpenMode::create, {{}, "2026-01-01", "0.1.0"}));
        const Outcome outcome = program_.run({"audit", "--workspace", "e.attune"});
        QVERIFY2(outcome.code == 2 && outcome.err.contains("no trail"), outcome.told());
    }

private:
    static QByteArray trail(const QByteArrayList& events) {
        const auto matrix = find_resource("consent/matrix.json");
        const auto notices = find_resource("consent/notices.json");
        const Json begin = {{"event", "begin"},
                            {"text",
                             {{"people", 4},
                              {"matrix", Json::parse(matrix.value_or("{}"))},
                              {"notices", Json::parse(notices.value_or("{}"))["notices"]}}}};
        return "{\"attune\":\"trail\",\"version\":1}\n" + QByteArray::fromStdString(begin.dump()) + "\n" +
               events.join('\n') + "\n";
    }
    static QByteArray consent(const QByteArray& to, const QByteArray& entity) {
        return "{\"event\":\"consent\",\"person\":3,\"purpose\":\"adjust_my_recommendations\",\"from\":\"" +
               QByteArray(to == "given" ? "requested" : "unknown") + "\",\"to\":\"" + to +
               "\",\"entity\":\"" + entity + "\",\"method\":\"notice\",\"time_ms\":0}";
    }
    static QByteArray read(int relies_on) {
        return R"({"event":"read","person":3,"module":"ranking","purpose":"adjust_my_recommendations",)"
               R"("signal":"thumb","decision":"allowed","rows":1,"time_ms":5,"relies_on":)" +
               QByteArray::number(relies_on) + "}";
    }

    const Program program_;
    QByteArray log_;
};

ATTUNE_TEST(Audit_test);

#include "audit_test.moc"
