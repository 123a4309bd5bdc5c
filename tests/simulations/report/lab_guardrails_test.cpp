// Guardrails in the lab: held, near, broken or not enough data by their intervals; a preview gives no
// verdict.
#include "tests/simulations/report/lab_records.h"
#include "tests/support/test.h"

#include <cmath>

using namespace attune;
using namespace attune::test;

class Lab_guardrails_test : public QObject {
    Q_OBJECT

private slots:
    void the_guardrail_line_is_the_baselines_mean_less_the_limit() {
        const LabPicture picture = picture_of(test::sample_comparison());
        const auto& line = std::get<LineChart>(picture.charts[0].plot).reference;
        QVERIFY(line && line->hard);
        QVERIFY(std::fabs(line->value - (0.5812 - 0.01)) < 1e-12);
        QCOMPARE(words(line->label), QString("guardrail: mean not below 0.571"));
    }

    void floors_are_judged_by_their_interval_data() {
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("upper");
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("aside");
        const auto state = [](GuardrailState s) { return static_cast<int>(s); };
        QTest::newRow("met") << 0.19 << 0.20 << state(GuardrailState::held) << "held"
                             << "; the floor of 18 % is met.";
        QTest::newRow("met at the very floor") << 0.18 << 0.20 << state(GuardrailState::held) << "held"
                                               << "; the floor of 18 % is met.";
        QTest::newRow("missed") << 0.16 << 0.17 << state(GuardrailState::broken) << "broken"
                                << "; the floor of 18 % is missed at 16.5 %.";
        QTest::newRow("near") << 0.17 << 0.19 << state(GuardrailState::near_limit) << "near its limit"
                              << "; at 18.0 % it is open whether the floor of 18 % is met.";
        QTest::newRow("no interval") << nan_value << nan_value << state(GuardrailState::not_enough)
                                     << "not enough data"
                                     << "; the floor of 18 % is met.";
    }

    void floors_are_judged_by_their_interval() {
        QFETCH(double, lower);
        QFETCH(double, upper);
        QFETCH(int, state);
        QFETCH(QString, word);
        QFETCH(QString, aside);
        ReportInput input = test::sample_comparison();
        MetricValue* share = find(input.run.metrics, "exposure_share", "provider=small");
        share->value = std::isfinite(lower) ? (lower + upper) / 2 : 0.18;
        share->lower = lower;
        share->upper = upper;
        const LabPicture picture = picture_of(input);
        const GuardrailRow& floor = row(picture, "Floor, small providers");
        QCOMPARE(static_cast<int>(floor.state), state);
        QCOMPARE(words(floor.word), word);
        QVERIFY(shows(floor.value_words, share->value));
        QCOMPARE(words(floor.limit_words),
                 std::isfinite(lower) ? QString("floor 18 %") : QString("no interval yet"));
        QVERIFY2(words(picture.charts[1].sentence.rest).endsWith(aside),
                 picture.charts[1].sentence.rest.c_str());
        const auto& line = std::get<LineChart>(picture.charts[1].plot).reference;
        QVERIFY(line && !line->hard && line->value == 0.18);
    }

    void a_policy_without_a_floor_has_no_line_and_no_row() {
        ReportInput input = test::sample_comparison();
        input.run.policy_json = input.baseline->policy_json;
        const LabPicture picture = picture_of(input);
        QVERIFY(!std::get<LineChart>(picture.charts[1].plot).reference);
        for (const GuardrailRow& r : picture.guardrails)
            QVERIFY(!QString::fromStdString(r.name).startsWith("Floor"));
    }

    void guardrails_say_how_they_stand_data() {
        QTest::addColumn<int>("verdict");
        QTest::addColumn<double>("lower");
        QTest::addColumn<double>("upper");
        QTest::addColumn<int>("state");
        const auto state = [](GuardrailState s) { return static_cast<int>(s); };
        const auto verdict = [](Verdict v) { return static_cast<int>(v); };
        // People leaving: more is worse, and the limit is 2 points.
        QTest::newRow("held") << verdict(Verdict::holds) << -0.03 << -0.01 << state(GuardrailState::held);
        QTest::newRow("held with room")
            << verdict(Verdict::holds) << 0.0 << 0.0159 << state(GuardrailState::held);
        QTest::newRow("held, most of the room used")
            << verdict(Verdict::holds) << 0.0 << 0.0161 << state(GuardrailState::near_limit);
        QTest::newRow("undecided") << verdict(Verdict::undecided) << 0.01 << 0.03
                                   << state(GuardrailState::near_limit);
        QTest::newRow("broken") << verdict(Verdict::broken) << 0.025 << 0.035
                                << state(GuardrailState::broken);
        QTest::newRow("no interval") << verdict(Verdict::undecided) << nan_value << nan_value
                                     << state(GuardrailState::not_enough);
    }

    void guardrails_say_how_they_stand() {
        QFETCH(int, verdict);
        QFETCH(double, lower);
        QFETCH(double, upper);
        QFETCH(int, state);
        ReportInput input = test::sample_comparison();
        set_difference(input, "churn_30d", "all", std::isfinite(lower) ? (lower + upper) / 2 : 0.01, lower,
                       upper);
        for (GuardrailVerdict& g : input.comparison->guardrails)
            if (g.key == "churn_30d") g.verdict = static_cast<Verdict>(verdict);
        const LabPicture picture = picture_of(input);
        QCOMPARE(static_cast<int>(row(picture, "Left within 30 days").state), state);
        if (std::isfinite(lower))
            QCOMPARE(words(row(picture, "Left within 30 days").limit_words), QString("limit +2 points"));
        GuardrailCounts counts;
        for (const GuardrailRow& r : picture.guardrails)
            ++(r.state == GuardrailState::held         ? counts.held
               : r.state == GuardrailState::near_limit ? counts.near_limit
               : r.state == GuardrailState::broken     ? counts.broken
                                                       : counts.not_enough);
        QCOMPARE(picture.counts.held, counts.held);
        QCOMPARE(picture.counts.near_limit, counts.near_limit);
        QCOMPARE(picture.counts.broken, counts.broken);
        QCOMPARE(picture.counts.not_enough, counts.not_enough);
    }

    void what_a_run_cannot_judge_says_what_is_missing() {
        ReportInput input = test::sample_comparison();
        const auto gone = [](const auto& v) { return v.key == "churn_30d" || v.key == "retention_30d"; };
        std::erase_if(input.comparison->difference, gone);
        std::erase_if(input.comparison->guardrails, gone);
        const LabPicture picture = picture_of(input, {false, 2000, 12, 20, 20});
        for (const auto& [name, needs] : {std::pair("Left within 30 days", "needs 30 days"),
                                          std::pair("Back on day 30", "needs 31 days")}) {
            QCOMPARE(static_cast<int>(row(picture, name).state),
                     static_cast<int>(GuardrailState::not_enough));
            QCOMPARE(words(row(picture, name).limit_words), QString(needs));
            QCOMPARE(words(row(picture, name).word), QString("not enough data"));
        }
        // One row per guardrail of the table, the worst-served group, the floor.
        QCOMPARE(picture.guardrails.size(), std::size_t{7});
    }

    void the_worst_served_group_has_a_limit_of_its_own_data() {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("half");
        QTest::addColumn<int>("people");
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("limit");
        const auto state = [](GuardrailState s) { return static_cast<int>(s); };
        QTest::newRow("loses little")
            << -0.008 << 0.003 << 700 << state(GuardrailState::held) << "limit −0.02; frequent visitors";
        QTest::newRow("close") << -0.014 << 0.004 << 700 << state(GuardrailState::near_limit)
                               << "limit −0.02; frequent visitors";
        QTest::newRow("open") << -0.02 << 0.006 << 700 << state(GuardrailState::near_limit)
                              << "limit −0.02; frequent visitors";
        QTest::newRow("loses too much")
            << -0.03 << 0.006 << 700 << state(GuardrailState::broken) << "limit −0.02; frequent visitors";
        // Too few to be judged: the next one that is large enough stands here instead.
        QTest::newRow("too few") << -0.03 << 0.006 << 61 << state(GuardrailState::held)
                                 << "limit −0.02; niche tastes";
    }

    void the_worst_served_group_has_a_limit_of_its_own() {
        QFETCH(double, value);
        QFETCH(double, half);
        QFETCH(int, people);
        QFETCH(int, state);
        QFETCH(QString, limit);
        ReportInput input = test::sample_comparison();
        set_difference(input, "satisfaction_true", "activity=frequent", value, value - half, value + half);
        find(input.run.metrics, "opt_out_rate", "activity=frequent")->n = people;
        const LabPicture picture = picture_of(input);
        const GuardrailRow& worst = row(picture, "Worst-served group");
        QCOMPARE(static_cast<int>(worst.state), state);
        QCOMPARE(words(worst.limit_words), limit);
    }

    void too_few_people_are_counted_not_judged() {
        ReportInput input = test::sample_comparison();
        for (MetricValue& v : input.run.metrics)
            if (v.key == "opt_out_rate") v.n = v.group == "all" ? 122 : 61;
        const LabPicture picture = picture_of(input, {false, 61, 2, 90, 90});
        for (const GuardrailRow& r : picture.guardrails)
            QCOMPARE(static_cast<int>(r.state), static_cast<int>(GuardrailState::not_enough));
        QCOMPARE(words(row(picture, "True satisfaction").limit_words), QString("122 of 200 people"));
        QCOMPARE(words(row(picture, "Worst-served group").limit_words),
                 QString("61 of 200 people; niche tastes"));
    }

    void a_preview_gives_no_verdict() {
        test::Dice dice(404);
        for (int i = 0; i < test::sized(100, 3000); ++i) {
            ReportInput input = test::sample_comparison();
            if (i > 0) shake(input, dice);
            const LabPicture picture = picture_of(input, preview);
            QVERIFY(picture.counts.held == 0 && picture.counts.near_limit == 0 && picture.counts.broken == 0);
            QCOMPARE(picture.counts.not_enough, static_cast<int>(picture.guardrails.size()));
            for (const GuardrailRow& r : picture.guardrails) {
                QCOMPARE(static_cast<int>(r.state), static_cast<int>(GuardrailState::not_enough));
                QCOMPARE(words(r.word), QString("preview"));
                QVERIFY(words(r.limit_words).endsWith("; preview"));
            }
            for (const LabChart& chart : picture.charts)
                QVERIFY2(words(chart.sentence.all()).endsWith("; preview."), chart.sentence.rest.c_str());
            QVERIFY(words(picture.subtitle).contains("Preview: first 28 days, 256 people"));
            QVERIFY(words(picture.headline).endsWith("Guardrails are judged after the full run."));
            for (const LabTile& t : picture.tiles)
                QVERIFY(words(t.spoken).endsWith(", preview"));
        }
        // Of the same records a full run does give verdicts.
        QVERIFY(picture_of(test::sample_comparison()).counts.broken > 0);
    }
};
ATTUNE_TEST(Lab_guardrails_test);

#include "lab_guardrails_test.moc"
