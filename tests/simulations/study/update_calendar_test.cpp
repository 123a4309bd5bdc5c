// FB-68: what is known of the items changes on the days of the calendar alone; seldom updates keep lists as
// they are, frequent ones follow what people like.
#include "simulations/study/update_calendar.h"
#include "tests/simulations/example_run.h"
#include "tests/simulations/study/small_scenario.h"

using namespace attune;
using namespace attune::test;

class UpdateCalendar_test : public QObject {
    Q_OBJECT
private slots:
    void items_are_updated_on_the_days_of_the_calendar() {
        const Assumptions assumptions;
        const WorldData world = make_synthetic_world(assumptions, 120, 3);
        Policy policy;
        policy.update_days = 4;
        auto simulation = Simulation::start(request_over(world, assumptions, policy, 100, 17, 3));
        VERIFY_OK(simulation);
        std::uint32_t version = simulation->recommender().model_version();
        for (int day = 0; day < 17; ++day) {
            simulation->run_until(day + 1);
            const std::uint32_t now = simulation->recommender().model_version();
            // The first two days, since the model starts cold, then every fourth.
            QCOMPARE(now != version, day < 2 || (day + 1) % 4 == 0);
            version = now;
        }
    }

    void calmer_lists_cost_fit() {
        SimulateOptions options;
        options.replications = 2;
        const auto outcome = measure_calendar(small_scenario(600, 35, 500), Policy{}, options);
        VERIFY_OK(outcome);
        QCOMPARE(outcome->rows.size(), compared_calendars.size());
        for (std::size_t k = 1; k < outcome->rows.size(); ++k) {
            const CalendarRow &often = outcome->rows[k - 1], &seldom = outcome->rows[k];
            QVERIFY(seldom.update_days > often.update_days && seldom.updates < often.updates);
            QVERIFY2(seldom.overlap.lower > often.overlap.upper,
                     qPrintable(QString("%1 after %2").arg(seldom.overlap.value).arg(often.overlap.value)));
        }
        const CalendarRow& fortnightly = outcome->rows[3];
        QVERIFY2(fortnightly.ndcg_lost.upper < 0, qPrintable(QString::number(fortnightly.ndcg_lost.value)));
        QVERIFY(outcome->rows[1].own && !outcome->rows[0].own);
        const Text& text = Text::english();
        QCOMPARE(calendar_table(*outcome, text).rows.size(), outcome->rows.size());
        for (const std::string& sentence : calendar_sentences(*outcome, text))
            QVERIFY2(sentence.find('{') == std::string::npos, sentence.c_str());
        QCOMPARE(calendar_document(*outcome)["calendar"]["rows"].size(), outcome->rows.size());
    }

    // FB-59: of people whose thumbs are half noise, lists keep to what they were from one day to the next;
    // not so where a thumb counts for three times what it tells.
    void noisy_answers_leave_lists_as_they_are() {
        LoadedScenario noisy = small_scenario(600, 28, 500);
        noisy.scenario.assumptions.thumb_noise = 2;
        Policy often;
        often.gap_hours = 0;
        often.weekly_cap = 50;
        often.session_cap = 3;
        Policy loud = often;
        loud.answer_thumb_up = 3.9;
        loud.answer_thumb_down = -3.9;
        const auto overlap = [&](const Policy& policy) {
            const auto outcome = measure_calendar(noisy, policy, {});
            if (!outcome) throw std::runtime_error(to_line(outcome.error()));
            return outcome->rows[1].overlap;
        };
        const Estimate usual = overlap(often), shaken = overlap(loud);
        const QByteArray told = QStringLiteral("%1 from %2, %3 to %4")
                                    .arg(usual.value)
                                    .arg(usual.lower)
                                    .arg(shaken.value)
                                    .arg(shaken.upper)
                                    .toUtf8();
        QVERIFY2(usual.lower > 0.85, told);
        QVERIFY2(shaken.upper < usual.lower, told);
    }

    void a_calendar_of_its_own_gets_a_row() {
        Policy policy;
        policy.update_days = 5;
        const auto outcome = measure_calendar(small_scenario(70, 8, 100), policy, {});
        VERIFY_OK(outcome);
        QCOMPARE(outcome->rows.size(), compared_calendars.size() + 1);
        QVERIFY(outcome->rows[2].own && outcome->rows[2].update_days == 5);
    }
};

ATTUNE_TEST(UpdateCalendar_test);
#include "update_calendar_test.moc"
