// What a lever of de-escalation trades: every point is what that value alone gives, values and errors, the
// words for what was found, and that the trade is there and is not there where there is none.
#include "core/policy/parameters.h"
#include "simulations/report/line_plot.h"
#include "simulations/study/library.h"
#include "simulations/study/loop_curve_chart.h"
#include "simulations/study/loop_runs.h"
#include "simulations/study/loop_table.h"
#include "simulations/study/loop_targets.h"
#include "tests/simulations/study/small_scenario.h"

#include <cmath>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

constexpr double none = Estimate::none;

/// Few people who say no often.
LoadedScenario outspoken() {
    LoadedScenario scenario = small_scenario(200, 20, 120);
    scenario.scenario.assumptions.tap_rate = 0.08;
    return scenario;
}

/// The measures of a point as a document: equal documents have equal bits.
Json told(const LoopCurvePoint& point) {
    return loop_document(std::vector<LoopMeasure>{point.urr, point.fal, point.ovr, point.pkp});
}

Json told_by(const std::vector<LoopMeasure>& measures) {
    std::vector<LoopMeasure> wanted;
    for (const CurveMeasure& one : curve_measures)
        for (const LoopMeasure& measure : measures)
            if (measure.key == one.key) wanted.push_back(measure);
    return loop_document(wanted);
}

MetricValue value(double at, double lower, double upper, double n = 100) {
    return {.key = "", .value = at, .lower = lower, .upper = upper, .n = n};
}

/// Two points of the threshold: less is rejected and fewer are wronged at the higher.
LoopCurve planted() {
    LoopCurve curve;
    curve.lever = threshold_lever;
    curve.spec = &policy_parameters().find(threshold_lever)->spec;
    curve.present = 0.65;
    for (const double at : {0.5, 0.65, 0.95}) {
        LoopCurvePoint point{.value = at, .urr = {}, .fal = {}, .ovr = {}, .pkp = {}};
        point.urr = {.key = "urr", .value = value(0.6 - 0.2 * at, 0.58 - 0.2 * at, 0.62 - 0.2 * at)};
        point.fal = {.key = "fal", .value = value(0.5 - 0.4 * at, 0.48 - 0.4 * at, 0.52 - 0.4 * at, 1000)};
        point.ovr = {.key = "ovr", .value = value(0.06, 0.04, 0.08), .most = 0.05};
        point.pkp = {.key = "pkp", .value = value(0.9, 0.8, 1)};
        curve.points.push_back(point);
    }
    curve.change = {value(-0.09, -0.11, -0.07), value(-0.18, -0.2, -0.16), value(0, -0.01, 0.01),
                    value(0, -0.01, 0.01)};
    return curve;
}

std::string sentence_of(const LoopCurve& curve) {
    return curve_sentence(curve, Text::english()).all();
}

bool holds(const std::string& text, const std::string& part) {
    QString plain = QString::fromStdString(text);
    plain.replace(QChar(0xA0), u' ').replace(QChar(0x202F), u' ');
    return plain.contains(QString::fromStdString(part));
}

} // namespace

class Loop_curve_test : public QObject {
    Q_OBJECT
private slots:
    void a_point_is_what_measure_loop_gives_for_that_value_alone_data() {
        QTest::addColumn<QString>("lever");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::newRow("threshold") << "deescalation.acknowledge_at" << 0.5 << 0.8;
        QTest::newRow("strength") << "deescalation.step" << 0.4 << 1.6;
        QTest::newRow("whole numbers") << "deescalation.signs" << 1.0 << 2.0;
    }
    void a_point_is_what_measure_loop_gives_for_that_value_alone() {
        QFETCH(QString, lever);
        QFETCH(double, low);
        QFETCH(double, high);
        const LoadedScenario scenario = outspoken();
        SimulateOptions options;
        options.replications = 2;
        const auto curve =
            measure_loop_curve(scenario, Policy{}, lever.toStdString(), {high, low, high}, options);
        VERIFY_OK(curve);
        QCOMPARE(curve->points.size(), 2U); // ascending, each once
        for (const auto& [at, point] : {std::pair{low, curve->points[0]}, {high, curve->points[1]}}) {
            QCOMPARE(point.value, at);
            const auto policy = policy_with(Policy{}, lever.toStdString(), at);
            VERIFY_OK(policy);
            const auto alone = measure_loop(scenario, *policy, options);
            VERIFY_OK(alone);
            QVERIFY2(told(point) == told_by(*alone), told(point).dump().c_str());
            QVERIFY(point.urr.value.n > 100 && std::isfinite(point.urr.value.lower));
        }
        // The change is between what is told of the ends.
        for (std::size_t m = 0; m < curve_measures.size(); ++m) {
            const auto measure = curve_measures[m].measure;
            const double moved =
                (curve->points[1].*measure).value.value - (curve->points[0].*measure).value.value;
            QVERIFY(std::isnan(moved) || std::abs(curve->change[m].value - moved) < 1e-12);
        }
        // Threads change nothing.
        options.threads = 2;
        const auto again = measure_loop_curve(scenario, Policy{}, lever.toStdString(), {low, high}, options);
        VERIFY_OK(again);
        QVERIFY(curve_document(*again) == curve_document(*curve));
    }

    // Why the twin is not shared: it ranks by what the policy's own people taught about the items.
    void another_value_has_another_twin() {
        const LoadedScenario scenario = outspoken();
        const auto shown_by_twin = [&](double at) {
            const auto policy = policy_with(Policy{}, strength_lever, at);
            const auto runs = run_loop(
                scenario, *policy, 0, {}, [] {}, LoopExtent::rejected);
            Fraction bad;
            for (const Rejection& person : (*runs)->twin_rejections.people())
                bad += {person.bad, person.pairs};
            return bad;
        };
        const Fraction soft = shown_by_twin(0.2), hard = shown_by_twin(1.6);
        QVERIFY(soft.denominator > 0);
        QVERIFY(soft.numerator != hard.numerator || soft.denominator != hard.denominator);
    }

    void usual_values_are_the_ends_the_policys_own_and_even_steps_between_data() {
        QTest::addColumn<QString>("lever");
        for (const std::string& lever : curve_levers())
            QTest::newRow(lever.c_str()) << QString::fromStdString(lever);
    }
    void usual_values_are_the_ends_the_policys_own_and_even_steps_between() {
        QFETCH(QString, lever);
        const std::string key = lever.toStdString();
        const PolicyTable& table = policy_parameters();
        const PolicyTable::Entry* entry = table.find(key);
        for (const Policy& policy : shipped_policies()) {
            const auto values = curve_values(policy, key);
            VERIFY_OK(values);
            QVERIFY(values->size() >= 2 && values->size() <= 8);
            QVERIFY(std::is_sorted(values->begin(), values->end()));
            QCOMPARE(std::set<double>(values->begin(), values->end()).size(), values->size());
            const double own = table.get(policy, *entry, key);
            QVERIFY(std::count(values->begin(), values->end(), own) == 1);
            for (const double at : *values) {
                VERIFY_OK(policy_with(policy, key, at));
                const double steps = (at - entry->spec.minimum) / entry->spec.step;
                QVERIFY(at == own || std::abs(steps - std::round(steps)) < 1e-6);
            }
            QCOMPARE(values->front(), entry->spec.minimum);
        }
    }

    void usual_values_leave_out_what_the_rest_of_the_policy_forbids() {
        Policy policy;
        policy.watch_at = 0.6;
        policy.acknowledge_at = 0.75;
        const auto values = curve_values(policy, threshold_lever);
        VERIFY_OK(values);
        QVERIFY(values->front() >= 0.6 && values->back() == 0.95);
        QVERIFY(std::count(values->begin(), values->end(), 0.75) == 1);
    }

    void what_cannot_be_swept_is_refused_in_words_data() {
        QTest::addColumn<QString>("lever");
        QTest::addColumn<double>("at");
        QTest::addColumn<QString>("message");
        QTest::addColumn<QString>("remedy");
        QTest::newRow("unknown") << "deescalation.acknowledge" << 0.6 << "no parameter"
                                 << "";
        QTest::newRow("near") << "deescalation.stap" << 0.6 << "no parameter"
                              << "deescalation.step";
        QTest::newRow("not of de-escalation") << "prompt.gap" << 24.0 << "no parameter"
                                              << "";
        QTest::newRow("asking") << "prompt.weekly_cap" << 2.0 << "does not change how dissatisfaction"
                                << "deescalation.step";
        QTest::newRow("choice") << "deescalation.style" << 1.0 << "no scale of numbers"
                                << "deescalation.step";
        QTest::newRow("yes or no") << "deescalation.enabled" << 1.0 << "no scale of numbers"
                                   << "deescalation.step";
        QTest::newRow("too low") << "deescalation.acknowledge_at" << 0.49 << "cannot be 0.49"
                                 << "0.5 and 0.95";
        QTest::newRow("too high") << "deescalation.step" << 1.7 << "cannot be 1.7"
                                  << "0.2 and 1.6";
        QTest::newRow("not whole") << "deescalation.signs" << 1.5 << "cannot be 1.5"
                                   << "whole";
        QTest::newRow("not a number") << "deescalation.step" << none << "cannot be"
                                      << "0.2 and 1.6";
        QTest::newRow("against the rest") << "deescalation.watch_at" << 0.6 << "lies above"
                                          << "";
    }
    void what_cannot_be_swept_is_refused_in_words() {
        QFETCH(QString, lever);
        QFETCH(double, at);
        QFETCH(QString, message);
        QFETCH(QString, remedy);
        Policy policy;
        policy.acknowledge_at = 0.5;
        const auto curve =
            measure_loop_curve(outspoken(), policy, lever.toStdString(), {0.3, at}, SimulateOptions{});
        const auto alone = policy_with(policy, lever.toStdString(), at);
        QVERIFY(!curve && !alone);
        QVERIFY(curve.error().code == ErrorCode::bad_input);
        QVERIFY2(QString::fromStdString(alone.error().what).contains(message), alone.error().what.c_str());
        QVERIFY2(QString::fromStdString(alone.error().remedy).contains(remedy), alone.error().remedy.c_str());
    }

    void one_value_is_no_curve() {
        const auto curve = measure_loop_curve(outspoken(), Policy{}, strength_lever, {0.8, 0.8}, {});
        QVERIFY(!curve && curve.error().code == ErrorCode::bad_input);
        QVERIFY(!curve_values(Policy{}, strength_lever, 1));
    }

    void it_tells_how_far_it_is_and_can_be_stopped() {
        SimulateOptions options;
        std::vector<double> told;
        options.progress = [&](double done) { told.push_back(done); };
        const LoadedScenario scenario = small_scenario(70, 4, 60);
        VERIFY_OK(measure_loop_curve(scenario, Policy{}, strength_lever, {0.4, 0.8, 1.2}, options));
        QCOMPARE(told.size(), 3U * 2U * 4U);
        QVERIFY(std::is_sorted(told.begin(), told.end()));
        QCOMPARE(told.back(), 1.0);
        std::stop_source stop;
        options.stop = stop.get_token();
        options.progress = [&](double done) {
            told.push_back(done);
            if (done > 0.4) stop.request_stop();
        };
        const auto stopped = measure_loop_curve(scenario, Policy{}, strength_lever, {0.4, 0.8, 1.2}, options);
        QVERIFY(!stopped && stopped.error().code == ErrorCode::cancelled);
        QVERIFY(told.back() < 0.5);
    }

    // The trade is there: surer before speaking is wrong less often. And it is not there for a lever that is
    // never reached.
    void a_higher_threshold_is_wrong_less_often_data() {
        QTest::addColumn<QString>("lever");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<bool>("trades");
        QTest::newRow("threshold") << "deescalation.acknowledge_at" << 0.5 << 0.95 << true;
        QTest::newRow("a limit far off") << "deescalation.lowest_weight" << -4.0 << -3.9 << false;
    }
    void a_higher_threshold_is_wrong_less_often() {
        QFETCH(QString, lever);
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(bool, trades);
        LoadedScenario scenario = *find_scenario("calm-baseline", nullptr);
        scenario.scenario.users = 1500;
        scenario.scenario.days = 40;
        Policy policy;
        policy.step = 0.4;
        policy.ask_direction = false; // a question about no topic is never about an unwanted one
        SimulateOptions options;
        options.threads = 2;
        const auto curve = measure_loop_curve(scenario, policy, lever.toStdString(), {low, high}, options);
        VERIFY_OK(curve);
        const MetricValue& fal = curve->change[1];
        const QByteArray seen = QString("%1 to %2").arg(fal.lower).arg(fal.upper).toUtf8();
        QVERIFY2(std::isfinite(fal.lower) && (fal.upper < 0) == trades && fal.lower <= 0, seen);
        const bool said = holds(sentence_of(*curve), "fewer false acknowledgements");
        QVERIFY2(said == trades, sentence_of(*curve).c_str());
    }

    void the_sentence_says_what_is_bought_and_what_it_costs() {
        LoopCurve curve = planted();
        std::string said = sentence_of(curve);
        QVERIFY2(holds(said, "'Sure enough to react' at 0.95 instead of 0.50 buys fewer false "
                             "acknowledgements, and costs more of what was rejected."),
                 said.c_str());
        QVERIFY2(holds(said,
                       "The same people, side by side: URR 50 % to 41 % (−11 to −7 points); FAL 30 % to "
                       "12 % (−20 to −16 points). May be chance: OVR 6 % to 6 % (−1.0 to +1.0 points); PKP "
                       "90 % to 90 %"),
                 said.c_str());
        // A difference that is clear person by person although the two intervals meet.
        LoopCurve near = planted();
        near.points[2].urr.value = value(0.48, 0.45, 0.51);
        near.change[0] = value(-0.02, -0.03, -0.01);
        QVERIFY2(holds(sentence_of(near),
                       "URR 50 % to 48 % (−3.0 to −1.0 points; the intervals of the two ends overlap)"),
                 sentence_of(near).c_str());
        curve.change[0] = value(-0.01, -0.03, 0.01);
        QVERIFY2(holds(sentence_of(curve), "brings fewer false acknowledgements, and no cost"),
                 sentence_of(curve).c_str());
        curve.change[1] = value(0.1, 0.05, 0.15);
        QVERIFY2(holds(sentence_of(curve), "costs more false acknowledgements, and nothing it brings"),
                 sentence_of(curve).c_str());
        curve.change[1] = value(0.1, -0.05, 0.15);
        QVERIFY(holds(sentence_of(curve), "No trade can be told from chance between 0.50 and 0.95"));
        // A difference without an interval is no finding.
        curve.change[1] = value(0.1, none, none);
        QVERIFY(holds(sentence_of(curve), "No trade can be told from chance") &&
                holds(sentence_of(curve), "Too little to tell from chance: FAL 30 % to 12 %"));
        curve.change.fill(unknown_value());
        QVERIFY(holds(sentence_of(curve), "Nothing can be said"));
        QVERIFY(!holds(sentence_of(curve), "["));
    }

    void table_file_and_document_have_every_value() {
        LoopCurve curve = planted();
        curve.points[2].fal.value = unknown_value();
        const DataTable table = curve_table(curve, 0.65, Text::english());
        QCOMPARE(table.rows.size(), 3U);
        QCOMPARE(table.head.size(), 10U);
        for (const auto& row : table.rows)
            QCOMPARE(row.size(), table.head.size());
        QVERIFY(holds(table.rows[1][0], "0.65 (now)") && table.rows[0][0] == "0.50");
        QVERIFY(table.rows[0].back() == "1,000" && table.rows[2].back() == "0");
        const Json told = curve_document(curve);
        QCOMPARE(told["points"].size(), 3U);
        QCOMPARE(told["points"][0]["urr"]["value"].get<double>(), curve.points[0].urr.value.value);
        QVERIFY(told["points"][2]["fal"]["value"].is_null());
        QCOMPARE(told["change"]["fal"]["lower"].get<double>(), -0.2);
        const std::string csv = curve_csv(curve);
        QCOMPARE(std::count(csv.begin(), csv.end(), '\n'), 4);
        QVERIFY(csv.find("\ndeescalation.acknowledge_at,0.65,yes,1000,") != std::string::npos);
    }

    void the_chart_has_three_measures_where_they_were_measured_and_the_present_value() {
        const MeasuredFor world{"default", "calm-baseline", 100, 10};
        const LabChart card = curve_chart(planted(), 0.7, world, Text::english());
        const auto& chart = std::get<LineChart>(card.plot);
        QCOMPARE(chart.lines.size(), 3U);
        QVERIFY(lone_places(chart) == (std::vector<int>{50, 65, 95}));
        QVERIFY(named_days(chart, 50, 95, 2) == lone_places(chart));
        QVERIFY(day_name(chart, 65) == "0.65");
        QCOMPARE(chart.lines[1].points[0].value, planted().points[0].fal.value.value);
        QCOMPARE(chart.lines[1].points[0].upper, planted().points[0].fal.value.upper);
        QCOMPARE(chart.marks.size(), 1U);
        QCOMPARE(chart.marks[0].day, 70);
        QCOMPARE(chart.reference->value, 0.05);
        QVERIFY(chart_svg(card).find("0.70: now") != std::string::npos);
        QVERIFY(std::get<LineChart>(curve_chart(planted(), 0.4, world, Text::english()).plot).marks.empty());
        // Whole numbers are written as such.
        LoopCurve signs = planted();
        signs.lever = "deescalation.signs";
        signs.spec = &policy_parameters().find(signs.lever)->spec;
        for (std::size_t i = 0; i < 3; ++i)
            signs.points[i].value = static_cast<double>(i + 1);
        const LabChart whole = curve_chart(signs, 1, world, Text::english());
        QVERIFY(day_name(std::get<LineChart>(whole.plot), 200) == "2");
    }
};
ATTUNE_TEST(Loop_curve_test);

#include "loop_curve_test.moc"
