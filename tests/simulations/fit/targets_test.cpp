// Typed numbers: what is taken, and what is refused with its place.
#include "simulations/fit/targets.h"
#include "tests/support/test.h"

namespace attune::test {

class Targets_test : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void a_file_is_read() {
        const auto file =
            targets_from_json(R"({"attune": "targets", "version": 1, "scenario": "calm-baseline",
            "policy": "careful", "targets": {"response_rate": {"value": 0.12, "n": 5000}, "churn_30d": 0.1,
            "session_length": {"value": 6, "lower": 5.5, "upper": 6.5}}})",
                              "t.json");
        VERIFY_OK(file);
        QCOMPARE(file->scenario, std::string("calm-baseline"));
        QCOMPARE(file->policy, std::string("careful"));
        QCOMPARE(file->targets.size(), std::size_t{3});
        QCOMPARE(file->targets[0].metric, std::string("response_rate"));
        QCOMPARE(file->targets[0].value, 0.12);
        QCOMPARE(*file->targets[0].n, 5000.0);
        QVERIFY(!file->targets[1].n && !file->targets[1].lower);
        QCOMPARE(*file->targets[2].upper, 6.5);
    }

    void a_wrong_file_is_refused_data() {
        QTest::addColumn<QString>("targets");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const char* targets, const char* says) {
            QTest::newRow(name) << QString(targets) << QString(says);
        };
        row("a percentage", "\"response_rate\": 12", "0.12");
        row("negative", "\"churn_30d\": -0.1", "share from 0 to 1");
        row("negative length", "\"session_length\": -1", "from 0 up");
        row("truth", "\"satisfaction_true\": 0.7", "only the simulation knows");
        row("no pin", "\"coverage\": 0.7", "no assumption is fitted");
        row("a typo", "\"respons_rate\": 0.1", "'response_rate'");
        row("unknown", "\"zzz\": 0.1", "metrics");
        row("text", "\"churn_30d\": \"0.1\"", "number or an object");
        row("no value", "\"churn_30d\": {\"n\": 100}", "no 'value'");
        row("n of 0", "\"churn_30d\": {\"value\": 0.1, \"n\": 0}", "1 or more");
        row("half an interval", "\"churn_30d\": {\"value\": 0.1, \"lower\": 0.05}", "one end");
        row("n and interval", "\"churn_30d\": {\"value\": 0.1, \"n\": 9, \"lower\": 0, \"upper\": 0.2}",
            "both");
        row("value outside", "\"churn_30d\": {\"value\": 0.3, \"lower\": 0.05, \"upper\": 0.2}",
            "around its value");
        row("unknown part", "\"churn_30d\": {\"value\": 0.3, \"sd\": 0.05}", "no 'sd'");
        row("nothing", "", "no target");
    }
    void a_wrong_file_is_refused() {
        QFETCH(QString, targets);
        QFETCH(QString, says);
        const std::string text =
            "{\"attune\": \"targets\", \"version\": 1,\n\"targets\": {\n" + targets.toStdString() + "}}";
        const auto file = targets_from_json(text, "t.json");
        QVERIFY(!file);
        QCOMPARE(file.error().code, ErrorCode::bad_input);
        const QString line = QString::fromStdString(to_line(file.error()));
        QVERIFY2(line.contains(says), qPrintable(line));
        QVERIFY2(line.startsWith("t.json:"), qPrintable(line));
    }

    void other_files_are_refused() {
        QVERIFY(!targets_from_json("[]", "t.json"));
        QVERIFY(!targets_from_json(R"({"attune": "scenario", "version": 1})", "t.json"));
        QVERIFY(!targets_from_json(R"({"attune": "targets", "version": 2, "targets": {"churn_30d": 0.1}})",
                                   "t.json"));
        QVERIFY(!targets_from_json(R"({"attune": "targets", "version": 1, "goals": {}})", "t.json"));
    }

    void a_number_on_the_command_line_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("n");
        QTest::newRow("plain") << "response_rate=0.12" << 0.12 << 0.0;
        QTest::newRow("counted") << "response_rate=0.12/5000" << 0.12 << 5000.0;
        QTest::newRow("no key") << "=0.12" << -1.0 << 0.0;
        QTest::newRow("no number") << "response_rate=much" << -1.0 << 0.0;
        QTest::newRow("no count") << "response_rate=0.1/" << -1.0 << 0.0;
        QTest::newRow("percent") << "response_rate=12%" << -1.0 << 0.0;
        QTest::newRow("out of range") << "response_rate=1.2" << -1.0 << 0.0;
        QTest::newRow("infinite") << "session_length=inf" << -1.0 << 0.0;
    }
    void a_number_on_the_command_line() {
        QFETCH(QString, text);
        QFETCH(double, value);
        QFETCH(double, n);
        const auto target = target_from_text(text.toStdString());
        QCOMPARE(target.has_value(), value >= 0);
        if (!target) {
            QVERIFY(target.error().where.starts_with("--target"));
            return;
        }
        QCOMPARE(target->value, value);
        QCOMPARE(target->n.value_or(0), n);
    }

    void one_metric_is_given_once() {
        const Target one{.metric = "churn_30d", .value = 0.1, .n = {}, .lower = {}, .upper = {}};
        VERIFY_OK(check_targets({one}));
        QVERIFY(!check_targets({one, one}));
    }
};

ATTUNE_TEST(Targets_test);

} // namespace attune::test

#include "targets_test.moc"
