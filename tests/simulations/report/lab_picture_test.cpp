// The picture of the lab: every word and number follows from the records, claims need intervals, both terms
// and both kinds of measure stay in sight, and a preview gives no verdict.
#include "simulations/report/csv_writer.h"
#include "simulations/report/lab_picture.h"
#include "tests/simulations/report/sample_records.h"
#include "tests/simulations/report/spoken_numbers.h"
#include "tests/support/test.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QXmlStreamReader>

#include <cmath>
#include <limits>
#include <locale>
#include <set>

using namespace attune;
using attune::test::invented;
using attune::test::numbers_of;

namespace {

constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

const PictureState full{false, 2000, 12, 90, 90};
const PictureState preview{true, 256, 1, 28, 90};

LabPicture picture_of(const ReportInput& input, const PictureState& state = full) {
    return make_lab_picture(input, state, Text::english());
}

QString words(const std::string& text) {
    return QString::fromStdString(text).replace(QChar(0xA0), ' ');
}

MetricValue* find(std::vector<MetricValue>& values, const std::string& key, const std::string& group) {
    for (MetricValue& v : values)
        if (v.key == key && v.group == group) return &v;
    return nullptr;
}

/// Sets the difference of a metric and the verdict that its guardrail has on it.
void set_difference(ReportInput& input, const std::string& key, const std::string& group, double value,
                    double lower, double upper) {
    MetricValue* d = find(input.comparison->difference, key, group);
    d->value = value;
    d->lower = lower;
    d->upper = upper;
    for (GuardrailVerdict& g : input.comparison->guardrails)
        if (g.key == key && g.group == group) {
            g.difference = value;
            g.lower = lower;
            g.upper = upper;
        }
}

/// The tile of a metric; an empty one where there is none.
const LabTile& tile(const LabPicture& picture, const std::string& key) {
    for (const LabTile& t : picture.tiles)
        if (t.key == key) return t;
    static const LabTile none;
    return none;
}

const GuardrailRow& row(const LabPicture& picture, const std::string& name) {
    for (const GuardrailRow& r : picture.guardrails)
        if (r.name == name) return r;
    static const GuardrailRow none;
    return none;
}

/// Changes values, differences and intervals at random; some have no interval, some no value, some are gone.
void shake(ReportInput& input, test::Dice& dice) {
    const auto interval = [&](MetricValue& v, int power) {
        const double half = dice() * std::pow(10.0, -dice.below(power));
        v.lower = v.value - half;
        v.upper = v.value + half;
        switch (dice.below(12)) {
        case 0:
            v.lower = v.upper = nan_value;
            break;
        case 1:
            v.value = v.lower = v.upper = nan_value;
            break;
        case 2:
            v.lower = v.upper = v.value;
            break;
        default:
            break;
        }
    };
    const auto change = [&](std::vector<MetricValue>& values) {
        for (MetricValue& v : values) {
            v.value += dice.below(5) ? dice.between(-0.05, 0.05) : 0;
            v.n = dice.below(3) ? v.n : dice.between(0, 300);
            interval(v, 4);
        }
        std::erase_if(values, [&](const MetricValue&) { return dice.below(25) == 0; });
    };
    change(input.run.metrics);
    change(input.baseline->metrics);
    for (MetricValue& d : input.comparison->difference) {
        d.value = dice.below(8) ? dice.between(-0.05, 0.05) : 0;
        interval(d, 5);
    }
    std::erase_if(input.comparison->difference, [&](const MetricValue&) { return dice.below(25) == 0; });
    if (dice.below(4) == 0) input.comparison->guardrails.clear();
    for (GuardrailVerdict& g : input.comparison->guardrails)
        g.verdict = static_cast<Verdict>(dice.below(3));
    for (std::vector<SeriesPoint>* series : {&input.run.series, &input.baseline->series}) {
        for (SeriesPoint& p : *series)
            if (dice.below(20) == 0) p.value = p.lower = p.upper = nan_value;
        if (dice.below(6) == 0) series->clear();
    }
}

PictureState random_state(test::Dice& dice) {
    return {dice.below(2) == 0, 1 + dice.below(3000), 1 + dice.below(5), 1 + dice.below(120), 120};
}

/// Up, down, or open by the interval alone: what may be claimed of a difference.
int direction(const ReportInput& input, const std::string& key, const std::string& group) {
    for (const MetricValue& d : input.comparison->difference)
        if (d.key == key && d.group == group && std::isfinite(d.value)) {
            if (d.lower > 0 && std::isfinite(d.upper)) return 1;
            if (d.upper < 0 && std::isfinite(d.lower)) return -1;
        }
    return 0;
}

/// The words that claim a direction, found in a sentence.
int claimed(const QString& sentence) {
    static const QRegularExpression up("\\b(higher|gain least|go up)\\b");
    static const QRegularExpression down("\\b(lower|lose most|go down)\\b");
    return (sentence.contains(up) ? 1 : 0) + (sentence.contains(down) ? -1 : 0);
}

/// The number of a table cell, "0.6233" or "17.64 %", and half of its last digit.
std::pair<double, double> read_cell(const std::string& cell) {
    QString text = words(cell).replace(QChar(0x2212), '-').remove(',');
    const double scale = text.contains('%') ? 0.01 : 1;
    text.remove(" %");
    const auto point = text.indexOf('.');
    const double unit = point < 0 ? 1 : std::pow(10.0, -static_cast<double>(text.size() - point - 1));
    bool is_number = false;
    const double value = text.toDouble(&is_number);
    return {is_number ? value * scale : nan_value, 0.500001 * unit * scale};
}

bool shows(const std::string& cell, double value) {
    if (!std::isfinite(value)) return !std::isfinite(read_cell(cell).first);
    const auto [read, reach] = read_cell(cell);
    return std::fabs(read - value) <= reach;
}

double at(const RunRecord& run, const std::string& key, const std::string& group, int day) {
    for (const SeriesPoint& p : run.series)
        if (p.metric == key && p.group == group && p.day == day) return p.value;
    return nan_value;
}

double total(const RunRecord& run, const std::string& key, const std::string& group) {
    for (const MetricValue& v : run.metrics)
        if (v.key == key && v.group == group) return v.value;
    return nan_value;
}

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
    void the_sample_reads_as_it_should() {
        const LabPicture picture = picture_of(test::sample_comparison());
        QCOMPARE(words(picture.subtitle),
                 QString("prompt-fatigue, careful against default. Full run, 12 replications; bands: 95 %."));
        QCOMPARE(picture.charts.size(), std::size_t{4});
        const char* expected[][4] = {
            {"satisfaction", "Are people more satisfied?", "careful is 0.042 higher",
             " over 90 days (interval 0.037 to 0.047)."},
            {"exposure", "Do small providers get seen?", "careful is 4.5 points higher",
             " over 90 days (interval 4.3 to 4.7); the floor of 18 % is missed at 17.6 %."},
            {"groups", "Who gains, who does not?", "A difference is not shown for niche tastes",
             " over 90 days (+0.002, interval −0.007 to +0.011), the lowest of the 4 groups."},
            {"asked", "How often is a person asked in a week?",
             "Weeks without a prompt go up by 16.3 points with careful",
             " (46.1 % against 29.8 %, interval 15.7 to 16.9)."}};
        for (std::size_t i = 0; i < 4; ++i) {
            const LabChart& chart = picture.charts[i];
            QCOMPARE(QString::fromStdString(chart.name), QString(expected[i][0]));
            QCOMPARE(words(chart.question), QString(expected[i][1]));
            QCOMPARE(words(chart.sentence.finding), QString::fromUtf8(expected[i][2]));
            QCOMPARE(words(chart.sentence.rest), QString::fromUtf8(expected[i][3]));
        }
        QCOMPARE(words(picture.charts[1].subtitle),
                 QString("Share of exposure by day, small providers; 1,500 items in all"));
        QCOMPARE(words(picture.headline),
                 QString("Satisfaction: careful is 0.042 higher over 90 days (interval 0.037 to 0.047). "
                         "Guardrails: 4 held, 1 near the limit, 2 broken, 0 without enough data."));
    }

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
             "Satisfaction, truth 0.623, answers 0.708, 0.042 better than default", Claim::better, true},
            {"exposure_share", "Small providers", "17.6", "%", "+4.5 ± 0.2 points",
             "Small providers, 17.6 %, 4.5 points higher than default", Claim::higher, true},
            {"churn_30d", "Left within 30 days", "9.4", "%", "−1.8 ± 1.0 points",
             "Left within 30 days, 9.4 %, 1.8 points better than default", Claim::better, false},
            {"prompts_per_user_week", "Prompts per week", "0.81", "", "−0.90 ± 0.02",
             "Prompts per week, 0.81, 0.90 lower than default", Claim::lower, false},
            {"ctr_slate", "Picks per slate", "0.812", "", "no difference shown",
             "Picks per slate, 0.812, no difference from default shown", Claim::unclear, false}};
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
            const PictureState state = kind == 13 ? random_state(dice) : full;
            const LabPicture picture = picture_of(input, state);
            QCOMPARE(picture.tiles.size(), std::size_t{5});
            QCOMPARE(picture.charts.size(), std::size_t{4});
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

    void answers_that_disagree_with_the_truth_are_told_data() {
        QTest::addColumn<double>("truth");
        QTest::addColumn<double>("answers");
        QTest::addColumn<QString>("finding");
        QTest::addColumn<QString>("aside");
        QTest::newRow("both up") << 0.04 << 0.05 << "careful is 0.04 higher"
                                 << "";
        QTest::newRow("both down") << -0.04 << -0.05 << "careful is 0.04 lower"
                                   << "";
        QTest::newRow("answers flatter") << -0.04 << 0.05 << "careful is 0.04 lower"
                                         << ", while answers would say 0.05 higher";
        QTest::newRow("answers sulk") << 0.04 << -0.05 << "careful is 0.04 higher"
                                      << ", while answers would say 0.05 lower";
        QTest::newRow("answers silent") << 0.04 << 0.0 << "careful is 0.04 higher"
                                        << ", while answers do not show it";
        QTest::newRow("only answers move") << 0.0 << 0.05 << "A difference is not shown"
                                           << ", while answers would say 0.05 higher";
        QTest::newRow("neither moves") << 0.0 << 0.0 << "A difference is not shown"
                                       << "";
    }
    void answers_that_disagree_with_the_truth_are_told() {
        QFETCH(double, truth);
        QFETCH(double, answers);
        QFETCH(QString, finding);
        QFETCH(QString, aside);
        ReportInput input = test::sample_comparison();
        set_difference(input, "satisfaction_true", "all", truth, truth - 0.02, truth + 0.02);
        set_difference(input, "satisfaction_answers", "all", answers, answers - 0.02, answers + 0.02);
        const LabPicture picture = picture_of(input);
        const Sentence& sentence = picture.charts[0].sentence;
        QCOMPARE(words(sentence.finding), finding);
        QVERIFY2(words(sentence.rest).endsWith(")" + aside + "."), sentence.rest.c_str());
    }

    void a_claim_needs_an_interval_without_zero() {
        test::Dice dice(402);
        int claims = 0;
        int open = 0;
        for (int i = 0; i < test::sized(400, 10000); ++i) {
            ReportInput input = test::sample_comparison();
            shake(input, dice);
            const LabPicture picture = picture_of(input, random_state(dice));
            const auto check = [&](const LabChart& chart, int may) {
                const QString finding = words(chart.sentence.finding);
                QVERIFY2(claimed(finding) == may,
                         qPrintable(QString("set %1, %2: %3").arg(i).arg(chart.name.c_str(), finding)));
                ++(may ? claims : open);
                const QString all = words(chart.sentence.all());
                QVERIFY(!all.contains("significant") && !all.contains("no effect"));
                QVERIFY(!all.contains('{') && !all.contains('[') && !all.contains("nan"));
            };
            check(picture.charts[0], direction(input, "satisfaction_true", "all"));
            const ReportView view(input, Text::english());
            const auto providers = view.providers();
            check(picture.charts[1],
                  providers.empty() ? 0 : direction(input, "exposure_share", "provider=" + providers[0]));
            double least = std::numeric_limits<double>::infinity();
            int groups = 0;
            for (const MetricValue& v : input.run.metrics) {
                const MetricValue* d = find(input.comparison->difference, v.key, v.group);
                if (v.key != "satisfaction_true" || v.group == "all" || !d || !std::isfinite(d->value))
                    continue;
                if (d->value >= least) continue;
                least = d->value;
                groups = direction(input, v.key, v.group);
            }
            check(picture.charts[2], groups);
            double largest = 0;
            int week = 0;
            for (const char* key :
                 {"weeks_unasked", "weeks_asked_once", "weeks_asked_twice", "weeks_asked_more"}) {
                const MetricValue* d = find(input.comparison->difference, key, "all");
                if (!d || direction(input, key, "all") == 0 || std::fabs(d->value) <= largest) continue;
                largest = std::fabs(d->value);
                week = direction(input, key, "all");
            }
            check(picture.charts[3], week);
            if (direction(input, "satisfaction_answers", "all") == 0)
                QVERIFY(!words(picture.charts[0].sentence.rest).contains("would say"));
            for (const LabTile& t : picture.tiles) {
                const bool claim = t.claim == Claim::better || t.claim == Claim::worse ||
                                   t.claim == Claim::higher || t.claim == Claim::lower;
                const std::string group =
                    t.key == "exposure_share" && !providers.empty() ? "provider=" + providers[0] : "all";
                const int may = direction(input, t.key, group);
                QVERIFY2(!claim || may == (t.up ? 1 : -1), t.spoken.c_str());
                QCOMPARE(QString::fromStdString(t.change_words).contains(QString::fromUtf8("±")), claim);
            }
        }
        QVERIFY2(claims > 100 && open > 100, "both happen");
    }

    void every_number_in_a_sentence_occurs_in_the_records() {
        test::Dice dice(403);
        for (int i = 0; i < test::sized(60, 2000); ++i) {
            ReportInput input = test::sample_comparison();
            if (i > 0) shake(input, dice);
            const PictureState state = random_state(dice);
            const LabPicture picture = picture_of(input, state);
            std::vector<double> numbers = numbers_of(input);
            numbers.push_back(state.days);
            for (int groups = 0; groups < 5; ++groups)
                numbers.push_back(groups);
            for (const LabChart& chart : picture.charts) {
                const QString strange = invented(chart.sentence.all(), numbers, true);
                QVERIFY2(strange.isEmpty(),
                         qPrintable(QString("set %1: %2 in %3")
                                        .arg(i)
                                        .arg(strange, QString::fromStdString(chart.sentence.all()))));
            }
            for (const LabTile& t : picture.tiles) {
                const QString strange = invented(t.value_words + " " + t.answers_words, numbers);
                QVERIFY2(strange.isEmpty(), t.spoken.c_str());
            }
        }
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

    void the_group_that_gains_least_is_named_data() {
        QTest::addColumn<double>("niche");
        QTest::addColumn<double>("frequent");
        QTest::addColumn<double>("half");
        QTest::addColumn<QString>("finding");
        QTest::newRow("all gain") << 0.02 << 0.03 << 0.005 << "Niche tastes gain least";
        QTest::newRow("one loses") << 0.02 << -0.03 << 0.005 << "Frequent visitors lose most";
        QTest::newRow("one is open") << 0.03 << 0.002 << 0.005
                                     << "A difference is not shown for frequent visitors";
        QTest::newRow("all are open") << 0.01 << 0.02 << 0.09 << "A difference is not shown for any group";
    }
    void the_group_that_gains_least_is_named() {
        QFETCH(double, niche);
        QFETCH(double, frequent);
        QFETCH(double, half);
        QFETCH(QString, finding);
        ReportInput input = test::sample_comparison();
        const auto set = [&](const char* group, double value) {
            set_difference(input, "satisfaction_true", group, value, value - half, value + half);
        };
        set("taste=niche", niche);
        set("activity=frequent", frequent);
        set("activity=occasional", 0.05);
        set("taste=mainstream", 0.05);
        QCOMPARE(words(picture_of(input).charts[2].sentence.finding), finding);
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

    void the_kind_of_week_that_changes_most_is_named_data() {
        QTest::addColumn<double>("unasked");
        QTest::addColumn<double>("more");
        QTest::addColumn<double>("half");
        QTest::addColumn<QString>("finding");
        QTest::newRow("none goes up")
            << 0.3 << -0.2 << 0.02 << "Weeks without a prompt go up by 30 points with careful";
        QTest::newRow("many goes down")
            << 0.1 << -0.2 << 0.02 << "Weeks with three or more prompts go down by 20 points with careful";
        QTest::newRow("the larger one is open")
            << 0.1 << -0.2 << 0.15 << "A difference is not shown for any kind of week";
        QTest::newRow("both exactly the same") << 0.0 << 0.0 << 0.0 << "Weeks are exactly the same with both";
    }
    void the_kind_of_week_that_changes_most_is_named() {
        QFETCH(double, unasked);
        QFETCH(double, more);
        QFETCH(double, half);
        QFETCH(QString, finding);
        ReportInput input = test::sample_comparison();
        for (const char* key : {"weeks_unasked", "weeks_asked_once", "weeks_asked_twice", "weeks_asked_more"})
            set_difference(input, key, "all", 0, -half, half);
        set_difference(input, "weeks_unasked", "all", unasked, unasked - half, unasked + half);
        // The larger change with an interval that is wider still: it is not what is spoken of.
        const double wide = half > 0.1 ? 0.25 : half;
        set_difference(input, "weeks_asked_more", "all", more, more - wide, more + wide);
        QCOMPARE(words(picture_of(input).charts[3].sentence.finding), finding);
    }

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

    void subtitles_say_how_far_to_trust() {
        ReportInput input = test::sample_comparison();
        input.run.scenario_name = "calm-baseline";
        QCOMPARE(words(picture_of(input, {false, 2000, 1, 90, 90}).subtitle),
                 QString("Calm baseline, careful against default. Full run; bands: 95 %."));
        QCOMPARE(words(picture_of(input, {true, 1024, 1, 90, 90}).subtitle),
                 QString("Calm baseline, careful against default. Preview: all 90 days, 1,024 people; "
                         "bands: 95 %."));
    }

    void policies_of_one_name_are_told_apart() {
        ReportInput input = test::sample_comparison();
        input.run.policy_name = input.baseline->policy_name;
        const LabPicture picture = picture_of(input);
        QVERIFY(picture.candidate != picture.baseline);
        QVERIFY(words(picture.charts[0].sentence.finding).startsWith("default (candidate) is"));
    }

    void a_sentence_is_split_where_its_finding_ends_whatever_names_hold() {
        ReportInput input = test::sample_comparison();
        input.run.policy_name = "a|b {|} \x1F c";
        for (const LabChart& chart : picture_of(input).charts) {
            QVERIFY2(!chart.sentence.finding.empty() && !chart.sentence.rest.empty(),
                     chart.sentence.all().c_str());
            QVERIFY(chart.sentence.all().find('\x1F') == std::string::npos);
        }
        const QString finding = words(picture_of(input).charts[0].sentence.finding);
        QVERIFY2(finding.startsWith("a|b {|} ") && finding.endsWith(" is 0.042 higher"), qPrintable(finding));
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
             "weeks_asked_more,all,"}};
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
        for (const PictureState& state : {full, preview}) {
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

    void every_word_comes_from_the_text_files() {
        // All words become the letter zhe; what is still Latin was written in the program.
        QJsonObject foreign;
        for (const auto& [key, text] : Text::english().all()) {
            QString changed;
            bool name = false;
            for (const QChar c : QString::fromStdString(text)) {
                name = c == '{' || (name && c != '}');
                changed += !name && c.isLetter() ? QChar(0x0436) : c;
            }
            foreign[QString::fromStdString(key)] = changed;
        }
        const auto text = Text::parse(QJsonDocument(foreign).toJson().toStdString(), "foreign.json");
        VERIFY_OK(text);
        test::Dice dice(405);
        for (int i = 0; i < 60; ++i) {
            ReportInput input = test::sample_comparison();
            if (i > 0) shake(input, dice);
            input.run.policy_name = "12";
            input.baseline->policy_name = "11";
            input.run.scenario_name = "13";
            for (RunRecord* run : {&input.run, &*input.baseline}) {
                for (MetricValue& v : run->metrics)
                    if (v.group.starts_with("provider="))
                        v.group = "provider=" + std::to_string(v.group.size());
                for (SeriesPoint& p : run->series)
                    if (p.group.starts_with("provider="))
                        p.group = "provider=" + std::to_string(p.group.size());
            }
            Policy policy;
            policy.exposure_floor["14"] = 0.18;
            input.run.policy_json = policy_to_json(policy);
            LabPicture picture = make_lab_picture(input, i % 2 ? preview : full, *text);
            std::string said = picture.subtitle + picture.headline;
            for (const LabTile& t : picture.tiles)
                said += t.name + t.value_words + t.change_words + t.spoken;
            for (const LabChart& c : picture.charts) {
                said += c.question + c.subtitle + c.sentence.all();
                for (const std::string& cell : c.table.head)
                    said += cell;
                for (const auto& cells : c.table.rows)
                    for (const std::string& cell : cells)
                        said += cell;
            }
            for (const GuardrailRow& r : picture.guardrails)
                said += r.name + r.value_words + r.limit_words + r.word;
            static const QRegularExpression latin("[A-Za-z]+");
            const QString all = QString::fromStdString(said);
            const auto match = latin.match(all);
            QVERIFY2(!match.hasMatch(), qPrintable(all.mid(match.capturedStart() - 40, 120)));
        }
    }
};
ATTUNE_TEST(Lab_picture_test);

#include "lab_picture_test.moc"
