// The finding on consent notices: it comes out, the control is free of it, and it fails where its cause is
// gone.
#include "simulations/credibility/facts.h"
#include "simulations/credibility/run_facts.h"
#include "tests/support/test.h"

#include <algorithm>

using namespace attune;

namespace {

FactResult judged(const FactSpec& fact) {
    FactOptions options;
    options.quick = true;
    options.threads = 2;
    auto results = run_facts(std::span(&fact, 1), options);
    if (!results) qFatal("the finding could not be checked");
    return results->front();
}

FactSpec small_notices() {
    FactSpec fact = notices_fact();
    fact.quick = {.seeds = 6, .users = test::sized(1800, 4000), .days = 5, .items = 60};
    return fact;
}

const CheckResult& check(const FactResult& result, const std::string& id) {
    return *std::find_if(result.checks.begin(), result.checks.end(),
                         [&](const CheckResult& c) { return c.id == id; });
}

} // namespace

class Notices_fact_test : public QObject {
    Q_OBJECT
private slots:
    // FB-36 (Jha et al. 2024)
    void a_second_page_makes_most_people_agree() {
        const FactResult result = judged(small_notices());
        for (const CheckResult& one : result.checks)
            QVERIFY2(one.verdict == FactVerdict::holds, qPrintable(QString("%1: %2 (%3 to %4), control %5")
                                                                       .arg(QString::fromStdString(one.id))
                                                                       .arg(one.observed)
                                                                       .arg(one.lower)
                                                                       .arg(one.upper)
                                                                       .arg(one.control)));
        QVERIFY(check(result, "pushed").observed > 0.4);
        QVERIFY(std::abs(check(result, "pushed").control) < 0.03);
    }

    // Without its cause the finding is not there, and that is seen.
    void it_fails_where_a_second_page_pushes_nobody() {
        FactSpec fact = small_notices();
        for (Arm& arm : fact.arms)
            if (arm.id == "second-page") arm.settings.push_back("world.consent.second_click=0");
        const FactResult result = judged(fact);
        QCOMPARE(check(result, "second_page").verdict, FactVerdict::fails);
        QCOMPARE(check(result, "pushed").verdict, FactVerdict::fails);
        QCOMPARE(check(result, "one_tap").verdict, FactVerdict::holds);
    }

    void it_fails_where_more_agree_than_was_found() {
        FactSpec fact = small_notices();
        for (Arm& arm : fact.arms)
            arm.settings.push_back("world.consent.improve=0.6");
        QCOMPARE(check(judged(fact), "one_tap").verdict, FactVerdict::fails);
    }
};
ATTUNE_TEST(Notices_fact_test);
#include "notices_test.moc"
