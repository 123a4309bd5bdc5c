// The surface and the ways of asking as people read them, from outcomes that are given: table, sentences,
// CSV, document and charts say the same.
#include "simulations/study/asking_chart.h"
#include "tests/support/test.h"

#include <cmath>
#include <limits>

using namespace attune;

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

MetricValue figure(double value, double half) {
    return {"", "all", value, value - half, value + half};
}

/// Every cell another value; chosen moments are answered more often than random ones where `context` is.
std::vector<AskingOutcome> given(bool context = true) {
    std::vector<AskingOutcome> outcomes;
    for (const AskingCell& cell : surface_cells()) {
        const auto moment = static_cast<double>(cell.moment);
        const double rest = std::log(cell.gap_hours);
        const double response = (context ? 0.30 - 0.05 * moment : 0.10) + 0.01 * rest;
        outcomes.push_back({cell,
                            {.prompts = figure(4 - 0.5 * rest, 0.05),
                             .response = figure(response, 0.004),
                             .answers = figure((4 - 0.5 * rest) * response, 0.02),
                             .opt_out = figure(0.2 / rest / (1 + moment), 0.003),
                             .bias = figure(-0.03 + 0.004 * rest, 0.005),
                             .truth = figure(0.9 - 0.02 * moment - 0.004 / rest, 0.004),
                             .bits = figure(0.5 - 0.05 * moment - 0.01 / rest, 0.02)}});
    }
    return outcomes;
}

std::vector<AskingOutcome> nobody_asked() {
    std::vector<AskingOutcome> outcomes;
    for (const AskingCell& cell : surface_cells()) {
        const MetricValue none{"", "all", unknown, unknown, unknown};
        outcomes.push_back({cell, {figure(0, 0), none, figure(0, 0), figure(0, 0), none, none, none}});
    }
    return outcomes;
}

const AskingMeasure& measure(std::string_view name) {
    for (const AskingMeasure& one : asking_measures)
        if (one.name == name) return one;
    qFatal("no such measure");
}

QString said(const std::vector<AskingOutcome>& outcomes, std::string_view name) {
    return QString::fromStdString(asking_sentence(outcomes, measure(name), Text::english()).all())
        .replace(QChar(0xA0), ' ');
}

const MeasuredFor world{"calm-policy", "calm-baseline", 1500, 60, false};

} // namespace

class Asking_table_test : public QObject {
    Q_OBJECT
private slots:
    void the_sentence_of_a_measure_names_its_highest_cell_and_how_sure_that_is_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("response") << "response"
                                  << "Prompts are answered most often after a conversion, once in 14 days "
                                     "(35.8 %, interval 35.4 % to "
                                     "36.2 %, one more cell too close to tell). More often than at random, "
                                     "whatever the gap: after a "
                                     "conversion, at a pause, when nothing suits.";
        QTest::newRow("answers") << "answers"
                                 << "Most answers come after a conversion, once in 6 h (0.99 per person and "
                                    "week, interval 0.97 to "
                                    "1.01); there, 11.2 % of people have turned prompts off.";
        QTest::newRow("opt_out") << "opt_out"
                                 << "Most people turn prompts off when asked after a conversion, once in 6 h "
                                    "(11.2 %, interval 10.9 % "
                                    "to 11.5 %); fewest at random, once in 14 days (0.9 %).";
        QTest::newRow("truth") << "truth"
                               << "Answers are true most often when asked after a conversion, once in 14 "
                                  "days (89.9 %, interval 89.5 % to 90.3 %, 4 more cells too close to "
                                  "tell); least often at random, once in 6 h (83.8 %).";
        QTest::newRow("bits") << "bits"
                              << "One answer tells most when asked after a conversion, once in 14 days "
                                 "(0.498 bits, interval 0.478 to 0.518, 4 more cells too close to tell); "
                                 "least at random, once in 6 h (0.344).";
        // The size counts, not the sign.
        QTest::newRow("bias")
            << "bias"
            << "Those who answer differ most from everyone when asked after a conversion, once "
               "in 6 h: their satisfaction differs by −0.023 (interval −0.028 to −0.018, 11 more "
               "cells too close to tell).";
    }
    void the_sentence_of_a_measure_names_its_highest_cell_and_how_sure_that_is() {
        QFETCH(QString, name);
        QFETCH(QString, sentence);
        QCOMPARE(said(given(), name.toStdString()), sentence);
    }

    // FB-19: said only where the intervals say it at every gap.
    void context_is_praised_only_where_it_is_shown() {
        QVERIFY(said(given(false), "response")
                    .endsWith(QStringLiteral(
                        ". No moment is answered more often than random ones whatever the gap.")));
        std::vector<AskingOutcome> outcomes = given();
        for (AskingOutcome& one : outcomes)
            if (one.cell == AskingCell{Trigger::pause, 72}) one.figures.response = figure(0.26, 0.2);
        QVERIFY(said(outcomes, "response")
                    .endsWith(QStringLiteral("whatever the gap: after a conversion, when nothing suits.")));
    }

    void where_nothing_is_known_nothing_is_claimed() {
        for (const AskingMeasure& one : asking_measures)
            QCOMPARE(said(nobody_asked(), one.name),
                     QStringLiteral("Nobody was asked, so there is nothing to compare."));
        std::vector<AskingOutcome> surveys = given();
        for (AskingOutcome& one : surveys)
            one.figures.truth = {"", "all", unknown, unknown, unknown};
        QVERIFY(said(surveys, "truth").startsWith(QStringLiteral("This is not known for any cell: surveys")));
        std::vector<AskingOutcome> few = given(); // so few people that there are no intervals
        for (AskingOutcome& one : few)
            one.figures.response.lower = one.figures.response.upper = unknown;
        QVERIFY(said(few, "response").startsWith(QStringLiteral("Which cell is highest cannot be judged")));
        std::vector<AskingOutcome> outcomes = given();
        for (AskingOutcome& one : outcomes)
            one.figures.bias = figure(0.01, 0.02);
        QCOMPARE(
            said(outcomes, "bias"),
            QStringLiteral("A difference between those who answer and everyone is not shown in any cell."));
    }

    void table_csv_and_document_say_the_same_data() {
        QTest::addColumn<bool>("asked");
        QTest::newRow("asked") << true;
        QTest::newRow("nobody asked") << false;
    }
    void table_csv_and_document_say_the_same() {
        QFETCH(bool, asked);
        const auto outcomes = asked ? given() : nobody_asked();
        const DataTable table = asking_table(outcomes, Text::english());
        const Json cells = asking_document(outcomes)["cells"];
        const QList<QByteArray> lines = QByteArray::fromStdString(asking_csv(outcomes)).split('\n');
        const QList<QByteArray> head = lines[0].split(',');
        QCOMPARE(lines.size(), static_cast<qsizetype>(outcomes.size()) + 2);
        QCOMPARE(table.rows.size(), outcomes.size());
        QCOMPARE(cells.size(), outcomes.size());
        for (std::size_t c = 0; c < outcomes.size(); ++c) {
            QCOMPARE(table.rows[c].size(), table.head.size());
            const QList<QByteArray> row = lines[static_cast<qsizetype>(c) + 1].split(',');
            QCOMPARE(row.size(), head.size());
            QCOMPARE(row[0].toStdString(), cells[c]["moment"].get<std::string>());
            QCOMPARE(row[1].toDouble(), cells[c]["gap_hours"].get<double>());
            for (qsizetype i = 2; i < row.size(); ++i) {
                const qsizetype metric = i - (i - 2) % 3;
                const char* parts[] = {"value", "lower", "upper"};
                const Json& number = cells[c][head[metric].toStdString()][parts[(i - 2) % 3]];
                QCOMPARE(number.is_null(), row[i].isEmpty());
                if (!number.is_null()) QCOMPARE(row[i].toDouble(), number.get<double>());
            }
        }
        if (asked) QCOMPARE(table.rows[6][0], std::string("At a pause, once in 24 h"));
        QCOMPARE(table.rows[6][2], asked ? std::string("28.2\xC2\xA0%") : Text::english().get("report.none"));
    }

    void the_chart_has_a_view_per_measure_with_its_own_sentence() {
        const auto outcomes = given();
        const std::vector<AskingCell> marked = {{Trigger::pause, 72}};
        const LabChart chart = surface_chart(outcomes, marked, world, Text::english());
        QCOMPARE(chart.views.size(), asking_measures.size());
        QVERIFY(chart.subtitle.starts_with("Calm policy in Calm baseline, 1,500 people over 60 days"));
        for (std::size_t v = 0; v < chart.views.size(); ++v) {
            const LabView& view = chart.views[v];
            QCOMPARE(view.name, std::string(asking_measures[v].name));
            QVERIFY(view.sentence);
            QCOMPARE(view.sentence->all(),
                     asking_sentence(outcomes, asking_measures[v], Text::english()).all());
            const auto& heat = std::get<HeatChart>(view.plot);
            QCOMPARE(heat.rows.size(), std::size_t{4});
            QCOMPARE(heat.columns.size(), std::size_t{5});
            int marks = 0;
            for (std::size_t r = 0; r < 4; ++r)
                for (std::size_t c = 0; c < 5; ++c) {
                    const HeatCell& cell = heat.rows[r].cells[c];
                    const MetricValue& value = outcomes[5 * r + c].figures.*asking_measures[v].figure;
                    QCOMPARE(cell.value, value.value);
                    QCOMPARE(cell.words, view.table.rows[5 * r + c][2 + 2 * v]);
                    QCOMPARE(cell.interval_words, view.table.rows[5 * r + c][3 + 2 * v]);
                    QCOMPARE(cell.mark.empty(), !(r == 1 && c == 2));
                    marks += cell.mark.empty() ? 0 : 1;
                }
            QCOMPARE(marks, 1);
        }
        QCOMPARE(chart.own_csv, asking_csv(outcomes));
        LabChart drawn = chart;
        QVERIFY(chart_svg(drawn).find("your policy") != std::string::npos);
        // With several moments no cell is all of the policy.
        const std::vector<AskingCell> two = {{Trigger::pause, 72}, {Trigger::random, 72}};
        const LabChart mixed = surface_chart(outcomes, two, world, Text::english());
        QCOMPARE(std::get<HeatChart>(mixed.plot).rows[3].cells[2].mark, std::string("part of your policy"));
    }

    void what_was_measured_for_earlier_levers_says_so() {
        MeasuredFor earlier = world;
        earlier.earlier = true;
        QVERIFY(surface_chart(given(), {}, earlier, Text::english())
                    .subtitle.starts_with("Of earlier levers. Calm policy"));
        QVERIFY(cadence_chart({}, earlier, Text::english()).subtitle.starts_with("Of earlier levers."));
        QVERIFY(!surface_chart(given(), {}, world, Text::english()).subtitle.starts_with("Of earlier"));
    }

    void the_ways_of_asking_are_bars_and_a_table() {
        std::vector<CadenceOutcome> outcomes;
        for (const CadenceRow& row : cadence_rows({})) {
            const double n = static_cast<double>(outcomes.size()) + 1;
            outcomes.push_back({{figure(n, 0.1), figure(0.4 / n, 0.01), figure(0.4, 0.02),
                                 figure(0.02 * n, 0.01), figure(0.01, 0.002)},
                                row.key,
                                0.5 / n,
                                0.3 / n});
        }
        const LabChart chart = cadence_chart(outcomes, world, Text::english());
        QCOMPARE(chart.views.size(), std::size_t{2}); // answered, turned off
        QCOMPARE(chart.table.rows.size(), std::size_t{8});
        const auto& answered = std::get<LoadBars>(chart.views[0].plot);
        const auto& off = std::get<LoadBars>(chart.views[1].plot);
        for (std::size_t r = 0; r < 8; ++r) {
            QCOMPARE(answered.rows[r].value, outcomes[r].response.value);
            QCOMPARE(off.rows[r].value, outcomes[r].opt_out.value);
            QCOMPARE(answered.rows[r].name, chart.table.rows[r][0]);
            QCOMPARE(answered.rows[r].value_words, chart.table.rows[r][2]);
        }
        QCOMPARE(
            QString::fromStdString(chart.sentence.all()).replace(QChar(0xA0), ' '),
            QStringLiteral("From once in 24 hours to once a visit, answers per person and week go from 0.40 "
                           "to 0.40, and people who turned prompts off from 8.0 % to 10.0 %."));
        QVERIFY(!chart_svg(chart).empty());
    }
};
ATTUNE_TEST(Asking_table_test);

#include "asking_table_test.moc"
