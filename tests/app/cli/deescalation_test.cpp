// deescalation: what the answer to dissatisfaction reaches, and what one of its levers trades, as a table, a
// document and a file.
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;

namespace {

/// Few people who say no often.
constexpr const char* outspoken_world =
    R"({"attune": "scenario", "version": 1, "name": "ours", "users": 120, "days": 12, "items": 60, "seed": 5,
        "assumptions": {"world.controls.tap_rate": 0.2}})";

QStringList with_ours(const QStringList& more) {
    return QStringList{"deescalation", "--scenario", "ours.json"} + more;
}

const QStringList threshold = {"--curve", "deescalation.acknowledge_at=0.8,0.5"};

} // namespace

class DeescalationCommand_test : public QObject {
    Q_OBJECT

private slots:
    void init() { program_.write("ours.json", outspoken_world); }

    void a_curve_has_a_row_for_every_value() {
        const Json told = document(program_.run(with_ours(threshold + QStringList{"--json"})));
        QVERIFY(told.is_object());
        QCOMPARE(keys(told), QStringList({"lever", "present", "points", "change"}));
        QCOMPARE(told["lever"], "deescalation.acknowledge_at");
        QCOMPARE(told["present"].get<double>(), 0.65);
        QCOMPARE(told["points"].size(), 2U);
        QCOMPARE(keys(told["points"][0]), QStringList({"value", "offers", "urr", "fal", "ovr", "pkp"}));
        QCOMPARE(told["points"][0]["value"].get<double>(), 0.5); // ascending
        QVERIFY(told["points"][0]["offers"].get<int>() > told["points"][1]["offers"].get<int>());
        const Outcome outcome =
            program_.run(with_ours(threshold + QStringList{"--csv", "curve.csv", "--threads", "2"}));
        QCOMPARE(outcome.code, 0);
        QVERIFY2(outcome.out.contains("'Sure enough to react' of default in 'ours'") &&
                     outcome.out.contains("False acknowledgement (FAL)") && outcome.out.contains("0.50"),
                 outcome.told());
        QCOMPARE(program_.read("curve.csv").count('\n'), 3);
        QVERIFY(program_.read("curve.csv").startsWith("lever,value,present,offers,urr,urr_lower"));
        QVERIFY(QFile::remove(program_.path("curve.csv")));
    }

    void a_point_is_what_the_command_says_of_that_value_alone() {
        const Json curve = document(program_.run(with_ours(threshold + QStringList{"--json"})));
        QVERIFY(curve.is_object());
        for (const Json& point : curve["points"]) {
            const QString setting =
                QString("deescalation.acknowledge_at=%1").arg(point["value"].get<double>());
            const Outcome alone = program_.run(with_ours({"--set", setting, "--json"}));
            const Json told = document(alone, alone.code);
            QVERIFY(told.is_object());
            for (const Json& measure : told["measures"]) {
                const auto key = measure["measure"].get<std::string>();
                if (!point.contains(key)) continue;
                QVERIFY(point[key]["value"] == measure["value"] && point[key]["lower"] == measure["lower"]);
            }
        }
    }

    void without_values_it_takes_some_over_the_range() {
        const Json told = document(program_.run(
            with_ours({"--curve", "deescalation.signs", "--json", "--users", "40", "--days", "4"})));
        QVERIFY(told.is_object());
        QCOMPARE(told["points"].size(), 3U);
        QCOMPARE(told["points"][2]["value"].get<double>(), 3.0);
    }

    void all_measures_can_be_written_as_a_file() {
        const Outcome outcome = program_.run(with_ours({"--csv", "loop.csv"}));
        QVERIFY2(outcome.code == 0 || outcome.code == 3, outcome.told());
        QVERIFY2(outcome.out.contains("Promises kept (PKP)"), outcome.told());
        QVERIFY(program_.read("loop.csv").startsWith("measure,unit,value,lower"));
        QVERIFY(QFile::remove(program_.path("loop.csv")));
    }

    // DE-15: the reliability diagram as a table, a document and a file.
    void confidence_is_shown_beside_what_is_so() {
        const Outcome outcome = program_.run(with_ours({"--confidence", "--csv", "confidence.csv"}));
        QVERIFY2(outcome.code == 0 || outcome.code == 3, outcome.told());
        QVERIFY2(outcome.out.contains("Not unwanted") && outcome.out.contains("the aim is at most 10"),
                 outcome.told());
        QVERIFY(program_.read("confidence.csv").startsWith("said,so,lower,upper,pairs"));
        QVERIFY(QFile::remove(program_.path("confidence.csv")));
        const Outcome json = program_.run(with_ours({"--confidence", "--json"}));
        const Json told = document(json, json.code);
        QVERIFY(told.is_object());
        QCOMPARE(keys(told), QStringList({"measures", "diagram"}));
        QCOMPARE(told["measures"][0]["measure"], "confidence_error");
        double pairs = 0;
        for (const Json& bin : told["diagram"])
            pairs += bin["pairs"].get<double>();
        QVERIFY(pairs > 100);
        QCOMPARE(pairs, told["measures"][0]["n"].get<double>());
    }

    void what_cannot_be_measured_is_refused_data() {
        QTest::addColumn<QString>("curve");
        QTest::addColumn<QStringList>("told");
        QTest::newRow("unknown lever") << "deescalation.stap" << QStringList{"deescalation.step"};
        QTest::newRow("no lever") << "=0.5" << QStringList{"no parameter"};
        QTest::newRow("of asking") << "prompt.weekly_cap" << QStringList{"deescalation.step"};
        QTest::newRow("not a number") << "deescalation.style" << QStringList{"no scale of numbers"};
        QTest::newRow("too high") << "deescalation.step=0.8,1.7" << QStringList{"1.7", "0.2 and 1.6"};
        QTest::newRow("no value") << "deescalation.step=" << QStringList{"deescalation.step", "0.2 and 1.6"};
        QTest::newRow("a gap") << "deescalation.step=0.4,,0.8" << QStringList{"0.2 and 1.6"};
        QTest::newRow("words") << "deescalation.step=much,more" << QStringList{"much"};
        QTest::newRow("one value") << "deescalation.step=0.8" << QStringList{"two values"};
    }
    void what_cannot_be_measured_is_refused() {
        QFETCH(QString, curve);
        QFETCH(QStringList, told);
        const Outcome outcome = program_.run(with_ours({"--curve", curve, "--csv", "never.csv"}));
        QCOMPARE(outcome.code, 2);
        for (const QString& part : told)
            QVERIFY2(outcome.err.contains(part), outcome.told());
        QVERIFY(!QFile::exists(program_.path("never.csv")));
    }

private:
    const Program program_;
};

ATTUNE_TEST(DeescalationCommand_test);

#include "deescalation_test.moc"
