// Lines of another system: what the schema allows is read, whatever else stands there is refused with its
// place and a way out.
#include "core/audit/trail_lines.h"
#include "tests/core/audit/trail_log.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;
using namespace attune::audit::trail;

class Trail_lines_test : public QObject {
    Q_OBJECT

private slots:
    void the_line_of_the_schema_is_read() {
        Event event;
        VERIFY_OK(read_line(
            R"({"seq":7,"event":"read","person":3,"module":"ranking","purpose":"adjust_my_recommendations",)"
            R"("signal":"thumb","decision":"allowed","rows":2,"oldest_day":0,"newest_day":4,"visit":9,)"
            R"("time_ms":360000,"relies_on":2})",
            "t:7", event));
        Event wanted;
        wanted.seq = 7;
        wanted.kind = Kind::read;
        wanted.person = 3;
        wanted.module = Module::ranking;
        wanted.purpose = Purpose::adjust_my_recommendations;
        wanted.rows = 2;
        wanted.newest_day = 4;
        wanted.visit = 9;
        wanted.time_ms = 360000;
        wanted.relies_on = 2;
        QVERIFY(event == wanted);
    }

    void what_may_be_left_out_is_zero() {
        Event event;
        VERIFY_OK(read_line(
            R"({"event":"consent","person":3,"purpose":"experiments","from":"unknown","to":"given",)"
            R"("entity":"person","method":"settings","time_ms":-4})",
            "t:1", event));
        QCOMPARE(event.seq, 0U);
        QCOMPARE(event.time_ms, -4);
        VERIFY_OK(read_line(R"({"event":"begin","text":{"matrix":{"a":[1,2.5]}}})", "t:1", event));
        QCOMPARE(event.text, std::string(R"({"matrix":{"a":[1,2.5]}})"));
        VERIFY_OK(read_line(R"({"event":"derived","person":0,"module":"ranking","purpose":"experiments",)"
                            R"("mask":["thumb","prompt_event"],"time_ms":0})",
                            "t:1", event));
        QCOMPARE(event.mask, 1U | 1U << 17U);
        VERIFY_OK(read_line(R"({"event":"opted_out","person":0,"form":"offer","time_ms":0})", "t:1", event));
        QCOMPARE(event.form, form_offer);
        VERIFY_OK(read_line(R"({"event":"answer","person":0,"form":"stars","time_ms":0,"text":"00ff"})",
                            "t:1", event));
        QCOMPARE(event.text, std::string("\0\xFF", 2));
    }

    void the_first_line_tells_a_trail_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<bool>("trail");
        QTest::addColumn<bool>("known");
        QTest::newRow("ours") << QByteArray(R"({"attune":"trail","version":1})") << true << true;
        QTest::newRow("spaces") << QByteArray(R"({ "version" : 1, "attune" : "trail" })") << true << true;
        QTest::newRow("newer") << QByteArray(R"({"attune":"trail","version":2})") << true << false;
        QTest::newRow("more in it") << QByteArray(R"({"attune":"trail","version":1,"x":1})") << true << false;
        QTest::newRow("event log") << QByteArray(R"({"event":"session","hours":1,"user":3})") << false
                                   << false;
        QTest::newRow("scenario") << QByteArray(R"({"attune":"scenario","version":1})") << false << false;
        QTest::newRow("no JSON") << QByteArray("trail") << false << false;
        QTest::newRow("a list") << QByteArray("[1]") << false << false;
    }
    void the_first_line_tells_a_trail() {
        QFETCH(QByteArray, line);
        QFETCH(bool, trail);
        QFETCH(bool, known);
        QCOMPARE(is_trail_of_lines(line.toStdString()), trail);
        QCOMPARE(read_first_line(line.toStdString(), "t:1").has_value(), known);
    }

    void bad_lines_are_refused_with_their_place_data() {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("told");
        const auto row = [](const char* name, const char* line, const char* told) {
            QTest::newRow(name) << QByteArray(line) << QByteArray(told);
        };
        row("no JSON", "read 3", "not valid JSON");
        row("cut off", R"({"event":"visit","person":1)", "not valid JSON");
        row("a number", "7", "no event");
        row("a list", "[]", "no event");
        row("a key twice", R"({"event":"visit","person":1,"person":2,"time_ms":0})", "stands twice");
        row("no kind", R"({"person":1})", "'event' is missing");
        row("unknown kind", R"({"event":"peek","person":1,"time_ms":0})", "'peek' as 'event' is not known");
        row("the kind that is none", R"({"event":"none"})", "'none' is no kind");
        row("a number for the kind", R"({"event":5})", "'5' as 'event'");
        row("nobody", R"({"event":"visit","time_ms":0})", "'person' is missing");
        row("the number that is nobody", R"({"event":"visit","person":4294967295,"time_ms":0})",
            "about nobody");
        row("a person too large", R"({"event":"visit","person":4294967296,"time_ms":0})",
            "'person' is not a whole");
        row("a person below zero", R"({"event":"visit","person":-1,"time_ms":0})", "'person' is not a whole");
        row("half a person", R"({"event":"visit","person":1.5,"time_ms":0})", "'person' is not a whole");
        row("a word for a person", R"({"event":"visit","person":"1","time_ms":0})",
            "'person' is not a whole");
        row("no time", R"({"event":"visit","person":1})", "'time_ms' is missing");
        row("a time beyond", R"({"event":"visit","person":1,"time_ms":9223372036854775808})",
            "'time_ms' is not");
        row("a day beyond",
            R"({"event":"swept","person":1,"purpose":"experiments","signal":"thumb","oldest_day":65536,"time_ms":0})",
            "'oldest_day' is not");
        row("a sweep for no purpose", R"({"event":"swept","person":1,"signal":"thumb","time_ms":0})",
            "'purpose' is missing");
        row("unknown purpose", R"({"event":"slate","person":1,"purpose":"sell","time_ms":0})",
            "'sell' as 'purpose'");
        row("unknown signal", R"({"event":"capture_refused","person":1,"signal":"smell","time_ms":0})",
            "'smell' as 'signal'");
        row("purposes that are no list", R"({"event":"forgotten","person":1,"purposes":"all","time_ms":0})",
            "not a list of words");
        row("a purpose that is none", R"({"event":"forgotten","person":1,"purposes":["sell"],"time_ms":0})",
            "'sell' as 'purposes'");
        row("unknown form", R"({"event":"question","person":1,"form":"song","time_ms":0})",
            "'song' as 'form'");
        row("a form of opting", R"({"event":"question","person":1,"form":"everything","time_ms":0})",
            "no such form");
        row("a field of another kind", R"({"event":"visit","person":1,"signal":"thumb","time_ms":0})",
            "no 'signal'");
        row("a device that half asks", R"({"event":"privacy_signal","person":1,"number":2,"time_ms":0})",
            "neither 1 nor 0");
        row("an unknown field", R"({"event":"visit","person":1,"time_ms":0,"name":"Ada"})", "no 'name'");
        row("rules that are no object", R"({"event":"begin","text":"all"})", "'text' is not an object");
        row("no rules", R"({"event":"begin"})", "'text' is missing");
        row("values that are not sealed",
            R"({"event":"answer","person":1,"form":"thumb","time_ms":0,"text":"up"})", "hexadecimal");
        row("half a byte", R"({"event":"answer","person":1,"form":"thumb","time_ms":0,"text":"abc"})",
            "hexadecimal");
        row("a number of its own kind", R"({"seq":-1,"event":"visit","person":1,"time_ms":0})",
            "'seq' is not");
    }
    void bad_lines_are_refused_with_their_place() {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, told);
        Event event;
        const auto read = read_line(line.toStdString(), "log.jsonl:12", event);
        QVERIFY(!read);
        QCOMPARE(read.error().code, ErrorCode::bad_input);
        QVERIFY2(read.error().where.starts_with("log.jsonl:12"), read.error().where.c_str());
        QVERIFY2(read.error().what.find(told.toStdString()) != std::string::npos, read.error().what.c_str());
    }
};

ATTUNE_TEST(Trail_lines_test);

#include "trail_lines_test.moc"
