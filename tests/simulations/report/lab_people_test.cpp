// The lab's charts on people: the circle of trust by day, and whose voice is heard. Every value in them is
// one of the records, and what is said of them follows from the intervals.
#include "simulations/report/voices.h"
#include "tests/simulations/report/lab_records.h"
#include "tests/support/test.h"

#include <cmath>
#include <map>

using namespace attune;
using namespace attune::test;

namespace {

constexpr std::size_t circle_at = 4;
constexpr std::size_t voices_at = 5;
const std::vector<std::string> circle_metrics = {"trust_true", "efficacy_true", "response_rate",
                                                 "enjoyed_true"};

LabChart circle(const LabPicture& picture) {
    return picture.charts[circle_at];
}
LabChart voices(const LabPicture& picture) {
    return picture.charts[voices_at];
}

void drop_metric(ReportInput& input, const std::string& key) {
    for (std::vector<MetricValue>* values :
         {&input.run.metrics, &input.baseline->metrics, &input.comparison->difference})
        std::erase_if(*values, [&](const MetricValue& v) { return v.key == key; });
    for (std::vector<SeriesPoint>* series : {&input.run.series, &input.baseline->series})
        std::erase_if(*series, [&](const SeriesPoint& p) { return p.metric == key; });
}

const SeriesPoint& point(const RunRecord& run, const std::string& key, int day) {
    for (const SeriesPoint& p : run.series)
        if (p.metric == key && p.group == "all" && p.day == day) return p;
    throw std::runtime_error("no point");
}

double count_of(const RunRecord& run, const std::string& key, const std::string& group) {
    for (const MetricValue& v : run.metrics)
        if (v.key == key && v.group == group) return v.n;
    throw std::runtime_error("no " + key + " of " + group);
}

/// "81.0 % to 83.4 %" as its two cells.
bool shows_interval(const std::string& cell, double lower, double upper) {
    const std::size_t middle = cell.find(" to ");
    return middle != std::string::npos && shows(cell.substr(0, middle), lower) &&
           shows(cell.substr(middle + 4), upper);
}

int times(const std::string& text, const std::string& part) {
    int count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
        ++count;
    return count;
}

/// Records of another division of people too, and every group with the same share of answers as of people.
ReportInput evenly_heard() {
    ReportInput input = test::sample_comparison();
    for (RunRecord* run : {&input.run, &*input.baseline}) {
        const double people = count_of(*run, "satisfaction_true", "all");
        for (const auto& [group, share] :
             {std::pair{"device=phone", 0.6}, {"device=tablet", 0.3}, {"device=desktop", 0.1}})
            for (const char* key : {"satisfaction_true", "satisfaction_answers", "completed_share",
                                    "enjoyed_true", "satisfaction_weighted"})
                run->metrics.push_back({key, group, 0.3 + share, 0.28 + share, 0.32 + share, people * share});
        const double answers = count_of(*run, "satisfaction_answers", "all");
        for (MetricValue& v : run->metrics)
            if (v.key == "satisfaction_answers" && v.group != "all")
                v.n = answers * count_of(*run, "satisfaction_true", v.group) / people;
    }
    return input;
}

} // namespace

class Lab_people_test : public QObject {
    Q_OBJECT

private slots:
    // FB-91
    void every_part_of_the_circle_is_a_panel_of_the_records() {
        const ReportInput input = test::sample_comparison();
        const LabChart card = circle(picture_of(input));
        const SmallMultiples& chart = std::get<SmallMultiples>(card.plot);
        QVERIFY(chart.own_scales);
        const char* names[] = {"Trust", "Belief that feedback works", "Prompts answered", "Truly enjoyed"};
        const NumberKind kinds[] = {NumberKind::plain, NumberKind::plain, NumberKind::share,
                                    NumberKind::share};
        QCOMPARE(chart.groups.size(), circle_metrics.size());
        for (std::size_t i = 0; i < circle_metrics.size(); ++i) {
            const GroupLines& panel = chart.groups[i];
            QCOMPARE(words(panel.name), QString(names[i]));
            QVERIFY(panel.kind == kinds[i]);
            for (const auto& [run, points, last] :
                 {std::tuple{&input.run, &panel.candidate, &panel.candidate_words},
                  {&*input.baseline, &panel.baseline, &panel.baseline_words}}) {
                QCOMPARE(points->size(), std::size_t{90});
                for (const ChartPoint& p : *points) {
                    const SeriesPoint& recorded = point(*run, circle_metrics[i], p.day);
                    QCOMPARE(p.value, recorded.value);
                    QCOMPARE(p.lower, recorded.lower);
                    QCOMPARE(p.upper, recorded.upper);
                }
                QVERIFY2(shows(*last, points->back().value), last->c_str());
            }
        }
    }

    void the_table_of_the_circle_is_its_picture() {
        const ReportInput input = test::sample_comparison();
        const LabChart card = circle(picture_of(input));
        QCOMPARE(card.table.rows.size(), std::size_t{91});
        QCOMPARE(card.table.head.size(), std::size_t{17});
        QCOMPARE(words(card.table.head[5]), QString("Belief that feedback works, Careful"));
        for (std::size_t r = 0; r < card.table.rows.size(); ++r) {
            const auto& cells = card.table.rows[r];
            QCOMPARE(cells.size(), card.table.head.size());
            for (std::size_t i = 0; i < circle_metrics.size(); ++i)
                for (const auto& [run, column] :
                     {std::pair{&input.run, 1 + 4 * i}, {&*input.baseline, 3 + 4 * i}}) {
                    if (r == 0) {
                        QVERIFY(shows(cells[column], total(*run, circle_metrics[i], "all")));
                        continue;
                    }
                    const SeriesPoint& p = point(*run, circle_metrics[i], std::stoi(cells[0]));
                    QVERIFY(shows(cells[column], p.value));
                    QVERIFY2(shows_interval(cells[column + 1], p.lower, p.upper), cells[column + 1].c_str());
                }
        }
    }

    void a_part_that_the_records_lack_is_left_out() {
        ReportInput input = test::sample_comparison();
        drop_metric(input, "response_rate");
        const LabPicture without = picture_of(input);
        const auto groups = std::get<SmallMultiples>(circle(without).plot).groups;
        QCOMPARE(groups.size(), std::size_t{3});
        QCOMPARE(words(groups[2].name), QString("Truly enjoyed"));
        QCOMPARE(circle(without).table.head.size(), std::size_t{13});
        for (const std::string& key : circle_metrics)
            drop_metric(input, key);
        const LabPicture nothing = picture_of(input);
        QVERIFY(std::get<SmallMultiples>(circle(nothing).plot).groups.empty());
        QVERIFY(circle(nothing).table.rows.empty());
        QCOMPARE(words(circle(nothing).sentence.all()), QString("There is no trust to compare yet."));
        QVERIFY(chart_svg(circle(nothing)).find("-hatch)") != std::string::npos);
    }

    void what_the_circle_says_follows_from_the_intervals_data() {
        QTest::addColumn<double>("trust");
        QTest::addColumn<double>("answered");
        QTest::addColumn<double>("half");
        QTest::addColumn<QString>("finding");
        QTest::addColumn<QString>("others");
        const QString open = "; no difference shown: ";
        QTest::newRow("both rise") << 0.03 << 0.05 << 0.02 << "Trust is 0.03 higher with Careful"
                                   << "; higher: prompts answered" + open +
                                          "belief that feedback works, things truly enjoyed";
        QTest::newRow("trust for participation")
            << 0.03 << -0.05 << 0.02 << "Trust is 0.03 higher with Careful"
            << "; lower: prompts answered" + open + "belief that feedback works, things truly enjoyed";
        QTest::newRow("trust falls")
            << -0.03 << 0.0 << 0.02 << "Trust is 0.03 lower with Careful"
            << open + "belief that feedback works, prompts answered, things truly enjoyed";
        QTest::newRow("too wide") << 0.03 << 0.05 << 0.06 << "A difference in trust is not shown"
                                  << open +
                                         "belief that feedback works, prompts answered, things truly enjoyed";
        QTest::newRow("exactly the same")
            << 0.0 << 0.05 << 0.0 << "Trust is exactly the same with both"
            << "; higher: prompts answered" + open + "belief that feedback works, things truly enjoyed";
    }
    void what_the_circle_says_follows_from_the_intervals() {
        QFETCH(double, trust);
        QFETCH(double, answered);
        QFETCH(double, half);
        QFETCH(QString, finding);
        QFETCH(QString, others);
        ReportInput input = test::sample_comparison();
        const auto set = [&](const char* key, double value) {
            set_difference(input, key, "all", value, value - half, value + half);
        };
        set("trust_true", trust);
        set("response_rate", answered);
        set_difference(input, "efficacy_true", "all", 0.001, -0.01, 0.012);
        set_difference(input, "enjoyed_true", "all", -0.001, -0.01, 0.008);
        const Sentence said = circle(picture_of(input)).sentence;
        QCOMPARE(words(said.finding), finding);
        QVERIFY2(words(said.rest).contains(others + ". With Careful, trust goes"), said.rest.c_str());
    }

    void the_weeks_are_means_of_days_by_their_counts() {
        ReportInput input = test::sample_comparison();
        // Few prompts on the days that stand out: by days alone the weeks would be elsewhere.
        for (SeriesPoint& p : input.run.series) {
            if (p.metric == "trust_true") p.n = 1000;
            if (p.metric != "response_rate") continue;
            p.n = p.day % 7 == 3 ? 10 : 200;
            if (p.day % 7 == 3) p.value = 0.9;
        }
        const auto trust = first_and_last_week_of(input.run, "trust_true");
        const auto answered = first_and_last_week_of(input.run, "response_rate");
        const QString rest = words(circle(picture_of(input)).sentence.rest);
        const QString expected = QString("trust goes from %1 in the first week to %2 in the last, prompts "
                                         "answered from %3 % to %4 %.")
                                     .arg(trust[0], 0, 'f', 3)
                                     .arg(trust[1], 0, 'f', 3)
                                     .arg(100 * answered[0], 0, 'f', 0)
                                     .arg(100 * answered[1], 0, 'f', 0);
        QVERIFY2(rest.endsWith(expected), qPrintable(rest + " / " + expected));
        drop_metric(input, "response_rate");
        QVERIFY(words(circle(picture_of(input)).sentence.rest)
                    .endsWith(QString("in the first week to %1 in the last.").arg(trust[1], 0, 'f', 3)));
        std::erase_if(input.run.series, [](const SeriesPoint& p) { return p.day > 13; });
        QVERIFY(!words(circle(picture_of(input)).sentence.rest).contains("week"));
    }

    // FB-77
    void marks_of_groups_are_the_records() {
        const ReportInput input = evenly_heard();
        const LabChart card = voices(picture_of(input));
        QCOMPARE(card.views.size(), std::size_t{2});
        const std::map<std::string, std::vector<std::string>> groups = {
            {"visitors",
             {"all", "activity=occasional", "activity=frequent", "taste=mainstream", "taste=niche"}},
            {"device", {"all", "device=phone", "device=tablet", "device=desktop"}}};
        const auto same = [&](const VoiceMark& mark, const std::string& key, const std::string& group) {
            const MetricValue* v = find(const_cast<ReportInput&>(input).run.metrics, key, group);
            return v && mark.value == v->value && mark.lower == v->lower && mark.upper == v->upper;
        };
        for (const LabView& view : card.views) {
            const VoiceDots& chart = std::get<VoiceDots>(view.plot);
            const std::vector<std::string>& own = groups.at(view.name);
            QCOMPARE(chart.rows.size(), own.size());
            QCOMPARE(view.table.rows.size(), own.size());
            for (std::size_t i = 0; i < own.size(); ++i) {
                const VoiceRow& row = chart.rows[i];
                QVERIFY(same(row.say, "satisfaction_answers", own[i]));
                QVERIFY(same(row.act, "completed_share", own[i]));
                QVERIFY(same(row.feel, "enjoyed_true", own[i]));
                const double people = count_of(input.run, "satisfaction_true", own[i]) /
                                      count_of(input.run, "satisfaction_true", "all");
                QVERIFY2(shows(row.people, people), row.people.c_str());
                QVERIFY2(shows(row.answers, people), row.answers.c_str()); // evenly heard
                // The table: name, people, answers, heard, then say, weighted, do and feel with intervals.
                const auto& cells = view.table.rows[i];
                QCOMPARE(cells[0], row.name);
                QCOMPARE(cells[1], row.people);
                QCOMPARE(cells[2], row.answers);
                if (i > 0) QCOMPARE(cells[3], row.heard);
                for (const auto& [mark, column] : {std::pair{row.say, 4}, {row.act, 8}, {row.feel, 10}}) {
                    const auto at = static_cast<std::size_t>(column);
                    QVERIFY(shows(cells[at], mark.value));
                    QVERIFY2(shows_interval(cells[at + 1], mark.lower, mark.upper), cells[at + 1].c_str());
                }
                QCOMPARE(cells.size(), view.table.head.size());
            }
        }
        QVERIFY(std::get<VoiceDots>(card.plot).rows.size() == 5); // the first view is what is shown
        QCOMPARE(card.table.rows, card.views.front().table.rows);
    }

    void a_group_is_marked_exactly_below_four_fifths_data() {
        QTest::addColumn<double>("ratio");
        QTest::addColumn<bool>("under");
        QTest::newRow("just below") << 0.7999 << true;
        QTest::newRow("four fifths") << 0.8 << false;
        QTest::newRow("just above") << 0.8001 << false;
        QTest::newRow("silent") << 0.0 << true;
        QTest::newRow("loud") << 3.0 << false;
    }
    void a_group_is_marked_exactly_below_four_fifths() {
        QFETCH(double, ratio);
        QFETCH(bool, under);
        ReportInput input = evenly_heard();
        // Counts that four fifths of are whole.
        find(input.run.metrics, "satisfaction_true", "all")->n = 1000;
        find(input.run.metrics, "satisfaction_true", "device=tablet")->n = 250;
        find(input.run.metrics, "satisfaction_answers", "all")->n = 40000;
        find(input.run.metrics, "satisfaction_answers", "device=tablet")->n = 10000 * ratio;
        for (MetricValue& v : input.run.metrics) {
            if (v.group == "all" || v.group == "device=tablet") continue;
            if (v.key == "satisfaction_true") v.n = 100;
            if (v.key == "satisfaction_answers") v.n = 4000;
        }
        const LabChart card = voices(picture_of(input));
        int marked = 0;
        for (const LabView& view : card.views) {
            LabChart shown = card;
            shown.plot = view.plot;
            int here = 0;
            const auto& rows = std::get<VoiceDots>(view.plot).rows;
            for (std::size_t i = 0; i < rows.size(); ++i) {
                const bool mine = under && rows[i].name == "Tablets";
                QCOMPARE(rows[i].under_covered, mine);
                if (i > 0) QCOMPARE(rows[i].heard, std::string(mine ? "too little" : "enough"));
                if (i > 0) QCOMPARE(view.table.rows[i][3], rows[i].heard);
                here += mine;
            }
            const std::string svg = chart_svg(shown);
            QCOMPARE(times(svg, "fill=\"#AD6F00\""), here);
            QCOMPARE(times(svg, ">too little<"), here);
            marked += here;
        }
        QCOMPARE(marked, under ? 1 : 0);
        const QString said = words(card.sentence.finding);
        QCOMPARE(said,
                 under ? QString("Heard too little: people on tablets") : QString("Every group is heard"));
    }

    void what_silence_hides_is_said_beside_who_is_silent() {
        ReportInput input = evenly_heard();
        MetricValue* bias = find(input.run.metrics, "nonresponse_bias", "all");
        bias->value = -0.05;
        bias->lower = -0.07;
        bias->upper = -0.03;
        const QString said = words(voices(picture_of(input)).sentence.rest);
        QVERIFY2(
            said.endsWith(". Those who answer are really less satisfied than everyone, by 0.050 (interval "
                          "−0.070 to −0.030): answers alone look worse than it is."),
            qPrintable(said));
        bias->upper = 0.01;
        QVERIFY(words(voices(picture_of(input, preview)).sentence.rest).endsWith("includes zero; preview."));
        drop_metric(input, "nonresponse_bias");
        QCOMPARE(words(voices(picture_of(input)).sentence.all()),
                 QString("Every group is heard: each gives at least four fifths of the answers that its size "
                         "would suggest."));
        drop_metric(input, "satisfaction_answers");
        const LabPicture silent = picture_of(input);
        QCOMPARE(words(voices(silent).sentence.finding), QString("Nobody answered"));
        QVERIFY(voices(silent).views.empty() && voices(silent).table.rows.empty());
        QVERIFY(chart_svg(voices(silent)).find("-hatch)") != std::string::npos);
    }

    void the_report_says_the_same() {
        const ReportInput input = test::sample_comparison();
        const std::vector<std::string> said = voices_sentences(ReportView(input, Text::english()));
        QCOMPARE(said.size(), std::size_t{3});
        const std::string all = voices(picture_of(input)).sentence.all();
        QCOMPARE(all, said[2] + " " + said[0]);
    }

    void a_mark_that_is_not_known_is_not_drawn() {
        ReportInput input = test::sample_comparison();
        const std::string before = chart_svg(voices(picture_of(input)));
        std::erase_if(input.run.metrics, [](const MetricValue& v) {
            return v.key == "completed_share" && v.group == "taste=niche";
        });
        const LabPicture picture = picture_of(input);
        QVERIFY(std::isnan(std::get<VoiceDots>(voices(picture).plot).rows[4].act.value));
        const std::string after = chart_svg(voices(picture));
        QCOMPARE(times(before, "width=\"7\" height=\"7\"") - times(after, "width=\"7\" height=\"7\""), 1);
        QVERIFY(after.find("nan") == std::string::npos);
    }
};
ATTUNE_TEST(Lab_people_test);

#include "lab_people_test.moc"
