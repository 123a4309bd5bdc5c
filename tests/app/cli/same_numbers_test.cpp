// The same question gets the same answer: from any number of threads, either instruction set, and for
// policies that have the same values under another name.
#include "core/base/lanes.h"
#include "tests/app/cli/program.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;

namespace {

/// A document without what may differ: the time it took.
Json timeless(Json run) {
    run["run"].erase("wall_seconds");
    return run;
}

QByteArray policy_file(const char* name, const char* values) {
    return QByteArray(R"({"attune": "policy", "version": 1, "name": ")") + name + R"(", "values": )" +
           values + "}";
}

} // namespace

class Same_numbers_test : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        first_ = document(program_.run(
            on_small({"run", "--json", "--policy", "firm", "--threads", "1", "--simd", "sse2"})));
        QVERIFY(first_.is_object());
    }

    void threads_and_instructions_leave_no_trace_data() {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("as the machine has") << QStringList{};
        QTest::newRow("two threads") << QStringList{"--threads", "2", "--simd", "sse2"};
        QTest::newRow("four threads") << QStringList{"--threads", "4"};
        QTest::newRow("many more threads than blocks") << QStringList{"--threads", "100"};
        if (processor_has(SimdLevel::avx2)) {
            QTest::newRow("avx2") << QStringList{"--threads", "1", "--simd", "avx2"};
            QTest::newRow("avx2, four threads") << QStringList{"--threads", "4", "--simd", "avx2"};
        }
    }
    void threads_and_instructions_leave_no_trace() {
        QFETCH(QStringList, options);
        const Json run = document(program_.run(on_small({"run", "--json", "--policy", "firm"}) << options));
        QVERIFY(run.is_object());
        QVERIFY(timeless(run) == timeless(first_));
        // All but the time is the same text, too.
        QCOMPARE(timeless(run).dump(), timeless(first_).dump());
    }

    void another_seed_is_another_world() {
        const Json run =
            document(program_.run(on_small({"run", "--json", "--policy", "firm", "--seed", "2"})));
        QVERIFY(run.is_object());
        QVERIFY(run["run"]["fingerprint"] != first_["run"]["fingerprint"]);
        QVERIFY(run["run"]["id"] != first_["run"]["id"]);
    }

    void equal_policies_with_different_names_differ_by_exactly_nothing_data() {
        QTest::addColumn<QByteArray>("baseline");
        QTest::addColumn<QByteArray>("candidate");
        const char* values =
            R"({"prompt.weekly_cap": 3, "deescalation.step": 1.1, "fairness.floor.small": 0.4})";
        QTest::newRow("the same values") << policy_file("today", values) << policy_file("tomorrow", values);
        QTest::newRow("defaults left out and written out")
            << policy_file("today", "{}")
            << policy_file("tomorrow", R"({"prompt.weekly_cap": 2, "ranking.ranker": "factors"})");
    }
    void equal_policies_with_different_names_differ_by_exactly_nothing() {
        QFETCH(QByteArray, baseline);
        QFETCH(QByteArray, candidate);
        const Program program;
        program.write("a.json", baseline);
        program.write("b.json", candidate);
        const Json both = document(program.run(on_small(
            {"compare", "--json", "--baseline", "a.json", "--candidate", "b.json", "--replications", "2"})));
        QVERIFY(both.is_object());
        const Json& a = both["baseline"];
        const Json& b = both["candidate"];
        QVERIFY(a["run"]["fingerprint"] == b["run"]["fingerprint"]);
        QVERIFY(a["run"]["id"] != b["run"]["id"]);
        QCOMPARE(a["run"]["policy"].get<std::string>(), std::string("today"));
        QCOMPARE(b["run"]["policy"].get<std::string>(), std::string("tomorrow"));
        QVERIFY(a["metrics"] == b["metrics"]);
        QVERIFY(both["difference"].size() > 50);
        for (const Json& difference : both["difference"])
            for (const char* key : {"value", "lower", "upper"})
                QVERIFY2(difference[key].is_null() ? QString(key) != "value"
                                                   : difference[key].get<double>() == 0.0,
                         difference.dump().c_str());
        for (const Json& guardrail : both["guardrails"])
            QVERIFY2(guardrail["difference"].is_null() ? guardrail["reason"] == "too_few_days"
                                                       : guardrail["difference"].get<double>() == 0.0,
                     guardrail.dump().c_str());
    }

    void a_policy_compared_with_itself_differs_by_exactly_nothing() {
        const Program program;
        const Json both =
            document(program.run(on_small({"compare", "--json", "--baseline", "careful", "--candidate",
                                           "careful", "--workspace", "w.attune"})));
        QVERIFY(both.is_object());
        QVERIFY(timeless(both["baseline"]) == timeless(both["candidate"]));
        for (const Json& difference : both["difference"])
            QCOMPARE(difference["value"].get<double>(), 0.0);
        QCOMPARE(program.run({"verify", "w.attune", "--quiet"}).code, 0);
    }

    // Both sides of a comparison are what each would be alone.
    void comparison_meets_the_same_people_as_each_run_alone() {
        const Program program;
        const Outcome compared =
            program.run(on_small({"compare", "--json", "--baseline", "firm", "--candidate", "popularity"}));
        QVERIFY2(compared.code == 0 || compared.code == 3, compared.told());
        const Json both = document(compared, compared.code);
        QVERIFY(both.is_object());
        const Json alone = document(program.run(on_small({"run", "--json", "--policy", "popularity"})));
        QVERIFY(alone.is_object());
        QVERIFY(timeless(both["baseline"]) == timeless(first_));
        QVERIFY(timeless(both["candidate"]) == timeless(alone));
    }

private:
    Program program_;
    Json first_;
};

ATTUNE_TEST(Same_numbers_test);
#include "same_numbers_test.moc"
