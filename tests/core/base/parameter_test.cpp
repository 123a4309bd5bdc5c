#include "core/base/parameter.h"
#include "tests/support/test.h"

#include <cmath>
#include <map>
#include <string>
#include <vector>

using namespace attune;

namespace {

struct Machine {
    double speed = 1.5;
    int wheels = 4;
    bool lamp = true;
    int colour = 0;
    std::map<std::string, double> load;

    bool operator==(const Machine&) const = default;
};

using MachineTable = ParameterTable<Machine>;

const MachineTable& machine() {
    using K = ParameterKind;
    static const MachineTable table({
        {{.key = "drive.speed",
          .group = "drive",
          .unit = "m/s",
          .minimum = -2,
          .maximum = 10,
          .standard = 1.5},
         &Machine::speed},
        {{.key = "drive.wheels",
          .kind = K::integer,
          .group = "drive",
          .unit = "-",
          .minimum = 2,
          .maximum = 8,
          .standard = 4},
         &Machine::wheels},
        {{.key = "load.<axle>", .group = "load", .unit = "t", .minimum = 0, .maximum = 5, .standard = 1},
         &Machine::load},
        {{.key = "lamp.on", .kind = K::boolean, .group = "lamp", .unit = "-", .standard = 1}, &Machine::lamp},
        {{.key = "lamp.colour",
          .kind = K::choice,
          .group = "lamp",
          .unit = "-",
          .maximum = 2,
          .standard = 0,
          .choices = {"white", "red", "green"}},
         &Machine::colour},
    });
    return table;
}

bool contains(const std::string& text, const QString& part) {
    return QString::fromStdString(text).contains(part);
}

} // namespace

class Parameter_test : public QObject {
    Q_OBJECT
private slots:
    void text_sets_a_value_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("value");
        QTest::newRow("real") << "drive.speed"
                              << "2.25" << 2.25;
        QTest::newRow("real, exponent") << "drive.speed"
                                        << "1e0" << 1.0;
        QTest::newRow("real, lowest") << "drive.speed"
                                      << "-2" << -2.0;
        QTest::newRow("real, highest") << "drive.speed"
                                       << "10" << 10.0;
        QTest::newRow("integer") << "drive.wheels"
                                 << "8" << 8.0;
        QTest::newRow("true") << "lamp.on"
                              << "true" << 1.0;
        QTest::newRow("off") << "lamp.on"
                             << "off" << 0.0;
        QTest::newRow("choice") << "lamp.colour"
                                << "green" << 2.0;
        QTest::newRow("family") << "load.front"
                                << "0.5" << 0.5;
        QTest::newRow("family, dots in the name") << "load.rear.left"
                                                  << "0.5" << 0.5;
    }
    void text_sets_a_value() {
        QFETCH(QString, key);
        QFETCH(QString, text);
        QFETCH(double, value);
        Machine m;
        m.lamp = value == 0.0;
        VERIFY_OK(machine().set_text(m, key.toStdString(), text.toStdString()));
        const auto* entry = machine().find(key.toStdString());
        QVERIFY(entry);
        QCOMPARE(machine().get(m, *entry, key.toStdString()), value);
    }

    void wrong_text_is_refused_with_key_and_range_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("range");
        const char* speed = "between -2 and 10 m/s";
        const char* wheels = "between 2 and 8, whole";
        for (const char* text :
             {"10.01", "-2.5", "fast", "", " 1", "1 ", "+1", "1,5", "nan", "inf", "1e400", "0x1"})
            QTest::addRow("speed '%s'", text) << "drive.speed" << text << speed;
        for (const char* text : {"1", "9", "4.5", "four", "1e99"})
            QTest::addRow("wheels '%s'", text) << "drive.wheels" << text << wheels;
        for (const char* text : {"yes", "2", "", "True"})
            QTest::addRow("lamp '%s'", text) << "lamp.on" << text << "true or false";
        for (const char* text : {"blue", "", "1", "White"})
            QTest::addRow("colour '%s'", text) << "lamp.colour" << text << "white, red, green";
        QTest::newRow("family") << "load.front"
                                << "6"
                                << "between 0 and 5 t";
    }
    void wrong_text_is_refused_with_key_and_range() {
        QFETCH(QString, key);
        QFETCH(QString, text);
        QFETCH(QString, range);
        Machine m;
        const Status status = machine().set_text(m, key.toStdString(), text.toStdString());
        QVERIFY(!status);
        QCOMPARE(status.error().code, ErrorCode::bad_input);
        QVERIFY2(contains(status.error().what, "'" + key + "' cannot be '" + text + "'"),
                 status.error().what.c_str());
        QVERIFY2(contains(status.error().remedy, range), status.error().remedy.c_str());
        QVERIFY(m == Machine{});
    }

    void unknown_keys_are_refused_with_the_nearest_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("nearest");
        QTest::newRow("letter missing") << "drive.sped"
                                        << "drive.speed";
        QTest::newRow("letters swapped") << "lamp.colour_"
                                         << "lamp.colour";
        QTest::newRow("family") << "laod.front"
                                << "load.front";
        QTest::newRow("nothing near") << "zzzzzzzzzzzz"
                                      << "";
        QTest::newRow("empty") << ""
                               << "";
        QTest::newRow("family without a member") << "load."
                                                 << "load.";
        QTest::newRow("the family itself") << "load.<axle>"
                                           << "";
        QTest::newRow("very long") << QString(5000000, 'x') << "";
    }
    void unknown_keys_are_refused_with_the_nearest() {
        QFETCH(QString, key);
        QFETCH(QString, nearest);
        Machine m;
        const Status status = machine().set_text(m, key.toStdString(), "1");
        QVERIFY(!status);
        QVERIFY2(contains(status.error().what,
                          QString::fromStdString("there is no parameter '" + excerpt(key.toStdString()))),
                 status.error().what.c_str());
        QVERIFY(status.error().what.size() < 200);
        if (!nearest.isEmpty() && nearest != key)
            QVERIFY2(contains(status.error().remedy, "'" + nearest + "'"), status.error().remedy.c_str());
        QVERIFY(m == Machine{});
    }

    void json_goes_in_and_out() {
        Machine m;
        m.speed = 0.1;
        m.wheels = 3;
        m.lamp = false;
        m.colour = 1;
        m.load = {{"rear", 2.5}, {"front", 0}};
        const Json json = machine().to_json(m);
        QCOMPARE(
            json.dump(),
            std::string(
                R"({"drive.speed":0.1,"drive.wheels":3,"load.front":0.0,"load.rear":2.5,"lamp.on":false,"lamp.colour":"red"})"));
        Machine back;
        VERIFY_OK(machine().apply(back, json, "f", json.dump()));
        QVERIFY(back == m);
    }

    void wrong_json_changes_nothing_and_names_its_line_data() {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("remedy");
        QTest::newRow("too large") << "\"drive.wheels\": 9"
                                   << "'drive.wheels' cannot be 9"
                                   << "between 2 and 8, whole";
        QTest::newRow("not whole") << "\"drive.wheels\": 4.5"
                                   << "'drive.wheels' cannot be 4.5"
                                   << "whole";
        QTest::newRow("text for a number") << "\"drive.speed\": \"1\""
                                           << "'drive.speed' cannot be \"1\""
                                           << "between -2 and 10 m/s";
        QTest::newRow("null") << "\"drive.speed\": null"
                              << "cannot be null"
                              << "between";
        QTest::newRow("number for a truth") << "\"lamp.on\": 1"
                                            << "'lamp.on' cannot be 1"
                                            << "true or false";
        QTest::newRow("number for a choice") << "\"lamp.colour\": 1"
                                             << "'lamp.colour' cannot be 1"
                                             << "white, red, green";
        QTest::newRow("no such choice") << "\"lamp.colour\": \"blue\""
                                        << "'lamp.colour' cannot be 'blue'"
                                        << "white, red, green";
        QTest::newRow("an object") << "\"drive.speed\": {\"a\": 1}"
                                   << "cannot be {\"a\":1}"
                                   << "between";
        QTest::newRow("unknown") << "\"drive.speeed\": 1"
                                 << "no parameter 'drive.speeed'"
                                 << "'drive.speed'";
        QTest::newRow("family member out of range") << "\"load.front\": -1"
                                                    << "'load.front' cannot be -1"
                                                    << "between 0 and 5 t";
    }
    void wrong_json_changes_nothing_and_names_its_line() {
        QFETCH(QString, value);
        QFETCH(QString, what);
        QFETCH(QString, remedy);
        const std::string text = "{\n\"load.rear\": 2,\n" + value.toStdString() + "\n}";
        const auto json = parse_json(text, "f.json");
        VERIFY_OK(json);
        Machine m;
        m.speed = 3;
        m.load["front"] = 4;
        const Machine before = m;
        const Status status = machine().apply(m, *json, "f.json", text);
        QVERIFY(!status);
        QCOMPARE(status.error().where, std::string("f.json:3"));
        QVERIFY2(contains(status.error().what, what), status.error().what.c_str());
        QVERIFY2(contains(status.error().remedy, remedy), status.error().remedy.c_str());
        QVERIFY(m == before);
    }

    void a_huge_wrong_value_makes_a_short_message() {
        const std::string text = "{\"drive.speed\": \"" + std::string(1000000, 'x') + "\"}";
        Machine m;
        const Status status = machine().apply(m, *parse_json(text, "f"), "f", text);
        QVERIFY(!status);
        QVERIFY(status.error().what.size() < 200);
    }

    void values_that_are_no_object_are_refused() {
        const std::string text = "{\n\"values\": [1]}";
        Machine m;
        const Status status = machine().apply(m, Json::parse("[1]"), "f", text);
        QVERIFY(!status);
        QCOMPARE(status.error().where, std::string("f:2"));
    }

    void minus_zero_is_zero() {
        Machine m;
        VERIFY_OK(machine().set_text(m, "drive.speed", "-0"));
        QVERIFY(!std::signbit(m.speed));
        QCOMPARE(format_value(machine().entries()[0].spec, m.speed), std::string("0"));
    }

    void a_difference_lists_what_changed_in_table_order() {
        Machine before;
        before.load = {{"a", 2}, {"b", 1}, {"c", 3}};
        Machine after;
        after.speed = 2;
        after.colour = 2;
        after.lamp = false;
        after.load = {{"a", 2}, {"c", 0.5}, {"d", 4}};
        std::vector<std::string> lines;
        for (const ParameterChange& change : machine().diff(before, after))
            lines.push_back(change.key + " " + format_value(*change.spec, change.from) + " " +
                            format_value(*change.spec, change.to));
        // b counts with the default 1 where it is not set.
        const std::vector<std::string> expected = {"drive.speed 1.5 2", "load.c 3 0.5", "load.d 1 4",
                                                   "lamp.on true false", "lamp.colour white green"};
        QCOMPARE(lines, expected);
        QVERIFY(machine().diff(before, before).empty());
        QCOMPARE(machine().diff(after, before).size(), expected.size());
    }

    void a_family_speaks_with_one_text() {
        QCOMPARE(machine().find("load.front")->spec.text_key(), std::string("parameter.load"));
        QCOMPARE(machine().find("drive.speed")->spec.text_key(), std::string("parameter.drive.speed"));
        QVERIFY(!machine().find("load"));
        QVERIFY(!machine().find("load."));
        QVERIFY(!machine().find("load.<axle>"));
        QVERIFY(!machine().find("drive"));
    }

    void the_nearest_key_is_the_nearest_data() {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("nearest");
        QTest::newRow("itself") << "abc"
                                << "abc";
        QTest::newRow("one off") << "abx"
                                 << "abc";
        QTest::newRow("nearer of two") << "abcdeX"
                                       << "abcdef";
        QTest::newRow("neighbours swapped") << "bac"
                                            << "abc";
        QTest::newRow("swapped and one wrong") << "bacdeX"
                                               << "abcdef";
        QTest::newRow("three of eight wrong") << "xyzxyqqq"
                                              << "";
        QTest::newRow("three of nine wrong") << "xyzxyzqqq"
                                             << "xyzxyzxyz";
        QTest::newRow("too far") << "qqqqqqqq"
                                 << "";
        QTest::newRow("two of three wrong") << "aXX"
                                            << "";
        QTest::newRow("far too short") << "ab"
                                       << "";
        QTest::newRow("one letter") << "q"
                                    << "";
        QTest::newRow("nothing") << ""
                                 << "";
    }
    void the_nearest_key_is_the_nearest() {
        QFETCH(QString, key);
        QFETCH(QString, nearest);
        QCOMPARE(QString::fromStdString(nearest_key(key.toStdString(), {"abc", "abcdef", "xyzxyzxyz"})),
                 nearest);
    }
};
ATTUNE_TEST(Parameter_test);

#include "parameter_test.moc"
