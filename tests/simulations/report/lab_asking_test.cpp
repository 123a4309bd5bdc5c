// The lab's charts by day on asking: whether people tire, go on answering, and let their feedback be used.
#include "tests/simulations/report/lab_records.h"
#include "tests/support/test.h"

using namespace attune;
using namespace attune::test;

namespace {

const LabChart& chart_of(const LabPicture& picture, std::string_view name) {
    for (const LabChart& chart : picture.charts)
        if (chart.name == name) return chart;
    qFatal("no such chart");
}

} // namespace

class Lab_asking_test : public QObject {
    Q_OBJECT
private slots:
    void both_policies_are_lines_with_bands_of_the_records_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("metric");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("consent")
            << "consent"
            << "consent_share"
            << "A difference in consent is not shown over 90 days (interval −2 to +2 points). "
               "With Careful it goes from 77 % in the first week to 73 % in the last.";
        // FB-14: fatigue from asking, per policy.
        QTest::newRow("fatigue")
            << "fatigue"
            << "prompt_fatigue"
            << "Fatigue is 0.300 lower with Careful over 90 days (interval 0.294 to 0.307). "
               "With Careful it goes from 0.104 in the first week to 0.322 in the last.";
        QTest::newRow("answered")
            << "answered"
            << "response_rate"
            << "A difference in the share of prompts answered is not shown over 90 days "
               "(interval −0.7 to +0.7 points). With Careful it goes from 29 % in the first "
               "week to 20 % in the last.";
    }
    void both_policies_are_lines_with_bands_of_the_records() {
        QFETCH(QString, name);
        QFETCH(QString, metric);
        QFETCH(QString, sentence);
        const ReportInput input = sample_comparison();
        const LabPicture picture = picture_of(input);
        const LabChart& card = chart_of(picture, name.toStdString());
        const auto& lines = std::get<LineChart>(card.plot);
        QCOMPARE(lines.lines.size(), std::size_t{2});
        for (const ChartLine& line : lines.lines) {
            const RunRecord& run = line.role == LineRole::candidate ? input.run : *input.baseline;
            std::size_t day = 0;
            for (const SeriesPoint& point : run.series) {
                if (point.metric != metric.toStdString() || point.group != "all") continue;
                QCOMPARE(line.points.at(day).value, point.value);
                QCOMPARE(line.points.at(day).lower, point.lower);
                QCOMPARE(line.points.at(day).upper, point.upper);
                ++day;
            }
            QCOMPARE(line.points.size(), day);
            QCOMPARE(day, std::size_t{90});
        }
        QCOMPARE(card.table.rows.size(), std::size_t{91});
        QCOMPARE(words(card.sentence.all()), sentence);
        const QString csv = QString::fromStdString(chart_csv(input, card));
        QCOMPARE(csv.count(QStringLiteral(",") + metric + QStringLiteral(",all,")), 3 + 3 * 90);
        QVERIFY(!card.question.empty() && !card.subtitle.empty());
    }

    void without_asking_there_is_nothing_to_compare() {
        ReportInput input = sample_comparison();
        for (RunRecord* run : {&input.run, &*input.baseline}) {
            std::erase_if(run->metrics, [](const MetricValue& v) { return v.key == "response_rate"; });
            std::erase_if(run->series, [](const SeriesPoint& p) { return p.metric == "response_rate"; });
        }
        std::erase_if(input.comparison->difference,
                      [](const MetricValue& v) { return v.key == "response_rate"; });
        const LabPicture picture = picture_of(input);
        const LabChart& card = chart_of(picture, "answered");
        QVERIFY(std::get<LineChart>(card.plot).lines.empty());
        QVERIFY(chart_svg(card).find("-hatch)") != std::string::npos);
        QCOMPARE(words(card.sentence.finding), QString("There are no answers to compare yet"));
    }
};
ATTUNE_TEST(Lab_asking_test);

#include "lab_asking_test.moc"
