// The picture of the lab: tiles, lines and tables follow from the records, both terms and both kinds of
// measure stay in sight, and what is exported is what is shown.
#include "simulations/report/csv_writer.h"
#include "tests/simulations/report/lab_records.h"
#include "tests/support/test.h"

#include <QXmlStreamReader>

#include <cmath>
#include <locale>
#include <set>

using namespace attune;
using namespace attune::test;

namespace {

/// Everything a picture says, in one text.
std::string all_of(const LabPicture& p) {
    std::string all = p.candidate + p.baseline + p.subtitle + p.headline;
    for (const LabTile& t : p.tiles)
        all += t.key + t.name + t.value_words + t.unit + t.answers_words + t.change_words + t.definition +
               t.spoken + draw(t.strip);
    for (const LabChart& c : p.charts) {
        all += c.name + c.question + c.subtitle + c.sentence.all() + chart_svg(c);
        for (const std::string& cell : c.table.head)
            all += cell;
        for (const auto& cells : c.table.rows)
            for (const std::string& cell : cells)
                all += cell;
    }
    for (const GuardrailRow& r : p.guardrails)
        all += r.name + r.value_words + r.limit_words + r.word;
    return all;
}

} // namespace

class Lab_picture_test : public QObject {
    Q_OBJECT

private slots:
    void the_tiles_read_as_they_should() {
        const LabPicture picture = picture_of(test::sample_comparison());
        struct Expected {
            const char* key;
            const char* name;
            const char* value;
            const char* unit;
            const char* change;
            const char* spoken;
            Claim claim;
            bool up;
        };
        const Expected expected[] = {
            {"satisfaction_true", "Satisfaction", "0.623", "", "+0.042 ± 0.005",
             "Satisfaction, truth 0.623, answers 0.708, 0.042 better than Default", Claim::better, true},
            {"exposure_share", "Small providers", "17.6", "%", "+4.5 ± 0.2 points",
             "Small providers, 17.6 %, 4.5 points higher than Default", Claim::higher, true},
            {"churn_30d", "Left within 30 days", "9.4", "%", "−1.8 ± 1.0 points",
             "Left within 30 days, 9.4 %, 1.8 points better than Default", Claim::better, false},
            {"prompts_per_user_week", "Prompts per week", "0.81", "", "−0.90 ± 0.02",
             "Prompts per week, 0.81, 0.90 lower than Default", Claim::lower, false},
            {"ctr_slate", "Picks per slate", "0.812", "", "0 ± 0.005",
             "Picks per slate, 0.812, no difference from Default shown", Claim::unclear, false}};
        QCOMPARE(picture.tiles.size(), std::size(expected));
        for (std::size_t i = 0; i < std::size(expected); ++i) {
            const LabTile& t = picture.tiles[i];
            QCOMPARE(QString::fromStdString(t.key), QString(expected[i].key));
            QCOMPARE(words(t.name), QString(expected[i].name));
            QCOMPARE(words(t.value_words), QString(expected[i].value));
            QCOMPARE(words(t.unit), QString(expected[i].unit));
            QCOMPARE(words(t.change_words), QString::fromUtf8(expected[i].change));
            QCOMPARE(words(t.spoken), QString::fromUtf8(expected[i].spoken));
            QCOMPARE(static_cast<int>(t.claim), static_cast<int>(expected[i].claim));
            QCOMPARE(t.up, expected[i].up);
            QVERIFY(!t.definition.empty() && t.definition.find("Source: ") != std::string::npos);
        }
        const ReportInput input = test::sample_comparison();
        const LabTile& satisfaction = picture.tiles.front();
        QCOMPARE(words(satisfaction.answers_words), QString("0.708"));
        QVERIFY(satisfaction.strip.answers);
        QCOMPARE(satisfaction.strip.value, total(input.run, "satisfaction_true", "all"));
        QCOMPARE(*satisfaction.strip.baseline, total(*input.baseline, "satisfaction_true", "all"));
        QCOMPARE(satisfaction.strip.answers->value, total(input.run, "satisfaction_answers", "all"));
    }

    // FB-24, FB-63: no choice of records hides short-term or long-term, behaviour or sentiment.
    void short_and_long_term_behaviour_and_sentiment_are_always_side_by_side_data() {
        QTest::addColumn<int>("kind");
        const char* names[] = {"complete",       "no metrics",  "no series",       "no comparison",
                               "all NaN",        "no churn",    "no day 7 either", "no satisfaction",
                               "no answers",     "no provider", "nothing at all",  "one kind of metric only",
                               "no differences", "shaken"};
        for (int i = 0; i < static_cast<int>(std::size(names)); ++i)
            QTest::newRow(names[i]) << i;
    }

    void short_and_long_term_behaviour_and_sentiment_are_always_side_by_side() {
        QFETCH(int, kind);
        test::Dice dice(401);
        const int times = kind == 13 ? test::sized(150, 5000) : 1;
        for (int i = 0; i < times; ++i) {
            ReportInput input = test::sample_comparison();
            const auto drop = [&](auto gone) {
                std::erase_if(input.run.metrics, gone);
                std::erase_if(input.baseline->metrics, gone);
                std::erase_if(input.comparison->difference, gone);
            };
            const auto without = [&](std::set<std::string> keys) {
                drop([keys](const MetricValue& v) { return keys.contains(v.key); });
            };
            switch (kind) {
            case 1:
                drop([](const MetricValue&) { return true; });
                break;
            case 2:
                input.run.series.clear();
                input.baseline->series.clear();
                break;
            case 3:
                input.comparison.reset();
                break;
            case 4:
                for (std::vector<MetricValue>* values :
                     {&input.run.metrics, &input.baseline->metrics, &input.comparison->difference})
                    for (MetricValue& v : *values)
                        v.value = v.lower = v.upper = nan_value;
                break;
            case 5:
                without({"churn_30d"});
                break;
            case 6:
                without({"churn_30d", "retention_7d"});
                break;
            case 7:
                without({"satisfaction_true"});
                break;
            case 8:
                without({"satisfaction_answers"});
                break;
            case 9:
                without({"exposure_share"});
                break;
            case 10:
                input = {std::nullopt, std::nullopt, RunRecord{}};
                break;
            case 11:
                drop([](const MetricValue& v) { return v.key != "ctr_slate"; });
                break;
            case 12:
                input.comparison->difference.clear();
                break;
            case 13:
                shake(input, dice);
                break;
            default:
                break;
            }
            const PictureState state = kind == 13 ? random_state(dice) : full_run;
            const LabPicture picture = picture_of(input, state);
            QCOMPARE(picture.tiles.size(), std::size_t{5});
            QCOMPARE(picture.charts.size(), std::size_t{9});
            int sentiment = 0;
            int behaviour = 0;
            int short_term = 0;
            int long_term = 0;
            std::set<std::string> keys;
            for (const LabTile& t : picture.tiles) {
                const MetricSpec* spec = find_metric(t.key);
                QVERIFY2(spec, t.key.c_str());
                QCOMPARE(t.sentiment, spec->sentiment);
                QCOMPARE(t.long_term, spec->long_term);
                ++(t.sentiment ? sentiment : behaviour);
                ++(t.long_term ? long_term : short_term);
                keys.insert(t.key);
                QVERIFY(!t.name.empty() && QString::fromStdString(t.name).size() <= 24);
                QVERIFY(!t.value_words.empty() && !t.change_words.empty() && !t.spoken.empty());
            }
            QVERIFY(sentiment >= 1 && behaviour >= 1 && short_term >= 1 && long_term >= 1);
            // How people feel over the long run, what they do at once, and who stays: these three never give
            // way to one another.
            QVERIFY(keys.contains("satisfaction_true") && keys.contains("ctr_slate"));
            QVERIFY(keys.contains("churn_30d") != keys.contains("retention_7d"));
        }
    }

    void a_run_too_short_for_leaving_shows_who_came_back() {
        ReportInput input = test::sample_comparison();
        const auto drop = [&](const char* key) {
            const auto gone = [&](const MetricValue& v) { return v.key == key; };
            std::erase_if(input.run.metrics, gone);
            std::erase_if(input.baseline->metrics, gone);
            std::erase_if(input.comparison->difference, gone);
        };
        drop("churn_30d");
        const PictureState short_run{false, 2000, 12, 28, 28};
        QCOMPARE(words(tile(picture_of(input, short_run), "retention_7d").name), QString("Back on day 7"));
        drop("retention_7d");
        const LabPicture picture = picture_of(input, short_run);
        const LabTile& left = tile(picture, "churn_30d");
        QCOMPARE(words(left.change_words), QString("not enough days"));
        QCOMPARE(words(left.spoken), QString("Left within 30 days, not enough days"));
        QVERIFY(std::isnan(left.strip.value) && left.unit.empty());
        QCOMPARE(static_cast<int>(left.claim), static_cast<int>(Claim::missing));
        // A long run without it has another reason.
        QCOMPARE(words(tile(picture_of(input), "churn_30d").change_words), QString("no data"));
    }

    void a_tiles_half_width_is_that_of_the_interval() {
        ReportInput input = test::sample_comparison();
        set_difference(input, "satisfaction_true", "all", -0.031, -0.034, -0.028);
        set_difference(input, "churn_30d", "all", 0.018, 0.01, 0.026);
        const LabPicture picture = picture_of(input);
        QCOMPARE(words(tile(picture, "satisfaction_true").change_words), QString::fromUtf8("−0.031 ± 0.003"));
        QCOMPARE(static_cast<int>(tile(picture, "satisfaction_true").claim), static_cast<int>(Claim::worse));
        QVERIFY(!tile(picture, "satisfaction_true").up);
        QCOMPARE(words(tile(picture, "churn_30d").change_words), QString::fromUtf8("+1.8 ± 0.8 points"));
        QVERIFY(tile(picture, "churn_30d").up);
        QCOMPARE(static_cast<int>(tile(picture, "churn_30d").claim), static_cast<int>(Claim::worse));
    }

    void lines_and_tables_are_the_records() {
        const ReportInput input = test::sample_comparison();
        const LabPicture picture = picture_of(input);
        struct Line {
            const RunRecord* run;
            std::string key, group;
            LineRole role;
        };
        const std::vector<std::vector<Line>> expected = {
            {{&input.run, "satisfaction_true", "all", LineRole::candidate},
             {&*input.baseline, "satisfaction_true", "all", LineRole::baseline},
             {&input.run, "satisfaction_answers", "all", LineRole::answers}},
            {{&input.run, "exposure_share", "provider=small", LineRole::candidate},
             {&*input.baseline, "exposure_share", "provider=small", LineRole::baseline}}};
        for (std::size_t c = 0; c < expected.size(); ++c) {
            const LabChart& card = picture.charts[c];
            const LineChart& chart = std::get<LineChart>(card.plot);
            QCOMPARE(chart.lines.size(), expected[c].size());
            QCOMPARE(card.table.rows.size(), std::size_t{91});
            QCOMPARE(card.table.rows[0][0], std::string("all days"));
            for (std::size_t l = 0; l < expected[c].size(); ++l) {
                const Line& line = expected[c][l];
                QCOMPARE(static_cast<int>(chart.lines[l].role), static_cast<int>(line.role));
                QCOMPARE(chart.lines[l].points.size(), std::size_t{90});
                for (const ChartPoint& p : chart.lines[l].points) {
                    QCOMPARE(p.value, at(*line.run, line.key, line.group, p.day));
                    QCOMPARE(std::isfinite(p.lower), line.role != LineRole::answers);
                }
                QVERIFY(shows(chart.lines[l].last_value, at(*line.run, line.key, line.group, 90)));
                QCOMPARE(card.table.head[1 + 2 * l], chart.lines[l].name);
                QVERIFY(shows(card.table.rows[0][1 + 2 * l], total(*line.run, line.key, line.group)));
                for (std::size_t r = 1; r < card.table.rows.size(); ++r) {
                    const auto& cells = card.table.rows[r];
                    QVERIFY(
                        shows(cells[1 + 2 * l], at(*line.run, line.key, line.group, std::stoi(cells[0]))));
                }
            }
        }
        QCOMPARE(std::get<LineChart>(picture.charts[0].plot).last_day, 89);
    }

    void days_with_few_answers_are_gaps_in_the_line_but_not_in_the_table() {
        ReportInput input = test::sample_comparison();
        for (SeriesPoint& p : input.run.series)
            if (p.metric == "satisfaction_answers") p.n = p.day % 3 == 0 ? 29 : 30;
        const LabPicture picture = picture_of(input);
        const ChartLine& answers = std::get<LineChart>(picture.charts[0].plot).lines[2];
        QCOMPARE(static_cast<int>(answers.role), static_cast<int>(LineRole::answers));
        for (const ChartPoint& p : answers.points)
            QCOMPARE(std::isfinite(p.value), p.day % 3 != 0);
        // The words at the end belong to the last day that is drawn.
        QVERIFY(shows(answers.last_value, at(input.run, "satisfaction_answers", "all", 89)));
        for (std::size_t r = 1; r < 91; ++r)
            QVERIFY(std::isfinite(read_cell(picture.charts[0].table.rows[r][5]).first));
        for (SeriesPoint& p : input.run.series)
            if (p.metric == "satisfaction_answers") p.n = 5;
        const LabPicture few = picture_of(input);
        QCOMPARE(std::get<LineChart>(few.charts[0].plot).lines.size(), std::size_t{2});
        QCOMPARE(few.charts[0].table.head.size(), std::size_t{7});
        QVERIFY(!few.tiles[0].answers_words.empty());
    }

    void groups_are_drawn_and_listed_from_the_records() {
        const ReportInput input = test::sample_comparison();
        const LabPicture picture = picture_of(input);
        const LabChart& card = picture.charts[2];
        const SmallMultiples& chart = std::get<SmallMultiples>(card.plot);
        const std::pair<const char*, const char*> expected[] = {
            {"activity=occasional", "Occasional visitors"},
            {"activity=frequent", "Frequent visitors"},
            {"taste=mainstream", "Mainstream tastes"},
            {"taste=niche", "Niche tastes"}};
        QCOMPARE(chart.groups.size(), std::size(expected));
        QCOMPARE(card.table.rows.size(), std::size_t{90});
        for (std::size_t g = 0; g < std::size(expected); ++g) {
            const auto& [group, name] = expected[g];
            QCOMPARE(words(chart.groups[g].name), QString(name));
            for (const ChartPoint& p : chart.groups[g].candidate)
                QCOMPARE(p.value, at(input.run, "satisfaction_true", group, p.day));
            for (const ChartPoint& p : chart.groups[g].baseline)
                QCOMPARE(p.value, at(*input.baseline, "satisfaction_true", group, p.day));
            QVERIFY(shows(chart.groups[g].candidate_words, at(input.run, "satisfaction_true", group, 90)));
            QVERIFY(
                shows(chart.groups[g].baseline_words, at(*input.baseline, "satisfaction_true", group, 90)));
            for (const auto& cells : card.table.rows) {
                const int day = std::stoi(cells[0]);
                QVERIFY(shows(cells[1 + 2 * g], at(input.run, "satisfaction_true", group, day)));
                QVERIFY(shows(cells[2 + 2 * g], at(*input.baseline, "satisfaction_true", group, day)));
            }
        }
    }

    void weeks_are_bars_from_the_records() {
        ReportInput input = test::sample_comparison();
        const std::vector<std::string> metrics = {"weeks_unasked", "weeks_asked_once", "weeks_asked_twice",
                                                  "weeks_asked_more"};
        const LabPicture picture = picture_of(input);
        const LabChart& card = picture.charts[3];
        const LoadBars& bars = std::get<LoadBars>(card.plot);
        const char* names[] = {"none", "1", "2", "3 or more"};
        QCOMPARE(bars.rows.size(), std::size_t{4});
        for (std::size_t i = 0; i < 4; ++i) {
            QCOMPARE(words(bars.rows[i].name), QString(names[i]));
            QCOMPARE(bars.rows[i].value, total(input.run, metrics[i], "all"));
            QCOMPARE(*bars.rows[i].baseline, total(*input.baseline, metrics[i], "all"));
            QVERIFY(shows(bars.rows[i].value_words, bars.rows[i].value));
            QVERIFY(shows(card.table.rows[i][1], bars.rows[i].value));
            QVERIFY(shows(card.table.rows[i][3], *bars.rows[i].baseline));
        }
        // A run without a whole week: hatched, never zero.
        const auto week = [](const MetricValue& v) { return v.key.starts_with("weeks_"); };
        std::erase_if(input.run.metrics, week);
        std::erase_if(input.baseline->metrics, week);
        std::erase_if(input.comparison->difference, week);
        const LabPicture short_run = picture_of(input, {false, 2000, 1, 5, 5});
        for (const LoadRow& r : std::get<LoadBars>(short_run.charts[3].plot).rows) {
            QVERIFY(std::isnan(r.value) && !r.baseline);
            QCOMPARE(words(r.value_words), QString("not known"));
        }
        QCOMPARE(words(short_run.charts[3].sentence.all()),
                 QString("No whole week has been run, so nothing is known yet."));
        QVERIFY(chart_svg(short_run.charts[3]).find("-hatch)") != std::string::npos);
    }

    void a_preview_of_fewer_days_keeps_the_axis_and_hatches_the_rest() {
        ReportInput input = test::sample_comparison();
        std::erase_if(input.run.series, [](const SeriesPoint& p) { return p.day > 28; });
        const LabPicture picture = picture_of(input, preview);
        const LineChart& chart = std::get<LineChart>(picture.charts[0].plot);
        QCOMPARE(chart.lines[0].points.size(), std::size_t{28});
        QCOMPARE(chart.lines[1].points.size(), std::size_t{90});
        QCOMPARE(chart.last_day, 89);
        QVERIFY(chart_svg(picture.charts[0]).find("-hatch)") != std::string::npos);
        QVERIFY(chart_svg(picture_of(test::sample_comparison()).charts[0]).find("-hatch)") ==
                std::string::npos);
        // The baseline's later days are in the table; the candidate's are not made up.
        const auto& last = picture.charts[0].table.rows.back();
        QCOMPARE(last[0], std::string("90"));
        QVERIFY(!std::isfinite(read_cell(last[1]).first) && std::isfinite(read_cell(last[3]).first));
    }

    void the_same_records_give_the_same_picture() {
        const std::string first = all_of(picture_of(test::sample_comparison()));
        struct Comma : std::numpunct<char> {
            char do_decimal_point() const override { return ','; }
        };
        const std::locale before = std::locale::global(std::locale(std::locale::classic(), new Comma));
        const std::string second = all_of(picture_of(test::sample_comparison()));
        std::locale::global(before);
        QVERIFY(first == second);
        ReportInput other = test::sample_comparison();
        other.run.metrics[0].value += 0.01;
        QVERIFY(all_of(picture_of(other)) != first);
    }

    void chart_csv_is_the_part_of_the_long_table_that_the_chart_shows() {
        const ReportInput input = test::sample_comparison();
        const QStringList every = QString::fromStdString(csv(input)).split("\r\n", Qt::SkipEmptyParts);
        const std::vector<QStringList> wanted = {
            {"satisfaction_true,all,", "satisfaction_answers,all,"},
            {"exposure_share,provider=small,"},
            {"satisfaction_true,activity=occasional,", "satisfaction_true,activity=frequent,",
             "satisfaction_true,taste=mainstream,", "satisfaction_true,taste=niche,"},
            {"weeks_unasked,all,", "weeks_asked_once,all,", "weeks_asked_twice,all,",
             "weeks_asked_more,all,"},
            {"trust_true,all,", "efficacy_true,all,", "response_rate,all,", "enjoyed_true,all,"},
            {"satisfaction_true,all,", "satisfaction_answers,", "satisfaction_weighted,", "completed_share,",
             "enjoyed_true,",
             "satisfaction_true,activity=", "satisfaction_true,taste=", "nonresponse_bias,all,"},
            {"consent_share,all,"},
            {"prompt_fatigue,all,"},
            {"response_rate,all,"}};
        const LabPicture picture = picture_of(input);
        for (std::size_t c = 0; c < picture.charts.size(); ++c) {
            QStringList expected = {every.front()};
            for (const QString& line : every)
                for (const QString& part : wanted[c])
                    if (line.section(',', 2).startsWith(part)) expected.push_back(line);
            QVERIFY(expected.size() >= 4);
            QCOMPARE(
                QString::fromStdString(chart_csv(input, picture.charts[c])).split("\r\n", Qt::SkipEmptyParts),
                expected);
        }
    }

    void chart_svg_stands_alone() {
        for (const PictureState& state : {full_run, preview}) {
            const LabPicture picture = picture_of(test::sample_comparison(), state);
            for (const LabChart& chart : picture.charts) {
                QXmlStreamReader xml(QByteArray::fromStdString(chart_svg(chart)));
                QString drawn;
                while (!xml.atEnd())
                    if (xml.readNext() == QXmlStreamReader::StartElement &&
                        xml.name() == QLatin1String("text"))
                        drawn += xml.readElementText() + " ";
                QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
                drawn.replace(QChar(0xA0), ' ');
                QVERIFY(drawn.contains(words(chart.question)));
                QVERIFY(drawn.contains(words(chart.sentence.finding)));
                if (state.preview) QVERIFY(drawn.contains("preview."));
            }
        }
    }
};
ATTUNE_TEST(Lab_picture_test);

#include "lab_picture_test.moc"
