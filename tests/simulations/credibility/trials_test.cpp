// Facts end to end, small: they come out, they fail with their cause switched off, and the numbers do not
// depend on the number of threads.
#include "simulations/credibility/facts.h"
#include "simulations/credibility/run_facts.h"
#include "tests/support/test.h"

#include <algorithm>
#include <chrono>
#include <thread>

using namespace attune;

namespace {

FactSpec small(FactSpec fact, TrialSize size) {
    fact.quick = size;
    return fact;
}

Result<FactResult> run(const FactSpec& fact, int threads = 2) {
    FactOptions options;
    options.quick = true;
    options.threads = threads;
    auto results = run_facts(std::span(&fact, 1), options);
    if (!results) return pass_on(results);
    return results->front();
}

/// The fact with one arm's settings in place of another's.
FactSpec with_arm_like(FactSpec fact, const std::string& arm, const std::string& other) {
    const std::vector<std::string> settings = fact.arm(other).settings;
    for (Arm& one : fact.arms)
        if (one.id == arm) one.settings = settings;
    return fact;
}

const CheckResult& check(const FactResult& result, const std::string& id) {
    return *std::find_if(result.checks.begin(), result.checks.end(),
                         [&](const CheckResult& c) { return c.id == id; });
}

int number(FactVerdict verdict) {
    return static_cast<int>(verdict);
}

FactSpec small_satiation() {
    return small(satiation_fact(), {.seeds = 3, .users = 120, .days = 0, .items = 200});
}
FactSpec small_responders() {
    return small(responders_fact(), {.seeds = 4, .users = 400, .days = 14, .items = 120});
}
FactSpec small_cadence() {
    return small(cadence_fact(), {.seeds = 3, .users = 300, .days = 42, .items = 120});
}
FactSpec small_twice() {
    return small(same_twice_fact(), {.seeds = 1, .users = 70, .days = 3, .items = 60});
}

} // namespace

class Trials_test : public QObject {
    Q_OBJECT

private slots:
    void exposure_is_what_the_paper_says() {
        auto result = run(exposure_fact());
        VERIFY_OK(result);
        QCOMPARE(number(result->verdict), number(FactVerdict::holds));
        QVERIFY(std::abs(check(*result, "gap").observed - 0.319) < 5e-4);
        QVERIFY(std::abs(check(*result, "equal_cost").observed - 0.0042) < 5e-5);
        QVERIFY(std::abs(check(*result, "merit_cost").observed - 0.0039) < 5e-5);
    }

    void satiation_comes_out() {
        auto result = run(small_satiation());
        VERIFY_OK(result);
        QCOMPARE(number(result->verdict), number(FactVerdict::holds));
        QCOMPARE(check(*result, "breaks").control, 0.0);
    }

    void satiation_fails_with_people_who_do_not_tire() {
        auto result = run(with_arm_like(small_satiation(), "tiring", "tireless"));
        VERIFY_OK(result);
        QCOMPARE(number(check(*result, "breaks").verdict), number(FactVerdict::fails));
        QCOMPARE(number(check(*result, "variety_often").verdict), number(FactVerdict::fails));
        QCOMPARE(number(result->verdict), number(FactVerdict::fails));
    }

    void satiation_fails_where_the_control_tires_too() {
        auto result = run(with_arm_like(small_satiation(), "tireless", "tiring"));
        VERIFY_OK(result);
        QCOMPARE(number(check(*result, "breaks").verdict), number(FactVerdict::fails));
        QVERIFY(check(*result, "breaks").reason == FactReason::control_stays);
    }

    void responders_are_more_satisfied_because_satisfaction_makes_them_answer() {
        auto result = run(small_responders());
        VERIFY_OK(result);
        const CheckResult& bias = check(*result, "bias");
        QVERIFY2(bias.lower > 0, qPrintable(QString::number(bias.lower)));
        QVERIFY2(std::abs(bias.control) < bias.observed / 3, qPrintable(QString::number(bias.control)));
        auto without = run(with_arm_like(small_responders(), "satisfied-answer", "indifferent"));
        VERIFY_OK(without);
        QVERIFY(without->verdict != FactVerdict::holds);
        QCOMPARE(check(*without, "bias").observed, check(*without, "bias").control);
    }

    void rerating_is_noise_and_nothing_else() {
        auto result = run(small(rerating_fact(), {.seeds = 2, .users = 128, .days = 50, .items = 400}));
        VERIFY_OK(result);
        const CheckResult& distance = check(*result, "distance");
        QVERIFY2(distance.observed > 0.5 && distance.observed < 0.85,
                 qPrintable(QString::number(distance.observed)));
        QCOMPARE(distance.control, 0.0);
    }

    void the_same_run_twice_and_on_threads() {
        for (const FactSpec& fact :
             {small_twice(),
              small(same_threads_fact(), {.seeds = 1, .users = 150, .days = 3, .items = 60})}) {
            auto result = run(fact);
            VERIFY_OK(result);
            QCOMPARE(number(result->verdict), number(FactVerdict::holds));
            QVERIFY(result->checks[0].control > 100);
        }
    }

    void clickbait_leads_at_first_for_its_pull() {
        auto result = run(small(clickbait_fact(), {.seeds = 3, .users = 300, .days = 9, .items = 100}));
        VERIFY_OK(result);
        const CheckResult& first = check(*result, "first");
        QVERIFY2(first.lower > 0, qPrintable(QString::number(first.lower)));
        QVERIFY2(first.control < 0.02, qPrintable(QString::number(first.control)));
    }

    void asking_more_tires_because_people_tire() {
        auto result = run(small_cadence());
        VERIFY_OK(result);
        const CheckResult& response = check(*result, "response");
        QVERIFY2(response.upper < -0.05, qPrintable(QString::number(response.upper)));
        QVERIFY2(std::abs(response.control) < 0.05, qPrintable(QString::number(response.control)));
        QVERIFY(check(*result, "opt_outs").lower > 0.05);
        QVERIFY(check(*result, "random").upper < -0.2);
        auto without = run(with_arm_like(small_cadence(), "usual-people", "tireless-people"));
        VERIFY_OK(without);
        QVERIFY(without->verdict != FactVerdict::holds);
        QVERIFY(check(*without, "response").observed > -0.05);
        QCOMPARE(check(*without, "opt_outs").observed, 0.0);
    }

    void threads_change_no_number() {
        for (const FactSpec& fact : {small_satiation(), small_twice()}) {
            auto one = run(fact, 1);
            auto three = run(fact, 3);
            VERIFY_OK(one);
            VERIFY_OK(three);
            for (std::size_t c = 0; c < one->checks.size(); ++c) {
                QCOMPARE(one->checks[c].observed, three->checks[c].observed);
                QCOMPARE(one->checks[c].upper, three->checks[c].upper);
                QCOMPARE(one->checks[c].control, three->checks[c].control);
            }
        }
    }

    void progress_rises_to_the_end_and_results_keep_their_order() {
        const std::vector<FactSpec> some = {small_satiation(), exposure_fact(), small_twice(),
                                            facts().back()};
        FactOptions options;
        options.quick = true;
        options.threads = 2;
        double last = 0;
        bool rising = true;
        options.progress = [&](double done) {
            rising = rising && done >= last;
            last = done;
        };
        auto results = run_facts(some, options);
        VERIFY_OK(results);
        QVERIFY(rising && last > 0.999);
        QCOMPARE(results->size(), some.size());
        for (std::size_t f = 0; f < some.size(); ++f)
            QCOMPARE(QString::fromStdString((*results)[f].id), QString::fromStdString(some[f].id));
        QCOMPARE(number(results->back().verdict), number(FactVerdict::not_judged));
    }

    void a_stop_ends_it_data() {
        QTest::addColumn<QString>("fact");
        for (const FactSpec& fact : facts())
            if (fact.measure && fact.id != "exposure")
                QTest::newRow(fact.id.c_str()) << QString::fromStdString(fact.id);
    }
    void a_stop_ends_it() {
        QFETCH(QString, fact);
        FactOptions options;
        options.threads = 2; // full size: it would take minutes
        std::stop_source source;
        std::jthread later([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(60));
            source.request_stop();
        });
        options.stop = source.get_token();
        FactSpec one = *find_fact(fact.toStdString());
        one.full.seeds = 30;
        const auto begin = std::chrono::steady_clock::now();
        auto results = run_facts(std::span(&one, 1), options);
        QVERIFY(!results);
        QCOMPARE(static_cast<int>(results.error().code), static_cast<int>(ErrorCode::cancelled));
        QVERIFY(std::chrono::steady_clock::now() - begin < std::chrono::seconds(2));
    }
};
ATTUNE_TEST(Trials_test);

#include "trials_test.moc"
